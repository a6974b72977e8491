"""Citations in Markdown: `[@key]`, `[@a; @b, Table 3]` and the narrative `@key [§3]`.

They are inline patterns of Python-Markdown that run after code, links, addresses and raw HTML
have been taken out of the text, so that none of those can be mistaken for a citation.
What stands between the brackets is read by `mkdocs-bibtex`.
"""

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from mkdocs_bibtex.citation import CITATION_REGEX

from papernotes.bibcheck import READABLE_KEY
from papernotes.findings import Finding, error
from papernotes.refs import Reference
from papernotes.source import Source

# \x03 ends what Python-Markdown has already taken out, such as an escaped bracket.
# After raw HTML and mail addresses (90, 110), before emphasis (60) could eat an underscore.
PRIORITY = 85
BRACKETED = r"\[(?=[^\[\]]*(?<![\w.+/-])@)([^\[\]]+)\](?![(\[])"
NARRATIVE = r"(?<![\w/.@+\"'=\x03-])@(\w[\w.:+/-]*\w)(?:[ \n]\[([^\[\]@]+)\](?![(\[:]))?"
LOOKS_LIKE_A_KEY = re.compile(r"[a-z]+\d{4}[a-z]+")
MAIL_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


@dataclass
class Citations:
    """Collect what one page cites, and what is wrong with it."""

    source: Source
    references: Mapping[str, Reference]
    cited: dict[str, list[str]] = field(default_factory=dict)  # key → ids of the places that cite it
    findings: list[Finding] = field(default_factory=list)
    more: Callable[[str], str] = lambda key: ""  # HTML that a reference of this page ends with: links, the card's content

    def place(self, key: str) -> str:
        """Note one more place that cites `key` and return its id on the page."""
        places = self.cited.setdefault(key, [])
        places.append(f"cite-{key}-{len(places) + 1}")
        return places[-1]

    def cite_quietly(self, keys: Iterable[str]) -> None:
        """List works among the references that the note is about, whether its text cites them or not."""
        self.cited.update({key: [] for key in keys if key in self.references})

    def fault(self, raw: str, code: str, message: str, fix: str) -> etree.Element:
        """Report a citation that cannot be shown, and show that on the page as well."""
        earlier = sum(1 for finding in self.findings if finding.message == message)
        self.findings.append(error(self.source.path, *self.source.find(raw, earlier), code, message, fix))
        element = etree.Element("strong", {"class": "pn-error"})
        element.text = message
        return element


class CitationProcessor(InlineProcessor):
    """Turn citations in a paragraph's text into links to the references."""

    ANCESTOR_EXCLUDES = ("a",)  # a link's own text stays as it is: no link inside a link

    def __init__(self, pattern: str, md: Markdown, scope: Callable[[], Citations | None]):
        super().__init__(pattern, md)
        self.scope = scope

    def link(self, citations: Citations, key: str, text: str) -> etree.Element:
        element = etree.Element("a", {"class": "pn-cite", "href": f"#ref-{key}", "id": citations.place(key)})
        element.text = text
        return element


class BracketedCitation(CitationProcessor):
    """Read `[@key, Table 3; see @other]`."""

    def handleMatch(self, m: re.Match[str], data: str):  # type: ignore[override]
        citations = self.scope()
        if citations is None:
            return None, None, None
        raw = self.unescape(m[1])
        parts = [part.strip() for part in raw.split(";")]
        if any(MAIL_ADDRESS.search(part) for part in parts):
            return None, None, None
        element = etree.Element("span", {"class": "pn-cites"})
        element.text = "("
        for index, part in enumerate(parts):
            child = self.one(citations, part)
            child.tail = "; " if index + 1 < len(parts) else ")"
            element.append(child)
        return element, m.start(0), m.end(0)

    def one(self, citations: Citations, part: str) -> etree.Element:
        match = CITATION_REGEX.fullmatch(part)
        if match is None or not READABLE_KEY.fullmatch(match["key"]):
            return citations.fault(part, "unreadable-citation", f"citation '{part}' cannot be read", "write [@key] or [@key, Table 3; @other]; a key is lower-case letters and digits")
        reference = citations.references.get(match["key"])
        if reference is None:
            return citations.fault(f"@{match['key']}", "unknown-cite-key", f"unknown citation key '{match['key']}'", "add the entry to refs.bib, or correct the key")
        words = f"{reference.authors}, {reference.year}"
        if match["prefix"]:
            words = f"{match['prefix'].strip()} {words}"
        if match["suffix"]:
            words = f"{words}, {match['suffix'].strip()}"
        return self.link(citations, reference.key, words)


