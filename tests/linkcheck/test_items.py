"""The suite of links reports item by item, whatever the date, and a fault makes its own item fail."""

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT
from folders import ATTENTION, OURS, lock, make, png

HERE = Path(__file__).parent
CLOCK = """\
import datetime, time

AHEAD = 5 * 365 * 86400
now, now_ns = time.time, time.time_ns
time.time = lambda: now() + AHEAD
time.time_ns = lambda: now_ns() + AHEAD * 10**9


class Date(datetime.date):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(time.time())


class DateTime(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)


datetime.date, datetime.datetime = Date, DateTime
"""


def run_suite(folder: Path, *arguments: str, plugins: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the items over another folder, without the browser that the whole suite looks for."""
    paths = [str(place) for place in (ROOT / "tests", HERE, plugins) if place]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "--noconftest", "-p", "linkcheck.options", "-p", "no:cacheprovider", "-p", "no:xdist", "-q", "--no-header", "-rA", "--links-of", str(folder), *arguments, str(HERE / "test_collection.py")],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": os.pathsep.join(paths), "PYTEST_ADDOPTS": ""}, capture_output=True, text=True, timeout=300,
    )  # fmt: skip


def failed(result: subprocess.CompletedProcess[str]) -> list[str]:
    return sorted(set(re.findall(r"^FAILED \S+::(test_\w+\[.*?\]|test_\w+)(?: - |$)", result.stdout, re.MULTILINE)))


FILES = {"mkdocs.yml": OURS, "refs.bib": ATTENTION, "papers.lock": lock(), "images/dot.png": png(), "docs/index.md": "# Home\n\n[@vaswani2017attention] ![A dot](../images/dot.png)\n", "docs/note.md": "# Note\n\n[a](index.md)\n"}
FAULTS = {
    "a paper": ({"refs.bib": ATTENTION.replace("{1706.03762}", "{1706.03726}")}, ["test_paper_url[vaswani2017attention]"]),
    "an image reference": ({"docs/index.md": FILES["docs/index.md"] + "\n![A dot](../images/gone.png)\n"}, ["test_image[docs/index.md:5-gone.png]"]),
    "an image file": ({"images/dot.png": png()[:-9]}, ["test_image[images/dot.png]"]),
    "a page": ({"docs/note.md": "# Note\n\n[a](gone.md)\n"}, ["test_page_links[docs/note.md]"]),
    "the lock": ({"papers.lock": lock() + "x\n"}, ["test_page_links[papers.lock]"]),
    "a setting": ({"mkdocs.yml": OURS + "extra_css: [gone.css]\n"}, ["test_page_links[mkdocs.yml]"]),
}


def test_a_sound_folder_passes_item_by_item(tmp_path: Path):
    result = run_suite(make(tmp_path, FILES))
    assert result.returncode == 0, result.stdout
    items = re.findall(r"^PASSED \S+::(test_(?:paper_url|image|page_links)\[.*\])$", result.stdout, re.MULTILINE)
    assert sorted(items) == [
        "test_image[docs/index.md:3-dot.png]", "test_image[images/dot.png]", "test_page_links[docs/index.md]", "test_page_links[docs/note.md]",
        "test_page_links[mkdocs.yml]", "test_page_links[papers.lock]", "test_paper_url[vaswani2017attention]",
    ]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_makes_its_own_item_fail(tmp_path: Path, fault: str):
    files, items = FAULTS[fault]
    result = run_suite(make(tmp_path, FILES | files))
    assert (result.returncode, failed(result)) == (1, items), result.stdout


def test_warnings_pass_and_stand_in_the_summary(tmp_path: Path):
    result = run_suite(make(tmp_path, FILES | {"docs/note.md": "# Note\n\n[a](https://arxiv.org/pdf/1706.03762)\n"}))
    assert result.returncode == 0, result.stdout
    assert "links to look at" in result.stdout
    assert "not-canonical: docs/note.md:3: 'https://arxiv.org/pdf/1706.03762' is not the address of arXiv 1706.03762 itself (write https://arxiv.org/abs/1706.03762)\n" in result.stdout
    assert "9 of 9 papers' records are unverified: `make links` on a machine with a network verifies them\n" in result.stdout


def test_the_suite_passes_five_years_on_as_it_does_today(tmp_path: Path):
    """Today's run of the same items is this run's own tests/linkcheck/test_collection.py."""
    plugins = tmp_path / "plugins"
    plugins.mkdir()
    (plugins / "five_years_on.py").write_text(CLOCK)
    (plugins / "say_the_year.py").write_text("import datetime\ndef pytest_terminal_summary(terminalreporter): terminalreporter.line(f'the year is {datetime.date.today().year}')\n")
    later = run_suite(ROOT, "-p", "five_years_on", "-p", "say_the_year", plugins=plugins)
    assert int(re.search(r"^the year is (\d+)$", later.stdout, re.MULTILINE)[1]) - date.today().year >= 4
    assert len(re.findall(r"^PASSED ", later.stdout, re.MULTILINE)) > 100
    assert later.returncode == 0, later.stdout
