"""Made-up notes in a made-up vocabulary, for questions of size and for words that the search was not built on.

Words are syllables drawn at random; how often each is used follows Zipf's law, and a longer text brings new ones (Heaps' law, exponent 0.6).
Each note has a subject of its own: its title's words are rare elsewhere and frequent in it.
"""

import random
from dataclasses import dataclass

from made_words import make_words

from papernotes.search import SearchPage
from papernotes.search.text import Section

KINDS = ("exact title", "two words", "one typo", "prefix", "phrase")


@dataclass(frozen=True)
class Question:
    """Hold one query and the page that answers it."""

    kind: str
    query: str
    answer: str


def make_pages(count: int, seed: int = 7, length: int = 500) -> list[SearchPage]:
    """Make `count` notes of about `length` words each."""
    rng = random.Random(seed)
    vocabulary = make_words(rng, int(12 * (count * length) ** 0.6))
    cut = len(vocabulary) // 2  # the frequent half is for bodies, the rest for titles and subjects
    body, rare = vocabulary[:cut], vocabulary[cut:]
    weights, total = [], 0.0
    for rank in range(len(body)):
        total += 1 / (rank + 2.7)
        weights.append(total)
    pages = []
    for number in range(count):
        subject = rng.sample(rare, 6)
        sections = []
        for part in range(4):
            words = rng.choices(body, cum_weights=weights, k=length // 4)
            for word in subject:
                for _ in range(rng.choice((0, 1, 2))):
                    words.insert(rng.randrange(len(words)), word)
            heading = " ".join(rng.choices(body, cum_weights=weights, k=2)) if part else ""
            sections.append(Section(f"part-{part}" if part else "", heading.capitalize(), _sentences(rng, words)))
        title = " ".join(subject[: rng.choice((2, 3))]).capitalize()
        pages.append(SearchPage(url=f"topic-{number % 9}/{number}/", title=title, sections=sections, topic=f"Topic {number % 9}"))
    return pages


def _sentences(rng: random.Random, words: list[str]) -> str:
    parts, at = [], 0
    while at < len(words):
        size = rng.randrange(8, 18)
        parts.append(" ".join(words[at : at + size]).capitalize() + ".")
        at += size
    return " ".join(parts)


def misspell(rng: random.Random, word: str) -> str:
    """Drop, add, change or exchange one letter, never the first."""
    at = rng.randrange(1, len(word) - 1)
    letter = rng.choice([c for c in "aeilmnorst" if c not in word[at - 1 : at + 2]])
    return rng.choice((word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :]))


def make_questions(pages: list[SearchPage], count: int = 20, seed: int = 3) -> list[Question]:
    """Make `count` questions of each kind from titles and texts of pages drawn at random."""
    rng = random.Random(seed)
    made = []
    for kind in KINDS:
        for page in rng.sample(pages, min(count, len(pages))):
            made.append(Question(kind, _query(rng, kind, page), page.url.strip("/")))
    return made


def _query(rng: random.Random, kind: str, page: SearchPage) -> str:
    words = page.title.lower().split()
    if kind == "exact title":
        return page.title
    if kind == "two words":
        return " ".join(rng.sample(words, 2)) if len(words) > 1 else words[0]
    if kind == "one typo":
        at = max(range(len(words)), key=lambda i: len(words[i]))
        return " ".join([*words[:at], misspell(rng, words[at]), *words[at + 1 :]])
    if kind == "prefix":
        return " ".join([*words[:-1], words[-1][: max(3, len(words[-1]) - 3)]])
    sentence = rng.choice([s.split() for section in page.sections for s in section.text.split(". ") if len(s.split()) >= 8])
    start = rng.randrange(len(sentence) - 5)
    return " ".join(sentence[start : start + 6]).strip(".")
