"""The LSTM cell with its gates as vectors, in the numbers of one step."""

import numpy as np

from papernotes.claims.arrays import Array
from papernotes.claims.rnn import lstm_step
from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="rnn/lstm",
    place="How it works",
    alt="An LSTM cell is a lane of memory that gates act on entry by entry. "
    "The old cell is multiplied by the forget gate, the product of input gate and candidate is added, and the output gate shows the tanh of the new cell. "
    "All are vectors of the same length. In the example the first entry is kept, 1.00 becomes 0.92, and the second is overwritten, minus 0.50 becomes 0.57.",
    caption="One LSTM step with $d = 2$ cells and one input, computed with the weights of the [step by hand](#one-step-by-hand). "
    "Upper entries belong to cell 1, which keeps; lower entries to cell 2, which is overwritten.",
    kind="schematic",
    after="[@hochreiter1997long] with the forget gate of [@gers2000learning]",
)
WEIGHTS = np.array([[1, 0, 2], [0, 1, -1], [0, 1, 0], [1, 0, 1], [1, 1, 1], [0, 2, 0], [2, 0, -1], [0, -1, 1]], dtype=float)
OUTPUT, CELL, INPUT = np.array([0.5, -0.2]), np.array([1.0, -0.5]), np.array([1.0])
LANE, GATES, LAYERS = 82, 238, 322  # ordinates of the rows


def draw() -> str:
    """Draw the lane of memory, the four layers below it, and the way out."""
    drawing = Drawing(452)
    new_output, new_cell, (f, i, o, g) = lstm_step(np.hstack([WEIGHTS, np.zeros((8, 1))]), OUTPUT, CELL, INPUT)
    _lane(drawing, new_cell)
    _ways(drawing, i * g, new_cell)
    layers = [(106, "*f*", "forget", "σ", f, "a"), (174, "*i*", "input", "σ", i, "a"), (242, "*g*", "candidate", "tanh", g, "b"), (316, "*o*", "output", "σ", o, "a")]
    for x, symbol, name, function, values, hue in layers:
        _vector(drawing, x - 23, GATES, values, hue)
        drawing.text(x - 27, GATES + 27, symbol, anchor="end", weight=600)
        drawing.arrow([(x, LAYERS - 6), (x, GATES + 50)], hue)
        drawing.box(x - 31, LAYERS - 4, 62, 38, [function, name], hue, size=SMALL)
        drawing.arrow([(x, 386), (x, LAYERS + 37)], "soft")
    _inputs(drawing)
    _vector(drawing, 352, 156, new_output, "d")
    drawing.text(375, 219, "*h_{t}*", weight=600)
    return drawing.svg(FIGURE.alt)


def _vector(drawing: Drawing, x: float, y: float, values: Array, hue: str) -> None:
    """Draw a vector as a column of numbers."""
    for k, value in enumerate(values):
        drawing.rect(x, y + 23 * k, 46, 23, f"{hue}-tint", hue, radius=0)
        drawing.text(x + 23, y + 23 * k + 16, f"{value:.2f}".replace("-", "−"))


def _lane(drawing: Drawing, new_cell: Array) -> None:
    """Draw the cell from left to right: old value, forget, add, new value."""
    drawing.text(33, LANE - 48, "*c*_{t−1}", weight=600)
    drawing.arrow([(56, LANE), (96, LANE)], "c", weight=3)
    drawing.arrow([(116, LANE), (197, LANE)], "c", weight=3)
    drawing.arrow([(217, LANE), (290, LANE)], "c", weight=3)
    drawing.arrow([(338, LANE), (396, LANE)], "c", weight=3)
    _vector(drawing, 10, LANE - 23, CELL, "c")
    _vector(drawing, 293, LANE - 23, new_cell, "c")
    drawing.text(316, LANE - 48, "*c_{t}*", weight=600)
    drawing.plus(106, LANE, "×")
    drawing.plus(207, LANE)
    drawing.text(106, LANE - 18, "keep", "soft", size=SMALL)
    drawing.text(207, LANE - 18, "write", "soft", size=SMALL)
    drawing.text(163, LANE - 48, "the memory: two cells", "c", weight=600)


def _ways(drawing: Drawing, written: Array, new_cell: Array) -> None:
    """Draw what reaches the lane from the gates, and what leaves it as output."""
    drawing.arrow([(106, GATES - 3), (106, LANE + 12)], "a")
    drawing.arrow([(174, GATES - 3), (174, 204), (197, 204)], "a")
    drawing.arrow([(242, GATES - 3), (242, 204), (218, 204)], "b")
    drawing.plus(207, 204, "×")
    drawing.arrow([(207, 194), (207, 173)], "b")
    _vector(drawing, 184, 126, written, "b")
    drawing.text(180, 153, "*i* ⊙ *g*", anchor="end", size=SMALL)
    drawing.arrow([(207, 124), (207, LANE + 12)], "b")
    drawing.arrow([(316, LANE + 25), (316, 124)], "c")
    drawing.box(291, 126, 50, 24, "tanh", "n", size=SMALL)
    drawing.arrow([(316, 151), (316, 168)], "c")
    drawing.plus(316, 179, "×")
    drawing.arrow([(316, GATES - 3), (316, 191)], "a")
    drawing.arrow([(327, 179), (350, 179)], "d")
    drawing.text(302, 183, "show", "soft", size=SMALL, anchor="end")


def _inputs(drawing: Drawing) -> None:
    """Draw the stacked input that all four layers read."""
    drawing.line([(106, 386), (316, 386)], "soft")
    drawing.line([(211, 386), (211, 402)], "soft")
    for k, (value, hue) in enumerate(zip([*OUTPUT, *INPUT], "ddn", strict=True)):
        drawing.rect(142 + 46 * k, 402, 46, 23, "surface" if hue == "n" else "d-tint", "faint" if hue == "n" else hue, radius=0)
        drawing.text(165 + 46 * k, 418, f"{value:.2f}".replace("-", "−"))
    drawing.text(188, 443, "*h*_{t−1}", weight=600)
    drawing.text(257, 443, "*x_{t}*", weight=600)
    drawing.text(136, 418, "*z_{t}*", anchor="end", weight=600)
    drawing.text(290, 418, "all four read it", "soft", size=SMALL, anchor="start")
