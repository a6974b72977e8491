"""Keep what was computed, from build to build, under a key that names all it was computed from.

One file in `.cache/`, an SQLite database of JSON values, each with a checksum: what is damaged or was not written by
this module is noticed and made anew. Nothing here knows what the values are. A cache that cannot be written is said
once, and everything is computed.
"""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

NAME = "build.sqlite"
FORMAT = 0x70_6E_00_01  # of the table and of the values' bytes; SQLite keeps it in the file's header
KEPT = 20  # builds for which a value that none of them asked for stays
BATCH = 64  # values that wait to be written together
PATIENCE = 20  # seconds to wait while another build writes
SUM = 16  # bytes


def digest(*parts: Any) -> str:
    """Return the key of what is made from `parts`: text, numbers, lists and dictionaries of them."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


class Damaged(Exception):
    """Say that the file holds what this module has not written."""


class Cache:
    """Look values up and keep them; `say` is told in one sentence when it works no longer."""

    def __init__(self, folder: Path, say: Callable[[str], None]):
        self.path, self.say = folder / NAME, say
        self._base: sqlite3.Connection | None = None
        self._waiting: dict[str, bytes] = {}
        self._used: set[str] = set()
        self._guarded(self._open)

    def get(self, key: str) -> Any:
        """Return the value kept under `key`; None where there is none."""
        return self._guarded(self._read, key)

    def put(self, key: str, value: Any) -> None:
        """Keep a value that JSON can hold."""
        if self._base is None:
            return
        data = zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"), 1)
        self._waiting[key] = _sum(key, data) + data
        if len(self._waiting) >= BATCH:
            self._guarded(self._write)

    def close(self, whole: bool = True) -> None:
        """Write what waits; after a `whole` build forget what no build of late has asked for."""
        self._guarded(self._write)
        if whole:
            self._guarded(self._forget)
        if self._base is not None:
            self._base.close()
            self._base = None

    def _guarded(self, step: Callable[..., Any], *arguments: Any) -> Any:
        """Do one step; a damaged file is made anew, and one that cannot be used is left alone from then on."""
        for last in (False, True):
            if self._base is None and step != self._open:
                return None
            try:
                return step(*arguments)
            except (sqlite3.OperationalError, OSError) as fault:
                return self._give_up(fault)
            except (sqlite3.DatabaseError, Damaged, ValueError, zlib.error) as fault:
                if last or not self._anew():
                    return self._give_up(fault)

    def _open(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # Another thread may go on with it: a server's builds follow each other in two.
        self._base = sqlite3.connect(self.path, timeout=PATIENCE, check_same_thread=False, isolation_level=None)
        # What a power cut leaves half written the checksums notice; what a killed process leaves, the journal mends.
        self._base.execute("PRAGMA synchronous = OFF")
        found = self._base.execute("PRAGMA user_version").fetchone()[0]
        empty = not self._base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if found != FORMAT and not empty:
            raise Damaged("it is another program's")
        if found != FORMAT:
            self._base.execute("BEGIN IMMEDIATE")
            self._base.execute("CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, build INTEGER NOT NULL, value BLOB NOT NULL) WITHOUT ROWID")
            self._base.execute("CREATE TABLE IF NOT EXISTS builds (number INTEGER NOT NULL)")
            self._base.execute(f"PRAGMA user_version = {FORMAT}")
            self._base.execute("COMMIT")

    def _read(self, key: str) -> Any:
        found = self._connection.execute("SELECT value FROM kept WHERE key = ?", (key,)).fetchone()
        if found is None:
            return None
        data = found[0]
        if not isinstance(data, bytes) or data[:SUM] != _sum(key, data[SUM:]):
            raise Damaged("a value is not what was written")
        self._used.add(key)
        return json.loads(zlib.decompress(data[SUM:]).decode("utf-8", "surrogatepass"))

    def _write(self) -> None:
        if not self._waiting:
            return
        now = self._now()
        with _transaction(self._connection) as base:
            base.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", [(key, now, data) for key, data in self._waiting.items()])
        self._waiting = {}

    def _forget(self) -> None:
        now = self._now() + 1
        with _transaction(self._connection) as base:
            base.executemany("UPDATE kept SET build = ? WHERE key = ?", [(now, key) for key in sorted(self._used)])
            base.execute("DELETE FROM kept WHERE build < ?", (now - KEPT,))
            base.execute("DELETE FROM builds")
            base.execute("INSERT INTO builds VALUES (?)", (now,))

    def _now(self) -> int:
        return (self._connection.execute("SELECT max(number) FROM builds").fetchone() or (0,))[0] or 0

    @property
    def _connection(self) -> sqlite3.Connection:
        assert self._base is not None  # `_guarded` does nothing without one
        return self._base

    def _anew(self) -> bool:
        """Put an empty file in the place of a damaged one; tell whether that worked."""
        self.say(f"the cache {self.path.parent.name}/{self.path.name} is damaged: it is made anew")
        if self._base is not None:
            self._base.close()
            self._base = None
        try:
            for name in (self.path, self.path.with_name(f"{NAME}-journal")):
                name.unlink(missing_ok=True)
            self._open()
        except (sqlite3.Error, OSError, Damaged) as fault:
            self._give_up(fault)
        return self._base is not None

    def _give_up(self, fault: Exception) -> None:
        if self._base is not None:
            try:
                self._base.close()
            except sqlite3.Error:
                pass
        self._base = None
        self.say(f"the cache {self.path.parent.name}/{self.path.name} cannot be used ({fault}): this build does without it")


class _transaction:
    """Do several writes whole or not at all, and one process at a time."""

    def __init__(self, base: sqlite3.Connection):
        self.base = base

    def __enter__(self) -> sqlite3.Connection:
        self.base.execute("BEGIN IMMEDIATE")
        return self.base

    def __exit__(self, kind: object, fault: object, trace: object) -> None:
        if kind is None:
            self.base.execute("COMMIT")
        elif self.base.in_transaction:
            self.base.execute("ROLLBACK")


def _sum(key: str, data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=SUM, key=key.encode()[:64]).digest()


def files_digest(paths: Iterable[Path], root: Path) -> str:
    """Return one key for the contents of several files and their places below `root`."""
    return digest([[path.relative_to(root).as_posix(), hashlib.blake2b(path.read_bytes(), digest_size=20).hexdigest()] for path in sorted(paths)])
