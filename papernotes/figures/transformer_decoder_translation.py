"""A decoder alone translates: one sequence, read and continued."""

from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="transformer/gpt",
    place="The idea",
    alt="A decoder alone translates by continuing one sequence: source, a separator, then the target token by token. "
    "Each output token is put behind the input and read again; there is no second network and no attention from one network to another.",
    caption="Source and target are one text to the decoder; the separator says where to begin. Each word that comes out is the next word that goes in.",
    kind="schematic",
    after="[@liu2018generating, §4.2.3]",
)
WORDS = ["the", "cat", "sleeps", "⟨to-de⟩", "die", "Katze"]


def draw() -> str:
    """Draw the sequence, the decoder above it, and the loop from output back to input."""
    drawing = Drawing(226)
    cell, left = 60, 20
    for index in (3, 4):
        start, end = left + cell * (index + 0.5), left + cell * (index + 1)
        drawing.arrow([(start + 20, 46), (start + 20, 62), (end, 62), (end, 146), (end + 14, 146), (end + 14, 156)], "c", weight=1.4, dash="4 3")
    drawing.box(left, 76, 360, 44, ["one decoder, causal mask:", "a position reads itself and what stands left of it"], "a", size=SMALL)
    for index, word in enumerate(WORDS):
        middle = left + cell * (index + 0.5)
        hue = "b" if index < 3 else "n" if index == 3 else "a"
        drawing.box(middle - 27, 158, 54, 26, word, hue, size=SMALL, radius=3)
        drawing.arrow([(middle, 156), (middle, 123)])
    for index, word in ((3, "die"), (4, "Katze"), (5, "schläft")):
        middle = left + cell * (index + 0.5)
        drawing.arrow([(middle, 74), (middle, 50)])
        drawing.box(middle - 27, 20, 54, 26, word, "a", size=SMALL, radius=3)
    drawing.brace(22, 202, 176, "source", gap=-5)
    drawing.brace(262, 202, 116, "target, as far as written", gap=-5)
    drawing.text(290, 13, "the next word, at each position", "soft", size=SMALL)
    drawing.text(110, 40, ["while writing, nothing is", "read off above the source"], "soft", size=SMALL)
    return drawing.svg(FIGURE.alt)
