"""A small internet on loopback: servers that behave as told, names that lead only there, and time that passes when told.

Nothing here can reach outside: a name that was not given a server raises `OutsideLoopback`, which no code under test catches.
"""

import asyncio
import contextlib
import inspect
import selectors
import socket
import ssl
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

import trustme
from aiohttp.abc import AbstractResolver

from papernotes.linkcheck.online.check import check_urls
from papernotes.linkcheck.online.clock import Clock
from papernotes.linkcheck.online.services import HostLimit, Limits
from papernotes.linkcheck.online.verdicts import Item, Result

T = TypeVar("T")
IDLE, LOOKS = 0.004, 5  # seconds of real silence, so many times in a row, after which nobody has anything left to do but wait
START = datetime(2026, 11, 22, 12, tzinfo=UTC)
QUICK = Limits(default=HostLimit(0, 8))


class OutsideLoopback(AssertionError):
    """Say that something asked for a name outside the test."""


class _JumpingSelector(selectors.DefaultSelector):
    """Where nothing happens for a moment, let the time pass that everybody waits for."""

    def __init__(self):
        super().__init__()
        self.passed = 0.0

    def select(self, timeout: float | None = None):
        if timeout is None or timeout <= IDLE:
            return super().select(timeout)
        for _ in range(LOOKS):  # on a busy machine each look takes longer, and so does what it waits for
            if events := super().select(IDLE):
                return events
        self.passed += max(timeout - LOOKS * IDLE, 0)
        return []


class JumpingLoop(asyncio.SelectorEventLoop):
    """An event loop in which waiting for hours takes milliseconds, for sleeps and timeouts alike."""

    def __init__(self):
        self.jumping = _JumpingSelector()
        self.born = time.monotonic()
        super().__init__(self.jumping)

    def time(self) -> float:
        return time.monotonic() - self.born + self.jumping.passed


class JumpingClock(Clock):
    """Tell the time of a `JumpingLoop`."""

    def __init__(self, start: datetime = START):
        self.start = start

    def now(self) -> datetime:
        return self.start + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a test's coroutine where time jumps."""
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        return runner.run(coroutine)


@dataclass(frozen=True)
class Request:
    """Hold one request as it came."""

    host: str
    target: str  # path and query
    headers: Mapping[str, str]  # names in lower case
    secure: bool
    at: float  # seconds since the start

    @property
    def path(self) -> str:
        """The path, percent-decoded."""
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> dict[str, str]:
        """The query's values by name."""
        return dict(parse_qsl(urlsplit(self.target).query))


