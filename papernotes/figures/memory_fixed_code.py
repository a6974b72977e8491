"""A code of fixed length against attention, by sentence length."""

import numpy as np

from papernotes.claims.memory_bahdanau import a_fixed_code_loses_long_sentences
from papernotes.figures import Figure
from papernotes.figures.plot import COLOURS, axes, svg

FIGURE = Figure(
    note="memory/bahdanau-attention",
    place="What they found",
    alt="A code of fixed length loses more words the longer the sentence is; attention over one vector a word loses none. "
    "Both are perfect for sentences of 4 words; at 32 words the fixed code returns about a quarter of the words, attention all of them.",
    caption="Measured here on the prose of these notes, two seeds: how many words of a sentence come back from one vector, and from one vector a word. It is the shape of the paper’s Fig. 2, not its experiment.",
    kind="data",
    after="[@bahdanau2015neural, Fig. 2]",
)


def draw() -> str:
    """Draw the share of words returned against the length, a point for each seed."""
    numbers = a_fixed_code_loses_long_sentences().numbers
    lengths = numbers["lengths"]
    with axes(230) as (plot, ax):
        for name, hue, marker in (("attention", "a", "o"), ("fixed", "c", "s")):
            rows = np.array(numbers[name])
            ax.plot(lengths, rows.mean(0), color=COLOURS[hue], linestyle="-" if name == "attention" else "--")
            for row in rows:
                ax.plot(lengths, row, marker, color=COLOURS[hue], markersize=4.5)
        ax.text(31.5, 0.89, "one vector a word, attention", color=COLOURS["a"], ha="right", fontsize=13)
        ax.text(17, 0.72, "one vector a sentence", color=COLOURS["c"], fontsize=13)
        ax.set_ylim(0, 1.05)
        ax.set_xticks(lengths)
        ax.set_yticks([0, 0.5, 1])
        ax.grid(axis="y")
        ax.set_title("share of words returned")
        ax.set_xlabel("words in the sentence")
        return svg(plot, FIGURE.alt)
