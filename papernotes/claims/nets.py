"""A network with one hidden layer on the real digits, small enough to train inside a claim."""

import numpy as np
from numpy.typing import NDArray

from papernotes.claims.arrays import Array, digits, softmax

Layers = tuple[Array, Array]  # weights (64, hidden) and (hidden, 10); no biases, so that every parameter is a weight


def split_digits() -> tuple[Array, NDArray[np.int64], Array, NDArray[np.int64]]:
    """Split the real digits into the first 1,200 to train on and the last 597 to test on: x (n, 64), y (n,)."""
    images, labels = digits()
    flat = images.reshape(-1, 64)
    return flat[:1200], labels[:1200], flat[1200:], labels[1200:]


def start(rng: np.random.Generator, hidden: int) -> Layers:
    """Draw first weights with the spread of He: sqrt(2 / inputs)."""
    return rng.standard_normal((64, hidden)) * np.sqrt(2 / 64), rng.standard_normal((hidden, 10)) * np.sqrt(2 / hidden)


def scores(x: Array, layers: Layers) -> Array:
    """Return the class scores (n, 10) before the softmax for images x (n, 64)."""
    return np.maximum(x @ layers[0], 0) @ layers[1]


def accuracy(x: Array, y: NDArray[np.int64], layers: Layers) -> float:
    """Return the share of images x (n, 64) whose highest score is the label y (n,)."""
    return float((scores(x, layers).argmax(axis=1) == y).mean())


def train(layers: Layers, masks: Layers, rng: np.random.Generator, steps: int, rate: float = 0.1, batch: int = 60) -> Layers:
    """Return the layers after `steps` of gradient descent with momentum; where a mask is 0 the weight is 0 and stays 0."""
    x, y = split_digits()[:2]
    first, second = layers[0] * masks[0], layers[1] * masks[1]
    speed = [np.zeros_like(first), np.zeros_like(second)]
    for _ in range(steps):
        chosen = rng.integers(0, len(x), batch)
        hidden = np.maximum(x[chosen] @ first, 0)  # (batch, hidden)
        error = softmax(hidden @ second)  # (batch, 10)
        error[np.arange(batch), y[chosen]] -= 1  # softmax minus the wanted answer: the gradient of the loss by the scores
        back = (error @ second.T) * (hidden > 0)  # (batch, hidden)
        speed[0] = 0.9 * speed[0] + x[chosen].T @ back / batch
        speed[1] = 0.9 * speed[1] + hidden.T @ error / batch
        first = first - rate * speed[0] * masks[0]
        second = second - rate * speed[1] * masks[1]
    return first, second
