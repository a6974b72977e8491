"""Measure the live link checks on loopback: throughput, memory on an endless body, requests under repeated 429.

Run `python tools/bench_links_online.py`; `lychee` is measured beside it where it is installed.
The server has a process of its own, and so has each client, so that memory is the client's alone.
"""

import asyncio
import json
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from aiohttp.abc import AbstractResolver

from papernotes.linkcheck.online.check import check_urls
from papernotes.linkcheck.online.services import HostLimit, Limits
from papernotes.linkcheck.online.verdicts import Item

HOSTS, LINKS, DELAY = 50, 10_000, 0.005  # seconds
PAGE = b"<!doctype html><title>A page</title><h1>Hello</h1><p>Some words to read, and a few more of them.</p>"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (len(PAGE), PAGE)
BUSY = b"HTTP/1.1 429 Busy\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"
ENDLESS = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Endless</title>"
UNHURRIED = Limits(default=HostLimit(0, 8), at_once=128)


class Server(asyncio.Protocol):
    """Answer each request after a delay, or as its path says."""

    asked = 0  # requests for /busy, all connections together

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport, self.writable = transport, asyncio.Event()
        self.writable.set()

    def data_received(self, data: bytes) -> None:
        loop = asyncio.get_running_loop()
        for request in data.split(b"\r\n\r\n")[:-1]:
            if b" /endless" in request:
                self.pouring = loop.create_task(self.pour())
            elif b" /busy" in request:
                Server.asked += 1
                self.transport.write(BUSY)
            elif b" /asked" in request:
                number = str(Server.asked).encode()
                self.transport.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n<title>%s</title>" % (len(number) + 15, number))
            else:
                loop.call_later(DELAY, self.answer)

    def answer(self) -> None:
        if not self.transport.is_closing():
            self.transport.write(OK)

    async def pour(self) -> None:
        self.transport.write(ENDLESS)
        while not self.transport.is_closing():
            await self.writable.wait()
            self.transport.write(b"<p>more words</p>" * 4096)
            await asyncio.sleep(0)

    def pause_writing(self) -> None:
        self.writable.clear()

    def resume_writing(self) -> None:
        self.writable.set()

    def connection_lost(self, fault: Exception | None) -> None:
        self.writable.set()


async def serve() -> None:
    """Serve on 127.0.0.1 to 127.0.0.50, print the port, and stay."""
    loop = asyncio.get_running_loop()
    first = await loop.create_server(Server, "127.0.0.1", 0, backlog=1024)
    port = first.sockets[0].getsockname()[1]
    for number in range(2, HOSTS + 1):
        await loop.create_server(Server, f"127.0.0.{number}", port, backlog=1024)
    print(port, flush=True)
    await first.serve_forever()


def links(port: int, host: str = "h{}.bench") -> list[str]:
    """List the addresses to check."""
    return [f"http://{host.format(number % HOSTS + 1)}:{port}/{number}" for number in range(LINKS)]


class Names(AbstractResolver):
    """Give h7.bench the address 127.0.0.7: the client leaves out politeness towards addresses of its own computer."""

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list:
        return [{"hostname": host, "host": f"127.0.0.{host[1:].partition('.')[0]}", "port": port, "family": socket.AF_INET, "proto": 0, "flags": 0}]

    async def close(self) -> None:
        pass


def ask(urls: list[str], limits: Limits) -> None:
    """Check addresses and print what it took, as JSON: seconds, seconds of CPU, MiB at the most, verdicts."""
    start = time.perf_counter()
    results = asyncio.run(check_urls([Item(url) for url in urls], limits=limits, resolver=Names(), allow_loopback=True))
    seconds, unit = time.perf_counter() - start, 1 << 20 if sys.platform == "darwin" else 1 << 10
    verdicts = Counter(result.verdict.value for result in results)
    print(json.dumps({"seconds": round(seconds, 2), "CPU": round(time.process_time(), 2), "MiB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit), "verdicts": verdicts, "said": results[-1].reason}))


def measured(what: str, port: int) -> dict:
    """Run one measure in a process of its own."""
    done = subprocess.run([sys.executable, __file__, what, str(port)], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


MEASURES: dict[str, Callable[[int], None]] = {
    "throughput": lambda port: ask(links(port), UNHURRIED),
    "endless": lambda port: ask([f"http://127.0.0.1:{port}/endless#place"], UNHURRIED),
    "busy": lambda port: ask([f"http://127.0.0.1:{port}/busy"], replace(UNHURRIED, backoff=1.0)),
    "asked": lambda port: ask([f"http://127.0.0.1:{port}/asked"], UNHURRIED),
}


def lychee(port: int) -> str:
    """Measure lychee on the same addresses, with its limits lifted as far as its options allow."""
    if not shutil.which("lychee"):
        return "lychee is not installed"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "links.md"
        path.write_text("\n".join(f"<{url}>" for url in links(port, "127.0.0.{}")))
        start = time.perf_counter()
        subprocess.run(["lychee", "--no-progress", "--max-concurrency", "128", str(path)], capture_output=True, check=False)
        return f"lychee: {time.perf_counter() - start:.1f} s"


def main() -> None:
    """Run every measure and print one line each."""
    with subprocess.Popen([sys.executable, __file__, "serve"], stdout=subprocess.PIPE, text=True) as server:
        try:
            port = int(server.stdout.readline())
            many, endless = measured("throughput", port), measured("endless", port)
            print(f"{LINKS:,} links on {HOSTS} hosts at {DELAY * 1000:g} ms: {many['seconds']} s ({many['CPU']} s of CPU), {many['MiB']} MiB at the most, {many['verdicts']['ok']:,} ok (target 5 s, 100 MB); {lychee(port)}")
            print(f"an endless body: {endless['seconds']} s, {endless['MiB']} MiB at the most (target 80 MB)")
            measured("busy", port)
            print(f"429 for ever: {measured('asked', port)['said'].partition(chr(39))[2].rstrip(chr(39))} requests (target at most 4)")
        finally:
            server.kill()


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        asyncio.run(serve())
    elif len(sys.argv) == 3:
        MEASURES[sys.argv[1]](int(sys.argv[2]))
    else:
        main()
