"""Claims of the topic CNN: deconvnet, gradients and occlusion, three ways to ask what a network looks at."""

import numpy as np
from numpy.typing import NDArray

from papernotes.claims import Measured, claim
from papernotes.claims.arrays import Array, finite_differences, sigmoid, softmax
from papernotes.claims.nets import Layers, scores, split_digits, start, train

Switches = NDArray[np.int64]


def correlate(x: Array, kernel: Array) -> Array:
    """Slide an unflipped kernel (k, k) over x (n, n): (n - k + 1, n - k + 1), as deep-learning libraries do."""
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape)
    return np.einsum("ijkl,kl->ij", windows, kernel)


def spread_back(signal: Array, kernel: Array) -> Array:
    """Filter a signal (m, m) with the flipped kernel: each entry writes the kernel where it once looked, (m + k - 1, m + k - 1)."""
    k = len(kernel)
    image = np.zeros((len(signal) + k - 1,) * 2)
    for i, j in np.argwhere(signal):
        image[i : i + k, j : j + k] += signal[i, j] * kernel
    return image


def pool(x: Array) -> tuple[Array, Switches]:
    """Take the maximum of each 2 × 2 block of x (2n, 2n), and remember which of its four places held it: two (n, n)."""
    n = len(x) // 2
    blocks = x.reshape(n, 2, n, 2).transpose(0, 2, 1, 3).reshape(n, n, 4)
    return blocks.max(axis=2), blocks.argmax(axis=2)


def unpool(pooled: Array, switches: Switches) -> Array:
    """Put each value (n, n) back at its place in its block, zeros elsewhere: (2n, 2n)."""
    n = len(pooled)
    blocks = np.where(np.arange(4) == switches[..., None], pooled[..., None], 0.0)  # (n, n, 4)
    return blocks.reshape(n, n, 2, 2).transpose(0, 2, 1, 3).reshape(2 * n, 2 * n)


@claim(
    "cnn-unpooling-needs-switches",
    "Over one layer a deconvnet with its switches returns the gradient times the activation; without the switches the picture lies elsewhere.",
    source="[@zeiler2014visualizing, §2.1]",
    note="cnn/deconvnet",
)
def unpooling_needs_switches(broken: bool = False) -> Measured:
    """Send the note's 5 × 5 input through filter, ReLU and pooling, keep the strongest activation (6) and project it back.

    The oracle is the gradient of that activation by finite differences over all 25 inputs. 100 random layers must agree
    as well. Broken, the switches are lost and each value goes to the first place of its block.
    """
    kernel = np.array([[1.0, -1.0], [2.0, 0.0]])
    image = np.array([[3, 2, 2, 2, 3], [2, 2, 2, 1, 0], [1, 2, 1, 0, 2], [0, 1, 1, 0, 0], [0, 0, 1, 3, 3]], dtype=float)
    pooled, switches = pool(np.maximum(correlate(image, kernel), 0))
    assert pooled.tolist() == [[5, 4], [3, 6]] and switches.tolist() == [[0, 0], [1, 3]], f"pooling gave {pooled.tolist()} with switches {switches.tolist()}"
    picture = project_strongest(image, kernel, broken)
    rng = np.random.default_rng(0)
    cases = [(image, kernel)] + [(rng.standard_normal((5, 5)), rng.standard_normal((2, 2))) for _ in range(100)]
    gaps = [float(np.abs(project_strongest(x, f, broken) - strongest(x, f) * finite_differences(lambda at, f=f: strongest(at, f), x)).max()) for x, f in cases]
    assert max(gaps) < 1e-7, f"the projection differs from activation times gradient by {max(gaps):.1f}"  # central differences at 1e-6
    return Measured(
        expected="6 F in rows and columns 3 to 4; gradient × 6",
        measured=f"{picture[3:, 3:].astype(int).tolist()} there, {np.abs(picture[:3]).max():.0f} above; 101 layers agree within {max(gaps):.0e}",
        numbers={"picture": picture.tolist(), "pooled": pooled.tolist(), "switches": switches.tolist(), "largest_gap": max(gaps)},
        seed=0,
    )


def strongest(image: Array, kernel: Array) -> float:
    """Return the strongest pooled activation of one layer for an image (5, 5)."""
    return float(pool(np.maximum(correlate(image, kernel), 0))[0].max())


def project_strongest(image: Array, kernel: Array, without_switches: bool) -> Array:
    """Project the strongest pooled activation of one layer back to the pixels (5, 5): unpool, rectify, filter."""
    pooled, switches = pool(np.maximum(correlate(image, kernel), 0))
    kept = np.where(pooled == pooled.max(), pooled, 0.0)
    return spread_back(np.maximum(unpool(kept, np.zeros_like(switches) if without_switches else switches), 0), kernel)


