"""Retrieval from sixteen stored patterns, cold and hot."""

import numpy as np

from papernotes.claims.arrays import softmax
from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="memory/attention-as-associative-memory",
    place="How it works",
    alt="One attention step over sixteen stored patterns: cold it returns one pattern, hot it returns a mean of many. "
    "At inverse temperature 0.125 the weight on pattern 3 is 0.999, at 0.05 it is 0.81, at 0.01 it is 0.14 and hardly stands out.",
    caption="Weights on the 16 patterns of the example, $d = 64$, state: pattern 3 with noise of standard deviation 0.75 (seed 0). $\\beta = 0.125$ is attention’s own $1/\\sqrt{64}$.",
    kind="data",
)
BETAS = [(0.125, "cold: one pattern"), (0.05, "warm"), (0.01, "hot: a mean of many")]


def weights() -> list[np.ndarray]:
    """Store and ask as the claim does with its first seed: one row of 16 weights for each β."""
    rng = np.random.default_rng(0)
    patterns = rng.standard_normal((16, 64))
    state = patterns[3] + 0.75 * rng.standard_normal(64)
    return [softmax(beta * patterns @ state) for beta, _ in BETAS]


def draw() -> str:
    """Draw one row of bars a temperature."""
    drawing = Drawing(330)
    for index, ((beta, words), row) in enumerate(zip(BETAS, weights(), strict=True)):
        base = 92 + 104 * index
        drawing.text(8, base - 62, f"*β* = {beta:g}", anchor="start", weight=600)
        drawing.text(8, base - 44, words.split(": "), "soft", anchor="start", size=SMALL)
        drawing.line([(116, base), (388, base)], "faint", weight=1)
        for k, weight in enumerate(row):
            x = 118 + 17 * k
            drawing.rect(x, base - 72 * weight, 12, 72 * weight, "a" if k == 3 else "b-tint", "a" if k == 3 else "b", radius=0, weight=0.8)
        drawing.text(142 + 51, base - 72 * row[3] + (9 if row[3] > 0.2 else -2), f"{row[3]:.3f}", anchor="start", weight=600)
        drawing.text(175, base + 15, "pattern 3", "soft", size=SMALL)
    return drawing.svg(FIGURE.alt)
