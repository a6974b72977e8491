"""`papernotes new`: from a paper's id to an entry, a record and a draft note, all at once or not at all.

    id or address ─> PaperId ─> Record (from its service, or from the command line) ─> entry of refs.bib, line of papers.lock
                                                                                       └> note, line of .nav.yml
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from papernotes.author import bibwrite
from papernotes.author.identifier import Refusal, home
from papernotes.author.known import Base, topic_tags
from papernotes.author.nav import NAV, add_to_nav
from papernotes.author.pending import cite, drafts_with_gap
from papernotes.author.template import GAP, draft_note, slug_of
from papernotes.bibcheck import check_bibliography
from papernotes.changes import Changes
from papernotes.linkcheck.addresses import ARXIV_DOI, PaperId, arxiv_year, identify
from papernotes.linkcheck.bibtex import Entry, read_bibtex
from papernotes.linkcheck.curate import COUNTING, counted, curated
from papernotes.linkcheck.details import Details, family_first, title_text
from papernotes.linkcheck.lock import LOCK, OFFLINE, Record, dump
from papernotes.linkcheck.online.verdicts import plain
from papernotes.linkcheck.titles import Work, decode

VENUE = {"article": "journal", "inproceedings": "booktitle", "incollection": "booktitle", "book": "publisher"}
SERVICES = {"arxiv-api": "arXiv", "datacite": "DataCite", "crossref": "Crossref", "acl": "the ACL Anthology", "openreview": "OpenReview", OFFLINE: "the command line"}


@dataclass(frozen=True)
class Given:
    """Hold what the command line says beside the id; what is empty was not said."""

    topic: str
    title: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    venue: str = ""
    key: str = ""
    slug: str = ""
    offline: bool = False


@dataclass(frozen=True)
class Outcome:
    """Hold what is to be written, and what to say about each file."""

    changes: Changes
    lines: list[tuple[str, str]]  # a file's path, and what happens to it
    note: str  # slug
    remarks: list[str] = field(default_factory=list)


def new_idea(base: Base, given: Given) -> Outcome:
    """Make a note about an idea without a paper. Raise `Refusal` where there is one."""
    existing = base.note_called(given.title)
    if existing:
        raise Refusal(f"the idea is already there: {base.folder.docs}/{existing}.md is '{plain(base.notes[existing].title)}'")
    outcome = Outcome(Changes(base.root), [], _free_slug(base, given, given.title))
    _write_note(base, given, outcome, given.title, ())
    return outcome


def new_paper(base: Base, given: Given, paper: PaperId, ask: Callable[[PaperId], Record], today: date) -> Outcome:
    """Make entry, record and note of a paper; `ask` gives what its service says of it.

    Raise `Refusal` where the paper has a note, or where it cannot be made an entry.
    """
    entry = base.find_entry([paper])
    if entry is not None:
        return _of_known(base, given, entry)
    record = from_command_line(given, paper, today) if given.offline else ask(paper)
    details = record.details or Details()
    record = replace(record, title=title_text(record.title), year=given.year or record.year or _year_of(paper))
    details = replace(details, authors=details.authors or tuple(map(family_first, given.authors)), venue=details.venue or given.venue)
    other = identify(f"doi:{details.doi}") if details.doi else None
    entry = base.find_entry([paper, other] if other else [paper], Work(record.title, record.first_author or (details.authors or ("",))[0], record.year))
    if entry is not None:
        return _of_known(base, given, entry)
    return _of_new(base, given, paper, record, details, today)


def from_command_line(given: Given, paper: PaperId, today: date) -> Record:
    """Make the record of what the command line says; it proves nothing. Raise `Refusal` where too little is said."""
    missing = [name for name, value in (("--title", given.title), ("--author", given.authors), ("--year", given.year or _year_of(paper))) if not value]
    if missing:
        raise Refusal(f"--offline asks nobody, so {' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} needed too", 2)
    authors = tuple(map(family_first, given.authors))
    kind = "inproceedings" if given.venue else "misc"
    return Record(paper.key, given.title, authors[0], given.year, source=OFFLINE, seen=today.isoformat(), details=Details(authors, kind, given.venue))


def _year_of(paper: PaperId) -> int | None:
    return arxiv_year(paper.id) if paper.scheme == "arxiv" else None


def _of_known(base: Base, given: Given, entry: Entry) -> Outcome:
    """Make only the note of a paper that the bibliography has."""
    about = base.notes_about(entry.key)
    if about:
        raise Refusal(f"the paper is already there: {base.folder.docs}/{about[0]}.md is about it ({entry.key}, {entry.path}:{entry.line})")
    title = decode(entry.text("title"))
    outcome = Outcome(Changes(base.root), [(entry.path, f"has it already, as {entry.key} on line {entry.line}")], _free_slug(base, given, title))
    _write_note(base, given, outcome, title, (entry.key,))
    return outcome


def _of_new(base: Base, given: Given, paper: PaperId, record: Record, details: Details, today: date) -> Outcome:
    """Make entry, record and note; drafts that an import left with a gap for the paper cite it instead of a new note."""
    drafts = drafts_with_gap(base, paper)
    key = _free_key(base, given, record, details)
    kind, fields = entry_fields(paper, record, details)
    outcome = Outcome(Changes(base.root), [], drafts[0] if drafts else _free_slug(base, given, record.title), _remarks(record))
    write_entry(base, outcome, record, key, bibwrite.format_entry(kind, key, fields))
    write_record(base, outcome, record, today)
    for slug in drafts:
        path = f"{base.folder.docs}/{slug}.md"
        outcome.changes.write(path, cite(outcome.changes.text(path), paper, key))
        outcome.lines.append((path, "draft, cites it in place of a link"))
    if not drafts:
        _write_note(base, given, outcome, record.title, (key,))
    return outcome


def _free_key(base: Base, given: Given, record: Record, details: Details) -> str:
    """Return the new entry's key. Raise `Refusal` where another paper has it."""
    first = details.authors[0] if details.authors else record.first_author
    key = given.key or bibwrite.make_key(first, record.year, record.title)
    taken = base.entry(key)
    if taken is not None:
        other = plain(decode(taken.text("title")))
        raise Refusal(f"the key '{key}' is taken by '{other}' ({taken.path}:{taken.line}): name another, such as --key {bibwrite.free_key(key, base.keys)}")
    return key


