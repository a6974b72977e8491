"""What a note builds on and what came of it: the relations of the front matter, read from both ends.

A relation's target is a note or a paper; a paper that is some note's main paper counts as that note.
"""

from collections.abc import Mapping
from html import escape

from papernotes.cards import Way
from papernotes.notes import Note
from papernotes.records import Record

# field → its name on the page where it stands, and on the page that it names
RELATIONS = {
    "builds_on": ("Builds on", "Led to"),
    "replaces": ("Takes the place of", "Replaced by"),
    "contradicted_by": ("Disputed by", "Disputes"),
    "succeeded_by": ("Led to", "Builds on"),
}
ORDER = ("Builds on", "Takes the place of", "Led to", "Replaced by", "Disputed by", "Disputes")
Ties = dict[str, list[str]]  # a relation's name → slugs of notes and keys of papers
BIBLIOGRAPHY = "bibliography"


def all_ties(notes: Mapping[str, Note], records: Mapping[str, Record]) -> dict[str, Ties]:
    """Collect for each note what it is tied to, whichever end says so; each tie once."""
    ties: dict[str, Ties] = {}
    for slug, note in notes.items():
        for field, (here, there) in RELATIONS.items():
            for name in getattr(note.meta, field) if note.meta and not note.meta.status else ():
                other = node(name, notes, records)
                if other not in notes and other not in records:
                    continue  # a draft
                _tie(ties, slug, here, other)
                _tie(ties, other, there, slug)
    return {slug: {name: ties[slug][name] for name in ORDER if name in ties[slug]} for slug in ties if slug in notes}


def _tie(ties: dict[str, Ties], one: str, relation: str, other: str) -> None:
    found = ties.setdefault(one, {}).setdefault(relation, [])
    if other not in found and other != one:
        found.append(other)


def node(name: str, notes: Mapping[str, Note], records: Mapping[str, Record]) -> str:
    """Return the note that a name of the front matter means: itself, or the one whose main paper it is; else the key."""
    if name in notes or name not in records:
        return name
    main = [slug for slug in records[name].notes if ((notes[slug].meta and notes[slug].meta.papers) or [""])[0] == name]
    return main[0] if main else name


def node_html(name: str, notes: Mapping[str, Note], records: Mapping[str, Record], way: Way) -> str:
    """Write a note or a paper as a link: to the note, to the paper's place in the bibliography, else to the paper itself."""
    if name in notes:
        return f'<a href="{escape(way(name))}">{escape(notes[name].name, quote=False)}</a>'
    record = records.get(name)
    if record is None:
        return escape(name, quote=False)
    text = f"{escape(record.label, quote=False)}, {record.year}"
    address = f"{way(BIBLIOGRAPHY)}#{name}" if BIBLIOGRAPHY in notes else record.links[0][1] if record.links else ""
    return f'<a href="{escape(address)}">{text}</a>' if address else text


def lineage_of_note(slug: str, ties: Mapping[str, Ties], notes: Mapping[str, Note], records: Mapping[str, Record], way: Way) -> str:
    """List what a note is tied to, one relation an item."""
    found = {name: others for name, others in ties.get(slug, {}).items() if others}
    items = [f"<li><strong>{name}</strong> {_row(others, notes, records, way)}</li>" for name, others in found.items()]
    return f'<ul class="pn-lineage">{"".join(items)}</ul>' if items else ""


def lineage_of_topic(topic: str, ties: Mapping[str, Ties], notes: Mapping[str, Note], records: Mapping[str, Record], way: Way, order: list[str]) -> str:
    """List a topic's notes in their order, each with what it is tied to."""
    items = []
    for slug in order:
        inner = lineage_of_note(slug, ties, notes, records, way)
        if inner and notes[slug].topic == topic:
            items.append(f"<li>{node_html(slug, notes, records, way)}{inner}</li>")
    return f'<ul class="pn-lineage pn-lineage--topic">{"".join(items)}</ul>' if items else ""


def _row(others: list[str], notes: Mapping[str, Note], records: Mapping[str, Record], way: Way) -> str:
    return ", ".join(node_html(other, notes, records, way) for other in others)
