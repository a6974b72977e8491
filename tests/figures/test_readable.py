"""In a browser no two words of a drawing collide, none leaves it, and it opens large by mouse and by keyboard."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import NOTE, run_mkdocs
from figures.pictures import DRAWINGS, IMAGES
from playwright.sync_api import Browser, Page

ALT = "Two boxes meet in the middle of a drawing. Then they part."
COLLISIONS = """(svg) => {
  const frame = svg.getBoundingClientRect(), unit = frame.width / svg.viewBox.baseVal.width
  const words = [...svg.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect()])
  const outside = words.filter(([, box]) => box.left < frame.left - unit || box.right > frame.right + unit || box.top < frame.top - unit || box.bottom > frame.bottom + unit)
  const found = outside.map(([word]) => `'${word}' leaves the drawing`)
  words.forEach(([word, box], index) => {
    for (const [other, rival] of words.slice(index + 1)) {
      const across = Math.min(box.right, rival.right) - Math.max(box.left, rival.left)
      const down = Math.min(box.bottom, rival.bottom) - Math.max(box.top, rival.top)
      // A line's box is taller than its letters: three units of overlap are air.
      if (across > unit && down > 3.2 * unit) found.push(`'${word}' lies on '${other}'`)
    }
  })
  return found
}"""


@pytest.fixture(scope="session")
def canvas(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 600, "height": 900})
    yield context.new_page()
    context.close()


def complaints(canvas: Page, svg: str, font: str) -> list[str]:
    canvas.set_content(f'<!doctype html><body style="width:560px;font-family:{font}">' + re.sub(r' width="[\d.]+" height="[\d.]+" role', ' style="width:100%" role', svg).replace(" font-family=", " data-font=", 1))
    return canvas.eval_on_selector("svg", COLLISIONS)


@pytest.mark.parametrize("name", DRAWINGS)
def test_words_of_a_drawing_keep_apart(canvas: Page, name: str):
    svg = (IMAGES / name).read_text(encoding="utf-8")
    assert complaints(canvas, svg, "sans-serif") == []


def test_words_that_collide_are_noticed(canvas: Page):
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 100" width="400" height="100" role="img" font-size="13"><text x="10" y="50">one word</text><text x="40" y="52">another</text><text x="380" y="90">outside</text></svg>'
    assert complaints(canvas, svg, "sans-serif") == ["'outside' leaves the drawing", "'one word' lies on 'another'"]


@pytest.fixture
def figure_page(small: Path, serve_folder, visit):
    """Build a note with one drawing of ours and open it."""
    svg = (IMAGES / "transformer/three-masks.svg").read_text(encoding="utf-8")
    (small / "images/deep/ours.svg").write_text(svg, encoding="utf-8")
    note = small / "docs/pruning/note.md"
    note.write_text(NOTE + f"\n![{ALT}](../../images/deep/ours.svg)\n\n/// figure-caption\nA caption.\n///\n\n" + "Text.\n\n" * 60)
    address = serve_folder(small / "site")
    result = run_mkdocs(small, "build", "--strict", SITE_URL=address)  # the theme exchanges pages in place only where it knows its address
    assert result.returncode == 0, result.stderr
    return visit("pruning/note/", base=address)


def test_drawing_opens_large_on_click_and_closes_on_escape_without_a_request(figure_page):
    page = figure_page.page
    picture = page.locator(".pn-figure__picture > svg.pn-drawing")
    picture.evaluate("(svg) => { svg.dataset.mark = 'the same' }")
    before, height = picture.bounding_box(), page.evaluate("document.body.scrollHeight")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.mouse.click(before["x"] + 50, before["y"] + 50)
    large = page.locator("dialog.pn-figure--large[open] > svg[data-mark='the same']")
    assert large.bounding_box()["width"] > 1.3 * before["width"]
    assert page.locator("dialog.pn-figure--large").get_attribute("aria-label") == "Figure 1"
    assert abs(page.evaluate("document.body.scrollHeight") - height) <= 1, "the page behind moved by more than its rounding"
    page.keyboard.press("Escape")
    page.locator("dialog.pn-figure--large").wait_for(state="detached")
    assert page.locator(".pn-figure__picture > svg[data-mark='the same']").bounding_box() == before
    assert requests == []


def test_drawing_opens_and_closes_by_keyboard_and_the_focus_comes_back(figure_page):
    page = figure_page.page
    opener = page.get_by_role("button", name="Show Figure 1 large")
    opener.focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name="Figure 1").wait_for()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Close"
    page.keyboard.press("Enter")
    page.locator("dialog.pn-figure--large").wait_for(state="detached")
    assert opener.evaluate("(button) => document.activeElement === button")


def test_drawing_follows_the_switch_between_light_and_dark(figure_page):
    page = figure_page.page
    colour = "(text) => getComputedStyle(text).fill"
    word = page.locator("svg.pn-drawing text").first
    seen = []
    for scheme in ("default", "slate"):
        page.evaluate("(scheme) => document.body.setAttribute('data-md-color-scheme', scheme)", scheme)
        seen.append(word.evaluate(colour))
    assert seen == ["rgb(35, 30, 23)", "rgb(226, 223, 214)"]


def test_drawing_has_a_name_and_a_description_for_those_who_do_not_see_it(figure_page):
    picture = figure_page.page.get_by_role("img", name="Two boxes meet in the middle of a drawing")
    assert picture.count() == 1
    assert figure_page.page.locator("svg.pn-drawing > desc").text_content() == "Then they part."


def test_drawing_fits_a_telephone(figure_page):
    page = figure_page.page
    page.set_viewport_size({"width": 360, "height": 740})
    box = page.locator("svg.pn-drawing").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert box["width"] > 300
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_dialog_does_not_outlive_its_page(figure_page):
    page = figure_page.page
    page.evaluate("window.stays = true")
    page.get_by_role("button", name="Show Figure 1 large").press("Enter")
    page.locator("dialog.pn-figure--large[open]").wait_for()
    page.wait_for_load_state("networkidle")  # the theme has read the list of pages
    page.evaluate("document.querySelector('.md-header__button.md-logo').click()")
    page.get_by_role("heading", name="Home", level=1).wait_for()
    assert page.evaluate("window.stays"), "the whole page was loaded anew: this test would prove nothing"
    page.locator("dialog.pn-figure--large").wait_for(state="detached")
