"""The sentences of a page that cite a paper or link a note, taken while Markdown renders it.

A block (a paragraph, an item, a cell) is flattened to a run of pieces; the run is cut into sentences;
each citation and each link to a note takes the sentence around it.
Generated lists (timeline, topics, claims, references) say nothing about a paper and are passed over.
"""

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from posixpath import dirname, join, normpath

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from papernotes.numbers import ADDRESS as NUMBER
from papernotes.records import Mention

BLOCKS = {"p", "li", "td", "dd", "dt", "figcaption", "summary", "blockquote"}
PASSED_OVER = {"pre", "script", "style", "svg", "math", "h1", "h2", "h3", "h4", "h5", "h6", "th"}
GENERATED = {"pn-references", "pn-timeline", "pn-topics", "pn-compare", "pn-claim-row", "footnote"}
INLINE_STASH = re.compile("\x02wzxhzdk:(\\d+)\x03")
ESCAPED = re.compile("\x02(\\d+)\x03")
TAGS = re.compile(r"<[^>]*>")
# A full stop ends a sentence before a space and a capital, an opening bracket, a quote, math or a citation; an abbreviation does not.
END = re.compile(r"[.!?:]*[.!?][”’\"')\]]*\s+(?=[A-ZÀ-Þ0-9(“\"'\uFFFC@])|[.!?][”’\"')\]]*[ \t]*\n")
ABBREVIATION = re.compile(r"(?:\b(?:[A-Za-z]|e\.g|i\.e|cf|vs|etc|al|Fig|Figs|Eq|Eqs|eq|eqs|Sec|Ch|App|Tab|Table|No|no|pp|p|St|Dr|ca|approx|resp|incl)\.|\.\.\.)[”’\"')\]]*\s+$")


@dataclass(frozen=True)
class Piece:
    """Hold one stretch of a block: its text, as it counts for the sentences, and its HTML where that is not the text itself."""

    text: str
    markup: str = ""  # of a formula or code
    target: str = ""  # key of a paper or slug of a note that it names
    anchor: str = ""

    @property
    def html(self) -> str:
        return self.markup or re.sub(r"\s+", " ", escape(self.text, quote=False))


class Mentions(Treeprocessor):
    """Hand every mention on a page to `sink`; give each link to a note an id, so that the way back leads there."""

    def __init__(self, md: Markdown, page: Callable[[], str], sink: Callable[[Mention], None]):
        super().__init__(md)
        self.page, self.sink = page, sink

    def run(self, root: etree.Element) -> None:
        self.slug, self.links = self.page(), 0
        self._blocks(root, ())

    def _blocks(self, element: etree.Element, row: tuple[etree.Element, ...]) -> None:
        """Walk down to the innermost blocks; a cell is read with its row's first cell, which says what it is about."""
        if element.tag in PASSED_OVER or GENERATED & set(element.get("class", "").split()):
            return
        if element.tag == "tr":
            row = tuple(element)[:1]
        if element.tag in BLOCKS:
            self._report(element, row)
        for child in element:
            self._blocks(child, row)

    def _report(self, block: etree.Element, row: tuple[etree.Element, ...]) -> None:
        pieces = list(self._pieces(block))
        if not any(piece.target for piece in pieces):
            return
        lead = ""
        if row and row[0] is not block:
            lead = "".join(piece.html for piece in self._pieces(row[0], quiet=True)).strip()
        for first, last in whole(sentences("".join(piece.text for piece in pieces)), pieces):
            self._mentions(cut(pieces, first, last), f"{lead}: " if lead else "")

    def _mentions(self, sentence: list[Piece], lead: str) -> None:
        for target in dict.fromkeys(piece.target for piece in sentence if piece.target):
            html = "".join(f"<strong>{piece.html}</strong>" if piece.target == target else piece.html for piece in sentence)
            anchor = next(piece.anchor for piece in sentence if piece.target == target)
            self.sink(Mention(self.slug, target, anchor, (lead + html).strip()))

    def _pieces(self, element: etree.Element, quiet: bool = False) -> Iterator[Piece]:
        """Flatten an element's inline content; blocks inside it report for themselves."""
        yield from self._text(element.text)
        for child in element:
            if child.tag == "br":
                yield Piece(" ")
            elif "arithmatex" in child.get("class", ""):
                yield Piece("\uFFFC", f'<span class="arithmatex">{escape("".join(child.itertext()), quote=False)}</span>')
            elif child.tag == "a" and not quiet:
                yield from self._link(child)
            elif child.tag == "code":
                yield Piece("x", f"<code>{escape(self._plain(''.join(child.itertext())), quote=False)}</code>")
            elif child.tag not in BLOCKS | PASSED_OVER | {"ul", "ol", "dl", "table", "div", "details"}:
                yield from self._pieces(child, quiet)
            yield from self._text(child.tail)

    def _link(self, link: etree.Element) -> Iterator[Piece]:
        """Read a citation or a link; a link to a note of this site is a mention of it, but for one that only says where a number stands."""
        text = self._plain("".join(link.itertext()))
        target, anchor = "", link.get("id", "")
        href = link.get("href", "")
        kinds = link.get("class", "").split()
        if "pn-cite" in kinds:
            target = href.removeprefix("#ref-")
        elif "pn-term" not in kinds and not NUMBER.fullmatch(href) and (note := note_of(href, self.slug)):
            self.links += 1
            target, anchor = note, anchor or f"link-{self.links}"
            link.set("id", anchor)
        yield Piece(text, "", target, anchor)

    def _text(self, text: str | None) -> Iterator[Piece]:
        if text:
            yield Piece(self._plain(text))

    def _plain(self, text: str) -> str:
        """Resolve what Python-Markdown has put away: raw HTML becomes its text, an escaped character itself."""
        text = INLINE_STASH.sub(lambda match: unescape(TAGS.sub("", str(self.md.htmlStash.rawHtmlBlocks[int(match[1])]))), text)
        text = ESCAPED.sub(lambda match: chr(int(match[1])), text)
        return unescape(text)


