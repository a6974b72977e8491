"""Claims of the topic memory that concern the Neural Turing Machine: its addresses, its writes, and a copy made by hand."""

from math import exp, sqrt

import numpy as np

from papernotes.claims import Measured, claim
from papernotes.claims.arrays import Array, attention, finite_differences, softmax


def cosines(memory: Array, key: Array) -> Array:
    """Return the cosine of the key (D,) with each row of the memory (N, D): (N,)."""
    return memory @ key / (np.linalg.norm(memory, axis=1) * np.linalg.norm(key))


def move(weights: Array, shift: dict[int, float], sharpen: float) -> Array:
    """Shift the weights (N,) round the memory by a distribution over steps, and sharpen what that blurred."""
    moved = sum(share * np.roll(weights, step) for step, share in shift.items())
    return moved**sharpen / (moved**sharpen).sum()


def write(memory: Array, weights: Array, erase: Array, add: Array) -> Array:
    """Erase and add at each row of the memory (N, D) as much as the weights (N,) say."""
    return memory * (1 - np.outer(weights, erase)) + np.outer(weights, add)


@claim(
    "memory-ntm-finds-a-row-by-direction",
    "Content addressing finds the row that a noisy key was made from, however long the other rows are.",
    source="[@graves2014neural, §3.3.1, eqs 5–6]",
    note="memory/neural-turing-machine",
)
def ntm_finds_a_row_by_direction(broken: bool = False) -> Measured:
    """Fill 128 rows of 20 normal numbers, take row 37 with noise of deviation 0.1 as key, and read off its weight for four strengths.

    Then every other row is made ten times as long: a cosine does not notice.
    The broken variant compares by inner product.
    """
    strengths, seeds = [1, 5, 10, 50], range(10)

    def weight(memory: Array, key: Array, strength: float) -> float:
        return float(softmax(strength * (memory @ key if broken else cosines(memory, key)))[37])

    plain, stretched = [], []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        memory = rng.standard_normal((128, 20))
        key = memory[37] + 0.1 * rng.standard_normal(20)
        plain.append([weight(memory, key, strength) for strength in strengths])
        longer = np.where(np.arange(128)[:, None] == 37, memory, 10 * memory)
        stretched.append(weight(longer, key, 50))
    # the second best of 128 random directions in 20 dimensions has a cosine near 0.65: exp(-50 * 0.3) is 3e-7
    assert min(stretched) > 0.99, f"among longer rows the weight on the right row falls to {min(stretched):.3f}"
    assert min(row[-1] for row in plain) > 0.99, f"weights on the right row: {plain}"
    return Measured(
        expected="0.020, 0.373, 0.952, 1.000 for the strengths 1, 5, 10, 50",
        measured=f"{', '.join(f'{value:.3f}' for value in plain[0])} (seed 0); at 50 at least {min(row[-1] for row in plain):.5f} in ten seeds, {min(stretched):.5f} among longer rows",
        numbers={"strengths": strengths, "weights": plain, "among_longer_rows": stretched},
        seed=list(seeds),
    )


@claim(
    "memory-ntm-erase-and-add-overwrites-a-row",
    "Erase followed by add replaces the addressed row and leaves the others; with a soft address both hold up to its leak.",
    source="[@graves2014neural, §3.2, eqs 3–4]",
    note="memory/neural-turing-machine",
)
def ntm_erase_and_add_overwrites_a_row(broken: bool = False) -> Measured:
    """Write a new row into 128 rows of 20 numbers: with weight 1 on row 37, and with the content address of strength 50.

    The leak is the weight outside row 37: no number can be off by more than the leak times the largest old and new number together.
    The broken variant adds without erasing.
    """
    exact, soft, bounds, seeds = [], [], [], range(5)
    for seed in seeds:
        rng = np.random.default_rng(seed)
        memory, new = rng.standard_normal((128, 20)), rng.standard_normal(20)
        wanted = np.where(np.arange(128)[:, None] == 37, new, memory)
        address = softmax(50 * cosines(memory, memory[37]))
        erase = np.zeros(20) if broken else np.ones(20)
        exact.append(np.abs(write(memory, np.eye(128)[37], erase, new) - wanted).max())
        soft.append(np.abs(write(memory, address, erase, new) - wanted).max())
        bounds.append((1 - address[37]) * (np.abs(memory).max() + np.abs(new).max()))
    assert max(exact) == 0, f"an overwritten memory differs by {max(exact):.2f}"  # products with 0 and 1 only: exact
    # rounding of numbers up to 5 comes on top of the leak
    assert all(off < bound + 1e-14 for off, bound in zip(soft, bounds, strict=True)), f"a softly overwritten memory differs by {max(soft)}"
    return Measured(
        expected="exact with weight 1; within the leak with a soft address",
        measured=f"exact; off by {min(soft):.0e} to {max(soft):.0e} with strength 50 (five seeds)",
        numbers={"soft": [float(value) for value in soft], "bounds": [float(value) for value in bounds]},
        seed=list(seeds),
    )


