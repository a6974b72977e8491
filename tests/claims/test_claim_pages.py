"""Claims on the built site: a reader who clicks a mark reaches the code; the claims page lists all and filters them."""

import json
import re
from pathlib import Path

from conftest import ROOT, run_mkdocs

from papernotes.claims.catalogue import read_catalogue

CATALOGUE = read_catalogue()
CACHE = "transformer-kv-cache-is-exact"


def test_a_click_on_a_mark_opens_the_code_that_proves_the_claim(visit):
    seen = visit("transformer/transformer/")
    box = seen.page.locator(f"#claim-{CACHE}")
    code = box.locator("details code").last
    assert not code.is_visible()
    box.get_by_role("link", name="checked", exact=True).click()
    code.wait_for()
    assert "def kv_cache_is_exact(broken: bool = False) -> Measured:" in code.inner_text()
    assert seen.foreign == [] and seen.complaints == []


def test_every_claim_has_the_mark_checked_on_its_page(site: Path):
    for record in CATALOGUE.values():
        html = (site / record.note.removesuffix("index") / "index.html").read_text(encoding="utf-8")
        assert f'href="#code-{record.id}"' in html, f"{record.id} does not stand on {record.note}"
        assert f'class="admonition claim pn-claim pn-claim--checked" id="claim-{record.id}"' in html, f"{record.id} is out of date on {record.note}"


def test_the_claims_page_lists_each_claim_with_its_place_and_its_code(site: Path):
    html = (site / "claims" / "index.html").read_text(encoding="utf-8")
    for record in CATALOGUE.values():
        for anchor in ("claim", "code"):
            assert f'href="../{record.note.removesuffix("index")}/#{anchor}-{record.id}"' in html
        assert f"<code>papernotes claim {record.id}</code>" in html
    assert html.count('class="pn-claim-row"') >= len(CATALOGUE)


def test_the_claims_page_filters_by_words_kind_and_topic(visit):
    seen = visit("claims/")
    page = seen.page
    rows, shown = page.locator(".pn-claim-row"), page.locator(".pn-claim-row:visible")
    everything = rows.count()
    page.get_by_label("Kind").select_option("checked")
    assert shown.count() == len(CATALOGUE)
    page.get_by_label("Topic").select_option("transformer")
    assert shown.count() == sum(record.topic == "transformer" for record in CATALOGUE.values())
    assert page.locator("h2[id^=topic-]:visible").count() == 1
    page.get_by_label("Words").fill("rows CACHED")
    assert shown.count() == 0
    page.get_by_label("Words").fill("row CACHED")
    assert shown.count() == 1
    assert page.locator(".pn-filter output").inner_text() == f"1 of {everything}"
    page.get_by_label("Words").fill("")
    page.get_by_label("Topic").select_option("")
    page.get_by_label("Kind").select_option("")
    assert shown.count() == everything
    assert seen.complaints == []


def test_without_javascript_the_claims_page_is_a_plain_list(visit):
    page = visit("claims/", java_script_enabled=False).page
    assert not page.locator(".pn-filter").is_visible()
    assert page.locator(".pn-claim-row:visible").count() == page.locator(".pn-claim-row").count() >= len(CATALOGUE)


def test_the_home_page_counts_the_claims_of_the_claims_page(site: Path):
    home = (site / "index.html").read_text(encoding="utf-8")
    listed = (site / "claims" / "index.html").read_text(encoding="utf-8")
    counts = re.search(r'<p class="pn-claim-counts"><a href="claims/"[^>]*>(\d+) claims</a>: <strong>(\d+)</strong> checked', home)
    assert counts is not None
    assert [int(counts[1]), int(counts[2])] == [listed.count('class="pn-claim-row"'), listed.count('data-kind="checked"')]


def test_each_topic_links_its_claims(site: Path):
    for record in CATALOGUE.values():
        html = (site / record.topic / "index.html").read_text(encoding="utf-8")
        note = record.note.removeprefix(record.topic + "/")
        assert f'href="{note}/#claim-{record.id}"' in html or f'href="#claim-{record.id}"' in html
        assert f'href="../claims/#topic-{record.topic}"' in html


def test_an_unknown_claim_stops_the_build_with_its_line(small: Path):
    note = small / "docs" / "pruning" / "note.md"
    note.write_text(note.read_text() + "\n!!! claim nothing-at-all\n")
    result = run_mkdocs(small, "build", "--strict")
    assert result.returncode == 1
    assert "docs/pruning/note.md:10: unknown claim 'nothing-at-all' (" in result.stdout + result.stderr


def test_code_that_is_not_the_code_that_ran_takes_the_mark_away(small: Path):
    note = small / "docs" / "pruning" / "note.md"
    note.write_text(note.read_text() + f"\n!!! claim {CACHE}\n")
    (small / "refs.bib").write_text((small / "refs.bib").read_text() + "\n@misc{shazeer2019fast, title = {Fast}, author = {Shazeer, N.}, year = {2019}}\n")
    results = json.loads((ROOT / "claims.json").read_text(encoding="utf-8"))
    results["claims"][CACHE]["hash"] = "0" * 16
    (small / "claims.json").write_text(json.dumps(results), encoding="utf-8")
    result = run_mkdocs(small, "build", "--strict")
    assert result.returncode == 0, result.stderr
    html = (small / "site" / "pruning" / "note" / "index.html").read_text(encoding="utf-8")
    assert "pn-mark--stale" in html and "pn-mark--checked" not in html


def test_results_that_cannot_be_read_stop_the_build(small: Path):
    (small / "claims.json").write_text("{")
    result = run_mkdocs(small, "build", "--strict")
    assert result.returncode == 1
    assert "claims.json:1: the results of the claims cannot be read (" in result.stdout + result.stderr
