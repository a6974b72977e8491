"""Who takes part in `make bench`, and the folder that each builds: the same notes, with its own configuration.

Ours has pictures beside the notes' folder, the others in it, because MkDocs and Zensical know no other place.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench_notes import ROOT, Notes, write_notes

ENVIRONMENT = ROOT / ".cache" / "bench-env"
LOCK = ROOT / "requirements-bench.lock"
QUIET = {"NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"}
# Material as its documentation sets it up, with the extensions that the notes use; formulas stay as TeX, since nothing is fetched.
MATERIAL = """\
site_name: Made-up notes
site_url: {url}
theme:
  name: material
  font: false
  features: [navigation.instant, navigation.tabs, navigation.indexes, navigation.prune, navigation.path, navigation.top, navigation.footer, navigation.tracking, toc.follow, search.suggest, search.highlight]
plugins: [{plugins}]
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - toc: {{permalink: true}}
  - pymdownx.arithmatex: {{generic: true}}
  - pymdownx.highlight
  - pymdownx.superfences
"""
BIBTEX = "search, tags, {bibtex: {bib_file: refs.bib, enable_inline_citations: false}}"


@dataclass(frozen=True)
class Contestant:
    """Hold how one generator builds and serves; `missing()` says in a sentence why it cannot take part."""

    name: str
    command: tuple[str, ...]
    serve: tuple[str, ...]  # before the address
    configuration: Callable[[str], str] | None  # from the site's address to `mkdocs.yml`; None for ours
    citations: bool = False
    math: bool = False
    missing: Callable[[], str] = lambda: ""


def peers_missing() -> str:
    """Make the peers' environment on first use."""
    stamp = ENVIRONMENT / ".made"
    if stamp.is_file() and stamp.read_text() == LOCK.read_text():
        return ""
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    print("Making the environment of the peers in .cache/bench-env …", file=sys.stderr)
    steps = [[sys.executable, "-m", "venv", str(ENVIRONMENT)], [str(ENVIRONMENT / "bin" / "python"), "-m", "pip", "install", "-qq", "--no-deps", "--require-hashes", "-r", str(LOCK)]]
    for step in steps:
        if subprocess.run(step, capture_output=True).returncode:
            return "not installed"
    (ENVIRONMENT / "apart").mkdir()  # for PYTHONPATH: what is wanted of it without what it brings along
    for package in ENVIRONMENT.glob("lib/*/site-packages/pagefind*"):
        (ENVIRONMENT / "apart" / package.name).symlink_to(package)
    stamp.write_text(LOCK.read_text())
    return ""


_MKDOCS = (sys.executable, "-m", "mkdocs")
_ZENSICAL = (str(ENVIRONMENT / "bin" / "zensical"),)
CONTESTANTS = (
    Contestant("ours", (*_MKDOCS, "build", "-q"), (*_MKDOCS, "serve", "--livereload", "-a"), None, citations=True, math=True),
    Contestant("Material", (*_MKDOCS, "build", "-q"), (*_MKDOCS, "serve", "--livereload", "-a"), lambda url: MATERIAL.format(url=url, plugins="search, tags")),
    Contestant("Material, BibTeX", (*_MKDOCS, "build", "-q"), (*_MKDOCS, "serve", "--livereload", "-a"), lambda url: MATERIAL.format(url=url, plugins=BIBTEX), citations=True),
    Contestant("Zensical", (*_ZENSICAL, "build"), (*_ZENSICAL, "serve", "-a"), lambda url: MATERIAL.format(url=url, plugins="search, tags"), missing=peers_missing),
)  # fmt: skip
OURS, PLAIN = CONTESTANTS[:2]


def prepare(contestant: Contestant, notes: Notes, folder: Path, url: str) -> None:
    """Write the notes and the configuration that a contestant builds; `url` is where its site will be served."""
    write_notes(folder, notes)
    configuration = folder / "mkdocs.yml"
    if contestant.configuration is None:
        configuration.write_text(configuration.read_text("utf-8") + f"site_url: {url}\n", "utf-8")
        return
    configuration.write_text(contestant.configuration(url), "utf-8")
    (folder / "images").rename(folder / "docs" / "images")
    for note in folder.glob("docs/*/*.md"):
        note.write_text(note.read_text("utf-8").replace("](../../images/", "](../images/"), "utf-8")


def forget(folder: Path) -> None:
    """Remove what an earlier build has left: the site and every cache."""
    for left in (*folder.glob(".cache"), *folder.glob("site"), *folder.glob(".site*"), *folder.rglob("__pycache__")):
        shutil.rmtree(left, ignore_errors=True)


def edited_note(notes: Notes, folder: Path) -> Path:
    """Name the note that is edited: one of the middle."""
    return folder / "docs" / f"{notes.slug(notes.count // 2)}.md"


def edit(path: Path, text: str) -> None:
    """Add a line to a note, as an editor that writes in place does."""
    with path.open("a", encoding="utf-8") as note:
        note.write(f"\n{text}\n")


def size(folder: Path) -> int:
    """Add up a site's files, in bytes."""
    return sum(os.stat(Path(base) / name).st_size for base, _, names in os.walk(folder) for name in names)


def chosen(names: Sequence[str]) -> list[Contestant]:
    """Choose contestants by name; the first word will do, in any case."""
    wanted = [name.lower() for name in names]
    return [one for one in CONTESTANTS if not wanted or one.name.lower() in wanted]
