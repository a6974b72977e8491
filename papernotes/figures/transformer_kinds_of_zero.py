"""Three zeros that an attention layer has, and one that it has not."""

import numpy as np

from papernotes.claims.arrays import causal_mask, softmax
from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="transformer/attention-and-neurons",
    place="Four kinds of zero",
    alt="Where the zeros of a layer are, for seven tokens: outside the blocks of a row-wise map, above the diagonal of a causal mask, behind a ReLU, and nowhere in the softmax itself. "
    "The row-wise map has 6 of 7 blocks empty in each row; the mask empties 21 of 49 weights; a random head without a mask has none of its 49 weights at zero; about half of random hidden units are silent.",
    caption="Seven tokens, random weights (seed 0). An empty, crossed cell is exactly zero; a filled one is not, however pale.",
    kind="data",
)
L = 7
CELL = 22


def draw() -> str:
    """Draw the four matrices two by two."""
    rng = np.random.default_rng(0)
    q, k = rng.standard_normal((2, L, 16))
    scores = q @ k.T / 4
    free, masked = softmax(scores), softmax(np.where(causal_mask(L), scores, -np.inf))
    hidden = np.maximum(rng.standard_normal((L, 16)) @ rng.standard_normal((16, L)) / 4, 0)
    drawing = Drawing(440)
    panels = [("structural", "blocks of a row-wise map", np.eye(L)), ("masked", "weights, causal mask", masked), ("softmax", "weights, no mask", free), ("silent", "hidden units after ReLU", hidden / hidden.max())]
    for index, (name, words, values) in enumerate(panels):
        _panel(drawing, 16 + 206 * (index % 2), 46 + 222 * (index // 2), name, words, values)
    return drawing.svg(FIGURE.alt)


def _panel(drawing: Drawing, x: float, y: float, name: str, words: str, values: np.ndarray) -> None:
    zeros = int((values == 0).sum())
    drawing.text(x, y - 26, f"{name}: {zeros} of {values.size}" + (" blocks" if name == "structural" else ""), anchor="start", weight=600)
    drawing.text(x, y - 9, words, "soft", anchor="start", size=SMALL)
    strength = np.where(values > 0, 0.25 + 0.75 * values / values.max(), 0)  # a pale cell must not look empty
    drawing.grid(x, y, [[None if value == 0 else float(value) for value in row] for row in strength], CELL, role="a")
