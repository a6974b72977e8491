"""Save to screen: `make serve` shows a saved note at once and brings the rest of the site behind it.

    save ──> rewritten notes: each rendered with what the last whole pass knows, and written into the site ──> reload
        └──> a whole pass in a thread: an ordinary build beside the site ──> it takes the site's place ──> reload

A further save ends the pass and begins a new one. A note with faults is not written: its last good page stays, with
the faults on top. Only `on_serve` and public names of MkDocs are used; plain `mkdocs serve` knows nothing of this.
"""

import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.utils import write_file
from watchdog.events import FileModifiedEvent

from papernotes.findings import Finding
from papernotes.live_marks import add_marks
from papernotes.live_page import Parts, page_html
from papernotes.live_site import LiveSite
from papernotes.live_watch import Saves
from papernotes.staging import Staging

log = get_plugin_logger("papernotes")
SETTLE = 0.03  # seconds without a further write, after which a save counts as done
AT_ONCE = 5  # notes that are shown before the whole pass; of more (another branch was checked out) none is
GIVE_WAY = 0.05  # seconds that a step of the pass waits for a page on its way to the browser


class Cancelled(BaseException):
    """End a pass that a further save has made worthless; no Exception, which MkDocs would report as a fault."""


class Live:
    """Build for a server that is open while its author writes."""

    def __init__(self, site: LiveSite, server: LiveReloadServer, builder: Callable[[], None], staging: Staging):
        self.site, self.full, self.folder = site, builder, staging.final
        self.good = site.state()
        self.saves = Saves()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._cancel = threading.Event()
        self._held: Staging | None = None
        self._serving = 0  # requests for pages and what belongs to them
        self.behind = self.unfinished = False
        self.failed = ""  # why there is no whole pass
        self.faulty: dict[str, list[Finding]] = {}  # path as findings print it → what is wrong there
        self.never_good: set[str] = set()  # pages that the first pass found faulty: there is no good page to keep
        self.take_faults(site.reported())
        self.never_good = {file.src_uri for file in self._pages() if self._faults_of(file)}
        sys.setswitchinterval(0.001)  # a page must not wait for the pass
        self._take_over(server)

    def _take_over(self, server: LiveReloadServer) -> None:
        """Put our observer, builder and pages in the place of the server's; all four are its public attributes."""
        config = self._parts.config
        watched = [path for path in (config.docs_dir, config.config_file_path, *config.theme.dirs) if path and _unwatch(server, path)]
        server.observer, server.builder, server.build_delay = self.saves, self.build, SETTLE
        for path in watched:
            server.watch(path)
        server.set_app(self._app(server.get_app()))

    def build(self) -> None:
        """Bring the site up to what was saved, as far as that goes at once; the rest follows in a thread."""
        changed = self.saves.take()
        self._stop()
        if self._held is not None:
            self._held.finish()
            self._held, self.behind = None, False
        notes, whole = self._sort(changed)
        for file in notes:
            whole = self._show(file) or whole
        if whole or self.unfinished:
            self._start()

    def _sort(self, changed: Iterable[str]) -> tuple[list[File], bool]:
        """Tell notes that were rewritten from what needs a whole pass."""
        files, notes, whole = self._parts.files, {}, False
        for path in map(Path, changed):
            file = self._file(path, files)
            if file is not None and file.is_documentation_page() and path.is_file():
                notes[file.src_uri] = file
            elif file is not None or path.exists() or not path.is_relative_to(self._parts.config.docs_dir):
                whole = True
        self.site.resume(self.good)
        new = [file for file in notes.values() if not self.site.is_as_read(file)]
        return (new, whole) if len(new) <= AT_ONCE else ([], True)

    def _file(self, path: Path, files: Files) -> File | None:
        docs = Path(self._parts.config.docs_dir)
        return files.get_file_from_path(path.relative_to(docs).as_posix()) if path.is_relative_to(docs) else None

    def _show(self, file: File) -> bool:
        """Write one note's page, or keep its last good one; tell whether the rest of the site has to follow."""
        begun = time.monotonic()
        try:
            self.site.reread(file)
            html = page_html(file, self._parts)
        except Exception as fault:  # what one page cannot do, such as a new template, the whole pass can, or says why not
            log.debug(f"{file.src_uri} waits for the whole pass: {fault!r}")
            return True
        finally:
            faults = self.site.faults()
            self.site.resume(self.good)
        shown = self.site.shown_path(file)
        self.faulty.pop(shown, None)
        self.take_faults([*faults, *(one for found in self.faulty.values() for one in found)])
        for fault in faults:
            log.warning(str(fault))
        if faults and file.src_uri not in self.never_good:
            return False
        write_file(html.encode("utf-8", "xmlcharrefreplace"), str(self.folder / file.dest_uri))
        log.info(f"{file.src_uri} is shown after {1000 * (time.monotonic() - begun):.0f} ms; the rest of the site follows")
        return True

    def keep(self, file: File, html: str) -> str:
        """Return what a whole pass writes for a page: its last good page while it has faults."""
        if not self._faults_of(file):
            self.never_good.discard(file.src_uri)
            return html
        last = self.folder / file.dest_uri
        if file.src_uri in self.never_good or not last.is_file():
            self.never_good.add(file.src_uri)
            return html
        return last.read_text("utf-8")

    def take_faults(self, faults: Iterable[Finding]) -> None:
        """Take what is wrong now, wherever it is."""
        self.faulty = {}
        for fault in dict.fromkeys(faults):
            self.faulty.setdefault(fault.path, []).append(fault)

    def _faults_of(self, file: File) -> list[Finding]:
        return self.faulty.get(self.site.shown_path(file), [])

    @property
    def _parts(self) -> Parts:
        return self.site.parts(self.good)

    def _pages(self) -> list[File]:
        return list(self._parts.files.documentation_pages())

    def hold(self, staging: Staging) -> None:
        """Take a whole site; it is put in its place when no page is on its way to the browser."""
        self._held, self.good = staging, self.site.state()

    def checkpoint(self) -> None:
        """End the pass here if a further save was made; let pages that are being served pass first."""
        if threading.current_thread() is not self._thread:
            return
        end = time.monotonic() + GIVE_WAY
        while self._serving and time.monotonic() < end and not self._cancel.is_set():
            time.sleep(0.002)
        if self._cancel.is_set():
            raise Cancelled

    def _start(self) -> None:
        self.behind = self.unfinished = True
        self._cancel.clear()
        self._thread = threading.Thread(target=self._pass, name="whole pass", daemon=True)
        self._thread.start()

    def _pass(self) -> None:
        try:
            self.full()
        except Cancelled:
            self.site.discard()
            return
        except Exception as fault:  # MkDocs' Abort too: it has logged what was wrong
            self.failed = str(fault) or type(fault).__name__
            log.error(f"The site stays behind: {self.failed}")
        else:
            self.failed = ""
        self.unfinished = False
        self.saves.wake(FileModifiedEvent(str(self.folder)))

    def _stop(self) -> None:
        """End a pass that is under way."""
        if self._thread is not None:
            if self.unfinished:
                self._cancel.set()
            self._thread.join()
            self._thread = None

    def close(self) -> None:
        """End with the server."""
        self._stop()

    def _app(self, inner: Callable) -> Callable:
        """Wrap the server's WSGI application: a page says what is wrong with it and that it is behind."""

        def application(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
            path = environ["PATH_INFO"]
            if path.startswith("/livereload/"):
                return inner(environ, start_response)
            with self._lock:
                self._serving += 1
            try:
                if not path.endswith(("/", ".html")):
                    return inner(environ, start_response)
                return add_marks(inner, environ, start_response, self._says)
            finally:
                with self._lock:
                    self._serving -= 1

        return application

    def _says(self, path: str) -> tuple[bool, list[str]]:
        """Tell what the page under an address has to say: whether it is behind, and what is wrong with it or with no page."""
        base = self._parts.config.site_url or "/"
        below = path.removeprefix("/" + base.partition("://")[2].partition("/")[2]).lstrip("/")
        uri = below + "index.html" if not below or below.endswith("/") else below
        paths = {self.site.shown_path(file): file.dest_uri for file in self._pages()} if self.faulty else {}
        found = [str(one) for shown, faults in self.faulty.items() if paths.get(shown, uri) == uri for one in faults]
        return self.behind, [*([self.failed] if self.failed else []), *found]


def _unwatch(server: LiveReloadServer, path: str) -> bool:
    try:
        server.unwatch(path)
    except KeyError:  # it was not watched
        return False
    return True
