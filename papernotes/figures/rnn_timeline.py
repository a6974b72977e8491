"""The timeline of RNNs and LSTM."""

from papernotes.figures import timeline

FIGURE = timeline.figure("rnn", "RNNs and LSTM", data=("docs/rnn", "refs.bib"))


def draw() -> str:
    """Draw the topic's papers."""
    return timeline.draw("rnn", FIGURE.alt)
