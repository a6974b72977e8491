"""A citation shows its paper: by mouse, keyboard and tap, one card at a time, from what the page already holds."""

import gzip
import re

import pytest
from conftest import ROOT, run_mkdocs
from playwright.sync_api import Locator, Page, expect

NOTE = "pruning/lottery-ticket/"
PHONE = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}
CITED = "article p a.pn-cite"


def card(page: Page) -> Locator:
    return page.locator(".pn-card")


def citation(page: Page, number: int = 1, where: str = CITED) -> Locator:
    """Return a citation that stands in the middle of the window, with scrolling done."""
    found = page.locator(where).nth(number)
    found.evaluate("e => e.scrollIntoView({block: 'center', behavior: 'instant'})")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return found


def boxes(one: Locator, other: Locator) -> tuple[dict, dict]:
    return one.bounding_box(), other.bounding_box()  # type: ignore[return-value]


def apart(one: dict, other: dict) -> bool:
    return one["y"] + one["height"] <= other["y"] + 0.5 or other["y"] + other["height"] <= one["y"] + 0.5


def inside(box: dict, page: Page) -> bool:
    size = page.viewport_size
    assert size is not None
    return box["x"] >= 0 and box["y"] >= 0 and box["x"] + box["width"] <= size["width"] and box["y"] + box["height"] <= size["height"]


def test_a_card_opens_on_hover_from_data_in_the_page_and_says_what_the_record_says(visit):
    seen = visit(NOTE)
    page = seen.page
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    mark = citation(page)
    mark.hover()
    expect(card(page)).to_be_visible()
    expect(card(page).locator(".pn-card__title")).to_have_text("The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural Networks")
    expect(card(page).locator(".pn-card__by")).to_have_text("Jonathan Frankle and Michael Carbin")
    expect(card(page).locator(".pn-card__in")).to_have_text("International Conference on Learning Representations (ICLR), 2019")
    expect(card(page).locator(".pn-card__note")).to_contain_text("Trained networks hide small subnetworks")
    assert card(page).locator("a").evaluate_all("links => links.map(link => [link.textContent, link.getAttribute('href')])") == [
        ["arXiv", "https://arxiv.org/abs/1803.03635"],
        ["PDF", "https://arxiv.org/pdf/1803.03635"],
        ["code", "https://github.com/google-research/lottery-ticket-hypothesis"],
        ["in the references", "#ref-frankle2019lottery"],
    ]
    assert [url for url in asked if not url.endswith(".woff2")] == []
    assert (seen.foreign, seen.complaints) == ([], [])


def test_a_card_links_the_note_about_its_paper_on_every_other_page(visit):
    page = visit("pruning/").page
    citation(page, 0, 'article p a.pn-cite[href$="#ref-frankle2019lottery"]').hover()
    link = card(page).get_by_role("link", name="note: Lottery ticket")
    link.click()
    expect(page).to_have_url(re.compile(r"/engram/pruning/lottery-ticket/$"))
    expect(card(page)).to_have_count(0)


def test_a_card_stays_while_the_pointer_goes_into_it_and_closes_on_leaving(visit):
    page = visit(NOTE).page
    mark = citation(page)
    mark.hover()
    page.clock.install()  # from here on time passes only as the test says
    mine, its = boxes(mark, card(page))
    between = (mine["y"] + mine["height"] + its["y"]) / 2
    page.mouse.move(mine["x"] + 20, between)  # across the gap: neither on the citation nor on the card
    assert page.evaluate("([x, y]) => !document.elementFromPoint(x, y).closest('a.pn-cite, .pn-card')", [mine["x"] + 20, between])
    page.mouse.move(mine["x"] + 20, its["y"] + 20)
    page.clock.run_for(1000)
    expect(card(page)).to_be_visible()
    page.mouse.move(5, 5)
    expect(card(page)).to_be_visible()
    page.clock.run_for(1000)
    expect(card(page)).to_have_count(0)


