"""One build's papers: records made before the first page, mentions gathered while pages render, parts of pages and files made after the last.

The MkDocs adapter talks to this object only; nothing here knows MkDocs.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from papernotes.bibcheck import check_uncited
from papernotes.bibliography import bibliography_html
from papernotes.cards import Cards, Way
from papernotes.claims.book import Book
from papernotes.drafts import draft_box, link_findings, show_gaps, typed_offline, unproven
from papernotes.exports import csl_json, ris
from papernotes.findings import Finding
from papernotes.lineage import Ties, all_ties, lineage_of_note, lineage_of_topic
from papernotes.lineage_map import map_html
from papernotes.linkcheck.online.state import Seen
from papernotes.machine import FEED, LLMS, Site, atom_feed, card_path, head_html, json_ld, llms_txt, page_markdown
from papernotes.marks import Correction
from papernotes.notes import Note
from papernotes.pages import mentioned_in, note_head, way_between
from papernotes.records import Mention, Record, make_records, with_mentions
from papernotes.refs import NO_YEAR, Bibliography

BIBLIOGRAPHY_MARKER = "<!-- bibliography -->"
MAP_MARKER = "<!-- lineage-map -->"
# Pages that explain how the site is written name papers and notes as examples: that is no mention.
NO_MENTIONS = ("contributing/", "notation", "glossary", "tags", "what-changed", "bibliography", "claims", "index")
FILES = {"refs.bib": "every work cited, as BibTeX", "bibliography.ris": "the same as RIS", "bibliography.json": "the same as CSL-JSON"}


class Papers:
    """Hold the records of one build and what the pages said of them."""

    def __init__(self, bibliography: Bibliography, notes: Mapping[str, Note], root: Path, seen: Mapping[str, Seen], book: Book | None = None):
        self.bibliography, self.root, self.book = bibliography, root, book
        self.all_notes = notes  # drafts too: they are shown while serving, and nothing points at them
        self.notes = {slug: note for slug, note in notes.items() if not note.is_draft}
        self.records = make_records(bibliography, self.notes, seen)
        self.cards = Cards(self.records, self.notes)
        self.mentions: list[Mention] = []
        self.to_drafts: dict[str, list[str]] = {}  # published slug → slugs of the drafts that it links to
        self.markdown: dict[str, str] = {}
        self.cited: dict[str, list[str]] = {}  # slug → keys, in the order of the page

    def mention(self, found: Mention) -> None:
        """Take one mention from the page that is being rendered."""
        if found.page in self.notes and found.target in self.all_notes and found.target not in self.notes:
            self.to_drafts.setdefault(found.page, []).append(found.target)
        if not found.page.startswith(NO_MENTIONS) and found.page in self.notes and (found.target in self.records or found.target in self.notes):
            self.mentions.append(found)

    def links_to_drafts(self) -> list[Finding]:
        """Report the published notes that link to drafts."""
        return [finding for slug, drafts in self.to_drafts.items() for finding in link_findings(self.notes[slug], drafts)]

    def close(self, slug: str, markdown: str, cited: Sequence[str]) -> None:
        """Take a rendered page's Markdown and the keys that it cites."""
        self.markdown[slug], self.cited[slug] = markdown, list(cited)

    def finish(self, site: Site, topics: Sequence[str], corrections: Mapping[str, Sequence[Correction]], bib_file: str) -> list[Finding]:
        """Complete the records when every page is rendered; return what is suspicious about the bibliography."""
        self.site, self.topics, self.corrections, self.bib_file = site, topics, corrections, bib_file
        order = {slug: number for number, slug in enumerate(self.notes)}
        self.mentions.sort(key=lambda mention: order[mention.page])  # stable: within a page as they stand there
        self.records = self.cards.records = with_mentions(self.records, self.mentions)
        used = {key for keys in self.cited.values() for key in keys} | self._named_in_front_matter
        return [*self.bibliography.warnings, *check_uncited(((bib_file, record.line, key) for key, record in self.records.items()), used)]

    @property
    def _named_in_front_matter(self) -> set[str]:
        fields = ("papers", "replaces", "builds_on", "contradicted_by", "succeeded_by")
        return {name for note in self.notes.values() if note.meta for field in fields for name in getattr(note.meta, field) or ()}

    def way(self, here: str) -> Way:
        """Give the addresses of notes as seen from one page."""
        urls = self.site.urls
        return lambda slug: way_between(urls[here], urls.get(slug, ""))

    def file_way(self, here: str) -> Way:
        """Give the addresses of files at the site's root as seen from one page."""
        return lambda file: way_between(self.site.urls[here], file)

    @cached_property
    def ties(self) -> dict[str, Ties]:
        """What each note is tied to."""
        return all_ties(self.notes, self.records)

    @cached_property
    def _mentions_of(self) -> dict[str, list[Mention]]:
        found: dict[str, list[Mention]] = {}
        for mention in self.mentions:
            found.setdefault(mention.target, []).append(mention)
        return found

    def fill(self, slug: str, html: str) -> str:
        """Put the bibliography and the map of the notes in the place of their markers."""
        if BIBLIOGRAPHY_MARKER in html:
            html = html.replace(BIBLIOGRAPHY_MARKER, bibliography_html(self.cards, self.topics, self.way(slug), self.file_way(slug)))
        if MAP_MARKER in html:
            tied = sorted((one for one in self.ties if any(other in self.notes for others in self.ties[one].values() for other in others)), key=self._year)
            years = {one: self._year(one).replace(NO_YEAR, "") for one in tied}
            html = html.replace(MAP_MARKER, map_html(tied, years, self.ties, self.notes, self.way(slug)))
        return html

    def dress(self, slug: str, html: str) -> str:
        """Put a note's head under its title, and its lineage and who mentions it before its references."""
        note = self.all_notes.get(slug)
        if note is None or note.meta is None or not note.topic:
            return html
        address = f"{self.site.address}{self.site.urls[slug]}" if self.site.address else ""
        if note.is_draft:
            names = [name for _, name in unproven(note, *typed_offline(self.root, self.bib_file))]
            html = show_gaps(html).replace("</h1>", "</h1>\n" + draft_box(note, self.book, names), 1)
        html = html.replace("</h1>", "</h1>\n" + note_head(note, self.records, self.site.name, address), 1)
        body, references, rest = html.partition('<h2 data-search-exclude="true" id="references">')
        if not references:
            body, references, rest = html.partition('<h2 id="references"')
        return body + self._foot(note) + references + rest

    def _foot(self, note: Note) -> str:
        way = self.way(note.slug)
        if note.is_index:
            order = sorted((slug for slug in self.notes if self.notes[slug].topic == note.topic), key=self._year)
            lineage = lineage_of_topic(note.topic, self.ties, self.notes, self.records, way, order)
        else:
            lineage = lineage_of_note(note.slug, self.ties, self.notes, self.records, way)
        mentions = mentioned_in(self._mentions_of.get(note.slug, ()), self.notes, way)
        parts = [f'<h2 id="pn-lineage">Lineage</h2>{lineage}' if lineage else "", f'<h2 id="pn-mentioned-in">Mentioned in</h2>{mentions}' if mentions else ""]
        return "\n".join(part for part in parts if part)

    def _year(self, slug: str) -> str:
        """Return the year of a note's main paper; what is about an idea comes last."""
        meta = self.notes[slug].meta
        main = self.records.get(((meta and meta.papers) or [""])[0])
        return (main.plain_year if main else "") or NO_YEAR

    def head(self, slug: str) -> str:
        """Write what a page's <head> says to programs; empty for a page of another plugin."""
        note = self.notes.get(slug)
        if note is None or slug not in self.markdown:
            return ""
        about = [self.records[key] for key in (note.meta and note.meta.papers) or [] if key in self.records]
        cited = [record for record in self._cited_records(slug) if record not in about]
        structured = json_ld(note, about, cited, self.site) if note.meta else ""
        file_way = self.file_way(slug)
        picture, alt = self._card(note.topic)
        return head_html(note, structured, self.site, file_way(f"{slug}.md"), file_way(FEED) if self._feed else "", picture, alt)

    def _card(self, topic: str) -> tuple[str, str]:
        """Name the picture that a link to a page shows elsewhere, its topic's or the home page's, and its alt text; empty where there is none."""
        for name in (topic, ""):
            if (self.root / card_path(name)).is_file():
                index = self.notes.get(f"{name}/index" if name else "index")
                return card_path(name), f"{self.site.name}: {index.title}. {index.meta.description}" if index and index.meta else self.site.name
        return "", ""

    def _cited_records(self, slug: str) -> list[Record]:
        return [self.records[key] for key in self.cited.get(slug, ()) if key in self.records]

    @cached_property
    def _feed(self) -> str:
        return atom_feed(self.site, self.notes, self.corrections)

    def files(self) -> dict[str, str]:
        """Return the files that lie beside the pages, by their path in the site."""
        pages = {slug: self.notes[slug] for slug in self.markdown if slug in self.notes}
        found = {f"{slug}.md": page_markdown(note, self.markdown[slug], self._cited_records(slug)) for slug, note in pages.items()}
        if self.records:
            bib = (self.root / self.bib_file).read_text(encoding="utf-8", errors="replace")  # a fault in it is reported elsewhere
            found |= {"refs.bib": bib, "bibliography.ris": ris(self.records.values()), "bibliography.json": csl_json(self.records.values())}
        if self._feed:
            found[FEED] = self._feed
        known = {**FILES, FEED: "new and corrected notes, as Atom"}
        found[LLMS] = llms_txt(self.site, pages, self.topics, {file: what for file, what in known.items() if file in found})
        return found
