"""A note says who mentions it, with the sentence, and what it builds on and led to, whichever side said so."""

import html
import re
import xml.etree.ElementTree as etree
from pathlib import Path

import pytest
from conftest import BIB, run_mkdocs
from playwright.sync_api import expect

from papernotes.lineage import all_ties
from papernotes.notes import Note, read_front_matter
from papernotes.source import Source

HEAD = "---\ndescription: A note that a test wrote.\ntags: [pruning]\n{extra}---\n\n# {title}\n\n"
MORE = BIB.replace("known2020paper", "late2021paper").replace("A Known Paper", "Something Quite Different").replace("2020", "2021").replace("Known, Ada", "Late, Ada").replace("/known", "/late")


def write(folder: Path, slug: str, title: str, text: str, extra: str = "") -> None:
    path = folder / "docs" / f"{slug}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD.format(title=title, extra=extra) + text + "\n")


def build(folder: Path, *arguments: str, **environment: str) -> None:
    result = run_mkdocs(folder, "build", "--strict", *arguments, **environment)
    assert result.returncode == 0, result.stderr


def part(folder: Path, slug: str, heading: str) -> str:
    """Return the part of a built page from a heading to the next one of its rank."""
    text = (folder / "site" / slug / "index.html").read_text(encoding="utf-8")
    article = text.partition("<article")[2].partition("</article>")[0]
    return article.partition(f'id="{heading}"')[2].partition("<h2")[0]


def items(fragment: str) -> list[str]:
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", item)).split()) for item in re.findall(r"<li>(.*?)</li>", fragment, re.DOTALL)]


@pytest.fixture
def base(small: Path) -> Path:
    (small / "refs.bib").write_text(BIB + MORE)
    write(small, "pruning/target", "The target", "It cites [@known2020paper].", "papers: [known2020paper]\nname: Target\n")
    write(small, "pruning/other", "The other", "First this.\nAs the [target](target.md) found, $a<b$ holds [@late2021paper].\nThen that.", "builds_on: [pruning/target]\n")
    return small


def test_a_note_lists_the_pages_that_mention_it_each_with_the_sentence_and_a_link_to_the_place(base: Path):
    write(base, "cnn/far", "Far away", "See [it](../pruning/target.md#the-target).\n\n- An item on [the target](../pruning/target.md).\n")
    build(base)
    mentioned = part(base, "pruning/target", "pn-mentioned-in")
    found = items(mentioned)
    assert found[0] == "Far away See it . An item on the target ."
    assert found[1].startswith("The other As the target found, ") and found[1].endswith("holds (Late et al., 2021).")
    assert 'href="../../cnn/far/#link-1"' in mentioned and 'href="../other/#link-1"' in mentioned
    assert 'id="link-1"' in (base / "site/pruning/other/index.html").read_text()


def test_math_in_a_sentence_of_another_page_is_rendered(base: Path):
    build(base)
    mentioned = part(base, "pruning/target", "pn-mentioned-in")
    assert 'class="katex"' in mentioned and "arithmatex" not in mentioned and "\\(" not in mentioned


def test_a_note_that_nobody_mentions_has_no_such_heading(base: Path):
    build(base)
    assert part(base, "pruning/other", "pn-mentioned-in") == ""


def test_a_page_that_explains_how_to_write_notes_mentions_nothing(base: Path):
    write(base, "contributing/writing", "Writing", "As in [it](../pruning/target.md) [@late2021paper].")
    build(base)
    assert "Writing" not in part(base, "pruning/target", "pn-mentioned-in")


def test_the_head_the_lineage_and_the_mentions_stay_out_of_the_search_index(base: Path):
    build(base)
    index = "".join(path.read_text() for path in (base / "site/search-index").rglob("*.json"))
    assert "A sound note" in index
    assert "Mentioned in" not in index and "Led to" not in index and "Copy BibTeX" not in index


def test_what_one_note_says_of_another_stands_on_both(base: Path):
    build(base)
    assert items(part(base, "pruning/other", "pn-lineage")) == ["Builds on Target"]
    assert items(part(base, "pruning/target", "pn-lineage")) == ["Led to The other"]