class NarrativeCitation(CitationProcessor):
    """Read `@key` and `@key [§3]` in running text; any other `@word` stays as it is."""

    def handleMatch(self, m: re.Match[str], data: str):  # type: ignore[override]
        citations = self.scope()
        if citations is None:
            return None, None, None
        key, locator = m[1], m[2]
        reference = citations.references.get(key)
        if reference is not None:
            year = f"{reference.year}, {locator}" if locator else reference.year
            return self.link(citations, key, f"{reference.authors} ({year})"), m.start(0), m.end(0)
        if locator or LOOKS_LIKE_A_KEY.fullmatch(key):
            fault = citations.fault(f"@{key}", "unknown-cite-key", f"unknown citation key '{key}'", "add the entry to refs.bib, or write \\@ for a plain at-sign")
            return fault, m.start(0), m.end(0)
        return None, None, None


class ReferenceList(Treeprocessor):
    """Close a page with the references that it cites, each with links back to its places."""

    def __init__(self, md: Markdown, scope: Callable[[], Citations | None]):
        super().__init__(md)
        self.scope = scope

    def run(self, root: etree.Element) -> None:
        citations = self.scope()
        if citations is None or not citations.cited:
            return
        heading = etree.SubElement(root, "h2", {"id": "references", "data-search-exclude": "true"})
        heading.text = "References"
        holder = etree.SubElement(root, "ol", {"class": "pn-references"})
        for reference in sorted_references(citations):
            # The item is an element, for MkDocs to see its anchor; its text needs no Markdown and is stashed.
            item = etree.SubElement(holder, "li", {"id": f"ref-{reference.key}"})
            item.text = self.md.htmlStash.store(reference_html(reference, citations.cited[reference.key], citations.more(reference.key)))


def sorted_references(citations: Citations) -> list[Reference]:
    """List the references that a page cites by authors and year."""
    chosen = [citations.references[key] for key in citations.cited]
    return sorted(chosen, key=lambda reference: (reference.authors.casefold(), reference.year, reference.key))


def reference_html(reference: Reference, places: list[str], more: str = "") -> str:
    """Write one reference, what there is more of it, and links back to each place that cites it."""
    label = escape(f"{reference.authors}, {reference.year}")
    many = len(places) > 1
    back = " ".join(
        f'<a class="pn-back" href="#{place}" aria-label="Back to {label}{f", place {n}" if many else ""}">{f"↑{n}" if many else "↑"}</a>'
        for n, place in enumerate(places, 1)
    )
    return f'<span class="pn-label">{label.removesuffix(".")}.</span> {reference.html}{more} <span class="pn-backs">{back}</span>'


class CitationExtension(Extension):
    """Add citations to Markdown; `scope()` gives the page's `Citations`, or None where there is no bibliography."""

    def __init__(self, scope: Callable[[], Citations | None]):
        super().__init__()
        self.scope = scope

    def extendMarkdown(self, md: Markdown) -> None:
        md.inlinePatterns.register(BracketedCitation(BRACKETED, md, self.scope), "pn-cite", PRIORITY + 1)
        md.inlinePatterns.register(NarrativeCitation(NARRATIVE, md, self.scope), "pn-cite-narrative", PRIORITY)
        # After inline patterns (20), before the table of contents (5).
        md.treeprocessors.register(ReferenceList(md, self.scope), "pn-references", 15)
