"""Notice saves by the system's own notices, and remember which files they were."""

import os
import threading
from pathlib import Path
from typing import Any

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

READS = {"opened", "closed_no_write"}
# What editors write beside a file while they have it open.
TEMPORARY_BEGIN, TEMPORARY_END = (".#", "#"), ("~", ".swp", ".swx", ".swo", ".tmp", ".lock")


class Saves(Observer):
    """Watch files for writes; MkDocs' own observer looks at every file twice a second instead."""

    def __init__(self) -> None:
        super().__init__()
        self._changed: set[str] = set()
        self._mutex = threading.Lock()
        self._handlers_of_server: list[FileSystemEventHandler] = []

    def schedule(self, event_handler: FileSystemEventHandler, path: str, *, recursive: bool = False, **more: Any):
        """Watch as asked; a single file by its folder, because an editor that saves by renaming puts another in its place."""
        self._handlers_of_server.append(event_handler)
        if os.path.isfile(path):
            return super().schedule(_Writes(self, event_handler, only=os.path.abspath(path)), os.path.dirname(os.path.abspath(path)), recursive=False, **more)
        return super().schedule(_Writes(self, event_handler), path, recursive=recursive, **more)

    def note(self, path: str) -> None:
        with self._mutex:
            self._changed.add(path)

    def take(self) -> set[str]:
        """Return the files that were written, made, moved or removed since the last time."""
        with self._mutex:
            changed, self._changed = self._changed, set()
        return changed

    def wake(self, event: FileSystemEvent) -> None:
        """Let the server build as after a save."""
        for handler in self._handlers_of_server[:1]:
            handler.dispatch(event)


class _Writes(FileSystemEventHandler):
    """Pass on what changes a file, and note the file."""

    def __init__(self, saves: Saves, handler: FileSystemEventHandler, only: str = ""):
        self.saves, self.handler, self.only = saves, handler, only

    def dispatch(self, event: FileSystemEvent) -> None:
        paths = [os.fsdecode(path) for path in (event.src_path, event.dest_path) if path]
        paths = [path for path in paths if (path == self.only if self.only else not _temporary(path))]
        if event.is_directory or event.event_type in READS or not paths:
            return
        for path in paths:
            self.saves.note(path)
        self.handler.dispatch(event)


def _temporary(path: str) -> bool:
    name = Path(path).name
    return name.startswith(TEMPORARY_BEGIN) or name.endswith(TEMPORARY_END)
