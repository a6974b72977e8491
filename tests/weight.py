"""What one visit to a page costs: its requests, their bytes as a server sends them, what moved, and when its text was there."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Page, Response

TEXT = {".css", ".html", ".js", ".json", ".svg", ".txt", ".xml"}  # what servers compress; fonts and pictures are compressed already
SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries())
    if (!entry.hadRecentInput) window.shifts.push([entry.value, ...entry.sources.map((source) => source.node?.nodeName + '.' + (source.node?.className ?? ''))]);
}).observe({type: 'layout-shift', buffered: true});
"""


@dataclass
class Traffic:
    """Hold what a page asked for: each file's path in the site and its bytes, gzip where it is text."""

    files: list[tuple[str, int]] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    @property
    def requests(self) -> int:
        return len(self.files)

    @property
    def bytes(self) -> int:
        return sum(size for _, size in self.files)


def sent(path: Path) -> int:
    """Return how many bytes a server sends for a file."""
    data = path.read_bytes()
    return len(gzip.compress(data, 6)) if path.suffix in TEXT else len(data)


@contextmanager
def watched(page: Page, site: Path, base: str) -> Iterator[Traffic]:
    """Collect what a page asks for in the meantime; `base` is the address of the folder `site`."""
    traffic = Traffic()

    def note(response: Response) -> None:
        if response.url.startswith(("data:", "blob:")):
            return
        if urlsplit(response.url).netloc != urlsplit(base).netloc:
            traffic.foreign.append(response.url)
            return
        path = site / unquote(urlsplit(response.url).path.removeprefix(urlsplit(base).path))
        path = path / "index.html" if path.is_dir() else path
        traffic.files.append((path.relative_to(site).as_posix(), sent(path) if path.is_file() else 0))

    page.on("response", note)
    yield traffic
    page.wait_for_load_state("networkidle")
    page.remove_listener("response", note)


def scroll_through(page: Page) -> None:
    """Scroll to the end as a reader does, screen by screen, so that what is lazy loads."""
    page.evaluate("""async () => {
      for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
        scrollTo(0, y);
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      }
    }""")
