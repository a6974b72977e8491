"""A Markdown file of notes as sections of blocks, each line with its number; nothing is left out."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from papernotes.author.identifier import Refusal

Kind = Literal["text", "code", "callout", "rule", "front matter", "empty heading"]
CONTENT = ("text", "code", "callout")
HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))??(?:[ \t]+#+)?[ \t]*")
RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*")
UNDERLINE = re.compile(r" {0,3}(?:(=+)|-+)[ \t]*")
FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})(.*)")
NO_PARAGRAPH = re.compile(r"\s{4}|\s*(?:[-*+>|]|\d+[.)])(?:\s|$)|.*\|")
LINK = re.compile(r"(?P<bang>!?)\[(?P<text>[^\[\]\n]*)\]\(\s*<?(?P<url>(?:[^\s()<>]|\([^\s()]*\))*)>?(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)")
BARE = re.compile(r"<(?P<angled>https?://[^\s<>]+)>|(?P<url>https?://[^\s<>\"\]`]+)")
WIKI = re.compile(r"(?P<bang>!?)\[\[(?=[^\[\]\n]*[^\W\d_])(?P<page>[^\[\]|#^\n]*)(?P<part>[#^][^\[\]|\n]*)?(?:\|(?P<words>[^\[\]\n]*))?\]\](?!\()")
CALLOUT = re.compile(r" {0,3}>[ \t]*\[!(?P<name>[\w -]*\w[\w -]*)(?:\|[^\]]*)?\](?P<fold>[-+]?)(?P<title>.*)")
CODE = re.compile(r"(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)")
NUMBERING = re.compile(r"^(?:\d+(?:\.\d+)*[.)]\s+)")


@dataclass
class Block:
    """Hold lines that stand together; `start` is the number of the first, from 1."""

    kind: Kind
    start: int
    lines: list[str]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass
class Section:
    """Hold one heading with the blocks below it; level 0 is what stands before the first heading."""

    level: int
    heading: str  # as written, without its mark
    marks: list[tuple[int, str]]  # the lines of the heading itself
    parent: "Section | None" = None
    blocks: list[Block] = field(default_factory=list)
    children: list["Section"] = field(default_factory=list)

    @property
    def title(self) -> str:
        return plain_title(self.heading)

    @property
    def content(self) -> list[Block]:
        return [block for block in self.blocks if block.kind in CONTENT]


@dataclass
class Document:
    """Hold one file: its sections in order, the one before the first heading included."""

    name: str
    sections: list[Section]
    lines: list[str]


def load(path: Path) -> Document:
    """Read one file. Raise `Refusal` where it is no text."""
    if path.is_dir():
        raise Refusal(f"{path}: it is a folder; name a Markdown file", 2)
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise Refusal(f"{path}: it cannot be read: {fault.strerror}", 2) from fault
    if b"\0" in data:
        raise Refusal(f"{path}: it is no text but a binary file; name a Markdown file", 2)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Refusal(f"{path}:{data[: fault.start].count(10) + 1}: the file is not UTF-8 (save it as UTF-8)", 2) from fault
    return parse(path.name, text)


def parse(name: str, text: str) -> Document:
    """Split a text into sections and blocks."""
    lines = re.split(r"\r\n|\r|\n", text)
    reader = _Reader(name)
    reader.read(lines, reader.front_matter(lines))
    return Document(name, reader.sections, lines)


def inner(lines: list[str]) -> list[Section]:
    """Split lines that stand in a box, which has no front matter."""
    reader = _Reader("")
    reader.read(lines, 0)
    return reader.sections


class _Reader:
    """Take lines one after the other and know the section and the block that are open."""

    def __init__(self, name: str):
        self.sections = [Section(0, name.rpartition(".")[0] or name, [])]
        self._open: Block | None = None

    def front_matter(self, lines: list[str]) -> int:
        """Take the front matter; return where the rest begins."""
        if lines[0].rstrip() != "---":
            return 0
        end = next((number for number, line in enumerate(lines[1:200], 1) if line.rstrip() in ("---", "...")), None)
        if end is None or not re.match(r"\s*[\w-]+\s*:", next((line for line in lines[1:end] if line.strip()), "x:")):
            return 0
        self.sections[-1].blocks.append(Block("front matter", 1, lines[: end + 1]))
        return end + 1

    def read(self, lines: list[str], at: int) -> None:
        """Take all lines from a place on."""
        while at < len(lines):
            at = self.step(lines, at)

    def step(self, lines: list[str], at: int) -> int:
        """Take the line at a place, or all of a code block; return the next place."""
        line = lines[at]
        heading, fence = HEADING.fullmatch(line), FENCE.fullmatch(line)
        if not line.strip():
            self._open = None
        elif heading:
            self._head(len(heading[1]), heading[2] or "", [(at + 1, line)])
        elif CALLOUT.fullmatch(line) and not (self._open and _is_quoted(self._open.lines[0])):
            end = next((number for number in range(at, len(lines)) if not _is_quoted(lines[number])), len(lines))
            self._add(Block("callout", at + 1, lines[at:end]), closed=True)
            return end
        elif fence and "`" not in fence[2]:
            return self._code(lines, at, fence[1])
        elif self._is_underlined(line):
            above = self.sections[-1].blocks.pop()
            self._head(1 if "=" in line else 2, above.lines[0], [(above.start, above.lines[0]), (at + 1, line)])
        elif RULE.fullmatch(line):
            self._add(Block("rule", at + 1, [line]), closed=True)
        elif self._open and _is_quoted(line) == _is_quoted(self._open.lines[0]):
            self._open.lines.append(line)
        else:
            self._add(Block("text", at + 1, [line]))
        return at + 1

    def _is_underlined(self, line: str) -> bool:
        above = self._open
        return bool(above and len(above.lines) == 1 and UNDERLINE.fullmatch(line) and not NO_PARAGRAPH.match(above.lines[0]))

    def _add(self, block: Block, closed: bool = False) -> None:
        self.sections[-1].blocks.append(block)
        self._open = None if closed else block

    def _code(self, lines: list[str], at: int, mark: str) -> int:
        """Take a fenced block up to its end; without one, up to the next heading-free end of the file."""
        close = re.compile(rf"[ \t>]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*")
        end = next((number for number in range(at + 1, len(lines)) if close.fullmatch(lines[number])), None)
        if end is None:  # never closed: a line like any other
            self._add(Block("text", at + 1, [lines[at]])) if self._open is None else self._open.lines.append(lines[at])
            return at + 1
        self._add(Block("code", at + 1, lines[at : end + 1]), closed=True)
        return end + 1

    def _head(self, level: int, heading: str, marks: list[tuple[int, str]]) -> None:
        """Open a section; a heading without words opens none."""
        self._open = None
        if not plain_title(heading):
            self._add(Block("empty heading", marks[0][0], [line for _, line in marks]), closed=True)
            return
        above = next((one for one in reversed(self.sections) if one.level < level), self.sections[0])
        section = Section(level, heading, marks, above)
        above.children.append(section)
        self.sections.append(section)


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def unquoted(line: str) -> str:
    """Take one mark of a quotation from a line."""
    return re.sub(r"^\s*>[ \t]?", "", line)


def trim(url: str) -> str:
    """Take from a bare address the marks that end its sentence."""
    url = url.rstrip(".,;:!?*_'’”|")
    return trim(url[:-1]) if url.endswith(")") and url.count("(") < url.count(")") else url


def plain_title(heading: str) -> str:
    """Return a heading's words: without links, addresses, emphasis and numbering."""
    text = WIKI.sub(lambda match: "" if match["bang"] else match["words"] or match["page"].rpartition("/")[2], heading)
    text = LINK.sub(lambda match: "" if match["bang"] else match["text"], text)
    text = LINK.sub(lambda match: match["text"], text)  # a link around a picture
    text = BARE.sub(lambda match: (match["url"] or "")[len(trim(match["url"] or "")) :], text).replace("()", "")
    text = re.sub(r"<[^>]*>|[*`]+|(?<!\w)_+|_+(?!\w)|!?\[\[|\]\]|\{#[^}]*\}", "", text)
    text = NUMBERING.sub("", " ".join(text.split()))
    return text if re.search(r"\w", text) else ""
