"""Claims of the topic multimodal that concern captions: words that find their regions, and attention over places."""

import numpy as np
from numpy.typing import NDArray

from papernotes.claims import Measured, claim
from papernotes.claims.arrays import Array, digits, finite_differences, softmax

Ints = NDArray[np.int64]


def collages(rng: np.random.Generator, images: Array, labels: Ints, count: int) -> tuple[Array, Ints, Ints]:
    """Put three digits of different classes side by side: regions (count, 3, 64), their labels, and the same labels in another order."""
    regions, inside = np.empty((count, 3, 64)), np.empty((count, 3), dtype=int)
    for k in range(count):
        inside[k] = rng.choice(10, 3, replace=False)
        regions[k] = [images[rng.choice(np.flatnonzero(labels == digit))] for digit in inside[k]]
    return regions, inside, rng.permuted(inside, axis=1)


def alignment_gradients(regions: Array, words: Ints, w: Array, s: Array) -> tuple[Array, Array]:
    """Return the gradients of the margin loss over all pairs of B images and B sentences, by `w` (64, d) and `s` (10, d)."""
    b, v, said = len(regions), regions @ w, s[words]  # v and said: (B, 3, d)
    each = np.einsum("kid,ltd->klti", v, said)  # word t of sentence l on region i of image k
    score = each.max(-1).sum(-1)  # (B, B): each word picks its best region
    truth = np.diag(score)
    false = ~np.eye(b, dtype=bool)
    lost = ((1 + score - truth[:, None] > 0) & false).astype(float)  # image k prefers sentence l
    lost_back = ((1 + score - truth[None, :] > 0) & false).astype(float)  # sentence l prefers image k
    by_score = lost + lost_back - np.diag(lost.sum(1) + lost_back.sum(0))
    by_each = by_score[:, :, None, None] * np.eye(3)[each.argmax(-1)] / b  # only the picked region feels it
    by_v, by_said = np.einsum("klti,ltd->kid", by_each, said), np.einsum("klti,kid->ltd", by_each, v)
    by_s = np.zeros_like(s)
    np.add.at(by_s, words, by_said)
    return np.einsum("kip,kid->pd", regions, by_v), by_s


@claim(
    "multimodal-words-find-their-regions-unlabelled",
    "Trained only on which sentence belongs to which image, the alignment score lets each word pick its own region.",
    source="[@karpathy2015deep, §3.1.3]",
    note="multimodal/image-captioning",
)
def words_find_their_regions_unlabelled(broken: bool = False) -> Measured:
    """Make images of three real digits and sentences of their three names in another order, and train by pairs.

    The score is the sum over words of the best inner product with a region; a true pair has to beat every false one by a margin of 1.
    Regions of 400 unseen images tell how often a word picks the digit it names: chance is one third.
    The broken variant trains with sentences of other images.
    """
    images, labels = digits()[0].reshape(-1, 64), digits()[1]

    def found(seed: int) -> float:
        rng = np.random.default_rng(seed)
        regions, _, words = collages(rng, images[:1200], labels[:1200], 800)
        words = rng.permutation(words) if broken else words
        w, s = rng.standard_normal((64, 16)) / 8, rng.standard_normal((10, 16)) / 4
        for _ in range(200):
            batch = rng.choice(800, 40, replace=False)
            by_w, by_s = alignment_gradients(regions[batch], words[batch], w, s)
            w, s = w - 0.02 * by_w, s - 0.02 * by_s
        unseen, inside, asked = collages(rng, images[1200:], labels[1200:], 400)
        picked = np.einsum("kid,ktd->kti", unseen @ w, s[asked]).argmax(-1)  # (400, 3)
        return float(np.mean(np.take_along_axis(inside, picked, axis=1) == asked))

    seeds = range(3)
    shares = [found(seed) for seed in seeds]
    assert min(shares) > 0.7, f"only {shares} of the words pick their region"  # more than twice the chance
    return Measured(
        expected="far above the chance of 33 %",
        measured=f"{100 * np.mean(shares):.0f} % of words (from {100 * min(shares):.0f} to {100 * max(shares):.0f}, three seeds)",
        numbers={"shares": shares},
        seed=list(seeds),
    )


@claim(
    "multimodal-hard-attention-needs-a-sampled-gradient",
    "Hard attention's sampled gradient is right on average, and a baseline makes it less noisy without moving it.",
    source="[@xu2015show, §4.1]",
    note="multimodal/image-captioning",
)
def hard_attention_needs_a_sampled_gradient(broken: bool = False) -> Measured:
    """Sample one of 196 places with probabilities softmax(e) and estimate the gradient of the expected reward by e.

    One sample s with reward r(s) gives r(s) (onehot(s) - softmax(e)); the oracle is finite differences of the expected reward.
    With a baseline the mean reward is taken off first.
    The broken variant forgets that the probabilities of the places that were not drawn move too.
    """
    seeds, samples = range(3), 20_000

    def deviations(seed: int) -> tuple[float, float, float]:
        rng = np.random.default_rng(seed)
        e, reward = rng.standard_normal(196), 2 + rng.standard_normal(196)
        exact = finite_differences(lambda scores: float(softmax(scores) @ reward), e)  # (196,)
        p = softmax(e)
        drawn = rng.choice(196, samples, p=p)
        moved = np.eye(196)[drawn] - (0 if broken else p)  # (samples, 196)
        plain, based = reward[drawn, None] * moved, (reward[drawn] - p @ reward)[:, None] * moved
        noise = [float(np.sqrt(estimate.var(0).sum())) for estimate in (plain, based)]
        miss = np.abs(plain.mean(0) - exact) / (plain.std(0) / np.sqrt(samples) + 1e-12)
        return float(np.sqrt((miss**2).mean())), *noise

    miss, plain, based = (list(column) for column in zip(*map(deviations, seeds), strict=True))
    # the error in units of its own standard error: 1 where the estimate is unbiased, within 0.05 for 196 places
    assert max(miss) < 1.3, f"the sampled gradient is off by {miss} standard errors"
    assert all(b < 0.8 * a for a, b in zip(plain, based, strict=True)), f"noise {based} with a baseline, {plain} without"
    return Measured(
        expected="error of 1 standard error, less noise with a baseline",
        measured=f"{np.mean(miss):.2f} standard errors (root mean square, three seeds); noise {np.mean(plain):.2f} without a baseline, {np.mean(based):.2f} with one",
        numbers={"standard_errors": miss, "noise": plain, "noise_with_baseline": based},
        seed=list(seeds),
    )
