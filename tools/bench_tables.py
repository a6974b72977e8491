"""Tables in Markdown, and their places in a page: between `<!-- bench: name -->` and `<!-- /bench -->`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

MISSING = "–"


@dataclass(frozen=True)
class Table:
    """Hold one table: its name in the page, a title, cells, and how it was measured."""

    name: str
    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""
    printed: str = ""  # what another script printed, in place of cells

    def text(self) -> str:
        """Write the table in Markdown, columns side by side."""
        if self.printed:
            return f"```text\n{self.printed}\n```" if not self.printed.startswith("|") and "\n|" not in self.printed else self.printed
        lines = [self.head, [":--", *["--:"] * (len(self.head) - 1)], *self.rows]
        return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def write_tables(page: Path, tables: Sequence[Table], stamp: str) -> list[str]:
    """Put each table into its place in a page; return the names of those that have none."""
    text = page.read_text("utf-8")
    left_out = []
    for table in tables:
        place = re.compile(rf"(<!-- bench: {re.escape(table.name)} -->\n).*?(<!-- /bench -->)", re.DOTALL)
        body = f"\n{table.text()}\n\n{table.note}\nMeasured: {stamp}\n\n"
        text, count = place.subn(lambda match, body=body: match[1] + body + match[2], text)
        left_out += [] if count else [table.name]
    page.write_text(text, "utf-8")
    return left_out


def middle(values: Sequence[float]) -> float | None:
    """Return the median, or nothing where nothing was measured."""
    return median(values) if values else None


def seconds(value: float | None) -> str:
    return MISSING if value is None else f"{value:.2f} s" if value < 10 else f"{value:.1f} s"


def megabytes(value: float | None) -> str:
    return MISSING if value is None else f"{value / 1e6:,.1f} MB"


def kilobytes(value: float | None) -> str:
    return MISSING if value is None else f"{value / 1e3:,.1f} KB"


def times(value: float | None, base: float | None) -> str:
    """Say how many times `base` a value is."""
    return MISSING if value is None or not base else f"× {value / base:.2f}"
