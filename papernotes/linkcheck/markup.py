"""What a page's HTML holds: links, images, ids, headings, and its text outside code and math."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from papernotes.linkcheck.links import Kind

OPAQUE = {"code", "pre", "script", "style", "textarea", "svg", "math", "kbd", "samp", "xmp", "template", "noembed", "noframes", "title"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
HIDDEN = {"template", "iframe", "textarea", "xmp", "noembed", "noframes", "title"}  # a tag in here is text, or not on the page
HEADING = re.compile(r"h[1-6]")
CSS_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^\s"')]+))\s*\)""")
CSS_IMPORT = re.compile(r"""@import\s+(?:"([^"]*)"|'([^']*)')""")
EMOJI = {"emojione", "twemoji", "gemoji"}
PLACES: dict[str, Kind] = {
    "href": "link", "src": "media", "poster": "image", "data-src": "image", "data": "media", "cite": "link", "action": "link", "formaction": "link",
    "background": "image", "xlink:href": "link", "longdesc": "link", "manifest": "asset",
}  # fmt: skip
MARK = "data-pn-markdown"  # set on what Markdown itself made, before raw HTML is put back


@dataclass
class Seen:
    """Hold one address in HTML; line and column are those of its tag."""

    tag: str
    attribute: str
    url: str
    line: int
    column: int
    kind: Kind
    text: str = ""
    raw: bool = True
    described: bool = True
    rel: str = ""
    is_emoji: bool = False  # an extension's own image
    holds_image: bool = False


@dataclass
class Heading:
    """Hold one heading's level and words."""

    level: int
    text: str = ""
    holds_image: bool = False


@dataclass
class Markup:
    """Hold all that one reading of a page gives."""

    seen: list[Seen] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    headings: list[Heading] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)  # one piece for each paragraph, cell or item
    comments: list[str] = field(default_factory=list)
    base: str = ""


class Reader(HTMLParser):
    """Read a page as a browser's parser does, as far as addresses are concerned."""

    CDATA_CONTENT_ELEMENTS = ("script", "style")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.markup = Markup()
        self._open: list[str] = []
        self._opaque = self._hidden = self._links = 0
        self._link: Seen | None = None
        self._heading: Heading | None = None
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in reversed(attrs)}  # of two equal attributes a browser takes the first
        if tag not in VOID:
            self._enter(tag, values)
        if self._hidden and tag not in HIDDEN:
            return
        self.markup.ids |= {value for value in (values.get("id"), values.get("name") if tag == "a" else None) if value}
        if tag == "base":
            self.markup.base = self.markup.base or values.get("href", "")
        self._addresses(tag, values)
        if HEADING.fullmatch(tag):
            self._heading = Heading(int(tag[1]))
            self.markup.headings.append(self._heading)
        if tag in ("img", "svg"):
            for holder in (self._link, self._heading):
                if holder:
                    holder.holds_image = True

    def _enter(self, tag: str, values: dict[str, str]) -> None:
        opaque = tag in OPAQUE or "arithmatex" in values.get("class", "").split()
        self._open.append(tag + ("!" if opaque else ""))
        self._opaque += opaque
        self._hidden += tag in HIDDEN
        if tag not in ("a", "em", "strong", "b", "i", "span", "sub", "sup", "abbr", "mark", "del", "ins", "small"):
            self._flush()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID and self._opaque:  # <path/> in an SVG closes itself; <a/> in HTML does not
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._link = None
        if HEADING.fullmatch(tag):
            self._heading = None
        if tag in self._open or tag + "!" in self._open:
            while self._open:
                name = self._open.pop()
                self._opaque -= name.endswith("!")
                self._hidden -= name.rstrip("!") in HIDDEN
                if name.rstrip("!") == tag:
                    break
        if HEADING.fullmatch(tag) or tag in ("p", "li", "td", "th", "div", "dt", "dd", "blockquote"):
            self._flush()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "style!":
            self._css(data)
        if self._hidden or (self._open and self._open[-1].rstrip("!") in ("script", "style")):
            return
        for holder in (self._link, self._heading):
            if holder:
                holder.text += data
        if self._opaque:
            self._text.append("\x00")
        elif self._link:
            self._text.append("\x01")
        else:
            self._text.append(data)

    def handle_comment(self, data: str) -> None:
        self.markup.comments.append(data.strip())

    def close(self) -> None:
        super().close()
        self._flush()

    def _flush(self) -> None:
        """End a piece of text; \\x00 stands for code or math in it, \\x01 for a link's text."""
        text = "".join(self._text)
        if text.strip("\x00\x01 \n"):
            self.markup.texts.append(text)
        self._text.clear()

    def _addresses(self, tag: str, values: dict[str, str]) -> None:
        for name, value in values.items():
            if name in ("srcset", "imagesrcset", "data-srcset"):
                for candidate in srcset(value):
                    self._see(tag, name, candidate, "image", values)
            elif name == "style":
                self._css(value)
            elif name in PLACES and not (name == "cite" and tag not in ("blockquote", "q", "del", "ins")) and not (name == "data" and tag != "object"):
                self._see(tag, name, value, "image" if tag == "img" else PLACES[name], values)
        if tag == "a" and "href" in values:
            self._link = next((one for one in reversed(self.markup.seen) if one.tag == "a" and one.attribute == "href"), None)
        if tag == "meta" and "url=" in values.get("content", "").lower() and values.get("http-equiv", "").lower() == "refresh":
            self._see(tag, "content", re.split(r"url=", values["content"], maxsplit=1, flags=re.IGNORECASE)[1].strip("'\" "), "link", values)

    def _see(self, tag: str, name: str, url: str, kind: Kind, values: dict[str, str]) -> None:
        line, column = self.getpos()
        described = tag != "img" or "alt" in values or values.get("role") == "presentation" or values.get("aria-hidden") == "true"
        text = values.get("alt") or values.get("aria-label") or values.get("title", "")
        self.markup.seen.append(
            Seen(
                tag, name, url.strip(" \t\n\r\f"), line, column + 1, kind, text if tag in ("img", "area") else values.get("aria-label", ""), MARK not in values, described,
                values.get("rel", ""), bool(EMOJI & set(values.get("class", "").split())),
            )  # fmt: skip
        )

    def _css(self, text: str) -> None:
        for url in css_urls(text):
            line, column = self.getpos()
            self.markup.seen.append(Seen("style", "url", url, line, column + 1, "image"))


def srcset(value: str) -> list[str]:
    """List the addresses of a `srcset`: comma-separated, each with an optional width or density behind a space."""
    return [part[0].rstrip(",") for part in (item.split() for item in re.split(r",\s+|,$", value.strip())) if part]


def css_urls(text: str) -> list[str]:
    """List the addresses in a style sheet or a `style` attribute."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    found = [next(filter(None, match.groups()), "") for pattern in (CSS_URL, CSS_IMPORT) for match in pattern.finditer(text)]
    return [url for url in found if not url.startswith("data:")]


def read_markup(html: str) -> Markup:
    """Read a page's or a fragment's HTML."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.markup
