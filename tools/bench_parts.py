"""Build a folder of notes and say where the time went: `python tools/bench_parts.py FOLDER` prints seconds by part, as JSON.

A thread looks some hundred times a second at what the build is doing, and counts the time since its last look for the part
whose code is innermost; what no part of ours has called counts for MkDocs, Markdown and the theme.
"""

import json
import os
import sys
import threading
import time
from collections import defaultdict
from pathlib import Path
from types import FrameType

import papernotes

CODE = str(Path(papernotes.__file__).parent) + os.sep
REST, OTHER = "MkDocs, Markdown, theme", "the rest of ours"
PARTS = {
    "math": ("tex.py",),
    "citations": ("citations.py", "refs.py", "bibcheck.py", "reading.py", "linkcheck/"),
    "records": ("records.py", "papers.py", "mentions.py", "cards.py", "pages.py", "bibliography.py", "exports.py", "machine.py", "lineage.py", "lineage_map.py"),
    "search": ("search.py", "search/"),
    "figures": ("figures_inline.py", "compact.py"),
    "glossary": ("glossary.py",),
    "cache": ("cache.py", "rendered.py", "shape.py", "templates.py", "staging.py"),
}
SEARCH_PLUGINS = (f"contrib{os.sep}search{os.sep}", f"plugins{os.sep}search{os.sep}")
# These call other parts' code and MkDocs' in between: what is below them and not a part's own is not theirs.
PASSED_THROUGH = ("rendered.py", "templates.py", "plugin.py")


def part_of(frame: FrameType | None) -> str:
    """Name the part whose code is innermost in a stack."""
    while frame is not None:
        file = frame.f_code.co_filename
        if any(name in file for name in SEARCH_PLUGINS):
            return "search"
        if file.startswith(CODE):
            return _of_file(file.removeprefix(CODE).replace(os.sep, "/")) if not file.endswith(PASSED_THROUGH) else _passed(frame)
        frame = frame.f_back
    return REST


def _of_file(name: str) -> str:
    return next((part for part, names in PARTS.items() if name.startswith(names)), OTHER)


def _passed(frame: FrameType) -> str:
    return REST if frame.f_code.co_name in ("render", "_render") else OTHER


class Watch(threading.Thread):
    """Count a thread's time by part."""

    def __init__(self, thread: int) -> None:
        super().__init__(daemon=True)
        self.thread, self.seconds, self.over = thread, defaultdict(float), threading.Event()

    def run(self) -> None:
        last = time.perf_counter()
        while not self.over.wait(0.002):
            part = part_of(sys._current_frames().get(self.thread))
            now = time.perf_counter()
            self.seconds[part] += now - last
            last = now


def main(folder: str) -> None:
    os.chdir(folder)
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    watch = Watch(threading.get_ident())
    watch.start()
    config = load_config()
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    config.plugins.on_shutdown()
    watch.over.set()
    watch.join()
    print(json.dumps({part: round(watch.seconds[part], 4) for part in (*PARTS, OTHER, REST)}))


if __name__ == "__main__":
    main(sys.argv[1])
