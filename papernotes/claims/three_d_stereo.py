"""Claims of the topic 3D that concern MVSNet: warping onto planes, cost as variance, depth as an expectation."""

import numpy as np
from scipy.ndimage import map_coordinates, uniform_filter
from scipy.spatial.transform import Rotation

from papernotes.claims import Measured, claim
from papernotes.claims.arrays import Array, digits

Camera = tuple[Array, Array, Array]  # intrinsics K (3, 3), rotation R (3, 3) from world to camera, centre c (3,)


def camera(focal: float, rotation: tuple[float, float, float], centre: tuple[float, float, float]) -> Camera:
    """Make a pinhole camera with its principal point at (24, 24), turned by Euler angles in degrees."""
    return np.array([[focal, 0, 24], [0, focal, 24], [0, 0, 1.0]]), Rotation.from_euler("xyz", rotation, degrees=True).as_matrix(), np.array(centre)


def homography(view: Camera, reference: Camera, depth: float, printed: bool = False) -> Array:
    """Return the matrix G(d) (3, 3) that sends a reference pixel (u, v, 1) to its place in `view`; `printed`: with the paper's slip."""
    (k, r, c), (k1, r1, c1) = view, reference
    normal = r1[2]  # the viewing direction of the reference camera, in the world
    back = k1.T if printed else np.linalg.inv(k1)
    return k @ r @ (np.eye(3) + np.outer(c1 - c, normal) / depth) @ r1.T @ back


def places(matrix: Array, pixels: Array) -> Array:
    """Apply a homography (3, 3) to pixels (n, 2): (n, 2)."""
    moved = np.column_stack([pixels, np.ones(len(pixels))]) @ matrix.T
    return moved[:, :2] / moved[:, 2:]


@claim(
    "3d-homography-is-projection-through-a-plane",
    "The plane's homography sends a pixel where projecting its point on the plane does, once the slip in the printed equation is mended.",
    source="[@yao2018mvsnet, §3.2, eq. (1)]",
    note="3d/mvsnet",
)
def homography_is_projection_through_a_plane(broken: bool = False) -> Measured:
    """Take 20 random pairs of cameras and 100 pixels, and compare G(d) with the way through space.

    The oracle lays a ray through the pixel, stops it at depth d, and projects the point into the other camera.
    The broken variant is equation (1) as printed, with the transpose of K where its inverse belongs: checking contradicts the paper here.
    """
    rng = np.random.default_rng(0)
    errors, printed = [], []
    for _ in range(20):
        reference, view = (camera(rng.uniform(40, 80), tuple(rng.uniform(-10, 10, 3)), tuple(rng.uniform(-1, 1, 3))) for _ in range(2))
        (k1, r1, c1), (k, r, c), depth = reference, view, rng.uniform(4, 8)
        pixels = rng.uniform(0, 48, (100, 2))
        rays = np.column_stack([pixels, np.ones(100)]) @ np.linalg.inv(k1).T  # (100, 3), depth 1
        points = depth * rays @ r1 + c1  # in the world
        seen = (points - c) @ r.T @ k.T
        seen = seen[:, :2] / seen[:, 2:]
        errors.append(np.abs(places(homography(view, reference, depth, printed=broken), pixels) - seen).max())
        printed.append(np.median(np.abs(places(homography(view, reference, depth, printed=True), pixels) - seen)))
    # pixels are of size 100 and pass through five products of 3 x 3 matrices
    assert max(errors) < 1e-9, f"homography and projection differ by {max(errors)} pixels"
    return Measured(
        expected="0 pixels up to rounding",
        measured=f"{max(errors):.0e} pixels; the equation as printed is {np.median(printed):.0f} pixels off (median)",
        numbers={"median_error_as_printed": float(np.median(printed))},
        seed=0,
    )


REFERENCE = camera(60, (0, 0, 0), (0, 0, 0))
VIEWS = [camera(60, (0, 3, 0), (0.9, 0, 0)), camera(60, (0, -3, 2), (-0.9, 0.1, 0)), camera(60, (-3, 0, 0), (0, 0.9, 0.1)), camera(60, (3, 0, 0), (0, -0.9, 0))]
PIXELS = np.stack(np.meshgrid(np.arange(48.0), np.arange(48.0)), -1).reshape(-1, 2)  # (u, v) of each pixel


def sample(image: Array, pixels: Array) -> Array:
    """Read an image at places (u, v) by bilinear interpolation; outside is not a number."""
    return map_coordinates(image, pixels[:, ::-1].T, order=1, cval=np.nan)


