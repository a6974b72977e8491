"""Links in Markdown that lead to a file which moves, and the links of a note that moves itself."""

import os
from collections.abc import Callable, Collection
from functools import cache
from posixpath import dirname, join, normpath
from urllib.parse import quote, unquote

from markdown import Markdown

from papernotes.linkcheck.places import Candidate, candidates
from papernotes.moving.places import Move
from papernotes.source import Source


def follow(text: str, path: str, move: Move, docs: str) -> str:
    """Return a Markdown file's text with every link to the moved file led to its new place; code is left alone."""
    source = Source(path, text)
    found = [one for one in candidates(source, _reader()) if _file(text[one.start : one.end], path, docs) == move.old]
    return _replaced(text, found, lambda url: _written(url, move.new, path, docs))


def rebase(text: str, move: Move, docs: str, links: Collection[int]) -> str:
    """Return a moved note's text with its own links led from its new place; `links` are their offsets."""
    found = [one for one in candidates(Source(move.old, text), _reader()) if one.start in links]

    def written(url: str) -> str:
        file = _file(url, move.old, docs)
        return url if file is None else _written(url, move.new if file == move.old else file, move.new, docs)

    return _replaced(text, found, written)


@cache
def _reader() -> Markdown:
    """Return a Markdown that can be asked where an address ends, which it can once it has read something."""
    reader = Markdown()
    reader.convert("Read.")
    return reader


def _replaced(text: str, found: list[Candidate], written: Callable[[str], str]) -> str:
    for one in reversed(found):
        text = text[: one.start] + written(text[one.start : one.end]) + text[one.end :]
    return text


def _parts(url: str) -> tuple[str, str]:
    """Split an address into its path and what follows it."""
    end = min((at for at in (url.find("#"), url.find("?")) if at >= 0), default=len(url))
    return url[:end], url[end:]


def _file(url: str, path: str, docs: str) -> str | None:
    """Find the file that an address in the file `path` means; None where it means none of this project."""
    place = unquote(_parts(url)[0])
    if not place or ":" in place.partition("/")[0] or place.startswith("//"):
        return None
    if place.startswith("/images/"):
        return normpath(place[1:])
    return normpath(docs + place if place.startswith("/") else join(dirname(path), place))


def _written(url: str, target: str, path: str, docs: str) -> str:
    """Write the way from a file to a target as the old address was written: from the root, or relative."""
    place, rest = _parts(url)
    if place.startswith("/"):
        new = "/" + (target if target.startswith("images/") else target.removeprefix(docs + "/"))
    else:
        new = os.path.relpath(target, dirname(path) or ".").replace(os.sep, "/")
    return quote(new, safe="/-._~+@") + rest
