"""The bibliography page: every paper once, by topic, with what its card says and each sentence that cites it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from papernotes.cards import Cards, Way
from papernotes.notes import Note
from papernotes.pages import mentioned_in
from papernotes.records import Record, last_checked

DOWNLOADS = {"refs.bib": "BibTeX", "bibliography.ris": "RIS", "bibliography.json": "CSL-JSON"}
NO_TOPIC = ""


def topics_of(record: Record, notes: Mapping[str, Note]) -> list[str]:
    """List the topics that a paper belongs to: those of the notes about it first, then those that cite it most."""
    about = [notes[slug].topic for slug in record.notes]
    citing = Counter(notes[mention.page].topic for mention in record.mentions)
    return [topic for topic in dict.fromkeys([*about, *(topic for topic, _ in citing.most_common())]) if topic]


def bibliography_html(cards: Cards, topics: Sequence[str], way: Way, downloads: Way) -> str:
    """Write the whole page below its title; without a script the filters are not there and the list is whole."""
    groups: dict[str, list[Record]] = {topic: [] for topic in [*topics, NO_TOPIC]}
    of_topics = {}
    for record in sorted(cards.records.values(), key=lambda one: (one.label.casefold(), one.year, one.key)):
        of_topics[record.key] = [topic for topic in topics_of(record, cards.notes) if topic in groups]
        groups[(of_topics[record.key] or [NO_TOPIC])[0]].append(record)
    checked = last_checked(cards.records)
    parts = [_downloads(downloads, len(cards.records), checked), _filters(topics, cards.notes, len(cards.records))]
    for topic, found in groups.items():
        if found:
            items = "".join(_item(record, of_topics[record.key], cards, way, checked) for record in found)
            parts.append(f'<section class="pn-group"><h2 id="topic-{topic or "none"}">{_topic_name(topic, cards.notes)}</h2><ol class="pn-bib">{items}</ol></section>')
    return "\n".join(parts)


def _topic_name(topic: str, notes: Mapping[str, Note]) -> str:
    index = notes.get(f"{topic}/index")
    return escape(index.title if index else topic.capitalize() or "Other works", quote=False)


def _downloads(downloads: Way, count: int, day: date | None) -> str:
    files = ", ".join(f'<a href="{downloads(file)}" download>{name}</a>' for file, name in DOWNLOADS.items())
    state = f"Their links were last checked on {day.day} {day:%B %Y}." if day else "Their links were never checked online."
    return f'<p class="pn-downloads">{count} works, also as {files}. {state}</p>'


def _filters(topics: Sequence[str], notes: Mapping[str, Note], count: int) -> str:
    options = "".join(f'<option value="{topic}">{_topic_name(topic, notes)}</option>' for topic in topics)
    return (
        '<form class="pn-filter pn-filter--works" role="search" aria-label="Filter the bibliography" autocomplete="off">'
        '<label>Words <input type="search" name="words"></label>'
        f'<label>Topic <select name="topic"><option value="">all</option>{options}</select></label>'
        '<label><input type="checkbox" name="note"> has a note</label>'
        f'<span class="pn-count" role="status">{count} of {count}</span></form>'
    )


def _item(record: Record, topics: Sequence[str], cards: Cards, way: Way, checked: date | None) -> str:
    note = ' data-note="yes"' if record.notes else ""
    health = _health(record) if checked else ""
    content = cards.body(record) + cards.link_line(record, "", way)
    return (
        f'<li id="{record.key}" data-topics="{" ".join(topics)}"{note}>{content}'
        f"{_cited_in(record, cards.notes, way)}{health}{cards.coins(record)}</li>"
    )


def _cited_in(record: Record, notes: Mapping[str, Note], way: Way) -> str:
    if not record.mentions:
        return ""
    pages = len(record.cited_on)
    return f'<details class="pn-cited"><summary>Cited on {pages} page{"s" if pages > 1 else ""}</summary>{mentioned_in(record.mentions, notes, way)}</details>'


def _health(record: Record) -> str:
    """Say what is known of the links: once where all are alike, else each."""
    states = {str(health) for health in record.health}
    if not states:
        return ""
    if len(states) == 1:
        text = f"Links {states.pop()}."
    else:
        names = dict((address, name) for name, address in record.links)
        text = "Links: " + "; ".join(f"{names[health.address]} {health}" for health in record.health) + "."
    return f'<p class="pn-health">{escape(text, quote=False)}</p>'
