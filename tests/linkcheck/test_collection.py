"""The project's links: one item for each paper, each image and each page.

With `--online` the network is asked as well, once for all items.
What a host refuses or fails to answer passes, and stands in the summary.
"""

import json
import os
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest
from conftest import ROOT
from filelock import FileLock
from items import Owner, collection_of, names, owner

from papernotes.findings import Finding
from papernotes.linkcheck.check import Collection, check
from papernotes.linkcheck.curate import unverified, write_counts


def chosen(config: pytest.Config) -> Collection:
    return collection_of(Path(config.getoption("--links-of", default=None) or ROOT))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make one item for each paper, image reference and page."""
    for kind in {"paper", "image", "page"} & set(metafunc.fixturenames):
        metafunc.parametrize(kind, names(chosen(metafunc.config))[kind], ids=str)


@pytest.fixture(scope="session")
def all_findings(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    """Check the folder; the online pass is made by one process and read by the others."""
    collection = chosen(pytestconfig)
    offline = check(collection)
    if not pytestconfig.getoption("--online", default=False):
        return offline
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "online.json"
    with FileLock(f"{shared}.lock"):
        if not shared.exists():
            shared.write_text(json.dumps([asdict(finding) for finding in ask_online(pytestconfig, collection)]))
    return sorted({*offline, *(Finding(**found) for found in json.loads(shared.read_text()))})


def ask_online(config: pytest.Config, collection: Collection) -> list[Finding]:
    """Run the live checks, and write their report where one is wanted."""
    from papernotes.linkcheck.online.client import NoNetwork
    from papernotes.linkcheck.online.report import write_report
    from papernotes.linkcheck.online.run import survey

    try:
        seen = survey(collection.folder, {"collection": collection})
    except NoNetwork as fault:
        pytest.exit(str(fault), returncode=2)
    write_counts(collection.folder.root, dict(seen.records))
    if config.getoption("--links-report"):
        write_report(Path(config.getoption("--links-report")), seen)
    return seen.findings


@pytest.fixture(scope="session")
def found_for(all_findings: list[Finding], pytestconfig: pytest.Config) -> dict[Owner, list[Finding]]:
    """Sort the findings by the items that they belong to."""
    by_owner: dict[Owner, list[Finding]] = defaultdict(list)
    for finding in all_findings:
        by_owner[owner(finding, chosen(pytestconfig))].append(finding)
    return by_owner


@pytest.fixture
def has_no_error(found_for: dict[Owner, list[Finding]], record_property) -> Callable[[str, str], None]:
    def judge(kind: str, name: str) -> None:
        findings = found_for.get((kind, name), [])
        for finding in findings:
            if finding.severity == "warning":
                record_property("link", f"{finding.code}: {finding}")
        assert [f"{finding.code}: {finding}" for finding in findings if finding.severity == "error"] == []

    return judge


def test_paper_url(paper: str, has_no_error: Callable[[str, str], None]):
    has_no_error("paper", paper)


def test_image(image: str, has_no_error: Callable[[str, str], None]):
    has_no_error("image", image)


def test_page_links(page: str, has_no_error: Callable[[str, str], None]):
    has_no_error("page", page)


def test_every_finding_belongs_to_one_of_these_items(found_for: dict[Owner, list[Finding]], pytestconfig: pytest.Config):
    known = names(chosen(pytestconfig))
    assert [str(finding) for (kind, name), findings in found_for.items() if name not in known[kind] for finding in findings] == []


def test_records_that_prove_nothing_yet_are_counted(pytestconfig: pytest.Config, record_property):
    records = chosen(pytestconfig).records or {}
    waiting = unverified(records)
    assert all(record.source == "curated" for record in waiting)
    record_property("link", f"{len(waiting)} of {len(records)} papers' records are unverified: `make links` on a machine with a network verifies them")
