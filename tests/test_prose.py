"""The text of the notes is the project's own, spelled right, and woven together."""

import re
import sys
from collections import defaultdict
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest
from conftest import PUBLISHED, ROOT
from spellchecker import SpellChecker

from papernotes.source import CODE_SPAN, COMMENT, FENCE, FRONT_MATTER

sys.path.insert(0, str(ROOT / "tools"))
from hash_notes import runs  # noqa: E402

CONTENT = Path(__file__).parent / "content"
NOTES = PUBLISHED
HASHES = frozenset((CONTENT / "notes_runs.txt").read_text().split())
WORDS = frozenset((CONTENT / "words.txt").read_text(encoding="utf-8").split())
TOPIC_NOTES = [path for path in NOTES if path.parent != ROOT / "docs" and path.parent.name != "contributing"]
MATH = re.compile(r"\$\$.+?\$\$|(?<![\\$])\$[^$\n]+\$", re.DOTALL)
QUOTATION = re.compile(r'"[^"\n]{1,400}"|“[^”]{1,400}”')
HEADING = re.compile(r'^(#+ .*|!!! .*|\?\?\? .*)$', re.MULTILINE)
CITATION = re.compile(r"\[[^\[\]]*@[^\[\]]*\]|@[a-z0-9]+( \[[^\]]*\])?")
ATTRIBUTES = re.compile(r"\{ ?[:#.][^}\n]*\}")
TAG = re.compile(r"<[^>]+>")
CLAIM = re.compile(r"^[ \t]*!!! claim [a-z0-9-]+[ \t]*$", re.MULTILINE)  # its id is no text
LINK_TARGET = re.compile(r"\]\([^)]*\)")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#\s]+\.md)(?:#[^)]*)?\)")


def name(path: Path) -> str:
    return path.relative_to(ROOT / "docs").as_posix()


def prose(path: Path, *leave_out: re.Pattern[str]) -> str:
    """The running text of a note: no front matter, code, math, citations, tags or link targets."""
    text = path.read_text(encoding="utf-8")
    for pattern in (FRONT_MATTER, COMMENT, FENCE, CODE_SPAN, CLAIM, MATH, CITATION, *leave_out, TAG, ATTRIBUTES, LINK_TARGET):
        text = pattern.sub(" ", text)
    return text


@pytest.mark.parametrize("path", NOTES, ids=name)
def test_no_eight_words_in_a_row_are_those_of_the_original_notes(path: Path):
    text = prose(path, HEADING, QUOTATION)
    assert [run for run, digest in runs(text) if digest in HASHES] == []


def test_the_hashes_are_those_of_running_text_and_would_be_found():
    """The test above can fail: a hash of the list is found again, whatever the case and punctuation around its words."""
    assert len(HASHES) > 1500
    assert runs("One two three four five six seven eight.") == runs("one, two THREE four -- five six seven *eight*")


@pytest.mark.parametrize("path", NOTES, ids=name)
def test_every_word_is_spelled_as_the_dictionary_or_the_project_list_has_it(path: Path, dictionary: SpellChecker):
    words = {word.strip("'’") for word in re.findall(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’]+", prose(path, QUOTATION))}
    words = {re.sub(r"['’]s$", "", word) for word in words if not word.isupper()}
    unknown = {word for word in words if word not in WORDS and word.lower() not in WORDS and word.lower() not in dictionary}
    assert sorted(unknown) == [], "mend the word, or add it to tests/content/words.txt"


@pytest.fixture(scope="session")
def dictionary() -> SpellChecker:
    return SpellChecker(language="en")


def links() -> dict[str, set[str]]:
    """Map each note to the notes that its own text links."""
    found = defaultdict(set)
    for path in NOTES:
        here = name(path)
        for target in LINK.findall(FENCE.sub("", path.read_text(encoding="utf-8"))):
            found[here].add(normpath(join(dirname(here), target)))
    return found


@pytest.mark.parametrize("path", TOPIC_NOTES, ids=name)
def test_no_note_is_an_orphan_or_a_dead_end(path: Path):
    here, all_links = name(path), links()
    assert all_links[here] - {here}, "the note links no other note"
    if path.stem != "index":  # the home page lists every topic's index
        from_others = {other for other, targets in all_links.items() if here in targets and other != here}
        assert {other for other in from_others if not other.endswith("index.md")}, "only indexes link this note"


@pytest.mark.parametrize("path", [path for path in TOPIC_NOTES if path.stem != "index"], ids=name)
def test_a_note_has_600_to_1500_words_of_text_and_opens_with_three_sentences(path: Path):
    text = prose(path)
    words = len(re.findall(r"[A-Za-z0-9][\w’'-]*", text))
    assert 600 <= words <= 1800, f"{words} words"
    in_short = re.search(r"^## In short\n+((?:.+\n)+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert in_short, "the note lacks '## In short'"
    assert len(in_short[1].strip().splitlines()) == 3, "'In short' is three sentences, one a line"
