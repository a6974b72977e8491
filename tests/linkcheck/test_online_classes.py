"""Each failure class that needs a network gets the verdict that its row says."""

from pathlib import Path

import pytest
from classes_online import ELSEWHERE, ROWS, Row
from harness import World, run

from papernotes.linkcheck.codes import CODES
from papernotes.linkcheck.online.findings import make_findings
from papernotes.linkcheck.online.gather import Place
from papernotes.linkcheck.online.verdicts import Item, Result


async def judged(row: Row) -> tuple[Item, Result, int]:
    async with World() as world:
        item = row.into(world)
        [result] = await world.check(item)
        return item, result, len(world.asked("blog.test"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.number}: {row.what}")
def test_a_failure_class_online_gets_its_verdict(row: Row):
    item, result, asks = run(judged(row))
    assert (result.verdict, result.reason) == (row.verdict, row.reason)
    assert row.asks is None or asks == row.asks
    findings = make_findings({item: [Place("docs/index.md", 3, 1, item.url)]}, {item: result}, {}, {})
    assert [f"{finding.code} {finding.severity}" for finding in findings] == ([row.expected] if row.expected else [])


def test_every_finding_that_a_run_makes_is_of_the_closed_list_with_its_severity():
    for row in ROWS:
        if row.expected:
            code, severity = row.expected.split()
            assert CODES[code][0] == severity, f"class {row.number}: {row.what}"


@pytest.mark.parametrize("number", ELSEWHERE)
def test_a_class_that_is_no_row_has_the_test_that_is_named(number: int):
    file, _, name = ELSEWHERE[number].partition(": ")
    assert f"def {name}(" in (Path(__file__).parent / file).read_text()
