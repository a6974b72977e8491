"""The map of the knowledge base: its topics, their notes, and how strongly the topics lean on one another."""

from papernotes.figures import Figure
from papernotes.figures.records import links_between_topics, notes, topics
from papernotes.figures.style import LINE, SMALL, Drawing, number, text_width

FIGURE = Figure(
    note="index",
    place="Where to start",
    alt="The nine topics with their notes, and arcs where notes of one topic link to notes of another. "
    "The strongest arc joins the Transformer and memory; the Transformer is linked with embeddings, pruning, multimodal models and recurrent networks too, CNNs with multimodal models, faces with 3D.",
    caption="The thicker an arc, the more links run between two topics; pairs with fewer than three are left out.",
    kind="data",
    data=("docs", "docs/.nav.yml"),
)
ROOM, SIDE = 264, 290


def draw() -> str:
    """Draw the topics below each other, their notes as a paragraph, and the arcs at the right."""
    rows = [(topic, _lines(topic)) for topic in topics()]
    height = sum(34 + len(lines) * SMALL * LINE for _, lines in rows)
    drawing = Drawing(height + 4)
    y, places = 18.0, {}
    for topic, lines in rows:
        places[topic] = y - 5
        drawing.text(4, y, notes()[f"{topic}/index"].title, anchor="start", weight=600)
        y = drawing.text(4, y + 17, lines, "soft", anchor="start", size=SMALL) + 17
    _arcs(drawing, places)
    for topic in places:
        drawing.line([(ROOM, places[topic]), (SIDE - 6, places[topic])], "hair", weight=1)
        drawing.circle(SIDE, places[topic], 5.5, "a", "none")
    return drawing.svg(FIGURE.alt)


def _lines(topic: str) -> list[str]:
    """Break a topic's note names into lines; a name is never broken."""
    names = [note.name for note in notes().values() if note.topic == topic and not note.is_index]
    lines = [""]
    for name in names:
        longer = f"{lines[-1]} · {name}" if lines[-1] else name
        if text_width(longer, SMALL) < ROOM:
            lines[-1] = longer
        else:
            lines.append(name)
    return lines


def _arcs(drawing: Drawing, places: dict[str, float]) -> None:
    """Draw the pairs with at least three links, the weakest first; the count stands on the strongest."""
    order = list(places)
    strongest = max(links_between_topics().values())
    for (one, other), count in sorted(links_between_topics().items(), key=lambda item: item[1]):
        if count < 3:
            continue
        top, low = places[one], places[other]
        bulge = SIDE + 16 + 16 * abs(order.index(other) - order.index(one))
        drawing.path(f"M{SIDE} {number(top)}C{bulge} {number(top)} {bulge} {number(low)} {SIDE} {number(low)}", "a" if count == strongest else "b", weight=0.9 + 5 * count / strongest)
        if count == strongest:
            drawing.text(min(SIDE + 0.75 * (bulge - SIDE) + 10, 330), (top + low) / 2 + 4, f"{count} links", "a", size=SMALL, anchor="start", halo=True, weight=600)
