"""What is wrong with a link, a reference or a heading as it is written, whatever it leads to."""

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from papernotes.findings import Finding
from papernotes.linkcheck.addresses import strip_doi
from papernotes.linkcheck.codes import found
from papernotes.linkcheck.folder import Folder
from papernotes.linkcheck.links import Link
from papernotes.linkcheck.page import Page
from papernotes.linkcheck.places import DEFINITION
from papernotes.numbers import ADDRESS as NUMBER

SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
INVISIBLE = {"\u200b": "zero-width space", "\u200c": "zero-width non-joiner", "\u200d": "zero-width joiner", "\u2060": "word joiner", "\ufeff": "byte order mark",
             "\u00a0": "no-break space", "\u00ad": "soft hyphen", "“": "curly quote", "”": "curly quote", "„": "curly quote", "‘": "curly quote", "’": "curly quote"}  # fmt: skip
PLACEHOLDER = re.compile(r"#|todo|tbd|fixme|x{3,}|\.{3}|…|url|link|insert[- ]?link|path/to/.*", re.IGNORECASE)
EXAMPLE_HOST = re.compile(r"(?:.*\.)?example(?:\.(?:com|org|net|edu))?|(?:.*\.)?(?:invalid|test)")
LOCAL_HOST = re.compile(r"localhost|.*\.(?:localhost|local|internal|lan|home)|[^.]+")
HOST = re.compile(r"(?!-)[^\s.\x00-\x2c/:-@\[-`{-~]{1,63}(?:\.[^\s.\x00-\x2c/:-@\[-^`{-~]{1,63})+\.?")
MAIL = re.compile(r"[^@\s,;<>]+@[\w-]+(?:\.[\w-]+)+(?:,[^@\s,;<>]+@[\w-]+(?:\.[\w-]+)+)*")
UNDEFINED = re.compile(r"(?<![\w\]\\])\[([^\[\]\n]+)\]\[([^\[\]\n]*)\]")
FOOTNOTE_MARK = re.compile(r"\[\^([^\]\s]+)\](?!:)")
FOOTNOTE = re.compile(r"^[ ]{0,3}\[\^([^\]\s]+)\]:", re.MULTILINE)
WIKI_LINK = re.compile(r"\[\[[A-Za-z#/][^\[\]\n]*\]\]")
MACRO = re.compile(r"\{\{ *[A-Za-z_][^{}\n]*\}\}|\{% *[a-z][^{}\n]*%\}")
UNCLOSED = re.compile(r"\]\([^)\s]*")
BARE_ADDRESS = re.compile(r"https?://[^\s<>\x00\x01]+|(?<![\w./@-])(?:www\.)?(?:arxiv|(?:dx\.)?doi|aclanthology|openreview)\.(?:org|net)/[^\s<>\x00\x01]+", re.IGNORECASE)
BARE_NAME = re.compile(r"(?<![\w/.:-])(?:doi:\s*)?10\.\d{4,9}/[^\s<>\x00\x01]+|(?<![\w/.-])arxiv:\s*(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?", re.IGNORECASE)
MATH = re.compile(r"\$\$.+?\$\$|\$(?![\s$])[^$\n]+(?<!\s)\$|\\\(.+?\\\)|\\\[.+?\\\]", re.DOTALL)
EMPTY_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]*#*[ \t]*$", re.MULTILINE)
OTHER_TOOLS = {"[[": ("wiki", "roam", "ezlink", "obsidian"), "{": ("macro", "jinja", "markdownextradata", "simple-hooks")}


def is_external(url: str) -> bool:
    """Tell whether an address leads out of the site."""
    return bool(SCHEME.match(url)) or url.startswith("//")


def check_link(link: Link, numbers: bool = False) -> Iterator[Finding]:
    """Report what is wrong with one address as written; the first fault hides those that follow from it.

    Where the build fills `numbers`, a link to one has no text of its own.
    """
    fault = _fault(link, numbers)
    if fault:
        yield found(link.path, link.place, *fault)
        return
    if link.url.startswith("//"):
        yield found(link.path, link.place, "protocol-relative", f"'{link.url}' has no scheme", f"write https:{link.url}")
    if re.search(r"%25[0-9A-Fa-f]{2}", link.url):
        yield found(link.path, link.place, "double-encoded", f"'{link.url}' is percent-encoded twice", f"write {re.sub('%25(?=[0-9A-Fa-f]{2})', '%', link.url)}")


