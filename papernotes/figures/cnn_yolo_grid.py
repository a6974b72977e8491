"""YOLO's grid over a drawn scene, and the thirty numbers of one of its cells."""

import numpy as np

from papernotes.claims.arrays import Array
from papernotes.claims.cnn_boxes import encode_scene
from papernotes.figures import Figure
from papernotes.figures.cnn_scene import DOGS, frame, place, scene
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="cnn/yolo",
    place="Encoding and decoding a box",
    alt="YOLO writes each object into the one cell that holds its centre. "
    "A 7 by 7 grid lies over a scene with two dogs; the large dog's centre falls into column 2, row 4, the small one's into column 5, row 3. "
    "Behind each cell stand 30 numbers: two boxes of five and 20 class probabilities. "
    "For the large dog they are x 0.81, y 0.22, w 0.36, h 0.54, confidence 1, and a 1 for dog; the cells without a centre hold zeros.",
    caption="A drawn scene of 448 × 448 pixels, YOLO's grid, and the target of the cell that holds the large dog’s centre ($S = 7$, $B = 2$, $C = 20$), encoded as in the example. "
    "Only one of the two predictors will be asked for these numbers: the one whose box overlaps the dog more.",
    kind="schematic",
    after="[@redmon2016you, §2]",
)
SCALE, X, Y = 0.62, 2, 26
CELL = 64 * SCALE
DOG = 11  # the place of dog among VOC's 20 classes in their alphabet


def draw() -> str:
    """Draw the scene with its grid, the array, and one cell's numbers."""
    drawing = Drawing(618)
    boxes = np.array([[(a + c) / 2, (b + d) / 2, c - a, d - b] for a, b, c, d in DOGS])
    target = encode_scene(boxes, np.array([DOG, DOG]))  # (7, 7, 30)
    _grid(drawing, target)
    _array(drawing, 318)
    _numbers(drawing, 420, target[4, 2])
    return drawing.svg(FIGURE.alt)


def _grid(drawing: Drawing, target: Array) -> None:
    """Draw the scene, 49 cells, the two true boxes, and the cells that hold a centre."""
    scene(drawing, X, Y, SCALE)
    for row, column in np.argwhere(target[..., 4]):
        drawing.rect(X + column * CELL, Y + row * CELL, CELL, CELL, "heat", "none", radius=0, strength=0.55)
    for k in range(1, 7):
        drawing.line([(X + k * CELL, Y), (X + k * CELL, Y + 7 * CELL)], "faint", weight=1)
        drawing.line([(X, Y + k * CELL), (X + 7 * CELL, Y + k * CELL)], "faint", weight=1)
    for box in DOGS:
        left, top, right, bottom = placed = place(box, X, Y, SCALE)
        frame(drawing, placed, "b")
        drawing.circle((left + right) / 2, (top + bottom) / 2, 4, "a", "paper")
    for k in range(7):
        drawing.text(X + (k + 0.5) * CELL, Y - 6, str(k), "soft", size=SMALL)
        drawing.text(X + 7 * CELL + 5, Y + (k + 0.5) * CELL + 4, str(k), "soft", size=SMALL, anchor="start")
    drawing.text(306, Y + 20, ["7 × 7 cells", "of 64 pixels"], anchor="start", size=SMALL)
    drawing.text(306, Y + 76, ["centre in row 3,", "column 5"], "a", anchor="start", size=SMALL)
    drawing.text(306, Y + 4.3 * CELL, ["centre in row 4,", "column 2:", "this cell answers", "for the dog, all", "others it touches", "stay empty"], "a", anchor="start", size=SMALL)


def _array(drawing: Drawing, y: float) -> None:
    """Draw the array as a block, one cell's column of thirty numbers picked out."""
    drawing.text(X, y + 20, "the target array", anchor="start", weight=600)
    drawing.text(X, y + 38, "7 × 7 × 30 numbers", "soft", size=SMALL, anchor="start")
    x, top, size, depth = 150, y + 6, 9, 96
    slant = depth * 0.3
    drawing.path(f"M{x} {top + slant}l{depth} -{slant}h{7 * size}l-{depth} {slant}z", "faint", "surface")
    drawing.path(f"M{x + 7 * size} {top + slant}l{depth} -{slant}v{7 * size}l-{depth} {slant}z", "faint", "surface")
    for i in range(7):
        for j in range(7):
            picked = (i, j) in ((4, 2), (3, 5))
            drawing.rect(x + j * size, top + slant + i * size, size, size, "heat" if picked else "paper", "faint", radius=0, weight=0.8)
    drawing.text(x + 7 * size + depth / 2 + 14, top + slant + 66, "30", "soft", size=SMALL)
    at_x, at_y = x + 2.5 * size, top + slant + 4.5 * size
    drawing.arrow([(at_x, at_y), (at_x - 40, at_y), (at_x - 40, y + 122)], "a", weight=2)


def _numbers(drawing: Drawing, y: float, numbers: Array) -> None:
    """Draw the thirty numbers of one cell in three rows: two boxes, then the classes."""
    width = 44
    for j, name in enumerate(["*x*", "*y*", "*w*", "*h*", "*c*"]):
        drawing.text(X + (j + 0.5) * width, y + 38, name, "soft", size=SMALL)
    for k in range(2):
        for j in range(5):
            at_x, at_y = X + j * width, y + 44 + 30 * k
            drawing.rect(at_x, at_y, width, 24, "a-tint", "a", radius=0)
            drawing.text(at_x + width / 2, at_y + 16.5, f"{numbers[5 * k + j]:.2f}", size=SMALL)
        drawing.text(X + 5 * width + 8, y + 60 + 30 * k, ["first predictor’s box", "second predictor’s box"][k], "soft", size=SMALL, anchor="start")
    small = 396 / 20
    for j in range(20):
        full = numbers[10 + j] > 0
        drawing.rect(X + j * small, y + 126, small, 24, "heat" if full else "paper", "faint", radius=0)
        drawing.text(X + (j + 0.5) * small, y + 142.5, f"{numbers[10 + j]:.0f}", size=SMALL, weight=600 if full else 400)
    drawing.text(X, y + 120, "20 class probabilities, shared by both boxes", "soft", size=SMALL, anchor="start")
    drawing.text(X + (DOG + 0.5) * small, y + 167, "dog", "a", weight=600)
    drawing.text(X, y + 190, "*x*, *y* within the cell; *w*, *h* as shares of the image; *c* confidence", "soft", size=SMALL, anchor="start")
