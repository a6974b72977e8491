"""What a note of ours has wrong as a note: its front matter, its gaps, and what keeps it from being published."""

from collections.abc import Iterator
from functools import cached_property

from papernotes.drafts import gap_findings, relation_findings, unproven_findings
from papernotes.findings import Finding
from papernotes.linkcheck.bibtex import Entry
from papernotes.linkcheck.folder import Folder
from papernotes.linkcheck.lock import Record
from papernotes.linkcheck.page import Page
from papernotes.notes import Note, check_relations, read_front_matter
from papernotes.source import Source


class NoteChecks:
    """Hold what the checks of one note need to know of the others."""

    def __init__(self, folder: Folder, entries: list[Entry], records: dict[str, Record] | None):
        self.folder, self.records = folder, records or {}
        self.entries = {entry.key: entry for entry in entries}
        self.tags = (folder.plugins.get("papernotes") or {}).get("tags") or []

    def slug(self, path: str) -> str:
        """Return the slug of a note's file."""
        return path.removeprefix(self.folder.docs + "/").rpartition(".")[0]

    @cached_property
    def slugs(self) -> set[str]:
        return {self.slug(path) for path in self.folder.notes}

    @cached_property
    def drafts(self) -> set[str]:
        """The slugs of the drafts, told by their front matter's text: to check one note the others are not read."""
        texts = ((path, (self.folder.root / path).read_text(encoding="utf-8", errors="replace")) for path in self.folder.notes)
        return {self.slug(path) for path, text in texts if "status: draft" in (Source(path, text).front_matter or "")}

    def check(self, page: Page) -> Iterator[Finding]:
        """Report what the build would refuse in this note's front matter, and what makes it a draft still."""
        meta, faults = read_front_matter(page.source, self.tags)
        note = Note(self.slug(page.path), page.source, "", meta)
        yield from faults
        yield from check_relations(note, self.entries, self.slugs)
        yield from gap_findings(note)
        yield from relation_findings(note, self.drafts)
        yield from unproven_findings([note], self.entries, self.records)
