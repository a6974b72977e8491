"""`papernotes import`, thin over parse, plan and carry."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from papernotes.author.command import REFUSED, WRONG_USE, carry_out, home, known_topic, waiting
from papernotes.author.identifier import Refusal
from papernotes.author.known import Base, open_base
from papernotes.author.new import Outcome
from papernotes.changes import ChangeError, Changes
from papernotes.importing import report
from papernotes.importing.carry import add_papers, carry
from papernotes.importing.parse import Document, load
from papernotes.importing.outline import Plan
from papernotes.importing.plan import Planner
from papernotes.linkcheck.addresses import PaperId
from papernotes.linkcheck.folder import NotAFolder
from papernotes.linkcheck.lock import Record
from papernotes.linkcheck.online.clock import Clock
from papernotes.linkcheck.online.verdicts import plain

OTHERWISE = "or add --offline: papers that nothing here knows then stay links"
WIDEST = 50  # columns for what a row is about


@click.command("import", epilog="Example: papernotes import notes.md --plan")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--plan", "only_plan", is_flag=True, help="Print where each heading, link, picture and thought would go, and write nothing.")
@click.option("--topic", default="", help="The topic of headings that name none.")
@click.option("--dry-run", is_flag=True, help="Show the exact diff and write nothing.")
@click.option("--offline", is_flag=True, help="Ask no service: a paper that nothing here knows stays a link with a gap.")
@click.pass_context
def import_command(context: click.Context, files: tuple[Path, ...], only_plan: bool, topic: str, dry_run: bool, offline: bool) -> None:
    """Turn Markdown files of notes into drafts, and lose no line.

    What stands in the knowledge base already is recognised: headings by a note's title, name or paper, links by
    refs.bib, pictures by their name. The rest becomes drafts, and imports/FILE.tsv says where each line is.

    Status: 0 done or nothing to do, 1 not possible, 2 wrong use or no answer.
    """
    try:
        documents = [load(path) for path in files]
        base = open_base(home())
        topic = known_topic(base, topic) if topic else ""
        outcome, plan = _work_out(base, documents, topic, only_plan, None if offline or only_plan else context.obj or {})
        if only_plan:
            _show(plan, documents)
            return
        carry_out(outcome.changes, dry_run)
    except (Refusal, ChangeError, NotAFolder) as fault:
        click.echo(f"papernotes import: {fault}", err=True)
        context.exit(getattr(fault, "status", WRONG_USE if isinstance(fault, NotAFolder) else REFUSED))
    _tell(outcome, plan, dry_run)


def _work_out(base: Base, documents: Sequence[Document], topic: str, only_plan: bool, options: dict[str, Any] | None) -> tuple[Outcome, Plan]:
    """Plan; add the papers that are wanted; plan again with them. `options` is None where no service may be asked."""
    names = Counter(document.name for document in documents)
    twice = next((name for name, times in names.items() if times > 1), None)
    if twice:
        raise Refusal(f"two files are called '{plain(twice)}': import them one after the other", WRONG_USE)
    older = report.read_all(base.root)
    known = {fate.key: fate.place for fates in older.values() for fate in fates}
    outcome = Outcome(Changes(base.root), [], "")
    plan = _plan(base, documents, known, topic)
    if plan.homeless and not only_plan:
        line, title = plan.homeless[0]
        raise Refusal(f"no topic for '{plain(title)}' (line {line}): name one with --topic: {', '.join(base.topics)}", WRONG_USE)
    if plan.wanted and not only_plan:
        today = ((options or {}).get("clock") or Clock()).now().date()
        fuller = add_papers(base, outcome, plan.wanted, None if options is None else lambda paper: _ask(paper, base, options), today)
        plan = _plan(fuller, documents, known, topic)
    carry(base, outcome, plan, documents, older)
    return outcome, plan


def _plan(base: Base, documents: Sequence[Document], known: dict[tuple[str, str], str], topic: str) -> Plan:
    """Plan all files; once more where a wiki link names a draft that only comes after it."""
    plan = _look(base, documents, known, topic, {})
    return _look(base, documents, known, topic, plan.names) if plan.unnamed & plan.names.keys() else plan


def _look(base: Base, documents: Sequence[Document], known: dict[tuple[str, str], str], topic: str, names: dict[str, str]) -> Plan:
    planner = Planner(base, known, topic, names)
    for document in documents:
        planner.add(document)
    return planner.plan


def _ask(paper: PaperId, base: Base, options: dict[str, Any]) -> Record:
    from papernotes.author.lookup import look_up  # the client takes time to load, and offline nothing needs it

    with waiting(paper):
        return look_up(paper, base.root, options, OTHERWISE)


def _show(plan: Plan, documents: Sequence[Document]) -> None:
    """Print the plan's table and its sums."""
    rows = [(str(row.line), row.kind, plain(row.what, WIDEST), plain(row.place, 200), row.is_new) for row in plan.rows]
    widths = [max([len(row[column]) for row in rows] or [0]) for column in range(3)]
    for line, kind, what, place, is_new in rows:
        click.secho(f"{line.rjust(widths[0])}  {kind.ljust(widths[1])}  {what.ljust(widths[2])}  {place}", fg="green" if is_new else None)
    for line in sums(plan):
        click.echo(line)
    for line, title in plan.homeless:
        click.secho(f"line {line}: no topic for '{plain(title)}': name one with --topic", fg="yellow", err=True)


def sums(plan: Plan) -> list[str]:
    """Say of each file how many lines are where, and of all how many headings, links, pictures and thoughts are new."""
    found = []
    for name, fates in plan.fates.items():
        counts = Counter(fate.what.partition(" (")[0] for fate in fates)
        found.append(f"{plain(name)}: {len(fates)} lines, all accounted for: " + (", ".join(f"{count} {what}" for what, count in counts.most_common()) or "none"))
    kinds = Counter((row.kind, row.is_new) for row in plan.rows)
    parts = [f"{kinds[kind, True]} of {kinds[kind, True] + kinds[kind, False]} {kind}s new" for kind in ("heading", "link", "picture", "thought") if kinds[kind, True] + kinds[kind, False]]
    return [*found, *([", ".join(parts)] if parts else [])]


def _tell(outcome: Outcome, plan: Plan, dry_run: bool) -> None:
    """Say what was written, and how the lines add up."""
    width = max([len(path) for path, _ in outcome.lines] or [0])
    for path, what in outcome.lines:
        click.echo(f"{click.style(path.ljust(width), bold=True)}  {what}", err=dry_run)
    for remark in outcome.remarks:
        click.secho(remark, fg="yellow", err=True)
    for line in sums(plan):
        click.echo(line, err=dry_run)
    if not outcome.changes:
        click.echo("everything is there already; nothing was written", err=dry_run)
    elif dry_run:
        click.echo("nothing was written", err=True)
