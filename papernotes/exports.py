"""Records in the forms that reference managers read: RIS, CSL-JSON and COinS.

Field names: RIS specification (Clarivate, 2012), csl-data schema 1.0.2, OpenURL 1.0 (Z39.88-2004) as Zotero reads it.
"""

import json
from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from papernotes.records import Name, Record

# By BibTeX type for papers, by kind for everything else: RIS type, CSL type, type of COinS.
FORMS = {
    "article": ("JOUR", "article-journal", "journal"),
    "inproceedings": ("CPAPER", "paper-conference", "proceeding"),
    "incollection": ("CHAP", "chapter", "bookitem"),
    "inbook": ("CHAP", "chapter", "bookitem"),
    "proceedings": ("CONF", "book", "book"),
    "book": ("BOOK", "book", "book"),
    "booklet": ("PAMP", "pamphlet", "book"),
    "manual": ("BOOK", "book", "book"),
    "techreport": ("RPRT", "report", "report"),
    "phdthesis": ("THES", "thesis", "dissertation"),
    "mastersthesis": ("THES", "thesis", "dissertation"),
    "misc": ("UNPB", "article", "preprint"),
    "unpublished": ("UNPB", "manuscript", "manuscript"),
    "kind:article": ("BLOG", "post-weblog", "blogPost"),
    "kind:web": ("ELEC", "webpage", "webpage"),
    "kind:course": ("ELEC", "webpage", "webpage"),
    "kind:video": ("VIDEO", "motion_picture", "videoRecording"),
    "kind:tool": ("COMP", "software", "computerProgram"),
}  # fmt: skip
IN_JOURNAL, IN_BOOK = {"journal"}, {"proceeding", "bookitem", "book", "report"}


def form(record: Record) -> tuple[str, str, str]:
    """Return what a work is called in RIS, in CSL and in COinS."""
    return FORMS[record.entry_type if record.kind == "paper" else f"kind:{record.kind}"]


def ris(records: Iterable[Record]) -> str:
    """Write records as RIS; every line is a tag of two characters and one value."""
    return "\n".join("\n".join(f"{tag}  - {value}" for tag, value in _ris_lines(record)) for record in records)


def _ris_lines(record: Record) -> Iterator[tuple[str, str]]:
    yield "TY", form(record)[0]
    yield "ID", record.key
    yield from (("AU", ", ".join(part for part in (name.family, name.given) if part)) for name in record.authors)
    first, _, last = record.pages.partition("–")
    values = {
        "TI": record.title, "PY": record.plain_year, "T2" if record.kind == "paper" else "M3": record.venue, "VL": record.volume, "IS": record.number,
        "SP": first, "EP": last, "DO": record.doi, "AN": f"arXiv:{record.arxiv}" if record.arxiv else "",
        "UR": record.links[0][1] if record.links else "", "L1": record.pdf,
    }  # fmt: skip
    yield from ((tag, value) for tag, value in values.items() if value)
    yield "ER", ""


def csl_json(records: Iterable[Record]) -> str:
    """Write records as CSL-JSON, one item a line."""
    items = [json.dumps(csl_item(record), ensure_ascii=False) for record in records]
    return "[\n" + ",\n".join(items) + "\n]\n"


def csl_item(record: Record) -> dict:
    """Give a record the fields of CSL's data schema; empty ones are left out."""
    item = {
        "id": record.key, "type": form(record)[1], "title": record.title, "author": [_csl_name(name) for name in record.authors],
        "issued": {"date-parts": [[int(record.plain_year)]]} if record.plain_year else None,
        _csl_venue(record): record.venue,
        "volume": record.volume, "issue": record.number, "page": record.pages.replace("–", "-"), "DOI": record.doi,
        "number": f"arXiv:{record.arxiv}" if record.arxiv else "", "URL": record.links[0][1] if record.links else "",
    }  # fmt: skip
    return {name: value for name, value in item.items() if value}


def _csl_venue(record: Record) -> str:
    """Say what the venue is in CSL: of a page or video `howpublished` only says what kind of thing it is."""
    if record.kind != "paper":
        return "genre"
    return "publisher" if form(record)[1] in ("report", "book", "thesis", "pamphlet") else "container-title"


def _csl_name(name: Name) -> dict[str, str]:
    return {"family": name.family, "given": name.given} if name.given else {"literal": name.family}


def coins(record: Record) -> str:
    """Write a record as an OpenURL ContextObject, the value of a COinS."""
    what = form(record)[2]
    pairs = [("ctx_ver", "Z39.88-2004"), *(_coins_journal(record) if what in IN_JOURNAL else _coins_book(record, what) if what in IN_BOOK else _coins_other(record, what))]
    ids = ([f"info:doi/{record.doi}"] if record.doi else []) + [address for _, address in record.links[:1]]
    return urlencode([(name, value) for name, value in [*pairs, *(("rft_id", one) for one in ids)] if value])


def _coins_names(record: Record) -> list[tuple[str, str]]:
    first = record.authors[0] if record.authors else Name("")
    return [("rft.aulast", first.family), ("rft.aufirst", first.given), *(("rft.au", str(name)) for name in record.authors)]


def _coins_journal(record: Record) -> list[tuple[str, str]]:
    return [
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"), ("rft.genre", "article"), ("rft.atitle", record.title), ("rft.jtitle", record.venue),
        ("rft.volume", record.volume), ("rft.issue", record.number), ("rft.pages", record.pages.replace("–", "-")),
        ("rft.date", record.plain_year), *_coins_names(record),
    ]  # fmt: skip


def _coins_book(record: Record, what: str) -> list[tuple[str, str]]:
    part = what in ("proceeding", "bookitem")
    titles = [("rft.atitle", record.title), ("rft.btitle", record.venue)] if part else [("rft.btitle", record.title), ("rft.pub", record.venue)]
    return [
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:book"), ("rft.genre", what), *titles,
        ("rft.pages", record.pages.replace("–", "-")), ("rft.date", record.plain_year), *_coins_names(record),
    ]  # fmt: skip


def _coins_other(record: Record, what: str) -> list[tuple[str, str]]:
    return [
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"), ("rft.type", what), ("rft.title", record.title), ("rft.source", record.venue),
        ("rft.date", record.plain_year), *(("rft.creator", str(name)) for name in record.authors),
        ("rft.identifier", f"arXiv:{record.arxiv}" if record.arxiv else ""),
    ]  # fmt: skip
