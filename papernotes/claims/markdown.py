"""Claims in Markdown: `!!! claim its-id`, and `!!! claim paper "The statement [@key, §2]."`.

Both are boxes of Python-Markdown's admonitions, which take code out of the way by nature, and which an editor or
another renderer shows as a plain box or a plain line.
What such a box says of a program's claim comes from the claim itself and from its last result; an indented text under it stays.
"""

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from pygments import highlight
from pygments.filter import Filter
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from pygments.token import Operator, String, Text, Token

from papernotes.claims.book import Book
from papernotes.claims.catalogue import Piece, Record
from papernotes.claims.numerals import readable, seeds
from papernotes.claims.uses import KINDS, STATED, claim_anchor
from papernotes.findings import Finding, error
from papernotes.source import Source

MARK_TITLES = {
    "checked": "A program computed this; its code is below",
    "stale": "The code has changed since it was last run",
    "not-run": "There is a program for this, but no result yet",
    "paper": "Stated as the source has it, not checked here",
    "reading": "The author's own view",
    "disputed": "Other work says otherwise",
    "unconfirmed": "Not confirmed from the source yet",
}
NO_TITLE = "Claim"  # what the admonition extension writes where a box has no title


@dataclass
class PageClaims:
    """Collect what is wrong with the claims of one page, and which code it shows."""

    source: Source
    book: Book
    shown: set[Piece] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def fault(self, what: str, code: str, message: str, fix: str) -> None:
        earlier = sum(1 for finding in self.findings if finding.message == message)
        self.findings.append(error(self.source.path, *self.source.find(f"!!! claim {what}", earlier), code, message, fix))


class ClaimBoxes(Treeprocessor):
    """Fill each claim's box."""

    def __init__(self, md: Markdown, scope: Callable[[], PageClaims | None]):
        super().__init__(md)
        self.scope = scope

    def run(self, root: etree.Element) -> None:
        page = self.scope()
        for box in list(root.iter("div")):
            names = box.get("class", "").split()
            if page is not None and names[:2] == ["admonition", "claim"]:
                self._fill(page, box, names[2] if len(names) > 2 else "")

    def _fill(self, page: PageClaims, box: etree.Element, what: str) -> None:
        title = box[0]
        words = "" if title.text == NO_TITLE else title.text or ""
        fault = claim_fault(page.book, what, words)
        if fault is not None:
            message, fix = fault
            page.fault(what, "claim", message, fix)
            title.text = AtomicString(message)
            title.set("class", "admonition-title pn-error")
        elif what in STATED:
            box.set("class", f"admonition claim pn-claim pn-claim--{what}")
            box.set("id", claim_anchor("", words))
            title.text = ""
            title.insert(0, mark(what, "span"))
            title[0].tail = f" {words}"
        else:
            self._program(page, box, page.book.records[what])

    def _program(self, page: PageClaims, box: etree.Element, record: Record) -> None:
        """Write statement, numbers, code and command into the box of a program's claim."""
        kind, title = page.book.kind(record.id), box[0]
        box.set("class", f"admonition claim pn-claim pn-claim--{kind}")
        box.set("id", claim_anchor(record.id))
        title.text = ""
        link = mark(kind, "a")
        link.set("href", f"#code-{record.id}")
        # The statement is plain text, for a terminal prints it too.
        words = element("span", record.statement)
        link.tail = " "
        title.extend([link, words])
        box.insert(1, facts(page.book, record))
        box.append(self._code(page, record))

    def _code(self, page: PageClaims, record: Record) -> etree.Element:
        """Fold the code that the claim rests on, and the command that runs it."""
        folded = etree.Element("details", {"class": "pn-code", "id": f"code-{record.id}", "data-search-exclude": ""})
        folder, _, name = record.own.path.rpartition("/")
        folded.append(element("summary", f"Code: {folder}/"))
        # A narrow page breaks the line before the file's name, not inside it.
        etree.SubElement(folded[0], "wbr").tail = f"{name}, line\N{NO-BREAK SPACE}{record.own.line}"
        how = etree.SubElement(folded, "p")
        how.text = "Run it with "
        for command, tail in ((f"papernotes claim {record.id}", ", and see it fail with a broken mechanism by adding "), ("--broken", ".")):
            code = element("code", command)
            code.tail = tail
            how.append(code)
        url = page.book.code_url(record.own)
        if url:
            code.tail = ". "
            how.append(element("a", "The file in the repository", href=url))
        holder = etree.SubElement(folded, "div", {"class": "highlight"})
        holder.text = AtomicString(self.md.htmlStash.store(f"<pre><code>{listing(record, page.shown)}</code></pre>"))
        return folded


