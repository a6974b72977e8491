"""What is wrong in the bibliography itself: keys, fields, forms of addresses, one paper under two entries."""

import re
from collections.abc import Collection, Iterator

from papernotes.findings import Finding
from papernotes.linkcheck import addresses
from papernotes.linkcheck.bibtex import Entry, read_bibtex
from papernotes.linkcheck.codes import found
from papernotes.linkcheck.folder import Folder
from papernotes.linkcheck.links import Link
from papernotes.linkcheck.titles import normalise, same_author
from papernotes.refs import READABLE_KEY

ADDRESS_FIELDS = ("url", "pdf", "code", "doi")
LONG_REVIEW = 4  # years between a preprint and its journal version that are still usual
NEEDED = {
    "article": ("author", "title", "journal", "year"), "inproceedings": ("author", "title", "booktitle", "year"),
    "techreport": ("author", "title", "institution", "year"), "phdthesis": ("author", "title", "school", "year"),
    "book": ("title", "publisher", "year"), "incollection": ("author", "title", "booktitle", "year"),
}  # fmt: skip


def load_entries(folder: Folder) -> tuple[list[Entry], list[Finding]]:
    """Read every bibliography of a folder."""
    entries: list[Entry] = []
    findings: list[Finding] = []
    for path in bib_files(folder):
        data = (folder.root / path).read_bytes()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            findings.append(found(path, (data[: fault.start].count(b"\n") + 1, 1), "not-utf8", "the file is not UTF-8", "save it as UTF-8"))
            continue
        read, faults = read_bibtex(path, text)
        entries += read
        findings += faults
    return entries, findings


def bib_files(folder: Folder) -> list[str]:
    """List the folder's bibliographies: the file that its settings name, and those of mkdocs-bibtex's `bib_dir`."""
    named = [folder.bib] if (folder.root / folder.bib).is_file() else []
    place = (folder.plugins.get("bibtex") or {}).get("bib_dir")
    several = sorted((folder.root / place).glob("*.bib")) if place else []
    return named + [path.relative_to(folder.root).as_posix() for path in several if path.is_relative_to(folder.root)]


def check_entries(entries: list[Entry]) -> Iterator[Finding]:
    """Report the faults of each entry, and of entries beside each other."""
    yield from _check_keys(entries)
    for entry in (one for one in entries if one.whole):
        for name in NEEDED.get(entry.type, ("title",)):
            if not entry.text(name) and not (name == "author" and entry.text("editor")) and not (name == "year" and entry.text("date")):
                yield found(entry.path, entry.place, "missing-field", f"entry '{entry.key}' has no {name}", f"add a field '{name}'")
        yield from _check_eprint(entry)
        yield from _check_year(entry)
    yield from _check_twice(entries)


def _check_keys(entries: list[Entry]) -> Iterator[Finding]:
    first: dict[str, Entry] = {}
    for entry in entries:
        if not READABLE_KEY.fullmatch(entry.key):
            yield found(entry.path, entry.place, "unreadable-key", f"key '{entry.key}' cannot be cited", "use lower-case letters and digits only, such as vaswani2017attention")
        other = first.setdefault(entry.key.lower(), entry)
        if other is not entry:
            where = f"line {other.line}" + (f" of {other.path}" if other.path != entry.path else "")
            yield found(entry.path, entry.place, "duplicate-key", f"key '{entry.key}' is already used on {where}", "remove one entry, or give it another key")


def _check_eprint(entry: Entry) -> Iterator[Finding]:
    """Report an `eprint` that is not a plain arXiv id with its archive; other archives are left alone."""
    value = entry.fields.get("eprint")
    archive = entry.text("archiveprefix") or entry.text("eprinttype")
    if value is None or archive.lower() not in ("", "arxiv"):
        return
    plain = re.sub(r"(?i)^arxiv:\s*|\s*\[.*\]$", "", value.text.strip())
    if addresses.arxiv_fault(re.sub(r"v\d+$", "", plain)):
        yield found(entry.path, value.place, "bad-id", addresses.arxiv_fault(re.sub(r"v\d+$", "", plain)) or "", "correct the id")
    elif plain != value.text:
        yield found(entry.path, value.place, "eprint-form", f"eprint '{value.text}' is not a plain id", f"write eprint = {{{plain}}}")
    elif not archive:
        yield found(entry.path, value.place, "eprint-form", f"eprint '{plain}' does not say of which archive", "add archiveprefix = {arXiv}")


