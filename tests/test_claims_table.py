"""Each of the 86 claims that the author's notes make or imply is stated, with its correction, at one place of the site.

`content/claims_table.csv` names the place; the letter of an id stands for the part of the notes (P pruning, C CNN,
R recurrent networks and embeddings, T Transformer, B BERT, G GPT, K feed-forward memories, M multimodal, D 3D,
N memory, F face, X reuse of other people's work).
"""

import csv
from collections import Counter
from pathlib import Path

import pytest
from test_notes_table import anchors

ROWS = list(csv.DictReader((Path(__file__).parent / "content" / "claims_table.csv").read_text(encoding="utf-8").splitlines()))


def test_the_table_holds_all_86_claims_once():
    assert len({row["id"] for row in ROWS}) == len(ROWS) == 86
    parts = Counter(row["id"][0] for row in ROWS)
    assert parts == {"P": 7, "C": 7, "R": 6, "T": 15, "B": 6, "G": 5, "K": 6, "M": 8, "D": 9, "N": 13, "F": 2, "X": 2}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_the_claim_is_answered_at_its_place(site: Path, row: dict[str, str]):
    slug, _, anchor = row["target"].partition("#")
    page = site / slug.removesuffix("index") / "index.html"
    assert page.exists(), f"{row['target']}: the site has no such page"
    assert anchor in anchors(page), f"{row['target']}: the page has no such anchor"
