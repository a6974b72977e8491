"""Claims of the topic CNN: boxes as numbers, from R-CNN's regression to YOLO's array, and the suppression of doubles."""

import numpy as np
from numpy.typing import NDArray

from papernotes.claims import Measured, claim
from papernotes.claims.arrays import Array

CELLS, CLASSES, SIDE = 7, 20, 448  # YOLO on PASCAL VOC: S, C and pixels


def overlap(a: Array, b: Array) -> Array:
    """Return the intersection over union of boxes (…, 4) given as centre x, centre y, width, height."""
    low = np.maximum(a[..., :2] - a[..., 2:] / 2, b[..., :2] - b[..., 2:] / 2)
    high = np.minimum(a[..., :2] + a[..., 2:] / 2, b[..., :2] + b[..., 2:] / 2)
    shared = np.maximum(high - low, 0).prod(axis=-1)
    return shared / (a[..., 2:].prod(axis=-1) + b[..., 2:].prod(axis=-1) - shared)


@claim(
    "cnn-box-targets-know-no-scale",
    "R-CNN's four regression targets are the same for a box at any scale and place, and their inverse returns the box.",
    source="[@girshick2014rich, App. C]",
    note="cnn/r-cnn",
)
def box_targets_know_no_scale(broken: bool = False) -> Measured:
    """Encode the note's pair of boxes and 1,000 random pairs, before and after enlarging and moving both boxes together.

    Broken, the centre's offset stays in pixels: it is not divided by the size of the proposal.
    """
    proposal, truth = np.array([100.0, 80, 60, 40]), np.array([106.0, 84, 72, 44])
    targets = encode_box(proposal, truth, broken)
    halfway = decode_box(proposal, targets / 2, broken)
    rng = np.random.default_rng(0)
    pairs = np.concatenate([rng.uniform(0, 500, (2, 1000, 2)), rng.uniform(10, 300, (2, 1000, 2))], axis=2)  # (2, 1000, 4)
    larger = pairs * rng.uniform(0.1, 10, (1000, 1))
    larger[..., :2] += rng.uniform(-300, 300, (1000, 2))
    back = float(np.abs(decode_box(pairs[0], encode_box(*pairs, broken), broken) - pairs[1]).max())
    drift = float(np.abs(encode_box(*larger, broken) - encode_box(*pairs, broken)).max())
    assert back < 1e-9, f"decoding misses the box by {back} pixels"  # rounding of numbers up to 500
    assert drift < 1e-9, f"scaling both boxes changed a target by {drift:.1f}"
    assert targets.round(3).tolist() == [0.1, 0.1, 0.182, 0.095], f"the note's targets are {targets.round(3).tolist()}"
    before, after = float(overlap(proposal, truth)), float(overlap(halfway, truth))
    return Measured(
        expected="0.1, 0.1, 0.182, 0.095; IoU 0.69 → 0.83",
        measured=f"{', '.join(f'{t:.3f}' for t in targets)}; IoU {before:.2f} → {after:.2f} with half of each; scaling changes a target by {drift:.0e} at most",
        numbers={"targets": targets.round(5).tolist(), "halfway": halfway.round(2).tolist(), "overlap": [round(before, 4), round(after, 4)], "drift": drift},
        seed=0,
    )


def encode_box(proposal: Array, truth: Array, in_pixels: bool = False) -> Array:
    """Return the targets (…, 4) that lead from a proposal to the true box."""
    shift = (truth[..., :2] - proposal[..., :2]) / (1 if in_pixels else proposal[..., 2:])
    return np.concatenate([shift, np.log(truth[..., 2:] / proposal[..., 2:])], axis=-1)


def decode_box(proposal: Array, targets: Array, in_pixels: bool = False) -> Array:
    """Return the box (…, 4) to which the targets move a proposal."""
    centre = proposal[..., :2] + targets[..., :2] * (1 if in_pixels else proposal[..., 2:])
    return np.concatenate([centre, proposal[..., 2:] * np.exp(targets[..., 2:])], axis=-1)


