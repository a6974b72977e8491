"""What one run may say of an address."""

import re
from dataclasses import dataclass
from enum import StrEnum

from papernotes.linkcheck.lock import Record
from papernotes.linkcheck.titles import Work

# C0 and C1 controls, line separators, and the marks that turn or hide text; a report shows that they were there.
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufff9-\ufffb]")
LONGEST = 200


class Verdict(StrEnum):
    """Name what one run saw; only several runs can call an address dead."""

    OK = "ok"
    MOVED = "moved"
    GONE = "gone"
    BLOCKED = "blocked"
    TRANSIENT = "transient"
    LOGIN = "login"
    SOFT_404 = "soft-404"
    WRONG_TYPE = "wrong-type"
    WRONG_PAPER = "wrong-paper"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Item:
    """Ask about one address: what kind of thing is expected there, and which work, where one is."""

    url: str
    kind: str = "any"  # "any", "page", "pdf" or "image"
    work: Work | None = None


@dataclass(frozen=True)
class Result:
    """Say what one run saw of one address; `reason` and `seen_title` are safe to print."""

    url: str
    verdict: Verdict
    reason: str
    final_url: str = ""  # where it leads; of a moved address the one to write instead
    seen_title: str = ""
    record: Record | None = None
    cause: str = ""  # one word for programs: "http-404", "rate-limit", "timeout", "dns", …
    archive: str = ""  # a copy in the Internet Archive, of an address that is gone


def plain(text: str, longest: int = LONGEST) -> str:
    """Make what a server sent fit to print: one line, no control characters, no more than `longest` characters."""
    line = UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", " ".join(text[: 4 * longest].split()))
    return line if len(line) <= longest else line[: longest - 1] + "…"