def claim_fault(book: Book, what: str, words: str) -> tuple[str, str] | None:
    """Say what is wrong with a claim's box and how to mend it; None where it is sound."""
    if what in STATED:
        if not words:
            return f"claim of the kind '{what}' has no statement", f'write !!! claim {what} "The statement [@key, §2]."'
        if what in ("paper", "disputed") and not re.search(r"\[[^\[\]]*@[^\[\]]+\]", words):
            return f"claim of the kind '{what}' has no source", "cite it inside the quotes, as in [@key, §2]"
        return None
    if what not in book.records:
        return f"unknown claim '{what}'", f"'papernotes claims --list' shows all; kinds without a program: {', '.join(STATED)}"
    if words:
        return f"claim '{what}' has a title of its own", "leave the title out: the statement comes from the claim"
    return None


def element(tag: str, text: str, **attributes: str) -> etree.Element:
    """Make an element whose text is no Markdown."""
    made = etree.Element(tag, attributes)
    made.text = AtomicString(text)
    return made


def mark(kind: str, tag: str) -> etree.Element:
    """Make the mark of a kind of claim."""
    return element(tag, KINDS[kind], **{"class": f"pn-mark pn-mark--{kind}", "title": MARK_TITLES[kind]})


def number_element(tag: str, text: str) -> etree.Element:
    """Make an element whose text is no Markdown and has its numbers set for a reader."""
    made = etree.fromstring(f"<{tag}>{readable(escape(text, quote=False))}</{tag}>")
    for part in made.iter():
        part.text, part.tail = (AtomicString(words) if words else words for words in (part.text, part.tail))
    return made


def facts(book: Book, record: Record) -> etree.Element:
    """List what was expected, what was measured, with which seed, and the source."""
    made = etree.Element("dl", {"class": "pn-claim__facts"})
    result = book.results.get(record.id, {})
    rows = [(name, result[name.lower()] if result else None) for name in ("Expected", "Measured")]
    seed = result.get("seed")
    rows.append(("Seeds" if isinstance(seed, list) else "Seed", None if seed is None else seeds(seed)))
    for name, text in rows:
        if text is not None:
            row = etree.SubElement(made, "div")
            row.extend([element("dt", name), number_element("dd", text)])
    if record.source:
        row = etree.SubElement(made, "div")
        row.append(element("dt", "Source"))
        etree.SubElement(row, "dd").text = record.source  # citations, which the next step turns into links
    return made


DECORATOR = re.compile(r"^@claim\(\n.*?^\)\n", re.DOTALL | re.MULTILINE)


class PlainText(Filter):
    """Colour strings, keywords and comments only: all else is most of the tokens, and each would cost an element."""

    def filter(self, lexer, stream):
        for kind, text in stream:
            coloured = (kind in Token.Literal.String and kind not in (String.Affix, String.Interpol)) or kind in Token.Keyword or kind in Token.Comment
            yield kind if coloured or kind is Operator.Word else Text, text


def listing(record: Record, shown: set[Piece]) -> str:
    """Write the code that a claim's hash covers as highlighted HTML: its function, then what that uses.

    What its decorator says, statement and source, stands in the box above it.
    `shown` holds the pieces that the page already shows under another claim; they are only named.
    """
    parts, last = [DECORATOR.sub("", record.own.text) + "\n"], record.own.path
    for piece in (piece for piece in record.pieces[:-1] if piece not in shown):
        parts += [f"# {piece.path}\n"] if piece.path != last else []
        parts.append(piece.text + "\n")
        last = piece.path
    above = [piece.name for piece in record.pieces[:-1] if piece in shown]
    parts += [f"# shown above: {', '.join(above)}\n"] if above else []
    shown.update(record.pieces)
    return highlight("\n".join(parts), PythonLexer(filters=[PlainText()]), HtmlFormatter(nowrap=True))


class ClaimsExtension(Extension):
    """Add claims to Markdown; `scope()` gives the page's `PageClaims`, or None where there are no claims."""

    def __init__(self, scope: Callable[[], PageClaims | None]):
        super().__init__()
        self.scope = scope

    def extendMarkdown(self, md: Markdown) -> None:
        # Before inline patterns (20), which then read the citations in a statement and a source.
        md.treeprocessors.register(ClaimBoxes(md, self.scope), "pn-claims", 25)
