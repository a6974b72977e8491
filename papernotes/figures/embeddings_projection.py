"""Word vectors really trained on this site's own prose, projected on the two directions in which they vary most."""

import json
from pathlib import Path

from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="embeddings/word2vec",
    place="What they found",
    alt="Words that stand in the same places get neighbouring vectors. "
    "A map of 26 words from skip-gram vectors trained on this site’s prose: bert, gpt, encoder and decoder lie at the right, pruning, pruned and magnitude below, depth, surface and points above, cell and gate far left, gradient and saliency lower left.",
    caption="Skip-gram vectors (10 numbers, window 5, $k = 5$) of 26 chosen words, trained on the 29,000 words of an early state of these notes: their two principal directions, which hold 54 % of their variance. "
    "The signs stand for the topics that the words come from; the training knows nothing of them.",
    kind="data",
    data=("papernotes/figures/data/projection.json",),
)
RESULT = json.loads((Path(__file__).parent / "data" / "projection.json").read_text(encoding="utf-8"))["result"]
GROUPS = {"pictures": ("c", "gradient saliency image images pixels class photograph"), "recurrent": ("b", "lstm recurrent cell gate hidden"), "pruning": ("a", "tickets pruning mask magnitude channels pruned"), "Transformers": ("d", "bert gpt encoder decoder tokens"), "3D": ("ink", "depth surface points")}
LABELS = {"encoder": (-8, 4, "end"), "magnitude": (8, -1, "start"), "pruned": (9, 14, "start"), "pruning": (-8, 4, "end"), "cell": (8, 12, "start"), "gate": (8, -4, "start"), "bert": (-8, 6, "end"), "gpt": (0, 18, "middle"), "gradient": (9, 9, "start"), "saliency": (8, 0, "start"), "lstm": (8, -1, "start"), "recurrent": (8, 11, "start"), "points": (-8, 4, "end"), "channels": (8, 3, "start"), "tickets": (-8, 3, "end"), "class": (8, -5, "start")}


def draw() -> str:
    """Draw each word at its place with the sign of its topic, and the signs' meaning below."""
    drawing = Drawing(452)
    drawing.line([(200, 14), (200, 404)], "hair", weight=1)
    drawing.line([(4, 214), (396, 214)], "hair", weight=1)
    group_of = {word: name for name, (_, words) in GROUPS.items() for word in words.split()}
    for word, (across, up) in zip(RESULT["words"], RESULT["places"], strict=True):
        x, y = 204 + 250 * across, 214 - 268 * up
        name = group_of[word]
        role = GROUPS[name][0]
        _sign(drawing, x, y, name, role)
        dx, dy, anchor = LABELS.get(word, (8, 4, "start"))
        drawing.text(x + dx, y + dy, word, role, anchor=anchor)
    x = 6.0
    for name, (role, _) in GROUPS.items():
        _sign(drawing, x + 6, 438, name, role)
        drawing.text(x + 15, 442, name, role, size=SMALL, anchor="start", weight=600)
        x += 31 + 6 * len(name)
    return drawing.svg(FIGURE.alt)


def _sign(drawing: Drawing, x: float, y: float, name: str, role: str) -> None:
    """Draw the sign of a topic: circle, square, triangle, diamond, ring."""
    if name == "pictures":
        drawing.circle(x, y, 4.5, role, "none")
    elif name == "recurrent":
        drawing.rect(x - 4, y - 4, 8, 8, role, "none", radius=0)
    elif name == "pruning":
        drawing.path(f"M{x} {y - 5}l5 9h-10z", "none", role)
    elif name == "Transformers":
        drawing.path(f"M{x} {y - 6}l5 6l-5 6l-5 -6z", "none", role)
    else:
        drawing.circle(x, y, 4, "paper", role, weight=2)
