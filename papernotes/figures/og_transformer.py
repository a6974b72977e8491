"""The card of Transformer."""

from papernotes.figures import card

FIGURE = card.figure("transformer", data=("docs/transformer",))


def draw() -> bytes:
    """Draw the card."""
    return card.draw("transformer")
