"""Three captioners of 2015 beside each other: as what, and when, the image reaches the decoder."""

import numpy as np

from papernotes.claims.arrays import softmax
from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="multimodal/image-captioning",
    place="How it works",
    alt="Three captioners differ in how the image reaches the network that writes. "
    "In Karpathy and Fei-Fei it is a bias at the first step of a plain recurrent network. "
    "In Show and Tell it is a word before the sentence, at step minus one of an LSTM. "
    "In Show, Attend and Tell it stays a map, and before each word a mixture of its places, with other weights each time, goes into the LSTM.",
    caption="One caption, written by three decoders from 2015. "
    "The maps of the third have four places instead of 196, and their scores are set by hand; those of the first step are the ones of the text.",
    kind="schematic",
    after="[@karpathy2015deep, Fig. 4], [@vinyals2015show, Fig. 3] and [@xu2015show, Fig. 1]",
)
STEPS = [158, 222, 286, 350]  # the middles of the four steps
GIVEN, WRITTEN = ["START", "two", "people", "talk"], ["two", "people", "talk", "END"]
LOOKS = np.array([[2, 0, -1, -1], [1, 2, -1, -1], [0, 2.5, 0, -1], [0, 0, 0, 0]], dtype=float)


def draw() -> str:
    """Draw the three systems below each other."""
    drawing = Drawing(580)
    _bias(drawing, 6)
    _first_word(drawing, 178)
    _looks_again(drawing, 350)
    return drawing.svg(FIGURE.alt)


def _image(drawing: Drawing, y: float, hue: str) -> None:
    """Draw the photograph and the network that reads it."""
    drawing.rect(4, y, 44, 40, "paper", "ink", radius=2)
    drawing.circle(15, y + 17, 5, "hair", "ink", weight=1)
    drawing.path(f"M10 {y + 35}c0 -16 14 -16 14 -2l0 2z", "ink", "hair", weight=1)
    drawing.circle(32, y + 21, 5, "hair", "ink", weight=1)
    drawing.path(f"M26 {y + 37}c0 -14 14 -14 14 0z", "ink", "hair", weight=1)
    drawing.arrow([(49, y + 20), (60, y + 20)])
    drawing.box(62, y + 5, 46, 30, "CNN", hue)


def _chain(drawing: Drawing, y: float, name: str, hue: str) -> None:
    """Draw four steps: word in from below, cell, word out above, state to the right."""
    for k, x in enumerate(STEPS):
        drawing.box(x - 26, y, 52, 30, name, hue, size=SMALL)
        drawing.arrow([(x - 4, y + 46), (x - 4, y + 32)])
        drawing.text(x - 4, y + 59, GIVEN[k], size=SMALL)
        drawing.arrow([(x, y - 1), (x, y - 13)])
        drawing.text(x, y - 18, WRITTEN[k], size=SMALL, weight=600)
        if k:
            drawing.arrow([(STEPS[k - 1] + 26, y + 15), (x - 27, y + 15)])


def _bias(drawing: Drawing, y: float) -> None:
    """Draw the image as a bias on the first step."""
    drawing.heading(y + 8, "Karpathy and Fei-Fei: a bias, once", x=4)
    _image(drawing, y + 50, "n")
    _chain(drawing, y + 55, "RNN", "n")
    drawing.arrow([(109, y + 70), (131, y + 70)], "a", weight=2.6)
    drawing.text(104, y + 110, "*b_{v}* at step 1", "a", size=SMALL, anchor="end", weight=600)
    drawing.line([(4, y + 150), (396, y + 150)], "hair")


def _first_word(drawing: Drawing, y: float) -> None:
    """Draw the image as the word before the sentence, which needs a step of its own."""
    drawing.heading(y + 8, "Show and Tell: a word before the sentence", x=4)
    _chain(drawing, y + 55, "LSTM", "b")
    drawing.box(70, y + 55, 48, 30, "LSTM", "b", size=SMALL)
    drawing.arrow([(119, y + 70), (131, y + 70)])
    drawing.text(94, y + 46, "step −1", "soft", size=SMALL)
    _image(drawing, y + 96, "n")
    drawing.arrow([(94, y + 100), (94, y + 87)], "a", weight=2.6)
    drawing.text(116, y + 137, "in the place of a word", "a", size=SMALL, anchor="start", weight=600)
    drawing.line([(4, y + 156), (396, y + 156)], "hair")


def _looks_again(drawing: Drawing, y: float) -> None:
    """Draw the map of places and the weights with which each step mixes them."""
    drawing.heading(y + 8, "Show, Attend and Tell: a look for each word", x=4)
    _chain(drawing, y + 55, "LSTM", "b")
    _image(drawing, y + 132, "n")
    drawing.text(4, y + 192, "map of 4 places", "soft", size=SMALL, anchor="start")
    for x, weights in zip(STEPS, softmax(LOOKS), strict=True):
        drawing.grid(x - 22, y + 130, weights.reshape(2, 2).tolist(), 22)
        drawing.path(f"M{x - 22} {y + 130}h44v44h-44z", "a", weight=1.6)
        drawing.arrow([(x + 21, y + 129), (x + 21, y + 87)], "a", weight=2.2)
        drawing.text(x, y + 188, f"{weights.max():.2f}", "soft", size=SMALL)
    drawing.arrow([(109, y + 152), (132, y + 152)], "a", weight=2.6)
    drawing.text(254, y + 206, "largest weight of each look; each sums to 1", "soft", size=SMALL)
    drawing.text(112, y + 116, "*z_{t}*", "a", weight=600)
