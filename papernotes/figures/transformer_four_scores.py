"""Four scores asked of the same three rows."""

from papernotes.claims.transformer_memory import four_scores_on_one_memory
from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="transformer/how-attention-grew",
    place="Four scores on one memory",
    alt="The same question finds different rows under four scores: cosine takes the row that points the same way, the three others take the long row. "
    "For the query (1, 0) and the rows (1, 0), (0, 1), (2, 2) the cosine gives the first row 95 per cent; the dot product gives the third 67, the scaled one 58, the additive score 50.",
    caption="Shares of attention for the example of this section, query $(1, 0)$: the cosine picks the row that points the same way, the three others the long row.",
    kind="data",
)
NAMES = {"additive": ("additive", "Bahdanau, 2014"), "cosine": ("10 × cosine", "NTM, 2014"), "dot": ("dot product", "End-to-end, 2015"), "scaled_dot": ("scaled dot product", "Transformer, 2017")}


def draw() -> str:
    """Draw the rows as arrows, and below a bar for each score and row."""
    shares = four_scores_on_one_memory().numbers
    drawing = Drawing(402)
    for index, (row, hue) in enumerate((((1, 0), "a"), ((0, 1), "b"), ((2, 2), "d"))):
        drawing.arrow([(130, 96), (130 + 36 * row[0], 96 - 36 * row[1])], hue, weight=2.4)
        x, y, anchor = ((174, 100, "start"), (122, 66, "end"), (210, 24, "start"))[index]
        drawing.text(x, y, f"row {index + 1}: {row}", hue, anchor=anchor, weight=600)
    drawing.arrow([(130, 106), (166, 106)], "ink", weight=1.4)
    drawing.text(130, 124, "query: (1, 0)", anchor="start")
    for index, (key, (name, where)) in enumerate(NAMES.items()):
        y = 152 + 64 * index
        drawing.text(8, y + 12, name, anchor="start", weight=600, size=SMALL)
        drawing.text(8, y + 29, where, "soft", anchor="start", size=SMALL)
        for row, hue in enumerate("abd"):
            share = shares[key][row]
            drawing.rect(150, y + 16 * row, max(200 * share, 0.8), 13, f"{hue}-tint", hue, radius=0, weight=1)
            drawing.text(156 + 200 * share, y + 16 * row + 11, f"row {row + 1}: {share:.2f}", size=SMALL, anchor="start") if share < 0.8 else drawing.text(144 + 200 * share, y + 11, f"row {row + 1}: {share:.2f}", size=SMALL, anchor="end")
    return drawing.svg(FIGURE.alt)
