"""The knowledge base as records, for pictures that are drawn from the notes themselves."""

import re
from collections import Counter
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath

import yaml

from papernotes.notes import Note, read_front_matter
from papernotes.refs import Reference, load_bibliography
from papernotes.source import Source

ROOT = Path(__file__).resolve().parent.parent.parent
LINK = re.compile(r"\]\(([^)#\s]+\.md)")
TITLE = re.compile(r"^# +(.+?)(?:\s*\{[^}]*\})?\s*$", re.MULTILINE)


@cache
def topics() -> list[str]:
    """List the topics' folders in the order of the navigation."""
    order = yaml.safe_load((ROOT / "docs/.nav.yml").read_text(encoding="utf-8"))["nav"]
    return [item for item in order if isinstance(item, str) and (ROOT / "docs" / item / "index.md").is_file()]


@cache
def notes() -> dict[str, Note]:
    """Read the notes of all topics by slug, their index pages included."""
    read = (_note(f"{topic}/{path.stem}") for topic in topics() for path in sorted((ROOT / "docs" / topic).glob("*.md")))
    return {note.slug: note for note in read if note.meta is not None and note.meta.status != "draft"}


def _note(slug: str) -> Note:
    path = ROOT / "docs" / f"{slug}.md"
    source = Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    meta, _ = read_front_matter(source)
    title = TITLE.search(source.text, source.body_start)
    return Note(slug, source, title[1] if title else path.stem, meta)


@cache
def home() -> Note:
    """Read the home page."""
    return _note("index")


@cache
def references() -> dict[str, Reference]:
    """Read the bibliography."""
    return dict(load_bibliography(ROOT / "refs.bib", "refs.bib").references)


def links_between_topics() -> Counter[tuple[str, str]]:
    """Count the links from a note of one topic to a note of another, both directions together, pairs in navigation order."""
    found: Counter[tuple[str, str]] = Counter()
    order = topics()
    for slug, note in notes().items():
        for address in LINK.findall(note.source.text):
            target = normpath(join(dirname(slug), address.removesuffix(".md")))
            pair = sorted({note.topic, target.partition("/")[0]}, key=lambda topic: order.index(topic) if topic in order else -1)
            if target in notes() and len(pair) == 2:
                found[pair[0], pair[1]] += 1
    return found
