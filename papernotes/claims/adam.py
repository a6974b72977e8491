"""Adam, the gradient descent that several claims train their networks with."""

import numpy as np

from papernotes.claims.arrays import Array


class Adam:
    """Move a list of arrays down their gradients, each number by a step of about `rate`; decays 0.9 and 0.99."""

    def __init__(self, weights: list[Array], rate: float) -> None:
        """Keep the arrays, which are changed in place, and start both running means at 0."""
        self.weights, self.rate, self.steps = weights, rate, 0
        self.means = [np.zeros_like(weight) for weight in weights]
        self.squares = [np.zeros_like(weight) for weight in weights]

    def step(self, gradients: list[Array]) -> None:
        """Take one step against the gradients, one array for each weight array."""
        self.steps += 1
        for weight, gradient, mean, square in zip(self.weights, gradients, self.means, self.squares, strict=True):
            mean += 0.1 * (gradient - mean)
            square += 0.01 * (gradient**2 - square)
            slope = mean / (1 - 0.9**self.steps)  # the means began at 0 and are too small at first
            weight -= self.rate * slope / (np.sqrt(square / (1 - 0.99**self.steps)) + 1e-8)
