"""Measure this site's making and reading beside its peers', in one run: `make bench`, or `python tools/bench.py --help`.

Every number is the median over the rounds; in a round the contestants take turns. How each row comes about stands in
docs/contributing/benchmarks.md; `--write` puts the tables there. What fails or takes too long is a row that says so.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime, timezone
from pathlib import Path

from bench_measure import compare
from bench_notes import ROOT
from bench_ours import features, growth, parts
from bench_sites import CONTESTANTS, ENVIRONMENT, QUIET, chosen, peers_missing
from bench_tables import Table, write_tables

PAGE = ROOT / "docs" / "contributing" / "benchmarks.md"
WHAT = ("compare", "parts", "growth", "features", "search", "links")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for; print each table as soon as it is there."""
    options = read(arguments)
    made: list[Table] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for table in tables(options, Path(folder)):
            made.append(table)
            print(f"\n{table.title}\n\n{table.text()}\n\n{table.note}", flush=True)
    if options.write:
        left_out = write_tables(PAGE, made, stamp(options))
        print(f"\nWrote {len(made) - len(left_out)} tables into {PAGE.relative_to(ROOT)}" + (f"; it has no place for: {', '.join(left_out)}" if left_out else ""))
    return 0


def read(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000], help="numbers of notes (100 1000)")
    parser.add_argument("--large", action="store_true", help="also 10,000 notes, one round")
    parser.add_argument("--rounds", type=int, default=3, help="of each measurement (3)")
    parser.add_argument("--only", nargs="+", choices=WHAT, default=list(WHAT), help="some of the parts")
    parser.add_argument("--contestants", nargs="+", choices=[one.name for one in CONTESTANTS], default=[], help="some of them")
    parser.add_argument("--patience", type=float, default=0, help="seconds that one build may take (60 and 0.4 for each note)")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/contributing/benchmarks.md")
    return parser.parse_args(arguments)


def tables(options: argparse.Namespace, folder: Path) -> Iterator[Table]:
    """Measure, and give each table when it is ready."""
    sizes = [*options.sizes, *([10_000] if options.large else [])]
    for size in sizes if "compare" in options.only else []:
        rounds = 1 if size >= 10_000 else options.rounds
        yield compare(chosen(options.contestants), size, rounds, options.patience or 60 + 0.4 * size, folder / str(size))
    if "parts" in options.only:
        yield parts(options.sizes[-1], folder / "parts")
    if "features" in options.only:
        yield features(options.sizes[0], folder / "features")
    if "growth" in options.only:
        steps = sorted({size // divisor for size in options.sizes[-1:] for divisor in (4, 2, 1)} | ({10_000} if options.large else set()))
        yield from growth(steps, options.sizes[0], options.rounds, folder / "growth")
    if "search" in options.only:
        peers_missing()  # Pagefind is there too
        subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q", "--site-dir", str(folder / "site")], cwd=ROOT, env={**os.environ, **QUIET})
        yield from other("search", "Search beside its peers", ["bench_search.py", *(["--large"] if options.large else [])], "--site", str(folder / "site"))
    if "links" in options.only:
        yield from other("links", "The link check, offline", ["bench_links.py"])
        yield from other("links-online", "The link check, online against local hosts", ["bench_links_online.py"])


def other(name: str, title: str, command: Sequence[str], *more: str) -> Iterator[Table]:
    """Run a measurement that has a script of its own, and take what it prints."""
    script = ROOT / "tools" / command[0]
    if not script.is_file():
        return
    environment = {**os.environ, "PYTHONPATH": str(ENVIRONMENT / "apart")}
    done = subprocess.run([sys.executable, str(script), *command[1:], *more], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    text = done.stdout if not done.returncode else f"{done.stdout}\nfailed: see above"
    yield Table(name, title, [], [], f"From `python tools/{' '.join(command)}`.", printed=text.strip())


def stamp(options: argparse.Namespace) -> str:
    """Say when and on what this was measured."""
    load = os.getloadavg()[0]
    day = datetime.now(timezone.utc)
    command = " ".join(["python tools/bench.py", *sys.argv[1:]])
    return f"{day:%-d %B %Y}, {os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}, load at the end {load:.1f}; `{command}`, {options.rounds} rounds."


if __name__ == "__main__":
    sys.exit(main())
