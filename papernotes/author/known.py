"""What a knowledge base holds already: its entries and notes, and whether a paper or an idea is among them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from papernotes.author.nav import topics
from papernotes.bibcheck import NEARLY
from papernotes.changes import ChangeError
from papernotes.linkcheck import addresses
from papernotes.linkcheck.addresses import PaperId
from papernotes.linkcheck.bibliography import entry_ids
from papernotes.linkcheck.bibtex import Entry, read_bibtex
from papernotes.linkcheck.folder import Folder, open_folder
from papernotes.linkcheck.lock import LOCK, LockError, Record, load
from papernotes.linkcheck.titles import Match, Work, compare, normalise, same_author, similarity
from papernotes.notes import Note
from papernotes.reading import read_note

SAME = (Match.SAME, Match.SHORT_TITLE, Match.DRIFT)


@dataclass(frozen=True)
class Base:
    """Hold one knowledge base as an author's commands see it."""

    folder: Folder
    entries: list[Entry]
    records: Mapping[str, Record]

    @property
    def root(self) -> Path:
        return self.folder.root

    @cached_property
    def topics(self) -> list[str]:
        return topics(self.root / self.folder.docs)

    @cached_property
    def tags(self) -> list[str]:
        """The closed list of tags; empty where any tag will do."""
        return list((self.folder.plugins.get("papernotes") or {}).get("tags") or [])

    @cached_property
    def notes(self) -> dict[str, Note]:
        """Every note by its slug; a faulty one has no `meta`."""
        found = {}
        for path in self.folder.notes:
            slug = path.removeprefix(self.folder.docs + "/").rpartition(".")[0]
            text = (self.root / path).read_text(encoding="utf-8", errors="replace")
            found[slug], _ = read_note(slug, path, text, self.tags)
        return found

    @cached_property
    def keys(self) -> set[str]:
        return {entry.key for entry in self.entries}

    def entry(self, key: str) -> Entry | None:
        """Return an entry by its key, whatever its case."""
        return next((entry for entry in self.entries if entry.key.lower() == key.lower()), None)

    def find_entry(self, ids: Collection[PaperId] = (), work: Work | None = None) -> Entry | None:
        """Return the entry that is a paper: by any of its ids, else by nearly the same title with no other author."""
        return next((entry for entry in self.entries if same_id(entry, ids)), None) or next(
            (entry for entry in self.entries if work and same_work(entry, work) and not other_id(entry, ids)), None
        )

    def notes_about(self, key: str) -> list[str]:
        """List the notes about a paper, those with it as their main paper first."""
        about = {slug: note.meta.papers for slug, note in self.notes.items() if note.meta and key in (note.meta.papers or [])}
        return sorted(about, key=lambda slug: (about[slug][0] != key, slug))

    def note_called(self, title: str) -> str | None:
        """Return the note whose title or short name is nearly this one."""
        wanted = normalise(title)
        for slug, note in self.notes.items():
            names = {normalise(note.title), normalise(note.name)}
            if wanted and any(name == wanted or similarity(name, wanted) > NEARLY for name in names if name):
                return slug
        return None


def open_base(root: Path) -> Base:
    """Open a knowledge base. Raise `NotAFolder` where there is none, `ChangeError` where its records cannot be read."""
    folder = open_folder(root)
    path = folder.root / folder.bib
    try:
        text = path.read_bytes().decode() if path.is_file() else ""
        records = load(folder.root / LOCK)
    except LockError as fault:
        raise ChangeError(str(fault)) from fault
    except UnicodeDecodeError as fault:
        raise ChangeError(f"{folder.bib if fault.object == path.read_bytes() else LOCK}:1: the file is not UTF-8 (save it as UTF-8)") from fault
    entries, faults = read_bibtex(folder.bib, text)
    if faults:
        raise ChangeError(f"{folder.bib}:{faults[0].line}: {faults[0].message} ({faults[0].fix})")
    return Base(folder, entries, records)


def same_id(entry: Entry, ids: Collection[PaperId]) -> bool:
    """Tell whether an entry names one of the ids, in any form that its service treats as one."""
    wanted = {key for paper in ids for key in addresses.aliases(paper)}
    return any(wanted & addresses.aliases(paper) for paper, _ in entry_ids(entry))


def other_id(entry: Entry, ids: Collection[PaperId]) -> bool:
    """Tell whether an entry has another id of the same service: then equal titles are two papers."""
    schemes = {paper.scheme for paper in ids if paper.scheme != "doi"}
    return any(paper.scheme in schemes for paper, _ in entry_ids(entry))


def same_work(entry: Entry, work: Work) -> bool:
    """Tell whether an entry has nearly this title and no other author."""
    if same_author(entry.first_author, work.first_author) is False:
        return False
    theirs = Work(entry.text("title"), entry.first_author, entry.year)
    return compare(theirs, work) in SAME or similarity(normalise(theirs.title), normalise(work.title)) > NEARLY


def topic_tags(base: Base, topic: str) -> Sequence[str]:
    """Return the tag that a topic's index begins with: every note of the topic has it."""
    index = base.notes.get(f"{topic}/index")
    return index.meta.tags[:1] if index and index.meta else []
