"""The 80/10/10 rule on 512 words of these notes: what the builder of the claim does to them with seed 4."""

import numpy as np

from papernotes.claims.transformer_bert import MASK, hide, sentences
from papernotes.figures import Figure
from papernotes.figures.style import Drawing

FIGURE = Figure(
    note="transformer/bert",
    place="How it works",
    alt="Of 512 words BERT's data builder chooses 77, shows most of them as MASK, a few as a random word and a few unchanged. "
    "The model must name the true word at all 77; at the other 435 it is asked nothing.",
    caption="One square is one word of the first 512 of these notes; the builder ran on them with seed 4, a draw near the average for 77 words, 61.6, 7.7 and 7.7. "
    "The model does not know which of the visible words are wrong, so it has to keep a usable vector for each.",
    kind="data",
)
COLUMNS, CELL = 32, 12


def draw() -> str:
    """Draw the words as squares in their order, each with the mark of what was done to it."""
    drawing = Drawing(312)
    done = kinds()
    for index, kind in enumerate(done):
        _square(drawing, 8 + CELL * (index % COLUMNS), 8 + CELL * (index // COLUMNS), kind)
    words = {"mask": "shown as [MASK]", "random": "shown as a random word", "kept": "shown as they are", "": "not chosen: read, but not asked for"}
    for row, (kind, text) in enumerate(words.items()):
        _square(drawing, 8, 215 + 24 * row, kind)
        drawing.text(30, 225 + 24 * row, f"{done.count(kind)} {text}", anchor="start")
    drawing.brace(236, 215, 62, f"{512 - done.count('')} to name: 15 %", upright=True)
    return drawing.svg(FIGURE.alt)


def kinds() -> list[str]:
    """Hide words among the first 512 of the prose, and say for each place what happened to it."""
    words = [word for sentence in sentences() for word in sentence][:512]
    shown, chosen = hide(words, np.random.default_rng(4))
    return ["" if i not in chosen else "mask" if shown[i] == MASK else "kept" if shown[i] == word else "random" for i, word in enumerate(words)]


def _square(drawing: Drawing, x: float, y: float, kind: str) -> None:
    inside = {"mask": "a", "random": "c-tint", "kept": "b-tint"}.get(kind, "paper")
    drawing.rect(x, y, CELL - 1, CELL - 1, inside, {"mask": "a", "random": "c", "kept": "b"}.get(kind, "hair"), radius=0, weight=0.9)
    if kind == "random":
        drawing.path(f"M{x + 2.5} {y + 2.5}l6 6m0 -6l-6 6", "c", weight=1.4)
    if kind == "kept":
        drawing.circle(x + 5.5, y + 5.5, 1.9, "b", "none")
