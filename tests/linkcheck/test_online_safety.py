"""Nothing leaves that should not, and nothing that a server sends is taken for more than data."""

import ipaddress

import pytest
from fakes import Services
from harness import QUICK, Item, OutsideLoopback, Reply, World, client_tls, page, redirect, run
from traps import HEAD, endless

from papernotes.linkcheck.online import guard
from papernotes.linkcheck.online.check import check_urls
from papernotes.linkcheck.online.judge import FOR_SALE, NOT_FOUND_TEXT, NOT_FOUND_TITLE, SIGN_IN
from papernotes.linkcheck.online.page import read_page
from papernotes.linkcheck.online.verdicts import plain

ESCAPE = "\x1b[31mRED\x1b[0m\x07 \u202egnp.exe \u200b::error::x"


async def one(url: str, said: object = None, **options) -> tuple[object, World]:
    async with World() as world:
        Services().into(world)
        world.hosts["blog.test"] = {"/a": said} if said is not None else {}
        return (await world.check(url, **options))[0], world


def test_a_name_that_no_test_serves_fails_loudly():
    with pytest.raises(OutsideLoopback, match=r"'elsewhere\.test' was asked for, which no test serves"):
        run(one("https://elsewhere.test/"))


@pytest.mark.parametrize(("url", "reason"), [
    ("http://127.0.0.1/", "127.0.0.1 is this computer"), ("http://localhost:8000/", "localhost is this computer"), ("http://[::1]/", "::1 is this computer"),
    ("http://192.168.1.1/", "192.168.1.1 is a private address"), ("http://printer.local/", "printer.local is a private address"), ("http://0.0.0.0/", "0.0.0.0 is a private address"),
    ("ftp://blog.test/", "'ftp:' is not asked, only http and https"), ("file:///etc/passwd", "'file:' is not asked, only http and https"),
    ("https:///nothing", "it names no host"), ("http://[bad/", "not an address that a browser could open"), ("http://a.test:99999/", "not an address that a browser could open"),
])  # fmt: skip
def test_an_address_out_of_bounds_is_refused_without_asking(url: str, reason: str):
    async def scene():
        async with World() as world:
            return (await check_urls([Item(url)], resolver=world, ssl=client_tls(), clock=world.clock, limits=QUICK))[0], world.requests

    result, requests = run(scene())
    assert (result.verdict, result.reason, requests) == ("unsure", f"not asked: {reason}", [])


@pytest.mark.parametrize("address", ["10.0.0.1", "169.254.169.254", "192.168.0.1", "100.64.0.1", "0.0.0.0", "224.0.0.1"])
def test_a_public_name_that_leads_into_a_private_network_is_refused(address: str):
    async def scene():
        async with World() as world:
            world.elsewhere["rebound.test"] = address
            return (await world.check("https://rebound.test/"))[0]

    result = run(scene())
    assert (result.verdict, result.reason) == ("unsure", f"not asked: rebound.test leads to {address}, which is a private address")


def test_a_public_name_that_leads_to_this_computer_is_refused():
    async def scene():
        async with World() as world:
            world.hosts["blog.test"] = {"/a": page()}
            return (await check_urls([Item("https://blog.test/a")], resolver=world, ssl=client_tls(), clock=world.clock, limits=QUICK))[0], world.requests

    result, requests = run(scene())
    assert (result.reason, requests) == ("not asked: blog.test leads to 127.0.0.1, which is this computer", [])


def test_a_local_address_is_judged_where_that_is_allowed_and_may_redirect_to_another_local_one():
    async def scene():
        async with World() as world:
            world.hosts["127.0.0.1"] = {"/a": redirect(301, "/b"), "/b": page("Local")}
            return (await world.check(f"http://127.0.0.1:{world.port}/a"))[0]

    assert run(scene()).verdict == "moved"


@pytest.mark.parametrize(("address", "kind"), [("8.8.8.8", ""), ("2606:4700::1111", ""), ("::ffff:10.0.0.1", "private"), ("2002:7f00:1::", "loopback"), ("fe80::1", "private"), ("fc00::1", "private"), ("255.255.255.255", "private")])
def test_every_kind_of_ip_address_is_known_for_what_it_is(address: str, kind: str):
    assert guard.kind_of(ipaddress.ip_address(address)) == kind