def test_esc_closes_a_card_and_leaves_the_focus_where_it_was(visit):
    page = visit(NOTE).page
    mark = citation(page)
    mark.hover()
    expect(card(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    page.mouse.move(5, 5)
    mark = citation(page, 2)
    mark.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(card(page)).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.pn-card') !== null"), "Tab leads from the citation into its card"
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    expect(mark).to_be_focused()


def test_the_keyboard_alone_opens_a_card_reads_it_and_walks_through_its_links(visit):
    page = visit(NOTE).page
    marks = page.locator(CITED)
    marks.nth(1).evaluate("e => e.scrollIntoView({block: 'center', behavior: 'instant'})")
    marks.nth(0).focus()
    for _ in range(8):  # through the first citation's card
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == marks.nth(1).get_attribute("id"):
            break
    expect(marks.nth(1)).to_be_focused()
    expect(card(page)).to_have_count(1)
    expect(marks.nth(1)).to_have_accessible_description(re.compile(r"The Lottery Ticket Hypothesis.*Jonathan Frankle and Michael Carbin.*ICLR\), 2019", re.DOTALL))
    expect(card(page)).to_have_attribute("role", "dialog")
    expect(card(page)).to_have_attribute("aria-label", "Reference: Frankle & Carbin, 2019, §2")
    names = []
    for _ in range(5):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.textContent"))
    assert names == ["arXiv", "PDF", "code", "Copy BibTeX", "in the references"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.pn-card')") is None


def test_a_tap_opens_the_card_and_a_second_tap_goes_to_the_reference(visit):
    page = visit(NOTE, **PHONE).page
    mark = citation(page)
    mark.tap()
    expect(card(page)).to_be_visible()
    assert "#ref" not in page.url  # the theme itself writes the section into the address while one reads
    page.touchscreen.tap(180, 60)
    expect(card(page)).to_have_count(0)
    mark.tap()
    expect(card(page)).to_be_visible()
    mark.tap()
    expect(page).to_have_url(re.compile(r"#ref-frankle2019lottery$"))


def test_a_click_of_the_mouse_goes_to_the_reference_at_once_and_from_there_back(visit):
    page = visit(NOTE).page
    citation(page).click()
    expect(page).to_have_url(re.compile(r"#ref-frankle2019lottery$"))
    expect(card(page)).to_have_count(0)
    page.locator('#ref-frankle2019lottery a.pn-back[href$="#cite-frankle2019lottery-2"]').click()
    expect(page.locator("#cite-frankle2019lottery-2")).to_be_in_viewport()


def test_only_one_card_is_open_and_nothing_else_is_shown_on_a_citation(visit):
    page = visit(NOTE).page
    first, second = citation(page, 1), page.locator(CITED).nth(0)
    first.hover()
    second.hover()
    expect(card(page)).to_have_count(1)
    expect(second).to_have_attribute("aria-expanded", "true")
    expect(first).not_to_have_attribute("aria-expanded", "true")
    shown = page.locator("[role=tooltip], .md-tooltip, .md-tooltip2, .pn-card").filter(visible=True)
    page.wait_for_timeout(600)  # tooltips of the theme take a quarter of a second
    expect(shown).to_have_count(1)
    assert page.locator("a.pn-cite[title]").count() == 0


def test_scrolling_closes_a_card(visit):
    page = visit(NOTE).page
    citation(page).evaluate("e => e.focus({preventScroll: true, focusVisible: true})")  # no pointer whose leaving would close it
    expect(card(page)).to_be_visible()
    page.evaluate("window.scrollBy(0, 40)")
    expect(card(page)).to_have_count(0)


@pytest.mark.parametrize("screen", [{"viewport": {"width": 1280, "height": 800}}, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("block", ["start", "center", "end"])
def test_a_card_lies_inside_the_window_and_never_on_what_it_explains(visit, screen: dict, block: str):
    page = visit(NOTE, **screen).page
    for number in range(0, 12, 3):
        mark = page.locator(CITED).nth(number)
        mark.evaluate(f"e => {{ e.scrollIntoView({{block: '{block}', behavior: 'instant'}}); {'scrollBy({top: -90, behavior: `instant`});' if block == 'start' else ''} }}")
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        mark.evaluate("e => e.focus({preventScroll: true, focusVisible: true})")
        expect(card(page)).to_be_visible()
        mine, its = boxes(mark, card(page))
        assert apart(mine, its), f"citation {number}: {mine} {its}"
        assert inside(its, page), f"citation {number}: {its}"
        page.keyboard.press("Escape")


def test_a_card_of_a_citation_at_the_right_edge_stays_in_the_window(visit):
    page = visit(NOTE, viewport={"width": 700, "height": 800}).page
    number = page.locator(CITED).evaluate_all("marks => marks.indexOf(marks.reduce((a, b) => a.getBoundingClientRect().right > b.getBoundingClientRect().right ? a : b))")
    mark = citation(page, number)
    mark.hover()
    assert inside(card(page).bounding_box(), page)  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [1280, 360])
def test_a_card_of_a_citation_in_a_table_is_not_cut_off_by_it(visit, width: int):
    page = visit("cnn/r-cnn/", viewport={"width": width, "height": 700}).page
    mark = citation(page, 0, "article table a.pn-cite")
    mark.evaluate("e => e.focus({preventScroll: true, focusVisible: true})")
    expect(card(page)).to_be_visible()
    mine, its = boxes(mark, card(page))
    assert apart(mine, its) and inside(its, page)
    top = page.evaluate("([x, y]) => document.elementFromPoint(x, y).closest('.pn-card') !== null", [its["x"] + its["width"] - 8, its["y"] + its["height"] - 8])
    assert top, "the card's far corner is on top of everything"


def test_cards_work_after_instant_navigation_and_none_is_left_open(visit, published):
    page = visit("pruning/", base=published.address).page
    page.wait_for_load_state("networkidle")
    page.evaluate("window.sameDocument = true")
    citation(page, 0).hover()
    expect(card(page)).to_be_visible()
    page.locator('.md-nav a[href$="early-bird-tickets/"]').first.evaluate("e => e.click()")
    expect(page.locator("h1")).to_contain_text("Early-bird")
    assert page.evaluate("window.sameDocument"), "the theme loaded the page without leaving the document"
    expect(card(page)).to_have_count(0)
    citation(page, 0, 'article a.pn-cite[href$="#ref-you2020drawing"]').hover()
    expect(card(page).locator(".pn-card__title")).to_contain_text("Drawing Early-Bird Tickets")


def test_without_javascript_the_reference_list_serves_and_links_back_to_each_place(visit):
    page = visit(NOTE, java_script_enabled=False).page
    reference = page.locator("#ref-frankle2019lottery")
    expect(reference).to_contain_text("Jonathan Frankle and Michael Carbin")
    assert reference.locator(".pn-links a:visible").all_inner_texts() == ["PDF", "code"]
    places = page.locator('a.pn-cite[href="#ref-frankle2019lottery"]').evaluate_all("links => links.map(link => '#' + link.id)")
    assert sorted(reference.locator("a.pn-back").evaluate_all("links => links.map(link => link.getAttribute('href'))")) == sorted(places)
    assert page.locator(".pn-copy:visible, .pn-bibtex:visible").count() == 0


@pytest.mark.parametrize("where", ["card", "head"])
def test_the_bibtex_is_copied_as_refs_bib_writes_it(visit, where: str):
    page = visit(NOTE).page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    if where == "card":
        citation(page).hover()
        button = card(page).get_by_role("button", name="Copy the BibTeX of Frankle & Carbin, 2019")
    else:
        button = page.locator(".pn-papers").get_by_role("button", name="Copy the BibTeX of Frankle & Carbin, 2019")
    button.click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@inproceedings{frankle2019lottery,\n") and copied.endswith("\n}")
    assert "eprint = {1803.03635}" in copied


def test_the_note_itself_can_be_cited_and_is_not_the_paper(visit):
    page = visit(NOTE).page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_text("Cite this note").click()
    page.locator(".pn-citenote").get_by_role("button", name="Copy BibTeX").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@misc{engrampruninglotteryticket,") and "author = {{Engram}}" in copied and "Frankle" not in copied


def test_the_place_of_a_card_is_computed_below_above_or_cut(visit):
    page = visit(NOTE).page
    place = "async ([anchor, size, view]) => (await import('/engram/assets/cards.js')).place(anchor, size, view)"
    view = {"top": 50, "width": 400, "height": 600}
    below = page.evaluate(place, [{"top": 100, "bottom": 120, "left": 30}, {"width": 300, "height": 200}, view])
    assert below == {"left": 30, "top": 126, "maxHeight": 200, "side": "below"}
    above = page.evaluate(place, [{"top": 500, "bottom": 520, "left": 390}, {"width": 300, "height": 200}, view])
    assert above == {"left": 94, "top": 294, "maxHeight": 200, "side": "above"}
    cut = page.evaluate(place, [{"top": 300, "bottom": 320, "left": -9}, {"width": 300, "height": 900}, view])
    assert cut == {"left": 6, "top": 326, "maxHeight": 268, "side": "below"}


def test_what_cards_and_metadata_add_to_a_page_is_at_most_15_kilobytes_zipped_at_15_citations(site):
    sizes = []
    for page in sorted(site.glob("*/*/index.html")):
        html = page.read_text(encoding="utf-8")
        references = html.count("<template")
        if references:
            bare = re.sub(r'<template class="pn-card-content">.*?</template>|<span class="Z3988".*?</span>|<script type="application/ld\+json">.*?</script>', "", html, flags=re.DOTALL)
            assert "<template" not in bare
            sizes.append((len(gzip.compress(html.encode())) - len(gzip.compress(bare.encode()))) / references)
    assert len(sizes) > 30
    assert max(sizes) * 15 <= 15 * 1024