def _free_slug(base: Base, given: Given, title: str) -> str:
    """Return the new note's slug. Raise `Refusal` where a file has it."""
    name = given.slug or slug_of(decode(title))
    slug = f"{given.topic}/{name}"
    if slug in base.notes or (base.root / base.folder.docs / f"{slug}.md").exists():
        raise Refusal(f"{base.folder.docs}/{slug}.md exists already: name another file, such as --slug {name}-2")
    return slug


def entry_fields(paper: PaperId, record: Record, details: Details) -> tuple[str, dict[str, str]]:
    """Return the type and the fields of a paper's entry, as BibTeX writes them."""
    kind = details.type if details.venue and details.type in VENUE else "misc"
    doi = paper.id if paper.scheme == "doi" else details.doi if not ARXIV_DOI.fullmatch(details.doi) else ""
    fields = {
        "title": bibwrite.protect(decode(record.title) if "$" not in record.title else record.title),
        "author": " and ".join(map(bibwrite.escape, details.authors)), "year": str(record.year or ""),
        VENUE.get(kind, "howpublished"): bibwrite.escape(details.venue), "volume": bibwrite.escape(details.volume),
        "number": bibwrite.escape(details.number), "pages": bibwrite.escape(details.pages), "doi": doi, "url": home(paper),
    }  # fmt: skip
    if paper.scheme == "arxiv":
        fields |= {"eprint": paper.id, "archiveprefix": "arXiv", "pdf": f"https://arxiv.org/pdf/{paper.id}"}
    return kind, fields


def _remarks(record: Record) -> list[str]:
    """Say what an author should know of a paper at once."""
    said = {"retracted": record.retracted, "withdrawn by its authors": record.withdrawn}
    return [f"attention: the paper was {what}" for what, true in said.items() if true]


def write_entry(base: Base, outcome: Outcome, record: Record, key: str, entry: str) -> None:
    """Put the entry into the bibliography. Raise `Refusal` where it could not stand there."""
    path = base.folder.bib
    text = bibwrite.insert_entry(path, outcome.changes.text(path), entry)
    written = next((one for one in read_bibtex(path, text)[0] if one.key == key), None)
    last = (written.line if written else 0) + entry.count("\n")
    faults = [one.message for one in check_bibliography(path, text) if written and written.line <= one.line < last and one.severity == "error"]
    if written is None or faults:
        wrong = faults[0] if faults else "it is no BibTeX"
        raise Refusal(f"what {SERVICES.get(record.source, record.source)} says cannot stand in {path}: {plain(wrong)}; add what is missing with --author, --year or --venue")
    outcome.changes.write(path, text)
    outcome.lines.append((path, f"entry {key} on line {written.line}"))


def write_record(base: Base, outcome: Outcome, record: Record, today: date) -> None:
    """Put the record into the lock, and bring the pages that count records up to date."""
    known = dict(base.records) if base.records else curated(base.entries, {}, today)
    records = known | {record.id: replace(record, details=None)}
    outcome.changes.write(LOCK, dump(records))
    outcome.lines.append((LOCK, f"record {record.id}, from {SERVICES.get(record.source, record.source)}" + ("" if record.verified else ", not verified yet")))
    for path in COUNTING:
        if (base.root / path).is_file():
            before = outcome.changes.text(path)
            outcome.changes.write(path, counted(before, records))
            if before != outcome.changes.text(path):
                outcome.lines.append((path, "counts one record more"))


def _write_note(base: Base, given: Given, outcome: Outcome, title: str, papers: Sequence[str]) -> None:
    """Write the note from the template, and its line in the navigation."""
    path, nav = f"{base.folder.docs}/{outcome.note}.md", f"{base.folder.docs}/{given.topic}/{NAV}"
    text = draft_note(decode(title), topic_tags(base, given.topic), papers)
    outcome.changes.write(path, text)
    outcome.lines.append((path, f"draft with {len(GAP.findall(text))} gaps"))
    before = outcome.changes.text(nav)
    outcome.changes.write(nav, add_to_nav(before, path.rpartition("/")[2])) if before else None
    if before != outcome.changes.text(nav):
        outcome.lines.append((nav, f"lists {path.rpartition('/')[2]}"))
