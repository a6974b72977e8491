"""The lottery-ticket loop: train, cut, reset, repeat; and the share of LeNet's weights that each round leaves."""

import numpy as np

from papernotes.claims.arrays import Array
from papernotes.claims.pruning import keep_largest, lenet_shares
from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="pruning/lottery-ticket",
    place="How it works",
    alt="A lottery ticket is found by training, cutting the smallest weights and giving the kept ones their first values back, round after round. "
    "Four small networks stand in a ring: random first weights, trained weights, the smallest fifth cut, the kept weights reset. "
    "Below, bars show how much of LeNet is left: 51.3 per cent after 3 rounds, 21.1 after 7, 3.6 after 15.",
    caption="One round of iterative magnitude pruning on a small network whose line widths, drawn at random, stand for the size of weights; a dash is a cut weight. "
    "After the reset each kept line is as wide as it first was. "
    "The bars are computed for LeNet-300-100: 20 % of the survivors go in each round, 10 % in the output layer.",
    kind="schematic",
    after="[@frankle2019lottery, §1]",
)
SIZES = [3, 4, 2]
PLACES = [(14, 36), (236, 36), (236, 222), (14, 222)]  # clockwise


def draw() -> str:
    """Draw the ring of four networks and the bars below it."""
    drawing = Drawing(566)
    rng = np.random.default_rng(4)
    first = rng.uniform(0.1, 1, 20)
    final = np.minimum(np.abs(first + rng.normal(0, 0.55, 20)), 1.4)
    mask = keep_largest(final, np.ones(20), 0.8)
    looks = [("1  first weights θ_{0}", first, np.ones(20), "n"), ("2  train: θ", final, np.ones(20), "b"), ("3  cut the smallest fifth", final, mask, "c"), ("4  reset the kept to θ_{0}", first, mask, "a")]
    for (x, y), (words, weights, kept, hue) in zip(PLACES, looks, strict=True):
        drawing.rect(x, y, 150, 138, "paper", "faint" if hue == "n" else hue, radius=6)
        drawing.text(x, y - 9, words, weight=600, anchor="start")
        _network(drawing, x, y, weights, kept, hue)
    _ring(drawing)
    _shares(drawing, 408)
    return drawing.svg(FIGURE.alt)


def _network(drawing: Drawing, x: float, y: float, weights: Array, kept: Array, hue: str) -> None:
    """Draw three layers of units, each connection as wide as its weight is large, a cut one as thin dashes."""
    layers = [[(x + 22 + 53 * column, y + 69 + 32 * (k - (size - 1) / 2)) for k in range(size)] for column, size in enumerate(SIZES)]
    pairs = [(a, b) for left, right in zip(layers, layers[1:], strict=False) for a in left for b in right]
    for (a, b), weight, stays in zip(pairs, weights, kept, strict=True):
        drawing.line([a, b], "soft" if stays else "c", weight=0.5 + 4 * weight if stays else 1.8, dash="" if stays else "3.5 3.5")
    for layer in layers:
        for place in layer:
            drawing.circle(*place, 8, "paper" if hue == "n" else f"{hue}-tint", "ink")


def _ring(drawing: Drawing) -> None:
    """Draw the arrows between the networks, and the way into the next round."""
    drawing.arrow([(168, 96), (232, 96)], "b", weight=2.4)
    drawing.text(200, 88, "train", "b", size=SMALL)
    drawing.arrow([(311, 178), (311, 203)], "c", weight=2.4)
    drawing.arrow([(232, 306), (168, 306)], "a", weight=2.4)
    drawing.text(200, 298, "reset", "a", size=SMALL)
    drawing.arrow([(166, 262), (200, 262), (200, 130), (232, 130)], "ink", weight=2.4, round=10)
    drawing.text(193, 192, "next round", size=SMALL, anchor="end")


def _shares(drawing: Drawing, y: float) -> None:
    """Draw the share of weights left after each round as bars, the paper's percentages written at theirs."""
    numbers = lenet_shares().numbers
    left = dict(zip([0, *numbers["rounds"]], [100.0, *numbers["percent_left"]], strict=True))
    drawing.text(14, y + 4, "weights left in LeNet-300-100, in %", weight=600, anchor="start")
    base, height, width = y + 126, 96, 21.5
    for number, share in left.items():
        x = 14 + width * number
        drawing.rect(x, base - height * share / 100, width - 4, height * share / 100, "heat", "a", radius=0)
        if number in (0, 3, 7, 15):
            drawing.text(x + width / 2 - 2, base - height * share / 100 - 5, f"{share:.1f}" if number else "100", weight=600, size=SMALL)
        if number % 4 == 3 or number == 0:
            drawing.text(x + width / 2 - 2, base + 14, str(number), "soft", size=SMALL)
    drawing.line([(10, base), (14 + 17 * width, base)], "soft")
    drawing.text(14, base + 29, "rounds", "soft", size=SMALL, anchor="start")
