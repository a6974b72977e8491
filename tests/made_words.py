"""Words that nobody uses: syllables drawn at random."""

import random

ONSETS = "b bl br c ch cl cr d dr f fl g gl gr h j k l m n p pl pr qu r s sc sl sp st t th tr v w z".split()
VOWELS = "a e i o u ai ea ou".split()
CODAS = ["", "", "", "n", "r", "l", "s", "m", "t", "nd", "rk", "x"]


def make_words(rng: random.Random, count: int) -> list[str]:
    """Make `count` different words of two to four syllables."""
    made: dict[str, None] = {}
    while len(made) < count:
        syllables = rng.choices((2, 3, 4), (4, 5, 2))[0]
        made["".join(rng.choice(ONSETS) + rng.choice(VOWELS) + rng.choice(CODAS) for _ in range(syllables))] = None
    return list(made)
