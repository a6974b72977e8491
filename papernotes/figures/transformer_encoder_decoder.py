"""The encoder and decoder of 2017, one layer of each opened."""

from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="transformer/transformer",
    place="Encoder, decoder and three masks",
    alt="The Transformer of 2017: an encoder reads the source once, a decoder writes the target token by token. "
    "An encoder layer is self-attention without a mask and a feed-forward network; a decoder layer has causal self-attention, attention on the encoder's output, and a feed-forward network; "
    "every step adds its result to its input and normalises; both stacks have six layers.",
    caption="Three uses of one operation. The arrow from the left stack to the right carries keys and values: the source’s last vectors, the same for all six decoder layers.",
    kind="schematic",
    after="[@vaswani2017attention, Fig. 1]",
)


def draw() -> str:
    """Draw both stacks from bottom to top, as data flows."""
    drawing = Drawing(448)
    left = _stack(drawing, 14, 160, 182, [("self-attention", "every pair", "a"), ("feed-forward", "each row alone", "d")], "encoder layer")
    right = _stack(drawing, 222, 160, 106, [("self-attention", "causal mask", "a"), ("attention on source", "every pair", "b"), ("feed-forward", "each row alone", "d")], "decoder layer")
    _input(drawing, 94, "source", "das ist gut")
    _input(drawing, 302, "target so far", "⟨start⟩ that is")
    drawing.arrow([(94, left), (94, 84), (198, 84), (198, 253), (234, 253)], "b", weight=2.2)
    drawing.text(146, 76, "*L* × *d*", "soft", size=SMALL)
    drawing.text(191, 196, "keys, values", "b", size=SMALL, turn=-90)
    drawing.arrow([(302, right), (302, 72)])
    drawing.box(232, 40, 140, 32, "linear, softmax")
    drawing.arrow([(302, 40), (302, 24)])
    drawing.text(302, 16, "the next word: good")
    return drawing.svg(FIGURE.alt)


def _stack(drawing: Drawing, x: float, width: float, y: float, steps: list[tuple[str, str, str]], name: str) -> float:
    """Draw one layer with its steps, the first at the bottom; return where its output leaves."""
    height = 76 * len(steps) + 16
    drawing.rect(x, y, width, height, "surface", "hair", radius=8)
    drawing.text(x + 2, y - 6, "6 ×", anchor="start", weight=600)
    drawing.text(x + width / 2 + 10, y - 6, name, anchor="start", size=SMALL)
    middle, inner = x + width / 2, x + 14
    for index, (words, how, hue) in enumerate(steps):
        low = y + height - 8 - 76 * index
        drawing.box(inner, low - 46, width - 28, 38, [words, how], hue, size=SMALL)
        drawing.line([(middle, low), (middle, low - 8)])
        drawing.line([(middle, low - 46), (middle, low - 53)])
        drawing.arrow([(middle, low - 3), (x + width - 7, low - 3), (x + width - 7, low - 62), (middle + 10, low - 62)], "faint", weight=1.2)
        drawing.plus(middle, low - 62, "+", 8)
        drawing.text(middle - 14, low - 58, "norm", "soft", size=SMALL, anchor="end")
        drawing.line([(middle, low - 70), (middle, low - 76)])
    return y


def _input(drawing: Drawing, middle: float, name: str, words: str) -> None:
    drawing.line([(middle, 344), (middle, 368)])
    drawing.plus(middle, 376, "+", 8)
    drawing.arrow([(middle, 410), (middle, 385)])
    drawing.text(middle - 14, 380, "positions", "soft", size=SMALL, anchor="end")
    drawing.text(middle + 14, 400, "embedding", "soft", size=SMALL, anchor="start")
    drawing.text(middle, 425, words)
    drawing.text(middle, 441, name, "soft", size=SMALL)
