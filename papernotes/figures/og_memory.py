"""The card of Brain & Memory."""

from papernotes.figures import card

FIGURE = card.figure("memory", data=("docs/memory",))


def draw() -> bytes:
    """Draw the card."""
    return card.draw("memory")
