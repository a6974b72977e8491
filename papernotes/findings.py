"""The one record for everything that a check finds, and the way it is printed."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, order=True)
class Finding:
    """State one fault: where it is, what is wrong, and what to do about it.

    `path` is relative to the folder that holds `mkdocs.yml`, with forward slashes.
    `line` and `column` count from 1; line 1, column 1 also stands for a whole file.
    """

    path: str
    line: int
    column: int
    severity: Literal["error", "warning"]
    code: str
    message: str
    fix: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}" + (f" ({self.fix})" if self.fix else "")


def error(path: str, line: int, column: int, code: str, message: str, fix: str = "") -> Finding:
    """Make a finding that stops a build."""
    return Finding(path, line, column, "error", code, message, fix)
