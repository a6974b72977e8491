"""Two ways to use BERT: train all of it further, or keep it frozen and read its layers."""

from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="transformer/bert",
    place="What they found",
    alt="Two ways to use BERT for naming entities: fine-tuning trains all layers and a small head; feature extraction keeps BERT frozen and hands the top four layers' vectors, joined, to a model of its own. "
    "On the development set of CoNLL-2003 fine-tuning BERT-base reaches 96.4 F1 and the joined top four layers reach 96.1.",
    caption="Frozen, BERT loses 0.3 F1 on named entities: scores are those of BERT-base on CoNLL-2003’s development set [@devlin2019bert, Table 7].",
    kind="schematic",
    after="[@devlin2019bert, §5.3]",
)


def draw() -> str:
    """Draw both ways side by side, layers as bars from bottom to top."""
    drawing = Drawing(346)
    _column(drawing, 20, "fine-tuning", trained=True)
    _column(drawing, 220, "frozen features", trained=False)
    drawing.rect(20, 326, 20, 12, "a", "a", radius=0)
    drawing.text(46, 337, "trained for the task", "soft", size=SMALL, anchor="start")
    drawing.rect(220, 326, 20, 12, "surface", "faint", radius=0)
    drawing.text(246, 337, "left as it is", "soft", size=SMALL, anchor="start")
    return drawing.svg(FIGURE.alt)


def _column(drawing: Drawing, x: float, name: str, trained: bool) -> None:
    drawing.text(x, 16, name, weight=600, anchor="start")
    drawing.text(x, 34, "F1 96.4" if trained else "F1 96.1", anchor="start")
    for layer in range(12):
        y = 290 - 15 * (layer + 1)
        used = not trained and layer >= 8
        drawing.rect(x, y, 110, 12, "a" if trained else "surface", "a" if trained else "faint", radius=0, weight=0.9)
        if used:
            drawing.arrow([(x + 110, y + 6), (x + 138, y + 6)], "b", weight=1.3)
    drawing.text(x + 116, 136 if trained else 240, ["12", "layers"], "soft", size=SMALL, anchor="start")
    drawing.text(x + 55, 308, "tokens", "soft", size=SMALL)
    if trained:
        drawing.arrow([(x + 55, 108), (x + 55, 84)])
        drawing.rect(x + 10, 58, 90, 24, "a", "a", radius=3)
        drawing.text(x + 106, 74, "one layer", "soft", size=SMALL, anchor="start")
        return
    drawing.rect(x + 141, 109, 16, 58, "b-tint", "b", radius=0)
    drawing.text(x + 149, 186, ["top 4,", "joined"], "soft", size=SMALL)
    drawing.arrow([(x + 149, 108), (x + 149, 70), (x + 105, 70)])
    drawing.rect(x + 10, 58, 90, 24, "a", "a", radius=3)
    drawing.text(x + 55, 96, "two-layer LSTM", "soft", size=SMALL)
