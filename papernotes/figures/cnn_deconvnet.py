"""One layer of a deconvnet: up through filter and pooling, and back down by the switches, with numbers."""

import numpy as np

from papernotes.claims.arrays import Array
from papernotes.claims.cnn import correlate, pool, spread_back, unpool
from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="cnn/deconvnet",
    place="A worked layer",
    alt="A deconvnet carries one activation back to the pixels, because pooling left switches. "
    "On the left a 5 by 5 input goes down through a filter and ReLU to 4 by 4 and through pooling to 2 by 2; the places of the four maxima are the switches. "
    "On the right only the strongest value, 6, is kept; the switch puts it back at its place, and the flipped filter writes 6, minus 6, 12 and 0 into the input's lower right corner.",
    caption="One layer forward (left) and back (right), in the numbers of the example; heavy frames are the switches. "
    "Without them the 6 could stand at any of four places.",
    kind="schematic",
    after="[@zeiler2014visualizing, Fig. 1]",
)
KERNEL = np.array([[1.0, -1.0], [2.0, 0.0]])
IMAGE = np.array([[3, 2, 2, 2, 3], [2, 2, 2, 1, 0], [1, 2, 1, 0, 2], [0, 1, 1, 0, 0], [0, 0, 1, 3, 3]], dtype=float)
CELL = 27
LEFT, RIGHT = 8, 257  # where the two columns of 5 × 27 begin
TOP, MIDDLE, BOTTOM = 48, 240, 412


def draw() -> str:
    """Draw the way down at the left and the way up at the right."""
    drawing = Drawing(476)
    maps = np.maximum(correlate(IMAGE, KERNEL), 0)  # (4, 4)
    pooled, switches = pool(maps)
    kept = np.where(pooled == pooled.max(), pooled, 0)
    _forward(drawing, maps, pooled, switches)
    _back(drawing, kept, unpool(kept, switches))
    _middle(drawing)
    return drawing.svg(FIGURE.alt)


def _matrix(drawing: Drawing, x: float, y: float, values: Array, role: str) -> None:
    """Draw a matrix of whole numbers; those below zero in their own colour, all with their signs."""
    drawing.grid(x, y, np.clip(values / 12, 0, 1).tolist(), CELL, role=role)
    for (i, j), value in np.ndenumerate(values):
        if value < 0:
            drawing.rect(x + CELL * j, y + CELL * i, CELL, CELL, "heat-c", "none", radius=0, strength=min(-value / 12, 1))
        drawing.text(x + CELL * (j + 0.5), y + CELL * (i + 0.5) + 4.5, f"{value:.0f}".replace("-", "−"), "ink" if value else "soft", weight=600 if value else 400)


def _switches(drawing: Drawing, x: float, y: float, switches: Array) -> None:
    """Frame the place of each block's maximum, and rule the blocks."""
    drawing.line([(x + 2 * CELL, y), (x + 2 * CELL, y + 4 * CELL)], "ink", weight=1.2, dash="3 3")
    drawing.line([(x, y + 2 * CELL), (x + 4 * CELL, y + 2 * CELL)], "ink", weight=1.2, dash="3 3")
    for (i, j), place in np.ndenumerate(switches):
        drawing.rect(x + CELL * (2 * j + place % 2) + 1.5, y + CELL * (2 * i + place // 2) + 1.5, CELL - 3, CELL - 3, "none", "ink", radius=0, weight=2.6)


def _forward(drawing: Drawing, maps: Array, pooled: Array, switches: Array) -> None:
    """Draw the input, the feature map and the pooled map below each other."""
    drawing.text(LEFT + 67, 14, "forward", "b", weight=600)
    drawing.text(LEFT + 67, TOP - 8, "input, 5 × 5", "soft", size=SMALL)
    _matrix(drawing, LEFT, TOP, IMAGE, "heat-b")
    drawing.arrow([(LEFT + 67, TOP + 138), (LEFT + 67, MIDDLE - 3)], "b", weight=2)
    drawing.text(LEFT + 76, MIDDLE - 32, ["filter *F*,", "ReLU"], size=SMALL, anchor="start")
    _matrix(drawing, LEFT + 13, MIDDLE, maps, "heat-b")
    _switches(drawing, LEFT + 13, MIDDLE, switches)
    drawing.arrow([(LEFT + 67, MIDDLE + 111), (LEFT + 67, BOTTOM - 3)], "b", weight=2)
    drawing.text(LEFT + 76, BOTTOM - 36, ["maximum of", "each 2 × 2"], size=SMALL, anchor="start")
    _matrix(drawing, LEFT + 40, BOTTOM, pooled, "heat-b")


def _back(drawing: Drawing, kept: Array, unpooled: Array) -> None:
    """Draw the kept activation, its unpooled place and its picture in the pixels, from bottom to top."""
    drawing.text(RIGHT + 67, 14, "back", "a", weight=600)
    drawing.text(RIGHT + 67, TOP - 8, "picture in the pixels, 5 × 5", "soft", size=SMALL)
    _matrix(drawing, RIGHT, TOP, spread_back(np.maximum(unpooled, 0), KERNEL), "heat")
    drawing.arrow([(RIGHT + 67, MIDDLE - 3), (RIGHT + 67, TOP + 138)], "a", weight=2)
    drawing.text(RIGHT + 58, MIDDLE - 32, ["ReLU, then", "*F* flipped"], size=SMALL, anchor="end")
    _matrix(drawing, RIGHT + 13, MIDDLE, unpooled, "heat")
    drawing.rect(RIGHT + 13 + 3 * CELL + 1.5, MIDDLE + 3 * CELL + 1.5, CELL - 3, CELL - 3, "none", "ink", radius=0, weight=2.6)
    drawing.arrow([(RIGHT + 67, BOTTOM - 3), (RIGHT + 67, MIDDLE + 111)], "a", weight=2)
    drawing.text(RIGHT + 58, BOTTOM - 28, "unpool", size=SMALL, anchor="end")
    _matrix(drawing, RIGHT + 40, BOTTOM, kept, "heat")


def _middle(drawing: Drawing) -> None:
    """Draw what joins the two columns: the filter, the switches, the choice of one activation."""
    drawing.text(200, TOP + 34, "*F*", weight=600)
    _matrix(drawing, 200 - CELL, TOP + 42, KERNEL, "heat-b")
    drawing.arrow([(LEFT + 126, MIDDLE + 54), (RIGHT + 9, MIDDLE + 54)], "ink", weight=2, dash="5 4")
    drawing.text(200, MIDDLE + 46, "switches", weight=600)
    drawing.text(200, MIDDLE + 72, ["where each", "maximum stood"], "soft", size=SMALL)
    drawing.arrow([(LEFT + 98, BOTTOM + 27), (RIGHT + 36, BOTTOM + 27)], "a", weight=2)
    drawing.text(200, BOTTOM + 19, "keep only the 6", size=SMALL)
