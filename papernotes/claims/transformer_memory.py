"""Claims on feed-forward layers as memories, on persistent memory, and on the one read that all of them share."""

import numpy as np

from papernotes.claims import Measured, claim
from papernotes.claims.arrays import Array, attention, softmax

ROUNDING = 1e-12  # sums of a few hundred products of numbers near 1 in double precision stay far below this
SEEDS = [0, 1, 2, 3, 4]


@claim(
    "ffn-is-a-key-value-memory",
    "A feed-forward layer is a sum over its hidden units: how well the input matches a key, times a value.",
    source="[@geva2021transformer, §2, eq. (1)]",
    note="transformer/feed-forward-memories",
)
def ffn_is_a_key_value_memory(broken: bool = False) -> Measured:
    """Compare relu(xW₁)W₂ with a loop over 256 memories, keys the columns of W₁ and values the rows of W₂, and count which fire.

    Broken: each key is paired with its neighbour's value.
    """
    differences, active = [], []
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        x, w1, w2 = rng.standard_normal(64), rng.standard_normal((64, 256)), rng.standard_normal((256, 64))  # (d,), (d, 4d), (4d, d)
        read = np.zeros(64)
        for i in range(256):
            match = max(0.0, float(x @ w1[:, i]))
            read += match * w2[(i + 1) % 256 if broken else i]
        layer = np.maximum(x @ w1, 0) @ w2  # (d,)
        differences.append(float(np.abs(layer - read).max() / np.abs(layer).max()))
        active.append(float((x @ w1 > 0).mean()))
    assert max(differences) < ROUNDING, f"layer and memory differ by a share of {max(differences):.3g}"
    return Measured("equal", f"equal to {max(differences):.1g}; {min(active):.0%} to {max(active):.0%} of random keys fire", {"difference": differences, "active": active}, SEEDS)


@claim(
    "ffn-values-need-the-embedding-to-be-distributions",
    "A value becomes a distribution over words only through the output embedding and a softmax; its rank order then holds, its confidence does not.",
    source="[@geva2021transformer, §4, footnote 4]",
    note="transformer/feed-forward-memories",
)
def values_need_the_embedding(broken: bool = False) -> Measured:
    """Project 64 random values of width 16 on 50 words; compare sums, signs and order before and after, and with a coefficient of 2.5 as in the layer.

    Broken: the projection is taken for a distribution without the softmax.
    """
    rng = np.random.default_rng(0)
    values, embedding = rng.standard_normal((64, 16)), rng.standard_normal((50, 16))  # (d_m, d), (words, d)

    def words(v: Array) -> Array:  # (…, d) → (…, words)
        scores = v @ embedding.T
        return scores if broken else softmax(scores)

    p, scaled = words(values), words(2.5 * values)
    off = float(np.abs(p.sum(1) - 1).max())
    assert off < ROUNDING and (p > 0).all(), f"rows are no distributions: a sum is off by {off:.3g}"
    assert np.abs(values.sum(1) - 1).min() > 1e-3 and (values < 0).any(axis=1).all(), "a raw value is a distribution"
    same_order = bool((np.argsort(p) == np.argsort(scaled)).all())
    tops = float(p.max(1).mean()), float(scaled.max(1).mean())
    assert same_order and tops[1] > tops[0] + 0.05, f"order kept: {same_order}; mean top probabilities {tops}"
    example = words_of_example()
    assert [r.round(3).tolist() for r in example] == [[0.245, 0.665, 0.09], [0.075, 0.918, 0.006]], f"the note's example gives {example}"
    measured = f"off by {off:.1g}; raw sums {values.sum(1).min():.1f} to {values.sum(1).max():.1f}; top word {tops[0]:.2f}, with coefficient 2.5: {tops[1]:.2f}"
    return Measured("rows sum to 1 after the softmax, not before", measured, {"off": off, "raw_sums": values.sum(1).round(6).tolist(), "top": tops[0], "top_scaled": tops[1]}, 0)


def words_of_example() -> list[Array]:
    """Project the note's value 2, (0, 1), on its three words, plain and with the coefficient 2.5."""
    embedding = np.array([[1, 0], [0, 1], [1, -1.0]])  # (words, d)
    return [softmax(coefficient * embedding @ np.array([0, 1.0])) for coefficient in (1.0, 2.5)]


