"""Claims of the topic memory that concern associative memories: Hopfield networks old and new, and fast weights."""

import numpy as np

from papernotes.claims import Measured, claim
from papernotes.claims.arrays import Array, attention, finite_differences, softmax


def cosine(a: Array, b: Array) -> float:
    """Return the cosine of the angle between two vectors."""
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))


@claim(
    "memory-hopfield-update-is-attention",
    "The step that lowers the energy of a modern Hopfield network is attention with the stored patterns as keys and values.",
    source="[@ramsauer2021hopfield, §2]",
    note="memory/attention-as-associative-memory",
)
def hopfield_update_is_attention(broken: bool = False) -> Measured:
    """Store 16 patterns of width 64 and move 5 states by minus the gradient of the energy, taken by finite differences.

    Energy: -1/beta log sum exp(beta X state) + state^2 / 2, with beta = 1/8; the oracle is attention(states, X, X), which divides by sqrt(64).
    Five further steps of each state are followed to see that the energy never rises.
    The broken variant leaves the logarithm out of the energy.
    """
    rng, beta = np.random.default_rng(0), 1 / 8
    stored, states = rng.standard_normal((16, 64)), rng.standard_normal((5, 64))

    def energy(state: Array) -> float:
        total = np.exp(beta * stored @ state).sum()
        return float(-(total if broken else np.log(total)) / beta + 0.5 * state @ state)

    moved = np.array([state - finite_differences(energy, state) for state in states])
    difference = float(np.abs(moved - attention(states, stored, stored)).max())
    # central differences with step 1e-6 of an energy near 50 err by about 1e-16 * 50 / 1e-6
    assert difference < 1e-6, f"a step down the energy and attention differ by {difference}"
    paths = [[energy(state)] for state in states]
    for state, path in zip(states, paths, strict=True):
        for _ in range(5):
            state = attention(state[None], stored, stored)[0]
            path.append(energy(state))
    rise = max(float(np.diff(path).max()) for path in paths)
    assert rise < 1e-12, f"the energy rises by {rise}"
    return Measured(
        expected="0 up to rounding; energy never rises",
        measured=f"{difference:.0e}; energy falls from {np.mean([path[0] for path in paths]):.1f} to {np.mean([path[1] for path in paths]):.1f} in the first step (mean of five states)",
        numbers={"energies": paths},
        seed=0,
    )


@claim(
    "memory-hopfield-cold-retrieves-hot-averages",
    "One softmax update brings back a stored pattern from a noisy one when it is cold, and a mean of all patterns when it is hot.",
    source="[@ramsauer2021hopfield, §2, Theorem 4]",
    note="memory/attention-as-associative-memory",
)
def hopfield_cold_retrieves_hot_averages(broken: bool = False) -> Measured:
    """Store 16 normal patterns of width 64 and start from pattern 3 with noise of deviation 0.75, for ten seeds.

    Measured is the cosine to pattern 3 before and after one update, for inverse temperatures 0.125, 0.05 and 0.01.
    The broken variant leaves the softmax out, as a classic linear memory would.
    """
    betas, seeds = [0.125, 0.05, 0.01], range(10)
    before, after = [], []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        stored = rng.standard_normal((16, 64))
        state = stored[3] + 0.75 * rng.standard_normal(64)
        fit = stored @ state  # (16,)
        before.append(cosine(state, stored[3]))
        after.append([cosine((beta * fit if broken else softmax(beta * fit)) @ stored, stored[3]) for beta in betas])
    cold, _, hot = np.array(after).T
    assert cold.min() > 0.99, f"the cold update reaches a cosine of {cold.min():.3f} only"
    assert hot.max() < min(before), f"the hot update reaches {hot.max():.3f}, the start had {min(before):.3f}"
    return Measured(
        expected="0.814 before; 1.000, 0.997, 0.546 after (seed 0)",
        measured=f"{before[0]:.3f}; {', '.join(f'{value:.3f}' for value in after[0])}; in ten seeds cold at least {cold.min():.3f}, hot {hot.min():.2f} to {hot.max():.2f}",
        numbers={"betas": betas, "before": before, "after": after},
        seed=list(seeds),
    )


def settle(patterns: Array, states: Array, steps: int = 20) -> Array:
    """Update all states (K, N) of ±1 at once by Hebb's weights of the patterns (M, N), without the weights to oneself."""
    m, n = patterns.shape
    for _ in range(steps):
        sums = (states @ patterns.T) @ patterns / n - states * m / n
        states = np.where(sums >= 0, 1.0, -1.0)
    return states


