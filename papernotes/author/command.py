"""`papernotes new` and `papernotes status`, thin over the core."""

import contextlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from papernotes.author.identifier import Refusal, read_identifier
from papernotes.author.known import Base, open_base
from papernotes.author.new import Given, Outcome, new_idea, new_paper
from papernotes.author.pending import drafts_with_gap
from papernotes.changes import ChangeError, Changes
from papernotes.linkcheck.addresses import PaperId
from papernotes.linkcheck.folder import NotAFolder
from papernotes.linkcheck.lock import Record
from papernotes.linkcheck.online.clock import Clock
from papernotes.linkcheck.online.verdicts import plain
from papernotes.linkcheck.titles import normalise

REFUSED, WRONG_USE = 1, 2
SHORT = 10  # lines of one list
COLOURS = {"+": "green", "-": "red", "@": "cyan"}


@click.command("new", epilog="Example: papernotes new 1803.03635 --topic pruning")
@click.argument("paper", required=False, metavar="[ID]")
@click.option("--title", default="", help="The title: of an idea without a paper, or with --offline of the paper.")
@click.option("--topic", default="", help="The folder of docs/ for the note; on a terminal it is asked for.")
@click.option("--dry-run", is_flag=True, help="Show the exact diff and write nothing.")
@click.option("--offline", is_flag=True, help="Ask no service: take --title, --author, --year and --venue as they are given.")
@click.option("--author", "authors", multiple=True, metavar="NAME", help="An author, 'Family, Given' or 'Given Family'; once for each.")
@click.option("--year", type=click.IntRange(1500, 2099), help="The year, where the service tells none.")
@click.option("--venue", default="", help="The conference or journal, where the service tells none.")
@click.option("--key", default="", help="The key in refs.bib instead of one made of surname, year and title.")
@click.option("--slug", default="", help="The note's file name without .md instead of one made of the title.")
@click.pass_context
def new_command(context: click.Context, paper: str | None, topic: str, dry_run: bool, **said: Any) -> None:
    """Begin a note on a paper: its entry in refs.bib, its record in papers.lock, and a draft to fill in.

    ID is an arXiv id, a DOI, or an address at arXiv, doi.org, the ACL Anthology or OpenReview, in any form.
    Without ID, --title begins a note on an idea of your own. What is there already is named and not doubled.

    Status: 0 written, 1 there already or not possible, 2 wrong use or no answer.
    """
    try:
        base = open_base(home())
        given = _given(base, topic, paper, said)
        outcome = _outcome(base, given, paper, context.obj or {})
        carry_out(outcome.changes, dry_run)
    except (Refusal, ChangeError, NotAFolder) as fault:
        click.echo(f"papernotes new: {fault}", err=True)
        context.exit(getattr(fault, "status", WRONG_USE if isinstance(fault, NotAFolder) else REFUSED))
    _tell(base, outcome, dry_run)


def home() -> Path:
    """Find the knowledge base that the current folder lies in."""
    here = Path().resolve()
    return next((folder for folder in (here, *here.parents) if (folder / "mkdocs.yml").is_file()), Path())


def _given(base: Base, topic: str, paper: str | None, said: dict[str, Any]) -> Given:
    """Check what the command line says. Raise `Refusal` on what cannot be meant."""
    said |= {name: plain(said[name], 500) for name in ("title", "venue")}
    if not paper and not normalise(said["title"]):
        raise Refusal("name a paper by its ID, or an idea by --title", WRONG_USE)
    for name, form in (("key", "[a-z0-9]+"), ("slug", "[a-z0-9][a-z0-9_-]*")):
        if said[name] and not re.fullmatch(form, said[name]):
            raise Refusal(f"--{name} '{plain(said[name])}' must be of lower-case letters and digits" + (", with - or _ between them" if name == "slug" else ""), WRONG_USE)
    said["authors"] = tuple(name for name in (plain(one) for one in said["authors"]) if normalise(name))
    drafts = drafts_with_gap(base, read_identifier(paper)) if paper and not topic else []
    return Given(topic=_topic(base, drafts[0].partition("/")[0] if drafts else topic), **said)


