"""Run the live checks of a folder or of single addresses, and keep what they learn, also when they are interrupted."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from papernotes.findings import Finding
from papernotes.linkcheck.check import LOCK, Collection
from papernotes.linkcheck.folder import Folder
from papernotes.linkcheck.lock import LockError, Record, load, update
from papernotes.linkcheck.online.check import check_urls
from papernotes.linkcheck.online.client import NoNetwork
from papernotes.linkcheck.online.clock import Clock
from papernotes.linkcheck.online.findings import make_findings
from papernotes.linkcheck.online.gather import Place, gather
from papernotes.linkcheck.online.progress import progress
from papernotes.linkcheck.online.services import LimitsError, load_limits
from papernotes.linkcheck.online.state import NAME, Seen, StateError, load_state, update_state
from papernotes.linkcheck.online.verdicts import Item, Result, Verdict, plain

LIMITS = "links.toml"
ENGINE = ("resolver", "ssl", "clock", "allow_loopback")
BAD = {Verdict.GONE, Verdict.SOFT_404, Verdict.WRONG_TYPE, Verdict.WRONG_PAPER}
LISTED = (Verdict.BLOCKED, Verdict.TRANSIENT)
REFRESHED_AFTER = 30  # days; an unchanged record keeps its date until then, so that a week's change is short


@dataclass(frozen=True)
class Survey:
    """Hold all that one run saw of a folder."""

    asked: Mapping[Item, list[Place]]
    results: Mapping[Item, Result]
    state: Mapping[str, Seen]
    records: Mapping[str, Record]
    findings: list[Finding]
    lines: list[str]
    today: date


def run(folder: Folder, options: Mapping[str, Any] | None = None) -> tuple[list[Finding], list[str]]:
    """Check a folder online; return its findings, and lines that sum the run up.

    Options, all for tests or callers with a display of their own: `allow_loopback`, `resolver`, `ssl`, `clock`, `limits`, `loop_factory`.
    Raise `NoNetwork` where nothing could be reached, or where a file of ours cannot be read.
    """
    seen = survey(folder, options)
    return seen.findings, seen.lines


def survey(folder: Folder, options: Mapping[str, Any] | None = None) -> Survey:
    """Check a folder online; an interrupt is passed on after what was learnt is kept."""
    options = dict(options or {})
    root, today = folder.root, (options.get("clock") or Clock()).now().date()
    try:
        limits = options.get("limits") or load_limits(root / LIMITS)
        known, before = load(root / LOCK), load_state(root / NAME)
    except (LimitsError, LockError, StateError) as fault:
        raise NoNetwork(str(fault)) from fault
    asked = gather(options.get("collection") or Collection(folder))
    results: dict[Item, Result] = {}
    titles = {url: seen.title for url, seen in before.items() if seen.title}
    try:
        with progress(len(asked)) as step, asyncio.Runner(loop_factory=options.get("loop_factory")) as runner:
            runner.run(check_urls(
                asked, limits=limits, known=known, titles=titles, tell=lambda item, result: (results.__setitem__(item, result), step()),
                **{name: options[name] for name in ENGINE if name in options},
            ))  # fmt: skip
    except NoNetwork:
        results.clear()  # without a network every name seems gone
        raise
    finally:
        state, records = keep(folder, asked, results, before, known, today)
    findings = sorted(set(make_findings(asked, results, state, known)))
    return Survey(asked, results, state, records, findings, summary(results), today)


def keep(folder: Folder, asked: Mapping[Item, object], results: Mapping[Item, Result], before: Mapping[str, Seen], known: Mapping[str, Record], today: date) -> tuple[Mapping[str, Seen], Mapping[str, Record]]:
    """Write what was learnt into the folder's state and lock; a folder that has neither and is not ours stays as it is."""
    root = folder.root
    fresh = {result.record.id: merged(known.get(result.record.id), result.record, today) for result in results.values() if result.record}
    wanted = one_each(results.values())
    ours = folder.ours or (root / NAME).exists()
    if not wanted:
        return before, known
    records = update(root / LOCK, fresh) if fresh and (folder.ours or (root / LOCK).exists()) else {**known, **fresh}
    if not ours:
        return {}, records
    return update_state(root / NAME, wanted, today, {item.url for item in asked}), records


def one_each(results: Sequence[Result]) -> list[Result]:
    """Keep one result an address: of several, asked for different works, the one that says most."""
    chosen: dict[str, Result] = {}
    for result in results:
        other = chosen.get(result.url)
        if other is None or other.verdict == Verdict.OK:
            chosen[result.url] = result
    return list(chosen.values())


def merged(old: Record | None, new: Record, today: date) -> Record:
    """Take a fetched record over the lock's: other titles stay, and so does the date where nothing changed lately."""
    if old is None:
        return new
    new = replace(new, aliases=old.aliases, versions=new.versions or old.versions)
    if old.verified and new.source != old.source and (old.title, old.year) == (new.title, new.year):
        # Two services spell one author in two ways, and only arXiv itself tells of a withdrawal.
        new = replace(new, first_author=old.first_author, source=old.source, withdrawn=old.withdrawn or new.withdrawn)
    lately = old.seen and (today - date.fromisoformat(old.seen)).days < REFRESHED_AFTER
    return old if lately and replace(new, seen=old.seen) == old else new


def summary(results: Mapping[Item, Result]) -> list[str]:
    """Count the verdicts, and name the hosts that could not be judged."""
    unique = one_each(list(results.values()))
    counts = Counter(result.verdict for result in unique)
    lines = [f"{len(unique)} addresses asked online: " + (", ".join(f"{counts[verdict]} {verdict}" for verdict in Verdict if counts[verdict]) or "nothing to ask")]
    for verdict in LISTED:
        hosts: dict[str, int] = defaultdict(int)
        for result in unique:
            if result.verdict == verdict:
                hosts[plain(result.url.partition("://")[2].partition("/")[0])] += 1
        lines += [f"{verdict}: {', '.join(f'{host} ({number})' for host, number in sorted(hosts.items()))}"] if hosts else []
    return lines


def run_urls(urls: Sequence[str], options: Mapping[str, Any] | None = None) -> tuple[int, list[str]]:
    """Judge single addresses: a status (0, 1 where one is bad, 2 where nothing could be judged) and one line each."""
    options = dict(options or {})
    try:
        limits = options.get("limits") or load_limits(Path(LIMITS))
        known = load(Path(LOCK))
        engine = {name: options[name] for name in ENGINE if name in options}
        with asyncio.Runner(loop_factory=options.get("loop_factory")) as runner:
            results = runner.run(check_urls([Item(url) for url in urls], limits=limits, known=known, **engine))
    except (NoNetwork, LimitsError, LockError) as fault:
        return 2, [f"papernotes check: {fault}"]
    copies = {result.url: f"; a copy: {result.archive}" for result in results if result.archive}
    lines = [f"{result.verdict}\t{plain(result.url, 2000)}\t{result.reason}{copies.get(result.url, '')}" for result in results]
    return int(any(result.verdict in BAD for result in results)), lines
