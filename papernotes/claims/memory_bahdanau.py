"""Claims of the topic memory that concern Bahdanau's attention: its additive score, and the bottleneck it removes."""

import re

import numpy as np

from papernotes.claims import Measured, claim
from papernotes.claims.arrays import Array, attention, prose, softmax


@claim(
    "memory-additive-score-needs-its-tanh",
    "The additive score lets the decoder's state choose the position only because of its tanh: without it the state cancels in the softmax.",
    source="[@bahdanau2015neural, §3.1]",
    note="memory/bahdanau-attention",
)
def additive_score_needs_its_tanh(broken: bool = False) -> Measured:
    """Score 12 random annotations (16,) against 50 random states (8,) with v tanh(W s + U h), and see how much the weights depend on the state.

    Dependence is the mean distance of the weights (12,) from their mean over the states, half the sum of absolute differences.
    The note's example is computed as well: weights 0.536, 0.120, 0.344.
    The broken variant leaves the tanh out: then v W s is the same number for every position.
    """

    def weights(states: Array, annotations: Array, w: Array, u: Array, v: Array) -> Array:
        inside = (states @ w.T)[:, None] + annotations @ u.T  # (states, positions, n)
        return softmax((inside if broken else np.tanh(inside)) @ v)

    seeds, moved = range(5), []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        states, annotations = rng.standard_normal((50, 8)), rng.standard_normal((12, 16))
        w, u, v = rng.standard_normal((10, 8)) / np.sqrt(8), rng.standard_normal((10, 16)) / 4, rng.standard_normal(10)
        p = weights(states, annotations, w, u, v)  # (50, 12)
        moved.append(float(0.5 * np.abs(p - p.mean(0)).sum(1).mean()))
    annotations = np.array([[1, 0], [0, 1], [1, 1.0]])
    example = weights(np.array([[0.5, -0.5]]), annotations, np.eye(2), np.diag([2.0, -1.0]), np.array([2.0, 1.0]))[0]
    assert min(moved) > 0.1, f"the weights hardly depend on the state: {moved}"
    context = example @ annotations
    return Measured(
        expected="weights 0.536, 0.120, 0.344 and context (0.880, 0.464); weights that move with the state",
        measured=f"weights {', '.join(f'{value:.3f}' for value in example)} and context ({context[0]:.3f}, {context[1]:.3f}); {min(moved):.2f} to {max(moved):.2f} of the weight moves (five seeds)",
        numbers={"example": example.tolist(), "context": context.tolist(), "moved": moved},
        seed=list(seeds),
    )


def read_back(words: list[int], vectors: Array, rng: np.random.Generator, keyed: bool) -> tuple[float, float]:
    """Encode words in one vector and in one vector each, read them back, and return both shares of right words.

    `vectors` is the vocabulary (V, 256); reading back means the nearest of all V vectors.
    """
    x, signs = vectors[words], rng.choice([-1.0, 1.0], (len(words), vectors.shape[1]))  # (L, 256) each
    positions = 4 * rng.standard_normal((len(words), 64))
    code = (signs * x).sum(0)  # (256,), whatever L is
    kept = attention(positions, positions if keyed else 0 * positions, x)  # (L, 256)

    def right(read: Array) -> float:
        return float(np.mean((read @ vectors.T - 0.5 * (vectors**2).sum(1)).argmax(1) == words))

    return right(signs * code), right(kept)


@claim(
    "memory-a-fixed-code-loses-long-sentences",
    "A code of fixed length loses more words the longer the sentence is; attention over one vector a word loses none.",
    source="[@bahdanau2015neural, §1]",
    note="memory/bahdanau-attention",
)
def a_fixed_code_loses_long_sentences(broken: bool = False) -> Measured:
    """Encode the beginnings of 20 real sentences with random word vectors of width 256 and read the words back.

    The fixed code is the sum of the words' vectors, each multiplied by random signs of its position, which decoding undoes.
    Attention keeps a vector a word, with random position vectors as keys, and asks by position.
    This shows the bottleneck for a code that is not learned; the paper's networks are.
    The broken variant of attention has no keys.
    """
    sentences = [re.findall("[a-z]+", line.lower()) for line in prose().splitlines()]
    names = sorted({word for sentence in sentences for word in sentence})
    number = {word: k for k, word in enumerate(names)}
    long = [[number[word] for word in sentence] for sentence in sentences if len(sentence) >= 32][:20]
    lengths, seeds, curves = [4, 8, 16, 24, 32], range(2), []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        vectors = rng.standard_normal((len(names), 256))
        curves.append([np.mean([read_back(words[:length], vectors, rng, not broken) for words in long], axis=0).tolist() for length in lengths])
    fixed, kept = np.array(curves).transpose(2, 0, 1)  # (2 seeds, 5 lengths) each
    assert kept.min() > 0.999, f"attention reads back shares of {kept.mean(0).round(2).tolist()}"
    assert (np.diff(fixed.mean(0)) < 0).all() and fixed[:, -1].max() < 0.5, f"the fixed code reads back shares of {fixed.mean(0).round(2).tolist()}"
    return Measured(
        expected="falling with the length; all words with attention",
        measured=f"{', '.join(f'{100 * value:.0f}' for value in fixed.mean(0))} % of the words for {', '.join(map(str, lengths))} words; {100 * kept.min():.0f} % with attention (two seeds)",
        numbers={"lengths": lengths, "fixed": fixed.tolist(), "attention": kept.tolist(), "vocabulary": len(names)},
        seed=list(seeds),
    )
