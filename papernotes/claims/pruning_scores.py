"""Claims of the topic Pruning: what a score says about a weight, and which synapses a memory on a budget should keep."""

from functools import cache

import numpy as np

from papernotes.claims import Measured, claim
from papernotes.claims.arrays import Array, finite_differences, softmax
from papernotes.claims.nets import split_digits

DECAY = 1e-3  # weight decay: it makes the minimum unique, so that training can really converge


def digit_loss(weights: Array) -> tuple[float, Array]:
    """Return the loss of a softmax classifier with weights (640,) on 1,200 real digits, decay included, and its gradient."""
    x, y = split_digits()[:2]
    scores = x @ weights.reshape(64, 10)  # (1200, 10)
    highest = scores.max(axis=1, keepdims=True)
    logs = scores - highest - np.log(np.exp(scores - highest).sum(axis=1, keepdims=True))
    error = np.exp(logs)
    error[np.arange(len(y)), y] -= 1
    loss = -logs[np.arange(len(y)), y].mean() + DECAY / 2 * weights @ weights
    return float(loss), (x.T @ error / len(y)).ravel() + DECAY * weights


@cache
def converged() -> tuple[Array, Array]:
    """Train the digit classifier to its minimum; return its weights (640,) and the second derivatives by each (640,)."""
    from scipy.optimize import minimize

    fit = minimize(digit_loss, np.zeros(640), jac=True, method="L-BFGS-B", options={"maxiter": 2000, "ftol": 1e-15, "gtol": 1e-8})
    x = split_digits()[0]
    share = softmax(x @ fit.x.reshape(64, 10))  # (1200, 10)
    return fit.x, ((x**2).T @ (share * (1 - share)) / len(x)).ravel() + DECAY


def joint_loss(deleted: Array) -> float:
    """Return how much the loss at the minimum grows when the weights where `deleted` (640,) is true go together."""
    weights, _ = converged()
    return digit_loss(np.where(deleted, 0, weights))[0] - digit_loss(weights)[0]


@cache
def single_losses() -> Array:
    """Delete each weight of the digit classifier alone and return the growth of the loss (640,): the honest test."""
    return np.array([joint_loss(np.arange(640) == k) for k in range(640)])


@claim(
    "pruning-curvature-predicts-one-deletion",
    "Deleting a single weight of a converged network costs what Optimal Brain Damage says, half curvature times weight squared; size ranks weights less well.",
    source="[@lecun1989optimal, §2]",
    note="pruning/magnitude-pruning",
)
def curvature_predicts_one_deletion(broken: bool = False) -> Measured:
    """Train a softmax classifier on real digits to its minimum, delete each of its 640 weights alone and measure the loss.

    The oracle is that honest test. The saliency ½ h w² must match it, and order the weights better than |w| does; rank
    correlation measures the order. Broken, all curvatures are taken as equal, which is magnitude pruning's shortcut.
    """
    from scipy.stats import spearmanr

    weights, curvature = converged()
    if broken:
        curvature = np.full_like(curvature, curvature.mean())
    saliency, true = 0.5 * curvature * weights**2, single_losses()
    by_curvature, by_size = (float(spearmanr(score, true)[0]) for score in (saliency, np.abs(weights)))
    off = float(np.abs(saliency - true).max() / true.max())
    assert off < 0.15, f"a saliency misses the true change by {off:.0%} of the largest change"  # the cubic term that the formula drops
    assert by_curvature > 0.999 > by_size, f"rank correlation with the truth: saliency {by_curvature:.4f}, size {by_size:.4f}"
    return Measured(
        expected="saliency = true change; size less exact",
        measured=f"rank correlation with the true change {by_curvature:.4f} for saliency, {by_size:.3f} for size; saliency off by {off:.0%} of the largest at most",
        numbers={"rank_saliency": round(by_curvature, 5), "rank_size": round(by_size, 4), "largest_miss": round(off, 4), "curvature_range": [float(curvature.min()), float(curvature.max())]},
    )


