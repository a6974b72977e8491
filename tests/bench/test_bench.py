"""The measuring itself: what fails or hangs is told, tables reach their place, a small run has all its rows."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import QUIET, ROOT

sys.path.insert(0, str(ROOT / "tools"))

from bench_ours import ON_THE_PAGE  # noqa: E402
from bench_parts import OTHER, PARTS, REST, part_of  # noqa: E402
from bench_process import run, tree_memory  # noqa: E402
from bench_tables import Table, kilobytes, seconds, times, write_tables  # noqa: E402

BENCH = [sys.executable, str(ROOT / "tools" / "bench.py")]
ROWS = [
    "cold build", "build after one edit, against Material's cold build", "save to screen", "peak memory of the cold build", "the site on disk",
    "first visit to a note, gzip", "its requests", "of these to third parties", "time to content", "layout shift", "a later page, gzip", "its requests", "time to a later page",
]  # fmt: skip


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_a_command_that_fails_is_told_with_its_last_line(tmp_path: Path):
    assert run(python("print('first'); raise SystemExit('no notes here')"), tmp_path, 60, {}).fault == "failed: no notes here"


def test_a_command_that_takes_too_long_is_stopped_with_its_children(tmp_path: Path):
    child = "import time, pathlib; time.sleep(3); pathlib.Path('late').touch()"
    done = run(python(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"), tmp_path, 0.5, {})
    assert done.fault == "not done in 0 s"
    time.sleep(3)
    assert not (tmp_path / "late").exists()


def test_memory_is_that_of_the_process_and_its_children_together(tmp_path: Path):
    child = "block = bytearray(80_000_000); import time; time.sleep(1)"
    both = run(python(f"import subprocess, sys; block = bytearray(80_000_000); subprocess.run([sys.executable, '-c', {child!r}])"), tmp_path, 60, {})
    assert both.memory > (160_000_000 if Path("/proc").exists() else 80_000_000), "only Linux tells the memory of children that run"
    assert tree_memory(10**9) == 0


def test_a_table_is_written_between_its_marks_and_one_without_is_named(tmp_path: Path):
    page = tmp_path / "page.md"
    page.write_text("Before.\n\n<!-- bench: a -->\nold\n<!-- /bench -->\n\nAfter.\n")
    tables = [Table("a", "A", ["", "ours"], [["cold", "1 s"]], "A note."), Table("b", "B", ["x"], [])]
    assert write_tables(page, tables, "today.") == ["b"]
    expected = "Before.\n\n<!-- bench: a -->\n\n|  | ours |\n| :-- | --: |\n| cold | 1 s |\n\nA note.\nMeasured: today.\n\n<!-- /bench -->\n\nAfter.\n"
    assert page.read_text() == expected
    write_tables(page, tables, "today.")
    assert page.read_text() == expected


def test_what_was_not_measured_is_a_dash():
    assert [seconds(None), kilobytes(None), times(None, 1.0), times(2.0, None), times(3.0, 2.0), seconds(1.234), seconds(12.34)] == ["–", "–", "–", "–", "× 1.50", "1.23 s", "12.3 s"]


def test_every_file_of_the_code_belongs_to_a_part_or_to_the_rest_and_every_part_has_files():
    files = {path.relative_to(ROOT / "papernotes").as_posix() for path in (ROOT / "papernotes").rglob("*.py")}
    without = [part for part, names in PARTS.items() if part != "search" and not any(file.startswith(names) for file in files)]
    assert without == []
    assert part_of(sys._getframe()) == REST


@pytest.mark.more  # half a minute of building and browsing
def test_a_small_run_of_ours_alone_prints_every_row():
    command = [*BENCH, "--only", "compare", "parts", "features", "--contestants", "ours", "--sizes", "12", "--rounds", "1"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=240)
    assert done.returncode == 0, done.stderr
    rows = re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|", done.stdout, re.MULTILINE)
    names = [name for name, _ in rows if not name.startswith(":")]
    assert [name for name in ROWS if name not in names] == []
    assert [name for name in [*PARTS, OTHER, REST, *ON_THE_PAGE, "all of these together"] if name not in names] == []
    assert [row for row in rows if "failed" in row[1] or "–" in row[1] or "not " in row[1]] == []


def test_a_contestant_that_cannot_build_is_a_row_that_says_so_and_the_others_go_on(tmp_path: Path):
    code = (
        "import sys; sys.path.insert(0, 'tools'); import dataclasses, bench_measure, bench_sites; from pathlib import Path;"
        "broken = dataclasses.replace(bench_sites.PLAIN, name='broken', command=(sys.executable, '-c', 'raise SystemExit(\"broken on purpose\")'));"
        "absent = dataclasses.replace(bench_sites.PLAIN, name='absent', missing=lambda: 'not installed');"
        f"print(bench_measure.compare([broken, absent, bench_sites.PLAIN], 8, 1, 60, Path({str(tmp_path)!r})).text())"
    )
    done = subprocess.run(python(code), capture_output=True, text=True, cwd=ROOT, timeout=240, env={**os.environ, **QUIET})
    assert done.returncode == 0, done.stderr
    cold = next(line for line in done.stdout.splitlines() if line.startswith("| cold build"))
    assert re.fullmatch(r"\| cold build \| failed: broken on purpose \| not installed \| [\d.]+ s \(× 1\.00\) \|", cold)
    assert "| layout shift | failed: broken on purpose | not installed | " in done.stdout
