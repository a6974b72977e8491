"""Show how far a run has come: a bar on a terminal, a line now and then elsewhere."""

import contextlib
import sys
from collections.abc import Callable, Iterator

LINES = 10


@contextlib.contextmanager
def progress(total: int) -> Iterator[Callable[[], None]]:
    """Give a function to call after each address."""
    if sys.stderr.isatty():
        yield from _bar(total)
    else:
        yield _lines(total)


def _bar(total: int) -> Iterator[Callable[[], None]]:
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("asking"), *Progress.get_default_columns()[1:2], MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("asking", total=total)
        yield lambda: bar.advance(task)


def _lines(total: int) -> Callable[[], None]:
    done, every = 0, max(total // LINES, 20)

    def step() -> None:
        nonlocal done
        done += 1
        if done % every == 0 or done == total:
            print(f"{done} of {total} addresses asked", file=sys.stderr, flush=True)

    return step
