"""The rows of the failure classes that need a network: what is served, and the verdict that must come.

The address asked is `https://blog.test/a` unless a row says otherwise.
"""

import gzip
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fakes import ATTENTION, BAHDANAU, BERT, LOTTERY, LSTM, MORPHABLE, Services, feed
from harness import Reply, World, page, redirect
from traps import HEAD, bomb, endless, raw, reset, silent, slow_body, slow_headers

from papernotes.linkcheck.online.verdicts import Item
from papernotes.linkcheck.titles import Work

BLOG = "https://blog.test/a"
ABS = "https://arxiv.org/abs/"
DOI = "https://doi.org/"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40 + b"IEND\xaeB`\x82"
EARLY_BIRD = "https://openreview.net/forum?id=BJxsrgStvr"
NETWORK_VIDEO = "aircAruvnKk"  # 3Blue1Brown, "But what is a neural network?"
IS_ATTENTION = "arxiv:1706.03762 is 'Attention Is All You Need' (Ashish Vaswani, 2017)"
OPEN = "it answers: 'A page'"
BUSY = "429: too many requests"
OVERLOADED = "503: trouble on the server"


@dataclass(frozen=True)
class Row:
    """Hold one row: class, address, what is served, the verdict and its reason, the finding's code and severity.

    `pages` stand on blog.test, `hosts` on other names; `services` change what the papers' services say.
    `asks` is how often blog.test must be asked; `why` gives the reason where the verdict was our own choice.
    """

    number: int
    what: str
    verdict: str
    reason: str
    url: str = BLOG
    pages: Mapping[str, Any] = field(default_factory=dict)
    hosts: Mapping[str, Any] = field(default_factory=dict)
    services: Mapping[str, Any] = field(default_factory=dict)
    work: Work | None = None
    kind: str = "any"
    asks: int | None = None
    why: str = ""

    def into(self, world: World) -> Item:
        """Set the world up and return the question."""
        services = Services()
        for name, value in self.services.items():
            setattr(services, name, value() if callable(value) else value)
        services.into(world)
        world.hosts["blog.test"] = {path: list(said) if isinstance(said, list) else said for path, said in self.pages.items()}
        world.hosts |= self.hosts
        return Item(self.url, self.kind, self.work)

    @property
    def expected(self) -> str:
        """The code and severity of the finding; nothing where the result is no finding."""
        if self.verdict == "wrong-paper":
            return "wrong-paper error"
        special = {"withdrawn": "withdrawn warning", "retracted": "retracted error", "now titled": "title-drift warning"}
        if self.verdict == "ok":
            return next((code for word, code in special.items() if word in self.reason and self.number in (9, 18, 23)), "")
        return "" if self.number in (4, 16, 52, 86) else f"{self.verdict} warning"


def paper(number: int, what: str, verdict: str, reason: str, url: str, work: Work | None = None, why: str = "", **services: Any) -> Row:
    return Row(number, what, verdict, reason, url, services=services, work=work, why=why)


def web(number: int, what: str, verdict: str, reason: str, said: Any = None, url: str = BLOG, asks: int | None = None, why: str = "", kind: str = "any", hosts: Any = None, **pages: Any) -> Row:
    others = {"/" + path.replace("__", "/").replace("_", "-"): reply for path, reply in pages.items()}
    return Row(number, what, verdict, reason, url, {"/a": said, **others} if said is not None else others, hosts or {}, kind=kind, asks=asks, why=why)


def html(text: str, **headers: str) -> Reply:
    return Reply(200, text.encode(), headers)


