"""The timeline of face models."""

from papernotes.figures import timeline

FIGURE = timeline.figure("face", "face models", data=("docs/face", "refs.bib"))


def draw() -> str:
    """Draw the topic's papers."""
    return timeline.draw("face", FIGURE.alt)