@claim(
    "memory-classic-hopfield-breaks-at-a-seventh",
    "A classic Hopfield network loses its patterns beyond about 0.14 of them a neuron; the softmax update still retrieves at ten times that load.",
    source="[@ramsauer2021hopfield, blog of the authors]",
    note="memory/attention-as-associative-memory",
)
def classic_hopfield_breaks_at_a_seventh(broken: bool = False) -> Measured:
    """Store random patterns of ±1 in 1,000 neurons, start 50 states at stored patterns and let them settle for 20 steps.

    Overlap is the mean product with the pattern: 1 is perfect; with 1,000 neurons the fall is spread from 0.13 to 0.2.
    The softmax update gets 1,400 patterns and starts with a tenth of the signs wrong.
    The broken variant of the softmax update weighs all patterns by their inner product, as Hebb's rule does.
    """
    loads, seeds, n = [0.05, 0.1, 0.13, 0.16, 0.2, 0.3], range(2), 1000
    overlaps = np.zeros((len(seeds), len(loads)))
    modern = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        for k, load in enumerate(loads):
            patterns = rng.choice([-1.0, 1.0], (round(load * n), n))
            overlaps[seed, k] = (settle(patterns, patterns[:50]) * patterns[:50]).mean()
        many = rng.choice([-1.0, 1.0], (1400, n))
        noisy = many[:50] * np.where(rng.random((50, n)) < 0.1, -1, 1)
        fit = noisy @ many.T / np.sqrt(n)
        modern.append(float((np.sign((fit if broken else softmax(fit)) @ many) * many[:50]).mean()))
    assert overlaps[:, loads.index(0.13)].min() > 0.9, f"overlap {overlaps[:, 2]} below the capacity"
    assert overlaps[:, loads.index(0.2)].max() < 0.6, f"overlap {overlaps[:, 4]} above the capacity"
    assert min(modern) > 0.999, f"the softmax update reaches an overlap of {min(modern):.3f} only"
    at = {load: f"{overlap:.2f}" for load, overlap in zip(loads, overlaps.mean(0), strict=True)}
    return Measured(
        expected="overlap near 1 below 0.14 patterns a neuron, far less above",
        measured=f"{at[0.1]} at 0.10, {at[0.13]} at 0.13, {at[0.16]} at 0.16, {at[0.2]} at 0.20; softmax at 1.4: {min(modern):.3f} (two seeds)",
        numbers={"loads": loads, "overlaps": overlaps.tolist(), "softmax_at_1.4": modern},
        seed=list(seeds),
    )


@claim(
    "memory-fast-weights-are-full-at-their-width",
    "A memory of outer products returns as many values exactly as its keys have dimensions; one key more spoils them.",
    source="[@schlag2021linear, §4.1]",
    note="memory/attention-as-associative-memory",
)
def fast_weights_are_full_at_their_width(broken: bool = False) -> Measured:
    """Write 1 to 24 random values under unit keys of width 16 and read them back: the first 16 keys are orthonormal, the rest random.

    The error is the distance to the value over the value's length, mean of the stored ones.
    The broken variant takes random unit keys from the start.
    """
    counts, seeds = list(range(1, 25)), range(10)

    def errors(seed: int) -> list[float]:
        rng = np.random.default_rng(seed)
        square, _ = np.linalg.qr(rng.standard_normal((16, 16)))
        further = rng.standard_normal((24, 16))
        further /= np.linalg.norm(further, axis=1, keepdims=True)
        keys = further if broken else np.vstack([square, further])[:24]  # (24, 16)
        values = rng.standard_normal((24, 16))
        found = []
        for n in counts:
            memory = values[:n].T @ keys[:n]  # (16, 16): the sum of n outer products
            missed = np.linalg.norm(keys[:n] @ memory.T - values[:n], axis=1)
            found.append(float((missed / np.linalg.norm(values[:n], axis=1)).mean()))
        return found

    curves = np.array([errors(seed) for seed in seeds])  # (10, 24)
    # 16 products of numbers around 1, and keys at right angles up to rounding
    assert curves[:, :16].max() < 1e-13, f"16 values come back with an error of up to {curves[:, :16].max():.2f}"
    assert curves[:, 16].min() > 0.1, f"the 17th key costs only {curves[:, 16].min():.2f}"
    return Measured(
        expected="0 up to 16 values, then a jump",
        measured=f"{curves[:, 15].max():.0e} at 16, {curves[:, 16].mean():.2f} at 17 (from {curves[:, 16].min():.2f} to {curves[:, 16].max():.2f}, ten seeds), {curves[:, 23].mean():.2f} at 24",
        numbers={"counts": counts, "mean_error": np.where(curves < 1e-12, 0, curves).mean(0).tolist()},
        seed=list(seeds),
    )


