"""Claims of the topic 3D that concern implicit surfaces: occupancy, signed distance, and reading a surface out of a function."""

from collections.abc import Callable
from itertools import product

import numpy as np
from numpy.typing import NDArray

from papernotes.claims import Measured, claim
from papernotes.claims.adam import Adam
from papernotes.claims.arrays import Array, sigmoid

Bools = NDArray[np.bool_]
RING, TUBE = 0.6, 0.25  # the torus: radius of its ring and of its tube


def torus_occupied(p: Array) -> Bools:
    """Tell which points (n, 3) lie inside the torus, by its quartic equation."""
    squared = (p**2).sum(-1)
    return (squared + RING**2 - TUBE**2) ** 2 <= 4 * RING**2 * (p[:, :2] ** 2).sum(-1)


def torus_distance(p: Array) -> Array:
    """Return the signed distance of points (n, 3) to the torus: negative inside."""
    return np.hypot(np.hypot(p[:, 0], p[:, 1]) - RING, p[:, 2]) - TUBE


def crossing(inside: Callable[[Array], Bools], a: Array, b: Array) -> Array:
    """Halve the segments from `a` (n, 3), inside, to `b` (n, 3), outside, until the point of change is found."""
    for _ in range(60):
        middle = (a + b) / 2
        within = inside(middle)[:, None]
        a, b = np.where(within, middle, a), np.where(within, b, middle)
    return a


@claim(
    "3d-occupancy-and-distance-share-their-surface",
    "Occupancy and signed distance change at the same surface; the distance also says how far away it is.",
    source="[@park2019deepsdf, §3]",
    note="3d/occupancy-networks",
)
def occupancy_and_distance_share_their_surface(broken: bool = False) -> Measured:
    """Lay 500 segments from the middle of a torus's tube to far outside and find where each function changes.

    Occupancy is a quartic inequality, the distance a formula of its own; 40,000 points on the torus give the distance by search.
    The broken variant has a distance without a sign: it is nowhere negative, so there is no change to find.
    """
    rng = np.random.default_rng(0)
    angle = rng.uniform(0, 2 * np.pi, 500)
    centre = RING * np.stack([np.cos(angle), np.sin(angle), 0 * angle], axis=1)  # inside: the middle of the tube
    outward = rng.standard_normal((500, 3))
    far = centre + 2 * outward / np.linalg.norm(outward, axis=1, keepdims=True)

    def distance(p: Array) -> Array:
        return np.abs(torus_distance(p)) if broken else torus_distance(p)

    by_occupancy, by_distance = crossing(torus_occupied, centre, far), crossing(lambda p: distance(p) <= 0, centre, far)
    # a segment can cross the torus three times, and halving finds one of them: each is a point of the surface
    off = [float(np.abs(torus_distance(points)).max()) for points in (by_occupancy, by_distance)]
    first = np.linalg.norm(by_occupancy - by_distance, axis=1)
    assert max(off) < 1e-7, f"points of change lie {off} away from the surface"
    assert first.max() < 1e-7, f"the two surfaces are {first.max()} apart"  # the quartic is flat to 1e-16: half its digits are lost
    u, v = np.meshgrid(np.linspace(0, 2 * np.pi, 200, endpoint=False), np.linspace(0, 2 * np.pi, 200, endpoint=False))
    ring = RING + TUBE * np.cos(v)
    surface = np.stack([ring * np.cos(u), ring * np.sin(u), TUBE * np.sin(v)], -1).reshape(-1, 3)  # (40000, 3)
    asked = rng.uniform(-1, 1, (60, 3))
    searched = np.sqrt(((asked[:, None] - surface) ** 2).sum(-1).min(1))
    gap = float(np.abs(searched - np.abs(torus_distance(asked))).max())
    assert gap < 0.01, f"searched and computed distance differ by {gap}"  # the points on the torus are up to 0.027 apart
    return Measured(
        expected="one surface; the distance found by search",
        measured=f"surfaces at most {first.max():.0e} apart; distances within {gap:.4f} of the search",
        numbers={"segments": 500, "largest_gap_to_search": gap},
        seed=0,
    )


def train_occupancy(seed: int, linear: bool) -> Callable[[Array], Array]:
    """Train a network 3-32-32-1 by Adam on points drawn uniformly from the torus's box; return its probability of inside."""
    rng = np.random.default_rng(seed)
    shapes = [(3, 32), (32,), (32, 32), (32,), (32, 1), (1,)]
    weights = [rng.standard_normal(shape) * np.sqrt(2 / shape[0]) if len(shape) == 2 else np.zeros(shape) for shape in shapes]
    descent = Adam(weights, rate=0.02)

    def bend(x: Array) -> Array:
        return x if linear else np.maximum(x, 0)

    for _ in range(600):
        p = rng.uniform(-1, 1, (512, 3))
        w1, b1, w2, b2, w3, b3 = weights
        h1 = bend(p @ w1 + b1)  # (512, 32)
        h2 = bend(h1 @ w2 + b2)  # (512, 32)
        d3 = (sigmoid(h2 @ w3 + b3) - torus_occupied(p)[:, None]) / 512  # slope of the cross-entropy
        d2 = d3 @ w3.T * (linear or h2 > 0)
        d1 = d2 @ w2.T * (linear or h1 > 0)
        descent.step([p.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)])
    w1, b1, w2, b2, w3, b3 = weights
    return lambda p: sigmoid(bend(bend(p @ w1 + b1) @ w2 + b2) @ w3 + b3)[..., 0]


