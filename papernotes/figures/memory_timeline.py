"""The timeline of memory."""

from papernotes.figures import timeline

FIGURE = timeline.figure("memory", "memory", data=("docs/memory", "refs.bib"))


def draw() -> str:
    """Draw the topic's papers."""
    return timeline.draw("memory", FIGURE.alt)
