"""Names for the same thing, which a query may use in place of what a page says.

They come from the glossary, whose entries list their forms; from pages where an author writes "long short-term memory (LSTM)";
and from the initials of titles: a reader who types "OBD" means "Optimal brain damage".
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from papernotes.glossary import Glossary
from papernotes.search.pages import SearchPage

IN_BRACKETS = re.compile(r" \(([A-Z][A-Za-z]{1,6}?)s?\)")
NO_WORD = re.compile(r"[^\w’' -]")
FAR = 160  # characters before the bracket: more than seven words
SHORT_WORD = re.compile(r"\b[a-z0-9]{3,5}\b")
MOST = 400  # names that a reader's browser has to load; what many pages introduce comes first


def spelled_out(words: str, acronym: str) -> str:
    """Return the last words whose initials are the acronym's letters; empty where they are not."""
    parts = re.findall(r"[A-Za-z][\w’']*", words)
    letters = acronym.lower()
    tail = parts[-len(letters) :]
    return " ".join(tail).lower() if "".join(part[0] for part in tail).lower() == letters else ""


def introduced(pages: Iterable[SearchPage]) -> list[list[str]]:
    """List the acronyms that pages introduce in brackets, the most frequent first."""
    found: Counter[tuple[str, str]] = Counter()
    for page in pages:
        here = {(match[1].lower(), spelled_out(_words_before(section.text, match.start()), match[1])) for section in page.sections for match in IN_BRACKETS.finditer(section.text)}
        found.update(pair for pair in here if pair[1])
    return [list(pair) for pair, _ in sorted(found.items(), key=lambda item: (-item[1], item[0]))]


def _words_before(text: str, place: int) -> str:
    """Return the words that lead up to a place without a mark between them."""
    return NO_WORD.split(text[max(0, place - FAR) : place])[-1]


def initials(pages: Sequence[SearchPage]) -> list[list[str]]:
    """List the initials of titles of three to five words, where no page uses the same letters as a word."""
    titles = {name.partition(":")[0] for page in pages for name in [page.title, *page.names]}
    short = {title.lower(): re.findall(r"[A-Za-z0-9][\w’']*", title) for title in titles}
    found = {"".join(part[0] for part in parts).lower(): title for title, parts in sorted(short.items()) if 3 <= len(parts) <= 5}
    used = {word for page in pages for section in page.sections for word in SHORT_WORD.findall(section.text.lower())}
    return [[letters, title] for letters, title in found.items() if letters not in used]


def synonyms(glossary: Glossary, pages: Sequence[SearchPage]) -> list[list[str]]:
    """List groups of names for one thing."""
    from_glossary = [[form.lower() for form in term.forms] for term in glossary.terms if len(term.forms) > 1]
    return [*from_glossary, *introduced(pages), *initials(pages)][:MOST]
