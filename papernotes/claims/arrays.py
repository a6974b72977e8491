"""Small pieces that several claims compute with; each is short enough to be checked by eye."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]
PROSE = Path(__file__).parent / "data" / "prose.txt"


def softmax(scores: Array, axis: int = -1) -> Array:
    """Return exp(scores) over its sum along `axis`; a score of -inf gets the weight 0."""
    shifted = np.exp(scores - scores.max(axis=axis, keepdims=True))  # the maximum taken off: no overflow
    return shifted / shifted.sum(axis=axis, keepdims=True)


def sigmoid(x: Array) -> Array:
    """Return 1 / (1 + exp(-x)) without overflow for any x."""
    return 0.5 * (1.0 + np.tanh(0.5 * x))


def attention(q: Array, k: Array, v: Array, mask: NDArray[np.bool_] | None = None) -> Array:
    """Attend from `q` (m, d) over `k` (n, d) and `v` (n, e): (m, e); `mask` (m, n) is True where looking is allowed."""
    scores = q @ k.T / np.sqrt(q.shape[-1])  # (m, n)
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    return softmax(scores) @ v


def causal_mask(length: int) -> NDArray[np.bool_]:
    """Return the (length, length) mask in which position i may look at positions 0 to i."""
    return np.tril(np.ones((length, length), dtype=bool))


def finite_differences(function: Callable[[Array], float], at: Array, step: float = 1e-6) -> Array:
    """Estimate the gradient of a scalar function at `at` by central differences; the shape of `at`."""
    gradient = np.zeros_like(at, dtype=float)
    for index in np.ndindex(at.shape):
        moved = np.zeros_like(gradient)
        moved[index] = step
        gradient[index] = (function(at + moved) - function(at - moved)) / (2 * step)
    return gradient


@cache
def digits() -> tuple[Array, NDArray[np.int64]]:
    """Load scikit-learn's 1,797 real digits: images (1797, 8, 8) in 0 to 1, labels (1797,)."""
    from sklearn.datasets import load_digits  # takes a second: only for claims that need it

    data = load_digits()
    return data.images / 16.0, data.target


@cache
def prose() -> str:
    """Read the frozen copy of this knowledge base's own prose: plain text, one sentence a line."""
    return PROSE.read_text(encoding="utf-8")
