"""The decision boundary of a small occupancy network really trained on a torus, in a slice through its ring."""

import json
from pathlib import Path

import numpy as np

from papernotes.claims.three_d import RING, TUBE
from papernotes.figures import Figure
from papernotes.figures.palette import COLOURS
from papernotes.figures.plot import axes, svg

FIGURE = Figure(
    note="3d/occupancy-networks",
    place="Training",
    alt="A network of 1,217 weights holds the surface of a torus as its decision boundary. "
    "In a slice through the ring the true surface is two circles. The network’s 0.5 level runs along both, with corners; the levels 0.2 and 0.8 lie beside it, so the network is unsure only near the surface.",
    caption="Level lines of an occupancy network (3–32–32–1) trained for 600 steps on random points of a torus: the slice through the middle of its ring. "
    "Its volume and the true one share 0.87 of what either covers.",
    kind="data",
    data=("papernotes/figures/data/occupancy.json",),
)
RESULT = json.loads((Path(__file__).parent / "data" / "occupancy.json").read_text(encoding="utf-8"))["result"]


def draw() -> str:
    """Draw the filled inside, three level lines and the true circles."""
    ticks = np.linspace(-1, 1, 61)
    values = np.array(RESULT["slice"])
    with axes(420) as (plot, ax):
        ax.set(aspect="equal", xlim=(-1, 1), ylim=(-1, 1), xticks=[-1, 0, 1], yticks=[-1, 0, 1])
        ax.contourf(ticks, ticks, values, levels=[0.5, 2], colors=[COLOURS["a-tint"]])
        ax.contour(ticks, ticks, values, levels=[0.2], colors=[COLOURS["b"]], linewidths=1.3, linestyles="dotted")
        ax.contour(ticks, ticks, values, levels=[0.8], colors=[COLOURS["c"]], linewidths=1.3, linestyles="dashed")
        ax.contour(ticks, ticks, values, levels=[0.5], colors=[COLOURS["a"]], linewidths=2.6, linestyles="solid")
        angle = np.linspace(0, 2 * np.pi, 121)
        for radius in (RING - TUBE, RING + TUBE):
            ax.plot(radius * np.cos(angle), radius * np.sin(angle), color=COLOURS["ink"], linewidth=1, linestyle=(0, (6, 3)))
        ax.text(0, RING, "inside", ha="center", va="center", weight="bold", fontsize=13)
        ax.text(0, 0, "outside", ha="center", va="center", weight="bold", fontsize=13)
        handles = [("*", "0.2", "b", "dotted", 1.3), ("*", "0.5: the surface", "a", "solid", 2.6), ("*", "0.8", "c", "dashed", 1.3), ("*", "true surface", "ink", (0, (6, 3)), 1)]
        lines = [ax.plot([], [], color=COLOURS[role], linestyle=style, linewidth=weight, label=words)[0] for _, words, role, style, weight in handles]
        ax.legend(handles=lines, loc="upper center", bbox_to_anchor=(0.5, 1.1), ncols=4, handlelength=1.6, columnspacing=1.1)
        return svg(plot, FIGURE.alt)
