"""Where the parameters of BERT and GPT-2 sit, to scale."""

from papernotes.claims.transformer_sizes import BERT, GPT_2, GPT_3, Size, bert_shapes, count, feed_forward_shapes, gpt_shapes
from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="transformer/feed-forward-memories",
    place="How it works",
    alt="Where the parameters of five models sit: the feed-forward layers hold 45 to 66 per cent, never quite two thirds. "
    "In BERT-base and GPT-2 small the embeddings take between a fifth and a third; in GPT-3 they are less than one per cent, and attention takes the third that is left.",
    caption="Each bar is a whole model, drawn to the same length; the parts are to scale. "
    "Counted from every array of the model, with one embedding for input and output; norms and BERT’s pooler, the rest, are too thin to see.",
    kind="data",
)
MODELS = {"BERT-base": (BERT["base"], bert_shapes), "BERT-large": (BERT["large"], bert_shapes), "GPT-2 small": (GPT_2["small"], gpt_shapes), "GPT-2 XL": (GPT_2["XL"], gpt_shapes), "GPT-3": (GPT_3, gpt_shapes)}
LENGTH = 376


def parts(size: Size, shapes) -> dict[str, int]:
    """Sum a model's parameters by kind."""
    listed = shapes(size)
    embeddings = count(item for item in listed if item[0] in ("tokens", "positions", "segments"))
    feed_forward = size.layers * count(feed_forward_shapes(size.width))
    attention = count(item for item in listed if item[0][0] in "qkv" and item[0][1:].isdigit() or item[0] == "o")
    return {"embeddings": embeddings, "attention": attention, "feed-forward": feed_forward, "all": count(listed)}


def draw() -> str:
    """Draw one bar a model, its parts in the same order."""
    drawing = Drawing(352)
    for x, name, role in ((12, "embeddings", "b-tint"), (136, "attention", "d-tint"), (250, "feed-forward", "heat")):
        drawing.rect(x, 8, 16, 14, role, "ink", radius=0, weight=0.8)
        drawing.text(x + 23, 20, name, anchor="start")
    two_thirds = 12 + LENGTH / 3
    drawing.line([(two_thirds, 42), (two_thirds, 336)], "c", weight=1.8)
    y = 40
    for name, (size, shapes) in MODELS.items():
        y = _bar(drawing, y, name, parts(size, shapes))
    drawing.text(two_thirds + 6, 346, "right of this line: two thirds of the model", "c", size=SMALL, anchor="start")
    return drawing.svg(FIGURE.alt)


def _bar(drawing: Drawing, y: float, name: str, sizes: dict[str, int]) -> float:
    total = sizes["all"]
    short = f"{total / 1e9:.1f} billion" if total > 2e9 else f"{total / 1e6:,.1f} million"
    drawing.text(12, y + 16, name, anchor="start", weight=600)
    drawing.text(12 + LENGTH, y + 16, short, "soft", anchor="end", size=SMALL)
    # Feed-forward parts end at the right edge, so that one line shows two thirds for all models.
    x = 12.0
    for kind, role in (("embeddings", "b-tint"), ("attention", "d-tint"), ("feed-forward", "heat")):
        width = LENGTH * sizes[kind] / total if kind != "feed-forward" else 12 + LENGTH - x
        drawing.rect(x, y + 22, width, 24, role, "ink", radius=0, weight=0.8)
        share = f"{100 * sizes[kind] / total:.0f} %"
        if width > 30:
            drawing.text(x + width / 2, y + 38, share, size=SMALL)
        x += width
    return y + 58