@claim(
    "3d-a-small-network-holds-a-surface",
    "A small network trained to tell inside from outside at random points holds the shape as its decision boundary.",
    source="[@mescheder2019occupancy, §3.1–3.2]",
    note="3d/occupancy-networks",
)
def a_small_network_holds_a_surface(broken: bool = False) -> Measured:
    """Train a network of 1,217 weights with the cross-entropy on a torus, a shape with a hole, and read 20,000 new points.

    IoU is the volume that is inside by both over the volume that is inside by either.
    The broken variant has no nonlinearity: its boundary is one plane.
    """
    seeds = range(3)
    unseen = np.random.default_rng(99).uniform(-1, 1, (20_000, 3))
    truth = torus_occupied(unseen)
    ticks = np.linspace(-1, 1, 25)
    slice_points = np.stack([*np.meshgrid(ticks, ticks), np.zeros((25, 25))], -1)  # (25, 25, 3), through the middle
    ious = []
    for seed in seeds:
        network = train_occupancy(seed, linear=broken)
        said = network(unseen) >= 0.5
        ious.append(float((said & truth).sum() / (said | truth).sum()))
    assert min(ious) > 0.8, f"IoU is only {ious}"  # the same shape with its hole filled has 0.74
    return Measured(
        expected="IoU near 1",
        measured=f"IoU {np.mean(ious):.3f} (from {min(ious):.3f} to {max(ious):.3f}, three seeds)",
        numbers={"iou": ious, "weights": 1217, "slice": network(slice_points).round(3).tolist()},
        seed=list(seeds),
    )


CORNERS = list(product((0, 1), repeat=3))


def mixed(grid: Bools, corners: list[tuple[int, ...]]) -> Bools:
    """Tell which cells of a grid (n+1, n+1, n+1) have corners that disagree: (n, n, n)."""
    n = len(grid) - 1
    views = [grid[i : i + n, j : j + n, k : k + n] for i, j, k in corners]
    return np.any(views, axis=0) & ~np.all(views, axis=0)


@claim(
    "3d-surface-search-asks-a-tenth-of-the-grid",
    "Multiresolution search finds every cell that the surface of a ball crosses and asks the network at 11 % of the fine grid.",
    source="[@mescheder2019occupancy, §3.3]",
    note="3d/occupancy-networks",
)
def surface_search_asks_a_tenth_of_the_grid(broken: bool = False) -> Measured:
    """Start with 32 cells a side around a ball of radius 0.5, split the cells whose corners disagree, twice, and count.

    The oracle is the dense grid of 129 points a side.
    The broken variant looks at two opposite corners of a cell only.
    """
    ticks = np.linspace(-0.55, 0.55, 129)
    occupied = ticks[:, None, None] ** 2 + ticks[:, None] ** 2 + ticks**2 <= 0.25  # (129, 129, 129)
    asked = np.zeros_like(occupied)
    asked[::4, ::4, ::4] = True
    counts, split = [int(asked.sum())], np.ones((32, 32, 32), dtype=bool)
    looked_at = [(0, 0, 0), (1, 1, 1)] if broken else CORNERS
    for step in (4, 2):
        split = split & mixed(occupied[::step, ::step, ::step], looked_at)
        finer = asked[:: step // 2, :: step // 2, :: step // 2]  # a view: marking it marks `asked`
        for offset in product(range(3), repeat=3):
            finer[tuple((2 * np.argwhere(split) + offset).T)] = True
        split = split.repeat(2, 0).repeat(2, 1).repeat(2, 2)
        counts.append(int(asked.sum()))
    crossed = mixed(occupied, CORNERS)
    missed = int((crossed & ~split).sum())
    assert missed == 0, f"{missed} of {crossed.sum()} cells of the surface were never looked at"
    share = counts[-1] / occupied.size
    assert share < 0.12, f"{share:.3f} of the grid was asked"  # a surface has n squared cells among n cubed
    return Measured(
        expected="35,937, 75,875, 235,573 points: 11.0 % of 2,146,689",
        measured=f"{counts[0]:,}, {counts[1]:,}, {counts[2]:,} points: {100 * share:.1f} %; none of {crossed.sum():,} cells missed",
        numbers={"asked": counts, "grid": int(occupied.size), "crossed": int(crossed.sum()), "missed": missed},
    )
