"""Each fault of refs.bib is one line with place and mend: what cannot be right stops a build, what looks like a slip does not."""

from pathlib import Path

import pytest
from conftest import BIB, run_mkdocs
from test_bad_input import build_fails_at

from papernotes.bibcheck import ADVICE, TYPES
from papernotes.linkcheck.check import Collection, check
from papernotes.linkcheck.folder import open_folder
from papernotes.refs import load_bibliography


def entry(key: str = "known2020paper", kind: str = "misc", **fields: str) -> str:
    """Write one entry, a field a line, the first on line 2."""
    given = {"title": "A Known Paper", "author": "Known, Ada and Other, Ben", "year": "2020", "url": "https://example.org/known"} | fields
    return f"@{kind}{{{key},\n" + "".join(f"  {name} = {{{value}}},\n" for name, value in given.items() if value) + "}\n"


OTHER = entry("other2021paper", title="Something Else Entirely", url="https://example.org/other")
PAPER = {"kind": "article", "journal": "Letters", "url": ""}
# name: (refs.bib, line, message, mend)
ERRORS = {
    "no title": (entry(title=""), 1, "entry 'known2020paper' has no title", "add a title field"),
    "no authors": (entry(author=""), 1, "entry 'known2020paper' has no authors", "add an author field; an organisation stands in double braces: author = {{OpenAI}}"),
    "no year of a paper": (entry(year="", **PAPER), 1, "entry 'known2020paper' has no year", "add a year field; what has none by nature says what it is, such as keywords = {web}"),
    "no year of a preprint": (entry(year="", eprint="2001.00001", archiveprefix="arXiv"), 1, "entry 'known2020paper' has no year", "add a year field; what has none by nature says what it is, such as keywords = {web}"),
    "an article without its journal": (entry(kind="article"), 1, "entry 'known2020paper' has no journal", "add a journal field, or use the type misc"),
    "a year that is none": (entry(year="20l9"), 4, "the year of 'known2020paper' is '20l9'", "write four digits; leave the field out where there is no year"),
    "an unknown type": (entry(kind="paper"), 1, "entry 'known2020paper' is of the unknown type 'paper'", "use article, inproceedings, techreport, book or misc; for a web page misc with keywords = {web}"),
    "one DOI twice": (entry(doi="10.1000/one") + entry("other2021paper", title="Something Else", doi="10.1000/ONE"), 8, "entry 'other2021paper' has the DOI 10.1000/ONE of 'known2020paper' on line 1", "keep one entry, with the fields of both"),
    "one arXiv id twice": (
        entry(eprint="2001.00001", archiveprefix="arXiv") + entry("other2021paper", title="Something Else", url="https://arxiv.org/abs/2001.00001v2"), 9,
        "entry 'other2021paper' has the arXiv id 2001.00001 of 'known2020paper' on line 1", "keep one entry, with the fields of both",
    ),
    "a DOI of impossible form": (entry(doi="11.1000/x"), 6, "the doi of 'known2020paper' cannot be one: '11.1000/x' is not a DOI", "copy the DOI from the paper's own page"),
    "an arXiv id with a month 13": (entry(eprint="2013.00001", archiveprefix="arXiv"), 6, "the eprint of 'known2020paper' cannot be one: arXiv id '2013.00001' has no month 13", "copy the id from the paper's own page"),
    "an arXiv id with too few digits": (entry(eprint="2001.0001", archiveprefix="arXiv"), 6, "the eprint of 'known2020paper' cannot be one: ", "copy the id from the paper's own page"),
    "eprint and url of two papers": (
        entry(url="https://arxiv.org/abs/2001.00002", eprint="2001.00001", archiveprefix="arXiv"), 5,
        "the url of 'known2020paper' is 2001.00002, its eprint is 2001.00001", "keep the one that is this paper",
    ),
    "authors separated by semicolons": (entry(author="Known, Ada; Other, Ben"), 3, "the authors of 'known2020paper' are not separated by 'and'", "write author = {Last, First and Last, First}; for the rest of a long list, and others"),
    "authors separated by commas": (entry(author="Ada Known, Ben Other, Cleo Third, Dan Fourth"), 3, "the authors of 'known2020paper' are not separated by 'and'", "write author = {Last, First and Last, First}; for the rest of a long list, and others"),
    "authors separated by an ampersand": (entry(author=r"Known, Ada \& Other, Ben & Third, Cleo"), 3, "the authors of 'known2020paper' are not separated by 'and'", "write author = {Last, First and Last, First}; for the rest of a long list, and others"),
    "authors ending in et al.": (entry(author="Known, Ada et al."), 3, "the authors of 'known2020paper' are not separated by 'and'", "write author = {Last, First and Last, First}; for the rest of a long list, and others"),
    "a brace too few": (entry(title="{A Known Paper"), 1, "BibTeX cannot be read: this entry's braces do not match", "count the braces of this entry"),
}  # fmt: skip
WARNINGS = {
    "nearly one title": (entry() + entry("other2021paper", title="A Known Papers", url="https://example.org/2"), 8, "the title of 'other2021paper' is nearly that of 'known2020paper' on line 1", "keep one entry if they are one work"),
    "a preprint two years before its venue": (entry(**PAPER, eprint="1801.00001", archiveprefix="arXiv"), 4, "entry 'known2020paper' is of 2020, its preprint of 2018", "check both; the year is the venue's"),
    "letters and LaTeX accents in one field": (entry(author=r"Müller, Ada and J{\"u}rgens, Ben"), 3, "the author of 'known2020paper' writes accents as letters and as LaTeX", "write letters: Müller, Ada and Jürgens, Ben"),
    "and others": (entry(author="Known, Ada and others"), 3, "the author list of 'known2020paper' ends in 'and others'", "name all authors where the list is at hand"),
    "two people and a comma": (entry(author="Ada Known, Ben Other"), 3, "the authors of 'known2020paper' may be two people joined by a comma", "separate people by 'and'; put a family name of several words in braces"),
}  # fmt: skip
LEGAL = {
    "a web page without a year": entry(year=""),
    "an organisation with 'and' in its name": entry(author="{{Firm and Sons}}"),
    "a name with a particle and one with Jr": entry(author="van den Known, Ada and Other, Jr., Ben"),
    "a preprint of the year before": entry(**PAPER, eprint="1912.00001", archiveprefix="arXiv"),
    "the DOI that arXiv gives beside the publisher's address": entry(doi="10.48550/arXiv.2001.00001", eprint="2001.00001", archiveprefix="arXiv"),
    "an eprint of another archive": entry(eprint="whatever", archiveprefix="HAL"),
    "a comment and a string": '@string{acl = "ACL"}\n@comment{ignored}\n' + entry(),
    "accents as LaTeX only": entry(author=r"M{\"u}ller, Ada"),
    "a family name of two words in braces": entry(author="{Garcia Marquez}, Gabriel Jose"),
}


