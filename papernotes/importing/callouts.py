"""Callouts of Obsidian and GitHub, `> [!note] Title`, as the boxes that this site's Markdown knows."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from papernotes.importing.parse import CALLOUT, Block, Section, inner, plain_title, unquoted

# Each of Obsidian's names → the box that Material draws; any other name becomes a note that is titled by it.
BOXES = {
    name: box
    for box, names in {
        "note": "note todo", "abstract": "abstract summary tldr", "info": "info", "tip": "tip hint important", "success": "success check done", "question": "question help faq",
        "warning": "warning caution attention", "failure": "failure fail missing", "danger": "danger error", "bug": "bug", "example": "example", "quote": "quote cite",
    }.items()
    for name in names.split()
}  # fmt: skip
FOLDS = {"": "!!!", "-": "???", "+": "???+"}


@dataclass(frozen=True)
class Callout:
    """Hold one callout: its name, whether it folds, its title and the lines below that, without their marks."""

    name: str
    fold: str
    title: str
    body: list[str]


def read_callout(lines: list[str]) -> Callout:
    """Read a block that the parser took for a callout."""
    match = CALLOUT.fullmatch(lines[0])
    assert match is not None, "the parser looked at this line"
    return Callout(match["name"].strip().lower(), match["fold"], match["title"].strip(), [unquoted(line) for line in lines[1:]])


def write_callout(block: Block, render: Callable[[Block], str], is_plain: Callable[[str], bool], thinks: bool) -> str:
    """Return a callout as a box; `render` makes Markdown of what is in it, and `is_plain` tells words from more than words.

    A title that is more than words stands in the box as its first paragraph too. `thinks` makes it the author's own box.
    """
    callout = read_callout(block.lines)
    title = callout.title.replace('"', "'")
    parts = [part for section in inner(callout.body) for part in _parts(section, render)]
    if title and (thinks or not is_plain(title)):
        parts.insert(0, render(Block("text", block.start, [callout.title])))
        title = " ".join(re.findall(r"[\w'’-]+", plain_title(title)))
    text = "\n\n".join(parts)
    if thinks:
        return box("!!!", "reading", "My reading", text)
    kind = BOXES.get(callout.name, "note")
    return box(FOLDS[callout.fold], kind, title or ("" if kind == callout.name else callout.name.replace("-", " ").capitalize()), text)


def _parts(section: Section, render: Callable[[Block], str]) -> list[str]:
    """Return the paragraphs of what stands in a callout; a heading there is bold, as the page's own headings count on."""
    words = " ".join(re.findall(r"[\w-]+", section.title))
    return ([f"**{words}**"] if section.marks else []) + [render(block) for block in section.blocks if block.kind in ("text", "code", "callout")]


def box(mark: str, kind: str, title: str, text: str) -> str:
    """Write a box; without a title it has its kind's own."""
    head = f"{mark} {kind}" + (f' "{title}"' if title else "")
    return "\n".join([head, *(f"    {line}".rstrip() for line in text.split("\n"))]).rstrip()
