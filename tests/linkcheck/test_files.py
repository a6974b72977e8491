"""`papernotes check FILE…` checks those files alone, and finds in them what the whole check finds."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT
from folders import ATTENTION, OURS, lock, make, png

from papernotes.linkcheck.check import Collection, check
from papernotes.linkcheck.command import check_command
from papernotes.linkcheck.files import check_files
from papernotes.linkcheck.folder import open_folder

FILES = {
    "mkdocs.yml": OURS,
    "docs/index.md": "---\ndescription: A note.\ntags: [one]\nauthor: Ada\n---\n# Home\n\n[a](missing.md) [b](other.md#nowhere) [@nobody2020]\n",
    "docs/other.md": "# Other\n\n[c](gone.md)\n",
    "refs.bib": ATTENTION.replace("1706.03762}", "1713.03762}", 1),
    "papers.lock": "nonsense\n",
    "images/cut.png": png()[:40],
}
FOUND = {
    "docs/index.md": ["4 unknown-key", "8 missing-file", "8 missing-anchor", "8 unknown-cite-key"],
    "docs/other.md": ["3 missing-file"],
    "refs.bib": ["5 bad-id"],
    "papers.lock": ["1 bad-lock"],
    "images/cut.png": ["1 broken-image"],
    "mkdocs.yml": [],
}


@pytest.mark.parametrize("name", FOUND)
def test_a_file_alone_shows_its_own_faults(tmp_path: Path, name: str):
    folder = open_folder(make(tmp_path, FILES))
    _, findings = check_files(folder, [tmp_path / name])
    assert [f"{one.line} {one.code}" for one in findings] == FOUND[name]
    assert {one.path for one in findings} <= {name}


def test_what_the_whole_check_finds_in_a_note_its_own_check_finds_too(tmp_path: Path):
    folder = open_folder(make(tmp_path, FILES | {"papers.lock": lock()}))
    whole = [one for one in check(Collection(folder)) if one.path.endswith(".md")]
    _, alone = check_files(folder, [tmp_path / "docs" / "index.md", tmp_path / "docs" / "other.md"])
    assert alone == whole


def test_only_the_notes_that_are_asked_for_and_linked_are_read():
    collection, findings = check_files(open_folder(ROOT), [ROOT / "docs" / "pruning" / "magnitude-pruning.md"])
    assert findings == []
    assert 0 < len(collection.pages) < len(collection.folder.notes) / 2


def run(*arguments: object):
    return CliRunner().invoke(check_command, [str(argument) for argument in arguments], prog_name="papernotes check", catch_exceptions=False)


def test_files_are_named_on_the_command_line(tmp_path: Path):
    make(tmp_path, FILES)
    result = run(tmp_path / "docs" / "other.md", tmp_path / "mkdocs.yml")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "docs/other.md:3:5: missing-file 'gone.md' does not exist (fix: add the file, or correct the path)\n", "2 files: 1 error, 0 warnings\n")


def test_files_of_no_folder_are_one_line(tmp_path: Path):
    (tmp_path / "a.md").write_text("# A\n")
    result = run(tmp_path / "a.md")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"papernotes check: {tmp_path / 'a.md'}: the files do not lie in one folder with a mkdocs.yml\n")


def test_files_cannot_be_checked_online(tmp_path: Path):
    make(tmp_path, FILES)
    result = run("--online", tmp_path / "docs" / "other.md")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (2, "Error: --online and --fix go with a folder, not with files")


def test_a_file_outside_the_folder_for_a_moment_is_no_traceback(tmp_path: Path):
    make(tmp_path, FILES)
    os.symlink(tmp_path / "nowhere", tmp_path / "docs" / "dangling.md")
    result = run(tmp_path / "docs" / "dangling.md", tmp_path / "docs" / "other.md")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (2, "Error: name one folder, or files")
