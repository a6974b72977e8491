"""Every heading, bullet and link of the author's two files of notes has its place in the site.

`content/notes_table.csv` names each by a short name of its own.
`in` says in which of the two files it stands, `target` where it stands now (page, or page#anchor),
`shares` why it stands at the same place as another one, or why it stands nowhere.
"""

import csv
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest

ROWS = list(csv.DictReader((Path(__file__).parent / "content" / "notes_table.csv").read_text(encoding="utf-8").splitlines()))
TOPICS = ("face", "pruning", "cnn", "rnn", "embeddings", "transformer", "multimodal", "3d", "memory")
ID = re.compile(r"""\sid=["']?([^"'\s>]+)""")


def test_the_table_counts_what_the_long_file_holds():
    counts = Counter(row["kind"] for row in ROWS if "long" in row["in"].split())
    assert {kind: counts[kind] for kind in ("heading", "bullet", "link")} == {"heading": 43, "bullet": 29, "link": 17}


def test_the_table_counts_what_the_short_file_holds():
    counts = Counter(row["kind"] for row in ROWS if "short" in row["in"].split())
    assert {kind: counts[kind] for kind in ("heading", "bullet", "link")} == {"heading": 27, "bullet": 18, "link": 15}


def test_each_row_has_a_name_of_its_own_and_says_in_which_file_it_stands():
    assert [name for name, n in Counter(row["id"] for row in ROWS).items() if n > 1] == []
    assert {part for row in ROWS for part in row["in"].split()} == {"long", "short"}
    assert all(row["in"] for row in ROWS)


def test_two_ideas_share_a_place_only_where_the_row_says_why():
    places = defaultdict(list)
    for row in ROWS:
        if row["target"]:
            places[row["target"]].append(row)
    unexplained = [
        f"{rows[0]['id']} and {row['id']} share {place}"
        for place, rows in places.items()
        for row in rows[1:]
        if not row["shares"] and not rows[0]["shares"]
    ]
    assert unexplained == []


def test_what_has_no_place_says_why():
    assert [row["id"] for row in ROWS if not row["target"] and not row["shares"].startswith(("left out: ", "corrected: "))] == []


def test_each_topic_holds_something_of_the_notes():
    assert {row["target"].partition("/")[0] for row in ROWS if row["target"]} == set(TOPICS)


@cache
def anchors(page: Path) -> frozenset[str]:
    return frozenset(ID.findall(page.read_text(encoding="utf-8")))


@pytest.mark.parametrize("row", [row for row in ROWS if row["target"]], ids=lambda row: row["id"])
def test_the_place_exists_in_the_built_site(site: Path, row: dict[str, str]):
    slug, _, anchor = row["target"].partition("#")
    page = site / slug.removesuffix("index") / "index.html"
    assert page.exists(), f"{row['target']}: the site has no such page"
    if anchor:
        assert anchor in anchors(page), f"{row['target']}: the page has no such anchor"
