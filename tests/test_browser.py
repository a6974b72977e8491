"""A reader's way through the built site, in a real browser."""

import re

import pytest
from contrast import faint_text
from playwright.sync_api import Page, expect

TOPICS = ["Face", "Pruning", "CNN", "RNN & LSTM", "Embeddings", "Transformer", "Multimodal", "3D", "Brain & Memory"]
SCREENS = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 360, "height": 640}}
# What a reader of the notes would type for each system they name, and the page that is about it.
SYSTEMS = {
    "lottery ticket": "pruning/lottery-ticket/",
    "early bird": "pruning/early-bird-tickets/",
    "synaptic pruning": "pruning/synaptic-pruning/",
    "deconvnet": "cnn/deconvnet/",
    "saliency": "cnn/saliency-maps/",
    "r-cnn": "cnn/r-cnn/",
    "yolo": "cnn/yolo/",
    "visualizing recurrent": "rnn/visualizing-rnns/",
    "lstm": "rnn/lstm/",
    "word2vec": "embeddings/word2vec/",
    "glove": "embeddings/glove/",
    "elmo": "embeddings/elmo/",
    "transformer": "transformer/transformer/",
    "bert": "transformer/bert/",
    "gpt-2": "transformer/gpt/",
    "feed-forward layers key-value memories": "transformer/feed-forward-memories/",
    "persistent memory": "transformer/persistent-memory/",
    "imagenet moment": "transformer/imagenet-moment/",
    "totally understood language": "transformer/totally-understood-language/",
    "image captioning": "multimodal/image-captioning/",
    "clip": "multimodal/clip/",
    "multimodal neurons": "multimodal/multimodal-neurons/",
    "clipasso": "multimodal/clipasso/",
    "occupancy networks": "3d/occupancy-networks/",
    "mvsnet": "3d/mvsnet/",
    "memory as a database": "memory/memory-as-a-database/",
    "neural turing machine": "memory/neural-turing-machine/",
    "memory networks": "memory/memory-networks/",
    "end-to-end memory": "memory/end-to-end-memory-networks/",
    "bahdanau": "memory/bahdanau-attention/",
    "flame": "face/face-models/",
    "ziva": "face/",
}


