"""Addresses of papers: which paper an address names, its one right form, and what is wrong with it.

Forms and rules come from the services' own documentation:
arXiv (info.arxiv.org/help/arxiv_identifier.html), DOI handbook, ACL Anthology ids, OpenReview and YouTube addresses.
"""

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple
from urllib.parse import parse_qs, quote, unquote, urlsplit

Scheme = Literal["arxiv", "doi", "acl", "openreview", "youtube"]

SERVICE = {"arxiv": "arXiv", "doi": "DOI", "acl": "ACL Anthology", "openreview": "OpenReview", "youtube": "YouTube"}
ARXIV_HOST = re.compile(r"(?:[a-z-]+\.)?arxiv\.org|ar5iv(?:\.labs\.arxiv)?\.org|(?:www\.)?alphaxiv\.org|(?:www\.)?arxiv-vanity\.com")
ARXIV_PATH = re.compile(r"/(?P<page>abs|pdf|html|format|ps|src|e-print|overview|papers)/(?P<rest>.+?)/?")
ARXIV_NEW = re.compile(r"(?P<yymm>\d{4})\.(?P<number>\d+)")
ARXIV_OLD = re.compile(r"(?P<archive>[a-z-]+)(?:\.(?P<subject>[A-Z]{2}))?/(?P<yymm>\d{4})(?P<number>\d{3})")
ARXIV_VERSION = re.compile(r"v(\d+)$")
ARXIV_ARCHIVES = frozenset(
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs dg-ga funct-an gr-qc "
    "hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph q-alg q-bio quant-ph solv-int supr-con".split()
)
DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
DOI_HOST = re.compile(r"(?:dx\.|www\.)?doi\.org")
DOI_IN_PATH = re.compile(r"/(10\.\d{4,9}/[^?#]+)$")
PUBLISHER = re.compile(r"(?:dl\.acm|link\.springer|onlinelibrary\.wiley|(?:www\.)?(?:pnas|science|tandfonline|biorxiv|medrxiv))\.(?:org|com)")
ACL_ID = re.compile(r"[A-Z]\d{2}-\d{4}|\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+")
ACL_HOST = re.compile(r"(?:www\.)?(?:aclanthology\.(?:org|info)|aclweb\.org)")
ACL_DOI = re.compile(r"10\.(?:18653|3115)/v1/(.+)", re.IGNORECASE)
ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)
OPENREVIEW_ID = re.compile(r"[\w-]{8,14}", re.ASCII)
YOUTUBE_ID = re.compile(r"[\w-]{11}", re.ASCII)
YOUTUBE_HOST = re.compile(r"(?:(?:www|m|music)\.)?youtube(?:-nocookie)?\.com|youtu\.be")
YOUTUBE_PATH = re.compile(r"/(?:embed|shorts|live|v)/([^/?]+)")
INVISIBLE_END = ".,;:'\"”’*_"


@dataclass(frozen=True)
class PaperId:
    """Name one paper (or video) of one service; `id` is as its service spells it, without version."""

    scheme: Scheme
    id: str
    version: int | None = None

    @property
    def key(self) -> str:
        """The name under which records are kept: "arxiv:1706.03762"; DOIs in lower case, as they are compared."""
        return f"{self.scheme}:{self.id.lower() if self.scheme == 'doi' else self.id}"


class Reading(NamedTuple):
    """Hold all that one look at an address tells; `paper` is None where it names none or a malformed one."""

    paper: PaperId | None = None
    canonical: str | None = None
    fault: str | None = None


NOTHING = Reading()


def identify(url: str) -> PaperId | None:
    """Return the paper that an address, a `doi:` or `arXiv:` name, or a bare DOI names."""
    return read(url).paper


def canonical(url: str) -> str | None:
    """Return the one right form of a paper's address; None where the address names no paper or has no such form."""
    return read(url).canonical


def malformed(url: str) -> str | None:
    """Say why an address that should name a paper cannot; None where it is sound or names no paper at all."""
    return read(url).fault


