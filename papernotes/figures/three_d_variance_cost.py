"""The variance of warped views against the depth tried, for a wall of real digits at four depths."""

import numpy as np

from papernotes.claims.three_d_stereo import variance_costs
from papernotes.figures import Figure
from papernotes.figures.palette import COLOURS
from papernotes.figures.plot import axes, svg

FIGURE = Figure(
    note="3d/mvsnet",
    place="Cost",
    alt="The variance of warped views has its minimum where the surface stands. "
    "Four curves of variance against the depth tried, for walls at depth 4.5, 5.5, 6.5 and 7.5: each falls to its lowest value at the true depth. "
    "A flat line shows the cost when the views are repeated instead of warped: then every depth costs the same.",
    caption="A wall of 64 real digits photographed by five cameras and swept with 17 planes from 4 to 8: the mean variance over the pixels that all views see. "
    "The level line is the wall at 5.5 with its views repeated instead of warped.",
    kind="data",
)
TRUE = [4.5, 5.5, 6.5, 7.5]
DEPTHS = np.linspace(4, 8, 17)


def draw() -> str:
    """Draw the four sweeps with their minima, and the unwarped one."""
    with axes(300) as (plot, ax):
        for true, hue, style, mark in zip(TRUE, "abcd", ["-", "--", "-.", ":"], "osD^", strict=True):
            cost = _mean_cost(true, repeat=False)
            ax.plot(DEPTHS, cost, color=COLOURS[hue], linestyle=style)
            best = int(cost.argmin())
            ax.plot(DEPTHS[best], cost[best], mark, color=COLOURS[hue], markersize=9)
            ax.text(DEPTHS[best], -0.003, f"{true:g}", color=COLOURS[hue], ha="center", va="top", weight="bold")
        flat = _mean_cost(5.5, repeat=True)
        ax.plot(DEPTHS, flat, color=COLOURS["soft"], linestyle="-", linewidth=1.4)
        ax.text(7.85, flat[-1] - 0.001, "not warped", color=COLOURS["soft"], ha="right", va="top")
        ax.set(xlabel="depth tried (marks: the true depth of the wall)", ylabel="variance of five views", xticks=[4, 5, 6, 7, 8], yticks=[0, 0.02, 0.04])
        ax.set_ylim(bottom=-0.009)
        return svg(plot, FIGURE.alt)


def _mean_cost(depth: float, repeat: bool) -> np.ndarray:
    """Return the mean variance at each plane (17,) over the pixels that every view sees."""
    costs = variance_costs(depth, DEPTHS, repeat)  # (17, 48, 48)
    seen = np.isfinite(costs).all(axis=0)
    return costs[:, seen].mean(axis=1)
