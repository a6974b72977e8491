"""One map of all notes: a line each in the order of their years, and an arc from what came first to what built on it.

Arcs on one side of a list need no placing and collide with no name, whatever the number of notes; a phone shows it whole.
"""

from collections.abc import Mapping, Sequence
from html import escape

from papernotes.cards import Way
from papernotes.lineage import Ties
from papernotes.notes import Note

LINE, WIDTH, ARCS = 22, 380, 118  # height of a line, width of the drawing, room for arcs; px
LONGEST_NAME = 32  # characters beside the arcs


def edges(order: Sequence[str], ties: Mapping[str, Ties]) -> list[tuple[int, int, bool]]:
    """List pairs of lines: what came first, what built on it or disputes it, and whether it is a dispute."""
    line = {slug: number for number, slug in enumerate(order)}
    found = {(line[slug], line[other], False) for slug in order for other in ties.get(slug, {}).get("Led to", ()) if other in line}
    found |= {(line[slug], line[other], True) for slug in order for other in ties.get(slug, {}).get("Disputed by", ()) if other in line}
    return sorted(found)


def map_html(order: Sequence[str], years: Mapping[str, str], ties: Mapping[str, Ties], notes: Mapping[str, Note], way: Way) -> str:
    """Draw the map; `order` lists the notes that are tied to another one, the oldest first."""
    if not order:
        return ""
    height = LINE * len(order) + 8
    arcs = "".join(_arc(first, last, dispute, len(order)) for first, last, dispute in edges(order, ties))
    names = "".join(_name(number, slug, years.get(slug, ""), notes[slug], way) for number, slug in enumerate(order))
    return (
        f'<svg class="pn-map" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="group" aria-label="Map of the notes: which built on which">'
        '<defs><marker id="pn-map-end" viewBox="0 0 6 6" refX="5" refY="3" markerWidth="6" markerHeight="6" orient="auto"><path d="M0 0L6 3L0 6z"/></marker></defs>'
        f"<g>{arcs}</g>{names}</svg>"
    )


def _y(line: int) -> float:
    return LINE * line + LINE / 2 + 4


def _arc(first: int, last: int, dispute: bool, lines: int) -> str:
    """Draw one arc; the further apart two lines are, the wider it is, and one that leads up leaves lower than it arrives."""
    reach = ARCS - 16 - (ARCS - 30) * (abs(last - first) / max(lines - 1, 1)) ** 0.5
    start, end = _y(first) + 3, _y(last) - 3
    css = ' class="pn-map__dispute"' if dispute else ""
    return f'<path{css} d="M{ARCS - 8} {start:g}C{reach:.1f} {start:g} {reach:.1f} {end:g} {ARCS - 6} {end:g}" marker-end="url(#pn-map-end)"/>'


def _name(number: int, slug: str, year: str, note: Note, way: Way) -> str:
    name = note.name if len(note.name) <= LONGEST_NAME else note.name[: LONGEST_NAME - 1].rstrip() + "…"
    y = _y(number) + 4.5
    # Not plain href: the theme writes every one anew, which an SVG's link does not allow.
    return (
        f'<a xlink:href="{escape(way(slug))}"><text x="{ARCS}" y="{y:g}"><tspan class="pn-map__year">{year or "idea"}</tspan>'
        f'<tspan x="{ARCS + 36}">{escape(name, quote=False)}</tspan></text></a>'
    )
