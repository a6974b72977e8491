"""What programs read: JSON-LD and links in a page's head, llms.txt, each page's Markdown, an Atom feed.

A page here is an article about papers and never poses as one of them: the papers stand under `about` and `citation`,
and there are no `citation_*` tags, which declare a page to be the paper.
"""

import json
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from xml.sax.saxutils import escape as escape_xml
from xml.sax.saxutils import quoteattr

from papernotes.marks import Correction
from papernotes.notes import Note
from papernotes.records import Record

FEED, LLMS = "feed.xml", "llms.txt"
FEED_LENGTH = 50
# What XML cannot hold, and what Python-Markdown has put between two of these to be filled in later.
NOT_XML = re.compile("\x02[^\x03]*\x03|[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "papernotes")  # names of feed entries do not depend on the site's address


@dataclass(frozen=True)
class Site:
    """Hold what the site says of itself; `address` ends with a slash, or is empty where the site does not know it."""

    name: str
    description: str
    address: str
    urls: Mapping[str, str]  # slug → address below the site's root


def card_path(topic: str) -> str:
    """Name the picture that a link to a topic's pages shows elsewhere; without a topic, the home page's."""
    return f"images/og/{topic or 'home'}.png"


def json_ld(note: Note, about: Sequence[Record], cited: Sequence[Record], site: Site) -> str:
    """Describe a note as schema.org's Article about its papers; a page about no paper is a WebPage."""
    assert note.meta is not None
    here = f"{site.address}{site.urls[note.slug]}" if site.address else ""
    data = {
        "@context": "https://schema.org",
        "@type": "Article" if about else "WebPage",
        ("headline" if about else "name"): note.title,
        "description": note.meta.description,
        "url": here,
        "inLanguage": "en",
        "keywords": ", ".join(note.meta.tags),
        "dateModified": note.meta.reviewed.isoformat() if note.meta.reviewed else "",
        "author": {"@type": "Organization", "name": site.name} if about else "",
        "isPartOf": {key: value for key, value in {"@type": "WebSite", "name": site.name, "url": site.address}.items() if value},
        "about": [_work(record) for record in about],
        "citation": [_work(record) for record in cited],
    }
    text = json.dumps({key: value for key, value in data.items() if value}, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")  # nothing in it may close the script element


def _work(record: Record) -> dict:
    kinds = {"paper": "ScholarlyArticle", "article": "BlogPosting", "web": "WebPage", "video": "VideoObject", "course": "Course", "tool": "SoftwareApplication"}
    addresses = [address for name, address in record.links if name in ("arXiv", "DOI", "page")]
    work = {
        "@type": kinds[record.kind], "name": record.title, "author": [{"@type": "Person" if name.given else "Organization", "name": str(name)} for name in record.authors],
        "datePublished": record.plain_year, "url": addresses[0] if addresses else "", "sameAs": addresses[1:],
    }  # fmt: skip
    return {key: value for key, value in work.items() if value}


def head_html(note: Note, structured: str, site: Site, markdown: str, feed: str, picture: str, picture_alt: str = "") -> str:
    """Write a page's part of <head>: its Markdown, the feed, JSON-LD, and Open Graph where the site has an address."""
    lines = [f'<link rel="alternate" type="text/markdown" href="{escape(markdown)}" title="This page as Markdown">']
    if feed:
        lines.append(f'<link rel="alternate" type="application/atom+xml" href="{escape(feed)}" title="New and corrected notes">')
    if note.meta is not None:
        lines.append(f'<script type="application/ld+json">{structured}</script>')
    if site.address and note.meta is not None:
        tags = {
            "og:type": "article" if "/" in note.slug else "website", "og:site_name": site.name, "og:title": note.title,
            "og:description": note.meta.description, "og:url": site.address + site.urls[note.slug], "og:image": picture and site.address + picture, "og:image:alt": picture and picture_alt,
        }  # fmt: skip
        lines += [f'<meta property="{name}" content="{escape(value)}">' for name, value in tags.items() if value]
    return "\n".join(lines)


def page_markdown(note: Note, body: str, cited: Iterable[Record]) -> str:
    """Give a page as one Markdown file: its front matter, its text with the tables filled, and what its keys stand for.

    It lies beside its folder (`topic/note.md`), so links between notes hold as they are; pictures lie one step nearer.
    """
    front = f"---\n{note.source.front_matter}---\n\n" if note.source.front_matter else ""
    depth = note.slug.count("/")
    body = re.sub(r"""(?<=[("'= ])(?:/|(?:\.\./)+)images/""", "../" * depth + "images/", body)
    works = [f"- `@{record.key}`: {record.byline} ({record.year}). {record.title}." + (f" {record.venue}." if record.venue else "") + (f" <{record.links[0][1]}>" if record.links else "") for record in cited]
    return front + body.strip() + "\n" + ("\n## References\n\n" + "\n".join(works) + "\n" if works else "")


def llms_txt(site: Site, notes: Mapping[str, Note], topics: Sequence[str], files: Mapping[str, str]) -> str:
    """List every page's Markdown by topic, in the form of llmstxt.org; addresses are whole where the site has one."""
    lines = [f"# {site.name}", "", f"> {site.description}", ""]
    for topic in [*topics, ""]:
        pages = [note for note in notes.values() if note.topic == topic or (not topic and note.topic not in topics)]
        index = notes.get(f"{topic}/index")
        lines += [f"## {index.title if index else 'About the site'}", ""]
        lines += [f"- [{note.title}]({site.address}{note.slug}.md)" + (f": {note.meta.description}" if note.meta else "") for note in pages] + [""]
    lines += ["## Data", "", *(f"- [{file}]({site.address}{file}): {what}" for file, what in files.items())]
    return "\n".join(lines) + "\n"


def atom_feed(site: Site, notes: Mapping[str, Note], corrections: Mapping[str, Sequence[Correction]]) -> str:
    """List the notes by the day on which they were last held against their sources, the newest first, with their corrections.

    Empty where no note has such a day, because a feed must say when it changed.
    """
    dated = sorted((note for note in notes.values() if note.meta and note.meta.reviewed), key=lambda note: note.slug)
    dated.sort(key=lambda note: note.meta.reviewed, reverse=True)  # type: ignore[union-attr]
    if not dated:
        return ""
    entries = "".join(_entry(site, note, corrections.get(note.slug, ())) for note in dated[:FEED_LENGTH])
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n'
        f"<title>{xml(site.name)}</title>\n<subtitle>{xml(site.description)}</subtitle>\n<id>{_urn(site, '')}</id>\n"
        f'<updated>{_moment(dated[0])}</updated>\n<author><name>{xml(site.name)}</name></author>\n<link rel="alternate" type="text/html" href={quoteattr(site.address or "./")}/>\n'
        + (f'<link rel="self" type="application/atom+xml" href={quoteattr(site.address + FEED)}/>\n' if site.address else "")
        + f"{entries}</feed>\n"
    )


def _entry(site: Site, note: Note, corrections: Sequence[Correction]) -> str:
    assert note.meta is not None
    corrected = "".join(f"<li>{escape(one.title, quote=False)}</li>" for one in corrections)
    html = f"<p>{escape(note.meta.description, quote=False)}</p>" + (f"<p>Corrected:</p><ul>{corrected}</ul>" if corrected else "")
    category = '<category term="corrected"/>' if corrections else ""
    return (
        f"<entry>\n<title>{xml(note.title)}</title>\n<id>{_urn(site, note.slug)}</id>\n<updated>{_moment(note)}</updated>\n"
        f'<link rel="alternate" type="text/html" href={quoteattr((site.address or "./") + site.urls[note.slug])}/>\n{category}'
        f'<summary>{xml(note.meta.description)}</summary>\n<content type="html">{xml(html)}</content>\n</entry>\n'
    )


def xml(text: str) -> str:
    """Escape text for XML, without the characters that XML cannot hold."""
    return escape_xml(NOT_XML.sub("", text))


def _urn(site: Site, slug: str) -> str:
    return f"urn:uuid:{uuid.uuid5(NAMESPACE, f'{site.name}/{slug}')}"


def _moment(note: Note) -> str:
    assert note.meta is not None and note.meta.reviewed is not None
    return f"{note.meta.reviewed.isoformat()}T00:00:00Z"