@dataclass(frozen=True)
class Reply:
    """Say what to answer."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    def __bytes__(self) -> bytes:
        named = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(self.body)), **self.headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
        return f"HTTP/1.1 {self.status} Said\r\n{head}\r\n".encode("utf-8", "surrogateescape") + self.body


Trap = Callable[[Request, asyncio.StreamWriter], Awaitable[None]]
Handler = Callable[[Request], Reply]


class World(AbstractResolver):
    """Serve hosts over http and https, and resolve exactly their names."""

    def __init__(self, clock: Clock | None = None):
        self.clock = clock or JumpingClock()
        self.hosts: dict[str, Handler | dict[str, Any]] = {}
        self.requests: list[Request] = []
        self.elsewhere: dict[str, str] = {}  # name → IP address that the resolver gives instead
        self.unknown: set[str] = set()  # names that do not exist
        self.trouble: set[str] = set()  # names that cannot be looked up now
        self._writers: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> "World":
        self._plain = await asyncio.start_server(lambda r, w: self._serve(r, w, False), "127.0.0.1", 0)
        self._secure = await asyncio.start_server(lambda r, w: self._serve(r, w, True), "127.0.0.1", 0, ssl=server_tls())
        return self

    async def __aexit__(self, *_: object) -> None:
        for writer in list(self._writers):
            writer.transport.abort()
        for server in (self._plain, self._secure):
            server.close()
        await asyncio.sleep(0.01)

    @property
    def port(self) -> int:
        """The port of the server without TLS."""
        return self._plain.sockets[0].getsockname()[1]

    @property
    def secure_port(self) -> int:
        """The port of the server with TLS."""
        return self._secure.sockets[0].getsockname()[1]

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list:
        if host in self.unknown:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if host in self.trouble:
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        if host not in self.hosts and host not in self.elsewhere:
            raise OutsideLoopback(f"'{host}' was asked for, which no test serves")
        local = {80: self.port, 443: self.secure_port}.get(port, port)
        return [{"hostname": host, "host": self.elsewhere.get(host, "127.0.0.1"), "port": local, "family": socket.AF_INET, "proto": 0, "flags": socket.AI_NUMERICHOST}]

    async def close(self) -> None:
        pass

    async def check(self, *items: Item | str, limits: Limits = QUICK, **options: Any) -> list[Result]:
        """Check addresses against this world only."""
        asked = [Item(item) if isinstance(item, str) else item for item in items]
        return await check_urls(asked, resolver=self, ssl=client_tls(), clock=self.clock, limits=limits, allow_loopback=True, **options)

    def asked(self, host: str) -> list[str]:
        """List the targets for which a host was asked, in order."""
        return [request.target for request in self.requests if request.host == host]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, secure: bool) -> None:
        self._writers.add(writer)
        try:
            while request := await self._read(reader, secure):
                self.requests.append(request)
                answer = self._answer(request)
                if callable(answer):
                    await answer(request, writer)
                    break
                writer.write(bytes(answer))
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client has gone, as it may, or the whole run is over
        finally:
            self._writers.discard(writer)
            writer.close()
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _read(self, reader: asyncio.StreamReader, secure: bool) -> Request | None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        except asyncio.IncompleteReadError:
            return None
        first, *lines = head.split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        return Request(headers.get("host", ""), first.split(" ")[1], headers, secure, self.clock.monotonic())

    def _answer(self, request: Request) -> Reply | Trap:
        """Find what a host says: a handler's reply, or what stands under a path (a list is said one after the other)."""
        host = self.hosts.get(request.host) or self.hosts.get(request.host.partition(":")[0], {})
        if callable(host):
            return host(request)
        said = host.get(request.target, host.get(urlsplit(request.target).path, Reply(404, b"<title>Not here</title>")))
        if isinstance(said, list):
            said = said.pop(0) if len(said) > 1 else said[0]
        return said if isinstance(said, Reply) or inspect.iscoroutinefunction(said) else said(request)


@cache
def authority() -> trustme.CA:
    """Make the certificate authority that the tests trust, once a run."""
    return trustme.CA()


@cache
def server_tls() -> ssl.SSLContext:
    """Make the servers' side of TLS: the certificate is for whatever name the client asks."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.sni_callback = lambda connection, name, _: setattr(connection, "context", certified(name)) if name else None
    return context


@cache
def certified(name: str) -> ssl.SSLContext:
    """Make the certificate of one name; some names have one that no client may accept."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issuer = trustme.CA() if name.startswith("self-signed.") else authority()
    over = datetime(2001, 1, 1, tzinfo=UTC) if name.startswith("expired.") else None
    issuer.issue_cert("another.test" if name.startswith("wrong-host.") else name, not_after=over).configure_cert(context)
    return context


@cache
def client_tls() -> ssl.SSLContext:
    """Make the client's side: strict, and trusting only the tests' authority."""
    context = ssl.create_default_context()
    authority().configure_trust(context)
    return context


def page(title: str = "A page", body: str = "<h1>Hello</h1><p>There is something to read here.</p>", **headers: str) -> Reply:
    """Make an ordinary page."""
    return Reply(200, f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>".encode(), headers)


def redirect(status: int, location: str, **headers: str) -> Reply:
    """Make a redirect."""
    return Reply(status, b"", {"Location": location, **headers})
