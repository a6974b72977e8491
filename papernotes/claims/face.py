"""Claims of the topic Face: linear face models, what they rebuild and what a line cannot do."""

import numpy as np

from papernotes.claims import Measured, claim
from papernotes.claims.arrays import Array, digits


@claim(
    "face-pca-error-falls-with-components",
    "A mean plus K principal directions rebuilds unseen shapes better with each direction, down to the noise at the true number.",
    source="[@blanz1999morphable, abstract]",
    note="face/face-models",
)
def pca_error_falls_with_components(broken: bool = False) -> Measured:
    """Fit the linear model on 200 synthetic shapes made of five hidden directions and noise, and rebuild 100 others.

    The oracle is the recipe of the shapes: five directions exist, so the error must reach the noise (0.1) at K = 5
    and not fall below it by more than the few coordinates that the directions absorb.
    Broken, the mean is not taken off before the directions are sought, so one of the five is wasted on it.
    """
    spreads = np.array([10.0, 6.0, 4.0, 2.0, 1.0])
    noise, coordinates = 0.1, 150  # 50 vertices of three coordinates
    tables = []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        hidden = np.linalg.qr(rng.standard_normal((coordinates, 5)))[0]  # (150, 5), orthonormal
        template = rng.standard_normal(coordinates)  # (150,)
        weights = rng.standard_normal((300, 5)) * spreads  # (300, 5)
        shapes = template + weights @ hidden.T + noise * rng.standard_normal((300, coordinates))
        fitted, unseen = shapes[:200], shapes[200:]
        mean = np.zeros(coordinates) if broken else fitted.mean(axis=0)
        directions = np.linalg.svd(fitted - mean, full_matrices=False)[2]  # (150, 150), rows by falling variance
        tables.append([rebuild_error(unseen - mean, directions[:k]) for k in range(9)])
    errors = np.array(tables)  # (5 seeds, 9 numbers of components)
    assert (np.diff(errors[:, :6], axis=1) < 0).all(), "a component made the error grow"
    floor = noise * np.sqrt((coordinates - 5) / coordinates)  # noise inside the five directions is rebuilt too
    # 100 unseen shapes of 145 free coordinates estimate the floor to 0.6 %; 200 fitted shapes tilt the directions by up to 2 %
    assert np.allclose(errors[:, 5], floor, rtol=0.03), f"at K = 5 the error is {errors[:, 5].max():.3f}, the noise leaves {floor:.3f}"
    assert (errors[:, 4] > 1.1 * floor).all(), "four components already reach the noise"
    means = errors.mean(axis=0).round(3)
    return Measured(
        expected=f"falls up to K = 5, then the noise {floor:.3f}",
        measured=f"{means[0]:.3f}, {means[1]:.3f}, {means[2]:.3f}, {means[3]:.3f}, {means[4]:.3f}, {means[5]:.3f} for K = 0 to 5, then {means[8]:.3f} at K = 8",
        numbers={"components": list(range(9)), "error": means.tolist(), "spread": np.ptp(errors, axis=0).round(4).tolist(), "floor": round(floor, 4)},
        seed=[0, 1, 2, 3, 4],
    )


def rebuild_error(shapes: Array, directions: Array) -> float:
    """Return the root mean square error per coordinate after projecting `shapes` (n, d) on orthonormal rows (k, d)."""
    rebuilt = shapes @ directions.T @ directions  # (n, d)
    return float(np.sqrt(((shapes - rebuilt) ** 2).mean()))


@claim(
    "face-principal-directions-are-the-best-k",
    "No other set of K directions rebuilds the examples as well as the first K principal ones, and what is lost is the variance of the rest.",
    source="[@blanz1999morphable]",
    note="face/face-models",
)
def principal_directions_are_the_best_k(broken: bool = False) -> Measured:
    """Rebuild the 1,797 real digit images (64 pixels as coordinates) from K directions of three kinds.

    The oracle of the principal ones is the Eckart-Young theorem: the squared error is the sum of the dropped squared
    singular values. The rivals are random orthonormal directions and K of the examples themselves, made orthonormal,
    as an artist would choose existing faces. Digits, not faces: the wheel holds no scans, and the theorem asks for none.
    Broken, the directions come in the order of rising variance.
    """
    images = digits()[0].reshape(-1, 64)  # (1797, 64)
    centred = images - images.mean(axis=0)
    _, singular, directions = np.linalg.svd(centred, full_matrices=False)  # (64,), (64, 64)
    if broken:
        directions = directions[::-1]
    rng = np.random.default_rng(0)
    counts = [5, 10, 20, 40]
    table = []
    for k in counts:
        principal = rebuild_error(centred, directions[:k])
        promised = np.sqrt((singular[k:] ** 2).sum() / centred.size)
        assert abs(principal - promised) < 1e-12, f"{k} directions leave {principal}, the dropped variance is {promised}"  # rounding of float64
        random = [rebuild_error(centred, orthonormal(rng.standard_normal((64, k)))) for _ in range(20)]
        examples = [rebuild_error(centred, orthonormal(centred[rng.choice(len(centred), k, replace=False)].T)) for _ in range(20)]
        assert principal < min(random + examples), f"{k} other directions did better"
        table.append([principal, float(np.mean(examples)), min(examples), float(np.mean(random)), min(random)])
    rows = np.array(table).round(4)
    return Measured(
        expected="principal below every rival; error² = dropped variance",
        measured=f"K = 10: {rows[1, 0]:.3f} principal, {rows[1, 1]:.3f} from 10 examples, {rows[1, 3]:.3f} at random",
        numbers={"components": counts, "principal": rows[:, 0].tolist(), "examples": rows[:, 1].tolist(), "best_examples": rows[:, 2].tolist(), "random": rows[:, 3].tolist(), "best_random": rows[:, 4].tolist()},
        seed=0,
    )


