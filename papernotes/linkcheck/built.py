"""The built site: every address on every page, resolved as a browser does, under the site's own base path.

A fault is reported at the source line that it comes from; where the theme or a plugin made it, once for all pages.
"""

import gzip
import xml.etree.ElementTree as etree
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, urljoin, urlsplit

from papernotes.findings import Finding
from papernotes.linkcheck.check import Collection
from papernotes.linkcheck.codes import found
from papernotes.linkcheck.folder import Folder, walk
from papernotes.linkcheck.markup import Markup, Seen, css_urls, read_markup
from papernotes.linkcheck.page import Page

ORIGIN = "http://site.invalid"  # stands for the site's own server where no site_url is set
MADE_BY_SCRIPT = ("__",)  # anchors that Material's own scripts make, such as #__comments
NOT_FETCHED = {"preconnect", "dns-prefetch"}


@dataclass(frozen=True)
class Address:
    """Hold one address of the built site, absolute, with its own place in the built file."""

    file: str  # relative to the site's folder
    line: int
    written: str
    absolute: str


class Site:
    """Hold the files and pages of a built site."""

    def __init__(self, folder: Folder):
        self.folder = folder

    @cached_property
    def root(self) -> str:
        """The address of the site's start: what the built start page itself calls canonical, else what `mkdocs.yml` says."""
        home = self.pages.get("index.html", Markup())
        canonical = next((one.url for one in home.seen if one.rel == "canonical"), "") or str(self.folder.settings.get("site_url") or "")
        return canonical.rstrip("/") + "/" if urlsplit(canonical).netloc else ORIGIN + "/"

    @property
    def origin(self) -> str:
        return "/".join(self.root.split("/")[:3])

    @property
    def base(self) -> str:
        return urlsplit(self.root).path

    @cached_property
    def files(self) -> set[str]:
        return set(walk(self.folder.site))

    @cached_property
    def pages(self) -> dict[str, Markup]:
        return {path: read_markup((self.folder.site / path).read_text(encoding="utf-8", errors="replace")) for path in sorted(self.files) if path.endswith(".html")}

    def address(self, file: str) -> str:
        """Give the address under which a file is served; `index.html` is its folder."""
        shown = file.removesuffix("index.html") if file == "index.html" or file.endswith("/index.html") else file
        return self.root + shown

    def locate(self, absolute: str) -> str | None:
        """Find the file that a static server gives for an address of the site; None where there is none."""
        path = unquote(urlsplit(absolute).path)
        if not path.startswith(self.base):
            return None
        inside = path[len(self.base) :]
        for form in (inside, inside + "index.html" if inside.endswith("/") or not inside else inside + "/index.html"):
            if form in self.files:
                return form
        return None

    def addresses(self) -> Iterator[Address]:
        """List every address of the site: pages, style sheets, feeds, the site map."""
        for path, markup in self.pages.items():
            base = urljoin(self.address(path), markup.base)
            for one in markup.seen:
                if not NOT_FETCHED & set(one.rel.split()):
                    yield Address(path, one.line, one.url, self._join(base, one))
        for path in sorted(self.files):
            if path.endswith(".css"):
                for url in css_urls((self.folder.site / path).read_text(encoding="utf-8", errors="replace")):
                    yield Address(path, 1, url, urljoin(self.address(path), url))
            elif path.endswith((".xml", ".xml.gz")):
                yield from self._listed(path)

    def _join(self, base: str, one: Seen) -> str:
        try:
            return urljoin(base, one.url)
        except ValueError:
            return one.url

    def _listed(self, path: str) -> Iterator[Address]:
        """List the addresses of a site map or a feed."""
        data = (self.folder.site / path).read_bytes()
        try:
            root = etree.fromstring(gzip.decompress(data) if path.endswith(".gz") else data)
        except (etree.ParseError, OSError, EOFError):
            yield Address(path, 1, path, "")
            return
        for element in root.iter():
            name = element.tag.rpartition("}")[2]
            url = element.get("href") or element.get("url") or (element.text or "" if name in ("loc", "link", "guid", "comments") else "")
            if url.strip().startswith(("http://", "https://", "/")):
                yield Address(path, 1, url.strip(), urljoin(self.address(path), url.strip()))


