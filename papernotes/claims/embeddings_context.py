"""Claims of the topic Embeddings: ELMo's two reading directions and its mix of layers."""

import numpy as np
from numpy.typing import NDArray

from papernotes.claims import Measured, claim
from papernotes.claims.arrays import Array, softmax
from papernotes.claims.rnn import lstm_step


@claim(
    "embeddings-elmo-mixes-layers",
    "One learned mix of layers, the same for every word, gives one word two vectors in two contexts, but only one if all weight is on the context-free layer.",
    source="[@peters2018deep, §3.2, eq. (1)]",
    note="embeddings/elmo",
)
def elmo_mixes_layers(broken: bool = False) -> Measured:
    """Mix the note's three layers for 'play' in two sentences with r = (0, 1, 0.5) and γ = 1.5, to its four decimals.

    Adding a constant to r must change nothing, since the weights are a softmax; with all weight on layer 0 the two vectors must be
    the same. Broken, the weights are r itself, without the softmax.
    """
    match = np.array([[1, 0, 1, 0], [0.8, 0.6, 0.1, 0.2], [0.9, -0.4, 0.3, 0.5]])  # (3 layers, 4)
    theatre = np.array([[1, 0, 1, 0], [-0.2, 0.7, 0.4, 0.9], [-0.8, 0.3, 0.1, 0.6]])
    r = np.array([0.0, 1.0, 0.5])
    a, b = (mix(layers, r, 1.5, broken) for layers in (match, theatre))
    drift = float(np.abs(mix(match, r + 3, 1.5, broken) - a).max())
    assert drift < 1e-12, f"a constant added to r moves the vector by {drift:.1f}"  # softmax is unchanged, up to rounding
    table = [[1.3020, 0.2715, 0.4937, 0.3823], [-0.2411, 0.6700, 0.6295, 0.9602]]
    assert [a.round(4).tolist(), b.round(4).tolist()] == table, f"the vectors are {a.round(4).tolist()} and {b.round(4).tolist()}"
    flat = np.array([50.0, 0, 0])
    same = float(np.abs(mix(match, flat, 1.5, broken) - mix(theatre, flat, 1.5, broken)).max())
    assert same < 1e-12, f"with all weight on layer 0 the vectors differ by {same:.1f}"
    between = cosine(a, b)
    return Measured(
        expected="cosine 0.28; 1 on layer 0 alone",
        measured=f"cosine {between:.2f} with weights {', '.join(f'{w:.4f}' for w in softmax(r))}; layers alone {', '.join(f'{cosine(x, y):.2f}' for x, y in zip(match, theatre, strict=True))}",
        numbers={"match": a.round(5).tolist(), "theatre": b.round(5).tolist(), "weights": softmax(r).round(5).tolist(), "cosine": round(between, 4)},
    )


def mix(layers: Array, r: Array, scale: float, without_softmax: bool = False) -> Array:
    """Return γ Σ s_j h_j (d,) for layers (n + 1, d) and scores r (n + 1,)."""
    return scale * (r if without_softmax else softmax(r)) @ layers


def cosine(a: Array, b: Array) -> float:
    """Return the cosine of the angle between two vectors (d,)."""
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


@claim(
    "embeddings-elmo-directions-never-meet",
    "In ELMo's pair of language models every state knows one side of the sentence only, in every layer; put end to end, they know both.",
    source="[@peters2018deep, §3.1; @devlin2019bert, §1]",
    note="embeddings/elmo",
)
def elmo_directions_never_meet(broken: bool = False) -> Measured:
    """Change one word of a sentence of nine and see which states of two stacked LSTM layers change, forwards and backwards.

    The forward states before the changed word must keep every bit, in both layers, and so must the backward states after it;
    all others must change. Random weights, 9 places, 5 cells, three seeds. Broken, the second layer reads the first layers of both
    directions, as an ordinary bidirectional LSTM does: then even the forward state sees what comes after.
    """
    seen = np.zeros((2, 2, 9, 9), dtype=bool)  # layer, direction, changed word, place
    for seed in range(3):
        rng = np.random.default_rng(seed)
        words = rng.standard_normal((9, 4))  # (L, d_x)
        sizes = [4, 10 if broken else 5]
        cells = [[rng.standard_normal((20, 5 + size + 1)) for _ in range(2)] for size in sizes]  # layer, direction
        before = two_way(words, cells, broken)  # (2 layers, 2 directions, 9, 5)
        for changed in range(9):
            other = words.copy()
            other[changed] = rng.standard_normal(4)
            seen[:, :, changed] |= (two_way(other, cells, broken) != before).any(axis=3)
    earlier = np.tri(9, dtype=bool).T  # place ≥ changed word: what a forward reader may notice
    for layer in range(2):
        assert np.array_equal(seen[layer, 0], earlier), f"in layer {layer + 1} {int((seen[layer, 0] & ~earlier).sum())} forward states know a later word"
        assert np.array_equal(seen[layer, 1], earlier.T), f"in layer {layer + 1} {int((seen[layer, 1] & ~earlier.T).sum())} backward states know an earlier word"
    both = seen.any(axis=1)
    assert both.all(), "a joined state misses a word"
    return Measured(
        expected="each direction one side; joined, all words",
        measured=f"forward and backward states notice {seen[1, 0].sum()} and {seen[1, 1].sum()} of 81 pairs of word and place, joined {both[1].sum()}, in either layer",
        numbers={"forward": seen[1, 0].astype(int).tolist(), "backward": seen[1, 1].astype(int).tolist()},
        seed=[0, 1, 2],
    )


def two_way(words: Array, cells: list[list[Array]], joined: bool) -> NDArray[np.floating]:
    """Return the states (2 layers, 2 directions, L, d) of two stacked LSTM layers in each direction for words (L, d_x)."""
    below, layers = [words, words], []
    for ahead, back in cells:
        forward, backward = read(below[0], ahead), read(below[1][::-1], back)[::-1]
        layers.append([forward, backward])
        below = [np.hstack([forward, backward])] * 2 if joined else [forward, backward]
    return np.array(layers)


def read(inputs: Array, cell: Array) -> Array:
    """Run one LSTM layer of five cells over inputs (L, d_x): its outputs (L, 5)."""
    h, c, outputs = np.zeros(5), np.zeros(5), []
    for x in inputs:
        h, c, _ = lstm_step(cell, h, c, x)
        outputs.append(h)
    return np.array(outputs)
