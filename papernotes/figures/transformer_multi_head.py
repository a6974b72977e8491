"""Multi-head attention: what is split, what runs apart, what is joined."""

from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="transformer/transformer",
    place="One head",
    alt="Multi-head attention: h heads read the same input, each with narrow matrices of its own, and their outputs are joined. "
    "Every head gets all L rows of X and makes queries, keys and values of width d over h; its weights are its own; the outputs, side by side, have width d again and pass through one matrix.",
    caption="The heads share nothing but their input, so each can look elsewhere; they meet only in $W_O$. Dark cells are examples of where a head may look. "
    "Together they cost as much as one head of full width.",
    kind="schematic",
    after="[@vaswani2017attention, Fig. 2]",
)
PATTERNS = [lambda i, j: i == j + 1 or (i == 0 and j == 0), lambda i, j: j == 1, lambda i, j: (i + j) % 3 == 0]


def draw() -> str:
    """Draw the input at the top, three of the heads below it, and the joined output at the bottom."""
    drawing = Drawing(404)
    drawing.tensor(140, 22, 120, 40, "*X*", "*L* × *d*", "a", side="above")
    for index, (name, pattern) in enumerate(zip(("head 1", "head 2", "head *h*"), PATTERNS, strict=True)):
        _head(drawing, 66 + 134 * index, name, pattern, "abd"[index])
    drawing.text(267, 186, "…", weight=600)
    for index, hue in enumerate("abd"):
        drawing.rect(140 + 40 * index, 308, 40, 34, f"{hue}-tint", hue, radius=0)
        drawing.arrow([(66 + 134 * index, 262), (66 + 134 * index, 284), (160 + 40 * index, 284), (160 + 40 * index, 304)] if index != 1 else [(200, 262), (200, 304)])
    drawing.text(268, 330, "joined: *L* × *d*", "soft", size=SMALL, anchor="start")
    drawing.arrow([(200, 342), (200, 362)])
    drawing.box(140, 364, 120, 30, "× *W_{O}*, *d* × *d*", "n")
    drawing.text(268, 384, "out: *L* × *d*", "soft", size=SMALL, anchor="start")
    return drawing.svg(FIGURE.alt)


def _head(drawing: Drawing, middle: float, name: str, pattern, hue: str) -> None:
    """Draw one head: its three narrow arrays, its weights, its output."""
    drawing.arrow([(200, 62), (200, 80), (middle, 80), (middle, 92)] if middle != 200 else [(200, 62), (200, 92)])
    drawing.rect(middle - 58, 94, 116, 168, "surface", "hair", radius=8)
    drawing.text(middle, 111, name, weight=600)
    for k, letter in enumerate(("*Q*", "*K*", "*V*")):
        drawing.rect(middle - 38 + 30 * k, 120, 14, 34, f"{hue}-tint", hue, radius=0)
        drawing.text(middle - 31 + 30 * k, 168, letter, size=SMALL)
    for i in range(4):
        for j in range(4):
            drawing.rect(middle - 26 + 13 * j, 178 + 13 * i, 13, 13, hue if pattern(i, j) else "paper", "faint", radius=0, weight=0.7, strength=0.75)
    drawing.text(middle, 250, "*L* × *d*/*h*", "soft", size=SMALL)
