"""Whether each address of a paper is the paper that is meant, as far as `papers.lock` knows."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from papernotes.findings import Finding
from papernotes.linkcheck import addresses
from papernotes.linkcheck.addresses import PaperId
from papernotes.linkcheck.bibliography import entry_ids, one_service
from papernotes.linkcheck.bibtex import Entry
from papernotes.linkcheck.codes import found
from papernotes.linkcheck.links import Link
from papernotes.linkcheck.lock import Record
from papernotes.linkcheck.titles import Match, Work, compare, decode, is_short_form, normalise, similarity
from papernotes.linkcheck.wording import BARE_NAME, https

VERDICTS = {Match.WRONG_PAPER: "wrong-paper", Match.DRIFT: "title-drift", Match.UNSURE: "unsure-title"}
GOOD = (Match.SAME, Match.SHORT_TITLE)


@dataclass(frozen=True)
class Identity:
    """Hold what is known of papers: the lock (None where the folder has none) and the bibliography."""

    records: Mapping[str, Record] | None
    entries: list[Entry]

    def record(self, paper: PaperId) -> Record | None:
        """Find a paper's record under its own id or one that names the same by its service's rules."""
        keys = sorted(addresses.aliases(paper), key=lambda key: key != paper.key)
        return next((self.records[key] for key in keys if key in self.records), None) if self.records else None

    def check_link(self, link: Link) -> Iterator[Finding]:
        """Report what a link to a paper has wrong: its id, its form, its text, its record."""
        reading = addresses.read(link.url)
        yield from self._form(link, reading)
        paper = reading.paper
        if paper is None or reading.fault:
            return
        other = _id_in_text(link.text, paper)
        if other:
            yield found(link.path, link.place, "text-names-other-id", f"the text names {other.id}, the address {paper.id}", "correct the one that is wrong")
        if link.kind != "field":  # an entry's ids are held against the lock once, whatever number of fields names them
            yield from self._recorded(link.path, link.place, paper)
            yield from self._titled(link, paper)

    def _form(self, link: Link, reading: addresses.Reading) -> Iterator[Finding]:
        if reading.fault:
            code = "doi-punctuation" if reading.canonical else "bad-id"
            yield found(link.path, link.place, code, reading.fault, f"write {reading.canonical}" if reading.canonical else "correct the id")
        elif link.kind == "field" and link.text == "pdf":
            yield from _encrypted(link)
        elif reading.paper and reading.canonical and reading.paper.scheme != "youtube":
            if not addresses.equal(link.url, reading.canonical) and not addresses.equal(link.url + "/", reading.canonical):
                yield found(link.path, link.place, "not-canonical", f"'{link.url}' is not the address of {addresses.SERVICE[reading.paper.scheme]} {reading.paper.id} itself", f"write {reading.canonical}")
        else:
            yield from _encrypted(link)

    def _recorded(self, path: str, place: tuple[int, int], paper: PaperId) -> Iterator[Finding]:
        """Report a paper without record, or whose record says that it should not be relied on."""
        if self.records is None:
            return
        record = self.record(paper)
        if record is None:
            yield found(path, place, "no-record", f"{addresses.SERVICE[paper.scheme]} {paper.id} has no record in papers.lock", "correct the id; if it is right, run 'make links' online, or 'papernotes lock'")
            return
        if paper.version and record.versions and paper.version > record.versions:
            yield found(path, place, "version-gone", f"{paper.id} has {record.versions} versions, none is v{paper.version}", "name a version that exists, or none")
        if record.withdrawn:
            yield found(path, place, "withdrawn", f"{paper.id} was withdrawn by its authors", "say so, or cite another paper")
        if record.retracted:
            yield found(path, place, "retracted", f"{paper.id} was retracted", "say so beside it, or remove what rests on it")

    def _titled(self, link: Link, paper: PaperId) -> Iterator[Finding]:
        """Hold a link's text, where it is a title, against the record of its address."""
        record, text = self.record(paper), " ".join(link.text.split())
        if record is None or len(normalise(text).split()) < 3 or _matches(text, record):
            return
        named = next((one for one in (self.records or {}).values() if _matches(text, one)), None)
        if named:
            yield found(link.path, link.place, "wrong-paper", f"the text names '{named.title}', the address is '{decode(record.title)}'", f"the named one is {named.id}")
        elif _looks_like_title(text) and similarity(normalise(text), normalise(record.title)) < 0.5:
            yield found(link.path, link.place, "unsure-title", f"the text '{text}' is not the title of {paper.id}, '{decode(record.title)}'", "correct the text or the address")

    def check_entry(self, entry: Entry) -> Iterator[Finding]:
        """Report an entry whose ids have no record, or whose record is another work."""
        ids = entry_ids(entry)
        differing = any(one_service(ids))  # two works cannot both be the entry's
        done: set[str] = set()
        for paper, name in ids:
            place, record = entry.fields[name].place, self.record(paper)
            known = record.id if record else paper.key
            if known in done:
                continue
            done.add(known)
            yield from self._recorded(entry.path, place, paper)
            if record and not differing:
                yield from _same_work(entry, place, record)

    def is_ours(self, entry: Entry, paper: PaperId) -> bool:
        """Tell whether a paper's record is an entry's work."""
        record = self.record(paper)
        return record is not None and _agrees(_work(entry), record)

    def check_shared_titles(self) -> Iterator[tuple[Record, Record]]:
        """List pairs of records with one title that no entry and no service declares the same work."""
        declared = {frozenset((a.key, b.key)) for entry in self.entries for a, _ in entry_ids(entry) for b, _ in entry_ids(entry)}
        first: dict[str, Record] = {}
        for record in (self.records or {}).values():
            other = first.setdefault(normalise(record.title).replace(" ", ""), record)
            paper = _paper(record.id)
            if other is not record and frozenset((other.id, record.id)) not in declared and other.id not in addresses.aliases(paper):
                yield other, record