def findings(tmp_path: Path, text: str) -> tuple[list[str], list[str]]:
    path = tmp_path / "refs.bib"
    path.write_text(text, encoding="utf-8")
    read = load_bibliography(path, "refs.bib")
    return [str(finding) for finding in read.findings], [str(finding) for finding in read.warnings]


@pytest.mark.parametrize("fault", ERRORS)
def test_an_error_is_one_line_with_place_and_mend(tmp_path: Path, fault: str):
    text, line, message, mend = ERRORS[fault]
    errors, _ = findings(tmp_path, text)
    if message.endswith(": "):  # the rest of the sentence is the link checker's
        assert len(errors) == 1 and errors[0].startswith(f"refs.bib:{line}: {message}") and errors[0].endswith(f" ({mend})")
    else:
        assert errors == [f"refs.bib:{line}: {message} ({mend})"]


@pytest.mark.parametrize("fault", ["no year of a paper", "an article without its journal", "an unknown type", "one DOI twice", "eprint and url of two papers"])
def test_an_error_stops_the_build_and_changes_nothing(small: Path, fault: str):
    text, line, message, _ = ERRORS[fault]
    (small / "refs.bib").write_text(text)
    build_fails_at(small, "refs.bib", line, message)


@pytest.mark.parametrize("fault", WARNINGS)
def test_what_is_legal_and_looks_like_a_slip_is_a_warning(tmp_path: Path, fault: str):
    text, line, message, mend = WARNINGS[fault]
    assert findings(tmp_path, text) == ([], [f"refs.bib:{line}: {message} ({mend})"])


