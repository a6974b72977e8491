"""A configuration that inherits ours gets all of it, whatever its own folder holds."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import BIB, ROOT, run_mkdocs


def make_child(folder: Path, notes: dict[str, str]) -> Path:
    """Write a knowledge base of three lines of configuration and some notes without front matter."""
    folder.mkdir()
    inherit = os.path.relpath(ROOT / "mkdocs.yml", folder)
    (folder / "mkdocs.yml").write_text(f"INHERIT: {inherit}\nsite_name: Garden\ndocs_dir: plants\n")
    for name, text in notes.items():
        path = folder / "plants" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


NOTES = {
    "index.md": "# Garden\n\nOf [roses](beds/roses.md), ada@example.org and `[@code]`.\n",
    "beds/roses.md": "# Roses\n\nThey grow as $r^2$.\n\n# A second first-level heading\n\n!!! reading\n    A box.\n",
    "beds/untitled.md": "Only a sentence, no heading.\n",
}


def test_a_child_without_front_matter_bibliography_or_pictures_builds(tmp_path: Path):
    child = make_child(tmp_path / "child", NOTES)
    result = run_mkdocs(child, "build", "--strict")
    assert result.returncode == 0, result.stderr
    html = (child / "site" / "beds" / "roses" / "index.html").read_text()
    assert 'class="katex"' in html
    assert "assets/site.css" in html


def test_a_child_has_our_theme_in_a_browser(tmp_path: Path, serve_folder: Callable[..., str], visit):
    child = make_child(tmp_path / "child", NOTES)
    assert run_mkdocs(child, "build", "--strict").returncode == 0
    seen = visit("beds/roses/", base=serve_folder(child / "site", "/garden/"))
    assert "Engram Serif" in seen.page.eval_on_selector(".md-typeset p", "e => getComputedStyle(e).fontFamily")
    assert seen.page.locator(".katex-html").first.is_visible()
    assert seen.foreign == []
    assert seen.complaints == []


def test_a_child_may_have_a_bibliography_and_pictures_of_its_own(tmp_path: Path):
    child = make_child(tmp_path / "child", NOTES | {"cited.md": "# Cited\n\nTold [@known2020paper]. ![Dot](/images/dot.svg)\n"})
    (child / "refs.bib").write_text(BIB)
    (child / "images").mkdir()
    (child / "images" / "dot.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    result = run_mkdocs(child, "build", "--strict")
    assert result.returncode == 0, result.stderr
    html = (child / "site" / "cited" / "index.html").read_text()
    assert "Known et al., 2020" in html
    assert 'src="../images/dot.svg"' in html


def test_a_child_without_a_bibliography_leaves_citations_as_text(tmp_path: Path):
    child = make_child(tmp_path / "child", NOTES | {"told.md": "# Told\n\nTold [@known2020paper].\n"})
    result = run_mkdocs(child, "build", "--strict")
    assert result.returncode == 0, result.stderr
    assert "Told [@known2020paper]." in (child / "site" / "told" / "index.html").read_text()


@pytest.mark.parametrize("written", ["plugins: [search, papernotes]\n", "plugins:\n  - papernotes\n  - material/search\n"])
def test_a_child_that_lists_another_search_is_told_to_remove_it_in_one_line(tmp_path: Path, written: str):
    child = make_child(tmp_path / "child", NOTES)
    config = child / "mkdocs.yml"
    config.write_text(config.read_text() + written)
    result = run_mkdocs(child, "build", "--strict")
    said = [line for line in (result.stdout + result.stderr).splitlines() if "second search" in line]
    name, line = ("search", 4) if "[" in written else ("material/search", 6)
    assert result.returncode == 1
    assert [text.partition("mkdocs.yml")[2] for text in said] == [f":{line}: the plugin '{name}' is a second search beside that of 'papernotes' (remove it from the list of plugins)"]
    assert "Traceback" not in result.stderr
