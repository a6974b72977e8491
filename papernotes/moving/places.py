"""What is moved: a note of `docs/` or a picture of `images/`, from one path to another."""

import re
from dataclasses import dataclass
from posixpath import dirname, join, normpath

from papernotes.changes import ChangeError
from papernotes.linkcheck.folder import Folder

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
NOTE = ".md"


@dataclass(frozen=True)
class Move:
    """Hold the old and the new path of one file, both from the project's folder; `base` is the folder of all its kind."""

    old: str
    new: str
    base: str  # "docs" or "images"

    @property
    def is_note(self) -> bool:
        return self.new.endswith(NOTE)

    @property
    def old_slug(self) -> str:
        """Its name without base and suffix: "pruning/lottery-ticket"."""
        return self.old.removeprefix(self.base + "/").rpartition(".")[0]

    @property
    def new_slug(self) -> str:
        return self.new.removeprefix(self.base + "/").rpartition(".")[0]


def understand(folder: Folder, old: str, new: str) -> Move:
    """Find out what a move means. Raise `ChangeError` where it cannot be made.

    Both are paths from the project's folder (`docs/topic/note.md`, `images/topic/name.svg`), or a note's short form `topic/note`.
    A folder as the new place keeps the file's name.
    """
    source = _source(folder, old)
    base = folder.images if folder.images and source.startswith(folder.images + "/") else folder.docs
    if base == folder.docs and not source.endswith(NOTE):
        raise ChangeError(f"{source}: neither a note nor a picture (name a .md file of {folder.docs}/, or a file of {folder.images or 'images'}/)")
    if source.rpartition("/")[2] in ("index.md", "README.md"):
        raise ChangeError(f"{source}: this is its folder's own page, and folders are not moved (move their notes one by one)")
    move = Move(source, _target(folder, source, new, base), base)
    _refuse(folder, move)
    return move


def _source(folder: Folder, old: str) -> str:
    """Find the file that is meant."""
    path = normpath(old)
    for form in (path, f"{folder.docs}/{path}{NOTE}"):
        if form in folder.files and (folder.root / form).is_file():
            return form
    if (folder.root / path).is_dir():
        raise ChangeError(f"{path}: this is a folder, and folders are not moved (move its files one by one)")
    if (folder.root / path).is_file():
        raise ChangeError(f"{path}: it is not part of the site (move it with 'git mv')")
    raise ChangeError(f"{path}: there is no such note or picture (write {folder.docs}/topic/note.md, topic/note or images/topic/name.svg)")


def _target(folder: Folder, source: str, new: str, base: str) -> str:
    """Read the new place in one of its forms."""
    path, suffix = normpath(new), "." + source.rpartition(".")[2]
    name = source.rpartition("/")[2]
    if base == folder.docs and not path.endswith(suffix) and path.partition("/")[0] != folder.docs:
        path = f"{folder.docs}/{path}"
    if new.endswith("/") or (folder.root / path).is_dir():
        return join(path, name)
    return path if path.endswith(suffix) or "." in path.rpartition("/")[2] else path + suffix


def _refuse(folder: Folder, move: Move) -> None:
    """Raise what is wrong with the new place."""
    new, base = move.new, move.base
    suffix, kind = "." + move.old.rpartition(".")[2], "notes" if base == folder.docs else "pictures"
    if new == move.old:
        raise ChangeError(f"{new}: it is there already")
    if not new.startswith(base + "/"):
        raise ChangeError(f"{new}: {kind} lie in {base}/ (write {base}/topic/name{suffix})")
    if not new.endswith(suffix):
        raise ChangeError(f"{new}: a move keeps the kind of file (end the name with {suffix})")
    if not NAME.fullmatch(new.rpartition("/")[2].removesuffix(suffix)):
        raise ChangeError(f"{new}: the name becomes an address (write it with lower-case letters, digits and hyphens)")
    if (folder.root / new).exists():
        raise ChangeError(f"{new}: there is a file of this name (choose another name, or remove that file)")
    _refuse_folder(folder, dirname(new), base)


def _refuse_folder(folder: Folder, place: str, base: str) -> None:
    beside = place.replace(base, folder.docs, 1)
    if not (folder.root / place).is_dir() and not (base != folder.docs and (folder.root / beside).is_dir()):
        raise ChangeError(f"{place}: there is no such folder (make it with its index.md first, or write the name of a topic)")