@pytest.mark.parametrize("kind", TYPES)
def test_an_entry_is_formatted_or_says_which_field_it_lacks(tmp_path: Path, kind: str):
    fields = {name: "2020" if name == "year" else "A Name" for name in ("author", *TYPES[kind])}
    for missing in (None, *fields):
        text = entry(kind=kind, keywords="web", **{"author": "", "year": "", **fields, **({missing: ""} if missing else {})})
        path = tmp_path / "refs.bib"
        path.write_text(text)
        read = load_bibliography(path, "refs.bib")
        said = [finding.message for finding in read.findings]
        if missing in (None, "author") and not said:
            assert "known2020paper" in read.references
        else:
            assert said == [f"entry 'known2020paper' has no {'authors' if missing == 'author' else missing}"]
            assert missing == "author" or "known2020paper" not in read.references


@pytest.mark.parametrize("fault", [*ERRORS, *WARNINGS])
def test_papernotes_check_says_of_the_file_what_the_build_says_but_for_mere_advice(small: Path, fault: str):
    (small / "refs.bib").write_text((ERRORS | WARNINGS)[fault][0], encoding="utf-8")
    read = load_bibliography(small / "refs.bib", "refs.bib")
    said = {one for one in check(Collection(open_folder(small))) if one.path == "refs.bib"}
    assert {one for one in [*read.findings, *read.warnings] if one.code not in ADVICE} <= said
    assert not {one for one in said if one.code in ADVICE}


@pytest.mark.parametrize("case", LEGAL)
def test_what_is_sound_gives_no_finding(tmp_path: Path, case: str):
    assert findings(tmp_path, LEGAL[case]) == ([], [])


def test_a_warning_is_said_once_and_a_strict_build_goes_on(small: Path):
    (small / "refs.bib").write_text(WARNINGS["and others"][0])
    result = run_mkdocs(small, "build", "--strict")
    assert result.returncode == 0, result.stderr
    said = "refs.bib:3: the author list of 'known2020paper' ends in 'and others' (name all authors where the list is at hand)"
    assert (result.stdout + result.stderr).count(said) == 1


def test_an_entry_that_nothing_cites_is_a_warning_and_one_that_front_matter_names_is_not(small: Path):
    (small / "refs.bib").write_text(BIB + OTHER + entry("third2021paper", title="A Third Thing", url="https://example.org/3"))
    note = small / "docs" / "pruning" / "note.md"
    note.write_text(note.read_text().replace("tags:", "builds_on: [third2021paper]\ntags:"))
    result = run_mkdocs(small, "build", "--strict")
    assert result.returncode == 0, result.stderr
    said = result.stdout + result.stderr
    assert "refs.bib:7: nothing cites 'other2021paper' (cite it as [@other2021paper], or remove the entry)" in said
    assert said.count("nothing cites") == 1


def test_every_fault_of_a_file_is_reported_not_only_the_first(tmp_path: Path):
    errors, warnings = findings(tmp_path, entry(author="", year="20") + OTHER.replace("@misc", "@thing").replace("Other, Ben", "others"))
    assert [line.partition(" (")[0] for line in errors] == [
        "refs.bib:1: entry 'known2020paper' has no authors",
        "refs.bib:3: the year of 'known2020paper' is '20'",
        "refs.bib:6: entry 'other2021paper' is of the unknown type 'thing'",
    ]
    assert [line.partition(" (")[0] for line in warnings] == ["refs.bib:8: the author list of 'other2021paper' ends in 'and others'"]


def test_a_broken_state_of_links_stops_the_build(small: Path):
    (small / "links.state.json").write_text('{"version": 9}')
    build_fails_at(small, "links.state.json", 1, "it is of version 9, this program reads version 1")
