"""The shapes of one encoder layer of the base model, from tokens to tokens."""

from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="transformer/transformer",
    place="One head",
    alt="The shape of the data through one encoder layer of the base model: L by 512 goes in and L by 512 comes out. "
    "Three matrices of 512 by 64 make queries, keys and values of L by 64 in each of eight heads; the heads' outputs stand side by side as L by 512; "
    "the feed-forward network widens each row to 2,048 and brings it back to 512.",
    caption="Only the attention weights, $L \\times L$, grow with the square of the text; everything else has one row a token. Widths are drawn in proportion to each other (512 : 2,048 : 64), lengths are not.",
    kind="schematic",
)
ROWS = 5


def draw() -> str:
    """Draw the arrays below each other, each as wide as it is, with what turns one into the next."""
    drawing = Drawing(474)
    y = 8
    y = _array(drawing, y, 64, "*X*: one row a token", "*L* × 512", "a")
    y = _step(drawing, y, "× *W_{Q}*, *W_{K}*, *W_{V}*: 512 × 64,", "different ones in each of 8 heads")
    y = _heads(drawing, y)
    y = _step(drawing, y, "8 heads side by side: *L* × 512,", "× *W_{O}*, 512 × 512")
    y = _array(drawing, y, 64, "after attention", "*L* × 512", "a")
    y = _step(drawing, y, "× *W*_{1}, 512 × 2,048;", "negative numbers become 0")
    y = _array(drawing, y, 256, "hidden units", "*L* × 2,048", "d")
    y = _step(drawing, y, "× *W*_{2}, 2,048 × 512")
    _array(drawing, y, 64, "out: into the next layer", "*L* × 512", "a")
    return drawing.svg(FIGURE.alt)


def _array(drawing: Drawing, y: float, width: float, name: str, shape: str, hue: str) -> float:
    """Draw an array of five rows centred at 140, or at 200 where it is wide, and name it at its right."""
    x = 72 if width > 200 else 108
    for row in range(ROWS):
        drawing.rect(x, y + 10 * row, width, 10, f"{hue}-tint", hue, radius=0, weight=0.9)
    at = x + width + 12 if width < 200 else None
    if at:
        drawing.text(at, y + 22, name, anchor="start")
        drawing.text(at, y + 39, shape, "soft", anchor="start", size=SMALL)
    else:
        drawing.text(x - 6, y + 22, "hidden", anchor="end")
        drawing.text(x - 6, y + 38, "units", anchor="end")
        drawing.text(x + width / 2, y + 64, shape, "soft", size=SMALL)
    return y + 50 + (14 if not at else 0)


def _step(drawing: Drawing, y: float, *words: str) -> float:
    """Draw an arrow downwards with one or two lines beside it."""
    drawing.arrow([(140, y + 3), (140, y + 34)])
    drawing.text(152, y + (16 if len(words) > 1 else 23), words, "soft", size=SMALL, anchor="start")
    return y + 38


def _heads(drawing: Drawing, y: float) -> float:
    """Draw queries, keys and values of one head, thin as they are, and the weights between them."""
    for index, (name, hue) in enumerate([("*Q*", "a"), ("*K*", "b"), ("*V*", "d")]):
        for row in range(ROWS):
            drawing.rect(108 + 28 * index, y + 10 * row, 8, 10, f"{hue}-tint", hue, radius=0, weight=0.9)
        drawing.text(112 + 28 * index, y + 64, name)
    drawing.text(60, y + 24, ["one of", "8 heads"], "soft", size=SMALL)
    drawing.text(134, y + 80, "*L* × 64 each", "soft", size=SMALL)
    drawing.arrow([(180, y + 25), (212, y + 25)])
    for row in range(ROWS):
        for column in range(ROWS):
            drawing.rect(222 + 10 * column, y + 10 * row, 10, 10, "a-tint", "a", radius=0, weight=0.7)
    drawing.text(247, y + 64, "weights")
    drawing.text(247, y + 80, "*L* × *L*", "soft", size=SMALL)
    drawing.text(284, y + 20, ["times *V*:", "*L* × 64 again"], "soft", size=SMALL, anchor="start")
    return y + 86
