"""Claims of the topic Embeddings: GloVe, counted and fitted on the frozen prose of this knowledge base."""

import re
from collections import Counter
from functools import cache

import numpy as np
from numpy.typing import NDArray

from papernotes.claims import Measured, claim
from papernotes.claims.arrays import Array, finite_differences, prose

WORDS, WINDOW = 400, 10  # the most frequent words; the paper's window


@cache
def vocabulary() -> list[str]:
    """Return the 400 most frequent words of the frozen prose, the most frequent first."""
    counted = Counter(re.findall(r"[a-z]+", prose().lower()))
    return sorted(counted, key=lambda word: (-counted[word], word))[:WORDS]


@cache
def word_numbers() -> NDArray[np.int64]:
    """Return the text as numbers of words (n,); a word outside the vocabulary is -1 and keeps its place."""
    number = {word: at for at, word in enumerate(vocabulary())}
    return np.array([number.get(word, -1) for word in re.findall(r"[a-z]+", prose().lower())])


def count_neighbours(text: NDArray[np.int64], words: int, window: int, flat: bool = False) -> Array:
    """Return the co-occurrence counts (words, words): a neighbour at distance l adds 1 / l, or 1 when `flat`."""
    counts = np.zeros((words, words))
    for distance in range(1, window + 1):
        left, right = text[:-distance], text[distance:]
        known = (left >= 0) & (right >= 0)
        np.add.at(counts, (left[known], right[known]), 1 if flat else 1 / distance)
    return counts + counts.T


def weight(counts: Array) -> Array:
    """Return f: (x / 100) to the power 3/4, at most 1; pairs that never met weigh nothing."""
    return np.minimum(counts / 100, 1) ** 0.75


@claim(
    "embeddings-glove-counts-by-distance",
    "GloVe's counts weigh a neighbour by one over its distance, are symmetric, and stay empty for most pairs of words.",
    source="[@pennington2014glove, §3, §4.2]",
    note="embeddings/glove",
)
def glove_counts_by_distance(broken: bool = False) -> Measured:
    """Count the note's sentence (window 2), then the 400 most frequent words of the frozen prose (window 10).

    In 'the cat sat on the mat' the word 'the' must gather exactly one count for each other word. On the prose the oracle is
    a plain double loop over the first 3,000 words. The paper's share of empty pairs, 75 to 95 %, is for vocabularies of whole
    corpora; here it is measured. Broken, every neighbour counts 1.
    """
    sentence = np.array([0, 1, 2, 3, 0, 4])  # the cat sat on the mat
    small = count_neighbours(sentence, 5, 2, flat=broken)
    assert small[0, 1:].tolist() == [1, 1, 1, 1], f"'the' gathers {small[0, 1:].tolist()}"  # halves are exact
    text, slow = word_numbers()[:3000], np.zeros((WORDS, WORDS))
    for at, word in enumerate(text):
        for other in range(max(at - WINDOW, 0), at):
            if word >= 0 <= text[other]:
                slow[word, text[other]] += 1 / (at - other)
                slow[text[other], word] += 1 / (at - other)
    gap = float(np.abs(count_neighbours(text, WORDS, WINDOW, flat=broken) - slow).max())
    assert gap < 1e-9, f"the double loop counts differently by {gap:.2f}"  # sums of fractions in another order
    counts = count_neighbours(word_numbers(), WORDS, WINDOW)
    assert np.array_equal(counts, counts.T), "the counts are not symmetric"
    everything = count_neighbours(all_word_numbers(), int(all_word_numbers().max()) + 1, WINDOW)
    empty, all_empty = float((counts == 0).mean()), float((everything == 0).mean())
    assert all_empty > 0.75, f"only {all_empty:.0%} of all pairs are empty"
    return Measured(
        expected="1, 1, 1, 1; more than 75 % of pairs empty",
        measured=f"{', '.join(f'{c:.0f}' for c in small[0, 1:])}; {empty:.0%} of the pairs of 400 words are empty, {all_empty:.1%} of those of all {len(everything):,} words",
        numbers={"the": small[0].tolist(), "empty": round(empty, 4), "empty_all_words": round(all_empty, 5), "words": len(everything), "gap": gap},
    )


@cache
def all_word_numbers() -> NDArray[np.int64]:
    """Return the text as numbers of words (n,) with every word of the prose in the vocabulary."""
    return np.unique(re.findall(r"[a-z]+", prose().lower()), return_inverse=True)[1]


Vectors = tuple[Array, Array, Array, Array]  # v (V, d), u (V, d), biases b (V, 1) and b̃ (1, V)


def glove_gradient(parts: Vectors, logs: Array, weights: Array) -> tuple[float, list[Array]]:
    """Return GloVe's loss and its gradient by v, u, b and b̃, for log counts and weights (V, V)."""
    v, u, b, c = parts
    residual = v @ u.T + b + c - logs  # (V, V)
    pull = 2 * weights * residual
    return float((weights * residual**2).sum()), [pull @ u, pull.T @ v, pull.sum(axis=1, keepdims=True), pull.sum(axis=0, keepdims=True)]


