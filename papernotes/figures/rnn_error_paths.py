"""How an error comes back through time: a plain recurrent network at three sizes of weights, and an LSTM cell."""

import numpy as np

from papernotes.claims.rnn import plain_error_fades_or_explodes
from papernotes.figures import Figure
from papernotes.figures.palette import COLOURS
from papernotes.figures.plot import axes, svg

FIGURE = Figure(
    note="rnn/lstm",
    place="The problem",
    alt="In a plain recurrent network an error fades or explodes, along an LSTM cell it stays. "
    "Powers of ten of the error against steps back in time: at weights of spectral radius 0.5 it falls to about ten to the minus 31 after 100 steps, at 0.9 to about ten to the minus 5, at 1.5 it grows to about ten to the 17. "
    "Along a cell whose forget gate is 0.999 it is still 0.9 of what it was.",
    caption="The length of an error on its way back, as a power of ten. "
    "Plain networks of 50 tanh units with random recurrent weights; the radius is the size of their largest eigenvalue (spectral radius); mean of five seeds (at 1.5 the slopes of tanh are held at 1); the cell with its forget gate at 0.999, where each step leaves 0.999 of the error.",
    kind="data",
    after="[@hochreiter1997long, §3]",
)


def draw() -> str:
    """Draw the three measured paths and the cell's."""
    numbers = plain_error_fades_or_explodes().numbers
    steps = np.arange(0, 101, 10)
    with axes(320) as (plot, ax):
        ax.axhline(0, color=COLOURS["hair"], linewidth=1, zorder=0)
        looks = {0.5: ("c", "--", 62, -23, "right"), 0.9: ("b", "-.", 100, -8.4, "right"), 1.5: ("d", ":", 62, 13, "right")}
        for radius, logs in zip(numbers["radius"], numbers["log_error_every_10"], strict=True):
            hue, style, x, y, side = looks[radius]
            ax.plot(steps, np.array(logs) / np.log(10), color=COLOURS[hue], linestyle=style)
            ax.text(x, y, f"plain, radius {radius}", color=COLOURS[hue], ha=side, weight="bold")
        ax.plot(steps, steps * np.log10(0.999), color=COLOURS["a"], linestyle="-", linewidth=3)
        ax.text(100, 1.4, "LSTM cell, gate 0.999", color=COLOURS["a"], ha="right", weight="bold")
        ax.set(xlim=(0, 101), ylim=(-31, 19), xlabel="steps back in time", ylabel="error", yticks=[-30, -20, -10, 0, 10], yticklabels=["10⁻³⁰", "10⁻²⁰", "10⁻¹⁰", "1", "10¹⁰"])
        return svg(plot, FIGURE.alt)
