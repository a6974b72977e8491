"""One record per paper: what `refs.bib` says of it, which notes are about it, where it is cited, how its links fare.

    refs.bib entry ──┐
    notes ───────────┼──> Record ──> card, reference list, head of a note, bibliography, backlinks,
    rendered pages ──┤               lineage, downloads, metadata of a page, llms.txt, search terms
    links.state.json ┘

A record is a value: `make_records` makes all of them before the first page is rendered, and `with_mentions`
adds what only the rendered pages tell. Whatever shows a paper reads its record and nothing else.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from pybtex.database import Entry, Person

from papernotes.bibcheck import kind
from papernotes.linkcheck import addresses
from papernotes.linkcheck.online.state import Seen
from papernotes.notes import Note
from papernotes.refs import Bibliography, Reference, name_text, plain

BARE = re.compile(r"(?:[^<>]+: )?[(]?<strong>[^<>]*</strong>[).]*")
NEVER_CHECKED = "never checked"


@dataclass(frozen=True)
class Name:
    """Hold one author; an organisation has only a family name."""

    family: str  # with its particles: "van den Oord"
    given: str = ""

    def __str__(self) -> str:
        return f"{self.given} {self.family}".strip()


@dataclass(frozen=True)
class Mention:
    """Hold one place that names a paper or a note, with the sentence that does."""

    page: str  # slug of the page
    target: str  # key of the paper, or slug of the note
    anchor: str  # id of the place on its page
    sentence: str  # HTML without links; the words that mention are in <strong>; math is still TeX


@dataclass(frozen=True)
class Health:
    """Say what the link checker last saw of one address."""

    address: str
    verdict: str = ""  # "ok", "moved", "gone", …; empty where it was never checked
    day: str = ""  # ISO date
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.verdict} on {self.day}" if self.verdict else NEVER_CHECKED


@dataclass(frozen=True)
class Record:
    """Hold all that is known of one paper (or article, page, video, course, tool); empty where nothing is."""

    key: str
    kind: str  # one of bibcheck.KINDS
    label: str  # as a citation names it: "Vaswani et al."
    year: str  # "2017", "2013a" where a citation needs the letter, "n.d."
    title: str
    authors: tuple[Name, ...]
    and_others: bool  # the list of authors is cut
    venue: str  # journal, conference, publisher or institution, else how it was published, else ""
    entry_type: str  # of BibTeX
    volume: str
    number: str
    pages: str  # "1877–1901"
    arxiv: str  # "1706.03762"
    doi: str
    url: str
    pdf: str
    code: str
    bibtex: str  # the entry as refs.bib writes it
    line: int  # in refs.bib
    html: str  # the formatted reference
    description: str = ""  # one sentence, of the note whose main paper it is
    notes: tuple[str, ...] = ()  # slugs of the notes about it, the one it is the main paper of first
    mentions: tuple[Mention, ...] = ()
    health: tuple[Health, ...] = field(default=())

    @property
    def plain_year(self) -> str:
        """The year without the letter that tells two citations apart; empty where there is none."""
        return self.year[:4] if self.year[:4].isdigit() else ""

    @property
    def byline(self) -> str:
        """All authors as a reader writes them: "Ada Known, Ben Other and Cleo Third"."""
        names = [str(name) for name in self.authors] + (["others"] if self.and_others else [])
        return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)

    @property
    def links(self) -> tuple[tuple[str, str], ...]:
        """The paper's addresses with a short name each, the abstract first; an address stands once."""
        found = {
            "arXiv": f"https://arxiv.org/abs/{self.arxiv}" if self.arxiv else "",
            "DOI": f"https://doi.org/{self.doi}" if self.doi else "",
            "page": self.url, "PDF": self.pdf, "code": self.code,
        }  # fmt: skip
        first = {address: name for name, address in reversed(found.items()) if address}
        return tuple((name, address) for name, address in found.items() if address and first[address] == name)

    @property
    def cited_on(self) -> dict[str, list[Mention]]:
        """The mentions by page, one for each different sentence."""
        return by_page(self.mentions)

    @property
    def search_terms(self) -> str:
        """What readers type to find a note about this paper: authors, year, arXiv id, DOI."""
        return " ".join(part for part in (*map(str, self.authors), self.plain_year, self.arxiv, self.doi) if part)


def by_page(mentions: Sequence[Mention]) -> dict[str, list[Mention]]:
    """Group mentions by page, each sentence once; a bare name stands only where a page has no sentence."""
    pages: dict[str, dict[str, Mention]] = {}
    for mention in mentions:
        pages.setdefault(mention.page, {}).setdefault(mention.sentence, mention)
    return {page: [one for one in found.values() if not BARE.fullmatch(one.sentence)] or [*found.values()][:1] for page, found in pages.items()}


