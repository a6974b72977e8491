"""Drafts in which a paper is a link with a gap, because nothing was known of it when they were imported."""

import re

from papernotes.author.known import Base
from papernotes.linkcheck import wording
from papernotes.linkcheck.addresses import PaperId

SOUND = re.compile(r"[\w./-]+")  # what needs no quotes on a command line


def gap(paper: PaperId) -> str:
    """Return the gap that stands behind the link to a paper which the bibliography lacks."""
    return f"<!-- gap: Cite this paper: papernotes new {paper.id if SOUND.fullmatch(paper.id) else 'ID'}. -->"


def drafts_with_gap(base: Base, paper: PaperId) -> list[str]:
    """List the drafts that name a paper by its link and a gap, those first in which it is the paper of the title."""
    found = [slug for slug, note in base.notes.items() if note.is_draft and SOUND.fullmatch(paper.id) and gap(paper) in note.source.text]
    return sorted(found, key=lambda slug: not _is_of_title(base.notes[slug].source.text, paper))


def cite(text: str, paper: PaperId, key: str) -> str:
    """Return a draft's text with the paper cited in place of its links; where its title was one, it becomes the note's paper."""
    if _is_of_title(text, paper) and "\npapers:" not in text:
        text = text.replace("\ntags:", f"\npapers: [{key}]\ntags:", 1)
    return _link(paper).sub(lambda match: f"[@{key}]" if match["words"] == wording.host(match["url"]) else f"{match['words']} [@{key}]", text)


def _link(paper: PaperId) -> re.Pattern[str]:
    return re.compile(r"\[(?P<words>[^\[\]\n]*)\]\((?P<url>[^()\s]*)\) " + re.escape(gap(paper)))


def _is_of_title(text: str, paper: PaperId) -> bool:
    """Tell whether the first line below the title is the link to a paper and nothing else."""
    return bool(re.search(r"^# [^\n]*\n\n" + _link(paper).pattern + "$", text, re.MULTILINE))