def _fault(link: Link, numbers: bool) -> tuple[str, str, str] | None:
    """Return code, message and fix of what keeps an address from being one."""
    url = link.url
    if not url and link.kind != "image":
        return "empty-link", f"the link '{link.text.strip()}' has no address", "write the address, or only the words"
    if not url:
        return "missing-image", "the image has no address", "write the file's path"
    if "\n" in url:
        return "swallowed-lines", f"the address '{url.split()[0]}' runs on over {url.count(chr(10)) + 1} lines", "close the bracket of this link, or write the address as <…>"
    if PLACEHOLDER.fullmatch(url) or (is_external(url) and EXAMPLE_HOST.fullmatch(host(url))):
        return "placeholder", f"'{url}' was never filled in", "write the address, or only the words"
    odd = _odd(url)
    if odd:
        return "odd-character", f"'{url}' holds {odd[0]}", odd[1]
    if link.kind == "link" and not link.text.strip() and not link.raw and not (numbers and NUMBER.fullmatch(url)):
        return "empty-link", f"the link to '{url}' has no text", "write what it leads to between the brackets"
    return _bad_target(url)


def _odd(url: str) -> tuple[str, str] | None:
    """Name the character of an address that no address holds, and what to do."""
    for character in url:
        if character in INVISIBLE:
            return f"a {INVISIBLE[character]} (U+{ord(character):04X})", "type the address anew at this place"
        if ord(character) < 32 or ord(character) == 127:
            return f"a control character (U+{ord(character):04X})", "type the address anew at this place"
    if url.endswith("\\") or (is_external(url) and "\\" in url):
        return "a backslash", "remove it; between folders stands /"
    if is_external(url) and " " in url and not url.startswith(("mailto:", "data:")):
        return "a space", "write %20, or close the address before it"
    return None


def _bad_target(url: str) -> tuple[str, str, str] | None:
    """Judge scheme, host and mail address."""
    match = SCHEME.match(url)
    scheme = match[1].lower() if match else ""
    if scheme in ("javascript", "vbscript", "file") or (len(scheme) == 1 and match):
        return "bad-scheme", f"'{url}' {'runs code' if 'script' in scheme else 'is a file of one machine'}", "link a page that every reader can reach"
    if scheme == "mailto":
        mail = url[7:].partition("?")[0]
        return None if MAIL.fullmatch(mail) else ("bad-mail", f"'{mail}' is not a mail address", "write name@host.org")
    if scheme not in ("http", "https") and not url.startswith("//"):
        return None
    name = host(url)
    if _is_local(name):
        return "bad-scheme", f"'{url}' is reached from one machine only", "link a page that every reader can reach"
    if not HOST.fullmatch(name) and not _is_ip(name):
        return "bad-host", f"'{url}' names no possible host", "correct the part after //"
    return None


