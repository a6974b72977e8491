"""What programs read of a page: structured data about papers, files beside the pages, a feed; it poses as nothing."""

import json
import re
import xml.etree.ElementTree as etree
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urljoin

import pytest
from conftest import BIB, ROOT, run_mkdocs

ATOM = {"a": "http://www.w3.org/2005/Atom"}
ADDRESS = "https://example.org/engram/"


class Head(HTMLParser):
    """Read a page's links, tags, structured data and COinS as any other program would."""

    def __init__(self, page: Path):
        super().__init__()
        self.links: list[dict] = []
        self.meta: dict[str, str] = {}
        self.coins: list[dict] = []
        self.data: list[dict] = []
        self.inside = False
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "link":
            self.links.append(given)
        elif tag == "meta":
            self.meta[given.get("property") or given.get("name") or ""] = given.get("content") or ""
        elif tag == "span" and given.get("class") == "Z3988":
            self.coins.append({name: values if len(values) > 1 else values[0] for name, values in parse_qs(given["title"]).items()})
        self.inside = tag == "script" and given.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.data.append(json.loads(data))
            self.inside = False

    def alternates(self) -> dict[str, str]:
        return {link["type"]: link["href"] for link in self.links if link.get("rel") == "alternate"}


@pytest.fixture
def reviewed(small: Path) -> Path:
    """Make a knowledge base of two dated notes, one with a correction and a picture, under an address of its own."""
    note = small / "docs" / "pruning" / "note.md"
    text = note.read_text().replace("tags:", "papers: [known2020paper]\nreviewed: 2026-11-20\ntags:")
    note.write_text(text + '\n!!! correction "It was 3 < 4 & not <b>5</b>"\n    The notes said 4.\n\n    It is 3.\n\n![A dot](../../images/deep/dot.svg) and ![again](/images/deep/dot.svg), see [next](next.md).\n')
    (note.parent / "next.md").write_text(note.read_text().replace("2026-11-20", "2026-11-22").replace("A sound note", 'The "next" <note>').replace("a test wrote.", "ends in </script> early.").partition("\n!!!")[0])
    result = run_mkdocs(small, "build", "--strict", SITE_URL=ADDRESS)
    assert result.returncode == 0, result.stderr
    return small / "site"


def test_a_note_is_an_article_about_its_paper_and_never_the_paper(reviewed: Path):
    head = Head(reviewed / "pruning/note/index.html")
    assert head.data == [{
        "@context": "https://schema.org", "@type": "Article", "headline": "A sound note", "description": "A note that a test wrote.",
        "url": f"{ADDRESS}pruning/note/", "inLanguage": "en", "keywords": "pruning", "dateModified": "2026-11-20",
        "author": {"@type": "Organization", "name": "Engram"}, "isPartOf": {"@type": "WebSite", "name": "Engram", "url": ADDRESS},
        "about": [{
            "@type": "WebPage", "name": "A Known Paper", "datePublished": "2020", "url": "https://example.org/known",
            "author": [{"@type": "Person", "name": name} for name in ("Ada Known", "Ben Other", "Cleo Third")],
        }],
    }]  # fmt: skip
    assert [name for name in head.meta if name.startswith(("citation_", "dc.", "DC."))] == []


def test_text_in_structured_data_cannot_close_the_script(reviewed: Path):
    head = Head(reviewed / "pruning/next/index.html")
    assert head.data[0]["headline"] == 'The "next" <note>'
    assert head.data[0]["description"] == "A note that ends in </script> early."


def test_every_note_of_the_site_names_its_papers_and_what_it_cites(site: Path):
    for page in sorted(site.glob("*/*/index.html")):
        head = Head(page)
        if not head.data:
            continue
        data = head.data[0]
        named = [work["name"] for part in ("about", "citation") for work in data.get(part, [])]
        assert len(named) == len(set(named)) == len(head.coins), page
        assert (data["@type"] == "Article") == ("about" in data)
    head = Head(site / "pruning/lottery-ticket/index.html")
    assert [work["@type"] for work in head.data[0]["about"]] == ["ScholarlyArticle"] * 3
    assert head.data[0]["about"][0]["url"] == "https://arxiv.org/abs/1803.03635"


