"""The bibliography holds every paper once, can be filtered and taken away, and is a plain list without a script."""

import json
import re

import jsonschema
import pytest
import rispy
from conftest import ROOT
from playwright.sync_api import Page, expect
from pybtex.database import parse_string

PATH = "bibliography/"
KEYS = re.findall(r"^@\w+\{([^,]+),", (ROOT / "refs.bib").read_text(encoding="utf-8"), re.MULTILINE)
# What CSL's data schema 1.0.2 says of the fields used here.
NAME = {"type": "object", "minProperties": 1, "additionalProperties": False, "properties": dict.fromkeys(("family", "given", "literal"), {"type": "string"})}
CSL = {
    "type": "array",
    "items": {
        "type": "object", "required": ["id", "type", "title"], "additionalProperties": False,
        "properties": {
            "type": {"enum": ["article", "article-journal", "book", "chapter", "motion_picture", "paper-conference", "post-weblog", "report", "software", "thesis", "webpage"]},
            "author": {"type": "array", "items": NAME, "minItems": 1},
            "issued": {"type": "object", "properties": {"date-parts": {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}}}, "additionalProperties": False},
            **dict.fromkeys(("id", "title", "container-title", "publisher", "genre", "volume", "issue", "page", "DOI", "number", "URL"), {"type": "string"}),
        },
    },
}  # fmt: skip


def shown(page: Page) -> list[str]:
    return page.locator(".pn-bib > li:visible").evaluate_all("items => items.map(item => item.id)")


def test_every_work_stands_once_with_all_that_its_card_says(visit):
    page = visit(PATH, java_script_enabled=False).page
    assert sorted(shown(page)) == sorted(KEYS)
    item = page.locator("#frankle2019lottery")
    expect(item.locator(".pn-card__title")).to_have_text("The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural Networks")
    expect(item.locator(".pn-card__note")).to_contain_text("Trained networks hide small subnetworks")
    assert item.locator(".pn-card__links a").all_inner_texts() == ["note: Lottery ticket", "arXiv", "PDF", "code"]
    assert page.locator(".pn-filter:visible, .pn-copy:visible, .pn-bibtex:visible").count() == 0


def test_each_entry_tells_where_it_is_cited_with_the_sentence_and_leads_there(visit):
    page = visit(PATH).page
    item = page.locator("#liu2019rethinking")
    item.locator("summary").click()
    expect(item.locator("summary")).to_have_text(re.compile(r"^Cited on \d+ pages$"))
    quoted = item.locator(".pn-sentence", has_text="at the best learning rate the first values bring no advantage")
    expect(quoted.locator("strong")).to_have_text("Liu et al. (2019a, abstract)")
    item.get_by_role("link", name="Pruning", exact=True).click()
    expect(page).to_have_url(re.compile(r"/pruning/#cite-liu2019rethinking-1$"))
    expect(page.locator("#cite-liu2019rethinking-1")).to_be_in_viewport()


def test_links_that_were_never_checked_are_told_once_for_all_works(visit):
    page = visit(PATH).page
    checked = (ROOT / "links.state.json").exists()
    expect(page.locator(".pn-downloads")).to_contain_text("Their links were last checked on" if checked else "Their links were never checked online.")
    assert (page.locator(".pn-bib .pn-health").count() > 0) == checked


def test_the_filters_show_a_topics_papers_those_with_a_note_and_those_with_the_words(visit):
    page = visit(PATH).page
    count = page.locator(".pn-filter .pn-count")
    expect(count).to_have_text(f"{len(KEYS)} of {len(KEYS)}")
    page.get_by_label("Topic").select_option("pruning")
    pruning = shown(page)
    assert {"frankle2019lottery", "chechik1998synaptic"} <= set(pruning) and "devlin2019bert" not in pruning
    expect(count).to_have_text(f"{len(pruning)} of {len(KEYS)}")
    assert page.locator(".pn-group:visible h2").first.inner_text() == "Pruning"
    page.get_by_label("has a note").check()
    with_note = shown(page)
    assert set(with_note) < set(pruning) and "frankle2019lottery" in with_note
    page.get_by_role("searchbox", name="Words").fill("frankle 1903.01611")
    assert shown(page) == ["frankle2019stabilizing"]
    page.get_by_label("Topic").select_option("rnn")
    assert shown(page) == []
    expect(page.locator(".pn-group:visible")).to_have_count(0)
    expect(count).to_have_text(f"0 of {len(KEYS)}")


