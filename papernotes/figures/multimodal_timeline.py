"""The timeline of multimodal models."""

from papernotes.figures import timeline

FIGURE = timeline.figure("multimodal", "multimodal models", data=("docs/multimodal", "refs.bib"))


def draw() -> str:
    """Draw the topic's papers."""
    return timeline.draw("multimodal", FIGURE.alt)