def _check_year(entry: Entry) -> Iterator[Finding]:
    ids = [paper for paper, _ in entry_ids(entry) if paper.scheme == "arxiv"]
    if not ids or entry.year is None:
        return
    given = addresses.arxiv_year(ids[0].id)
    if not given - 1 <= entry.year <= given + (1 if entry.type == "misc" else LONG_REVIEW):
        place = entry.fields["year"].place if "year" in entry.fields else entry.place
        yield found(entry.path, place, "year-disagrees", f"entry '{entry.key}' is of {entry.year}, its arXiv id of {given}", "correct the year or the id")


def one_service(ids: list[tuple[addresses.PaperId, str]]) -> Iterator[tuple[str, str]]:
    """List pairs of fields that name different papers of one service."""
    first: dict[str, tuple[addresses.PaperId, str]] = {}
    for paper, name in ids:
        for service in sorted({_service(key) for key in addresses.aliases(paper)}):
            other, other_name = first.setdefault(service, (paper, name))
            if not addresses.aliases(other) & addresses.aliases(paper):
                yield other_name, name
                return


def _service(key: str) -> str:
    """Name who gave an id; one paper has one id of each: a publisher's DOI and arXiv's DOI are two services."""
    scheme, _, name = key.partition(":")
    return f"doi:{name.partition('/')[0]}" if scheme == "doi" else scheme


def _check_twice(entries: list[Entry]) -> Iterator[Finding]:
    """Report two entries with one id, or with one title and author."""
    by_id: dict[str, Entry] = {}
    by_title: dict[str, Entry] = {}
    for entry in entries:
        ids = entry_ids(entry)
        others = [by_id.setdefault(paper.key, entry) for paper, _ in ids] if not any(one_service(ids)) else []
        title = normalise(entry.text("title")).replace(" ", "")
        twin = by_title.setdefault(title, entry) if title else entry
        if twin is not entry and same_author(twin.first_author, entry.first_author) is not False:
            others.append(twin)
        other = next((one for one in others if one.key.lower() != entry.key.lower()), None)
        if other:
            yield found(entry.path, entry.place, "same-paper-twice", f"entry '{entry.key}' is the same paper as '{other.key}' on line {other.line}", "keep one entry, with the fields of both")


def entry_ids(entry: Entry) -> list[tuple[addresses.PaperId, str]]:
    """List the papers that an entry's fields name, each with its field."""
    ids = []
    for name in ("eprint", "doi", "url", "pdf"):
        paper = addresses.identify(id_text(entry, name)) if name in entry.fields else None
        if paper:
            ids.append((paper, name))
    return ids


def id_text(entry: Entry, name: str) -> str:
    """Give a field's text as an address or id that `addresses` can read."""
    text = entry.text(name).strip()
    if name == "eprint":
        archive = (entry.text("archiveprefix") or entry.text("eprinttype")).lower()
        return "arXiv:" + re.sub(r"(?i)^arxiv:\s*", "", text) if archive in ("", "arxiv") else ""
    return re.sub(r"\\([_%&#~])", r"\1", text) if name != "doi" or "://" in text else "doi:" + re.sub(r"(?i)^doi:\s*", "", text.replace("\\_", "_"))


def field_links(entry: Entry) -> Iterator[Link]:
    """List the web addresses in an entry's fields."""
    for name, value in entry.fields.items():
        if name in ("url", "pdf", "code") or value.text.startswith(("http://", "https://")):
            yield Link(entry.path, *value.place, value.text.strip(), name, "field")


def check_escapes(entry: Entry) -> Iterator[Finding]:
    """Report LaTeX in fields that are addresses."""
    for name in ADDRESS_FIELDS:
        value = entry.fields.get(name)
        if value and re.search(r"\\[_%&#~]|\\url|\{|\}", value.text):
            plain = re.sub(r"\\url\{(.*)\}|\{\\?(.)\}", r"\1\2", value.text)
            plain = re.sub(r"\\([_%&#~])(?:\{\})?", r"\1", plain)
            yield found(entry.path, value.place, "escaped-address", f"the {name} of '{entry.key}' holds LaTeX", f"write {name} = {{{plain}}}")


def check_cited(entries: list[Entry], cited: Collection[str]) -> Iterator[Finding]:
    """Report entries that no page cites; of keys equal but for case one citation is enough."""
    names = {key.lower() for key in cited}
    for entry in entries:
        if entry.whole and entry.key.lower() not in names:
            yield found(entry.path, entry.place, "uncited-entry", f"nothing cites '{entry.key}'", "cite it, or remove the entry")
