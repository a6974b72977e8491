"""What the parts of our own build cost, what the paper records add to a page, and whether both grow in step with the notes."""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench_notes import ROOT, Notes, Shape, write_notes
from bench_process import Run, run
from bench_sites import OURS, QUIET, forget, size
from bench_tables import MISSING, Table, kilobytes, megabytes, middle, seconds

PATIENCE = 7200
# What the records put on a note's page; each is taken out of the page, and what it then weighs less is what it costs.
ON_THE_PAGE = {
    "cards (inert until a script takes one)": r'<template class="pn-card-content">.*?</template>',
    "references for Zotero (COinS)": r'<span class="Z3988".*?</span>',
    "the note's head": r'<div class="pn-pagehead">.*?</details></div></div>',
    "the list of references itself": r'<ol class="pn-references">.*?</ol>',
    "mentioned in, with sentences": r'<ul class="pn-mentions">.*?</ul>',
    "JSON-LD": r'<script type="application/ld\+json">.*?</script>',
}
BESIDE_THE_PAGE = {"styles of cards and lists, once a visit": "cards.css", "script of cards and filters, once a visit": "cards.js"}


def weight(text: str) -> int:
    return len(gzip.compress(text.encode(), 6))


def parts(count: int, folder: Path) -> Table:
    """Build once from nothing and say where the time went."""
    write_notes(folder, Notes(count))
    done = subprocess.run([sys.executable, str(ROOT / "tools" / "bench_parts.py"), str(folder)], capture_output=True, text=True, env={**os.environ, **QUIET})
    shutil.rmtree(folder)
    note = f"One cold build of {count:,} notes; every 2 ms a thread looks which part's code is innermost, so that a library's time counts for the part that called it."
    if done.returncode:
        return Table("parts", "Parts of the build", ["part", "time", "a note", "share"], [["all", "failed", MISSING, MISSING]], note)
    told = json.loads(done.stdout.splitlines()[-1])
    total = sum(told.values())
    rows = [[part, seconds(value), f"{1000 * value / count:.1f} ms", f"{value / total:.0%}"] for part, value in [*told.items(), ("all", total)]]
    return Table("parts", "Parts of the build", ["part", "time", "a note", "share"], rows, note)


def features(count: int, folder: Path) -> Table:
    """Say what the paper records add to a note's page at 15 citations."""
    pages = [page for page, _ in _pages(Notes(count), folder)]
    whole = [weight(page) for page in pages]
    rows, every = [], pages
    for name, pattern in ON_THE_PAGE.items():
        added = [before - weight(re.sub(pattern, "", page, flags=re.DOTALL)) for page, before in zip(pages, whole, strict=True)]
        every = [re.sub(pattern, "", page, flags=re.DOTALL) for page in every]
        rows.append([name, kilobytes(middle(added))])
    rows.append(["all of these together", kilobytes(middle([before - weight(page) for page, before in zip(every, whole, strict=True)]))])
    rows += [[name, kilobytes(len(gzip.compress((ROOT / "papernotes" / "theme" / "assets" / file).read_bytes(), 6)))] for name, file in BESIDE_THE_PAGE.items()]
    shutil.rmtree(folder)
    return Table("features", "What the records add to a page at 15 citations", ["part", "gzip"], rows, f"Medians over all {count:,} notes; the limit for all together is 15 KB.")


def _pages(notes: Notes, folder: Path) -> Iterator[tuple[str, int]]:
    """Build notes and give the HTML of each with its number."""
    _build(notes, folder)
    for number in range(notes.count):
        yield (folder / "site" / notes.slug(number) / "index.html").read_text("utf-8"), number


def _build(notes: Notes, folder: Path) -> Run:
    if not (folder / "docs").is_dir():
        write_notes(folder, notes)
    forget(folder)
    return run(OURS.command, folder, PATIENCE, QUIET)


def growth(sizes: Sequence[int], few: int, rounds: int, folder: Path) -> Iterator[Table]:
    """Build ever more notes, and a few with ever more citations."""
    head = ["", "cold build", "of it records and citations", "a note", "peak memory", "the site on disk", "records on a page, gzip"]
    rows = [[f"{count:,} notes", *_step(Notes(count), 1 if count >= 10_000 else rounds, folder / str(count))] for count in sizes]
    yield Table("growth-notes", "Growth with the notes, 15 citations each", head, rows, "If growth is linear, the time a note and the bytes on a page stay the same.")
    rows = [[f"{count} citations", *_step(Notes(few, Shape(citations=count)), rounds, folder / f"c{count}")] for count in (5, 15, 45)]
    yield Table("growth-citations", f"Growth with the citations, {few:,} notes", head, rows, "")


def _step(notes: Notes, rounds: int, folder: Path) -> list[str]:
    """Measure one size or shape: cells of its row."""
    done = [_build(notes, folder) for _ in range(rounds)]
    if fault := next((one.fault for one in done if one.fault), ""):
        shutil.rmtree(folder)
        return [fault, *[MISSING] * 5]
    took = middle([one.seconds for one in done])
    sample = [(folder / "site" / notes.slug(number) / "index.html").read_text("utf-8") for number in range(0, notes.count, max(notes.count // 50, 1))]
    added = [weight(page) - weight(re.sub("|".join(ON_THE_PAGE.values()), "", page, flags=re.DOTALL)) for page in sample]
    cells = [seconds(took), *_records(folder), f"{1000 * took / notes.count:.1f} ms", megabytes(max(one.memory for one in done)), megabytes(size(folder / "site")), kilobytes(middle(added))]
    shutil.rmtree(folder)
    return cells


def _records(folder: Path) -> list[str]:
    """Say how much of a cold build the citations and the records take."""
    forget(folder)
    done = subprocess.run([sys.executable, str(ROOT / "tools" / "bench_parts.py"), str(folder)], capture_output=True, text=True, env={**os.environ, **QUIET})
    if done.returncode:
        return ["failed"]
    told = json.loads(done.stdout.splitlines()[-1])
    return [f"{(told['citations'] + told['records']) / sum(told.values()):.0%}"]