@claim(
    "cnn-deconvnet-parts-from-the-gradient",
    "A deconvnet and the gradient differ only at the ReLU, but from the second layer on that makes two different pictures.",
    source="[@simonyan2014deep, §4]",
    note="cnn/saliency-maps",
)
def deconvnet_parts_from_the_gradient(broken: bool = False) -> Measured:
    """Send a signal of 1 from a class score back through two hidden ReLU layers with random weights, for ten real digits.

    With the rule of back-propagation (pass where the forward input was positive) the picture equals finite differences;
    with the deconvnet's rule (pass what is positive on its way down) it has another direction; guided back-propagation asks for both.
    Broken, the deconvnet uses the gradient's rule, and the two coincide.
    """
    x = split_digits()[2]
    cosines, gaps = [], []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        weights = [rng.standard_normal((m, n)) * np.sqrt(2 / m) for m, n in [(64, 50), (50, 50), (50, 10)]]
        image, label = x[seed], int(rng.integers(10))
        pictures = [backward(image, weights, label, rule) for rule in ("gradient", "gradient" if broken else "deconvnet", "guided")]
        measured = finite_differences(lambda at, w=weights, c=label: float(forward(at, w)[-1][c]), image)
        gaps.append(float(np.abs(pictures[0] - measured).max()))
        cosines.append([cosine(pictures[0], other) for other in pictures[1:]])
    deconvnet, guided = np.array(cosines).T  # (10,) each
    assert max(gaps) < 1e-7, f"back-propagation misses finite differences by {max(gaps):.0e}"
    assert (deconvnet < 0.9).all(), f"the deconvnet's picture has cosine {deconvnet.max():.2f} with the gradient"
    return Measured(
        expected="gradient = finite differences; deconvnet differs",
        measured=f"gradient off by {max(gaps):.0e}; cosine with it {deconvnet.mean():.2f} for the deconvnet ({deconvnet.min():.2f} to {deconvnet.max():.2f}), {guided.mean():.2f} for guided back-propagation",
        numbers={"largest_gap": max(gaps), "deconvnet": deconvnet.round(3).tolist(), "guided": guided.round(3).tolist()},
        seed=list(range(10)),
    )


def forward(image: Array, weights: list[Array]) -> list[Array]:
    """Return the input of each ReLU and the class scores (10,) of an image (64,)."""
    inputs = [image @ weights[0]]
    for w in weights[1:]:
        inputs.append(np.maximum(inputs[-1], 0) @ w)
    return inputs


def backward(image: Array, weights: list[Array], label: int, rule: str) -> Array:
    """Send a signal of 1 from one class score down to the pixels (64,), by one of three rules at each ReLU."""
    inputs = forward(image, weights)
    signal = weights[-1][:, label]
    for into, w in zip(inputs[-2::-1], weights[-2::-1], strict=True):
        if rule != "gradient":
            signal = np.maximum(signal, 0)
        if rule != "deconvnet":
            signal = signal * (into > 0)
        signal = w @ signal
    return signal


def cosine(a: Array, b: Array) -> float:
    """Return the cosine of the angle between two vectors (n,)."""
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


@claim(
    "cnn-saliency-is-the-gradient",
    "One backward pass gives the derivative of a class score by every pixel, and it predicts the score for small changes only.",
    source="[@simonyan2014deep, §3]",
    note="cnn/saliency-maps",
)
def saliency_is_the_gradient(broken: bool = False) -> Measured:
    """Back-propagate the true class's score of trained digits to 64 pixels, against 128 forward passes of finite differences.

    The note's four pixels come first: gradient (2, 0, -2, 4), and raising the fourth by 0.2 gives 3.9 where the
    expansion promises 4.0. On real digits the promise is held against the true score for steps of growing length.
    Broken, the backward pass forgets which hidden units were off.
    """
    w, v, at = np.array([[1, 0, -1, 2], [-1, 1, 0, 1], [0, -2, 1, 0]], dtype=float).T, np.array([[2.0], [-1.0], [3.0]]), np.array([1, 0.5, 0.2, 0.4])
    small = saliency(at, (w, v), 0, broken)
    assert np.allclose(small, finite_differences(lambda x: float(scores(x, (w, v))[0]), at), atol=1e-8), f"the note's gradient is {small.tolist()}"
    raised = float(scores(at + [0, 0, 0, 0.2], (w, v))[0])
    assert abs(raised - 3.9) < 1e-12, f"the raised score is {raised}"
    layers = trained_digits(0)
    x, y = split_digits()[2:]
    gaps, misses = [], []
    for image, label in zip(x[:20], y[:20], strict=True):
        gradient = saliency(image, layers, label, broken)
        gaps.append(float(np.abs(gradient - finite_differences(lambda z, c=label: float(scores(z, layers)[c]), image)).max()))
        direction = -gradient / np.linalg.norm(gradient)
        misses.append([abs(float((scores(image + r * direction, layers) - scores(image, layers))[label] / (r * np.linalg.norm(gradient)) + 1)) for r in (0.01, 0.3, 3.0)])
    assert max(gaps) < 1e-6, f"the backward pass misses finite differences by {max(gaps):.2f}"
    near, middle, far = np.mean(misses, axis=0)
    assert near < 0.01 < 0.1 < far, f"the linear promise is off by {near:.1%} near and {far:.1%} far"
    return Measured(
        expected="equal to finite differences; wrong far away",
        measured=f"off by {max(gaps):.0e} on 20 digits; the promised change is off by {near:.1%}, {middle:.1%}, {far:.0%} at distance 0.01, 0.3, 3",
        numbers={"note_gradient": small.tolist(), "note_raised": raised, "largest_gap": max(gaps), "distance": [0.01, 0.3, 3.0], "miss": np.round([near, middle, far], 4).tolist()},
        seed=0,
    )