def host(url: str) -> str:
    """Return an address's host in lower case; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _is_ip(name: str) -> bool:
    try:
        return bool(ipaddress.ip_address(name))
    except ValueError:
        return False


def _is_local(name: str) -> bool:
    if _is_ip(name):
        return not ipaddress.ip_address(name).is_global
    return bool(name) and bool(LOCAL_HOST.fullmatch(name))


def check_text(page: Page, folder: Folder) -> Iterator[Finding]:
    """Report what shows as plain text on the page though it was meant to be more."""
    for text in page.markup.texts if _reads_math(folder) else [MATH.sub("\x00", one) for one in page.markup.texts]:
        for match in UNDEFINED.finditer(text):
            if not (match[1] + match[2]).strip().isdigit():
                name = match[2] or match[1]
                yield found(page.path, page.words.next_place(f"][{match[2]}]"), "undefined-reference", f"reference '{name}' is defined nowhere", f"add a line '[{name}]: address', or write the address in round brackets")
        for match in FOOTNOTE_MARK.finditer(text):
            yield found(page.path, page.words.next_place(match[0]), "undefined-footnote", f"footnote '{match[1]}' does not exist", f"add a line '[^{match[1]}]: …'" if "footnotes" in str(folder.extensions) else "add the extension 'footnotes' to mkdocs.yml")
        for match in UNCLOSED.finditer(text):
            yield found(page.path, page.words.next_place(match[0]), "unrendered", f"the link '{match[0][2:]}' shows as plain text: its bracket is not closed", "close the bracket, or write the address as <…>")
        yield from _other_tools(page, folder, text)
        yield from _bare(page, text)


def _reads_math(folder: Folder) -> bool:
    """Tell whether Markdown itself takes the math out; otherwise a script in the page does."""
    return any("math" in name for name in folder.extensions)


def _other_tools(page: Page, folder: Folder, text: str) -> Iterator[Finding]:
    for opening, pattern in (("[[", WIKI_LINK), ("{", MACRO)):
        if any(word in name.lower() for name in folder.plugins for word in OTHER_TOOLS[opening]):
            continue
        for match in pattern.finditer(text):
            what = "write [text](path.md)" if opening == "[[" else "write the value itself"
            yield found(page.path, page.words.next_place(match[0]), "unrendered", f"'{match[0]}' shows as plain text here", what)


def _bare(page: Page, text: str) -> Iterator[Finding]:
    addresses = list(BARE_ADDRESS.finditer(text))
    for match in addresses:
        url = strip_doi(match[0])
        place = page.words.next_place(url)
        yield found(page.path, place, "bare-address", f"'{url}' is no link on the page", f"write [what it is]({https(url)})")
        if url.startswith("http://"):
            yield found(page.path, place, "http-address", f"'{url}' is not encrypted", f"write {https(url)}")
    for match in BARE_NAME.finditer(text):
        if not any(one.start() <= match.start() < one.end() for one in addresses):
            name = strip_doi(match[0])
            yield found(page.path, page.words.next_place(name), "bare-address", f"'{name}' is no link on the page", "cite the paper by its key, or write [what it is](address)")


def https(url: str) -> str:
    """Give an address the scheme https."""
    return "https://" + re.sub(r"^http://", "", url) if not url.startswith("https://") else url


def check_definitions(page: Page) -> Iterator[Finding]:
    """Report references and footnotes that are defined twice or never used."""
    source, first = page.source, {}
    for match in DEFINITION.finditer(source.text, source.body_start):
        label = match[1]
        if label.startswith(("^", "//", "!")) or match[2] == "#" or source.in_code(match.start()):
            continue
        place = source.position(match.start() + len(match[0]) - len(match[0].lstrip()))
        name = " ".join(label.lower().split())
        if name in first:
            yield found(page.path, place, "duplicate-definition", f"reference '{label}' is already defined on line {first[name]}", "remove one of the two")
        elif not _used(page, re.escape(label)):
            yield found(page.path, place, "unused-definition", f"nothing uses the reference '{label}'", "remove it, or link with it")
        first.setdefault(name, place[0])
    for match in FOOTNOTE.finditer(source.text, source.body_start):
        if not source.in_code(match.start()) and not _used(page, r"\^" + re.escape(match[1])):
            yield found(page.path, source.position(match.start(1) - 2), "unused-footnote", f"nothing refers to the footnote '{match[1]}'", f"write [^{match[1]}] where it belongs, or remove it")


def _used(page: Page, label: str) -> bool:
    label = re.sub(r"(\\\s|\s)+", r"\\s+", label)
    return any(not page.source.in_code(match.start()) for match in re.finditer(rf"\[{label}\](?!:)", page.source.text, re.IGNORECASE))


def check_headings(page: Page) -> Iterator[Finding]:
    """Report headings without words."""
    empty = [heading for heading in page.markup.headings if not heading.text.strip() and not heading.holds_image]
    places = [m.start() for m in EMPTY_HEADING.finditer(page.source.text, page.source.body_start) if not page.source.in_code(m.start())]
    for number, heading in enumerate(empty):
        at = places[min(number, len(places) - 1)] if places else page.source.body_start
        yield found(page.path, page.source.position(at), "empty-heading", f"a heading of level {heading.level} has no words", "write its words, or remove it")
