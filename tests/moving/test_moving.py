"""`papernotes mv` moves a note or a picture with all that names it, and no address that readers may have kept is lost."""

import subprocess
from pathlib import Path

import pytest
from author.commands import papernotes, tree, with_topic
from conftest import NOTE, run_mkdocs
from playwright.sync_api import expect

from papernotes import published
from papernotes.published import faults, parse

LINKING = NOTE.replace("A sound note", "Another") + """
See [it](note.md), [its part](note.md#the-part), [again][it] and <a href="note.md">as HTML</a>.

[it]: ../pruning/note.md
"""


@pytest.fixture
def base(small: Path) -> Path:
    """Make a knowledge base of two topics whose notes refer to each other in every way."""
    with_topic(small)
    note = small / "docs/pruning/note.md"
    note.write_text(note.read_text() + "\n## The part\n\n![A dot that stands alone for all others](../../images/deep/dot.svg)\n\n[Home](../index.md) and [another](other.md).\n")
    (small / "docs/pruning/other.md").write_text(LINKING.replace("tags:", "builds_on: [pruning/note]\ntags:"))
    (small / "docs/pruning/.nav.yml").write_text("title: Pruning\nnav:\n  - note.md\n  - other.md\n")
    (small / "docs/cnn").mkdir()
    (small / "docs/cnn/index.md").write_text("---\ndescription: A topic.\ntags: [cnn]\n---\n# CNN\n\nText.\n")
    (small / "README.md").write_text("Read [the note](docs/pruning/note.md).\n")
    return small


def moved(base: Path, old: str = "pruning/note", new: str = "cnn/winner") -> str:
    result = papernotes(base, "mv", old, new)
    assert result.exit_code == 0, result.output
    return result.output


def built(base: Path) -> Path:
    result = run_mkdocs(base, "build", "--strict")
    assert result.returncode == 0, result.stderr
    return base / "site"


def test_everything_that_names_a_note_follows_it(base: Path):
    moved(base)
    assert not (base / "docs/pruning/note.md").exists()
    other = (base / "docs/pruning/other.md").read_text()
    assert "[it](../cnn/winner.md), [its part](../cnn/winner.md#the-part)" in other
    assert "[it]: ../cnn/winner.md" in other
    assert '<a href="../cnn/winner.md">as HTML</a>' in other
    assert "builds_on: [cnn/winner]" in other
    assert "[Home](../index.md) and [another](../pruning/other.md)" in (base / "docs/cnn/winner.md").read_text()
    assert (base / "README.md").read_text() == "Read [the note](docs/cnn/winner.md).\n"
    assert (base / "docs/pruning/.nav.yml").read_text() == "title: Pruning\nnav:\n  - other.md\n"
    assert "/pruning/note/ -> /cnn/winner/" in (base / published.FILE).read_text().splitlines()


def test_a_dry_run_shows_exactly_what_is_then_written(base: Path, tmp_path: Path):
    before = tree(base)
    shown = papernotes(base, "mv", "pruning/note", "cnn/winner", "--dry-run")
    assert tree(base) == before
    moved(base)
    wanted = tree(base)
    for path in base.rglob("*"):
        if path.is_file():
            path.unlink()
    for path, data in before.items():
        (base / path).write_bytes(data)
    subprocess.run(["git", "apply", "--whitespace=nowarn", "-"], cwd=base, input=shown.stdout.encode(), check=True)
    assert tree(base) == wanted


def test_a_reader_of_the_old_address_arrives_at_the_same_part(base: Path, serve_folder, browser):
    moved(base)
    site = built(base)
    assert "pruning/note/" not in (site / "sitemap.xml").read_text()
    old = (site / "pruning/note/index.html").read_text()
    assert '<meta name="robots" content="noindex">' in old
    address = serve_folder(site, "/notes/")
    page = browser.new_page()
    page.goto(f"{address}pruning/note/?x=1#the-part")
    expect(page).to_have_url(f"{address}cnn/winner/?x=1#the-part")
    page.close()
    without = browser.new_context(java_script_enabled=False)
    page = without.new_page()
    page.goto(f"{address}pruning/note/")
    expect(page).to_have_url(f"{address}cnn/winner/")
    without.close()


