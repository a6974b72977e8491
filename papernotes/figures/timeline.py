"""A topic's papers on one line, with what each builds on: the drawing that every `<topic>_timeline` script shares."""

import re
from dataclasses import dataclass

from papernotes.figures import Figure
from papernotes.figures.records import notes, references
from papernotes.figures.style import LINE, SMALL, Drawing, number, text_width
from papernotes.notes import Note

AXIS, TEXT = 54, 70
ROOM = 400 - TEXT


@dataclass(frozen=True)
class Stop:
    """Hold one paper on the line; `is_main` if its note is chiefly about it."""

    year: int
    key: str
    authors: str
    note: Note
    is_main: bool


def stops(topic: str) -> list[Stop]:
    """List a topic's papers by year, each once, where its own note is."""
    found: dict[str, Stop] = {}
    for slug, note in notes().items():
        for index, key in enumerate((note.meta and note.meta.papers) or []):
            reference = references()[key]
            year = re.match(r"\d{4}", reference.year)
            if slug.startswith(f"{topic}/") and year and (key not in found or index == 0):
                found[key] = Stop(int(year[0]), key, reference.authors, note, index == 0)
    return sorted(found.values(), key=lambda stop: (references()[stop.key].when, stop.key))


def figure(topic: str, name: str, data: tuple[str, ...]) -> Figure:
    """Say what a topic's timeline shows."""
    listed = stops(topic)
    told = "; ".join(f"{stop.year} {stop.note.name if stop.is_main else stop.authors}" for stop in listed).rstrip(".") + "."
    return Figure(
        note=f"{topic}/index",
        place="Timeline",
        alt=f"The papers of {name} in order, from {listed[0].year} to {listed[-1].year}. {told}",
        caption="Filled dots are papers with a note of their own, open ones stand beside them in a note. An arc leads from a paper to one that builds on it.",
        kind="data",
        data=data,
    )


def draw(topic: str, alt: str) -> str:
    """Draw a topic's papers from top to bottom; the gaps grow with the years between them, up to a limit."""
    listed = stops(topic)
    places, y, before = {}, 20.0, listed[0].year
    for stop in listed:
        y += min(6 * (stop.year - before), 30) if stop.year != before else 0
        places[stop.key] = y
        y += 24 + 15 * len(_idea(stop))
        before = stop.year
    drawing = Drawing(y - 4)
    drawing.line([(AXIS, 14), (AXIS, places[listed[-1].key])], "faint", weight=1.4)
    _arcs(drawing, listed, places)
    for stop in listed:
        _stop(drawing, stop, places[stop.key])
    return drawing.svg(alt)


def _stop(drawing: Drawing, stop: Stop, y: float) -> None:
    drawing.circle(AXIS, y - 4.5, 5 if stop.is_main else 3.6, "a" if stop.is_main else "paper", "a", weight=1.6)
    name = stop.note.name if stop.is_main else stop.authors
    drawing.text(TEXT, y, str(stop.year), anchor="start", weight=600)
    drawing.text(TEXT + 40, y, name, anchor="start", weight=600 if stop.is_main else 400)
    for index, line in enumerate(_idea(stop)):
        drawing.text(TEXT, y + 17 + index * SMALL * LINE, line, "soft", anchor="start", size=SMALL)


def _idea(stop: Stop) -> list[str]:
    """Break the note's one-line idea into lines that fit; a paper beside another says which note it is in."""
    words = (stop.note.meta and stop.note.meta.idea or "") if stop.is_main else f"in “{stop.note.name}”"
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, SMALL) < ROOM - 4:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line for line in lines if line]


def _arcs(drawing: Drawing, listed: list[Stop], places: dict[str, float]) -> None:
    """Draw an arc at the left from each paper to the papers that build on it."""
    mains = {stop.note.slug: stop.key for stop in listed if stop.is_main}
    for stop in listed:
        for earlier in (stop.note.meta.builds_on if stop.is_main and stop.note.meta else []):
            key = mains.get(earlier, earlier)
            if key not in places or key == stop.key or places[key] > places[stop.key]:
                continue
            top, low = places[key] - 4.5, places[stop.key] - 4.5
            bulge = min(14 + 0.16 * (low - top), 62)
            drawing.path(f"M{AXIS - 6} {number(top)}C{number(AXIS - bulge)} {number(top)} {number(AXIS - bulge)} {number(low)} {AXIS - 10} {number(low)}", "b", weight=1.5)
            drawing.path(f"M{AXIS - 5} {number(low)}l-8 -3.4v6.8Z", "none", "b")
