"""Follow one address to where it leads: redirects, further attempts, and what each of them costs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin

from papernotes.linkcheck.online import guard
from papernotes.linkcheck.online.client import ACCEPT, Answer, Client, Failure
from papernotes.linkcheck.online.page import Page, read_page
from papernotes.linkcheck.online.verdicts import plain

PERMANENT, TEMPORARY = (301, 308), (302, 303, 307)
BUSY = (408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 527, 530)
ASKS_TO_WAIT = (429, 503)
HTML = ("text/html", "application/xhtml+xml", "")


@dataclass(frozen=True)
class Hop:
    """Remember one step: what was asked, and whether it was sent on for good."""

    url: str
    permanent: bool


@dataclass
class Visit:
    """Hold how an address was followed and what stood at its end; `page` is set where that is HTML."""

    url: str
    hops: list[Hop] = field(default_factory=list)
    answer: Answer | None = None
    page: Page | None = None
    failure: Failure | None = None

    @property
    def end(self) -> str:
        """The last address asked."""
        return self.answer.url if self.answer else self.url

    @property
    def moved_to(self) -> str:
        """The address to write instead: the end of the permanent redirects that stand first, or nothing."""
        places = [hop.url for hop in self.hops] + [self.end]
        permanent = next((index for index, hop in enumerate(self.hops) if not hop.permanent), len(self.hops))
        return places[permanent] if permanent else ""


class Visitor:
    """Follow one address within the bounds of a run: one deadline, one number of attempts, for the whole way."""

    def __init__(self, client: Client, size: Callable[[str], int], want_anchors: bool = False, accept: str = ACCEPT):
        self.client = client
        self.limits = client.limits
        self.size = size
        self.want_anchors = want_anchors
        self.accept = accept
        self.left = self.limits.deadline
        self.failed = 0
        self.cookies: dict[str, dict[str, str]] = {}  # host → name → value; they live as long as this visit

    async def visit(self, url: str) -> Visit:
        """Follow an address to its end. Raise `guard.Refused` where the way leads out of bounds."""
        visit = Visit(url)
        seen: set[tuple] = set()
        here, came_from = guard.clean(url), ""
        try:
            while True:
                state = (here, *sorted(self.cookies.get(guard.host_of(here), {}).items()))
                if state in seen:
                    raise Failure("redirect-loop", "it redirects in a circle", retry=False)
                seen.add(state)
                visit.answer, visit.page = await self._fetch(here, came_from), None
                step = self._next(visit)
                if step is None:
                    return visit
                visit.hops.append(Hop(here, step[1]))
                if len(visit.hops) > self.limits.redirects:
                    raise Failure("redirect-loop", f"it redirects more than {self.limits.redirects} times", retry=False)
                came_from, here = here, self._target(here, step[0])
        except Failure as failure:
            visit.failure, visit.answer = failure, None
            return visit

    def _next(self, visit: Visit) -> tuple[str, bool] | None:
        """Return where an answer sends its reader, and whether for good; None where it is the end."""
        answer = visit.answer
        if answer.status in PERMANENT + TEMPORARY and answer.header("Location"):
            return answer.header("Location"), answer.status in PERMANENT
        if answer.status in (200, 203) and answer.header("Content-Type").partition(";")[0].strip().lower() in HTML and b"<" in answer.body[:2048]:
            visit.page = read_page(answer.body, answer.header("Content-Type"), self.want_anchors)
            if visit.page.refresh:
                seconds, target = visit.page.refresh
                return None if urljoin(answer.url, target).partition("#")[0] == answer.url else (target, seconds == 0)
        return None

    @staticmethod
    def _target(here: str, location: str) -> str:
        try:
            return guard.clean(urljoin(here, location.strip()))
        except (guard.Refused, ValueError) as fault:
            raise guard.Refused(f"it redirects to '{plain(location, 80)}': {fault}") from fault

    async def _fetch(self, url: str, came_from: str) -> Answer:
        """Ask one address, again if that can help, and charge what it took."""
        host = guard.party(url)
        while True:
            try:
                answer = await self._attempt(url, came_from)
            except Failure as failure:
                await self._after_failure(host, failure)
                continue
            except guard.Refused as fault:
                raise guard.Refused(f"it redirects there: {fault}" if came_from else str(fault)) from fault
            self.cookies.setdefault(guard.host_of(url), {}).update(answer.cookies)
            if answer.status not in BUSY or answer.header("cf-mitigated"):
                self.client.politeness.answered(host)
                return answer
            if not self._may_ask_again(host, answer):
                return answer

    async def _attempt(self, url: str, came_from: str) -> Answer:
        answer, seconds = await self.client.ask(url, self.size(url), came_from, self.left, self.cookies.get(guard.host_of(url)), self.accept)
        self.left -= seconds
        return answer

    async def _after_failure(self, host: str, failure: Failure) -> None:
        """Wait before the next attempt, or raise the failure where there is none."""
        self.failed += 1
        self.left -= failure.seconds
        pause = self.limits.backoff * 2 ** (self.failed - 1)
        if not failure.retry or self.failed >= self.limits.attempts or pause >= self.left:
            if failure.retry:
                self.client.politeness.strike(host)
            raise failure
        self.left -= pause
        await self.client.clock.sleep(pause)

    def _may_ask_again(self, host: str, answer: Answer) -> bool:
        """Charge a busy answer to its host; tell whether this address may be asked once more."""
        politeness = self.client.politeness
        pause = self.limits.backoff * 2**self.failed
        if answer.status in ASKS_TO_WAIT:
            pause = politeness.refused(host, answer.header("Retry-After") or None, answer.header("Date") or None, self.failed)
        self.failed += 1
        self.left -= pause
        if self.failed >= self.limits.attempts or pause > self.limits.longest_wait or self.left <= 0:
            politeness.strike(host)
            return False
        if answer.status not in ASKS_TO_WAIT:
            politeness.pause(host, pause)
        return True