def equal(url: str, other: str) -> bool:
    """Tell whether two addresses are one but for percent-encoding and, in DOIs, case."""
    one, two = unquote(url), unquote(other)
    return one == two or ("doi.org/" in one and one.lower() == two.lower())


def read(url: str) -> Reading:
    """Read an address in any of its forms."""
    url = url.strip()
    for prefix, reader in (("doi:", read_doi), ("arxiv:", read_arxiv_name)):
        if url.lower().startswith(prefix):
            return reader(url[len(prefix) :].strip())
    if DOI.match(url):
        return read_doi(url)
    try:
        parts = urlsplit(url if "//" in url else "//" + url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return NOTHING
    for pattern, service in HOSTS:
        if pattern.fullmatch(host):
            return service(parts)
    return NOTHING


def read_arxiv_name(name: str, page: str = "abs", fragment: str = "") -> Reading:
    """Read an arXiv id as it stands in addresses and `eprint` fields: "1706.03762v7 [cs.CL]"."""
    name = re.sub(r"\s*\[[\w.-]+\]$|\.pdf$", "", unquote(name).strip())
    version = ARXIV_VERSION.search(name)
    bare = name[: version.start()] if version else name
    fault = arxiv_fault(bare)
    if fault:
        return Reading(fault=fault)
    old = ARXIV_OLD.fullmatch(bare)
    paper_id = f"{old['archive']}/{old['yymm']}{old['number']}" if old else bare
    address = f"https://arxiv.org/{page}/{name}" + (f"#{fragment}" if fragment else "")
    return Reading(PaperId("arxiv", paper_id, int(version[1]) if version else None), address)


def arxiv_fault(name: str) -> str | None:
    """Say why an arXiv id without version is not one: four digits after the dot until 2014, five from 2015 on."""
    match = ARXIV_NEW.fullmatch(name) or ARXIV_OLD.fullmatch(name)
    if match is None:
        return f"'{name}' is not an arXiv id"
    year, month = int(match["yymm"][:2]), int(match["yymm"][2:])
    if not 1 <= month <= 12:
        return f"arXiv id '{name}' has no month {match['yymm'][2:]}"
    if "archive" in match.groupdict():
        return _old_arxiv_fault(name, match["archive"], match["yymm"])
    if match["yymm"] < "0704":
        return f"arXiv id '{name}' is from before April 2007, when such ids began"
    digits = 4 if year < 15 else 5
    if len(match["number"]) != digits or int(match["number"]) == 0:
        return f"arXiv id '{name}' needs {digits} digits after the dot in 20{year:02d}"
    return None


def _old_arxiv_fault(name: str, archive: str, yymm: str) -> str | None:
    if archive not in ARXIV_ARCHIVES:
        return f"arXiv id '{name}' names no archive of arXiv"
    if not ("9108" <= yymm or yymm <= "0703"):
        return f"arXiv id '{name}' is not from 1991 to March 2007, when such ids were given"
    return None


def _arxiv(parts) -> Reading:
    match = ARXIV_PATH.fullmatch(parts.path)
    if match is None:
        return NOTHING
    deep = parts.fragment if match["page"] in ("pdf", "html") else ""
    return read_arxiv_name(match["rest"], match["page"] if deep else "abs", deep)


def read_doi(name: str, fragment: str = "") -> Reading:
    """Read a DOI; what punctuation left at its end is cut off and reported."""
    doi = unquote(name)
    sound = strip_doi(doi)
    if not DOI.fullmatch(sound):
        return Reading(fault=f"'{doi}' is not a DOI")
    fault = None if sound == doi else f"DOI '{doi}' ends with '{doi[len(sound) :]}'"
    of_arxiv = ARXIV_DOI.fullmatch(sound)
    address = "https://doi.org/" + quote(sound, safe="/:;()@!*',$&=+") + (f"#{fragment}" if fragment else "")
    if of_arxiv:
        inner = read_arxiv_name(of_arxiv[1])
        return Reading(inner.paper, address if inner.paper else None, inner.fault or fault)
    return Reading(PaperId("doi", sound), address, fault)


def strip_doi(doi: str) -> str:
    """Cut punctuation from a DOI's end, and a bracket that nothing in it opens."""
    while doi:
        last = doi[-1]
        unopened = last in ")]}>" and doi.count(last) > doi.count({")": "(", "]": "[", "}": "{", ">": "<"}[last])
        if last not in INVISIBLE_END and not unopened:
            return doi
        doi = doi[:-1]
    return doi


def _doi(parts) -> Reading:
    name = parts.path.lstrip("/") + (f"?{parts.query}" if parts.query else "")
    if not name:
        return NOTHING
    # A DOI may hold '#' only percent-encoded; what follows a plain one is a place in the page.
    return read_doi(name, parts.fragment)


def _publisher(parts) -> Reading:
    """Read the DOI in a publisher's own address; that page was chosen, so it has no other right form."""
    match = DOI_IN_PATH.search(unquote(parts.path))
    return Reading(read_doi(re.sub(r"(?:\.full|\.abstract)?(?:\.pdf)?$", "", match[1])).paper) if match else NOTHING


def _acl(parts) -> Reading:
    last = re.sub(r"\.(?:pdf|bib|xml|endf)$", "", parts.path.rstrip("/").rpartition("/")[2])
    if re.fullmatch(r"[A-Z]\d\d-?\d*|\d{4}\.\S*", last) is None or parts.path.startswith(("/venues", "/events", "/volumes", "/people")):
        return NOTHING
    if not ACL_ID.fullmatch(last):
        return Reading(fault=f"'{last}' is not an id of the ACL Anthology")
    return Reading(PaperId("acl", last), f"https://aclanthology.org/{last}/")


def _openreview(parts) -> Reading:
    if parts.path not in ("/forum", "/pdf", "/attachment", "/revisions"):
        return NOTHING
    found = parse_qs(parts.query).get("id", [""])[0]
    if not OPENREVIEW_ID.fullmatch(found):
        return Reading(fault=f"'{found}' is not an OpenReview id")
    query = parts.query if "noteId" in parts.query else f"id={found}"  # noteId leads to one review
    deep = f"#{parts.fragment}" if parts.fragment else ""
    page = "pdf" if parts.path == "/pdf" and deep else "forum"
    return Reading(PaperId("openreview", found), f"https://openreview.net/{page}?{query}{deep}")


def _youtube(parts) -> Reading:
    query = parse_qs(parts.query)
    embedded = YOUTUBE_PATH.match(parts.path)
    if parts.hostname == "youtu.be":
        found = parts.path.strip("/")
    elif embedded:
        found = embedded[1]
    elif parts.path == "/watch":
        found = query.get("v", [""])[0]
    else:
        return NOTHING
    if not YOUTUBE_ID.fullmatch(found):
        return Reading(fault=f"'{found}' is not a YouTube id (11 letters, digits, - or _)")
    at = query.get("t", [""])[0]
    return Reading(PaperId("youtube", found), f"https://www.youtube.com/watch?v={found}" + (f"&t={at}" if at else ""))


HOSTS = (
    (ARXIV_HOST, _arxiv), (DOI_HOST, _doi), (ACL_HOST, _acl), (re.compile(r"(?:www\.)?openreview\.net"), _openreview),
    (YOUTUBE_HOST, _youtube), (PUBLISHER, _publisher),
)  # fmt: skip


def aliases(paper: PaperId) -> set[str]:
    """List the keys that name the same paper by the rules of the services alone, its own included."""
    keys = {paper.key}
    if paper.scheme == "arxiv":
        keys.add(f"doi:10.48550/arxiv.{paper.id.lower()}")
    of_acl = ACL_DOI.fullmatch(paper.id) if paper.scheme == "doi" else None
    if of_acl and ACL_ID.fullmatch(of_acl[1]):
        keys.add(f"acl:{of_acl[1]}")
    if paper.scheme == "acl":
        keys |= {f"doi:10.18653/v1/{paper.id.lower()}", f"doi:10.3115/v1/{paper.id.lower()}"}
    return keys


def arxiv_year(paper_id: str) -> int:
    """Return the year in which an arXiv id was given."""
    yy = int(paper_id.rpartition("/")[2][:2])
    return (1900 if yy > 90 else 2000) + yy
