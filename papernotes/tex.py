"""Math: TeX becomes HTML while the site is built, by KaTeX inside Python.

pymdownx.arithmatex finds the math and leaves it as short text (`\\(…\\)`, `\\[…\\]`) in the page.
Here that text is collected from all pages, rendered once per formula, and put in its place.
"""

import atexit
import json
import re
from dataclasses import dataclass
from html import unescape
from importlib.resources import files

FORMULA = re.compile(
    r'(?P<open>[(\[“‘]?)<(?P<tag>span|div) class="arithmatex">\s*(?:\\\((?P<inline>.*?)\\\)|\\\[(?P<display>.*?)\\\])\s*</(?P=tag)>(?P<close>[.,;:!?)\]”’]*)',
    re.DOTALL,
)
UNBROKEN = 24  # characters of TeX: about a third of a line, and half of a phone's
RENDER = """
function renderAll(batch) {
  return JSON.stringify(JSON.parse(batch).map(([tex, display]) => {
    try {
      return {html: katex.renderToString(tex, {displayMode: display, throwOnError: true, strict: "ignore", trust: false})};
    } catch (fault) {
      return {fault: String(fault.message)};
    }
  }));
}
"""


@dataclass(frozen=True, order=True)
class Formula:
    """Hold one formula's TeX and whether it stands on a line of its own."""

    tex: str
    display: bool


def formulas(html: str) -> list[Formula]:
    """List the formulas of a page's HTML in their order."""
    return [_formula(match) for match in FORMULA.finditer(html)]


def _formula(match: re.Match[str]) -> Formula:
    display = match["display"] is not None
    return Formula(unescape(match["display"] if display else match["inline"]).strip(), display)


def replace_formulas(html: str, rendered: dict[Formula, str]) -> str:
    """Put each rendered formula in the place of its TeX; a formula that failed stays as an error."""

    def put(match: re.Match[str]) -> str:
        formula = _formula(match)
        if formula.display:
            return f'{match["open"]}<div class="pn-math pn-math--display">{rendered[formula]}</div>{match["close"]}'
        math = f'{match["open"]}<span class="pn-math">{rendered[formula]}</span>{match["close"]}'
        # A browser breaks the line beside any formula, so a full stop could begin a line; long formulas have to break.
        return f'<span class="pn-nobreak">{math}</span>' if len(formula.tex) <= UNBROKEN and (match["open"] or match["close"]) else math

    return FORMULA.sub(put, html)


class Katex:
    """Render TeX with KaTeX; keep what was rendered, so that a formula costs its time once."""

    def __init__(self) -> None:
        self._context = None
        self._html: dict[Formula, str] = {}
        self._faults: dict[Formula, str] = {}

    def render(self, wanted: list[Formula]) -> tuple[dict[Formula, str], dict[Formula, str]]:
        """Return HTML for every formula that is sound, and KaTeX's complaint for every other."""
        new = sorted(set(wanted) - self._html.keys() - self._faults.keys())
        if new:
            # One call for all: KaTeX takes a third of the time it needs one by one.
            answer = self._start().call("renderAll", json.dumps([[f.tex, f.display] for f in new]))
            for formula, result in zip(new, json.loads(answer), strict=True):
                if "html" in result:
                    self._html[formula] = result["html"]
                else:
                    self._faults[formula] = result["fault"].removeprefix("KaTeX parse error: ")
        return (
            {f: self._html[f] for f in wanted if f in self._html},
            {f: self._faults[f] for f in wanted if f in self._faults},
        )

    def _start(self):
        if self._context is None:
            from py_mini_racer import MiniRacer

            self._context = MiniRacer()
            self._context.eval(files("papernotes").joinpath("vendor/katex/katex.min.js").read_text("utf-8"))
            self._context.eval(RENDER)
            # A context that is still open when Python ends hangs the process now and then.
            atexit.register(self.close)
        return self._context

    def close(self) -> None:
        """Free the JavaScript engine; it starts again when it is needed."""
        if self._context is not None:
            self._context.close()
            self._context = None
            atexit.unregister(self.close)
