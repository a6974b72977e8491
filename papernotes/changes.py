"""Changes to several files: collected first, shown as one diff, then made all together or not at all."""

import contextlib
import difflib
import os
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from papernotes.linkcheck.lock import exclusive


class ChangeError(Exception):
    """Say in one line why nothing was changed."""


@dataclass(frozen=True)
class Change:
    """Hold the old and the new content of one file; None stands for a file that does not exist."""

    path: str  # relative to the project's folder, with forward slashes
    old: bytes | None
    new: bytes | None

    @property
    def text(self) -> str:
        """The new content as text; empty for a file that goes."""
        return (self.new or b"").decode()

    def diff(self) -> str:
        """Show the change as `patch` and `git apply` read it; of what is no text only that it changes."""
        old_name, new_name = f"a/{self.path}", f"b/{self.path}"
        try:
            old, new = (_lines((content or b"").decode()) for content in (self.old, self.new))
        except UnicodeDecodeError:
            return f"Binary files {old_name} and {new_name} differ\n"
        names = (old_name if self.old is not None else "/dev/null", new_name if self.new is not None else "/dev/null")
        tab = "\t" if " " in self.path else ""  # else a name with a space would end there
        lines = difflib.unified_diff(old, new, *(name + tab for name in names))
        return "".join(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines)


def _lines(text: str) -> list[str]:
    """Split at line feeds only, as `patch` does."""
    *lines, last = text.split("\n")
    return [line + "\n" for line in lines] + ([last] if last else [])


class Changes:
    """Collect changes to the files below one folder; a later one builds upon an earlier one."""

    def __init__(self, root: Path):
        self.root = root
        self._old: dict[str, bytes | None] = {}
        self._new: dict[str, bytes | None] = {}

    def read(self, path: str) -> bytes | None:
        """Return a file's content as it will be; None where there will be no such file."""
        if path not in self._new:
            place = self.root / path
            self._old[path] = self._new[path] = place.read_bytes() if place.is_file() else None
        return self._new[path]

    def text(self, path: str) -> str:
        """Return a file's content as it will be, line ends as they are; empty where there will be no such file.

        Raise `ChangeError` where it is not UTF-8.
        """
        content = self.read(path) or b""
        try:
            return content.decode()
        except UnicodeDecodeError as fault:
            line = content[: fault.start].count(b"\n") + 1
            raise ChangeError(f"{path}:{line}: the file is not UTF-8 (save it as UTF-8)") from fault

    def write(self, path: str, content: str | bytes) -> None:
        """Give a file a new content."""
        self.read(path)
        self._new[path] = content.encode() if isinstance(content, str) else content

    def remove(self, path: str) -> None:
        """Let a file go."""
        self.read(path)
        self._new[path] = None

    def __iter__(self):
        """Give the changes in the order in which their files were first named."""
        return (Change(path, self._old[path], new) for path, new in self._new.items() if new != self._old[path])

    def __bool__(self) -> bool:
        return any(True for _ in self)

    def diff(self) -> str:
        """Show all changes as one diff."""
        return "".join(change.diff() for change in self)

    def apply(self) -> None:
        """Make all changes, or raise `ChangeError` and leave every file as it was."""
        apply(self.root, self)


def apply(root: Path, changes: Iterable[Change]) -> None:
    """Make changes all together; where one cannot be made, undo the others and raise `ChangeError`."""
    wanted = list(changes)
    # A linked file stays a link: what it leads to is changed.
    places = {change.path: (root / change.path).resolve() for change in wanted}
    with ExitStack() as held:
        for place in sorted(set(places.values())):
            held.enter_context(exclusive(place))
        for change in wanted:
            _still(places[change.path], change)
        attempt = _Attempt()
        try:
            for change in wanted:
                attempt.stage(places[change.path], change)
            attempt.carry_out()
        except BaseException as fault:
            attempt.undo()
            if isinstance(fault, OSError):
                raise ChangeError(f"{attempt.at}: it cannot be written: {fault.strerror or fault}; nothing was changed") from fault
            raise
        attempt.clean()


def _still(place: Path, change: Change) -> None:
    """Refuse where another program has written the file since it was read."""
    now = place.read_bytes() if place.is_file() else None
    if now != change.old:
        raise ChangeError(f"{change.path}: it was changed meanwhile, so nothing was written; run the command again")


class _Staged(NamedTuple):
    """Name one file's place, and what lies beside it: the new file (None: the file goes) and the old one's copy."""

    path: str
    place: Path
    new: Path | None
    copy: Path | None


class _Attempt:
    """Put the new files and copies of the old ones beside their places first: what can fail fails before anything is in its place."""

    def __init__(self) -> None:
        self.at = ""
        self._staged: list[_Staged] = []
        self._folders: list[Path] = []
        self._begun = 0

    def stage(self, place: Path, change: Change) -> None:
        """Write one new file and a copy of the old one beside their place."""
        self.at = change.path
        missing = [folder for folder in (place.parent, *place.parent.parents) if not folder.exists()]
        for folder in reversed(missing):
            folder.mkdir()
            self._folders.append(folder)
        copy = None if change.old is None else _beside(place, change.old)
        self._staged.append(_Staged(change.path, place, None, copy))  # known already, should the next line fail
        if change.new is not None:
            self._staged[-1] = self._staged[-1]._replace(new=_beside(place, change.new))

    def carry_out(self) -> None:
        """Let the new files take their places."""
        for self.at, place, new, _ in self._staged:
            self._begun += 1
            if new is None:
                place.unlink()
            else:
                os.replace(new, place)

    def undo(self) -> None:
        """Put every old file back where it was."""
        for _, place, new, copy in reversed(self._staged[: self._begun]):
            if place.exists() if new is None else new.exists():
                continue  # it did not come to that
            if copy is None:
                place.unlink(missing_ok=True)
            else:
                os.replace(copy, place)
        self.clean()
        for folder in reversed(self._folders):
            with contextlib.suppress(OSError):
                folder.rmdir()

    def clean(self) -> None:
        """Remove what lies beside a place and is not needed any more."""
        for *_, new, copy in self._staged:
            for beside in (new, copy):
                if beside is not None:
                    beside.unlink(missing_ok=True)


def _beside(place: Path, content: bytes) -> Path:
    """Write content to a new file in the same folder, with the old file's rights, safe on the disk."""
    mode = place.stat().st_mode & 0o777 if place.exists() else 0o644
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)
