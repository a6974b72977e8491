"""Take the README's screenshot: build the site, open its home page and a note in Chromium, put both side by side.

Run by `make screenshot`; writes .github/readme.png.
"""

import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
from browser import ARGUMENTS, find_or_install_chromium  # noqa: E402  (the tests know how to find a browser)

PAGES = (("", "light"), ("memory/neural-turing-machine/", "dark"))
WIDTH, HEIGHT = 1280, 900


class Quiet(SimpleHTTPRequestHandler):
    """Serve files without a line a request."""

    def log_message(self, format: str, *args: object) -> None:
        pass


def main() -> None:
    """Build, serve on loopback, photograph."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        subprocess.run([sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(site)], cwd=ROOT, check=True)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_or_install_chromium(), args=ARGUMENTS)
            shots = []
            for path, scheme in PAGES:
                page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme=scheme)
                page.goto(f"http://127.0.0.1:{server.server_port}/{path}")
                page.wait_for_load_state("networkidle")
                page.screenshot(path=(shot := Path(folder) / f"{scheme}.png"))
                shots.append(shot.as_uri())
            sheet = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT // 2})
            (Path(folder) / "sheet.html").write_text("<body style='margin:0;display:flex'>" + "".join(f"<img style='width:50%' src='{shot}'>" for shot in shots))
            sheet.goto((Path(folder) / "sheet.html").as_uri())
            sheet.screenshot(path=ROOT / ".github" / "readme.png")
            browser.close()
        server.shutdown()


if __name__ == "__main__":
    main()