@claim(
    "memory-delta-rule-overwrites",
    "Summed outer products keep every value a key was ever given; the delta rule keeps the last, as a dictionary does.",
    source="[@schlag2021linear, §4.2, eqs 20–25]",
    note="memory/attention-as-associative-memory",
)
def delta_rule_overwrites(broken: bool = False) -> Measured:
    """Write 100 values of width 6 under 8 orthonormal keys in random order, and compare the memory with a Python dictionary.

    The delta rule writes the difference between the new value and what the key returns.
    The broken variant writes the value itself, the sum of linear attention.
    """
    delta_errors, sum_errors, seeds = [], [], range(5)
    for seed in seeds:
        rng = np.random.default_rng(seed)
        keys, _ = np.linalg.qr(rng.standard_normal((8, 8)))
        delta, summed, dictionary = np.zeros((6, 8)), np.zeros((6, 8)), {}
        for _ in range(100):
            k, value = int(rng.integers(8)), rng.standard_normal(6)
            delta = delta + np.outer(value - (0 if broken else delta @ keys[k]), keys[k])
            summed = summed + np.outer(value, keys[k])
            dictionary[k] = value
        for memory, errors in ((delta, delta_errors), (summed, sum_errors)):
            errors.append(float(max(np.abs(memory @ keys[k] - value).max() for k, value in dictionary.items())))
    # each of 100 writes rounds numbers around 1
    assert max(delta_errors) < 1e-12, f"the memory differs from the dictionary by {max(delta_errors):.2f}"
    return Measured(
        expected="0 up to rounding; not for the sum",
        measured=f"{max(delta_errors):.0e}; {min(sum_errors):.1f} to {max(sum_errors):.1f} for the sum (five seeds)",
        numbers={"sum_errors": sum_errors},
        seed=list(seeds),
    )


@claim(
    "memory-delta-rule-is-an-ntm-write-to-one-row",
    "An NTM write and the delta rule agree when the weights point at one row; spread weights make them subtract different things.",
    source="[@schlag2021linear, §4.2]",
    note="memory/attention-as-associative-memory",
)
def delta_rule_is_an_ntm_write_to_one_row(broken: bool = False) -> Measured:
    """Write into a random memory (8, 5) with strength 0.7, by erase and add and by the delta rule with the weights as features.

    The weights move step by step from one row to one half on each of two.
    The broken variant of the NTM write adds without erasing.
    """
    spreads, seeds = np.linspace(0, 0.5, 11), range(5)

    def gap(seed: int, spread: float) -> float:
        rng = np.random.default_rng(seed)
        memory, value = rng.standard_normal((8, 5)), rng.standard_normal(5)
        weights = (1 - spread) * np.eye(8)[0] + spread * np.eye(8)[1]
        ntm = memory * (1 - (0 if broken else 0.7) * weights[:, None]) + 0.7 * np.outer(weights, value)  # subtracts what the row holds
        delta = memory + 0.7 * np.outer(weights, value - weights @ memory)  # subtracts what the read returns
        return float(np.abs(ntm - delta).max())

    gaps = np.array([[gap(seed, spread) for spread in spreads] for seed in seeds])  # (5, 11)
    assert gaps[:, 0].max() < 1e-14, f"with one row the writes differ by {gaps[:, 0].max():.2f}"  # numbers below 5, four roundings
    assert gaps[:, -1].min() > 0.1, f"with two rows the writes differ by {gaps[:, -1].min():.2f} only"
    return Measured(
        expected="0 up to rounding for one row, more for two",
        measured=f"{gaps[:, 0].max():.0e} for one row; {gaps[:, -1].min():.2f} to {gaps[:, -1].max():.2f} for one half on each of two (five seeds)",
        numbers={"spread": spreads.tolist(), "gaps": np.where(gaps < 1e-14, 0, gaps).tolist()},
        seed=list(seeds),
    )
