"""Where each line of a file goes: pure, from the file and what is there already to drafts, rows of a table, and fates."""

import re
from collections.abc import Mapping

from papernotes.author.known import Base
from papernotes.author.template import one_line
from papernotes.importing.outline import ONLY_HERE, Plan, Row, Where
from papernotes.importing.parse import CONTENT, LINK, WIKI, Block, Document, Section
from papernotes.importing.places import Placer
from papernotes.importing.recognise import AMONG_OTHERS, FEW, Recogniser, telling, urls_in
from papernotes.importing.render import IMAGE_TAG, RISKY, Needs, is_thought, render, tag_parts
from papernotes.importing.report import Fate, line_key
from papernotes.importing.wiki import Names, wikis_in
from papernotes.linkcheck import addresses
from papernotes.linkcheck.online.verdicts import plain
from papernotes.linkcheck.titles import normalise


class Planner:
    """Plan one file after the other; what an earlier one brings is there for the next.

    `names` are those of the drafts that an earlier look at the same files began: a wiki link may lead to a later one.
    """

    def __init__(self, base: Base, known: Mapping[tuple[str, str], str], topic: str = "", names: Mapping[str, str] = {}):
        self.base = base
        self.there = Recogniser(base)
        self.known = dict(known)
        self.plan = Plan()
        self._names = Names(self.there, names)
        self._needs = Needs(self._cite, self.there.picture, self._names.way)
        self._placer = Placer(base, self.there, self.known, topic, self.plan, self._cite)

    def add(self, document: Document) -> None:
        """Plan one file."""
        self._fates = self.plan.fates.setdefault(document.name, [])
        self._placer.begin(document)
        for section in document.sections:
            where = self._placer.place(section)
            self._head(section, where)
            for block in section.blocks:
                self._block(section, block, where)
        self.known |= {fate.key: fate.place for fate in self._fates}

    def _head(self, section: Section, where: Where) -> None:
        """Account for a heading's own lines."""
        if not section.marks:
            return
        line, _ = section.marks[0]
        known = all(self._placer.is_known(section, text) for _, text in section.marks)
        for url in urls_in(section.heading):
            self._link_row(line, url, not known and where.draft is not None)
        if not known and where.draft is None and where.note and self.there.lacks_link(section.heading):
            draft = self._placer.additions(where.note)
            self._row(line, "heading", section.title, "section of " + self._path(draft.slug), True)
            draft.parts += [f"## {safe_title(section.title)}", render(Block("text", line, [section.heading]), self._needs)]
            self._settle(section, section.marks, self._path(draft.slug), "a heading")
            return
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
        if urls_in(section.heading) or IMAGE_TAG.search(section.heading) or LINK.search(section.heading) or WIKI.search(section.heading) or begins and safe_title(section.title) != section.title:
            draft.parts.append(render(Block("text", line, [section.heading]), self._needs))
        self._settle(section, section.marks, self._path(draft.slug), "the title" if begins else "a heading")

    def _block(self, section: Section, block: Block, where: Where) -> None:
        """Account for one block: known already, said already, left out, or part of a draft."""
        lines = [(block.start + number, text) for number, text in enumerate(block.lines) if text.strip()]
        new = [(number, text) for number, text in lines if not self._placer.is_known(section, text)]
        if not new:
            self._rows(lines, False, "there: " + (self.known[line_key(section.title, lines[0][1])] or ONLY_HERE))
            self._settle(section, lines, None, "there")
            return
        if block.kind not in CONTENT:
            self._settle(section, lines, "", "left out: " + block.kind)
            return
        own = where.note
        if where.draft is None and own and self._said(new, own):
            self._rows(lines, False, "there: " + self._path(own))
            self._settle(section, lines, self._path(own), "there, perhaps in other words")
            return
        draft = where.draft or (self._placer.additions(own) if own else self._placer.late(section, where))
        heading = f"## {safe_title(section.title)}"
        if where.draft is None and own and heading not in draft.parts and not (draft.exists and heading in self.base.notes[draft.slug].source.text):
            draft.parts.append(heading)
        thinks = is_thought(block, section.title)
        whole = where.draft or len(new) == len(lines) or block.kind != "text"
        text = render(block if whole else Block(block.kind, block.start, [text for _, text in new]), self._needs, thinks)
        draft.parts.append(text)
        self._rows(lines, True, self._path(draft.slug))
        if thinks:
            self._row(block.start, "thought", block.lines[0], "the author's box in " + self._path(draft.slug), True)
        taken = {one.strip() for one in text.split("\n")}
        for number, line in lines:
            self._settle(section, [(number, line)], self._path(draft.slug), "as it was" if line.strip() in taken else "changed" + self._nameless(line))

    def _nameless(self, line: str) -> str:
        """Say for the report which pages a line names that no note is called by."""
        pages = [one.page for one in wikis_in(line) if one.page and not one.is_picture and self._names.slug(one.page) is None]
        self.plan.unnamed.update(map(normalise, pages))
        return f" (no note is called {', '.join(repr(plain(one)) for one in pages)})" if pages else ""

    def _said(self, lines: list[tuple[int, str]], note: str) -> bool:
        """Tell whether a note says a block; of a line that is there in half only a row tells, so that a person looks."""
        doubtful = [(number, text) for number, text in lines if not self._says(text, note)]
        if not all(self.there.share(text, note) >= AMONG_OTHERS and not urls_in(text) and not pictures_in(text) for _, text in doubtful) or 2 * len(doubtful) > len(lines):
            return False
        for number, text in doubtful:
            self._row(number, "line", text, f"perhaps in {self._path(note)}: it has {self.there.share(text, note):.0%} of its words", False)
        return True

    def _says(self, text: str, note: str) -> bool:
        """Tell whether a note holds what a line holds: its links, its pictures, its words."""
        there = self.there
        urls = urls_in(text)
        if not all(there.has_link(url) for url in urls):
            return False
        shown = pictures_in(text)
        if shown and not all(there.picture(url) or there.shows_pictures(note) for url, _ in shown):
            return False
        rest = LINK.sub(" ", IMAGE_TAG.sub(" ", WIKI.sub(lambda match: " " if match["bang"] else match[0], text)))
        return (bool(urls or shown) and len(telling(rest)) < FEW) or there.says(rest, note)

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
            for wiki in wikis_in(text):
                slug = self._names.slug(wiki.page)
                if wiki.page and not wiki.is_picture:
                    self._row(number, "link", wiki.original, self._path(slug) if slug else "no note is called so" if is_new else place, is_new and not slug)
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
    return [tag_parts(tag) for tag in IMAGE_TAG.findall(text)] + [(match["url"], match["text"]) for match in LINK.finditer(text) if match["bang"]] + [(one.page, "") for one in wikis_in(text) if one.is_picture]


def safe_title(title: str) -> str:
    """Write a title as a heading that Markdown reads as words only."""
    text = one_line(title)
    return one_line(" ".join(re.findall(r"\w+", title))) if RISKY.search(text) else text
