"""What goes into the index, and how words are made alike."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, run_mkdocs
from peers import ours

from papernotes.notes import read_front_matter
from papernotes.search import SearchPage
from papernotes.search.formula import readable
from papernotes.search.synonyms import initials, introduced
from papernotes.search.text import Section, sections
from papernotes.source import Source


def test_a_page_is_cut_at_its_headings_and_math_becomes_readable():
    html = (
        '<h1 id="t">Title<a class="headerlink" href="#t">¶</a></h1><p>Intro &amp; <em>more</em>.</p>'
        '<h2 id="a">A <code>b</code></h2><p>Let <span class="arithmatex">\\(\\theta_0 \\le \\frac{1}{2}\\)</span>.</p>'
    )
    assert sections(html) == [Section("", "Title", "Intro & more."), Section("a", "A b", "Let θ_0 ≤ 1/2.")]


def test_scripts_excluded_parts_and_reference_lists_are_left_out():
    html = (
        '<p>Kept<script>if (a < b) {}</script> <span data-search-exclude>dropped <span>too</span></span>text.</p><svg><text>Axis</text></svg>'
        '<h2 id="references" data-search-exclude="true">References</h2><ol class="pn-references"><li>Vaswani</li></ol>'
    )
    assert sections(html) == [Section("", "", "Kept text.")]


def test_an_attribute_may_hold_an_angle_bracket_and_a_comment_anything():
    assert sections('<p><img alt="a > b" src="x"><!-- <p> not this --> End</p>') == [Section("", "", "End")]


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\mathbb{R}^{L \times d}", "R^L × d"),
        (r"\operatorname{softmax}(QK^\top / \sqrt{d_k})", "softmax(QK^⊤ / √ d_k)"),
        (r"\frac{\frac{a}{b}}{c}", "a/b /c"),
        (r"\begin{aligned} a &= b \\ c \end{aligned}", "a = b c"),
    ],
)
def test_a_formula_reads_as_one_line(tex: str, text: str):
    assert readable(tex) == text


def page(title: str, text: str = "", names: list[str] | None = None) -> SearchPage:
    return SearchPage(f"{title.lower().replace(' ', '-')}/", title, [Section("", "", text)], names or [])


def test_acronyms_are_taken_from_texts_that_introduce_them_and_only_if_the_initials_agree():
    pages = [page("A", "They use long short-term memory (LSTM) and a network (CNN) of the Bank Of Names (BON)."), page("B", "A bank of names (BON) is kept.")]
    assert introduced(pages) == [["bon", "bank of names"], ["lstm", "long short term memory"]]


def test_initials_of_titles_are_names_unless_pages_use_them_as_a_word():
    pages = [page("Quick Brown Foxes", "A cat."), page("Cold Arctic Tern", "It sat.")]
    assert initials(pages) == [["qbf", "quick brown foxes"]]


FORMS = [
    "prune pruned pruning prunes", "normalise normalize normalisation normalizations", "colour color colours", "behaviour behavior", "centre center centred centered",
    "modelling modeling models", "labelled labeled", "catalogue catalog", "analyse analyze analysing", "grey gray", "memories memory", "embed embedding embeddings", "calls calling call",
    "classify classifies classified classifying classifier classification classifications",
]  # fmt: skip
APART = ["attention tension", "class clash", "neural neutral", "four for", "1997 1998"]


@pytest.fixture(scope="module")
def lab(browser, serve_folder, tmp_path_factory):
    """Open a page of a small made-up site in whose console the search's modules can be called."""
    folder = tmp_path_factory.mktemp("lab")
    ours(PAGES, folder, [["rnn", "recurrent network"]])
    tab = browser.new_page()
    tab.goto(serve_folder(folder))
    tab.wait_for_function("typeof ask === 'function'")
    yield tab
    tab.close()


PAGES = [
    page("Feedforward layers", "A feedforward layer multiplies by θ and by beta."),
    page("Key-value stores", "A store with keys and values, key by key; each value is kept. Résumé of Schölkopf."),
    page("Recurrent network", "It carries a state. Gradients vanish."),
    page("Gardens", "Roses grow near a store. A recurrent theme is the network of paths and state parks."),
    page("Beyond", "The exact words stand in this order here, and nowhere else so."),
    page("Otherwise", "Here words stand, exact and in order; the order of words, this and nowhere else, so exact."),
]


@pytest.mark.parametrize("forms", FORMS)
def test_forms_of_one_word_share_a_stem(lab, forms: str):
    stems = lab.evaluate("async (forms) => { const { stem } = await import('/assets/search/words.js'); return forms.split(' ').map(stem); }", forms)
    assert len(set(stems)) == 1, dict(zip(forms.split(), stems, strict=True))


@pytest.mark.parametrize("words", APART)
def test_other_words_keep_other_stems(lab, words: str):
    stems = lab.evaluate("async (words) => { const { stem } = await import('/assets/search/words.js'); return words.split(' ').map(stem); }", words)
    assert len(set(stems)) == 2


