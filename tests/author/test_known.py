"""A paper or an idea that is there already is recognised, however it is named."""

from pathlib import Path

import pytest
from conftest import ROOT, run_mkdocs
from hypothesis import given
from hypothesis import strategies as st

from papernotes.author.known import Base, open_base, topic_tags
from papernotes.author.nav import add_to_nav, topics
from papernotes.author.template import draft_note, slug_of
from papernotes.changes import ChangeError
from papernotes.linkcheck.addresses import identify
from papernotes.linkcheck.titles import Work
from papernotes.reading import read_note


@pytest.fixture(scope="module")
def base() -> Base:
    return open_base(ROOT)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("https://arxiv.org/pdf/1803.03635v5.pdf", "frankle2019lottery"),
        ("10.48550/arXiv.1803.03635", "frankle2019lottery"),
        ("https://www.alphaxiv.org/abs/1803.03635", "frankle2019lottery"),
        ("doi:10.1145/311535.311556", "blanz1999morphable"),
        ("https://aclanthology.org/2021.emnlp-main.446.pdf", "geva2021transformer"),
        ("https://aclanthology.org/N19-1423", "devlin2019bert"),
        ("arXiv:1912.99999", None),
    ],
)
def test_a_paper_is_found_by_any_form_of_its_id(base: Base, name: str, key: str | None):
    paper = identify(name)
    assert paper is not None
    entry = base.find_entry([paper])
    assert (entry and entry.key) == key


@pytest.mark.parametrize(
    ("title", "author", "key"),
    [
        ("The lottery ticket hypothesis - finding sparse, trainable neural networks", "Frankle", "frankle2019lottery"),
        ("The Lottery Ticket Hypothesis: Finding Sparse and Trainable Neural Networks", "Jonathan Frankle", "frankle2019lottery"),
        ("Attention Is All You Need", "", "vaswani2017attention"),
        ("Attention Is All You Need", "Somebody, Else", None),
        ("Stabilizing the Lottery Ticket", "Frankle, Jonathan", None),
    ],
)
def test_a_paper_is_found_by_nearly_its_title(base: Base, title: str, author: str, key: str | None):
    entry = base.find_entry(work=Work(title, author, 2019))
    assert (entry and entry.key) == key


def test_a_title_with_a_slip_is_the_same_paper_whatever_year_is_given(base: Base):
    entry = base.find_entry(work=Work("The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural Network", "Frankle, Jonathan"))
    assert entry is not None and entry.key == "frankle2019lottery"


def test_two_ids_of_one_service_are_two_papers_whatever_their_titles(base: Base):
    paper = identify("arXiv:2001.00001")
    assert paper is not None
    assert base.find_entry([paper], Work("Attention Is All You Need", "Vaswani, Ashish", 2017)) is None


def test_the_notes_about_a_paper_begin_with_its_own(base: Base):
    assert base.notes_about("frankle2019lottery")[0] == "pruning/lottery-ticket"


def test_a_note_is_found_by_its_title_or_short_name(base: Base):
    assert [base.note_called(title) for title in ("the lottery ticket hypothesis", "Lottery ticket", "Lottery tickets in winter")] == ["pruning/lottery-ticket", "pruning/lottery-ticket", None]


def test_the_topics_stand_in_the_order_of_the_navigation():
    assert topics(ROOT / "docs") == ["face", "pruning", "cnn", "rnn", "embeddings", "transformer", "multimodal", "3d", "memory"]


def test_each_topic_has_a_tag_for_its_new_notes(base: Base):
    tags = [topic_tags(base, topic) for topic in base.topics]
    assert all(len(one) == 1 and one[0] in base.tags for one in tags)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: T\nnav:\n  - index.md\n  - a.md\n", "title: T\nnav:\n  - index.md\n  - a.md\n  - new.md\n"),
        ("nav:\n- index.md # first\n\n# the rest\nsort: {}\n", "nav:\n- index.md # first\n- new.md\n\n# the rest\nsort: {}\n"),
        ("nav:\n  - A:\n      - a.md\n      - b.md\nx: 1", "nav:\n  - A:\n      - a.md\n      - b.md\n  - new.md\nx: 1"),
        ("nav:\r\n  - a.md", "nav:\r\n  - a.md\r\n  - new.md\r\n"),
        ("nav: [a.md, b.md]\n", "nav: [a.md, b.md, new.md]\n"),
        ("nav:\n  - a.md\n  - '*'\n", "nav:\n  - a.md\n  - '*'\n"),
        ("nav:\n  - new.md\n", "nav:\n  - new.md\n"),
        ("title: T\n", "title: T\n"),
        ("nav: [\n", "nav: [\n"),
        ("", ""),
    ],
)
def test_a_new_note_comes_last_in_a_list_that_names_its_notes(before: str, after: str):
    assert add_to_nav(before, "new.md") == after


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural Networks", "lottery-ticket-hypothesis"),
        ("Attention Is All You Need", "attention-is-all-you-need"),
        ("How transferable are features in deep neural networks?", "how-transferable-are-features-in-deep-neural"),
        ("Über die Würde", "uber-die-wurde"),
        ("注意力", "note"),
    ],
)
def test_a_files_name_is_the_short_title_in_plain_letters(title: str, slug: str):
    assert slug_of(title) == slug


@given(title=st.text(), description=st.text(max_size=160), paper=st.booleans())
def test_any_draft_can_be_read_back(title: str, description: str, paper: bool):
    text = draft_note(title, ["pruning"], ["known2020paper"] if paper else [], description)
    note, faults = read_note("pruning/x", "x.md", text, ["pruning"])
    assert faults == []
    assert note.is_draft
    assert note.meta.papers == (["known2020paper"] if paper else None)


def test_a_new_note_builds_as_a_draft_and_shows_nothing_of_itself(small: Path):
    (small / "docs" / "pruning" / "draft.md").write_text(draft_note("A *starred* <draft> [of] `mine`", ["pruning"], ["known2020paper"]))
    result = run_mkdocs(small, "build", "--strict")
    assert result.returncode == 0, result.stderr
    assert not (small / "site" / "pruning" / "draft").exists()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("refs.bib", b"@misc{a, title = {T}\n", "refs.bib:1: BibTeX cannot be read: this entry's braces do not match (count the braces of this entry)"),
        ("refs.bib", b"\xff", "refs.bib:1: the file is not UTF-8 (save it as UTF-8)"),
        ("papers.lock", b"nonsense\n", "papers.lock:1: not a record; restore the line from version control or remove it"),
        ("papers.lock", b"\xff", "papers.lock:1: the file is not UTF-8 (save it as UTF-8)"),
    ],
)
def test_records_that_cannot_be_read_are_one_line(small: Path, name: str, content: bytes, message: str):
    (small / name).write_bytes(content)
    with pytest.raises(ChangeError) as fault:
        open_base(small)
    assert str(fault.value) == message
