"""Local addresses: raw HTML gets the same treatment as Markdown, and MkDocs' warnings get a line."""

import logging
import re
from collections.abc import Callable
from html import escape, unescape

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor

from papernotes.findings import Finding, error
from papernotes.source import Source

TAG = re.compile(r"<(?:img|a|source|video|audio|track|iframe|object|embed)\b[^>]*>", re.IGNORECASE | re.DOTALL)
ADDRESS = re.compile(r"""(?P<before>\s(?:src|href|poster|data)\s*=\s*)(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>]+))""", re.IGNORECASE)
MKDOCS_WARNING = re.compile(r"Doc file '(?P<file>[^']+)' contains (?:a link to|a link|an absolute link|an unrecognized relative link) '(?P<url>[^']*)',? (?P<rest>.*)", re.DOTALL)


class RootImages(Treeprocessor):
    """Turn the absolute `/images/x.png` of a note into the way to the top-level folder."""

    def __init__(self, md: Markdown, to_root: Callable[[], str]):
        super().__init__(md)
        self.to_root = to_root

    def run(self, root) -> None:
        for element in root.iter():
            for attribute in ("src", "href"):
                address = element.get(attribute, "")
                if address.startswith("/images/"):
                    element.set(attribute, self.to_root() + address)


class RawHtmlAddresses(Postprocessor):
    """Resolve addresses in raw HTML from the source file, as Markdown's own links are.

    MkDocs leaves raw HTML as it is, so an `<img>` that is right in an editor breaks on a page one folder deeper.
    """

    def __init__(self, md: Markdown, to_root: Callable[[], str]):
        super().__init__(md)
        self.to_root = to_root
        self._done = 0  # how many blocks are resolved: the table of contents runs all postprocessors for each heading

    def run(self, text: str) -> str:
        stash = self.md.htmlStash.rawHtmlBlocks
        for index in range(self._done, len(stash)):
            # Highlighted code holds only links of its own, to its lines.
            if isinstance(stash[index], str) and '="highlight' not in stash[index][:80]:
                stash[index] = TAG.sub(self._tag, stash[index])
        self._done = len(stash)
        return text

    def _tag(self, tag: re.Match[str]) -> str:
        return ADDRESS.sub(self._address, tag[0])

    def _address(self, match: re.Match[str]) -> str:
        address = unescape(match["double"] or match["single"] or match["bare"] or "")
        if address.startswith("/images/"):
            address = self.to_root() + address
        resolve = self.md.treeprocessors["relpath"].path_to_url  # MkDocs' own, with its checks
        return f'{match["before"]}"{escape(resolve(address))}"'


class LocalLinksExtension(Extension):
    """Add both to Markdown; `to_root()` is the way from the current note's folder to the project's ("../..")."""

    def __init__(self, to_root: Callable[[], str]):
        super().__init__()
        self.to_root = to_root

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(RootImages(md, self.to_root), "pn-root-images", 1)  # before MkDocs' relpath (0)
        md.postprocessors.register(RawHtmlAddresses(md, self.to_root), "pn-raw-html", 35)  # before raw_html (30)


class LinkWarnings(logging.Filter):
    """Turn MkDocs' warnings about links into findings with a line, and keep them from the log."""

    def __init__(self, sources: Callable[[str], Source | None]):
        super().__init__()
        self.sources = sources
        self.restart()

    def restart(self) -> None:
        """Forget what was found, for the next build."""
        self.findings: list[Finding] = []
        self._seen: dict[tuple[str, str], int] = {}
        self.others = 0  # messages that stay in the log

    def filter(self, record: logging.LogRecord) -> bool:
        match = MKDOCS_WARNING.fullmatch(record.getMessage())
        source = self.sources(match["file"]) if match else None
        if match is None or source is None or record.levelno < logging.WARNING:
            self.others += 1
            return True
        url, rest = match["url"], match["rest"].removeprefix("but ").rstrip(".")
        nth = self._seen.get((source.path, url), 0)
        self._seen[source.path, url] = nth + 1
        line, column = source.find(self._as_written(source, url), nth)
        self.findings.append(error(source.path, line, column, "broken-link", f"link '{url}' leads nowhere: {rest}", "" if "Did you mean" in rest else "correct the address, or add what it points to"))
        return False

    @staticmethod
    def _as_written(source: Source, url: str) -> str:
        """Undo the rewriting of `/images/…`, so that the address is found in the source."""
        if url in source.text or "images/" not in url:
            return url
        return "/images/" + url.partition("images/")[2]
