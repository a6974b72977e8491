"""The built site is sound: every address in it, raw HTML included, leads to something; every note is a full page."""

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from conftest import PUBLISHED, ROOT

from papernotes.blocks import Library, compare_table
from papernotes.figures.records import notes, references, topics
from papernotes.notes import FrontMatter, read_front_matter
from papernotes.source import Source

NOTES = PUBLISHED
TOPICS = ("face", "pruning", "cnn", "rnn", "embeddings", "transformer", "multimodal", "3d", "memory")
TOPIC_NOTES = [path for path in NOTES if path.parent.name in TOPICS]
BASE = "http://host/engram/"
ADDRESSES = {"href", "src", "poster", "data", "srcset", "action"}


def name(path: Path) -> str:
    return path.relative_to(ROOT / "docs").as_posix()


class PageParser(HTMLParser):
    """Collect the ids and the addresses of one page, with the line on which each stands."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.addresses: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for key, value in attrs:
            if key == "id" and value:
                self.ids.append(value)
            elif key == "srcset":
                self.addresses += [(self.getpos()[0], part.split()[0]) for part in (value or "").split(",") if part.strip()]
            elif key in ADDRESSES:
                self.addresses.append((self.getpos()[0], value or ""))


@cache
def parsed(page: Path) -> PageParser:
    parser = PageParser()
    parser.feed(page.read_text(encoding="utf-8"))
    return parser


def target(site: Path, url: str) -> Path | None:
    """The file that a static server would send for an address of the site; None for another host."""
    if not url.startswith(BASE):
        return None
    path = site / unquote(urlsplit(url).path.removeprefix("/engram/"))
    return path / "index.html" if path.is_dir() or url.partition("#")[0].endswith("/") else path


@pytest.fixture(scope="session")
def pages(site: Path) -> list[Path]:
    found = sorted(site.rglob("*.html"))
    assert len(found) >= len(NOTES)
    return found


def test_every_internal_address_leads_to_a_file_and_every_anchor_exists(site: Path, pages: list[Path]):
    broken = []
    for page in pages:
        if page.name == "404.html":
            continue  # served at any depth, so its addresses are absolute; the browser tests open it
        here = BASE + page.relative_to(site).as_posix().removesuffix("index.html")
        for line, address in parsed(page).addresses:
            url = urljoin(here, address)
            file, anchor = target(site, url), unquote(urlsplit(url).fragment)
            if urlsplit(url).scheme not in ("http", "https") or file is None:
                continue
            if not file.exists():
                broken.append(f"{page.relative_to(site)}:{line}: {address} leads to no file")
            elif anchor and not anchor.startswith("__") and file.suffix == ".html" and anchor not in parsed(file).ids:
                broken.append(f"{page.relative_to(site)}:{line}: {address} leads to no anchor")
    assert broken == []


def test_no_page_has_one_id_twice(site: Path, pages: list[Path]):
    twice = [f"{page.relative_to(site)}: {i}" for page in pages for i in set(parsed(page).ids) if parsed(page).ids.count(i) > 1]
    assert twice == []


def test_every_file_that_styles_name_exists(site: Path):
    missing = []
    for sheet in site.rglob("*.css"):
        for address in re.findall(r"url\(\s*[\"']?([^\"')]+)", sheet.read_text(encoding="utf-8")):
            if not address.startswith(("data:", "#")) and not (sheet.parent / address.partition("?")[0]).exists():
                missing.append(f"{sheet.relative_to(site)}: {address}")
    assert missing == []


def test_nothing_on_a_page_is_loaded_from_another_host(site: Path, pages: list[Path]):
    loaded = re.compile(r"""<(?:script|img|iframe|source|video|audio)\b[^>]*\ssrc=["']?(https?:)?//|<link\b[^>]*rel=["']?(?:stylesheet|preload|preconnect|icon|modulepreload)[^>]*href=["']?(https?:)?//""")
    assert [str(page.relative_to(site)) for page in pages if loaded.search(page.read_text(encoding="utf-8"))] == []


