"""Every form of a paper's address is read as that paper, and titles are told apart in steps."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from papernotes.linkcheck.addresses import PaperId, aliases, arxiv_year, canonical, equal, identify, malformed
from papernotes.linkcheck.titles import Match, Work, compare, normalise, same_author

ATTENTION = PaperId("arxiv", "1706.03762")
SICI = "10.1002/(SICI)1096-8644(199601)99:1<1::AID-AJPA1>3.0.CO;2-1"
FORMS = {
    "https://arxiv.org/abs/1706.03762": (ATTENTION, "https://arxiv.org/abs/1706.03762"),
    "http://www.arxiv.org/abs/1706.03762": (ATTENTION, "https://arxiv.org/abs/1706.03762"),
    "https://arxiv.org/pdf/1706.03762.pdf": (ATTENTION, "https://arxiv.org/abs/1706.03762"),
    "https://arxiv.org/abs/1706.03762v5": (PaperId("arxiv", "1706.03762", 5), "https://arxiv.org/abs/1706.03762v5"),
    "https://arxiv.org/pdf/1706.03762#page=3": (ATTENTION, "https://arxiv.org/pdf/1706.03762#page=3"),
    "arXiv:1706.03762v7 [cs.CL]": (PaperId("arxiv", "1706.03762", 7), "https://arxiv.org/abs/1706.03762v7"),
    "https://doi.org/10.48550/arXiv.1706.03762": (ATTENTION, "https://doi.org/10.48550/arXiv.1706.03762"),
    "https://arxiv.org/abs/math.GT/0309136": (PaperId("arxiv", "math/0309136"), "https://arxiv.org/abs/math.GT/0309136"),
    "https://arxiv.org/list/cs.CL/recent": (None, None),
    "doi:10.1145/3528223.3530068": (PaperId("doi", "10.1145/3528223.3530068"), "https://doi.org/10.1145/3528223.3530068"),
    "10.1145/3528223.3530068": (PaperId("doi", "10.1145/3528223.3530068"), "https://doi.org/10.1145/3528223.3530068"),
    "http://dx.doi.org/10.1145%2F3528223.3530068": (PaperId("doi", "10.1145/3528223.3530068"), "https://doi.org/10.1145/3528223.3530068"),
    f"https://doi.org/{SICI.replace('<', '%3C').replace('>', '%3E')}": (PaperId("doi", SICI), f"https://doi.org/{SICI.replace('<', '%3C').replace('>', '%3E')}"),
    "https://dl.acm.org/doi/10.1145/3528223.3530068": (PaperId("doi", "10.1145/3528223.3530068"), None),
    "https://www.aclweb.org/anthology/P18-1031.pdf": (PaperId("acl", "P18-1031"), "https://aclanthology.org/P18-1031/"),
    "https://aclanthology.org/2021.emnlp-main.446/": (PaperId("acl", "2021.emnlp-main.446"), "https://aclanthology.org/2021.emnlp-main.446/"),
    "https://aclanthology.org/venues/acl/": (None, None),
    "https://openreview.net/pdf?id=rJlnB3C5Ym": (PaperId("openreview", "rJlnB3C5Ym"), "https://openreview.net/forum?id=rJlnB3C5Ym"),
    "https://openreview.net/forum?id=TrjbxzRcnf-": (PaperId("openreview", "TrjbxzRcnf-"), "https://openreview.net/forum?id=TrjbxzRcnf-"),
    "https://youtu.be/gCJCgQW_LKc?t=30": (PaperId("youtube", "gCJCgQW_LKc"), "https://www.youtube.com/watch?v=gCJCgQW_LKc&t=30"),
    "https://www.youtube-nocookie.com/embed/gCJCgQW_LKc": (PaperId("youtube", "gCJCgQW_LKc"), "https://www.youtube.com/watch?v=gCJCgQW_LKc"),
    "https://www.youtube.com/@handle": (None, None),
    "https://jalammar.github.io/": (None, None),
    "https://[broken": (None, None),
}


@pytest.mark.parametrize("url", FORMS)
def test_each_form_of_an_address_names_its_paper_and_has_one_right_form(url: str):
    assert (identify(url), canonical(url)) == FORMS[url]
    assert malformed(url) is None


@pytest.mark.parametrize(
    ("url", "reason"),
    {
        "https://arxiv.org/abs/1713.01234": "arXiv id '1713.01234' has no month 13",
        "https://arxiv.org/abs/1706.3762": "arXiv id '1706.3762' needs 5 digits after the dot in 2017",
        "https://arxiv.org/abs/1412.06806": "arXiv id '1412.06806' needs 4 digits after the dot in 2014",
        "https://arxiv.org/abs/0703.0001": "arXiv id '0703.0001' is from before April 2007, when such ids began",
        "https://arxiv.org/abs/cs/0704001": "arXiv id 'cs/0704001' is not from 1991 to March 2007, when such ids were given",
        "https://arxiv.org/abs/attention": "'attention' is not an arXiv id",
        "https://doi.org/10.1145/3528223.3530068.": "DOI '10.1145/3528223.3530068.' ends with '.'",
        "https://doi.org/10.1016/0006-8993(79)90349-4)": "DOI '10.1016/0006-8993(79)90349-4)' ends with ')'",
        "https://doi.org/11.1145/3528223": "'11.1145/3528223' is not a DOI",
        "https://openreview.net/forum?id=x": "'x' is not an OpenReview id",
        "https://youtu.be/gCJCgQW_LK": "'gCJCgQW_LK' is not a YouTube id (11 letters, digits, - or _)",
    }.items(),
)
def test_an_id_that_cannot_be_is_named_with_its_reason(url: str, reason: str):
    assert malformed(url) == reason


MONTHS = some.tuples(some.integers(15, 30), some.integers(1, 12), some.integers(1, 99999)).map(lambda t: f"{t[0]:02}{t[1]:02}.{t[2]:05}")


@given(MONTHS, some.sampled_from(["http://arxiv.org/pdf/{}.pdf", "https://ar5iv.org/html/{}", "https://export.arxiv.org/abs/{}", "arXiv:{}", "https://www.alphaxiv.org/abs/{}"]))
def test_every_form_of_an_arxiv_id_leads_to_one_key_and_one_address(paper: str, form: str):
    assert identify(form.format(paper)).key == f"arxiv:{paper}"
    assert canonical(form.format(paper)) == canonical(canonical(form.format(paper))) == f"https://arxiv.org/abs/{paper}"


@given(some.text(max_size=60))
def test_no_text_makes_the_reader_of_addresses_fail(text: str):
    for url in (text, f"https://arxiv.org/abs/{text}", f"https://doi.org/{text}", f"https://{text}"):
        if identify(url) and not malformed(url) and canonical(url):
            assert identify(canonical(url)).key == identify(url).key


def test_ids_that_name_one_paper_by_the_rules_of_their_services_are_aliases():
    assert aliases(PaperId("acl", "P18-1031")) == {"acl:P18-1031", "doi:10.18653/v1/p18-1031", "doi:10.3115/v1/p18-1031"}
    assert aliases(ATTENTION) == {"arxiv:1706.03762", "doi:10.48550/arxiv.1706.03762"}


def test_dois_are_equal_in_any_case_and_encoding_other_addresses_only_in_encoding():
    assert equal("https://doi.org/10.1000%2FABC", "https://doi.org/10.1000/abc")
    assert not equal("https://openreview.net/forum?id=rJlnB3C5Ym", "https://openreview.net/forum?id=rjlnb3c5ym")


def test_the_year_is_in_the_arxiv_id():
    assert (arxiv_year("1706.03762"), arxiv_year("cs/0112017"), arxiv_year("hep-th/9108001")) == (2017, 2001, 1991)


SAME = [
    (Work("{GloVe}: Global Vectors for Word Representation", "Pennington, Jeffrey", 2014), Work("GloVe", "Jeffrey Pennington", 2014), Match.SHORT_TITLE),
    (Work("{BERT}", "Devlin, J.", 2019), Work("BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding", "Jacob Devlin", 2018), Match.SHORT_TITLE),
    (Work("You Only Look Once", "Redmon, Joseph", 2016), Work("You Only Look Once: Unified, Real-Time Object Detection", "Redmon et al.", 2015), Match.SHORT_TITLE),
    (Work("Train longer, generalize better", "Hoffer, Elad", 2017), Work("Train longer, generalize better: closing the generalization gap in large batch training of neural networks", "Elad Hoffer", 2017), Match.SHORT_TITLE),
    (Work("Poincar\\'e Embeddings for Learning Hierarchical Representations"), Work("Poincaré Embeddings for Learning Hierarchical Representations"), Match.SAME),
    (Work("The large deviation principle for the {E}rd{\\H{o}}s-{R}\\'{e}nyi random graph"), Work("The large deviation principle for the Erdős–Rényi random graph"), Match.SAME),
    (Work("$\\beta$-{VAE}: Learning Basic Visual Concepts with a Constrained Variational Framework"), Work("beta-VAE: Learning Basic Visual Concepts with a Constrained Variational Framework"), Match.SAME),
    (Work("β-VAE: Learning Basic Visual Concepts with a Constrained Variational Framework"), Work("$\\beta$-VAE: Learning basic visual concepts with a constrained variational framework"), Match.SAME),
    (Work("Mask R\u2010CNN"), Work("Mask R-CNN"), Match.SAME),
    (Work("{U-Net}: Convolutional Networks for Biomedical Image Segmentation"), Work("U-net - Convolutional Networks for Biomedical Image Segmentation"), Match.SAME),
    (Work("Show, Attend and Tell: Neural Image Caption Generation with Visual Attention"), Work("Show, Attend &amp; Tell: Neural Image Caption Generation with Visual Attention"), Match.SAME),
    (Work("Drawing Early-Bird Tickets: Toward More Efficient Training of Deep Networks", "You, Haoran", 2020), Work("Drawing early-bird tickets: Towards more efficient training of deep networks", "Haoran You", 2019), Match.DRIFT),
    (Work("WaveNet: A Generative Model for Raw Audio", "van den Oord, Aäron", 2016), Work("WaveNet - a generative model for raw audio", "Aaron van den Oord", 2016), Match.SAME),
    (Work("Learning Word Vectors for 157 Languages"), Work("  Learning\n word vectors\tfor 157 languages. "), Match.SAME),
    (Work("Word2{V}ec \\& {GloVe}"), Work("Word2Vec and GloVe"), Match.SAME),
    (Work("Na{\\\"i}ve B{\\\"a}yes"), Work("Naïve Bäyes"), Match.SAME),
    (Work("\\L{}ukasiewicz logic and \\O{}rsted"), Work("Łukasiewicz Logic and Ørsted"), Match.SAME),
    (Work("Long Short-Term Memory"), Work("Long short term memory"), Match.SAME),
    (Work("{ELMo}"), Work("ELMO"), Match.SAME),
    (Work("\\emph{In Vivo} Imaging"), Work("In vivo imaging"), Match.SAME),
]
LOOK_ALIKE = [
    (Work("Denoising Diffusion Probabilistic Models", "Ho, Jonathan", 2020), Work("Improved Denoising Diffusion Probabilistic Models", "Nichol, Alex", 2021)),
    (Work("Wasserstein GAN", "Arjovsky, Martin", 2017), Work("Wasserstein GAN II", "Other, Ann", 2018)),
    (Work("Wasserstein GAN", "Arjovsky, Martin", 2017), Work("Improved Training of Wasserstein GANs", "Gulrajani, Ishaan", 2017)),
    (Work("Fast R-CNN", "Girshick, Ross", 2015), Work("Faster R-CNN: Towards Real-Time Object Detection with Region Proposal Networks", "Ren, Shaoqing", 2015)),
    (Work("Mask R-CNN", "He, Kaiming", 2017), Work("Cascade R-CNN", "Cai, Zhaowei", 2017)),
    (Work("Off-diagonal book Ramsey numbers", "Conlon, David", 2021), Work("Off-diagonal Ramsey numbers", "Other, Ann", 2021)),
    (Work("PointNet: Deep Learning on Point Sets for 3D Classification and Segmentation", "Qi, Charles R.", 2017), Work("PointNet++: Deep Hierarchical Feature Learning on Point Sets in a Metric Space", "Qi, Charles R.", 2017)),
    (Work("PointNet", "Qi, Charles R.", 2017), Work("PointNet++: Deep Hierarchical Feature Learning on Point Sets in a Metric Space", "Qi, Charles R.", 2017)),
    (Work("Attention Is All You Need", "Vaswani, Ashish", 2017), Work("Attention is Not All You Need: Pure Attention Loses Rank Doubly Exponentially with Depth", "Dong, Yihe", 2021)),
    (Work("Memory Networks", "Weston, Jason", 2015), Work("End-To-End Memory Networks", "Sukhbaatar, Sainbayar", 2015)),
    (Work("Visualizing and Understanding Recurrent Networks", "Karpathy, Andrej", 2015), Work("Visualizing and Understanding Convolutional Networks", "Zeiler, Matthew D.", 2014)),
    (Work("Neural Turing Machines", "Graves, Alex", 2014), Work("Implementing Neural Turing Machines", "Collier, Mark", 2018)),
    (Work("Long Short-Term Memory", "Hochreiter, Sepp", 1997), Work("Long Short-Term Memory-Networks for Machine Reading", "Cheng, Jianpeng", 2016)),
    (Work("Language Models are Few-Shot Learners", "Brown, Tom B.", 2020), Work("Language Models are Unsupervised Multitask Learners", "Radford, Alec", 2019)),
    (Work("Deep Contextualized Word Representations", "Peters, Matthew E.", 2018), Work("Word Representations", "Other, Ann", 2018)),
    (Work("Layer Normalization", "Ba, Jimmy Lei", 2016), Work("Batch Normalization", "Ioffe, Sergey", 2015)),
    (Work("BERT", "Devlin, Jacob", 2018), Work("BERT: A Different Thing", "Other, Ann", 2018)),
    (Work("The Lottery Ticket Hypothesis", "Frankle, Jonathan", 2019), Work("Stabilizing the Lottery Ticket Hypothesis", "Frankle, Jonathan", 2019)),
    (Work("YOLO9000: Better, Faster, Stronger", "Redmon, Joseph", 2017), Work("YOLOv3: An Incremental Improvement", "Redmon, Joseph", 2018)),
    (Work("GPT", "Radford, Alec", 2018), Work("GPT-2: Language Models", "Radford, Alec", 2019)),
]


@pytest.mark.parametrize(("one", "two", "match"), SAME, ids=lambda value: getattr(value, "title", ""))
def test_one_paper_under_two_spellings_is_recognised(one: Work, two: Work, match: Match):
    assert compare(one, two) == compare(two, one) == match


@pytest.mark.parametrize(("one", "two"), LOOK_ALIKE, ids=lambda value: value.title)
def test_papers_that_look_alike_are_not_taken_for_one(one: Work, two: Work):
    assert compare(one, two) == compare(two, one)
    assert compare(one, two) in (Match.UNSURE, Match.WRONG_PAPER)


def test_another_title_by_another_author_is_another_paper():
    assert compare(Work("Attention Is All You Need", "Vaswani, Ashish", 2017), Work("On Stars", "Stern, Ada", 2017)) == Match.WRONG_PAPER


def test_without_an_author_another_title_is_only_unsure():
    assert compare(Work("Attention Is All You Need"), Work("On Stars", "Stern, Ada", 2017)) == Match.UNSURE


def test_a_short_title_two_years_apart_is_only_unsure():
    assert compare(Work("BERT", "Devlin, Jacob", 2016), Work("BERT: Pre-training of Deep Bidirectional Transformers", "Devlin, Jacob", 2018)) == Match.UNSURE


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("van den Oord, A.", "Aäron van den Oord", True), ("Çiçek, Özgün", "Ozgun Cicek et al.", True), ("Erd{\\H{o}}s, Paul", "Paul Erdős", True), ("Vaswani, Ashish and others", "Vaswani", True),
        ("Li, Hao", "Wang, Hao", False), ("", "Wang, Hao", None), ("others", "Wang, Hao", None),
    ],
)  # fmt: skip
def test_surnames_are_compared_with_and_without_their_particles(one: str, two: str, same: bool | None):
    assert same_author(one, two) is same_author(two, one) is same


@given(some.text())
def test_normalising_twice_changes_nothing_more(text: str):
    once = normalise(text)
    assert normalise(once) == once
