"""Blendshapes on a drawn face mesh: two shapes, and a face mixed from them by two weights."""

import numpy as np
from scipy.spatial import Delaunay

from papernotes.claims.arrays import Array
from papernotes.figures import Figure
from papernotes.figures.style import Drawing, number

FIGURE = Figure(
    note="face/face-models",
    place="Blendshapes: directions by hand",
    alt="A face is the neutral mesh plus weighted shifts of its points. "
    "Four drawings of one mesh: the neutral face; a smile, whose mouth corners and cheeks move up; an open jaw, whose lower lip and chin move down, each with arrows from the neutral points; "
    "and the mixture of three quarters of the smile and half of the jaw, a face that nobody drew.",
    caption="Blendshapes on one half of a drawn mesh of 35 points, mirrored. "
    "$S_0$, $S_1$ and $S_2$ are drawn by hand; the fourth face is $S_0 + 0.75\\,(S_1 - S_0) + 0.5\\,(S_2 - S_0)$, computed point by point.",
    kind="schematic",
)
# Each point of the right half: neutral x, y, then the shift of the smile, then that of the jaw; y grows downwards.
POINTS = np.array([
    [0, -1.3, 0, 0, 0, 0], [0.5, -1.2, 0, 0, 0, 0], [0.85, -0.8, 0, 0, 0, 0], [0.96, -0.2, 0, 0, 0, 0.02], [0.88, 0.4, 0.01, -0.01, -0.01, 0.1],
    [0.64, 0.95, 0.02, -0.02, -0.02, 0.26], [0.32, 1.26, 0, 0, 0, 0.36], [0, 1.36, 0, 0, 0, 0.38],  # outline
    [0, -0.8, 0, 0, 0, 0], [0.45, -0.88, 0, 0, 0, 0],  # forehead
    [0.18, -0.54, 0, 0, 0, 0], [0.45, -0.66, 0, -0.01, 0, 0], [0.72, -0.54, 0, 0, 0, 0],  # brow
    [0.2, -0.3, 0, 0, 0, 0], [0.33, -0.39, 0, 0, 0, 0], [0.5, -0.39, 0, 0, 0, 0], [0.64, -0.28, 0, 0, 0, 0], [0.5, -0.22, 0, -0.04, 0, 0], [0.33, -0.22, 0, -0.04, 0, 0],  # eye
    [0, -0.36, 0, 0, 0, 0], [0, 0.12, 0, 0, 0, 0], [0.17, 0.2, 0.02, -0.02, 0, 0], [0, 0.28, 0, 0, 0, 0],  # nose
    [0.45, 0.1, 0.04, -0.09, 0, 0.02], [0.7, 0.05, 0.03, -0.07, 0, 0.03], [0.58, 0.45, 0.06, -0.1, -0.02, 0.1],  # cheek
    [0.38, 0.66, 0.13, -0.16, -0.05, 0.13], [0, 0.53, 0, 0.02, 0, 0], [0.14, 0.5, 0.03, -0.01, 0, 0], [0, 0.63, 0, 0.02, 0, 0], [0.18, 0.63, 0.06, -0.03, 0, 0.01],  # upper lip
    [0, 0.66, 0, 0.03, 0, 0.33], [0.18, 0.66, 0.06, -0.02, -0.02, 0.3], [0, 0.82, 0, 0.02, 0, 0.36], [0.2, 0.8, 0.06, -0.03, -0.02, 0.33],  # lower lip
])  # fmt: skip
EYE, MOUTH = {13, 14, 15, 16, 17, 18}, {26, 29, 30, 31, 32}
WEIGHTS = (0.75, 0.5)


def draw() -> str:
    """Draw neutral, smile, jaw and mixture in two rows, and the two sliders below."""
    drawing = Drawing(568)
    neutral, smile, jaw = POINTS[:, :2], POINTS[:, 2:4], POINTS[:, 4:]
    mixed = neutral + WEIGHTS[0] * smile + WEIGHTS[1] * jaw
    faces = [(100, 112, "neutral, *S*_{0}", neutral, "n"), (300, 112, "smile, *S*_{1}", neutral + smile, "a"), (100, 358, "jaw open, *S*_{2}", neutral + jaw, "b"), (300, 358, "mixed", mixed, "d")]
    for x, y, words, points, hue in faces:
        drawing.text(x, y - 98, words, weight=600)
        _face(drawing, x, y, points, hue)
        if hue in "ab":
            _shifts(drawing, x, y, neutral, points, hue)
    _sliders(drawing, 500)
    return drawing.svg(FIGURE.alt)


