"""How a claim shows in a note: mark, statement, numbers, source, code, and what is said of one that is wrong."""

import re
from html.parser import HTMLParser

import markdown
import pytest

from papernotes.claims import Measured
from papernotes.claims.book import Book
from papernotes.claims.catalogue import Piece, Record
from papernotes.claims.markdown import ClaimsExtension, PageClaims
from papernotes.claims.results import result_of
from papernotes.source import Source

CODE = (Piece("papernotes/claims/arrays.py", 3, 4, "def double(x):\n    return 2 * x"), Piece("papernotes/claims/topic.py", 14, 15, "def check(broken=False):\n    return double(1) < 3"))
RECORD = Record("two-words", "Two *times* one is [two], 1 < 3.", "[@known2020paper, §1]", "cnn/yolo", "check", CODE)
OTHER = Record("two-words", "Words of old.", "", "cnn/yolo", "check", CODE[:1])
MEASURED = Measured("2, up to rounding", "2.0 & no more", {"two": 2.0}, seed=[0, 1])


def render(text: str, results: dict | None = None, code_base: str = "") -> tuple[str, PageClaims]:
    """Return a page's HTML and what was found in it."""
    book = Book({"two-words": RECORD}, {"two-words": result_of(RECORD, MEASURED)} if results is None else results, code_base)
    page = PageClaims(Source("docs/note.md", text), book)
    return markdown.markdown(text, extensions=["admonition", "pymdownx.superfences", ClaimsExtension(lambda: page)]), page


def words(html: str) -> str:
    """The text that a reader sees, on one line."""
    parts: list[str] = []
    parser = HTMLParser()
    parser.handle_data = parts.append  # type: ignore[method-assign]
    parser.feed(html)
    return " ".join(" ".join(parts).split())


def test_a_box_shows_mark_statement_numbers_source_code_and_command():
    html, page = render("!!! claim two-words\n")
    assert page.findings == []
    assert words(html) == (
        "checked Two *times* one is [two], 1 < 3. Expected 2, up to rounding Measured 2.0 & no more Seeds 0, 1 Source [@known2020paper, §1] "
        "Code: papernotes/claims/ topic.py, line 14 Run it with papernotes claim two-words , and see it fail with a broken mechanism by adding --broken . "
        "def check(broken= False ): return double(1) < 3 # papernotes/claims/arrays.py def double(x): return 2 * x"
    )


def test_powers_of_ten_are_set_as_such_and_seeds_in_a_row_as_a_range():
    """A reader sees 4 × 10⁻¹⁶ in one piece, not 4e-16, and −0.03 with a true minus; a number near 1 stays as it is written, and a word with an e in it too."""
    measured = Measured("0 of 7.25e10", "0e+00, 4.0e-16, 7.25e+10, -3e-2, 4e-03; 9% and 5 %; at2e5, 0.96, GPT-2 at (-1, 3-5)", {}, seed=[*range(100)])
    html, _ = render("!!! claim two-words\n", {"two-words": result_of(RECORD, measured)})
    assert "<dd>0 of 7.25\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10<sup>10</sup></dd>" in html
    assert "<dd>0, 4.0 × 10<sup>−16</sup>, 7.25 × 10<sup>10</sup>, −0.03, 0.004; 9 % and 5 %; at2e5, 0.96, GPT-2 at (−1, 3-5)</dd>" in html.replace("\N{NO-BREAK SPACE}", " ")
    assert "Seeds 0–99 Source" in words(html)


def test_the_mark_leads_to_the_code_on_the_page():
    html, _ = render("!!! claim two-words\n")
    assert '<div class="admonition claim pn-claim pn-claim--checked" id="claim-two-words">' in html
    assert re.search(r'<a class="pn-mark pn-mark--checked" href="#code-two-words" title="[^"]+">checked</a>', html)
    assert re.search(r'<details class="pn-code" data-search-exclude="" id="code-two-words">|<details class="pn-code" id="code-two-words" data-search-exclude="">', html)


