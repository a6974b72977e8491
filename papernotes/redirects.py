"""Pages at addresses that have moved, and marks on pages where an anchor has.

A reader who comes to an old address is led on, with or without JavaScript, under any path; the anchor goes along.
Search engines are told to forget the old address; neither the site map nor the site's search knows it.
"""

import json
import re
import shutil
from collections.abc import Iterable
from html import escape, unescape
from pathlib import Path
from posixpath import relpath
from urllib.parse import quote, unquote

from papernotes.findings import Finding
from papernotes.published import FILE, Published, faults, parse

# The theme's instant navigation puts a page's container into the one that is open, and runs the scripts in it.
PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width">
<link rel="canonical" href="{canonical}">
<noscript><meta http-equiv="refresh" content="0; url={way}"></noscript>
</head>
<body>
<div data-md-component="container">
<p>This page has moved: <a href="{way}">{title}</a>.</p>
<script>
{{
  const anchors = {anchors};
  const way = "{way}";
  location.replace(anchors[location.hash] ?? (way.includes("#") ? way : way + location.search + location.hash));
}}
</script>
</div>
</body>
</html>
"""
# A page whose part went elsewhere stays; a reader who comes for that part is led on, also from within the page.
FOLLOW = """\
<script>
{
  const follow = () => {
    for (const part of document.querySelectorAll(".pn-moved"))
      if (location.hash === "#" + encodeURI(part.id)) location.replace(part.querySelector("a").href);
  };
  addEventListener("hashchange", follow);
  follow();
}
</script>"""


class Moves:
    """Hold what has moved on one site, as `published.txt` says, and keep its old addresses.

    Addresses come in as MkDocs gives them, without the slash at their beginning.
    """

    def __init__(self, published: Published, site_address: str):
        self.published, self.site_address = published, site_address
        self.titles: dict[str, str] = {}  # of the pages, by address

    def take(self, url: str, title: str, html: str) -> str:
        """Take one page; return its HTML with the anchors that it used to have."""
        self.titles["/" + url] = title
        return mark_moved_anchors(self.published, "/" + url, html) if self.published.gone else html

    def findings(self, urls: Iterable[str]) -> list[Finding]:
        """Report moves that a site of these pages and files cannot keep; an anchor is taken to be there if its page is."""
        there = {"/" + url.removeprefix("./") for url in urls}
        ends = {end for old in self.published.gone if (end := self.published.now(old)) and end.partition("#")[0] in there}
        return list(faults(self.published, there | ends, self.published.gone))

    def write(self, site: Path) -> None:
        """Write what stands at the old addresses into a built site: a page that leads on, a picture itself."""
        for old in self.published.gone:
            end = self.published.now(old)
            if end is None or "#" in old:
                continue
            place = site / page_file(old)
            place.parent.mkdir(parents=True, exist_ok=True)
            if is_page(old):
                place.write_text(self._redirect(old, end), encoding="utf-8")
                place_of_text = site / markdown_file(old)
                place_of_text.parent.mkdir(parents=True, exist_ok=True)
                place_of_text.write_text(self._markdown(site, old, end), encoding="utf-8")
            else:
                shutil.copyfile(site / page_file(end), place)

    def _title(self, end: str) -> str:
        return self.titles.get(end.partition("#")[0], end)

    def _redirect(self, old: str, end: str) -> str:
        way = way_to(old, end)
        own = {anchor: self.published.now(anchor) for anchor in self.published.gone if anchor.startswith(f"{old}#")}
        anchors = {"#" + quote(anchor.partition("#")[2]): way_to(old, there) for anchor, there in sorted(own.items()) if there}
        canonical = self.site_address + end.lstrip("/") if self.site_address else way
        return PAGE.format(title=escape(unescape(self._title(end))), canonical=escape(canonical), anchors=json.dumps(anchors).replace("<", "\\u003c"), way=escape(way))

    def _markdown(self, site: Path, old: str, end: str) -> str:
        """Lead on readers of the page's Markdown, which lies beside the page; of a folder's own page it lies in the folder."""
        page = end.partition("#")[0]
        file = markdown_file(page) if (site / markdown_file(page)).is_file() else page_file(page).removesuffix(".html") + ".md"
        way = relpath("/" + file, "/" + markdown_file(old).rpartition("/")[0])
        return f"# {unescape(self._title(end))}\n\nThis page has moved: [{unescape(self._title(end))}]({way}).\n"


def open_moves(root: Path, site_address: str | None) -> Moves:
    """Read a project's list of addresses; one that has none has moved nothing."""
    path = root / FILE
    return Moves(parse(path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""), site_address or "")


def way_to(here: str, there: str) -> str:
    """Return the relative way from one address of the site to another; both from its root, with a slash before them."""
    page, hash_, anchor = there.partition("#")
    way = relpath(page, here.partition("#")[0].rpartition("/")[0] or "/")
    return way + ("/" if page.endswith("/") else "") + hash_ + quote(anchor)


def page_file(address: str) -> str:
    """Return the file that a server gives for an address of the site."""
    return unquote(address.lstrip("/")) + ("index.html" if address.endswith("/") else "")


def markdown_file(address: str) -> str:
    """Return the file in which the site gives a page's Markdown."""
    return (unquote(address.strip("/").removesuffix(".html")) or "index") + ".md"


def is_page(address: str) -> bool:
    """Tell the address of a page from one of an anchor or of another file."""
    return address.endswith(("/", ".html"))


def mark_moved_anchors(published: Published, address: str, html: str) -> str:
    """Keep a page's old anchors: one that was renamed stands before its new name, one that went elsewhere is a line at the end."""
    away = []
    for old in published.gone:
        page, _, name = old.partition("#")
        end = published.now(old) if page == address and name else None
        if end is None or _element(html, name):
            continue
        there, _, anchor = end.partition("#")
        element = _element(html, anchor) if there == address else None
        if element:
            html = f'{html[: element.start()]}<span id="{escape(name)}"></span>{html[element.start() :]}'
        elif there != address:
            way = escape(way_to(address, end))
            away.append(f'<p id="{escape(name)}" class="pn-moved" data-search-exclude>This part has moved: <a href="{way}">{escape(name)}</a></p>')
    return html + "".join(away) + (FOLLOW if away else "")


def _element(html: str, anchor: str) -> re.Match[str] | None:
    """Find the beginning of the element that has an id."""
    return re.search(rf"""<[a-zA-Z][^<>]*?\sid=["']?{re.escape(anchor)}["'\s>]""", html) if anchor else None
