"""Claims of the topic multimodal in which a gradient makes a picture: neurons read by ascent, strokes moved by a loss."""

from collections.abc import Callable
from itertools import combinations
from math import comb

import numpy as np
from scipy.optimize import minimize

from papernotes.claims import Measured, claim
from papernotes.claims.arrays import Array, digits, finite_differences


def ascend(x: Array, gradient: Callable[[Array], Array], steps: int) -> list[Array]:
    """Follow `gradient` from `x` with step 0.5, the length set back to 1 after each step; return all points."""
    path = [x / np.linalg.norm(x)]
    for _ in range(steps):
        x = path[-1] + 0.5 * gradient(path[-1])
        path.append(x / np.linalg.norm(x))
    return path


@claim(
    "multimodal-ascent-shows-what-examples-cannot-tell",
    "Where two features come together in the data, a neuron's best examples show both; gradient ascent drops the one it ignores.",
    source="[@olah2017feature]",
    note="multimodal/multimodal-neurons",
)
def ascent_shows_what_examples_cannot_tell(broken: bool = False) -> Measured:
    """Let a neuron look at one pixel of the real digits, next to the pixel that comes with it most often.

    The 20 images that excite it most are bright in both pixels; ascent from their mean (64,) keeps only the one that counts.
    The path of the page's toy neuron max(0, dog) from (0.6, 0.8) is among the numbers.
    The broken variant is a neuron that looks at both.
    """
    images = digits()[0].reshape(-1, 64)
    varying = np.flatnonzero(images.std(0) > 0.2)  # a constant pixel correlates with nothing
    # each pair once: the two halves of the matrix differ by rounding, and so would the neuron from one processor to another
    correlation = np.triu(np.corrcoef(images[:, varying], rowvar=False), 1)
    wanted, companion = varying[list(np.unravel_index(correlation.argmax(), correlation.shape))]
    examples = images[np.argsort(-images[:, wanted], kind="stable")[:20]].mean(0)
    weights = np.eye(64)[wanted] + broken * np.eye(64)[companion]
    end = ascend(examples, lambda x: weights, 20)[-1]  # all inputs are positive, so the neuron is active
    toy = ascend(np.array([0.6, 0.8]), lambda x: np.array([1.0, 0.0]), 8)
    everywhere = images[:, companion].mean()
    assert examples[companion] > 1.5 * everywhere, "the best examples do not show the companion"
    # while the wanted pixel is below length 1, each step of 0.5 shrinks the rest by at least 1.1
    assert end[companion] < 0.05 and end[wanted] > 0.95, f"ascent keeps {end[companion]:.2f} of the companion"
    return Measured(
        expected="companion bright in the examples, gone after the ascent",
        measured=f"companion at {examples[companion]:.2f} in the best examples ({everywhere:.2f} over all), {end[companion]:.4f} after the ascent",
        numbers={"correlation": correlation.max(), "examples": examples.tolist(), "ascended": end.tolist(), "toy_path": [x.tolist() for x in toy]},
    )


@claim(
    "multimodal-examples-show-what-ascent-misses",
    "A neuron that answers to either of two things shows both in a collection, below the top if not at it; gradient ascent ends on the nearer one.",
    source="[@olah2017feature]",
    note="multimodal/multimodal-neurons",
)
def examples_show_what_ascent_misses(broken: bool = False) -> Measured:
    """Fit a linear detector for each of the ten digits and join each of the 45 pairs into one neuron, the larger of two.

    Real images that excite it by more than half the maximum hold both digits, which the 20 best alone often do not; ascent from any of 50 images ends on one facet, the one that was ahead.
    The broken variant joins the two detectors by their sum.
    """
    images, labels = digits()[0].reshape(-1, 64), digits()[1]
    x = images - images.mean(0)
    detectors = np.linalg.solve(x.T @ x + 10 * np.eye(64), x.T @ np.eye(10)[labels]).T  # ridge regression: (10, 64)
    nearer, together, at_top, below = [], [], [], []
    for pair in combinations(range(10), 2):
        facets = detectors[list(pair)] / np.linalg.norm(detectors[list(pair)], axis=1, keepdims=True)  # (2, 64)
        for start in x[:50]:
            chosen = (facets @ start).argmax()
            end = facets @ ascend(start, lambda at: facets.sum(0) if broken else facets[(facets @ at).argmax()], 40)[-1]
            nearer.append(end.argmax() == chosen)
            together.append(end.min() / end.max())
        activation = (x @ facets.T).max(1)
        at_top.append(np.isin(pair, labels[np.argsort(-activation, kind="stable")[:20]]).all())
        below.append(np.isin(pair, labels[activation > activation.max() / 2]).all())
    # two detectors overlap a little: what the ascent reaches may excite the other facet by their cosine
    assert max(together) < 0.6 and all(nearer), f"ascent excites the other facet by {max(together):.2f} of the first"
    assert all(below), f"{45 - sum(below)} of 45 neurons do not show both digits above half their maximum"
    examples = f"both digits above half the maximum for {sum(below)} of 45 neurons, among the best 20 for {sum(at_top)}"
    return Measured(
        expected="both digits among the examples, one after the ascent",
        measured=f"{examples}; all {len(nearer):,} ascents end on the nearer facet, the other at most at {max(together):.2f} of it",
        numbers={"both_above_half": int(sum(below)), "both_in_best_20": int(sum(at_top)), "largest_share_of_other_facet": float(max(together))},
    )


