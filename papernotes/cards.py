"""What a reader sees of one paper: the content of its card, its links, its BibTeX behind a button."""

from collections.abc import Callable, Mapping
from html import escape
from posixpath import dirname, relpath

from papernotes.exports import coins
from papernotes.notes import Note
from papernotes.records import Record

Way = Callable[[str], str]  # from a note's slug to its address as seen from the current page
MOST_AUTHORS = 10  # on a card; the bibliography names all
KIND_NAMES = {"article": "article", "web": "web page", "video": "video", "course": "course", "tool": "tool"}


def way_in_markdown(page: str) -> Way:
    """Give addresses as a Markdown file writes them, for HTML that MkDocs still resolves and checks."""
    return lambda slug: relpath(f"{slug}.md", dirname(page) or ".")


class Cards:
    """Write the cards of one page; what does not depend on the page is written once."""

    def __init__(self, records: Mapping[str, Record], notes: Mapping[str, Note]):
        self.records, self.notes = records, notes
        self._body: dict[str, str] = {}
        self._coins: dict[str, str] = {}

    def of_page(self, page: str) -> Callable[[str], str]:
        """Return the function that gives what each reference of a page ends with."""
        way = way_in_markdown(page)
        return lambda key: self.after_reference(self.records[key], page, way) if key in self.records else ""

    def after_reference(self, record: Record, page: str, way: Way) -> str:
        """Write what a reference has beyond its formatted text: links, and the card's content, inert until a script takes it."""
        others = [link for link in links(record) if link[0] in ("PDF", "code")]
        visible = anchors([*self._note_links(record, page, way), *others])
        content = f"{self.body(record)}{self.link_line(record, page, way)}"
        more = f' <span class="pn-links">{visible}</span>' if visible else ""
        return f'{more}{self.coins(record)}<template class="pn-card-content">{content}</template>'

    def body(self, record: Record) -> str:
        """Write title, authors, venue and year, and the sentence of the note about it."""
        if record.key not in self._body:
            note = f'<p class="pn-card__note">{escape(record.description, quote=False)}</p>' if record.description else ""
            self._body[record.key] = (
                f'<p class="pn-card__title">{escape(record.title, quote=False)}</p><p class="pn-card__by">{escape(shortened(record), quote=False)}</p>'
                f'<p class="pn-card__in">{escape(place_and_year(record), quote=False)}</p>{note}'
            )
        return self._body[record.key]

    def link_line(self, record: Record, page: str, way: Way) -> str:
        """Write all links of a paper and the button that copies its BibTeX."""
        found = anchors([*self._note_links(record, page, way), *links(record)])
        return f'<p class="pn-card__links">{found} {copy_button(record)}</p><pre class="pn-bibtex">{escape(record.bibtex, quote=False)}</pre>'

    def coins(self, record: Record) -> str:
        """Write the paper as a COinS, which reference managers find in a page."""
        if record.key not in self._coins:
            self._coins[record.key] = f'<span class="Z3988" aria-hidden="true" title="{escape(coins(record))}"></span>'
        return self._coins[record.key]

    def _note_links(self, record: Record, page: str, way: Way) -> list[tuple[str, str]]:
        main = [slug for slug in record.notes if slug != page][:1] if record.description or record.notes else []
        return [(f"note: {self.notes[slug].name}", way(slug)) for slug in main]


def links(record: Record) -> list[tuple[str, str]]:
    """List a paper's own addresses with their names on the page."""
    return [(KIND_NAMES.get(record.kind, name) if name == "page" else name, address) for name, address in record.links]


def anchors(found: list[tuple[str, str]]) -> str:
    """Write links side by side; on paper a link inside the site is not followed by its address."""
    return " ".join(f'<a{"" if "://" in address else " class=pn-inside"} href="{escape(address)}">{escape(name, quote=False)}</a>' for name, address in found)


def copy_button(record: Record) -> str:
    """Write the button that copies a paper's BibTeX; style sheets hide it where no script runs."""
    return f'<button type="button" class="pn-copy" data-key="{record.key}" aria-label="Copy the BibTeX of {escape(record.label)}, {record.year}">Copy BibTeX</button>'


def shortened(record: Record) -> str:
    """Name the authors; of a long list the first ten and how many more there are, where that is more than one."""
    if len(record.authors) <= MOST_AUTHORS + 1:
        return record.byline
    more = "others" if record.and_others else f"{len(record.authors) - MOST_AUTHORS} others"
    return f"{', '.join(map(str, record.authors[:MOST_AUTHORS]))} and {more}"


def place_and_year(record: Record) -> str:
    """Say where and when a work appeared, as far as it is known."""
    numbers = f" {record.volume}" + (f"({record.number})" if record.number else "") if record.volume else ""
    where = f"{record.venue}{numbers}" if record.venue else f"arXiv:{record.arxiv}" if record.arxiv else KIND_NAMES.get(record.kind, "")
    return ", ".join(part for part in (where, record.plain_year or "n.d.") if part)
