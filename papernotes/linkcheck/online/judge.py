"""From what was seen of an address to one verdict, in a fixed order: the first rule that speaks decides."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote, urlsplit

from papernotes.linkcheck.online import kinds
from papernotes.linkcheck.online.client import Failure
from papernotes.linkcheck.online.page import holds
from papernotes.linkcheck.online.verdicts import Item, Result, Verdict, plain
from papernotes.linkcheck.online.visit import Visit
from papernotes.linkcheck.titles import Match, Work, compare, normalise, similarity

GONE = {404: "not found", 410: "gone for good"}
REFUSING = {401: "asks for a password", 402: "asks for payment", 403: "refuses programs", 407: "asks for a password", 418: "refuses programs", 451: "is withheld for legal reasons", 999: "refuses programs"}
GONE_CAUSES = {"dns", "redirect-loop"}
UNSURE_CAUSES = {"tls", "undecodable", "not-http"}
THING = r"\b(?:page|file|site|document|url|address|resource|article|content|post|object)\b"
MISSING = r"(?:not (?:be )?found|not exist|not available|no longer (?:exists?|available|here)|(?:cannot|can't|couldn't|could not) be found|(?:doesn't|does not) exist|isn't (?:here|available))\b"
NOT_FOUND_TITLE = re.compile(
    r"(?:error\s*|http\s*)?404\b(?=\W*$|\s*[-–—:|.!(]|\s+(?:error|not|page|file|seite|oops|sorry))"  # "404 Media" is a newspaper
    r"|.{0,60}[-–—:|]\s*(?:error\s*)?404(?:\s+(?:error|not found))?\W*$"
    rf"|(?:\W|oops|sorry|error|the|this|that)*{THING}[\w ,'’]{{0,40}}?\b{MISSING}"
    r"|(?:\W|oops|sorry)*(?:not found|nothing (?:was )?found|no such (?:page|file))\b"
    r"|seite nicht gefunden|page (?:introuvable|non trouvée)|página no encontrada|pagina non trovata|ページが見つかりません",
    re.IGNORECASE,
)
NOT_FOUND_TEXT = re.compile(rf"{THING}[\w ,'’]{{0,60}}?\b{MISSING}|\b404 (?:error|not found)\b|\berror 404\b", re.IGNORECASE)
FOR_SALE = re.compile(r"\b(?:(?:this |the )?domain(?: name)?(?: [\w.-]{1,80})? (?:is|may be|might be) (?:for sale|available for purchase|parked)|buy this domain|domain is parked|parked (?:free|domain)|this domain has expired|hugedomains|sedo domain parking)\b", re.IGNORECASE)
SIGN_IN = re.compile(r"(?:.{0,40}[-–—:|]\s*)?(?:please )?(?:log ?-?in|sign ?-?in|anmelden|authwall|single sign-?on|authentication required)\b", re.IGNORECASE)
SIGN_IN_PATH = re.compile(r"/(?:(?:user|users|account|accounts|auth|oauth2?|idp|saml2?|sso|cas|wp)[/-])?(?:login|log-in|logon|signin|sign-in|sign_in|sso|saml2?|authwall|authorize|authenticate|wp-login\.php|login\.\w+)(?:[/?;]|$)", re.IGNORECASE)
SIGN_IN_HOST = re.compile(r"(?:accounts|login|signin|auth|sso|idp|cas|shibboleth|adfs)\.", re.IGNORECASE)
CHALLENGE = re.compile(r"just a moment\.\.\.|attention required! \| cloudflare|are you (?:a robot|human)|verify (?:that )?you are (?:a )?human|checking your browser|ddos-guard|access denied|security check", re.IGNORECASE)
START_PAGES = re.compile(r"/?(?:(?:index|home|default|start|main)(?:\.\w+)?|[a-z]{2}(?:[-_][a-z]{2})?)?/?", re.IGNORECASE)
MADE_BY_SCRIPT = re.compile(r"[/!]|L\d+(?:-L\d+)?$|:~:|.*[=&]")
SHORT_TEXT = 600


def judge(item: Item, visit: Visit, title_before: str = "") -> Result:
    """Give the verdict on an address that was followed to its end; `title_before` is what its page was called last time."""
    for rule in RULES:
        for verdict, cause, reason in rule(item, visit):
            return result(item, visit, verdict, cause, reason)
    if visit.page and title_before and title_changed(title_before, visit.page.title):
        reason = f"its title was '{plain(title_before)}' and is now '{plain(visit.page.title)}'"
        return result(item, visit, Verdict.UNSURE, "title-changed", reason)
    if visit.moved_to:
        return result(item, visit, Verdict.MOVED, "moved", f"it moved for good to {plain(visit.moved_to, 500)}")
    return result(item, visit, Verdict.OK, "ok", "it answers" + (f": '{plain(visit.page.title)}'" if visit.page and visit.page.title else ""))


def result(item: Item, visit: Visit, verdict: Verdict, cause: str, reason: str) -> Result:
    """Make a result whose texts are safe to print."""
    final = with_fragment(visit.moved_to, item.url) if verdict == Verdict.MOVED else visit.end
    return Result(item.url, verdict, reason, final, plain(visit.page.title) if visit.page else "", cause=cause)


def with_fragment(address: str, written: str) -> str:
    """Keep the place in the page that the written address names."""
    fragment = urlsplit(written).fragment
    return f"{address}#{fragment}" if fragment and "#" not in address else address


Ruling = Iterator[tuple[Verdict, str, str]]


def no_answer(item: Item, visit: Visit) -> Ruling:
    """Judge a way that ended without an answer."""
    failure = visit.failure
    if isinstance(failure, Failure):
        gone, unsure = failure.cause in GONE_CAUSES, failure.cause in UNSURE_CAUSES
        yield Verdict.GONE if gone else Verdict.UNSURE if unsure else Verdict.TRANSIENT, failure.cause, failure.reason


def status(item: Item, visit: Visit) -> Ruling:
    """Judge by the status of the last answer."""
    answer = visit.answer
    code, host = answer.status, urlsplit(answer.url).netloc
    where = f" ({host})" if visit.hops and urlsplit(visit.hops[0].url).netloc != host else ""
    if "challenge" in answer.header("cf-mitigated").lower() or answer.header("x-amzn-waf-action") or b"ChallengeRequiredError" in answer.body[:4096]:
        yield Verdict.BLOCKED, "challenge", f"it wants proof that a person asks: cannot be verified here{where}"
    elif code in GONE:
        yield Verdict.GONE, f"http-{code}", f"{code}: {GONE[code]}{where}"
    elif code in REFUSING:
        yield Verdict.BLOCKED, f"http-{code}", f"{code}: it {REFUSING[code]}{where}"
    elif code == 429:
        yield Verdict.TRANSIENT, "rate-limit", f"429: too many requests{where}"
    elif code in (408, 425) or code >= 500:
        challenged = visit.answer.body and CHALLENGE.search(visit.answer.body[:4096].decode("latin-1"))
        yield (Verdict.BLOCKED, "challenge", f"{code}: it wants proof that a person asks{where}") if challenged else (Verdict.TRANSIENT, f"http-{code}", f"{code}: trouble on the server{where}")
    elif code in (204, 205):
        yield Verdict.SOFT_404, "empty", f"{code}: it answers with nothing"
    elif not 200 <= code < 300:
        yield Verdict.UNSURE, f"http-{code}", f"{code}: an answer that no browser shows{where}"


def sign_in(item: Item, visit: Visit) -> Ruling:
    """Find a login page in place of what was asked."""
    before, after = urlsplit(item.url), urlsplit(visit.end)
    was_login = bool(SIGN_IN_PATH.search(before.path)) or bool(SIGN_IN_HOST.match(before.netloc))
    if visit.hops and not was_login and (SIGN_IN_PATH.search(after.path) or (SIGN_IN_HOST.match(after.netloc) and after.netloc != before.netloc)):
        yield Verdict.LOGIN, "login", f"it leads to a login page: {plain(visit.end, 120)}"
    page = visit.page
    if page and not was_login and page.asks_password and (SIGN_IN.match(page.title) or SIGN_IN.match(page.heading) or len(page.text) < 200):
        yield Verdict.LOGIN, "login", f"it shows a login page: '{plain(page.title or page.heading)}'"


def soft_404(item: Item, visit: Visit) -> Ruling:
    """Find a page that says 200 but is none: an error page, a domain for sale, a bot wall, the start page instead of a deep one."""
    page = visit.page
    if page and (CHALLENGE.match(page.title) or (len(page.text) < SHORT_TEXT and CHALLENGE.match(page.text))):
        yield Verdict.BLOCKED, "challenge", f"it wants proof that a person asks: '{plain(page.title or page.text, 80)}'"
    for text in (page.title, page.heading) if page else ():
        if NOT_FOUND_TITLE.match(text) and (item.work is None or normalise(item.work.title) not in normalise(text)):
            yield Verdict.SOFT_404, "says-not-found", f"it answers 200 but says '{plain(text, 80)}'"
    if page and len(page.text) < SHORT_TEXT and (match := NOT_FOUND_TEXT.search(page.text)):
        yield Verdict.SOFT_404, "says-not-found", f"it answers 200 but says '{plain(match[0], 80)}'"
    if page and (match := FOR_SALE.search(page.title) or (FOR_SALE.search(page.text) if len(page.text) < 2 * SHORT_TEXT else None)):
        yield Verdict.SOFT_404, "for-sale", f"its domain seems to be for sale: '{plain(match[0], 80)}'"
    yield from to_start_page(item, visit)


def to_start_page(item: Item, visit: Visit) -> Ruling:
    """Find a deep address that leads to a start page; a domain that moved keeps its paths or never had one."""
    before, after = urlsplit(item.url), urlsplit(visit.end)
    if not visit.hops or START_PAGES.fullmatch(before.path) or after.path not in ("", "/") or after.query:
        return
    same_site = (before.hostname or "").split(".")[-2:] == (after.hostname or "").split(".")[-2:]
    reason = f"it leads to the start page {plain(visit.end, 120)}"
    yield (Verdict.SOFT_404, "start-page", reason) if same_site else (Verdict.UNSURE, "start-page", reason)


def content(item: Item, visit: Visit) -> Ruling:
    """Compare what came with what was expected: by its first bytes, not by what it calls itself."""
    answer = visit.answer
    expected = kinds.expected(item.kind, item.url)
    if not answer.body:
        yield (Verdict.WRONG_TYPE, "empty", f"it is empty, not {kinds.NAMES[expected]}") if expected in ("pdf", "image") else (Verdict.SOFT_404, "empty", "it answers 200 with nothing")
        return
    found = kinds.kind_of(answer.body, answer.header("Content-Type"))
    if not kinds.agree(expected, found):
        title = f" ('{plain(visit.page.title, 80)}')" if visit.page and visit.page.title else ""
        yield Verdict.WRONG_TYPE, "wrong-type", f"{kinds.NAMES[found]} where {kinds.NAMES[expected]} is expected{title}"
    elif expected == "image" and answer.whole and (fault := kinds.cut_off(answer.body)):
        yield Verdict.WRONG_TYPE, "cut-off", fault


def identity(item: Item, visit: Visit) -> Ruling:
    """Compare the work that a page declares in its `citation_` tags with the one that is expected."""
    if item.work is None or visit.page is None or not visit.page.meta.get("citation_title"):
        return
    meta = visit.page.meta
    year = re.search(r"\d{4}", meta.get("citation_publication_date") or meta.get("citation_date") or meta.get("citation_year") or "")
    theirs = Work(meta["citation_title"], meta.get("citation_author", "").split(";")[0], int(year[0]) if year else None)
    match = compare(item.work, theirs)
    if match == Match.WRONG_PAPER:
        yield Verdict.WRONG_PAPER, "wrong-paper", f"it is '{plain(theirs.title)}', not '{plain(item.work.title)}'"
    elif match == Match.UNSURE:
        yield Verdict.UNSURE, "title", f"its title is '{plain(theirs.title)}', ours is '{plain(item.work.title)}'"


def downgrade(item: Item, visit: Visit) -> Ruling:
    """Find a secure address that leads to an insecure one."""
    schemes = [urlsplit(hop.url).scheme for hop in visit.hops] + [urlsplit(visit.end).scheme]
    if "https" in schemes and schemes[-1] == "http":
        yield Verdict.UNSURE, "downgrade", f"it leads from https to unencrypted {plain(visit.end, 120)}"


def place(item: Item, visit: Visit) -> Ruling:
    """Look for the place in the page that the address names; one that a script may make is not held against it."""
    fragment = urlsplit(item.url).fragment.partition(":~:")[0]
    if not fragment or fragment == "top" or visit.page is None or not visit.answer.whole or MADE_BY_SCRIPT.match(fragment) or holds(visit.page, fragment):
        return
    maybe = ", though a script may add it" if visit.page.scripted else ""
    yield Verdict.UNSURE, "fragment", f"the page has no place '#{plain(unquote(fragment), 80)}'{maybe}"


def title_changed(before: str, now: str) -> bool:
    """Tell whether a page is called something quite different from last time."""
    one, two = normalise(before), normalise(now)
    return bool(one and two) and one not in two and two not in one and similarity(one, two) < 0.5


RULES: tuple[Callable[[Item, Visit], Ruling], ...] = (no_answer, status, sign_in, soft_404, content, identity, downgrade, place)
