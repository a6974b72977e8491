"""All offline checks of a folder, as one list of findings."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

import yaml

from papernotes import bibcheck
from papernotes.findings import Finding
from papernotes.linkcheck import bibliography, identity, targets, wording
from papernotes.linkcheck.bibtex import Entry
from papernotes.linkcheck.codes import found
from papernotes.linkcheck.folder import Folder, config_links
from papernotes.linkcheck.images import SUFFIXES, check_image
from papernotes.linkcheck.links import Link
from papernotes.linkcheck.lock import LOCK, LockError, Record, dump, load
from papernotes.linkcheck.markup import css_urls
from papernotes.linkcheck.note import NoteChecks
from papernotes.linkcheck.page import Page, Renderer, html_page
from papernotes.machine import card_path
from papernotes.refs import Reference

OUR_THEME = Path(__file__).parent.parent / "theme"


@dataclass
class Collection:
    """Hold everything that was read of a folder, once; the checks are functions over it."""

    folder: Folder
    on_page: Callable[[int, int], None] = lambda done, of: None
    faults: list[Finding] = field(default_factory=list)  # of files that could not be read

    @cached_property
    def entries(self) -> list[Entry]:
        entries, faults = bibliography.load_entries(self.folder)
        self.faults += faults
        return entries

    @cached_property
    def records(self) -> dict[str, Record] | None:
        """The lock; None where the folder has none or it cannot be read."""
        path = self.folder.root / LOCK
        if not path.is_file():
            return None
        try:
            records = load(path)
        except (LockError, UnicodeDecodeError) as fault:
            where, _, message = str(fault).partition(": ")
            line = where.rpartition(":")[2]
            self.faults.append(found(LOCK, (int(line) if line.isdigit() else 1, 1), "bad-lock", message or "the file is not UTF-8", "restore it from version control"))
            return None
        if dump(records) != path.read_text(encoding="utf-8"):
            self.faults.append(found(LOCK, (1, 1), "bad-lock", "the records are not sorted, or not written as this program writes them", "run 'papernotes lock'"))
        return records

    @cached_property
    def pages(self) -> dict[str, Page]:
        pages = {}
        for number, path in enumerate(self.folder.notes, 1):
            page = self.read(path)
            if page is not None:
                pages[path] = page
            self.on_page(number, len(self.folder.notes))
        return pages | {path: html_page(self.folder, path) for path in self.folder.web_pages}

    @cached_property
    def _renderer(self) -> Renderer:
        references = {entry.key: Reference(entry.key, "", "", entry.text("title"), "", entry.line) for entry in self.entries}
        return Renderer(self.folder, references)

    def read(self, path: str) -> Page | None:
        """Read one note; what keeps it from being read is a fault."""
        page = self._renderer.read(path)
        if isinstance(page, Finding):
            self.faults.append(page)
            return None
        return page

    @cached_property
    def config_links(self) -> list[Link]:
        return list(config_links(self.folder))

    @cached_property
    def links(self) -> list[Link]:
        """Every link of the sources: notes, mkdocs.yml, bibliography."""
        of_notes = [link for page in self.pages.values() for link in page.links]
        return of_notes + self.config_links + [link for entry in self.entries for link in bibliography.field_links(entry)]

    @cached_property
    def resolver(self) -> targets.Resolver:
        return targets.Resolver(self.folder)

    @cached_property
    def note_checks(self) -> NoteChecks:
        return NoteChecks(self.folder, self.entries, self.records)

    @cached_property
    def identity(self) -> identity.Identity:
        return identity.Identity(self.records, self.entries)


def check(collection: Collection) -> list[Finding]:
    """Run every offline check of the sources; sorted, each finding once."""
    findings = [
        *check_pages(collection), *check_config(collection), *check_bibliography(collection),
        *check_images(collection), *check_site(collection), *check_lock(collection),
    ]  # fmt: skip
    return sorted(set(findings + collection.faults))


def check_pages(collection: Collection) -> Iterator[Finding]:
    """Check each note by itself."""
    for page in collection.pages.values():
        yield from check_page(page, collection)


def check_page(page: Page, collection: Collection) -> Iterator[Finding]:
    """Check one note: its links, its text, its definitions, its headings, its citations."""
    for link in page.links:
        yield from check_link(link, collection)
    yield from wording.check_text(page, collection.folder)
    yield from wording.check_definitions(page)
    yield from wording.check_headings(page)
    yield from page.citations.findings
    if collection.folder.ours:
        yield from collection.note_checks.check(page)


def check_link(link: Link, collection: Collection) -> Iterator[Finding]:
    """Check one link as it is written, and then where it leads."""
    if link.url.startswith("data:") and link.kind == "image":
        return
    faults = list(wording.check_link(link, collection.folder.ours))
    yield from faults
    if any(fault.severity == "error" for fault in faults):
        return
    if wording.is_external(link.url):
        yield from collection.identity.check_link(link)
        if link.kind in targets.IMAGE_KINDS:
            yield found(link.path, link.place, "foreign-image", f"'{link.url}' lies on a host that may take it away", "save it under images/ with its source, and link that")
        return
    missing = list(targets.check_target(link, collection.resolver, collection.pages))
    yield from missing
    if not missing and link.kind == "image" and not link.text.strip() and not (link.raw and link.described):
        yield found(link.path, link.place, "no-alt", f"the image '{link.url}' has no description", "write what it shows between the square brackets (raw HTML: alt)")


def front_matter_keys(page: Page, fields: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """List the names in fields of a note's front matter with their lines."""
    try:
        node = yaml.compose(page.source.front_matter or "")
    except yaml.YAMLError:
        return  # the build says so
    for key, value in node.value if isinstance(node, yaml.MappingNode) else []:
        if key.value in fields:
            for item in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                if isinstance(item, yaml.ScalarNode):
                    yield item.value, item.start_mark.line + 2


