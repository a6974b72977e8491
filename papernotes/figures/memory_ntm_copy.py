"""The copy task's addresses over time: the program of the claim, run on 12 vectors."""

import numpy as np

from papernotes.claims.arrays import softmax
from papernotes.claims.memory_ntm import cosines, move, write
from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="memory/neural-turing-machine",
    place="What they found",
    alt="Where a head's address stands while it copies twelve vectors: one diagonal while writing, a jump back, and the same diagonal while reading. "
    "The head steps one row a time step, finds the start mark by content when the input ends, and steps through the same rows again.",
    caption="Weights on 16 of 128 rows over 25 time steps. The program is written by hand after the one that the authors read off their trained machine; its numbers are computed.",
    kind="data",
    after="[@graves2014neural, Fig. 6]",
)
COUNT, SHOWN, CELL = 12, 16, 12.5


def addresses() -> np.ndarray:
    """Run the copy of the claim and keep the head's weights at each step: (25, 128)."""
    shift, mark = {0: 0.01, 1: 0.98, 2: 0.01}, np.eye(9)[8]
    memory, weights = np.full((128, 9), 1e-6), np.eye(128)[0]
    memory, kept = write(memory, weights, np.ones(9), mark), []
    for vector in np.random.default_rng(0).choice([-1.0, 1.0], (COUNT, 8)):
        weights = move(weights, shift, 10)
        memory = write(memory, weights, np.ones(9), np.append(vector, 0.0))
        kept.append(weights)
    weights = softmax(50 * cosines(memory, mark))
    kept.append(weights)
    for _ in range(COUNT):
        weights = move(weights, shift, 10)
        kept.append(weights)
    return np.array(kept)


def draw() -> str:
    """Draw rows downwards and time to the right; the darker a cell, the larger the weight."""
    weights = addresses()
    drawing = Drawing(274)
    left, top = 58, 36
    drawing.text(left + 6 * CELL, 16, "write 12 vectors", weight=600, size=SMALL)
    drawing.text(left + 19 * CELL, 16, "read them back", weight=600, size=SMALL)
    drawing.brace(left + 1, 24, 12 * CELL - 2)
    drawing.brace(left + 13 * CELL + 1, 24, 12 * CELL - 2)
    for step, row in enumerate(weights):
        for index in range(SHOWN):
            x, y = left + CELL * step, top + CELL * index
            drawing.rect(x, y, CELL, CELL, "paper", "hair", radius=0, weight=0.6)
            if row[index] > 0.01:
                drawing.rect(x, y, CELL, CELL, "a", "none", radius=0, strength=float(row[index]))
    drawing.text(left - 6, top + 10, "row 0", "soft", size=SMALL, anchor="end")
    drawing.text(left - 6, top + 12 * CELL + 10, "row 12", "soft", size=SMALL, anchor="end")
    low = top + SHOWN * CELL
    drawing.arrow([(left + 12.5 * CELL, low + 16), (left + 12.5 * CELL, low + 2)], "c")
    drawing.text(left + 12.5 * CELL, low + 30, "input ends: find the start mark by content", "c", size=SMALL)
    drawing.arrow([(8, top + 60), (8, top + 130)], "faint")
    drawing.text(18, top + 100, "rows", "soft", size=SMALL, anchor="start")
    return drawing.svg(FIGURE.alt)
