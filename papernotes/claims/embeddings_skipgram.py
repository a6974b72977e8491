"""Claims of the topic Embeddings: skip-gram with negative sampling, one step of it, its training and where it ends."""

import re

import numpy as np
from numpy.typing import NDArray

from papernotes.claims import Measured, claim
from papernotes.claims.arrays import Array, finite_differences, prose, sigmoid
from papernotes.claims.embeddings import WORDS, count_neighbours, vocabulary, word_numbers

COMMON = 60  # these most frequent words are dropped from the text: an extreme form of the paper's subsampling


@claim(
    "embeddings-negative-sampling-step",
    "One step of negative sampling moves the note's word towards its neighbour and away from the drawn words, along the gradient that finite differences find.",
    source="[@mikolov2013distributed, §2.2, eq. (4)]",
    note="embeddings/word2vec",
)
def negative_sampling_step(broken: bool = False) -> Measured:
    """Take the note's step by hand (purr, cat, two drawn words), and average the gradients of 20,000 random draws of five words.

    Oracles: the note's four decimals, finite differences, and the expected gradient, which weighs every word by its chance of
    being drawn; this is what the next claim trains on. Broken, the neighbour is trained with the answer 0, like a drawn word.
    """
    v, u = np.array([0.5, -0.3]), np.array([[0.4, 0.2], [0.1, -0.5], [-0.3, 0.6]])  # (2,), (3, 2)
    wanted = np.array([0.0 if broken else 1.0, 0, 0])
    error = sigmoid(u @ v) - wanted  # (3,)
    on_v, on_u = error @ u, np.outer(error, v)
    gap = max(np.abs(on_v - finite_differences(lambda at: step_loss(at, u), v)).max(), np.abs(on_u - finite_differences(lambda at: step_loss(v, at), u)).max())
    assert gap < 1e-8, f"the gradient misses finite differences by {gap:.2f}"
    after = v - 0.5 * on_v, u - 0.5 * on_u
    losses = step_loss(v, u), step_loss(*after)
    assert np.round([*losses, *after[0]], 4).tolist() == [1.9654, 1.7973, 0.6283, -0.2415], f"loss {losses[0]:.4f}, then {losses[1]:.4f}, v = {after[0].round(4).tolist()}"
    rng = np.random.default_rng(0)
    table, centre, chance = rng.standard_normal((50, 8)), rng.standard_normal(8), np.bincount(word_numbers()[word_numbers() >= 0])[:50] ** 0.75
    chance = chance / chance.sum()
    drawn = table[rng.choice(50, (20_000, 5), p=chance)]  # (20000, 5, 8)
    sampled = (sigmoid(drawn @ centre)[..., None] * drawn).sum(axis=1)  # (20000, 8)
    expected = 5 * (chance * sigmoid(table @ centre)) @ table
    off = float((np.abs(sampled.mean(axis=0) - expected) / (sampled.std(axis=0) / np.sqrt(20_000))).max())
    assert off < 4, f"the mean of sampled gradients is {off:.1f} standard errors from the expected one"
    return Measured(
        expected="loss 1.9654 → 1.7973; v = 0.6283, -0.2415",
        measured=f"loss {losses[0]:.4f} → {losses[1]:.4f}; v = {after[0][0]:.4f}, {after[0][1]:.4f}; gradient off by {gap:.0e}; 20,000 draws average to the expected gradient within {off:.1f} standard errors",
        numbers={"loss": [round(x, 5) for x in losses], "v": after[0].round(5).tolist(), "u": after[1].round(5).tolist(), "gap": float(gap), "standard_errors": round(off, 3)},
        seed=0,
    )


def step_loss(v: Array, u: Array) -> float:
    """Return the loss of a true pair (first row of u) and two drawn words (rows after it)."""
    return float(-np.log(sigmoid(u[0] @ v)) - np.log(sigmoid(-u[1:] @ v)).sum())


def train_skipgram(pairs: Array, drawn: Array, size: int, rng: np.random.Generator, steps: int, rate: float = 0.2) -> tuple[Array, Array]:
    """Train vectors v, u (V, size) on all pairs at once, AdaGrad; `pairs` and `drawn` (V, V) count true and expected drawn pairs."""
    v, u = rng.uniform(-0.5, 0.5, (2, len(pairs), size)) / size
    squares = [np.full_like(v, 1e-8), np.full_like(u, 1e-8)]
    for _ in range(steps):
        guess = sigmoid(v @ u.T)  # (V, V)
        error = guess * (pairs + drawn) - pairs
        slopes = error @ u, error.T @ v
        squares = [square + slope**2 for square, slope in zip(squares, slopes, strict=True)]
        v, u = (part - rate * slope / np.sqrt(square) for part, slope, square in zip((v, u), slopes, squares, strict=True))
    return v, u


def expected_draws(pairs: Array, k: float) -> Array:
    """Return how often each pair (V, V) is drawn in expectation: k words a true pair, frequency to the power 3/4."""
    noise = pairs.sum(axis=0) ** 0.75
    return k * pairs.sum(axis=1, keepdims=True) * noise / noise.sum()