def check_config(collection: Collection) -> Iterator[Finding]:
    """Check the addresses in `mkdocs.yml`."""
    folder = collection.folder
    for link in collection.config_links:
        faults = list(wording.check_link(link))
        yield from faults
        if faults or link.kind in ("link",) or wording.is_external(link.url):
            if not faults and wording.is_external(link.url):
                yield from collection.identity.check_link(link)
            continue
        if not _config_target(folder, link):
            code = "missing-image" if link.kind == "theme" else "missing-file"
            yield found(link.path, link.place, code, f"'{link.url}' in '{link.text}' does not exist", f"add it under {folder.docs}/, or correct the path")


def _config_target(folder: Folder, link: Link) -> bool:
    """Tell whether a path in `mkdocs.yml` exists: among the notes, or in the theme."""
    path = f"{folder.docs}/{link.url.partition('#')[0].strip('/')}"
    if path in folder.files or (link.kind == "nav" and ("*" in link.url or any(one.startswith(path + "/") for one in folder.files))):
        return True
    return link.kind in ("theme", "asset") and any((place / link.url).is_file() for place in _theme_folders(folder))


def _theme_folders(folder: Folder) -> list[Path]:
    theme = folder.settings.get("theme")
    options = theme if isinstance(theme, dict) else {"name": theme}
    places = [OUR_THEME] if folder.ours else []
    if options.get("custom_dir"):
        places.append(folder.root / options["custom_dir"])
    spec = find_spec("material") if options.get("name") == "material" else None
    return places + [Path(place) / "templates" for place in (spec.submodule_search_locations or [] if spec else [])]


def check_bibliography(collection: Collection) -> Iterator[Finding]:
    """Check the bibliography by itself, against the lock and against the notes."""
    entries, folder = collection.entries, collection.folder
    yield from check_entries(collection)
    for entry in entries:
        if entry.whole:
            yield from check_entry(entry, collection)
    if folder.ours or "bibtex" in folder.plugins:
        yield from bibcheck.check_uncited(((entry.path, entry.line, entry.key) for entry in entries if entry.whole), cited_keys(collection))


