"""The contrast of all text on an open page, from its computed styles.

WCAG 2.2, 1.4.3, without its exception for large text; text on a gradient or a picture is measured against the colour behind that.
"""

from playwright.sync_api import Page

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


def faint_text(page: Page) -> list[str]:
    """Return each kind of text whose contrast is below the limit, with its ratio."""
    page.evaluate("Promise.all(document.getAnimations().map(animation => animation.finished))")  # colours fade in
    found = page.evaluate(MEASURE)
    assert len(found) >= 3, "the page shows hardly any text"
    return [f"{ratio:.2f} {name}" for name, ratio in found if ratio < LIMIT]
