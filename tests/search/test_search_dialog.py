"""The search dialog, in a browser."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

PHONE = {"width": 375, "height": 720}
ODD = [
    "x", "q" * 10_000, "!!! ??? …", "the of and", ".*+?^${}()|[]\\", "title:(a AND -b)~2^4", '"unbalanced', "<img src=x onerror=alert(1)>", "<script>alert(1)</script>",
    "שלום עולם", "注意力机制", "🙂🙂", "e\u0301\u0301\u0301", "constructor", "__proto__ hasOwnProperty", "\u0000\u200b", "%00%ff%",
]  # fmt: skip


def results(page: Page):
    return page.locator("#pn-search-list [role=option]")


def type_query(page: Page, query: str) -> None:
    page.get_by_role("combobox").fill(query)
    page.wait_for_function("query => document.getElementById('pn-search-dialog').dataset.query === query", arg=query.strip())


def open_search(page: Page, query: str) -> None:
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).to_be_focused()
    type_query(page, query)


def test_nothing_of_the_index_is_loaded_before_a_reader_turns_to_the_search(visit):
    page = visit("about/").page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "search" in url] == []
    with page.expect_request("**/search-index/frame.json"):
        page.keyboard.press("/")
    expect(page.get_by_role("dialog", name="Search")).to_be_visible()


@pytest.mark.parametrize("key", ["/", "s", "Control+k", "Meta+k"])
def test_a_key_opens_the_search_and_escape_gives_the_focus_back(visit, key: str):
    page = visit("about/").page
    button = page.locator("[data-pn-search]")
    button.focus()
    page.keyboard.press(key)
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Search")).not_to_be_visible()
    expect(button).to_be_focused()


def test_arrow_keys_choose_and_enter_opens_the_section_with_its_words_marked(visit):
    seen = visit("about/")
    page = seen.page
    open_search(page, "forget gate")
    expect(results(page).first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(results(page).nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(results(page).last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    assert page.get_by_role("combobox").get_attribute("aria-activedescendant") == "pn-search-result-0"
    page.keyboard.press("Enter")
    page.wait_for_url("**/rnn/lstm/?h=forget+gates#*")
    page.wait_for_function("CSS.highlights.get('pn-found')?.size > 3")
    assert seen.complaints == []


MARKED = "[...CSS.highlights.get('pn-found')].map((range) => range.startContainer.data.slice(range.startOffset, range.endOffset).toLowerCase())"


@pytest.mark.parametrize(
    ("query", "marked"), [("lotter", "lottery"), ("LSTM ", "long short-term memory"), ("long short-term memory ", "lstm"), ("prunning", "pruning")]
)  # fmt: skip
def test_the_page_marks_the_words_that_the_search_matched(visit, query: str, marked: str):
    page = visit("about/").page
    open_search(page, query)
    links = results(page).evaluate_all("links => links.map((link) => link.href)")
    seen = []
    for link in links[:3]:
        page.goto(link)
        page.wait_for_function("CSS.highlights.has('pn-found')")
        seen += page.evaluate(MARKED)
    assert marked in seen
    assert not {"the", "and", "of", "short", "term"} & set(seen) or "short" in query


def test_a_result_shows_its_section_and_the_words_in_context(visit):
    page = visit("about/").page
    open_search(page, "forget gate")
    first = results(page).first
    expect(first.locator(".pn-search__title")).to_have_text("Long short-term memory (LSTM)")
    expect(first.locator(".pn-search__where")).to_contain_text("RNN & LSTM › ")
    assert {"forget", "gate"} <= {text.lower() for text in first.locator("mark").all_inner_texts()}


def test_a_misspelt_word_is_mended_and_the_mend_can_be_taken_over(visit):
    page = visit("about/").page
    open_search(page, "synaptic prunning")
    expect(page.locator(".pn-search__note")).to_have_text("No page has “prunning”. Did you mean synaptic pruning?")
    page.get_by_role("button", name="synaptic pruning").click()
    expect(page.get_by_role("combobox")).to_have_value("synaptic pruning")
    expect(page.locator(".pn-search__note")).to_be_hidden()


def test_filters_keep_a_topic_or_a_tag_and_can_be_taken_off(visit):
    page = visit("about/").page
    open_search(page, "memory")
    before = results(page).count()
    chip = page.get_by_role("button", name="RNN & LSTM")
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "true")
    expect(chip).to_be_focused()
    where = results(page).locator(".pn-search__where").all_inner_texts()
    assert 0 < len(where) < before
    assert [text for text in where if not text.startswith("RNN & LSTM")] == []
    chip.click()
    expect(results(page)).to_have_count(before)


def test_the_number_of_pages_is_announced_and_an_empty_state_says_what_to_do(visit):
    page = visit("about/").page
    open_search(page, "hopfield")
    expect(page.get_by_role("status").filter(has_text="page")).to_have_text("7 pages" if results(page).count() == 7 else f"{results(page).count()} pages")
    type_query(page, "zzzzqqqq")
    expect(page.locator(".pn-search__status")).to_have_text("No page found")
    expect(page.locator(".pn-search__empty")).to_have_text("No page has these words. Try fewer words, another word for the same thing, or an author's name.")


def test_an_address_with_a_query_opens_the_search(visit):
    page = visit("?q=lottery+ticket").page
    expect(page.get_by_role("combobox")).to_have_value("lottery ticket")
    expect(results(page).first).to_contain_text("The lottery ticket hypothesis")


def test_a_query_in_the_address_is_text_and_runs_nothing(visit):
    seen = visit("?q=%3Cimg%20src%3Dx%20onerror%3D%22window.ran%3D1%22%3E")
    expect(seen.page.get_by_role("combobox")).to_have_value('<img src=x onerror="window.ran=1">')
    seen.page.wait_for_function("'query' in document.getElementById('pn-search-dialog').dataset")
    assert seen.page.evaluate("window.ran") is None
    assert seen.complaints == []


def test_odd_queries_break_nothing(visit):
    seen = visit("about/")
    page = seen.page
    open_search(page, "attention")
    for query in ODD:
        type_query(page, query)
    type_query(page, "attention")
    assert results(page).count() == 16
    assert page.evaluate("queries => Promise.all(queries.map((query) => paperSearch(query))).then((all) => all.every(Array.isArray))", ODD)
    assert seen.complaints == []


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 800}])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("query", ["", "attention", "atention", "zzzzqqqq"])
def test_the_dialog_has_no_accessibility_faults(visit, viewport, scheme: str, query: str):
    page = visit("about/", viewport=viewport, color_scheme=scheme, reduced_motion="reduce").page
    open_search(page, query)
    found = Axe().run(page, context="#pn-search-dialog").response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


def test_on_a_phone_the_search_fills_the_screen(visit):
    page = visit("about/", viewport=PHONE).page
    page.locator("[data-pn-search]").click()
    box = page.get_by_role("dialog", name="Search").bounding_box()
    assert box == {"x": 0, "y": 0, **PHONE}


@pytest.fixture
def broken(site: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(site, tmp_path / "broken"))


@pytest.mark.parametrize("harm", ["missing", "cut short", "shards missing", "of another program"])
def test_an_index_that_cannot_be_read_is_said_and_the_site_goes_on(broken: Path, serve_folder: Callable[..., str], visit, harm: str):
    frame = broken / "search-index" / "frame.json"
    if harm == "missing":
        frame.unlink()
    elif harm == "cut short":
        frame.write_bytes(frame.read_bytes()[:500])
    elif harm == "shards missing":
        for folder in (broken / "search-index").iterdir():
            if folder.is_dir():
                shutil.rmtree(folder)
    else:
        frame.write_text('{"docs": []}')
    page = visit("about/", base=serve_folder(broken)).page
    page.keyboard.press("/")
    page.get_by_role("combobox").fill("attention")
    expect(page.locator(".pn-search__empty")).to_have_text("The search index could not be loaded. Try again in a moment, or go on by topic: the site works without it.")
    expect(results(page)).to_have_count(0)
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Glossary").first.click()
    expect(page.locator("h1")).to_contain_text("Glossary")
