"""The verbs `papernotes mv` and `papernotes published`."""

import click

from papernotes import published
from papernotes.author.command import carry_out, home
from papernotes.changes import ChangeError, Changes
from papernotes.linkcheck.built import is_fresh
from papernotes.linkcheck.folder import Folder, NotAFolder, open_folder
from papernotes.moving.addresses import built_addresses, vanished
from papernotes.moving.places import understand
from papernotes.moving.plan import Plan, plan

DONE, LEFT, REFUSED = 0, 1, 2


@click.command("mv", epilog="Example: papernotes mv pruning/lottery-ticket pruning/winning-tickets")
@click.argument("old")
@click.argument("new")
@click.option("--dry-run", is_flag=True, help="Show the exact changes as a diff, and make none.")
@click.pass_context
def mv_command(context: click.Context, old: str, new: str, dry_run: bool) -> None:
    """Rename or move a note or a picture; what links to it or names it follows, and its old address leads on.

    OLD and NEW are paths from the project's folder; a note may be written as topic/note, and a folder as NEW keeps the name.
    A picture takes the script that draws it along.
    Status: 0 moved, 1 moved but some places are left to look at, 2 nothing was changed.
    """
    try:
        folder = open_folder(home())
        move = understand(folder, old, new)
        planned = plan(folder, move)
        carry_out(planned.changes, dry_run)
    except (ChangeError, NotAFolder, ValueError) as fault:
        click.echo(f"papernotes mv: {fault}", err=True)
        context.exit(REFUSED)
    _report(planned, move.old, move.new, dry_run)
    context.exit(LEFT if planned.look else DONE)


def _report(planned: Plan, old: str, new: str, dry_run: bool) -> None:
    """Say what followed, what is left, and what to do next; beside a diff, so that a pipe gets the diff alone."""
    others = [change.path for change in planned.changes if change.path not in (old, new)]
    click.echo(f"{old} -> {new}" + (" (not done: --dry-run)" if dry_run else ""), err=dry_run)
    for path in others:
        click.echo(f"  {path}", err=dry_run)
    for path, line in planned.look:
        click.echo(f"{path}:{line}: this may name the file and was left (look whether it does)", err=True)


@click.command("published", epilog="Example: papernotes published --check")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; status 1 where the list lacks an address, or one of it is gone.")
@click.option("--dry-run", is_flag=True, help="Show the exact changes as a diff, and make none.")
@click.pass_context
def published_command(context: click.Context, only_check: bool, dry_run: bool) -> None:
    """Add the addresses of the built site to published.txt, and name those of the list that lead nowhere now.

    Run it before a site is published: from then on no page, heading or picture of it can vanish without a test that fails.
    Status: 0 all is well, 1 addresses are gone (with --check also: or not in the list), 2 nothing could be checked.
    """
    try:
        folder = open_folder(home())
        changes = Changes(folder.root)
        known = published.parse(changes.text(published.FILE))
        there = _built(folder)
    except (ChangeError, NotAFolder) as fault:
        click.echo(f"papernotes published: {fault}", err=True)
        context.exit(REFUSED)
    gone = vanished(known, there)
    for finding in gone:
        click.echo(str(finding))
    fresh = sorted(there - known.moved.keys())  # a page that leads on is known already
    if known.findings:
        context.exit(LEFT)
    changes.write(published.FILE, published.dump(known.moved | dict.fromkeys(fresh, "")))
    if not only_check:
        carry_out(changes, dry_run)
    lacking = f"{published.FILE} lacks {len(fresh)} of the built site's addresses (run 'papernotes published')" if only_check or dry_run else f"{published.FILE}: {len(fresh)} added"
    click.echo(f"{lacking}, {len(known.moved)} known, {len(gone)} gone", err=True)
    context.exit(LEFT if gone or (only_check and fresh) else DONE)


def _built(folder: Folder) -> set[str]:
    """Read the addresses of the built site. Raise `ChangeError` where it is not that of the notes as they are."""
    if not is_fresh(folder):
        raise ChangeError(f"{folder.site.name}/ is missing or older than the notes (run 'mkdocs build --strict' first)")
    return built_addresses(folder.site)
