"""Two ways to ask a neuron what it wants, on two toy neurons: its best examples, and the image that ascent makes."""

import numpy as np

from papernotes.claims.arrays import Array
from papernotes.claims.multimodal_gradients import ascend
from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing, number

FIGURE = Figure(
    note="multimodal/multimodal-neurons",
    place="Why both: a toy neuron",
    alt="Dataset examples and feature visualisation are blind in opposite ways. "
    "Four plots of dog against grass. For a neuron that wants dog only, the three best of five images show dogs on grass, while gradient ascent from (0.6, 0.8) drops the grass. "
    "For a neuron that takes dog or grass, the best images show both kinds, while each ascent ends on the one that was nearer to its start.",
    caption="Images with two features. Top: the neuron $\\max(0, x_1)$ and the five images of the text. "
    "Bottom: the neuron $\\max(x_1, x_2)$ with five other images, set by hand. "
    "Discs are as large as the activation; paths of ascent are computed with $\\eta = 0.5$ and the length set back to 1.",
    kind="schematic",
)
ONE = np.array([[0.9, 0.4], [0.8, 0.6], [0.7, 0.7], [0.2, 0.1], [0.1, 0.0]])
TWO = np.array([[0.9, 0.15], [0.75, 0.05], [0.1, 0.95], [0.25, 0.7], [0.2, 0.25]])
UNIT = 128
LEFT, RIGHT = 34, 250


def draw() -> str:
    """Draw a row for each neuron: examples at the left, ascent at the right."""
    drawing = Drawing(500)
    drawing.text(LEFT - 8, 14, "dataset examples", weight=600, anchor="start")
    drawing.text(RIGHT - 8, 14, "feature visualisation", weight=600, anchor="start")
    for y, images, starts, facets in [(32, ONE, [(0.6, 0.8)], 1), (268, TWO, [(0.8, 0.6), (0.6, 0.8)], 2)]:
        words = "a neuron that wants dog" if facets == 1 else "a neuron that takes dog or grass"
        drawing.text(LEFT - 30, y + 4, words, "soft", size=SMALL, anchor="start")
        _axes(drawing, LEFT, y + 148)
        _examples(drawing, LEFT, y + 148, images, images[:, :facets].max(axis=1))
        _axes(drawing, RIGHT, y + 148)
        _ascents(drawing, RIGHT, y + 148, starts, facets)
    drawing.text(LEFT - 30, 216, ["all on grass: which of the", "two counts?"], "c", size=SMALL, anchor="start")
    drawing.text(RIGHT - 30, 216, ["grass is dropped:", "it never counted"], "a", size=SMALL, anchor="start")
    drawing.text(LEFT - 30, 452, ["both kinds are there"], "a", size=SMALL, anchor="start")
    drawing.text(RIGHT - 30, 452, ["each ends on one kind,", "the nearer"], "c", size=SMALL, anchor="start")
    drawing.line([(4, 246), (396, 246)], "hair")
    return drawing.svg(FIGURE.alt)


def _axes(drawing: Drawing, x: float, y: float) -> None:
    """Draw the two features as axes with their origin at (x, y)."""
    drawing.arrow([(x, y), (x + UNIT + 14, y)], "faint", weight=1.2)
    drawing.arrow([(x, y), (x, y - UNIT - 10)], "faint", weight=1.2)
    drawing.text(x + UNIT + 14, y + 14, "dog *x*_{1}", "soft", size=SMALL, anchor="end")
    drawing.text(x - 9, y - 96, "grass *x*_{2}", "soft", size=SMALL, turn=-90)


def _examples(drawing: Drawing, x: float, y: float, images: Array, activation: Array) -> None:
    """Draw images as discs as large as their activation, the best three dark, with the activation written beside."""
    best = np.argsort(-activation, kind="stable")[:3]
    for k, ((dog, grass), value) in enumerate(zip(images, activation, strict=True)):
        at_x, at_y = x + UNIT * dog, y - UNIT * grass
        drawing.circle(at_x, at_y, 3 + 8 * value, "heat" if k in best else "paper", "a")
        if not grass:
            drawing.text(at_x, at_y + 16, f"{value:.2g}", "soft", size=SMALL)
            continue
        hidden = any(0 < at - dog < 0.2 and abs(over - grass) < 0.12 for at, over in images)  # a disc lies where the number would stand
        drawing.text(at_x + (7 + 8 * value) * (-1 if hidden else 1), at_y + 4, f"{value:.2g}", "ink" if k in best else "soft", size=SMALL, anchor="end" if hidden else "start")


def _ascents(drawing: Drawing, x: float, y: float, starts: list[tuple[float, float]], facets: int) -> None:
    """Draw the circle of length 1 and the paths that follow the gradient along it."""
    drawing.path(f"M{x} {y - UNIT}A{UNIT} {UNIT} 0 0 1 {x + UNIT} {y}", "hair")
    for start, hue in zip(starts, "ab", strict=False):
        path = ascend(np.array(start), lambda at: np.eye(2)[at[:facets].argmax()], 8)
        for k, (dog, grass) in enumerate(path):
            drawing.circle(x + UNIT * dog, y - UNIT * grass, 3.5, "paper" if k else hue, hue, weight=1.8)
        for before, after in zip(path[:3], path[1:4], strict=True):
            drawing.arrow([(x + UNIT * before[0] * 1.1, y - UNIT * before[1] * 1.1), (x + UNIT * after[0] * 1.1, y - UNIT * after[1] * 1.1)], hue, weight=1.6)
        if facets == 1:
            drawing.text(x + UNIT * 0.52, y - UNIT * 0.7, "start", hue, size=SMALL, anchor="end")
            end = f"({number(path[-1][0])}, {number(path[-1][1])})"
            drawing.text(x + UNIT - 8, y - 12, end, hue, size=SMALL, anchor="end")
        else:
            drawing.text(x + UNIT * start[0] - 8, y - UNIT * start[1] + 12, "start", hue, size=SMALL, anchor="end")
