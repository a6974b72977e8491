"""Which paper a person means who pastes an id or an address in any form."""

import re

from papernotes.linkcheck import addresses
from papernotes.linkcheck.addresses import PaperId
from papernotes.linkcheck.online.verdicts import UNPRINTABLE, plain

BARE_ARXIV = re.compile(r"(?:\d{4}\.\d+|[a-z-]+(?:\.[A-Z]{2})?/\d+)(?:v\d+)?")
FORMS = "an arXiv id (1803.03635), a DOI (10.1145/311535.311556), or an address at arXiv, doi.org, the ACL Anthology or OpenReview"


class Refusal(Exception):
    """Say in one line why a command does nothing, and with which status it ends."""

    def __init__(self, message: str, status: int = 1):
        super().__init__(message)
        self.status = status


def read_identifier(text: str) -> PaperId:
    """Return the paper that a text names. Raise `Refusal` where it names none, or one that cannot exist."""
    text = text.strip()
    if UNPRINTABLE.search(text):
        raise Refusal(f"'{plain(text)}' names no paper: give {FORMS}", 2)
    reading = addresses.read(text)
    if reading == addresses.NOTHING and BARE_ARXIV.fullmatch(text):
        reading = addresses.read_arxiv_name(text)
    if reading == addresses.NOTHING and addresses.ACL_ID.fullmatch(text):
        reading = addresses.read(f"https://aclanthology.org/{text}/")
    if reading.fault:
        raise Refusal(plain(reading.fault) + (f"; write {plain(reading.canonical)}" if reading.canonical else ""), 2)
    if reading.paper is None:
        raise Refusal(f"'{plain(text)}' names no paper: give {FORMS}", 2)
    if reading.paper.scheme == "youtube":
        raise Refusal("a video has no note of its own: cite it in the note that it belongs to", 2)
    return reading.paper


def home(paper: PaperId) -> str:
    """Return the address at which a paper's own service shows it."""
    match paper.scheme:
        case "arxiv":
            return f"https://arxiv.org/abs/{paper.id}"
        case "acl":
            return f"https://aclanthology.org/{paper.id}/"
        case "openreview":
            return f"https://openreview.net/forum?id={paper.id}"
    return addresses.read_doi(paper.id).canonical or ""
