"""Train the small networks whose results figures show, and write each result beside the figures.

    .venv/bin/python experiments/figure_results.py          # all
    .venv/bin/python experiments/figure_results.py strokes  # one

Each file under `papernotes/figures/data/` names this script, the seed and the versions with which it was made.
Drawing reads the files and trains nothing. The trainings themselves are those of the claims.
"""

import json
import platform
import sys
from pathlib import Path
from typing import Any

import numpy as np
import scipy
from scipy.optimize import minimize

from papernotes.claims import cnn, embeddings, embeddings_skipgram, multimodal_gradients, pruning_masks, rnn_cells, three_d
from papernotes.claims.arrays import digits
from papernotes.claims.nets import split_digits

CHOSEN = "gradient saliency image images pixels class lstm recurrent cell gate hidden tickets pruning mask magnitude channels pruned bert gpt encoder decoder tokens depth surface points photograph".split()
FOLDER = Path(__file__).parent.parent / "papernotes" / "figures" / "data"


def occlusion() -> dict[str, Any]:
    """Blank 2 × 2 squares of one held-out digit, and differentiate its class score."""
    x, y = split_digits()[2:]
    layers, place = cnn.trained_digits(0), 26
    image, label = x[place], int(y[place])
    blanked = image * ~cnn.square_masks()  # (49, 64)
    probability = cnn.class_probability(np.vstack([image, blanked]), np.full(50, label), layers)
    slope = cnn.saliency(image, layers, label)
    return {"label": label, "place": 1200 + place, "image": table(image.reshape(8, 8)), "before": round(float(probability[0]), 4), "after": table(probability[1:].reshape(7, 7)), "slope": table(slope.reshape(8, 8))}


def masks() -> dict[str, Any]:
    """Train 100 channels for 40 epochs and keep the mask after each; channels by the number of epochs in which they are kept."""
    found, weights = pruning_masks.channel_masks(0, by_gradient=False)
    order = np.argsort(-np.sum(found, axis=0), kind="stable")
    way = [float(np.linalg.norm(weights[-1] - now) / np.linalg.norm(weights[-1] - weights[0])) for now in weights[1:]]
    return {"masks": ["".join("01"[int(kept)] for kept in mask[order]) for mask in found], "drawn": pruning_masks.drawing_epoch(found), "way_ahead": table(np.array(way))}


def strokes() -> dict[str, Any]:
    """Fit two Bézier strokes to a digit from the best of three starts; keep the drawing after 0, 3, 10 and 60 iterations."""
    images, labels = digits()[0].reshape(-1, 64), digits()[1]
    target = images[np.flatnonzero(labels == 7)[0]]

    def error(numbers: np.ndarray) -> float:
        return float(((multimodal_gradients.draw(numbers.reshape(2, 4, 2)) - target) ** 2).sum())

    starts = np.random.default_rng(7).uniform(1, 6, (3, 16))
    begin = min(starts, key=lambda start: minimize(error, start, method="L-BFGS-B", options={"maxiter": 60}).fun)
    stages = []
    for steps in (0, 3, 10, 60):
        at = minimize(error, begin, method="L-BFGS-B", options={"maxiter": steps}).x if steps else begin
        inked = multimodal_gradients.draw(at.reshape(2, 4, 2)).reshape(8, 8)
        stages.append({"steps": steps, "strokes": np.round(at.reshape(2, 4, 2), 3).tolist(), "inked": table(inked), "share": round(error(at) / float((target**2).sum()), 4)})
    return {"target": table(target.reshape(8, 8)), "stages": stages}


def line_cell() -> dict[str, Any]:
    """Train 24 cells on lines of nine characters, and read the cell that follows the place in the line best over held-out lines."""
    rng, text = np.random.default_rng(0), rnn_cells.line_codes()
    first = (0.2 * rng.standard_normal((rnn_cells.CELLS + rnn_cells.SIGNS + 1, 4 * rnn_cells.CELLS)), 0.2 * rng.standard_normal((rnn_cells.CELLS, rnn_cells.SIGNS)))
    first[0][-1, : rnn_cells.CELLS] = 1
    layers = rnn_cells.train_characters(first, text[:120_000], rng)
    held_out = text[120_000:122_000]
    correlations = rnn_cells.position_correlations(layers, held_out, forgetful=False)
    best = int(correlations.argmax())
    values = np.tanh([states[-1][0, best] for states in rnn_cells.run_characters(layers, held_out[:, None])])
    alphabet = rnn_cells.ALPHABET + "·"
    lines = ["".join(alphabet[code] for code in held_out[at : at + 9]) for at in range(0, 140, 10)]
    means = values.reshape(200, 10).mean(axis=0)
    return {"cell": best, "correlation": round(float(correlations[best]), 4), "all_correlations": table(np.sort(correlations)[::-1]), "lines": lines, "values": table(values[:140].reshape(14, 10)), "means": table(means)}


def occupancy() -> dict[str, Any]:
    """Train the occupancy network of the claim on a torus and read a slice through its middle."""
    network = three_d.train_occupancy(0, linear=False)
    ticks = np.linspace(-1, 1, 61)
    flat = np.stack([*np.meshgrid(ticks, ticks), np.zeros((61, 61))], -1)  # z = 0: through the ring
    unseen = np.random.default_rng(99).uniform(-1, 1, (20_000, 3))
    said, truth = network(unseen) >= 0.5, three_d.torus_occupied(unseen)
    return {"slice": [[round(float(v), 2) for v in row] for row in network(flat)], "iou": round(float((said & truth).sum() / (said | truth).sum()), 4)}


def projection() -> dict[str, Any]:
    """Train skip-gram on the frozen prose and project chosen words on the two directions in which they vary most."""
    text, words = embeddings.word_numbers().copy(), embeddings.vocabulary()
    common = embeddings_skipgram.COMMON
    text[text < common] = -1
    counts = embeddings.count_neighbours(text, len(words), 5, flat=True)[common:, common:]
    vectors, _ = embeddings_skipgram.train_skipgram(counts, embeddings_skipgram.expected_draws(counts, 5), 10, np.random.default_rng(0), 400)
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)  # (340, 10)
    rows = unit[[words.index(word) - common for word in CHOSEN]]
    centred = rows - rows.mean(axis=0)
    _, spread, directions = np.linalg.svd(centred, full_matrices=False)
    nearest = {word: [words[common + k] for k in np.argsort(-(unit @ row), kind="stable")[1:4]] for word, row in zip(CHOSEN, rows, strict=True)}
    return {"words": CHOSEN, "places": table(centred @ directions[:2].T), "share": round(float((spread[:2] ** 2).sum() / (spread**2).sum()), 3), "nearest": nearest}


def table(values: np.ndarray) -> list[Any]:
    """Round to three decimals and make lists."""
    return np.round(values, 3).tolist()


EXPERIMENTS = {"occlusion": (occlusion, 0), "masks": (masks, 0), "strokes": (strokes, 7), "line_cell": (line_cell, 0), "occupancy": (occupancy, 0), "projection": (projection, 0)}


def main(wanted: list[str]) -> None:
    """Run the experiments that are named, or all, and write their files."""
    FOLDER.mkdir(exist_ok=True)
    for name in wanted or EXPERIMENTS:
        run, seed = EXPERIMENTS[name]
        made = {"made_by": "experiments/figure_results.py", "seed": seed, "versions": {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__}}
        (FOLDER / f"{name}.json").write_text(json.dumps(made | {"result": run()}) + "\n", encoding="utf-8")
        print(f"papernotes/figures/data/{name}.json")


if __name__ == "__main__":
    main(sys.argv[1:])
