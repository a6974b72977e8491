"""Math: TeX becomes HTML while the site is built, by KaTeX inside Python.

pymdownx.arithmatex finds the math and leaves it as short text (`\\(…\\)`, `\\[…\\]`) in the page.
Here that text is collected from all pages, rendered once per formula, and put in its place.
"""

import atexit
import json
import re
from dataclasses import dataclass
from functools import cache
from html import escape, unescape
from importlib.metadata import version
from importlib.resources import files

from papernotes.cache import Cache, digest

# It begins with a letter that is rare, which a search jumps to; what opens before the formula is looked at afterwards.
FORMULA = re.compile(
    r'<(?P<tag>span|div) class="arithmatex">\s*(?:\\\((?P<inline>.*?)\\\)|\\\[(?P<display>.*?)\\\])\s*</(?P=tag)>(?P<close>[.,;:!?)\]”’]*)',
    re.DOTALL,
)
OPENING = frozenset("([“‘")
# KaTeX lets a line break at a sign of multiplication; within braces it does not.
POWER_OF_TEN = re.compile(r"(?<![\w.^}])\d(?:[\d.]|\{,\})*\s*\\(?:times|cdot)\s*10\^(?:\{[^{}]*\}|\d)")
UNBROKEN = 24  # characters of TeX: about a third of a line, and half of a phone's
RENDER = """
// TeX a second time, an element around nothing else, a name that HTML knows, the last semicolon, a ten-thousandth of a letter's width.
const NEEDLESS = /<annotation[^>]*>[^]*?<\\/annotation>|<\\/?semantics>| xmlns="[^"]*"|;(?=")/g;
const DIGITS = /(\\.\\d{3})\\d+em/g;
function renderAll(batch) {
  return JSON.stringify(JSON.parse(batch).map(([tex, display]) => {
    try {
      return {html: katex.renderToString(tex, {displayMode: display, throwOnError: true, strict: "ignore", trust: false}).replace(NEEDLESS, "").replace(DIGITS, "$1em")};
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


def replace_formulas(html: str, katex: "Katex") -> str:
    """Put each rendered formula in the place of its TeX; a formula that failed stays as an error."""
    found = [(match, _formula(match)) for match in FORMULA.finditer(html)]
    katex.render([formula for _, formula in found])  # all at once
    pieces, done = [], 0
    for match, formula in found:
        start = match.start()
        opening = start > done and html[start - 1] in OPENING
        pieces.append(html[done : start - opening])
        pieces.append(_shown(formula, katex.shown(formula), html[start - 1] if opening else "", match["close"]))
        done = match.end()
    return "".join([*pieces, html[done:]])


def _shown(formula: Formula, math: str, opening: str, closing: str) -> str:
    if formula.display:
        return f'{opening}<div class="pn-math pn-math--display">{math}</div>{closing}'
    whole = f'{opening}<span class="pn-math">{math}</span>{closing}'
    # A browser breaks the line beside any formula, so a full stop could begin a line; long formulas have to break.
    return f'<span class="pn-nobreak">{whole}</span>' if len(formula.tex) <= UNBROKEN and (opening or closing) else whole


@cache
def _katex() -> str:
    return files("papernotes").joinpath("vendor/katex/katex.min.js").read_text("utf-8")


@cache
def _engine() -> str:
    """Return one key for all that turns TeX into HTML."""
    return digest(_katex(), RENDER, POWER_OF_TEN.pattern, version("mini-racer"))


class Katex:
    """Render TeX with KaTeX; keep what was rendered, so that a formula costs its time once, also from build to build."""

    def __init__(self) -> None:
        self._context = None
        self._html: dict[Formula, str] = {}
        self._faults: dict[Formula, str] = {}
        self.cache: Cache | None = None

    def render(self, wanted: list[Formula]) -> dict[Formula, str]:
        """Render every formula that was not rendered yet; return KaTeX's complaint for each of them that is not sound."""
        new = sorted(set(wanted) - self._html.keys() - self._faults.keys())
        new = [formula for formula in new if not self._known(formula)]
        if new:
            # One call for all: KaTeX takes a third of the time it needs one by one.
            answer = self._start().call("renderAll", json.dumps([[POWER_OF_TEN.sub(r"{\g<0>}", f.tex), f.display] for f in new]))
            for formula, result in zip(new, json.loads(answer), strict=True):
                if "html" in result:
                    self._html[formula] = result["html"]
                    if self.cache is not None:
                        self.cache.put(self._key(formula), result["html"])
                else:
                    self._faults[formula] = result["fault"].removeprefix("KaTeX parse error: ")
        return {f: self._faults[f] for f in wanted if f in self._faults}

    def shown(self, formula: Formula) -> str:
        """Return a rendered formula's HTML, or what is wrong with it."""
        return self._html.get(formula) or f'<strong class="pn-error">bad TeX: {escape(self._faults[formula])}</strong>'

    def _known(self, formula: Formula) -> bool:
        """Take a formula from an earlier build, if it is there."""
        html = self.cache.get(self._key(formula)) if self.cache is not None else None
        if html is not None:
            self._html[formula] = html
        return html is not None

    def _key(self, formula: Formula) -> str:
        return digest("formula", _engine(), formula.tex, formula.display)

    def _start(self):
        if self._context is None:
            from py_mini_racer import MiniRacer

            self._context = MiniRacer()
            self._context.eval(_katex())
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
