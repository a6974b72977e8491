"""Occlusion and gradient of one real digit, computed on a trained network."""

import json
from pathlib import Path

import numpy as np

from papernotes.claims.arrays import Array
from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="cnn/deconvnet",
    place="Occlusion sensitivity",
    alt="Covering a 2 by 2 square at the right places makes a network lose a nine. "
    "Top left a handwritten nine of 8 by 8 pixels. Below it the probability of nine for each of 49 places of the square: near 1 almost everywhere, below 0.1 at four places on the loop of the nine. "
    "Top right the gradient of the class score by each pixel, which is also large where the square changes nothing.",
    caption="A handwritten 9 that a 64–100–10 network did not train on, the probability of *nine* with a 2 × 2 square of it blanked, and the gradient of the score of *nine*. "
    "The stronger the tint of a place, the more of that probability is lost with the square there; bold where less than half is left.",
    kind="data",
    data=("papernotes/figures/data/occlusion.json",),
)
RESULT = json.loads((Path(__file__).parent / "data" / "occlusion.json").read_text(encoding="utf-8"))["result"]
CELL = 21
X, Y = [6, 220], 40


def draw() -> str:
    """Draw image and gradient in a first row, the map of the square's places large below."""
    drawing = Drawing(508)
    image, after, slope = (np.array(RESULT[name]) for name in ("image", "after", "slope"))
    drawing.text(X[0], 14, "the image", weight=600, anchor="start")
    drawing.text(X[0], 30, f"*p*(nine) = {RESULT['before']:.2f}", "soft", size=SMALL, anchor="start")
    _cells(drawing, X[0], Y, image, CELL, "ink")
    _hardest_square(drawing, after)
    drawing.text(X[1], 14, "gradient of the score", weight=600, anchor="start")
    drawing.text(X[1], 30, "what a small change would do", "soft", size=SMALL, anchor="start")
    _signed(drawing, X[1], Y, slope / np.abs(slope).max(), CELL)
    _map(drawing, after)
    return drawing.svg(FIGURE.alt)


def _cells(drawing: Drawing, x: float, y: float, values: Array, cell: float, role: str) -> None:
    """Draw values between 0 and 1 as darkness, without numbers."""
    drawing.rect(x, y, cell * len(values), cell * len(values), "paper", "faint", radius=0)
    for (i, j), value in np.ndenumerate(values):
        if value > 0.01:
            drawing.rect(x + cell * j, y + cell * i, cell, cell, role, "none", radius=0, strength=round(float(value), 2))


def _signed(drawing: Drawing, x: float, y: float, values: Array, cell: float) -> None:
    """Draw values between −1 and 1: plus in one hue, minus in another, larger ones with their sign."""
    drawing.rect(x, y, cell * len(values), cell * len(values), "paper", "faint", radius=0)
    for (i, j), value in np.ndenumerate(values):
        if abs(value) > 0.02:
            drawing.rect(x + cell * j, y + cell * i, cell, cell, "heat" if value > 0 else "heat-c", "none", radius=0, strength=round(float(abs(value)), 2))
        if abs(value) > 0.3:
            drawing.text(x + cell * (j + 0.5), y + cell * (i + 0.5) + 4.5, "+" if value > 0 else "−", weight=600)


def _hardest_square(drawing: Drawing, after: Array) -> None:
    """Frame the square whose loss hurts most."""
    i, j = np.unravel_index(after.argmin(), after.shape)
    drawing.rect(X[0] + CELL * j, Y + CELL * i, 2 * CELL, 2 * CELL, "none", "c", radius=0, weight=3)


def _map(drawing: Drawing, after: Array) -> None:
    """Draw the probability left at each place of the square."""
    drawing.text(X[0], 238, "occlusion: *p*(nine) with a 2 × 2 square blanked", weight=600, anchor="start")
    cell, x, y = 34, 6, 250
    for (i, j), value in np.ndenumerate(after):
        at_x, at_y = x + cell * j, y + cell * i
        drawing.rect(at_x, at_y, cell, cell, "paper", "faint", radius=0, weight=0.8)
        if value < 0.985:
            drawing.rect(at_x, at_y, cell, cell, "heat-c", "none", radius=0, strength=round(float(1 - value), 2))
        drawing.text(at_x + cell / 2, at_y + 21, f"{value:.2f}", size=SMALL, weight=600 if value < 0.5 else 400)
    i, j = np.unravel_index(after.argmin(), after.shape)
    drawing.rect(x + cell * j + 1, y + cell * i + 1, cell - 2, cell - 2, "none", "c", radius=0, weight=3)
    drawing.text(260, y + 20, ["The loop of the nine", "decides. The square", "framed above leaves", f"nine only {after.min():.3f}.", "", "The gradient is also", "large lower down (−),", "where blanking", "changes nothing."], "soft", size=SMALL, anchor="start")
