"""Claims of the topic 3D that concern reading a depth out of probabilities: MVSNet's soft argmin."""

import numpy as np

from papernotes.claims import Measured, claim
from papernotes.claims.arrays import Array, finite_differences, softmax

PLANES = np.array([4.0, 5, 6, 7, 8])
SIDE = np.array([0.0, 1, -1])  # the first coordinate of the three cameras' centres


def scores(true: float) -> Array:
    """Return -100 times the variance of the page's three views of a slope at depth `true`, one score a plane: (5,)."""
    views = 0.3 + SIDE * (1 - true / PLANES[:, None])  # (5, 3): the feature grows by 1 per unit across the surface
    return -100 * views.var(axis=1)


@claim(
    "3d-expected-depth-falls-between-the-planes",
    "The expectation over depth planes is nearer to the true depth than the best plane is.",
    source="[@yao2018mvsnet, §3.3]",
    note="3d/mvsnet",
)
def expected_depth_falls_between_the_planes(broken: bool = False) -> Measured:
    """Read 201 true depths from 4.5 to 7.5 with the page's three cameras and planes one unit apart.

    The page's example is the depth 5.4: the expectation is 5.482, the best plane 5.
    The broken variant takes the most probable plane for the expectation.
    """
    true = np.linspace(4.5, 7.5, 201)

    def read(z: Array) -> float:
        p = softmax(z)  # (5,)
        return float(PLANES[p.argmax()] if broken else PLANES @ p)

    soft = np.array([read(scores(depth)) for depth in true])
    best = np.array([PLANES[scores(depth).argmax()] for depth in true])
    errors, best_errors = np.abs(soft - true), np.abs(best - true)
    # half a unit is what the spacing alone allows the best plane to err
    assert errors.max() < 0.25, f"the expectation errs by up to {errors.max():.2f} of a plane"
    assert errors.mean() < 0.6 * best_errors.mean(), f"mean error {errors.mean():.3f}, of the best plane {best_errors.mean():.3f}"
    return Measured(
        expected="error below the half spacing of 0.5; 5.482 for the depth 5.4",
        measured=f"mean error {errors.mean():.3f} (at most {errors.max():.2f}), of the best plane {best_errors.mean():.3f} (at most {best_errors.max():.2f}); {read(scores(5.4)):.3f} for 5.4",
        numbers={"true": true[::5].tolist(), "expected": soft[::5].tolist(), "best_plane": best[::5].tolist(), "at_5.4": read(scores(5.4))},
    )


@claim(
    "3d-expected-depth-has-a-gradient",
    "The expected depth changes with each score by P(d)(d − expectation); the best plane does not change at all.",
    source="[@yao2018mvsnet, §3.3]",
    note="3d/mvsnet",
)
def expected_depth_has_a_gradient(broken: bool = False) -> Measured:
    """Compare the formula with finite differences at the page's example, and then train by it.

    Twenty steps down the slope of (expectation - 5.4)^2 by the scores bring the estimate from 5.482 to the truth.
    The broken variant takes the best plane for the expectation: its slope is 0 and nothing is learned.
    """

    def depth(z: Array) -> float:
        return float(PLANES[z.argmax()] if broken else PLANES @ softmax(z))

    z = scores(5.4)
    slope = finite_differences(depth, z)
    formula = softmax(z) * (PLANES - PLANES @ softmax(z))
    # central differences with step 1e-6 of values up to 8 err by about 1e-16 * 8 / 1e-6
    difference = float(np.abs(slope - formula).max())
    assert difference < 1e-8, f"formula and finite differences differ by {difference}"
    trained = z
    for _ in range(20):
        trained = trained - 2 * (depth(trained) - 5.4) * finite_differences(depth, trained)
    assert abs(depth(trained) - 5.4) < 0.01, f"training ends at {depth(trained)}"
    return Measured(
        expected="(-0.0004, -0.2625, 0.2221, 0.0389, 0.0018); 5.4 after training",
        measured=f"({', '.join(f'{value:.4f}' for value in slope)}); {depth(trained):.3f} after training",
        numbers={"gradient": formula.tolist(), "before": depth(z), "after": depth(trained)},
    )


@claim(
    "3d-expected-depth-fails-between-two-peaks",
    "Where two depths are likely the expectation lies between them, where nothing is, and the probability near it gives that away.",
    source="[@yao2018mvsnet, §3.3]",
    note="3d/mvsnet",
)
def expected_depth_fails_between_two_peaks(broken: bool = False) -> Measured:
    """Mix two peaks, as at the edge of an object, on 256 planes from 425 to 935 mm in steps of 2 mm.

    The paper's measure of trust is the probability summed over the four planes nearest to the estimate; below 0.8 a pixel is dropped.
    The broken variant takes the best plane, which always lies on one of the peaks.
    """
    planes = 425 + 2.0 * np.arange(256)
    front, back = (np.exp(-0.5 * ((planes - at) / 1.5) ** 2) for at in (550, 800))  # two sharp peaks
    shares, estimates, trusts = np.linspace(0, 1, 11), [], []
    for share in shares:
        p = (1 - share) * front / front.sum() + share * back / back.sum()
        estimate = planes[p.argmax()] if broken else planes @ p
        nearest = np.argsort(np.abs(planes - estimate))[:4]
        estimates.append(float(estimate))
        trusts.append(float(p[nearest].sum()))
    inside = slice(1, -1)  # the shares at which both depths are possible
    gap = np.minimum(np.abs(np.array(estimates) - 550), np.abs(np.array(estimates) - 800))[inside]
    assert gap.min() > 20, f"the estimate comes within {gap.min():.1f} mm of a surface"  # ten planes away from either
    assert max(trusts[inside]) < 0.8 < min(trusts[0], trusts[-1]), f"trust {trusts} does not tell one peak from two"
    return Measured(
        expected="between the surfaces at 550 and 800 mm; trust below 0.8",
        measured=f"at least {gap.min():.0f} mm away from both; trust {max(trusts[inside]):.2f} at most, {trusts[0]:.2f} for one peak",
        numbers={"shares": shares.tolist(), "estimates": estimates, "trust": trusts},
    )
