"""What is wrong in a note or in refs.bib stops the build on one line, and leaves everything on disk as it was."""

import re
from pathlib import Path

import pytest
from conftest import BIB, NOTE, run_mkdocs

BODY_LINE = 8  # the first line of text of NOTE


def body(text: str) -> str:
    return NOTE.replace("It cites", text + "\n\nIt cites")


NOTE_FAULTS = {
    "an unknown front-matter key": (NOTE.replace("tags:", "tag:"), 3, "unknown front-matter key 'tag'"),
    "a missing description": (NOTE.replace("description: A note that a test wrote.\n", ""), 1, "front matter lacks 'description'"),
    "a description that is too long": (NOTE.replace("A note that", "A" * 170), 2, "at most 160 characters"),
    "front matter that is not YAML": (NOTE.replace("tags: [pruning]", "tags: [pruning"), 3, "front matter is not YAML"),
    "an unknown tag": (NOTE.replace("[pruning]", "[prunning]"), 3, "unknown tag 'prunning'"),
    "a paper that is not in refs.bib": (NOTE.replace("tags:", "papers: [nobody2020]\ntags:"), 3, "unknown citation key 'nobody2020' in 'papers'"),
    "a relation to nothing": (NOTE.replace("tags:", "builds_on: [pruning/nothing]\ntags:"), 3, "'pruning/nothing' in 'builds_on' is neither"),
    "no title": (NOTE.replace("# A sound note", "A sound note"), 6, "the note has no title"),
    "a second title": (body("# Another title"), BODY_LINE, "the note has a second title"),
    "an empty note": ("", 1, "the note is empty"),
    "front matter alone": (NOTE.partition("\n# ")[0] + "\n", 1, "the note is empty"),
    "a note that is not UTF-8": (body("caf\xe9").encode("latin-1"), BODY_LINE, "the note is not UTF-8"),
    "an unknown citation key": (body("As told [@nobody2020]."), BODY_LINE, "unknown citation key 'nobody2020'"),
    "an unknown key beside a known one": (body("As told [@known2020paper; @nobody2020, §2]."), BODY_LINE, "unknown citation key 'nobody2020'"),
    "an unknown narrative key": (body("As @nobody2020paper [§3] told."), BODY_LINE, "unknown citation key 'nobody2020paper'"),
    "a key with a dot": (body("As told [@known.2020]."), BODY_LINE, "citation '@known.2020' cannot be read"),
    "a key with a colon": (body("As told [@known:2020]."), BODY_LINE, "citation '@known:2020' cannot be read"),
    "a link to a missing page": (body("See [it](missing.md)."), BODY_LINE, "link 'missing.md' leads nowhere"),
    "a link to a missing anchor": (body("See [it](../index.md#missing)."), BODY_LINE, "link '../index.md#missing' leads nowhere"),
    "a link to a missing anchor of its own": (body("See [it](#missing)."), BODY_LINE, "link '#missing' leads nowhere"),
    "a raw link to a missing page": (body('See <a href="missing.md">it</a>.'), BODY_LINE, "link 'missing.md' leads nowhere"),
    "a missing picture": (body("![A dot](../../images/deep/missing.svg)"), BODY_LINE, "images/deep/missing.svg' leads nowhere"),
    "a missing picture by the root's path": (body("![A dot](/images/missing.svg)"), BODY_LINE, "images/missing.svg' leads nowhere"),
    "a missing picture in raw HTML": (body('<img src="../../images/missing.svg" alt="A dot">'), BODY_LINE, "images/missing.svg' leads nowhere"),
    "bad TeX in a line": (body(r"A formula $\frac{1}{$ here."), BODY_LINE, "bad TeX"),
    "bad TeX on its own": (body("$$\n\\begin{aligned} x\n$$"), BODY_LINE + 1, "bad TeX"),
}  # fmt: skip
BIB_FAULTS = {
    "a key that stands twice": (BIB + "\n" + BIB, 8, "key 'known2020paper' is already used on line 1"),
    "a key that stands twice but for case": (BIB + "\n" + BIB.replace("known2020paper", "Known2020Paper"), 8, "already used on line 1"),
    "a key that cannot be cited": (BIB + BIB.replace("known2020paper", "known:2020"), 7, "key 'known:2020' cannot be cited"),
    "a brace that is missing": (BIB.replace("{2020},", "{2020,"), 1, "BibTeX cannot be read: this entry's braces do not match"),
    "a comma that is missing": (BIB.replace("Cleo},", "Cleo}"), 3, "BibTeX cannot be read: a comma is missing"),
    "an entry without a title": (BIB.replace("  title = {A Known Paper},\n", ""), 1, "entry 'known2020paper' has no title"),
    "a bibliography that is not UTF-8": (BIB.replace("Ada", "Ad\xe0").encode("latin-1"), 3, "the file is not UTF-8"),
}


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and ".cache" not in path.parts}


