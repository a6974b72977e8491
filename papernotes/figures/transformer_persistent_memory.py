"""Learned keys and values under the context's softmax, and how they fall silent."""

from papernotes.claims.transformer_memory import falls_silent
from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing, number

FIGURE = Figure(
    note="transformer/persistent-memory",
    place="How it works",
    alt="Persistent memory puts N learned keys and values beside those of the context, under one softmax. "
    "When a context token fits well, the weight on the learned vectors falls towards zero, because context and memory share one budget of 1.",
    caption="Above, one head’s list: $L$ rows come from the context, $N$ are learned and the same for every text. Below, the example of this section: the other context score is 0, the two learned ones are 1; as the first context score rises, the learned vectors lose their weight.",
    kind="data",
    after="[@sukhbaatar2019augmenting, Fig. 1]",
)


def draw() -> str:
    """Draw the list of keys and values, and below it the weight of the learned ones."""
    drawing = Drawing(420)
    _list(drawing)
    _curve(drawing, 262)
    return drawing.svg(FIGURE.alt)


def _list(drawing: Drawing) -> None:
    drawing.rect(14, 86, 60, 18, "a", "a", radius=0)
    drawing.text(44, 78, "a query", size=SMALL)
    drawing.arrow([(76, 95), (104, 95)])
    for x, name in ((110, "keys"), (190, "values")):
        drawing.text(x + 32, 18, name, weight=600)
        for row in range(9):
            y = 28 + 19 * row + (8 if row > 3 else 0)
            drawing.rect(x, y, 64, 17, "b-tint" if row < 4 else "d-tint", "b" if row < 4 else "d", radius=0, weight=0.9)
            if row > 3:
                drawing.path(f"M{x + 6} {y + 17}L{x + 23} {y}M{x + 26} {y + 17}L{x + 43} {y}", "d", weight=0.8)
    drawing.brace(264, 28, 74, "", upright=True)
    drawing.text(272, 60, ["*L* from the text,", "made anew each time"], size=SMALL, anchor="start")
    drawing.brace(264, 112, 93, "", upright=True)
    drawing.text(272, 154, ["*N* learned, the same", "for every text"], size=SMALL, anchor="start")
    drawing.text(182, 226, "one softmax over all *L* + *N*: the weights sum to 1", "soft", size=SMALL)


def _curve(drawing: Drawing, y: float) -> None:
    numbers = falls_silent().numbers
    scores, weights = numbers["scores"], numbers["share"]
    left, width, height = 48, 330, 110
    drawing.line([(left, y), (left, y + height), (left + width, y + height)], "faint", weight=1)
    low, high = scores[0], scores[-1]
    points = [(left + width * (s - low) / (high - low), y + height * (1 - w)) for s, w in zip(scores, weights, strict=True)]
    drawing.path("M" + "L".join(f"{number(a)} {number(b)}" for a, b in points), "d", weight=2.4)
    for value in (0, 0.5, 1):
        drawing.text(left - 6, y + height * (1 - value) + 4, f"{value:g}", "soft", size=SMALL, anchor="end")
    for value in range(-4, int(high) + 1, 4):
        x = left + width * (value - low) / (high - low)
        drawing.text(x, y + height + 16, f"{value}".replace("-", "−"), "soft", size=SMALL)
    drawing.text(left + width, y + height + 32, "score of one context token", "soft", size=SMALL, anchor="end")
    drawing.text(left + 150, y + 26, "weight on the learned vectors", "d", anchor="start")
