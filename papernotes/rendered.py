"""A rendered page as a value: its key, how it is taken from MkDocs when Markdown has run, how it is put back.

The key names what the page is made from; what it needs beside that (other pages under their addresses, pictures as
they are) stands in the value and is compared when it is put back.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass, field
from functools import cached_property
from hashlib import blake2b
from html import unescape
from pathlib import Path
from posixpath import join, normpath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from papernotes.cache import Cache, digest
from papernotes.claims.book import Book
from papernotes.glossary import Glossary
from papernotes.linkcheck.online.state import Seen
from papernotes.marks import Correction
from papernotes.notes import Note
from papernotes.records import Mention, Record

ADDRESS = re.compile(r'\s(?:href|src|poster|data)="([^"#?]+)')
WORD = re.compile(r"[\w-]+")


@dataclass
class Found:
    """Collect what Markdown finds on one page, beside its HTML."""

    cited: dict[str, list[str]] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    pictures: dict[str, str] = field(default_factory=dict)  # path → digest of its bytes


@dataclass(frozen=True)
class Surroundings:
    """Hold what a page's HTML takes from outside the page, for the keys of all pages of one build."""

    shape: str
    records: Mapping[str, Record]
    notes: Mapping[str, Note]
    glossary: Glossary
    verdicts: Mapping[str, Seen]
    book: Book
    has_bibliography: bool

    def key(self, note: Note, url: str, markdown: str) -> str:
        """Return the key of a page: everything its HTML is made from, but for what the value itself says it needs."""
        words = {form for word in WORD.findall(note.source.text + markdown) for form in (word, word.strip("-"))}
        records = {key: self._record(key) for key in sorted(words & self.records.keys())}
        papers = (note.meta and note.meta.papers) or []
        book = self._book if "claim" in markdown.lower() else ""
        return digest("page", self.shape, note.slug, url, markdown, papers, records, self._of_all, book, self.has_bibliography)

    def _record(self, key: str) -> str:
        if key not in self._records:
            record = self.records[key]
            self._records[key] = digest(repr(record), [self.notes[slug].name for slug in record.notes if slug in self.notes])
        return self._records[key]

    @cached_property
    def _records(self) -> dict[str, str]:
        return {}

    @cached_property
    def _of_all(self) -> str:
        terms = [[*term.forms, term.definition] for term in self.glossary.terms]
        return digest(terms, {address: repr(seen) for address, seen in self.verdicts.items()})

    @cached_property
    def _book(self) -> str:
        kinds = {id: self.book.kind(id) for id in self.book.records}
        return digest({id: repr(record) for id, record in self.book.records.items()}, self.book.results, self.book.code_base, kinds)


class RenderedPages:
    """Render the pages of one build, or put them back as an earlier build has rendered them."""

    def __init__(self, cache: Cache, around: Surroundings, files: Files, root: Path):
        self.cache, self.around, self.files, self.root = cache, around, files, root

    def render(self, page: Page, config: MkDocsConfig, note: Note, found: Found, sound: Callable[[], bool]) -> Found:
        """Fill a page's content; `found` is what rendering fills, `sound()` tells afterwards whether it found no fault."""
        assert page.markdown is not None
        key = self.around.key(note, page.file.url, page.markdown)
        value = self.cache.get(key)
        kept = value and self.put_back(page, value)
        if kept:
            return kept
        type(page).render(page, config, self.files)
        if sound():
            self.cache.put(key, self.taken(page, found))
        return found

    def taken(self, page: Page, found: Found) -> dict[str, Any]:
        """Return a page that Markdown has just made as a value that JSON can hold."""
        return {
            "content": page.content,
            "title": page._title_from_render,  # MkDocs has no public name for it; to be dropped when it has
            "toc": [told(item) for item in page.toc],
            "ids": sorted(page.present_anchor_ids or ()),
            "anchors": [[file.src_uri, links] for file, links in (page.links_to_anchors or {}).items()],
            "cited": list(found.cited.items()),
            "mentions": [astuple(one) for one in found.mentions],
            "corrections": [astuple(one) for one in found.corrections],
            "pictures": found.pictures,
            "files": self._needed(page),
        }

    def put_back(self, page: Page, value: Mapping[str, Any]) -> Found | None:
        """Give a page what Markdown once made of it; None where something that it needs has changed since."""
        if any(self._state(uri) != state for uri, state in value["files"].items()) or any(self._state(uri) is None for uri, _ in value["anchors"]):
            return None
        if any(self._picture(path) != was for path, was in value["pictures"].items()):
            return None
        page.content, page._title_from_render = value["content"], value["title"]
        page.toc = TableOfContents([_item(entry) for entry in value["toc"]])
        for first in page.toc.items[:1]:
            first.active = True  # as MkDocs marks it
        page.present_anchor_ids = set(value["ids"])
        page.links_to_anchors = {self.files.get_file_from_path(uri): links for uri, links in value["anchors"]}
        mentions, corrections = [Mention(*one) for one in value["mentions"]], [Correction(*one) for one in value["corrections"]]
        return Found(dict(value["cited"]), mentions, corrections, value["pictures"])

    def noting(self, find: Callable[[str], Path | None], found: Callable[[], Found]) -> Callable[[str], Path | None]:
        """Wrap the function that finds a picture: each one found is something that the page needs."""

        def note(src: str) -> Path | None:
            path = find(src)
            if path is not None:
                shown = path.relative_to(self.root).as_posix()
                found().pictures[shown] = self._picture(shown) or ""
            return path

        return note

    def _needed(self, page: Page) -> dict[str, list[str]]:
        """List the files of the site that a page points to, with their addresses as they are now."""
        found = {}
        for address in {unescape(match) for match in ADDRESS.findall(page.content or "")}:
            if ":" not in address.partition("/")[0]:
                uri = self._by_url.get(normpath(join(page.file.url, address)))
                if uri is not None:
                    found[uri] = self._state(uri)
        return dict(sorted(found.items()))

    @cached_property
    def _by_url(self) -> dict[str, str]:
        return {normpath(file.url): file.src_uri for file in self.files}

    def _state(self, uri: str) -> list[str] | None:
        file = self.files.get_file_from_path(uri)
        return [file.url, file.inclusion.name] if file is not None else None

    def _picture(self, shown: str) -> str | None:
        """Return a picture's content as a key, read once a build; None where there is none."""
        if shown not in self._pictures:
            path = self.root / shown
            self._pictures[shown] = blake2b(path.read_bytes(), digest_size=20).hexdigest() if path.is_file() else None
        return self._pictures[shown]

    @cached_property
    def _pictures(self) -> dict[str, str | None]:
        return {}


def told(item: AnchorLink) -> list[Any]:
    """Return an entry of a table of contents, and those below it, as JSON can hold them."""
    return [item.title, item.id, item.level, [told(child) for child in item.children]]


def _item(entry: list[Any]) -> AnchorLink:
    item = AnchorLink(*entry[:3])
    item.children = [_item(child) for child in entry[3]]
    return item