def build_fails_at(folder: Path, file: str, line: int, message: str) -> None:
    """Assert the whole contract of bad input: status 1, one line with place and mend, no traceback, nothing changed."""
    (folder / "site").mkdir()
    (folder / "site" / "index.html").write_text("the last good site")
    before = snapshot(folder)
    result = run_mkdocs(folder, "build", "--strict")
    said = result.stdout + result.stderr
    assert result.returncode == 1, said
    assert "Traceback" not in said
    pattern = rf"^.*{re.escape(file)}:{line}: .*{re.escape(message)}.*$"
    lines = [text for text in said.splitlines() if re.match(pattern, text)]
    assert len(lines) == 1, f"expected one line like {pattern!r} in:\n{said}"
    assert re.search(r"\(.+\)$|Did you mean", lines[0]), f"no mend in: {lines[0]}"
    assert snapshot(folder) == before


@pytest.mark.parametrize("fault", NOTE_FAULTS)
def test_a_fault_in_a_note_stops_the_build_and_changes_nothing(small: Path, fault: str):
    text, line, message = NOTE_FAULTS[fault]
    note = small / "docs" / "pruning" / "note.md"
    note.write_bytes(text if isinstance(text, bytes) else text.encode())
    build_fails_at(small, "docs/pruning/note.md", line, message)


@pytest.mark.parametrize("fault", BIB_FAULTS)
def test_a_fault_in_the_bibliography_stops_the_build_and_changes_nothing(small: Path, fault: str):
    text, line, message = BIB_FAULTS[fault]
    (small / "refs.bib").write_bytes(text if isinstance(text, bytes) else text.encode())
    build_fails_at(small, "refs.bib", line, message)


def test_every_fault_is_reported_not_only_the_first(small: Path):
    note = small / "docs" / "pruning" / "note.md"
    note.write_text(body("One [@nobody2020] and [@noone2021] and [it](missing.md)."))
    result = run_mkdocs(small, "build", "--strict")
    assert result.stderr.count("docs/pruning/note.md:8: ") == 3
    assert "3 findings: the site was not built" in result.stdout


def test_the_same_fault_twice_is_reported_at_both_places(small: Path):
    note = small / "docs" / "pruning" / "note.md"
    note.write_text(body("One [@nobody2020].\n\nTwo [@nobody2020]."))
    result = run_mkdocs(small, "build")
    assert "note.md:8: unknown citation key" in result.stderr
    assert "note.md:10: unknown citation key" in result.stderr


def test_a_sound_knowledge_base_builds_and_replaces_the_old_site(small: Path):
    (small / "site").mkdir()
    (small / "site" / "old.html").write_text("old")
    result = run_mkdocs(small, "build", "--strict")
    assert result.returncode == 0, result.stderr
    assert (small / "site" / "pruning" / "note" / "index.html").exists()
    assert sorted(path.name for path in small.iterdir()) == [".cache", "docs", "images", "mkdocs.yml", "refs.bib", "site"]
    assert not (small / "site" / "old.html").exists()
