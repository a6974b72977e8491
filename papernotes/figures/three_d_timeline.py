"""The timeline of 3D."""

from papernotes.figures import timeline

FIGURE = timeline.figure("3d", "3D", data=("docs/3d", "refs.bib"))


def draw() -> str:
    """Draw the topic's papers."""
    return timeline.draw("3d", FIGURE.alt)
