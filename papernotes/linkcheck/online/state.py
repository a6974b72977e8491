"""`links.state.json`: what the runs so far saw of each address, and since when one fails.

One run sees an address fail; only three failed runs over a week make it dead.
Nothing here needs the network: the site reads this file as well.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path

from papernotes.linkcheck.lock import exclusive, write_whole
from papernotes.linkcheck.online.verdicts import Result, Verdict

NAME = "links.state.json"
VERSION = 1
FAILED_RUNS = 3
DAYS_GONE = 7
DAYS_UNREACHABLE = 28  # a server in trouble is given longer than one that says that a page is gone
OUR_FAULT = {"rate-limit", "host-out", "malformed"}  # says nothing about the address
SAYS_NOTHING = {Verdict.BLOCKED, Verdict.SOFT_404}  # neither proves that an address lives nor that it does not


class StateError(ValueError):
    """Say in one line why the state cannot be read."""


@dataclass(frozen=True)
class Seen:
    """Hold what is known of one address; dates are ISO dates."""

    verdict: str
    reason: str
    seen: str  # the last run
    cause: str = ""
    title: str = ""
    moved_to: str = ""
    archive: str = ""
    failing_since: str = ""
    failed_runs: int = 0  # at most one a day

    @property
    def dead(self) -> bool:
        """Whether it failed often and long enough; compared with its own last run, never with today."""
        if self.failed_runs < FAILED_RUNS or not self.failing_since:
            return False
        days = (date.fromisoformat(self.seen) - date.fromisoformat(self.failing_since)).days
        return days >= (DAYS_GONE if self.verdict == Verdict.GONE else DAYS_UNREACHABLE)


def fails(result: Result) -> bool:
    """Tell whether a result counts as a failed run."""
    return result.verdict in (Verdict.GONE, Verdict.TRANSIENT) and result.cause not in OUR_FAULT


def advance(before: Seen | None, result: Result, today: date) -> Seen:
    """Add one run's result to what is known."""
    day = today.isoformat()
    known = before.title if before else ""
    trusted = result.verdict in (Verdict.OK, Verdict.MOVED)  # a title that is doubted must not become what is expected
    now = Seen(
        result.verdict.value, result.reason, day, result.cause, (result.seen_title if trusted else "") or known,
        result.final_url if result.verdict == Verdict.MOVED else "", result.archive or (before.archive if before and fails(result) else ""),
    )  # fmt: skip
    since, runs = (before.failing_since, before.failed_runs) if before else ("", 0)
    if fails(result):
        again = before is not None and runs > 0 and before.seen == day  # a second run on one day tells nothing new
        return replace(now, failing_since=min(since or day, day), failed_runs=max(runs, 1) if again else runs + 1)
    if result.verdict in SAYS_NOTHING or result.cause in OUR_FAULT:
        return replace(now, failing_since=since, failed_runs=runs)
    return now


def load_state(path: Path) -> dict[str, Seen]:
    """Read the state by address; a file that is missing is empty. Raise `StateError` where it cannot be read."""
    if not path.exists():
        return {}
    mend = "restore it from version control, or delete it to begin anew"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        version = data.get("version")
        if version != VERSION:
            raise StateError(f"{path.name}:1: it is of version {version}, this program reads version {VERSION}; {mend}")
        known = {entry.name for entry in fields(Seen)}
        return {url: sound(Seen(**{name: value for name, value in entry.items() if name in known})) for url, entry in data["links"].items()}
    except json.JSONDecodeError as fault:
        raise StateError(f"{path.name}:{fault.lineno}: not JSON; {mend}") from fault
    except StateError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise StateError(f"{path.name}:1: not a state of links; {mend}") from fault


def sound(seen: Seen) -> Seen:
    """Return an entry whose dates are dates. Raise `ValueError` on another."""
    date.fromisoformat(seen.seen)
    if seen.failing_since:
        date.fromisoformat(seen.failing_since)
    if type(seen.failed_runs) is not int or seen.verdict not in set(Verdict):
        raise ValueError(seen.verdict)
    return seen


def dump(state: Mapping[str, Seen]) -> str:
    """Write the state as text, one address a line, sorted, empty fields left out."""
    lines = [json.dumps(url, ensure_ascii=False) + ": " + json.dumps({name: value for name, value in vars(state[url]).items() if value}, ensure_ascii=False) for url in sorted(state)]
    return f'{{"version": {VERSION}, "links": {{\n' + ",\n".join(lines) + "\n}}\n"


def update_state(path: Path, results: Collection[Result], today: date, keep: Collection[str] | None = None) -> dict[str, Seen]:
    """Add a run's results to the file, beside those that another run may have written meanwhile; return all.

    Addresses outside `keep` are forgotten: nothing names them any more.
    """
    with exclusive(path):
        state = load_state(path)
        state |= {result.url: advance(state.get(result.url), result, today) for result in results}
        if keep is not None:
            wanted = set(keep)
            state = {url: seen for url, seen in state.items() if url in wanted}
        write_whole(path, dump(state))
    return state
