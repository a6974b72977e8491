"""The cache of keys and values, three steps of writing."""

from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="transformer/transformer",
    place="The cache",
    alt="The key-value cache over three steps: each step computes one new row and keeps it. "
    "At step 3 the query of token 3 meets the cached keys of tokens 1 and 2 and its own; at step 4 and step 5 the cache has grown by one row each, and no earlier row is computed again.",
    caption="Writing tokens 3, 4 and 5. Only the strong rows are computed at a step; the pale ones come from the cache, in every layer. "
    "There is one query a step, so nothing of the past asks again.",
    kind="schematic",
)
WORDS = ["the", "cat", "sat", "on", "the"]


def draw() -> str:
    """Draw the three steps below each other."""
    drawing = Drawing(400)
    drawing.text(116, 18, "query", weight=600)
    drawing.text(208, 18, "keys", weight=600)
    drawing.text(292, 18, "values", weight=600)
    y = 34
    for step in (3, 4, 5):
        y = _step(drawing, y, step)
    drawing.rect(30, 376, 20, 13, "a", "a", radius=0)
    drawing.text(58, 387, "computed now", "soft", size=SMALL, anchor="start")
    drawing.rect(170, 376, 20, 13, "a-tint", "faint", radius=0, weight=0.9)
    drawing.text(198, 387, "read from the cache", "soft", size=SMALL, anchor="start")
    return drawing.svg(FIGURE.alt)


def _step(drawing: Drawing, y: float, step: int) -> float:
    """Draw one step: a query beside as many keys and values as there are tokens."""
    middle = y + 10 * step
    drawing.text(14, middle + 4, f"step {step}", anchor="start", weight=600)
    drawing.rect(84, middle - 9, 64, 18, "a", "a", radius=0)
    drawing.arrow([(150, middle), (172, middle)])
    for row in range(step):
        new = row == step - 1
        for x in (176, 260):
            drawing.rect(x, y + 20 * row, 64, 18, "a" if new else "a-tint", "a" if new else "faint", radius=0, weight=0.9)
        drawing.text(332, y + 20 * row + 13, WORDS[row], "ink" if new else "soft", anchor="start", weight=600 if new else 400, size=SMALL)
    return y + 20 * step + 32
