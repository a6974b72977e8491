"""Everything that shapes all pages is part of their key; where the folders lie is not."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from mkdocs.config import load_config

from papernotes.shape import shape


@pytest.fixture
def made(small: Path, tmp_path: Path) -> Callable[..., str]:
    """Give a function that returns the shape of a small knowledge base, with a theme folder and a piece of code of its own."""
    (small / "own").mkdir()
    (small / "own" / "main.html").write_text('{% extends "base.html" %}')
    (small / "hook.py").write_text("def on_page_markdown(markdown, **_): return markdown\n")
    code = tmp_path / "code"
    code.mkdir()
    (code / "part.py").write_text("x = 1\n")
    text = (small / "mkdocs.yml").read_text()
    (small / "mkdocs.yml").write_text(text.replace("  name: material\n", "  name: material\n  custom_dir: own\n") + "\nhooks: [hook.py]\n")

    def make(folder: Path = small, serving: bool = False) -> str:
        config = load_config(str(folder / "mkdocs.yml"))
        return shape(config, config.theme.dirs, serving, code)

    return make


def replace(path: Path, old: str, new: str) -> None:
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


CHANGES: dict[str, Callable[[Path], None]] = {
    "a setting": lambda small: replace(small / "mkdocs.yml", "site_name: Engram", "site_name: Other"),
    "a setting of a Markdown extension": lambda small: replace(small / "mkdocs.yml", 'permalink: "¶"', 'permalink: "#"'),
    "a setting of a plugin": lambda small: replace(small / "mkdocs.yml", "        - cnn\n", ""),
    "a feature of the theme": lambda small: replace(small / "mkdocs.yml", "    - navigation.path\n", ""),
    "a template": lambda small: replace(small / "own" / "main.html", "base.html", "404.html"),
    "a hook": lambda small: replace(small / "hook.py", "return markdown", "return markdown + '!'"),
    "our code": lambda small: replace(small.parent / "code" / "part.py", "1", "2"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_key_changes_with(made: Callable[..., str], small: Path, change: str):
    before = made()
    assert made() == before
    CHANGES[change](small)
    assert made() != before


def test_the_key_changes_with_a_package(made: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    before = made()
    (tmp_path / "more" / "pymdown_extensions-99.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path / "more")
    assert made() != before


def test_the_key_changes_with_python(made: Callable[..., str], monkeypatch: pytest.MonkeyPatch):
    before = made()
    monkeypatch.setattr(sys, "version", "9.9.9")
    assert made() != before


def test_a_server_has_keys_of_its_own(made: Callable[..., str]):
    assert made(serving=True) != made(serving=False)


def test_the_key_does_not_depend_on_where_the_folder_lies(made: Callable[..., str], small: Path):
    moved = shutil.copytree(small, small.parent / "moved")
    assert made(moved) == made()
