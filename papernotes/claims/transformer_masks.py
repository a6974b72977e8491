"""Claims on what a token may see: receptive fields, the causal mask, the prefix mask."""

from math import sqrt

import numpy as np

from papernotes.claims import Measured, claim
from papernotes.claims.arrays import Array, attention, causal_mask
from papernotes.claims.transformer import random_layers, run_stack


@claim(
    "transformer-receptive-field-is-the-mask",
    "One layer of attention reads all tokens in an encoder and the prefix in a decoder; convolutions of width 3 need depth for the same view.",
    source="[@vaswani2017attention, §4, Table 1]",
    note="transformer/attention-and-convolution",
)
def receptive_field_is_the_mask(broken: bool = False) -> Measured:
    """Replace each of 21 input tokens in turn and count which outputs move: one attention layer with each mask, and n convolutions of width 3.

    Broken: the attention looks only at neighbours, as a convolution does.
    """
    rng, length = np.random.default_rng(0), 21
    x, other = rng.standard_normal((2, length, 8))
    weights = rng.standard_normal((3, 8, 8)) / sqrt(8)
    kernel = rng.standard_normal((3, 8, 8)) / sqrt(24)

    def attend(x: Array, mask: Array) -> Array:
        q, k, v = x @ weights
        return attention(q, k, v, mask)

    def convolve(x: Array, depth: int) -> Array:
        for _ in range(depth):
            padded = np.pad(x, ((1, 1), (0, 0)))
            x = np.tanh(sum(padded[o : o + length] @ kernel[o] for o in range(3)))
        return x

    def seen(network) -> Array:
        """Count for each output how many inputs move it."""
        base, moved = network(x), np.zeros((length, length), dtype=bool)  # (outputs, inputs)
        for j in range(length):
            changed = x.copy()
            changed[j] = other[j]
            moved[:, j] = (network(changed) != base).any(axis=1)
        return moved.sum(axis=1)

    near = np.abs(np.subtract.outer(range(length), range(length))) <= 1
    encoder = seen(lambda x: attend(x, near if broken else np.ones((length, length), dtype=bool)))
    decoder = seen(lambda x: attend(x, causal_mask(length) & (near if broken else True)))
    middle = [int(seen(lambda x, n=n: convolve(x, n))[length // 2]) for n in (1, 2, 5, 10)]
    assert (encoder == length).all(), f"encoder positions read {encoder} of {length} tokens"
    assert (decoder == np.arange(1, length + 1)).all(), f"decoder positions read {decoder} tokens"
    assert middle == [1 + 2 * n for n in (1, 2, 5, 10)], f"1, 2, 5 and 10 convolutions read {middle} tokens"
    return Measured("encoder 21 of 21; decoder 1 to 21; n convolutions 1 + 2n", f"encoder {encoder.min()}; decoder {decoder[0]} to {decoder[-1]}; convolutions {middle}", {"encoder": encoder.tolist(), "decoder": decoder.tolist(), "convolutions": middle}, 0)


@claim(
    "gpt-output-ignores-the-next-token",
    "Changing a token moves no earlier output in GPT's causal attention, and all of them in BERT's.",
    source="[@radford2018improving, §3.1; @devlin2019bert, §3]",
    note="transformer/gpt",
)
def output_ignores_the_next_token(broken: bool = False) -> Measured:
    """Change token 7 of ten before a two-layer stack and see which of the ten outputs move, under the two attention masks.

    Broken: the causal mask is halved, so that it hides every second later token only.
    """
    rng = np.random.default_rng(0)
    layers, x = random_layers(rng, 2, 16, 4), rng.standard_normal((10, 16))  # (L, d)
    changed = x.copy()
    changed[6] = rng.standard_normal(16)
    mask = causal_mask(10)
    if broken:
        mask[:, ::2] = True
    moved = {name: np.abs(run_stack(layers, changed, m) - run_stack(layers, x, m)).max(axis=1) for name, m in (("causal", mask), ("bidirectional", np.ones_like(mask)))}
    assert (moved["causal"][:6] == 0).all(), f"outputs before the change moved by {moved['causal'][:6].max():.3g}"
    assert (moved["causal"][6:] > 1e-3).all() and (moved["bidirectional"] > 1e-3).all(), "an output that sees the change did not move"
    counts = {name: int((m > 0).sum()) for name, m in moved.items()}
    return Measured("causal: 4 of 10 outputs move; bidirectional: 10", f"causal: {counts['causal']}; bidirectional: {counts['bidirectional']}", {name: m.round(6).tolist() for name, m in moved.items()}, 0)


@claim(
    "gpt-causal-decoder-masks-the-source",
    "In one causal sequence a source token cannot see later source tokens; a prefix mask gives it the view of an encoder.",
    source="[@liu2018generating, §4.2.3]",
    note="transformer/gpt",
)
def causal_decoder_masks_the_source(broken: bool = False) -> Measured:
    """Find out by changing tokens who sees whom among source a, b, c and target D, E, in three models of one layer with the same weights.

    The encoder–decoder is really built of three attentions: source on source, target on target, target on encoder output.
    Broken: the prefix mask opens the target too.
    """
    rng = np.random.default_rng(0)
    x, other, weights = rng.standard_normal((5, 8)), rng.standard_normal((5, 8)), rng.standard_normal((3, 8, 8))
    prefix = causal_mask(5)
    prefix[:, : 5 if broken else 3] = True

    def decoder(mask: Array):
        return lambda x: attention(*(x @ weights), mask)

    def encoder_decoder(x: Array) -> Array:
        source, target = x[:3] @ weights, x[3:] @ weights  # (3, 3, d), (3, 2, d)
        own = attention(*target, causal_mask(2))
        return np.vstack([attention(*source), own + attention(target[0], source[1], source[2])])

    def views(network) -> list[list[int]]:
        rows = np.zeros((5, 5), dtype=int)  # row i, column j: output i moves with input j
        for j in range(5):
            changed = x.copy()
            changed[j] = other[j]
            rows[:, j] = (np.abs(network(changed) - network(x)).max(axis=1) > 0) | (np.arange(5) == j)
        return rows.tolist()

    causal, prefixed, halves = views(decoder(causal_mask(5))), views(decoder(prefix)), views(encoder_decoder)
    assert causal[0] == [1, 0, 0, 0, 0], f"under the causal mask token a sees {causal[0]}"
    assert prefixed[0] == [1, 1, 1, 0, 0], f"under the prefix mask token a sees {prefixed[0]}"
    assert prefixed == halves, f"prefix mask {prefixed} and encoder–decoder {halves} differ"
    return Measured("a sees itself only; with a prefix mask a, b, c; the same as encoder and decoder", f"a sees {causal[0]} causal, {prefixed[0]} prefix, {halves[0]} encoder–decoder", {"causal": causal, "prefix": prefixed, "encoder_decoder": halves}, 0)