@claim(
    "ffn-and-attention-share-a-form-not-a-content",
    "A feed-forward memory answers each token from fixed pairs with weights of any sum; attention answers from pairs made of the other tokens, with weights that sum to 1.",
    source="[@geva2021transformer, §2]",
    note="transformer/feed-forward-memories",
)
def form_not_content(broken: bool = False) -> Measured:
    """Change one of six tokens and see whether the read of another token moves; compare the sums of the weights on the same keys.

    Broken: the feed-forward layer takes its keys from the tokens, as attention does.
    """
    rng = np.random.default_rng(0)
    x, keys, values = rng.standard_normal((6, 8)), rng.standard_normal((32, 8)), rng.standard_normal((32, 8))
    changed = x.copy()
    changed[5] = rng.standard_normal(8)

    def feed_forward(x: Array) -> Array:
        return np.maximum(x @ x.T, 0) @ x if broken else np.maximum(x @ keys.T, 0) @ values

    moved = {"feed-forward": float(np.abs(feed_forward(changed) - feed_forward(x))[0].max()), "attention": float(np.abs(attention(changed, changed, changed) - attention(x, x, x))[0].max())}
    assert moved["feed-forward"] < ROUNDING, f"token 1's feed-forward read moved by {moved['feed-forward']:.3g} with token 6"
    assert moved["attention"] > 1e-3, f"token 1's attention moved by only {moved['attention']:.3g} with token 6"
    relu, soft = np.maximum(x @ keys.T, 0).sum(1), softmax(x @ keys.T).sum(1)  # (6,) each
    assert relu.std() > 1 and np.abs(soft - 1).max() < ROUNDING, f"sums of weights: ReLU {relu}, softmax {soft}"
    measured = f"{moved['feed-forward']:.1g} and {moved['attention']:.2f}; ReLU weights sum to {relu.min():.0f} to {relu.max():.0f}, softmax to 1"
    return Measured("another token moves the feed-forward read by 0, attention by more", measured, {"moved": moved, "relu_sums": relu.tolist()}, 0)


def joint_read(q: Array, context: tuple[Array, Array], memory: tuple[Array, Array]) -> Array:
    """Read context and learned pairs under one softmax: queries (L, d), each pair (n, d) and (n, d)."""
    return attention(q, np.vstack([context[0], memory[0]]), np.vstack([context[1], memory[1]]))


def separate_read(q: Array, context: tuple[Array, Array], memory: tuple[Array, Array]) -> Array:
    """Read both under a softmax each, and add."""
    return attention(q, *context) + attention(q, *memory)


@claim(
    "persistent-memory-is-a-gated-mixture",
    "Under one joint softmax, context and learned vectors share one budget: the read is a gated mixture of the two separate reads, not their sum.",
    source="[@sukhbaatar2019augmenting, §4.1]",
    note="transformer/persistent-memory",
)
def gated_mixture(broken: bool = False) -> Measured:
    """Compare the joint read with g · memory + (1 − g) · context, g the memory's share of the exponentials, and with the sum of two reads.

    Broken: the layer reads memory and context under a softmax each and adds them.
    """
    layer, equal, apart = (separate_read if broken else joint_read), [], []
    for seed in SEEDS:
        q, k, v, m_k, m_v = np.random.default_rng(seed).standard_normal((5, 10, 8))  # L = N = 10, d_h = 8
        context, memory = np.exp(q @ k.T / np.sqrt(8)).sum(1), np.exp(q @ m_k.T / np.sqrt(8)).sum(1)  # (L,)
        gate = (memory / (memory + context))[:, None]
        mixture = gate * attention(q, m_k, m_v) + (1 - gate) * attention(q, k, v)
        equal.append(float(np.abs(layer(q, (k, v), (m_k, m_v)) - mixture).max()))
        apart.append(float(np.abs(layer(q, (k, v), (m_k, m_v)) - separate_read(q, (k, v), (m_k, m_v))).max()))
    assert max(equal) < ROUNDING, f"joint read and gated mixture differ by {max(equal):.3g}"
    assert min(apart) > 0.1, f"joint and separate reads differ by only {min(apart):.3g}"
    return Measured("mixture 0; two separate reads differ", f"mixture {max(equal):.1g}; separate {min(apart):.2f} to {max(apart):.2f}", {"mixture": equal, "separate": apart}, SEEDS)


@claim(
    "persistent-memory-falls-silent-when-context-fits",
    "When a context token fits well, the learned vectors lose their weight; a separate memory would speak as loudly as before.",
    source="[@sukhbaatar2019augmenting, §4.1]",
    note="transformer/persistent-memory",
)
def falls_silent(broken: bool = False) -> Measured:
    """Raise the first context score of the note's example from 2 to 5 and read the memory's share and the output, as printed there.

    Scores are put in through queries of width 1. Broken: a softmax for each part.
    """
    context, memory = (np.array([[1.0], [0.0]]), np.array([[4.0], [6.0]])), np.array([1.0, 1.0])
    values = np.vstack([context[0], context[1]])  # (4, 1): two of the context, two learned

    def shares(first: float) -> Array:  # (4,)
        scores = np.array([first, 0.0])
        return np.concatenate([softmax(scores), softmax(memory)]) if broken else softmax(np.concatenate([scores, memory]))

    table = {first: (float(shares(first)[2:].sum()), float((shares(first) @ values)[0])) for first in (2.0, 5.0)}
    told = {2.0: (0.393, 2.501), 5.0: (0.035, 1.134)}
    for first, (share, output) in table.items():
        assert (round(share, 3), round(output, 3)) == told[first], f"score {first}: share {share:.3f}, output {output:.3f}, the note says {told[first]}"
    scores = np.linspace(-5, 10, 61)
    curve = [float(shares(s)[2:].sum()) for s in scores]
    assert all(a > b for a, b in zip(curve, curve[1:], strict=False)), "the memory's share does not fall with the context's score"
    return Measured("share 0.393, then 0.035", f"{table[2.0][0]:.3f}, then {table[5.0][0]:.3f}; output {table[2.0][1]:.3f}, then {table[5.0][1]:.3f}", {"scores": scores.tolist(), "share": curve})