def _topic(base: Base, topic: str) -> str:
    """Return the topic's folder; ask for it on a terminal. Raise `Refusal` where there is no such topic."""
    if not topic and sys.stdin.isatty():
        topic = click.prompt("Topic", type=click.Choice(base.topics), err=True)
    if not topic:
        raise Refusal(f"name its topic with --topic: {', '.join(base.topics)}", WRONG_USE)
    return known_topic(base, topic)


def known_topic(base: Base, topic: str) -> str:
    """Return a topic's folder. Raise `Refusal` where there is no such topic."""
    if topic not in base.topics:
        raise Refusal(f"there is no topic '{plain(topic)}'; there are {', '.join(base.topics)}", WRONG_USE)
    return topic


def _outcome(base: Base, given: Given, paper: str | None, options: dict[str, Any]) -> Outcome:
    """Work out what is to be written; ask the paper's service where that is needed."""
    if not paper:
        return new_idea(base, given)

    def ask(wanted: PaperId) -> Record:
        from papernotes.author.lookup import look_up  # the client takes time to load, and offline nothing needs it

        with waiting(wanted):
            return look_up(wanted, base.root, options)

    return new_paper(base, given, read_identifier(paper), ask, (options.get("clock") or Clock()).now().date())


@contextlib.contextmanager
def waiting(paper: PaperId) -> Iterator[None]:
    """Show on a terminal that a service is being asked; elsewhere nothing."""
    from rich.console import Console

    console = Console(stderr=True)
    with console.status(f"asking about {paper.id} …") if console.is_terminal else contextlib.nullcontext():
        yield


def carry_out(changes: Changes, dry_run: bool) -> None:
    """Write all files, or show the diff in colours where the terminal has them."""
    if not dry_run:
        changes.apply()
        return
    for line in changes.diff().splitlines(keepends=True):
        click.secho(line, nl=False, fg=COLOURS.get(line[0]), bold=line.startswith(("+++", "---")))


def _tell(base: Base, outcome: Outcome, dry_run: bool) -> None:
    """Say what was written and where to see it."""
    width = max(len(path) for path, _ in outcome.lines)
    for path, what in outcome.lines:
        click.echo(f"{click.style(path.ljust(width), bold=True)}  {what}", err=dry_run)
    for remark in outcome.remarks:
        click.secho(remark, fg="yellow", err=True)
    end = "/" if base.folder.directory_urls else ".html"
    if dry_run:
        click.echo("nothing was written", err=True)
    else:
        click.echo(f"make serve shows it at http://127.0.0.1:8000{base.folder.base}{outcome.note}{end}")


@click.command("status", epilog="Example: papernotes status --all")
@click.option("--all", "whole", is_flag=True, help=f"Print every line; else a long list stops after {SHORT}.")
@click.pass_context
def status_command(context: click.Context, whole: bool) -> None:
    """Print what is left to do: drafts, notes without review, failing links, unverified records, claims by state, notes nobody links to.

    Nothing is asked or written. Status: 0, or 2 where there is no knowledge base or a file cannot be read.
    """
    from papernotes.author.status import status  # reads the claims' code, which nothing else here needs

    try:
        sections = status(open_base(home()))
    except (ChangeError, NotAFolder) as fault:
        click.echo(f"papernotes status: {fault}", err=True)
        context.exit(WRONG_USE)
    for section in sections:
        click.secho(section.heading, bold=True)
        shown = section.lines if whole or len(section.lines) <= SHORT + 1 else section.lines[:SHORT]
        for line in shown:
            click.echo(f"  {plain(line, 500)}")
        if len(shown) < len(section.lines):
            click.echo(f"  … and {len(section.lines) - len(shown)} more (--all)")


@click.command("schema", epilog="Example: papernotes schema > note.schema.json")
@click.pass_context
def schema_command(context: click.Context) -> None:
    """Print what front matter may say as JSON Schema, for editors.

    It is made from the model that the build uses, with the tags of mkdocs.yml. Status: 0, or 2 where there is no knowledge base.
    """
    from papernotes.author.schema import schema_text

    try:
        click.echo(schema_text(open_base(home()).tags), nl=False)
    except (ChangeError, NotAFolder) as fault:
        click.echo(f"papernotes schema: {fault}", err=True)
        context.exit(WRONG_USE)
