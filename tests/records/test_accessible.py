"""No kind of page has a serious fault that axe can find, in either colour scheme, and none while a card is open."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

KINDS = {
    "home": "", "topic": "pruning/", "note": "pruning/lottery-ticket/", "note with math and tables": "transformer/transformer/", "bibliography": "bibliography/",
    "what changed": "what-changed/", "glossary": "glossary/", "tags": "tags/", "contributing": "contributing/writing/",
}  # fmt: skip


OF_COLOURS = ("color-contrast", "link-in-text-block")


def serious(page: Page, *rules: str) -> list[str]:
    """List what axe finds; of a page seen in the other colour scheme before, only what colours can change."""
    options = {"resultTypes": ["violations"]} | ({"runOnly": {"type": "rule", "values": list(rules)}} if rules else {})
    found = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found if rule["impact"] in ("serious", "critical") for node in rule["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_has_no_serious_fault(visit, kind: str, scheme: str):
    page = visit(KINDS[kind], color_scheme=scheme).page
    page.wait_for_load_state("networkidle")
    assert serious(page, *(OF_COLOURS if scheme == "dark" else ())) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_a_lost_address_has_no_serious_fault(visit, published, scheme: str):
    """It finds its styles only where the build knew its address: it is shown at addresses of any depth."""
    page = visit("there/is/nothing/here/", base=published.address, color_scheme=scheme).page
    expect(page.get_by_role("heading", name="No such page")).to_be_visible()
    assert page.locator("#__drawer").evaluate("e => getComputedStyle(e).display") == "none", "the page has no styles"
    assert serious(page) == []


@pytest.mark.parametrize("screen", [{"width": 1280, "height": 800}, {"width": 360, "height": 640}], ids=["desk", "phone"])
def test_a_page_with_an_open_card_has_no_serious_fault(visit, screen: dict):
    page = visit(KINDS["note"], viewport=screen).page
    mark = page.locator("article p a.pn-cite").nth(1)
    mark.evaluate("e => e.scrollIntoView({block: 'center', behavior: 'instant'})")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    mark.evaluate("e => e.focus({preventScroll: true, focusVisible: true})")
    expect(page.locator(".pn-card")).to_be_visible()
    assert serious(page) == []


def test_the_bibliography_with_everything_open_has_no_serious_fault(visit):
    page = visit(KINDS["bibliography"]).page
    page.locator(".pn-cited").first.evaluate("() => document.querySelectorAll('.pn-cited').forEach(one => one.open = true)")
    assert serious(page) == []
