"""The addresses of a built site that readers may keep: its pages, their headings and boxes, its pictures and data."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from urllib.parse import quote

from papernotes.findings import Finding
from papernotes.linkcheck.folder import walk
from papernotes.published import Published, faults, finding_at

ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)
ID = re.compile(r"""<[a-z][^<>]*?\sid=["']?([^"'\s>]+)""", re.IGNORECASE)
# Numbered or made anew by each build: a place where a work is cited, a part of a drawing, a button.
MADE = re.compile(r"__.*|(?:cite|ref|code|pn|fn|fnref)[-:].*|(?:link|fig)-?\d.*|_?figure-caption.*")
NOT_KEPT = ("assets/", "search/", "search-index/", "404.html", "sitemap.xml", ".")


def built_addresses(site: Path) -> set[str]:
    """List a site's addresses as `published.txt` writes them."""
    return {address for path in walk(site) if not path.startswith(NOT_KEPT) for address in _of_file(site, path)}


def _of_file(site: Path, path: str) -> Iterator[str]:
    """List a file's address and, of a page, its anchors; a page's Markdown goes wherever the page goes."""
    if path.endswith(".md"):
        return
    if not path.endswith(".html"):
        yield "/" + quote(path)
        return
    address = "/" + quote(path.removesuffix("index.html") if path.rpartition("/")[2] == "index.html" else path)
    yield address
    yield from (f"{address}#{anchor}" for anchor in anchors((site / path).read_text(encoding="utf-8", errors="replace")))


def anchors(html: str) -> list[str]:
    """List the anchors of a page's own text that stay from build to build."""
    article = ARTICLE.search(html)
    return [anchor for anchor in ID.findall(article[0]) if not MADE.fullmatch(anchor)] if article else []


def vanished(known: Published, built: Collection[str]) -> list[Finding]:
    """Report each address of the list that leads a reader nowhere on a built site with the addresses `built`."""
    found = list(faults(known, set(built) - known.gone.keys(), known.moved))
    for address in known.gone:
        page = address.partition("#")[0]
        if (page if page in known.gone else address) not in built:
            found.append(finding_at(known.line(address), f"'{address}' has moved, and the built site does not lead on from it", "build the site again"))
    return sorted(set(found))