def test_every_paper_cited_is_offered_to_reference_managers(site: Path):
    by_title = {one.get("rft.atitle") or one.get("rft.btitle") or one.get("rft.title"): one for one in Head(site / "bibliography/index.html").coins}
    assert len(by_title) == (ROOT / "refs.bib").read_text().count("\n@") + 1
    lottery = by_title["The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural Networks"]
    assert lottery == {
        "ctx_ver": "Z39.88-2004", "rft_val_fmt": "info:ofi/fmt:kev:mtx:book", "rft.genre": "proceeding", "rft.atitle": "The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural Networks",
        "rft.btitle": "International Conference on Learning Representations (ICLR)", "rft.date": "2019", "rft.aulast": "Frankle", "rft.aufirst": "Jonathan",
        "rft.au": ["Jonathan Frankle", "Michael Carbin"], "rft_id": "https://arxiv.org/abs/1803.03635",
    }  # fmt: skip
    journal = by_title["Synaptic Pruning in Development: A Computational Account"]
    assert (journal["rft.jtitle"], journal["rft.volume"], journal["rft.issue"], journal["rft.pages"]) == ("Neural Computation", "10", "7", "1759-1777")
    assert journal["rft_id"] == ["info:doi/10.1162/089976698300017124", "https://doi.org/10.1162/089976698300017124"]
    assert by_title["The Illustrated Transformer"]["rft.type"] == "blogPost"


def test_each_page_names_its_markdown_and_the_feed_and_both_exist(site: Path):
    for path in sorted((ROOT / "docs").rglob("*.md")):
        slug = path.relative_to(ROOT / "docs").as_posix().removesuffix(".md")
        page = site / slug.removesuffix("index") / "index.html" if slug.endswith("index") else site / slug / "index.html"
        found = Head(page).alternates()
        here = "http://host/" + page.relative_to(site).as_posix()
        assert urljoin(here, found["text/markdown"]) == f"http://host/{slug}.md"
        assert (site / f"{slug}.md").read_text(encoding="utf-8").count("\n# ") >= 1
        assert urljoin(here, found["application/atom+xml"]) == "http://host/feed.xml"
    assert (site / "feed.xml").exists()


def test_a_pages_markdown_holds_its_text_its_references_and_links_that_lead_somewhere(reviewed: Path):
    text = (reviewed / "pruning/note.md").read_text()
    assert text.startswith("---\ndescription: A note that a test wrote.\npapers: [known2020paper]\n")
    assert "It cites a paper [@known2020paper, Table 3] and has math $x^2$." in text
    assert text.endswith("## References\n\n- `@known2020paper`: Ada Known, Ben Other and Cleo Third (2020). A Known Paper. <https://example.org/known>\n")
    targets = re.findall(r"\]\(([^)]+)\)", text)
    assert targets == ["../images/deep/dot.svg", "../images/deep/dot.svg", "next.md"]
    assert all((reviewed / "pruning" / target).resolve().exists() for target in targets)


def test_tables_made_from_the_records_are_in_a_pages_markdown(site: Path):
    text = (site / "pruning/index.md").read_text(encoding="utf-8")
    assert "| [Lottery ticket](lottery-ticket.md) | 2019 |" in text and "<!-- compare -->" not in text


def test_llms_txt_lists_every_page_by_topic_with_its_sentence(site: Path, reviewed: Path):
    text = (site / "llms.txt").read_text(encoding="utf-8")
    assert text.startswith("# Engram\n\n> Deep-learning papers, checked")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE)[:3] == ["Face", "Pruning", "CNN"]
    listed = re.findall(r"^- \[[^\]]+\]\(([^)]+)\)", text, re.MULTILINE)
    assert [file for file in listed if not (site / file).is_file()] == []
    assert len([file for file in listed if file.endswith(".md")]) == len(list((ROOT / "docs").rglob("*.md")))
    assert {"refs.bib", "bibliography.ris", "bibliography.json", "feed.xml"} <= set(listed)
    assert f"- [A sound note]({ADDRESS}pruning/note.md): A note that a test wrote." in (reviewed / "llms.txt").read_text()


