"""What stays on one line: a number and its unit, a figure and its number, a name with a hyphen."""

import pytest

from papernotes.claims.numerals import readable
from papernotes.marks import keep_together
from papernotes.unbroken import unbroken


def shown(text: str) -> str:
    """Make the spaces that do not break visible."""
    return text.replace("\N{NO-BREAK SPACE}", "_").replace("\N{WORD JOINER}", "+")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("from 47 s to 80 % of 3.7 GB", "from 47_s to 80_% of 3.7_GB"),
        ("in 2019 she showed", "in 2019 she showed"),
        ("Doe, 2020, App. F.5, Fig. 14", "Doe, 2020, App._F.5, Fig._14"),
        ("Doe, 2020, Table 3, App. C", "Doe, 2020, Table_3, App._C"),
        ("Table of contents", "Table of contents"),
        ("Doe, 2020, §§3–4", "Doe, 2020, §§3–+4"),
    ],
)
def test_a_number_stays_with_its_unit_and_a_place_in_a_paper_with_its_number(written, read):
    assert shown(keep_together(written)) == read


def test_the_numbers_of_a_claim_are_written_as_on_a_page():
    assert shown(readable("88.9% of 3.8 %; (-0.14 to 0.65), [6, -6]; a 64-100-10 network at K = 8")) == "88.9_% of 3.8_%; (−0.14 to 0.65), [6, −6]; a 64-100-10 network at K_=_8"


def test_a_name_with_a_hyphen_is_kept_whole_in_text_and_left_alone_elsewhere():
    name = '<span class="pn-unbroken">R-CNN</span>'
    assert unbroken("<p>Fast R-CNN, <a href='#'>R-CNN</a></p>") == f"<p>Fast {name}, <a href='#'>{name}</a></p>"
    for kept in ("<title>R-CNN</title>", '<img alt="a > R-CNN">', "<pre>R-CNN</pre>", "<svg><text>R-CNN</text></svg>", "<code>R-CNN</code>"):
        page = f"<head>{kept}</head>" if "title" in kept else kept
        assert unbroken(page) == page
    assert unbroken("<p>U-Net-like, VGG-160</p>") == '<p><span class="pn-unbroken">U-Net</span>-like, VGG-160</p>'