@claim(
    "pruning-deletions-do-not-add-up",
    "Optimal Brain Damage is the better rule for a gentle cut and loses to plain size for a hard one, because the effects of many deletions do not add up.",
    source="[@lecun1989optimal, §2.3]",
    note="pruning/magnitude-pruning",
)
def deletions_do_not_add_up(broken: bool = False) -> Measured:
    """Delete 20, 50, 70 and 80 % of the digit classifier's 640 weights by saliency and by size, without training on.

    The sum of the true single changes is what addition promises; the joint change is measured. At 80 % the joint change
    must be a multiple of the sum, and there plain size does better, although its derivation neglects more.
    Broken, each weight is put back before the next one goes, so that effects do add.
    """
    weights, curvature = converged()
    cuts = [0.2, 0.5, 0.7, 0.8]
    table = np.array([[cut_costs(score, cut, one_by_one=broken) for score in (0.5 * curvature * weights**2, np.abs(weights))] for cut in cuts])  # (4, 2, 2)
    (saliency, size), promised = table[:, :, 0].T, table[:, 0, 1]
    assert (saliency[:2] < size[:2]).all(), "size did better at a gentle cut"
    assert saliency[3] > 2 * promised[3], f"at 80 % the joint change is {saliency[3]:.3f}, the sum of the single ones {promised[3]:.3f}"
    assert size[3] < saliency[3], "saliency did better at the hard cut too"
    return Measured(
        expected="saliency cheaper at 50 %, size at 80 %",
        measured=f"loss grows by {saliency[1]:.4f} against {size[1]:.4f} at 50 %, by {saliency[3]:.2f} against {size[3]:.2f} at 80 %, where addition promised {promised[3]:.2f}",
        numbers={"cut": cuts, "saliency": saliency.round(6).tolist(), "size": size.round(6).tolist(), "sum_of_single": promised.round(6).tolist()},
    )


def cut_costs(score: Array, cut: float, one_by_one: bool) -> tuple[float, float]:
    """Delete the share `cut` of lowest score; return the joint growth of the loss and the sum of the single ones."""
    deleted = score < np.sort(score)[round(cut * score.size)]
    total = float(single_losses()[deleted].sum())
    return (total if one_by_one else joint_loss(deleted)), total


@claim(
    "pruning-snip-switch-derivative",
    "The derivative by a connection's switch is weight times gradient; it ranks by how much a connection matters, not by whether it helps.",
    source="[@lee2019snip, §4.1]",
    note="pruning/magnitude-pruning",
)
def snip_switch_derivative(broken: bool = False) -> Measured:
    """Put a switch c on each weight of a linear unit and of a small untrained network, and compare w ∂L/∂w with finite differences.

    In the unit w = (1, 0.2, -0.6), x = (0.1, 2, 1), target 1, the largest weight scores lowest and deleting the
    best-scored connection lowers the loss by 0.48. Broken, the factor w is left out: plain gradient.
    """
    weights, x = np.array([1.0, 0.2, -0.6]), np.array([0.1, 2.0, 1.0])

    def unit_loss(switches: Array) -> float:
        return float(0.5 * ((switches * weights) @ x - 1) ** 2)

    derivative = (1 if broken else weights) * (weights @ x - 1) * x  # w ∂L/∂w, (3,)
    gap = float(np.abs(derivative - finite_differences(unit_loss, np.ones(3))).max())
    assert gap < 1e-8, f"the switch derivative misses finite differences by {gap:.2f}"  # central differences of a quadratic: rounding only
    score = np.abs(derivative) / np.abs(derivative).sum()
    change = [unit_loss(1 - np.eye(3)[k]) - unit_loss(np.ones(3)) for k in range(3)]
    assert score.argmin() == np.abs(weights).argmax() and change[int(score.argmax())] < -0.4, "size and score agree here, or the best-scored connection helps"
    first = np.random.default_rng(0).standard_normal(640) * 0.2  # an untrained classifier for digits
    by_rule = (1 if broken else first) * digit_loss(first)[1]
    chosen = np.random.default_rng(1).choice(640, 40, replace=False)
    measured = np.array([(digit_loss(first * (1 + 1e-6 * unit))[0] - digit_loss(first * (1 - 1e-6 * unit))[0]) / 2e-6 for unit in np.eye(640)[chosen]])
    gap = float(np.abs(by_rule[chosen] - measured).max())
    assert gap < 1e-8, f"on digits the switch derivative misses finite differences by {gap:.0e}"  # rounding of the loss over the step
    return Measured(
        expected="-0.11, -0.44, 0.66; deletion by 0.48 better",
        measured=f"{derivative[0]:.2f}, {derivative[1]:.2f}, {derivative[2]:.2f}; deleting the best-scored changes the loss by {change[2]:.2f}; on digits off by {gap:.0e}",
        numbers={"derivative": derivative.round(6).tolist(), "score": score.round(4).tolist(), "change_on_deletion": np.round(change, 4).tolist(), "gap_on_digits": gap},
        seed=[0, 1],
    )
