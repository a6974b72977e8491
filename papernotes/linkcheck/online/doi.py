"""DOIs: whether one exists from doi.org itself, what it names from the agency that registered it.

No publisher's page is asked: those refuse programs.
https://www.doi.org/doi-handbook/HTML/rest-api.html, https://api.crossref.org/swagger-ui/index.html
"""

import re
from urllib.parse import quote

from papernotes.linkcheck.details import Details, organisation, page_range, person
from papernotes.linkcheck.lock import Record
from papernotes.linkcheck.online.arxiv import read_datacite
from papernotes.linkcheck.online.asking import Found, Service, Tell, Trouble, dig, each, items, whole_number, words
from papernotes.linkcheck.online.verdicts import Verdict
from papernotes.linkcheck.titles import normalise

RETRACTING = {"retraction", "withdrawal", "removal", "partial_retraction"}
IN_FILTER = re.compile(r"[\w./:;()<>-]+", re.ASCII)  # a comma would end the DOI in Crossref's filter
BATCH = 40
TYPES = {"journal-article": "article", "proceedings-article": "inproceedings", "book-chapter": "incollection", "book": "book", "monograph": "book"}


async def look_up(service: Service, ids: list[str], tell: Tell) -> None:
    """Ask for DOIs: Crossref in batches for what it names, doi.org for each whether it exists."""
    known: dict[str, Record] = {}
    trouble: Trouble | None = None
    names = [name for name in ids if IN_FILTER.fullmatch(name)]
    for start in range(0, len(names), BATCH):
        try:
            known |= await ask_crossref(service, names[start : start + BATCH])
        except Trouble as fault:
            trouble = fault
            break

    async def ask(name: str) -> Found:
        return await ask_one(service, name, known.get(name.lower()), trouble)

    await each(ids, ask, tell)


async def ask_one(service: Service, name: str, record: Record | None, trouble: Trouble | None) -> Found:
    """Judge one DOI: what is registered exists, even where nobody tells its title."""
    path = quote(name, safe="/:;()")
    status, data = await service.get_json(f"https://doi.org/api/handles/{path}")
    code = dig(data, "responseCode")
    if code == 100:
        return Found(Verdict.GONE, f"the DOI {name} is not registered", "no-such-id")
    if status == 404 or code != 1:
        return Found(Verdict.UNSURE, f"doi.org cannot tell whether {name} exists", "unreadable")
    if record is None:
        try:
            record = await ask_agency(service, name, path, asked_crossref=trouble is None and IN_FILTER.fullmatch(name) is not None)
        except Trouble as fault:
            return Found(Verdict.OK, f"the DOI exists; its title could not be checked: {fault.reason}", "unchecked")
    if record is None:
        return Found(Verdict.OK, "the DOI exists; its agency tells no title", "unchecked")
    return Found(Verdict.OK, f"registered at {record.source}", record=record)


async def ask_agency(service: Service, name: str, path: str, asked_crossref: bool) -> Record | None:
    """Ask who registered a DOI, then that agency for its record; only Crossref and DataCite tell."""
    _, data = await service.get_json(f"https://doi.org/doiRA/{path}")
    agency = dig(data, 0, "RA")
    if agency == "DataCite":
        status, found = await service.get_json(f"https://api.datacite.org/dois/{path}")
        return read_datacite(f"doi:{name.lower()}", found, service.today()) if status == 200 else None
    if agency == "Crossref" and not asked_crossref:
        status, found = await service.get_json(f"https://api.crossref.org/works/{quote(name, safe='')}{mail(service, '?')}")
        return read_crossref(dig(found, "message"), service.today()) if status == 200 else None
    return None


async def ask_crossref(service: Service, names: list[str]) -> dict[str, Record]:
    """Ask Crossref for several DOIs at once; answers are paired by DOI."""
    wanted = quote(",".join(f"doi:{name}" for name in names), safe=":,/")
    _, data = await service.get_json(f"https://api.crossref.org/works?filter={wanted}&rows={len(names)}{mail(service, '&')}")
    records = [read_crossref(work, service.today()) for work in items(dig(data, "message", "items"))]
    asked = {name.lower() for name in names}
    return {record.id.removeprefix("doi:"): record for record in records if record and record.id.removeprefix("doi:") in asked}


def mail(service: Service, mark: str) -> str:
    """Say who asks, where that is known: Crossref gives more to those who do."""
    return f"{mark}mailto={quote(service.mail)}" if service.mail else ""


def read_crossref(work: object, today: str) -> Record | None:
    """Read one work at Crossref; a retracted one is named by the notice ("updated-by") or is the notice itself ("update-to")."""
    doi, title = words(dig(work, "DOI")).lower(), words(dig(work, "title", 0))
    if not doi or not title:
        return None
    subtitle = words(dig(work, "subtitle", 0))
    if subtitle and normalise(subtitle) not in normalise(title):
        title = f"{title}: {subtitle}"
    changes = [str(dig(update, "type")).lower() for way in ("updated-by", "update-to") for update in items(dig(work, way))]
    retracted = bool(RETRACTING & set(changes)) or title.upper().startswith(("RETRACTED:", "RETRACTED ARTICLE"))
    first = words(dig(work, "author", 0, "family")) or words(dig(work, "author", 0, "name")) or words(dig(work, "editor", 0, "family"))
    year = whole_number(dig(work, "issued", "date-parts", 0, 0))
    return Record(f"doi:{doi}", title, first, year, retracted=retracted, source="crossref", seen=today, details=read_details(work))


def read_details(work: object) -> Details:
    """Read who wrote a work at Crossref, and where it appeared."""
    kind = TYPES.get(words(dig(work, "type")), "misc")
    people = [one for one in items(dig(work, "author")) or items(dig(work, "editor")) if isinstance(one, dict)]
    names = [person(words(one.get("family")), words(one.get("given"))) if one.get("family") else organisation(words(one.get("name"))) for one in people]
    venue = words(dig(work, "publisher")) if kind == "book" else words(dig(work, "container-title", 0))
    pages = page_range(words(dig(work, "page")))
    return Details(tuple(name for name in names if name != "{}"), kind, venue, words(dig(work, "volume")), words(dig(work, "issue")), pages)
