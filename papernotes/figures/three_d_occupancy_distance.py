"""Occupancy beside signed distance: two functions of a slice through a torus, and both along one line."""

import numpy as np

from papernotes.claims.three_d import RING, TUBE, torus_distance, torus_occupied
from papernotes.figures import Figure
from papernotes.figures.palette import COLOURS
from papernotes.figures.plot import axes, svg

FIGURE = Figure(
    note="3d/occupancy-networks",
    place="DeepSDF beside it",
    alt="Occupancy and signed distance share one surface, but only the distance tells how far away it is. "
    "A slice through a torus shows two discs. Occupancy is 1 in the discs and 0 outside, without any levels between. "
    "The signed distance has rings around each disc at 0.1, 0.2 and 0.3, and is negative inside. "
    "Along a line through both discs, occupancy jumps at the four places at which the distance crosses 0.",
    caption="A torus cut through its axis: occupancy (top) and signed distance (middle), both computed, with the distance’s level lines. "
    "Below, both along the dashed line: where occupancy jumps, the distance is 0.",
    kind="data",
)
X, Z = np.meshgrid(np.linspace(-1.15, 1.15, 231), np.linspace(-0.5, 0.5, 101))
POINTS = np.stack([X, np.zeros_like(X), Z], -1).reshape(-1, 3)


def draw() -> str:
    """Draw two slices and a profile below each other."""
    with axes(540, rows=3, height_ratios=[1, 1, 1.1]) as (plot, (top, middle, below)):
        for ax in (top, middle):
            ax.set(aspect="equal", xlim=(-1.15, 1.15), ylim=(-0.42, 0.42), xticks=[], yticks=[])
            ax.spines[:].set_visible(False)
            ax.plot([-1.15, 1.15], [0, 0], color=COLOURS["soft"], linestyle=(0, (3, 3)), linewidth=1.2)
        _occupancy(top)
        _distance(middle)
        _profile(below)
        return svg(plot, FIGURE.alt)


def _occupancy(ax) -> None:
    """Fill what is inside, and write the two values that there are."""
    ax.set_title("occupancy: inside or not")
    inside = torus_occupied(POINTS).reshape(X.shape).astype(float)
    ax.contourf(X, Z, inside, levels=[0.5, 1.5], colors=[COLOURS["a-tint"]])
    smooth = torus_distance(POINTS).reshape(X.shape)
    ax.contour(X, Z, smooth, levels=[0], colors=[COLOURS["a"]], linewidths=2.4, linestyles="solid")
    for x, words in [(-RING, "1"), (RING, "1"), (0, "0"), (-1.05, "0"), (1.05, "0")]:
        ax.text(x, 0.09, words, ha="center", va="center", fontsize=15, weight="bold")


def _distance(ax) -> None:
    """Draw level lines of the distance: dashed inside, heavy at 0, thin outside."""
    ax.set_title("signed distance: how far, and on which side")
    values = torus_distance(POINTS).reshape(X.shape)
    ax.contour(X, Z, values, levels=[-0.1], colors=[COLOURS["c"]], linewidths=1.4, linestyles="dashed")
    ax.contour(X, Z, values, levels=[0], colors=[COLOURS["a"]], linewidths=2.4, linestyles="solid")
    ax.contour(X, Z, values, levels=[0.1, 0.2, 0.3], colors=[COLOURS["b"]], linewidths=1.4, linestyles="solid")
    behind = {"facecolor": COLOURS["paper"], "edgecolor": "none", "pad": 1}
    ax.plot([-RING, RING], [0, 0], "o", color=COLOURS["c"], markersize=4)
    for x, z, words, role in [(-RING, 0.05, "−0.25", "c"), (RING, 0.05, "−0.25", "c"), (-RING, -0.15, "−0.1", "c"), (-RING, -TUBE, "0", "a"), (-RING, -TUBE - 0.1, "0.1", "b"), (0, 0, "0.35", "b")]:
        ax.text(x, z, words, ha="center", va="center" if z <= 0 else "bottom", color=COLOURS[role], weight="bold", bbox=behind if z <= 0 else None)


def _profile(ax) -> None:
    """Draw both functions along the line through the middle of the tube."""
    x = np.linspace(-1.15, 1.15, 461)
    line = np.stack([x, np.zeros_like(x), np.zeros_like(x)], -1)
    ax.axhline(0, color=COLOURS["hair"], linewidth=1)
    ax.plot(x, torus_occupied(line).astype(float), color=COLOURS["ink"], linestyle="-", linewidth=1.8)
    ax.plot(x, torus_distance(line), color=COLOURS["b"], linestyle="--", linewidth=2.4)
    edges = [s * RING + t * TUBE for s in (-1, 1) for t in (-1, 1)]
    ax.plot(edges, [0] * 4, "o", color=COLOURS["a"], markersize=7)
    ax.text(0, 0.72, "occupancy", ha="center", weight="bold")
    ax.text(0, 0.42, "signed distance", ha="center", color=COLOURS["b"], weight="bold")
    ax.set(xlim=(-1.15, 1.15), ylim=(-0.4, 1.15), yticks=[0, 0.5, 1], xlabel="place along the dashed line")
