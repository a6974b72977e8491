"""Serve a folder as a web server does, text compressed, and count what is sent."""

import contextlib
import gzip
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from weight import TEXT  # noqa: E402


@lru_cache(4096)
def _body(path: Path, written: int) -> bytes:
    """Return what is sent of a file as it was written last; compressing takes longer than a request may."""
    data = path.read_bytes()
    return gzip.compress(data, 6) if path.suffix in TEXT else data


class GzipHandler(SimpleHTTPRequestHandler):
    """Serve a folder, text compressed as a web server sends it."""

    protocol_version = "HTTP/1.1"
    sent: list[tuple[str, int]]  # path and bytes of each answer; what a browser has in its cache, it does not ask for

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            return self.send_error(404)
        self.send_response(200)
        body = _body(path, path.stat().st_mtime_ns)
        if path.suffix in TEXT:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.sent.append((self.path, len(body)))
        with contextlib.suppress(ConnectionError):
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@dataclass(frozen=True)
class Served:
    """Hold where a folder is served, and the path and the bytes of each answer so far."""

    url: str
    sent: list[tuple[str, int]]

    def take(self) -> tuple[int, int]:
        """Return the bytes and the number of answers since the last time."""
        total = (sum(size for _, size in self.sent), len(self.sent))
        self.sent.clear()
        return total


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Serve a folder, there already or not, on loopback."""
    sent: list[tuple[str, int]] = []
    handler = type("Handler", (GzipHandler,), {"sent": sent})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Served(f"http://127.0.0.1:{server.server_port}/", sent)
    server.shutdown()
    server.server_close()
