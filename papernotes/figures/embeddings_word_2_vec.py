"""Skip-gram: the window, the question that negative sampling asks, and one step of training."""

import numpy as np

from papernotes.claims.arrays import Array, sigmoid
from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="embeddings/word2vec",
    place="How it works",
    alt="Skip-gram pulls a word towards its neighbours and pushes it away from drawn words. "
    "A window of two words on each side moves over the text; the middle word purrs makes a pair with each of its four neighbours. "
    "For the pair purrs and cat the wanted answer is 1, for purrs and two drawn words it is 0. "
    "One step of training turns the vectors of purrs and cat towards each other and the two drawn ones away.",
    caption="Skip-gram with negative sampling ($c = 2$, $d = 2$, $k = 2$). "
    "The vectors are set by hand, as in the [step by hand](#step-by-hand); all else is computed from them, with learning rate $\\eta = 0.5$.",
    kind="schematic",
    after="[@mikolov2013efficient, Fig. 1]",
)
TEXT = ["a", "small", "cat", "purrs", "on", "my", "lap"]
V = np.array([0.5, -0.3])
U = np.array([[0.4, 0.2], [0.1, -0.5], [-0.3, 0.6]])
WANTED = np.array([1.0, 0.0, 0.0])
WORDS = ["cat", "bus", "oil"]


def draw() -> str:
    """Draw window, question and step below each other."""
    drawing = Drawing(660)
    _window(drawing, 14)
    _question(drawing, 182)
    _step(drawing, 412)
    return drawing.svg(FIGURE.alt)


def _signed(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def _window(drawing: Drawing, y: float) -> None:
    """Draw the text with its window, and an arrow from the middle word to each neighbour."""
    drawing.heading(y, "1  The window: guess each neighbour")
    drawing.brace(58, y + 32, 284, "window: *c* = 2 words on each side")
    for k, word in enumerate(TEXT):
        x = 2 + 57 * k
        near = 1 <= k <= 5
        drawing.box(x, y + 46, 54, 28, word, "a" if k == 3 else "b" if near else "n", weight=600 if k == 3 else 400)
    for k, depth in [(1, 44), (2, 24), (4, 24), (5, 44)]:
        x, side = 29 + 57 * k, 5 if k > 3 else -5
        drawing.arrow([(200 + side * depth / 12, y + 76), (200 + side * depth / 12, y + 76 + depth), (x, y + 76 + depth), (x, y + 78)], "a", round=12)
    drawing.text(2, y + 138, "four pairs: purrs → small, cat, on, my", "soft", size=SMALL, anchor="start")


def _question(drawing: Drawing, y: float) -> None:
    """Draw the true pair and two drawn ones as rows: vectors, product, answer, wanted answer."""
    drawing.heading(y, "2  The question: a true pair, or a drawn one?")
    drawing.box(2, y + 95, 50, 26, "purrs", "a", weight=600)
    _vector(drawing, 56, y + 95, V, "a")
    drawing.text(96, y + 88, "*v*", "soft", size=SMALL)
    product = U @ V  # (3,)
    for x, words in [(204, "*u*"), (270, "*u*·*v*"), (316, "σ(*u*·*v*)"), (372, "wanted")]:
        drawing.text(x, y + 28, words, "soft", size=SMALL)
    for k, word in enumerate(WORDS):
        top = y + 38 + 57 * k
        drawing.arrow([(136, y + 108), (148, y + 108), (148, top + 13), (162, top + 13)], "soft", round=4)
        _vector(drawing, 164, top, U[k], "b" if k == 0 else "c")
        drawing.text(204, top + 39, f"{word}, {'a neighbour' if k == 0 else 'drawn'}", "soft", size=SMALL)
        drawing.text(270, top + 17, _signed(product[k]))
        drawing.text(316, top + 17, _signed(sigmoid(product[k])))
        drawing.text(372, top + 17, f"{WANTED[k]:.0f}", weight=600)
        drawing.text(372, top + 33, "pull" if k == 0 else "push", "b" if k == 0 else "c", size=SMALL)


def _vector(drawing: Drawing, x: float, y: float, values: Array, hue: str) -> None:
    """Draw a vector as a row of numbers."""
    for k, value in enumerate(values):
        drawing.rect(x + 40 * k, y, 40, 26, f"{hue}-tint", hue, radius=0)
        drawing.text(x + 40 * (k + 0.5), y + 17.5, _signed(value))


def _step(drawing: Drawing, y: float) -> None:
    """Draw the four vectors before and after one step of gradient descent."""
    drawing.heading(y, "3  One step: what moves where")
    error = sigmoid(U @ V) - WANTED  # (3,)
    v = V - 0.5 * error @ U
    u = U - 0.5 * error[:, None] * V
    x, zero, scale = 160, y + 128, 165
    drawing.line([(x - 90, zero), (x + 170, zero)], "hair")
    drawing.line([(x, zero - 115), (x, zero + 108)], "hair")
    places = [(8, 12, "start"), (8, -3, "start"), (-6, 12, "end"), (-8, -2, "end")]
    for k, (old, new, word, hue) in enumerate(zip([V, *U], [v, *u], ["purrs", *WORDS], "abcc", strict=True)):
        a, b = ((x + scale * p[0], zero - scale * p[1]) for p in (old, new))
        drawing.line([(x, zero), a], hue, weight=1.3, dash="4 4")
        drawing.arrow([(x, zero), b], hue, weight=2.4)
        dx, dy, anchor = places[k]
        drawing.text(b[0] + dx, b[1] + dy, word, hue, weight=600, anchor=anchor)
    drawing.line([(305, y + 60), (333, y + 60)], "soft", weight=1.3, dash="4 4")
    drawing.text(340, y + 64, "before", "soft", size=SMALL, anchor="start")
    drawing.arrow([(305, y + 82), (333, y + 82)], "soft", weight=2.4)
    drawing.text(340, y + 86, "after", "soft", size=SMALL, anchor="start")
