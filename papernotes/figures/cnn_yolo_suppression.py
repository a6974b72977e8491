"""Non-maximum suppression on a drawn scene: three boxes for two dogs, then two."""

import numpy as np

from papernotes.claims.cnn_boxes import overlap, suppress
from papernotes.figures import Figure
from papernotes.figures.cnn_scene import frame, place, scene
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="cnn/yolo",
    place="Non-maximum suppression",
    alt="Non-maximum suppression keeps the best box and drops every other that overlaps it too much. "
    "Three boxes lie on a scene with two dogs: A, score 0.48, and B, 0.40, on the same large dog, C, 0.35, on the small one. "
    "A is the best and stays. B shares 0.85 with it, more than the threshold of 0.5, and goes. C shares nothing with A and stays.",
    caption="Non-maximum suppression with the three boxes and scores of the example; IoU is the area that two boxes share, divided by the area that they cover together. "
    "The scores are set by hand, the overlaps computed.",
    kind="schematic",
)
BOXES = [(100, 150, 260, 390), (113, 137, 263, 387), (310, 160, 410, 340)]
SCORES = np.array([0.48, 0.40, 0.35])
LOOKS = [("a", ""), ("c", "7 4"), ("b", "2 4")]
SCALE = 0.425


def draw() -> str:
    """Draw the scene before and after, and what is decided in between."""
    drawing = Drawing(400)
    centred = np.array([[(a + c) / 2, (b + d) / 2, c - a, d - b] for a, b, c, d in BOXES], dtype=float)
    kept = suppress(centred, SCORES, 0.5).tolist()
    drawing.heading(14, "before: three boxes", x=2)
    _scene(drawing, 2, [0, 1, 2])
    drawing.heading(14, f"after: {['none', 'one', 'two', 'three'][len(kept)]}", x=208)
    _scene(drawing, 208, kept)
    _overlaps(drawing, 240, [float(overlap(centred[0], other)) for other in centred[1:]])
    return drawing.svg(FIGURE.alt)


def _scene(drawing: Drawing, x: float, shown: list[int]) -> None:
    """Draw the dogs with the boxes whose numbers are given."""
    scene(drawing, x, 24, SCALE)
    for k in shown:
        left, top, right, bottom = placed = place(BOXES[k], x, 24, SCALE)
        role, dash = LOOKS[k]
        frame(drawing, placed, role, dash=dash, weight=2.4)
        words = f"{'ABC'[k]} {SCORES[k]:.2f}"
        at = [(left - 2, bottom + 14), (left + 5, top - 6), (left - 6, bottom + 14)][k]
        drawing.text(*at, words, role, size=SMALL, weight=600, anchor="start", halo=True)


def _overlaps(drawing: Drawing, y: float, shares: list[float]) -> None:
    """Draw the two comparisons with the best box: what is shared, as an area, and what follows."""
    drawing.text(2, y + 4, "A has the highest score and stays. Against A:", anchor="start")
    for k, share in enumerate(shares):
        other, x = k + 1, 206 * k + 2
        scale = 0.34
        shift = x + 4 - 92 * scale, y + 22 - 130 * scale
        first, second = (place(BOXES[b], *shift, scale) for b in (0, other))
        if share:
            left, top, right, bottom = (max(first[0], second[0]), max(first[1], second[1]), min(first[2], second[2]), min(first[3], second[3]))
            drawing.rect(left, top, right - left, bottom - top, "heat-c", "none", radius=0, strength=0.6)
        frame(drawing, first, LOOKS[0][0])
        frame(drawing, second, LOOKS[other][0], dash=LOOKS[other][1])
        drawing.text(first[0] + 8, first[3] - 8, "A", "a", weight=600, anchor="start")
        drawing.text(second[2] - 6, second[1] + 16, "BC"[k], LOOKS[other][0], weight=600, anchor="end")
        drawing.text(x + (72 if k == 0 else 0), y + (60 if k == 0 else 132), f"IoU = {share:.2f}", anchor="start", weight=600)
        verdict = ["more than 0.5:", "B goes"] if share > 0.5 else ["not more than 0.5: C stays"]
        drawing.text(x + (72 if k == 0 else 0), y + (80 if k == 0 else 150), verdict, "soft", size=SMALL, anchor="start")
