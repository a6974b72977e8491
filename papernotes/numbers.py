"""A number that stands on several pages: marked once, beside its source, and linked without text everywhere else.

    <span id="n-pairs">400 million</span>    on the note about the paper
    [](../multimodal/clip.md#n-pairs)        elsewhere: the build writes the number between the brackets
"""

import re
from collections.abc import Iterator, Mapping
from posixpath import dirname, join, normpath

from papernotes.findings import Finding, error
from papernotes.notes import Note
from papernotes.source import Source

MARKED = re.compile(r'<span id="(?P<name>n-[\w-]+)">(?P<number>.*?)</span>')
ADDRESS = re.compile(r"(?P<path>(?:[^()\s#:]+\.md)?)#(?P<name>n-[\w-]+)")
ASKED = re.compile(rf"(?<!!)\[ *\]\((?P<address>{ADDRESS.pattern})\)")


def fill_numbers(markdown: str, note: Note, notes: Mapping[str, Note]) -> tuple[str, list[Finding]]:
    """Write each number that a note asks for as its link's text; return also what is wrong with those and with the note's own."""
    source = Source(note.source.path, markdown)

    def filled(ask: re.Match[str]) -> str:
        if source.in_code(ask.start()):
            return ask[0]
        number = _number(ask, note, notes)
        return f"[{number}]({ask['address']})" if isinstance(number, str) else "?"

    return ASKED.sub(filled, markdown), [*_own_faults(note.source), *_asked_faults(note, notes)]


def marked(source: Source) -> Iterator[re.Match[str]]:
    """Find the numbers that a note marks, outside code."""
    return _outside_code(MARKED, source)


def _outside_code(pattern: re.Pattern[str], source: Source) -> Iterator[re.Match[str]]:
    return (match for match in pattern.finditer(source.text, source.body_start) if not source.in_code(match.start()))


def _number(ask: re.Match[str], note: Note, notes: Mapping[str, Note]) -> str | tuple[str, str]:
    """Return the number that a link asks for; else what is wrong and what to do."""
    slug = normpath(join(dirname(note.slug), ask["path"])).removesuffix(".md") if ask["path"] else note.slug
    target = notes.get(slug)
    if target is None:
        return "there is no such note", "correct the path"
    if target.is_draft and not note.is_draft:
        return f"{target.source.path} is a draft, which is not built", "publish it first, or write the number with its source"
    number = next((one["number"] for one in marked(target.source) if one["name"] == ask["name"]), None)
    if number is None:
        return f"{target.source.path} marks no number '{ask['name']}'", f'write <span id="{ask["name"]}">…</span> around it there, or correct the name'
    return number


def _asked_faults(note: Note, notes: Mapping[str, Note]) -> Iterator[Finding]:
    for ask in _outside_code(ASKED, note.source):
        fault = _number(ask, note, notes)
        if not isinstance(fault, str):
            yield error(note.source.path, *note.source.position(ask.start()), "missing-number", f"number '{ask['address']}': {fault[0]}", fault[1])


def _own_faults(source: Source) -> Iterator[Finding]:
    """Report numbers that are empty, hold more than a number, or have another one's name."""
    lines: dict[str, int] = {}
    for one in marked(source):
        place = source.position(one.start())
        if not one["number"].strip():
            yield error(source.path, *place, "empty-number", f"number '{one['name']}' is empty", "write it between the tags")
        if re.search(r"[\[\]<>@]", one["number"]):
            yield error(source.path, *place, "bad-number", f"number '{one['name']}' holds a link, a citation or a tag", "mark the number alone")
        if one["name"] in lines:
            yield error(source.path, *place, "duplicate-number", f"number '{one['name']}' already stands on line {lines[one['name']]}", "give one of the two another name")
        lines.setdefault(one["name"], place[0])
