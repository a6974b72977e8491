"""Claims of the topic CNN: finding where an object is, with proposals, shared features, and without any box."""

import numpy as np
from numpy.typing import NDArray

from papernotes.claims import Measured, claim
from papernotes.claims.arrays import Array, digits, softmax
from papernotes.claims.nets import Layers, start

Boxes = NDArray[np.int64]  # (n, 4): top, left, bottom, right; bottom and right excluded


def overlap(a: Boxes, b: Boxes) -> Array:
    """Return the intersection over union of boxes (…, 4) given by their edges."""
    high, low = np.minimum(a[..., 2:], b[..., 2:]), np.maximum(a[..., :2], b[..., :2])
    shared = np.maximum(high - low, 0).prod(axis=-1)
    return shared / ((a[..., 2:] - a[..., :2]).prod(axis=-1) + (b[..., 2:] - b[..., :2]).prod(axis=-1) - shared)


def box_of(mask: NDArray[np.bool_]) -> list[int]:
    """Return the edges of the smallest box around the true pixels of a mask (m, n)."""
    rows, columns = np.nonzero(mask)
    return [int(rows.min()), int(columns.min()), int(rows.max()) + 1, int(columns.max()) + 1]


def scene(rng: np.random.Generator, side: int, places: list[tuple[int, int]]) -> tuple[Array, Boxes, list[int]]:
    """Paste real digits into an empty image (side, side); return it with the digits' boxes and labels."""
    images, labels = digits()
    chosen = rng.integers(len(images), size=len(places))
    canvas, boxes = np.zeros((side, side)), []
    for (row, column), number in zip(places, chosen, strict=True):
        canvas[row : row + 8, column : column + 8] = images[number]
        boxes.append(np.add(box_of(images[number] > 0), [row, column, row, column]))
    return canvas, np.array(boxes), labels[chosen].tolist()


@claim(
    "cnn-merging-proposes-objects",
    "Merging the most alike neighbours of n segments proposes 2n − 1 regions, and they cover objects better than as many random boxes.",
    source="[@uijlings2013selective, §3]",
    note="cnn/r-cnn",
)
def merging_proposes_objects(broken: bool = False) -> Measured:
    """Group 24 × 24 scenes of four real digits: cut them into small segments of equal grey level, then merge neighbours until one is left.

    Each merge adds one region, so a tree over n segments has 2n − 1, the oracle of the count. For each digit the best
    proposal is held against the best of as many random boxes. This is the bare idea of selective search, with one measure
    of likeness (grey value and size). Broken, only the first segments are proposed: the hierarchy is left out.
    """
    ours, random, counts = [], [], []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        canvas, truth, _ = scene(rng, 24, [(2, 2), (2, 13), (13, 2), (13, 13)])
        proposals, segments = grouped(canvas, merge=not broken)
        assert len(proposals) == 2 * segments - 1, f"{segments} segments gave {len(proposals)} regions"
        corners = np.sort(rng.integers(0, 25, (len(proposals), 2, 2)), axis=1)  # (n, low and high, rows and columns)
        corners[:, 1] += corners[:, 0] == corners[:, 1]
        ours += overlap(truth[:, None], proposals).max(axis=1).tolist()
        random += overlap(truth[:, None], corners.reshape(-1, 4)).max(axis=1).tolist()
        counts.append(len(proposals))
    found, by_chance = np.mean(np.array(ours) > 0.5), np.mean(np.array(random) > 0.5)
    assert found > by_chance + 0.2, f"grouping covers {found:.0%} of the digits, random boxes {by_chance:.0%}"
    return Measured(
        expected="2n − 1 regions; more digits covered",
        measured=f"{min(counts)} to {max(counts)} regions; {found:.0%} of 20 digits covered at IoU 0.5, {by_chance:.0%} by as many random boxes; mean best IoU {np.mean(ours):.2f} against {np.mean(random):.2f}",
        numbers={"regions": counts, "covered": float(found), "covered_random": float(by_chance), "best_overlap": [round(float(np.mean(ours)), 4), round(float(np.mean(random)), 4)]},
        seed=list(range(5)),
    )


def grouped(canvas: Array, merge: bool) -> tuple[Boxes, int]:
    """Return the boxes (n, 4) of all regions of the merging tree, and the number of segments it began with."""
    from scipy.ndimage import label

    levels = np.digitize(canvas, [0.25, 0.5, 0.75])  # four grey levels
    regions = [part == k for level in range(4) for part, count in [label(levels == level)] for k in range(1, count + 1)]
    segments, proposals = len(regions), [box_of(r) for r in regions]
    while merge and len(regions) > 1:
        first, second = most_alike(regions, canvas)
        union = regions[first] | regions[second]
        regions = [r for k, r in enumerate(regions) if k not in (first, second)] + [union]
        proposals.append(box_of(union))
    return np.array(proposals), segments


