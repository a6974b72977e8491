"""Where local addresses lead: resolved in the source as MkDocs does, and on the built page as a browser does."""

import difflib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urljoin, urlsplit

from papernotes.findings import Finding
from papernotes.linkcheck.codes import found
from papernotes.linkcheck.folder import Folder, fold
from papernotes.linkcheck.links import Link
from papernotes.linkcheck.page import Page
from papernotes.linkcheck.wording import is_external

IMAGE_KINDS = ("image", "media")
ANY_PAGE = {"", "top"}  # a browser scrolls to the start for both


@dataclass(frozen=True)
class Target:
    """Hold where a local address leads: a file of the site, or a fault (code, message, fix)."""

    file: str | None = None
    fault: tuple[str, str, str] | None = None


class Resolver:
    """Resolve the local addresses of one folder."""

    def __init__(self, folder: Folder):
        self.folder = folder

    def resolve(self, link: Link) -> Target:
        """Find the file that a link of a note leads to."""
        path = unquote(urlsplit(link.url).path)
        if not path:
            return Target(link.path)
        if path.startswith("/"):
            return self._absolute(link, path)
        as_source = normpath(join(dirname(link.path), path))
        if link.raw and (not self.folder.ours or link.path in self.folder.web_pages):
            return self._raw(link, path, as_source)
        if as_source in self.folder.files:
            return Target(as_source)
        return Target(fault=self._missing(link, as_source, path))

    def _absolute(self, link: Link, path: str) -> Target:
        """Resolve `/…`: from the project or from `docs` where the site does so, else from the server's root."""
        folder = self.folder
        if folder.images and path.startswith("/images/"):
            wanted = folder.images + path.removeprefix("/images")
            return Target(wanted) if wanted in folder.files else Target(fault=self._missing(link, wanted, path))
        if folder.absolute_from_docs and not link.raw:
            wanted = normpath(folder.docs + path)
            return Target(wanted) if wanted in folder.files else Target(fault=self._missing(link, wanted, path))
        if path.startswith(folder.base):
            inside = self.on_site(path[len(folder.base) :])
            return Target(inside) if inside else Target(fault=self._missing(link, normpath(folder.docs + "/" + path[len(folder.base) :]), path))
        inside = self.on_site(path[1:])
        if inside:
            return Target(inside, ("absolute-address", f"'{link.url}' leads out of the site, which lies under {folder.base}", f"write {self.relative(link.path, inside)}"))
        return Target(fault=self._missing(link, normpath(folder.docs + path), path))

    def _raw(self, link: Link, path: str, as_source: str) -> Target:
        """Resolve raw HTML on the built page, where MkDocs leaves it as it is."""
        inside = self.on_site(urljoin(self.folder.files[link.path], path))
        if inside:
            return Target(inside)
        if as_source in self.folder.files:
            return Target(as_source, ("raw-path", f"'{link.url}' is right in the source and wrong on the built page", "write it in Markdown, or count the folders from the page's address"))
        return Target(fault=self._missing(link, as_source, path))

    def on_site(self, address: str) -> str | None:
        """Find the file behind an address of the built site, relative to its root."""
        address = normpath(address) + ("/" if address.endswith("/") else "") if address else ""
        for form in (address, address + "/", address + "index.html", address + "/index.html", address.removesuffix("index.html")):
            if form.lstrip("./") in self.folder.addresses:
                return self.folder.addresses[form.lstrip("./")]
        return None

    def _missing(self, link: Link, wanted: str, path: str) -> tuple[str, str, str]:
        """Say why there is no such file, as exactly as can be known."""
        folder = self.folder
        wanted = wanted.rstrip("/")
        true_name = folder.folded.get(fold(wanted))
        if true_name:
            how = "in case" if true_name.casefold() == wanted.casefold() else "in the form of an accent"
            return "wrong-case", f"'{link.url}' differs {how} from the file's name", f"write {self.relative(link.path, true_name)}"
        on_page = self.on_site(urljoin(folder.files.get(link.path, ""), path)) if link.kind == "link" else None
        if on_page and not path.startswith("/"):
            return "page-path", f"'{link.url}' works on the built page only", f"write {self.relative(link.path, on_page)}"
        as_note = next((wanted + end for end in (".md", "/index.md", "/README.md") if wanted + end in folder.files), None) or (wanted.removesuffix(".html") + ".md")
        if as_note in folder.files:
            return "missing-file", f"'{link.url}' does not exist", f"write {self.relative(link.path, as_note)}"
        if wanted.startswith("../") or (not self._inside(wanted) and os.path.exists(folder.root / wanted)):
            return "outside-docs", f"'{link.url}' leads out of the site's files", "link a file of the site, or its address on the web"
        if self._inside(wanted) and (folder.root / wanted).is_file():
            return "excluded-page", f"'{link.url}' is not part of the built site", "remove the link, or build the page"
        code = "missing-image" if link.kind in IMAGE_KINDS else "missing-file"
        near = self._near(wanted)
        return code, f"'{link.url}' does not exist", f"did you mean {self.relative(link.path, near)}?" if near else "add the file, or correct the path"

    def _inside(self, path: str) -> bool:
        return path.startswith((self.folder.docs + "/", f"{self.folder.images}/"))

    def _near(self, wanted: str) -> str | None:
        """Find the file whose name is nearest, in the same folder or of the same name."""
        name = wanted.rpartition("/")[2]
        same = [path for path in self.folder.files if path.rpartition("/")[2] == name]
        near = same or difflib.get_close_matches(wanted, self.folder.files, 1, 0.9)
        return near[0] if near else None

    @staticmethod
    def relative(note: str, target: str) -> str:
        return os.path.relpath(target, dirname(note) or ".").replace(os.sep, "/")


