"""Serve a knowledge base with `mkdocs serve`, as an author does while writing."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from conftest import QUIET


@dataclass
class Server:
    folder: Path
    url: str
    process: subprocess.Popen[str]
    log: Path


@contextmanager
def serving(folder: Path, log: Path, **environment: str) -> Iterator[Server]:
    """Start the server and wait until it answers; what it says goes to `log`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"],
            cwd=folder, stdout=out, stderr=subprocess.STDOUT, text=True, env={**os.environ, **QUIET, **environment},
        )  # fmt: skip
    try:
        url = f"http://127.0.0.1:{port}/"
        _wait_for(url, process, log)
        yield Server(folder, url, process, log)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)


def _wait_for(url: str, process: subprocess.Popen[str], log: Path) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(url, timeout=1).close()
            return
        except OSError:
            assert process.poll() is None, log.read_text()
            time.sleep(0.1)
