"""The card of Pruning."""

from papernotes.figures import card

FIGURE = card.figure("pruning", data=("docs/pruning",))


def draw() -> bytes:
    """Draw the card."""
    return card.draw("pruning")