@claim(
    "embeddings-skip-gram-learns-from-its-neighbours",
    "Skip-gram trained on half of a small real text tells true neighbours of the other half from random ones, and needs the drawn words for it.",
    source="[@mikolov2013distributed, §2.2]",
    note="embeddings/word2vec",
)
def skip_gram_learns_from_its_neighbours(broken: bool = False) -> Measured:
    """Train vectors of 10 numbers for 340 words of the frozen prose (window 5, k = 5, on the expected objective), three halvings.

    The score is the chance that a true neighbour of the other half gets a higher scalar product than a neighbour dealt at random from
    the same words; frequency alone gives 0.5, the raw counts of the first half a little more. The text is tiny, 29,000 words
    where the papers had billions, so the gain is small, but it is there in each halving. Broken, no words are drawn (k = 0).
    """
    rows = []
    for seed in range(3):
        rng = np.random.default_rng(seed)
        ours, other = (count_neighbours(half, WORDS, 5, flat=True)[COMMON:, COMMON:] for half in halves(rng))
        v, u = train_skipgram(ours, expected_draws(ours, 0 if broken else 5), 10, rng, steps=200)
        random = np.outer(other.sum(axis=1), other.sum(axis=0))
        rows.append([ranks_higher(score, other, random) for score in (v @ u.T, ours, np.outer(ours.sum(axis=1), ours.sum(axis=0)))])
    trained, raw, frequency = np.array(rows).T  # (3,) each
    assert np.abs(frequency - 0.5).max() < 0.01, f"frequency alone gives {frequency.max():.3f}"
    assert (trained > raw).all() and trained.min() > 0.54, f"trained {trained.min():.3f}, raw counts {raw.max():.3f}"
    return Measured(
        expected="above 0.5, above the raw counts",
        measured=f"{trained.mean():.3f} trained, {raw.mean():.3f} raw counts, {frequency.mean():.3f} frequency alone (spreads {np.ptp(trained):.3f}, {np.ptp(raw):.3f}, {np.ptp(frequency):.3f})",
        numbers={"trained": trained.round(4).tolist(), "raw_counts": raw.round(4).tolist(), "frequency": frequency.round(4).tolist()},
        seed=[0, 1, 2],
    )


def halves(rng: np.random.Generator) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Deal the sentences of the prose into two halves of word numbers; the common words are dropped, rare ones are -1."""
    number = {word: at for at, word in enumerate(vocabulary())}
    sentences = [[number.get(word, -1) for word in re.findall(r"[a-z]+", line)] for line in prose().lower().splitlines()]
    first = rng.random(len(sentences)) < 0.5
    dealt = ([n for sentence, chosen in zip(sentences, first, strict=True) if chosen == side for n in sentence if n < 0 or n >= COMMON] for side in (True, False))
    ours, other = (np.array(half) for half in dealt)
    return ours, other


def ranks_higher(score: Array, true: Array, random: Array) -> float:
    """Return the chance that a pair drawn by the weights `true` scores higher than one drawn by `random`, ties counting half."""
    values, places = np.unique(score, return_inverse=True)
    t, r = (np.bincount(places.ravel(), weights.ravel(), len(values)) for weights in (true, random))
    return float(t @ (np.cumsum(r) - r / 2) / t.sum() / r.sum())


@claim(
    "embeddings-negative-sampling-ends-at-log-counts",
    "With vectors long enough, negative sampling ends where the scalar product is the logarithm of the pair's count over chance: word2vec and GloVe fit relatives of one table.",
    source="[@pennington2014glove, §3.1]",
    note="embeddings/glove",
)
def negative_sampling_ends_at_log_counts(broken: bool = False) -> Measured:
    """Train skip-gram with vectors of 30 numbers for the 30 most frequent words of the frozen prose until it stands still.

    Setting the derivative of the expected loss by one scalar product to zero gives log(C / drawn), the oracle; C is the
    pair's count and `drawn` how often it is drawn. The paper derives the kinship for the full softmax; this closed form for negative sampling is
    our own calculation. Broken, the vectors have only 3 numbers, too few for the table.
    """
    from scipy.optimize import minimize

    counts = count_neighbours(np.where(word_numbers() < 30, word_numbers(), -1), 30, 10)  # (30, 30)
    assert (counts > 0).all(), "a pair never met, and its logarithm has no bound"
    drawn = expected_draws(counts, 5)
    size = 3 if broken else 30
    begin = np.random.default_rng(0).uniform(-0.5, 0.5, 2 * 30 * size)

    def loss(both: Array) -> tuple[float, Array]:
        v, u = both.reshape(2, 30, size)
        product = v @ u.T  # (30, 30)
        error = sigmoid(product) * (counts + drawn) - counts
        return float((counts * np.logaddexp(0, -product) + drawn * np.logaddexp(0, product)).sum()), np.stack([error @ u, error.T @ v]).ravel()

    v, u = minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": 5000, "ftol": 1e-15, "gtol": 1e-8}).x.reshape(2, 30, size)
    target = np.log(counts / drawn)  # (30, 30)
    gap = float(np.abs(v @ u.T - target).max())
    assert gap < 1e-3, f"a scalar product is {gap:.2f} away from the logarithm"  # where the descent stops; entries range over several units
    return Measured(
        expected="v · u = log(C / drawn)",
        measured=f"within {gap:.0e} for all 900 pairs, whose values go from {target.min():.1f} to {target.max():.1f}",
        numbers={"range": [round(float(target.min()), 3), round(float(target.max()), 3)]},
        seed=0,
    )
