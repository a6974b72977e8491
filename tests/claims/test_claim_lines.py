"""Each of the 86 claims that the author's notes make or imply is checked by a program, stated with its source, or marked as opinion.

`lines.csv` says which: for a checked one the ids of its claims, for the others words of the paragraph that answers it.
`../content/claims_table.csv` names the page of each.
"""

import csv
import re
from pathlib import Path

import pytest
from conftest import ROOT

from papernotes.claims.catalogue import read_catalogue

HERE = Path(__file__).parent
CATALOGUE = read_catalogue()


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


LINES = rows(HERE / "lines.csv")
PLACES = {row["id"]: row["target"].partition("#")[0] for row in rows(HERE.parent / "content" / "claims_table.csv")}


def paragraph_of(words: str, slug: str) -> str:
    """Return the paragraph of a note that holds some words."""
    text = (ROOT / "docs" / f"{slug}.md").read_text(encoding="utf-8")
    found = [part for part in re.split(r"\n[ \t]*\n", text) if words in part]
    assert found, f"docs/{slug}.md does not say '{words}'"
    return found[0]


def test_the_table_holds_each_line_once():
    assert len(LINES) == 86
    assert {row["id"] for row in LINES} == PLACES.keys()
    assert {row["kind"] for row in LINES} == {"checked", "stated", "opinion"}


@pytest.mark.parametrize("row", [row for row in LINES if row["kind"] == "checked"], ids=lambda row: row["id"])
def test_a_line_that_counts_as_checked_has_its_claims(row: dict[str, str]):
    ids = row["evidence"].split()
    assert ids
    assert [id for id in ids if id not in CATALOGUE] == []


@pytest.mark.parametrize("row", [row for row in LINES if row["kind"] == "stated"], ids=lambda row: row["id"])
def test_a_line_that_is_stated_cites_its_source(row: dict[str, str]):
    assert re.search(r"@[a-z]+\d*", paragraph_of(row["evidence"], PLACES[row["id"]]))


@pytest.mark.parametrize("row", [row for row in LINES if row["kind"] == "opinion"], ids=lambda row: row["id"])
def test_a_line_that_is_opinion_stands_as_a_reading_with_an_answer(row: dict[str, str]):
    slug = PLACES[row["id"]]
    text = (ROOT / "docs" / f"{slug}.md").read_text(encoding="utf-8")
    before = text[: text.index(paragraph_of(row["evidence"], slug))]
    section = before[before.rindex("\n### ") :] + paragraph_of(row["evidence"], slug)
    assert section.index('!!! reading "My reading"') < section.index('!!! checking "What checking shows"')


def test_claims_of_one_line_differ_in_their_code():
    for row in LINES:
        own = [CATALOGUE[id].own.text for id in row["evidence"].split() if id in CATALOGUE]
        assert len(own) == len(set(own))
