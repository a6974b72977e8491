"""ELMo: two language models that read in opposite directions, and the task's mixture of their layers, in numbers."""

import numpy as np

from papernotes.claims.arrays import Array, softmax
from papernotes.claims.embeddings_context import cosine, mix
from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="embeddings/elmo",
    place="A mix by hand",
    alt="ELMo gives a word one vector per layer and lets the task mix them. "
    "Two stacks of LSTM layers read a sentence, one forwards and one backwards, and never see each other's states; at the word play each layer's two states are put end to end. "
    "In a sentence about a match and one about a theatre, layer 0 of play is the same and layers 1 and 2 differ. "
    "Mixed with weights 0.19, 0.51 and 0.31 the two vectors have a cosine of 0.28.",
    caption="ELMo’s two directions (top) and its mixture of layers (below), shrunk to four numbers a layer as in the example. "
    "The layers and the task’s scores $r = (0, 1, 0.5)$, $\\gamma = 1.5$ are set by hand, the mixture computed. "
    "Stronger green is more above zero, stronger red more below.",
    kind="schematic",
    after="[@peters2018deep, §3]",
)
MATCH = np.array([[1, 0, 1, 0], [0.8, 0.6, 0.1, 0.2], [0.9, -0.4, 0.3, 0.5]])
THEATRE = np.array([[1, 0, 1, 0], [-0.2, 0.7, 0.4, 0.9], [-0.8, 0.3, 0.1, 0.6]])
R, GAMMA = np.array([0.0, 1.0, 0.5]), 1.5
WORDS = ["to", "watch", "a", "play", "by"]
PITCH = 78  # from word to word


def draw() -> str:
    """Draw the two directions above and the mixture for two sentences below."""
    drawing = Drawing(592)
    _directions(drawing)
    _mixture(drawing, 300)
    return drawing.svg(FIGURE.alt)


def _directions(drawing: Drawing) -> None:
    """Draw the words with the forward stack above and the backward stack below; the word of interest in a frame."""
    drawing.rect(40 + 3 * PITCH - 33, 2, 66, 230, "surface", "ink", dash="4 4", weight=1.2)
    rows = [(6, "2", "b"), (54, "1", "b"), (148, "1", "c"), (196, "2", "c")]
    for k, word in enumerate(WORDS):
        x = 40 + PITCH * k
        drawing.rect(x - 28, 102, 56, 28, "paper", "ink" if k == 3 else "faint", radius=0)
        drawing.text(x, 120.5, word, weight=600 if k == 3 else 400)
        drawing.arrow([(x, 101), (x, 85)], "b")
        drawing.arrow([(x, 53), (x, 37)], "b")
        drawing.arrow([(x, 131), (x, 147)], "c")
        drawing.arrow([(x, 179), (x, 195)], "c")
        for y, layer, hue in rows:
            drawing.box(x - 22, y, 44, 30, f"{'→' if hue == 'b' else '←'} *h*_{{{layer}}}", hue, size=SMALL)
            if k < 4:
                ends = [(x + 23, y + 15), (x + PITCH - 23, y + 15)]
                drawing.arrow(ends if hue == "b" else ends[::-1], hue)
    drawing.text(4, 251, "above: reads forwards;  below: reads backwards.", "soft", size=SMALL, anchor="start")
    drawing.text(4, 267, "In the frame: all that is known of “play”.", "soft", size=SMALL, anchor="start")


def _mixture(drawing: Drawing, y: float) -> None:
    """Draw the layers of the same word in two sentences, the weights between, the sums below."""
    weights = softmax(R)
    sums = [mix(layers, R, GAMMA) for layers in (MATCH, THEATRE)]
    for x, words in [(12, ["“to watch a play by", "the visiting team”"]), (232, ["“a play in three", "acts, on stage”"])]:
        drawing.text(x, y + 6, words, size=SMALL, anchor="start")
    drawing.text(200, y + 36, "weight", "soft", size=SMALL)
    for row, layer in enumerate((2, 1, 0)):
        top = y + 46 + 46 * row
        drawing.text(200, top + 14, f"*h*_{{{layer}}}", weight=600)
        drawing.text(200, top + 29, f"× {weights[layer]:.2f}", "soft", size=SMALL)
        _vector(drawing, 12, top, MATCH[layer])
        _vector(drawing, 232, top, THEATRE[layer])
    drawing.text(200, y + 204, ["Σ", "× 1.5"], size=SMALL)
    for x, values in [(12, sums[0]), (232, sums[1])]:
        drawing.arrow([(x + 78, y + 172), (x + 78, y + 198)], "a", weight=2)
        _vector(drawing, x, y + 202, values)
        drawing.rect(x, y + 202, 156, 30, "none", "a", radius=0, weight=2.4)
    drawing.brace(90, y + 244, 220, "", gap=-5)
    drawing.text(200, y + 264, f"cosine {cosine(*sums):.2f}: one word, two vectors", weight=600)
    drawing.text(200, y + 282, f"layer by layer: *h*_{{0}} {cosine(MATCH[0], THEATRE[0]):.2f}, *h*_{{1}} {cosine(MATCH[1], THEATRE[1]):.2f}, *h*_{{2}} {cosine(MATCH[2], THEATRE[2]):.2f}".replace("-", "−"), "soft", size=SMALL)


def _vector(drawing: Drawing, x: float, y: float, values: Array) -> None:
    """Draw four numbers as cells, positive and negative ones in two hues."""
    for k, value in enumerate(values):
        drawing.rect(x + 39 * k, y, 39, 30, "paper", "faint", radius=0, weight=0.8)
        drawing.rect(x + 39 * k, y, 39, 30, "heat" if value > 0 else "heat-c", "none", radius=0, strength=min(abs(value), 1)) if value else None
        drawing.text(x + 39 * (k + 0.5), y + 19.5, f"{value:.1f}".replace("-", "−") if abs(values).max() <= 1 and value == round(value, 1) else f"{value:.2f}".replace("-", "−"), size=SMALL)
