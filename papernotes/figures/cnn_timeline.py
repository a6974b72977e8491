"""The timeline of CNNs."""

from papernotes.figures import timeline

FIGURE = timeline.figure("cnn", "CNNs", data=("docs/cnn", "refs.bib"))


def draw() -> str:
    """Draw the topic's papers."""
    return timeline.draw("cnn", FIGURE.alt)
