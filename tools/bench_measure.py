"""The comparison: every contestant builds and serves the same notes in turn, and a browser reads what came out."""

import os
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bench_notes import Notes
from bench_page import save_to_screen, serving, visit
from bench_process import run
from bench_serve import Served, served
from bench_sites import OURS, PLAIN, QUIET, Contestant, edit, edited_note, forget, prepare, size
from bench_tables import MISSING, Table, kilobytes, megabytes, middle, seconds, times
from browser import ARGUMENTS, find_or_install_chromium
from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as BrowserError

LINE = "Saved {mark} cites [@{key}] and has $x_{{{number}}} + 1$."
ROWS = ("cold", "warm", "save", "memory", "size", "first bytes", "first requests", "content", "shift", "foreign", "later bytes", "later requests", "later")


@dataclass
class Entry:
    """Hold one contestant's folder, and what was measured of it."""

    contestant: Contestant
    notes: Notes
    folder: Path
    site: Served
    values: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    fault: dict[str, str] = field(default_factory=dict)  # row → what went wrong; a row with a fault is not tried again

    def build(self, row: str, patience: float) -> None:
        """Build once and keep the time as one value of `row`."""
        if row in self.fault:
            return
        done = run(self.contestant.command, self.folder, patience, QUIET)
        if done.fault:
            self.fault |= {name: done.fault for name in ROWS if name not in self.values or name == row}
            return
        self.values[row].append(done.seconds)
        if row == "cold":
            self.values["memory"].append(done.memory)
            self.values["size"].append(size(self.folder / "site"))


def compare(contestants: list[Contestant], count: int, rounds: int, patience: float, folder: Path) -> Table:
    """Measure all contestants at one size; return the table, a column each."""
    notes = Notes(count)
    with ExitStack() as stack:
        entries = [_enter(one, notes, folder / one.name.replace(", ", "-"), stack) for one in contestants]
        for number in range(rounds):
            for entry in entries:
                forget(entry.folder)
                entry.build("cold", patience)
            for entry in entries:
                if "warm" not in entry.fault:
                    edit(edited_note(notes, entry.folder), f"An edit, number {number + 1}.")
                    entry.build("warm", patience)
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM") or find_or_install_chromium(), args=ARGUMENTS)
        for number in range(rounds):
            for entry in entries:
                _read(entry, browser)
        for entry in entries:
            _save(entry, browser, rounds, patience)
        browser.close()
    return _table(entries, count, rounds)


def _enter(contestant: Contestant, notes: Notes, folder: Path, stack: ExitStack) -> Entry:
    site = stack.enter_context(served(folder / "site"))
    entry = Entry(contestant, notes, folder, site)
    if fault := contestant.missing():
        entry.fault = dict.fromkeys(ROWS, fault)
        return entry
    prepare(contestant, notes, folder, site.url)
    return entry


def _read(entry: Entry, browser: Browser) -> None:
    """Let a reader open the note of the middle, then its neighbour."""
    if "first bytes" in entry.fault:
        return
    number = entry.notes.count // 2
    try:
        for row, value in visit(browser, entry.site, f"{entry.notes.slug(number)}/", f"{entry.notes.slug(number + 1)}/").items():
            entry.values[row].append(value)
    except BrowserError as fault:
        entry.fault |= dict.fromkeys(ROWS[5:], f"failed: {str(fault).splitlines()[0][:60]}")


def _save(entry: Entry, browser: Browser, rounds: int, patience: float) -> None:
    """Let an author save the note of the middle while its page is open, as often as there are rounds."""
    if "save" in entry.fault or not entry.values["cold"]:
        return
    note = edited_note(entry.notes, entry.folder)
    selector = "article p:has-text('{mark}')" + (":has(.pn-cite):has(.katex-html)" if entry.contestant is OURS else "")
    try:
        with serving(entry.contestant.serve, entry.folder, 2 * patience, {**os.environ, **QUIET}) as address:
            for number in range(rounds):
                mark = f"mark{number}of{entry.notes.count}"
                line = LINE.format(mark=mark, key=entry.notes.key(number), number=number)
                entry.values["save"].append(save_to_screen(browser, f"{address}{entry.notes.slug(entry.notes.count // 2)}/", note, line, mark, selector, patience))
    except TimeoutError:
        entry.fault["save"] = f"not shown in {patience:.0f} s"


def _table(entries: list[Entry], count: int, rounds: int) -> Table:
    """Write the rows, each with what it is against plain Material's cold build or its own row."""
    plain = next((one for one in entries if one.contestant is PLAIN), None)

    def base(row: str) -> float | None:
        return middle(plain.values[row]) if plain else None

    def cells(row: str, write, against: str = "") -> list[str]:
        made = []
        for entry in entries:
            value = middle(entry.values[row])
            made.append(entry.fault.get(row, MISSING) if value is None else write(value) + (f" ({times(value, base(against))})" if against and base(against) else ""))
        return made

    def whole(value: float) -> str:
        return f"{value:.0f}"

    rows = [
        ["cold build", *cells("cold", seconds, "cold")],
        ["build after one edit, against Material's cold build", *cells("warm", seconds, "cold")],
        ["save to screen", *cells("save", seconds, "save")],
        ["peak memory of the cold build", *cells("memory", megabytes)],
        ["the site on disk", *cells("size", megabytes)],
        ["first visit to a note, gzip", *cells("first bytes", kilobytes)],
        ["its requests", *cells("first requests", whole)],
        ["of these to third parties", *cells("foreign", whole)],
        ["time to content", *cells("content", seconds)],
        ["layout shift", *cells("shift", lambda value: f"{value:.4f}")],
        ["a later page, gzip", *cells("later bytes", kilobytes)],
        ["its requests", *cells("later requests", whole)],
        ["time to a later page", *cells("later", seconds)],
    ]
    return Table(f"compare-{count}", f"{count:,} notes", ["", *[one.contestant.name for one in entries]], rows, f"Medians of {rounds} round{'s' if rounds > 1 else ''}; in brackets, times plain Material's.")
