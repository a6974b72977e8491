"""Measure the contrast of all text on pages of a served site, in both colour schemes, from the computed styles.

    mkdocs serve -a 127.0.0.1:8123
    python tools/contrast.py http://127.0.0.1:8123/ "" pruning/lottery-ticket/ tags/

Exit status 1 when any text has less than 4.5:1 against what lies behind it (WCAG 2.2, 1.4.3, without its exception for
large text). Text on a gradient or a picture is measured against the colour behind that. Needs playwright and Chromium.
"""

import sys

from playwright.sync_api import Page, sync_playwright

LIMIT = 4.5
MEASURE = """
() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const rgba = (colour) => {                       // any CSS colour → [r, g, b, alpha]
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255];
  };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  const luminance = (c) => c.slice(0, 3).map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const chain = (element) => { const list = []; for (let e = element; e; e = e.parentElement) list.unshift(e); return list; };
  const behind = (element) => chain(element).reduce((under, e) => over(rgba(getComputedStyle(e).backgroundColor), under), [255, 255, 255, 1]);
  const found = new Map();
  const note = (element, colour, name) => {
    // Text that waits at opacity 0 for the pointer, the focus or the search is measured as it will be shown.
    const opacity = chain(element).map((e) => Number(getComputedStyle(e).opacity) || 1).reduce((a, b) => a * b, 1);
    const under = behind(element), front = rgba(colour);
    front[3] *= opacity;
    const [a, b] = [luminance(over(front, under)), luminance(under)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (!found.has(name) || found.get(name) > ratio) found.set(name, ratio);
  };
  const label = (e) => e.tagName.toLowerCase() + [...e.classList].slice(0, 3).map((c) => "." + c).join("");
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || element.closest("script, style, annotation, .katex-mathml, [hidden]")) continue;
    if (!element.checkVisibility({visibilityProperty: true})) continue;
    note(element, getComputedStyle(element).color, label(element.parentElement) + " > " + label(element));
  }
  for (const field of document.querySelectorAll("input[placeholder]")) note(field, getComputedStyle(field, "::placeholder").color, label(field) + "::placeholder");
  return [...found];
}
"""


def measure(page: Page, address: str) -> dict[str, float]:
    """Return the lowest contrast of each kind of text on a page."""
    page.goto(address)
    page.wait_for_timeout(400)
    return dict(page.evaluate(MEASURE))


def main(base: str, paths: list[str]) -> int:
    """Print each kind of text under the limit, and the lowest ratio of each page."""
    bad = 0
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            for width, height in ((1280, 800), (360, 640)):
                page = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": height}, reduced_motion="reduce").new_page()
                for path in paths or [""]:
                    ratios = measure(page, base + path)
                    low = {name: ratio for name, ratio in ratios.items() if ratio < LIMIT}
                    bad += len(low)
                    print(f"{scheme:5} {width:4}  /{path:40} {len(ratios):3} kinds of text, lowest {min(ratios.values()):.2f}")
                    for name, ratio in sorted(low.items(), key=lambda item: item[1]):
                        print(f"      {ratio:5.2f}  {name}")
        browser.close()
    return 1 if bad else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2:]))
