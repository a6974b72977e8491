"""What a service says of a paper beyond what the lock keeps: all authors, and where it appeared."""

import html
import re
from dataclasses import dataclass

from papernotes.linkcheck.titles import decode

PARTICLES = frozenset("von van der den de del della di da dos du la le ten ter zu zur bin ibn al el af av".split())
SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv)\.?", re.IGNORECASE)
TAG = re.compile(r"</?[A-Za-z][^<>]*>")


@dataclass(frozen=True)
class Details:
    """Hold what an entry of the bibliography says beside title and year; empty where the service says nothing."""

    authors: tuple[str, ...] = ()  # "Family, Given"; an organisation in braces
    type: str = "misc"  # of BibTeX
    venue: str = ""  # journal, book of the conference, or publisher
    volume: str = ""
    number: str = ""
    pages: str = ""  # "5484--5495"
    doi: str = ""


def family_first(name: str) -> str:
    """Turn "Given van Family" into "van Family, Given"; what has a comma is so already."""
    name = name_text(name)
    if "," in name or " " not in name:
        return name
    *given, last = name.split(" ")
    suffix = ""
    if SUFFIX.fullmatch(last) and len(given) > 1:
        suffix, last = f", {last}", given.pop()
    while len(given) > 1 and given[-1] in PARTICLES:
        last = f"{given.pop()} {last}"
    return f"{last}{suffix}, {' '.join(given)}"


def organisation(name: str) -> str:
    """Write a name that has no parts, so that BibTeX leaves it whole."""
    return f"{{{name_text(name)}}}"


def person(family: str, given: str = "") -> str:
    """Write a name from its parts."""
    family, given = name_text(family).replace(",", ""), name_text(given).replace(",", "")
    return f"{family}, {given}" if given else organisation(family)


def name_text(name: str) -> str:
    """Reduce a name to its letters: no markup, and no `and`, semicolon or ampersand that would split it in two."""
    name = decode(TAG.sub("", html.unescape(name)))
    name = re.sub(r"[;&%#]+", " ", re.sub(r"\band\b", " ", name))
    return " ".join(name.split())


def title_text(title: str) -> str:
    """Reduce a title as a service sends it to text: no markup, no line feed."""
    return " ".join(TAG.sub("", html.unescape(title)).split())


def page_range(pages: str) -> str:
    """Write a range of pages with BibTeX's dash."""
    return re.sub(r"\s*[-–—]+\s*", "--", pages.strip())
