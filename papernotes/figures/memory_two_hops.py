"""Two hops of a trained end-to-end memory network on one story."""

from functools import cache

import numpy as np

from papernotes.claims.adam import Adam
from papernotes.claims.memory_hops import hop_gradients, look_up, questions
from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="memory/end-to-end-memory-networks",
    place="How it works",
    alt="Two hops of a trained memory network on one story: the first finds who holds the thing, the second finds where that person is. "
    "Hop 1 puts nearly all weight on the fact that names the holder, hop 2 on the fact that names the holder's place; no label said which facts matter.",
    caption="Weights of the two-hop network of the claim, trained from answers alone (seed 0), on a new story. The words are names for its twelve symbols.",
    kind="data",
    after="[@sukhbaatar2015end, Fig. 2]",
)
THINGS, PERSONS, PLACES = ["milk", "apple", "book", "ball"], ["Ada", "Ben", "Cleo", "Dan"], ["kitchen", "garden", "office", "hall"]
WORDS = THINGS + PERSONS + PLACES


@cache
def trained() -> list[np.ndarray]:
    """Train as the claim does, two hops, seed 0."""
    rng = np.random.default_rng(0)
    e = [0.3 * rng.standard_normal((12, 20)) for _ in range(3)]
    descent = Adam(e, rate=0.02)
    for _ in range(400):
        descent.step(hop_gradients(e, *questions(rng, 64), False))
    return e


def draw() -> str:
    """Draw the story's eight facts with the weights of both hops beside them."""
    facts, asked, place = questions(np.random.default_rng(7), 1)
    hops, u = look_up(trained(), facts, asked, False)
    answer = int((u @ trained()[-1].T)[0].argmax())
    assert answer == place[0]  # the story shown is one that the network gets right, as it does with all of the claim's
    drawing = Drawing(318)
    drawing.text(8, 18, f"Where is the {WORDS[asked[0]]}?", anchor="start", weight=600)
    for column, name in ((246, "hop 1"), (332, "hop 2")):
        drawing.text(column + 30, 44, name, weight=600)
    for row in range(8):
        first, second = np.flatnonzero(facts[0, row])
        words = f"{WORDS[second]} has the {WORDS[first]}" if row < 4 else f"{WORDS[first]} is in the {WORDS[second]}"
        y = 54 + 29 * row
        drawing.text(8, y + 18, words, anchor="start", weight=600 if max(hop[3][0, row] for hop in hops) > 0.5 else 400)
        for column, hop in ((246, hops[0]), (332, hops[1])):
            weight = float(hop[3][0, row])
            drawing.grid(column, y, [[weight]], 60, height=26, digits=2, size=13)
    drawing.text(8, 308, f"answer: {WORDS[answer]}", anchor="start", weight=600)
    drawing.text(392, 308, "each hop’s weights sum to 1", "soft", size=SMALL, anchor="end")
    return drawing.svg(FIGURE.alt)
