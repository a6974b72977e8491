"""The card of Multimodal."""

from papernotes.figures import card

FIGURE = card.figure("multimodal", data=("docs/multimodal",))


def draw() -> bytes:
    """Draw the card."""
    return card.draw("multimodal")
