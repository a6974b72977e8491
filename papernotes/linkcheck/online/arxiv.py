"""arXiv ids: in batches from arXiv, one by one from DataCite where arXiv does not answer.

https://info.arxiv.org/help/api/user-manual.html, https://support.datacite.org/docs/api
"""

import re
import xml.etree.ElementTree as ElementTree

from papernotes.linkcheck.addresses import identify
from papernotes.linkcheck.details import Details, family_first, organisation
from papernotes.linkcheck.lock import Record
from papernotes.linkcheck.online.asking import Found, Service, Tell, Trouble, dig, each, items, whole_number, words
from papernotes.linkcheck.online.verdicts import Verdict

ATOM = "{http://www.w3.org/2005/Atom}"
ARXIV = "{http://arxiv.org/schemas/atom}"
WITHDRAWN = re.compile(r"\b(?:is|was|been|be) withdrawn\b|^\W*withdrawn\b|\bwithdrawn (?:by|due|because)\b", re.IGNORECASE)


async def look_up(service: Service, ids: list[str], tell: Tell) -> None:
    """Ask for arXiv ids. arXiv may send fewer entries than asked for, so a missing one is asked for again, then elsewhere."""
    left, size = list(ids), service.client.limits.batch
    trouble: Trouble | None = None
    for _ in range(2):
        answered: set[str] = set()
        for start in range(0, len(left), size):
            try:
                found = await ask_batch(service, left[start : start + size])
            except Trouble as fault:
                trouble = fault
                break  # another batch would meet the same refusal
            for name, record in found.items():
                tell(name, Found(Verdict.OK, "arXiv has it", record=record))
            answered |= set(found)
        left = [name for name in left if name not in answered]
        if trouble or not left:
            break

    async def ask(name: str) -> Found:
        return await ask_datacite(service, name, trouble)

    await each(left, ask, tell)


async def ask_batch(service: Service, ids: list[str]) -> dict[str, Record]:
    """Ask arXiv for up to a hundred ids; answers are paired by id, never by order."""
    url = f"https://export.arxiv.org/api/query?id_list={','.join(ids)}&max_results={len(ids)}"
    answer = await service.get(url, "application/atom+xml")
    if answer.status != 200:
        raise Trouble(f"http-{answer.status}", f"export.arxiv.org answers {answer.status}")
    if not answer.whole and len(ids) > 1:
        half = len(ids) // 2
        return {**await ask_batch(service, ids[:half]), **await ask_batch(service, ids[half:])}
    records = read_feed(answer.body, service.today())
    return {name: records[name] for name in ids if name in records}


def read_feed(body: bytes, today: str) -> dict[str, Record]:
    """Read an Atom feed as records by id. Raise `Trouble` where it is none."""
    try:
        if b"<!ENTITY" in body:
            raise Trouble("unreadable", "export.arxiv.org sends what is not a feed")
        feed = ElementTree.fromstring(body)
    except ElementTree.ParseError as fault:
        raise Trouble("unreadable", "export.arxiv.org sends what is not a feed") from fault
    if feed.tag != f"{ATOM}feed":
        raise Trouble("unreadable", "export.arxiv.org sends what is not a feed")
    records = {}
    for entry in feed.iter(f"{ATOM}entry"):
        paper = identify((entry.findtext(f"{ATOM}id") or "").strip())
        title = words(entry.findtext(f"{ATOM}title"))
        if paper and paper.scheme == "arxiv" and title:
            records[paper.id] = read_entry(entry, paper.key, paper.version, title, today)
    return records


def read_entry(entry: ElementTree.Element, key: str, versions: int | None, title: str, today: str) -> Record:
    """Read one entry of a feed."""
    remarks = (words(entry.findtext(f"{ARXIV}comment")), words(entry.findtext(f"{ATOM}summary")))
    return Record(
        key, title, words(entry.findtext(f"{ATOM}author/{ATOM}name")), whole_number((entry.findtext(f"{ATOM}published") or "")[:4]), versions,
        withdrawn=bool(WITHDRAWN.search(remarks[0]) or WITHDRAWN.search(remarks[1][:80])), source="arxiv-api", seen=today,
        details=Details(tuple(family_first(name) for author in entry.iter(f"{ATOM}author") if (name := words(author.findtext(f"{ATOM}name"))))),
    )  # fmt: skip


async def ask_datacite(service: Service, name: str, trouble: Trouble | None) -> Found:
    """Ask DataCite for one arXiv id."""
    status, data = await service.get_json(f"https://api.datacite.org/dois/10.48550/arXiv.{name}")
    if status == 404:
        return Found(Verdict.GONE, f"DataCite knows no arXiv paper {name}" if trouble else f"arXiv has no paper {name}, nor has DataCite", "no-such-id")
    record = read_datacite(f"arxiv:{name}", data, service.today())
    return Found(Verdict.OK, "DataCite has it", record=record) if record else Found(Verdict.TRANSIENT, f"DataCite sends no title for {name}", "unreadable")


def read_datacite(key: str, data: object, today: str) -> Record | None:
    """Read a DOI's record at DataCite; arXiv writes its versions as "v1", "v2" beside the dates."""
    known = dig(data, "data", "attributes")
    title = words(dig(known, "titles", 0, "title"))
    if not title:
        return None
    versions = [int(match[1]) for date in items(dig(known, "dates")) if (match := re.fullmatch(r"v(\d{1,3})", str(dig(date, "dateInformation"))))]
    first = words(dig(known, "creators", 0, "name")) or words(dig(known, "creators", 0, "familyName"))
    return Record(
        key, title, first, whole_number(dig(known, "publicationYear")), max(versions, default=None), source="datacite", seen=today,
        details=Details(tuple(creator for one in items(dig(known, "creators")) if (creator := _creator(one)))),
    )  # fmt: skip


def _creator(creator: object) -> str:
    """Name one of DataCite's creators: a person's parts, or an organisation as it is."""
    name = words(dig(creator, "name"))
    if not re.search(r"\w", name):
        return ""
    is_person = "," in name or dig(creator, "familyName")
    return family_first(name) if is_person else organisation(name)
