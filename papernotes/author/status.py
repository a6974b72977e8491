"""What an author still has to do in a knowledge base, as lists of short lines."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from papernotes.author.known import Base
from papernotes.changes import ChangeError
from papernotes.claims.book import Book, open_book
from papernotes.claims.uses import KINDS, Use, uses_of
from papernotes.drafts import missing
from papernotes.linkcheck.check import Collection
from papernotes.linkcheck.curate import proof_count
from papernotes.linkcheck.online.state import NAME, Seen, StateError, load_state
from papernotes.linkcheck.wording import is_external
from papernotes.notes import Note

FINE = ("ok", "moved")
RELATIONS = ("replaces", "builds_on", "contradicted_by", "succeeded_by")


@dataclass(frozen=True)
class Section:
    """Hold one list: its heading, which says how many there are, and its lines."""

    heading: str
    lines: list[str]


def status(base: Base) -> list[Section]:
    """Make the author's list. Raise `ChangeError` where a file that it reads is broken."""
    collection = Collection(base.folder)
    try:
        book, seen = open_book(base.root), load_state(base.root / NAME)
    except (ValueError, StateError) as fault:
        raise ChangeError(str(fault)) from fault
    published = {slug: note for slug, note in base.notes.items() if note.meta is not None and not note.is_draft}
    return [
        drafts(base, book), unreviewed(published), failing_links(collection, seen, (base.root / NAME).exists()),
        unverified_records(base), claims(published, base, book), lonely(base, collection, published),
    ]  # fmt: skip


def drafts(base: Base, book: Book) -> Section:
    """List the drafts, each with what it lacks."""
    found = {slug: note for slug, note in base.notes.items() if note.is_draft}
    return Section(f"{_count(found, 'draft')}", [f"{_path(base, slug)}: lacks {', '.join(missing(note, book)) or 'nothing'}" for slug, note in found.items()])


def unreviewed(published: dict[str, Note]) -> Section:
    """List the notes of topics that were never held against their sources as a whole."""
    found = [note.source.path for note in published.values() if note.topic and note.topic != "contributing" and note.meta and note.meta.reviewed is None]
    return Section(f"{_count(found, 'note')} without a day of review", found)


def failing_links(collection: Collection, seen: dict[str, Seen], checked: bool) -> Section:
    """List the addresses that the last online check could not find right, each where it first stands."""
    bad = {url: one for url, one in seen.items() if one.verdict not in FINE}
    places = {link.url: f"{link.path}:{link.line}" for link in reversed(collection.links) if link.url in bad}
    lines = [f"{places[url]}: {url} is {one.verdict}" + (f" since {one.failing_since}" if one.failing_since else "") for url, one in bad.items() if url in places]
    return Section(f"{_count(lines, 'failing link')}" + ("" if checked else ": never checked online, run 'make links'"), sorted(lines))


def unverified_records(base: Base) -> Section:
    """List the records that nobody but a person vouches for."""
    found = [record for record in base.records.values() if not record.verified]
    return Section(f"{proof_count(base.records)} records unverified" + (": run 'make links' online" if found else ""), [f"{record.id}, {record.source}: {record.title}" for record in found])


def claims(published: dict[str, Note], base: Base, book: Book) -> Section:
    """Count the claims of the topics' notes by their state, each claim once."""
    stated: dict[tuple[str, str], Use] = {}
    for slug, note in published.items():
        for use in uses_of(slug, note.source) if note.topic in base.topics else ():
            stated.setdefault((use.id, use.statement), use)
    counts = Counter(_state(use, book) for use in stated.values())
    return Section(_count(stated, "claim"), [f"{counts[kind]} {words}" for kind, words in {**KINDS, "unknown": "unknown"}.items() if counts[kind]])


def _state(use: Use, book: Book) -> str:
    """Return a stated claim's kind, or the state of a program's."""
    if not use.id:
        return use.kind
    return book.kind(use.id) if use.id in book.records else "unknown"


def lonely(base: Base, collection: Collection, published: dict[str, Note]) -> Section:
    """List the notes of topics that no other published note names in its text or front matter."""
    named = set(_named(base, collection, published))
    found = [note.source.path for slug, note in published.items() if note.topic in base.topics and not note.is_index and slug not in named]
    return Section(f"{_count(found, 'note')} that no other note links to", found)


def _named(base: Base, collection: Collection, published: dict[str, Note]) -> Iterator[str]:
    """List the slugs that published notes lead to."""
    for slug, note in published.items():
        yield from (name for field in RELATIONS for name in getattr(note.meta, field))
        page = collection.pages.get(note.source.path)
        for link in page.links if page else ():
            target = None if is_external(link.url) else collection.resolver.resolve(link).file
            if target and target != note.source.path:
                yield target.removeprefix(base.folder.docs + "/").removesuffix(".md")


def _count(items, word: str) -> str:
    return f"{len(items)} {word}{'' if len(items) == 1 else 's'}"


def _path(base: Base, slug: str) -> str:
    return base.notes[slug].source.path
