"""How many values a memory of outer products holds."""

from papernotes.claims.memory_hopfield import fast_weights_are_full_at_their_width
from papernotes.figures import Figure
from papernotes.figures.plot import COLOURS, axes, svg

FIGURE = Figure(
    note="memory/attention-as-associative-memory",
    place="How it works",
    alt="A memory of outer products in 16 dimensions returns up to 16 values without error, and is spoilt by the 17th. "
    "The mean relative error is zero up to 16 stored pairs, then rises steeply: 0.27 at 17, 0.62 at 20.",
    caption="Mean relative error, over ten seeds, of the values read back from $S = \\sum_i v_i k_i^\\top$ with 16-dimensional keys: orthonormal as long as there are any, random after that.",
    kind="data",
    after="[@schlag2021linear, §4.1]",
)


def draw() -> str:
    """Draw the error against the number of pairs, with the width marked."""
    numbers = fast_weights_are_full_at_their_width().numbers
    with axes(220) as (plot, ax):
        ax.plot(numbers["counts"], numbers["mean_error"], "o-", color=COLOURS["a"], linewidth=1.6)
        ax.axvline(16.5, color=COLOURS["c"], linestyle="--", linewidth=1.4)
        ax.text(16, 0.62, "16 dimensions,\n16 pairs: full", color=COLOURS["c"], ha="right", fontsize=13)
        ax.set_title("error of what is read")
        ax.set_xlabel("pairs of key and value stored")
        ax.set_ylim(-0.03, None)
        ax.grid(axis="y")
        return svg(plot, FIGURE.alt)