def _triangles() -> list[list[int]]:
    """Return the triangles of the half mesh, without those inside the eye and the mouth."""
    found = Delaunay(POINTS[:, :2]).simplices.tolist()
    return sorted(sorted(t) for t in found if not (set(t) <= EYE or set(t) <= MOUTH))


def _at(x: float, y: float, point: Array, side: int = 1) -> tuple[float, float]:
    return x + 66 * side * float(point[0]), y + 66 * float(point[1])


def _face(drawing: Drawing, x: float, y: float, points: Array, hue: str) -> None:
    """Draw all edges of both halves as one path, the features heavier."""
    edges = sorted({(a, b) for t in _triangles() for a, b in ((t[0], t[1]), (t[0], t[2]), (t[1], t[2]))})
    strokes = []
    for side in (1, -1):
        for a, b in edges:
            (ax, ay), (bx, by) = _at(x, y, points[a], side), _at(x, y, points[b], side)
            strokes.append(f"M{number(ax)} {number(ay)}L{number(bx)} {number(by)}")
    outline = [_at(x, y, points[k]) for k in range(8)] + [_at(x, y, points[k], -1) for k in range(6, 0, -1)]
    drawing.path("M" + "L".join(f"{number(a)} {number(b)}" for a, b in outline) + "Z", "none", "surface" if hue == "n" else f"{hue}-tint")
    drawing.path("".join(strokes), "faint", weight=0.8)
    drawing.path("M" + "L".join(f"{number(a)} {number(b)}" for a, b in outline) + "Z", "ink", weight=1.8)
    _features(drawing, x, y, points)


def _features(drawing: Drawing, x: float, y: float, points: Array) -> None:
    """Draw eyes, brows, nose and mouth over the net."""
    def through(numbers: list[int], side: int) -> str:
        return "M" + "L".join(f"{number(a)} {number(b)}" for a, b in (_at(x, y, points[k], side) for k in numbers))

    lips = "M" + "L".join(f"{number(a)} {number(b)}" for a, b in [_at(x, y, points[k]) for k in (29, 30, 26, 32, 31)] + [_at(x, y, points[k], -1) for k in (32, 26, 30)]) + "Z"
    drawing.path(lips, "ink", "c", weight=1.2)
    for side in (1, -1):
        drawing.path(through([13, 14, 15, 16, 17, 18], side) + "Z", "ink", "paper", weight=1.8)
        drawing.circle(*_at(x, y, points[14:19].mean(axis=0) + [-0.04, 0], side), 4, "ink", "none")
        drawing.path(through([10, 11, 12], side), "ink", weight=2.6)
        drawing.path(through([27, 28, 26, 34, 33], side), "ink", weight=1.8)
        drawing.path(through([20, 21, 22], side), "ink", weight=1.8)


def _shifts(drawing: Drawing, x: float, y: float, neutral: Array, points: Array, hue: str) -> None:
    """Draw an arrow at every point that moves visibly; the short ones are left out."""
    for before, after in zip(neutral, points, strict=True):
        if np.hypot(*(after - before)) > 0.14:
            for side in (1, -1) if before[0] else (1,):
                drawing.arrow([_at(x, y, before, side), _at(x, y, after, side)], hue, weight=1.6)


def _sliders(drawing: Drawing, y: float) -> None:
    """Draw the two weights as sliders."""
    for k, (words, weight, hue) in enumerate(zip(["smile *w*_{1}", "jaw *w*_{2}"], WEIGHTS, "ab", strict=True)):
        top = y + 14 + 30 * k
        drawing.text(92, top + 4, words, hue, anchor="end", weight=600)
        drawing.line([(104, top), (344, top)], "hair", weight=5)
        drawing.line([(104, top), (104 + 240 * weight, top)], hue, weight=5)
        drawing.circle(104 + 240 * weight, top, 8, "paper", hue, weight=2.4)
        drawing.text(356, top + 4.5, f"{weight:.2f}", anchor="start", weight=600)
