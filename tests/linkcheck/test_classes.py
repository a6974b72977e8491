"""Each failure class gets the verdict that its row says, and nothing else is found."""

from pathlib import Path

import classes_online
import pytest
from classes import CLASSES
from classes_offline import HOME, ROWS, Row
from folders import findings, make

from papernotes.linkcheck.codes import CODES


def folder_of(row: Row, place: Path) -> Path:
    return make(place, ({HOME: f"# Home\n\n{row.body}\n"} if row.body else {}) | row.files)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.number}: {row.what}")
def test_a_failure_class_gets_its_verdict_and_nothing_else(tmp_path: Path, row: Row):
    assert sorted(findings(folder_of(row, tmp_path))) == sorted(row.expected)


def test_every_class_has_a_row_or_a_reason_why_it_cannot_be_reached():
    reached = {row.number for row in ROWS} | {row.number for row in classes_online.ROWS} | classes_online.UNREACHED.keys()
    assert sorted(CLASSES.keys() - reached) == []


def test_every_code_in_the_table_is_of_the_closed_list_with_its_severity():
    for row in ROWS:
        for expected in row.expected:
            severity, code = expected.split()[-2:]
            assert CODES[code][0] == severity, f"class {row.number}: {expected}"
