"""What an HTML page says of itself, read in one pass in linear time, however broken the page is."""

import html
import re
from dataclasses import dataclass, field
from urllib.parse import unquote

TAG = re.compile(r"<([a-z][a-z0-9]*)((?:\s|/)[^<>]*)?>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""([a-z][\w:.-]*)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""", re.IGNORECASE)
CHARSET = re.compile(rb"""<meta[^<>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
REFRESH = re.compile(r"""\s*(\d{1,9})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?["']?\s*([^"']+)""", re.IGNORECASE)
MARKUP = re.compile(r"<[^<>]*>")
HIDDEN = (("<!--", "-->"), ("<script", "</script"), ("<style", "</style"), ("<noscript", "</noscript"), ("<template", "</template"))
BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
TEXT_SAMPLE = 2_000
LONGEST_TAG = 10_000


@dataclass
class Page:
    """Hold what is wanted of one page."""

    title: str = ""
    heading: str = ""
    text: str = ""  # the first of what a reader sees
    meta: dict[str, str] = field(default_factory=dict)  # lower-case name or property → first content
    refresh: tuple[int, str] | None = None  # seconds, address as written
    asks_password: bool = False
    anchors: frozenset[str] = frozenset()
    scripted: bool = False


def read_page(body: bytes, content_type: str, want_anchors: bool = False) -> Page:
    """Read a page."""
    source = decode(body, content_type)
    shown = source
    for opening, closing in HIDDEN:
        shown = drop(shown, opening, closing)
    page = Page(scripted=re.search("<script", source, re.IGNORECASE) is not None)
    page.title = inner_text(shown, "title")
    page.heading = inner_text(shown, "h1")
    start = re.search(r"<body|</head", shown, re.IGNORECASE)
    page.text = to_text(shown[start.start() if start else 0 :][: 20 * TEXT_SAMPLE])[:TEXT_SAMPLE]
    anchors = set()
    for tag in TAG.finditer(shown):
        name = tag[1].lower()
        if name == "meta":
            _take_meta(page, attributes(tag[2]))
        elif name == "input" and attributes(tag[2]).get("type", "").lower() == "password":
            page.asks_password = True
        elif want_anchors and tag[2] and ("id" in tag[2].lower() or "name" in tag[2].lower()):
            found = attributes(tag[2])
            anchors |= {found.get("id"), found.get("name") if name == "a" else None} - {None}
    page.anchors = frozenset(anchors)
    return page


def _take_meta(page: Page, found: dict[str, str]) -> None:
    if found.get("http-equiv", "").lower() == "refresh":
        match = REFRESH.match(found.get("content", ""))
        page.refresh = page.refresh or ((int(match[1]), match[2].strip()) if match else None)
    name = (found.get("name") or found.get("property") or "").lower()
    if name:
        page.meta.setdefault(name, " ".join(found.get("content", "").split()))


def attributes(text: str | None) -> dict[str, str]:
    """Read a tag's attributes; names in lower case, of a repeated one the first."""
    found: dict[str, str] = {}
    for match in ATTRIBUTE.finditer(text or "", 0, LONGEST_TAG):
        found.setdefault(match[1].lower(), html.unescape(match[2] or match[3] or match[4] or ""))
    return found


def decode(body: bytes, content_type: str) -> str:
    """Decode a page as browsers do: byte order mark, header, `<meta>`, then UTF-8, then Windows-1252."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body.decode(encoding, "replace").lstrip("\ufeff")
    named = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type, re.IGNORECASE)
    in_page = CHARSET.search(body[:4096])
    for encoding in (named[1] if named else None, in_page[1].decode() if in_page else None):
        if encoding:
            try:
                return body.decode("cp1252" if encoding.lower() in ("iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii") else encoding, "replace")
            except (LookupError, ValueError):
                continue  # a wrong name for a charset: browsers go on as if there were none
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as fault:
        cut_off = fault.reason == "unexpected end of data"
        return body.decode("utf-8" if cut_off else "cp1252", "replace")


def drop(text: str, opening: str, closing: str) -> str:
    """Cut out everything from each opening to its closing; without a closing, the rest."""
    start_of, end_of = (re.compile(re.escape(mark), re.IGNORECASE | re.ASCII) for mark in (opening, closing))
    kept, at = [], 0
    while start := start_of.search(text, at):
        kept.append(text[at : start.start()])
        end = end_of.search(text, start.end())
        if end is None:
            return "".join(kept)
        at = end.end()
    return "".join([*kept, text[at:]])


def inner_text(text: str, tag: str) -> str:
    """Return the text of a page's first element of a kind."""
    opening = re.search(rf"<{tag}(?:\s[^<>]*)?>", text, re.IGNORECASE)
    if opening is None:
        return ""
    rest = text[opening.end() : opening.end() + 5_000]
    return to_text(re.split(rf"</{tag}", rest, maxsplit=1, flags=re.IGNORECASE)[0][:1_000])


def to_text(text: str) -> str:
    """Turn HTML into one line of words."""
    return " ".join(html.unescape(MARKUP.sub(" ", text)).split())


def holds(page: Page, fragment: str) -> bool:
    """Tell whether a page has the place that a fragment names, as it stands or percent-decoded."""
    names = {fragment, unquote(fragment)}
    return bool(page.anchors & (names | {f"user-content-{name}" for name in names}))