PAPERS = [
    paper(1, "an id of another paper", "wrong-paper", f"{IS_ATTENTION}, not '{BAHDANAU.title}'", ABS + "1706.03762", BAHDANAU.work),
    paper(2, "an id of another paper in the PDF's address", "wrong-paper", f"{IS_ATTENTION}, not '{LOTTERY.title}'", "https://arxiv.org/pdf/1706.03762", LOTTERY.work),
    paper(3, "an id that neither knows", "gone", "arXiv has no paper 1706.99999, nor has DataCite", ABS + "1706.99999"),
    paper(4, "an impossible month asks nobody", "gone", "arXiv id '1713.01234' has no month 13", ABS + "1713.01234"),
    paper(7, "v9 of seven", "gone", "there is no v9: the last version is v7", ABS + "1706.03762v9"),
    paper(8, "v1 of seven", "ok", f"{IS_ATTENTION}; v1 is named, the last is v7", ABS + "1706.03762v1", ATTENTION.work),
    paper(9, "withdrawn", "ok", "'A Solution of the P versus NP Problem' (Norbert Blum, 2017) is withdrawn", ABS + "1708.03486", why="the address is right and alive; the finding is a warning of its own"),
    paper(10, "a mirror", "ok", IS_ATTENTION, "https://ar5iv.labs.arxiv.org/html/1706.03762", ATTENTION.work),
    paper(14, "an empty feed first", "ok", IS_ATTENTION, ABS + "1706.03762", ATTENTION.work, arxiv_says=lambda: [feed()]),
    paper(14, "an entry left out for good", "ok", IS_ATTENTION.replace("Ashish Vaswani", "Vaswani, Ashish"), ABS + "1706.03762", ATTENTION.work, withheld={"1706.03762"}),
    paper(16, "a DOI with a full stop asks nobody", "gone", "DOI '10.1145/311535.311556.' ends with '.'; write https://doi.org/10.1145/311535.311556", DOI + "10.1145/311535.311556."),
    paper(18, "brackets in a DOI", "ok", "'RETRACTED: Ileal-lymphoid-nodular hyperplasia, non-specific colitis, and pervasive developmental disorder in children' (Wakefield, 1998) is retracted", DOI + "10.1016/S0140-6736%2897%2911096-0"),
    paper(19, "a DOI in capitals", "ok", "doi:10.1162/neco.1997.9.8.1735 is 'Long Short-Term Memory' (Hochreiter, 1997)", DOI + "10.1162/NECO.1997.9.8.1735", LSTM.work),
    paper(20, "a DOI that nobody registered", "gone", "the DOI 10.1145/311535.999999 is not registered", DOI + "10.1145/311535.999999"),
    paper(21, "a DOI is not followed to its publisher", "ok", "doi:10.1145/311535.311556 is 'A morphable model for the synthesis of 3D faces' (Blanz, 1999)", "https://dl.acm.org/doi/10.1145/311535.311556", MORPHABLE.work),
    paper(22, "a DOI of another paper", "wrong-paper", f"doi:10.1145/311535.311556 is 'A morphable model for the synthesis of 3D faces' (Blanz, 1999), not '{LSTM.title}'", DOI + "10.1145/311535.311556", LSTM.work),
    paper(23, "retracted", "ok", "'RETRACTED: Ileal-lymphoid-nodular hyperplasia, non-specific colitis, and pervasive developmental disorder in children' (Wakefield, 1998) is retracted", DOI + "10.1016/s0140-6736(97)11096-0", why="the address is right and alive; the finding is an error of its own, for a reader must know"),
    paper(25, "a DOI of DataCite", "ok", "doi:10.5281/zenodo.3509134 is 'pandas-dev/pandas: Pandas' (team, The pandas development, 2020)", DOI + "10.5281/zenodo.3509134"),
    paper(25, "a DOI of an agency that tells nothing", "ok", "the DOI exists; its agency tells no title", DOI + "10.1400/12345", other_agency={"10.1400/12345"}),
    paper(26, "a challenge", "blocked", "api2.openreview.net wants proof that a person asks: cannot be verified here", EARLY_BIRD),
    paper(27, "the PDF of a forum", "blocked", "api2.openreview.net wants proof that a person asks: cannot be verified here", "https://openreview.net/pdf?id=BJxsrgStvr"),
    paper(29, "the Anthology's old path", "ok", f"acl:N19-1423 is '{BERT.title}' (Devlin, 2019)", "https://aclanthology.org/anthology/N19-1423", BERT.work),
    paper(29, "an id that the Anthology never gave", "gone", "the ACL Anthology has no paper N19-9999", "https://aclanthology.org/N19-9999/"),
    paper(30, "a video", "ok", "youtube:aircAruvnKk is 'But what is a neural network?'", f"https://youtu.be/{NETWORK_VIDEO}?t=10", videos={NETWORK_VIDEO: "But what is a neural network?"}),
    paper(30, "a video that was removed", "gone", f"YouTube has no video {NETWORK_VIDEO}", f"https://www.youtube.com/watch?v={NETWORK_VIDEO}"),
    paper(30, "a private video with a picture", "blocked", "the video exists but is private or may not be embedded", f"https://www.youtube.com/watch?v={NETWORK_VIDEO}&t=5", videos={NETWORK_VIDEO: 401}, pictures={NETWORK_VIDEO}),
    paper(30, "a private video without a picture", "gone", "the video is private and has no picture any more", f"https://www.youtube.com/watch?v={NETWORK_VIDEO}", videos={NETWORK_VIDEO: 403}),
    Row(31, "a renamed repository", "moved", "it moved for good to https://github.com/tensorflow/tensor2tensor", "https://github.com/tensorflow/old", hosts={"github.com": {"/tensorflow/old": redirect(301, "/tensorflow/tensor2tensor"), "/tensorflow/tensor2tensor": page("Tensor2Tensor")}}),
    Row(31, "a heading of a README", "ok", "it answers: 'Tensor2Tensor'", "https://github.com/tensorflow/tensor2tensor#basics", hosts={"github.com": {"/tensorflow/tensor2tensor": page("Tensor2Tensor", "<h2 id=user-content-basics>Basics</h2><p>Some words</p>")}}),
    Row(31, "a line of a file, which a script marks", "ok", "it answers: 'A page'", "https://github.com/a/b/blob/main/c.py#L10", hosts={"github.com": {"/a/b/blob/main/c.py": page()}}),
    Row(33, "999", "blocked", "999: it refuses programs", "https://www.linkedin.com/in/someone", hosts={"www.linkedin.com": {"/in/someone": Reply(999)}}),
    Row(34, "a dead page", "gone", "404: not found", services={"copies": {BLOG: "20190401120000"}}, pages={"/a": Reply(404)}),
]  # fmt: skip
CHOICE_LOOP = "no browser shows such a page, so for its readers it is gone; three runs over a week still decide"
CHOICE_REFUSED = "nothing was fetched, so nothing is known; a person should look"
CHOICE_TLS = "a browser warns but a reader may go on, so it is neither sound nor gone"
WEB = [
    web(24, "a landing page", "ok", "it answers: 'An article - Buy access'", page("An article - Buy access")),
    web(28, "the same path with another query", "gone", "404: not found", url=BLOG + "?id=2", **{"a?id=1": page()}),
    web(32, "a domain for sale", "soft-404", "its domain seems to be for sale: 'This domain is for sale'", page("blog.test", "<p>This domain is for sale! Make an offer.</p>")),
    web(35, "404", "gone", "404: not found", Reply(404), asks=1),
    web(35, "410", "gone", "410: gone for good", Reply(410), asks=1),
    *(web(36, str(code), "blocked", f"{code}: it {reason}", Reply(code), asks=1) for code, reason in (
        (401, "asks for a password"), (402, "asks for payment"), (403, "refuses programs"), (418, "refuses programs"), (451, "is withheld for legal reasons"))),
    web(36, "a challenge under 503", "blocked", "it wants proof that a person asks: cannot be verified here", Reply(503, b"", {"cf-mitigated": "challenge"}), asks=1),
    web(36, "a challenge under 200", "blocked", "it wants proof that a person asks: 'Just a moment...'", page("Just a moment...")),
    web(37, "429 with seconds, once", "ok", OPEN, [Reply(429, b"", {"Retry-After": "20"}), page()], asks=2),
    web(38, "429 with a date, once", "ok", OPEN, [Reply(429, b"", {"Retry-After": "Sun, 22 Nov 2026 12:00:20 GMT", "Date": "Sun, 22 Nov 2026 12:00:00 GMT"}), page()], asks=2),
    web(38, "a date by a clock that is a year late", "ok", OPEN, [Reply(429, b"", {"Retry-After": "Sat, 22 Nov 2025 12:00:20 GMT", "Date": "Sat, 22 Nov 2025 12:00:00 GMT"}), page()], asks=2),
    web(38, "a date in the past", "ok", OPEN, [Reply(429, b"", {"Retry-After": "Thu, 01 Jan 1970 00:00:00 GMT"}), page()], asks=2),
    web(39, "429 without a header, once", "ok", OPEN, [Reply(429), page()], asks=2),
    web(40, "429 for ever", "transient", BUSY, Reply(429, b"", {"Retry-After": "1"}), asks=3),
    web(41, "a day", "transient", BUSY, Reply(429, b"", {"Retry-After": "86400"}), asks=1),
    *(web(41, senseless, "ok", OPEN, [Reply(429, b"", {"Retry-After": senseless}), page()], asks=2) for senseless in ("-1", "abc", "1m0s", "nan", "inf")),
    *(web(43, f"{code} once", "ok", OPEN, [Reply(code), page()], asks=2) for code in (500, 502, 503, 504)),
    web(44, "503 for ever", "transient", OVERLOADED, Reply(503), asks=3),
    *(web(45, str(code), "moved", "it moved for good to https://blog.test/b", redirect(code, "/b"), b=page()) for code in (301, 308)),
    *(web(45, str(code), "ok", OPEN, redirect(code, "/b"), b=page()) for code in (302, 303, 307)),
    web(45, "301 and then 302: only the first is for good", "moved", "it moved for good to https://blog.test/b", redirect(301, "/b"), b=redirect(302, "/c"), c=page()),
    web(46, "a circle", "gone", "it redirects in a circle", redirect(302, "/b"), b=redirect(302, "/a"), asks=2, why=CHOICE_LOOP),
    web(46, "a circle that a cookie opens", "ok", OPEN, lambda request: page() if "seen=1" in request.headers.get("cookie", "") else redirect(302, "/a", **{"Set-Cookie": "seen=1; Path=/"}), asks=2),
    web(46, "15 hops", "ok", OPEN, redirect(302, "/n/1"), **{f"n__{n}": redirect(302, f"/n/{n + 1}") for n in range(1, 15)}, n__15=page()),
    web(46, "25 hops", "gone", "it redirects more than 20 times", redirect(302, "/n/1"), **{f"n__{n}": redirect(302, f"/n/{n + 1}") for n in range(1, 25)}, n__25=page(), why="browsers give up after 20 as well"),
    web(47, "a redirect to 404", "gone", "404: not found", redirect(301, "/b"), b=Reply(404)),
    web(48, "a deep link to the start page", "soft-404", "it leads to the start page https://blog.test/", redirect(302, "/"), **{"": page()}, why="a page that is gone is what this means, whatever the status says"),
    web(48, "a deep link to another site's start page", "unsure", "it leads to the start page https://other.test/", redirect(302, "https://other.test/"), hosts={"other.test": {"/": page()}}, why="a short link may mean it"),
    web(49, "a redirect to a login", "login", "it leads to a login page: https://blog.test/login?next=/a", redirect(302, "/login?next=/a"), login=page("Members")),
    web(49, "a login page in place of the page", "login", "it shows a login page: 'Sign in - Wiki'", page("Sign in - Wiki", "<input type=password><p>" + "Words to read. " * 40)),
    web(50, "from https to http", "unsure", "it leads from https to unencrypted http://blog.test/b", redirect(302, "http://blog.test/b"), b=page(), why="the page is there, but on the way anybody can change it"),
    web(51, "to a host that has enough", "transient", BUSY + " (other.test)", redirect(302, "https://other.test/b"), hosts={"other.test": {"/b": Reply(429)}}, asks=1),
    web(51, "to a host that refuses", "blocked", "403: it refuses programs (other.test)", redirect(302, "https://other.test/b"), hosts={"other.test": {"/b": Reply(403)}}),
    *(web(52, target, "unsure", reason, redirect(302, target), asks=1, why=CHOICE_REFUSED) for target, reason in (
        ("javascript:alert(1)", "not asked: it redirects to 'javascript:alert(1)': 'javascript:' is not asked, only http and https"),
        ("file:///etc/passwd", "not asked: it redirects to 'file:///etc/passwd': 'file:' is not asked, only http and https"),
        ("http://127.0.0.1/", "not asked: it redirects there: 127.0.0.1 is this computer"), ("http://localhost/", "not asked: it redirects there: localhost is this computer"),
        ("http://[::1]/", "not asked: it redirects there: ::1 is this computer"), ("http://[::ffff:127.0.0.1]/", "not asked: it redirects there: ::ffff:127.0.0.1 is this computer"),
        ("http://169.254.169.254/latest", "not asked: it redirects there: 169.254.169.254 is a private address"), ("http://10.0.0.1/", "not asked: it redirects there: 10.0.0.1 is a private address"))),
    web(53, "a refresh in the page", "moved", "it moved for good to https://blog.test/b", html('<meta http-equiv="refresh" content="0; url=/b">'), b=page(), why="search engines take a refresh without delay as permanent, and static sites can say it in no other way"),
    web(53, "a refresh after five seconds, to 404", "gone", "404: not found", html('<meta http-equiv="refresh" content="5; url=/b">'), b=Reply(404)),
    web(53, "a refresh for browsers without scripts", "ok", "it answers", html('<noscript><meta http-equiv="refresh" content="0; url=/b"></noscript><p>Some words to read here</p>')),
    *(web(54, title, "soft-404", f"it answers 200 but says '{title}'", page(title)) for title in ("404", "Page not found", "Error 404 (Not Found)", "Oops! That page can't be found.", "My blog | 404 Not Found", "Seite nicht gefunden")),
    web(54, "in the text alone", "soft-404", "it answers 200 but says 'page you requested could not be found'", page("Blog", "<p>Sorry, the page you requested could not be found.</p>")),
    *(web(54, f"'{title}' is no error page", "ok", f"it answers: '{title}'", page(title)) for title in ("404 Media", "How we found 404 errors", "Content does not matter: a study", "Lost and Not Found: A Study")),
    web(55, "HEAD is never asked", "ok", OPEN, page(), asks=1),
    web(56, "200 with nothing", "soft-404", "it answers 200 with nothing", Reply(200), why="a reader sees a white page"),
    web(56, "204", "soft-404", "204: it answers with nothing", raw(b"HTTP/1.1 204 No Content\r\n\r\n"), why="a browser stays where it was"),
    web(57, "a length that lies", "transient", "its body ends before it should", raw(HEAD + b"Content-Length: 999\r\n\r\n<title>Cut</title>"), asks=3, why="a connection that breaks is an accident until it is one each time"),
    web(58, "gzip that is none", "unsure", "it cannot be decompressed", Reply(200, b"\x1f\x8bnonsense and more", {"Content-Encoding": "gzip"}), why="browsers show an error, other clients the page"),
    web(58, "gzip that is cut off", "unsure", "its compressed data is cut off", Reply(200, gzip.compress(b"<title>Hello</title>" * 50)[:-12], {"Content-Encoding": "gzip"})),
    web(58, "an unknown encoding", "unsure", "its encoding 'br' was not offered", Reply(200, b"x", {"Content-Encoding": "br"})),
    web(58, "deflate without its frame", "ok", OPEN, Reply(200, zlib.compress(page().body)[2:-4], {"Content-Encoding": "deflate"})),
    web(59, "64 MiB in 64 KiB", "ok", "it answers: 'Boom'", bomb()),
    web(60, "an endless page", "ok", "it answers: 'Endless'", endless(HEAD + b"\r\n<title>Endless</title><body>", b"<p>more words to read</p>" * 1000)),
    web(61, "slow headers", "transient", "blog.test did not answer in time", slow_headers),
    web(62, "a slow body", "transient", "blog.test did not answer in time", slow_body),
    web(62, "no answer at all", "transient", "blog.test did not answer in time", silent),
    web(63, "a reset, once", "ok", OPEN, [reset, page()], asks=2),
    web(63, "a reset, always", "transient", "blog.test breaks the connection", reset, asks=3),
    web(63, "nothing, always", "transient", "blog.test closes the connection without an answer", raw(), asks=3),
    web(63, "a banner of another protocol", "unsure", "blog.test does not answer in HTTP", raw(b"SSH-2.0-OpenSSH_9.6\r\n"), asks=3, why="something is there, and no browser can show it"),
    Row(64, "a port where nobody listens", "transient", "blog.test refuses the connection", "https://blog.test:9/a"),
    web(65, "a certificate that signed itself", "unsure", "its certificate is not valid: unable to get local issuer certificate", url="https://self-signed.test/a", hosts={"self-signed.test": {"/a": page()}}, why=CHOICE_TLS),
    web(65, "an expired certificate", "unsure", "its certificate is not valid: certificate has expired", url="https://expired.test/a", hosts={"expired.test": {"/a": page()}}, why=CHOICE_TLS),
    web(65, "another host's certificate", "unsure", "its certificate is not valid: Hostname mismatch, certificate is not valid for 'wrong-host.test'.", url="https://wrong-host.test/a", hosts={"wrong-host.test": {"/a": page()}}, why=CHOICE_TLS),
    web(66, "a page where a PDF is expected", "wrong-type", "a page where a PDF is expected ('A page')", url="https://blog.test/x.pdf", **{"x.pdf": page()}),
    web(66, "a page that calls itself a PDF", "wrong-type", "a page where a PDF is expected", url="https://blog.test/x.pdf", **{"x.pdf": page(**{"Content-Type": "application/pdf"})}),
    web(66, "a page where an image is expected", "wrong-type", "a page where an image is expected ('A page')", page(), kind="image"),
    web(66, "a PDF under .html", "wrong-type", "a PDF where a page is expected", url="https://blog.test/x.html", **{"x.html": Reply(200, b"%PDF-1.7 ...")}),
    web(66, "a PDF that calls itself bytes", "ok", "it answers", url="https://blog.test/x.pdf", **{"x.pdf": Reply(200, b"%PDF-1.7 ...", {"Content-Type": "application/octet-stream"})}),
    web(67, "406 without text/html", "ok", OPEN, lambda request: page() if "text/html" in request.headers["accept"] else Reply(406)),
    web(67, "403 for programs", "blocked", "403: it refuses programs", lambda request: Reply(403) if "papernotes" in request.headers["user-agent"] else page(), why="the program says honestly what it is"),
    web(68, "a place that is there", "ok", OPEN, page(body="<h2 id='a b'>Here</h2><p>Words</p>"), url=BLOG + "#a%20b"),
    web(68, "a place in name=", "ok", OPEN, page(body="<a name=here></a><p>Words</p>"), url=BLOG + "#here"),
    web(68, "a place that is missing", "unsure", "the page has no place '#there'", page(), url=BLOG + "#there", why="the page is right; only the place in it is not"),
    web(68, "a place that a script may make", "unsure", "the page has no place '#there', though a script may add it", page(body="<script>1</script><p>Words</p>"), url=BLOG + "#there"),
    *(web(68, fragment, "ok", OPEN, page(), url=f"{BLOG}#{fragment}") for fragment in (":~:text=hello", "/route", "top", "L10")),
    web(68, "a page of a PDF", "ok", "it answers", url="https://blog.test/x.pdf#page=7", **{"x.pdf": Reply(200, b"%PDF-1.7 ...")}),
    web(69, "Latin-1", "ok", "it answers: 'Größe'", Reply(200, "<title>Größe</title><p>x".encode("latin-1"), {"Content-Type": "text/html; charset=iso-8859-1"})),
    web(69, "Windows-1252 that does not say so", "ok", "it answers: 'Größe'", Reply(200, "<title>Größe</title><p>x".encode("cp1252"), {"Content-Type": "text/html"})),
    web(69, "UTF-8 that does not say so", "ok", "it answers: 'Größe'", Reply(200, "<title>Größe</title><p>x".encode(), {"Content-Type": "text/html"})),
    web(69, "a charset that does not exist", "ok", "it answers: 'Größe'", Reply(200, "<title>Größe</title><p>x".encode(), {"Content-Type": "text/html; charset=utf8mb4"})),
    web(69, "a byte order mark", "ok", "it answers: 'Größe'", Reply(200, "\ufeff<title>Größe</title><p>x".encode("utf-16-le"))),
    web(69, "five megabytes without a title", "ok", "it answers", html("<body>" + "<p>some words to read</p>" * 220_000)),
    web(108, "a remote image that is a page", "wrong-type", "a page where an image is expected ('A page')", url="https://blog.test/x.png", kind="image", **{"x.png": page()}),
    web(108, "a remote image", "ok", "it answers", Reply(200, PNG, {"Content-Type": "image/png"}), kind="image"),
    web(108, "a remote image that is cut off", "wrong-type", "a PNG that is cut off", Reply(200, PNG[:40], {"Content-Type": "image/png"}), kind="image"),
    web(108, "a remote image without bytes", "wrong-type", "it is empty, not an image", Reply(200, b"", {"Content-Type": "image/png"}), kind="image"),
]  # fmt: skip
ROWS = PAPERS + WEB

# Classes about the checker itself, or about many addresses at once: each has a test of its own, named here.
ELSEWHERE = {
    42: "test_online_politeness.py: test_a_host_that_has_enough_of_one_address_is_left_alone_for_all",
    70: "test_online_politeness.py: test_one_address_written_300_times_is_asked_once",
    121: "test_online_run.py: test_without_a_network_there_is_one_sentence_and_nothing_is_written",
    122: "test_online_run.py: test_a_run_that_is_killed_leaves_whole_files",
    123: "test_online_state.py: test_two_runs_at_once_keep_what_both_learnt",
    124: "test_online_state.py: test_a_state_that_cannot_be_read_is_named_and_left_alone",
    125: "test_online_state.py: test_a_clock_that_jumps_back_does_not_make_an_address_dead",
    126: "test_online_run.py: test_an_interrupt_stops_soon_and_keeps_what_was_learnt",
    127: "test_online_run.py: test_progress_without_a_terminal_is_plain_lines",
    130: "test_online_safety.py: test_a_name_that_no_test_serves_fails_loudly",
}
# What no test can hold, with the reason.
UNREACHED = ELSEWHERE | {129: "tools/bench_links_online.py measures it: a test must not depend on the time that something takes"}
