"""A reader who kept an old address arrives, whatever the browser has open and whatever an earlier build left behind."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect
from test_moving import base, built, moved  # noqa: F401  (base is a fixture)

from conftest import run_mkdocs
from papernotes import published


def test_a_build_from_the_cache_leads_on_too_and_the_old_address_is_known_to_readers_only(base: Path, monkeypatch: pytest.MonkeyPatch):  # noqa: F811
    assert run_mkdocs(base, "build", "--strict", SITE_URL="https://example.org/kb/").returncode == 0
    moved(base)
    assert run_mkdocs(base, "build", "--strict", SITE_URL="https://example.org/kb/").returncode == 0
    site = base / "site"
    old = (site / "pruning/note/index.html").read_text()
    assert '<link rel="canonical" href="https://example.org/kb/cnn/winner/">' in old
    assert '<meta name="robots" content="noindex">' in old
    assert "/kb/cnn/winner/" in (site / "sitemap.xml").read_text()
    knowing = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file() and b"pruning/note" in path.read_bytes()]
    assert knowing == []
    moved(base, "cnn/winner", "pruning/note")
    assert run_mkdocs(base, "build", "--strict", SITE_URL="https://example.org/kb/").returncode == 0
    assert "A sound note" in (site / "pruning/note/index.html").read_text()
    assert '<link rel="canonical" href="https://example.org/kb/pruning/note/">' in (site / "cnn/winner/index.html").read_text()


def test_a_page_that_was_open_before_the_move_leads_to_the_new_address_without_a_full_load(base: Path, serve_folder, browser, tmp_path: Path):  # noqa: F811
    site = tmp_path / "served"
    address = serve_folder(site, "/kb/")
    assert run_mkdocs(base, "build", "--strict", SITE_URL=address).returncode == 0
    shutil.copytree(base / "site", site)
    page = browser.new_page()
    page.goto(f"{address}pruning/other/")
    link = page.locator("article a", has_text="its part")
    expect(link).to_have_attribute("href", f"{address}pruning/note/#the-part")  # the theme takes such links over
    page.wait_for_load_state("networkidle")
    moved(base)
    assert run_mkdocs(base, "build", "--strict", SITE_URL=address).returncode == 0
    shutil.rmtree(site)
    shutil.copytree(base / "site", site)
    link.click()
    expect(page).to_have_url(f"{address}cnn/winner/#the-part")
    expect(page.locator("article h1")).to_contain_text("A sound note")
    page.close()


def test_a_part_that_moved_to_another_page_is_followed_there(base: Path, serve_folder, browser):  # noqa: F811
    (base / "docs/pruning/other.md").write_text((base / "docs/pruning/other.md").read_text().replace("#the-part", "") + "\n## Its new place\n\n" + "Words.\n\n" * 60)
    note = base / "docs/pruning/note.md"
    note.write_text(note.read_text().replace("## The part\n", ""))
    (base / published.FILE).write_text(published.dump({"/pruning/note/#the-part": "/pruning/other/#its-new-place"}))
    site = built(base)
    assert "This part has moved" not in "".join(path.read_text() for path in site.rglob("search-index/**/*") if path.is_file())
    address = serve_folder(site, "/kb/")
    page = browser.new_page()
    page.goto(f"{address}pruning/note/#the-part")
    expect(page).to_have_url(f"{address}pruning/other/#its-new-place")
    page.go_back()
    page.goto(f"{address}pruning/note/")
    expect(page.locator("article h1")).to_contain_text("A sound note")
    page.evaluate("location.hash = '#the-part'")
    expect(page).to_have_url(f"{address}pruning/other/#its-new-place")
    page.close()
    without = browser.new_context(java_script_enabled=False)
    page = without.new_page()
    page.goto(f"{address}pruning/note/#the-part")
    expect(page.locator("#the-part")).to_have_text("This part has moved: the-part")
    page.locator("#the-part a").click()
    expect(page).to_have_url(f"{address}pruning/other/#its-new-place")
    without.close()
