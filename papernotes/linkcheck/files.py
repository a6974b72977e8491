"""The checks of a few files only, as fast as they can be: for a commit, and while writing."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from papernotes.findings import Finding
from papernotes.linkcheck import bibliography
from papernotes.linkcheck.check import LOCK, Collection, check_entries, check_entry, check_image_file, check_lock, check_page
from papernotes.linkcheck.folder import Folder, NotAFolder, open_folder
from papernotes.linkcheck.images import SUFFIXES
from papernotes.linkcheck.page import Page


class LazyPages(dict[str, Page]):
    """Read a note when it is asked for: a link's target, and nothing else, beside the files themselves."""

    def __init__(self, collection: Collection):
        super().__init__()
        self.collection = collection

    def get(self, path, default=None):
        """Return a note by its path; `default` where there is none or it cannot be read."""
        if not super().__contains__(path) and path in self.collection.folder.notes:
            page = self.collection.read(path)
            if page is not None:
                self[path] = page
        return super().get(path, default)

    def __contains__(self, path: object) -> bool:
        return self.get(path) is not None


def home_of(files: Sequence[Path]) -> Folder:
    """Open the folder that files belong to: the nearest one above with a `mkdocs.yml`. Raise `NotAFolder` where they have none in common."""
    homes = {next((above for above in file.resolve().parents if (above / "mkdocs.yml").is_file() or (above / "mkdocs.yaml").is_file()), None) for file in files}
    if len(homes) != 1 or None in homes:
        raise NotAFolder(f"{files[0]}: the files do not lie in one folder with a mkdocs.yml")
    return open_folder(homes.pop() or Path())


def check_files(folder: Folder, files: Sequence[Path]) -> tuple[Collection, list[Finding]]:
    """Check files of one folder by themselves; what only all notes together show is left to the whole check."""
    collection = Collection(folder)
    collection.pages = LazyPages(collection)
    findings: list[Finding] = []
    for path in sorted({file.resolve().relative_to(folder.root).as_posix() for file in files}):
        findings += check_one(path, collection)
    names = {file.resolve().relative_to(folder.root).as_posix() for file in files}
    return collection, sorted({*findings, *(fault for fault in collection.faults if fault.path in names)})


def check_one(path: str, collection: Collection) -> Iterator[Finding]:
    """Check one file by its kind; a file of another kind has nothing to check."""
    folder = collection.folder
    if path in folder.notes:
        page = collection.pages.get(path)
        yield from check_page(page, collection) if page else ()
    elif path in bibliography.bib_files(folder):
        for entry in collection.entries:
            if entry.path == path and entry.whole:
                yield from check_entry(entry, collection)
        yield from (one for one in check_entries(collection) if one.path == path)
    elif path == LOCK:
        yield from check_lock(collection)
    elif path in folder.files and path.rpartition(".")[2].lower() in SUFFIXES:
        yield from check_image_file(path, folder)
