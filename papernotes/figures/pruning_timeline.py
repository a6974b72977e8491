"""The timeline of pruning."""

from papernotes.figures import timeline

FIGURE = timeline.figure("pruning", "pruning", data=("docs/pruning", "refs.bib"))


def draw() -> str:
    """Draw the topic's papers."""
    return timeline.draw("pruning", FIGURE.alt)
