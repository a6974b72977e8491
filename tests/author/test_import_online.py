"""`papernotes import` asks about papers that the bibliography lacks as `papernotes new` does, and refuses rather than lose a line."""

from pathlib import Path

import pytest
from commands import papernotes, tree, with_topic
from fakes import Paper, Services
from harness import Reply
from test_import import put
from test_new import FRANKLE

from papernotes.importing import plan as planning
from papernotes.linkcheck.lock import load

FILE = "# Pruning\n## [Tickets](https://arxiv.org/pdf/1803.03635v5.pdf)\nThey win, see also https://doi.org/10.1162/neco.1997.9.8.1735.\n"
SILENT = Reply(503)


@pytest.fixture
def base(small: Path) -> Path:
    return with_topic(small)


def test_papers_that_the_bibliography_lacks_are_looked_up_and_cited(base: Path):
    before = (base / "refs.bib").read_text()
    result = papernotes(base, "import", put(base, "pile.md", FILE), services=Services())
    assert (result.exit_code, result.stderr) == (0, "")
    assert [" ".join(line.split()) for line in result.stdout.splitlines()] == [
        "refs.bib entry frankle2018lottery on line 1",
        "papers.lock record arxiv:1803.03635, from arXiv",
        "refs.bib entry hochreiter1997long on line 11",
        "papers.lock record doi:10.1162/neco.1997.9.8.1735, from Crossref",
        "docs/pruning/tickets.md draft",
        "imports/pile.md.tsv where each of 3 lines is",
        "pile.md: 3 lines, all accounted for: 1 there, 1 the title, 1 changed",
        "1 of 2 headings new, 0 of 2 links new",
    ]
    assert (base / "refs.bib").read_text().startswith(FRANKLE) and (base / "refs.bib").read_text().endswith(before)
    assert load(base / "papers.lock").keys() >= {"arxiv:1803.03635", "doi:10.1162/neco.1997.9.8.1735"}
    assert (base / "docs/pruning/tickets.md").read_text() == (
        "---\ndescription: ''\npapers: [frankle2018lottery]\ntags: [pruning]\nstatus: draft\n---\n\n# Tickets\n\n"
        "Tickets [@frankle2018lottery]\n\nThey win, see also [@hochreiter1997long].\n"
    )
    checked = papernotes(base, "check", "docs/pruning/tickets.md")
    assert "0 errors" in checked.output, checked.output


def test_a_second_run_asks_nobody_and_changes_nothing(base: Path):
    file = put(base, "pile.md", FILE)
    papernotes(base, "import", file, services=Services())
    after = tree(base)
    result = papernotes(base, "import", file, services=None)
    assert (result.exit_code, tree(base)) == (0, after)
    assert result.output.endswith("everything is there already; nothing was written\n")


def test_the_plan_asks_nobody(base: Path):
    result = papernotes(base, "import", put(base, "pile.md", FILE), "--plan", services=None)
    assert result.exit_code == 0
    assert [line.split()[-4:] for line in result.stdout.splitlines() if "  link  " in line] == [["be", "added", "to", "refs.bib"]] * 2


@pytest.mark.parametrize(
    ("services", "line"),
    [
        (None, "no network: connect and run it again, or add --offline: papers that nothing here knows then stay links"),
        (Services(arxiv_says=[SILENT] * 9, datacite_says=SILENT), "api.datacite.org answers 503; try again later, or add --offline: papers that nothing here knows then stay links"),
        (Services(crossref_says=Reply(200, b"<html>", {"Content-Type": "text/html"})), "the DOI exists; its title could not be checked: api.crossref.org sends what is not JSON; try again later, or add --offline: papers that nothing here knows then stay links"),
    ],
)  # fmt: skip
def test_where_a_service_does_not_answer_one_line_says_so_and_nothing_is_written(base: Path, services: Services | None, line: str):
    before, file = tree(base), put(base, "pile.md", FILE)
    result = papernotes(base, "import", file, services=services)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"papernotes import: {line}\n")
    assert tree(base) == before


