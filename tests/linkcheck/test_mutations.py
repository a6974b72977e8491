"""The real project broken in one way gives exactly one finding, of that kind, at that line."""

import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from mutations import MUTATIONS, UNMARKED, Project

from papernotes.findings import Finding
from papernotes.linkcheck.check import Collection, check
from papernotes.linkcheck.folder import open_folder


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the project once, so that all tests of this module start from one state of it."""
    place = tmp_path_factory.mktemp("pristine")
    for name in ("docs", "images"):
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, place / name)
    for name in ("mkdocs.yml", "refs.bib", "papers.lock"):
        shutil.copy(ROOT / name, place)
    return place


@pytest.fixture
def copy(pristine: Path, tmp_path: Path) -> Project:
    return Project(shutil.copytree(pristine, tmp_path / "project"))


@pytest.fixture(scope="module")
def before(pristine: Path) -> list[Finding]:
    return check(Collection(open_folder(pristine)))


def said(findings: list[Finding]) -> set[tuple[str, str, str]]:
    """Leave out the lines, which move when text is added above."""
    return {(finding.path, finding.code, finding.message) for finding in findings}


def breaks(project: Project, name: str, before: list[Finding]) -> None:
    act, code = MUTATIONS[name]
    path, line = act(project)
    after = check(Collection(open_folder(project.root)))
    assert said(before) <= said(after)
    assert [(f.path, f.line, f.code) for f in after if (f.path, f.code, f.message) not in said(before)] == [(path, line, code)]


def test_the_unbroken_project_has_no_finding(before: list[Finding]):
    assert [str(finding) for finding in before] == []


@pytest.mark.parametrize("name", UNMARKED)
def test_the_project_broken_in_one_way_gives_one_finding(copy: Project, before: list[Finding], name: str):
    breaks(copy, name, before)


@pytest.mark.more
@pytest.mark.parametrize("name", [name for name in MUTATIONS if name not in UNMARKED])
def test_the_project_broken_in_one_more_way_gives_one_finding(copy: Project, before: list[Finding], name: str):
    breaks(copy, name, before)


def test_sixty_ways_are_tried_twelve_of_them_always():
    assert (len(MUTATIONS) >= 60, len(set(UNMARKED) & MUTATIONS.keys())) == (True, 12)
