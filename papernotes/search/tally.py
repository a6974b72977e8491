"""Count the words of pages: MiniSearch counts inside Python, with the browser's own code for words, each page by itself.

It works in a thread beside the build, and what an earlier build has counted comes from the cache; `Totals` makes one index of all.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
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
Entry = list[Any]  # a key and what the index holds of it


class Tallies:
    """Hold what each document's words amount to, as soon as they are counted; as JSON, which takes a tenth of the room."""

    def __init__(self, documents: Sequence[Document], cache: Cache | None = None):
        self._cache = cache
        self._keys = [digest("tally", _engine(), document) for document in documents]
        self._known: list[str | None] = [cache.get(key) if cache else None for key in self._keys]
        new = [document for document, known in zip(documents, self._known, strict=True) if known is None]
        self._executor = ThreadPoolExecutor(1, "search")
        self._counted: Future[list[str]] | None = self._executor.submit(_count, new) if new else None

    def totals(self) -> "Totals":
        """Wait for the rest and add all up, in the order of their documents."""
        new = iter(self._counted.result() if self._counted else ())
        self.close()
        totals = Totals()
        for key, known in zip(self._keys, self._known, strict=True):
            tally = known
            if tally is None:
                tally = next(new)
                if self._cache is not None:
                    self._cache.put(key, tally)
            totals.add(**json.loads(tally))
        return totals

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


def _count(documents: Sequence[Document]) -> list[str]:
    from py_mini_racer import MiniRacer

    engine = MiniRacer()
    try:
        for source in _sources():
            engine.eval(source)
        batches = [documents[start : start + BATCH] for start in range(0, len(documents), BATCH)]
        return [tally for batch in batches for tally in json.loads(engine.call("tally", json.dumps(batch), json.dumps(FIELDS)))]
    finally:
        engine.close()  # a context that stays open hangs Python's end now and then


class Totals:
    """Add up what documents hold, one after the other."""

    def __init__(self) -> None:
        self._documents = 0
        self._terms: dict[str, dict[int, list[int]]] = {}  # term → field → [document, frequency, step to the next document, frequency, …]
        self._last: dict[tuple[str, int], int] = {}
        self._lengths: list[list[int]] = [[] for _ in FIELDS]
        self._words: Counter[str] = Counter()

    def add(self, terms: list[list[Any]], lengths: list[int], words: list[str]) -> None:
        """Add the next document: [term, field, frequency, field, …] each, different words a field, words as they are written."""
        for term, *pairs in terms:
            fields = self._terms.setdefault(term, {})
            for field, frequency in zip(pairs[::2], pairs[1::2], strict=True):
                fields.setdefault(field, []).extend((self._documents - self._last.get((term, field), 0), frequency))
                self._last[term, field] = self._documents
        for column, length in zip(self._lengths, lengths, strict=True):
            column.append(length)
        self._words.update(words)
        self._documents += 1

    def terms(self) -> list[Entry]:
        """List each term with where it stands: [term, [[field, document, frequency, step, frequency, …], …]]."""
        return _sorted((term, [[field, *fields[field]] for field in sorted(fields)]) for term, fields in self._terms.items())

    def vocabulary(self, spell: Callable[[str], str] = str) -> list[Entry]:
        """List each word, by what `spell` makes of it, with the number of its documents."""
        return _sorted((spell(word), count) for word, count in self._words.items())

    def lengths(self) -> dict[str, Any]:
        """Say how long the fields are: on average, and document by document, column by column."""
        return {
            "fields": FIELDS,
            "averages": [round(sum(column) / max(self._documents, 1), 2) for column in self._lengths],
            "lengths": [[_two_digits(length) for length in column] for column in self._lengths],
        }


def _two_digits(length: int) -> int:
    """Round a length: it only dampens a score, and few different numbers make a small file."""
    step = 10 ** max(len(str(length)) - 2, 0)
    return (length + step // 2) // step * step


def _sorted(entries: Iterable[tuple[str, Any]]) -> list[Entry]:
    """Order entries as the browser compares their keys, by UTF-16 units."""
    return sorted(([key, value] for key, value in entries), key=lambda entry: entry[0].encode("utf-16-be", "surrogatepass"))