def most_alike(regions: list[NDArray[np.bool_]], canvas: Array) -> tuple[int, int]:
    """Return the two touching regions that differ least in mean grey value plus their common share of the image."""
    masks = np.array([r.ravel() for r in regions], dtype=float)  # (n, pixels)
    grown = np.array([touching(r).ravel() for r in regions], dtype=float)
    sizes = masks.sum(axis=1)
    means = masks @ canvas.ravel() / sizes
    unlike = np.abs(means[:, None] - means) + (sizes[:, None] + sizes) / canvas.size
    unlike[(grown @ masks.T == 0) | np.eye(len(regions), dtype=bool)] = np.inf
    first, second = np.unravel_index(unlike.argmin(), unlike.shape)
    return int(first), int(second)


def touching(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the mask (m, n) grown by one pixel up, down, left and right."""
    grown = mask.copy()
    grown[1:] |= mask[:-1]
    grown[:-1] |= mask[1:]
    grown[:, 1:] |= mask[:, :-1]
    grown[:, :-1] |= mask[:, 1:]
    return grown


@claim(
    "cnn-shared-features-are-the-same",
    "A window cut from one shared feature map equals the features of the cropped region, for a fraction of the arithmetic.",
    source="[@girshick2015fast, §2.1]",
    note="cnn/r-cnn",
)
def shared_features_are_the_same(broken: bool = False) -> Measured:
    """Convolve a 60 × 100 scene of real digits once, and 2,000 crops of 23 × 23 from it one by one, with the same two layers.

    The sizes are a tenth of the note's 600 × 1000 image and 227 × 227 crops. Every multiplication is counted where it is
    done. Without padding the features agree to rounding: that is why the work can be shared. The warp of R-CNN, which
    changes the crop's scale, is left out. Broken, scene and crops are padded with zeros, as networks often do, and the crops' borders differ.
    """
    rng = np.random.default_rng(0)
    canvas = scene(rng, 100, [(10 * i, 10 * j) for i in range(6) for j in range(10)])[0][:60]
    kernels = [rng.standard_normal((9 * 1, 4)), rng.standard_normal((9 * 4, 4)) / 6]  # 3 × 3, 1 → 4 → 4 channels
    shared, once = features(canvas, kernels, padded=broken)
    gap, each = 0.0, 0
    for row, column in zip(rng.integers(0, 38, 2000), rng.integers(0, 78, 2000), strict=True):
        own, cost = features(canvas[row : row + 23, column : column + 23], kernels, padded=broken)
        gap, each = max(gap, float(np.abs(own - shared[row : row + len(own), column : column + len(own)]).max())), each + cost
    ratio, pixels = each / once, 2000 * 227**2 / (600 * 1000)
    assert gap < 1e-12, f"a crop's features differ from the shared ones by {gap:.2f}"  # same sums, another order
    assert 100 < ratio < pixels, f"crop by crop costs {ratio:.0f} times as much"  # crops lose their borders, so a little under the pixels' ratio
    return Measured(
        expected=f"equal features; pixels {pixels:.0f} to 1 for 2,000 crops",
        measured=f"features equal within {gap:.0e}; {each / 1e6:.0f} against {once / 1e6:.2f} million multiplications, {ratio:.0f} to 1",
        numbers={"gap": gap, "crops": each, "shared": once, "ratio": round(ratio, 2), "pixel_ratio": round(pixels, 2)},
        seed=0,
    )


def features(image: Array, kernels: list[Array], padded: bool) -> tuple[Array, int]:
    """Run two 3 × 3 convolutions with ReLU over an image (m, n): the map (m − 4, n − 4, 4), or (m, n, 4) when padded, and the multiplications done."""
    maps, count = image[..., None], 0  # (m, n, 1)
    for kernel in kernels:
        maps = np.pad(maps, ((1, 1), (1, 1), (0, 0))) if padded else maps
        windows = np.lib.stride_tricks.sliding_window_view(maps, (3, 3), axis=(0, 1))  # (m − 2, n − 2, channels, 3, 3)
        rows = windows.reshape(*windows.shape[:2], -1)  # (m − 2, n − 2, 9 · channels)
        maps = np.maximum(rows @ kernel, 0)
        count += rows.size * kernel.shape[1]
    return maps, count


@claim(
    "cnn-saliency-locates-worse-than-training-on-boxes",
    "A box around the saliency map of a classifier that never saw a box fits the object well, and a regression on the same features, trained on boxes, fits it better.",
    source="[@simonyan2014deep, §3.2]",
    note="cnn/saliency-maps",
)
def saliency_locates_worse(broken: bool = False) -> Measured:
    """Paste real digits at random places of 16 × 16 images, train a small convolutional classifier on labels, and locate 400 new digits in two ways.

    One way takes the box around the pixels above the 95 % quantile of the saliency map (without the paper's GraphCut), the
    other a ridge regression from the same network's feature maps to the box's edges, trained on 1,200 boxes. Toy images:
    the order is the point, not the sizes. Broken, the regression learns from the boxes of other images.
    """
    by_saliency, by_boxes, right = [], [], []
    for seed in range(3):
        rng = np.random.default_rng(seed)
        images, labels, boxes = located_digits(rng, 1600)  # (1600, 16, 16), (1600,), (1600, 4)
        windows = np.lib.stride_tricks.sliding_window_view(images, (8, 8), axis=(1, 2)).reshape(1600, 81, 64)
        layers = train_detector(windows[:1200], labels[:1200], rng)
        maps = np.maximum(windows @ layers[0], 0)  # (1600, 81 places, 40 channels)
        summary = np.hstack([maps.mean(axis=2), maps.max(axis=2), np.ones((1600, 1))])  # (2400, 163)
        known = np.roll(boxes[:1200], 1, axis=0) if broken else boxes[:1200]
        regression = np.linalg.solve(summary[:1200].T @ summary[:1200] + np.eye(163), summary[:1200].T @ known)  # (163, 4)
        seen = np.array([saliency_box(image, layers) for image in windows[1200:]])
        by_saliency.append(float(overlap(seen, boxes[1200:]).mean()))
        by_boxes.append(float(overlap(summary[1200:] @ regression, boxes[1200:]).mean()))
        right.append(float(((maps[1200:].max(axis=1) @ layers[1]).argmax(axis=1) == labels[1200:]).mean()))
    gains = np.subtract(by_boxes, by_saliency)
    assert (gains > 0.04).all(), f"mean IoU {min(by_boxes):.2f} from boxes, {max(by_saliency):.2f} from saliency"  # three standard errors of 400 overlaps
    return Measured(
        expected="regression on boxes above saliency",
        measured=f"mean IoU {np.mean(by_boxes):.2f} from boxes, {np.mean(by_saliency):.2f} from saliency (spreads {np.ptp(by_boxes):.2f}, {np.ptp(by_saliency):.2f}); {np.mean(right):.0%} of the labels right",
        numbers={"from_boxes": [round(b, 4) for b in by_boxes], "from_saliency": [round(s, 4) for s in by_saliency], "accuracy": [round(r, 4) for r in right]},
        seed=[0, 1, 2],
    )


def located_digits(rng: np.random.Generator, count: int) -> tuple[Array, NDArray[np.int64], Boxes]:
    """Return images (n, 16, 16) with one digit each at a random place, their labels (n,) and boxes (n, 4)."""
    scenes = [scene(rng, 16, [tuple(rng.integers(0, 9, 2))]) for _ in range(count)]
    return np.array([s[0] for s in scenes]), np.array([s[2][0] for s in scenes]), np.array([s[1][0] for s in scenes])


def train_detector(windows: Array, labels: NDArray[np.int64], rng: np.random.Generator) -> Layers:
    """Train 40 filters of 8 × 8, ReLU, maximum over the image, and a layer to 10 classes, on windows (n, 81, 64) and labels (n,)."""
    filters, out = start(rng, 40)  # (64, 40), (40, 10)
    speed = [np.zeros_like(filters), np.zeros_like(out)]
    for _ in range(300):
        chosen = rng.integers(0, len(windows), 40)
        maps = windows[chosen] @ filters  # (40 images, 81, 40 channels)
        best = maps.argmax(axis=1)  # (40, 40), where each channel is strongest
        hidden = np.maximum(maps.max(axis=1), 0)
        error = softmax(hidden @ out)  # (40, 10)
        error[np.arange(40), labels[chosen]] -= 1
        back = (error @ out.T) * (hidden > 0) / 40  # (40, 40)
        looked_at = windows[chosen[:, None], best]  # (40 images, 40 channels, 64)
        speed[0] = 0.9 * speed[0] + np.einsum("nkd,nk->dk", looked_at, back)
        speed[1] = 0.9 * speed[1] + hidden.T @ error / 40
        filters, out = filters - 0.05 * speed[0], out - 0.05 * speed[1]
    return filters, out


def saliency_box(windows: Array, layers: Layers) -> list[int]:
    """Return the box around the pixels, of an image given as windows (81, 64), whose influence on the winning score is in the top 5 %."""
    maps = windows @ layers[0]  # (81, 40)
    hidden = np.maximum(maps.max(axis=0), 0)
    winner = (hidden @ layers[1]).argmax()
    gradient = np.zeros((16, 16))
    for channel in np.flatnonzero(hidden):
        row, column = divmod(int(maps[:, channel].argmax()), 9)
        gradient[row : row + 8, column : column + 8] += layers[1][channel, winner] * layers[0][:, channel].reshape(8, 8)
    return box_of(np.abs(gradient) >= np.quantile(np.abs(gradient), 0.95))
