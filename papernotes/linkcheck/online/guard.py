"""Which addresses may be asked at all: http and https, to the public network only."""

import asyncio
import ipaddress
import socket
import threading
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from aiohttp.abc import AbstractResolver

LOCAL_NAMES = ("localhost", ".localhost", ".local", ".internal", ".home.arpa")
KEPT = "%/:;,?@&=+$!*'()~[]|"  # as browsers leave them; "|" is asked for as it stands


class Refused(OSError):
    """Say why an address is not asked."""


def clean(url: str) -> str:
    """Return an address as it is sent: no fragment, no credentials, only ASCII. Raise `Refused` where it cannot be sent."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError as fault:
        raise Refused("not an address that a browser could open") from fault
    if parts.scheme not in ("http", "https"):
        raise Refused(f"'{parts.scheme or 'no scheme'}:' is not asked, only http and https")
    if not host:
        raise Refused("it names no host")
    netloc = ascii_host(host) + (f":{port}" if port is not None else "")
    path = quote(parts.path.replace("\\", "/"), safe=KEPT, errors="surrogateescape") or "/"
    return urlunsplit((parts.scheme, netloc, path, quote(parts.query, safe=KEPT, errors="surrogateescape"), ""))


def ascii_host(host: str) -> str:
    """Write a host name as the network knows it: lower case, punycode, brackets around IPv6."""
    if ":" in host:
        return f"[{host}]"
    try:
        return host.rstrip(".").lower() if host.isascii() else host.encode("idna").decode()
    except UnicodeError as fault:
        raise Refused(f"'{host}' is not a host name") from fault


def host_of(url: str) -> str:
    """Name the host that a clean address asks, with its port where that is not the usual one."""
    return urlsplit(url).netloc


def party(url: str) -> str:
    """Name whom a request burdens: the host. On this computer nobody is burdened, so each address stands for itself."""
    parts = urlsplit(url)
    return parts.netloc + (parts.path if is_local(parts) == "loopback" else "")


def check(url: str, allow_loopback: bool, came_from: str = "") -> None:
    """Raise `Refused` where a clean address names this computer or a private network.

    `allow_loopback` is for what the user named: a redirect from a named host to this computer stays refused.
    """
    parts = urlsplit(url)
    local = is_local(parts)
    if local == "loopback" and allow_loopback and (not came_from or is_local(urlsplit(came_from)) == "loopback"):
        return
    if local:
        raise Refused(f"{parts.hostname} is {'this computer' if local == 'loopback' else 'a private address'}")


def is_local(parts: SplitResult) -> str:
    """Say what an address names by its looks alone: "loopback", "private" or nothing of ours."""
    host = parts.hostname or ""
    try:
        return kind_of(ipaddress.ip_address(host))
    except ValueError:
        if host == "localhost" or host.endswith(".localhost"):
            return "loopback"
        return "private" if host.endswith(LOCAL_NAMES) else ""


def kind_of(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    """Sort an IP address: "loopback", "private" (whatever the public network does not route) or ""."""
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
    if inner.is_loopback:
        return "loopback"
    return "" if inner.is_global and not inner.is_multicast else "private"


class SafeResolver(AbstractResolver):
    """Look names up, and refuse a public name that leads to this computer or into a private network."""

    def __init__(self, inner: AbstractResolver | None, allow_loopback: bool):
        self.inner = inner
        self.allow_loopback = allow_loopback

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC) -> list:
        found = await (self.inner.resolve(host, port, family) if self.inner else system_lookup(host, port, family))
        for entry in found:
            kind = kind_of(ipaddress.ip_address(entry["host"].partition("%")[0]))
            if kind == "private" or (kind == "loopback" and not self.allow_loopback):
                raise Refused(f"{host} leads to {entry['host']}, which is {'this computer' if kind == 'loopback' else 'a private address'}")
        return found

    async def close(self) -> None:
        if self.inner:
            await self.inner.close()


async def system_lookup(host: str, port: int, family: int) -> list:
    """Ask the system for a name in a thread of its own: a lookup that hangs must not keep the program from ending."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list] = loop.create_future()

    def tell(method, value) -> None:
        if not answer.done():
            method(value)

    def ask() -> None:
        try:
            outcome = answer.set_result, socket.getaddrinfo(host, port, family, socket.SOCK_STREAM)
        except (OSError, UnicodeError) as fault:
            outcome = answer.set_exception, fault if isinstance(fault, OSError) else Refused(f"'{host}' is not a host name")
        if not loop.is_closed():
            loop.call_soon_threadsafe(tell, *outcome)

    threading.Thread(target=ask, daemon=True).start()
    rows = await answer
    return [{"hostname": host, "host": to[0], "port": to[1], "family": family, "proto": proto, "flags": socket.AI_NUMERICHOST} for family, _, proto, _, to in rows]