def test_with_a_repository_the_code_is_linked_there_too():
    html, _ = render("!!! claim two-words\n", code_base="https://example.org/one/two/blob/main/")
    assert '<a href="https://example.org/one/two/blob/main/papernotes/claims/topic.py#L14-L15">The file in the repository</a>' in html


def test_other_code_than_the_one_that_ran_takes_the_mark_away():
    html, _ = render("!!! claim two-words\n", {"two-words": result_of(OTHER, MEASURED)})
    assert words(html).startswith("out of date Two *times* one")
    assert "pn-mark--checked" not in html


def test_a_claim_without_a_result_says_so_and_shows_no_numbers():
    html, _ = render("!!! claim two-words\n", {})
    assert words(html).startswith("not run Two *times* one is [two], 1 < 3. Source [@known2020paper, §1] Code:")


def test_a_helper_that_two_claims_share_is_shown_once_and_named_the_second_time():
    third = Record("three-words", "Again.", "", "cnn/yolo", "third", (CODE[0], Piece("papernotes/claims/topic.py", 18, 19, "def third(broken=False):\n    return double(3)")))
    page = PageClaims(Source("docs/note.md", ""), Book({"two-words": RECORD, "three-words": third}))
    html = markdown.markdown("!!! claim two-words\n\n!!! claim three-words\n", extensions=["admonition", ClaimsExtension(lambda: page)])
    assert words(html).endswith("def third(broken= False ): return double(3) # shown above: double")
    assert words(html).count("def double") == 1


def test_text_under_a_claim_stays_in_its_box():
    html, _ = render("!!! claim two-words\n    So it *is*.\n\nAfter.\n")
    assert html.index("</dl>") < html.index("<p>So it <em>is</em>.</p>") < html.index("<details")


@pytest.mark.parametrize(
    ("kind", "label"),
    [("paper", "from the paper"), ("reading", "author's reading"), ("disputed", "disputed"), ("unconfirmed", "not confirmed")],
)
def test_a_claim_without_a_program_has_the_mark_of_its_kind(kind: str, label: str):
    html, page = render(f'!!! claim {kind} "It *rests* [@known2020paper, §2]."\n')
    assert page.findings == []
    assert words(html) == f"{label} It rests [@known2020paper, §2]."
    assert f'class="admonition claim pn-claim pn-claim--{kind}" id="claim-it-rests"' in html


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("!!! claim two-word", "docs/note.md:3: unknown claim 'two-word' ('papernotes claims --list' shows all; kinds without a program: paper, reading, disputed, unconfirmed)"),
        ("!!! claim paper", "docs/note.md:3: claim of the kind 'paper' has no statement (write !!! claim paper \"The statement [@key, §2].\")"),
        ('!!! claim paper "It rests."', "docs/note.md:3: claim of the kind 'paper' has no source (cite it inside the quotes, as in [@key, §2])"),
        ('!!! claim disputed "It rests."', "docs/note.md:3: claim of the kind 'disputed' has no source (cite it inside the quotes, as in [@key, §2])"),
        ('!!! claim two-words "Mine"', "docs/note.md:3: claim 'two-words' has a title of its own (leave the title out: the statement comes from the claim)"),
    ],
)
def test_a_box_that_is_wrong_is_a_finding_with_its_line_and_a_mend(text: str, message: str):
    html, page = render(f"# Title\n\n{text}\n")
    assert [str(finding) for finding in page.findings] == [message]
    assert "pn-error" in html


def test_code_is_never_taken_for_a_claim():
    html, page = render("```\n!!! claim nothing-at-all\n```\n")
    assert page.findings == [] and "pn-claim" not in html


def test_without_the_extension_a_box_is_still_a_box():
    html = markdown.markdown("!!! claim two-words\n", extensions=["admonition"])
    assert html == '<div class="admonition claim two-words">\n<p class="admonition-title">Claim</p>\n</div>'
