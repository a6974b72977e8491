"""Claims on the comparison of attention with a fixed network, and with convolution."""

import numpy as np
from scipy.signal import correlate

from papernotes.claims import Measured, claim
from papernotes.claims.arrays import Array, attention, causal_mask, softmax

ROUNDING = 1e-12  # sums of a few hundred products of numbers near 1 in double precision stay far below this
SEEDS = [0, 1, 2, 3, 4]


@claim(
    "attention-row-wise-maps-are-block-diagonal",
    "The map that makes queries row by row is one big matrix with the same block on its diagonal, non-zero in a share of 1/L.",
    source="",
    note="transformer/attention-and-mlps",
)
def row_wise_maps_are_block_diagonal(broken: bool = False) -> Measured:
    """Find the big matrix of X ↦ XW by pushing unit vectors through the map, and compare it with I ⊗ Wᵀ; count its entries.

    Broken: each row of the map also gets a share of the row before it.
    """
    length, width = 7, 8
    w = np.random.default_rng(0).standard_normal((width, width))

    def row_wise(x: Array) -> Array:  # (L, d) → (L, d)
        return x @ w + (np.roll(x, 1, axis=0) @ w if broken else 0)

    units = np.eye(length * width)
    big = np.array([row_wise(unit.reshape(length, width)).ravel() for unit in units]).T  # (Ld, Ld), found without the formula
    difference = float(np.abs(big - np.kron(np.eye(length), w.T)).max())
    assert difference < ROUNDING, f"the map's matrix differs from I ⊗ Wᵀ by {difference:.3g}"
    nonzero, distinct = int(np.count_nonzero(big)), len(np.unique(big[big != 0]))
    assert nonzero * length == big.size and distinct == width**2, f"{nonzero} of {big.size} entries are non-zero, {distinct} are distinct"
    return Measured("a share of 1/7 = 0.143 non-zero, 64 distinct weights", f"{nonzero} of {big.size} = {nonzero / big.size:.3f}, {distinct} distinct", {"nonzero": nonzero, "entries": big.size, "distinct": distinct, "difference": difference}, 0)


@claim(
    "attention-convolution-is-a-sparse-matrix",
    "A convolution is exactly a sparse fixed matrix that repeats its few weights.",
    source="",
    note="transformer/attention-and-mlps",
)
def convolution_is_a_sparse_matrix(broken: bool = False) -> Measured:
    """Write a width-3 kernel along the diagonals of an 8 × 10 matrix and compare its product with SciPy's correlation on five inputs.

    Broken: the weights are not shared; each row of the matrix has three of its own.
    """
    rng = np.random.default_rng(0)
    kernel = rng.standard_normal(3)
    matrix = np.zeros((8, 10))
    for row in range(8):
        matrix[row, row : row + 3] = rng.standard_normal(3) if broken else kernel
    inputs = rng.standard_normal((5, 10))
    difference = max(float(np.abs(matrix @ x - correlate(x, kernel, "valid")).max()) for x in inputs)
    assert difference < ROUNDING, f"matrix and convolution differ by {difference:.3g}"
    nonzero, distinct = int(np.count_nonzero(matrix)), len(np.unique(matrix[matrix != 0]))
    return Measured("equal; 24 of 80 entries non-zero, 3 distinct", f"equal to {difference:.1g}; {nonzero} of {matrix.size}, {distinct} distinct", {"nonzero": nonzero, "distinct": distinct, "difference": difference}, 0)


