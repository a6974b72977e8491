"""Claims on the Transformer: attention by hand, its cache, its order, the size of its scores."""

from math import exp, sqrt

import numpy as np

from papernotes.claims import Measured, claim
from papernotes.claims.arrays import Array, attention, causal_mask, softmax

ROUNDING = 1e-12  # sums of a few hundred products of numbers near 1 in double precision stay far below this


def random_layers(rng: np.random.Generator, count: int, width: int, heads: int) -> list[dict[str, Array]]:
    """Draw decoder layers: queries, keys, values (heads, d, d/heads) and output (d, d), entries of variance 1/d."""
    small = width // heads
    layers = []
    for _ in range(count):
        layer = {name: rng.standard_normal((heads, width, small)) for name in ("q", "k", "v")}
        layer |= {"o": rng.standard_normal((width, width)), "up": rng.standard_normal((width, 4 * width)), "down": rng.standard_normal((4 * width, width)) / 2}
        layers.append({name: weights / sqrt(width) for name, weights in layer.items()})
    return layers


def feed_forward(layer: dict[str, Array], x: Array) -> Array:
    """Apply the two-matrix network to each row of `x` (L, d) alone."""
    return np.maximum(x @ layer["up"], 0) @ layer["down"]


def run_stack(layers: list[dict[str, Array]], x: Array, mask: Array) -> Array:
    """Run `x` (L, d) through all layers under one mask (L, L), all positions at once."""
    for layer in layers:
        heads = [attention(x @ q, x @ k, x @ v, mask) for q, k, v in zip(layer["q"], layer["k"], layer["v"], strict=True)]
        x = x + np.hstack(heads) @ layer["o"]  # (L, d)
        x = x + feed_forward(layer, x)
    return x


def scores_by_hand(q: list[float], keys: list[list[float]], values: list[list[float]]) -> list[float]:
    """Attend with plain Python numbers, straight from the definition."""
    scores = [sum(a * b for a, b in zip(q, key, strict=True)) / sqrt(len(q)) for key in keys]
    weights = [exp(s) / sum(exp(t) for t in scores) for s in scores]
    return [sum(w * value[c] for w, value in zip(weights, values, strict=True)) for c in range(len(values[0]))]


@claim(
    "transformer-three-tokens-by-hand",
    "The three-token example comes out as printed: token 3 becomes (3.471, 1.389), and the causal mask changes rows 1 and 2 only.",
    source="[@vaswani2017attention, §3.2.1, eq. (1)]",
    note="transformer/transformer",
)
def three_tokens_by_hand(broken: bool = False) -> Measured:
    """Compute one head with arrays and once more with plain Python sums, and compare both with the numbers of the note.

    Broken: the scores are not divided by the square root of the width.
    """
    x = np.array([[1, 0], [0, 1], [1, 1.0]])  # (3, 2)
    w_q, w_k, w_v = np.array([[2, 0], [0, 1.0]]), np.array([[0, 1], [1, 1.0]]), np.array([[1, 2], [3, 0.0]])
    q, k, v = x @ w_q * (sqrt(2) if broken else 1), x @ w_k, x @ w_v  # (3, 2) each
    free, masked = attention(q, k, v), attention(q, k, v, causal_mask(3))
    by_hand = [scores_by_hand(row, k.tolist(), v.tolist()) for row in (x @ w_q).tolist()]
    difference = np.abs(free - by_hand).max()
    assert difference < ROUNDING, f"arrays and plain sums differ by {difference:.3g}"
    printed = {"row 1": (free[0], (3.229, 1.108)), "row 3": (free[2], (3.471, 1.389))}
    printed |= {"masked row 1": (masked[0], (1, 2)), "masked row 2": (masked[1], (2, 1)), "masked row 3": (masked[2], (3.471, 1.389))}
    for name, (row, numbers) in printed.items():
        assert tuple(row.round(3)) == numbers, f"{name} is {row.round(3)}, printed {numbers}"
    numbers = {"free": free.round(6).tolist(), "masked": masked.round(6).tolist(), "difference_to_plain_sums": float(difference)}
    return Measured("token 3: (3.471, 1.389); masked: (1, 2), (2, 1) and token 3 unchanged", f"token 3: ({free[2, 0]:.3f}, {free[2, 1]:.3f}); masked: {', '.join(f'({a:.3g}, {b:.3g})' for a, b in masked)}", numbers)


