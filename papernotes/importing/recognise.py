"""What of a file of notes already stands in a knowledge base: headings, links, pictures, lines of text.

A rewritten note says the same in other words, so a line counts as there where most of its telling words stand in the
note that its heading leads to. The shares were measured on notes and the pages written from them: lines that had been
worked in reached 0.54 or more in their own note, unrelated lines up to 0.62 in long pages of any topic.
"""

import re
from functools import cache, cached_property, lru_cache

from papernotes.author.bibwrite import EMPTY_WORDS
from papernotes.author.known import Base
from papernotes.importing.parse import BARE, LINK, Section, trim
from papernotes.linkcheck import addresses
from papernotes.linkcheck.addresses import PaperId
from papernotes.linkcheck.bibliography import entry_ids
from papernotes.linkcheck.bibtex import Entry
from papernotes.linkcheck.images import SUFFIXES
from papernotes.linkcheck.titles import decode, normalise

IN_OWN_NOTE, ANYWHERE = 0.5, 0.65
AMONG_OTHERS = 1 / 3  # of a line whose neighbours are there; such lines are named, so that a person looks
FEW, MANY = 4, 10  # telling words: too few to count a line by; enough to know a text by them, wherever it stands
STEM = 5  # letters of a word that count
FILLER = EMPTY_WORDS | frozenset("this that these those which has have been was were will they their but so if into more most than then also only just each all one two no relationship related understanding context paper papers notes".split())


class Recogniser:
    """Answer what of a file is there already."""

    def __init__(self, base: Base):
        self.base = base

    @cached_property
    def words(self) -> dict[str, set[str]]:
        """The telling words of every note of a topic, its index included."""
        return {slug: telling(note.source.text) for slug, note in self.base.notes.items() if note.topic in self.base.topics}

    @cached_property
    def _pages(self) -> str:
        return "\n".join(note.source.text for note in self.base.notes.values())

    @cached_property
    def _names(self) -> dict[str, list[set[str]]]:
        """The words of each note's title, short name, file name and main paper, each by itself."""
        found = {}
        for slug, note in self.base.notes.items():
            if note.topic in self.base.topics and not note.is_index:
                entry = self.base.entry(note.meta.papers[0]) if note.meta and note.meta.papers else None
                names = [note.title, note.name or "", slug.rpartition("/")[2], decode(entry.text("title")) if entry else ""]
                found[slug] = [stems(name) for name in names if name]
        return found

    @cached_property
    def pictures(self) -> dict[str, str]:
        """Map the bare name of every picture to its path."""
        folder = self.base.folder
        return {bare_name(path): path for path in sorted(folder.files) if path.rpartition(".")[2].lower() in SUFFIXES}

    def topic(self, title: str) -> str | None:
        """Return the topic that a heading names: by its folder, its page's title or a part of that."""
        wanted = stems(_short(title))
        whole = len(normalise(_short(title)).split()) <= len(wanted) + 1  # "Relations with CNN" is not "CNN"
        return next((topic for topic, names in self._topics.items() if wanted and whole and wanted in names), None)

    def hint(self, title: str) -> str | None:
        """Return the topic that one of its page's tags, or a word of a heading, points to."""
        wanted = stems(_short(title))
        for topic, names in self._topics.items():
            index = self.base.notes.get(f"{topic}/index")
            tags = [stems(tag.replace("-", " ")) for tag in (index.meta.tags if index and index.meta else [])]
            if wanted and (wanted in tags or any(name and name <= wanted for name in names)):
                return topic
        return next((topic for topic, names in self._topics.items() if any(wanted and wanted & name for name in names)), None)

    @cached_property
    def _topics(self) -> dict[str, list[set[str]]]:
        found = {}
        for topic in self.base.topics:
            index = self.base.notes.get(f"{topic}/index")
            title = index.title if index else topic
            found[topic] = [stems(name) for name in (topic, title, *re.split(r"\s*(?:&|,|\band\b|/)\s*", title))]
        return found

    def called(self, title: str) -> str | None:
        """Return the note of a topic whose title, short name or file name is this one."""
        wanted = stems(_short(title))
        same = next((slug for slug, names in self._names.items() if wanted and wanted in names), None)
        near = any(wanted & name for names in self._names.values() for name in names)  # else the slow comparison finds nothing
        found = same or (self.base.note_called(title) if near else None)
        return found if found in self._names else None

    def about(self, section: Section) -> str | None:
        """Return the note about a paper that a heading links."""
        entries = [self.by_id(paper) for paper in papers_in(section.heading)]
        return next((about[0] for entry in entries if entry and (about := self.base.notes_about(entry.key))), None)

    def by_words(self, title: str, topic: str | None) -> str | None:
        """Return the note that has all telling words of a title in one of its names, of the same topic and the closest first."""
        short = _short(title)
        for part in (title, short, *re.split(r"\s+(?:&|and)\s+", short)):
            wanted, initials = stems(part), normalise(part).replace(" ", "")
            close = [(slug.partition("/")[0] != topic, len(name - wanted), slug) for slug, names in self._names.items() for name in names if wanted and wanted <= name and len(name) <= 2 * len(wanted)]
            if close:
                return min(close)[2]
            found = next((slug for slug in self._names if len(initials) > 2 and initials == self._initials[slug]), None)
            if found:
                return found
        return None

    @cached_property
    def _initials(self) -> dict[str, str]:
        return {slug: _initials(self.base.notes[slug].title) for slug in self._names}

    def share(self, line: str, slug: str) -> float:
        """Return which share of a line's telling words a note holds; a line of none is there as a whole or not at all."""
        wanted, plain = telling(line), normalise(line)
        if not wanted:
            return float(not plain or f" {plain} " in f" {self._plain(slug)} ")
        return len(wanted & self.words.get(slug, set())) / len(wanted)

    @cache  # noqa: B019 (lives as long as one command)
    def _plain(self, slug: str) -> str:
        return normalise(self.base.notes[slug].source.text) if slug in self.base.notes else ""

    def closest(self, text: str, topic: str | None = None) -> tuple[float, str]:
        """Return the note, of one topic if it is named, that holds most of a text's telling words, with the share."""
        wanted = telling(text)
        shares = ((len(wanted & words) / len(wanted), slug) for slug, words in self.words.items() if topic in (None, slug.partition("/")[0])) if wanted else ()
        return max(shares, default=(0.0, ""))

    def says(self, line: str, slug: str | None) -> bool:
        """Tell whether a line's text stands in its own note, or nearly whole in another one."""
        if slug and self.share(line, slug) >= IN_OWN_NOTE:
            return True
        return len(telling(line)) >= MANY and self.closest(line)[0] >= ANYWHERE

    def entry(self, url: str) -> Entry | None:
        """Return the entry that an address belongs to."""
        paper = addresses.identify(url)
        return (self.by_id(paper) if paper else None) or self._by_url.get(bare_url(url)) or self._by_page.get(page_name(url) or "-")

    def by_id(self, paper: PaperId) -> Entry | None:
        return next((self._by_id[key] for key in sorted(addresses.aliases(paper)) if key in self._by_id), None)

    @cached_property
    def _by_id(self) -> dict[str, Entry]:
        return {key: entry for entry in reversed(self.base.entries) for paper, _ in entry_ids(entry) for key in addresses.aliases(paper)}

    @cached_property
    def _by_url(self) -> dict[str, Entry]:
        return {bare_url(entry.text("url")): entry for entry in self.base.entries if entry.text("url")}

    @cached_property
    def _by_page(self) -> dict[str, Entry]:
        """Map the names of articles, which stay when an article moves, to their entries."""
        return {name: entry for entry in self.base.entries if (name := page_name(entry.text("url")))}

    def has_link(self, url: str) -> bool:
        """Tell whether a page cites an address's paper, or holds the address in whatever form; the bibliography alone tells a reader nothing."""
        entry = self.entry(url)
        return (entry is not None and entry.key in self._pages) or bare_url(url) in self._urls

    def lacks_link(self, text: str) -> bool:
        """Tell whether a text has a link that no page has."""
        return not all(self.has_link(url) for url in urls_in(text))

    @cached_property
    def _urls(self) -> set[str]:
        return {bare_url(match[0].strip("<>").rstrip(").,;:*|")) for match in BARE.finditer(self._pages)}

    def picture(self, url: str) -> str | None:
        """Return the picture of the knowledge base that has a picture's name."""
        return self.pictures.get(bare_name(url))

    def shows_pictures(self, slug: str | None) -> bool:
        """Tell whether a note shows any picture of its own."""
        note = self.base.notes.get(slug or "")
        return bool(note and re.search(r"!\[[^\]]*\]\(|<img\b", note.source.text))