def test_without_an_address_of_its_own_the_site_has_no_canonical_link_and_no_edit_link(site: Path, pages: list[Path]):
    for page in pages:
        html = page.read_text(encoding="utf-8")
        assert 'rel="canonical"' not in html
        assert "/edit/main/" not in html


def test_no_error_of_ours_stands_in_a_page(pages: list[Path]):
    assert [str(page) for page in pages if 'class="pn-error"' in page.read_text(encoding="utf-8")] == []


def test_no_citation_was_left_half_read(pages: list[Path]):
    """A bracket around a citation's link is one that should have become round, with the authors and year inside."""
    half = re.compile(r'\[[^\[\]<]{0,20}<a class="pn-cite"|\[@[a-z]+\d{4}')
    code = re.compile(r"<(code|pre)\b.*?</\1>", re.DOTALL)
    assert [str(page) for page in pages if half.search(code.sub("", page.read_text(encoding="utf-8")))] == []


def test_no_mark_that_the_build_should_have_filled_stands_in_a_page(pages: list[Path]):
    left = re.compile(r"<!-- (compare|timeline|reading-path|topics|corrections) -->|wzxhzdk|\\\(|\\\[[^\]]")
    assert [str(page) for page in pages if left.search(page.read_text(encoding="utf-8").partition("<article")[2].partition("</article>")[0])] == []


def test_what_changed_follows_the_order_of_the_topics(pages: list[Path]):
    page = next(page for page in pages if page.parent.name == "what-changed").read_text(encoding="utf-8")
    found = re.findall(r'<h2 id="?(\w+)-[^>]*>\s*<a href=', page)
    assert found == sorted(found, key=TOPICS.index)
    assert len(set(found)) > 3


@pytest.mark.parametrize("path", NOTES, ids=name)
def test_every_note_has_front_matter_that_obeys_the_schema(path: Path):
    meta, findings = read_front_matter(Source(name(path), path.read_text(encoding="utf-8")))
    assert findings == []
    assert isinstance(meta, FrontMatter)


@pytest.mark.parametrize("path", TOPIC_NOTES, ids=name)
def test_every_note_of_a_topic_has_real_text_and_a_citation(site: Path, path: Path):
    page = site / name(path).removesuffix(".md").removesuffix("index") / "index.html"
    article = page.read_text(encoding="utf-8").partition("<article")[2].partition("</article>")[0]
    text = re.sub(r"<[^>]+>", " ", re.sub(r"<(script|style|math|svg)\b.*?</\1>", " ", article, flags=re.DOTALL).partition('id="references"')[0])
    assert len(re.findall(r"[A-Za-z]{2,}", text)) >= 120
    assert 'class="pn-cite"' in article


def test_no_comparison_of_a_topic_has_a_column_without_an_entry():
    library = Library(notes(), topics(), references())
    for topic in topics():
        lines = compare_table(notes()[f"{topic}/index"], library).splitlines()
        heads, _, *rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("|")]
        empty = [head for head, *cells in zip(heads, *rows, strict=True) if set(cells) == {"–"}]
        assert rows and empty == [], topic


def test_each_topic_has_one_page_that_opens_it():
    assert [topic for topic in TOPICS if not (ROOT / "docs" / topic / "index.md").exists()] == []


def test_every_key_of_the_bibliography_is_lower_case_letters_and_digits():
    keys = re.findall(r"^@\w+\{([^,]+),", (ROOT / "refs.bib").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(keys) >= 72
    assert [key for key in keys if not re.fullmatch("[a-z0-9]+", key)] == []


def test_every_work_of_the_bibliography_is_cited_somewhere():
    text = "\n".join(path.read_text(encoding="utf-8") for path in NOTES)
    keys = re.findall(r"^@\w+\{([^,]+),", (ROOT / "refs.bib").read_text(encoding="utf-8"), re.MULTILINE)
    assert [key for key in keys if not re.search(rf"@?\b{key}\b", text)] == []
