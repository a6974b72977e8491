"""Drafts: what one still lacks, how it shows that, and what keeps a note from being published.

While serving, a draft is a page like any other with a mark and a list of what is missing; a build leaves it out.
"""

import logging
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from html import escape
from pathlib import Path

from papernotes.author.template import GAP
from papernotes.claims.book import Book
from papernotes.claims.uses import Use, uses_of
from papernotes.findings import Finding, error
from papernotes.linkcheck.bibliography import entry_ids
from papernotes.linkcheck.bibtex import Entry, read_bibtex
from papernotes.linkcheck.lock import LOCK, OFFLINE, LockError, Record, load
from papernotes.notes import Note, key_lines
from papernotes.source import Source

NAV_LOG = "mkdocs.plugins.awesome-nav"
PICTURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<file>[^)\s]+)|<img\b(?P<tag>[^>]*)>", re.IGNORECASE)
ALT = re.compile(r"""\balt\s*=\s*(?:"[^"]+"|'[^']+'|[^\s"'>]+)""", re.IGNORECASE)
HEADING = re.compile(r"^#{2,6}[ \t]+(.+?)[ \t]*$", re.MULTILINE)
MISSING_IN_NAV = re.compile(r"The nav item '(?P<file>[^']+)' doesn't match any files or directories \[(?P<nav>[^\]]+)\]")


def missing(note: Note, book: Book | None = None) -> list[str]:
    """List what a note still lacks before readers should see it, each as a few words.

    `book` knows the claims; without it only claims that say of themselves that they are not confirmed are named.
    """
    meta, source = note.meta, note.source
    found = []
    if meta is None or not meta.description:
        found.append("a description")
    if meta is None or not meta.tags:
        found.append("tags")
    if meta is None or meta.reviewed is None:
        found.append("the day of review")
    gaps = gap_headings(source)
    found += [f"text below {' · '.join(gaps)}"] if gaps else []
    found += [f"alt text of {name}" for name in pictures_without_alt(source)]
    unresolved = unresolved_claims(uses_of(note.slug, source), book)
    return found + [f"{what} (line {use.line})" for use, what in unresolved]


def gap_headings(source: Source) -> list[str]:
    """List the headings below which a gap of the template is left."""
    headings = [(match.start(), match[1]) for match in HEADING.finditer(source.text, source.body_start)]
    gaps = [match.start() for match in GAP.finditer(source.text, source.body_start)]
    return list(dict.fromkeys(next((words for at, words in reversed(headings) if at < gap), "the title") for gap in gaps))


def pictures_without_alt(source: Source) -> Iterator[str]:
    """List the pictures that are shown without a description."""
    for match in PICTURE.finditer(source.text, source.body_start):
        tag = match["tag"]
        described = ALT.search(tag) if tag is not None else match["alt"].strip()
        if not described and not source.in_code(match.start()):
            file = match["file"] or (re.search(r"""\bsrc\s*=\s*["']?([^\s"'>]+)""", tag or "") or [None, "a picture"])[1]
            yield str(file).rpartition("/")[2]


def unresolved_claims(uses: Iterable[Use], book: Book | None) -> list[tuple[Use, str]]:
    """List the claims that nothing confirms yet: not confirmed, unknown, not run, out of date."""
    found = []
    for use in uses:
        if use.kind == "unconfirmed":
            found.append((use, "a statement not confirmed"))
        elif use.id and book is not None and use.id not in book.records:
            found.append((use, f"the unknown claim {use.id}"))
        elif use.id and book is not None and book.kind(use.id) != "checked":
            found.append((use, f"the claim {use.id}, {'out of date' if book.kind(use.id) == 'stale' else 'not run'}"))
    return found


def draft_box(note: Note, book: Book | None, unproven: Collection[str] = ()) -> str:
    """Show over a draft that it is one, and what it lacks."""
    lacks = [*missing(note, book), *(f"a verified record of {name} (make links)" for name in unproven)]
    items = "".join(f"<li>{escape(one, quote=False)}</li>" for one in lacks)
    what = f"<p>Still missing:</p><ul>{items}</ul>" if items else "<p>Nothing is missing: take <code>status: draft</code> out to publish it.</p>"
    return f'<aside class="pn-draft" aria-label="Draft"><p class="pn-draft__mark">Draft</p><p>Only <code>make serve</code> shows this note; the built site leaves it out.</p>{what}</aside>'


def mark_drafts(style_sheets: list[str], extra: dict) -> None:
    """Give a site that is being served the style of drafts, and words for the theme's mark in the navigation."""
    style_sheets.insert(0, "assets/drafts.css")
    extra.setdefault("status", {}).setdefault("draft", "Draft: the built site leaves it out")


