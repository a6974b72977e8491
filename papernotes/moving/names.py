"""Names of notes and pictures outside links: in tables of the tests, in code, and in code shown by a page.

A note is named `topic/note` there, a picture `topic/name` or by its path; both are unmistakable.
A name without its topic could be any word, so it is pointed out instead of replaced.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from papernotes.linkcheck.folder import walk
from papernotes.moving.places import Move
from papernotes.source import Source

FOLDERS = ("papernotes", "tests", "tools", "images")
SCHEMA = "note.schema.json"  # it shows a note's name as an example
KINDS = (".py", ".csv", ".tsv", ".js", ".md", ".yml", ".toml")
PICTURE = r"\.(?:svg|png|jpe?g|gif|webp|avif)\b"


def files(root: Path) -> Iterator[str]:
    """List the files of code and tests, and the schema made of the code, relative to the project's folder."""
    if (root / SCHEMA).is_file():
        yield SCHEMA
    for folder in FOLDERS:
        if (root / folder).is_dir():
            yield from (f"{folder}/{path}" for path in walk(root / folder) if path.endswith(KINDS) and "/vendor/" not in f"/{path}")


def replace_names(text: str, path: str, move: Move, shares_name: bool) -> str:
    """Return a file's text with the moved file's full name replaced.

    `shares_name` tells that a note and a picture are both called so: then a name without suffix means the note.
    """
    for pattern, new in _patterns(move, shares_name, path.endswith((".csv", ".tsv"))):
        text = pattern.sub(new, text)
    return text


def _patterns(move: Move, shares_name: bool, in_table: bool) -> list[tuple[re.Pattern[str], str]]:
    old, new = re.escape(move.old_slug), move.new_slug
    if move.is_note:
        found = [(re.compile(rf"(?<![\w-]){re.escape(move.old)}(?![\w-])"), move.new)]
        if in_table:
            found.append((re.compile(rf"(?<![\w/#-]){old}(?=[#,;\s\"]|/?$|/[,;\s\"])", re.MULTILINE), new))
        elif "/" in move.old_slug:
            found.append((re.compile(rf"(?<![\w-])(?<!{move.base}/)(?<!images/){old}(?![\w-]|{PICTURE})"), new))
        return found
    suffix = re.escape(move.old[move.old.rfind(".") :])
    found = [(re.compile(rf"(?<![\w-]){old}(?={suffix}\b)"), new)]
    if not shares_name and "/" in move.old_slug:
        found.append((re.compile(rf"(?<=[\"'`]){old}(?=[\"'`])"), new))
    return found


def replace_in_code(text: str, path: str, move: Move, shares_name: bool) -> str:
    """Return a page's text with the moved file's full name replaced where the page shows it as code."""
    source, parts, at = Source(path, text), [], 0
    for start, end in sorted(source.code):
        if start >= at:
            parts += [text[at:start], replace_names(text[start:end], path, move, shares_name)]
            at = end
    return "".join([*parts, text[at:]])


def mentions(text: str, move: Move) -> list[int]:
    """List the lines that may mean the moved file by its bare name, as a quoted word or a file's name."""
    name = re.escape(move.old.rpartition("/")[2].rpartition(".")[0])
    pattern = re.compile(rf"(?<![\w/-]){name}\.md\b|([\"']){name}\1" if move.is_note else rf"(?<![\w/-]){re.escape(move.old.rpartition('/')[2])}\b")
    return [text.count("\n", 0, match.start()) + 1 for match in pattern.finditer(text)]


def follow_script(text: str, old: str, new: str) -> str:
    """Return code with the name of a figure's script replaced."""
    return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", new, text)
