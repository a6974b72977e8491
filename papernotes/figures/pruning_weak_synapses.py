"""Cutting the weak synapses of a Hebbian memory: what is kept of the weights, and what is remembered afterwards."""

import numpy as np

from papernotes.claims.pruning_synapses import weakest_synapses_can_go
from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing, number

FIGURE = Figure(
    note="pruning/synaptic-pruning",
    place="The same by simulation",
    alt="A memory that keeps its largest fifth of synapses forgets little; a random fifth forgets much. "
    "A bell curve of synaptic weights with the two tails beyond 1.28 standard deviations filled: they are the 20 per cent that stay. "
    "Bars of wrong entries at recall: 1.2 per cent with all synapses, 3.5 with the largest fifth, 15.8 with a random fifth, 42.6 with the smallest fifth; 50 would be guessing.",
    caption="A Hebbian memory of 1,000 neurons with 200 patterns, 20 % of its synapses kept in three ways. "
    "The curve is the normal density of the weights, the bars are the simulation’s share of wrong entries, mean of three seeds.",
    kind="data",
    after="[@chechik1998synaptic, abstract]",
)
THRESHOLD = 1.2816


def draw() -> str:
    """Draw the density with its tails and the four bars."""
    drawing = Drawing(390)
    _density(drawing, 150)
    _bars(drawing, 212)
    return drawing.svg(FIGURE.alt)


def _density(drawing: Drawing, base: float) -> None:
    """Draw the bell curve, the kept tails filled."""
    drawing.heading(14, "1  Keep the largest weights, cut the rest")

    def curve(start: float, end: float) -> list[tuple[float, float]]:
        z = np.linspace(start, end, 41)
        return [(200 + 58 * a, base - 270 * b) for a, b in zip(z, np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi), strict=True)]

    for start, end in [(-3.2, -THRESHOLD), (THRESHOLD, 3.2)]:
        points = [(200 + 58 * start, base), *curve(start, end), (200 + 58 * end, base)]
        drawing.path("M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + "Z", "none", "heat")
    drawing.line(curve(-3.2, 3.2), "ink", weight=2)
    drawing.line([(10, base), (390, base)], "soft")
    for side in (-1, 1):
        drawing.line([(200 + 58 * side * THRESHOLD, base + 4), (200 + 58 * side * THRESHOLD, base - 62)], "a", weight=1.6, dash="4 3")
        drawing.text(200 + 58 * side * THRESHOLD, base + 18, "−1.28" if side < 0 else "1.28", "soft", size=SMALL)
        drawing.text(200 + 58 * side * 2.1, base - 48, "10 % stay", "a", weight=600)
    drawing.text(200, base + 18, "weight 0", "soft", size=SMALL)
    drawing.text(200, base - 44, ["80 %", "are cut"], weight=600)


def _bars(drawing: Drawing, y: float) -> None:
    """Draw the share of wrong entries for each way of keeping a fifth."""
    drawing.heading(y, "2  Then recall: entries that come out wrong")
    shares = [100 * share for share in weakest_synapses_can_go().numbers["wrong"]]
    for k, (words, share, hue) in enumerate(zip(["all synapses", "the largest 20 %", "a random 20 %", "the smallest 20 %"], shares, "nabc", strict=True)):
        top = y + 14 + 32 * k
        drawing.text(122, top + 15, words, anchor="end")
        drawing.rect(130, top, 4.4 * share, 22, "surface" if hue == "n" else f"{hue}-tint", "faint" if hue == "n" else hue, radius=0)
        drawing.text((136 if share < 30 else 122) + 4.4 * share, top + 15, f"{share:.1f} %", anchor="start" if share < 30 else "end", weight=600)
    drawing.line([(350, y + 8), (350, y + 142)], "faint", dash="4 4")
    drawing.text(350, y + 158, "guessing: 50 %", "soft", size=SMALL)
