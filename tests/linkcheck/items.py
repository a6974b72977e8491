"""The findings of a folder, sorted by the papers, images and pages that they belong to."""

from functools import cache
from pathlib import Path

from papernotes.findings import Finding
from papernotes.linkcheck.bibtex import Entry
from papernotes.linkcheck.check import LOCK, Collection, image_files
from papernotes.linkcheck.folder import open_folder
from papernotes.linkcheck.links import Link
from papernotes.linkcheck.targets import IMAGE_KINDS

Owner = tuple[str, str]  # kind and name: ("paper", "vaswani2017attention")


@cache
def collection_of(folder: Path) -> Collection:
    """Read a folder once in each process: collecting the items and running them both need it."""
    return Collection(open_folder(folder))


def image_links(collection: Collection) -> list[Link]:
    return [link for link in collection.links if link.kind in (*IMAGE_KINDS, "theme")]


def image_name(link: Link) -> str:
    return f"{link.path}:{link.line}-{link.url.rpartition('/')[2]}"


def names(collection: Collection) -> dict[str, list[str]]:
    """List the names of the items of each kind."""
    images = [image_name(link) for link in image_links(collection)] + image_files(collection.folder)
    return {
        "paper": list(dict.fromkeys(entry.key for entry in collection.entries)),
        "image": list(dict.fromkeys(images)),
        "page": [*collection.folder.notes, collection.folder.config_name, LOCK],
    }


def owner(finding: Finding, collection: Collection) -> Owner:
    """Say which item a finding belongs to; what belongs to no entry and no image belongs to its file."""
    entry = _entry_at(finding, collection.entries)
    if entry:
        return "paper", entry.key
    for link in image_links(collection):
        if (link.path, *link.place) == (finding.path, finding.line, finding.column):
            return "image", image_name(link)
    return ("image" if finding.path in image_files(collection.folder) else "page"), finding.path


def _entry_at(finding: Finding, entries: list[Entry]) -> Entry | None:
    above = [entry for entry in entries if entry.path == finding.path and entry.line <= finding.line]
    return max(above, key=lambda entry: entry.line, default=None)
