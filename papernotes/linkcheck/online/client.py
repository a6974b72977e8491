"""Ask one address once: politely, safely, within bounds. Redirects and further attempts are for the caller."""

import asyncio
import contextlib
import errno
import importlib.metadata
import os
import socket
import ssl as tls
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from papernotes.linkcheck.online import body, guard
from papernotes.linkcheck.online.clock import Clock
from papernotes.linkcheck.online.politeness import Politeness
from papernotes.linkcheck.online.services import Limits
from papernotes.linkcheck.online.verdicts import plain

CONTROL_NAME = "doi.org"  # where this name is unknown, there is no network
ACCEPT = "text/html,application/xhtml+xml,application/pdf,image/*;q=0.9,*/*;q=0.8"
NO_SUCH_NAME = (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))


class NoNetwork(Exception):
    """Say in one line why nothing could be judged: no network at all, or a file of ours that cannot be read."""


class Failure(Exception):
    """Say why one attempt brought no answer; `retry` tells whether another may."""

    def __init__(self, cause: str, reason: str, retry: bool = True):
        super().__init__(reason)
        self.cause = cause
        self.reason = reason
        self.retry = retry
        self.seconds = 0.0  # what the attempt took


@dataclass(frozen=True)
class Answer:
    """Hold one answer: its body as far as it was read."""

    url: str
    status: int
    headers: Mapping[str, str]  # of several with one name, the first
    cookies: Mapping[str, str]
    body: bytes
    whole: bool

    def header(self, name: str) -> str:
        """Return a header's value, or nothing."""
        return self.headers.get(name, "")


