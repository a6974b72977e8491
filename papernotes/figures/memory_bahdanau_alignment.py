"""Bahdanau's soft alignment on a short sentence, set by hand."""

from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="memory/bahdanau-attention",
    place="How it works",
    alt="A soft alignment of four French words with four English ones: each French word takes most of its weight from its translation, so the order of noun and adjective crosses. "
    "'le' looks at 'the', 'chat' at 'cat', 'noir' at 'black', 'dort' at 'sleeps'; every row sums to one.",
    caption="How a soft alignment reads: a row is one output word, and the darker the cell, the more of that source word’s annotation it takes. The weights are set by hand.",
    kind="schematic",
    after="[@bahdanau2015neural, Fig. 3]",
)
SOURCE, TARGET = ["the", "black", "cat", "sleeps"], ["le", "chat", "noir", "dort"]
WEIGHTS = [[0.9, 0.05, 0.05, 0.0], [0.1, 0.1, 0.75, 0.05], [0.0, 0.85, 0.15, 0.0], [0.0, 0.0, 0.1, 0.9]]
CELL = 54


def draw() -> str:
    """Draw the grid, the annotations above it, and one context vector at its right."""
    drawing = Drawing(330)
    left, top = 62, 92
    for j, word in enumerate(SOURCE):
        x = left + CELL * (j + 0.5)
        drawing.text(x, 86, word, weight=600)
        drawing.tensor(x - 20, 44, 40, 24, f"*h*_{{{j + 1}}}", "", "b")
    for j in range(3):
        x = left + CELL * (j + 0.5)
        drawing.arrow([(x + 21, 52), (x + 33, 52)], weight=1.2)
        drawing.arrow([(x + 33, 61), (x + 21, 61)], weight=1.2)
    drawing.text(left + 2 * CELL, 30, "annotations: states of both directions", "soft", size=SMALL)
    drawing.grid(left, top, WEIGHTS, CELL, digits=2, size=13)
    for i, word in enumerate(TARGET):
        drawing.text(left - 8, top + CELL * (i + 0.5) + 5, word, anchor="end", weight=600)
    drawing.rect(left, top + 2 * CELL, 4 * CELL, CELL, "none", "ink", radius=0, weight=2)
    drawing.arrow([(left + 4 * CELL + 4, top + 2.5 * CELL), (left + 4 * CELL + 26, top + 2.5 * CELL)])
    drawing.text(left + 4 * CELL + 30, top + 2.5 * CELL - 10, ["*c*_{3}: mostly *h*_{2},", "the word that", "“noir” needs"], anchor="start", size=SMALL)
    drawing.text(left + 4 * CELL + 10, top + 20, "each row: Σ = 1", "soft", size=SMALL, anchor="start")
    return drawing.svg(FIGURE.alt)