def sentences(text: str) -> list[tuple[int, int]]:
    """Cut a block's text into sentences: offsets of each one's first character and of the one behind its last."""
    cuts = [0]
    for match in END.finditer(text):
        if not ABBREVIATION.search(text, max(0, match.end() - 12), match.end()):
            cuts.append(match.end())
    return list(zip(cuts, [*cuts[1:], len(text)], strict=True))


def cut(pieces: list[Piece], first: int, last: int) -> list[Piece]:
    """Take the pieces between two offsets of their text, at which no link, formula or code stands."""
    found, at = [], 0
    for piece in pieces:
        start, at = at, at + len(piece.text)
        if start >= last or at <= first:
            continue
        if not piece.target and not piece.markup:
            found.append(Piece(piece.text[max(first - start, 0) : last - start]))
        else:
            found.append(piece)
    return found


def whole(parts: list[tuple[int, int]], pieces: list[Piece]) -> list[tuple[int, int]]:
    """Join two sentences again where the cut between them would part a link, such as one whose text is a question."""
    joined, at, inside = [parts[0]], 0, set[int]()
    for piece in pieces:
        inside |= set(range(at + 1, at + len(piece.text))) if piece.target or piece.markup else set()
        at += len(piece.text)
    for first, last in parts[1:]:
        joined = [*joined[:-1], (joined[-1][0], last)] if first in inside else [*joined, (first, last)]
    return joined


def note_of(href: str, page: str) -> str:
    """Return the slug of the note that a link in Markdown leads to; empty for anything else, the page itself included."""
    path = href.partition("#")[0].partition("?")[0]
    if not path.endswith(".md") or "://" in path or path.startswith("/"):
        return ""
    slug = normpath(join(dirname(page), path)).removesuffix(".md")
    return slug if slug != page and not slug.startswith("..") else ""


class MentionsExtension(Extension):
    """Add it to Markdown; `page()` is the current page's slug, `sink` receives each mention."""

    def __init__(self, page: Callable[[], str], sink: Callable[[Mention], None]):
        super().__init__()
        self.page, self.sink = page, sink

    def extendMarkdown(self, md: Markdown) -> None:
        # After attributes in braces are taken out of the text (8), before addresses are resolved (0).
        md.treeprocessors.register(Mentions(md, self.page, self.sink), "pn-mentions", 4)
