"""The report of `make links`: what was seen, what is unproven, and how old the proofs are, as Markdown."""

import re
from datetime import date
from pathlib import Path

from papernotes.linkcheck.lock import write_whole
from papernotes.linkcheck.online.run import LISTED, Survey, one_each, summary
from papernotes.linkcheck.online.services import LOOKED_UP
from papernotes.linkcheck.online.verdicts import Result, Verdict, plain

STALE = 180  # days after which a paper's record should be fetched again


def write_report(path: Path, survey: Survey) -> None:
    """Write a survey's report, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, report(survey))


def report(survey: Survey) -> str:
    """Write a survey as Markdown."""
    lines = [f"# Links on {survey.today}", "", *(f"- {escape(line)}" for line in [*summary(survey.results), *proofs(survey), f"services were asked within their limits of {LOOKED_UP}"]), ""]
    wrong = [result for result in one_each(list(survey.results.values())) if result.verdict not in (Verdict.OK, *LISTED)]
    for title, results in (("To look at", wrong), ("Could not be judged", [one for one in one_each(list(survey.results.values())) if one.verdict in LISTED])):
        if results:
            lines += [f"## {title}", "", "| verdict | address | reason | where |", "|---|---|---|---|"]
            lines += [row(survey, result) for result in sorted(results, key=lambda one: (one.verdict, one.url))] + [""]
    return "\n".join(lines)


def row(survey: Survey, result: Result) -> str:
    """Write one result as a row, with the places that name its address and since when it fails."""
    places = dict.fromkeys(f"{place.path}:{place.line}" for item, found in survey.asked.items() if item.url == result.url for place in found)
    seen = survey.state.get(result.url)
    since = f"; failing since {seen.failing_since}, {seen.failed_runs} runs" + (", **dead**" if seen.dead else "") if seen and seen.failed_runs else ""
    copy = f"; a copy: {escape(result.archive)}" if result.archive else ""
    return f"| {result.verdict} | {escape(result.url)} | {escape(result.reason)}{since}{copy} | {', '.join(map(escape, places))} |"


def proofs(survey: Survey) -> list[str]:
    """Say how many papers are unverified, and how many proofs are old: the only place where today's date counts."""
    records = survey.records.values()
    unverified = sum(not record.verified for record in records)
    old = [record for record in records if record.verified and record.seen and (survey.today - date.fromisoformat(record.seen)).days > STALE]
    lines = [f"{len(survey.records)} papers in the lock, {unverified} unverified"] if survey.records else []
    return lines + ([f"{len(old)} records are older than {STALE} days, the oldest is {min(old, key=lambda record: record.seen).id}"] if old else [])


def escape(text: str) -> str:
    """Make text stand in a table as it is: what a server sent is no markup."""
    return re.sub(r"([\\`*_{}\[\]<>|#!~$&@])", r"\\\1", plain(text, 2000))
