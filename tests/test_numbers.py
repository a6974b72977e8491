"""A number that stands on several pages is written once; the others show it and lead to where it has its source."""

import re
from pathlib import Path

import pytest
from conftest import NOTE, run_mkdocs
from site_bytes import contents, from_scratch

from papernotes.linkcheck.check import Collection, check
from papernotes.linkcheck.folder import open_folder

MARKED = NOTE.replace("It cites", 'It has <span id="n-pairs">400 million</span> pairs, and cites')
ASKING = NOTE.replace("A sound note", "Another note").replace("It cites", "First. It learns from [](note.md#n-pairs) pairs and cites")
GUIDE = '\n```markdown\nNo [](gone.md#n-gone), no <span id="n-pairs"></span>.\n```\n\nNor `[](gone.md#n-gone)`.\n'


@pytest.fixture
def pair(small: Path) -> Path:
    """Make one note that marks a number and one that asks for it."""
    (small / "docs/pruning/note.md").write_text(MARKED)
    (small / "docs/pruning/other.md").write_text(ASKING)
    return small


def build(folder: Path) -> dict[str, bytes]:
    result = run_mkdocs(folder, "build", "--strict")
    assert result.returncode == 0, result.stderr
    return contents(folder / "site")


def faults(folder: Path) -> list[str]:
    result = run_mkdocs(folder, "build", "--strict")
    assert result.returncode == 1 and "Traceback" not in result.stderr
    return re.findall(r"docs/\S+:\d+: .*", result.stderr)


def test_the_number_stands_in_the_page_in_its_markdown_in_the_search_and_in_the_sentence_of_a_mention(pair: Path):
    (pair / "docs/pruning/other.md").write_text(ASKING.replace("and cites", "as [it](note.md) has, and cites"))
    site = {name: content.decode() for name, content in build(pair).items() if name.endswith((".html", ".md", ".json"))}
    assert 'learns from <a href="../note/#n-pairs">400 million</a> pairs' in site["pruning/other/index.html"]
    assert "learns from [400 million](note.md#n-pairs) pairs" in site["pruning/other.md"]
    assert any("learns from 400 million pairs" in text for name, text in site.items() if name.startswith("search-index/"))
    mentioned = re.findall(r'<blockquote class="pn-sentence">(.*?)</blockquote>', site["pruning/note/index.html"])
    assert [one.partition(" and has math")[0] for one in mentioned] == ["It learns from 400 million pairs as <strong>it</strong> has, and cites a paper (Known et al., 2020, Table 3)"]


def test_a_link_to_a_number_alone_is_no_mention_of_its_note(pair: Path):
    assert b"Mentioned in" not in build(pair)["pruning/note/index.html"]


def test_a_number_that_changes_changes_the_pages_that_show_it_though_they_are_in_the_cache(pair: Path):
    build(pair)
    (pair / "docs/pruning/note.md").write_text(MARKED.replace("400", "401"))
    cached = build(pair)
    assert b'<a href="../note/#n-pairs">401 million</a>' in cached["pruning/other/index.html"]
    assert cached == from_scratch(pair)


def test_a_number_may_be_math_and_may_be_shown_again_on_its_own_page_and_code_is_left_alone(pair: Path):
    (pair / "docs/pruning/note.md").write_text(MARKED.replace("400 million", r"$4.7\times$") + "\nAgain [](#n-pairs).\n" + GUIDE)
    site = build(pair)
    for page, href in {"note": "#n-pairs", "other": "../note/#n-pairs"}.items():
        assert re.search(rf'<a href="{href}">(?:<span class="[\w -]+">)+<math>', site[f"pruning/{page}/index.html"].decode())
    assert "No [](gone.md#n-gone)" in site["pruning/note.md"].decode() and "Nor `[](gone.md#n-gone)`" in site["pruning/note.md"].decode()


def test_a_number_that_is_not_there_or_no_number_or_has_the_name_of_another_stops_the_build(pair: Path):
    (pair / "docs/pruning/draft.md").write_text(MARKED.replace("tags:", "status: draft\ntags:"))
    more = '\nFirst <span id="n-none"></span>,\nthen <span id="n-pairs">3</span>,\nlast <span id="n-cited">3 [@known2020paper]</span>.\n'
    (pair / "docs/pruning/note.md").write_text(MARKED + more)
    (pair / "docs/pruning/other.md").write_text(NOTE + "\nFirst [](note.md#n-gone),\nthen [](gone.md#n-pairs),\nlast [](draft.md#n-pairs).\n")
    assert faults(pair) == [
        "docs/pruning/note.md:10: number 'n-none' is empty (write it between the tags)",
        "docs/pruning/note.md:11: number 'n-pairs' already stands on line 8 (give one of the two another name)",
        "docs/pruning/note.md:12: number 'n-cited' holds a link, a citation or a tag (mark the number alone)",
        "docs/pruning/other.md:10: number 'note.md#n-gone': docs/pruning/note.md marks no number 'n-gone' (write <span id=\"n-gone\">…</span> around it there, or correct the name)",
        "docs/pruning/other.md:11: number 'gone.md#n-pairs': there is no such note (correct the path)",
        "docs/pruning/other.md:12: number 'draft.md#n-pairs': docs/pruning/draft.md is a draft, which is not built (publish it first, or write the number with its source)",
    ]


def test_the_link_checker_knows_links_to_numbers_and_no_other_link_without_text(pair: Path):
    (pair / "docs/pruning/other.md").write_text(ASKING + "\nSee [](note.md), [](note.md#a-sound-note) and [](https://thegradient.pub/#n-pairs).\n")

    def found() -> list[str]:
        return [str(one) for one in check(Collection(open_folder(pair))) if one.code in ("empty-link", "missing-anchor")]

    urls = ["note.md", "note.md#a-sound-note", "https://thegradient.pub/#n-pairs"]
    assert found() == [f"docs/pruning/other.md:10: the link to '{url}' has no text (write what it leads to between the brackets)" for url in urls]
    (pair / "docs/pruning/other.md").write_text(ASKING.replace("n-pairs", "n-none"))
    assert found() == ["docs/pruning/other.md:8: 'note.md#n-none': docs/pruning/note.md has no anchor '#n-none' (link a heading that the page has)"]
    (pair / "mkdocs.yml").write_text("site_name: Others' notes\n")
    assert "docs/pruning/other.md:8: the link to 'note.md#n-none' has no text (write what it leads to between the brackets)" in found()
