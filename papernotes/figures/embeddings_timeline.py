"""The timeline of embeddings."""

from papernotes.figures import timeline

FIGURE = timeline.figure("embeddings", "embeddings", data=("docs/embeddings", "refs.bib"))


def draw() -> str:
    """Draw the topic's papers."""
    return timeline.draw("embeddings", FIGURE.alt)
