"""What many runs make of an address: failing, and dead only after three failed runs over a week."""

import json
import threading
from datetime import date, timedelta
from pathlib import Path

import markdown
import pytest

from papernotes.linkcheck.online.site import LinkVerdictsExtension
from papernotes.linkcheck.online.state import NAME, Seen, StateError, advance, dump, load_state, update_state
from papernotes.linkcheck.online.verdicts import Result, Verdict

DAY = date(2026, 11, 22)
URL = "https://blog.test/a"


def result(verdict: str, cause: str = "", **more: str) -> Result:
    return Result(URL, Verdict(verdict), "as seen", cause=cause, **more)


def after(*runs: tuple[int, Result]) -> Seen:
    """Let runs pass, each a number of days after the first."""
    seen = None
    for days, what in runs:
        seen = advance(seen, what, DAY + timedelta(days))
    return seen


GONE, OK = result("gone", "http-404"), result("ok")


@pytest.mark.parametrize(("runs", "failed", "dead"), [
    ([(0, GONE)], 1, False), ([(0, GONE), (7, GONE)], 2, False), ([(0, GONE), (1, GONE), (6, GONE)], 3, False), ([(0, GONE), (1, GONE), (7, GONE)], 3, True),
    ([(0, GONE), (0, GONE), (0, GONE), (7, GONE)], 2, False), ([(0, GONE), (3, OK), (4, GONE), (5, GONE), (9, GONE)], 3, False),
    ([(0, GONE), (3, result("blocked")), (4, GONE), (9, GONE)], 3, True), ([(0, GONE), (3, result("transient", "rate-limit")), (9, GONE)], 2, False),
    ([(0, GONE), (4, result("soft-404")), (5, GONE), (9, GONE)], 3, True),
    ([(n, result("transient", "timeout")) for n in range(0, 28, 7)], 4, False), ([(n, result("transient", "timeout")) for n in range(0, 29, 7)], 5, True),
    ([(n, result("transient", "rate-limit")) for n in range(0, 99, 7)], 0, False), ([(n, result("blocked")) for n in range(0, 99, 7)], 0, False),
])  # fmt: skip
def test_an_address_is_dead_after_three_failed_runs_over_a_week_or_four_weeks_of_trouble(runs: list, failed: int, dead: bool):
    seen = after(*runs)
    assert (seen.failed_runs, seen.dead) == (failed, dead)


def test_one_good_run_wakes_the_dead():
    seen = after((0, GONE), (1, GONE), (8, GONE), (9, OK))
    assert seen == Seen("ok", "as seen", "2026-12-01")


def test_a_clock_that_jumps_back_does_not_make_an_address_dead():
    seen = after((0, GONE), (1, GONE), (-400, GONE))
    assert (seen.failed_runs, seen.failing_since, seen.dead) == (3, "2025-10-18", False)


def test_a_dead_address_keeps_its_copy_and_its_title():
    seen = after((0, result("ok", seen_title="A post")), (1, result("gone", archive="https://web.archive.org/web/20190401120000/x")), (2, GONE))
    assert (seen.title, seen.archive) == ("A post", "https://web.archive.org/web/20190401120000/x")


def test_the_state_is_one_line_an_address_sorted_and_read_back(tmp_path: Path):
    state = {"https://b.test/": Seen("ok", "fine", "2026-11-22"), "https://a.test/": Seen("gone", "404", "2026-11-22", failing_since="2026-11-22", failed_runs=1)}
    (tmp_path / NAME).write_text(dump(state))
    assert (tmp_path / NAME).read_text() == (
        '{"version": 1, "links": {\n"https://a.test/": {"verdict": "gone", "reason": "404", "seen": "2026-11-22", "failing_since": "2026-11-22", "failed_runs": 1},\n'
        '"https://b.test/": {"verdict": "ok", "reason": "fine", "seen": "2026-11-22"}\n}}\n'
    )
    assert load_state(tmp_path / NAME) == state
    json.loads(dump({}))


@pytest.mark.parametrize(("text", "message"), [
    ("", "links.state.json:1: not JSON"), ('{\n<<<<<<< HEAD\n', "links.state.json:2: not JSON"), ("[]", "links.state.json:1: not a state of links"),
    ('{"version": 0, "links": {}}', "links.state.json:1: it is of version 0, this program reads version 1"), ('{"version": 9}', "links.state.json:1: it is of version 9, this program reads version 1"),
    ('{"version": 1}', "links.state.json:1: not a state of links"), ('{"version": 1, "links": {"x": {"verdict": "fine", "reason": "", "seen": "2026-11-22"}}}', "links.state.json:1: not a state of links"),
    ('{"version": 1, "links": {"x": {"verdict": "ok", "reason": "", "seen": "yesterday"}}}', "links.state.json:1: not a state of links"), ('{"version": 1, "links": {"x": 3}}', "links.state.json:1: not a state of links"),
])  # fmt: skip
def test_a_state_that_cannot_be_read_is_named_and_left_alone(tmp_path: Path, text: str, message: str):
    path = tmp_path / NAME
    path.write_text(text)
    with pytest.raises(StateError) as fault:
        update_state(path, [OK], DAY)
    assert str(fault.value) == f"{message}; restore it from version control, or delete it to begin anew"
    assert path.read_text() == text
    assert list(tmp_path.iterdir()) == [path]


def test_two_runs_at_once_keep_what_both_learnt(tmp_path: Path):
    path = tmp_path / NAME

    def learn(name: str) -> None:
        for number in range(20):
            update_state(path, [Result(f"https://{name}.test/{number}", Verdict.OK, "fine")], DAY)

    runs = [threading.Thread(target=learn, args=(name,)) for name in "abc"]
    for one in runs:
        one.start()
    for one in runs:
        one.join()
    assert len(load_state(path)) == 60
    assert list(tmp_path.iterdir()) == [path]


def test_an_address_that_nothing_names_any_more_is_forgotten(tmp_path: Path):
    path = tmp_path / NAME
    update_state(path, [OK, Result("https://old.test/", Verdict.OK, "fine")], DAY)
    assert list(update_state(path, [OK], DAY, keep={URL})) == [URL]


def test_the_site_shows_what_was_last_seen_of_a_link():
    state = {
        "https://a.test/": Seen("ok", "fine", "2026-11-22"), "https://b.test/": after((0, GONE), (1, GONE), (8, GONE)), "https://c.test/": after((0, GONE)),
        "https://d.test/": Seen("blocked", "403", "2026-11-22"),
    }  # fmt: skip
    text = "[a](https://a.test/) [b](https://b.test/) [c](https://c.test/) [d](https://d.test/ 'mine') [e](https://e.test/)"
    assert markdown.markdown(text, extensions=[LinkVerdictsExtension(state)]) == (
        '<p><a data-link-verdict="ok" href="https://a.test/" title="Answered on 2026-11-22">a</a> '
        '<a data-link-verdict="dead" href="https://b.test/" title="Dead: failing since 2026-11-22">b</a> '
        '<a data-link-verdict="gone" href="https://c.test/" title="Was gone on 2026-11-22, failing since 2026-11-22">c</a> '
        '<a data-link-verdict="blocked" href="https://d.test/" title="mine">d</a> <a href="https://e.test/">e</a></p>'
    )
