"""Small forms of these notes in Markdown: the mark `[?]`, and anchors for correction boxes."""

import copy
import re
import xml.etree.ElementTree as etree
from collections.abc import Callable
from dataclasses import dataclass

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor


@dataclass(frozen=True)
class Correction:
    """Hold one correction box of a note: what is true, in its title, and where the box stands."""

    title: str
    anchor: str
    notes_said: str  # the first paragraph, as HTML without links (they are relative to the note)
    truth: str  # the other paragraphs, likewise


class NotConfirmed(InlineProcessor):
    """Turn `[?]` into the mark for a statement that could not be confirmed."""

    def handleMatch(self, m: re.Match[str], data: str):  # type: ignore[override]
        element = etree.Element("span", {"class": "pn-mark pn-mark--unconfirmed", "title": "Not confirmed from the source yet"})
        element.text = "not confirmed"
        return element, m.start(0), m.end(0)


class Corrections(Treeprocessor):
    """Give each `!!! correction` box an id made of its title, and hand the boxes of a page on."""

    def __init__(self, md: Markdown, sink: Callable[[Correction], None]):
        super().__init__(md)
        self.sink = sink

    def run(self, root: etree.Element) -> None:
        for box in root.iter("div"):
            if "correction" not in box.get("class", "").split():
                continue
            title, *paragraphs = box
            words = "".join(title.itertext())
            box.set("id", slugify(words, "-"))
            said, *truth = [self._html(paragraph) for paragraph in paragraphs] or [""]
            self.sink(Correction(words, box.get("id", ""), said, "".join(truth)))

    def _html(self, element: etree.Element) -> str:
        """Write an element as HTML, its links as plain text."""
        twin = copy.deepcopy(element)
        for link in twin.iter("a"):
            link.tag = "span"
            link.attrib.clear()
        # Escaped characters are still in Python-Markdown's short form (STX, code point, ETX) here.
        written = re.sub("\x02(\\d+)\x03", lambda m: chr(int(m[1])), self.md.serializer(twin))
        return self.md.postprocessors["raw_html"].run(written)  # inline code is still a stand-in here


class NarrowSpaces(Treeprocessor):
    """Keep a number and its unit, and a word such as Table and its number, on one line, in text but not in code."""

    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            if element.tag not in ("code", "pre") and element.text:
                element.text = keep_together(element.text)
            if element.tail:
                element.tail = keep_together(element.tail)


UNIT = re.compile(r"(?<=\d) (?=%|(?:s|ms|GB|MB)\b)")
PLACE = re.compile(r"\b(App\.|Fig\.|Figs|Table|Tables|Theorem) (?=[A-Z]?\.?\d|[A-Z]\b)")
SECTIONS = re.compile(r"(?<=§)([\d.]+–)(?=\d)")


def keep_together(text: str) -> str:
    """Let no line break stand in 80 %, 47 s, Table 1, App. F.5 or §§3–4."""
    text = UNIT.sub("\N{NO-BREAK SPACE}", text)
    text = PLACE.sub("\\1\N{NO-BREAK SPACE}", text)
    return SECTIONS.sub("\\1\N{WORD JOINER}", text)


class MarksExtension(Extension):
    """Add the marks of these notes to Markdown; `sink` receives each correction box."""

    def __init__(self, sink: Callable[[Correction], None]):
        super().__init__()
        self.sink = sink

    def extendMarkdown(self, md: Markdown) -> None:
        md.inlinePatterns.register(NotConfirmed(r"\[\?\]", md), "pn-unconfirmed", 175)
        md.treeprocessors.register(Corrections(md, self.sink), "pn-corrections", 14)
        md.treeprocessors.register(NarrowSpaces(md), "pn-narrow-spaces", 13)
