"""Where each line of a file goes: pure, from the file and what is there already to drafts, rows of a table, and fates."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml

from papernotes.author.known import Base
from papernotes.author.template import one_line, slug_of
from papernotes.importing.parse import LINK, Block, Document, Section
from papernotes.importing.recognise import AMONG_OTHERS, ANYWHERE, FEW, IN_OWN_NOTE, MANY, Recogniser, papers_in, telling, urls_in
from papernotes.importing.render import IMAGE_TAG, RISKY, THINKING, THINKING_HEADING, Needs, boxed, render, tag_parts
from papernotes.importing.report import Fate, line_key
from papernotes.linkcheck import addresses
from papernotes.linkcheck.addresses import PaperId

ONLY_HERE = "only in the report"


@dataclass
class Draft:
    """Hold one draft to be written, or to be added to; `parts` are its paragraphs."""

    slug: str
    title: str
    papers: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    exists: bool = False

    @property
    def topic(self) -> str:
        return self.slug.partition("/")[0]


@dataclass(frozen=True)
class Row:
    """Hold one line of the plan's table."""

    line: int
    kind: str  # heading, link, picture, thought
    what: str
    place: str
    is_new: bool


@dataclass
class Where:
    """Say where a section's lines go: into a draft, or they are compared with a note that is there."""

    topic: str | None
    draft: Draft | None = None
    note: str | None = None
    depth: int = 1  # the level of the heading that became the draft's title
    nests: bool = True  # whether sections below belong into the same draft
    sure: bool = False  # whether a heading names the topic


@dataclass
class Plan:
    """Hold all that one file, or several in a row, will change."""

    drafts: list[Draft] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    fates: dict[str, list[Fate]] = field(default_factory=dict)  # by the file's name
    wanted: dict[str, tuple[PaperId, str]] = field(default_factory=dict)  # papers that the bibliography lacks, with a guess at the title
    homeless: list[tuple[int, str]] = field(default_factory=list)  # headings without a topic