def check_entries(collection: Collection) -> list[Finding]:
    """Check the entries by themselves and beside each other; a check that is never clean where nothing is wrong would be read by nobody."""
    return [one for one in bibcheck.check_entries(collection.entries, collection.identity.is_ours) if one.code not in bibcheck.ADVICE]


def check_entry(entry: Entry, collection: Collection) -> Iterator[Finding]:
    """Check one entry's addresses and identity."""
    if any(bibcheck.plain_addresses(entry)):
        return
    for link in bibliography.field_links(entry):
        faults = list(wording.check_link(link))
        yield from faults
        if not faults:
            yield from collection.identity.check_link(link)
    yield from collection.identity.check_entry(entry)


def cited_keys(collection: Collection) -> set[str]:
    """Collect the keys that any note cites, in its text or its front matter."""
    keys = {key for page in collection.pages.values() for key in page.citations.cited}
    fields = ("papers", "replaces", "builds_on", "contradicted_by", "succeeded_by")
    return keys | {key for page in collection.pages.values() for key, _ in front_matter_keys(page, fields)}


def image_files(folder: Folder) -> list[str]:
    """List the image files of a site's sources."""
    return [path for path in folder.files if path.rpartition(".")[2].lower() in SUFFIXES]


def used_files(collection: Collection) -> set[str]:
    """Collect the files that any page, style sheet or setting shows or links."""
    folder = collection.folder
    used = {target.file for link in collection.links if not wording.is_external(link.url) and link.path in folder.files and (target := collection.resolver.resolve(link)).file}
    used |= {f"{folder.docs}/{link.url}" for link in collection.config_links}
    used |= {card_path(path.removeprefix(f"{folder.docs}/").rpartition("/")[0]) for path in folder.files if path.endswith(".md")}  # shown where a link to a page is shown
    for path in folder.files:
        if path.endswith(".css"):
            text = (folder.root / path).read_text(encoding="utf-8", errors="replace")
            style = [Link(path, 1, 1, url, "", "image", raw=True) for url in css_urls(text)]
            used |= {target for link in style if (target := collection.resolver.resolve(link).file)}
    return {path for path in used if path}


def check_images(collection: Collection) -> Iterator[Finding]:
    """Check each image file, and that it is used and not there twice."""
    folder, used, same = collection.folder, used_files(collection), defaultdict(list)
    for path in image_files(folder):
        yield from check_image_file(path, folder)
        same[hashlib.sha256((folder.root / path).read_bytes()).hexdigest()].append(path)
        if path not in used:
            yield found(path, (1, 1), "unused-image", "no page shows this image", "show it, or remove the file")
    for paths in same.values():
        for path in paths[1:]:
            if (folder.root / path).stat().st_size:
                yield found(path, (1, 1), "same-image-twice", f"the image has the same bytes as {paths[0]}", "keep one, and link it from both places")


def check_image_file(path: str, folder: Folder) -> Iterator[Finding]:
    """Check the bytes of one image file."""
    for code, message, fix in check_image(folder.root / path, path, folder.files):
        yield found(path, (1, 1), code, message, fix)


def check_site(collection: Collection) -> Iterator[Finding]:
    """Check what only all notes together show: orphans, names, one paper under two titles."""
    folder, pages = collection.folder, collection.pages
    linked = {collection.resolver.resolve(link).file for page in pages.values() for link in page.links if not wording.is_external(link.url)}
    in_nav = {f"{folder.docs}/{link.url}" for link in collection.config_links if link.kind == "nav"}
    yield from targets.check_orphans(folder, pages, {path for path in linked if path}, in_nav)
    yield from targets.check_names(folder)
    yield from identity.two_titles([link for page in pages.values() for link in page.links])


def check_lock(collection: Collection) -> Iterator[Finding]:
    """Report records of one title that nothing declares the same work."""
    order = {key: number for number, key in enumerate(collection.records or {}, 1)}
    for other, record in collection.identity.check_shared_titles():
        yield found(LOCK, (order[record.id], 1), "shared-title", f"{record.id} and {other.id} have one title", "put both ids into one entry, or correct the one that is wrong")
