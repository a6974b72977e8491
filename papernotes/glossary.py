"""The glossary: a definition list in `docs/glossary.md`, shown where a page first uses a term.

    attention head, attention heads
    :   One of several attentions that run side by side in a layer.

The first form is the headword; the others are what else the notes write for it.
"""

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify
from markdown.treeprocessors import Treeprocessor

from papernotes.findings import Finding, error
from papernotes.source import Source

SLUG = "glossary"
ENTRY = re.compile(r"^(?P<forms>\S[^\n]*)\n:[ \t]+(?P<definition>[^\n]+)$", re.MULTILINE)
# Text in these is not a reader's running text, or carries a link or a tooltip of its own.
LEFT_ALONE = {"a", "abbr", "code", "pre", "script", "style", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "th", "figcaption"}
LEFT_ALONE_CLASSES = {"arithmatex", "pn-cites", "pn-references", "admonition-title", "pn-mark", "pn-timeline", "pn-topics"}
LONGEST = 160  # characters of a definition that a tooltip shows without scrolling


@dataclass(frozen=True)
class Term:
    """Hold one entry of the glossary."""

    forms: tuple[str, ...]
    definition: str

    @property
    def anchor(self) -> str:
        return "term-" + slugify(self.forms[0], "-")


@dataclass(frozen=True)
class Glossary:
    """Hold all terms and find them in text."""

    terms: tuple[Term, ...]

    @cached_property
    def by_form(self) -> dict[str, Term]:
        return {form.casefold(): term for term in self.terms for form in term.forms}

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        longest_first = sorted((form for term in self.terms for form in term.forms), key=len, reverse=True)
        return re.compile(r"(?<![\w-])(" + "|".join(map(_found_as, longest_first)) + r")(?![\w-])")

    def term(self, form: str) -> Term:
        return self.by_form[form.casefold()]


def _found_as(form: str) -> str:
    """Return the pattern of one form; an abbreviation such as mAP or CNN is only found as it is written."""
    return re.escape(form) if re.search(r"\S[A-Z]", form) else f"(?i:{re.escape(form)})"


def read_glossary(source: Source) -> tuple[Glossary, list[Finding]]:
    """Read the glossary's entries; a form that stands twice or a definition that is too long is a finding."""
    terms, found, seen = [], [], {}
    for match in ENTRY.finditer(source.text):
        line = source.position(match.start())[0]
        term = Term(tuple(form.strip() for form in match["forms"].split(",")), match["definition"].strip())
        if len(term.definition) > LONGEST:
            found.append(error(source.path, line + 1, 1, "long-definition", f"the definition of '{term.forms[0]}' has {len(term.definition)} characters", f"say it in {LONGEST}"))
        for form in term.forms:
            if form.casefold() in seen:
                found.append(error(source.path, line, 1, "duplicate-term", f"'{form}' already stands on line {seen[form.casefold()]}", "keep it at one of the two"))
            seen.setdefault(form.casefold(), line)
        terms.append(term)
    return Glossary(tuple(terms)), found


@dataclass(frozen=True)
class GlossaryScope:
    """Say for one page which terms there are and where the glossary lies; `url` is empty on the glossary itself."""

    glossary: Glossary
    url: str


def scope_of(slug: str, glossary: Glossary) -> GlossaryScope | None:
    """Say where the glossary lies as seen from a note; prose of a topic links to it, other pages do not."""
    if slug == SLUG:
        return GlossaryScope(glossary, "")
    if "/" not in slug or not glossary.terms:
        return None
    return GlossaryScope(glossary, "../" * slug.count("/") + f"{SLUG}.md")


class FirstUses(Treeprocessor):
    """Link the first use of each term on a page to the glossary, with its definition as a tooltip."""

    def __init__(self, md: Markdown, scope: Callable[[], GlossaryScope | None]):
        super().__init__(md)
        self.scope = scope

    def run(self, root: etree.Element) -> None:
        scope = self.scope()
        if scope is None or not scope.glossary.terms:
            return
        if not scope.url:
            name_entries(root, scope.glossary)
            return
        self.here, self.used = scope, set()
        self._walk(root)

    def _walk(self, element: etree.Element) -> None:
        if element.tag in LEFT_ALONE or LEFT_ALONE_CLASSES & set(element.get("class", "").split()):
            return
        children = list(element)
        if element.text:
            element.text = self._link(element, 0, element.text)
        for child in children:
            self._walk(child)
            if child.tail:
                child.tail = self._link(element, list(element).index(child) + 1, child.tail)

    def _link(self, parent: etree.Element, place: int, text: str) -> str:
        """Put links for the terms of one run of text into `parent` from `place` on; return the text before the first."""
        before, last, end = "", None, 0
        for match in self.here.glossary.pattern.finditer(text):
            term = self.here.glossary.term(match[1])
            if term in self.used:
                continue
            self.used.add(term)
            before, last = self._close(before, last, text[end : match.start()])
            last = etree.Element("a", {"class": "pn-term", "href": f"{self.here.url}#{term.anchor}", "title": term.definition})
            last.text = match[1]
            parent.insert(place, last)
            place, end = place + 1, match.end()
        return self._close(before, last, text[end:])[0]

    @staticmethod
    def _close(before: str, last: etree.Element | None, text: str) -> tuple[str, etree.Element | None]:
        """Give a piece of text to the link before it, or to the text before all links."""
        if last is None:
            return before + text, None
        last.tail = text
        return before, last


def name_entries(root: etree.Element, glossary: Glossary) -> None:
    """On the glossary's own page: give each entry its anchor, and show its other forms apart from the headword."""
    for entry in root.iter("dt"):
        forms = tuple(form.strip() for form in "".join(entry.itertext()).split(","))
        entry.set("id", glossary.term(forms[0]).anchor)
        for child in list(entry):
            entry.remove(child)
        entry.text = forms[0]
        if len(forms) > 1:
            others = etree.SubElement(entry, "span", {"class": "pn-forms"})
            others.text = " also " + ", ".join(forms[1:])


class GlossaryExtension(Extension):
    """Add the glossary to Markdown; `scope()` gives what holds on the current page, or None without a glossary."""

    def __init__(self, scope: Callable[[], GlossaryScope | None]):
        super().__init__()
        self.scope = scope

    def extendMarkdown(self, md: Markdown) -> None:
        # After the reference list (15) exists, before anchors are collected (5) and links resolved (0).
        md.treeprocessors.register(FirstUses(md, self.scope), "pn-glossary", 12)

