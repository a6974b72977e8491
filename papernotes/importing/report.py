"""The report of an import: each line of a file with the place where it is now.

    12<TAB>docs/pruning/tickets.md<TAB>as it was<TAB>Heading<TAB>the line itself

It is what a second run knows a line by, so that a line of a draft may be rewritten or deleted and does not come again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from papernotes.changes import ChangeError
from papernotes.importing.parse import plain_title
from papernotes.linkcheck.titles import normalise

FOLDER = "imports"
STANDING = ("there", "left out")  # how the fates begin that write nothing; a file of nothing else needs no report
HEAD = "# Where each line of {name} is: its number, the place, what became of it, the heading above it, the line.\n"


@dataclass(frozen=True)
class Fate:
    """Say where one line of a file is."""

    number: int
    place: str  # a path, or "" where the line stands in this report only
    what: str
    heading: str
    text: str

    @property
    def key(self) -> tuple[str, str]:
        return line_key(self.heading, self.text)


def line_key(heading: str, text: str) -> tuple[str, str]:
    """Return what a line is known by: the heading above it, and its own text; a heading's level does not count."""
    text, words = text.strip(), text.strip().lstrip("#").strip()
    return normalise(heading), words if words != text and plain_title(words) == " ".join(heading.split()) else text


def path_of(name: str) -> str:
    return f"{FOLDER}/{name}.tsv"


def write(name: str, fates: Iterable[Fate], older: Iterable[Fate]) -> str:
    """Write a report; lines of an earlier run that the file has no more stay behind the others, numbered 0."""
    now = list(fates)
    have = {fate.key for fate in now}
    lines = [*sorted(now, key=lambda fate: fate.number), *(Fate(0, fate.place, fate.what, fate.heading, fate.text) for fate in older if fate.key not in have)]
    return HEAD.format(name=name) + "".join(f"{fate.number}\t{fate.place}\t{fate.what}\t{' '.join(fate.heading.split())}\t{fate.text}\n" for fate in lines)


def read(text: str, path: str) -> list[Fate]:
    """Read a report. Raise `ChangeError` where a line is none of one."""
    fates = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("#") or not line:
            continue
        parts = line.split("\t", 4)
        if len(parts) < 5 or not parts[0].isdigit():
            raise ChangeError(f"{path}:{number}: not a line of a report (restore it from version control, or remove the line)")
        fates.append(Fate(int(parts[0]), *parts[1:]))
    return fates


def read_all(root: Path) -> dict[str, list[Fate]]:
    """Read the reports of all earlier imports, by the path of each."""
    found = {}
    for path in sorted((root / FOLDER).glob("*.tsv")):
        name = f"{FOLDER}/{path.name}"
        try:
            found[name] = read(path.read_bytes().decode(), name)
        except UnicodeDecodeError as fault:
            raise ChangeError(f"{name}:1: the file is not UTF-8 (restore it from version control)") from fault
    return found
