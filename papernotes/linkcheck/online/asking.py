"""Ask a service's interface, and say in one form what it knows of a paper's id."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

from papernotes.linkcheck.lock import Record
from papernotes.linkcheck.online import guard
from papernotes.linkcheck.online.client import Answer, Client, Failure
from papernotes.linkcheck.online.verdicts import Verdict, plain
from papernotes.linkcheck.online.visit import Visitor

LONGEST_TITLE = 500


@dataclass(frozen=True)
class Found:
    """Say what a service knows of one id: a record, or why there is none."""

    verdict: Verdict
    reason: str
    cause: str = "ok"
    record: Record | None = None


Tell = Callable[[str, Found], None]  # called with an id as soon as something is known of it


class Trouble(Exception):
    """Say that a service gave no usable answer."""

    def __init__(self, cause: str, reason: str):
        super().__init__(reason)
        self.cause = cause
        self.reason = reason

    def found(self) -> Found:
        """Make it the verdict on one id."""
        return Found(Verdict.BLOCKED if self.cause in ("challenge", "http-401", "http-403") else Verdict.TRANSIENT, self.reason, self.cause)


class Service:
    """Ask the interfaces of services, each within the bounds of one address."""

    def __init__(self, client: Client):
        self.client = client
        self.mail = client.limits.mail

    def today(self) -> str:
        """Return the date to write into records."""
        return self.client.clock.now().date().isoformat()

    async def get(self, url: str, accept: str = "application/json") -> Answer:
        """Return the answer at the end of an address, whatever its status. Raise `Trouble` where none came."""
        host = self.client.politeness.host(guard.host_of(url))
        if host.challenged:
            raise Trouble("challenge", host.challenged)
        try:
            visit = await Visitor(self.client, lambda _: self.client.limits.body, accept=accept).visit(url)
        except guard.Refused as fault:
            raise Trouble("refused", plain(str(fault))) from fault
        name = guard.host_of(visit.end)
        if isinstance(visit.failure, Failure):
            raise Trouble(visit.failure.cause, visit.failure.reason)
        if b"ChallengeRequiredError" in visit.answer.body[:4096] or visit.answer.header("cf-mitigated"):
            host.challenged = f"{name} wants proof that a person asks: cannot be verified here"
            raise Trouble("challenge", host.challenged)
        if visit.answer.status == 429 or visit.answer.status >= 500:
            raise Trouble("rate-limit" if visit.answer.status == 429 else f"http-{visit.answer.status}", f"{name} answers {visit.answer.status}")
        return visit.answer

    async def get_json(self, url: str) -> tuple[int, Any]:
        """Return the status and the data of a JSON answer; of one that says "not found", only the status."""
        answer = await self.get(url)
        if answer.status == 404:
            return 404, as_json(answer)
        if answer.status != 200:
            raise Trouble(f"http-{answer.status}", f"{guard.host_of(url)} answers {answer.status}")
        data = as_json(answer)
        if data is None:
            raise Trouble("unreadable", f"{guard.host_of(url)} sends what is not JSON")
        return 200, data


def as_json(answer: Answer) -> Any:
    """Read a body as JSON; None where it is not."""
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        return None


def dig(data: Any, *path: str | int) -> Any:
    """Take what lies at a path in JSON; None where the path leads nowhere."""
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def items(value: Any) -> list[Any]:
    """Return a list of a service as it is; nothing where it is no list."""
    return value if isinstance(value, list) else []


def words(value: Any) -> str:
    """Return a text of a service as one safe line; nothing where it is no text."""
    return plain(value, LONGEST_TITLE) if isinstance(value, str) else ""


def whole_number(value: Any) -> int | None:
    """Read a whole number that may stand as text."""
    return int(value) if isinstance(value, int) or (isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10) else None


async def each(ids: Iterable[str], ask: Callable[[str], Awaitable[Found]], tell: Tell, at_once: int = 4) -> None:
    """Ask for each id, a few at a time as far as the hosts' limits allow. What was not answered becomes a verdict too."""

    async def one(name: str) -> None:
        try:
            found = await ask(name)
        except Trouble as trouble:
            found = trouble.found()
        tell(name, found)

    waiting = iter(list(ids))

    async def worker() -> None:
        for name in waiting:
            await one(name)

    async with asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(worker())
