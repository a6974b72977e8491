"""Masks over training: which of 100 channels would be kept after each epoch, and when the ticket is drawn."""

import json
from pathlib import Path

from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing, number

FIGURE = Figure(
    note="pruning/early-bird-tickets",
    place="How it works",
    alt="The mask settles long before the weights do. "
    "One row for each of 100 channels, one column for each of 40 epochs, filled where the channel would be kept. "
    "In the first epochs some rows flicker, from epoch 6 on nearly all are filled or empty throughout: there the ticket is drawn. "
    "Below, the distance between neighbouring masks is below 0.1, while nearly half of the way of the weights is still ahead at that epoch.",
    caption="Masks of a small network really trained on 1,200 digits: 64 pixels, 100 channels with batch normalisation, half of them to be kept by $\\lvert\\gamma_c\\rvert$. "
    "The ticket is drawn when the newest mask is nearer than 0.1 to each of the four before it.",
    kind="data",
    after="[@you2020drawing, §§3–4]",
    data=("papernotes/figures/data/masks.json",),
)
RESULT = json.loads((Path(__file__).parent / "data" / "masks.json").read_text(encoding="utf-8"))["result"]
LEFT, STEP, TOP, ROW = 34, 9, 44, 2.5


def draw() -> str:
    """Draw the masks as rows over epochs, and below them two lines: mask distance and the weights' way ahead."""
    drawing = Drawing(486)
    masks, drawn = RESULT["masks"], RESULT["drawn"]
    drawing.heading(14, "which channels would be kept")
    drawing.path(_runs(masks), "none", "heat")
    drawing.rect(LEFT, TOP, STEP * 40, ROW * 100, "none", "faint", radius=0, weight=1)
    drawing.text(20, TOP + 125, "100 channels", "soft", size=SMALL, turn=-90)
    _lines(drawing, 312, masks)
    x = LEFT + STEP * (drawn - 0.5)
    drawing.line([(x, TOP - 6), (x, 452)], "ink", weight=1.8, dash="5 4")
    drawing.text(x + 5, TOP - 10, f"ticket drawn: epoch {drawn} of 40", anchor="start", weight=600, size=SMALL)
    return drawing.svg(FIGURE.alt)


def _runs(masks: list[str]) -> str:
    """Write the kept entries as one path, a rectangle for each run of epochs."""
    parts = []
    for channel in range(100):
        row = "".join(mask[channel] for mask in masks)
        at = 0
        while (begin := row.find("1", at)) >= 0:
            at = (row + "0").find("0", begin)
            parts.append(f"M{LEFT + STEP * begin} {number(TOP + ROW * channel)}h{STEP * (at - begin)}v{ROW - 0.3:.1f}h-{STEP * (at - begin)}z")
    return "".join(parts)


def _lines(drawing: Drawing, y: float, masks: list[str]) -> None:
    """Draw the distance of neighbouring masks and the share of the weights' way that is still ahead."""
    height, base = 124, y + 140
    distances = [sum(a != b for a, b in zip(old, new, strict=True)) / 100 for old, new in zip(masks, masks[1:], strict=False)]
    for share in (0, 0.5, 1):
        drawing.line([(LEFT, base - height * share), (394, base - height * share)], "hair", weight=1)
        drawing.text(LEFT - 4, base - height * share + 4, f"{share:g}", "soft", size=SMALL, anchor="end")
    drawing.line([(LEFT, base - height * 0.1), (394, base - height * 0.1)], "c", weight=1.2, dash="2 4")
    drawing.line([(LEFT + STEP * (k + 0.5), base - height * v) for k, v in enumerate(RESULT["way_ahead"])], "b", weight=2.4)
    drawing.line([(LEFT + STEP * (k + 1.5), base - height * v) for k, v in enumerate(distances)], "a", weight=2.4)
    drawing.text(150, base - height * 0.57, "weights: way still ahead", "b", weight=600, anchor="start")
    drawing.text(92, base - height * 0.1 - 6, "mask distance", "a", weight=600, anchor="start")
    drawing.text(394, base - height * 0.1 - 6, "limit 0.1", "c", size=SMALL, anchor="end")
    for epoch in (1, 10, 20, 30, 40):
        drawing.text(LEFT + STEP * (epoch - 0.5), base + 16, str(epoch), "soft", size=SMALL)
    drawing.text(214, base + 31, "epoch", "soft", size=SMALL)
