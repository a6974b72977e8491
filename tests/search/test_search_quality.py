"""The search finds what is asked for: on this site, and on notes in words that it was not built on."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from corpus import KINDS, make_pages, make_questions
from peers import ours
from playwright.sync_api import Page
from quality import Asked, mean, ndcg, read_queries, success

ASK = """async (queries) => {
  const found = [];
  for (const query of queries) found.push((await paperSearch(query)).map((one) => one.url));
  return found;
}"""


def ask(page: Page, base: str, queries: Sequence[str]) -> list[list[str]]:
    """Search for each query; return the pages found as paths below `base`, without slashes at their ends."""
    root = urlsplit(base).path
    return [[urlsplit(url).path.removeprefix(root).strip("/") for url in urls] for urls in page.evaluate(ASK, list(queries))]


@pytest.fixture(scope="module")
def answered(request, browser, address: str) -> list[tuple[Asked, list[str]]]:
    page = browser.new_page()
    page.goto(address)
    page.wait_for_function("typeof paperSearch === 'function'")
    queries = read_queries()
    found = ask(page, address, [one.query for one in queries])
    page.close()
    return list(zip(queries, found, strict=True))


def misses(answered: list[tuple[Asked, list[str]]]) -> str:
    return "\n".join(f"{one.kind}: {one.query!r} gives {found[:3]}, not {one.answers}" for one, found in answered if not success(one.answers, found, 1))


def test_the_query_set_is_large_has_all_kinds_and_only_pages_that_exist(site: Path):
    queries = read_queries()
    assert len(queries) >= 200
    assert {one.kind for one in queries} == {"title", "paper", "author", "id", "acronym", "term", "concept", "typo", "prefix", "phrase", "variant", "greek"}
    assert len({one.query for one in queries}) == len(queries)
    assert [answer for one in queries for answer in one.answers if not (site / answer / "index.html").exists()] == []


def test_the_right_page_comes_first_for_19_of_20_queries(answered):
    assert mean([success(one.answers, found, 1) for one, found in answered]) >= 0.95, misses(answered)


def test_misspelt_queries_find_their_page_first_in_at_least_92_of_100(answered):
    typos = [(one, found) for one, found in answered if one.kind == "typo"]
    assert mean([success(one.answers, found, 1) for one, found in typos]) >= 0.92, misses(typos)


def test_the_order_of_the_first_ten_results_is_right(answered):
    assert mean([ndcg(one.answers, found) for one, found in answered]) >= 0.95, misses(answered)


def test_each_query_gives_at_most_twenty_pages_each_once(answered):
    assert [one.query for one, found in answered if len(found) > 20 or len(set(found)) != len(found)] == []


def test_notes_in_made_up_words_are_found_as_well(tmp_path: Path, browser, serve_folder: Callable[..., str]):
    pages = make_pages(120)
    ours(pages, tmp_path)
    base = serve_folder(tmp_path, "/deep/er/")
    page = browser.new_page()
    page.goto(base)
    page.wait_for_function("typeof paperSearch === 'function'")
    questions = make_questions(pages)
    by_kind = defaultdict(list)
    for one, found in zip(questions, ask(page, base, [one.query for one in questions]), strict=True):
        by_kind[one.kind].append((success((one.answer,), found, 1), one.query, found[:2], one.answer))
    page.close()
    assert set(by_kind) == set(KINDS)
    for kind, results in by_kind.items():
        assert mean([hit for hit, *_ in results]) >= 0.95, (kind, [rest for hit, *rest in results if not hit])
