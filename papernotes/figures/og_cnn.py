"""The card of CNN."""

from papernotes.figures import card

FIGURE = card.figure("cnn", data=("docs/cnn",))


def draw() -> bytes:
    """Draw the card."""
    return card.draw("cnn")
