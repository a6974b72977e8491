"""The card of Embeddings."""

from papernotes.figures import card

FIGURE = card.figure("embeddings", data=("docs/embeddings",))


def draw() -> bytes:
    """Draw the card."""
    return card.draw("embeddings")
