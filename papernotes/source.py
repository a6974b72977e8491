"""Markdown source as text: its front matter, its code, and the line on which something stands."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t]*\1[`~]*[ \t]*$|\Z)", re.DOTALL | re.MULTILINE)
CODE_SPAN = re.compile(r"(?<![`\\])(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True)
class Source:
    """Hold the text of one Markdown file and find places in it.

    `path` is relative to the project's folder, as findings print it.
    """

    path: str
    text: str

    @cached_property
    def front_matter(self) -> str | None:
        """The YAML between the leading `---` lines; None where there is none."""
        match = FRONT_MATTER.match(self.text)
        return None if match is None else match[1] or ""

    @cached_property
    def body_start(self) -> int:
        """The offset of the first character after the front matter."""
        match = FRONT_MATTER.match(self.text)
        return 0 if match is None else match.end()

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0] + [match.end() for match in re.finditer(r"\n", self.text)]

    @cached_property
    def code(self) -> list[tuple[int, int]]:
        """Where fenced code, code spans and comments begin and end, in no order."""
        fences = [match.span() for match in FENCE.finditer(self.text)]
        spans = [match.span() for pattern in (CODE_SPAN, COMMENT) for match in pattern.finditer(self.text)]
        return fences + [span for span in spans if not any(a <= span[0] < b for a, b in fences)]

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column, both from 1, of a character's offset."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def in_code(self, offset: int) -> bool:
        """Tell whether an offset lies in fenced code, a code span or a comment."""
        return any(a <= offset < b for a, b in self.code)

    def find(self, needle: str, nth: int = 0) -> tuple[int, int]:
        """Return line and column of the nth place of `needle` outside code.

        Falls back to the last place found, then to the first line of the text:
        an inexact place is better than none, because the message names the needle.
        """
        places = [
            match.start()
            for match in re.finditer(re.escape(needle), self.text)
            if match.start() >= self.body_start and not self.in_code(match.start())
        ]
        if not places:
            return self.position(max(self.text.find(needle), 0))
        return self.position(places[min(nth, len(places) - 1)])
