"""Plain `mkdocs serve` brings every edit to the open page, and survives a fault."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from serving import Server, serving


@pytest.fixture
def server(small: Path, tmp_path: Path) -> Iterator[Server]:
    """Serve a small knowledge base whose note shows a picture."""
    note = small / "docs" / "pruning" / "note.md"
    note.write_text(note.read_text() + "\n![A dot](/images/deep/dot.svg)\n")
    with serving(small, tmp_path / "serve.log") as started:
        yield started


def test_edits_of_a_note_of_the_bibliography_and_of_a_picture_reach_the_open_page(server: Server, visit):
    page = visit("pruning/note/", base=server.url).page
    note, bib = server.folder / "docs" / "pruning" / "note.md", server.folder / "refs.bib"
    picture = server.folder / "images" / "deep" / "dot.svg"

    note.write_text(note.read_text().replace("A sound note", "An edited note"))
    expect(page.locator("h1")).to_contain_text("An edited note", timeout=20000)

    bib.write_text(bib.read_text().replace("Known, Ada", "Renamed, Ada"))
    expect(page.locator("a.pn-cite").first).to_contain_text("Renamed et al., 2020", timeout=20000)

    width = "document.querySelector('article img, article figure svg').getBoundingClientRect().width"
    before = page.evaluate(width)
    picture.write_text(picture.read_text().replace('width="9"', 'width="90"'))
    page.wait_for_function(f"Math.abs({width} - {before}) > 20", timeout=20000)


def test_a_fault_is_shown_in_the_page_and_in_the_terminal_and_the_next_save_mends_it(server: Server, visit):
    page = visit("pruning/note/", base=server.url).page
    note = server.folder / "docs" / "pruning" / "note.md"
    sound = note.read_text()
    note.write_text(sound.replace("It cites", "Told [@nobody2020] and $\\frac{1}{$.\n\nIt cites"))
    expect(page.locator(".pn-error").first).to_have_text("unknown citation key 'nobody2020'", timeout=20000)
    expect(page.locator(".pn-error").last).to_contain_text("bad TeX")
    assert re.search(r"docs/pruning/note\.md:8: unknown citation key 'nobody2020'", server.log.read_text())
    note.write_text(sound)
    expect(page.locator(".pn-error")).to_have_count(0, timeout=20000)


def test_a_broken_bibliography_does_not_end_the_server_or_take_the_citations(server: Server, visit):
    page = visit("pruning/note/", base=server.url).page
    bib, note = server.folder / "refs.bib", server.folder / "docs" / "pruning" / "note.md"
    bib.write_text("@misc{known2020paper, title = {A Known")
    note.write_text(note.read_text().replace("A sound note", "Edited meanwhile"))
    expect(page.locator("h1")).to_contain_text("Edited meanwhile", timeout=20000)
    expect(page.locator("a.pn-cite").first).to_contain_text("Known et al., 2020")
    assert "refs.bib:1: BibTeX cannot be read" in server.log.read_text()
    assert "Traceback" not in server.log.read_text()
