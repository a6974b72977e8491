"""How often hosts are asked: their limits hold, and what a host asks for is charged to that host."""

import asyncio
from pathlib import Path

import pytest
from fakes import ATTENTION, Services
from harness import QUICK, Reply, World, page, redirect, run

from papernotes.linkcheck.online.politeness import seconds_of
from papernotes.linkcheck.online.services import SERVICES, HostLimit, Limits, LimitsError, load_limits

POLITE = Limits(default=HostLimit(2.0, 1))


def times(world: World, host: str) -> list[int]:
    """List when a host was asked, in whole seconds since the first time."""
    asked = [request.at for request in world.requests if request.host == host]
    return [round(at - asked[0]) for at in asked]


def test_one_address_written_300_times_is_asked_once():
    async def scene():
        async with World() as world:
            world.hosts["blog.test"] = {"/a": page(body="<h2 id=one>One</h2><p>Some words</p>")}
            results = await world.check(*["https://blog.test/a", "https://blog.test/a#one"] * 150)
            return [result.verdict for result in results], world.asked("blog.test")

    assert run(scene()) == (["ok"] * 300, ["/a"])


def test_a_host_is_asked_at_its_interval_and_one_at_a_time():
    async def scene():
        async with World() as world:
            world.hosts["blog.test"] = {f"/{n}": page() for n in range(4)}
            await world.check(*(f"https://blog.test/{n}" for n in range(4)), limits=POLITE)
            return times(world, "blog.test")

    assert run(scene()) == [0, 2, 4, 6]


def test_a_host_to_which_many_redirect_is_asked_no_more_at_once_than_its_limit_allows():
    async def scene():
        asked, most = 0, 0

        async def slow(request, writer):
            nonlocal asked, most
            asked += 1
            most = max(most, asked)
            await asyncio.sleep(1)
            asked -= 1
            writer.write(bytes(page()))

        async with World() as world:
            world.hosts |= {f"h{n}.test": {"/": redirect(302, f"https://busy.test/{n}")} for n in range(9)}
            world.hosts["busy.test"] = {f"/{n}": slow for n in range(9)}
            results = await world.check(*(f"https://h{n}.test/" for n in range(9)), limits=Limits(default=HostLimit(0, 2)))
            return {result.verdict for result in results}, most

    assert run(scene()) == ({"ok"}, 2)


def test_hosts_do_not_wait_for_each_other():
    async def scene():
        async with World() as world:
            world.hosts |= {f"h{n}.test": {"/": page()} for n in range(20)}
            await world.check(*(f"https://h{n}.test/" for n in range(20)), limits=POLITE)
            return max(request.at for request in world.requests) - min(request.at for request in world.requests)

    assert run(scene()) < 2


def test_a_host_that_has_enough_of_one_address_is_left_alone_for_all():
    async def scene():
        async with World() as world:
            world.hosts["blog.test"] = {"/a": [Reply(429, b"", {"Retry-After": "20"}), page()], **{f"/{n}": page() for n in range(3)}}
            results = await world.check("https://blog.test/a", *(f"https://blog.test/{n}" for n in range(3)), limits=Limits(default=HostLimit(1.0, 1)))
            return [result.verdict for result in results], world.asked("blog.test"), times(world, "blog.test")

    verdicts, asked, at = run(scene())
    assert verdicts == ["ok"] * 4
    assert asked == ["/a", "/a", "/0", "/1", "/2"]
    assert at == [0, 20, 22, 24, 26]  # the interval has doubled, and successes do not lower it


def test_a_pause_is_charged_to_the_host_that_asked_for_it_not_to_the_one_that_led_there():
    async def scene():
        async with World() as world:
            world.hosts["blog.test"] = {"/a": redirect(302, "https://other.test/x"), "/b": page()}
            world.hosts["other.test"] = {"/x": [Reply(429, b"", {"Retry-After": "20"}), page()]}
            await world.check("https://blog.test/a", "https://blog.test/b")
            return times(world, "blog.test"), times(world, "other.test")

    assert run(scene()) == ([0, 0], [0, 20])


def test_a_host_that_refuses_three_addresses_for_good_is_not_asked_for_the_rest():
    async def scene():
        async with World() as world:
            world.hosts["blog.test"] = lambda request: Reply(429, b"", {"Retry-After": "1"})
            results = await world.check(*(f"https://blog.test/{n}" for n in range(50)), limits=Limits(default=HostLimit(0, 1)))
            return {result.verdict for result in results}, results[-1].reason, len(world.requests)

    assert run(scene()) == ({"transient"}, "not asked: blog.test failed for 3 addresses before", 9)


