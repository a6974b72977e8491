"""A row-wise map as one big matrix, and attention's product as what it is not."""

import numpy as np

from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="transformer/attention-and-mlps",
    place="Row-wise maps: a fixed matrix with blocks",
    alt="A map that treats each row alike is one big matrix with the same block on its diagonal and zeros elsewhere. "
    "For 4 tokens of width 3 the matrix is 12 by 12; 36 of its 144 entries, one in four, are not zero, and only 9 of them are different weights.",
    caption="The matrix $I_L \\otimes W^\\top$ for $L = 4$, $d = 3$ and a random $W$ (seed 0): four copies of one block. A stronger colour is a larger number; the sign stands in it.",
    kind="data",
)
L, D, CELL = 4, 3, 20


def draw() -> str:
    """Draw the matrix with the sign of each entry that is not zero, and the stacked rows on both sides."""
    matrix = np.kron(np.eye(L), np.random.default_rng(0).standard_normal((D, D)).T)
    drawing = Drawing(310)
    left, top = 24, 34
    for (i, j), value in np.ndenumerate(matrix):
        block = i // D == j // D
        drawing.rect(left + CELL * j, top + CELL * i, CELL, CELL, "a-tint" if block else "paper", "hair", radius=0, weight=0.7)
        if block:
            drawing.rect(left + CELL * j, top + CELL * i, CELL, CELL, "heat", "none", radius=0, strength=abs(value) / np.abs(matrix).max())
            drawing.text(left + CELL * (j + 0.5), top + CELL * i + 14.5, "+" if value > 0 else "−")
    for k in range(L):
        drawing.rect(left + CELL * D * k, top + CELL * D * k, CELL * D, CELL * D, "none", "a", radius=0, weight=1.8)
        drawing.rect(300, top + CELL * D * k, 22, CELL * D, "b-tint", "b", radius=0)
        drawing.text(330, top + CELL * D * k + 34, f"token {k + 1}", size=SMALL, anchor="start")
    drawing.text(left + 120, 22, "12 × 12: 36 entries, 9 weights", size=SMALL)
    drawing.text(282, top + 125, "×", size=18)
    drawing.text(311, 22, "vec(*X*)", size=SMALL)
    drawing.text(left + 120, 294, "outside the blocks: zero, no token meets another", "soft", size=SMALL)
    return drawing.svg(FIGURE.alt)
