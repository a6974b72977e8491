"""Where claims stand in the notes, read from the Markdown source.

A claim that a program checks stands in a note as `!!! claim its-id`; one that only a source or the author vouches for
as `!!! claim paper "The statement [@key, §2]."`, with `paper`, `reading`, `disputed` or `unconfirmed` for its kind.
Sentences marked `[?]` and boxes `!!! reading` are claims of these kinds too, and are counted with them.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markdown.extensions.toc import slugify

from papernotes.source import Source

KINDS = {
    "checked": "checked",  # by code that is the code of this page; the other two words say why not
    "stale": "out of date",
    "not-run": "not run",
    "paper": "from the paper",
    "reading": "author's reading",
    "disputed": "disputed",
    "unconfirmed": "not confirmed",
}
STATED = ("paper", "reading", "disputed", "unconfirmed")
BOX = re.compile(r'^[ \t]*!!! claim +(?P<what>[\w-]+)(?: +"(?P<title>.*)")?[ \t]*$', re.MULTILINE)
READING = re.compile(r"^!!! reading\b.*$", re.MULTILINE)
DOUBTED = re.compile(r"^[ \t]*(?!<)(?:(?:[-*+]|\d+\.)[ \t]+)?(?P<words>[^\n]*\S)[ \t]*\[\?\][^\n]*$", re.MULTILINE)
SECTION = re.compile(r"^#{2,6}[ \t]+(?P<words>.+?)[ \t]*(?:\{[^}\n]*?#(?P<id>[\w-]+)[^}\n]*\})?[ \t]*$", re.MULTILINE)
MARKUP = re.compile(r"\[[^\[\]]*@[^\[\]]*\]|[*`_$\\]|\]\([^)]*\)|\[")


@dataclass(frozen=True)
class Use:
    """Hold one claim as a note states it; `id` is empty where no program checks it."""

    slug: str  # of the note
    line: int
    column: int
    kind: str  # "program", or a kind of STATED
    id: str
    statement: str  # as Markdown; empty for a program's claim, whose words stand with its code
    anchor: str  # on the note's page; empty for its top


def claim_anchor(id: str, statement: str = "") -> str:
    """Return the id that a claim's box has on its page."""
    words = slugify(MARKUP.sub(" ", statement), "-").split("-")
    return f"claim-{id or '-'.join(words[:10])}"


def uses_of(slug: str, source: Source) -> list[Use]:
    """List the claims of one note in the order in which they stand."""
    found = [*_boxes(slug, source), *_readings(slug, source), *_doubts(slug, source)]
    return sorted(found, key=lambda use: (use.line, use.column))


def _places(pattern: re.Pattern[str], source: Source) -> Iterable[re.Match[str]]:
    return (match for match in pattern.finditer(source.text, source.body_start) if not source.in_code(match.start()))


def _boxes(slug: str, source: Source) -> Iterable[Use]:
    for match in _places(BOX, source):
        what, title = match["what"].lower(), match["title"] or ""
        stated = what in STATED
        id = "" if stated else what
        yield Use(slug, *source.position(match.start("what")), what if stated else "program", id, title, claim_anchor(id, title))


def _readings(slug: str, source: Source) -> Iterable[Use]:
    for match in _places(READING, source):
        words, anchor = _section(source, match.start())
        yield Use(slug, *source.position(match.start()), "reading", "", words, anchor)


def _doubts(slug: str, source: Source) -> Iterable[Use]:
    for match in _places(DOUBTED, source):
        if source.in_code(match.start("words")) or source.in_code(match.end("words")):
            continue
        words = match["words"].strip("| ").replace(" | ", ", ")
        yield Use(slug, *source.position(match.start("words")), "unconfirmed", "", words, _section(source, match.start())[1])


def _section(source: Source, offset: int) -> tuple[str, str]:
    """Return the words and the anchor of the heading under which an offset lies."""
    last = None
    for match in _places(SECTION, source):
        if match.start() > offset:
            break
        last = match
    if last is None:
        return "", ""
    return last["words"], last["id"] or slugify(MARKUP.sub("", last["words"]), "-")


def unused(ids: Iterable[str], uses: Iterable[Use]) -> list[str]:
    """List the claims that no note states."""
    used = {use.id for use in uses}
    return [id for id in ids if id not in used]


def unknown(ids: Mapping[str, object], uses: Iterable[Use]) -> list[Use]:
    """List the places where a note states a claim that there is not."""
    return [use for use in uses if use.id and use.id not in ids]
