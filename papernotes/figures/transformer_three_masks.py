"""Causal, prefix and bidirectional masks of one sequence, side by side, as the claim computes them."""

from papernotes.claims.transformer_masks import causal_decoder_masks_the_source
from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="transformer/gpt",
    place="One decoder instead of two halves",
    alt="Three attention masks for source tokens a, b, c and target tokens D, E. "
    "The causal mask of a decoder is a lower triangle, so a cannot see b and c; the prefix mask lets the three source tokens see each other and keeps the target causal; "
    "the bidirectional mask of an encoder lets every token see every other.",
    caption="Who may look at whom: a row reads the columns that carry a dot. "
    "The prefix mask differs from the causal one in three cells only, those inside the heavy line.",
    kind="data",
)
TOKENS = "abcDE"
CELL = 20.5


def draw() -> str:
    """Draw the three masks in a row, with one line below each that says who uses it."""
    numbers = causal_decoder_masks_the_source().numbers
    masks = [
        ("causal", numbers["causal"], ["GPT: each token", "sees itself and", "what stands before"]),
        ("prefix", numbers["prefix"], ["one decoder, the", "source is open", "to itself"]),
        ("bidirectional", [[1] * 5] * 5, ["BERT: every token", "sees every other"]),
    ]
    drawing = Drawing(214)
    for index, (name, mask, words) in enumerate(masks):
        _mask(drawing, 20 + 132 * index, 48, name, mask, words)
    x, y = 152 + CELL, 48
    drawing.path(f"M{x} {y}h{2 * CELL}v{2 * CELL}h{-CELL}v{-CELL}h{-CELL}Z", "c", weight=2.4)
    return drawing.svg(FIGURE.alt)


def _mask(drawing: Drawing, x: float, y: float, name: str, mask: list[list[int]], words: list[str]) -> None:
    drawing.text(x + 2.5 * CELL, y - 28, name, weight=600)
    for i, token in enumerate(TOKENS):
        drawing.text(x + (i + 0.5) * CELL, y - 6, token, "soft", size=SMALL)
        drawing.text(x - 6, y + (i + 0.5) * CELL + 4, token, "soft", size=SMALL, anchor="end")
        for j in range(5):
            seen = mask[i][j]
            drawing.rect(x + j * CELL, y + i * CELL, CELL, CELL, "a-tint" if seen else "paper", "faint", radius=0, weight=0.8)
            if seen:
                drawing.circle(x + (j + 0.5) * CELL, y + (i + 0.5) * CELL, 3.6, "a", "none")
    drawing.text(x + 2.5 * CELL, y + 5 * CELL + 18, words, "soft", size=SMALL)
