"""Where size misleads: the large weight on a flat loss, the small one on a steep loss."""

import numpy as np

from papernotes.figures import Figure
from papernotes.figures.palette import COLOURS
from papernotes.figures.plot import axes, svg

FIGURE = Figure(
    note="pruning/magnitude-pruning",
    place="The rules side by side",
    alt="Deleting a small weight can cost more than deleting a large one. "
    "Two parabolas of loss against the value of one weight. The first has its minimum at weight 2 and is flat: setting it to 0 costs 0.2. "
    "The second has its minimum at 0.5 and is steep: setting it to 0 costs 1.0. Magnitude would delete the second, curvature the first.",
    caption="The growth of the loss when one weight leaves its trained value, for the two weights of the example: $w_1 = 2$, $h_{11} = 0.1$ and $w_2 = 0.5$, $h_{22} = 8$. "
    "Deletion is the way to 0; what it costs is $s_k = \\frac12 h_{kk} w_k^2$.",
    kind="schematic",
)
WEIGHTS = [(2.0, 0.1, "b", "-", "w₁"), (0.5, 8.0, "c", "--", "w₂")]


def draw() -> str:
    """Draw both parabolas with their minima and the way to zero."""
    with axes(290) as (plot, ax):
        x = np.linspace(-0.1, 2.7, 281)
        for trained, curvature, hue, style, _ in WEIGHTS:
            growth = curvature * (x - trained) ** 2 / 2
            ax.plot(x[growth < 1.35], growth[growth < 1.35], color=COLOURS[hue], linestyle=style)
            cost = curvature * trained**2 / 2
            ax.plot([trained], [0], "o", color=COLOURS[hue], markersize=8)
            ax.plot([0], [cost], "s", color=COLOURS[hue], markersize=8)
        ax.axvline(0, color=COLOURS["faint"], linewidth=1)
        ax.axhline(0, color=COLOURS["hair"], linewidth=1, zorder=0)
        for height, words, hue in [(1.04, "w₂ deleted:", "c"), (0.96, "costs 1.0", "c"), (0.24, "w₁ deleted:", "b"), (0.16, "costs 0.2", "b")]:
            ax.text(-0.2, height, words, color=COLOURS[hue], weight="bold", ha="right", va="center")
        ax.text(2.0, -0.06, "w₁: large, flat", color=COLOURS["b"], ha="center", va="top")
        ax.text(0.08, -0.06, "w₂: small, steep", color=COLOURS["c"], ha="left", va="top")
        ax.set(xlim=(-1.05, 2.75), ylim=(-0.22, 1.4), xlabel="value of the weight", ylabel="growth of the loss", yticks=[0, 0.5, 1], xticks=[0, 0.5, 1, 1.5, 2, 2.5])
        return svg(plot, FIGURE.alt)