@claim(
    "attention-scores-are-not-linear",
    "No linear layer on the joined queries and keys gives attention's scores: doubling both makes them four times as large, and the best fit explains nothing.",
    source="[@vaswani2017attention, §3.2.1, eq. (1)]",
    note="transformer/attention-and-mlps",
)
def scores_are_not_linear(broken: bool = False) -> Measured:
    """Fit the best affine map from concat(Q, K) to the scores on 3,000 random pairs and test it on 1,000 new ones, for five seeds.

    Broken: the scores add queries and keys instead of multiplying them, which a linear layer can learn.
    """
    length, width, r2, growth = 4, 4, [], []

    def scores(q: Array, k: Array) -> Array:  # (n, L, d), (n, L, d) → (n, L, L)
        return q.sum(-1)[:, :, None] + k.sum(-1)[:, None, :] if broken else q @ k.transpose(0, 2, 1)

    for seed in SEEDS:
        q, k = np.random.default_rng(seed).standard_normal((2, 4000, length, width))
        inputs = np.hstack([q.reshape(4000, -1), k.reshape(4000, -1), np.ones((4000, 1))])  # (n, 2Ld + 1)
        targets = scores(q, k).reshape(4000, -1)  # (n, L²)
        weights = np.linalg.lstsq(inputs[:3000], targets[:3000], rcond=None)[0]
        left = ((targets[3000:] - inputs[3000:] @ weights) ** 2).sum()
        r2.append(float(1 - left / ((targets[3000:] - targets[3000:].mean(0)) ** 2).sum()))
        growth.append(float(np.median(scores(2 * q, 2 * k) / scores(q, k))))
    # Fitting 33 numbers to noise costs about 33/3000 = 0.011 of R² on new data.
    assert max(r2) < 0.01, f"a linear layer explains {max(r2):.3f} of the scores"
    assert all(g == 4 for g in growth), f"doubling queries and keys multiplies the scores by {growth}"
    return Measured("R² 0 on new pairs; scores grow fourfold", f"R² {min(r2):.3f} to {max(r2):.3f}; {growth[0]:g} times", {"r2": r2, "growth": growth}, SEEDS)


@claim(
    "attention-squaring-neuron-computes-scores",
    "With a squaring activation and 2L²d hidden units, a fixed two-layer network computes attention's scores exactly.",
    source="",
    note="transformer/attention-and-mlps",
)
def squaring_neuron_computes_scores(broken: bool = False) -> Measured:
    """Build the two fixed matrices from ab = ((a+b)² − (a−b)²)/4 and compare the network with QKᵀ on new inputs.

    Broken: the hidden units use the absolute value instead of the square.
    """
    length, width = 7, 8
    hidden = 2 * length * length * width
    first = np.zeros((hidden, 2 * length * width))  # rows: one hidden unit each, over vec(Q) then vec(K)
    second = np.zeros((length * length, hidden))
    for unit, (i, j, c, sign) in enumerate(np.ndindex(length, length, width, 2)):
        first[unit, i * width + c] = 1
        first[unit, length * width + j * width + c] = 1 - 2 * sign
        second[i * length + j, unit] = (1 - 2 * sign) / 4
    activation = np.abs if broken else np.square
    worst = 0.0
    for seed in SEEDS:
        q, k = np.random.default_rng(seed).standard_normal((2, length, width))
        scores = second @ activation(first @ np.concatenate([q.ravel(), k.ravel()]))
        worst = max(worst, float(np.abs(scores - (q @ k.T).ravel()).max()))
    assert worst < ROUNDING, f"the network and QKᵀ differ by {worst:.3g}"
    return Measured("exact with 2·7²·8 = 784 hidden units", f"{hidden} hidden units, error {worst:.1g}", {"hidden": hidden, "error": worst}, SEEDS)


@claim(
    "attention-relu-products-hold-on-an-interval",
    "A ReLU network with m segments a square multiplies numbers in [-1, 1] to within 1/m², and fails outside.",
    source="",
    note="transformer/attention-and-mlps",
)
def relu_products_hold_on_an_interval(broken: bool = False) -> Measured:
    """Piece t² together from ReLUs at m + 1 knots of [-2, 2], multiply by ((a+b)² − (a−b)²)/4, and take the worst of a fine grid.

    Broken: the knots cover [-1, 1] only, although a + b reaches 2.
    """
    grid = np.linspace(-1, 1, 801)
    a, b = np.meshgrid(grid, grid)
    worst, outside = {}, {}
    for m in (4, 8, 16, 32):
        knots = np.linspace(-1, 1, m + 1) * (1 if broken else 2)
        slopes = np.diff(knots**2) / np.diff(knots)  # (m,)
        bends = np.diff(slopes, prepend=0)  # how much each ReLU adds to the slope

        def square(t: Array, knots=knots, bends=bends, slopes=slopes) -> Array:
            left = slopes[0] * np.minimum(t - knots[0], 0)  # the first segment runs on to the left
            return knots[0] ** 2 + left + sum(bend * np.maximum(t - knot, 0) for bend, knot in zip(bends, knots, strict=False))

        worst[m] = float(np.abs((square(a + b) - square(a - b)) / 4 - a * b).max())
        outside[m] = float((square(np.array(20.0)) - square(np.array(0.0))) / 4)
    for m, error in worst.items():
        assert error <= 1 / m**2 + ROUNDING, f"with {m} segments the product is off by {error:.4f}, more than 1/{m}²"
        assert outside[m] < 50, f"10 · 10 comes out as {outside[m]:.2f}"
    measured = f"off by {worst[8]:.4f} with 8, {worst[32]:.4f} with 32; 10 · 10 = {outside[8]:.2f} with 8"
    return Measured("off by at most 1/64 = 0.0156 and 1/1024 = 0.0010; 10 · 10 is not 100", measured, {"segments": list(worst), "worst_error": list(worst.values()), "ten_times_ten": list(outside.values())})


