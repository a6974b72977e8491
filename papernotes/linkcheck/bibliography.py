"""The bibliography's files, and which papers and addresses an entry names."""

import re
from collections.abc import Iterator

from papernotes.findings import Finding
from papernotes.linkcheck import addresses
from papernotes.linkcheck.bibtex import Entry, read_bibtex
from papernotes.linkcheck.codes import found
from papernotes.linkcheck.folder import Folder
from papernotes.linkcheck.links import Link


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
        return "arXiv:" + re.sub(r"(?i)^arxiv:\s*", "", text) if is_of_arxiv(entry) else ""
    return re.sub(r"\\([_%&#~])", r"\1", text) if name != "doi" or "://" in text else "doi:" + re.sub(r"(?i)^doi:\s*", "", text.replace("\\_", "_"))


def is_of_arxiv(entry: Entry) -> bool:
    """Tell whether an entry's `eprint` is an id of arXiv, which it is where no archive is named."""
    return (entry.text("archiveprefix") or entry.text("eprinttype")).lower() in ("", "arxiv")


def field_links(entry: Entry) -> Iterator[Link]:
    """List the web addresses in an entry's fields."""
    for name, value in entry.fields.items():
        if name in ("url", "pdf", "code") or value.text.startswith(("http://", "https://")):
            yield Link(entry.path, *value.place, value.text.strip(), name, "field")