def test_no_credentials_are_sent(monkeypatch: pytest.MonkeyPatch, tmp_path):
    (tmp_path / ".netrc").write_text("machine blog.test login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    monkeypatch.setenv("HTTPS_PROXY", "http://user:secret@proxy.invalid:3128")
    result, world = run(one("https://me:secret@blog.test/a", page()))
    [request] = world.requests
    assert result.verdict == "ok"
    assert sorted(request.headers) == ["accept", "accept-encoding", "accept-language", "host", "user-agent"]
    assert request.headers["host"] == "blog.test"


def test_a_cookie_goes_back_to_its_host_alone_and_is_forgotten_after():
    async def scene():
        async with World() as world:
            world.hosts["blog.test"] = {"/a": redirect(302, "https://other.test/", **{"Set-Cookie": "id=1"}), "/b": page()}
            world.hosts["other.test"] = {"/": redirect(302, "https://blog.test/b")}
            await world.check("https://blog.test/a")
            await world.check("https://blog.test/b")
            return [(request.host, request.headers.get("cookie")) for request in world.requests]

    assert run(scene()) == [("blog.test", None), ("other.test", None), ("blog.test", "id=1"), ("blog.test", None)]


def test_the_user_agent_says_what_asks_and_where_it_is_from(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("REPO_URL", "https://github.com/someone/engram")
    _, world = run(one("https://blog.test/a", page()))
    assert world.requests[0].headers["user-agent"] == "papernotes-link-checker/0.1.0 (+https://github.com/someone/engram)"
    monkeypatch.delenv("REPO_URL")
    _, world = run(one("https://blog.test/a", page()))
    assert world.requests[0].headers["user-agent"] == "papernotes-link-checker/0.1.0"


@pytest.mark.parametrize("said", [page(ESCAPE), redirect(301, "https://blog.test/" + "%1b[31m"), redirect(302, "gopher://\u202ex/"), Reply(200, f"<title>404 not found {ESCAPE}</title>".encode())])
def test_what_a_server_sends_is_printed_as_plain_text(said: Reply):
    result, _ = run(one("https://blog.test/a", said))
    for text in (result.reason, result.seen_title):
        assert text.isprintable()
        assert not set(text) & set("\x1b\x07\u202e\u200b")


def test_control_characters_become_a_visible_sign_and_long_text_is_cut():
    assert plain("a\x1b[0m\tb\r\nc\u202ed\x9b") == "a\ufffd[0m b c\ufffdd\ufffd"
    assert plain("x" * 1000) == "x" * 199 + "…"


def test_an_endless_body_is_left_after_the_first_megabyte():
    trap = endless(HEAD + b"\r\n<title>Endless</title><body>", b"<p>more words to read</p>" * 1000)
    result, _ = run(one("https://blog.test/a#place", trap))
    assert result.verdict == "ok"
    assert trap.sent < 8 << 20  # what lies in the buffers on the way comes on top of the megabyte


@pytest.mark.parametrize("unit", ["<", "<a ", "<a href='", '<a href="', "<!--", "<script>", "<meta http-equiv=refresh content=", "&amp", "<title>", "<h1>", "a=", "</", "<p title=\">\" "])
def test_a_megabyte_of_a_hostile_page_is_read_to_its_end(unit: str):
    body = b"<title>First</title><p id=first>Some words</p>" + (unit * (1 << 20)).encode()[: 1 << 20]  # squares would take hours here
    found = read_page(body, "text/html", want_anchors=True)
    assert (found.title, "first" in found.anchors, found.text[:10]) == ("First", True, "First Some")


@pytest.mark.parametrize("look", [NOT_FOUND_TITLE.match, NOT_FOUND_TEXT.search, FOR_SALE.search, SIGN_IN.match])
@pytest.mark.parametrize("unit", ["page ", "page you are ", "oops ", "the ", "domain ", "- 404 ", "not ", " "])
def test_a_hostile_text_matches_no_pattern_and_costs_no_backtracking(look, unit: str):
    assert look(unit * 2000 + "x") is None


@pytest.mark.parametrize(("url", "sent"), [
    ("https://Blog.TEST/a b?q=ä#x", "https://blog.test/a%20b?q=%C3%A4"), ("https://münchen.test/", "https://xn--mnchen-3ya.test/"), ("https://a.test", "https://a.test/"),
    ("https://a.test/%2F%2520|[x]\\y", "https://a.test/%2F%2520|[x]/y"), ("https://u:p@a.test:8443/", "https://a.test:8443/"), ("https://a.test./(x)", "https://a.test/(x)"),
])  # fmt: skip
def test_an_address_is_sent_as_a_browser_sends_it(url: str, sent: str):
    assert guard.clean(url) == sent
