"""Claims on how many parameters a Transformer has, and how many of them are feed-forward.

A model is counted here from a list of its weight matrices, each with its shape, not from a closed formula:
the formulas of the notes are what the lists are held against.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod

import numpy as np

from papernotes.claims import Measured, claim
from papernotes.claims.arrays import softmax

Shapes = list[tuple[str, tuple[int, ...]]]


@dataclass(frozen=True)
class Size:
    """Hold a model's configuration: vocabulary, positions, width, layers."""

    vocabulary: int
    positions: int
    width: int
    layers: int


# Widths, depths and positions: GPT-1 §4.1, GPT-2 §2.3 and Table 2, GPT-3 Table 2.1, BERT §3. Vocabularies: the released models.
GPT_1 = Size(40478, 512, 768, 12)
GPT_2 = {"small": Size(50257, 1024, 768, 12), "medium": Size(50257, 1024, 1024, 24), "large": Size(50257, 1024, 1280, 36), "XL": Size(50257, 1024, 1600, 48)}
GPT_3 = Size(50257, 2048, 12288, 96)
BERT = {"base": Size(30522, 512, 768, 12), "large": Size(30522, 512, 1024, 24)}


def attention_shapes(d: int, heads: int = 1, head_width: int | None = None) -> Shapes:
    """List queries, keys, values of each head, of width d / heads unless told, and the output matrix, with biases."""
    small = head_width or d // heads
    projections = [(f"{name}{h}", shape) for name in "qkv" for h in range(heads) for shape in ((d, small), (small,))]
    return [*projections, ("o", (d, d)), ("o", (d,))]


def feed_forward_shapes(d: int, hidden: int | None = None) -> Shapes:
    """List the two matrices of a feed-forward layer, with biases; four times as wide inside unless told."""
    hidden = hidden or 4 * d
    return [("up", (d, hidden)), ("up", (hidden,)), ("down", (hidden, d)), ("down", (d,))]


def norm_shapes(d: int) -> Shapes:
    """List a layer norm's scale and shift."""
    return [("scale", (d,)), ("shift", (d,))]


def count(shapes: Iterable[tuple[str, tuple[int, ...]]]) -> int:
    """Add up the sizes of all arrays."""
    return sum(prod(shape) for _, shape in shapes)


def layer_shapes(d: int, heads: int = 1, head_width: int | None = None) -> Shapes:
    """List one encoder layer, or one decoder layer without cross-attention: the mask has no parameters."""
    return attention_shapes(d, heads, head_width) + norm_shapes(d) + feed_forward_shapes(d) + norm_shapes(d)


def gpt_shapes(size: Size, final_norm: bool = True) -> Shapes:
    """List a GPT with output and input embedding shared."""
    d = size.width
    return [("tokens", (size.vocabulary, d)), ("positions", (size.positions, d)), *(layer_shapes(d) * size.layers), *(norm_shapes(d) if final_norm else [])]


def bert_shapes(size: Size, pooler: bool = True) -> Shapes:
    """List a BERT: embeddings with two segments and a norm, layers, pooler."""
    d = size.width
    embeddings = [("tokens", (size.vocabulary, d)), ("positions", (size.positions, d)), ("segments", (2, d)), *norm_shapes(d)]
    return [*embeddings, *(layer_shapes(d) * size.layers), *([("pool", (d, d)), ("pool", (d,))] if pooler else [])]