@claim(
    "memory-ntm-finds-a-row-and-reads-the-next",
    "A head can find a row by content and read the one after it: content, gate, shift and sharpening in the note's example.",
    source="[@graves2014neural, §3.3, eqs 5–9]",
    note="memory/neural-turing-machine",
)
def ntm_finds_a_row_and_reads_the_next(broken: bool = False) -> Measured:
    """Address four rows of three numbers by the four stages; the oracle spells equations (5) to (9) with plain Python sums.

    The key (0.9, 0.1, 0) fits row 0, and 0.9 of the shift goes one row on.
    The broken variant leaves the shift out.
    """
    memory, previous = np.array([[1, 0, 0], [0, 1, 0], [0, 0.8, 0.6], [0, 0, 1.0]]), np.array([0, 0, 0, 1.0])
    key, shift = np.array([0.9, 0.1, 0]), {0: 1.0} if broken else {0: 0.1, 1: 0.9}
    content = softmax(5 * cosines(memory, key))
    gated = 0.9 * content + 0.1 * previous
    final = move(gated, shift, 3)
    fits = [exp(5 * sum(a * b for a, b in zip(row, key, strict=True)) / sqrt(sum(a * a for a in row) * sum(b * b for b in key))) for row in memory]
    mixed = [0.9 * fit / sum(fits) + 0.1 * before for fit, before in zip(fits, previous, strict=True)]
    blurred = [sum(mixed[j] * {0: 0.1, 1: 0.9}.get((i - j) % 4, 0) for j in range(4)) for i in range(4)]
    by_sums = [value**3 / sum(other**3 for other in blurred) for value in blurred]
    difference = float(np.abs(final - by_sums).max())
    assert difference < 1e-12, f"head and written-out equations differ by {difference:.3f}"  # sums of four numbers below 1
    read = final @ memory
    return Measured(
        expected="weights (0.012, 0.988, 0.000, 0.000), read (0.012, 0.988, 0.000)",
        measured=f"weights ({', '.join(f'{value:.3f}' for value in final)}), read ({', '.join(f'{value:.3f}' for value in read)})",
        numbers={"content": content.tolist(), "gated": gated.tolist(), "shifted": blurred, "final": final.tolist(), "read": read.tolist()},
    )


def copy(vectors: Array, sharpen: float) -> Array:
    """Store vectors (L, 8) of ±1 behind a start mark and read them back, by rules that look only at the kind of input.

    The head's weights and the memory (128, 9) are all that is kept from step to step, so the controller has no state.
    """
    shift = {0: 0.01, 1: 0.98, 2: 0.01}
    mark = np.eye(9)[8]
    memory, weights = np.full((128, 9), 1e-6), np.eye(128)[0]
    memory = write(memory, weights, np.ones(9), mark)
    for vector in vectors:  # input: step on and write
        weights = move(weights, shift, sharpen)
        memory = write(memory, weights, np.ones(9), np.append(vector, 0.0))
    weights = softmax(50 * cosines(memory, mark))  # end of input: look for the start mark
    answers = []
    for _ in vectors:  # blank: step on and read
        weights = move(weights, shift, sharpen)
        answers.append(weights @ memory)
    return np.sign(np.array(answers)[:, :8])