def fit_glove(logs: Array, weights: Array, size: int, rng: np.random.Generator, steps: int = 150) -> Vectors:
    """Fit by AdaGrad, as the paper does, but on all pairs at once; with size 0 there are only the biases."""
    words = len(logs)
    parts = [rng.uniform(-0.5, 0.5, (words, size)) / max(size, 1), rng.uniform(-0.5, 0.5, (words, size)) / max(size, 1), np.zeros((words, 1)), np.zeros((1, words))]
    squares = [np.full_like(part, 1e-8) for part in parts]
    for _ in range(steps):
        _, slopes = glove_gradient((parts[0], parts[1], parts[2], parts[3]), logs, weights)
        for k, slope in enumerate(slopes):
            squares[k] += slope**2
            parts[k] = parts[k] - 0.3 * slope / np.sqrt(squares[k])
    return parts[0], parts[1], parts[2], parts[3]


@claim(
    "embeddings-glove-smooths-the-counts",
    "Fitted to one half of a small real text, GloVe's vectors predict the log counts of the other half better than word frequencies do, and better than the first half's own counts.",
    source="[@pennington2014glove, eq. (8)]",
    note="embeddings/glove",
)
def glove_smooths_the_counts(broken: bool = False) -> Measured:
    """Fit 400 words of half of the frozen prose's sentences with vectors of 5 numbers, and predict the counts of the other half.

    First the gradient is checked against finite differences on 6 words. The rivals are the fit without vectors (biases know
    how frequent each word is) and the raw counts of the first half; errors are weighted by f and taken over the pairs that both
    halves hold. Three random halvings. Broken, the first half's words
    are counted in shuffled order, so that its neighbours say nothing beyond frequency.
    """
    gap = gradient_gap(np.random.default_rng(0))
    assert gap < 1e-6, f"the gradient misses finite differences by {gap:.0e}"  # central differences of losses of order 100
    rows = []
    for seed in range(3):
        rng = np.random.default_rng(seed)
        ours, other = half_counts(rng, shuffled=broken)
        logs, target, both = log_counts(ours), log_counts(other), (ours > 0) & (other > 0)
        predicted = [logs]
        for size in (5, 0):
            v, u, b, c = fit_glove(logs, weight(ours), size, rng)
            predicted.append(v @ u.T + b + c)  # (V, V)
        rows.append([float(np.average((p - target)[both] ** 2, weights=weight(other)[both])) for p in predicted])
    raw, vectors, biases = np.array(rows).T  # (3,) each
    assert (vectors < 0.9 * biases).all(), f"error {vectors.max():.3f} with vectors, {biases.min():.3f} with biases alone"
    assert (vectors < 0.9 * raw).all(), f"error {vectors.max():.3f} with vectors, {raw.min():.3f} with the raw counts"
    return Measured(
        expected="vectors < biases alone, vectors < raw counts",
        measured=f"weighted squared error on the other half: {vectors.mean():.3f} with vectors, {biases.mean():.3f} with biases alone, {raw.mean():.3f} with the raw counts (spreads {np.ptp(vectors):.3f}, {np.ptp(biases):.3f}, {np.ptp(raw):.3f})",
        numbers={"vectors": vectors.round(4).tolist(), "biases": biases.round(4).tolist(), "raw_counts": raw.round(4).tolist(), "gradient_gap": gap},
        seed=[0, 1, 2],
    )


def log_counts(counts: Array) -> Array:
    """Return log counts (V, V), 0 where a pair never met; such pairs carry no weight."""
    return np.log(np.where(counts > 0, counts, 1))


def half_counts(rng: np.random.Generator, shuffled: bool) -> tuple[Array, Array]:
    """Deal the sentences of the prose into two halves at random and count each: two (400, 400); `shuffled` loses the first half's order."""
    number = {word: at for at, word in enumerate(vocabulary())}
    lines = prose().lower().splitlines()
    first = rng.random(len(lines)) < 0.5
    halves = (" ".join(line for line, chosen in zip(lines, first, strict=True) if chosen == side) for side in (True, False))
    ours, other = (np.array([number.get(word, -1) for word in re.findall(r"[a-z]+", half)]) for half in halves)
    if shuffled:
        ours = rng.permutation(ours)
    return count_neighbours(ours, WORDS, WINDOW), count_neighbours(other, WORDS, WINDOW)


def gradient_gap(rng: np.random.Generator) -> float:
    """Return the largest difference between GloVe's gradient and finite differences for six words with made-up counts."""
    counts = rng.integers(1, 200, (6, 6)).astype(float)
    parts = [rng.standard_normal(shape) for shape in [(6, 3), (6, 3), (6, 1), (1, 6)]]
    _, slopes = glove_gradient((parts[0], parts[1], parts[2], parts[3]), np.log(counts), weight(counts))
    gaps = []
    for k, slope in enumerate(slopes):

        def loss(at: Array, k: int = k) -> float:
            v, u, b, c = (at if j == k else part for j, part in enumerate(parts))
            return glove_gradient((v, u, b, c), np.log(counts), weight(counts))[0]

        gaps.append(float(np.abs(slope - finite_differences(loss, parts[k])).max()))
    return max(gaps)
