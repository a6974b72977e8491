"""`papernotes check`: find every unsound link, image and paper address of a folder; and `papernotes lock`."""

import contextlib
import datetime
import sys
from pathlib import Path

import click

from papernotes.changes import ChangeError, apply
from papernotes.findings import Finding
from papernotes.linkcheck.built import check_built, is_fresh
from papernotes.linkcheck.check import LOCK, Collection, check
from papernotes.linkcheck.codes import CODES
from papernotes.linkcheck.curate import curated, proof_count, unverified, write_counts
from papernotes.linkcheck.files import check_files, home_of
from papernotes.linkcheck.fix import rewritings
from papernotes.linkcheck.folder import NotAFolder, open_folder
from papernotes.linkcheck.lock import LockError, dump, exclusive, load, write_whole
from papernotes.linkcheck.report import FORMATS, count, summary

CLEAN, FOUND, UNCHECKED = 0, 1, 2


@click.command("check", epilog="Example: papernotes check docs/pruning/lottery-ticket.md")
@click.argument("what", nargs=-1, metavar="[DIR | FILE… | URL…]")
@click.option("--online", is_flag=True, help="Ask the network as well: every address, and every paper's id.")
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="How findings are written.")
@click.option("--fix", is_flag=True, help="Rewrite what has exactly one right form, after showing the diff.")
@click.option("--yes", is_flag=True, help="With --fix: do not ask before writing.")
@click.option("--codes", is_flag=True, help="List every code with its severity and meaning, and stop.")
@click.option("--allow-loopback", is_flag=True, help="With --online: judge addresses of this machine too (for tests).")
@click.pass_context
def check_command(context: click.Context, what: tuple[str, ...], online: bool, format_: str, fix: bool, yes: bool, codes: bool, allow_loopback: bool) -> None:
    """Check the links, images and papers of a MkDocs folder (this one, unless DIR is given).

    Without --online nothing leaves this machine. With --online and addresses, judge those alone, one line each.
    With files, check those alone, fast: what only all notes together show is left to the whole check.
    Status: 0 clean, 1 errors found, 2 wrong use or nothing could be checked.
    """
    if codes:
        _print_codes()
        return
    urls = [one for one in what if "://" in one]
    if urls and not online:
        raise click.UsageError(f"'{urls[0]}' is an address: add --online to judge it, or name a folder")
    if urls and len(urls) != len(what):
        raise click.UsageError("name a folder or addresses, not both")
    files = [Path(one) for one in what if Path(one).is_file()]
    if not urls and len(what) > 1 and len(files) != len(what):
        raise click.UsageError("name one folder, or files")
    if files and (online or fix):
        raise click.UsageError("--online and --fix go with a folder, not with files")
    if allow_loopback and not online:
        raise click.UsageError("--allow-loopback goes with --online")
    if urls:
        context.exit(_judge(urls, allow_loopback))
    if files:
        context.exit(_check_files(files, format_))
    context.exit(_check_folder(Path(what[0] if what else "."), online, format_, fix, yes, allow_loopback))


def _print_codes() -> None:
    width = max(map(len, CODES))
    for code, (severity, meaning) in CODES.items():
        click.echo(f"{code:{width}}  {severity:7}  {meaning}")


def _judge(urls: list[str], allow_loopback: bool) -> int:
    """Judge single addresses online."""
    from papernotes.linkcheck.online.run import run_urls  # the client takes time to load, and offline nothing needs it

    status, lines = run_urls(urls, {"allow_loopback": allow_loopback})
    for line in lines:
        click.echo(line)
    return status


def _check_files(files: list[Path], format_: str) -> int:
    try:
        _, findings = check_files(home_of(files), files)
    except NotAFolder as fault:
        click.echo(f"papernotes check: {fault}", err=True)
        return UNCHECKED
    for line in FORMATS[format_](findings):
        click.echo(line)
    _say(f"{count(len(files), 'file')}: {summary(findings)}")
    return _status(findings)


