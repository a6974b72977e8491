"""Claims of the topic RNN & LSTM: what single cells follow, in a trained network, by hand, and by chance."""

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from papernotes.claims import Measured, claim
from papernotes.claims.arrays import Array, prose, sigmoid, softmax


@claim(
    "rnn-noise-counts-the-line",
    "Among a thousand drifting cells without any content, the best looks like a line counter on one line, and no longer on a hundred.",
    source="",
    note="rnn/visualizing-rnns",
)
def noise_counts_the_line(broken: bool = False) -> Measured:
    """Correlate 1,000 noise traces, each step 0.95 of the last plus a normal number, with the position in lines of 60 characters.

    The same numbers without drift (white noise) are the control: their best of 1,000 on one line is what independent
    samples allow. Broken, the traces do not drift.
    """
    lines, drifting, white = [1, 10, 100], [], []
    for seed in range(3):
        noise = np.random.default_rng(seed).standard_normal((6200, 1000))  # (steps, cells)
        trace = noise.copy()
        for t in range(1, 6200):
            trace[t] += (0.0 if broken else 0.95) * trace[t - 1]
        drifting.append([best_correlation(trace[200 : 200 + 60 * n]) for n in lines])
        white.append([best_correlation(noise[200 : 200 + 60 * n]) for n in lines])
    (one, ten, hundred), control = np.mean(drifting, axis=0), np.mean(white, axis=0)
    assert min(row[0] for row in drifting) > 0.9, f"on one line the best drifting trace reaches only {one:.2f}"
    assert one > 1.5 * control[0], f"drifting {one:.2f}, white {control[0]:.2f}"
    assert hundred < 0.2 < one, f"on a hundred lines a noise trace still reaches {hundred:.2f}"
    return Measured(
        expected="above 0.9 on one line, below 0.2 on a hundred; drift does it",
        measured=f"{one:.2f}, {ten:.2f}, {hundred:.2f} on 1, 10, 100 lines; without drift {control[0]:.2f}, {control[1]:.2f}, {control[2]:.2f} (spread on one line {np.ptp(np.array(drifting)[:, 0]):.2f})",
        numbers={"lines": lines, "drifting": np.round(drifting, 4).tolist(), "white": np.round(white, 4).tolist()},
        seed=[0, 1, 2],
    )


def best_correlation(traces: Array) -> float:
    """Return the highest |correlation| of any trace (60 n, cells) with the position in a line of 60."""
    position = np.arange(len(traces)) % 60 - 29.5
    centred = traces - traces.mean(axis=0)
    return float(np.abs(position @ centred / np.linalg.norm(position) / np.linalg.norm(centred, axis=0)).max())


@claim(
    "rnn-quote-cell-by-hand",
    "A cell of four hand-set gates flips at every quotation mark and is right about every character of a real text, though each pause wears its state down.",
    source="[@karpathy2015visualizing, §4.2]",
    note="rnn/visualizing-rnns",
)
def quote_cell_by_hand(broken: bool = False) -> Measured:
    """Run the note's quote cell over the whole frozen prose in one go.

    The oracle is the parity of the quotes counted so far: its sign must agree at every character. Inside a quotation of x's
    the cell must stand at 0.979 after 230 and at 0.911 after 1,000 characters; it leaks 9e-5 a character and is
    near zero after some eighteen thousand, yet the next quote still flips its sign. Broken, the candidate no longer reads the
    old output, so that the cell cannot know whether the same sign opens or closes.
    """
    inside = quote_cell('"' + "x" * 20_000, broken)
    points = [float(inside[1 + after]) for after in (230, 1000)]
    text = prose()
    cell, parity = quote_cell(text, broken), np.cumsum([c == '"' for c in text]) % 2  # 1 inside a quotation
    wrong = int(((cell > 0) != (parity == 1)).sum())
    assert wrong == 0, f"at {wrong} of {len(text)} characters the cell has the wrong sign"
    assert np.round(points, 3).tolist() == [0.979, 0.911], f"after 230 and 1,000 characters the cell stands at {points[0]:.3f}, {points[1]:.3f}"
    worn = int(np.argmax(inside < 0.01))
    assert 10_000 < worn < 20_000, f"the cell falls below 0.01 after {worn} characters"
    return Measured(
        expected="0.979, 0.911; sign = parity of the quotes",
        measured=f"{points[0]:.3f}, {points[1]:.3f}; right at all {len(text):,} characters with {text.count(chr(34))} quotes (longest pause {max(map(len, text.split(chr(34)))):,}); below 0.01 after {worn:,}",
        numbers={"inside": [round(v, 5) for v in points], "characters": len(text), "quotes": text.count('"'), "weakest": float(np.abs(cell).min()), "below_0.01_after": worn, "every_500": inside[1::500].round(4).tolist()},
    )


