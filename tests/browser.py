"""Find a Chromium for the browser tests, or install one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Chromium's own services would ask for hosts on the internet; the tests must not.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def find_chromium() -> str | None:
    """Return the path of a browser at hand: CHROMIUM, the system's, or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named) or sys.exit(f"CHROMIUM names '{named}', which cannot be run: correct it, or unset it.")
    for name in NAMES:
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def find_or_install_chromium() -> str:
    """Return a browser's path; install one where none is found; end with one sentence if that fails."""
    if path := find_chromium():
        return path
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if shutil.which("apt-get") and (is_root or os.environ.get("CI") == "true"):
        sudo = [] if is_root else ["sudo", "-n"]
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        hint = "apt-get install chromium fonts-dejavu-core"
        commands = [[*sudo, "apt-get", "update", "-q"], [*sudo, "apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium", "fonts-dejavu-core"]]
    else:
        environment, hint = dict(os.environ), f"{sys.executable} -m playwright install chromium"
        commands = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    print("No Chromium was found; installing one …", file=sys.stderr)
    for command in commands:
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return find_chromium() or sys.exit(f"The browser tests need Chromium and it could not be installed: run '{hint}', or name one with CHROMIUM=/path/to/chromium.")