@claim(
    "attention-frozen-pattern-is-linear",
    "With its weights frozen, attention is one fixed matrix on the input; but the weights belong to the input, and the sum of two inputs gives another output.",
    source="",
    note="transformer/attention-and-mlps",
)
def frozen_pattern_is_linear(broken: bool = False) -> Measured:
    """Compare AXW with (A ⊗ Wᵀ) vec(X), then let A follow the input and measure how far f(X₁+X₂) is from f(X₁)+f(X₂).

    Broken: the pattern A is frozen after the first input, so that nothing depends on the input any more.
    """
    difference, patterns, additive = [], [], []
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        x1, x2 = rng.standard_normal((2, 7, 8))
        w_q, w_k, w_v = rng.standard_normal((3, 8, 8)) / np.sqrt(8)

        def pattern(x: Array, first: Array = x1, w_q: Array = w_q, w_k: Array = w_k) -> Array:  # (L, L)
            x = first if broken else x
            return softmax(x @ w_q @ (x @ w_k).T / np.sqrt(8))

        def head(x: Array, w_v: Array = w_v, pattern=pattern) -> Array:
            return pattern(x) @ x @ w_v

        frozen = np.kron(pattern(x1), w_v.T) @ x1.ravel()
        difference.append(float(np.abs(frozen - head(x1).ravel()).max()))
        patterns.append(float(np.abs(pattern(x1) - pattern(x2)).max()))
        additive.append(float(np.abs(head(x1 + x2) - head(x1) - head(x2)).max()))
    assert max(difference) < ROUNDING, f"frozen attention and its matrix differ by {max(difference):.3g}"
    assert min(patterns) > 0.1 and min(additive) > 0.1, f"weights differ by {min(patterns):.3g}, sums by {min(additive):.3g}: this attention is a fixed linear map"
    measured = f"frozen {max(difference):.1g}; weights differ by {min(patterns):.2f} to {max(patterns):.2f}, sums by {min(additive):.1f} to {max(additive):.1f}"
    return Measured("frozen 0; two inputs: weights and sums differ", measured, {"frozen": difference, "patterns": patterns, "additive": additive}, SEEDS)


@claim(
    "attention-linear-attention-is-an-rnn",
    "Causal attention without softmax equals a recurrent network whose state adds one outer product of key and value a step.",
    source="[@katharopoulos2020transformers, §3.4]",
    note="transformer/attention-and-mlps",
)
def linear_attention_is_an_rnn(broken: bool = False) -> Measured:
    """Run 50 tokens through masked, normalised φ(Q)φ(K)ᵀV at once, and through the two running sums of the paper, with φ = elu + 1.

    Broken: the recurrent state decays a little at each step.
    """
    worst = []
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        q, k = (np.where(z > 0, z + 1, np.exp(z)) for z in rng.standard_normal((2, 50, 8)))  # φ of queries and keys, (L, d)
        v = rng.standard_normal((50, 8))
        weights = np.where(causal_mask(50), q @ k.T, 0)  # (L, L)
        parallel = weights @ v / weights.sum(axis=1, keepdims=True)
        state, norm, steps = np.zeros((8, 8)), np.zeros(8), []
        for t in range(50):
            state = state * (0.99 if broken else 1) + np.outer(k[t], v[t])  # (d, d): the fast weights
            norm = norm + k[t]
            steps.append(q[t] @ state / (q[t] @ norm))
        worst.append(float(np.abs(parallel - steps).max()))
    assert max(worst) < ROUNDING, f"parallel and recurrent form differ by {max(worst):.3g}"
    return Measured("0, up to rounding", f"at most {max(worst):.1g} over 50 tokens", {"max_difference": worst, "tokens": 50}, SEEDS)


