"""Scaled dot-product attention as shapes, with the numbers of the note's three tokens."""

import numpy as np

from papernotes.claims.arrays import causal_mask, softmax
from papernotes.claims.transformer import three_tokens_by_hand
from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="transformer/transformer",
    place="Three tokens by hand",
    alt="Scaled dot-product attention as a chain of arrays with their shapes. "
    "Queries, L by d k, times transposed keys, d k by L, give L by L scores; divided by the root of d k, with the future set to minus infinity, "
    "they go through softmax row by row and become weights whose rows sum to one; weights times values, L by d v, give the output, L by d v.",
    caption="The example of this section under the causal mask, $L = 3$. "
    "A row of the weights belongs to one query and sums to 1; the same row of the output is that mixture of the values’ rows. "
    "The framed row is token 3.",
    kind="data",
    after="[@vaswani2017attention, Fig. 2]",
)
Q, K, V = np.array([[2, 0], [0, 1], [2, 1.0]]), np.array([[0, 1], [1, 1], [1, 2.0]]), np.array([[1, 2], [3, 0], [4, 2.0]])
CELL = 34


def draw() -> str:
    """Draw the chain from top to bottom: product, scaling and mask, softmax, product."""
    drawing = Drawing(494)
    numbers(drawing, 52, 26, Q, "*Q*", "*L* × *d_{k}*", "a-tint", row=2)
    drawing.plus(158, 77, "×")
    numbers(drawing, 194, 43, K.T, "*K*^{T}", "*d_{k}* × *L*", "b-tint")
    drawing.text(308, 68, ["a row with a", "column: how", "well they fit"], "soft", size=SMALL, anchor="start")
    drawing.arrow([(158, 90), (158, 168)])
    drawing.text(168, 152, "÷ √*d_{k}*, mask the future", anchor="start")
    _weights(drawing, 200)
    numbers(drawing, 52, 370, V, "*V*", "*L* × *d_{v}*", "d-tint")
    drawing.plus(180, 421, "×")
    drawing.arrow([(120, 421), (167, 421)])
    drawing.arrow([(290, 302), (290, 330), (180, 330), (180, 408)])
    drawing.arrow([(190, 421), (240, 421)])
    numbers(drawing, 246, 370, np.array(three_tokens_by_hand().numbers["masked"]), "output", "*L* × *d_{v}*", "a-tint", row=2, cell=46, digits=2)
    return drawing.svg(FIGURE.alt)


def numbers(drawing: Drawing, x: float, y: float, values: np.ndarray, name: str, shape: str, inside: str, *, row: int | None = None, cell: float = CELL, digits: int = 0) -> None:
    """Draw a matrix with its numbers, its name and shape above, and one row framed."""
    for (i, j), value in np.ndenumerate(values):
        drawing.rect(x + cell * j, y + CELL * i, cell, CELL, inside, "faint", radius=0, weight=0.8)
        drawing.text(x + cell * (j + 0.5), y + CELL * i + 21, f"{value:.{digits}f}" if value != round(value) else f"{value:.0f}")
    drawing.text(x + cell * values.shape[1] / 2, y - 8, f"{name}, {shape}", "soft", size=SMALL)
    if row is not None:
        drawing.rect(x, y + CELL * row, cell * values.shape[1], CELL, "none", "ink", radius=0, weight=2)


def _weights(drawing: Drawing, y: float) -> None:
    """Draw the masked scores, and the weights that softmax makes of each row."""
    scores = Q @ K.T / np.sqrt(2)
    weights = softmax(np.where(causal_mask(3), scores, -np.inf))
    drawing.text(98, y - 8, "scores, *L* × *L*", "soft", size=SMALL)
    for (i, j), score in np.ndenumerate(scores):
        x, top = 38 + 40 * j, y + CELL * i
        drawing.rect(x, top, 40, CELL, "surface" if j > i else "paper", "faint", radius=0, weight=0.8)
        drawing.text(x + 20, top + 21, "−∞" if j > i else f"{score:.2f}", "soft" if j > i else "ink")
    drawing.rect(38, y + 2 * CELL, 120, CELL, "none", "ink", radius=0, weight=2)
    drawing.arrow([(164, y + 51), (222, y + 51)])
    drawing.text(192, y + 40, "softmax", size=SMALL)
    drawing.text(192, y + 69, "by row", "soft", size=SMALL)
    drawing.text(290, y - 8, "weights, *L* × *L*", "soft", size=SMALL)
    drawing.grid(230, y, weights.tolist(), 40, height=CELL, digits=2)
    drawing.rect(230, y + 2 * CELL, 120, CELL, "none", "ink", radius=0, weight=2)
    drawing.text(356, y + 2 * CELL + 21, "Σ = 1", "soft", size=SMALL, anchor="start")