def quote_cell(text: str, candidate_is_blind: bool) -> Array:
    """Return the cell (len(text),) of the hand-made LSTM cell, started outside a quotation at -1."""
    keep, swap = (float(sigmoid(np.array(x))) for x in (10.0, -10.0))  # a gate that is open, a gate that is shut
    cell, output, states = -1.0, keep * math.tanh(-1.0), []
    for character in text:
        forget, put = (swap, keep) if character == '"' else (keep, swap)
        cell = forget * cell + put * math.tanh(10.0 if candidate_is_blind else -10.0 * output)
        output = keep * math.tanh(cell)
        states.append(cell)
    return np.array(states)


LINE, CELLS, ALPHABET = 9, 24, "\nabcdefghijklmnopqrstuvwxyz ."
SIGNS = len(ALPHABET) + 1  # the last one for every other character


@claim(
    "rnn-trained-cell-counts-the-line",
    "A small character LSTM trained on lines of equal length grows a cell that counts the position in the line; before training, or on shuffled text, no cell does so well.",
    source="[@karpathy2015visualizing, abstract]",
    note="rnn/visualizing-rnns",
)
def trained_cell_counts_the_line(broken: bool = False) -> Measured:
    """Train 24 cells for 200 steps to predict the next character of real prose cut into lines of nine, and correlate each cell with the position.

    Measured on 200 held-out lines, newlines themselves left out, so that a cell that only remembers the last character
    reaches 0.55 at most (an indicator of one of nine positions). Controls: the same characters in shuffled order, and the untrained network.
    Broken, the state is cleared before each character is read.
    """
    trained, shuffled, untrained, readable = [], [], [], []
    text = line_codes()
    held_out = text[120_000 : 120_000 + 200 * (LINE + 1)]  # 120,000 is a whole number of lines
    for seed in range(3):
        rng = np.random.default_rng(seed)
        first = (0.2 * rng.standard_normal((CELLS + SIGNS + 1, 4 * CELLS)), 0.2 * rng.standard_normal((CELLS, SIGNS)))
        first[0][-1, :CELLS] = 1  # forget gates start open, as advised in 2000
        layers = train_characters(first, text[:120_000], rng)
        by_cell = position_correlations(layers, held_out, forgetful=broken)
        trained.append(float(by_cell.max()))
        readable.append(float((by_cell > 0.55).mean()))
        shuffled.append(float(position_correlations(layers, rng.permutation(held_out), forgetful=broken).max()))
        untrained.append(float(position_correlations(first, held_out, forgetful=broken).max()))
    assert min(trained) > 0.8, f"the best cell reaches only {min(trained):.2f}"
    assert max(shuffled) < 0.15, f"on shuffled text a cell reaches {max(shuffled):.2f}"  # 1,800 places and 24 cells: noise reaches 0.08
    assert max(untrained) < min(trained) - 0.2, f"an untrained cell reaches {max(untrained):.2f}"
    return Measured(
        expected="above 0.55 trained, near 0 shuffled",
        measured=f"best of 24 cells {', '.join(f'{t:.2f}' for t in trained)}; shuffled text at most {max(shuffled):.2f}, untrained {', '.join(f'{u:.2f}' for u in untrained)}; {np.mean(readable):.0%} of the cells above 0.55",
        numbers={"trained": np.round(trained, 4).tolist(), "shuffled": np.round(shuffled, 4).tolist(), "untrained": np.round(untrained, 4).tolist(), "share_above_0.55": np.round(readable, 4).tolist()},
        seed=[0, 1, 2],
    )


