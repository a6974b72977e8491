"""What of a folder is asked online: every address that leads out, and every id of the bibliography."""

from collections import defaultdict
from dataclasses import dataclass

from papernotes.linkcheck import addresses
from papernotes.linkcheck.bibliography import entry_ids, id_text
from papernotes.linkcheck.bibtex import Entry
from papernotes.linkcheck.check import Collection
from papernotes.linkcheck.links import Link
from papernotes.linkcheck.online.verdicts import Item
from papernotes.linkcheck.titles import Work, decode

KINDS = {"image": "image", "media": "any"}


@dataclass(frozen=True)
class Place:
    """Say where an address stands, as it is written there; `key` is that of its bibliography entry, where it is in one."""

    path: str
    line: int
    column: int
    written: str
    key: str = ""


def gather(collection: Collection) -> dict[Item, list[Place]]:
    """List every question with the places that ask it, in the order of the sources.

    The site's own address is not asked: it may not be published yet, and its pages are checked where they are built.
    """
    own = str(collection.folder.settings.get("site_url") or "") or None
    works = {(entry.path, value.line, value.column): entry for entry in collection.entries for value in entry.fields.values()}
    asked: dict[Item, list[Place]] = defaultdict(list)
    for link in collection.links:
        address = external(link.url)
        if address and not (own and address.startswith(own)):
            entry = works.get((link.path, link.line, link.column)) if link.kind == "field" else None
            asked[item_of(link, address, entry)].append(Place(link.path, link.line, link.column, link.url, entry.key if entry else ""))
    for entry in collection.entries:
        for paper, name in entry_ids(entry):
            address = addresses.canonical(id_text(entry, name)) if name in ("eprint", "doi") else None
            if address:
                value = entry.fields[name]
                asked[Item(address, "any", work_of(entry))].append(Place(entry.path, *value.place, value.text, entry.key))
    return dict(asked)


def external(url: str) -> str:
    """Return the web address that a link leads to; nothing where it stays on the site or is no web address."""
    if url.startswith("//"):
        return "https:" + url
    return url if url.lower().startswith(("http://", "https://")) else ""


def item_of(link: Link, address: str, entry: Entry | None) -> Item:
    """Make the question that a link asks; the address of code is not the work itself."""
    if entry is None:
        return Item(address, KINDS.get(link.kind, "any"))
    return Item(address, "pdf" if link.text == "pdf" and address.lower().endswith(".pdf") else "any", None if link.text == "code" else work_of(entry))


def work_of(entry: Entry) -> Work:
    """Say which work an entry is."""
    return Work(decode(entry.text("title")), decode(entry.first_author), entry.year)