@claim(
    "persistent-memory-costs-what-the-ffn-cost",
    "With N = 4d learned pairs a head, persistent memory has as many numbers and multiplications as the feed-forward weights it replaces.",
    source="[@sukhbaatar2019augmenting, repository file enwik8_pers.sh]",
    note="transformer/persistent-memory",
)
def costs_what_the_ffn_cost(broken: bool = False) -> Measured:
    """Make the arrays of the official enwik8 script (d = 512, 8 heads, N = 2048) and count them; 36 layers make nearly all of the reported 114 million.

    Broken: all heads share one set of vectors.
    """
    d, heads, n, layers = 512, 8, 2048, 36
    sets = 1 if broken else heads
    vectors = [np.empty((n, d // heads), dtype=np.int8) for _ in range(2 * sets)]  # keys and values of each head
    feed_forward = [np.empty(shape, dtype=np.int8) for shape in ((d, 4 * d), (4 * d, d))]
    numbers, replaced = sum(a.size for a in vectors), sum(a.size for a in feed_forward)
    assert numbers == replaced, f"{numbers:,} numbers in the memory, {replaced:,} in the feed-forward layer"
    multiplications = 2 * heads * n * (d // heads)  # scores and sum, for each token
    assert multiplications == replaced, f"{multiplications:,} multiplications a token against {replaced:,}"
    total = layers * (numbers + 4 * d**2)
    assert 0.98 < total / 114e6 < 1, f"{total:,} weights in {layers} layers, 114 million reported"  # embeddings and norms are left out
    return Measured("2,097,152 either way; 114 million reported in all", f"{numbers:,} and {replaced:,}; {total:,} in 36 layers", {"memory": numbers, "feed_forward": replaced, "layers_total": total})


@claim(
    "attention-four-scores-on-one-memory",
    "The same read with four scores finds different rows: cosine the row that points alike, the dot product the long row, and a scaled one less so.",
    source="[@bahdanau2015neural, App. A.1.2; @graves2014neural, §3.1–3.3; @vaswani2017attention, §3.2.1]",
    note="transformer/how-attention-grew",
)
def four_scores_on_one_memory(broken: bool = False) -> Measured:
    """Read the store (1,0), (0,1), (2,2) with q = (1,0) under four scores, compare with the note's table, and lengthen row 3 tenfold.

    Broken: the cosine is not divided by the lengths.
    """
    q, store = np.array([1.0, 0.0]), np.array([[1, 0], [0, 1], [2, 2.0]])  # (2,), (3, 2)

    def shares(name: str, rows: Array) -> Array:  # (3,)
        dots, lengths = rows @ q, np.linalg.norm(rows, axis=1)
        by_name = {"additive": np.tanh(q + rows).sum(1), "cosine": 10 * dots / (1 if broken else lengths), "dot": dots, "scaled dot": dots / np.sqrt(2)}
        return softmax(by_name[name])

    told = {"additive": (0.183, 0.321, 0.496), "cosine": (0.949, 0.0, 0.051), "dot": (0.245, 0.09, 0.665), "scaled dot": (0.284, 0.14, 0.576)}
    found = {name: shares(name, store) for name in told}
    for name, numbers in told.items():
        assert tuple(found[name].round(3)) == numbers, f"{name}: shares {found[name].round(3)}, the note says {numbers}"
    longer = store * np.array([[1], [1], [10.0]])
    kept, taken = np.abs(shares("cosine", longer) - found["cosine"]).max(), shares("dot", longer)[2]
    assert kept < ROUNDING and taken > 0.999, f"a longer row 3 moves the cosine's shares by {kept:.3g} and takes {taken:.3f} of the dot product's"
    assert found["scaled dot"][2] < found["dot"][2], "the scaled dot product is drawn more to the long row"
    measured = "; ".join(f"{name} {' '.join(f'{p:.3f}' for p in share)}" for name, share in found.items())
    return Measured("the note's table; cosine blind to length", measured, {name.replace(" ", "_"): share.round(6).tolist() for name, share in found.items()})
