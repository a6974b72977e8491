"""Write the index: MiniSearch counts inside Python, with the browser's own code for words, and what it counted is cut into shards.

    search-index/frame.json            what every query needs: lengths, topics, tags, names, the first key of each shard
    search-index/<hash>/terms/N.json   where terms stand
    search-index/<hash>/words/N.json   the vocabulary, by beginnings; endings/N.json the same from behind
    search-index/<hash>/pages/N.json   one page: its names, its sections
"""

import hashlib
import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from papernotes.search.pages import SearchPage

SHARD = 48_000  # characters of JSON, 10 to 20 KB as gzip: a query of three words loads about three
VOCABULARY_SHARD = 24_000
BATCH = 200  # pages handed to the engine at once
SCRIPTS = ("theme/assets/search/minisearch.js", "theme/assets/search/words.js", "search/build.js")
MODULE = re.compile(r"^export (?:\{.*\};?|(?=const|function|class))", re.MULTILINE)


@dataclass(frozen=True)
class Shards:
    """Hold one part of the index as files, and the key with which each begins."""

    name: str
    firsts: list[str]
    texts: list[str]


def write_index(pages: Sequence[SearchPage], names: list[list[str]], site: Path) -> None:
    """Write the index of `pages` into the folder of a built site; `names` are groups of synonyms."""
    parts, counted = _count(pages)
    texts = [_json(_fragment(page)) for page in pages]
    frame = counted | _columns(pages) | {"names": names} | {part.name: part.firsts for part in parts}
    frame["at"] = _digest([_json(frame), *texts, *(text for part in parts for text in part.texts)])
    folder = site / "search-index"
    shutil.rmtree(folder, ignore_errors=True)
    for part in [*parts, Shards("pages", [], texts)]:
        _write(folder / frame["at"] / part.name, part.texts)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "frame.json").write_text(_json(frame), encoding="utf-8")


def _count(pages: Sequence[SearchPage]) -> tuple[list[Shards], dict[str, Any]]:
    """Let MiniSearch count the words of all pages; return the shards and the fields' lengths."""
    from py_mini_racer import MiniRacer

    engine = MiniRacer()
    try:
        for name in SCRIPTS:
            engine.eval(MODULE.sub("", files("papernotes").joinpath(name).read_text("utf-8")))
        for start in range(0, len(pages), BATCH):
            engine.call("add", json.dumps([_document(start + i, page) for i, page in enumerate(pages[start : start + BATCH])]))
        sizes = {"terms": ("postings", SHARD), "words": ("vocabulary", VOCABULARY_SHARD), "endings": ("endings", VOCABULARY_SHARD)}
        parts = [_shards(name, json.loads(engine.call(function, size))) for name, (function, size) in sizes.items()]
        return parts, json.loads(engine.call("frame"))
    finally:
        engine.close()  # a context that stays open hangs Python's end now and then


def _document(number: int, page: SearchPage) -> dict[str, Any]:
    """Say which text of a page belongs to which field of the index."""
    return {
        "id": number,
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


def _shards(name: str, shards: list[dict[str, Any]]) -> Shards:
    return Shards(name, [shard["first"] for shard in shards], [_json(shard["entries"]) for shard in shards])


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
