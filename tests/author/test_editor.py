"""What an editor and Zotero bring to the notes: a schema of front matter, hooks before a commit, an exported bibliography."""

import datetime
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from commands import papernotes, with_topic
from conftest import ROOT, run_mkdocs
from jsonschema import Draft7Validator, FormatChecker

from papernotes.author.known import open_base
from papernotes.author.schema import NAME, schema_text
from papernotes.bibcheck import check_bibliography
from papernotes.cli import VERBS, main
from papernotes.linkcheck.check import Collection, check
from papernotes.linkcheck.folder import open_folder
from papernotes.notes import FrontMatter, read_front_matter
from papernotes.source import Source

NOTES = [note for note in open_base(ROOT).notes.values() if note.source.front_matter is not None]


def as_json(data: Any) -> Any:
    """Turn what YAML reads into what JSON holds."""
    return json.loads(json.dumps(data, default=lambda value: value.isoformat() if isinstance(value, datetime.date) else str(value)))


def validator() -> Draft7Validator:
    schema = json.loads((ROOT / NAME).read_text())
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema, format_checker=FormatChecker())


def test_the_schema_in_the_repository_is_the_one_that_the_model_gives():
    assert (ROOT / NAME).read_text() == schema_text(open_base(ROOT).tags), f"run: papernotes schema > {NAME}"
    assert papernotes(ROOT, "schema").stdout == (ROOT / NAME).read_text()


def test_the_schema_accepts_every_note():
    check = validator()
    faults = {note.slug: [fault.message for fault in check.iter_errors(as_json(yaml.safe_load(note.source.front_matter)))] for note in NOTES}
    assert len(faults) > 50
    assert {slug: messages for slug, messages in faults.items() if messages} == {}


SOUND = "description: D.\ntags: [pruning]\n"


@pytest.mark.parametrize(
    "front_matter",
    [
        SOUND, SOUND + "papers: known2020paper\n", SOUND + "papers: [a, b]\n", SOUND + "reading_path: [one, {note: two, why: w}]\n", SOUND + "reviewed: 2026-11-22\n",
        SOUND + "status: draft\n", "status: draft\n", "status: draft\ndescription:\ntags:\n", "description: D.\ntags: pruning\n", SOUND + "status: null\n",
        "tags: [pruning]\n", "description: D.\n", SOUND + "author: Ada\n", SOUND.replace("D.", "''"), SOUND.replace("D.", "x" * 161), SOUND.replace("[pruning]", "[]"),
        SOUND.replace("[pruning]", "[cnn, rnn, 3d, face, memory, pruning]"), SOUND.replace("[pruning]", "[no-such-tag]"), SOUND + "papers: []\n", SOUND + "reviewed: yesterday\n",
        SOUND + "status: published\n", SOUND + "key_number: {value: 3, unit: m, source: Table 1}\n", SOUND + "key_number: {value: 3, unit: m}\n", SOUND + "hide: [everything]\n",
        SOUND + "reading_path: [{why: w}]\n", SOUND + "name: " + "x" * 41 + "\n", SOUND + "papers: 3\n", SOUND + "builds_on: {a: b}\n", "status: draft\nauthor: Ada\n",
        "status: draft\ndescription: " + "x" * 161 + "\n", "status: draft\ntags: [no-such-tag]\n",
    ],
)  # fmt: skip
def test_the_schema_refuses_what_the_build_refuses_and_nothing_else(front_matter: str):
    _, faults = read_front_matter(Source("x.md", f"---\n{front_matter}---\n\n# X\n"), open_base(ROOT).tags)
    assert validator().is_valid(as_json(yaml.safe_load(front_matter))) == (faults == [])


def test_each_field_is_explained_in_the_editor_as_on_the_page():
    page = (ROOT / "docs" / "contributing" / "forms.md").read_text()
    rows = dict(re.findall(r"^\| `(\w+)` \| (?:yes|no) \| (.+?) \|$", page, re.MULTILINE))
    assert rows == {name: field.description for name, field in FrontMatter.model_fields.items() if field.description}


def test_a_line_that_names_the_schema_to_an_editor_changes_nothing(small: Path):
    note = small / "docs" / "pruning" / "note.md"
    note.write_text(note.read_text().replace("---\n", "---\n# yaml-language-server: $schema=../../note.schema.json\n", 1))
    assert run_mkdocs(small, "build", "--strict", "-q").returncode == 0


def hook() -> dict[str, Any]:
    [repository] = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    [only] = repository["hooks"]
    return only


def run_hook(folder: Path, names: list[str]) -> subprocess.CompletedProcess[str]:
    """Run the hook's command as `pre-commit` does: with the changed files that its pattern takes."""
    entry = shlex.split(hook()["entry"])
    assert entry[0] == ".venv/bin/papernotes"
    program = [sys.executable, "-c", "from papernotes.cli import main; main()"]
    return subprocess.run([*program, *entry[1:], *(name for name in names if re.search(hook()["files"], name))], cwd=folder, capture_output=True, text=True, timeout=120)


