"""The addresses that readers may have kept, in one committed list: `published.txt`.

One address a line, from the site's root: `/topic/note/`, `/topic/note/#anchor`, `/images/topic/name.svg`.
`/old/ -> /new/` says where an address has gone; an anchor without such a line goes with its page.
Addresses are added and never taken out: one that a site of today has no more must lead to one that it has.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from papernotes.findings import Finding, error

FILE = "published.txt"
HEAD = """\
# Every address that this site has had: readers may have kept it. 'papernotes published' adds what is new; take nothing out.
# What is gone names where it is now: /old/ -> /new/, or /note/#old -> /note/#new. 'papernotes mv' writes such lines itself.
"""
LINE = re.compile(r"(?P<address>/\S*)(?:\s+->\s+(?P<target>/\S*))?")


@dataclass
class Published:
    """Hold the list: each address with where it has gone, "" for one that stays, and the line on which it stands."""

    moved: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def line(self, address: str) -> int:
        return self.lines.get(address, 1)

    @property
    def gone(self) -> dict[str, str]:
        """What has moved, from where to where."""
        return {address: target for address, target in self.moved.items() if target}

    def next(self, address: str) -> str:
        """Return where an address has gone, by its own line or with its page; empty where it stays."""
        if self.moved.get(address):
            return self.moved[address]
        page, hash_, anchor = address.partition("#")
        target = self.moved.get(page, "") if hash_ else ""
        return target if "#" in target or not target else f"{target}#{anchor}"

    def now(self, address: str) -> str | None:
        """Follow an address to where it ends; None where the lines lead round in a circle."""
        seen = {address}
        while following := self.next(address):
            if following in seen:
                return None
            seen.add(following)
            address = following
        return address


def parse(text: str) -> Published:
    """Read the list; a line that cannot be read and an address that stands twice are findings."""
    published = Published()
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = LINE.fullmatch(line.strip())
        if match is None:
            published.findings.append(finding_at(number, f"'{line.strip()}' is not an address", "write /topic/note/, or /topic/old/ -> /topic/new/"))
        elif match["address"] in published.moved:
            published.findings.append(finding_at(number, f"'{match['address']}' stands on line {published.lines[match['address']]} already", "remove one of the two lines"))
        else:
            published.moved[match["address"]] = match["target"] or ""
            published.lines[match["address"]] = number
    return published


def dump(moved: dict[str, str]) -> str:
    """Write the list, sorted, each page before its anchors."""
    order = sorted(moved, key=lambda address: address.partition("#")[::2])
    return HEAD + "".join(f"{address} -> {moved[address]}\n" if moved[address] else f"{address}\n" for address in order)


def move(moved: dict[str, str], old: str, new: str) -> dict[str, str]:
    """Return the list after the address `old` has become `new`: chains are cut short, and what has come back stays again."""
    changed = {address: _after(target, old, new) for address, target in moved.items()} | {old: new}
    changed = {address: "" if target == address else target for address, target in changed.items()}
    return changed | {new: ""} if new in changed else changed


def _after(target: str, old: str, new: str) -> str:
    page, hash_, anchor = target.partition("#")
    return new + hash_ + anchor if page == old else target


def faults(published: Published, there: Collection[str], addresses: Iterable[str]) -> Iterator[Finding]:
    """Report which of some addresses lead nowhere on a site that has the addresses `there`, and which have come back."""
    yield from published.findings
    for address in addresses:
        end, target = published.now(address), published.next(address)
        if end is None:
            message, fix = f"'{address}' leads round in a circle", f"say where it is now: {address} -> /topic/note/"
        elif published.moved.get(address) and address in there:
            message, fix = f"'{address}' is said to have moved to '{target}', and it is there", f"write '{address}' alone, or remove what stands there"
        elif end in there:
            continue
        elif target:
            message, fix = f"'{address}' leads to '{end}', which the site does not have", f"say where it is now: {address} -> /topic/note/"
        else:
            message, fix = f"'{address}' is gone, and readers may have kept it", f"bring it back, or say where it is now: {address} -> /topic/note/"
        yield finding_at(published.line(address), message, fix)


def finding_at(line: int, message: str, fix: str) -> Finding:
    """Make a finding of the list."""
    return error(FILE, line, 1, "published", message, fix)