@claim(
    "memory-ntm-copies-without-a-controller-state",
    "A head that steps and sharpens copies sequences up to the length of the memory, and the controller needs no state for it.",
    source="[@graves2014neural, §4.1]",
    note="memory/neural-turing-machine",
)
def ntm_copies_without_a_controller_state(broken: bool = False) -> Measured:
    """Run the program that the authors read off their trained machine, written by hand, on 128 rows with slightly blurred steps.

    Row 0 holds the start mark, so 127 vectors fit; longer inputs wrap around and overwrite it.
    The broken variant does not sharpen, and the blur of 1 % a side adds up.
    """
    lengths, seeds = [10, 20, 50, 100, 127, 140], range(3)
    wrong = []
    for length in lengths:
        inputs = [np.random.default_rng(seed).choice([-1.0, 1.0], (length, 8)) for seed in seeds]
        wrong.append(float(np.mean([np.mean(copy(vectors, 1 if broken else 10) != vectors) for vectors in inputs])))
    assert max(wrong[:-1]) == 0, f"share of wrong bits {wrong} for the lengths {lengths}"
    assert wrong[-1] > 0.1, f"a memory of 128 rows held {lengths[-1]} vectors"
    return Measured(
        expected="no wrong bit up to 127 vectors, then failure",
        measured=f"no wrong bit up to 127 vectors; {100 * wrong[-1]:.0f} % wrong at 140 (three seeds)",
        numbers={"lengths": lengths, "wrong_bits": wrong},
        seed=list(seeds),
    )


@claim(
    "memory-ntm-content-read-is-attention",
    "An NTM content read is attention whose values are the rows and whose keys are the same rows at unit length.",
    source="[@graves2014neural, §3.3.1, eqs 5–6]",
    note="memory/attention-as-associative-memory",
)
def ntm_content_read_is_attention(broken: bool = False) -> Measured:
    """Read a random memory (128, 20) by equations (5), (6) and (2), and by the attention function of the transformer claims.

    Query: the key at unit length times the strength 5, times the root of 20 that attention divides by.
    The broken variant takes the raw rows as keys, so that keys and values are one and the same.
    """
    differences, raw, seeds = [], [], range(5)
    for seed in seeds:
        rng = np.random.default_rng(seed)
        memory, key = rng.standard_normal((128, 20)), rng.standard_normal(20)
        read = softmax(5 * cosines(memory, key)) @ memory
        query = 5 * key[None] / np.linalg.norm(key) * sqrt(20)
        unit = memory / np.linalg.norm(memory, axis=1, keepdims=True)
        differences.append(np.abs(attention(query, memory if broken else unit, memory)[0] - read).max())
        raw.append(float(np.abs(attention(query, memory, memory)[0] - read).max()))
    # a sum of 128 products of numbers around 1
    assert max(differences) < 1e-13, f"content read and attention differ by {max(differences):.2f}"
    return Measured(
        expected="0 up to rounding; not with the raw rows as keys",
        measured=f"{max(differences):.0e}; with raw rows {min(raw):.2f} to {max(raw):.2f} (five seeds)",
        numbers={"raw_rows": raw},
        seed=list(seeds),
    )


@claim(
    "memory-ntm-soft-addresses-can-be-learned",
    "Because a read blends all rows, its error has a slope that leads the key to the right row; picking one row has none.",
    source="[@graves2014neural, §3]",
    note="memory/neural-turing-machine",
)
def ntm_soft_addresses_can_be_learned(broken: bool = False) -> Measured:
    """Start with a random key and follow the slope of the squared error of the read, until the head reads row 3 of (16, 10).

    The slope is taken by finite differences, the same for both kinds of read.
    The broken variant picks the best row, as a computer does: its slope is 0 almost everywhere.
    """
    seeds, learned, before = range(5), [], []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        memory, key = rng.standard_normal((16, 10)), rng.standard_normal(10)

        def weights(key: Array, memory: Array = memory) -> Array:
            fit = cosines(memory, key)
            return np.eye(16)[fit.argmax()] if broken else softmax(10 * fit)

        def error(key: Array, memory: Array = memory, weights=weights) -> float:
            return float(((weights(key) @ memory - memory[3]) ** 2).sum())

        before.append(float(weights(key)[3]))
        for _ in range(200):
            key = key - 0.1 * finite_differences(error, key)
        learned.append(float(weights(key)[3]))
    assert min(learned) > 0.9, f"weights on the wanted row after learning: {learned}"
    return Measured(
        expected="near 1 after learning",
        measured=f"weight on the wanted row {min(before):.3f} to {max(before):.3f} before, {min(learned):.3f} to {max(learned):.3f} after (five seeds)",
        numbers={"before": before, "after": learned},
        seed=list(seeds),
    )
