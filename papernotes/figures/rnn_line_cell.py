"""A cell of a trained character LSTM that counts the place in the line, over text that it did not train on."""

import json
from pathlib import Path

from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="rnn/visualizing-rnns",
    place="A line-length cell by hand",
    alt="One cell of a trained character LSTM counts the place in the line. "
    "Ten lines of nine characters, each character on a ground that shows the cell’s value: green at the beginning of every line, fading to white in the middle and red at its end, whatever the letters are. "
    "The mean over 200 lines falls from 0.66 at the first character to minus 0.69 at the ninth, and jumps back to 0.70 at the newline. "
    "The next best of the 24 cells correlates with the place by 0.73, most hardly at all.",
    caption="The value $\\tanh(c_t)$ of one cell over lines that the network did not train on; ↵ is the newline. "
    "24 cells, trained for 200 steps on prose cut into lines of nine characters, so that a newline is due after every ninth.",
    kind="data",
    after="[@karpathy2015visualizing]",
    data=("papernotes/figures/data/line_cell.json",),
)
RESULT = json.loads((Path(__file__).parent / "data" / "line_cell.json").read_text(encoding="utf-8"))["result"]
CELL, HEIGHT, LINES = 37, 22, 10


def draw() -> str:
    """Draw the text on the cell's values, the mean by place below, and all cells' correlations."""
    drawing = Drawing(524)
    drawing.heading(14, "the text, coloured by one cell")
    for row, (line, values) in enumerate(zip(RESULT["lines"][:LINES], RESULT["values"], strict=False)):
        for column, (sign, value) in enumerate(zip(line + "↵", values, strict=True)):
            _character(drawing, 14 + CELL * column, 26 + HEIGHT * row, sign, value)
    _means(drawing, 272)
    _cells(drawing, 440)
    return drawing.svg(FIGURE.alt)


def _character(drawing: Drawing, x: float, y: float, sign: str, value: float) -> None:
    """Draw one character on the ground of the cell's value."""
    drawing.rect(x, y, CELL, HEIGHT, "heat" if value > 0 else "heat-c", "paper", radius=0, strength=max(round(abs(value), 2), 0.01), weight=1)
    drawing.text(x + CELL / 2, y + 16, "␣" if sign == " " else sign, "soft" if sign in " ↵" else "ink", mono=True)


def _means(drawing: Drawing, y: float) -> None:
    """Draw the mean value at each place in the line as bars up and down from zero."""
    drawing.heading(y, "its mean over 200 lines, by place")
    zero = y + 72
    for column, mean in enumerate(RESULT["means"]):
        x = 14 + CELL * column
        drawing.rect(x + 5, min(zero, zero - 52 * mean), CELL - 10, abs(52 * mean), "heat" if mean > 0 else "heat-c", "a" if mean > 0 else "c", radius=0)
        drawing.text(x + CELL / 2, zero - 52 * mean + (-4 if mean > 0 else 13), f"{mean:.2f}".replace("-", "−"), size=SMALL)
        drawing.text(x + CELL / 2, y + 137, "↵" if column == 9 else str(column + 1), "soft", size=SMALL)
    drawing.line([(14, zero), (384, zero)], "soft")


def _cells(drawing: Drawing, y: float) -> None:
    """Draw each cell's correlation with the place, best first."""
    drawing.heading(y, "how well each of the 24 cells follows the place")
    base = y + 78
    for k, value in enumerate(RESULT["all_correlations"]):
        drawing.rect(14 + 15.4 * k, base - 56 * value, 11, 56 * value, "heat" if k == 0 else "hair", "a" if k == 0 else "faint", radius=0)
    drawing.line([(14, base), (384, base)], "soft")
    drawing.text(64, base - 52, f"{RESULT['correlation']:.2f} (correlation)", "a", size=SMALL, weight=600, anchor="start")
