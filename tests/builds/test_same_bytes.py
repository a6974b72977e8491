"""A build from the cache writes what a build from scratch writes, whatever has changed since the cache was filled."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import NOTE, run_mkdocs
from site_bytes import contents, from_scratch

GLOSSARY = "# Glossary\n\npaper, papers\n:   Something printed.\n"
OTHER = NOTE.replace("A sound note", "Another note").replace("It cites", "See [the first](note.md) and ![A dot](../../images/deep/dot.svg). It cites")


@pytest.fixture
def library(small: Path) -> Path:
    """A small knowledge base whose pages depend on each other in every way there is."""
    docs = small / "docs"
    (docs / "pruning" / "other.md").write_text(OTHER)
    (docs / "pruning" / "index.md").write_text(NOTE.replace("A sound note", "Pruning").replace("It cites", "<!-- compare -->\n\n<!-- timeline -->\n\nIt cites"))
    (docs / "pruning" / "note.md").write_text(NOTE.replace("tags:", "papers: [known2020paper]\nname: First\ntags:") + '\n!!! correction "It is round"\n    It was square.\n\n    It is round.\n')
    (docs / "glossary.md").write_text(GLOSSARY)
    (docs / "corrected.md").write_text(NOTE.replace("A sound note", "Corrected") + "\n<!-- corrections -->\n")
    (docs / "bibliography.md").write_text(NOTE.replace("A sound note", "Bibliography") + "\n<!-- bibliography -->\n")
    (docs / "tags.md").write_text("# Tags\n\n<!-- material/tags -->\n")
    return small


def build(folder: Path) -> dict[str, bytes]:
    result = run_mkdocs(folder, "build", "--strict")
    assert result.returncode == 0, result.stderr
    assert "cache" not in result.stderr + result.stdout
    return contents(folder / "site")


def edit(path: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / path).read_text()
        assert old in text
        (folder / path).write_text(text.replace(old, new))

    return change


def rename(folder: Path) -> None:
    (folder / "docs/pruning/note.md").rename(folder / "docs/pruning/moved.md")
    for note in (folder / "docs/pruning").glob("*.md"):
        note.write_text(note.read_text().replace("(note.md)", "(moved.md)"))


CHANGES: dict[str, Callable[[Path], None]] = {
    "nothing": lambda folder: None,
    "a note's text": edit("docs/pruning/note.md", "It cites a paper", "It quotes a paper"),
    "a note's title": edit("docs/pruning/note.md", "# A sound note", "# A renamed note"),
    "a note's description": edit("docs/pruning/note.md", "that a test wrote", "that a test changed"),
    "a note's short name": edit("docs/pruning/note.md", "name: First", "name: Second"),
    "a note's tags": edit("docs/pruning/other.md", "tags: [pruning]", "tags: [cnn]"),
    "a correction": edit("docs/pruning/note.md", "It is round.", "It is oval."),
    "a formula": edit("docs/pruning/other.md", "$x^2$", "$y^3$"),
    "the bibliography": edit("refs.bib", "A Known Paper", "A Renamed Paper"),
    "the glossary": edit("docs/glossary.md", "Something printed", "Something written"),
    "a picture": edit("images/deep/dot.svg", 'width="9" height="9"', 'viewBox="0 0 90 90"'),
    "a setting": edit("mkdocs.yml", "site_name: Engram", "site_name: Other"),
    "a new note": lambda folder: (folder / "docs/pruning/third.md").write_text(OTHER.replace("Another note", "A third note")),
    "a note's address": rename,
}


# Several changes at a time: a test of each by itself is in `make test-more`.
TOGETHER = [
    ["nothing"],
    ["a note's text", "a correction", "a formula"],
    ["a note's title", "a note's description", "a note's short name", "a note's tags"],
    ["the bibliography", "the glossary", "a picture"],
    ["a setting", "a new note", "a note's address"],
]


def same_after(library: Path, steps: list[list[str]]) -> None:
    build(library)
    for step in steps:
        for what in step:
            CHANGES[what](library)
        cached, fresh = build(library), from_scratch(library)
        assert cached.keys() == fresh.keys(), step
        assert [name for name in fresh if cached[name] != fresh[name]] == [], step


def test_whatever_has_changed_the_cached_build_is_the_one_from_scratch(library: Path):
    assert sorted(sum(TOGETHER, [])) == sorted(CHANGES)
    same_after(library, TOGETHER)


@pytest.mark.more
def test_after_each_change_the_cached_build_is_the_one_from_scratch(library: Path):
    same_after(library, [[what] for what in CHANGES])


def test_a_link_whose_target_has_gone_is_found_though_its_page_is_in_the_cache(library: Path):
    build(library)
    (library / "docs/pruning/note.md").unlink()
    result = run_mkdocs(library, "build", "--strict")
    assert result.returncode == 1
    assert "docs/pruning/other.md:8: link 'note.md' leads nowhere" in result.stderr


def test_a_note_with_faults_is_not_taken_from_the_cache(library: Path):
    edit("docs/pruning/other.md", "It cites a paper [@known2020paper, Table 3]", "It cites [@nobody2020] and $\\frac{1}{$")(library)
    for _ in range(2):
        result = run_mkdocs(library, "build", "--strict")
        assert "docs/pruning/other.md:8: unknown citation key 'nobody2020'" in result.stderr
        assert "docs/pruning/other.md:8: bad TeX" in result.stderr