def check_target(link: Link, resolver: Resolver, pages: Mapping[str, Page]) -> Iterator[Finding]:
    """Report a local address that leads nowhere, or to an anchor that its page does not have."""
    target = resolver.resolve(link)
    if target.fault:
        yield found(link.path, link.place, *target.fault)
        return
    page = pages.get(target.file or "")
    if page is None:
        return
    if link.path != page.path and is_draft(page, resolver.folder) and not (link.path in pages and is_draft(pages[link.path], resolver.folder)):
        yield found(link.path, link.place, "excluded-page", f"'{link.url}' is a draft, which is not built", "publish the draft first, or take the link out")
        return
    anchor = unquote(urlsplit(link.url).fragment).partition(":~:")[0]
    if anchor.lower() not in ANY_PAGE and anchor not in page.markup.ids and not page.filled_later:
        near = difflib.get_close_matches(anchor, page.markup.ids, 1, 0.6)
        fix = f"did you mean #{near[0]}?" if near else "link a heading that the page has"
        yield found(link.path, link.place, "missing-anchor", f"'{link.url}': {page.path} has no anchor '#{anchor}'", fix)


def is_draft(page: Page, folder: Folder) -> bool:
    """Tell whether a page is left out of the built site as a draft."""
    text = page.source.front_matter or ""
    return (folder.ours and "status: draft" in text) or folder.drafts.match_file(page.path.removeprefix(folder.docs + "/"))


def check_orphans(folder: Folder, pages: Mapping[str, Page], linked: set[str], in_nav: set[str]) -> Iterator[Finding]:
    """Report pages that a written navigation leaves out and no page links to."""
    if not folder.settings.get("nav"):
        return
    hidden = folder.hidden
    for path in pages:
        inside = path.removeprefix(folder.docs + "/")
        if path not in linked | in_nav and inside not in ("index.md", "README.md") and not hidden.match_file(inside):
            yield found(path, (1, 1), "orphan-page", "neither the navigation nor a link leads here", "add it to nav in mkdocs.yml, or link it")


def check_names(folder: Folder) -> Iterator[Finding]:
    """Report file names that Windows cannot hold, or that two systems spell as one."""
    for path in folder.files:
        parts = path.split("/")
        if any(part.endswith((".", " ")) or set(part) & set('<>:"|?*\\') for part in parts):
            yield found(path, (1, 1), "unportable-name", "some systems cannot hold a file of this name", "use letters, digits, - and _")
        elif folder.folded[fold(path)] != path:
            yield found(path, (1, 1), "unportable-name", f"its name differs from {folder.folded[fold(path)]} only in case or accents' form", "rename one of the two")
