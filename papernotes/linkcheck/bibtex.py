"""BibTeX with the place of every field, for findings that point at a line; formatting is the build's."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from papernotes.findings import Finding
from papernotes.linkcheck.codes import found

START = re.compile(r"^[ \t\ufeff]*@(?P<type>\w+)[ \t]*(?P<open>[{(])", re.MULTILINE)
KEY = re.compile(r"\s*([^\s,{}()\"]*)\s*")
NAME = re.compile(r"\s*([A-Za-z][\w+./:-]*)\s*=\s*")
WORD = re.compile(r"[^\s,{}\"#()]+")
MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())


@dataclass(frozen=True)
class Value:
    """Hold one field's text and its first character's place."""

    text: str
    line: int
    column: int

    @property
    def place(self) -> tuple[int, int]:
        return self.line, self.column


@dataclass
class Entry:
    """Hold one entry; field names are in lower case, the first of two equal ones counts."""

    path: str
    type: str
    key: str
    line: int
    fields: dict[str, Value] = field(default_factory=dict)
    whole: bool = True  # False where a fault kept the rest from being read
    start: int = 0  # offset of its @ in the file
    end: int = 0  # offset behind its closing brace

    def text(self, name: str) -> str:
        return self.fields[name].text if name in self.fields else ""

    @property
    def place(self) -> tuple[int, int]:
        return self.line, 1

    @property
    def first_author(self) -> str:
        return re.split(r"\s+and\s+", self.text("author") or self.text("editor"))[0].strip()

    @property
    def year(self) -> int | None:
        match = re.search(r"\d{4}", self.text("year") or self.text("date"))
        return int(match[0]) if match else None


class _Fault(Exception):
    """Carry what makes an entry unreadable, what to do, and where that is known, the offset of the mistake."""

    def __init__(self, message: str, offset: int | None = None, mend: str = "look for a missing comma, quote or brace here"):
        super().__init__(message)
        self.offset, self.mend = offset, mend


UNCLOSED = _Fault("this entry's braces do not match", mend="count the braces of this entry")


class Scanner:
    """Read one file's entries one after the other."""

    def __init__(self, path: str, text: str):
        self.path, self.text = path, text
        self.entries: list[Entry] = []
        self.findings: list[Finding] = []
        self.strings: dict[str, str] = {}
        self._line_ends = [match.start() for match in re.finditer("\n", text)]

    def run(self) -> None:
        """Read all entries; one that cannot be read is a finding, and the next is tried."""
        starts = list(START.finditer(self.text))
        for number, start in enumerate(starts):
            end = starts[number + 1].start() if number + 1 < len(starts) else len(self.text)
            try:
                self._entry(start, end)
            except _Fault as fault:
                self._give_up(start)
                line = self._line(start.start("type") if fault.offset is None else fault.offset)
                self.findings.append(found(self.path, (line, 1), "broken-bibtex", f"BibTeX cannot be read: {fault}", fault.mend))

    def _line(self, offset: int) -> int:
        return bisect_left(self._line_ends, offset) + 1

    def _give_up(self, start: re.Match[str]) -> None:
        """Keep a broken entry's key, so that its citations are not reported on top."""
        line = self._line(start.start("type"))
        for entry in self.entries[-1:]:
            entry.whole = entry.line != line

    def _entry(self, start: re.Match[str], end: int) -> None:
        kind = start["type"].lower()
        if kind in ("comment", "preamble"):
            return
        if kind == "string":
            name, value, _ = self._field(start.end(), end)
            self.strings[name] = value.text
            return
        key = KEY.match(self.text, start.end())
        entry = Entry(self.path, kind, key[1], self._line(start.start("type")), start=start.start("type") - 1)
        self.entries.append(entry)
        at = key.end()
        closing = "}" if start["open"] == "{" else ")"
        while True:
            value_end, at = at, self._skip(at)
            if at >= end:
                raise UNCLOSED
            if self.text[at] not in "," + closing:
                raise _Fault("a comma is missing", value_end - 1)
            at = self._skip(at + 1) if self.text[at] == "," else at
            if at < end and self.text[at] == closing:
                entry.end = at + 1
                return
            name, value, at = self._field(at, end)
            entry.fields.setdefault(name, value)

    def _skip(self, at: int) -> int:
        while at < len(self.text) and self.text[at].isspace():
            at += 1
        return at

    def _field(self, at: int, end: int) -> tuple[str, Value, int]:
        name = NAME.match(self.text, at, end)
        if name is None:
            rest = self.text[at:end].strip().split("\n")[0][:40]
            raise _Fault(f"'{rest}' is not `name = value`" if rest else "an entry is not closed")
        at, parts, place = name.end(), [], None
        while True:
            start, part, at = self._part(self._skip(at), end)
            place = start if place is None else place
            parts.append(part)
            after = self._skip(at)
            if after >= end or self.text[after] != "#":
                break
            at = after + 1
        line = self._line(place)
        return name[1].lower(), Value("".join(parts), line, place - self.text.rfind("\n", 0, place)), at

    def _part(self, at: int, end: int) -> tuple[int, str, int]:
        """Read `{…}`, `"…"`, a number or the name of a string; return its start, its text and where it ends."""
        if at < end and self.text[at] in '{"':
            stop = self._closing(at, end)
            inner = self._skip(at + 1)
            return min(inner, stop), self.text[min(inner, stop) : stop].rstrip(), stop + 1
        word = WORD.match(self.text, at, end)
        if word is None:
            raise _Fault("a field has no value")
        name = word[0].lower()
        if not name.isdigit() and name not in MONTHS and name not in self.strings:
            raise _Fault(f"string '{word[0]}' is not defined", at)
        return at, self.strings.get(name, word[0]), word.end()

    def _closing(self, at: int, end: int) -> int:
        """Find the end of a value that opens at `at`."""
        quoted, depth = self.text[at] == '"', 0
        for place in range(at + 1, end):
            letter = self.text[place]
            if letter == "{" and self.text[place - 1] != "\\":
                depth += 1
            elif letter == "}" and self.text[place - 1] != "\\":
                if depth == 0 and not quoted:
                    return place
                depth -= 1
            elif letter == '"' and quoted and depth == 0:
                return place
        raise _Fault("a quote of this entry is not closed") if quoted else UNCLOSED


def read_bibtex(path: str, text: str) -> tuple[list[Entry], list[Finding]]:
    """Read a file's entries and what keeps others from being read."""
    scanner = Scanner(path, text)
    scanner.run()
    return scanner.entries, scanner.findings