@claim(
    "attention-heads-make-a-convolution",
    "Nine attention heads with relative positions compute a 3 × 3 convolution, exactly in the limit of sharp heads.",
    source="[@cordonnier2020relationship, Theorem 1]",
    note="transformer/attention-and-convolution",
)
def heads_make_a_convolution(broken: bool = False) -> Measured:
    """Give each of nine heads the scores −α‖r − p − Δ‖² for its offset Δ on an 8 × 8 image (3 channels in, 5 out) and compare with SciPy on inner pixels.

    Broken: one of the nine heads is missing.
    """
    rng = np.random.default_rng(0)
    image, kernel = rng.standard_normal((8, 8, 3)), rng.standard_normal((3, 3, 3, 5))  # rows, columns, channels (in, out)
    convolved = np.stack([sum(correlate(image[:, :, c], kernel[:, :, c, o], "valid") for c in range(3)) for o in range(5)], -1)  # (6, 6, 5)
    places = np.array(list(np.ndindex(8, 8)))  # (64, 2)
    offsets = list(np.ndindex(3, 3))[: 8 if broken else 9]
    errors = {}
    for sharpness in (1, 5, 10, 20, 46):
        out = np.zeros((64, 5))
        for row, column in offsets:
            shift = places[None] - places[:, None] - np.array([row - 1, column - 1])  # (64, 64, 2): r − p − Δ
            weights = softmax(-sharpness * (shift**2).sum(-1).astype(float))  # (64, 64)
            out += weights @ image.reshape(64, 3) @ kernel[row, column]
        inner = out.reshape(8, 8, 5)[1:7, 1:7]
        errors[sharpness] = float(np.abs(inner - convolved).max())
    assert errors[46] < ROUNDING, f"at sharpness 46 heads and convolution differ by {errors[46]:.3g}"
    assert list(errors.values()) == sorted(errors.values(), reverse=True), f"sharper heads are not closer: {errors}"
    measured = ", ".join(f"α = {s}: {e:.2g}" for s, e in errors.items())
    return Measured("0 in the limit; falling with sharpness α", measured, {"sharpness": list(errors), "difference": list(errors.values())}, 0)


@claim(
    "attention-softmax-has-no-exact-zeros",
    "Softmax gives no weight of exactly zero: the only zeros of attention are those of the mask.",
    source="",
    note="transformer/attention-and-neurons",
)
def softmax_has_no_exact_zeros(broken: bool = False) -> Measured:
    """Count the zeros among the 49 weights of a random head over seven tokens, with and without the causal mask, for 100 seeds.

    In exact arithmetic this holds always; a computer rounds a weight to zero where its score lies about 745 below the largest.
    Broken: the weights are rectified instead, max(0, s) over their sum, as a ReLU would do it.
    """
    free_zeros, masked_zeros, smallest = [], [], []
    for seed in range(100):
        x, w_q, w_k = (np.random.default_rng(seed + shift).standard_normal((n, 8)) for shift, n in ((0, 7), (1000, 8), (2000, 8)))
        scores = x @ w_q @ (x @ w_k).T / 8  # (7, 7)
        free = np.maximum(scores, 0) if broken else softmax(scores)
        masked = attention(x @ w_q / np.sqrt(8), x @ w_k, np.eye(7), causal_mask(7))  # values I: the output is the weights
        free_zeros.append(int((free == 0).sum()))
        masked_zeros.append(int((masked == 0).sum()))
        smallest.append(float(free.min()))
    assert sum(free_zeros) == 0, f"{sum(free_zeros)} weights without a mask are zero"
    assert set(masked_zeros) == {21}, f"zeros with the causal mask: {set(masked_zeros)}"
    return Measured("0 of 49 without a mask, 21 with it", f"0 in {49 * 100} weights, the smallest {min(smallest):.1e}; {masked_zeros[0]} with the mask", {"zeros": sum(free_zeros), "masked_zeros": masked_zeros[0], "smallest": min(smallest)}, list(range(100)))