class Client:
    """Hold the connections of one run."""

    def __init__(self, limits: Limits, clock: Clock, resolver: AbstractResolver | None, ssl: tls.SSLContext | None, allow_loopback: bool):
        self.limits = limits
        self.clock = clock
        self.politeness = Politeness(limits, clock)
        self.allow_loopback = allow_loopback
        self.answered = False  # whether any host was reached at all
        self.lost: set[str] = set()  # hosts that have no address, or no way to it
        self._resolver = guard.SafeResolver(resolver, allow_loopback)
        self._ssl = ssl or tls.create_default_context()
        self._at_once = asyncio.Semaphore(limits.at_once)
        self._slots: dict[str, asyncio.Semaphore] = {}

    async def __aenter__(self) -> "Client":
        # No cookies are kept, no proxy and no ~/.netrc is read: nobody's credentials leave this computer.
        connector = aiohttp.TCPConnector(resolver=self._resolver, ssl=self._ssl, limit=0, ttl_dns_cache=None)
        self._session = aiohttp.ClientSession(
            connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False, auto_decompress=False,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=None), raise_for_status=False,
            headers={"User-Agent": user_agent(self.limits.mail), "Accept-Language": "en", "Accept-Encoding": body.OFFERED},
        )  # fmt: skip
        # The library would ask a second time by itself where a connection breaks; attempts are counted here. It has no public switch.
        self._session._retry_connection = False
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def ask(self, url: str, size: int, came_from: str = "", seconds: float | None = None, cookies: Mapping[str, str] | None = None, accept: str = ACCEPT) -> tuple[Answer, float]:
        """Ask a clean address when its host's turn comes, for at most `size` bytes of body; say also how many seconds that took.

        Raise `guard.Refused` where it may not be asked, `Failure` where no answer came.
        """
        guard.check(url, self.allow_loopback, came_from)
        headers = {"Accept": accept} | ({"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {})
        async with self._turn(guard.party(url)):
            start = self.clock.monotonic()
            try:
                async with asyncio.timeout(min(seconds or self.limits.attempt, self.limits.attempt)):
                    answer = await self._get(url, size, headers)
            except Exception as fault:
                failure = self._failure(url, fault)
                if failure is fault:
                    raise
                if isinstance(failure, Failure):
                    failure.seconds = self.clock.monotonic() - start
                raise failure from fault
        self.answered = True
        return answer, self.clock.monotonic() - start

    @contextlib.asynccontextmanager
    async def _turn(self, host: str) -> AsyncIterator[None]:
        known = self.politeness.host(host)
        async with self._slots.setdefault(host, asyncio.Semaphore(known.concurrency)):
            if self.politeness.out(host):
                raise Failure("host-out", f"not asked: {host} failed for {known.strikes} addresses before", retry=False)
            if not await self.politeness.turn(host):
                raise Failure("rate-limit", f"not asked: {host} wants a longer pause than {self.limits.longest_wait:g} s", retry=False)
            async with self._at_once:
                yield

    async def _get(self, url: str, size: int, headers: Mapping[str, str]) -> Answer:
        async with self._session.get(URL(url, encoded=True), headers=headers, allow_redirects=False) as response:
            content, whole = await body.read(response, size)
            cookies = {name: morsel.coded_value for name, morsel in response.cookies.items()}
            return Answer(url, response.status, response.headers, cookies, content, whole)

    def _failure(self, url: str, fault: Exception) -> Exception:
        """Turn what the network library raises into one reason; what is no fault of the network stays as it is."""
        host = urlsplit(url).hostname or ""
        if isinstance(fault, aiohttp.ClientConnectorDNSError):
            return self._name_failure(host, fault.os_error)
        if isinstance(fault, aiohttp.ClientConnectorError) and fault.os_error.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH):
            self.lost.add(host)
            return Failure("unreachable", f"there is no way to {host}")
        failure = failure_of(host, fault)
        self.answered = self.answered or failure is not fault
        return failure

    def _name_failure(self, host: str, fault: OSError) -> Exception:
        if isinstance(fault, guard.Refused):
            return fault
        self.lost.add(host)
        if fault.errno in NO_SUCH_NAME:
            return Failure("dns", f"the name {host} does not exist", retry=False)
        return Failure("dns-trouble", f"the name {host} could not be looked up")

    async def has_network(self) -> bool:
        """Tell whether a name that certainly exists can be looked up."""
        try:
            async with asyncio.timeout(self.limits.attempt):
                return bool(await self._resolver.resolve(CONTROL_NAME, 443))
        except (OSError, TimeoutError):
            return False


def failure_of(host: str, fault: Exception) -> Exception:
    """Name the trouble with one host."""
    match fault:
        case TimeoutError():
            return Failure("timeout", f"{host} did not answer in time")
        case aiohttp.ClientConnectorCertificateError():
            inner = fault.certificate_error
            return Failure("tls", f"its certificate is not valid: {plain(getattr(inner, 'verify_message', '') or str(inner))}", retry=False)
        case aiohttp.ClientSSLError() | tls.SSLError():
            return Failure("tls", f"no secure connection to {host}", retry=False)
        case aiohttp.ClientConnectorError():
            return Failure("refused", f"{host} refuses the connection")
        case aiohttp.ServerDisconnectedError():
            return Failure("closed", f"{host} closes the connection without an answer")
        case aiohttp.ClientPayloadError():
            return Failure("cut", "its body ends before it should")
        case aiohttp.ClientResponseError():
            return Failure("not-http", f"{host} does not answer in HTTP")
        case body.Undecodable():
            return Failure("undecodable", str(fault), retry=False)
        case aiohttp.InvalidURL():
            return guard.Refused("not an address that can be asked")
        case aiohttp.ClientError() | ConnectionError():
            return Failure("reset", f"{host} breaks the connection")
    return fault


def user_agent(mail: str) -> str:
    """Say honestly who asks: the program, its project's address where one is set, a mail address where one is given."""
    about = [f"+{os.environ['REPO_URL']}"] if os.environ.get("REPO_URL", "").isprintable() and os.environ.get("REPO_URL") else []
    about += [f"mailto:{mail}"] if mail else []
    return f"papernotes-link-checker/{importlib.metadata.version('papernotes')}" + (f" ({'; '.join(about)})" if about else "")
