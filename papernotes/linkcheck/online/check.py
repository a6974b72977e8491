"""Check many addresses in one run: papers by their ids, the rest by asking, each only once."""

import asyncio
import ssl as tls
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver

from papernotes.linkcheck.addresses import PaperId, canonical, identify, malformed
from papernotes.linkcheck.lock import Record
from papernotes.linkcheck.online import guard
from papernotes.linkcheck.online.archive import last_copy
from papernotes.linkcheck.online.asking import Found, Service
from papernotes.linkcheck.online.client import Client, Failure, NoNetwork
from papernotes.linkcheck.online.clock import Clock
from papernotes.linkcheck.online.judge import judge
from papernotes.linkcheck.online.kinds import expected
from papernotes.linkcheck.online.papers import LOOK_UP, judge_paper
from papernotes.linkcheck.online.services import Limits
from papernotes.linkcheck.online.verdicts import Item, Result, Verdict, plain
from papernotes.linkcheck.online.visit import Visitor

WITHOUT_ANCHORS = 1 << 18  # bytes; enough for a title, a heading and the first words
NO_NETWORK = "no network: not one of the addresses could be reached, so nothing was judged; connect and run it again"


async def check_urls(
    items: Iterable[Item | tuple], *, resolver: AbstractResolver | None = None, ssl: tls.SSLContext | None = None, clock: Clock | None = None,
    limits: Limits | None = None, allow_loopback: bool = False, known: Mapping[str, Record] | None = None, titles: Mapping[str, str] | None = None,
    tell: Callable[[Item, Result], None] | None = None,
) -> list[Result]:  # fmt: skip
    """Return one result an item, in their order.

    `known` are the lock's records by id, `titles` what pages were called last time, by address;
    `tell` hears of each result as it comes, so that an interrupted run keeps what it learnt.
    Raise `NoNetwork` where nothing at all could be reached.
    """
    asked = [item if isinstance(item, Item) else Item(*item) for item in items]
    results: dict[Item, Result] = {}

    def learn(item: Item, result: Result) -> None:
        results[item] = result
        if tell:
            tell(item, result)

    async with Client(limits or Limits(), clock or Clock(), resolver, ssl, allow_loopback) as client:
        try:
            await Run(client, known or {}, titles or {}, learn).all(dict.fromkeys(asked))
        except BaseExceptionGroup as faults:
            raise first_of(faults) from None
        if not client.answered and client.lost and not await client.has_network():
            raise NoNetwork(NO_NETWORK)
    return [results[item] for item in asked]


def first_of(group: BaseExceptionGroup) -> BaseException:
    """Take one exception out of what several tasks raised."""
    first = group.exceptions[0]
    return first_of(first) if isinstance(first, BaseExceptionGroup) else first


class Run:
    """Hold what the parts of one run share."""

    def __init__(self, client: Client, known: Mapping[str, Record], titles: Mapping[str, str], learn: Callable[[Item, Result], None]):
        self.client = client
        self.known = known
        self.titles = titles
        self.learn = learn
        self.service = Service(client)

    async def all(self, items: Iterable[Item]) -> None:
        """Sort the items by the way they are checked, and go all ways at once."""
        papers: dict[str, dict[str, list[tuple[Item, PaperId]]]] = defaultdict(lambda: defaultdict(list))
        pages: dict[str, dict[str, list[Item]]] = defaultdict(lambda: defaultdict(list))
        for item in items:
            fault, paper = malformed(item.url), identify(item.url)
            if fault:
                right = canonical(item.url) or ""
                self.learn(item, Result(item.url, Verdict.GONE, plain(fault + (f"; write {right}" if right else "")), right, cause="malformed"))
            elif paper:
                papers[paper.scheme][paper.id.lower() if paper.scheme == "doi" else paper.id].append((item, paper))
            else:
                self._sort_page(item, pages)
        async with asyncio.TaskGroup() as group:
            for scheme, ids in papers.items():
                group.create_task(self._papers(scheme, ids))
            for host, addresses in pages.items():
                waiting = deque(addresses.items())
                for _ in range(min(len(waiting), self.client.politeness.host(host).concurrency)):
                    group.create_task(self._pages(waiting))

    def _sort_page(self, item: Item, pages: dict[str, dict[str, list[Item]]]) -> None:
        try:
            address = guard.clean(item.url)
        except guard.Refused as fault:
            self.learn(item, refusal(item, fault))
        else:
            pages[guard.party(address)][address].append(item)

    async def _papers(self, scheme: str, ids: Mapping[str, list[tuple[Item, PaperId]]]) -> None:
        def tell(name: str, found: Found) -> None:
            for item, paper in ids[name]:
                self.learn(item, judge_paper(item, paper, found, self.known.get(paper.key)))

        await LOOK_UP[scheme](self.service, list(ids), tell)
        await self._notice_loss()

    async def _pages(self, waiting: deque[tuple[str, list[Item]]]) -> None:
        while waiting:
            address, items = waiting.popleft()
            await self._page(address, items)

    async def _page(self, address: str, items: list[Item]) -> None:
        """Ask one address once and judge it for every item that names it."""
        deep = any(urlsplit(item.url).fragment for item in items)
        images = any(expected(item.kind, item.url) == "image" for item in items)
        size = self.client.limits.body if deep or images else min(WITHOUT_ANCHORS, self.client.limits.body)
        try:
            visit = await Visitor(self.client, lambda _: size, deep).visit(address)
        except guard.Refused as fault:
            for item in items:
                self.learn(item, refusal(item, fault))
            return
        if isinstance(visit.failure, Failure):
            await self._notice_loss()
        copy = None
        for item in items:
            result = judge(item, visit, self.titles.get(item.url, ""))
            if result.verdict == Verdict.GONE and not guard.is_local(urlsplit(address)):
                copy = await last_copy(self.service, item.url) if copy is None else copy
                result = replace(result, archive=copy)
            self.learn(item, result)

    async def _notice_loss(self) -> None:
        """Give up at once where hosts are lost one after the other and none was ever reached."""
        if not self.client.answered and len(self.client.lost) >= 3 and not await self.client.has_network():
            raise NoNetwork(NO_NETWORK)


def refusal(item: Item, fault: guard.Refused) -> Result:
    """Say why an address was not asked."""
    return Result(item.url, Verdict.UNSURE, f"not asked: {plain(str(fault))}", cause="refused-by-us")
