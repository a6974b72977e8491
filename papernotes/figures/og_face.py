"""The card of Face."""

from papernotes.figures import card

FIGURE = card.figure("face", data=("docs/face",))


def draw() -> bytes:
    """Draw the card."""
    return card.draw("face")
