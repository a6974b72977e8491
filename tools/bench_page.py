"""What a reader's browser meets: the weight of a first and a later page, when its text is there, what moves, and how soon an author sees a save."""

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench_notes import ROOT
from bench_process import stop
from bench_serve import Served
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as BrowserError

sys.path.insert(0, str(ROOT / "tests"))

from weight import SHIFTS  # noqa: E402

# A phone on a slow network, as measuring tools commonly take it: 1.6 Mbit/s down, 150 ms to the server and back.
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
PAINTED = "window.painted = 0; new PerformanceObserver((list) => { for (const one of list.getEntries()) window.painted = one.startTime; }).observe({type: 'largest-contentful-paint', buffered: true});"


def visit(browser: Browser, site: Served, first: str, later: str) -> dict[str, float]:
    """Open `first` as a new reader on a slow network, then follow a link to `later`; both are paths in the site."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.add_init_script(SHIFTS + PAINTED)
    foreign: list[str] = []
    page.on("request", lambda request: None if request.url.startswith((site.url, "data:", "blob:")) else foreign.append(request.url))
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", NETWORK)
    site.take()
    try:
        page.goto(site.url + first)
        page.wait_for_load_state("networkidle")
        size, requests = site.take()
        found = {"first bytes": size, "first requests": requests, "foreign": len(foreign), "content": page.evaluate("window.painted") / 1000}
        found["shift"] = sum(shift[0] for shift in page.evaluate("window.shifts"))
        return found | _follow(page, site, later)
    finally:
        context.close()


def _follow(page: Page, site: Served, later: str) -> dict[str, float]:
    """Follow a link to another page and wait for its title."""
    title = page.locator("h1").first.inner_text()
    start = time.perf_counter()
    page.evaluate("address => { const link = Object.assign(document.createElement('a'), {href: address, textContent: 'next'}); document.querySelector('article').prepend(link); link.click(); }", site.url + later)
    page.wait_for_function("title => document.querySelector('h1') && document.querySelector('h1').innerText !== title", arg=title)
    took = time.perf_counter() - start
    page.wait_for_load_state("networkidle")
    size, requests = site.take()
    return {"later bytes": size, "later requests": requests, "later": took}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(command: Sequence[str], folder: Path, patience: float, environment: Mapping[str, str]) -> Iterator[str]:
    """Run a development server until it answers, and stop it afterwards; `command` ends before the address."""
    port = free_port()
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen([*command, f"127.0.0.1:{port}"], cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            until = time.monotonic() + patience
            while time.monotonic() < until and process.poll() is None:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    break
                time.sleep(0.1)
            else:
                raise TimeoutError
            yield f"http://127.0.0.1:{port}/"
        finally:
            stop(process)


def save_to_screen(browser: Browser, address: str, note: Path, line: str, mark: str, selector: str, patience: float) -> float:
    """Write a line into a note whose page is open; return the seconds until the browser shows it."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(1000 * patience)
    try:
        page.goto(address)
        page.wait_for_load_state("load")
        time.sleep(1)  # the page has begun to listen for a reload
        start = time.perf_counter()
        with note.open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
        page.locator(selector.format(mark=mark)).first.wait_for(state="attached")
        return time.perf_counter() - start
    except BrowserError as fault:
        raise TimeoutError from fault
    finally:
        page.close()
