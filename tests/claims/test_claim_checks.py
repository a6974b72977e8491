"""Every claim of the notes is computed anew and held against claims.json; a sample is broken and must fail."""

import math
import traceback
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from threadpoolctl import threadpool_limits

from papernotes.claims import REGISTRY
from papernotes.claims.catalogue import read_catalogue
from papernotes.claims.results import FILE, load_results
from papernotes.claims.run import load_claims
from papernotes.claims.uses import unknown, unused, uses_of
from papernotes.refs import load_bibliography
from papernotes.source import Source

CATALOGUE = read_catalogue()
RESULTS = load_results(ROOT / FILE)
TOPICS = ["3d", "cnn", "embeddings", "face", "memory", "multimodal", "pruning", "rnn", "transformer"]
# One claim of each note: the rest of the broken ones are of the longer run.
SAMPLE = list({record.note: id for id, record in CATALOGUE.items()}.values())


@pytest.fixture(scope="module", autouse=True)
def claims():
    """Load all claims and compute as the results were computed, on one thread."""
    load_claims()
    with threadpool_limits(1):
        yield


def differences(path: str, new: Any, old: Any) -> list[str]:
    """List where two JSON values differ by more than another processor's rounding can explain.

    Sums in another order differ in the last digits, and a training of some hundred steps makes more of that:
    2 % leaves room for it, and 1e-6 for numbers that are zero up to rounding.
    """
    if isinstance(new, dict) and isinstance(old, dict):
        pairs = [(str(key), new.get(key), old.get(key)) for key in new.keys() | old.keys()]
    elif isinstance(new, list | tuple) and isinstance(old, list) and len(new) == len(old):
        pairs = [(str(n), a, b) for n, (a, b) in enumerate(zip(new, old, strict=True))]
    elif isinstance(new, float | int) and isinstance(old, float | int):
        return [] if math.isclose(new, old, rel_tol=0.02, abs_tol=1e-6) else [f"{path}: {new}, in {FILE} {old}"]
    else:
        return [] if new == old else [f"{path}: {new!r}, in {FILE} {old!r}"]
    return [line for key, a, b in pairs for line in differences(f"{path}.{key}".lstrip("."), a, b)]


@pytest.mark.parametrize("id", CATALOGUE)
def test_a_claim_holds_and_measures_what_claims_json_says(id: str):
    record, result = CATALOGUE[id], RESULTS.get(id)
    assert result is not None, f"{id} has no result: run 'make claims'"
    assert result["hash"] == record.hash, f"the code of {id} has changed: run 'make claims'"
    measured = REGISTRY[id].check()
    assert measured.expected == result["expected"]
    assert measured.seed == result["seed"]
    assert differences("", measured.numbers, result["numbers"]) == []


def test_two_results_that_differ_are_told_apart():
    assert differences("", {"a": [1.0, 2e-16], "b": "x"}, {"a": [1.001, 9e-16], "b": "x"}) == []
    assert differences("", {"a": [1.0]}, {"a": [1.1]}) == ["a.0: 1.0, in claims.json 1.1"]
    assert differences("", {"a": [1.0]}, {"a": [1.0, 2.0]}) == ["a: [1.0], in claims.json [1.0, 2.0]"]
    assert differences("", {"a": "x"}, {"a": "y"}) == ["a: 'x', in claims.json 'y'"]


def fails_in_its_own_assertion(id: str) -> None:
    """Assert that a claim with a changed mechanism fails, by an `assert` of its own function and with words."""
    with pytest.raises(AssertionError) as caught:
        REGISTRY[id].check(broken=True)
    last = traceback.extract_tb(caught.value.__traceback__)[-1]
    assert (Path(last.filename).name, last.name) == (Path(CATALOGUE[id].own.path).name, CATALOGUE[id].function)
    assert str(caught.value), f"the assertion of {id} says nothing"


@pytest.mark.parametrize("id", SAMPLE)
def test_a_claim_with_a_broken_mechanism_fails_in_its_own_assertion(id: str):
    fails_in_its_own_assertion(id)


@pytest.mark.more
@pytest.mark.parametrize("id", [id for id in CATALOGUE if id not in SAMPLE])
def test_every_other_claim_with_a_broken_mechanism_fails_too(id: str):
    fails_in_its_own_assertion(id)


def test_there_are_claims_of_every_topic_and_sixty_in_all():
    assert sorted({record.topic for record in CATALOGUE.values()}) == TOPICS
    assert len(CATALOGUE) >= 60


def test_claims_json_holds_no_claim_that_there_is_not():
    assert [id for id in RESULTS if id not in CATALOGUE] == []


def test_each_claim_stands_on_its_note_and_each_note_states_only_claims_that_exist():
    uses = []
    for path in sorted((ROOT / "docs").rglob("*.md")):
        slug = path.relative_to(ROOT / "docs").with_suffix("").as_posix()
        uses += uses_of(slug, Source(f"docs/{slug}.md", path.read_text(encoding="utf-8")))
    assert unused(CATALOGUE, uses) == []
    assert [f"docs/{use.slug}.md:{use.line}: {use.id}" for use in unknown(CATALOGUE, uses)] == []
    stands = {(use.id, use.slug) for use in uses}
    assert [id for id, record in CATALOGUE.items() if (id, record.note) not in stands] == []


def test_the_source_of_each_claim_is_in_the_bibliography():
    import re

    keys = load_bibliography(ROOT / "refs.bib", "refs.bib").references
    cited = {(id, key) for id, record in CATALOGUE.items() for key in re.findall(r"@([a-z0-9]+)", record.source)}
    assert cited
    assert [(id, key) for id, key in cited if key not in keys] == []


@pytest.mark.parametrize("id", CATALOGUE)
def test_a_statement_is_one_sentence_with_an_end(id: str):
    statement = CATALOGUE[id].statement
    assert statement == statement.strip() and statement.endswith((".", "?")) and statement[0] == statement[0].upper()
    assert len(statement) <= 240
