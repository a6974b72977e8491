"""What the deploy workflow builds works under the sub-path of a project's page."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from conftest import QUIET, ROOT
from playwright.sync_api import expect

REPO_URL = "https://github.com/someone/engram"


def build_steps() -> list[dict]:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "pages.yml").read_text())
    return [step for step in workflow["jobs"]["publish"]["steps"] if "run" in step and "env" in step]  # the build alone is told the address


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory, serve_folder: Callable[..., str]) -> tuple[Path, str]:
    """Run the workflow's own build commands in a copy of the project; return the site and its address.

    The server runs first, because the address goes into the build, as GitHub's does.
    """
    folder = tmp_path_factory.mktemp("deployed")
    site_url = serve_folder(folder / "site", "/engram/")
    tracked = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in tracked.stdout.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    if (ROOT / ".venv").exists():
        (folder / ".venv").symlink_to(ROOT / ".venv")
    environment = {**os.environ, **QUIET, "SITE_URL": site_url, "REPO_URL": REPO_URL}
    for step in build_steps():
        assert set(step["env"]) == {"SITE_URL", "REPO_URL"}
        result = subprocess.run(["bash", "-e", "-c", step["run"]], cwd=folder, env=environment, capture_output=True, text=True)
        assert result.returncode == 0, result.stdout + result.stderr
    return folder / "site", site_url



def test_the_workflow_has_one_build_step_and_uploads_what_it_builds():
    assert [step["run"] for step in build_steps()] == ["make build"]
    assert "path: site" in (ROOT / ".github" / "workflows" / "pages.yml").read_text()


def test_the_deployed_site_works_under_its_sub_path_with_instant_navigation(deployed: tuple[Path, str], visit):
    seen = visit("pruning/", base=deployed[1])
    seen.page.wait_for_load_state("networkidle")
    seen.page.evaluate("window.still_here = true")
    seen.page.locator("article").get_by_role("link", name=re.compile("lottery ticket", re.IGNORECASE)).first.click()
    expect(seen.page).to_have_url(re.compile("/engram/pruning/lottery-ticket/"))
    expect(seen.page.locator("article .katex-html").first).to_be_visible()
    expect(seen.page.locator("h1")).to_have_text(re.compile("lottery ticket", re.IGNORECASE))
    assert seen.page.evaluate("window.still_here") is True, "the page was loaded anew"
    assert seen.foreign == []
    assert seen.complaints == []


def test_the_deployed_site_names_its_own_addresses(deployed: tuple[Path, str]):
    site, site_url = deployed
    html = (site / "pruning" / "lottery-ticket" / "index.html").read_text()
    assert f'<link rel="canonical" href="{site_url}pruning/lottery-ticket/">' in html
    assert f'href="{REPO_URL}/edit/main/docs/pruning/lottery-ticket.md"' in html
    places = [e.text for e in ElementTree.parse(site / "sitemap.xml").iter() if e.tag.endswith("loc")]
    assert f"{site_url}pruning/lottery-ticket/" in places
    assert all((place or "").startswith(site_url) for place in places)


def test_an_address_that_does_not_exist_gets_our_own_page_with_a_way_home(deployed: tuple[Path, str], visit):
    site_url = deployed[1]
    seen = visit("some/deep/place/", base=site_url)
    main = seen.page.get_by_role("main")
    expect(main.get_by_role("heading", level=1)).to_be_visible()
    assert "Engram Serif" in main.locator("p").first.evaluate("e => getComputedStyle(e).fontFamily")
    main.get_by_role("link").first.click()
    expect(seen.page).to_have_url(site_url)
    assert [complaint for complaint in seen.complaints if "404" not in complaint] == []
