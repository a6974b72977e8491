"""Count the words of pages: MiniSearch counts inside Python, with the browser's own code for words, each page by itself.

It works in a thread beside the build, and what an earlier build has counted comes from the cache; `merge` makes one index of all.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from papernotes.cache import Cache, digest

SCRIPTS = ("theme/assets/search/minisearch.js", "theme/assets/search/words.js", "search/tally.js")
MODULE = re.compile(r"^export (?:\{.*\};?|(?=const|function|class))", re.MULTILINE)
BATCH = 100  # pages handed to the engine at once
FIELDS = ("title", "names", "heads", "about", "who", "text")  # the order of their numbers in the index

Document = Mapping[str, str]  # field → text
# terms: [term, field, frequency, field, frequency, …] each; lengths: different words a field; words: as they are written
Tally = Mapping[str, list[Any]]
Entry = list[Any]  # a key and what the index holds of it


class Tallies:
    """Hold what each document's words amount to, as soon as they are counted."""

    def __init__(self, documents: Sequence[Document], cache: Cache | None = None):
        self._cache = cache
        self._keys = [digest("tally", _engine(), document) for document in documents]
        self._known: list[Tally | None] = [cache.get(key) if cache else None for key in self._keys]
        new = [document for document, known in zip(documents, self._known, strict=True) if known is None]
        self._executor = ThreadPoolExecutor(1, "search")
        self._counted: Future[list[Tally]] | None = self._executor.submit(_count, new) if new else None

    def all(self) -> list[Tally]:
        """Wait for the rest; return the tallies in the order of their documents."""
        new = iter(self._counted.result() if self._counted else ())
        self.close()
        for place, known in enumerate(self._known):
            if known is None:
                self._known[place] = tally = next(new)
                if self._cache is not None:
                    self._cache.put(self._keys[place], tally)
        return [tally for tally in self._known if tally is not None]

    def close(self) -> None:
        """Count no further; a build that has ended waits for nothing."""
        self._executor.shutdown(cancel_futures=True)


@cache
def _sources() -> tuple[str, ...]:
    return tuple(MODULE.sub("", files("papernotes").joinpath(name).read_text("utf-8")) for name in SCRIPTS)


@cache
def _engine() -> str:
    """Return one key for all that counts."""
    return digest(_sources(), FIELDS, version("mini-racer"))


def _count(documents: Sequence[Document]) -> list[Tally]:
    from py_mini_racer import MiniRacer

    engine = MiniRacer()
    try:
        for source in _sources():
            engine.eval(source)
        batches = [documents[start : start + BATCH] for start in range(0, len(documents), BATCH)]
        return [tally for batch in batches for tally in json.loads(engine.call("tally", json.dumps(batch), json.dumps(FIELDS)))]
    finally:
        engine.close()  # a context that stays open hangs Python's end now and then


def terms(tallies: Sequence[Tally]) -> list[Entry]:
    """List each term with where it stands: [term, [[field, document, frequency, step to the next document, frequency, …], …]]."""
    found: dict[str, dict[int, list[int]]] = {}
    last: dict[tuple[str, int], int] = {}
    for number, tally in enumerate(tallies):
        for term, *pairs in tally["terms"]:
            fields = found.setdefault(term, {})
            for field, frequency in zip(pairs[::2], pairs[1::2], strict=True):
                fields.setdefault(field, [field]).extend((number - last.get((term, field), 0), frequency))
                last[term, field] = number
    return _sorted((term, [fields[field] for field in sorted(fields)]) for term, fields in found.items())


def vocabulary(tallies: Sequence[Tally], spell: Callable[[str], str] = str) -> list[Entry]:
    """List each word with the number of its pages, by what `spell` makes of it."""
    counts = Counter(word for tally in tallies for word in tally["words"])
    return _sorted((spell(word), count) for word, count in counts.items())


def lengths(tallies: Sequence[Tally]) -> dict[str, Any]:
    """Say how long the fields are: on average, and document by document, column by column."""
    columns = [[tally["lengths"][field] for tally in tallies] for field in range(len(FIELDS))]
    return {
        "fields": FIELDS,
        "averages": [round(sum(column) / max(len(column), 1), 2) for column in columns],
        "lengths": [[_two_digits(length) for length in column] for column in columns],
    }


def _two_digits(length: int) -> int:
    """Round a length: it only dampens a score, and few different numbers make a small file."""
    step = 10 ** max(len(str(length)) - 2, 0)
    return (length + step // 2) // step * step


def _sorted(entries: Any) -> list[Entry]:
    """Order entries as the browser compares their keys, by UTF-16 units."""
    return sorted(([key, value] for key, value in entries), key=lambda entry: entry[0].encode("utf-16-be", "surrogatepass"))
