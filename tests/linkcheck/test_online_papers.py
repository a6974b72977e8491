"""Papers are asked for by their ids, in batches, with a way out where a service does not answer."""

import pytest
from fakes import ATTENTION, BAHDANAU, BERT, LOTTERY, Paper, Services, as_json, entry, feed
from harness import Item, Reply, World, page, run

from papernotes.linkcheck.lock import Record
from papernotes.linkcheck.online.verdicts import Result
from papernotes.linkcheck.titles import Work

ABS = "https://arxiv.org/abs/"
WELL_KNOWN = {"1706.03762": ATTENTION, "1409.0473": BAHDANAU, "1803.03635": LOTTERY}
WITH_ENTITY = Reply(200, b'<!DOCTYPE feed [<!ENTITY a "b">]>' + feed("".join(entry(*known) for known in WELL_KNOWN.items())).body.partition(b"?>")[2])


async def checked(*items: Item | str, services: Services | None = None, **options) -> tuple[list[Result], World]:
    async with World() as world:
        (services or Services()).into(world)
        return await world.check(*items, **options), world


def test_answers_are_paired_by_id_though_the_feed_is_in_another_order():
    results, world = run(checked(*(Item(ABS + name, work=paper.work) for name, paper in WELL_KNOWN.items())))
    assert [(result.verdict, result.record.title) for result in results] == [("ok", paper.title) for paper in WELL_KNOWN.values()]
    assert world.asked("export.arxiv.org") == ["/api/query?id_list=1706.03762,1409.0473,1803.03635&max_results=3"]


@pytest.mark.parametrize("said", [Reply(429), Reply(503), Reply(400), Reply(200, b"Rate exceeded."), Reply(200, b"<html>Maintenance</html>"), WITH_ENTITY])
def test_datacite_answers_for_arxiv_ids_where_arxiv_does_not(said: Reply):
    results, world = run(checked(*(ABS + name for name in WELL_KNOWN), services=Services(arxiv_says=[said] * 3)))
    assert [(result.verdict, result.record.source, result.record.versions) for result in results] == [("ok", "datacite", paper.versions) for paper in WELL_KNOWN.values()]
    assert len(world.asked("export.arxiv.org")) <= 3


def test_an_id_is_not_gone_where_neither_service_answers():
    [result], _ = run(checked(ABS + "1706.03762", services=Services(arxiv_says=[Reply(429)] * 3, datacite_says=Reply(500))))
    assert (result.verdict, result.reason) == ("transient", "api.datacite.org answers 500")


def test_a_doi_whose_titles_cannot_be_asked_is_alive_but_unchecked():
    [result], _ = run(checked("https://doi.org/10.1145/311535.311556", services=Services(crossref_says=Reply(500))))
    assert (result.verdict, result.reason) == ("ok", "the DOI exists; its title could not be checked: api.crossref.org answers 500")


def test_after_one_challenge_openreview_is_left_in_peace():
    results, world = run(checked(*(f"https://openreview.net/forum?id=BJxsrgStv{letter}" for letter in "abcdefgh")))
    assert {result.verdict for result in results} == {"blocked"}
    assert len([request for request in world.requests if request.host.endswith("openreview.net")]) == 1


def test_openreview_is_read_where_it_answers():
    title = Paper("Drawing Early-Bird Tickets: Toward More Efficient Training of Deep Networks", "Haoran You", 2020)
    [result], _ = run(checked(Item("https://openreview.net/forum?id=BJxsrgStvr", work=title.work), services=Services(openreview={"BJxsrgStvr": title})))
    assert result.record == Record("openreview:BJxsrgStvr", title.title, "Haoran You", 2020, source="openreview", seen="2026-11-22")


def test_two_addresses_of_one_paper_are_one_question():
    results, world = run(checked(ABS + "1706.03762", "https://arxiv.org/pdf/1706.03762v7", "https://doi.org/10.48550/arXiv.1706.03762", "http://www.arxiv.org/abs/1706.03762"))
    assert [result.verdict for result in results] == ["ok"] * 4
    assert len(world.requests) == 1


def test_the_lock_is_what_is_expected_where_a_link_says_nothing():
    known = {"arxiv:1706.03762": Record("arxiv:1706.03762", BAHDANAU.title, "Bahdanau, Dzmitry", 2015)}
    [result], _ = run(checked(ABS + "1706.03762", known=known))
    assert (result.verdict, result.reason) == ("wrong-paper", f"arxiv:1706.03762 is 'Attention Is All You Need' (Ashish Vaswani, 2017), not '{BAHDANAU.title}'")


