"""A claim of the topic 3D that concerns DeepSDF: shapes as codes, and a new shape's code found by search."""

import numpy as np

from papernotes.claims import Measured, claim
from papernotes.claims.adam import Adam
from papernotes.claims.arrays import Array

Layers = list[Array]


def torus(p: Array, ring: Array, tube: Array) -> Array:
    """Return the signed distance of points (..., 3) to tori with the given radii (...)."""
    return np.hypot(np.hypot(p[..., 0], p[..., 1]) - ring, p[..., 2]) - tube


def decode(layers: Layers, points: Array, codes: Array) -> tuple[Array, Array, Array, Array]:
    """Return the decoder's distances (n,) for points (n, 3) with codes (n, 4), and its input and two hidden layers."""
    w1, b1, w2, b2, w3, b3 = layers
    x = np.hstack([points, codes])
    h1 = np.maximum(x @ w1 + b1, 0)
    h2 = np.maximum(h1 @ w2 + b2, 0)
    return (h2 @ w3 + b3)[:, 0], x, h1, h2


def slopes(layers: Layers, points: Array, codes: Array, true: Array) -> tuple[list[Array], Array]:
    """Return the gradients of the mean clamped error |clamp(f) - clamp(s)| by the layers and by each point's code (n, 4)."""
    w1, _, w2, _, w3, _ = layers
    said, x, h1, h2 = decode(layers, points, codes)
    error = said - np.clip(true, -0.1, 0.1)
    outside = (np.abs(said) > 0.1) & (np.abs(true) > 0.1) & (said * true > 0)  # both clamped to the same value: no error
    d3 = np.where(outside, 0, np.sign(error))[:, None] / len(points)
    d2 = d3 @ w3.T * (h2 > 0)
    d1 = d2 @ w2.T * (h1 > 0)
    return [x.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)], (d1 @ w1.T)[:, 3:]


def draw_points(rng: np.random.Generator, count: int) -> Array:
    """Draw points (count, 3) uniformly from the flat box that holds every torus."""
    return rng.uniform(-1, 1, (count, 3)) * [1, 1, 0.5]


def train(rng: np.random.Generator, rings: Array, tubes: Array, fed: float) -> Layers:
    """Learn a decoder 7-64-64-1 together with one code (4,) for each shape; `fed` scales the codes on their way in."""
    shapes = [(7, 64), (64,), (64, 64), (64,), (64, 1), (1,)]
    layers = [rng.standard_normal(shape) * np.sqrt(2 / shape[0]) if len(shape) == 2 else np.zeros(shape) for shape in shapes]
    codes = 0.1 * rng.standard_normal((len(rings), 4))
    for rate, steps in ((0.01, 600), (0.002, 300)):
        descent = Adam([*layers, codes], rate)
        for _ in range(steps):
            points, who = draw_points(rng, 512), rng.integers(len(rings), size=512)
            by_layers, by_code = slopes(layers, points, fed * codes[who], torus(points, rings[who], tubes[who]))
            by_codes = 1e-4 * codes  # the penalty on the codes' length
            np.add.at(by_codes, who, fed * by_code)
            descent.step([*by_layers, by_codes])
    return layers


def search_code(layers: Layers, points: Array, true: Array, fed: float) -> Array:
    """Find the code (1, 4) of a new shape from the distances of some points, the decoder held fixed."""
    code = np.zeros((1, 4))
    descent = Adam([code], rate=0.02)
    for _ in range(150):
        by_code = fed * slopes(layers, points, fed * code.repeat(len(points), 0), true)[1]
        descent.step([by_code.sum(0, keepdims=True) + 1e-4 * code])
    return code


@claim(
    "3d-a-new-shape-is-a-code-found-by-search",
    "With the decoder held fixed, a search for a code of four numbers reconstructs shapes that were never trained on.",
    source="[@park2019deepsdf, §4.2]",
    note="3d/occupancy-networks",
)
def a_new_shape_is_a_code_found_by_search(broken: bool = False) -> Measured:
    """Train a decoder and a code each for 24 tori of random radii, then search the codes of four new tori from 256 distances each.

    Distances are clamped at 0.1; IoU compares what is inside on 8,000 other points, before the search (code 0) and after it.
    The broken variant does not feed the code to the decoder: then all shapes are one.
    """
    seeds, fed = range(2), 0.0 if broken else 1.0
    before, after = [], []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        layers = train(rng, rng.uniform(0.4, 0.65, 24), rng.uniform(0.12, 0.28, 24), fed)
        for ring, tube in rng.uniform([0.42, 0.14], [0.63, 0.26], (4, 2)):
            seen, unseen = draw_points(rng, 256), draw_points(rng, 8000)
            inside = torus(unseen, ring, tube) < 0
            found = search_code(layers, seen, torus(seen, ring, tube), fed)
            for code, ious in ((0 * found, before), (found, after)):
                said = decode(layers, unseen, fed * code.repeat(8000, 0))[0] < 0
                ious.append(float((said & inside).sum() / (said | inside).sum()))
    assert min(after) > 0.8, f"IoU after the search is only {min(after):.2f}"  # one shape for all, the code 0, has about half
    return Measured(
        expected="IoU near 1 after the search",
        measured=f"IoU {np.mean(before):.2f} before, {np.mean(after):.2f} after (from {min(after):.2f} to {max(after):.2f}, eight new shapes, two seeds)",
        numbers={"before": before, "after": after},
        seed=list(seeds),
    )
