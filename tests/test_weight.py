"""How much a reader's browser has to fetch before and while reading, and that nothing moves meanwhile."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from playwright.sync_api import Browser, expect
from weight import SHIFTS, Traffic, scroll_through, sent, watched

FIRST_VISIT, REQUESTS, LATER_PAGE = 180_000, 16, 40 * 1024
STILL = 0.001  # a layout shift that rounds to 0.00: a text font that arrives late is a fraction of a pixel wider than its stand-in
NOTES = sorted(path.relative_to(ROOT / "docs").with_suffix("").as_posix() + "/" for path in (ROOT / "docs").glob("*/*.md") if path.stem != "index" and path.parent.name != "contributing")
KINDS = ["", "transformer/", "tags/", "glossary/", "what-changed/", "contributing/writing/"]
LISTS = ["bibliography/", "claims/"]  # each holds an entry of everything, so it grows with the notes
SHARED = 160_000  # what such a page may load beside its own text


def heaviest(site: Path, count: int) -> list[str]:
    return sorted(NOTES, key=lambda note: -sent(site / note / "index.html"))[:count]


@pytest.fixture
def first_visit(browser: Browser, address: str, site: Path) -> Callable[..., tuple[Traffic, list]]:
    """Give a function that opens a page as a new reader, scrolls to its end, and returns what it fetched and what moved."""

    def visit(path: str) -> tuple[Traffic, list]:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
        page = context.new_page()
        page.add_init_script(SHIFTS)
        with watched(page, site, address) as traffic:
            page.goto(address + path)
            page.wait_for_load_state("networkidle")
            scroll_through(page)
        moved = page.evaluate("window.shifts")
        context.close()
        return traffic, moved

    return visit


def faults(path: str, traffic: Traffic, moved: list, limit: int = FIRST_VISIT) -> list[str]:
    """Say what of a first visit is over its limits."""
    found, files = [], traffic.files
    if sum(size for _, size in files) >= limit:
        found.append(f"{path or 'home'}: {sum(size for _, size in files):,} bytes: {sorted(files, key=lambda file: -file[1])}")
    if len(files) > REQUESTS:
        found.append(f"{path or 'home'}: {len(files)} requests: {[name for name, _ in files]}")
    found += [f"{path or 'home'} asks {url}" for url in traffic.foreign]
    return found + ([f"{path or 'home'} moves: {moved}"] if sum(one[0] for one in moved) >= STILL else [])


def test_a_first_visit_to_a_page_of_any_kind_is_under_180_kb_and_16_requests_and_nothing_moves(first_visit):
    assert [fault for path in KINDS for fault in faults(path, *first_visit(path))] == []


def test_a_first_visit_to_the_heaviest_notes_is_under_180_kb_and_16_requests_and_nothing_moves(first_visit, site: Path):
    assert [fault for path in heaviest(site, 5) for fault in faults(path, *first_visit(path))] == []


@pytest.mark.more
def test_a_first_visit_to_every_note_is_under_180_kb_and_16_requests_and_nothing_moves(first_visit):
    assert [fault for path in NOTES for fault in faults(path, *first_visit(path))] == []


def test_pages_that_list_everything_share_what_the_others_load_and_add_their_own_text(first_visit, site: Path):
    assert [fault for path in LISTS for fault in faults(path, *first_visit(path), limit=SHARED + sent(site / path / "index.html"))] == []


def test_a_later_page_is_under_40_kb(site: Path):
    sizes = {path: sent(site / path / "index.html") for path in [*NOTES, *KINDS]}
    assert {path: size for path, size in sizes.items() if size >= LATER_PAGE} == {}


def test_a_later_page_fetches_its_text_alone_and_nothing_moves(browser: Browser, published):
    page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page.add_init_script(SHIFTS)
    page.goto(published.address + "memory/neural-turing-machine/")
    page.wait_for_load_state("networkidle")
    with watched(page, published.folder, published.address) as traffic:
        page.locator('.md-nav a[href$="end-to-end-memory-networks/"]').first.evaluate("link => link.click()")
        expect(page.locator("h1")).to_contain_text("nd-to-end")
    # The theme writes the page's icon anew, and the browser takes it from its cache.
    assert {name for name, _ in traffic.files if not name.endswith(".woff2")} - {"assets/mark.svg"} == {"memory/end-to-end-memory-networks/index.html"}
    assert traffic.bytes < LATER_PAGE
    assert sum(shift[0] for shift in page.evaluate("window.shifts")) < STILL
    page.close()


def test_text_can_be_read_before_any_script_has_run(browser: Browser, address: str):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.route(re.compile(r"\.js$"), lambda route: route.abort())
    page.goto(address + "transformer/transformer/")
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport(ratio=1)
    expect(page.locator("article p").first).to_be_in_viewport()
    expect(page.locator("article .katex-html").first).to_be_visible()
    page.close()


def test_pictures_keep_their_place_and_those_that_are_fetched_wait_until_they_are_needed(site: Path):
    pages = {path: path.read_text("utf-8").partition("<article")[2].partition("</article>")[0] for path in site.rglob("*.html")}
    pictures = [(path, tag) for path, html in pages.items() for tag in re.findall(r'<img\b[^>]*>|<svg\b[^>]*class="pn-drawing"[^>]*>', html)]
    assert len(pictures) > 50
    loose = [tag for path, tag in pictures if not re.search(r'\swidth="[\d.]+"', tag) or not re.search(r'\sheight="[\d.]+"', tag) or (tag.startswith("<img") and 'loading="lazy"' not in tag)]
    assert loose == []
