"""Write the index: what MiniSearch counted, cut into shards.

    search-index/frame.json            what every query needs: lengths, topics, tags, names, the first key of each shard
    search-index/<hash>/terms/N.json   where terms stand
    search-index/<hash>/words/N.json   the vocabulary, by beginnings; endings/N.json the same from behind
    search-index/<hash>/pages/N.json   one page: its names, its sections
"""

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from papernotes.cache import Cache
from papernotes.search.pages import SearchPage
from papernotes.search.tally import Document, Entry, Tallies

SHARD = 48_000  # characters of JSON, 10 to 20 KB as gzip: a query of three words loads about three
VOCABULARY_SHARD = 24_000


@dataclass(frozen=True)
class Shards:
    """Hold one part of the index as files, and the key with which each begins."""

    name: str
    firsts: list[str]
    texts: list[str]


class Index:
    """Hold the pages of one build; their words are being counted from the beginning on, beside what the build does meanwhile."""

    def __init__(self, pages: Sequence[SearchPage], cache: Cache | None = None):
        self.pages = pages
        self.tallies = Tallies([_document(page) for page in pages], cache)

    def write(self, names: list[list[str]], site: Path) -> None:
        """Write the index into the folder of a built site; `names` are groups of synonyms."""
        totals = self.tallies.totals()
        parts = [
            _shards("terms", totals.terms(), SHARD),
            _shards("words", totals.vocabulary(), VOCABULARY_SHARD),
            _shards("endings", totals.vocabulary(lambda word: word[::-1]), VOCABULARY_SHARD),
        ]
        texts = [_json(_fragment(page)) for page in self.pages]
        frame = totals.lengths() | _columns(self.pages) | {"names": names} | {part.name: part.firsts for part in parts}
        frame["at"] = _digest([_json(frame), *texts, *(text for part in parts for text in part.texts)])
        folder = site / "search-index"
        shutil.rmtree(folder, ignore_errors=True)
        for part in [*parts, Shards("pages", [], texts)]:
            _write(folder / frame["at"] / part.name, part.texts)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "frame.json").write_text(_json(frame), encoding="utf-8")

    def close(self) -> None:
        """Give up an index that will not be written."""
        self.tallies.close()


def _document(page: SearchPage) -> Document:
    """Say which text of a page belongs to which field of the index."""
    return {
        "title": page.title,
        "names": " / ".join(page.names),
        "heads": " / ".join(section.title for section in page.sections if section.title != page.title),
        "about": f"{page.about} {page.topic} {' '.join(page.tags)}",
        "who": page.who,
        "text": " ".join(section.text for section in page.sections),
    }


def _fragment(page: SearchPage) -> dict[str, Any]:
    return {
        "url": page.url, "title": page.title, "names": page.names, "about": page.about, "who": page.who, "topic": page.topic,
        "sections": [[section.anchor, section.title, section.text] for section in page.sections],
    }  # fmt: skip


def _columns(pages: Sequence[SearchPage]) -> dict[str, Any]:
    """List topics and tags, and for each page which it has; pages whose author asked for another weight stand in `boosts`."""
    topics = sorted({page.topic for page in pages if page.topic})
    tags = sorted({tag for page in pages for tag in page.tags})
    return {
        "topics": topics,
        "tags": tags,
        "topicOf": [topics.index(page.topic) if page.topic else -1 for page in pages],
        "tagsOf": [[tags.index(tag) for tag in page.tags] for page in pages],
        "boosts": {number: page.boost for number, page in enumerate(pages) if page.boost != 1},
    }


def _shards(name: str, entries: Sequence[Entry], size: int) -> Shards:
    """Cut entries in their order into texts of at most `size` characters, but for one entry that is longer."""
    shards: list[list[str]] = []
    firsts, room = [], 0
    for entry in entries:
        text = _json(entry)
        if len(text) + 1 > room:
            shards.append([])
            firsts.append(entry[0])
            room = size
        shards[-1].append(text)
        room -= len(text) + 1
    return Shards(name, firsts, [f"[{','.join(shard)}]" for shard in shards])


def _write(folder: Path, texts: Sequence[str]) -> None:
    folder.mkdir(parents=True)
    for number, text in enumerate(texts):
        (folder / f"{number}.json").write_text(text, encoding="utf-8")


def _digest(texts: Sequence[str]) -> str:
    """Name an index by what it says, so that no browser mixes the files of two builds."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode())
    return digest.hexdigest()[:12]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
