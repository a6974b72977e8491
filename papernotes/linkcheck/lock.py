"""`papers.lock`: what each paper's id is, one JSON record a line, sorted by id.

A record with source "curated" was entered by hand and proves nothing yet; so does one with source "offline", which
was made of what stood on a command line, and whose note stays a draft until a fetched record takes its place.
Any other was fetched by the id itself.
"""

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from papernotes.linkcheck.details import Details

LOCK = "papers.lock"
CURATED = "curated"
OFFLINE = "offline"
TYPED = (CURATED, OFFLINE)  # sources that prove nothing: somebody wrote the record


class LockError(ValueError):
    """Say in one line, `file:line: message`, why a lock cannot be read or written."""


@dataclass(frozen=True)
class Record:
    """Hold what one id is; `versions` is None where its service counts none or nobody has asked yet."""

    id: str  # "arxiv:1706.03762"
    title: str
    first_author: str
    year: int | None
    versions: int | None = None
    withdrawn: bool = False
    retracted: bool = False
    aliases: tuple[str, ...] = ()  # other titles that this work had or has
    source: str = CURATED
    seen: str = ""  # ISO date
    details: Details | None = field(default=None, compare=False)  # of a record just fetched; the lock does not keep them

    @property
    def verified(self) -> bool:
        """Whether a service was asked by this very id."""
        return self.source not in TYPED


KEPT = tuple(one.name for one in fields(Record) if one.name != "details")


def load(path: Path) -> dict[str, Record]:
    """Read a lock; a file that is missing is empty. Raise `LockError` where a line is not a record."""
    if not path.exists():
        return {}
    records: dict[str, Record] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            record = _record(line, f"{path.name}:{number}")
            if record.id in records:
                raise LockError(f"{path.name}:{number}: '{record.id}' has two records; remove one line")
            records[record.id] = record
    return records


def _record(line: str, where: str) -> Record:
    try:
        data = json.loads(line)
        record = Record(**{name: value for name, value in data.items() if name in KEPT})
    except (ValueError, TypeError, AttributeError) as fault:
        raise LockError(f"{where}: not a record; restore the line from version control or remove it") from fault
    if not (isinstance(record.id, str) and isinstance(record.title, str) and isinstance(record.first_author, str)):
        raise LockError(f"{where}: id, title and first_author must be text; mend or remove the line")
    return replace(record, aliases=tuple(record.aliases))


def dump(records: Mapping[str, Record]) -> str:
    """Write records as text, sorted by id, so that two runs differ only where a record does."""
    return "".join(json.dumps({name: getattr(records[key], name) for name in KEPT}, ensure_ascii=False) + "\n" for key in sorted(records))


def save(path: Path, records: Mapping[str, Record]) -> None:
    """Replace a lock as a whole: a run that is killed leaves the old file or the new one, never half of one."""
    with exclusive(path):
        write_whole(path, dump(records))


def update(path: Path, fresh: Mapping[str, Record]) -> dict[str, Record]:
    """Put records into a lock beside those that another run may have written meanwhile; return all."""
    with exclusive(path):
        merged = {**load(path), **fresh}
        write_whole(path, dump(merged))
    return merged


def write_whole(path: Path, text: str) -> None:
    """Write a file through a temporary one in its own folder."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)  # mkstemp makes it private
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
        raise


@contextlib.contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Let one process at a time write `path`; the system gives the lock back when a process dies.

    The lock lies in the folder for temporary files: beside `path` it would be one more file to commit by mistake.
    """
    name = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:16]
    with open(Path(tempfile.gettempdir()) / f"papernotes-{name}.lock", "a+b") as file:
        _hold(file)
        yield


def _hold(file) -> None:
    """Wait for the lock on an open file; closing the file gives it back."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        return
    fcntl.flock(file, fcntl.LOCK_EX)