def trained_digits(seed: int) -> Layers:
    """Train a 64-100-10 classifier on 1,200 real digits."""
    rng = np.random.default_rng(seed)
    first = start(rng, 100)
    return train(first, (np.ones_like(first[0]), np.ones_like(first[1])), rng, steps=300)


def saliency(image: Array, layers: Layers, label: int, all_units_on: bool = False) -> Array:
    """Return the derivative of one class score by each pixel of an image (64,)."""
    on = np.ones(layers[0].shape[1], dtype=bool) if all_units_on else image @ layers[0] > 0
    return layers[0] @ (layers[1][:, label] * on)


@claim(
    "cnn-occlusion-asks-another-question",
    "Occlusion finds what a decision rests on where the gradient is flat, and a place it finds with one network also hurts another.",
    source="[@zeiler2014visualizing, §4.2]",
    note="cnn/deconvnet",
)
def occlusion_asks_another_question(broken: bool = False) -> Measured:
    """Blank pixels and record the probability of the class: in the note's six pixels, then in 200 real held-out digits.

    In the six pixels the gradient is the same everywhere, occlusion finds the bright middle. On digits the 2 × 2 square
    that hurts network A most is laid over the image for network B, trained from other first weights: if the map showed a
    quirk of A, B would lose as little as from a random square. Broken, the squares are read from the map of another image.
    """
    row = np.array([0.0, 1, 3, 3, 1, 0])
    blanked = np.array([row * ~np.isin(np.arange(6), [p, p + 1]) for p in range(5)])  # (5, 6)
    line = sigmoid(blanked.sum(axis=1) - 4)
    assert line.round(2).tolist() == [0.95, 0.5, 0.12, 0.5, 0.95], f"the six-pixel map is {line.round(2).tolist()}"
    flat = finite_differences(lambda x: float(x.sum() - 4), row)
    assert np.ptp(flat) < 1e-8, "the gradient of the six pixels is not flat"
    x, y = (part[:200] for part in split_digits()[2:])
    judge, other = trained_digits(0), trained_digits(1)
    squares = square_masks()  # (49, 64)
    maps = np.array([class_probability(x * ~square, y, judge) for square in squares]).T  # (200, 49)
    worst = maps.argmin(axis=1)
    if broken:
        worst = np.roll(worst, 1)
    before = class_probability(x, y, other).mean()
    found = class_probability(x * ~squares[worst], y, other).mean()
    random = np.mean([class_probability(x * ~square, y, other).mean() for square in squares])  # every place alike
    assert before - found > 3 * (before - random), f"network B falls from {before:.3f} to {found:.3f} at A's squares, to {random:.3f} at any"
    return Measured(
        expected="0.95, 0.50, 0.12, 0.50, 0.95; gradient flat",
        measured=f"{', '.join(f'{p:.2f}' for p in line)}; on digits B's probability falls from {before:.2f} to {found:.2f} at A's square, to {random:.2f} at an average one",
        numbers={"line": line.round(4).tolist(), "before": round(float(before), 4), "at_found": round(float(found), 4), "at_average": round(float(random), 4), "mean_map": maps.mean(axis=0).round(3).tolist()},
        seed=[0, 1],
    )


def square_masks() -> NDArray[np.bool_]:
    """Return the 49 masks (49, 64) of a 2 × 2 square on an 8 × 8 image."""
    masks = np.zeros((7, 7, 8, 8), dtype=bool)
    for i, j in np.ndindex(7, 7):
        masks[i, j, i : i + 2, j : j + 2] = True
    return masks.reshape(49, 64)


def class_probability(x: Array, y: NDArray[np.int64], layers: Layers) -> Array:
    """Return the probability (n,) that the network gives to the true class of each image (n, 64)."""
    return softmax(scores(x, layers))[np.arange(len(y)), y]
