"""The card of RNN & LSTM."""

from papernotes.figures import card

FIGURE = card.figure("rnn", data=("docs/rnn",))


def draw() -> bytes:
    """Draw the card."""
    return card.draw("rnn")
