"""Enter the bibliography's papers into the lock by hand, so to speak: unproven, until an online run replaces them."""

import datetime
import re
from collections.abc import Mapping
from pathlib import Path

from papernotes.linkcheck.bibliography import entry_ids
from papernotes.linkcheck.bibtex import Entry
from papernotes.linkcheck.lock import CURATED, Record, write_whole
from papernotes.linkcheck.titles import decode

# Where a page says how many records prove nothing yet.
COUNT = re.compile(r"(?<=<!-- count: unverified -->).*?(?=<!-- /count -->)")
COUNTING = ("README.md", "docs/contributing/links.md")


def curated(entries: list[Entry], known: Mapping[str, Record], today: datetime.date) -> dict[str, Record]:
    """Make a record for each id of the entries that has none yet; fetched records are never touched."""
    fresh: dict[str, Record] = {}
    for entry in entries:
        for paper, _ in entry_ids(entry):
            if paper.key not in known and paper.key not in fresh:
                title = " ".join(decode(entry.text("title")).split())
                fresh[paper.key] = Record(paper.key, title, decode(entry.first_author), entry.year, source=CURATED, seen=today.isoformat())
    return fresh


def unverified(records: Mapping[str, Record]) -> list[Record]:
    """List the records that no service has confirmed."""
    return [record for record in records.values() if not record.verified]


def proof_count(records: Mapping[str, Record]) -> str:
    """Say how many records are unverified: "118 of 118"."""
    return f"{len(unverified(records))} of {len(records)}"


def counted(text: str, records: Mapping[str, Record]) -> str:
    """Return a page with the number of unverified records that it states brought up to date."""
    return COUNT.sub(proof_count(records), text)


def write_counts(root: Path, records: dict[str, Record]) -> None:
    """Bring the pages that state the number of unverified records up to date."""
    for path in map(root.joinpath, COUNTING):
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        new = counted(text, records)
        if new != text:
            write_whole(path, new)
