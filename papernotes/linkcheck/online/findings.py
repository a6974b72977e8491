"""From what was seen online to findings at the places that name the address."""

from collections.abc import Iterator, Mapping

from papernotes.findings import Finding
from papernotes.linkcheck.lock import Record
from papernotes.linkcheck.online.gather import Place
from papernotes.linkcheck.online.state import Seen
from papernotes.linkcheck.online.verdicts import Item, Result, Verdict

# Only a dead address and another paper are errors: what one run saw may be an accident.
ERRORS = {"dead", "wrong-paper", "retracted"}
FIXES = {
    "dead": "remove the link, or replace it", "gone": "wait for the next runs, or correct the address", "wrong-paper": "correct the id",
    "soft-404": "open it, and correct the address", "login": "link a page that everybody can read", "wrong-type": "open it, and correct the address",
    "unsure": "open it, and correct what is wrong", "title-drift": "correct the title, or add the other one to the record's aliases",
    "withdrawn": "say so, or cite another paper", "retracted": "say so beside it, or remove what rests on it",
}  # fmt: skip


def make_findings(asked: Mapping[Item, list[Place]], results: Mapping[Item, Result], state: Mapping[str, Seen], known: Mapping[str, Record]) -> Iterator[Finding]:
    """Report each result that asks for something, once a place; what the offline check reports from the lock already is left to it."""
    for item, result in results.items():
        code = code_of(result, state.get(item.url))
        if not code or told_offline(result, known):
            continue
        for place in asked[item]:
            severity = "error" if code in ERRORS else "warning"
            yield Finding(place.path, place.line, place.column, severity, code, message_of(place, result, code, state.get(item.url)), fix_of(result, code, state.get(item.url)))


def code_of(result: Result, seen: Seen | None) -> str:
    """Name the finding that a result makes; nothing where all is well."""
    if result.cause in ("malformed", "refused-by-us"):
        return ""  # both are found without a network
    if seen and seen.dead and result.verdict in (Verdict.GONE, Verdict.TRANSIENT):
        return "dead"
    if result.verdict == Verdict.OK:
        return {"drift": "title-drift", "retracted": "retracted", "withdrawn": "withdrawn"}.get(result.cause, "")
    return result.verdict.value


def told_offline(result: Result, known: Mapping[str, Record]) -> bool:
    """Tell whether the lock held this very record before the run, so that the offline check speaks of it."""
    record = result.record
    before = known.get(record.id) if record else None
    same = before is not None and before.verified and (before.title, before.withdrawn, before.retracted) == (record.title, record.withdrawn, record.retracted)
    return same and result.cause in ("wrong-paper", "title", "drift", "retracted", "withdrawn")


def message_of(place: Place, result: Result, code: str, seen: Seen | None) -> str:
    """Say what was seen of the address, and for how long it has failed."""
    since = f"; failing since {seen.failing_since}, in {seen.failed_runs} run{'s' if seen.failed_runs > 1 else ''}" if seen and seen.failed_runs else ""
    word = {"dead": "is dead", "gone": "seems gone", "moved": "moved for good", "transient": "could not be reached"}.get(code, "")
    return f"'{place.written}' {word + ': ' if word and code != 'moved' else ''}{'moved for good' if code == 'moved' else result.reason}{since}"


def fix_of(result: Result, code: str, seen: Seen | None) -> str:
    """Say what to do: the new address, or the archive's copy of one that is gone."""
    if code == "moved":
        return f"write {result.final_url}"
    if result.cause == "title-changed":
        return "open it; if it is still right, remove its line from links.state.json"
    copy = result.archive or (seen.archive if seen else "")
    if copy and code in ("dead", "gone"):
        return f"link the copy {copy}"
    return FIXES.get(code, "")
