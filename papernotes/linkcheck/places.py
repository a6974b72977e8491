"""Where in the source a link of the page stands.

Python-Markdown keeps no positions. So the source is searched for everything that could become an address,
and the addresses that did are matched with it, equal ones in their order.
Where the numbers of equal ones differ (one of them stands in math or indented code), Markdown itself is asked:
each candidate gets an address of its own, and those that appear on the page are the links.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape

from markdown import Markdown
from markdown.inlinepatterns import LinkInlineProcessor

from papernotes.linkcheck.markup import Seen, srcset
from papernotes.source import Source

INLINE = re.compile(r"\](?=\()")
AUTOLINK = re.compile(r"<((?:https?|ftp|mailto):[^<>\s]*|[^<>\s@]+@[^<>\s]+)>", re.IGNORECASE)
TAG = re.compile(r"<[A-Za-z][^<>]*>", re.DOTALL)
ATTRIBUTE = re.compile(r"""[\s"'/]([a-zA-Z:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.DOTALL)
DEFINITION = re.compile(r"^[ ]{0,3}\[([^\[\]]*)\]:[ ]*\n?[ ]*(<[^<>\n]*>|[^\s]+)", re.MULTILINE)
ADDRESSES = {"href", "src", "srcset", "poster", "data-src", "data", "cite", "action", "background", "data-srcset", "xlink:href", "longdesc"}
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()>#+\-.!|])")
TOKEN = "pn-place-{}-x"


@dataclass(frozen=True)
class Candidate:
    """Hold a stretch of the source that may be an address; `url` is how the page would show it."""

    start: int
    end: int
    url: str


def candidates(source: Source, md: Markdown) -> list[Candidate]:
    """List what could be an address in a note, in its order; a definition counts where it stands."""
    reader = LinkInlineProcessor(r"", md)
    found: dict[int, Candidate] = {}
    for match in DEFINITION.finditer(source.text, source.body_start):
        if not match[1].startswith("^"):
            url = match[2].strip("<>")
            _put(found, match.start(2) + match[2].startswith("<"), url, source)
    for match in INLINE.finditer(source.text, source.body_start):
        _put(found, *_inline(source.text, match.end(), reader), source)
    for match in AUTOLINK.finditer(source.text, source.body_start):
        _put(found, match.start(1), match[1], source)
    for tag in TAG.finditer(source.text, source.body_start):
        for start, url in _attributes(tag):
            _put(found, start, url, source)
    return [found[start] for start in sorted(found)]


def _put(found: dict[int, Candidate], start: int, url: str, source: Source) -> None:
    if start >= 0 and not source.in_code(start):
        found.setdefault(start, Candidate(start, start + len(url), unescape(ESCAPED.sub(r"\1", url))))


def _inline(text: str, start: int, reader: LinkInlineProcessor) -> tuple[int, str]:
    """Read the address behind `](` by Markdown's own rules, to the end of the paragraph at most."""
    stop = text.find("\n\n", start)
    block = text[start : stop if stop >= 0 else len(text)]
    href, _, _, handled = reader.getLink(block, 0)
    if not handled or not href:
        return (start + 1, "") if handled else (-1, "")
    return start + block.find(href), href


def _attributes(tag: re.Match[str]) -> list[tuple[int, str]]:
    """List the addresses in one raw HTML tag with their offsets in the source."""
    found = []
    for match in ATTRIBUTE.finditer(tag[0]):
        if match[1].lower() not in ADDRESSES:
            continue
        group = next(n for n in (2, 3, 4) if match[n] is not None)
        start, value = tag.start() + match.start(group), match[group]
        if match[1].lower().endswith("srcset"):
            found += [(start + value.find(url), url) for url in srcset(value)]
        else:
            lead = len(value) - len(value.lstrip())
            found.append((start + lead, value.strip()))
    return found


def locate(source: Source, possible: list[Candidate], seen: list[Seen], render: Callable[[str], list[Seen]]) -> list[int]:
    """Return for each address of the page its offset in the source."""
    if _counts(possible) != _counts(seen) and possible:
        possible = _asked(source, possible, render)
    queues: dict[str, list[int]] = defaultdict(list)
    for candidate in possible:
        queues[candidate.url].append(candidate.start)
    used: dict[str, int] = defaultdict(int)
    offsets = []
    for one in seen:
        places = queues.get(one.url) or [_anywhere(source, one)]
        offsets.append(places[min(used[one.url], len(places) - 1)])
        used[one.url] += 1
    return offsets


def _counts(items: list) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for item in items:
        counts[item.url] += 1
    return counts


def _asked(source: Source, possible: list[Candidate], render: Callable[[str], list[Seen]]) -> list[Candidate]:
    """Keep the candidates that Markdown makes a link of: each is given an address that exists once."""
    text, at, parts = source.text, 0, []
    for number, candidate in enumerate(possible):
        if candidate.start < at:
            continue
        parts += [text[at : candidate.start], TOKEN.format(number)]
        at = candidate.end
    shown = {one.url for one in render("".join([*parts, text[at:]]))}
    return [candidate for number, candidate in enumerate(possible) if TOKEN.format(number) in shown] or possible


def _anywhere(source: Source, one: Seen) -> int:
    """Find an address, or else its link's text, in the source; the note's start where there is neither."""
    for needle in (one.url, one.url.removeprefix("mailto:"), one.text.split("\n")[0].strip()):
        at = source.text.find(needle, source.body_start) if needle else -1
        if at >= 0:
            return at
    return source.body_start


class Words:
    """Find a piece of plain text in the source, outside code and addresses, the nth time it stands there."""

    def __init__(self, source: Source, possible: list[Candidate]):
        self.source = source
        self._starts = [candidate.start for candidate in possible]
        self._ends = [candidate.end for candidate in possible]
        self._used: dict[str, int] = defaultdict(int)

    def next_place(self, needle: str) -> tuple[int, int]:
        """Return line and column of the next place of `needle`."""
        places = [
            match.start()
            for match in re.finditer(re.escape(needle), self.source.text)
            if match.start() >= self.source.body_start and not self.source.in_code(match.start()) and not self._in_address(match.start())
        ]
        nth = self._used[needle]
        self._used[needle] += 1
        if not places:
            return self.source.position(max(self.source.text.find(needle, self.source.body_start), self.source.body_start))
        return self.source.position(places[min(nth, len(places) - 1)])

    def _in_address(self, offset: int) -> bool:
        after = bisect_left(self._starts, offset + 1) - 1
        return after >= 0 and self._starts[after] <= offset < self._ends[after]