def test_a_paper_that_does_not_exist_stays_a_link_and_a_remark_says_why(base: Path):
    result = papernotes(base, "import", put(base, "pile.md", "# Pruning\n## Tickets\nSee https://arxiv.org/abs/1803.99999 there.\n"), services=Services())
    assert (result.exit_code, result.stderr) == (0, "1803.99999 stays a link: arXiv has no paper 1803.99999, nor has DataCite\n")
    assert "See [arxiv.org](https://arxiv.org/abs/1803.99999) <!-- gap: Cite this paper: papernotes new 1803.99999. --> there." in (base / "docs/pruning/tickets.md").read_text()


def test_what_was_imported_offline_cites_its_paper_once_it_is_looked_up(base: Path):
    file = put(base, "pile.md", "# Pruning\n## [Tickets](https://arxiv.org/pdf/1803.03635v5.pdf)\nThey win.\n## Others\nSee https://arxiv.org/abs/1803.03635 and [it](https://arxiv.org/abs/1803.03635).\n")
    assert papernotes(base, "import", file, "--offline").exit_code == 0
    result = papernotes(base, "new", "1803.03635", services=Services())  # as the gap says, and no topic is asked for
    assert (result.exit_code, [" ".join(line.split()) for line in result.stdout.splitlines()]) == (0, [
        "refs.bib entry frankle2018lottery on line 1",
        "papers.lock record arxiv:1803.03635, from arXiv",
        "docs/pruning/tickets.md draft, cites it in place of a link",
        "docs/pruning/others.md draft, cites it in place of a link",
        "make serve shows it at http://127.0.0.1:8000/pruning/tickets/",
    ])  # fmt: skip
    assert (base / "docs/pruning/tickets.md").read_text() == (
        "---\ndescription: ''\npapers: [frankle2018lottery]\ntags: [pruning]\nstatus: draft\n---\n\n# Tickets\n\nTickets [@frankle2018lottery]\n\nThey win.\n"
    )
    others = (base / "docs/pruning/others.md").read_text()
    assert others.endswith("# Others\n\nSee [@frankle2018lottery] and it [@frankle2018lottery].\n") and "papers:" not in others
    after = tree(base)
    assert papernotes(base, "import", file).output.endswith("everything is there already; nothing was written\n")
    assert tree(base) == after


def test_a_paper_of_which_its_service_says_too_little_stays_a_link(base: Path):
    services = Services(datacite={"10.5281/zenodo.1": Paper("Untitled", "", 2020)})
    before = (base / "refs.bib").read_text()
    result = papernotes(base, "import", put(base, "pile.md", "# Pruning\n## Tickets\nSee https://doi.org/10.5281/zenodo.1 there.\n"), services=services)
    assert result.exit_code == 0
    assert result.stderr.startswith("10.5281/zenodo.1: what DataCite says cannot stand in refs.bib: ")
    assert (base / "refs.bib").read_text() == before


@pytest.mark.parametrize("lost", ["", "Something else altogether."])
def test_a_line_that_would_be_lost_is_named_and_nothing_is_written(base: Path, monkeypatch: pytest.MonkeyPatch, lost: str):
    monkeypatch.setattr(planning, "render", lambda *arguments: lost)
    before = tree(base)
    result = papernotes(base, "import", put(base, "pile.md", "# Pruning\n## Bees\nBees cut the wax.\n"), "--offline")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "papernotes import: pile.md:3: this line would be lost, so nothing was written (please report it, with the line)\n"
    assert tree(base) == before


def test_a_draft_that_cannot_be_written_leaves_everything_as_it_was(base: Path):
    (base / "imports").write_text("a file where a folder is needed\n")
    before = tree(base)
    result = papernotes(base, "import", put(base, "pile.md", FILE), services=Services())
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("papernotes import: imports/pile.md.tsv: it cannot be written: ") and result.stderr.endswith("; nothing was changed\n")
    assert tree(base) == before


def test_a_report_that_was_spoiled_is_named_with_its_line(base: Path):
    (base / "imports").mkdir()
    (base / "imports" / "old.md.tsv").write_text("# head\nnonsense\n")
    result = papernotes(base, "import", put(base, "pile.md", FILE), "--offline")
    assert (result.exit_code, result.stderr) == (1, "papernotes import: imports/old.md.tsv:2: not a line of a report (restore it from version control, or remove the line)\n")
