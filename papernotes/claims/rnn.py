"""Claims of the topic RNN & LSTM: one step against its derivatives, and how far an error travels."""

import numpy as np

from papernotes.claims import Measured, claim
from papernotes.claims.arrays import Array, finite_differences, sigmoid

Layer = Array  # (4 d, d + d_x + 1): rows for forget, input, output gate and candidate; last column the biases


def lstm_step(layer: Layer, h: Array, c: Array, x: Array) -> tuple[Array, Array, tuple[Array, ...]]:
    """Take one LSTM step: the new output (d,), the new cell (d,), and the gates f, i, o and candidate g (d,) each."""
    z = np.concatenate([h, x, [1.0]])  # (d + d_x + 1,)
    forget, put, out, candidate = np.split(layer @ z, 4)
    f, i, o, g = sigmoid(forget), sigmoid(put), sigmoid(out), np.tanh(candidate)
    c = f * c + i * g
    return o * np.tanh(c), c, (f, i, o, g)


def lstm_backward(layer: Layer, h: Array, c: Array, x: Array, on_h: Array, on_c: Array) -> tuple[Array, Array, Array, Array]:
    """Send the error on a step's output and cell (d,) back: to the layer, the old output, the old cell and the input."""
    _, after, (f, i, o, g) = lstm_step(layer, h, c, x)
    on_after = on_c + on_h * o * (1 - np.tanh(after) ** 2)  # (d,), both roads into the new cell
    into = np.concatenate([on_after * c * f * (1 - f), on_after * g * i * (1 - i), on_h * np.tanh(after) * o * (1 - o), on_after * i * (1 - g**2)])  # (4 d,)
    on_z = layer.T @ into  # (d + d_x + 1,)
    return np.outer(into, np.concatenate([h, x, [1.0]])), on_z[: len(h)], on_after * f, on_z[len(h) : -1]


@claim(
    "rnn-lstm-step-and-its-derivatives",
    "One LSTM step gives the note's numbers, and its hand-written backward pass equals finite differences in every parameter and state.",
    source="[@hochreiter1997long, §4; @gers2000learning]",
    note="rnn/lstm",
)
def lstm_step_and_its_derivatives(broken: bool = False) -> Measured:
    """Compute the note's step (d = 2) to its four decimals, then the derivatives of a random loss for five random layers (d = 5, d_x = 3).

    The oracle of the backward pass is central differences in all 180 parameters, 10 state entries and 3 inputs.
    Broken, the backward pass takes only the road through the output and drops the one along the cell.
    """
    weights = [[1, 0, 2], [0, 1, -1], [0, 1, 0], [1, 0, 1], [1, 1, 1], [0, 2, 0], [2, 0, -1], [0, -1, 1]]
    layer = np.hstack([np.array(weights, dtype=float), np.zeros((8, 1))])  # (8, 4)
    output, cell, _ = lstm_step(layer, np.array([0.5, -0.2]), np.array([1.0, -0.5]), np.array([1.0]))
    assert cell.round(4).tolist() == [0.9241, 0.5658] and output.round(4).tolist() == [0.5720, 0.2056], f"the note's step gives cell {cell.round(4).tolist()}, output {output.round(4).tolist()}"
    gaps = []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        parts = [rng.standard_normal(shape) for shape in [(20, 9), (5,), (5,), (3,)]]  # layer, h, c, x
        on_h, on_c = rng.standard_normal((2, 5))
        back = lstm_backward(*parts, on_h, np.zeros(5) if broken else on_c)
        for place, derivative in enumerate(back):

            def loss(at: Array, place: int = place, parts: list[Array] = parts, on_h: Array = on_h, on_c: Array = on_c) -> float:
                h, c, _ = lstm_step(*(at if k == place else part for k, part in enumerate(parts)))
                return float(on_h @ h + on_c @ c)

            gaps.append(float(np.abs(derivative - finite_differences(loss, parts[place])).max()))
    assert max(gaps) < 1e-8, f"a derivative is off by {max(gaps):.2f}"  # central differences at 1e-6, losses of order 10
    return Measured(
        expected="c = 0.9241, 0.5658; h = 0.5720, 0.2056",
        measured=f"c = {cell[0]:.4f}, {cell[1]:.4f}; h = {output[0]:.4f}, {output[1]:.4f}; 193 derivatives off by {max(gaps):.0e} at most, five seeds",
        numbers={"cell": cell.round(6).tolist(), "output": output.round(6).tolist(), "largest_gap": max(gaps)},
        seed=[0, 1, 2, 3, 4],
    )


