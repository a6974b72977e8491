"""What is passed on from pre-training to a task: one layer, features of all layers, or the whole model."""

from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="transformer/imagenet-moment",
    place="How it works",
    alt="What a task inherits: from word vectors only the first layer, from ELMo fixed features of every layer, from ULMFiT and GPT-1 the whole network. "
    "The rest is trained on the task from nothing; in the third column everything is trained further.",
    caption="What the task model inherits. Filled bars were trained on plain text before; hatched ones start at random.",
    kind="schematic",
)
COLUMNS = [("word vectors", 1, ["one layer", "is inherited"]), ("ELMo", 3, ["a mix of all layers", "feeds a task model"]), ("ULMFiT, GPT-1", 4, ["all layers, and all", "are trained further"])]


def draw() -> str:
    """Draw three stacks of layers from bottom to top."""
    drawing = Drawing(286)
    for index, (name, inherited, words) in enumerate(COLUMNS):
        x = 12 + 132 * index
        drawing.text(x + 56, 16, name, weight=600)
        for layer in range(4):
            _layer(drawing, x + 8, 184 - 36 * layer, layer < inherited)
        drawing.text(x + 56, 54, "task output" if index < 2 else "one new layer", "soft", size=SMALL)
        drawing.text(x + 56, 236, "words", "soft", size=SMALL)
        drawing.text(x + 56, 258, words, size=SMALL)
    drawing.line([(254, 202), (264, 202), (264, 84), (254, 84)], "b", weight=1.6, round=5)
    drawing.line([(254, 166), (264, 166)], "b", weight=1.6)
    drawing.line([(254, 130), (264, 130)], "b", weight=1.6)
    return drawing.svg(FIGURE.alt)


def _layer(drawing: Drawing, x: float, y: float, inherited: bool) -> None:
    drawing.rect(x, y, 96, 30, "a-tint" if inherited else "paper", "a" if inherited else "faint", radius=2, weight=1.6 if inherited else 0.9)
    if inherited:
        drawing.text(x + 48, y + 20, "pre-trained", size=SMALL)
        return
    drawing.path("".join(f"M{x + 8 + 12 * k} {y + 30}L{x + 22 + 12 * k} {y}" for k in range(6)), "faint", weight=0.9)
    drawing.rect(x + 9, y + 7, 78, 17, "paper", "paper")  # no stroke crosses the words
    drawing.text(x + 48, y + 20, "from nothing", size=SMALL)