@cache
def line_codes() -> NDArray[np.int64]:
    """Cut the frozen prose into lines of nine characters and return the characters' numbers (n,), newlines included."""
    text = prose().lower().replace("\n", " ")
    lines = "\n".join(text[at : at + LINE] for at in range(0, len(text), LINE))
    return np.array([ALPHABET.find(c) if c in ALPHABET else SIGNS - 1 for c in lines])


def run_characters(layers: tuple[Array, Array], x: NDArray[np.int64], forgetful: bool = False) -> list[tuple[Array, ...]]:
    """Read characters x (steps, batch) and return for each step the old output and cell, the gates f, i, o, g and the new cell, (batch, 24) each."""
    h = c = np.zeros((x.shape[1], CELLS))
    states = []
    for signs in x:
        if forgetful:
            h, c = np.zeros_like(h), np.zeros_like(c)
        into = h @ layers[0][:CELLS] + layers[0][CELLS + signs] + layers[0][-1]  # (batch, 4 · 24)
        f, i, o = np.split(sigmoid(into[:, : 3 * CELLS]), 3, axis=1)
        g = np.tanh(into[:, 3 * CELLS :])
        states.append((h, c, f, i, o, g, f * c + i * g))
        c = states[-1][-1]
        h = o * np.tanh(c)
    return states


def character_gradient(layers: tuple[Array, Array], x: NDArray[np.int64], y: NDArray[np.int64]) -> tuple[Array, Array]:
    """Return the gradient of the mean log loss of the next characters y (steps, batch) by both layers."""
    states = run_characters(layers, x)
    outputs = np.array([o * np.tanh(new) for *_, o, _, new in states])  # (steps, batch, 24)
    error = softmax(outputs @ layers[1])  # (steps, batch, signs)
    error[np.arange(len(x))[:, None], np.arange(x.shape[1]), y] -= 1
    error /= y.size
    gradient, back = np.zeros_like(layers[0]), error @ layers[1].T
    on_h = on_c = np.zeros_like(states[0][0])
    for signs, from_above, (h, c, f, i, o, g, new) in zip(x[::-1], back[::-1], states[::-1], strict=True):
        on_h, bent = on_h + from_above, np.tanh(new)
        on_c = on_c + on_h * o * (1 - bent**2)
        into = np.concatenate([on_c * c * f * (1 - f), on_c * g * i * (1 - i), on_h * bent * o * (1 - o), on_c * i * (1 - g**2)], axis=1)
        gradient[:CELLS] += h.T @ into
        np.add.at(gradient, CELLS + signs, into)
        gradient[-1] += into.sum(axis=0)
        on_h, on_c = into @ layers[0][:CELLS].T, on_c * f
    return gradient, np.einsum("tbd,tbv->dv", outputs, error)


def train_characters(layers: tuple[Array, Array], text: NDArray[np.int64], rng: np.random.Generator) -> tuple[Array, Array]:
    """Take 200 steps of Adam on 32 pieces of 30 characters each."""
    mean, square = ([np.zeros_like(part) for part in layers] for _ in range(2))
    for step in range(1, 201):
        starts = rng.integers(0, len(text) - 31, 32)
        pieces = text[starts + np.arange(31)[:, None]]  # (31, 32)
        updated = []
        for k, (part, slope) in enumerate(zip(layers, character_gradient(layers, pieces[:-1], pieces[1:]), strict=True)):
            mean[k], square[k] = 0.9 * mean[k] + 0.1 * slope, 0.99 * square[k] + 0.01 * slope**2
            updated.append(part - 0.03 * mean[k] / (1 - 0.9**step) / (np.sqrt(square[k] / (1 - 0.99**step)) + 1e-8))
        layers = updated[0], updated[1]
    return layers


def position_correlations(layers: tuple[Array, Array], text: NDArray[np.int64], forgetful: bool) -> Array:
    """Return |correlation| (24,) of tanh of each cell with the position 0 to 8 in the line, over a text (n,) of whole lines."""
    cells = np.tanh([new[0] for *_, new in run_characters(layers, text[:, None], forgetful)])  # (n, 24)
    position = np.arange(len(text)) % (LINE + 1)
    inside = position < LINE
    centred, place = cells[inside] - cells[inside].mean(axis=0), position[inside] - (LINE - 1) / 2
    return np.abs(place @ centred) / np.linalg.norm(place) / (np.linalg.norm(centred, axis=0) + 1e-12)
