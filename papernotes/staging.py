"""Write a site whole or not at all: build beside it, then change places.

Each build works in a folder of its own, `.site.new-…`, which it holds by a lock on the folder: the lock ends with the
process, however that ends, so what a killed build left is told from what another build is writing.
"""

import errno
import fcntl
import logging
import os
import shutil
from contextlib import suppress
from itertools import count
from pathlib import Path

from mkdocs.utils import CountHandler

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM)


def no_room(fault: Exception) -> str:
    """Say in one sentence that a site cannot be written; empty for any other fault."""
    if not isinstance(fault, OSError) or fault.errno not in NO_ROOM:
        return ""
    return f"the site could not be written: {fault.strerror}. Make room, or mend the folder's rights; the last good site stays."


def refused() -> bool:
    """Tell whether MkDocs has counted a warning, for which its strict mode refuses a site when it is written."""
    return any(handler.get_counts() for handler in logging.getLogger("mkdocs").handlers if isinstance(handler, CountHandler))


class Staging:
    """Build into a folder beside `site_dir` and put it there only when it is whole."""

    def __init__(self, site_dir: str):
        self.final = Path(site_dir)
        self._tidy()
        self.final.parent.mkdir(parents=True, exist_ok=True)
        self.work = self._own_folder()

    def finish(self) -> None:
        """Put the new site in the old one's place; of two builds that end at once the later one's stays."""
        for number in count():
            old = self._beside("old", f"{os.getpid()}-{number}")
            try:
                self.final.rename(old)
            except FileNotFoundError:
                pass
            try:
                self.work.rename(self.final)
                break
            except OSError:  # another build was faster between the two lines: its site makes way in its turn
                if not self.final.exists():
                    self._tidy()
                    raise
        self._tidy()
        os.close(self._lock)

    def discard(self) -> None:
        """Forget a build that failed; the old site stays."""
        shutil.rmtree(self.work, ignore_errors=True)
        with suppress(OSError):  # the site is in its place already
            os.close(self._lock)

    def _own_folder(self) -> Path:
        """Make a folder that no other build takes for a leftover."""
        for number in count():
            folder = self._beside("new", f"{os.getpid()}-{number}")
            try:
                folder.mkdir()
            except FileExistsError:
                continue
            self._lock = os.open(folder, os.O_RDONLY)
            if _take(self._lock) and folder.exists():
                return folder
            os.close(self._lock)  # another build has just tidied it away

    def _tidy(self) -> None:
        """Put a site back that a killed build had moved aside, and remove what killed builds have left."""
        for old in sorted(self.final.parent.glob(f".{self.final.name}.old-*")):
            if self.final.exists():
                shutil.rmtree(old, ignore_errors=True)
            else:
                with suppress(OSError):  # another build has just put its own there
                    old.rename(self.final)
        for new in self.final.parent.glob(f".{self.final.name}.new-*"):
            try:
                lock = os.open(new, os.O_RDONLY)
            except OSError:
                continue
            if _take(lock):
                shutil.rmtree(new, ignore_errors=True)
            os.close(lock)

    def _beside(self, what: str, which: str) -> Path:
        return self.final.with_name(f".{self.final.name}.{what}-{which}")


def _take(folder: int) -> bool:
    """Lock an open folder, if nobody else has."""
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