def test_a_pause_longer_than_we_wait_is_kept_by_not_asking_again():
    async def scene():
        async with World() as world:
            world.hosts["blog.test"] = lambda request: Reply(503, b"", {"Retry-After": "86400"})
            results = await world.check(*(f"https://blog.test/{n}" for n in range(3)), limits=Limits(default=HostLimit(0, 1)))
            return [result.reason for result in results], len(world.requests)

    assert run(scene()) == (["503: trouble on the server", *["not asked: blog.test wants a longer pause than 30 s"] * 2], 1)


def test_arxiv_is_asked_in_batches_three_seconds_apart():
    async def scene():
        async with World() as world:
            ids = [f"1706.{number:05}" for number in range(1, 251)]
            Services(arxiv=dict.fromkeys(ids, ATTENTION)).into(world)
            results = await world.check(*(f"https://arxiv.org/abs/{name}" for name in ids), limits=Limits())
            return {result.verdict for result in results}, times(world, "export.arxiv.org"), [request.query["max_results"] for request in world.requests]

    assert run(scene()) == ({"ok"}, [0, 3, 6], ["100", "100", "50"])


@pytest.mark.parametrize(("said", "date", "seconds"), [
    ("120", None, 120), ("0.5", None, 0.5), (None, None, None), ("-1", None, None), ("abc", None, None), ("1m0s", None, None), ("inf", None, None), ("nan", None, None),
    ("Sun, 22 Nov 2026 12:02:00 GMT", None, 120), ("Sun, 22 Nov 2026 11:00:00 GMT", None, None),
    ("Sun, 22 Nov 2020 12:02:00 GMT", "Sun, 22 Nov 2020 12:00:00 GMT", 120), ("Sun, 22 Nov 2026 12:02:00", None, None),
])  # fmt: skip
def test_retry_after_is_read_as_seconds_or_as_a_date_by_the_servers_own_clock(said: str | None, date: str | None, seconds: float | None):
    from harness import START

    assert seconds_of(said, date, START) == seconds


def test_the_table_of_limits_is_overridden_by_a_file(tmp_path: Path):
    path = tmp_path / "links.toml"
    path.write_text('mail = "reader@example.org"\ndeadline = 5\n[default]\ninterval = 7\n[hosts."arxiv.org"]\ninterval = 20\n[hosts."new.org"]\nconcurrency = 9\n')
    limits = load_limits(path)
    assert (limits.mail, limits.deadline, limits.default) == ("reader@example.org", 5, HostLimit(7, 2))
    assert (limits.of("arxiv.org").interval, limits.of("arxiv.org").concurrency) == (20, 1)
    assert limits.of("new.org") == HostLimit(1.0, 9)
    assert limits.of("export.arxiv.org") == SERVICES["export.arxiv.org"]


@pytest.mark.parametrize(("text", "message"), [
    ("deadline = -1", "links.toml: 'deadline' cannot be -1"),
    ("attempts = 0", "links.toml: 'attempts' cannot be 0"),
    ("mail = 3", "links.toml: 'mail' cannot be 3"),
    ("hosts = 3", "links.toml: 'hosts' must be a table"),
    ('[hosts."a.org"]\nconcurrency = 1.5', "links.toml: 'hosts.a.org.concurrency' cannot be 1.5"),
    ('[hosts."a.org"]\nspeed = 1', "links.toml: 'hosts.a.org.speed' is not known; known are interval, concurrency, why"),
    ("deadline =", "links.toml: cannot be read: Invalid value (at end of document)"),
])  # fmt: skip
def test_a_senseless_limit_is_named(tmp_path: Path, text: str, message: str):
    (tmp_path / "links.toml").write_text(text)
    with pytest.raises(LimitsError) as fault:
        load_limits(tmp_path / "links.toml")
    assert str(fault.value) == message


def test_a_slow_host_costs_no_more_than_the_deadline():
    async def scene():
        from traps import silent

        async with World() as world:
            world.hosts["blog.test"] = {"/a": silent}
            start = world.clock.monotonic()
            await world.check("https://blog.test/a", limits=QUICK)
            return world.clock.monotonic() - start, len(world.requests)

    seconds, asks = run(scene())
    assert seconds < QUICK.deadline + 1
    assert asks == 3
