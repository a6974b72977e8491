"""HTML around a note's text: the head under its title, its lineage and who mentions it, and the list of corrections."""

from collections.abc import Mapping, Sequence
from html import escape
from posixpath import relpath

from papernotes.cards import Way, anchors, copy_button, links, place_and_year, shortened
from papernotes.marks import Correction
from papernotes.notes import Note
from papernotes.records import Mention, Record, by_page

CORRECTIONS_MARKER = "<!-- corrections -->"


def way_between(here: str, there: str) -> str:
    """Return the address of one page as seen from another; both as MkDocs gives them, "" and "a/b/" for folders."""
    folder = here if here.endswith("/") or not here else here.rpartition("/")[0]
    way = relpath(there or ".", folder or ".")
    return way + "/" if there.endswith("/") or not there else way


GUIDE = "contributing"  # its pages tell how to write notes: nothing in them is held against a paper


def note_head(note: Note, records: Mapping[str, Record], site_name: str, address: str) -> str:
    """Show under a note's title what it says in one sentence, the papers it is about, and whether it was checked."""
    assert note.meta is not None  # only notes with front matter have a head
    papers = [records[key] for key in note.meta.papers or [] if key in records]
    parts = [f'<p class="pn-standfirst">{escape(note.meta.description)}</p>'] if note.meta.description else []
    if papers:
        parts.append(f'<ul class="pn-papers" aria-label="What this note is about">{"".join(_paper(paper, first=paper is papers[0]) for paper in papers)}</ul>')
    if note.topic != GUIDE:
        parts.append(f'<div class="pn-head">{_state(note)}{_cite_note(note, site_name, address)}</div>')
    return f'<div class="pn-pagehead">{"".join(parts)}</div>'


def _paper(record: Record, first: bool) -> str:
    """Show one paper; those beside the main one only as citations do, so that the text stays on the first screen."""
    title = f'<a class="pn-papers__title" href="#ref-{record.key}"><cite>{escape(record.title, quote=False)}</cite></a>'
    words = f"{shortened(record)}\N{NO-BREAK SPACE}· {place_and_year(record)}" if first else f"{record.label}, {record.year}"
    by = escape(words, quote=False)
    return f'<li>{title} <span class="pn-papers__by">{by}</span> <span class="pn-links">{anchors(links(record))} {copy_button(record)}</span></li>'


def _state(note: Note) -> str:
    assert note.meta is not None
    day = note.meta.reviewed
    if day is None:
        return '<span class="pn-mark pn-mark--unreviewed" title="Not every statement has been held against its source">not yet reviewed</span>'
    return f'<span class="pn-mark pn-mark--reviewed" title="Every statement was held against its source">reviewed <time datetime="{day.isoformat()}">{day.day} {day:%B %Y}</time></span>'


def _cite_note(note: Note, site_name: str, address: str) -> str:
    """Offer the note itself as a reference; it is not the paper."""
    key = "".join(letter for letter in f"{site_name}{note.slug}".lower() if letter.isalnum())
    year = str(note.meta.reviewed.year) if note.meta and note.meta.reviewed else ""
    fields = {"title": f"{{{note.title}}}", "author": f"{{{site_name}}}", "year": year, "howpublished": "Reading note", "url": address}
    bibtex = f"@misc{{{key},\n" + "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value) + "}"
    return (
        f'<details class="pn-citenote"><summary>Cite this note</summary><pre class="pn-bibtex">{escape(bibtex, quote=False)}</pre>'
        f'<button type="button" class="pn-copy" data-copy="previous">Copy BibTeX</button></details>'
    )


def mentioned_in(mentions: Sequence[Mention], notes: Mapping[str, Note], way: Way) -> str:
    """List the pages that mention a note or cite a paper, each with its sentences; the link leads to the first place itself."""
    items = []
    for page, found in by_page(mentions).items():
        sentences = "".join(f'<blockquote class="pn-sentence">{mention.sentence}</blockquote>' for mention in found)
        items.append(f'<li><a href="{escape(way(page))}#{found[0].anchor}">{escape(notes[page].name, quote=False)}</a>{sentences}</li>')
    return f'<ul class="pn-mentions">{"".join(items)}</ul>' if items else ""


def fill_corrections(corrections: Mapping[str, Sequence[Correction]], pages: Mapping[str, object], topics: Sequence[str]) -> None:
    """Put the list of corrections, in the topics' order, in the place of its marker, on every page that asks for it."""
    places = {topic: place for place, topic in enumerate(topics)}
    ordered = dict(sorted(corrections.items(), key=lambda one: places.get(one[0].rpartition("/")[0], len(places))))
    for page in pages.values():
        if CORRECTIONS_MARKER in page.content:
            page.content = page.content.replace(CORRECTIONS_MARKER, corrections_list(ordered, pages, page))


def corrections_list(corrections: Mapping[str, Sequence[Correction]], pages: Mapping[str, object], here) -> str:
    """List every correction of the site by page, each with what the notes said and where the truth stands."""
    parts = []
    for slug, found in corrections.items():
        if not found or slug not in pages:
            continue
        page = pages[slug]
        url = way_between(here.url, page.url)
        parts.append(f'<h2 id="{slug.replace("/", "-")}"><a href="{url}">{page.title}</a></h2><dl class="pn-corrections">')
        for one in found:
            parts.append(f'<dt><a href="{url}#{one.anchor}">{escape(one.title)}</a></dt><dd>{one.notes_said}</dd><dd>{one.truth}</dd>')
        parts.append("</dl>")
    return "\n".join(parts)
