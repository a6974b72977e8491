"""HTML around a note's text: the head under its title, and the list of corrections."""

from collections.abc import Mapping, Sequence
from html import escape

from mkdocs.utils import get_relative_url

from papernotes.marks import Correction
from papernotes.notes import Note
from papernotes.refs import Reference


def page_head(note: Note, references: Mapping[str, Reference]) -> str:
    """Show under a note's title what it says in one sentence, what it is about, and whether it was checked."""
    assert note.meta is not None  # only notes with front matter have a head
    papers = [references[key] for key in note.meta.papers or [] if key in references]
    about = "; ".join(f'<a href="#ref-{p.key}">{escape(p.authors)}, {p.year}</a>' for p in papers)
    if note.meta.reviewed:
        day = note.meta.reviewed
        state = f'<span class="pn-mark pn-mark--reviewed" title="Every statement was held against its source">reviewed <time datetime="{day.isoformat()}">{day.day} {day:%B %Y}</time></span>'
    else:
        state = '<span class="pn-mark pn-mark--unreviewed" title="Not every statement has been held against its source">not yet reviewed</span>'
    lines = [f'<p class="pn-standfirst">{escape(note.meta.description)}</p>']
    lines.append(f'<p class="pn-head">{f"<span>On {about}</span>" if about else ""}{state}</p>')
    return f'<div class="pn-pagehead">{"".join(lines)}</div>'


def corrections_list(corrections: Mapping[str, Sequence[Correction]], pages: Mapping[str, object], here) -> str:
    """List every correction of the site by page, each with what the notes said and where the truth stands."""
    parts = []
    for slug, found in corrections.items():
        if not found or slug not in pages:
            continue
        page = pages[slug]
        url = get_relative_url(page.url, here.url)
        parts.append(f'<h2 id="{slug.replace("/", "-")}"><a href="{url}">{page.title}</a></h2><dl class="pn-corrections">')
        for one in found:
            parts.append(f'<dt><a href="{url}#{one.anchor}">{escape(one.title)}</a></dt><dd>{one.notes_said}</dd><dd>{one.truth}</dd>')
        parts.append("</dl>")
    return "\n".join(parts)
