"""How far a classifier gets that never sees the premise."""

from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="transformer/totally-understood-language",
    place="What they found",
    alt="A classifier that sees only the hypothesis is right on 67 per cent of SNLI and 53 per cent of MultiNLI, where guessing gives about a third. "
    "Hiding the premise takes away the question, so all that is above a third comes from traces that annotators left.",
    caption="The test that hides the question: scores of the hypothesis-only classifier [@gururangan2018annotation, abstract], beside chance with three labels.",
    kind="data",
)


def draw() -> str:
    """Draw the test on top, and two bars with the line of chance."""
    drawing = Drawing(268)
    drawing.box(10, 26, 150, 40, ["premise", "hidden"], "n", size=SMALL, dash="5 4")
    drawing.box(10, 78, 150, 40, ["hypothesis", "shown"], "b", size=SMALL)
    drawing.arrow([(162, 98), (204, 98)])
    drawing.box(208, 78, 96, 40, "classifier", "n")
    drawing.arrow([(304, 98), (330, 98)])
    drawing.text(334, 85, ["entails?", "contradicts?", "neither?"], anchor="start", size=SMALL)
    for index, (name, share) in enumerate((("SNLI", 67), ("MultiNLI", 53))):
        y = 150 + 40 * index
        drawing.text(76, y + 19, name, anchor="end", weight=600)
        drawing.rect(84, y, 3 * share, 28, "heat", "ink", radius=0, weight=0.9)
        drawing.text(92 + 3 * share, y + 19, f"{share} %", anchor="start", weight=600)
    drawing.line([(184, 140), (184, 234)], "c", weight=1.8, dash="5 3")
    drawing.text(184, 250, "chance: 33 %", "c", size=SMALL)
    drawing.line([(84, 140), (84, 234)], "faint", weight=1)
    return drawing.svg(FIGURE.alt)
