"""Claims on BERT's training data and loss, by running its data builder on this knowledge base's own prose."""

from dataclasses import dataclass
from functools import cache
from math import log

import numpy as np

from papernotes.claims import Measured, claim
from papernotes.claims.arrays import Array, attention, finite_differences, prose, softmax

MASK = "[MASK]"
SEEDS = [0, 1, 2, 3, 4]


@dataclass(frozen=True)
class Example:
    """Hold one training example: what is shown, the words to be named by position, and whether B really follows A."""

    shown: list[str]
    chosen: dict[int, str]
    is_next: bool


@cache
def sentences() -> list[list[str]]:
    """Split the prose into sentences of lower-case words."""
    return [line.lower().split() for line in prose().splitlines()]


@cache
def vocabulary() -> list[str]:
    """List the words of the prose."""
    return sorted({word for sentence in sentences() for word in sentence})


def hide(words: list[str], rng: np.random.Generator, always_mask: bool = False, share: float = 0.15) -> tuple[list[str], dict[int, str]]:
    """Choose 15 % of the positions; show [MASK] at 80 % of them, a random word at 10 %, the word itself at 10 %."""
    count = max(1, round(share * len(words)))
    shown, chosen = list(words), {}
    for place in rng.choice(len(words), count, replace=False):
        chosen[int(place)] = words[place]
        draw = 0.0 if always_mask else rng.random()
        if draw < 0.8:
            shown[place] = MASK
        elif draw < 0.9:
            shown[place] = vocabulary()[rng.integers(len(vocabulary()))]
    return shown, chosen


def build_example(first: int, rng: np.random.Generator, one_task: bool = False) -> Example:
    """Make an example of sentence `first`: the true next sentence or one from anywhere, with words hidden in both."""
    is_next = bool(rng.random() < 0.5)
    second = first + 1 if is_next else int(rng.integers(len(sentences())))
    words = ["[CLS]", *sentences()[first], "[SEP]", *sentences()[second], "[SEP]"]
    if one_task and rng.random() < 0.5:
        return Example(words, {}, is_next)
    shown, chosen = hide(words, rng)
    return Example(shown, chosen, is_next)


@claim(
    "bert-data-builder-hides-15-percent",
    "Of 512 tokens BERT's builder chooses 77, shows about 61 as [MASK], 8 as a random token and 8 as they are.",
    source="[@devlin2019bert, §3.1]",
    note="transformer/bert",
)
def builder_hides_15_percent(broken: bool = False) -> Measured:
    """Run the builder over the prose in pieces of 512 words, five times, and count what happened to every chosen position.

    Broken: every chosen position shows [MASK].
    """
    words = [word for sentence in sentences() for word in sentence]
    pieces = [words[i : i + 512] for i in range(0, len(words) - 511, 512)]
    shares: list[list[float]] = []
    for seed in SEEDS:
        rng, kinds = np.random.default_rng(seed), {"mask": 0, "random": 0, "kept": 0}
        for piece in pieces:
            shown, chosen = hide(piece, rng, always_mask=broken)
            assert len(chosen) == 77, f"{len(chosen)} positions of 512 are chosen"
            assert all(shown[i] == piece[i] for i in range(512) if i not in chosen), "a position that was not chosen changed"
            for place, word in chosen.items():
                kinds["mask" if shown[place] == MASK else "kept" if shown[place] == word else "random"] += 1
        shares.append([kinds[k] / sum(kinds.values()) for k in ("mask", "random", "kept")])
    spread = np.array(shares)  # (seeds, 3)
    error = 4 * np.sqrt(0.8 * 0.2 / (77 * len(pieces)))  # four standard errors of a share near 0.8
    assert np.abs(spread - [0.8, 0.1, 0.1]).max() < error, f"shares of [MASK], random, kept: {spread.round(3).tolist()}"
    low, high = spread.min(0), spread.max(0)
    told = ", ".join(f"{name} {100 * a:.1f} to {100 * b:.1f} %" for name, a, b in zip(("[MASK]", "random", "kept"), low, high, strict=True))
    return Measured("77 of 512; 80, 10 and 10 % of them", f"77; {told}", {"pieces": len(pieces), "shares": spread.tolist()}, SEEDS)


