"""Two Bézier strokes moved by a gradient until they draw a digit."""

import json
from pathlib import Path

import numpy as np

from papernotes.claims.arrays import Array
from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing, number

FIGURE = Figure(
    note="multimodal/clipasso",
    place="A stroke is four points",
    alt="A gradient moves two Bézier strokes until they draw a seven. "
    "Top left the handwritten digit of 8 by 8 pixels, to its right one cubic stroke with its four control points. "
    "Then the drawing at the start and after 3, 10 and 60 steps: the squared error falls from 55 to 26, 17 and 3 per cent of that of an empty sheet.",
    caption="Two strokes, 16 numbers, really optimised to a handwritten digit through a soft rasteriser, from the best of three random starts. "
    "The loss here is on pixels; CLIPasso’s is on CLIP’s features. "
    "Grey cells are what the rasteriser inks, lines the curves themselves.",
    kind="data",
    data=("papernotes/figures/data/strokes.json",),
)
RESULT = json.loads((Path(__file__).parent / "data" / "strokes.json").read_text(encoding="utf-8"))["result"]
CELL = 22
SIDE = 8 * CELL
HUES = ["a", "c"]


def draw() -> str:
    """Draw target and one stroke in a first row, then four stages."""
    drawing = Drawing(660)
    drawing.heading(14, "the digit to draw", x=6)
    _pixels(drawing, 6, 24, np.array(RESULT["target"]))
    drawing.heading(14, "a stroke: four points", x=218)
    _anatomy(drawing, 218, 24)
    for k, stage in enumerate(RESULT["stages"]):
        x, y = 6 + 212 * (k % 2), 244 + 218 * (k // 2)
        drawing.heading(y - 8, "start" if stage["steps"] == 0 else f"{stage['steps']} steps", x=x)
        drawing.text(x + SIDE, y - 8, f"{100 * stage['share']:.0f} % error", "soft", size=SMALL, anchor="end")
        _pixels(drawing, x, y, np.array(stage["inked"]))
        for stroke, hue in zip(stage["strokes"], HUES, strict=True):
            _stroke(drawing, x, y, np.array(stroke), hue)
    return drawing.svg(FIGURE.alt)


def _pixels(drawing: Drawing, x: float, y: float, values: Array) -> None:
    """Draw 8 × 8 inked pixels."""
    drawing.rect(x, y, SIDE, SIDE, "paper", "faint", radius=0)
    for (i, j), value in np.ndenumerate(values):
        if value > 0.02:
            drawing.rect(x + CELL * j, y + CELL * i, CELL, CELL, "faint", "none", radius=0, strength=round(min(float(value), 1) * 0.75, 2))


def _stroke(drawing: Drawing, x: float, y: float, points: Array, hue: str) -> None:
    """Draw a cubic curve (4 points of row and column), cut where it leaves the sheet."""
    u = np.linspace(0, 1, 49)[:, None]
    curve = (1 - u) ** 3 * points[0] + 3 * (1 - u) ** 2 * u * points[1] + 3 * (1 - u) * u**2 * points[2] + u**3 * points[3]
    places = (curve + 0.5) * CELL
    inside = ((places >= 0) & (places <= SIDE)).all(axis=1)
    parts = [f"{'L' if k and inside[k - 1] else 'M'}{number(x + column)} {number(y + row)}" for k, (row, column) in enumerate(places) if inside[k]]
    drawing.path("".join(parts), hue, weight=3.4, dash="" if hue == "a" else "9 5")


def _anatomy(drawing: Drawing, x: float, y: float) -> None:
    """Draw one stroke with its control points, and what moving one of them does."""
    points = [(x + 14, y + 140), (x + 14, y + 46), (x + 150, y + 46), (x + 150, y + 140)]
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points
    drawing.line([points[0], points[1], points[2], points[3]], "faint", weight=1.2, dash="4 4")
    drawing.path(f"M{x0} {y0}C{x1} {y1 - 32} {x2} {y2} {x3} {y3}", "a", weight=1.6, dash="3 4")
    drawing.path(f"M{x0} {y0}C{x1} {y1} {x2} {y2} {x3} {y3}", "a", weight=3.4)
    drawing.arrow([(x1, y1 - 6), (x1, y1 - 32)], "b", weight=2)
    for k, (at_x, at_y) in enumerate(points):
        drawing.circle(at_x, at_y, 5, "paper", "ink", weight=1.8)
        drawing.text(at_x + (12 if k < 2 else -12), at_y + (16 if k in (0, 3) else -6), f"*P*_{{{k}}}", anchor="start" if k < 2 else "end")
    middle = ((x0 + 3 * x1 + 3 * x2 + x3) / 8, (y0 + 3 * y1 + 3 * y2 + y3) / 8)
    drawing.arrow([middle, (middle[0], middle[1] - 16)], "b", weight=2)
    drawing.circle(*middle, 4, "a", "paper")
    drawing.text(middle[0], y0 + 34, ["the middle moves by", "3/8 of what *P*_{1} moves"], "soft", size=SMALL)