def test_the_feed_lists_notes_by_the_day_of_their_review_with_their_corrections(reviewed: Path):
    feed = etree.parse(reviewed / "feed.xml").getroot()
    assert [element.text for element in feed.findall("a:entry/a:title", ATOM)] == ['The "next" <note>', "A sound note"]
    assert feed.findtext("a:updated", namespaces=ATOM) == "2026-11-22T00:00:00Z"
    assert feed.find("a:link[@rel='self']", ATOM).get("href") == f"{ADDRESS}feed.xml"  # type: ignore[union-attr]
    newest, corrected = feed.findall("a:entry", ATOM)
    assert corrected.find("a:link", ATOM).get("href") == f"{ADDRESS}pruning/note/"  # type: ignore[union-attr]
    assert corrected.find("a:category", ATOM).get("term") == "corrected" and newest.find("a:category", ATOM) is None  # type: ignore[union-attr]
    assert corrected.findtext("a:content", namespaces=ATOM) == "<p>A note that a test wrote.</p><p>Corrected:</p><ul><li>It was 3 &lt; 4 &amp; not 5</li></ul>"
    ids = [element.text for element in feed.iter("{http://www.w3.org/2005/Atom}id")]
    assert len(set(ids)) == 3 and all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one or "") for one in ids)


def test_the_names_of_feed_entries_do_not_change_with_the_address(reviewed: Path):
    before = (reviewed / "feed.xml").read_text()
    result = run_mkdocs(reviewed.parent, "build", "--strict", SITE_URL="https://elsewhere.example/")
    assert result.returncode == 0
    after = (reviewed / "feed.xml").read_text()
    assert re.findall("<id>.*</id>", before) == re.findall("<id>.*</id>", after)
    assert "https://elsewhere.example/pruning/note/" in after


def test_without_a_review_there_is_no_feed_and_no_link_to_one(small: Path):
    assert run_mkdocs(small, "build", "--strict").returncode == 0
    assert not (small / "site/feed.xml").exists()
    assert set(Head(small / "site/pruning/note/index.html").alternates()) == {"text/markdown"}


def test_open_graph_and_canonical_stand_only_where_the_site_knows_its_address(reviewed: Path, site: Path):
    head = Head(reviewed / "pruning/note/index.html")
    assert {name: value for name, value in head.meta.items() if name.startswith("og:")} == {
        "og:type": "article", "og:site_name": "Engram", "og:title": "A sound note",
        "og:description": "A note that a test wrote.", "og:url": f"{ADDRESS}pruning/note/",
    }  # fmt: skip
    assert [link["href"] for link in head.links if link.get("rel") == "canonical"] == [f"{ADDRESS}pruning/note/"]
    assert [name for name in Head(site / "pruning/lottery-ticket/index.html").meta if name.startswith("og:")] == []


def test_a_topics_picture_is_named_once_it_exists(small: Path):
    (small / "images" / "og").mkdir()
    (small / "images" / "og" / "pruning.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert run_mkdocs(small, "build", "--strict", SITE_URL=ADDRESS).returncode == 0
    assert Head(small / "site/pruning/note/index.html").meta["og:image"] == f"{ADDRESS}images/og/pruning.png"
    assert "og:image" not in Head(small / "site/index.html").meta


def test_a_page_without_a_topic_shows_the_home_pages_card_with_its_words(small: Path):
    (small / "images" / "og").mkdir()
    (small / "images" / "og" / "home.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert run_mkdocs(small, "build", "--strict", SITE_URL=ADDRESS).returncode == 0
    for page in ("index.html", "pruning/note/index.html"):
        meta = Head(small / "site" / page).meta
        assert (meta["og:image"], meta["og:image:alt"]) == (f"{ADDRESS}images/og/home.png", "Engram: Home. A note that a test wrote.")


def test_a_knowledge_base_without_a_bibliography_still_builds(small: Path):
    (small / "refs.bib").unlink()
    for note in (small / "docs").rglob("*.md"):
        note.write_text(note.read_text().replace(" [@known2020paper, Table 3]", ""))
    result = run_mkdocs(small, "build", "--strict")
    assert result.returncode == 0, result.stderr
    assert not (small / "site/refs.bib").exists()
    assert "refs.bib" not in (small / "site/llms.txt").read_text()


def test_the_bibliography_itself_can_be_fetched(small: Path):
    assert run_mkdocs(small, "build", "--strict").returncode == 0
    assert (small / "site/refs.bib").read_text() == BIB
