"""The notes that measurements are made on: as many as asked for, each with what it should hold, and sound."""

import re
import sys
from pathlib import Path

import pytest
from conftest import ROOT, run_mkdocs

sys.path.insert(0, str(ROOT / "tools"))

from bench_notes import Notes, Shape, write_notes  # noqa: E402

from papernotes.refs import load_bibliography  # noqa: E402
from papernotes.notes import read_front_matter  # noqa: E402
from papernotes.source import Source  # noqa: E402


def body(text: str) -> str:
    return text.split("---\n", 2)[2]


def holds(text: str) -> Shape:
    """Count what one note holds."""
    text = body(text)
    pictures = len(re.findall(r"!\[", text))
    cited = [key for bracket in re.findall(r"\[(@[^\]]+)\]", text) for key in re.findall(r"@(\w+)", bracket)]
    assert len(cited) == len(set(cited)), "each citation is of another work"
    return Shape(len(cited), len(re.findall(r"^\$\$\n", text, re.MULTILINE)) // 2 + len(re.findall(r"(?<!\$)\$[^$\n]+\$", text)), pictures, len(re.findall(r"\]\(", text)) - pictures)


@pytest.mark.parametrize("shape", [Shape(), Shape(citations=45, formulas=0, pictures=1, links=3)])
def test_each_note_holds_as_many_citations_formulas_pictures_and_links_as_asked_for(shape: Shape):
    notes = Notes(40, shape)
    assert {holds(notes.note(number)) for number in range(40)} == {shape}


def test_the_same_size_and_seed_give_the_same_notes_and_another_seed_others():
    assert list(Notes(12).pages()) == list(Notes(12).pages())
    assert Notes(12).note(3) != Notes(12, seed=8).note(3)


def test_every_work_of_the_bibliography_is_cited_and_some_by_many_notes():
    notes = Notes(100)
    texts = [notes.note(number) for number in range(100)]
    times = sorted(sum(f"@{notes.key(work)}" in re.findall(r"@\w+", text) for text in texts) for work in range(notes.works))
    assert notes.works == 250
    assert times[0] >= 1
    assert times[-1] > 3 * times[len(times) // 2]


def test_ten_times_the_notes_bring_about_four_times_the_words():
    used = {}
    for count in (20, 200):
        notes = Notes(count)
        used[count] = {word.lower() for number in range(count) for word in re.findall(r"[A-Za-z]{3,}", body(notes.note(number)))}
    assert 3 < len(used[200]) / len(used[20]) < 6


def test_the_notes_are_sound_and_the_project_builds_them_without_a_finding(tmp_path: Path):
    notes = Notes(12)
    write_notes(tmp_path, notes)
    assert len(list((tmp_path / "docs").rglob("note-*.md"))) == 12
    assert len(list((tmp_path / "images").rglob("*.*"))) == 24
    assert load_bibliography(tmp_path / "refs.bib", "refs.bib").warnings == []
    assert read_front_matter(Source("note.md", notes.note(3)))[1] == []
    built = run_mkdocs(tmp_path, "build", "--strict")
    assert built.returncode == 0, built.stderr
    page = (tmp_path / "site" / notes.slug(5) / "index.html").read_text("utf-8")
    assert len(re.findall(r'<a class="pn-cite"', page)) == 15
    assert len(re.findall(r'class="katex-html"', page)) == 4
