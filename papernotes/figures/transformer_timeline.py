"""The timeline of the Transformer."""

from papernotes.figures import timeline

FIGURE = timeline.figure("transformer", "the Transformer", data=("docs/transformer", "refs.bib"))


def draw() -> str:
    """Draw the topic's papers."""
    return timeline.draw("transformer", FIGURE.alt)
