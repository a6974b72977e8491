"""The claims page, a topic's claims and the counts, as Markdown made from the notes and the results.

A page asks for one by a comment on a line of its own: `<!-- claims -->`, `<!-- topic-claims -->`, `<!-- claim-counts -->`.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from posixpath import dirname, relpath

from papernotes.blocks import Library
from papernotes.claims.book import Book
from papernotes.claims.numerals import readable
from papernotes.claims.uses import KINDS, Use
from papernotes.notes import Note

MARKER = re.compile(r"^<!-- (claims|topic-claims|claim-counts) -->[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Listing:
    """Hold what the lists are made from: the notes, the claims, and where the notes state them."""

    library: Library
    book: Book
    uses: Mapping[str, Sequence[Use]]  # by note

    def kind(self, use: Use) -> str:
        """Return a stated claim's kind, or the state of a program's."""
        return self.book.kind(use.id) if use.id else use.kind

    def of_topic(self, topic: str) -> list[Use]:
        """List a topic's claims by note, the index first, each claim at the first place that states it."""
        notes = [self.library.notes[f"{topic}/index"], *self.library.of_topic(topic)]
        found = {}
        for use in (use for note in notes for use in self.uses.get(note.slug, ())):
            if not use.id or use.id in self.book.records:
                found.setdefault((use.id, use.statement), use)
        return list(found.values())

    def counts(self) -> Counter[str]:
        """Count the claims of all topics by kind."""
        return Counter(self.kind(use) for topic in self.library.topics for use in self.of_topic(topic))


def fill_claim_markers(markdown: str, note: Note, listing: Listing) -> str:
    """Put each list that a note asks for in the place of its marker."""
    parts: dict[str, Callable[[Note, Listing], str]] = {"claims": all_claims, "topic-claims": topic_claims, "claim-counts": claim_counts}
    return MARKER.sub(lambda match: parts[match[1]](note, listing), markdown)


def plain(text: str) -> str:
    """Escape text so that Markdown shows it as it is."""
    return re.sub(r"([\\`*_{}\[\]#$|@~^])", r"\\\1", escape(text, quote=False))


def to(note: Note, slug: str, anchor: str = "") -> str:
    """Return the relative address of a note's place."""
    return relpath(f"{slug}.md", dirname(note.slug) or ".") + (f"#{anchor}" if anchor else "")


def claim_counts(note: Note, listing: Listing) -> str:
    """Say in one sentence how many claims there are of each kind."""
    counts = listing.counts()
    parts = [f"**{counts[kind]}** {KINDS[kind]}" for kind in KINDS if counts[kind]]
    if not parts:
        return ""
    return f"[{sum(counts.values())} claims]({to(note, 'claims')}): {', '.join(parts)}.\n{{ .pn-claim-counts }}"


def topic_claims(note: Note, listing: Listing) -> str:
    """List the claims of a note's topic that a program checks, folded, for there are up to dozens, and link the rest."""
    uses = listing.of_topic(note.topic)
    lines = [f"- [{plain(listing.book.records[use.id].statement)}]({to(note, use.slug, use.anchor)})" for use in uses if use.id]
    rest = len(uses) - len(lines)
    more = f"[All claims of this topic]({to(note, 'claims', f'topic-{note.topic}')})" + (f", with {rest} that no program checks." if rest else ".")
    folded = [f'??? note "{counted(len(lines), "checked claim")}"', *(f"    {line}" for line in lines), ""] if lines else []
    return "\n".join([*folded, more])


def counted(number: int, what: str) -> str:
    """Write a number with its noun: 1 claim, 2 claims."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def all_claims(note: Note, listing: Listing) -> str:
    """List every claim by topic, below a form that filters them where JavaScript runs."""
    parts = [filter_form(listing)]
    for topic in listing.library.topics:
        uses = listing.of_topic(topic)
        if uses:
            parts.append(f"## {listing.library.notes[f'{topic}/index'].title} {{ #topic-{topic} }}")
            parts += [item(note, use, topic, listing) for use in uses]
    return "\n\n".join(parts)


def filter_form(listing: Listing) -> str:
    """Write the form; where no script runs, style sheets hide it."""
    counts = listing.counts()
    kinds = "".join(f'<option value="{kind}">{escape(KINDS[kind])} ({counts[kind]})</option>' for kind in KINDS if counts[kind])
    topics = "".join(
        f'<option value="{topic}">{escape(listing.library.notes[f"{topic}/index"].title)}</option>'
        for topic in listing.library.topics if listing.of_topic(topic)
    )  # fmt: skip
    return (
        '<form class="pn-filter pn-filter--claims" role="search" aria-label="Filter the claims">'
        '<label>Words <input type="search" name="words" autocomplete="off"></label>'
        f'<label>Kind <select name="kind"><option value="">all ({sum(counts.values())})</option>{kinds}</select></label>'
        f'<label>Topic <select name="topic"><option value="">all</option>{topics}</select></label>'
        '<output aria-live="polite"></output></form>'
    )


def item(note: Note, use: Use, topic: str, listing: Listing) -> str:
    """Write one claim: mark, statement and source, then result and places."""
    kind = listing.kind(use)
    page = f"[{plain(listing.library.notes[use.slug].name)}]({to(note, use.slug, use.anchor)})"
    mark = f'<span class="pn-mark pn-mark--{kind}">{KINDS[kind]}</span>'
    words, second = (_program(note, use, page, listing)) if use.id else (use.statement, f"On {page}.")
    return (
        f'<div class="pn-claim-row" data-kind="{kind}" data-topic="{topic}" markdown>\n\n{mark} {words}\n\n{second}\n{{ .pn-claim-row__facts }}\n\n</div>'
    )


def _program(note: Note, use: Use, page: str, listing: Listing) -> tuple[str, str]:
    """Write a program's claim: its statement with the source, and its result with the places of page and code."""
    record, result = listing.book.records[use.id], listing.book.results.get(use.id)
    told = f"Expected {readable(plain(result['expected']))}; measured {readable(plain(result['measured']))}. " if result else ""
    code = f"[code]({to(note, use.slug, f'code-{use.id}')})"
    return f"{plain(record.statement)} {record.source}", f"{told}On {page}, {code}, `papernotes claim {use.id}`."