def test_a_title_that_the_lock_knows_as_another_one_is_the_same_paper():
    old = Work("Transformers, as first submitted", "Vaswani, Ashish", 2017)
    known = {"arxiv:1706.03762": Record("arxiv:1706.03762", old.title, "Vaswani, Ashish", 2017, aliases=(old.title,))}
    without, _ = run(checked(Item(ABS + "1706.03762", work=old)))
    with_alias, _ = run(checked(Item(ABS + "1706.03762", work=old), known=known))
    assert [result.verdict for result in without + with_alias] == ["unsure", "ok"]


def test_a_title_that_drifted_is_the_same_paper_and_named():
    services = Services(arxiv={"1803.03635": Paper("The Lottery Ticket Hypothesis: Training Pruned Neural Networks", "Jonathan Frankle", 2018)})
    work = Work("The Lottery Ticket Hypothesis: Training of Pruned Neural Networks", "Frankle, Jonathan", 2018)
    [result], _ = run(checked(Item(ABS + "1803.03635", work=work), services=services))
    assert (result.verdict, result.cause) == ("ok", "drift")
    assert result.reason == f"the same paper, now titled 'The Lottery Ticket Hypothesis: Training Pruned Neural Networks', ours is '{work.title}'"


@pytest.mark.parametrize("answer", [Reply(200, b"[]"), Reply(200, b"no json"), as_json({"message": {"items": [None, {"DOI": 3}, {"DOI": "10.1145/311535.311556", "title": []}]}}), as_json([[[[]]]])])
def test_whatever_crossref_sends_is_survived(answer: Reply):
    [result], _ = run(checked("https://doi.org/10.1145/311535.311556", services=Services(crossref_says=answer)))
    assert result.verdict == "ok"
    assert result.reason.startswith("the DOI exists; ")


@pytest.mark.parametrize(("change", "retracted"), [({"updated-by": [{"type": "retraction"}]}, True), ({"update-to": [{"type": "retraction"}]}, True), ({"updated-by": [{"type": "correction"}]}, False), ({}, False)])
def test_a_retraction_is_known_by_what_crossref_links_to_the_work(change: dict, retracted: bool):
    work = {"DOI": "10.1016/s0140-6736(97)11096-0", "title": ["Ileal-lymphoid-nodular hyperplasia, non-specific colitis, and pervasive developmental disorder in children"], **change}
    [result], _ = run(checked("https://doi.org/10.1016/s0140-6736(97)11096-0", services=Services(crossref_says=as_json({"message": {"items": [work]}}))))
    assert (result.record.retracted, result.cause) == (retracted, "retracted" if retracted else "ok")


def test_a_subtitle_that_crossref_keeps_apart_belongs_to_the_title():
    work = {"DOI": "10.18653/v1/N19-1423", "title": ["BERT"], "subtitle": ["Pre-training of Deep Bidirectional Transformers for Language Understanding"], "author": [{"family": "Devlin"}], "issued": {"date-parts": [[2019]]}}
    services = Services(crossref={"10.18653/v1/n19-1423": BERT}, crossref_says=as_json({"message": {"items": [work]}}))
    [result], _ = run(checked("https://doi.org/10.18653/v1/N19-1423", services=services))
    assert result.record == Record("doi:10.18653/v1/n19-1423", BERT.title, "Devlin", 2019, source="crossref", seen="2026-11-22")


def test_the_work_that_a_publishers_page_declares_is_compared():
    def declaring(paper: Paper) -> Reply:
        return page(paper.title, f'<meta name="citation_title" content="{paper.title}"><meta name="citation_author" content="{paper.author}"><meta name="citation_publication_date" content="{paper.year}"><p>Abstract of it</p>')

    async def scene():
        async with World() as world:
            world.hosts["proceedings.test"] = {"/right": declaring(LOTTERY), "/wrong": declaring(ATTENTION)}
            return await world.check(*(Item(f"https://proceedings.test/{name}", work=LOTTERY.work) for name in ("right", "wrong")))

    assert [(result.verdict, result.reason) for result in run(scene())] == [
        ("ok", f"it answers: '{LOTTERY.title}'"), ("wrong-paper", f"it is '{ATTENTION.title}', not '{LOTTERY.title}'"),
    ]  # fmt: skip