def show_gaps(html: str) -> str:
    """Let the gaps of the template be seen."""
    return GAP.sub(lambda match: f'<span class="pn-gap">{match[1]}</span>', html)


def gap_findings(note: Note) -> list[Finding]:
    """A published note has no gap of the template left."""
    if note.is_draft:
        return []
    source = note.source
    places = [match for match in GAP.finditer(source.text, source.body_start) if _is_gap(source, match)]
    return [error(source.path, *source.position(match.start()), "gap", f"a gap of the template is left: '{match[1][:60]}'", "fill it, or write 'status: draft'") for match in places]


def _is_gap(source: Source, match: re.Match[str]) -> bool:
    """Tell a gap from an example of one in code; a comment counts as code where it is asked for as a whole."""
    line = source.text.rfind("\n", 0, match.start()) + 1
    return not source.in_code(max(line - 1, 0)) and source.text[line : match.start()].strip() == ""


def relation_findings(note: Note, drafts: Collection[str]) -> Iterator[Finding]:
    """A published note names no draft in its front matter."""
    if note.meta is None or note.is_draft:
        return
    lines = key_lines(note.source.front_matter or "")
    named = {field: getattr(note.meta, field) for field in ("replaces", "builds_on", "contradicted_by", "succeeded_by")}
    named["reading_path"] = [one for step in note.meta.reading_path for one in (f"{note.topic}/{step.note}", step.note)]
    for field, names in named.items():
        for name in names:
            if name in drafts:
                yield error(note.source.path, lines[field], 1, "names-draft", f"'{name}' in '{field}' is a draft, which is not built", "publish the draft first, or take it out")


def link_findings(note: Note, drafts: Iterable[str]) -> list[Finding]:
    """A published note links to no draft."""
    found = []
    for slug in drafts:
        name = slug.rpartition("/")[2] + ".md"
        found.append(error(note.source.path, *note.source.find(name), "excluded-page", f"'{slug}.md' is a draft, which is not built", "publish the draft first, or take the link out"))
    return found


def unproven(note: Note, entries: Mapping[str, Entry], records: Mapping[str, Record]) -> Iterator[tuple[str, str]]:
    """List a note's papers whose record was typed in offline and has never been verified: key and id."""
    for key in (note.meta.papers or []) if note.meta else []:
        ids = [paper.key for paper, _ in entry_ids(entries[key])] if key in entries else []
        typed = next((one for one in ids if one in records and records[one].source == OFFLINE), None)
        if typed and not any(one in records and records[one].verified for one in ids):
            yield key, typed


def unproven_findings(notes: Iterable[Note], entries: Mapping[str, Entry], records: Mapping[str, Record]) -> list[Finding]:
    """A note about a paper that was written down offline stays a draft until an online check has seen the record."""
    found = []
    for note in notes:
        for key, name in () if note.is_draft else unproven(note, entries, records):
            line = key_lines(note.source.front_matter or "")["papers"]
            found.append(error(note.source.path, line, 1, "unproven-paper", f"the record of '{key}' ({name}) was typed in offline and never verified", "run 'make links' online, or write 'status: draft'"))
    return found


def draft_findings(notes: Mapping[str, Note], root: Path, bib_file: str) -> list[Finding]:
    """Report what keeps published notes from being published."""
    drafts = {slug for slug, note in notes.items() if note.is_draft}
    found = [finding for note in notes.values() for finding in (*gap_findings(note), *relation_findings(note, drafts))]
    return found + unproven_findings(notes.values(), *typed_offline(root, bib_file))


def typed_offline(root: Path, bib_file: str) -> tuple[dict[str, Entry], dict[str, Record]]:
    """Read entries and records of a knowledge base as far as some record was typed in offline; else both are empty."""
    try:
        records = load(root / LOCK)
        if not any(record.source == OFFLINE for record in records.values()):
            return {}, {}
        entries, _ = read_bibtex(bib_file, (root / bib_file).read_text(encoding="utf-8"))
    except (LockError, OSError, UnicodeDecodeError):
        return {}, {}  # the checks say what is wrong with the file
    return {entry.key: entry for entry in entries}, records


class DraftNavWarnings(logging.Filter):
    """Keep from the log that a navigation names a file that is not there, where the file is a draft."""

    def __init__(self, is_draft):
        super().__init__()
        self.is_draft = is_draft

    def filter(self, record: logging.LogRecord) -> bool:
        match = MISSING_IN_NAV.search(record.getMessage())
        if match is None:
            return True
        folder = match["nav"].rpartition("/")[0]
        return not self.is_draft((f"{folder}/" if folder else "") + match["file"].removesuffix(".md"))
