"""The card of 3D."""

from papernotes.figures import card

FIGURE = card.figure("3d", data=("docs/3d",))


def draw() -> bytes:
    """Draw the card."""
    return card.draw("3d")
