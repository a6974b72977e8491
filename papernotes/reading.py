"""What a build starts from: notes, the bibliography, the claims and the links' last verdicts, each with what is wrong with it."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import asdict, astuple
from pathlib import Path

from papernotes.cache import Cache, digest
from papernotes.claims.book import Book, open_book
from papernotes.claims.results import FILE as CLAIM_RESULTS
from papernotes.findings import Finding, error
from papernotes.headings import HEADING
from papernotes.linkcheck.online.state import NAME as LINK_STATE
from papernotes.linkcheck.online.state import Seen, StateError, load_state
from papernotes.notes import Note, read_front_matter
from papernotes.records import bare_record, bare_records
from papernotes.refs import Bibliography, Reference, load_bibliography
from papernotes.source import Source


def read_note(slug: str, shown: str, text: str, tags: Collection[str]) -> tuple[Note, list[Finding]]:
    """Read one note; `shown` is its path as findings print it, `tags` the closed list of tags."""
    source = Source(shown, text)
    meta, faults = read_front_matter(source, tags)
    if not text[source.body_start :].strip() and not (meta and meta.template):
        faults.append(error(shown, 1, 1, "empty-note", "the note is empty", "write its heading and text, or delete the file"))
    headings = [match for match in HEADING.finditer(text, source.body_start) if not source.in_code(match.start())]
    title = (meta and meta.title) or (headings[0][1] if headings else slug.rpartition("/")[2])
    return Note(slug, source, title, meta), faults


def not_utf8(shown: str, content: bytes, fault: UnicodeDecodeError) -> Finding:
    """Report a note whose bytes are no UTF-8."""
    line = content[: fault.start].count(b"\n") + 1
    return error(shown, line, 1, "not-utf8", "the note is not UTF-8", "save it as UTF-8")


def read_claims(root: Path, repo_url: str | None, edit_uri: str | None) -> tuple[Book, list[Finding]]:
    """Read the claims and their results; results that cannot be read are a finding."""
    try:
        return open_book(root, repo_url, edit_uri), []
    except ValueError as fault:
        return Book(), [error(CLAIM_RESULTS, 1, 1, "claims", str(fault), "run 'make claims'")]


def last_verdicts(root: Path) -> tuple[Mapping[str, Seen], list[Finding]]:
    """Read what the last online check saw of each address; a state that cannot be read is a finding."""
    try:
        return load_state(root / LINK_STATE), []
    except StateError as fault:
        where, _, message = str(fault).partition(": ")
        return {}, [error(LINK_STATE, int(where.rpartition(":")[2]), 1, "bad-state", message, "restore it from version control, or delete it")]


def read_references(root: Path, name: str, last: Bibliography, cache: Cache, shape: str) -> tuple[Bibliography, list[Finding]]:
    """Read the bibliography; one that is broken for a moment does not take the `last` one's citations off the pages."""
    path = root / name
    if not path.is_file():
        return Bibliography(), []
    key = digest("bibliography", shape, hashlib.blake2b(path.read_bytes()).hexdigest())
    kept = cache.get(key)
    if kept:
        bare = {one["key"]: bare_record(one) for one in kept["records"]}
        return Bibliography({one[0]: Reference(*one) for one in kept["references"]}, [], [Finding(*one) for one in kept["warnings"]], {}, kept["sources"], bare), []
    read = load_bibliography(path, name)
    if not read.findings:
        read.bare = bare_records(read)
        records = [asdict(record) for record in read.bare.values()]
        cache.put(key, {"references": [astuple(one) for one in read.references.values()], "warnings": [astuple(one) for one in read.warnings], "sources": read.sources, "records": records})
    return read if read.references or not read.findings else last, list(read.findings)