def make_records(bibliography: Bibliography, notes: Mapping[str, Note], state: Mapping[str, Seen]) -> dict[str, Record]:
    """Make the record of every reference; where it is cited is not known yet."""
    about = _notes_about(notes)
    records = {}
    for key, record in bare_records(bibliography).items():
        slugs = about.get(key, ())
        main = next((notes[slug] for slug in slugs if _main_paper(notes[slug]) == key), None)
        description = main.meta.description if main and main.meta else ""
        records[key] = replace(record, notes=slugs, description=description, health=_health(record, state))
    return records


def bare_records(bibliography: Bibliography) -> dict[str, Record]:
    """Make the records as the bibliography alone tells them."""
    return bibliography.bare or {
        key: from_entry(bibliography.entries[key], reference, bibliography.sources.get(key, "")) for key, reference in bibliography.references.items()
    }


def bare_record(told: Mapping[str, Any]) -> Record:
    """Make a record again from its fields as JSON has kept them."""
    return Record(**{**told, "authors": tuple(Name(**name) for name in told["authors"]), "notes": (), "mentions": (), "health": ()})


def from_entry(entry: Entry, reference: Reference, bibtex: str) -> Record:
    """Read one entry's fields; what depends on notes stays empty."""
    fields = {name.lower(): plain(value) for name, value in entry.fields.items() if name.lower() not in ADDRESSES}
    raw = {name.lower(): value.strip() for name, value in entry.fields.items()}
    people: list[Person] = entry.persons.get("author") or entry.persons.get("editor") or []
    names = tuple(_name(person) for person in people)
    cut = bool(names) and names[-1].family == "others"
    venue = next((fields[name] for name in ("journal", "booktitle", "publisher", "school", "institution", "howpublished") if fields.get(name)), "")
    return Record(
        reference.key, kind(entry.type, raw, raw.get("keywords", "")), reference.authors, reference.year, reference.title,
        names[:-1] if cut else names, cut, venue, entry.type, fields.get("volume", ""), fields.get("number", ""), fields.get("pages", ""),
        _arxiv(raw), _doi(raw), raw.get("url", ""), raw.get("pdf", ""), raw.get("code", ""), bibtex, reference.line, reference.html,
    )  # fmt: skip


ADDRESSES = frozenset({"url", "pdf", "code", "doi", "eprint"})


def _name(person: Person) -> Name:
    family = " ".join(name_text(part) for part in person.prelast_names + person.last_names + person.lineage_names)
    return Name(family, " ".join(name_text(part) for part in person.first_names + person.middle_names))


def _arxiv(fields: Mapping[str, str]) -> str:
    archive = fields.get("archiveprefix", fields.get("eprinttype", "arxiv")).lower()
    paper = addresses.identify(f"arXiv:{fields['eprint']}") if "eprint" in fields and archive == "arxiv" else None
    return paper.id if paper else ""


def _doi(fields: Mapping[str, str]) -> str:
    name = fields.get("doi", "").replace("\\_", "_")
    paper = addresses.identify(name if "://" in name else f"doi:{name}") if name else None
    return paper.id if paper and paper.scheme == "doi" else ""


def _main_paper(note: Note) -> str:
    return ((note.meta and note.meta.papers) or [""])[0]


def _notes_about(notes: Mapping[str, Note]) -> dict[str, tuple[str, ...]]:
    """List by key the notes about a paper: those with it as their main paper first, drafts left out."""
    about: dict[str, list[str]] = {}
    for slug, note in notes.items():
        for key in (note.meta.papers or []) if note.meta and not note.meta.status else []:
            about.setdefault(key, []).append(slug)
    return {key: tuple(sorted(slugs, key=lambda slug: (_main_paper(notes[slug]) != key, slug))) for key, slugs in about.items()}


def _health(record: Record, state: Mapping[str, Seen]) -> tuple[Health, ...]:
    found = []
    for _, address in record.links:
        seen = state.get(address)
        found.append(Health(address, seen.verdict, seen.seen, seen.reason) if seen else Health(address))
    return tuple(found)


def with_mentions(records: Mapping[str, Record], mentions: Sequence[Mention]) -> dict[str, Record]:
    """Add to each record where it is cited, in the order of the pages."""
    by_key: dict[str, list[Mention]] = {}
    for mention in mentions:
        by_key.setdefault(mention.target, []).append(mention)
    return {key: replace(record, mentions=tuple(by_key.get(key, ()))) for key, record in records.items()}


def last_checked(records: Mapping[str, Record]) -> date | None:
    """Return the last day on which any link of any paper was checked."""
    days = [date.fromisoformat(health.day) for record in records.values() for health in record.health if health.day]
    return max(days, default=None)