def test_a_picture_keeps_its_old_address(base: Path):
    moved(base, "images/deep/dot.svg", "images/deep/point.svg")
    assert "(../../images/deep/point.svg)" in (base / "docs/pruning/note.md").read_text()
    site = built(base)
    assert (site / "images/deep/dot.svg").read_bytes() == (site / "images/deep/point.svg").read_bytes()


def test_a_chain_of_moves_leads_on_in_one_step_and_a_way_back_ends_it(base: Path):
    moved(base)
    moved(base, "cnn/winner", "cnn/last")
    assert published.parse((base / published.FILE).read_text()).gone == {"/pruning/note/": "/cnn/last/", "/cnn/winner/": "/cnn/last/"}
    moved(base, "cnn/last", "pruning/note")
    assert published.parse((base / published.FILE).read_text()).gone == {"/cnn/winner/": "/pruning/note/", "/cnn/last/": "/pruning/note/"}
    built(base)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("pruning/none", "cnn/x", "pruning/none: there is no such note or picture (write docs/topic/note.md, topic/note or images/topic/name.svg)"),
        ("pruning/note", "pruning/other", "docs/pruning/other.md: there is a file of this name (choose another name, or remove that file)"),
        ("pruning/note", "pruning/note", "docs/pruning/note.md: it is there already"),
        ("docs/pruning", "docs/cnn", "docs/pruning: this is a folder, and folders are not moved (move its files one by one)"),
        ("refs.bib", "cnn/x", "refs.bib: it is not part of the site (move it with 'git mv')"),
        ("pruning/note", "nowhere/note", "docs/nowhere: there is no such folder (make it with its index.md first, or write the name of a topic)"),
        ("pruning/note", "cnn/Two Words", "docs/cnn/Two Words.md: the name becomes an address (write it with lower-case letters, digits and hyphens)"),
        ("pruning/index", "cnn/x", "docs/pruning/index.md: this is its folder's own page, and folders are not moved (move their notes one by one)"),
    ],
)
def test_a_move_that_cannot_be_made_is_refused_in_one_line_and_changes_nothing(base: Path, old: str, new: str, said: str):
    before = tree(base)
    result = papernotes(base, "mv", old, new)
    assert (result.exit_code, result.output) == (2, f"papernotes mv: {said}\n")
    assert tree(base) == before


def test_the_list_takes_what_is_new_and_names_what_is_gone(base: Path):
    built(base)
    assert papernotes(base, "published").exit_code == 0
    assert "/pruning/note/#the-part" in (base / published.FILE).read_text().splitlines()
    assert papernotes(base, "published", "--check").exit_code == 0
    note = base / "docs/pruning/note.md"
    note.write_text(note.read_text().replace("## The part", "## Another part"))
    (base / "docs/pruning/other.md").write_text((base / "docs/pruning/other.md").read_text().replace("#the-part", ""))
    built(base)
    gone = papernotes(base, "published", "--check")
    assert gone.exit_code == 1
    assert "'/pruning/note/#the-part' is gone, and readers may have kept it (bring it back, or say where it is now: /pruning/note/#the-part -> /topic/note/)" in gone.output
    text = (base / published.FILE).read_text()
    (base / published.FILE).write_text(text.replace("/pruning/note/#the-part\n", "/pruning/note/#the-part -> /pruning/note/#another-part\n"))
    site = built(base)
    assert "the-part" in (site / "pruning/note/index.html").read_text()
    assert papernotes(base, "published").exit_code == 0


def test_lines_that_lead_round_in_a_circle_are_named():
    list_ = parse("/a/ -> /b/\n/b/ -> /a/\n")
    assert [finding.message for finding in faults(list_, set(), ["/a/"])] == ["'/a/' leads round in a circle"]
