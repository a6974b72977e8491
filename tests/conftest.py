"""What all tests share: the site built once a run, a static server, a browser, a copy of the project to break."""

import asyncio
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from browser import ARGUMENTS, find_or_install_chromium
from filelock import FileLock
from hypothesis import settings
from linkcheck.options import pytest_addoption, pytest_terminal_summary  # noqa: F401  (pytest looks for them here)
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PUBLISHED = [path for path in sorted((ROOT / "docs").rglob("*.md")) if "\nstatus: draft\n" not in path.read_text(encoding="utf-8")]  # a draft need not be finished
QUIET = {"NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"}


settings.register_profile("ours", deadline=None, derandomize=True)  # no verdict depends on how busy the machine is, or on chance
settings.load_profile("ours")


def pytest_configure(config: pytest.Config) -> None:
    """Find the browser before the first test, in the main process only: without one no verdict is worth anything."""
    if not hasattr(config, "workerinput") and not config.option.collectonly:
        os.environ["CHROMIUM"] = find_or_install_chromium()


def run_mkdocs(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `mkdocs` in a folder, without what the tester's own environment says of the site."""
    inherited = {name: value for name, value in os.environ.items() if name not in ("SITE_URL", "REPO_URL")}
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *arguments],
        cwd=folder, env={**inherited, **QUIET, **environment}, capture_output=True, text=True, timeout=120,
    )  # fmt: skip


@contextmanager
def site_lock(tmp_path_factory: pytest.TempPathFactory, name: str) -> Iterator[Path]:
    """Give a folder that all workers of one run share, to one worker at a time."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / name
    with FileLock(f"{shared}.lock"):
        shared.mkdir(exist_ok=True)
        yield shared


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the real site once a run, however many workers there are, and return its folder."""
    with site_lock(tmp_path_factory, "built") as folder:
        if not (folder / "site").exists():
            result = run_mkdocs(ROOT, "build", "--strict", "--site-dir", str(folder / "site"))
            assert result.returncode == 0, result.stderr
    return folder / "site"


class _Handler(SimpleHTTPRequestHandler):
    """Serve files as GitHub Pages does, under a sub-path and with the site's own 404 page, and stay silent."""

    prefix = "/"

    def translate_path(self, path: str) -> str:
        if not path.startswith(self.prefix):
            return str(Path(self.directory) / "there-is-nothing-here")
        return super().translate_path("/" + path[len(self.prefix) :])

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        own = Path(self.directory) / "404.html"
        if code != 404 or not own.exists():
            return super().send_error(code, message, explain)
        self.send_response(404)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(own.read_bytes())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def serve_folder() -> Iterator[Callable[..., str]]:
    """Give a function that serves a folder on loopback, under a sub-path if asked, and returns its address."""
    servers: list[ThreadingHTTPServer] = []

    def serve(folder: Path, prefix: str = "/") -> str:
        handler = type("Handler", (_Handler,), {"prefix": prefix})
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}{prefix}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def address(site: Path, serve_folder: Callable[..., str]) -> str:
    """The address of the built site, under a sub-path as on GitHub Pages."""
    return serve_folder(site, "/engram/")


@dataclass(frozen=True)
class Published:
    """A built site that knows its address."""

    folder: Path
    address: str


@pytest.fixture(scope="session")
def published(serve_folder: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Build the real site for the address under which it is served: the theme's instant navigation needs one.

    It is built once a run, for an address that every worker then exchanges for its own in its copy.
    """
    built_for = "http://127.0.0.1:9/sub/"
    folder = tmp_path_factory.mktemp("published") / "site"
    address = serve_folder(folder, "/sub/")
    with site_lock(tmp_path_factory, "published") as shared:
        if not (shared / "site").exists():
            result = run_mkdocs(ROOT, "build", "--strict", "--site-dir", str(shared / "site"), SITE_URL=built_for)
            assert result.returncode == 0, result.stderr
        shutil.copytree(shared / "site", folder)
    for path in folder.rglob("*"):
        if path.is_file() and built_for.encode() in (text := path.read_bytes()):
            path.write_bytes(text.replace(built_for.encode(), address.encode()))
    return Published(folder, address)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium a worker."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(autouse=True)
def own_loop(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let a test that opens no page run an event loop of its own.

    Playwright's synchronous interface leaves its loop marked as running in this thread between its calls,
    for as long as the worker's browser is open; `asyncio` has no public way to set that mark aside.
    """
    if "browser" in request.fixturenames:
        yield
        return
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(running)


@dataclass
class Visit:
    """A page, and what went wrong or out while it was open."""

    page: Page
    foreign: list[str]  # requests to another origin
    complaints: list[str]  # errors in the console, failed requests


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Visit]]:
    """Give a function that opens a page of the built site and watches its requests and its console."""
    contexts = []

    def open_page(path: str = "", base: str = address, **options: object) -> Visit:
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 800}} | options))
        contexts.append(context)
        page = context.new_page()
        seen = Visit(page, [], [])
        origin = "/".join(base.split("/")[:3])
        page.on("request", lambda r: None if r.url.startswith((origin, "data:", "blob:")) else seen.foreign.append(r.url))
        page.on("console", lambda m: seen.complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda fault: seen.complaints.append(str(fault)))
        page.on("response", lambda r: seen.complaints.append(f"{r.status} {r.url}") if r.status >= 400 else None)
        page.goto(base + path)
        return seen

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Copy what a build reads into a folder of its own, for a test to break."""
    folder = tmp_path / "project"
    folder.mkdir()
    for name in ("docs", "images"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("mkdocs.yml", "refs.bib"):
        shutil.copy(ROOT / name, folder)
    return folder


NOTE = """\
---
description: A note that a test wrote.
tags: [pruning]
---

# A sound note

It cites a paper [@known2020paper, Table 3] and has math $x^2$.
"""
BIB = """\
@misc{known2020paper,
  title = {A Known Paper},
  author = {Known, Ada and Other, Ben and Third, Cleo},
  year = {2020},
  url = {https://example.org/known},
}
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Make a small knowledge base under the project's own configuration: two sound notes, one reference, one picture."""
    folder = tmp_path / "small"
    (folder / "docs" / "pruning").mkdir(parents=True)
    (folder / "images" / "deep").mkdir(parents=True)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    (folder / "refs.bib").write_text(BIB)
    (folder / "docs" / "index.md").write_text(NOTE.replace("A sound note", "Home"))
    (folder / "docs" / "pruning" / "note.md").write_text(NOTE)
    (folder / "images" / "deep" / "dot.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle cx="4" cy="4" r="4"/></svg>')
    return folder