def test_an_address_of_an_entry_shows_it_also_after_filtering_and_loading_again(visit):
    page = visit(PATH + "#frankle2019lottery").page
    page.get_by_label("Topic").select_option("rnn")
    expect(page.locator("#frankle2019lottery")).to_be_hidden()
    page.reload()
    expect(page.locator("#frankle2019lottery")).to_be_in_viewport()
    expect(page.get_by_label("Topic")).to_have_value("")


def test_the_filter_is_decided_by_topic_note_and_all_words(visit):
    page = visit(PATH).page
    passes = "async ([entry, wanted]) => (await import('/engram/assets/cards.js')).passes(entry, wanted)"
    entry = {"text": "The LSTM of 1997", "topics": ["rnn", "memory"], "note": False}
    anything = {"words": "", "topic": "", "note": False}
    cases = [({}, True), ({"words": "lstm 1997"}, True), ({"words": "lstm 1998"}, False), ({"topic": "memory"}, True), ({"topic": "cnn"}, False), ({"note": True}, False)]
    assert [page.evaluate(passes, [entry, anything | wanted]) for wanted, _ in cases] == [answer for _, answer in cases]


@pytest.mark.parametrize("name", ["BibTeX", "RIS", "CSL-JSON"])
def test_the_list_can_be_taken_away(visit, name: str, tmp_path):
    page = visit(PATH).page
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name, exact=True).click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    text = path.read_text(encoding="utf-8")
    read = {"BibTeX": keys_of_bibtex, "RIS": keys_of_ris, "CSL-JSON": keys_of_csl}[name](text)
    assert sorted(read) == sorted(KEYS)


def keys_of_bibtex(text: str) -> list[str]:
    assert text == (ROOT / "refs.bib").read_text(encoding="utf-8")
    return list(parse_string(text, "bibtex").entries)


def keys_of_ris(text: str) -> list[str]:
    entries = {entry["id"]: entry for entry in rispy.loads(text)}
    lottery = entries["frankle2019lottery"]
    assert (lottery["type_of_reference"], lottery["authors"], lottery["year"]) == ("CPAPER", ["Frankle, Jonathan", "Carbin, Michael"], "2019")
    assert lottery["title"] == "The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural Networks"
    paper = entries["chechik1998synaptic"]
    assert (paper["type_of_reference"], paper["doi"], paper["start_page"], paper["end_page"]) == ("JOUR", "10.1162/089976698300017124", "1759", "1777")
    assert entries["cicek20163d"]["authors"][0] == "Çiçek, Özgün"
    assert {entry["type_of_reference"] for entry in entries.values()} <= {"JOUR", "CPAPER", "RPRT", "UNPB", "BLOG", "ELEC", "VIDEO", "COMP", "BOOK", "CHAP", "THES", "CONF"}
    return list(entries)


def keys_of_csl(text: str) -> list[str]:
    items = json.loads(text)
    jsonschema.validate(items, CSL)
    paper = next(item for item in items if item["id"] == "chechik1998synaptic")
    assert paper == {
        "id": "chechik1998synaptic", "type": "article-journal", "title": "Synaptic Pruning in Development: A Computational Account",
        "author": [{"family": "Chechik", "given": "Gal"}, {"family": "Meilijson", "given": "Isaac"}, {"family": "Ruppin", "given": "Eytan"}],
        "issued": {"date-parts": [[1998]]}, "container-title": "Neural Computation", "volume": "10", "issue": "7", "page": "1759-1777",
        "DOI": "10.1162/089976698300017124", "URL": "https://doi.org/10.1162/089976698300017124",
    }  # fmt: skip
    return [item["id"] for item in items]