@lru_cache(maxsize=1000)
def telling(text: str) -> set[str]:
    """Return the words of a text that say something, cut to their stem; addresses do not count."""
    text = BARE.sub(" ", LINK.sub(lambda match: " " if match["bang"] else f"{match['text']} ", text))
    return stems(re.sub(r"<[^>]*>", " ", text), 3)


def stems(text: str, shortest: int = 1) -> set[str]:
    """Return the stems of a text's telling words; "R-CNN" and "RCNN" are one."""
    text = re.sub(r"\b([A-Za-z])-(?=[A-Za-z]+\b)", r"\1", text)
    return {word[:STEM].removesuffix("s") if len(word) <= STEM else word[:STEM] for word in normalise(text).split() if word not in FILLER and len(word) >= shortest}


def papers_in(text: str) -> list[PaperId]:
    """List the papers that a text's addresses name."""
    found = [addresses.identify(url) for url in urls_in(text)]
    return [paper for paper in found if paper and paper.scheme != "youtube"]


def urls_in(text: str) -> list[str]:
    """List the web addresses of links and bare ones in a text, pictures left out, each once."""
    rest = re.sub(r"<img\b[^>]*>", " ", text, flags=re.IGNORECASE)
    linked = [match["url"] for match in LINK.finditer(rest) if not match["bang"]]
    bare = [match["angled"] or trim(match["url"]) for match in BARE.finditer(LINK.sub(" ", rest))]
    return list(dict.fromkeys(url for url in linked + bare if url.startswith(("http://", "https://"))))


def bare_name(url: str) -> str:
    """Return a picture's name without folder, kind and marks between its words."""
    return normalise(url.rpartition("/")[2].partition("?")[0].rpartition(".")[0] or url).replace(" ", "")


def bare_url(url: str) -> str:
    """Return an address without what changes no page: scheme, www, the place in the page, a last slash, a video's list."""
    return re.sub(r"^https?://(?:www\.)?", "", addresses.canonical(url) or url).partition("#")[0].rstrip("/").lower()


def page_name(url: str) -> str:
    """Return an article's name at the end of its address; empty where it has none that is its own."""
    last = bare_url(url).rpartition("/")[2]
    return last if "-" in last and re.fullmatch(r"[a-z][a-z-]{9,}", last) else ""


def _short(title: str) -> str:
    """Return what stands before a title's colon, without brackets."""
    return re.sub(r"\s*\([^)]*\)", "", title).partition(":")[0].strip() or title


def _initials(title: str) -> str:
    return "".join(word[0] for word in normalise(title).split() if word not in ("the", "a", "an"))