@claim(
    "rnn-1997-cell-is-a-perfect-integrator",
    "With the forget gate fixed at 1, as in 1997, a cell is the running sum of what was let in, and its error comes back over 1,000 steps unchanged.",
    source="[@hochreiter1997long, §3.2, §4; @graves2014neural, §2.3]",
    note="rnn/lstm",
)
def perfect_integrator(broken: bool = False) -> Measured:
    """Run 16 cells of a full LSTM for 1,000 random steps with f = 1, and send an error back through all of them.

    The gates read the input only; what they let in, i ⊙ g, is added up apart as an oracle for the cell. The backward pass
    is the one that the first claim of this page checks. Forget gates of 0.999 and 0.9 give the note's table.
    The sum has no bound: inputs of one sign pile up, the drift that the forget gate of 2000 cures.
    Broken, the forget gate has a bias of 7, about as near to 1 as one may set it by hand.
    """
    biases = [7.0 if broken else 800.0, np.log(0.999 / 0.001), np.log(0.9 / 0.1)]  # sigmoid(800) is 1 in float64
    (cell, let_in, one), (_, _, slow), (_, _, fast) = (carousel(bias) for bias in biases)
    gap = float(np.abs(cell - let_in.sum(axis=0)).max())
    assert gap < 1e-10, f"the cell differs from the sum by {gap:.1f}"  # rounding of a thousand additions
    assert one == 1.0, f"after 1,000 steps {one:.3f} of the error is left"
    assert abs(slow / 0.999**1000 - 1) < 1e-9 and abs(fast / 0.9**1000 - 1) < 1e-9, f"gates of 0.999 and 0.9 leave {slow:.3f} and {fast:.1e}"  # rounding, 1,000 times
    drift = float(np.abs(let_in).sum(axis=0).mean())
    assert drift > 100, f"inputs of one sign pile up only to {drift:.0f}"
    return Measured(
        expected="sum of inputs; 1, 0.368, 1.7e-46 of the error",
        measured=f"sum within {gap:.0e}; error left after 1,000 steps {one:.0f}, {slow:.3f}, {fast:.1e} for gates 1, 0.999, 0.9; one-signed inputs reach {drift:.0f}",
        numbers={"gap": gap, "left": [one, slow, fast], "drift": round(drift, 2)},
        seed=0,
    )


def carousel(forget_bias: float) -> tuple[Array, Array, float]:
    """Run 16 cells for 1,000 steps: return the last cell (16,), what was let in at each step (1000, 16), and the share of an error that comes back."""
    rng = np.random.default_rng(0)
    layer = rng.standard_normal((64, 20))  # 16 cells, 3 inputs, 1 bias
    layer[:, :16] = 0  # no gate reads the old output: the only road through time is the cell
    layer[:16] = [*np.zeros(19), forget_bias]
    inputs = rng.standard_normal((1000, 3))
    h, c, states, let_in = np.zeros(16), np.zeros(16), [], []
    for x in inputs:
        states.append((h, c, x))
        h, c, (_, i, _, g) = lstm_step(layer, h, c, x)
        let_in.append(i * g)
    on_h, on_c = np.zeros(16), np.ones(16)
    for state in reversed(states):
        _, on_h, on_c, _ = lstm_backward(layer, *state, on_h, on_c)
    return c, np.array(let_in), float(on_c[0])


