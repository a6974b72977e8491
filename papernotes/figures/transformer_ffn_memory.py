"""A feed-forward layer read as keys and values, with the note's three memories."""

import numpy as np

from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="transformer/feed-forward-memories",
    place="How it works",
    alt="A feed-forward layer as a memory: each hidden unit compares the token with its key and adds its value by how well they fit. "
    "In the example the token (1, 2) fits key 2 best with 2.5, key 1 with 1, and key 3 not at all, so the layer returns 1 times value 1 plus 2.5 times value 2, which is (2, 2.5).",
    caption="The example of this section. A key is a column of the first matrix, a value a row of the second; ReLU closes the memory whose key points away.",
    kind="data",
    after="[@geva2021transformer, Fig. 1]",
)
X = np.array([1, 2.0])
KEYS, VALUES = np.array([[1, 0], [0.5, 1], [-1, 0]]), np.array([[2, 0], [0, 1], [5, 5.0]])


def draw() -> str:
    """Draw the token on top, a line for each memory, and the sum at the bottom."""
    drawing = Drawing(312)
    fits = np.maximum(KEYS @ X, 0)
    drawing.tensor(24, 20, 82, 28, _pair(X), "token *x*", "n", side="above")
    for x, name in ((65, "key *k_{i}*"), (200, "fit: ReLU(*x* · *k_{i}*)"), (340, "value *v_{i}*")):
        drawing.text(x, 82, name, "soft", size=SMALL)
    for row, (key, fit, value) in enumerate(zip(KEYS, fits, VALUES, strict=True)):
        y = 92 + 48 * row
        drawing.tensor(24, y, 82, 30, _pair(key), "", "b")
        drawing.line([(106, y + 15), (140, y + 15)], "soft", weight=1.2)
        drawing.rect(140, y + 4, 34 * fit, 22, "heat", "none", radius=0)
        drawing.line([(140, y), (140, y + 30)], "faint", weight=1)
        drawing.text(146 + 34 * fit, y + 20, f"{fit:g}" if fit else f"0, from {key @ X:g}".replace("-", "−"), anchor="start", weight=600 if fit else 400)
        drawing.line([(266, y + 15), (299, y + 15)], "soft" if fit else "hair", weight=max(0.6, 1.2 * fit), dash="" if fit else "3 3")
        drawing.tensor(299, y, 82, 30, _pair(value), "", "d" if fit else "n")
    out = fits @ VALUES
    drawing.arrow([(340, 220), (340, 258)])
    drawing.text(330, 246, "weighted sum", "soft", size=SMALL, anchor="end")
    drawing.tensor(299, 260, 82, 30, _pair(out), "", "a")
    drawing.text(290, 280, "1 × (2, 0) + 2.5 × (0, 1) =", anchor="end")
    drawing.arrow([(65, 48), (65, 66)])
    return drawing.svg(FIGURE.alt)


def _pair(vector: np.ndarray) -> str:
    return f"({vector[0]:g}, {vector[1]:g})".replace("-", "−")