def orthonormal(columns: Array) -> Array:
    """Return orthonormal rows (k, d) that span the columns of a (d, k) matrix."""
    return np.linalg.qr(columns)[0].T


@claim(
    "face-blendshape-sliders-fight",
    "Blendshape directions overlap, so a slider cannot be read off alone: only solving for all of them together returns the weights.",
    source="[@lewis2014practice, §3.1, §7.1]",
    note="face/face-models",
)
def blendshape_sliders_fight(broken: bool = False) -> Measured:
    """Mix a smile (2, 1, 0) and an open jaw (0, -3, 1) of one vertex, and read the two weights back from the result.

    Reading each weight by projecting on its own direction (right for a morphable model's orthogonal directions) fails;
    least squares over both directions is exact. Random meshes of 50 vertices with 10 sculpted shapes, each a few
    coordinates that overlap, show the same. Broken, the solver looks at one direction at a time.
    """
    pair = np.array([[2.0, 1.0, 0.0], [0.0, -3.0, 1.0]])  # (2 shapes, 3 coordinates), neutral at the origin
    moved = np.array([0.5, 0.25]) @ pair  # (3,)
    assert np.array_equal(moved, [1.0, -0.25, 0.25]), f"the mixed vertex is {moved}"  # halves and quarters are exact
    alone = read_alone(moved, pair)
    worst_alone, worst_together = [], []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        deltas = rng.standard_normal((10, 150)) * (rng.random((10, 150)) < 0.3)  # (10, 150), each moves a third of the mesh
        weights = rng.random(10)
        face = weights @ deltas  # (150,)
        together = read_alone(face, deltas) if broken else np.linalg.lstsq(deltas.T, face, rcond=None)[0]
        worst_together.append(float(np.abs(together - weights).max()))
        worst_alone.append(float(np.abs(read_alone(face, deltas) - weights).max()))
    assert max(worst_together) < 1e-12, f"the solved weights are off by {max(worst_together):.2f}"  # rounding of a well-posed solve
    assert abs(alone - [0.5, 0.25]).max() > 0.1 and min(worst_alone) > 0.05, "projection alone returned the weights"
    return Measured(
        expected="0.5 and 0.25 together; wrong one by one",
        measured=f"one by one {alone[0]:.2f} and {alone[1]:.2f}; together off by {max(worst_together):.0e} at most",
        numbers={"vertex": moved.tolist(), "alone": alone.round(4).tolist(), "largest_error_together": max(worst_together), "error_alone": [round(min(worst_alone), 3), round(max(worst_alone), 3)]},
        seed=list(range(20)),
    )


def read_alone(face: Array, deltas: Array) -> Array:
    """Read each weight (k,) by projecting the face (d,) on that shape's own direction (k, d)."""
    return deltas @ face / (deltas**2).sum(axis=1)


@claim(
    "face-jaw-turns-off-the-line",
    "A jaw that slides on the line between shut and open shrinks on the way; a joint with skinning keeps its length.",
    source="[@li2017learning, §3]",
    note="face/face-models",
)
def jaw_turns_off_the_line(broken: bool = False) -> Measured:
    """Open a jaw of 20 vertices by 30, 60 and 90 degrees, and stop half-way in two ways.

    Half a blendshape is the average of two positions on a circle: every vertex comes closer to the hinge by
    cos(angle / 2), the oracle. Linear blend skinning turns the rigid jaw by half the angle and keeps each distance.
    Broken, the joint's pose is mixed as a matrix (half of the two rotations), which is the line again.
    """
    rng = np.random.default_rng(0)
    hinge = rng.standard_normal(3)
    jaw = hinge + rng.standard_normal((20, 3))  # (20 vertices, 3)
    lengths = np.linalg.norm((jaw - hinge)[:, 1:], axis=1)  # (20,), distance from the axis x through the hinge
    shrunk, kept = [], []
    for angle in np.deg2rad([30.0, 60.0, 90.0]):
        opened = hinge + (jaw - hinge) @ turn(angle).T
        sliding = jaw + 0.5 * (opened - jaw)  # slider at one half
        half = (turn(0.0) + turn(angle)) / 2 if broken else turn(angle / 2)
        skinned = hinge + (jaw - hinge) @ half.T
        ratio = np.linalg.norm((sliding - hinge)[:, 1:], axis=1) / lengths
        assert np.allclose(ratio, np.cos(angle / 2), atol=1e-12), "a half slider shrinks by another factor than cos(angle / 2)"
        shrunk.append(float(ratio.mean()))
        kept.append(float(np.abs(np.linalg.norm((skinned - hinge)[:, 1:], axis=1) / lengths - 1).max()))
    assert max(kept) < 1e-12, f"the joint changed a length by {max(kept):.2f}"  # a rotation, up to rounding
    return Measured(
        expected="line: cos(angle / 2); joint: 1",
        measured=f"line: {shrunk[0]:.3f}, {shrunk[1]:.3f}, {shrunk[2]:.3f} at 30, 60, 90°; joint: 1 within {max(kept):.0e}",
        numbers={"degrees": [30, 60, 90], "line": [round(x, 4) for x in shrunk], "joint_deviation": max(kept)},
        seed=0,
    )


def turn(angle: float) -> Array:
    """Return the (3, 3) rotation about the x axis."""
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[1.0, 0.0, 0.0], [0.0, c, -s], [0.0, s, c]])