def test_the_hook_takes_what_can_be_checked_and_passes_what_is_sound():
    names = ["docs/pruning/lottery-ticket.md", "refs.bib", "papers.lock", "images/pruning/lottery-ticket.svg", "README.md", "papernotes/cli.py", "docs/pruning/.nav.yml"]
    assert [name for name in names if re.search(hook()["files"], name)] == names[:4]
    result = run_hook(ROOT, names)
    assert (result.returncode, result.stdout) == (0, ""), result.stderr


def test_the_hook_stops_a_commit_with_a_fault_of_a_changed_file_and_no_other(small: Path):
    for name in ("note", "other"):
        (small / "docs" / "pruning" / f"{name}.md").write_text("---\ndescription: D.\ntags: [pruning]\n---\n# N\n\n[a](gone.md) [@nobody2020]\n")
    result = run_hook(small, ["docs/pruning/note.md"])
    assert result.returncode == 1
    assert result.stdout.splitlines() == [
        "docs/pruning/note.md:7:5: missing-file 'gone.md' does not exist (fix: did you mean note.md?)",
        "docs/pruning/note.md:7:15: unknown-cite-key unknown citation key 'nobody2020' (fix: add the entry to refs.bib, or correct the key)",
    ]


# Two papers as Better BibTeX writes them: an abstract, dates, a file of the writer's own machine, double braces, LaTeX accents.
EXPORT = r"""
@misc{frankle2019lottery,
  title = {The {{Lottery Ticket Hypothesis}}: {{Finding Sparse}}, {{Trainable Neural Networks}}},
  shorttitle = {The {{Lottery Ticket Hypothesis}}},
  author = {Frankle, Jonathan and Carbin, Michael},
  year = {2019},
  month = mar,
  number = {arXiv:1803.03635},
  eprint = {1803.03635},
  primaryclass = {cs},
  publisher = {arXiv},
  doi = {10.48550/arXiv.1803.03635},
  urldate = {2026-11-20},
  archiveprefix = {arXiv},
  langid = {english},
  keywords = {Computer Science - Machine Learning},
  file = {/home/ada/Zotero/storage/4TZ7K2QF/Frankle and Carbin - 2019.pdf}
}

@article{hochreiter1997long,
  title = {Long {{Short-Term Memory}}},
  author = {Hochreiter, Sepp and Schmidhuber, J{\"u}rgen},
  year = {1997},
  month = nov,
  journal = {Neural Computation},
  volume = {9},
  number = {8},
  pages = {1735--1780},
  issn = {0899-7667, 1530-888X},
  doi = {10.1162/neco.1997.9.8.1735}
}
"""


def test_a_bibliography_that_better_bibtex_exported_passes_the_checks(small: Path):
    with_topic(small)
    (small / "refs.bib").write_text(EXPORT)
    cite = "---\ndescription: D.\ntags: [pruning]\n---\n# Home\n\n[@frankle2019lottery; @hochreiter1997long]\n"
    for name in ("index", "pruning/note"):
        (small / "docs" / f"{name}.md").write_text(cite)
    assert check_bibliography("refs.bib", EXPORT) == []
    assert papernotes(small, "lock").exit_code == 0
    assert [finding for finding in check(Collection(open_folder(small))) if finding.path in ("refs.bib", "papers.lock")] == []
    built = run_mkdocs(small, "build", "--strict")
    assert built.returncode == 0, built.stderr
    page = (small / "site" / "index.html").read_text()
    assert "Frankle &amp; Carbin, 2019" in page and "Jürgen Schmidhuber" in page


def test_what_differs_in_an_export_is_that_it_publishes_what_is_the_writers_own(small: Path):
    (small / "refs.bib").write_text(EXPORT)
    (small / "docs" / "index.md").write_text("---\ndescription: D.\ntags: [pruning]\n---\n# Home\n\n[@frankle2019lottery; @hochreiter1997long]\n")
    (small / "docs" / "pruning" / "note.md").unlink()
    assert run_mkdocs(small, "build", "-q").returncode == 0
    published = (small / "site" / "refs.bib").read_text()
    assert "/home/ada/" in published  # so the page "Writing" says which fields to leave out
    writing = (ROOT / "docs" / "contributing" / "writing.md").read_text()
    assert "`abstract, file, keywords, urldate`" in writing


def test_a_note_on_a_paper_of_an_export_leaves_the_export_as_it_is(small: Path):
    with_topic(small)
    (small / "refs.bib").write_text(EXPORT)
    result = papernotes(small, "new", "arXiv:1803.03635", "--topic", "pruning")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, "refs.bib                                   has it already, as frankle2019lottery on line 2")
    assert (small / "refs.bib").read_text() == EXPORT


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_the_help_of_every_command_has_one_example_that_is_a_command(verb: str):
    text = CliRunner().invoke(main, [verb, "--help"], prog_name="papernotes").output
    [example] = re.findall(r"Example: papernotes (\w+)", text)
    assert example == verb
    assert "  -h, --help" in text


def test_the_help_lists_every_command_with_its_first_sentence():
    text = CliRunner().invoke(main, ["--help"], prog_name="papernotes", terminal_width=200).output
    listed = re.findall(r"^  ([a-z]+) +(\S.+)$", text.partition("Commands:")[2], re.MULTILINE)
    assert [name for name, _ in listed] == sorted(VERBS)
