"""What names a moved file outside its links follows it too, and nothing is left half-moved."""

import os
import shutil
from pathlib import Path

import pytest
from author.commands import papernotes, tree
from conftest import ROOT, run_mkdocs
from test_moving import base, moved  # noqa: F401  (base is a fixture)

from papernotes import published

FIGURE = 'from papernotes.figures import Figure\n\nFIGURE = Figure(note="pruning/note", place="The part", alt="A dot", caption="A dot.", kind="schematic")\n'


@pytest.fixture
def whole(project: Path) -> Path:
    """Copy the whole project: its claims, its tables and its tests name notes and pictures."""
    for name in ("papernotes", "tests", "tools"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("claims.json", "README.md", "published.txt", "papers.lock", "note.schema.json"):
        shutil.copy(ROOT / name, project)
    return project


def test_tables_claims_and_the_schema_follow_a_note_of_the_project_which_then_builds(whole: Path):
    result = papernotes(whole, "mv", "pruning/lottery-ticket", "pruning/winning-tickets")
    assert result.exit_code == 1  # tests build the path of its page from words: they are named, not changed
    left = [line.partition(":")[0] for line in result.stderr.splitlines()]
    assert set(left) == {"tests/test_deploy.py", "tests/records/test_metadata.py"}
    for table in ("tests/content/notes_table.csv", "tests/content/claims_table.csv"):
        before, after = (ROOT / table).read_text(), (whole / table).read_text()
        assert after == before.replace(",pruning/lottery-ticket", ",pruning/winning-tickets").replace(" pruning/lottery-ticket", " pruning/winning-tickets") != before
    assert 'note="pruning/winning-tickets"' in (whole / "papernotes/claims/pruning.py").read_text()
    assert '"note": "pruning/lottery-ticket"' not in (whole / "claims.json").read_text()
    assert "`pruning/winning-tickets`" in (whole / "note.schema.json").read_text()
    assert "[Lottery ticket](../pruning/winning-tickets.md)" in (whole / "docs/index.md").read_text() or "pruning/winning-tickets.md" in (whole / "docs/index.md").read_text()
    assert "papernotes mv pruning/winning-tickets" in (whole / "docs/contributing/moving.md").read_text()
    built = run_mkdocs(whole, "build", "--strict")
    assert built.returncode == 0, built.stderr
    page = (whole / "site/pruning/winning-tickets/index.html").read_text()
    assert "pn-claim" in page and "out of date" not in page  # the results are still those of the code


def test_a_reading_path_follows_in_its_short_form_and_across_topics(base: Path):  # noqa: F811
    index = base / "docs/pruning/index.md"
    index.write_text("---\ndescription: A topic.\ntags: [pruning]\nreading_path:\n  - note: note\n    why: It is first.\n  - other\n---\n# Pruning\n\nText.\n\n<!-- reading-path -->\n")
    moved(base, new="pruning/first")
    assert "reading_path:\n  - note: first\n    why: It is first.\n  - other\n" in index.read_text()
    moved(base, "pruning/other", "cnn/second")
    assert "  - cnn/second\n" in index.read_text()


def test_a_picture_takes_the_script_that_draws_it_and_what_names_the_script(base: Path):  # noqa: F811
    scripts = base / "papernotes/figures"
    scripts.mkdir(parents=True)
    (scripts / "deep_dot.py").write_text(FIGURE)
    (scripts / "other.py").write_text("from papernotes.figures.deep_dot import FIGURE\n")
    (base / "tests").mkdir()
    (base / "tests/test_dot.py").write_text('DOT = "deep/dot"\nFILE = "images/deep/dot.svg"\nMODULE = "deep_dot"\n')
    (base / "tests/pictures.csv").write_text("name,why\nimages/deep/dot.svg,round\n")
    moved(base, "images/deep/dot.svg", "images/pruning/full-stop.svg")
    assert not (scripts / "deep_dot.py").exists()
    assert (scripts / "pruning_full_stop.py").read_text() == FIGURE
    assert (scripts / "other.py").read_text() == "from papernotes.figures.pruning_full_stop import FIGURE\n"
    assert (base / "tests/test_dot.py").read_text() == 'DOT = "pruning/full-stop"\nFILE = "images/pruning/full-stop.svg"\nMODULE = "pruning_full_stop"\n'
    assert (base / "tests/pictures.csv").read_text() == "name,why\nimages/pruning/full-stop.svg,round\n"
    assert "](../../images/pruning/full-stop.svg)" in (base / "docs/pruning/note.md").read_text()


def test_a_script_whose_new_name_is_taken_stops_the_move(base: Path):  # noqa: F811
    scripts = base / "papernotes/figures"
    scripts.mkdir(parents=True)
    for name in ("deep_dot", "deep_point"):
        (scripts / f"{name}.py").write_text(FIGURE)
    before = tree(base)
    result = papernotes(base, "mv", "images/deep/dot.svg", "images/deep/point.svg")
    assert (result.exit_code, result.output) == (2, "papernotes mv: papernotes/figures/deep_point.py: there is a script of this name, and the picture's script would be called so (choose another name)\n")
    assert tree(base) == before


def test_a_place_that_only_a_person_can_judge_is_named_and_the_status_is_1(base: Path):  # noqa: F811
    (base / "tests").mkdir()
    (base / "tests/test_it.py").write_text('# one\nPATH = FOLDER / "note"\n')
    result = papernotes(base, "mv", "pruning/note", "cnn/winner")
    assert (result.exit_code, result.stderr) == (1, "tests/test_it.py:2: this may name the file and was left (look whether it does)\n")
    assert (base / "docs/cnn/winner.md").exists()


@pytest.mark.parametrize("fails_at", [1, 2, 4])
def test_a_move_that_fails_halfway_leaves_everything_as_it_was(base: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int):  # noqa: F811
    before, calls, replace = tree(base), [], os.replace

    def full_disk(source: str, target: str) -> None:
        calls.append(target)
        if len(calls) == fails_at:
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr(os, "replace", full_disk)
    result = papernotes(base, "mv", "pruning/note", "cnn/winner")
    assert result.exit_code == 2
    assert result.output.endswith("it cannot be written: No space left on device; nothing was changed\n")
    assert tree(base) == before


def test_a_list_of_addresses_that_cannot_be_read_stops_the_move(base: Path):  # noqa: F811
    (base / published.FILE).write_text("# head\nnonsense\n")
    before = tree(base)
    result = papernotes(base, "mv", "pruning/note", "cnn/winner")
    assert (result.exit_code, result.output) == (2, f"papernotes mv: {published.FILE}:2: 'nonsense' is not an address (write /topic/note/, or /topic/old/ -> /topic/new/)\n")
    assert tree(base) == before
