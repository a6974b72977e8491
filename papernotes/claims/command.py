"""The verbs `papernotes claim` and `papernotes claims`."""

import difflib
import importlib.util
import sys
from pathlib import Path
from typing import Any

import click

from papernotes.claims.catalogue import Record, read_catalogue
from papernotes.claims.results import FILE, LIBRARIES, load_results, result_of, save_results
from papernotes.claims.run import Outcome, run_claim, run_claims


def _catalogue() -> dict[str, Record]:
    """Read the claims, or say in one line what keeps them from being read or run."""
    missing = [name for name, module in LIBRARIES.items() if importlib.util.find_spec(module) is None]
    if missing:
        raise click.ClickException(f"claims need {', '.join(missing)}: install papernotes[claims]")
    try:
        return read_catalogue()
    except ValueError as fault:
        raise click.ClickException(str(fault)) from fault


def _project() -> Path:
    """Return the folder that holds `mkdocs.yml`, at or above the present one."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "mkdocs.yml").is_file():
            return folder
    raise click.ClickException(f"no mkdocs.yml in {here} or above it: run this inside the project")


def describe(record: Record, outcome: Outcome) -> str:
    """Write one claim and its outcome on a few lines."""
    lines = [record.statement, f"  source    {record.source or 'the note itself'}, on {record.note}"]
    if outcome.measured is not None:
        lines += [f"  expected  {outcome.measured.expected}", f"  measured  {outcome.measured.measured}"]
        lines += [f"  {name}: {value}" for name, value in outcome.measured.numbers.items() if not isinstance(value, list | dict)]
        if outcome.measured.seed is not None:
            lines.append(f"  seed      {outcome.measured.seed}")
    else:
        lines.append(f"  failed    {outcome.failure}")
    lines.append(f"  code      {record.own.path}:{record.own.line}")
    return "\n".join([*lines, f"{'pass' if outcome.passed else 'FAIL'} in {outcome.seconds:.1f} s"])


def summary(record: Record, outcome: Outcome) -> str:
    """Write one claim on one line: id, statement, expected, measured, pass or FAIL."""
    if outcome.measured is None:
        return f"{record.id}  {record.statement}  {outcome.failure}  FAIL"
    return f"{record.id}  {record.statement}  {outcome.measured.expected}  {outcome.measured.measured}  pass"


@click.command("claim", epilog="Example: papernotes claim attention-convolution-is-a-sparse-matrix")
@click.argument("id")
@click.option("--broken", is_flag=True, help="Change the claim's mechanism and watch its assertion fail.")
def claim_command(id: str, broken: bool) -> None:
    """Check one claim and print what it measured."""
    catalogue = _catalogue()
    if id not in catalogue:
        close = difflib.get_close_matches(id, catalogue, 1)
        hint = f"did you mean '{close[0]}'?" if close else "'papernotes claims --list' shows all"
        raise click.ClickException(f"there is no claim '{id}': {hint}")
    outcome = run_claim(id, broken)
    click.echo(describe(catalogue[id], outcome))
    sys.exit(0 if outcome.passed else 1)


@click.command("claims", epilog="Example: papernotes claims --topic transformer")
@click.option("--topic", help="Only the claims of one topic, such as transformer.")
@click.option("--list", "only_list", is_flag=True, help="Show ids and statements; run nothing.")
@click.option("--workers", type=click.IntRange(1), help="Processes; one a core if not given.")
def claims_command(topic: str | None, only_list: bool, workers: int | None) -> None:
    """Check all claims and write claims.json."""
    catalogue = _catalogue()
    chosen = [id for id, record in catalogue.items() if topic in (None, record.topic)]
    if not chosen:
        topics = ", ".join(sorted({record.topic for record in catalogue.values()}))
        raise click.ClickException(f"topic '{topic}' has no claims; these have: {topics}")
    if only_list:
        for id in chosen:
            click.echo(f"{id}  {catalogue[id].statement}")
        return
    path = _project() / FILE
    kept = {id: result for id, result in _last_results(path).items() if id in catalogue and id not in chosen}
    failed = 0
    for outcome in run_claims(chosen, workers):
        click.echo(summary(catalogue[outcome.id], outcome))
        failed += not outcome.passed
        keep(kept, catalogue[outcome.id], outcome)
    save_results(path, kept)
    click.echo(f"{len(chosen) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


def _last_results(path: Path) -> dict[str, dict[str, Any]]:
    try:
        return load_results(path)
    except ValueError as fault:
        click.echo(f"{FILE}: {fault}; they are written anew now", err=True)
        return {}


def keep(results: dict[str, dict[str, Any]], record: Record, outcome: Outcome) -> None:
    """Add an outcome to the results; a claim that failed leaves none behind, for no page may go on calling it checked."""
    if outcome.measured is not None:
        results[record.id] = result_of(record, outcome.measured)
