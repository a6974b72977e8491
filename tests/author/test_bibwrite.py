"""A new entry comes to its sorted place, in house format, and every other byte of the bibliography stays."""

import re

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from papernotes.author.bibwrite import format_entry, free_key, insert_entry, make_key, protect
from papernotes.changes import ChangeError
from papernotes.linkcheck.bibtex import read_bibtex
from papernotes.linkcheck.titles import normalise

REFS = (ROOT / "refs.bib").read_bytes().decode()
NEW = format_entry("misc", "miller2019new", {"year": "2019", "title": "New", "author": "Miller, Ada", "eprint": "", "zzz": "last"})


def misc(key: str) -> str:
    return f"@misc{{{key},\n  title = {{T}},\n}}\n"


def test_an_entry_has_its_fields_in_the_order_of_the_bibliography_and_no_empty_ones():
    assert NEW == "@misc{miller2019new,\n  title = {New},\n  author = {Miller, Ada},\n  year = {2019},\n  zzz = {last},\n}\n"


def test_every_entry_of_the_bibliography_comes_back_to_its_own_place():
    for entry in read_bibtex("refs.bib", REFS)[0]:
        text = REFS[entry.start : entry.end] + "\n"
        without = REFS.replace(text + "\n", "") if text + "\n" in REFS else REFS.removesuffix("\n" + text)
        assert len(without) < len(REFS)
        assert insert_entry("refs.bib", without, text) == REFS


def test_every_entry_of_the_bibliography_is_in_house_format():
    for entry in read_bibtex("refs.bib", REFS)[0]:
        fields = {name: re.sub(r"\s+", " ", value.text) for name, value in entry.fields.items()}
        assert format_entry(entry.type, entry.key, fields) == REFS[entry.start : entry.end] + "\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", NEW),
        ("% a head\n", f"% a head\n\n{NEW}"),
        (misc("a"), f"{misc('a')}\n{NEW}"),
        (misc("a").rstrip(), f"{misc('a')}\n{NEW}"),
        (misc("z"), f"{NEW}\n{misc('z')}"),
        ("% a head\n\n" + misc("z"), f"% a head\n\n{NEW}\n{misc('z')}"),
        ("% a head\n\n% about z\n" + misc("z"), f"% a head\n\n{NEW}\n% about z\n{misc('z')}"),
        (misc("a") + "\n% about z\n" + misc("z"), f"{misc('a')}\n{NEW}\n% about z\n{misc('z')}"),
        (misc("a").rstrip() + " % about a\n" + misc("z"), f"{misc('a').rstrip()} % about a\n\n{NEW}{misc('z')}"),
        (misc("a") + "\n@comment{jabref-meta: databaseType:bibtex;}\n", f"{misc('a')}\n{NEW}\n@comment{{jabref-meta: databaseType:bibtex;}}\n"),
        ("\ufeff" + misc("z"), f"\ufeff{NEW}\n{misc('z')}"),
        ("@string{x = {X}}\n@misc(a, title = {T}, note = x)\n", f"@string{{x = {{X}}}}\n@misc(a, title = {{T}}, note = x)\n\n{NEW}"),
        ((misc("a") + "\n" + misc("z")).replace("\n", "\r\n"), (misc("a") + "\n" + NEW + "\n" + misc("z")).replace("\n", "\r\n")),
    ],
)  # fmt: skip
def test_an_entry_finds_its_place_in_files_of_any_style(before: str, after: str):
    assert insert_entry("refs.bib", before, NEW) == after


PIECES = st.sampled_from([misc("a"), misc("b"), misc("n").rstrip(), misc("z"), "\n", "\n\n", "% words\n", "@comment{x}\n", "@string{s = {S}}\n", "@misc(p, title = {T})", " \t", "\r\n"])


@given(st.lists(PIECES, max_size=8).map("".join), st.booleans())
def test_no_other_byte_of_any_file_changes(text: str, carriage: bool):
    text = re.sub(r"(?<=[})])(?=@)", "\n", text)  # two entries on one line are none of BibTeX's business here
    text = text.replace("\n", "\r\n") if carriage else text
    new = insert_entry("refs.bib", text, NEW)
    at = new.index("@misc{miller2019new")
    grown = len(new) - len(text)
    assert any(new[:cut] + new[cut + grown :] == text for cut in range(max(at - 4, 0), at + 1))
    keys = [entry.key for entry in read_bibtex("refs.bib", new)[0]]
    assert sorted(keys) == sorted([*(entry.key for entry in read_bibtex("refs.bib", text)[0]), "miller2019new"])


def test_a_bibliography_that_cannot_be_read_is_left_alone():
    with pytest.raises(ChangeError, match=r"^refs\.bib:1: BibTeX cannot be read: this entry's braces do not match \(count the braces of this entry\)$"):
        insert_entry("refs.bib", "@misc{a, title = {T}\n", NEW)


@pytest.mark.parametrize(
    ("author", "year", "title", "key"),
    [
        ("Frankle, Jonathan", 2019, "The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural Networks", "frankle2019lottery"),
        ("Vaswani, Ashish", 2017, "Attention Is All You Need", "vaswani2017attention"),
        ("Blanz, Volker", 1999, "A Morphable Model for the Synthesis of {3D} Faces", "blanz1999morphable"),
        ("{\\c{C}}i{\\c{c}}ek, {\\\"O}zg{\\\"u}n", 2016, "{3D} U-Net: Learning Dense Volumetric Segmentation", "cicek20163d"),
        ("van den Oord, Aäron", 2018, "Representation Learning with Contrastive Predictive Coding", "vandenoord2018representation"),
        ("{OpenAI}", 2023, "GPT-4 Technical Report", "openai2023gpt"),
        ("", None, "The", "anonymousthe"),
        ("李, 飞", 2020, "的", "anonymous2020"),
    ],
)  # fmt: skip
def test_a_key_is_surname_year_and_first_telling_word(author: str, year: int | None, title: str, key: str):
    assert make_key(author, year, title) == key


@given(st.text(), st.none() | st.integers(1500, 2099), st.text())
def test_any_key_can_be_cited(author: str, year: int | None, title: str):
    assert re.fullmatch("[a-z0-9]+", make_key(author, year, title))


def test_a_free_key_is_found_whatever_the_case_of_the_others():
    assert [free_key("a2020x", taken) for taken in ((), ["A2020X"], ["a2020x", "a2020xb"])] == ["a2020x", "a2020xb", "a2020xc"]


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("BERT: Pre-training of Deep Bidirectional Transformers", "{BERT}: Pre-training of Deep Bidirectional Transformers"),
        ("U-Net and GPT-2 in 3D, Semantically-Aware", "{U-Net} and {GPT-2} in {3D}, Semantically-Aware"),
        ("A Method & 90% of $x_1$", r"A Method \& 90\% of $x_1$"),
        ("Neural {Turing} Machines", "Neural {Turing} Machines"),
        ("Half a {brace", "Half a brace"),
        ("Ends in a backslash\\", "Ends in a backslash"),
    ],
)  # fmt: skip
def test_a_title_keeps_its_capitals_and_signs(title: str, written: str):
    assert protect(title) == written


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40))
def test_any_title_can_be_read_back(title: str):
    [entry], faults = read_bibtex("refs.bib", format_entry("misc", "a2020b", {"title": protect(title) or "T"}))
    assert faults == []
    if not re.search(r"[\\{}$&~]", title):
        assert normalise(entry.text("title")) == normalise(title) or not protect(title)