@claim(
    "transformer-kv-cache-is-exact",
    "Causal attention with cached keys and values, one new row a step, equals full causal attention through all layers.",
    source="[@shazeer2019fast, §2]",
    note="transformer/transformer",
)
def kv_cache_is_exact(broken: bool = False) -> Measured:
    """Run 12 tokens through two layers of four heads twice: all rows at once under the causal mask, and one row a step with a cache.

    The cache holds, for each layer, the input rows' keys and values so far; only the newest row is computed.
    Broken: the cache loses its last row before each step.
    """
    width, heads, length = 16, 4, 12
    worst = []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        layers = random_layers(rng, 2, width, heads)
        x = rng.standard_normal((length, width))  # (L, d)
        full = run_stack(layers, x, causal_mask(length))
        caches = [[(np.zeros((0, width // heads)), np.zeros((0, width // heads))) for _ in range(heads)] for _ in layers]
        steps = []
        for token in x:
            row = token[None]  # (1, d)
            for layer, cache in zip(layers, caches, strict=True):
                read = []
                for h in range(heads):
                    keys, values = cache[h] if not broken else (cache[h][0][:-1], cache[h][1][:-1])
                    keys, values = np.vstack([keys, row @ layer["k"][h]]), np.vstack([values, row @ layer["v"][h]])  # (t, d/h)
                    cache[h] = keys, values
                    read.append(attention(row @ layer["q"][h], keys, values))  # no mask: the cache holds the past only
                row = row + np.hstack(read) @ layer["o"]
                row = row + feed_forward(layer, row)
            steps.append(row[0])
        worst.append(float(np.abs(np.array(steps) - full).max()))
    assert max(worst) < ROUNDING, f"cached and full attention differ by {max(worst):.3g}"
    return Measured("0, up to rounding", f"at most {max(worst):.1g} over 5 seeds", {"max_difference": worst, "layers": 2, "heads": heads, "tokens": length}, list(range(5)))


@claim(
    "transformer-only-causal-rows-stay",
    "Appending tokens leaves earlier rows as they were under the causal mask, and changes them without it.",
    source="[@vaswani2017attention, §3.2.3]",
    note="transformer/transformer",
)
def only_causal_rows_stay(broken: bool = False) -> Measured:
    """Give one head ten tokens, then two more, and see how far the first ten rows of the output move.

    Broken: the causal mask lets each position see one token ahead.
    """
    moved: dict[str, list[float]] = {"causal": [], "bidirectional": []}
    for seed in range(5):
        rng = np.random.default_rng(seed)
        x = rng.standard_normal((12, 16))  # (L, d)
        q, k, v = (x @ rng.standard_normal((16, 16)) / 4 for _ in range(3))
        mask = np.tril(np.ones((12, 12), dtype=bool), 1 if broken else 0)
        for name, allowed in (("causal", mask), ("bidirectional", np.ones((12, 12), dtype=bool))):
            short = attention(q[:10], k[:10], v[:10], allowed[:10, :10])
            moved[name].append(float(np.abs(attention(q, k, v, allowed)[:10] - short).max()))
    # Not 0 to the bit: a matrix product of another size may add in another order.
    assert max(moved["causal"]) < ROUNDING, f"a causal row moved by {max(moved['causal']):.3g}"
    assert min(moved["bidirectional"]) > 0.1, f"no bidirectional row moved by more than {min(moved['bidirectional']):.3g}"
    low, high = min(moved["bidirectional"]), max(moved["bidirectional"])
    return Measured("causal 0; bidirectional more than 0.1", f"causal {max(moved['causal']):.1g}; bidirectional {low:.2f} to {high:.2f}", {"causal": moved["causal"], "bidirectional": moved["bidirectional"]}, list(range(5)))


@claim(
    "transformer-attention-ignores-order",
    "Without a mask, shuffling the input rows shuffles the output rows alike; a causal mask or added positions end that.",
    source="[@vaswani2017attention, §3.5]",
    note="transformer/transformer",
)
def attention_ignores_order(broken: bool = False) -> Measured:
    """Shuffle nine tokens before a two-layer stack and after it, and compare: with no mask, with a causal mask, with sinusoids added.

    Broken: positions are added before the stack that should be blind to order.
    """
    differences: dict[str, list[float]] = {"no mask": [], "causal mask": [], "positions added": []}
    place, rate = np.arange(9)[:, None], 10000.0 ** (-np.arange(8) / 8)
    sinusoids = np.hstack([np.sin(place * rate), np.cos(place * rate)])  # (L, d), of §3.5
    for seed in range(5):
        rng = np.random.default_rng(seed)
        layers, x, order = random_layers(rng, 2, 16, 4), rng.standard_normal((9, 16)), rng.permutation(9)
        full = np.ones((9, 9), dtype=bool)
        cases = {"no mask": (full, sinusoids * broken), "causal mask": (causal_mask(9), 0), "positions added": (full, sinusoids)}
        for name, (mask, positions) in cases.items():
            after = run_stack(layers, x + positions, mask)[order]
            differences[name].append(float(np.abs(run_stack(layers, x[order] + positions, mask) - after).max()))
    assert max(differences["no mask"]) < ROUNDING, f"shuffled rows differ by {max(differences['no mask']):.3g}"
    for name in ("causal mask", "positions added"):
        assert min(differences[name]) > 0.1, f"{name}: order is lost, rows differ by only {min(differences[name]):.3g}"
    measured = f"no mask {max(differences['no mask']):.1g}; causal {min(differences['causal mask']):.1f}, positions {min(differences['positions added']):.1f} at least"
    return Measured("no mask 0; otherwise more than 0.1", measured, {k.replace(" ", "_"): v for k, v in differences.items()}, list(range(5)))


@claim(
    "transformer-score-variance-is-the-width",
    "The dot product of two random vectors has their width as its variance, so dividing by its root keeps the softmax from saturating.",
    source="[@vaswani2017attention, §3.2.1, footnote 4]",
    note="transformer/transformer",
)
def score_variance_is_the_width(broken: bool = False) -> Measured:
    """Draw 50 queries and 50 keys of width d_k with entries of variance 1, 200 times; measure the variance of the scores and the mean largest weight.

    Broken: scores are divided by d_k instead of its root.
    """
    widths, variance, largest, undivided = [4, 16, 64, 256], [], [], []
    rng = np.random.default_rng(0)
    for width in widths:
        q, k = rng.standard_normal((200, 50, width)), rng.standard_normal((200, 50, width))
        raw = q @ k.mT  # (200 draws, 50, 50)
        scores = raw / (width if broken else sqrt(width))
        variance.append(float(scores.var()))
        largest.append(float(softmax(scores).max(axis=-1).mean()))
        undivided.append(float(softmax(raw).max(axis=-1).mean()))
    # The variance from 50 random keys of width 4 spreads by about 15 %, its mean over 200 draws by about 1 %.
    assert all(0.96 < v < 1.04 for v in variance), f"variances of the divided scores are {np.round(variance, 2)}, not near 1"
    assert max(largest) < 0.25 and undivided[-1] > 4 * largest[-1], f"largest weights: {np.round(largest, 2)} divided, {np.round(undivided, 2)} not"
    measured = f"variance {min(variance):.2f} to {max(variance):.2f}; largest of 50 weights at width 256: {largest[-1]:.2f} divided, {undivided[-1]:.2f} not"
    return Measured("variance 1 after dividing, at every width", measured, {"widths": widths, "variance_divided": variance, "largest_weight_divided": largest, "largest_weight_undivided": undivided}, 0)


@claim(
    "transformer-one-pass-trains-every-position",
    "One causal pass over a text gives the same output for every prefix as running each prefix alone.",
    source="[@vaswani2017attention, §3.1]",
    note="transformer/transformer",
)
def one_pass_trains_every_position(broken: bool = False) -> Measured:
    """Run ten tokens at once through two layers, and each of the ten prefixes by itself; compare the last rows.

    Broken: in the one pass every position sees the next token too.
    """
    worst = []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        layers, x = random_layers(rng, 2, 16, 4), rng.standard_normal((10, 16))  # (L, d)
        at_once = run_stack(layers, x, np.tril(np.ones((10, 10), dtype=bool), int(broken)))
        alone = [run_stack(layers, x[: t + 1], causal_mask(t + 1))[-1] for t in range(10)]
        worst.append(float(np.abs(at_once - alone).max()))
    assert max(worst) < ROUNDING, f"one pass and ten prefixes differ by {max(worst):.3g}"
    return Measured("0, up to rounding", f"at most {max(worst):.1g} over 5 seeds", {"max_difference": worst, "tokens": 10, "layers": 2}, list(range(5)))
