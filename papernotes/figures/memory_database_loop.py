"""The author's loop: one look-up, then a second one that replaces or adds."""

from papernotes.claims.memory import adding_keeps_the_old_question_alive
from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="memory/memory-as-a-database",
    place="How it works",
    alt="A soft database asked twice: replacing the question by the answer finds the office, adding the answer to the question finds Joe again. "
    "The first look-up for milk puts 0.96 on the fact that names Joe; replaced, the second puts 0.96 on Joe's place; added, 0.53 stays on the first fact and 0.46 goes to the second.",
    caption="The example of this section, weights computed by the claim.",
    kind="data",
)
FACTS = [("milk", "Joe"), ("Joe", "office"), ("Fred", "kitchen")]


def draw() -> str:
    """Draw the three facts once a look-up: the first on top, both rules for the second below."""
    numbers = adding_keeps_the_old_question_alive().numbers
    drawing = Drawing(356)
    drawing.box(8, 50, 84, 30, "*q* = milk", "b")
    drawing.arrow([(92, 65), (128, 65)])
    _look_up(drawing, 132, 20, "first look-up", numbers["first"], True)
    drawing.text(352, 70, ["answer:", "Joe"], size=SMALL)
    drawing.arrow([(204, 134), (204, 158), (100, 158), (100, 190)])
    drawing.arrow([(244, 134), (244, 158), (300, 158), (300, 190)])
    drawing.text(8, 150, ["replace:", "*q* = Joe"], anchor="start", size=SMALL)
    drawing.text(392, 150, ["add:", "*q* = milk + Joe"], anchor="end", size=SMALL)
    _look_up(drawing, 4, 212, "second look-up", numbers["replace"], False)
    _look_up(drawing, 206, 212, "second look-up", numbers["add"], False)
    drawing.text(94, 342, "answer: office", weight=600)
    drawing.text(300, 342, "answer: mostly Joe again", weight=600)
    return drawing.svg(FIGURE.alt)


def _look_up(drawing: Drawing, x: float, y: float, name: str, weights: list[float], wide: bool) -> None:
    """Draw the facts as key and value, with the weight that each one got."""
    drawing.text(x, y - 6, name, "soft", anchor="start", size=SMALL)
    for index, ((key, value), weight) in enumerate(zip(FACTS, weights, strict=True)):
        top = y + 38 * index
        drawing.rect(x, top, 60, 32, "b-tint", "b", radius=0, weight=1)
        drawing.rect(x + 60, top, 66, 32, "d-tint", "d", radius=0, weight=1)
        drawing.text(x + 30, top + 21, key, size=SMALL)
        drawing.text(x + 93, top + 21, value, size=SMALL)
        drawing.rect(x + 130, top, 56, 32, "paper", "faint", radius=0, weight=0.8)
        drawing.rect(x + 130, top, 56 * weight, 32, "heat", "none", radius=0)
        drawing.text(x + 158, top + 21, f"{weight:.2f}", weight=600 if weight == max(weights) else 400)
