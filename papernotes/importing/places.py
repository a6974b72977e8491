"""Where a section of a file belongs: into a note that is there, into a draft, or nowhere, as a heading above others."""

import re
from collections.abc import Callable, Mapping

import yaml

from papernotes.author.known import Base
from papernotes.author.template import slug_of
from papernotes.importing.outline import Draft, Plan, Where
from papernotes.importing.parse import Document, Section
from papernotes.importing.recognise import ANYWHERE, IN_OWN_NOTE, MANY, Recogniser, papers_in, telling, urls_in
from papernotes.importing.report import line_key
from papernotes.linkcheck.titles import normalise


class Placer:
    """Place the sections of one file after the other, and begin the drafts that they need."""

    def __init__(self, base: Base, there: Recogniser, known: Mapping[tuple[str, str], str], topic: str, plan: Plan, cite: Callable[[str, str], str | None]):
        self.base, self.there, self.default, self.plan, self.cite = base, there, topic or None, plan, cite
        self._known = known

    def begin(self, document: Document) -> None:
        """Begin a file."""
        self._where: dict[int, Where] = {}
        self._tops = [one for one in document.sections if one.level == 1]
        self._whole = any(block.kind == "front matter" for block in document.sections[0].blocks)
        self._file = normalise(document.name.rpartition(".")[0] or document.name)

    def place(self, section: Section) -> Where:
        """Decide where a section belongs; one below another asks for that one's place."""
        where = self._where[id(section)] = self._place(section)
        slug = where.draft.slug if where.draft else where.note
        if slug and not (section.level == 0 and not section.content):
            self.plan.names.setdefault(self._file, slug)  # a wiki link names the file
        return where

    def is_known(self, section: Section, text: str) -> bool:
        """Tell whether a line is one of an earlier import, or no line at all."""
        return not text.strip() or line_key(section.title, text) in self._known

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
        if not section.content and not own_paper and not self.there.lacks_link(section.heading):
            return Where(topic, nests=False, sure=above.sure)
        is_cover = self._tops == [section] and bool(section.children)
        return Where(topic, self._draft(section, section.title, topic or self.default), depth=section.level, nests=not is_cover, sure=above.sure)

    def _draft(self, section: Section, title: str, topic: str | None) -> Draft | None:
        """Begin a draft, or go on with the one of the same title."""
        line = section.marks[0][0] if section.marks else 1
        if all(self.is_known(section, text) for text in (*(text for _, text in section.marks), *(text for block in section.content for text in block.lines if text.strip()))):
            return None
        if topic is None:
            self.plan.homeless.append((line, title))
        wanted = f"{topic or 'no-topic'}/"
        same = next((one for one in self.plan.drafts if one.title == title and one.slug.startswith(wanted) and not one.exists), None)
        if same:
            return same
        keys = [key for url in urls_in(section.heading) if papers_in(url) and (key := self.cite(url, title))]
        draft = Draft(self._free(wanted + slug_of(title)), title, keys)
        self.plan.drafts.append(draft)
        self.plan.names[normalise(title)] = draft.slug
        return draft

    def _free(self, slug: str) -> str:
        taken = {one.slug for one in self.plan.drafts} | set(self.base.notes)
        docs = self.base.root / self.base.folder.docs
        names = (slug, *(f"{slug}-{number}" for number in range(2, len(taken) + 3)))
        return next(name for name in names if name not in taken and not (docs / f"{name}.md").exists())

    def additions(self, note: str) -> Draft:
        """Return the draft that takes what an existing note lacks: the note itself while it is a draft, else one beside it."""
        is_draft = note in self.base.notes and self.base.notes[note].is_draft
        slug = note if is_draft else note.removesuffix("/index") + ("/additions" if note.endswith("/index") else "-additions")
        found = next((one for one in self.plan.drafts if one.slug == slug), None)
        if found is None:
            found = Draft(slug, f"Additions to {self.base.notes[note].title}", exists=slug in self.base.notes)
            self.plan.drafts.append(found)
        return found

    def late(self, section: Section, where: Where) -> Draft:
        """Begin a draft for new lines below a heading that was known, or had none of its own."""
        line = section.marks[0][0] if section.marks else 1
        topic = where.topic or self.default
        if topic is None:
            self.plan.homeless.append((line, section.title))
        draft = Draft(self._free(f"{topic or 'no-topic'}/{slug_of(section.title)}"), section.title)
        self.plan.drafts.append(draft)
        where.draft = draft
        return draft

