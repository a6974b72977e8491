"""How far one output sees: layers of convolution against one layer of attention."""

from papernotes.claims.transformer_masks import receptive_field_is_the_mask
from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="transformer/attention-and-convolution",
    place="How far a token sees",
    alt="How many of 21 tokens one output in the middle reads: convolutions of width 3 need ten layers for all of them, attention needs one. "
    "One convolution reaches 3 tokens, two reach 5, five 11, ten 21; an encoder's attention layer reaches 21 at once and a decoder's the 11 up to its own place.",
    caption="Convolutions have width 3. Each row shows the inputs that the middle output depends on, found by changing one input at a time.",
    kind="data",
)
CELL = 13


def draw() -> str:
    """Draw one row of 21 tokens for each network, those that are read filled."""
    numbers = receptive_field_is_the_mask().numbers
    drawing = Drawing(218)
    drawing.text(94 + 10.5 * CELL, 16, "this output", "soft", size=SMALL)
    drawing.arrow([(94 + 10.5 * CELL, 20), (94 + 10.5 * CELL, 34)])
    y = 38
    for layers, seen in zip((1, 2, 5, 10), numbers["convolutions"], strict=True):
        y = _row(drawing, y, f"{layers} convolution{'s' if layers > 1 else ''}", range(10 - seen // 2, 11 + seen // 2), seen, "b")
    y = _row(drawing, y + 12, "encoder layer", range(21), numbers["encoder"][10], "a")
    _row(drawing, y, "decoder layer", range(numbers["decoder"][10]), numbers["decoder"][10], "a")
    return drawing.svg(FIGURE.alt)


def _row(drawing: Drawing, y: float, name: str, seen: range, count: int, hue: str) -> float:
    assert len(seen) == count  # what is drawn is what the claim measured
    drawing.text(6, y + 14, name, size=SMALL, anchor="start")
    for index in range(21):
        x = 94 + CELL * index
        inside = f"{hue}-tint" if index in seen else "paper"
        drawing.rect(x, y, CELL, 20, inside, "faint", radius=0, weight=0.8)
        if index in seen and hue == "a":
            drawing.circle(x + CELL / 2, y + 10, 2.6, "a", "none")
        elif index in seen:
            drawing.path(f"M{x + 3:.1f} {y + 10}h{CELL - 6:.1f}", "b", weight=2)
    drawing.text(94 + 21 * CELL + 6, y + 14, str(count), anchor="start", weight=600)
    return y + 27
