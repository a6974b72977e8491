"""Claims of the topic Pruning: which synapses a Hebbian memory on a budget should keep."""

import numpy as np
from numpy.typing import NDArray

from papernotes.claims import Measured, claim
from papernotes.claims.arrays import Array

NEURONS, SHARE, SEEDS = 1000, 0.2, [0, 1, 2]


def hebbian(patterns: Array) -> Array:
    """Return the symmetric weights (N, N) of Hebb's rule for patterns (M, N) of ±1, without self-connections.

    They are N times the usual ones: whole numbers, whose sums come out the same in every order and on every processor.
    """
    weights = patterns.T @ patterns
    np.fill_diagonal(weights, 0)
    return weights


def thin(weights: Array, order: NDArray[np.floating]) -> Array:
    """Keep the fifth of the synapses with the highest `order` (N, N), which is made symmetric, and delete the rest."""
    order = np.triu(order, 1)
    above = order[np.triu_indices(len(order), 1)]  # each pair of neurons once
    threshold = np.quantile(above, 1 - SHARE)
    kept = np.triu(order >= threshold, 1)
    return weights * (kept | kept.T)


def wrong_entries(weights: Array, patterns: Array) -> float:
    """Return the share of entries that change when each stored pattern (M, N) is read out once; at a sum of 0 an entry stays."""
    return float(((patterns @ weights) * patterns < 0).mean())


def expected_error(stored: int, rho_squared: float) -> float:
    """Return the normal approximation of the error: the signal is 1, the noise has variance M / N, and ρ² is what deletion leaves."""
    from scipy.stats import norm

    return float(norm.sf(np.sqrt(NEURONS / stored * rho_squared)))


def rho_squared(share: float) -> float:
    """Return the share of the squared signal-to-noise ratio left when all but the largest `share` of normal weights go."""
    from scipy.stats import norm

    t = norm.isf(share / 2)
    return float(2 * (t * norm.pdf(t) + norm.sf(t)))


@claim(
    "pruning-weakest-synapses-can-go",
    "A Hebbian memory that keeps its strongest fifth of synapses errs far less than one that keeps a random fifth, by the amount that signal and noise predict.",
    source="[@chechik1998synaptic, abstract]",
    note="pruning/synaptic-pruning",
)
def weakest_synapses_can_go(broken: bool = False) -> Measured:
    """Store 200 random patterns in 1,000 neurons by Hebb's rule, keep 20 % of the synapses in three ways, read each pattern out once.

    The oracle is the normal approximation of signal to noise: deletion of small weights keeps ρ² = 0.650 of its square,
    random deletion 0.2. The model is the simplest of the paper's family. Broken, the budget is spent on the weakest.
    """
    rows = []
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        patterns = rng.choice([-1.0, 1.0], (200, NEURONS))  # (M, N)
        weights = hebbian(patterns)
        strength = np.abs(weights) + 1e-9 * rng.random(weights.shape)  # weights are whole numbers: ties fall at random
        strongest, random, weakest = (thin(weights, order) for order in (strength, rng.random(weights.shape), -strength))
        rows.append([wrong_entries(w, patterns) for w in (weights, weakest if broken else strongest, random, weakest)])
    errors = np.array(rows)  # (3 seeds, 4 ways)
    full, strong, scattered, weak = errors.mean(axis=0)
    theory = [expected_error(200, share) for share in (1.0, rho_squared(SHARE), SHARE)]
    # 600,000 entries; the synapses are shared, and one seed differs from another by up to 3 % of the error
    assert np.allclose([full, strong, scattered], theory, rtol=0.05), f"wrong entries {full:.3%}, {strong:.3%}, {scattered:.3%}, predicted {theory[0]:.3%}, {theory[1]:.3%}, {theory[2]:.3%}"
    assert strong < scattered / 4 and weak > 0.4, "the strongest fifth is not four times better, or the weakest is not near guessing"
    return Measured(
        expected=f"{theory[0]:.2%} all, {theory[1]:.2%} strongest, {theory[2]:.2%} random",
        measured=f"{full:.2%}, {strong:.2%}, {scattered:.2%} (spread {np.ptp(errors[:, 1]):.2%} over seeds); weakest fifth {weak:.1%}",
        numbers={"ways": ["all", "strongest", "random", "weakest"], "wrong": errors.mean(axis=0).round(5).tolist(), "spread": np.ptp(errors, axis=0).round(5).tolist(), "predicted": [round(t, 5) for t in theory]},
        seed=SEEDS,
    )


@claim(
    "pruning-overgrowth-buys-capacity",
    "Growing five times too many synapses and keeping the strongest fifth stores 3.25 times as many patterns as growing only that fifth.",
    source="[@chechik1998synaptic, abstract]",
    note="pruning/synaptic-pruning",
)
def overgrowth_buys_capacity(broken: bool = False) -> Measured:
    """Give two memories of 1,000 neurons the same final number of synapses and the same error, and compare what they hold.

    The first grew a random fifth and stores 60 patterns; the second grew all, keeps the strongest fifth and stores 3.25
    times as many (195). Their errors must agree. Broken, the second deletes at random after its overgrowth, and the
    further synapses have bought nothing.
    """
    grown, overgrown = [], []
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        few, many = (rng.choice([-1.0, 1.0], (stored, NEURONS)) for stored in (60, 195))
        grown.append(wrong_entries(thin(hebbian(few), rng.random((NEURONS, NEURONS))), few))
        weights = hebbian(many)
        order = rng.random(weights.shape)
        overgrown.append(wrong_entries(thin(weights, order if broken else np.abs(weights) + 1e-9 * order), many))
    gain = rho_squared(SHARE) / SHARE
    ratio = float(np.mean(overgrown) / np.mean(grown))
    # 180,000 entries at 3.4 % estimate the smaller memory's error to about 2 %; the approximation adds as much
    assert abs(ratio - 1) < 0.1, f"with {gain:.2f} times the patterns the error is {ratio:.2f} times that of the smaller memory"
    return Measured(
        expected=f"equal error at {gain:.2f} times the patterns",
        measured=f"{np.mean(grown):.2%} with 60 patterns, {np.mean(overgrown):.2%} with 195 (spread {np.ptp(grown):.2%}, {np.ptp(overgrown):.2%})",
        numbers={"gain": round(gain, 4), "grown": [round(e, 5) for e in grown], "overgrown": [round(e, 5) for e in overgrown], "share": [1.0, 0.5, 0.2, 0.1], "rho_squared": [round(rho_squared(s), 4) for s in (1.0, 0.5, 0.2, 0.1)]},
        seed=SEEDS,
    )