def variance_costs(depth: float, depths: Array, repeat: bool) -> Array:
    """Photograph a wall of real digits at `depth` by five cameras and return the variance of the warped views: (D, 48, 48)."""
    wall = np.pad(np.block([[digits()[0][8 * i + j] for j in range(8)] for i in range(8)]), 16, mode="reflect")  # (96, 96)
    wall = uniform_filter(wall, 3)  # finer detail than a pixel cannot be interpolated
    photographs = [sample(wall, places(np.linalg.inv(homography(view, REFERENCE, depth)), PIXELS) + 24).reshape(48, 48) for view in VIEWS]
    own = sample(wall, PIXELS + 24)
    costs = []
    for d in depths:
        warps = [np.eye(3) if repeat else homography(view, REFERENCE, d) for view in VIEWS]
        volumes = [own, *(sample(photograph, places(warp, PIXELS)) for photograph, warp in zip(photographs, warps, strict=True))]
        costs.append(np.var(volumes, axis=0).reshape(48, 48))  # not a number where a view sees nothing
    return np.array(costs)


@claim(
    "3d-variance-of-warped-views-finds-the-depth",
    "The variance of views warped onto planes of depth is smallest at the true depth; repeated views would cost the same at every depth.",
    source="[@yao2018mvsnet, §3.2]",
    note="3d/mvsnet",
)
def variance_of_warped_views_finds_the_depth(broken: bool = False) -> Measured:
    """Photograph a wall of 64 real digits with five cameras, at four depths, and sweep 17 planes from 4 to 8.

    Each pixel decides by itself, without the 3D network; pixels that some view does not see on some plane are left out.
    The broken variant repeats the views along the depth instead of warping them, as the notes had it.
    """
    depths = np.linspace(4, 8, 17)
    right, curves = [], []
    for true in (4.5, 5.5, 6.5, 7.5):
        costs = variance_costs(true, depths, repeat=broken)
        seen = costs[:, np.isfinite(costs).all(0)]  # (17, about 750)
        right.append(float(np.mean(depths[seen.argmin(0)] == true)))
        curves.append(seen.mean(1).tolist())
    # far away, the next plane moves a pixel by a quarter of a pixel only, and bilinear interpolation blurs as much
    assert min(right) > 0.85, f"only {right} of the pixels have their least cost at the true depth"
    return Measured(
        expected="least cost at the true depth",
        measured=f"for {100 * right[0]:.0f} % of {seen.shape[1]} pixels at depth 4.5, {100 * right[-1]:.0f} % at 7.5",
        numbers={"depths": depths.tolist(), "true": [4.5, 5.5, 6.5, 7.5], "right": right, "mean_costs": curves},
    )


@claim(
    "3d-variance-cost-needs-two-running-sums",
    "The variance of any number of views comes from two running sums, does not depend on their order, and is 0 where they agree.",
    source="[@yao2018mvsnet, §3.2, eq. (2)]",
    note="3d/mvsnet",
)
def variance_cost_needs_two_running_sums(broken: bool = False) -> Measured:
    """Add up 2 to 7 random feature volumes (8, 6, 6, 32) and their squares one at a time, and compare with NumPy's variance.

    Single precision is measured as well: with features around 100 the difference of two large numbers loses most of its digits.
    The broken variant squares the first view in place of the mean.
    """
    rng = np.random.default_rng(0)

    def running(volumes: Array) -> Array:
        total, squares = np.zeros_like(volumes[0]), np.zeros_like(volumes[0])
        for volume in volumes:
            total, squares = total + volume, squares + volume**2
        return squares / len(volumes) - (volumes[0] if broken else total / len(volumes)) ** 2

    worst = 0.0
    for n in range(2, 8):
        volumes = rng.standard_normal((n, 8, 6, 6, 32))
        for order in (volumes, volumes[::-1]):
            worst = max(worst, float(np.abs(running(order) - volumes.var(0)).max()))
    same = np.repeat(volumes[:1], 5, axis=0)
    agreeing = float(np.abs(running(same)).max())
    # squares up to 20 are known to 4e-15
    assert worst < 1e-13, f"running sums and variance differ by {worst}"
    assert agreeing < 1e-13, f"views that agree cost {agreeing}"
    large = (100 + volumes).astype(np.float32)
    single = float(np.abs(running(large) - large.astype(float).var(0)).max())
    return Measured(
        expected="0 up to rounding",
        measured=f"{worst:.0e}; {agreeing:.0e} where all agree; {single:.0e} in single precision with features around 100",
        numbers={"single_precision_error": single, "mean_variance": float(volumes.var(0).mean())},
        seed=0,
    )