def _status(findings: list[Finding]) -> int:
    return FOUND if any(finding.severity == "error" for finding in findings) else CLEAN


def _check_folder(root: Path, online: bool, format_: str, fix: bool, yes: bool, allow_loopback: bool) -> int:
    try:
        folder = open_folder(root)
    except NotAFolder as fault:
        click.echo(f"papernotes check: {fault}", err=True)
        return UNCHECKED
    with _progress(len(folder.notes), "reading notes") as step:
        collection = Collection(folder, on_page=step)
        findings = check(collection)
    if is_fresh(folder):
        findings += check_built(collection, findings)
    elif folder.site.is_dir():
        _say(f"{folder.site.name}/ is older than the notes: built pages were not checked")
    seen = _ask_online(collection, allow_loopback) if online else []
    if seen is None:
        return UNCHECKED
    if fix:
        findings, seen = _fix(collection, findings, seen, yes)
    findings = sorted({*findings, *seen})
    for line in FORMATS[format_](findings):
        click.echo(line)
    _say(_closing(collection, findings))
    return _status(findings)


def _ask_online(collection: Collection, allow_loopback: bool) -> list[Finding] | None:
    """Run the live checks; None where there was no network at all."""
    from papernotes.linkcheck.online.client import NoNetwork
    from papernotes.linkcheck.online.run import run

    try:
        findings, lines = run(collection.folder, {"allow_loopback": allow_loopback, "collection": collection})
    except NoNetwork as fault:
        click.echo(f"papernotes check: {fault}", err=True)
        return None
    for line in lines:
        _say(line)
    write_counts(collection.folder.root, load(collection.folder.root / LOCK))
    return findings


def _fix(collection: Collection, findings: list[Finding], seen: list[Finding], yes: bool) -> tuple[list[Finding], list[Finding]]:
    """Show the diff, write it, and return what is left of the findings and of what was seen online."""
    root = collection.folder.root
    changes = rewritings(root, [*findings, *seen])
    if not changes:
        _say("nothing to rewrite")
        return findings, seen
    for change in changes:
        click.echo(change.diff(), nl=False, err=True)
    if not yes and not click.confirm("Write these changes?", err=True):
        return findings, seen
    try:
        apply(root, changes)
    except ChangeError as fault:
        _say(f"papernotes check: {fault}")
        return findings, seen
    return check(Collection(open_folder(root))), [finding for finding in seen if finding.code != "moved"]


def _closing(collection: Collection, findings: list[Finding]) -> str:
    records = collection.records or {}
    notes, links = count(len(collection.pages), "note"), count(len(collection.links), "link")
    proof = f"; {proof_count(records)} papers' records are unverified" if records else ""
    return f"{notes}, {links}: {summary(findings)}{proof}"


def _say(line: str) -> None:
    """Speak beside the findings, so that a pipe gets these alone."""
    click.echo(line, err=True)


@contextlib.contextmanager
def _progress(total: int, doing: str):
    """Show a bar on a terminal for long work; elsewhere nothing."""
    if not sys.stderr.isatty() or total < 200:
        yield lambda done, of: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=total)
        yield lambda done, of: bar.update(task, completed=done)


@click.command("lock", epilog="Example: papernotes lock")
@click.argument("root", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
def lock_command(root: Path) -> None:
    """Enter the papers of refs.bib that papers.lock does not have yet, as curated records, and sort it.

    A curated record proves nothing: it becomes proof when an online check replaces it.
    """
    try:
        collection = Collection(open_folder(root))
        path = collection.folder.root / LOCK
        with exclusive(path):
            known = load(path)
            fresh = curated(collection.entries, known, datetime.date.today())
            write_whole(path, dump(known | fresh))
            write_counts(collection.folder.root, known | fresh)
    except (NotAFolder, LockError) as fault:
        click.echo(f"papernotes lock: {fault}", err=True)
        raise SystemExit(UNCHECKED) from fault
    click.echo(f"{LOCK}: {len(fresh)} records entered, {len(known) + len(fresh)} in all, {len(unverified(known | fresh))} unverified")
