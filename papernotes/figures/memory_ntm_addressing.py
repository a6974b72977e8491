"""The four stages of an NTM head's address, with the claim's numbers."""

from papernotes.claims.memory_ntm import ntm_finds_a_row_and_reads_the_next
from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="memory/neural-turing-machine",
    place="How it works",
    alt="An NTM head finds row 0 by content and reads the row after it, in four stages. "
    "Content puts 0.97 on row 0, the gate mixes in a tenth of the old address on row 3, the shift moves nearly all one row on, and sharpening leaves 0.99 on row 1.",
    caption="The read of this section: $k = (0.9, 0.1, 0)$, $\\beta = 5$, $g = 0.9$, a shift of one row with 0.9, $\\gamma = 3$.",
    kind="data",
    after="[@graves2014neural, Fig. 2]",
)
STAGES = [("content", "content", ["key against", "each row"]), ("gated", "gate", ["a tenth of the", "old address"]), ("shifted", "shift", ["0.9 goes one", "row on"]), ("final", "sharpen", ["to the third", "power, sum 1"])]
ROWS = ["(1, 0, 0)", "(0, 1, 0)", "(0, .8, .6)", "(0, 0, 1)"]


def draw() -> str:
    """Draw one column a stage, one line a row, each weight as a bar's height and in digits."""
    numbers = ntm_finds_a_row_and_reads_the_next().numbers
    drawing = Drawing(306)
    for row, words in enumerate(ROWS):
        y = 84 + 46 * row
        drawing.text(4, y + 16, f"row {row}", size=SMALL, anchor="start", weight=600)
        drawing.text(4, y + 32, words, "soft", size=SMALL, anchor="start")
        drawing.line([(4, y - 3), (396, y - 3)], "hair", weight=0.8)
    for index, (key, name, how) in enumerate(STAGES):
        _stage(drawing, 72 + 84 * index, name, how, numbers[key])
        if index < 3:
            drawing.arrow([(140 + 84 * index, 20), (158 + 84 * index, 20)])
    drawing.text(200, 294, "the head reads row 1: (0.012, 0.988, 0.000)", size=SMALL)
    return drawing.svg(FIGURE.alt)


def _stage(drawing: Drawing, x: float, name: str, how: list[str], weights: list[float]) -> None:
    drawing.text(x + 34, 24, name, weight=600)
    drawing.text(x + 36, 46, how, "soft", size=SMALL)
    best = max(range(4), key=weights.__getitem__)
    for row, weight in enumerate(weights):
        y = 84 + 46 * row
        drawing.rect(x, y + 4, 72, 32, "paper", "faint", radius=0, weight=0.8)
        drawing.rect(x, y + 4, 72 * weight, 32, "heat", "none", radius=0) if weight > 0.005 else None
        drawing.text(x + 36, y + 25, f"{weight:.3f}", weight=600 if row == best else 400)