def search(page: Page, words: str) -> list[str]:
    """Type into the site's search and return the results' addresses, best first."""
    if not page.get_by_role("dialog", name="Search").is_visible():
        page.get_by_role("button", name="Search").click()
    page.get_by_role("combobox", name="Search").fill(words)
    page.wait_for_function("words => document.getElementById('pn-search-dialog').dataset.query === words", arg=words)
    return page.get_by_role("option").evaluate_all("links => links.map(link => link.href)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_reader_finds_a_note_by_navigation_and_by_search(visit, screen: str, scheme: str):
    seen = visit("", viewport=SCREENS[screen], color_scheme=scheme, has_touch=screen == "phone")
    page = seen.page
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate" if scheme == "dark" else "default")

    article = page.locator("article")
    article.get_by_role("link", name="Pruning", exact=True).click()
    expect(page).to_have_url(re.compile(r"/engram/pruning/$"))
    article.get_by_role("link", name=re.compile("lottery ticket", re.IGNORECASE)).first.click()
    expect(page).to_have_url(re.compile(r"/pruning/lottery-ticket/$"))

    page.goto(page.url.replace("pruning/lottery-ticket/", "3d/"))
    search(page, "lottery ticket")
    page.get_by_role("option").first.click()
    expect(page).to_have_url(re.compile(r"/pruning/lottery-ticket/"))

    expect(article.locator(".katex-html").first).to_be_visible()
    citation = article.locator("a.pn-cite").first
    expect(citation).to_have_text(re.compile(r"^[A-Z].*, \d{4}"))
    citation.click()
    expect(page).to_have_url(re.compile(r"#ref-\w+$"))
    expect(page.locator(f"#{page.url.partition('#')[2]}")).to_be_in_viewport()
    assert seen.foreign == []
    assert seen.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_the_first_screen_says_what_this_is_and_names_the_nine_topics(visit, screen: str, scheme: str):
    page = visit("", viewport=SCREENS[screen], color_scheme=scheme).page
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport(ratio=1)
    topics = page.locator(".pn-topics li")
    assert [text.strip() for text in topics.locator("a").all_inner_texts()] == TOPICS
    for topic in topics.all():
        expect(topic).to_be_in_viewport(ratio=1)
        assert len(topic.inner_text().split("\n")) == 2, "a name and one line"
        line = topic.locator(".pn-topics__line")
        height = line.evaluate("e => e.getBoundingClientRect().height / parseFloat(getComputedStyle(e).lineHeight)")
        assert height < 1.5, f"{line.inner_text()!r} runs over more than one line"
    expect(page.locator(".pn-start")).to_have_count(1)
    expect(page.locator(".pn-start")).to_be_in_viewport(ratio=1)


def test_no_page_is_wider_than_a_phone(visit, site):
    for path in ("", "transformer/transformer/", "pruning/", "cnn/yolo/", "what-changed/", "tags/", "contributing/writing/", "404.html"):
        page = visit(path, viewport=SCREENS["phone"]).page
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{path or 'home'} is {wide} px wider than the screen"


@pytest.mark.parametrize("path", ["pruning/lottery-ticket/", "memory/neural-turing-machine/"])
def test_a_line_of_text_holds_65_to_75_characters(visit, path: str):
    page = visit(path).page
    counts = page.eval_on_selector_all(
        "article > p:not([class])",
        """paragraphs => paragraphs.filter(p => !p.querySelector('.katex')).map(p => {
          const range = document.createRange(); range.selectNodeContents(p);
          const tops = new Set([...range.getClientRects()].map(r => Math.round(r.bottom / 8)));
          const lines = Math.round(p.getBoundingClientRect().height / parseFloat(getComputedStyle(p).lineHeight));
          return [p.innerText.length, lines];
        }).filter(([, lines]) => lines >= 3)""",
    )
    full = [length / (lines - 0.5) for length, lines in counts]
    assert full, "the page has long paragraphs"
    assert 62 <= sum(full) / len(full) <= 78


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["", "pruning/lottery-ticket/", "pruning/", "contributing/writing/", "what-changed/", "tags/"])
def test_all_text_has_a_contrast_of_at_least_4_5(visit, path: str, scheme: str, screen: str):
    page = visit(path, color_scheme=scheme, viewport=SCREENS[screen], reduced_motion="reduce").page
    assert faint_text(page) == []


def test_the_search_finds_each_system_that_the_notes_name(visit):
    page = visit("3d/").page
    missed = []
    for words, path in SYSTEMS.items():
        first = search(page, words)[:5]
        if not any(path in address for address in first):
            missed.append(f"{words}: {first}")
    assert missed == []


def test_math_is_there_without_javascript_and_readable_by_a_screen_reader(visit):
    page = visit("transformer/transformer/", java_script_enabled=False).page
    assert page.locator("article .katex-html").count() > 10
    assert page.locator("article .katex-mathml math").count() > 10
    expect(page.locator("#references")).to_be_attached()


def test_light_dark_and_system_can_be_chosen(visit):
    page = visit("", color_scheme="light").page
    body = page.locator("body")
    schemes = []
    for _ in range(3):
        page.locator("header label.md-header__button:visible[for^='__palette']").click()
        schemes.append(body.get_attribute("data-md-color-scheme"))
    assert set(schemes) == {"default", "slate"}


def test_a_note_has_breadcrumbs_tags_and_a_next_note(visit):
    page = visit("cnn/deconvnet/").page
    expect(page.locator(".md-path")).to_contain_text("CNN")
    expect(page.locator("nav.md-tags .md-tag, .md-tags .md-tag").first).to_be_visible()
    expect(page.locator("a.md-footer__link--next")).to_be_visible()
    expect(page.locator("a.md-footer__link--prev")).to_be_visible()