def bernstein(u: Array, degree: int = 3) -> Array:
    """Return the weights of the control points of a Bézier curve at the parameters `u` (n,): (n, degree + 1)."""
    return np.stack([comb(degree, k) * (1 - u) ** (degree - k) * u**k for k in range(degree + 1)], axis=1)


@claim(
    "multimodal-stroke-follows-its-control-points",
    "A point of a Bézier stroke moves with each control point by a fixed weight, which is its derivative.",
    source="[@vinker2022clipasso, official code]",
    note="multimodal/clipasso",
)
def stroke_follows_its_control_points(broken: bool = False) -> Measured:
    """Compare the weights (1-u)^3, 3(1-u)^2 u, 3(1-u) u^2, u^3 with derivatives of de Casteljau's construction.

    De Casteljau's curve joins neighbouring points by lines, three times over, and knows no weights.
    The broken variant forgets the factors 3.
    """
    u, control = np.linspace(0, 1, 33), np.array([[0.0, 0], [0, 4], [8, 4], [8, 0]])

    def height(y: Array, at: float) -> float:
        while len(y) > 1:
            y = (1 - at) * y[:-1] + at * y[1:]
        return float(y[0])

    weights = bernstein(u) / ([1, 3, 3, 1] if broken else 1)  # (33, 4)
    derivatives = np.array([finite_differences(lambda y, at=at: height(y, at), control[:, 1]) for at in u])
    difference = float(np.abs(weights - derivatives).max())
    # central differences with step 1e-6 of values up to 4 err by about 1e-16 * 4 / 1e-6
    assert difference < 1e-8, f"weights and derivatives differ by {difference}"
    middle = weights[16] @ control
    return Measured(
        expected="(4, 3) in the middle, moved by 3/8 for 1 of the second point",
        measured=f"({middle[0]:g}, {middle[1]:g}), moved by {derivatives[16, 1]:.3f}",
        numbers={"middle": middle.tolist(), "weights": weights.tolist(), "curve": (weights @ control).tolist()},
    )


PLACES = np.stack(np.meshgrid(np.arange(8), np.arange(8), indexing="ij"), -1).reshape(64, 2)  # row and column of each pixel


def draw(strokes: Array, hard: bool = False) -> Array:
    """Ink 64 pixels by cubic strokes (s, 4, 2): softly, by distance to the curve, or only the pixels that it enters."""
    points = (bernstein(np.linspace(0, 1, 12)) @ strokes).reshape(-1, 2)  # (12 s, 2)
    squared = ((PLACES[:, None] - points) ** 2).sum(-1)  # (64, 12 s)
    if hard:
        return (squared.min(1) < 0.25).astype(float)
    return 1 - np.exp(-np.exp(-squared / 0.5).sum(1))


@claim(
    "multimodal-soft-raster-lets-a-gradient-draw",
    "Through a soft rasteriser a loss on pixels moves Bézier strokes until they draw the image.",
    source="[@vinker2022clipasso, abstract]",
    note="multimodal/clipasso",
)
def soft_raster_lets_a_gradient_draw(broken: bool = False) -> Measured:
    """Fit two strokes (16 numbers) to each of ten real digits by following the slope of the squared error of 64 pixels.

    As in the paper's program, three random starts are run and the best drawing is kept; the loss here is on pixels, not on CLIP's features.
    The broken variant inks whole pixels: then a small move changes nothing and no slope says where to go.
    """
    images, labels = digits()[0].reshape(-1, 64), digits()[1]
    blank, left = [], []
    for digit in range(10):
        target = images[np.flatnonzero(labels == digit)[0]]
        starts = np.random.default_rng(digit).uniform(1, 6, (3, 16))

        def error(numbers: Array, target: Array = target) -> float:
            return float(((draw(numbers.reshape(2, 4, 2), hard=broken) - target) ** 2).sum())

        fits = [minimize(error, start, method="L-BFGS-B", options={"maxiter": 40}) for start in starts]
        blank.append(float((target**2).sum()))
        left.append(min(float(fit.fun) for fit in fits))
    share = np.array(left) / blank
    # two strokes cannot draw grey values or a figure with more than two lines exactly
    assert share.max() < 0.25, f"the drawings leave up to {share.max():.2f} of the image unexplained"
    return Measured(
        expected="little of the image left unexplained",
        measured=f"{100 * share.mean():.0f} % of the squared ink left on average (from {100 * share.min():.0f} to {100 * share.max():.0f}, ten digits)",
        # which local minimum one digit's fit ends in hangs on the last digit of a sum: only their mean is the same everywhere
        numbers={"blank": blank, "mean_share_left": round(float(share.mean()), 2)},
        seed=list(range(10)),
    )