def test_a_paper_without_a_note_leads_to_the_bibliography_and_a_main_paper_to_its_note(base: Path):
    write(base, "pruning/third", "The third", "Text.", "builds_on: [known2020paper, pruning/target]\ncontradicted_by: [late2021paper]\n")
    write(base, "bibliography", "Bibliography", "<!-- bibliography -->")
    build(base)
    lineage = part(base, "pruning/third", "pn-lineage")
    assert items(lineage) == ["Builds on Target", "Disputed by Late et al., 2021"]
    assert 'href="../../bibliography/#late2021paper"' in lineage and 'href="../target/"' in lineage
    assert 'id="late2021paper"' in (base / "site/bibliography/index.html").read_text()


def test_a_topics_page_lists_the_lineage_of_its_notes_by_year(base: Path):
    write(base, "pruning/index", "Pruning", "Text.")
    write(base, "pruning/early", "Early", "Text [@late2021paper].", "papers: [late2021paper]\nsucceeded_by: [pruning/other]\n")
    build(base)
    lineage = part(base, "pruning", "pn-lineage")
    names = re.findall(r'<li><a href="[^"]*">([^<]+)</a><ul', lineage)
    assert names == ["Target", "Early", "The other"]
    assert "Target" not in part(base, "pruning/early", "pn-lineage")


def test_a_draft_is_neither_linked_nor_tied(base: Path):
    write(base, "pruning/draft", "A draft", "On [it](target.md).", "builds_on: [pruning/target]\nreviewed: 2026-11-20\nstatus: draft\n")
    write(base, "pruning/late", "Late", "Text.", "reviewed: 2026-11-19\n")  # only a reviewed note makes a feed
    build(base)
    assert "A draft" not in (base / "site/feed.xml").read_text() + (base / "site/llms.txt").read_text()
    assert "draft" not in part(base, "pruning/target", "pn-mentioned-in") + part(base, "pruning/target", "pn-lineage")


def test_the_map_has_a_line_for_each_tied_note_by_year_and_an_arc_for_each_tie(base: Path):
    write(base, "pruning/early", "A note with a name too long to stand beside the arcs", "Text.", "papers: [late2021paper]\nsucceeded_by: [pruning/other]\ncontradicted_by: [pruning/target]\n")
    write(base, "map", "Map", "<!-- lineage-map -->")
    build(base)
    text = (base / "site/map/index.html").read_text()
    svg = etree.fromstring(re.sub(" xlink:href", " href", text.partition('<svg class="pn-map"')[1] + text.partition('<svg class="pn-map"')[2].partition("</svg>")[0] + "</svg>"))
    links = [(link.get("href"), "".join(link.itertext())) for link in svg.iter("a")]
    assert links == [("../pruning/target/", "2020Target"), ("../pruning/early/", "2021A note with a name too long to…"), ("../pruning/other/", "ideaThe other")]
    arcs = svg.findall("g/path")
    assert [arc.get("class") for arc in arcs] == [None, "pn-map__dispute", None]


def test_the_map_links_each_note_for_a_reader(visit):
    page = visit("bibliography/").page
    page.locator(".pn-map a", has_text="Lottery ticket").click()
    expect(page).to_have_url(re.compile(r"/pruning/lottery-ticket/$"))


def test_each_relation_is_read_from_both_ends_and_counts_once():
    def note(slug: str, **relations: str) -> Note:
        source = Source(slug, "---\ndescription: d\ntags: [t]\n" + "".join(f"{name}: [{value}]\n" for name, value in relations.items()) + "---\n")
        return Note(slug, source, slug, read_front_matter(source)[0])

    notes = {one.slug: one for one in (note("a", succeeded_by="b", contradicted_by="c"), note("b", builds_on="a", replaces="a"), note("c"))}
    assert all_ties(notes, {}) == {
        "a": {"Led to": ["b"], "Replaced by": ["b"], "Disputed by": ["c"]},
        "b": {"Builds on": ["a"], "Takes the place of": ["a"]},
        "c": {"Disputes": ["a"]},
    }


def test_a_page_that_explains_how_to_write_notes_is_neither_reviewed_nor_cited(base: Path):
    write(base, "contributing/writing", "Writing", "It holds no statement of a paper.")
    build(base)
    html = (base / "site/contributing/writing/index.html").read_text()
    assert "not yet reviewed" not in html and "Cite this note" not in html
    assert "Cite this note" in (base / "site/pruning/target/index.html").read_text()
