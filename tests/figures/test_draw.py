"""`make figures` draws what has changed, and only that."""

from pathlib import Path

import pytest

from papernotes.figures import draw

SCRIPT, NAME = "transformer_three_masks", "transformer/three-masks"


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    assert draw.main([SCRIPT], tmp_path) == 0
    return tmp_path


def test_figure_that_was_just_drawn_is_not_drawn_again(drawn: Path):
    assert SCRIPT not in draw.outdated(drawn)


def test_picture_that_is_missing_is_drawn(drawn: Path):
    (drawn / f"images/{NAME}.svg").unlink()
    assert SCRIPT in draw.outdated(drawn)


def test_picture_that_was_changed_by_hand_is_drawn_again(drawn: Path):
    path = drawn / f"images/{NAME}.svg"
    path.write_text(path.read_text().replace("causal", "casual"))
    assert SCRIPT in draw.outdated(drawn)


def test_figure_is_drawn_again_when_a_module_behind_it_changes(drawn: Path, monkeypatch: pytest.MonkeyPatch):
    before = draw.fingerprint(SCRIPT)
    changed = drawn / "figures"
    changed.mkdir()
    text = (draw.FOLDER / f"{SCRIPT}.py").read_text()
    (changed / f"{SCRIPT}.py").write_text(text)
    assert {path.name for path in draw.used_files(draw.FOLDER / f"{SCRIPT}.py")} >= {"style.py", "palette.py", "transformer_masks.py", "arrays.py"}
    monkeypatch.setattr(draw, "used_files", lambda path: {path, draw.FOLDER / "draw.py"})
    assert draw.fingerprint(SCRIPT) != before


def test_figure_is_drawn_again_when_its_data_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(draw, "ROOT", tmp_path)
    monkeypatch.setattr(draw, "FOLDER", tmp_path)
    (tmp_path / "some_thing.py").write_text('FIGURE = figure(data=("numbers.json",))\n')
    (tmp_path / "numbers.json").write_text("[1]")
    before = draw.fingerprint("some_thing")
    (tmp_path / "numbers.json").write_text("[2]")
    assert draw.fingerprint("some_thing") != before


def test_name_that_is_no_script_is_refused_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert draw.main(["transformer_nothing"], tmp_path) == 1
    assert capsys.readouterr().err == "papernotes/figures/transformer_nothing.py: there is no such script (name one without .py, or none to draw what has changed)\n"


def test_script_with_a_slip_of_the_pen_is_refused_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr(draw, "ROOT", tmp_path)
    monkeypatch.setattr(draw, "FOLDER", tmp_path)
    (tmp_path / "some_thing.py").write_text('"""Draw."""\n\nFIGURE = figure(\n')
    assert draw.main([], tmp_path) == 1
    assert capsys.readouterr().err == "some_thing.py:3: this is not Python: '(' was never closed (mend the line)\n"