@claim(
    "transformer-layer-count-ignores-heads",
    "A layer of width d has 12d² + 13d parameters whatever the number of heads.",
    source="[@vaswani2017attention, §3.2.2]",
    note="transformer/transformer",
)
def layer_count_ignores_heads(broken: bool = False) -> Measured:
    """Count the arrays of a layer of width 768 with 1 to 64 heads, and check with real arrays that heads side by side are one matrix.

    Broken: every head keeps the full width.
    """
    d, counts = 768, {}
    for heads in (1, 2, 8, 12, 64):
        counts[heads] = count(layer_shapes(d, heads, d if broken else d // heads))
    assert set(counts.values()) == {12 * d**2 + 13 * d}, f"parameters by number of heads: {counts}"
    rng = np.random.default_rng(0)
    x, heads = rng.standard_normal((5, 12)), rng.standard_normal((3, 12, 4))  # (L, d), (h, d, d/h)
    apart, together = np.hstack([x @ w for w in heads]), x @ np.hstack(list(heads))
    difference = float(np.abs(apart - together).max())
    assert difference < 1e-12, f"heads apart and one matrix differ by {difference:.3g}"  # rounding of sums of 12 products
    return Measured("7,087,872 for d = 768 with 1, 2, 8, 12, 64 heads", f"{counts[1]:,} and {counts[64]:,} with 1 and 64 heads", {"heads": list(counts), "parameters": list(counts.values()), "difference": difference}, 0)


@claim(
    "transformer-2017-sizes-are-near-the-printed",
    "Counted with biases and one shared embedding of 37,000 tokens, the 2017 models have 63.1 and 214.2 million parameters; the paper prints 65 and 213.",
    source="[@vaswani2017attention, Table 3, §5.1]",
    note="transformer/transformer",
)
def sizes_of_2017(broken: bool = False) -> Measured:
    """Count six encoder and six decoder layers, the decoder's with a second attention, at widths 512 and 1024.

    The paper rounds, or counts otherwise: neither of its numbers comes out. "About 37000" tokens leaves ±0.5 million.
    Broken: the decoder has no attention on the source.
    """
    counts = {}
    for name, d in (("base", 512), ("big", 1024)):
        cross = [] if broken else attention_shapes(d) + norm_shapes(d)
        counts[name] = count((layer_shapes(d) + layer_shapes(d) + cross) * 6) + 37_000 * d
    for name, printed in (("base", 65e6), ("big", 213e6)):
        # Within 4 %: as near as a vocabulary given as "about 37000" and unstated biases allow.
        assert abs(counts[name] / printed - 1) < 0.04, f"{name}: {counts[name]:,} counted, {printed / 1e6:g} million printed"
    return Measured("65 and 213 million printed", f"{counts['base'] / 1e6:.1f} and {counts['big'] / 1e6:.1f} million counted", counts)


@claim(
    "gpt-parameter-counts-match-the-papers",
    "From vocabulary, positions, width and depth alone, the GPT models have 117M, 124M, 355M, 774M, 1558M and 174,600M parameters.",
    source="[@radford2019language, §3, repository README; @brown2020language, Table D.1]",
    note="transformer/gpt",
)
def gpt_parameter_counts(broken: bool = False) -> Measured:
    """Add up every array of each model and hold the sums against the printed numbers, to the printed digit, and against the note's formula.

    Broken: the output embedding is not shared with the input.
    """
    models = {"GPT-1": (GPT_1, 117), "GPT-2 small": (GPT_2["small"], 124), "GPT-2 medium": (GPT_2["medium"], 355), "GPT-2 large": (GPT_2["large"], 774), "GPT-2 XL": (GPT_2["XL"], 1558), "GPT-3": (GPT_3, 174_600)}
    counted = {}
    for name, (size, printed) in models.items():
        d, final_norm = size.width, name != "GPT-1"
        counted[name] = count(gpt_shapes(size, final_norm)) + (size.vocabulary * d if broken else 0)
        digits = 100 if printed == 174_600 else 1  # the paper prints hundreds of millions there
        assert round(counted[name] / 1e6 / digits) * digits == printed, f"{name}: {counted[name]:,} counted, {printed:,} million printed"
        formula = size.vocabulary * d + size.positions * d + size.layers * (12 * d**2 + 13 * d) + 2 * d * final_norm
        assert counted[name] == formula, f"{name}: {counted[name]:,} counted, {formula:,} by the formula"
    return Measured("117, 124, 355, 774, 1558 and 174,600 million", "; ".join(f"{n:,}" for n in counted.values()), counted)


@claim(
    "gpt-2-first-printed-counts-fit-the-old-vocabulary",
    "GPT-2's four wrong parameter counts are what its models would have with GPT-1's vocabulary of 40,478.",
    source="[@radford2019language, Table 2]",
    note="transformer/gpt",
)
def first_printed_counts(broken: bool = False) -> Measured:
    """Count the four GPT-2 models with GPT-1's vocabulary and round to millions. OpenAI names no cause for its error: this is an inference.

    Broken: GPT-2's own vocabulary, which the papers' numbers do not fit.
    """
    printed = {"small": 117, "medium": 345, "large": 762, "XL": 1542}
    counted = {}
    for name, size in GPT_2.items():
        old = Size(size.vocabulary if broken else GPT_1.vocabulary, size.positions, size.width, size.layers)
        counted[name] = count(gpt_shapes(old))
    rounded = {name: round(n / 1e6) for name, n in counted.items()}
    assert rounded == printed, f"counted {rounded} million, printed {printed}"
    return Measured("117, 345, 762, 1542 million", ", ".join(f"{n / 1e6:.2f}" for n in counted.values()) + " million", counted)


@claim(
    "bert-parameter-counts",
    "BERT-base has 109.5 million parameters and BERT-large 335.1 million; the paper prints 110 and 340.",
    source="[@devlin2019bert, §3]",
    note="transformer/bert",
)
def bert_parameter_counts(broken: bool = False) -> Measured:
    """Add up every array of both models: embeddings with two segments, layers, pooler, with the released vocabulary of 30,522.

    BERT-large does not come out at the printed 340 million. Broken: the embeddings are left out.
    """
    counted = {name: count(bert_shapes(size)) - (size.vocabulary * size.width if broken else 0) for name, size in BERT.items()}
    for name, size in BERT.items():
        d = size.width
        formula = (size.vocabulary + size.positions + 4) * d + size.layers * (12 * d**2 + 13 * d) + d**2 + d
        assert counted[name] == formula, f"BERT-{name}: {counted[name]:,} counted, {formula:,} by the formula"
    assert round(counted["base"] / 1e7) == 11, f"BERT-base: {counted['base']:,} counted, 110 million printed"
    # 1.5 % below the printed number, further than rounding to 340 allows: a contradiction, stated as such.
    assert 0.98 < counted["large"] / 340e6 < 0.99, f"BERT-large: {counted['large']:,} counted, 340 million printed"
    return Measured("110 and 340 million printed", f"{counted['base']:,} and {counted['large']:,}", counted)


@claim(
    "ffn-two-thirds-of-a-layer",
    "Feed-forward weights are two thirds of a layer without cross-attention, one half with it, and 4/7 of an encoder–decoder pair.",
    source="[@geva2021transformer, §1]",
    note="transformer/feed-forward-memories",
)
def two_thirds_of_a_layer(broken: bool = False) -> Measured:
    """Divide the feed-forward weights of a layer of width 768 by all its weights; biases and norms, under 0.2 %, count too.

    Broken: the feed-forward layer is twice the width inside instead of four times.
    """
    d = 768
    feed, attend, norm = count(feed_forward_shapes(d, 2 * d if broken else 4 * d)), count(attention_shapes(d)), count(norm_shapes(d))
    encoder, decoder = feed + attend + 2 * norm, feed + 2 * attend + 3 * norm
    shares = {"encoder layer": feed / encoder, "with cross-attention": feed / decoder, "pair": 2 * feed / (encoder + decoder)}
    for (name, share), exact in zip(shares.items(), (2 / 3, 1 / 2, 4 / 7), strict=True):
        assert abs(share - exact) < 0.002, f"{name}: {share:.4f}, not {exact:.4f}"  # biases and norms
    return Measured("0.667, 0.500, 0.571", ", ".join(f"{s:.4f}" for s in shares.values()), {name.replace(" ", "_"): s for name, s in shares.items()})


@claim(
    "ffn-share-of-whole-models",
    "Of whole models the feed-forward layers are 45 % to 66 %, not two thirds: the embeddings and attention take the rest.",
    source="[@geva2021transformer, abstract]",
    note="transformer/feed-forward-memories",
)
def share_of_whole_models(broken: bool = False) -> Measured:
    """Divide all feed-forward parameters of a model by all its parameters, for five models.

    The abstract's "two-thirds of a transformer model's parameters" holds for a layer only.
    Broken: the embeddings are not counted as part of the model.
    """
    models = {"BERT-base": (BERT["base"], bert_shapes), "BERT-large": (BERT["large"], bert_shapes), "GPT-2 small": (GPT_2["small"], gpt_shapes), "GPT-2 XL": (GPT_2["XL"], gpt_shapes), "GPT-3": (GPT_3, gpt_shapes)}
    shares = {}
    for name, (size, shapes) in models.items():
        whole = count(shapes(size)) - (size.vocabulary * size.width if broken else 0)
        shares[name] = size.layers * count(feed_forward_shapes(size.width)) / whole
    told = {"BERT-base": 51.8, "BERT-large": 60.1, "GPT-2 small": 45.5, "GPT-2 XL": 63.1, "GPT-3": 66.4}
    for name, share in shares.items():
        assert round(100 * share, 1) == told[name], f"{name}: {100 * share:.1f} %, the note says {told[name]} %"
    return Measured("66.7 % by the abstract", ", ".join(f"{name} {100 * s:.1f} %" for name, s in shares.items()), shares)


@claim(
    "attention-unrolled-network-is-huge",
    "Written out as neurons, a Transformer layer on L tokens has 12d²L + 12L²d connections: 7.25 × 10¹⁰ for BERT-base's shape at 512 tokens.",
    source="",
    note="transformer/attention-and-neurons",
)
def unrolled_network_is_huge(broken: bool = False) -> Measured:
    """Build the written-out layer for L = 3, d = 4 as matrices, count their non-zero entries, and hold the formula against that count.

    Row-wise maps are I ⊗ Wᵀ; each product of two activations takes two squaring units with two inputs and one output each.
    Broken: the copies of the row-wise weights are counted once, which is weight sharing again.
    """
    length, d = 3, 4
    rng = np.random.default_rng(0)
    row_wise = [rng.standard_normal(shape) for shape in ((d, d),) * 4 + ((d, 4 * d), (4 * d, d))]
    copies = sum(int(np.count_nonzero(np.kron(np.eye(1 if broken else length), w.T))) for w in row_wise)
    products = 0
    for left, right in ((length * d, length * d), (length * length, length * d)):  # Q with K, then A with V
        pairs = list(np.ndindex(length, length, d))
        first, second = np.zeros((2 * len(pairs), left + right)), np.zeros((len(pairs), 2 * len(pairs)))
        for n, (i, j, c) in enumerate(pairs):
            a, b = (i * d + c, j * d + c) if left == length * d else (i * length + j, j * d + c)
            first[2 * n, [a, left + b]], first[2 * n + 1, [a, left + b]] = (1, 1), (1, -1)
            second[n, [2 * n, 2 * n + 1]] = 0.25, -0.25
        u, v = rng.standard_normal(left), softmax(rng.standard_normal(right))
        wanted = [u[i * d + c if left == length * d else i * length + j] * v[j * d + c] for i, j, c in pairs]
        assert np.allclose(second @ (first @ np.concatenate([u, v])) ** 2, wanted, atol=1e-12), "the squaring units do not multiply"  # rounding
        products += int(np.count_nonzero(first) + np.count_nonzero(second))

    def formula(length: int, d: int, layers: int = 1) -> int:
        return layers * (12 * d**2 * length + 12 * length**2 * d)

    assert copies + products == formula(length, d), f"{copies + products} connections built, {formula(length, d)} by the formula"
    at_512, shared = formula(512, 768, 12), 12 * 768**2 * 12
    return Measured("7.25e10 connections from 8.5e7 weights", f"{at_512:.3g} from {shared:.2g}, {at_512 / shared:.0f} for each", {"built": copies + products, "connections": {str(n): formula(n, 768, 12) for n in (128, 512, 2048)}, "weights": shared}, 0)