@claim(
    "bert-every-example-trains-both-tasks",
    "Every example has words to name and a pair to judge; 50 % is the share of true pairs, not of examples for a task.",
    source="[@devlin2019bert, §3.1, App. A.2]",
    note="transformer/bert",
)
def every_example_trains_both(broken: bool = False) -> Measured:
    """Build one example of each sentence of the prose, five times; count hidden words and true pairs; add the note's two losses.

    Broken: the tasks take turns, half of the examples each, as the notes had it.
    """
    hidden, true = [], []
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        examples = [build_example(i, rng, one_task=broken) for i in range(len(sentences()) - 1)]
        hidden.append(float(np.mean([len(e.chosen) > 0 for e in examples])))
        true.append(float(np.mean([e.is_next for e in examples])))
    assert min(hidden) == 1, f"only {min(hidden):.0%} of the examples have words to name"
    error = 4 * np.sqrt(0.25 / len(sentences()))  # four standard errors of a share of one half
    assert max(abs(t - 0.5) for t in true) < error, f"shares of true pairs: {true}"
    words, pair = -(log(0.5) + log(0.25)) / 2, -log(0.8)
    assert round(words + pair, 4) == 1.2629, f"the note's example adds up to {words + pair:.4f}"
    return Measured("all examples have both; 50 % of pairs are true", f"{min(hidden):.0%}; {100 * min(true):.1f} to {100 * max(true):.1f} % true", {"with_hidden_words": hidden, "true_pairs": true, "loss_of_example": words + pair}, SEEDS)


@claim(
    "bert-mask-token-is-learned-input",
    "[MASK] is an input with an embedding that the loss trains, unlike a causal mask, which has nothing to train; without a [MASK] in the text it gets no gradient.",
    source="[@devlin2019bert, §3.1]",
    note="transformer/bert",
)
def mask_token_is_learned_input(broken: bool = False) -> Measured:
    """Differentiate a small encoder's loss on 12 real words by the [MASK] embedding: with [MASK] in the input, and with the words shown as they are.

    One attention layer of width 6, the output embedding shared with the input; central differences.
    Broken: hidden words enter as zero vectors, as if the mask were no word.
    """
    rng = np.random.default_rng(0)
    words = [word for sentence in sentences()[:4] for word in sentence][:12]
    known = sorted(set(words))
    table, weights = rng.standard_normal((len(known), 6)), rng.standard_normal((3, 6, 6))  # (words, d), queries to values
    hidden = [2, 7]

    def loss(mask_vector: Array, masked: bool) -> float:
        x = table[[known.index(word) for word in words]]  # (L, d)
        if masked:
            x = x.copy()
            x[hidden] = 0 if broken else mask_vector
        read = x + attention(*(x @ weights))
        chances = softmax(read[hidden] @ table.T)  # (2, words)
        return float(-np.mean([log(chances[row, known.index(words[i])]) for row, i in enumerate(hidden)]))

    start = rng.standard_normal(6)
    with_mask, without = (finite_differences(lambda v, m=m: loss(v, m), start) for m in (True, False))
    assert np.abs(with_mask).max() > 1e-2, f"the largest gradient of [MASK] is {np.abs(with_mask).max():.3g}"
    assert np.abs(without).max() == 0, f"[MASK] has a gradient of {np.abs(without).max():.3g} where it does not occur"
    step = 0.1 * with_mask / np.abs(with_mask).max()
    before, after = loss(start, True), loss(start - step, True)
    assert after < before, f"a step along the gradient does not help: {before:.4f} to {after:.4f}"
    measured = f"largest entry {np.abs(with_mask).max():.2f} with [MASK], {np.abs(without).max():g} without; one step: loss {before:.3f} to {after:.3f}"
    return Measured("a gradient with [MASK], 0 without", measured, {"gradient": with_mask.tolist(), "loss_before": before, "loss_after": after}, 0)