@claim(
    "cnn-yolo-array-holds-the-boxes",
    "YOLO's 7 × 7 × 30 array holds every box and class exactly, unless two centres fall into one cell.",
    source="[@redmon2016you, §2, §2.4]",
    note="cnn/yolo",
)
def yolo_array_holds_the_boxes(broken: bool = False) -> Measured:
    """Write objects into the array and read them back: the note's dog, then 500 random scenes of four objects.

    Objects whose centres share a cell cannot both be kept, since a cell has one set of classes: these are counted and held
    against chance, 1 − 48·47·46 / 49³. Broken, the reader forgets to add the cell's own column and row.
    """
    dog = np.array([180.0, 270, 160, 240])
    array = encode_scene(dog[None], np.array([11]))
    row, column = (int(i) for i in np.argwhere(array[..., 4])[0])
    assert (row, column) == (4, 2) and np.allclose(array[4, 2, :4], [0.8125, 0.21875, 160 / 448, 240 / 448]), f"the dog stands at row {row}, column {column}: {array[row, column, :4]}"
    rng = np.random.default_rng(0)
    worst, lost = 0.0, 0
    for boxes in rng.uniform(0, SIDE, (500, 4, 4)):
        classes = rng.integers(CLASSES, size=4)
        found, kinds = decode_scene(encode_scene(boxes, classes), forget_cell=broken)
        crowded = len(found) < 4
        lost += crowded
        if not crowded:
            nearest = np.abs(boxes[:, None] - found).max(axis=2)  # (4, 4)
            worst = max(worst, float(nearest.min(axis=1).max()))
            assert worst < 1e-9, f"a box came back wrong by {worst:.0f} pixels"  # rounding at 448
            assert (kinds[nearest.argmin(axis=1)] == classes).all(), "a class came back wrong"
    chance = 1 - np.prod([1 - k / CELLS**2 for k in range(4)])
    assert abs(lost / 500 - chance) < 0.06, f"{lost} of 500 scenes lost a box, chance says {chance:.0%}"  # four standard errors
    return Measured(
        expected="exact; crowded scenes lose a box",
        measured=f"row {row}, column {column}, ({array[4, 2, 0]:.4f}, {array[4, 2, 1]:.5f}) for the dog; {500 - lost} scenes back {'exactly' if worst == 0 else f'within {worst:.0e} pixels'}, {lost} of 500 crowded (chance {chance:.0%})",
        numbers={"array_shape": list(array.shape), "dog": array[4, 2, :5].round(5).tolist(), "crowded": lost / 500, "chance": round(float(chance), 4), "worst": worst},
        seed=0,
    )


def encode_scene(boxes: Array, classes: NDArray[np.int64]) -> Array:
    """Write boxes (n, 4) in pixels and their classes (n,) into the target array (7, 7, 30); a later object overwrites an earlier one of its cell."""
    array = np.zeros((CELLS, CELLS, 5 * 2 + CLASSES))
    for box, kind in zip(boxes, classes, strict=True):
        place = box[:2] / SIDE * CELLS
        column, row = place.astype(int)
        array[row, column] = 0
        array[row, column, :5] = array[row, column, 5:10] = [*(place % 1), *(box[2:] / SIDE), 1]  # which predictor answers is decided in training
        array[row, column, 10 + kind] = 1
    return array


def decode_scene(array: Array, forget_cell: bool = False) -> tuple[Array, NDArray[np.int64]]:
    """Read the boxes (n, 4) in pixels and the classes (n,) from an array (7, 7, 30)."""
    rows, columns = np.nonzero(array[..., 4] > 0.5)
    numbers = array[rows, columns]  # (n, 30)
    cell = 0 if forget_cell else np.stack([columns, rows], axis=1)
    centres = (numbers[:, :2] + cell) / CELLS * SIDE
    return np.concatenate([centres, numbers[:, 2:4] * SIDE], axis=1), numbers[:, 10:].argmax(axis=1)


@claim(
    "cnn-yolo-loss-adds-up",
    "In YOLO's loss one predictor answers for an object, and in the worked example the many that see none make the largest term.",
    source="[@redmon2016you, §2.2]",
    note="cnn/yolo",
)
def yolo_loss_adds_up(broken: bool = False) -> Measured:
    """Compute the loss over the whole array for the note's dog and two made-up predictors, by array operations.

    The oracle is the note's table, one term at a time by hand: 0.0963, 0.0155, 0.0339, 0.1650, 0.0800. The roots are
    tested on an error of 20 pixels in widths of 400 and 40. Broken, both predictors of the cell answer for the object.
    """
    predicted = np.zeros((CELLS, CELLS, 30))
    predicted[..., 4] = predicted[..., 9] = 0.05
    predicted[4, 2, :10] = [0.70, 0.30, 0.30, 0.50, 0.60, 0.90, 0.10, 0.60, 0.20, 0.30]
    predicted[4, 2, 10 + 11], predicted[4, 2, 10 + 7] = 0.8, 0.2  # dog and cat
    terms = loss_terms(predicted, encode_scene(np.array([[180.0, 270, 160, 240]]), np.array([11])), both_answer=broken)
    table = [0.0963, 0.0155, 0.0339, 0.1650, 0.0800]
    assert terms.round(4).tolist() == table, f"the terms are {terms.round(4).tolist()}, the table says {table}"  # four decimals, as printed
    assert terms.argmax() == 3, "the confidence without an object is not the largest term"
    ratio = root_cost(40, 20) / root_cost(400, 380)
    return Measured(
        expected="0.0963, 0.0155, 0.0339, 0.1650, 0.0800",
        measured=f"{', '.join(f'{t:.4f}' for t in terms)}; sum {terms.sum():.4f}; 20 pixels cost {ratio:.1f} times as much at width 40 as at 400",
        numbers={"terms": terms.round(5).tolist(), "sum": round(float(terms.sum()), 5), "root_ratio": round(ratio, 3)},
    )