class Planner:
    """Plan one file after the other; what an earlier one brings is there for the next."""

    def __init__(self, base: Base, known: Mapping[tuple[str, str], str], topic: str = ""):
        self.base, self.default = base, topic or None
        self.there = Recogniser(base)
        self.known = dict(known)
        self.plan = Plan()
        self._needs = Needs(self._cite, self.there.picture)

    def add(self, document: Document) -> None:
        """Plan one file."""
        self._fates = self.plan.fates.setdefault(document.name, [])
        self._where: dict[int, Where] = {}
        self._tops = [one for one in document.sections if one.level == 1]
        self._whole = any(block.kind == "front matter" for block in document.sections[0].blocks)
        for section in document.sections:
            where = self._where[id(section)] = self._place(section)
            self._head(section, where)
            for block in section.blocks:
                self._block(section, block, where)
        self.known |= {fate.key: fate.place for fate in self._fates}

    def _place(self, section: Section) -> Where:
        """Decide where a section belongs."""
        above = self._where[id(section.parent)] if section.parent else Where(self.default)
        if section.level == 0:
            return self._opening(section)
        title, there = section.title, self.there
        linked = there.about(section) or there.called(title)
        named = there.topic(title) if linked is None else None
        topic = (linked or "").partition("/")[0] or named or above.topic or there.hint(title)
        if self._whole and above.draft:
            return Where(above.topic, above.draft, depth=above.depth)
        if linked:
            return Where(topic, note=linked, sure=above.sure)
        if named and above.sure and not section.content and named != above.topic:
            return Where(above.topic, nests=False, sure=True)  # "Multimodal", and below it "Transformer" with nothing but headings
        if named:
            return Where(topic, note=f"{topic}/index" if f"{topic}/index" in self.base.notes else None, nests=False, sure=True)
        if above.draft is None or not above.nests:
            found = there.by_words(title, topic) or self._by_content(section, topic, above)
            if found:
                return Where(topic, note=found, sure=above.sure)
            if above.note and above.nests and not papers_in(section.heading):
                return Where(topic, note=above.note, sure=above.sure)
        return self._new(section, topic, above)

    def _opening(self, section: Section) -> Where:
        """Decide on what stands before the first heading; a file with front matter is one note as a whole."""
        if not self._whole and not section.content:
            return Where(self.default, nests=False)
        title = self._stated_title(section) if self._whole else section.title
        topic = self.default or self.there.topic(title) or self.there.hint(title)
        note = self.there.called(title)
        if note:
            return Where(topic, note=note, nests=self._whole)
        return Where(topic, self._draft(section, title, topic), nests=self._whole)

    def _stated_title(self, section: Section) -> str:
        """Return the title that front matter or the first heading states, else the file's name."""
        try:
            data = yaml.safe_load("\n".join(section.blocks[0].lines[1:-1]))
        except yaml.YAMLError:
            data = None
        stated = data.get("title") if isinstance(data, dict) else None
        return str(stated) if isinstance(stated, str) and re.search(r"\w", stated) else self._tops[0].title if self._tops else section.title

    def _by_content(self, section: Section, topic: str | None, above: Where) -> str | None:
        """Return the note that says what a section says, whatever its heading."""
        text = "\n".join(block.text for block in section.content)
        if len(telling(text)) < MANY:
            return None
        share, slug = self.there.closest(text, topic)
        if share >= IN_OWN_NOTE and above.note and above.nests and slug:
            return slug
        if not above.sure:
            share, slug = self.there.closest(text)
        return slug if share >= ANYWHERE else None

    def _new(self, section: Section, topic: str | None, above: Where) -> Where:
        """Make a section one of the draft that it stands in, or a draft of its own."""
        nested = above.draft if above.nests else None
        own_paper = bool(papers_in(section.heading)) and not self._whole
        if nested and not own_paper:
            return Where(topic, nested, depth=above.depth)
        if not section.content and not own_paper:
            return Where(topic, nests=False, sure=above.sure)
        is_cover = self._tops == [section] and bool(section.children)
        return Where(topic, self._draft(section, section.title, topic or self.default), depth=section.level, nests=not is_cover, sure=above.sure)

    def _draft(self, section: Section, title: str, topic: str | None) -> Draft | None:
        """Begin a draft, or go on with the one of the same title."""
        line = section.marks[0][0] if section.marks else 1
        if all(self._is_known(section, text) for text in (*(text for _, text in section.marks), *(text for block in section.content for text in block.lines if text.strip()))):
            return None
        if topic is None:
            self.plan.homeless.append((line, title))
        wanted = f"{topic or 'no-topic'}/"
        same = next((one for one in self.plan.drafts if one.title == title and one.slug.startswith(wanted) and not one.exists), None)
        if same:
            return same
        keys = [key for url in urls_in(section.heading) if papers_in(url) and (key := self._cite(url, title))]
        draft = Draft(self._free(wanted + slug_of(title)), title, keys)
        self.plan.drafts.append(draft)
        return draft

    def _free(self, slug: str) -> str:
        taken = {one.slug for one in self.plan.drafts} | set(self.base.notes)
        docs = self.base.root / self.base.folder.docs
        names = (slug, *(f"{slug}-{number}" for number in range(2, len(taken) + 3)))
        return next(name for name in names if name not in taken and not (docs / f"{name}.md").exists())

    def _additions(self, note: str) -> Draft:
        """Return the draft that takes what an existing note lacks: the note itself while it is a draft, else one beside it."""
        is_draft = note in self.base.notes and self.base.notes[note].is_draft
        slug = note if is_draft else note.removesuffix("/index") + ("/additions" if note.endswith("/index") else "-additions")
        found = next((one for one in self.plan.drafts if one.slug == slug), None)
        if found is None:
            found = Draft(slug, f"Additions to {self.base.notes[note].title}", exists=slug in self.base.notes)
            self.plan.drafts.append(found)
        return found

    def _head(self, section: Section, where: Where) -> None:
        """Account for a heading's own lines."""
        if not section.marks:
            return
        line, _ = section.marks[0]
        known = all(self._is_known(section, text) for _, text in section.marks)
        for url in urls_in(section.heading):
            self._link_row(line, url, not known and where.draft is not None)
        if known or where.draft is None:
            place = self.known[line_key(section.title, section.marks[0][1])] if known else self._path(where.note) if where.note else ""
            self._row(line, "heading", section.title, ("there: " + place) if place else ONLY_HERE + ": a heading above others, or empty", False)
            self._settle(section, section.marks, place, "there" if place else "left out")
            return
        draft = where.draft
        begins = not draft.parts and draft.title == section.title
        self._row(line, "heading", section.title, ("new note " if begins else "section of ") + self._path(draft.slug), True)
        if not begins:
            level = min(max(section.level - where.depth + 1, 2), 6)
            draft.parts.append(f"{'#' * level} {safe_title(section.title)}")
        if urls_in(section.heading) or IMAGE_TAG.search(section.heading) or LINK.search(section.heading) or begins and safe_title(section.title) != section.title:
            draft.parts.append(render(Block("text", line, [section.heading]), self._needs))
        self._settle(section, section.marks, self._path(draft.slug), "the title" if begins else "a heading")

    def _block(self, section: Section, block: Block, where: Where) -> None:
        """Account for one block: known already, said already, left out, or part of a draft."""
        lines = [(block.start + number, text) for number, text in enumerate(block.lines) if text.strip()]
        new = [(number, text) for number, text in lines if not self._is_known(section, text)]
        if not new:
            self._rows(lines, False, "there: " + (self.known[line_key(section.title, lines[0][1])] or ONLY_HERE))
            self._settle(section, lines, None, "there")
            return
        if block.kind not in ("text", "code"):
            self._settle(section, lines, "", "left out: " + block.kind)
            return
        own = where.note
        if where.draft is None and own and self._said(new, own):
            self._rows(lines, False, "there: " + self._path(own))
            self._settle(section, lines, self._path(own), "there, perhaps in other words")
            return
        draft = where.draft or (self._additions(own) if own else self._late(section, where))
        heading = f"## {safe_title(section.title)}"
        if where.draft is None and own and heading not in draft.parts and not (draft.exists and heading in self.base.notes[draft.slug].source.text):
            draft.parts.append(heading)
        text = render(block if where.draft else Block(block.kind, block.start, block.lines if len(new) == len(lines) or block.kind == "code" else [text for _, text in new]), self._needs)
        thinks = block.kind == "text" and bool(THINKING.match(block.lines[0]) or THINKING_HEADING.search(section.title))
        draft.parts.append(boxed(text) if thinks else text)
        self._rows(lines, True, self._path(draft.slug))
        if thinks:
            self._row(block.start, "thought", block.lines[0], "the author's box in " + self._path(draft.slug), True)
        taken = set(boxed(text).split("\n")) if thinks else set(text.split("\n"))
        taken = {one.strip() for one in taken}
        for number, line in lines:
            self._settle(section, [(number, line)], self._path(draft.slug), "as it was" if line.strip() in taken else "changed")

    def _said(self, lines: list[tuple[int, str]], note: str) -> bool:
        """Tell whether a note says a block; of a line that is there in half only a row tells, so that a person looks."""
        doubtful = [(number, text) for number, text in lines if not self._says(text, note)]
        if not all(self.there.share(text, note) >= AMONG_OTHERS and not urls_in(text) and not pictures_in(text) for _, text in doubtful) or 2 * len(doubtful) > len(lines):
            return False
        for number, text in doubtful:
            self._row(number, "line", text, f"perhaps in {self._path(note)}: it has {self.there.share(text, note):.0%} of its words", False)
        return True

    def _late(self, section: Section, where: Where) -> Draft:
        """Begin a draft for new lines below a heading that was known, or had none of its own."""
        line = section.marks[0][0] if section.marks else 1
        topic = where.topic or self.default
        if topic is None:
            self.plan.homeless.append((line, section.title))
        draft = Draft(self._free(f"{topic or 'no-topic'}/{slug_of(section.title)}"), section.title)
        self.plan.drafts.append(draft)
        where.draft = draft
        return draft

    def _says(self, text: str, note: str) -> bool:
        """Tell whether a note holds what a line holds: its links, its pictures, its words."""
        there = self.there
        urls = urls_in(text)
        if not all(there.has_link(url) for url in urls):
            return False
        shown = pictures_in(text)
        if shown and not all(there.picture(url) or there.shows_pictures(note) for url, _ in shown):
            return False
        rest = LINK.sub(" ", IMAGE_TAG.sub(" ", text))
        return (bool(urls or shown) and len(telling(rest)) < FEW) or there.says(rest, note)

    def _is_known(self, section: Section, text: str) -> bool:
        return not text.strip() or line_key(section.title, text) in self.known

    def _settle(self, section: Section, lines: list[tuple[int, str]], place: str | None, what: str) -> None:
        """Write down where lines are; without a place, where an earlier import put them."""
        for number, text in lines:
            there = self.known.get(line_key(section.title, text), "") if place is None else place
            self._fates.append(Fate(number, there, what, section.title, text))

    def _cite(self, url: str, words: str) -> str | None:
        """Return the key of an address's paper; one that the bibliography lacks is wanted."""
        entry = self.there.entry(url)
        if entry:
            return entry.key
        paper = addresses.identify(url)
        if paper and paper.scheme != "youtube":
            self.plan.wanted.setdefault(paper.key, (paper, words))
        return None

    def _rows(self, lines: list[tuple[int, str]], is_new: bool, place: str) -> None:
        """Add the table's rows of the links and pictures of a block."""
        for number, text in lines:
            for url in urls_in(text):
                self._link_row(number, url, is_new)
            for url, alt in pictures_in(text):
                file = self.there.picture(url)
                what = f"local file {file}" if file else f"missing, to be redrawn ({place})" if is_new else f"to be compared with the pictures of {place.removeprefix('there: ')}"
                self._row(number, "picture", alt or url, what, is_new)

    def _link_row(self, number: int, url: str, is_new: bool) -> None:
        entry, paper = self.there.entry(url), addresses.identify(url)
        if entry:
            place = f"there: [@{entry.key}]"
        elif paper and paper.scheme != "youtube":
            place = "to be added to " + self.base.folder.bib if is_new else "there"
        else:
            place = "there: a page has the address" if self.there.has_link(url) else "stays a link"
        self._row(number, "link", url, place, is_new and not entry)

    def _row(self, line: int, kind: str, what: str, place: str, is_new: bool) -> None:
        self.plan.rows.append(Row(line, kind, " ".join(what.split()), place, is_new))

    def _path(self, slug: str) -> str:
        return f"{self.base.folder.docs}/{slug}.md"


def pictures_in(text: str) -> list[tuple[str, str]]:
    """List the pictures of a text: address and description."""
    return [tag_parts(tag) for tag in IMAGE_TAG.findall(text)] + [(match["url"], match["text"]) for match in LINK.finditer(text) if match["bang"]]


def safe_title(title: str) -> str:
    """Write a title as a heading that Markdown reads as words only."""
    text = one_line(title)
    return one_line(" ".join(re.findall(r"\w+", title))) if RISKY.search(text) else text
