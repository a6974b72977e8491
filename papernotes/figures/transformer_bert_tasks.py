"""BERT's input and its two tasks on one example."""

from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="transformer/bert",
    place="How it works",
    alt="BERT trains two tasks on every example: it names the hidden words, and it says whether the second text follows the first. "
    "The input is the CLS token, text A, SEP, text B, SEP, each token the sum of a token, a segment and a position embedding; "
    "the vector of CLS answers whether B follows A, the vectors at the chosen positions answer which word stood there; both losses are added.",
    caption="One example, both tasks: the losses are added. The sentence pair is ours.",
    kind="schematic",
    after="[@devlin2019bert, Fig. 1 and 2]",
)
TOKENS = ["[CLS]", "the", "cat", "[MASK]", "[SEP]", "it", "[MASK]", "well", "[SEP]"]
CELL = 40
LEFT = 32


def draw() -> str:
    """Draw the input's three sums at the bottom, the encoder in the middle, both answers on top."""
    drawing = Drawing(338)
    centres = [LEFT + CELL * (i + 0.5) for i in range(len(TOKENS))]
    for position in (3, 6):
        drawing.rect(centres[position] - 34, 24, 68, 40, "a-tint", "a", radius=5)
        drawing.text(centres[position], 41, "which word?", size=SMALL)
        drawing.text(centres[position], 57, {3: "slept", 6: "dreamt"}[position], weight=600)
    drawing.rect(2, 24, 100, 40, "c-tint", "c", radius=5)
    drawing.text(52, 41, "does B follow A?", size=SMALL)
    drawing.text(52, 57, "yes", weight=600)
    for position, hue in ((0, "c"), (3, "a"), (6, "a")):
        drawing.arrow([(centres[position], 100), (centres[position], 67)], hue)
    drawing.text(200, 15, "loss of the example = mean over hidden words + pair", "soft", size=SMALL)
    for position, centre in enumerate(centres):
        hue = {0: "c", 3: "a", 6: "a"}.get(position, "n")
        drawing.rect(centre - 15, 100, 30, 16, f"{hue}-tint" if hue != "n" else "surface", hue if hue != "n" else "faint", radius=0)
        drawing.line([(centre, 116), (centre, 130)], weight=1.2)
        drawing.line([(centre, 172), (centre, 184)], weight=1.2)
    drawing.box(LEFT, 130, CELL * len(TOKENS), 42, ["BERT: every position reads every position"], "n")
    _rows(drawing, centres)
    return drawing.svg(FIGURE.alt)


def _rows(drawing: Drawing, centres: list[float]) -> None:
    """Draw the three embeddings whose sum enters."""
    segments = ["A"] * 5 + ["B"] * 4
    for y, name, words in ((188, "token", TOKENS), (236, "text", segments), (284, "place", [str(i) for i in range(9)])):
        drawing.text(LEFT - 1, y + 38, name, "soft", size=SMALL, anchor="start")
        for position, centre in enumerate(centres):
            inside = {"token": "c-tint" if position == 0 else "a-tint" if position in (3, 6) else "paper", "text": "b-tint" if words[position] == "A" else "d-tint", "place": "paper"}[name]
            drawing.rect(centre - 19, y, 38, 24, inside, "faint", radius=0, weight=0.9)
            label = {"[MASK]": "[M]", "[CLS]": "[C]", "[SEP]": "[S]"}.get(words[position], words[position])
            drawing.text(centre, y + 16, label, size=SMALL)
        if y < 284:
            drawing.text(LEFT + CELL * 4.5, y + 40, "+", "soft")
    drawing.text(LEFT + 64, 332, "[C] is [CLS], [S] is [SEP], [M] is [MASK]", "soft", size=SMALL, anchor="start")
