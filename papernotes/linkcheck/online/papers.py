"""From what a service knows of an id to the verdict on an address that names it."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from papernotes.linkcheck.addresses import PaperId
from papernotes.linkcheck.lock import Record
from papernotes.linkcheck.online import arxiv, doi, venues
from papernotes.linkcheck.online.asking import Found, Service, Tell
from papernotes.linkcheck.online.verdicts import Item, Result, Verdict, plain
from papernotes.linkcheck.titles import Match, Work, compare

LOOK_UP: Mapping[str, Callable[[Service, list[str], Tell], Awaitable[None]]] = MappingProxyType({
    "arxiv": arxiv.look_up, "doi": doi.look_up, "acl": venues.look_up_acl,
    "openreview": venues.look_up_openreview, "youtube": venues.look_up_youtube,
})  # fmt: skip


def judge_paper(item: Item, paper: PaperId, found: Found, known: Record | None) -> Result:
    """Give the verdict; `known` is the lock's record, which counts as what is expected where nothing else is."""
    record = found.record
    if record is None:
        return Result(item.url, found.verdict, plain(found.reason), cause=found.cause)
    if paper.version and record.versions and paper.version > record.versions:
        return _result(item, record, Verdict.GONE, "no-such-version", f"there is no v{paper.version}: the last version is v{record.versions}")
    ours = item.work or (Work(known.title, known.first_author, known.year) if known else None)
    match = agreement(ours, record, known)
    if match == Match.WRONG_PAPER:
        return _result(item, record, Verdict.WRONG_PAPER, "wrong-paper", f"{record.id} is {named(record)}, not '{plain(ours.title)}'")
    if match == Match.UNSURE:
        return _result(item, record, Verdict.UNSURE, "title", f"{record.id} is {named(record)}, ours is '{plain(ours.title)}'")
    if record.retracted or record.withdrawn:
        word = "retracted" if record.retracted else "withdrawn"
        return _result(item, record, Verdict.OK, word, f"{named(record)} is {word}")
    if match == Match.DRIFT:
        return _result(item, record, Verdict.OK, "drift", f"the same paper, now titled '{plain(record.title)}', ours is '{plain(ours.title)}'")
    newer = f"; v{paper.version} is named, the last is v{record.versions}" if paper.version and record.versions and paper.version < record.versions else ""
    return _result(item, record, Verdict.OK, "pinned" if newer else "ok", f"{record.id} is {named(record)}{newer}")


def agreement(ours: Work | None, record: Record, known: Record | None) -> Match:
    """Compare what is expected with what was found, and with the other titles that the lock records for it."""
    if ours is None:
        return Match.SAME
    match = compare(ours, Work(record.title, record.first_author, record.year))
    others = [] if known is None else list(known.aliases)
    if match in (Match.DRIFT, Match.UNSURE, Match.WRONG_PAPER) and any(compare(ours, Work(title)) == Match.SAME for title in others):
        return Match.SAME
    return match


def named(record: Record) -> str:
    """Name a record as a reader would: title, first author, year."""
    about = ", ".join(str(part) for part in (plain(record.first_author), record.year) if part)
    return f"'{plain(record.title)}'" + (f" ({about})" if about else "")


def _result(item: Item, record: Record, verdict: Verdict, cause: str, reason: str) -> Result:
    return Result(item.url, verdict, plain(reason, 600), item.url, plain(record.title), record, cause)
