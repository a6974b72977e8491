"""Wiki links, `[[Page]]`, `[[Page#Part|words]]` and `![[picture.png]]`, and the notes that they name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from markdown.extensions.toc import slugify

from papernotes.importing.parse import CODE, HEADING, WIKI, plain_title
from papernotes.importing.recognise import Recogniser
from papernotes.linkcheck.images import SUFFIXES
from papernotes.linkcheck.titles import normalise
from papernotes.notes import Note

ID = re.compile(r"\{[^}]*#([\w-]+)[^}]*\}")


@dataclass(frozen=True)
class Wiki:
    """Hold one wiki link: the page that it names, a part of it, the words to read, and how it was written."""

    page: str
    part: str
    words: str
    original: str

    @property
    def is_picture(self) -> bool:
        return self.original.startswith("!") and self.page.rpartition(".")[2].lower() in SUFFIXES


def read_wiki(match: re.Match[str]) -> Wiki:
    """Read a match of `WIKI`. The words of a picture are its description; a bare number there is a width."""
    page, part = match["page"].rstrip("\\").strip(), (match["part"] or "").strip()
    name = page.rpartition("/")[2]
    given = [one.strip() for one in (match["words"] or "").split("|") if one.strip()]
    if match["bang"]:
        given = [one for one in given if not re.fullmatch(r"\d+(?:x\d+)?", one)]
    shown = " › ".join(one for one in (name.removesuffix(".md"), part.lstrip("#").strip() if part.startswith("#") else "") if one)
    return Wiki(page, part, given[0] if given else shown, match[0])


def wikis_in(text: str) -> list[Wiki]:
    """List the wiki links of a text, code left out."""
    return [read_wiki(match) for match in WIKI.finditer(CODE.sub(" ", text))]


class Names:
    """Find the note that a page's name means: a new draft of this import, or one that is there."""

    def __init__(self, there: Recogniser, drafts: Mapping[str, str]):
        self._there, self._drafts = there, drafts

    def slug(self, page: str) -> str | None:
        """Return the note that has a name; a folder before it does not count."""
        name = page.rpartition("/")[2].removesuffix(".md")
        topic = self._there.topic(name)
        index = f"{topic}/index" if topic and f"{topic}/index" in self._there.base.notes else None
        return self._drafts.get(normalise(name)) or self._there.called(name) or index if normalise(name) else None

    def way(self, page: str, part: str = "") -> str | None:
        """Return the link from a draft, which lies in a topic's folder, to the note of a name."""
        slug = self.slug(page)
        note = self._there.base.notes.get(slug or "")
        anchor = anchor_of(note, part.lstrip("#").rpartition("#")[2]) if note and part.startswith("#") else ""
        return f"../{slug}.md" + (f"#{anchor}" if anchor else "") if slug else None


def anchor_of(note: Note, heading: str) -> str:
    """Return the anchor of a note's heading; empty where the note has no such heading."""
    source = note.source
    for line in source.text[source.body_start :].split("\n"):
        match = HEADING.fullmatch(line)
        if match and normalise(plain_title(match[2] or "")) == normalise(heading) != "":
            own = ID.search(line)
            return own[1] if own else slugify(plain_title(match[2]), "-")
    return ""
