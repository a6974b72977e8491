"""claims.json: what a claim measured, with which code."""

from pathlib import Path

import pytest

from papernotes.claims import Measured
from papernotes.claims.catalogue import Piece, Record
from papernotes.claims.command import describe, keep, summary
from papernotes.claims.results import load_results, result_of, save_results, state
from papernotes.claims.run import Outcome, explain

RECORD = Record("two-words", "Six is six.", "[@known2020paper, §1]", "cnn/yolo", "check", (Piece("papernotes/claims/topic.py", 14, 17, "code"),))
CHANGED = Record("two-words", "Six is six.", "", "cnn/yolo", "check", (Piece("papernotes/claims/topic.py", 14, 17, "other code"),))
MEASURED = Measured("6", "6.0 ± 0.1", {"six": 6.0, "curve": [1, 2]}, seed=[0, 1])
PASSED, FAILED = Outcome("two-words", MEASURED, "", 0.25), Outcome("two-words", None, "7 is not 6", 0.25)


def test_a_claim_counts_as_checked_only_with_the_code_that_ran():
    results = {"two-words": result_of(RECORD, MEASURED)}
    assert state(RECORD, results) == "checked"
    assert state(CHANGED, results) == "out of date"
    assert state(RECORD, {}) == "not run"


def test_results_are_read_as_they_were_written(tmp_path: Path):
    path = tmp_path / "claims.json"
    save_results(path, {"two-words": result_of(RECORD, MEASURED), "a-claim": result_of(RECORD, MEASURED)})
    results = load_results(path)
    assert results["two-words"] == {
        "hash": RECORD.hash, "statement": "Six is six.", "source": "[@known2020paper, §1]", "note": "cnn/yolo",
        "expected": "6", "measured": "6.0 ± 0.1", "numbers": {"six": 6.0, "curve": [1, 2]}, "seed": [0, 1],
    }  # fmt: skip
    assert list(results) == ["a-claim", "two-words"]
    assert [line.count('"hash"') for line in path.read_text().splitlines()].count(1) == 2
    assert [p.name for p in tmp_path.iterdir()] == ["claims.json"]


def test_results_that_are_no_numbers_are_refused_and_the_old_file_stays(tmp_path: Path):
    path = tmp_path / "claims.json"
    path.write_text("old")
    with pytest.raises(ValueError):
        save_results(path, {"two-words": result_of(RECORD, Measured("6", "?", {"six": float("nan")}))})
    assert path.read_text() == "old"


@pytest.mark.parametrize("text", ["", "[]", "{}", "{"])
def test_a_file_that_is_not_ours_is_refused(tmp_path: Path, text: str):
    path = tmp_path / "claims.json"
    path.write_text(text)
    with pytest.raises(ValueError, match="^the results of the claims cannot be read$"):
        load_results(path)


def test_without_a_file_there_are_no_results(tmp_path: Path):
    assert load_results(tmp_path / "claims.json") == {}


def test_a_claim_that_fails_leaves_no_result_behind():
    results: dict = {}
    keep(results, RECORD, FAILED)
    assert results == {}
    keep(results, RECORD, PASSED)
    assert list(results) == ["two-words"]


def test_an_outcome_reads_as_one_line_and_as_several():
    assert summary(RECORD, PASSED) == "two-words  Six is six.  6  6.0 ± 0.1  pass"
    assert summary(RECORD, FAILED) == "two-words  Six is six.  7 is not 6  FAIL"
    assert describe(RECORD, PASSED).splitlines() == [
        "Six is six.",
        "  source    [@known2020paper, §1], on cnn/yolo",
        "  expected  6",
        "  measured  6.0 ± 0.1",
        "  six: 6.0",
        "  seed      [0, 1]",
        "  code      papernotes/claims/topic.py:14",
        "pass in 0.2 s",
    ]
    assert describe(RECORD, FAILED).splitlines()[2:] == ["  failed    7 is not 6", "  code      papernotes/claims/topic.py:14", "FAIL in 0.2 s"]


def test_a_failure_is_told_on_one_line():
    assert explain(AssertionError("two\nlines")) == "two lines"
    assert explain(ZeroDivisionError("division by zero")) == "ZeroDivisionError: division by zero"
