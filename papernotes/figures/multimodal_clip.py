"""CLIP's similarity matrix, its two softmaxes, the loss, and what the loss pushes where."""

import numpy as np

from papernotes.claims.arrays import Array, softmax
from papernotes.claims.multimodal import clip_loss
from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="multimodal/clip",
    place="The loss",
    alt="CLIP compares every image of a batch with every text and asks for the diagonal. "
    "Three images and three texts pass two encoders; nine cosines, divided by a temperature of 0.2, make a matrix. "
    "Softmax along each row asks which text belongs to the image, softmax along each column which image belongs to the text. "
    "The mean of the minus logarithms on both diagonals is the loss, 0.277; its gradient pulls the three true pairs together and pushes the six false ones apart.",
    caption="CLIP’s loss for a batch of three, in the numbers of the [example by hand](#worked-example): cosines and $\\tau = 0.2$ are set by hand, all else is computed. "
    "Heavy frames are the true pairs.",
    kind="schematic",
    after="[@radford2021learning, Fig. 1 and Fig. 3]",
)
COSINES = np.array([[0.9, 0.2, 0.1], [0.3, 0.7, 0.4], [0.0, 0.5, 0.6]])
TEMPERATURE = 0.2
CELL = 44


def draw() -> str:
    """Draw the batch, the matrix, its two readings and the gradient."""
    drawing = Drawing(640)
    z = COSINES / TEMPERATURE
    rows, columns = softmax(z), softmax(z.T).T
    _batch(drawing)
    _matrix(drawing, 176, 130, z, digits=1, most=5)
    drawing.text(316, 156, ["*Z* = *U* *T*^{T} / τ", "", "cosines ÷ τ,", "*N* × *N*"], "soft", size=SMALL, anchor="start")
    _readings(drawing, 318, rows, columns)
    _loss(drawing, 500, rows, columns, clip_loss(z))
    return drawing.svg(FIGURE.alt)


def _picture(drawing: Drawing, x: float, y: float, kind: int) -> None:
    """Draw one of three tiny images: a boat, a house, a tree."""
    drawing.rect(x, y, 38, 38, "paper", "ink", radius=2)
    if kind == 0:
        drawing.path(f"M{x + 6} {y + 25}h26l-5 7h-16z", "b", "b-tint")
        drawing.path(f"M{x + 18} {y + 22}v-16l12 16z", "b", "b-tint")
    if kind == 1:
        drawing.path(f"M{x + 8} {y + 33}v-15h22v15z", "c", "c-tint")
        drawing.path(f"M{x + 4} {y + 19}l15 -13l15 13", "c", weight=2)
    if kind == 2:
        drawing.path(f"M{x + 19} {y + 33}v-10", "d", weight=3)
        drawing.circle(x + 19, y + 15, 9, "d-tint", "d")


def _batch(drawing: Drawing) -> None:
    """Draw texts above and images at the left, each through its encoder to the edge of the matrix."""
    drawing.text(152, 18, "texts", "soft", size=SMALL, anchor="end")
    for k, words in enumerate(["a boat", "a house", "a tree"]):
        drawing.text(198 + CELL * k, 18, words, size=SMALL)
    drawing.box(176, 30, 132, 32, "text encoder", "b")
    drawing.text(24, 116, "images", "soft", size=SMALL)
    drawing.box(56, 130, 62, 132, ["image", "encoder"], "a")
    for k in range(3):
        y = 133 + CELL * k
        _picture(drawing, 4, y, k)
        drawing.arrow([(44, y + 19), (54, y + 19)])
        drawing.arrow([(119, y + 19), (128, y + 19)])
        drawing.rect(131, y, 36, 38, "a-tint", "a", radius=0)
        drawing.text(149, y + 24, f"*U*_{{{k + 1}}}", weight=600)
        x = 198 + CELL * k
        drawing.arrow([(x, 63), (x, 78)])
        drawing.rect(x - 19, 82, 38, 36, "b-tint", "b", radius=0)
        drawing.text(x, 105, f"*T*_{{{k + 1}}}", weight=600)
    drawing.text(316, 50, ["vectors of", "length 1"], "soft", size=SMALL, anchor="start")


def _matrix(drawing: Drawing, x: float, y: float, values: Array, *, digits: int, most: float = 1, role: str = "heat", cell: float = CELL) -> None:
    """Draw a 3 × 3 matrix with its diagonal framed."""
    drawing.grid(x, y, np.clip(np.abs(values) / most, 0, 1).tolist(), cell, role=role)
    for (i, j), value in np.ndenumerate(values):
        drawing.text(x + cell * (j + 0.5), y + cell * (i + 0.5) + 4.5, f"{value:.{digits}f}".replace("-", "−"), weight=600 if i == j else 400)
    for k in range(3):
        drawing.rect(x + cell * k + 1, y + cell * k + 1, cell - 2, cell - 2, "none", "ink", radius=0, weight=2.2)


def _readings(drawing: Drawing, y: float, rows: Array, columns: Array) -> None:
    """Draw the softmax by row and by column, with the lines along which each sums to 1."""
    drawing.arrow([(198, 266), (198, 271), (64, 271), (64, y - 34)], "a")
    drawing.arrow([(286, 266), (286, y - 34)], "b")
    drawing.text(4, y - 20, "by row: which text?", "a", anchor="start", weight=600)
    drawing.text(212, y - 20, "by column: which image?", "b", anchor="start", weight=600)
    _matrix(drawing, 4, y, rows, digits=2)
    _matrix(drawing, 212, y, columns, digits=2, role="heat-b")
    for k in range(3):
        drawing.text(141, y + CELL * (k + 0.5) + 4.5, "Σ = 1", "soft", size=SMALL, anchor="start")
        drawing.text(234 + CELL * k, y + 3 * CELL + 15, "Σ = 1", "soft", size=SMALL)


def _loss(drawing: Drawing, y: float, rows: Array, columns: Array, loss: float) -> None:
    """Write the loss with its two halves, and draw the gradient by the matrix."""
    by_row, by_column = (float(-np.log(np.diag(part)).mean()) for part in (rows, columns))
    drawing.text(4, y + 8, "mean of −log over the frames", "soft", size=SMALL, anchor="start")
    drawing.text(4, y + 32, f"rows:  {by_row:.3f}", "a", anchor="start", weight=600)
    drawing.text(4, y + 52, f"columns:  {by_column:.3f}", "b", anchor="start", weight=600)
    drawing.text(4, y + 78, f"loss = their mean = {loss:.3f}", anchor="start", weight=600)
    drawing.text(4, y + 108, ["below zero: pull together", "above zero: push apart"], "soft", size=SMALL, anchor="start")
    gradient = (rows + columns - 2 * np.eye(3)) / 6
    drawing.text(278, y - 1, "gradient ∂ loss / ∂*Z*", size=SMALL)
    for (i, j), value in np.ndenumerate(gradient):
        x, top = 212 + CELL * j, y + 6 + CELL * i
        drawing.rect(x, top, CELL, CELL, "paper", "faint", radius=0, weight=0.8)
        drawing.rect(x, top, CELL, CELL, "heat" if value < 0 else "heat-c", "none", radius=0, strength=min(abs(value) * 7, 1))
        drawing.text(x + CELL / 2, top + 26, f"{value:+.2f}".replace("-", "−"), size=SMALL, weight=600 if i == j else 400)
        if i == j:
            drawing.rect(x + 1, top + 1, CELL - 2, CELL - 2, "none", "ink", radius=0, weight=2.2)