@claim(
    "rnn-plain-error-fades-or-explodes",
    "In a plain recurrent network the error shrinks or grows exponentially with the steps back, by the size of the recurrent weights.",
    source="[@hochreiter1997long, §3.1]",
    note="rnn/lstm",
)
def plain_error_fades_or_explodes(broken: bool = False) -> Measured:
    """Send an error back 100 steps through tanh networks of 50 units whose recurrent weights have spectral radius 0.5, 0.9 and 1.5.

    For 0.5 and 0.9 inputs are small and the error falls like the radius to the power of the steps, the oracle; for 1.5 the
    slopes of tanh are held at 1 (a linear network) and it explodes. The logarithm must fall on a line in the number of steps. Broken, an
    identity path is added around each step, which is the constant error carousel in disguise.
    """
    steps, rates, paths = 100, {}, {}
    for radius in (0.5, 0.9, 1.5):
        logs = np.mean([error_path(seed, radius, steps, carousel=broken) for seed in range(5)], axis=0)  # (steps + 1,)
        slope = np.polyfit(np.arange(20, steps + 1), logs[20:], 1)[0]
        rates[radius] = float(np.exp(slope))
        paths[radius] = logs[::10].round(3).tolist()
        # random matrices of 50 units: the leading eigenvalues are close, and turn, so 80 steps give the rate to a few per cent
        assert abs(rates[radius] / radius - 1) < 0.05, f"at radius {radius} a step multiplies the error by {rates[radius]:.3f}"
    left = {radius: np.exp(path[-1]) for radius, path in paths.items()}
    return Measured(
        expected="0.5, 0.9, 1.5 a step",
        measured=f"{rates[0.5]:.3f}, {rates[0.9]:.3f}, {rates[1.5]:.3f} a step; after 100 steps {left[0.5]:.0e}, {left[0.9]:.0e}, {left[1.5]:.0e} of the error",
        numbers={"radius": list(rates), "rate": [round(r, 4) for r in rates.values()], "log_error_every_10": list(paths.values())},
        seed=[0, 1, 2, 3, 4],
    )


def error_path(seed: int, radius: float, steps: int, carousel: bool) -> Array:
    """Return the logarithm of the error's length (steps + 1,) on its way back through a plain recurrent network."""
    rng = np.random.default_rng(seed)
    weights = rng.standard_normal((50, 50))
    weights *= radius / np.abs(np.linalg.eigvals(weights)).max()
    h, slopes = np.zeros(50), []
    for _ in range(steps):
        h = np.tanh(weights @ h + 0.01 * rng.standard_normal(50))
        slopes.append(1 - h**2 if radius < 1 else np.ones(50))
    error, logs = rng.standard_normal(50), [0.0]
    length = np.linalg.norm(error)
    for slope in reversed(slopes):
        error = weights.T @ (slope * error) + (error if carousel else 0)
        logs.append(float(np.log(np.linalg.norm(error) / length)))
    return np.array(logs)


@claim(
    "rnn-gates-see-the-cell-through-peepholes",
    "Behind a shut output gate the cell is hidden from its own gates at the next step; a peephole shows it to them.",
    source="[@gers2000recurrent, abstract]",
    note="rnn/lstm",
)
def gates_see_the_cell_through_peepholes(broken: bool = False) -> Measured:
    """Keep the output gate shut for one step and measure how the next step's forget gate changes when the cell before changes by 1.

    Without peepholes the cell reaches the gate only through the output, about 2e-9 here; with them through its own weights.
    Five random layers of d = 5. Broken, the output gate is left as the layer sets it.
    """
    hidden, shown = [], []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        layer, peephole = rng.standard_normal((20, 9)), rng.standard_normal(5)  # p_f
        h, c, x, following = rng.standard_normal(5), rng.standard_normal(5), rng.standard_normal(3), rng.standard_normal(3)
        shut = layer.copy()
        if not broken:
            shut[10:15] = [*np.zeros(8), -20.0]  # o = sigmoid(-20) = 2e-9
        gates, peeping = [], []
        for cell in (c, c + 1):
            output, after, _ = lstm_step(shut, h, cell, x)
            into = layer[:5] @ np.concatenate([output, following, [1.0]])
            gates.append(sigmoid(into))
            peeping.append(sigmoid(into + peephole * after))
        hidden.append(float(np.abs(gates[1] - gates[0]).max()))
        shown.append(float(np.abs(peeping[1] - peeping[0]).max()))
    assert max(hidden) < 1e-8, f"behind the shut output gate a gate still moved by {max(hidden):.2f}"  # 2e-9 of the cell's output leaks
    assert min(shown) > 0.01, f"with a peephole the gate moved only by {min(shown):.1e}"
    return Measured(
        expected="unmoved without, moved with peepholes",
        measured=f"the forget gate moves by {max(hidden):.0e} at most without, by {min(shown):.2f} to {max(shown):.2f} with peepholes",
        numbers={"without": hidden, "with": [round(s, 4) for s in shown]},
        seed=[0, 1, 2, 3, 4],
    )