@pytest.mark.parametrize(("a", "b", "slips"), [("ticket", "tikcet", 1), ("ticket", "ticke", 1), ("ticket", "tickets", 1), ("ticket", "tocket", 1), ("ticket", "ticket", 0), ("ticket", "rocket", 2), ("a", "abcdef", 3)])
def test_slips_are_counted_up_to_a_limit(lab, a: str, b: str, slips: int):
    assert lab.evaluate("async ([a, b]) => (await import('/assets/search/spelling.js')).distance(a, b, 2)", [a, b]) == slips


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("feed forward", "feedforward-layers"),
        ("feed-forward", "feedforward-layers"),
        ("keyvalue", "key-value-stores"),
        ("key value", "key-value-stores"),
        ("theta", "feedforward-layers"),
        ("θ", "feedforward-layers"),
        ("β", "feedforward-layers"),
        ("RNN", "recurrent-network"),
        ("schoelkopf schölkopf", "key-value-stores"),
        ("resume", "key-value-stores"),
        ("recurent network", "recurrent-network"),
        ("ecurrent", "recurrent-network"),
        ("gard", "gardens"),
        ("exact words stand in this order", "beyond"),
        ('"words stand, exact"', "otherwise"),
    ],
)
def test_the_search_reads_what_is_meant(lab, query: str, first: str):
    assert lab.evaluate("query => ask(query)", query)[0] == first


@pytest.mark.parametrize("query", ["gard", "resume", "SCHOLKOPF", "feed forward", "keyvalue", "RNN", "theta", "multiplying", "roses’"])
def test_a_word_that_is_right_is_not_mended(lab, query: str):
    mended = lab.evaluate("async (query) => (await (await import('/assets/search/engine.js')).search(query)).mended", query)
    assert mended == []


def test_search_results_have_four_fields_and_fall_in_score(lab):
    found = lab.evaluate("paperSearch('network state')")
    assert [sorted(one) for one in found] == [["score", "section", "title", "url"]] * len(found)
    scores = [one["score"] for one in found]
    assert len(scores) >= 2
    assert scores == sorted(scores, reverse=True)


def test_a_query_without_an_answer_gives_nothing(lab):
    assert lab.evaluate("Promise.all(['', '  ', '?!', 'xqzjw'].map(paperSearch))") == [[], [], [], []]


def test_the_index_of_the_site_has_authors_and_ids_of_a_notes_papers_but_no_reference_lists(site: Path):
    index = site / "search-index"
    at = json.loads((index / "frame.json").read_text("utf-8"))["at"]
    pages = {one["url"]: one for one in (json.loads(path.read_text("utf-8")) for path in (index / at / "pages").iterdir())}
    lstm = pages["rnn/lstm/"]
    assert re.search(r"Sepp Hochreiter.*1997.*10\.1162/neco\.1997\.9\.8\.1735", lstm["who"])
    assert [url for url, one in pages.items() if any(title == "References" for _, title, _ in one["sections"])] == []
    assert "Sepp Hochreiter" not in " ".join(text for *_, text in pages["rnn/visualizing-rnns/"]["sections"])  # whom that page cites
    assert [url for url, one in pages.items() if any("\\(" in text or "\\frac" in text for *_, text in one["sections"])] == []


def test_a_folder_of_plain_markdown_that_inherits_our_configuration_is_searchable(tmp_path: Path, serve_folder: Callable[..., str], visit):
    child = tmp_path / "child"
    (child / "plants" / "beds").mkdir(parents=True)
    (child / "mkdocs.yml").write_text(f"INHERIT: {os.path.relpath(ROOT / 'mkdocs.yml', child)}\nsite_name: Garden\ndocs_dir: plants\n")
    (child / "plants" / "index.md").write_text("# Garden\n\nOf roses and herbs.\n")
    (child / "plants" / "beds" / "roses.md").write_text("# Climbing roses\n\nThey need sun.\n\n## Pruning in winter\n\nCut above a bud.\n")
    (child / "plants" / "beds" / "untitled.md").write_text("Only thyme, no heading.\n")
    built = run_mkdocs(child, "build", "--strict")
    assert built.returncode == 0, built.stderr
    seen = visit("?q=prunning+bud", base=serve_folder(child / "site", "/garden/"))
    first = seen.page.locator("#pn-search-list [role=option]").first
    first.wait_for()
    assert first.locator(".pn-search__title").inner_text() == "Climbing roses"
    assert first.locator(".pn-search__where").inner_text() == "Beds › Pruning in winter"
    assert [one["url"].rpartition("/garden/")[2] for one in seen.page.evaluate("paperSearch('thyme')")] == ["beds/untitled/"]
    assert seen.complaints == []


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("{boost: much}", "search.boost': input should be a valid number"), ("{boost: '2'}", "search.boost': input should be a valid number"), ("{boost: true}", "search.boost': input should be a valid number"),
        ("{boost: 0}", "search.boost': input should be greater than 0"), ("{boost: .nan}", "search.boost': input should be "), ("{boost: 11}", "search.boost': input should be less than or equal to 10"),
        ("{exclude: maybe}", "search.exclude': input should be a valid boolean"), ("{bost: 2}", "search.bost': extra inputs are not permitted"), ("no", "search': input should be `key: value` pairs"), ("", "search': input should be `key: value` pairs"),
    ],
)  # fmt: skip
def test_a_wrong_value_of_search_in_front_matter_is_one_line(written: str, wrong: str):
    source = Source("docs/note.md", f"---\ndescription: A.\ntags: [one]\nsearch: {written}\n---\n# A\n")
    meta, [fault] = read_front_matter(source)
    assert meta is None
    assert str(fault).startswith(f"docs/note.md:4: front matter '{wrong}")
    assert str(fault).endswith(" (see docs/contributing/forms.md for the fields)")


def test_two_builds_of_the_same_pages_give_the_same_index(tmp_path: Path):
    ours(PAGES, tmp_path / "a")
    ours(PAGES, tmp_path / "b")
    read = lambda folder: {path.relative_to(folder): path.read_bytes() for path in sorted((folder / "search-index").rglob("*.json"))}  # noqa: E731
    assert read(tmp_path / "a") == read(tmp_path / "b")