def is_fresh(folder: Folder) -> bool:
    """Tell whether `site/` was built after the last change of what it is built from."""
    pages = list(folder.site.rglob("*.html")) if folder.site.is_dir() else []
    if not pages:
        return False
    sources = [folder.root / path for path in (*folder.files, folder.config_name, folder.bib)]
    return max(path.stat().st_mtime for path in pages) >= max(path.stat().st_mtime for path in sources if path.is_file())


def check_built(collection: Collection, known: list[Finding]) -> list[Finding]:
    """Report addresses of the built site that lead nowhere, unless the source layer has said so already."""
    site = Site(collection.folder)
    reported = {(finding.path, finding.line) for finding in known if finding.severity == "error"}
    of_theme: dict[tuple[str, str, str], list[Address]] = defaultdict(list)
    findings = []
    for one in site.addresses():
        fault = _fault(site, one)
        if fault is None:
            continue
        code, message = fault
        place = _trace(collection, site, one)
        if place is None:
            of_theme[code, message, one.written].append(one)
        elif place[:2] not in reported:
            findings.append(found(place[0], place[1:], code, message, "look how this line is rendered"))
    for (code, message, _), places in of_theme.items():
        findings.append(_once(collection.folder, code, message, places))
    return sorted(set(findings))


def _once(folder: Folder, code: str, message: str, places: list[Address]) -> Finding:
    """Report what theme or plugin put on many pages at the first of them."""
    shown = f"{folder.site.relative_to(folder.root).as_posix()}/{places[0].file}" if folder.site.is_relative_to(folder.root) else places[0].file
    pages = len({place.file for place in places})
    more = f" (on {pages} pages)" if pages > 1 else ""
    return found(shown, (places[0].line, 1), code, message + more, "correct the template or the plugin that writes it")


def _fault(site: Site, one: Address) -> tuple[str, str] | None:
    """Return code and message for an address of the site that leads nowhere."""
    if not one.absolute:
        return "built-link", f"{one.file} is not well-formed XML"
    parts = urlsplit(one.absolute)
    if f"{parts.scheme}://{parts.netloc}" != site.origin:
        return None
    if not (parts.path + "/").startswith(site.base):
        return "built-link", f"'{one.written}' leads out of the site, which lies under {site.base}"
    file = site.locate(one.absolute)
    if file is None:
        return "built-link", f"'{one.written}' leads nowhere on the built page"
    anchor = unquote(parts.fragment).partition(":~:")[0]
    if file in site.pages and anchor.lower() not in ("", "top") and not anchor.startswith(MADE_BY_SCRIPT) and anchor not in site.pages[file].ids:
        return "built-anchor", f"'{one.written}': the built page {file} has no anchor '#{anchor}'"
    return None


def _trace(collection: Collection, site: Site, one: Address) -> tuple[str, int, int] | None:
    """Find the source line of an address on a built page."""
    address = one.file.removesuffix("index.html") if one.file not in collection.folder.addresses else one.file
    page = collection.pages.get(collection.folder.addresses.get(address, ""))
    if page is None:
        return None
    wanted = urlsplit(one.absolute)
    for link in page.links:
        if link.url == one.written or _built_address(collection, site, page, link.url) == (wanted.path, wanted.fragment):
            return link.path, link.line, link.column
    return None


def _built_address(collection: Collection, site: Site, page: Page, url: str) -> tuple[str, str] | None:
    """Give path and fragment that a source's link gets on the built page; None where it resolves to nothing."""
    link = next(one for one in page.links if one.url == url)
    target = collection.resolver.resolve(link).file
    if target is None:
        return None
    return site.base + collection.folder.files[target], urlsplit(url).fragment

