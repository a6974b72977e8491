"""Ids of the ACL Anthology, of OpenReview and of YouTube, each asked where its service tells a title.

https://aclanthology.org/info/development/, https://docs.openreview.net/reference/api-v2, https://oembed.com
"""

from datetime import UTC, datetime
from urllib.parse import quote

from pybtex.database import Entry, parse_bytes

from papernotes.linkcheck.addresses import read_doi
from papernotes.linkcheck.details import Details, family_first, page_range
from papernotes.linkcheck.lock import Record
from papernotes.linkcheck.online.asking import Found, Service, Tell, Trouble, as_json, dig, each, items, words
from papernotes.linkcheck.online.verdicts import Verdict
from papernotes.linkcheck.titles import decode


async def look_up_acl(service: Service, ids: list[str], tell: Tell) -> None:
    """Ask the ACL Anthology for the BibTeX of each id."""

    async def ask(name: str) -> Found:
        answer = await service.get(f"https://aclanthology.org/{name}.bib", "text/plain, */*;q=0.5")
        if answer.status == 404:
            return Found(Verdict.GONE, f"the ACL Anthology has no paper {name}", "no-such-id")
        record = read_bibtex(f"acl:{name}", answer.body, service.today()) if answer.status == 200 else None
        return Found(Verdict.OK, "the ACL Anthology has it", record=record) if record else Found(Verdict.UNSURE, f"the ACL Anthology sends no BibTeX for {name}", "unreadable")

    await each(ids, ask, tell)


def read_bibtex(key: str, body: bytes, today: str) -> Record | None:
    """Read a file with one BibTeX entry; None where it is none."""
    try:
        entry = next(iter(parse_bytes(body, "bibtex").entries.values()))
    except Exception:  # pybtex raises several unrelated types, and StopIteration comes of an empty file
        return None
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    first = " ".join(people[0].prelast_names + people[0].last_names) if people else ""
    year = entry.fields.get("year", "")
    title = words(decode(entry.fields.get("title", "")))
    names = tuple(words(decode(f"{' '.join(one.prelast_names + one.last_names)}, {' '.join(one.first_names + one.middle_names)}")).removesuffix(",") for one in people)
    return Record(key, title, words(decode(first)), int(year) if year.isdecimal() else None, source="acl", seen=today, details=_of_anthology(entry, names)) if title else None


def _of_anthology(entry: Entry, names: tuple[str, ...]) -> Details:
    """Read where a paper of the Anthology appeared."""
    fields = {name.lower(): words(decode(value)) for name, value in entry.fields.items()}
    venue = fields.get("journal") or fields.get("booktitle", "")
    kind = "article" if "journal" in fields else "inproceedings" if venue else "misc"
    doi = read_doi(fields["doi"]).paper if fields.get("doi") else None
    return Details(names, kind, venue, fields.get("volume", ""), fields.get("number", ""), page_range(fields.get("pages", "")), doi.id if doi and doi.scheme == "doi" else "")


async def look_up_openreview(service: Service, ids: list[str], tell: Tell) -> None:
    """Ask OpenReview's second interface, then the first, which keeps what is older than 2023.

    Since the middle of 2026 both send anonymous programs a challenge; then one answer stands for all.
    """

    async def ask(name: str) -> Found:
        for host, path in (("api2.openreview.net", ("title", "value")), ("api.openreview.net", ("title",))):
            answer = await service.get(f"https://{host}/notes?id={name}")
            note = dig(as_json(answer), "notes", 0)
            title = words(dig(note, "content", *path))
            if title:
                return Found(Verdict.OK, "OpenReview has it", record=read_note(f"openreview:{name}", note, title, service.today()))
            if answer.status in (401, 403):
                raise Trouble(f"http-{answer.status}", f"OpenReview refuses programs ({answer.status}): cannot be verified here")
        return Found(Verdict.GONE, f"OpenReview has no paper {name}", "no-such-id") if answer.status in (200, 404) else Found(Verdict.UNSURE, f"OpenReview answers {answer.status}", "unreadable")

    await each(ids, ask, tell, at_once=1)


def read_note(key: str, note: object, title: str, today: str) -> Record:
    """Read a submission; its date counts milliseconds from 1970."""
    authors = dig(note, "content", "authors", "value") or dig(note, "content", "authors")
    date = dig(note, "pdate") or dig(note, "cdate")
    year = datetime.fromtimestamp(date / 1000, UTC).year if isinstance(date, int) and 0 < date < 10**13 else None
    names = tuple(family_first(name) for one in items(authors) if (name := words(one)))
    return Record(key, title, words(dig(items(authors), 0)), year, source="openreview", seen=today, details=Details(names, venue=words(dig(note, "content", "venue", "value"))))


async def look_up_youtube(service: Service, ids: list[str], tell: Tell) -> None:
    """Ask oEmbed for a title; where a video may not be embedded, its picture tells whether there is one at all."""

    async def ask(name: str) -> Found:
        watch = quote(f"https://www.youtube.com/watch?v={name}", safe="")
        answer = await service.get(f"https://www.youtube.com/oembed?url={watch}&format=json")
        if answer.status in (401, 403):
            picture = await service.get(f"https://i.ytimg.com/vi/{name}/hqdefault.jpg", "image/*")
            if picture.status == 200:
                return Found(Verdict.BLOCKED, "the video exists but is private or may not be embedded", "private")
            return Found(Verdict.GONE, "the video is private and has no picture any more", "no-such-id")
        if answer.status in (400, 404):
            return Found(Verdict.GONE, f"YouTube has no video {name}", "no-such-id")
        title = words(dig(as_json(answer), "title"))
        # The channel that shows a talk is seldom its speaker: as an author it would make honest titles look wrong.
        record = Record(f"youtube:{name}", title, "", None, source="youtube", seen=service.today()) if title else None
        return Found(Verdict.OK, "YouTube has it", record=record) if record else Found(Verdict.UNSURE, f"YouTube answers {answer.status}", "unreadable")

    await each(ids, ask, tell)