def root_cost(width: float, wrong: float) -> float:
    """Return the squared difference of the roots of two widths in pixels, as shares of the image."""
    return float((np.sqrt(width / SIDE) - np.sqrt(wrong / SIDE)) ** 2)


def loss_terms(predicted: Array, target: Array, both_answer: bool = False) -> Array:
    """Return the five terms (5,) of the loss: centre, size, confidence with and without object, class."""
    boxes, truth = predicted[..., :10].reshape(CELLS, CELLS, 2, 5), target[..., None, :5]  # (7, 7, 2, 5), (7, 7, 1, 5)
    corner = np.arange(CELLS)[:, None, None], np.arange(CELLS)[None, :, None]
    here, there = (np.stack([(b[..., 0] + corner[1]) / CELLS, (b[..., 1] + corner[0]) / CELLS, b[..., 2], b[..., 3]], axis=-1) for b in (boxes, truth))
    occupied = target[..., 4] > 0  # (7, 7)
    iou = np.where(occupied[..., None], overlap(here, np.maximum(there, 1e-12)), 0)  # (7, 7, 2); empty cells have no box
    answers = occupied[..., None] & (both_answer | (iou == iou.max(axis=2, keepdims=True)))
    centre = 5 * ((boxes[..., :2] - truth[..., :2])[answers] ** 2).sum()
    size = 5 * ((np.sqrt(boxes[..., 2:4]) - np.sqrt(truth[..., 2:4]))[answers] ** 2).sum()
    wrong = (boxes[..., 4] - np.where(answers, iou, 0)) ** 2
    kinds = ((predicted - target)[..., 10:][occupied] ** 2).sum()
    return np.array([centre, size, wrong[answers].sum(), 0.5 * wrong[~answers].sum(), kinds])


@claim(
    "cnn-suppression-needs-a-living-witness",
    "After non-maximum suppression no two boxes overlap too much, and every dropped box overlaps a better one that was kept.",
    source="[@redmon2016you, §2.3]",
    note="cnn/yolo",
)
def suppression_needs_a_living_witness(broken: bool = False) -> Measured:
    """Suppress the note's three dog boxes and 20 scenes of 150 random boxes, and test the two properties that define the result.

    The properties know nothing of the order of the loop, so they are an oracle for it. Broken, every box is compared
    with all better boxes at once, dropped ones included: boxes then vanish without a kept one in their place.
    """
    dogs = np.array([[180.0, 270, 160, 240], [188, 262, 150, 250], [360, 250, 100, 180]])
    kept = suppress(dogs, np.array([0.48, 0.40, 0.35]), 0.5, broken)
    assert kept.tolist() == [0, 2], f"of the dogs A, B, C the numbers {kept.tolist()} stay"
    left = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        boxes = np.concatenate([rng.uniform(0, SIDE, (150, 2)), rng.uniform(60, 200, (150, 2))], axis=1)
        score = rng.random(150)
        kept = suppress(boxes, score, 0.5, broken)
        meets = overlap(boxes[:, None], boxes) > 0.5  # (150, 150)
        assert meets[np.ix_(kept, kept)].sum() == len(kept), "two kept boxes overlap"  # only with themselves
        for dropped in np.setdiff1d(np.arange(150), kept):
            witnesses = meets[dropped, kept] & (score[kept] > score[dropped])
            assert witnesses.any(), f"seed {seed}: box {dropped} was dropped, but no better box that overlaps it was kept"
        left.append(len(kept))
    return Measured(
        expected="A and C stay; a kept witness for each dropped box",
        measured=f"A and C stay (IoU of A and B {overlap(dogs[0], dogs[1]):.2f}); {min(left)} to {max(left)} of 150 boxes kept in 20 scenes, none dropped without a witness",
        numbers={"kept": left, "overlap_a_b": round(float(overlap(dogs[0], dogs[1])), 4), "overlap_a_c": float(overlap(dogs[0], dogs[2]))},
        seed=list(range(20)),
    )


def suppress(boxes: Array, score: Array, threshold: float, by_the_dropped_too: bool = False) -> NDArray[np.int64]:
    """Return the numbers of the boxes (n, 4) that stay, best score first."""
    order = np.argsort(-score, kind="stable")
    kept: list[int] = []
    for place, box in enumerate(order):
        rivals = order[:place] if by_the_dropped_too else np.array(kept, dtype=int)
        if not (overlap(boxes[box], boxes[rivals]) > threshold).any():
            kept.append(int(box))
    return np.array(kept)
