"""How often a host is asked: its limit, and the pause that it asked for.

A success never shortens either: a host that said "too many requests" of one address is left alone for all.
"""

from datetime import datetime
from email.utils import parsedate_to_datetime
from math import isfinite

from papernotes.linkcheck.online.clock import Clock
from papernotes.linkcheck.online.services import Limits


class Host:
    """Hold what this run knows of one host."""

    def __init__(self, interval: float, concurrency: int):
        self.interval = interval
        self.concurrency = concurrency
        self.next_turn = 0.0  # monotonic seconds
        self.paused_until = 0.0
        self.strikes = 0  # addresses in a row that failed for the host's sake
        self.challenged = ""  # what it said when it asked for a person


class Politeness:
    """Give turns to ask, host by host."""

    def __init__(self, limits: Limits, clock: Clock):
        self.limits = limits
        self.clock = clock
        self._hosts: dict[str, Host] = {}

    def host(self, name: str) -> Host:
        """Return what is known of a host, by the name of its `guard.party`."""
        if name not in self._hosts:
            limit = self.limits.of(name)
            self._hosts[name] = Host(limit.interval, limit.concurrency)
        return self._hosts[name]

    async def turn(self, name: str) -> bool:
        """Wait for the next turn at a host; False where it asked for a longer pause than we wait."""
        host = self.host(name)
        while True:
            now = self.clock.monotonic()
            if host.paused_until - now > self.limits.longest_wait:
                return False
            wait = max(host.next_turn, host.paused_until) - now
            if wait <= 0:
                host.next_turn = now + host.interval
                return True
            await self.clock.sleep(wait)

    def refused(self, name: str, retry_after: str | None, date: str | None, attempt: int) -> float:
        """Charge a 429 or 503 to the host that answered; return the pause in seconds, counted from now."""
        host = self.host(name)
        asked = seconds_of(retry_after, date, self.clock.now())
        seconds = asked if asked is not None else max(self.limits.backoff, host.interval) * 2**attempt
        self.pause(name, seconds)
        host.interval = min(host.interval * 2, max(host.interval, self.limits.longest_wait))
        return seconds

    def pause(self, name: str, seconds: float) -> None:
        """Leave a host alone for a while; a longer pause that it already has stays."""
        host = self.host(name)
        host.paused_until = max(host.paused_until, self.clock.monotonic() + seconds)

    def strike(self, name: str) -> None:
        """Count an address that failed because of its host."""
        self.host(name).strikes += 1

    def answered(self, name: str) -> None:
        """Forget the strikes of a host that answers; its pause and its interval stay."""
        self.host(name).strikes = 0

    def out(self, name: str) -> bool:
        """Tell whether a host has failed so often that asking on is pointless in this run."""
        return self.host(name).strikes >= self.limits.strikes


def seconds_of(retry_after: str | None, date: str | None, now: datetime) -> float | None:
    """Read a `Retry-After` header: seconds or a date, held against the server's own clock where it sends one.

    None where it is missing or means nothing ("abc", "-1", a date in the past).
    """
    if retry_after is None:
        return None
    text = retry_after.strip()
    try:
        seconds = float(text)
    except ValueError:
        then, here = http_date(text), http_date(date or "") or now
        seconds = (then - here).total_seconds() if then else -1.0
    return seconds if isfinite(seconds) and seconds > 0 else None


def http_date(text: str) -> datetime | None:
    """Read a date of HTTP; None where it is none, or has no time zone to compare it by."""
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return found if found.tzinfo else None
