"""Parts of pages that come from front matter and the bibliography, as Markdown.

A page asks for one by a comment on a line of its own, such as `<!-- compare -->`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from posixpath import dirname, relpath

from papernotes.notes import Note
from papernotes.refs import NO_YEAR, Reference

MARKER = re.compile(r"^<!-- (compare|timeline|reading-path|topics) -->[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Library:
    """Hold what the parts are made from: all notes by slug, the topics' order, the references."""

    notes: Mapping[str, Note]
    topics: Sequence[str]  # folder names, as the navigation orders them
    references: Mapping[str, Reference]

    def of_topic(self, topic: str) -> list[Note]:
        """List a topic's notes without its index, the oldest paper first."""
        chosen = [note for note in self.notes.values() if note.topic == topic and not note.is_index and note.meta]
        return sorted(chosen, key=lambda note: (self.when(note), note.slug))

    def when(self, note: Note) -> tuple[str, str]:
        """Return what orders a note's main paper in time; what is about an idea comes last."""
        papers = (note.meta and note.meta.papers) or []
        return self.references[papers[0]].when if papers and papers[0] in self.references else (NO_YEAR, "")

    def year(self, note: Note) -> str:
        """Return the year of a note's main paper; empty where it is about an idea."""
        return self.when(note)[0].replace(NO_YEAR, "")


def fill_markers(markdown: str, note: Note, library: Library) -> str:
    """Put each part that a note asks for in the place of its marker."""
    parts: dict[str, Callable[[Note, Library], str]] = {
        "compare": compare_table,
        "timeline": timeline,
        "reading-path": reading_path,
        "topics": topic_list,
    }
    return MARKER.sub(lambda match: parts[match[1]](note, library), markdown)


def link(note: Note, target: Note, text: str = "") -> str:
    """Write a Markdown link from one note to another."""
    return f"[{text or target.name}]({relpath(target.slug + '.md', dirname(note.slug) or '.')})"


def _named(note: Note, library: Library, name: str) -> str:
    """Write a relation's target as a link (a note) or as a citation (a key)."""
    target = library.notes.get(name)
    if target is not None:
        return link(note, target)
    about = [n for n in library.notes.values() if n.meta and n.meta.papers and n.meta.papers[0] == name]
    return f"{link(note, about[0])} [@{name}]" if about else f"[@{name}]"


def _compared(note: Note, library: Library, row: Note) -> tuple[str, ...]:
    """Write one note's cells of the comparison, empty where there is nothing to say."""
    meta = row.meta
    assert meta is not None  # of_topic leaves out notes without front matter
    replaced = ", ".join(_named(note, library, name) for name in meta.replaces)
    number = f"{meta.key_number.value} {meta.key_number.unit} {meta.key_number.source}" if meta.key_number else ""
    return link(note, row), library.year(row), meta.idea or meta.description, replaced, number


def compare_table(note: Note, library: Library) -> str:
    """Compare a topic's notes: name, year, idea, what it replaced, key number; a column without any entry is left out."""
    rows = [("Name", "Year", "Idea", "In place of", "Key number"), *(_compared(note, library, row) for row in library.of_topic(note.topic))]
    columns = [column for column in zip(*rows, strict=True) if any(column[1:])]
    lines = ["| " + " | ".join(cell.replace("|", "\\|") or "–" for cell in cells) + " |" for cells in zip(*columns, strict=True)]
    lines.insert(1, "|" + "---|" * len(columns))
    return '<div class="pn-compare" markdown>\n\n' + "\n".join(lines) + "\n\n</div>"


def timeline(note: Note, library: Library) -> str:
    """List the papers of a topic's notes by year."""
    rows = {
        paper: row
        for row in reversed(library.of_topic(note.topic))
        for paper in (row.meta and row.meta.papers) or []
        if paper in library.references
    }
    ordered = sorted(rows, key=lambda key: (library.references[key].when, key))
    lines = [
        f"- **{library.references[key].when[0]}** *{library.references[key].title}* [@{key}]: see {link(note, rows[key])}."
        for key in ordered
        if library.references[key].year != "n.d."
    ]
    return '<div class="pn-timeline" markdown>\n\n' + "\n".join(lines) + "\n\n</div>"


def reading_path(note: Note, library: Library) -> str:
    """List a topic's notes in the order in which they are best read, each with the reason."""
    steps = note.meta.reading_path if note.meta else []
    lines = []
    for step in steps:
        target = library.notes.get(f"{note.topic}/{step.note}") or library.notes.get(step.note)
        if target is None:
            continue  # a draft, or no note at all: the build says so
        lines.append(f"1. {link(note, target, target.title)}" + (f": {step.why.rstrip('.')}." if step.why else ""))
    return "\n".join(lines)


def topic_list(note: Note, library: Library) -> str:
    """List the topics, each with its one line, as the home page shows them."""
    lines = ['<div class="pn-topics" markdown>', ""]
    for topic in library.topics:
        index = library.notes[f"{topic}/index"]
        idea = (index.meta and (index.meta.idea or index.meta.description)) or ""
        lines.append(f"- {link(note, index, index.title)}\n  <span class=\"pn-topics__line\">{idea}</span>")
    return "\n".join([*lines, "", "</div>"])
