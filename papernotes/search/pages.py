"""What the search knows of a page: its names, its sections, and the papers that it is about.

A folder of Markdown without front matter or bibliography gives the same records; only less is known.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field
from importlib.resources import files
from typing import Any

from papernotes.cache import Cache, digest
from papernotes.notes import Note
from papernotes.records import Record
from papernotes.search.text import Section, clean, sections

HTML_TAG = re.compile(r"<[^>]*>")
OVERVIEW = 0.65  # a folder's index mentions what its notes are about
CUTTING = digest(*(files("papernotes").joinpath(f"search/{name}.py").read_text("utf-8") for name in ("text", "formula")))  # the code that cuts
MARKDOWN_MARKS = re.compile(r"\[@[^\]]*\]|[*`$]")


@dataclass(frozen=True)
class SearchPage:
    """Hold one page as the index reads it; `url` is relative to the site."""

    url: str
    title: str
    sections: list[Section]
    names: list[str] = field(default_factory=list)  # other names: the short one, the titles of its papers
    about: str = ""  # what its front matter says of it
    who: str = ""  # authors, years and ids of its papers
    topic: str = ""
    tags: list[str] = field(default_factory=list)
    boost: float = 1.0


def topics_of(notes: Mapping[str, Note]) -> dict[str, str]:
    """Name each top-level folder by the title of its index page, or by its own name."""
    folders = sorted({note.topic for note in notes.values() if note.topic})
    index = {folder: notes.get(f"{folder}/index") or notes.get(f"{folder}/README") for folder in folders}
    return {folder: (note.title if (note := index[folder]) else folder.replace("-", " ").replace("_", " ").capitalize()) for folder in folders}


def search_pages(rendered: Iterable[Any], notes: Mapping[str, Note], records: Mapping[str, Record], cache: Cache | None = None) -> list[SearchPage]:
    """Make the records of MkDocs' rendered pages, without those that say `search: {exclude: true}`; their math is still TeX."""
    topics = topics_of(notes)
    return [
        search_page(notes.get(page.file.src_uri.removesuffix(".md")), page.url, str(page.title), _sections(page.content, cache), topics, records)
        for page in rendered
        if not _excluded(page.meta)
    ]


def _sections(html: str, cache: Cache | None) -> list[Section]:
    """Cut a page into its sections, or take them from an earlier build."""
    if cache is None:
        return sections(html)
    key = digest("sections", CUTTING, html)
    kept = cache.get(key)
    if kept is None:
        kept = [list(astuple(section)) for section in sections(html)]
        cache.put(key, kept)
    return [Section(*values) for values in kept]


def _excluded(meta: Mapping[str, Any]) -> bool:
    said = meta.get("search")
    return isinstance(said, Mapping) and bool(said.get("exclude"))


def _titles(paper: Record) -> list[str]:
    """Give a paper's title, and the part before its colon, by which readers call it."""
    short, colon, _ = paper.title.partition(": ")
    return [paper.title, short] if colon else [paper.title]


def _known_by(paper: Record) -> str:
    """Join what readers type to find a paper; an id may follow the word "arXiv" or "doi"."""
    return " ".join([paper.label, paper.search_terms, *(["arXiv"] if paper.arxiv else []), *(["doi"] if paper.doi else [])])


def search_page(note: Note | None, url: str, title: str, parts: list[Section], topics: Mapping[str, str], records: Mapping[str, Record]) -> SearchPage:
    """Make the search's record of one rendered page; a page that another plugin made has no note."""
    meta = note and note.meta
    papers = [records[key] for key in (meta and meta.papers) or [] if key in records]
    names = [meta.name] if meta and meta.name else []
    return SearchPage(
        url=url,
        title=clean(HTML_TAG.sub("", title)),
        sections=parts,
        names=names + [name for paper in papers for name in _titles(paper)],
        about=MARKDOWN_MARKS.sub("", f"{meta.description} {meta.idea or ''}").strip() if meta else "",
        who=" ".join(_known_by(paper) for paper in papers),
        topic=topics.get(note.topic, "") if note else "",
        tags=list(meta.tags) if meta else [],
        boost=(meta.search.boost if meta else 1.0) * (OVERVIEW if note and note.is_index else 1.0),
    )