def _paper(key: str) -> PaperId:
    scheme, _, name = key.partition(":")
    return PaperId(scheme, name)  # type: ignore[arg-type]


def _encrypted(link: Link) -> Iterator[Finding]:
    if link.url.lower().startswith("http://"):
        yield found(link.path, link.place, "http-address", f"'{link.url}' is not encrypted", f"write {https(link.url)}")


def _id_in_text(text: str, paper: PaperId) -> PaperId | None:
    """Find an id in a link's text that is not the address's paper."""
    for match in BARE_NAME.finditer(text):
        other = addresses.identify(addresses.strip_doi(match[0]))
        if other and other.scheme == paper.scheme and other.key != paper.key:
            return other
    for match in re.finditer(r"(?<![\d.])\d{4}\.\d{4,5}(?![\d])", text) if paper.scheme == "arxiv" else ():
        other = addresses.identify("arXiv:" + match[0])
        if other and other.key != paper.key:
            return other
    return None


def _matches(text: str, record: Record) -> bool:
    """Tell whether a text is a record's title, one of its other titles, or the part before its colon."""
    flat = normalise(text).replace(" ", "")
    return any(flat == normalise(title).replace(" ", "") or is_short_form(text, title) or is_short_form(title, text) for title in (record.title, *record.aliases))


def _looks_like_title(text: str) -> bool:
    """Tell whether a text is written as titles are: four words or more, the long ones with capitals."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    return len(words) >= 4 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)


def _work(entry: Entry) -> Work:
    return Work(entry.text("title"), entry.first_author, entry.year)


def _agrees(ours: Work, record: Record) -> bool:
    """Tell whether a record, by any of its titles, is our work."""
    return any(compare(ours, Work(title, record.first_author, record.year)) in GOOD for title in (record.title, *record.aliases))


def _same_work(entry: Entry, place: tuple[int, int], record: Record) -> Iterator[Finding]:
    """Report a record that is not, or not surely, the entry's work."""
    ours = _work(entry)
    if _agrees(ours, record):
        return
    theirs = f"'{decode(record.title)}' ({record.first_author}, {record.year or 'no year'})"
    code = VERDICTS[compare(ours, Work(record.title, record.first_author, record.year))]
    fix = "correct the id" if code == "wrong-paper" else "correct the title or the id, or add the other title to the record's aliases"
    yield found(entry.path, place, code, f"'{entry.key}' is '{decode(entry.text('title'))}', the record of {record.id} is {theirs}", fix)


def two_titles(links: list[Link]) -> Iterator[Finding]:
    """Report one paper that two links call by titles which cannot be the same work."""
    first: dict[str, Link] = {}
    for link in links:
        paper = addresses.identify(link.url)
        if paper is None or not _looks_like_title(link.text):
            continue
        other = first.setdefault(paper.key, link)
        one, two = normalise(other.text), normalise(link.text)
        if similarity(one, two) < 0.5 and not is_short_form(other.text, link.text) and not is_short_form(link.text, other.text):
            yield found(link.path, link.place, "two-titles", f"{paper.id} is called '{link.text}' here and '{other.text}' in {other.path}:{other.line}", "correct the text or the address that is wrong")
