"""Claims of the topic Pruning: masks of whole channels that settle before the weights do."""

import numpy as np
from numpy.typing import NDArray

from papernotes.claims import Measured, claim
from papernotes.claims.arrays import Array, softmax
from papernotes.claims.nets import split_digits

CHANNELS, KEPT, EPOCHS, RATE = 100, 50, 40, 0.1
SEEDS = [0, 1, 2]


@claim(
    "pruning-mask-settles-before-weights",
    "The mask over channel scales stops changing early in training, while a large part of the weights' way is still ahead.",
    source="[@you2020drawing, §§3–4]",
    note="pruning/early-bird-tickets",
)
def mask_settles_before_weights(broken: bool = False) -> Measured:
    """Train 64 pixels to 100 batch-normalised channels to 10 classes on real digits, 40 epochs, and mask half of the channels each epoch.

    A channel's score is its scale |γ|, as in the paper, and all γ start equal, so that training alone ranks them. The ticket
    is drawn when the newest mask is nearer than 0.1 to the four before it (the test of the released code), and the early
    mask is held against the one after 40 epochs; random masks of half the channels agree on half. Broken, channels are ranked
    by the size of γ's latest gradient instead of γ: what still moves, not what has been reached.
    """
    drawn, agreement, ahead, paths = [], [], [], []
    for seed in SEEDS:
        masks, weights = channel_masks(seed, by_gradient=broken)
        epoch = drawing_epoch(masks)
        assert epoch is not None, f"seed {seed}: in {EPOCHS} epochs the mask never settled"
        drawn.append(epoch)
        agreement.append(1 - distance(masks[epoch - 1], masks[-1]))
        ahead.append(float(np.linalg.norm(weights[-1] - weights[epoch]) / np.linalg.norm(weights[-1] - weights[0])))
        paths.append([round(distance(a, b), 2) for a, b in zip(masks[:-1], masks[1:], strict=True)])
    assert max(drawn) <= EPOCHS // 3, f"the mask settled only at epoch {max(drawn)} of {EPOCHS}"  # early: the first third
    assert min(agreement) > 0.75, f"the early mask shares only {min(agreement):.2f} of the last one's entries"  # chance is 0.5, five standard deviations below
    assert min(ahead) > 0.4, f"at the drawing only {min(ahead):.2f} of the weights' way was ahead"
    return Measured(
        expected="settled within the first third",
        measured=f"drawn at epochs {min(drawn)} to {max(drawn)} of {EPOCHS}; {np.mean(agreement):.0%} of entries as at the end (chance 50 %); {np.mean(ahead):.0%} of the weights' way still ahead",
        numbers={"drawn": drawn, "agreement": [round(a, 3) for a in agreement], "way_ahead": [round(a, 3) for a in ahead], "distances": paths},
        seed=SEEDS,
    )


@claim(
    "pruning-masks-change-in-pairs",
    "With a fixed share to keep, a channel can only enter the mask when another leaves: the mask distance counts swaps, two entries each.",
    source="[@you2020drawing, §§3–4]",
    note="pruning/early-bird-tickets",
)
def masks_change_in_pairs(broken: bool = False) -> Measured:
    """Compute the note's ten channels of two epochs, then 1,000 random changes of 100 scales.

    In the example eight scales move or stay without consequence, channels 8 and 9 swap, and the distance is 2 / 10.
    For random changes the number of differing entries must always be even, and twice the channels that entered.
    Broken, the threshold of the first epoch is kept instead of the rank, and the share is no longer fixed.
    """
    before = np.array([0.90, 0.10, 0.60, 0.30, 0.80, 0.20, 0.70, 0.40, 0.50, 0.05])
    after = np.array([0.95, 0.12, 0.52, 0.30, 0.85, 0.20, 0.75, 0.60, 0.48, 0.03])
    example = distance(top(before, 5), top(after, 5))
    assert example == 0.2, f"the example's distance is {example}"
    rng = np.random.default_rng(0)
    swaps = []
    for _ in range(1000):
        old = rng.random(100)
        new = old + rng.normal(0, 0.05, 100)
        masks = top(old, 50), (new >= np.sort(old)[-50] if broken else top(new, 50))
        differing, entered = int((masks[0] != masks[1]).sum()), int((masks[1] & ~masks[0]).sum())
        assert differing == 2 * entered, f"{differing} entries differ, but {entered} channels entered"
        swaps.append(entered)
    return Measured(
        expected="0.2 in the example; always twice the entries",
        measured=f"{example} in the example; {min(swaps)} to {max(swaps)} swaps in 1,000 changes, never an odd distance",
        numbers={"example": example, "mean_swaps": float(np.mean(swaps)), "most_swaps": max(swaps)},
        seed=0,
    )


def distance(a: NDArray[np.bool_], b: NDArray[np.bool_]) -> float:
    """Return the share of channels on which two masks differ (normalised Hamming distance)."""
    return float((a != b).mean())


def drawing_epoch(masks: list[NDArray[np.bool_]]) -> int | None:
    """Return the first epoch, counted from 1, whose mask is nearer than 0.1 to each of the four before it, or None."""
    for epoch in range(4, len(masks)):
        if max(distance(masks[epoch], masks[epoch - back]) for back in range(1, 5)) < 0.1:
            return epoch + 1
    return None


def top(size: Array, kept: int) -> NDArray[np.bool_]:
    """Return the mask of the `kept` largest entries of `size` (n,)."""
    return size >= np.sort(size)[-kept]


def channel_masks(seed: int, by_gradient: bool) -> tuple[list[NDArray[np.bool_]], list[Array]]:
    """Train, and return the mask after each epoch and the first layer's weights (64, 100) at the start and after each."""
    x, y = split_digits()[:2]
    rng = np.random.default_rng(seed)
    first = rng.standard_normal((64, CHANNELS)) * np.sqrt(2 / 64)
    scale, shift = np.ones(CHANNELS), np.zeros(CHANNELS)  # γ and β of batch normalisation; all γ equal, so training alone ranks them
    second = rng.standard_normal((CHANNELS, 10)) * np.sqrt(2 / CHANNELS)
    masks, weights = [], [first.copy()]
    for _ in range(EPOCHS):
        for chosen in rng.permutation(len(x)).reshape(-1, 60):
            into = x[chosen] @ first  # (60, 100)
            spread = into.std(axis=0) + 1e-5
            normal = (into - into.mean(axis=0)) / spread  # (60, 100)
            hidden = np.maximum(normal * scale + shift, 0)
            error = softmax(hidden @ second)  # (60, 10)
            error[np.arange(60), y[chosen]] -= 1
            error /= 60
            back = (error @ second.T) * (hidden > 0)  # (60, 100)
            on_scale = (back * normal).sum(axis=0)
            on_normal = back * scale
            on_into = (on_normal - on_normal.mean(axis=0) - normal * (on_normal * normal).mean(axis=0)) / spread
            second -= RATE * hidden.T @ error
            first -= RATE * x[chosen].T @ on_into
            shift -= RATE * back.sum(axis=0)
            scale -= RATE * (on_scale + 1e-3 * np.sign(scale))  # the penalty of the released code, which pushes scales to zero
        masks.append(top(np.abs(on_scale if by_gradient else scale), KEPT))
        weights.append(first.copy())
    return masks, weights
