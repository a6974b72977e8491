"""The card of the whole knowledge base."""

from papernotes.figures import card

FIGURE = card.figure("home", data=("docs",))


def draw() -> bytes:
    """Draw the card."""
    return card.draw("home")
