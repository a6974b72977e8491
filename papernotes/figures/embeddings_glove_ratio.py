"""GloVe: how neighbours are counted, and why the ratio of two shares tells more than either."""

import numpy as np

from papernotes.claims.embeddings import count_neighbours
from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="embeddings/glove",
    place="The idea",
    alt="GloVe counts neighbours by distance and fits the logarithm of the counts, because ratios of shares carry the meaning. "
    "In the sentence the cat sat on the mat a neighbour counts 1, a word two places away one half, and the counts of all pairs make a table. "
    "Bars for four probe words show the logarithm of the ratio of their shares beside ice and beside steam: solid 2.19, gas minus 2.47, water 0.31, fashion minus 0.04.",
    caption="Above: co-occurrence counts of one sentence with a window of two, computed. "
    "Below: the log ratio of a probe word’s share beside *ice* to its share beside *steam*, from the ratios of [@pennington2014glove, Table 1]. "
    "*Solid* and *gas* tell the two apart, *water* goes with both and *fashion* with neither.",
    kind="data",
)
WORDS = ["the", "cat", "sat", "on", "mat"]
TEXT = np.array([0, 1, 2, 3, 0, 4])
RATIOS = {"solid": 8.9, "water": 1.36, "fashion": 0.96, "gas": 0.085}


def draw() -> str:
    """Draw the sentence with its window, the table of counts, and the four ratios."""
    drawing = Drawing(572)
    _window(drawing, 14)
    _table(drawing, 162)
    _ratios(drawing, 412)
    return drawing.svg(FIGURE.alt)


def _window(drawing: Drawing, y: float) -> None:
    """Draw the sentence, and what the word *sat* gives to each neighbour within two words."""
    drawing.heading(y, "1  Count neighbours, near ones more")
    for k, number in enumerate(TEXT):
        x = 8 + 64 * k
        drawing.box(x, y + 72, 58, 28, WORDS[number], "a" if k == 2 else "b" if abs(k - 2) <= 2 else "n", weight=600 if k == 2 else 400)
    for k in (0, 1, 3, 4):
        x, rise = 37 + 64 * k, 40 if abs(k - 2) == 2 else 22
        middle = 165 + (6 if k > 2 else -6) * (1 if rise == 22 else 0.4)
        drawing.arrow([(middle, y + 71), (middle, y + 71 - rise), (x, y + 71 - rise), (x, y + 70)], "a", round=8)
        drawing.text((x + 165) / 2 + (26 if k > 2 else -26) * (rise == 40), y + 65 - rise if rise == 40 else y + 64 - rise + 20, "½" if rise == 40 else "1", size=SMALL, weight=600, halo=True)
    drawing.text(8, y + 119, "window: two words on each side", "soft", size=SMALL, anchor="start")


def _table(drawing: Drawing, y: float) -> None:
    """Draw the table of counts, zeros left empty."""
    counts = count_neighbours(TEXT, len(WORDS), 2)
    drawing.heading(y, "2  All counts *C_{ij}*")
    x, top, cell = 70, y + 32, 36
    drawing.grid(x, top, (counts / counts.max() * 0.9).tolist(), cell)
    for k, word in enumerate(WORDS):
        drawing.text(x - 8, top + cell * (k + 0.5) + 4, word, anchor="end")
        drawing.text(x + cell * (k + 0.5), top - 7, word)
    for (i, j), value in np.ndenumerate(counts):
        if value:
            drawing.text(x + cell * (j + 0.5), top + cell * (i + 0.5) + 4.5, f"{value:g}".replace("0.5", "½"))
    drawing.text(266, top + 16, ["“the … sat” adds ½", "twice: once from", "each “the”.", "", "Empty pairs cost", "nothing: *f*(0) = 0."], "soft", size=SMALL, anchor="start")


def _ratios(drawing: Drawing, y: float) -> None:
    """Draw the logarithm of each ratio as a bar to the right (ice) or to the left (steam)."""
    drawing.heading(y, "3  Ratios: ice against steam")
    zero, unit = 226, 52
    drawing.text(zero - 8, y + 22, "← more with steam", "c", size=SMALL, anchor="end")
    drawing.text(zero + 8, y + 22, "more with ice →", "b", size=SMALL, anchor="start")
    for k, (word, ratio) in enumerate(RATIOS.items()):
        top, log = y + 34 + 28 * k, float(np.log(ratio))
        drawing.text(4, top + 14, word, anchor="start", weight=600)
        drawing.rect(zero + min(0, unit * log), top, max(abs(unit * log), 1), 19, "b-tint" if log > 0 else "c-tint", "b" if log > 0 else "c", radius=0)
        if abs(log) > 1:
            drawing.text(zero + unit * log / 2, top + 14, f"{log:.2f}".replace("-", "−"), size=SMALL, weight=600)
        else:
            drawing.text(zero + (24 if log > 0 else 8), top + 14, f"{log:.2f}".replace("-", "−"), size=SMALL, anchor="start", weight=600)
    drawing.line([(zero, y + 30), (zero, y + 146)], "ink")
