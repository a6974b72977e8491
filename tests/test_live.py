"""`make serve`: a saved note is on the screen at once, the rest of the site follows, and a fault takes nothing away."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import NOTE
from playwright.sync_api import Page, expect
from serving import Server, serving

WAIT = 30000  # ms; a machine may be busy with other tests


@pytest.fixture
def live(small: Path, tmp_path: Path) -> Iterator[Server]:
    """Start the server as `make serve` does, on a small knowledge base with a second note, and wait until it answers."""
    (small / "docs" / "pruning" / "other.md").write_text(NOTE.replace("A sound note", "Another note"))
    log = tmp_path / "serve.log"
    with serving(small, log, PAPERNOTES_LIVE="1") as server:
        yield server
    assert "Traceback" not in log.read_text()


def note_of(server: Server) -> Path:
    return server.folder / "docs" / "pruning" / "note.md"


def whole(page: Page) -> None:
    """Wait until the page no longer says that the rest of the site follows."""
    expect(page.locator(".pn-behind")).to_have_count(0, timeout=WAIT)


def test_make_serve_shows_saves_at_once_and_plain_serve_does_not():
    recipe = (Path(__file__).parent.parent / "Makefile").read_text()
    assert re.search(r"^serve:.*\n\t@PAPERNOTES_LIVE=1 \$\(IN\)mkdocs serve", recipe, re.MULTILINE)


def test_text_citation_and_math_of_a_save_arrive_and_the_page_says_until_the_rest_has_followed(live: Server, visit):
    page = visit("pruning/note/", base=live.url).page
    note = note_of(live)
    note.write_text(NOTE.replace("A sound note", "A new title").replace("It cites", "A zebra [@known2020paper, §9] weighs $w_{77}$ and [another](other.md) less.\n\nIt cites"))
    expect(page.locator("article")).to_contain_text("A zebra (Known et al., 2020, §9) weighs", timeout=WAIT)
    expect(page.locator("article .katex").first).to_be_attached()
    expect(page.locator("[role=status].pn-behind")).to_have_text("Titles, links back and search follow in a moment", timeout=WAIT)
    whole(page)
    page.goto(live.url + "pruning/other/")
    expect(page.locator("nav.md-nav--primary")).to_contain_text("A new title")
    expect(page.locator("article")).to_contain_text("Mentioned in")
    assert "<div class=\"pn-behind\"" not in page.content()
    assert "is shown after" in live.log.read_text()


def test_a_broken_edit_shows_its_faults_above_the_last_good_page_and_the_next_save_mends_it(live: Server, visit):
    page = visit("pruning/note/", base=live.url).page
    note = note_of(live)
    note.write_text(NOTE.replace("It cites a paper", "It tells a tale [@nobody2020] of $\\frac{1}{$"))
    faults = page.locator("[role=alert].pn-faults")
    expect(faults).to_contain_text("docs/pruning/note.md:8: unknown citation key 'nobody2020'", timeout=WAIT)
    expect(faults).to_contain_text("docs/pruning/note.md:8: bad TeX")
    expect(page.locator("article")).to_contain_text("It cites a paper (Known et al., 2020, Table 3)")
    expect(page.locator("article")).not_to_contain_text("It tells a tale")
    assert "docs/pruning/note.md:8: unknown citation key 'nobody2020'" in live.log.read_text()

    # Another note's whole pass leaves the faulty one as it was.
    other = live.folder / "docs" / "pruning" / "other.md"
    other.write_text(other.read_text().replace("It cites", "A giraffe. It cites"))
    visitor = visit("pruning/other/", base=live.url).page
    expect(visitor.locator("article")).to_contain_text("A giraffe", timeout=WAIT)
    whole(visitor)
    page.reload()
    expect(faults).to_contain_text("nobody2020")
    expect(page.locator("article")).to_contain_text("It cites a paper")

    note.write_text(NOTE.replace("It cites", "Mended. It cites"))
    expect(page.locator("article")).to_contain_text("Mended.", timeout=WAIT)
    expect(page.locator(".pn-faults")).to_have_count(0, timeout=WAIT)


def test_quick_saves_and_saves_by_renaming_end_with_the_last_text(live: Server, visit):
    page = visit("pruning/note/", base=live.url).page
    note = note_of(live)
    for number in range(8):
        beside = note.with_name(".note.md.swp")
        beside.write_text(NOTE.replace("It cites", f"Draft {number}. It cites"))
        note.rename(note.with_name("note.md~"))
        beside.rename(note)
        time.sleep(0.15 * (number % 3))
    expect(page.locator("article")).to_contain_text("Draft 7.", timeout=WAIT)
    whole(page)
    expect(page.locator("article")).to_contain_text("Draft 7.")
    page.goto(live.url + "pruning/other/")
    expect(page.locator("nav.md-nav--primary")).to_contain_text("A sound note")


def test_new_and_deleted_notes_and_the_bibliography_follow_in_a_whole_pass(live: Server, visit):
    page = visit("pruning/note/", base=live.url).page
    bib = live.folder / "refs.bib"
    bib.with_suffix(".new").write_text(bib.read_text().replace("Known, Ada", "Renamed, Ada"))
    bib.with_suffix(".new").rename(bib)  # as an editor does that saves by renaming
    expect(page.locator("a.pn-cite").first).to_contain_text("Renamed et al., 2020", timeout=WAIT)
    bib.write_text(bib.read_text().replace("Renamed, Ada", "Again, Ada"))
    expect(page.locator("a.pn-cite").first).to_contain_text("Again et al., 2020", timeout=WAIT)

    (live.folder / "docs" / "pruning" / "third.md").write_text(NOTE.replace("A sound note", "A third note"))
    (live.folder / "docs" / "pruning" / "other.md").unlink()
    expect(page.locator("nav.md-nav--primary")).to_contain_text("A third note", timeout=WAIT)
    expect(page.locator("nav.md-nav--primary")).not_to_contain_text("Another note", timeout=WAIT)


def test_the_search_finds_a_saved_word_after_the_whole_pass_and_on_the_page_that_a_link_led_to(live: Server, visit):
    seen = visit("pruning/note/", base=live.url)
    page = seen.page
    assert found(page, "sound") == ["pruning/note/"]
    note_of(live).write_text(NOTE.replace("It cites", "A zebra weighs less. It cites"))
    expect(page.locator("article")).to_contain_text("A zebra weighs less.", timeout=WAIT)
    whole(page)
    assert found(page, "zebra") == ["pruning/note/"]
    page.locator("nav.md-nav--primary a[href$='other/']").first.click()
    expect(page.locator("h1")).to_contain_text("Another note")
    assert found(page, "zebra") == ["pruning/note/"]
    page.keyboard.press("/")
    page.get_by_role("combobox").fill("zebra")
    page.get_by_role("option").first.click()
    expect(page.locator("h1")).to_contain_text("A sound note")
    page.wait_for_function("CSS.highlights.get('pn-found')?.size === 1")
    assert seen.complaints == []


def found(page: Page, query: str) -> list[str]:
    """Ask the page's search; return the addresses of what it finds, below the site's root."""
    page.wait_for_function("typeof paperSearch === 'function'")
    return [url.partition("//")[2].partition("/")[2] for url in page.evaluate("query => paperSearch(query).then((all) => all.map((one) => one.url))", query)]
