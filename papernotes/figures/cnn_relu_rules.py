"""What comes back through a ReLU by three rules: the gradient, the deconvnet, and both together."""

import numpy as np

from papernotes.claims.arrays import Array
from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="cnn/saliency-maps",
    place="Relation to the deconvnet",
    alt="At a ReLU the gradient asks what came in, the deconvnet what comes back, guided back-propagation both. "
    "A 3 by 3 map of forward inputs and a 3 by 3 signal from above meet at a ReLU. "
    "The gradient passes the signal where the forward input was positive, the deconvnet where the signal itself is positive, and guided back-propagation only where both are; everything else becomes 0.",
    caption="The same signal sent back through the same ReLU by three rules. "
    "Crossed cells are stopped. "
    "The nine inputs and signals are set by hand, the rest is computed.",
    kind="schematic",
    after="[@springenberg2015striving, Fig. 1]",
)
FORWARD = np.array([[2, -1, 3], [-2, 1, -3], [4, -1, 2]], dtype=float)
SIGNAL = np.array([[5, 4, -2], [3, -1, -4], [-3, 2, 1]], dtype=float)
CELL = 34


def draw() -> str:
    """Draw what goes up and what comes down, then the three results."""
    drawing = Drawing(408)
    drawing.text(99, 14, "went up: input *z*", "b", weight=600)
    _matrix(drawing, 48, 24, FORWARD, "heat-b")
    drawing.text(301, 14, "comes back: signal *r*", "d", weight=600)
    _matrix(drawing, 250, 24, SIGNAL, "heat")
    drawing.text(200, 80, "ReLU", weight=600)
    rules = [("gradient", ["passes where", "*z* > 0"], FORWARD > 0), ("deconvnet", ["passes where", "*r* > 0"], SIGNAL > 0), ("guided", ["passes where", "both are"], (FORWARD > 0) & (SIGNAL > 0))]
    for k, (name, words, passes) in enumerate(rules):
        x = 14 + 135 * k
        drawing.arrow([(x + 51, 142), (x + 51, 166)], "soft", weight=2)
        drawing.text(x + 51, 186, name, weight=600)
        drawing.text(x + 51, 203, words, "soft", size=SMALL)
        _matrix(drawing, x, 230, SIGNAL, "heat", passes)
        drawing.text(x + 51, 230 + 3 * CELL + 18, f"{int(passes.sum())} of 9 pass", size=SMALL)
    drawing.line([(65, 142), (335, 142)], "soft", weight=2)
    drawing.text(4, 384, ["The gradient lets negative signals through; the deconvnet lets", "signals through where the unit was off; the third does neither."], "soft", size=SMALL, anchor="start")
    return drawing.svg(FIGURE.alt)


def _matrix(drawing: Drawing, x: float, y: float, values: Array, role: str, passes: Array | None = None) -> None:
    """Draw whole numbers in cells, green above zero and red below; a stopped cell is crossed and holds 0."""
    for (i, j), value in np.ndenumerate(values):
        at_x, at_y = x + CELL * j, y + CELL * i
        drawing.rect(at_x, at_y, CELL, CELL, "paper", "faint", radius=0, weight=0.8)
        if passes is not None and not passes[i, j]:
            drawing.path(f"M{at_x + 5} {at_y + CELL - 5}L{at_x + CELL - 5} {at_y + 5}", "faint", weight=1.2)
            drawing.text(at_x + CELL / 2, at_y + 21.5, "0", "soft", size=SMALL, halo=True)
            continue
        drawing.rect(at_x, at_y, CELL, CELL, role if value > 0 else "heat-c", "none", radius=0, strength=0.25 + 0.12 * abs(value))
        drawing.text(at_x + CELL / 2, at_y + 21.5, f"{value:+.0f}".replace("-", "−"), weight=600)
