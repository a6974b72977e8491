"""`papernotes new` makes entry, record and draft of a paper in one step, or says in one line why it does nothing."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from commands import NAV, papernotes, tree, with_topic
from conftest import ROOT
from fakes import LOTTERY, Paper, Services
from harness import Reply

from papernotes.bibcheck import check_bibliography
from papernotes.linkcheck.bibtex import read_bibtex
from papernotes.linkcheck.check import Collection, check
from papernotes.linkcheck.folder import open_folder
from papernotes.linkcheck.lock import load
from papernotes.reading import read_note

FRANKLE = """\
@misc{frankle2018lottery,
  title = {The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural Networks},
  author = {Frankle, Jonathan and Carbin, Michael},
  year = {2018},
  url = {https://arxiv.org/abs/1803.03635},
  eprint = {1803.03635},
  archiveprefix = {arXiv},
  pdf = {https://arxiv.org/pdf/1803.03635},
}
"""
TOLD = """\
refs.bib                                   entry frankle2018lottery on line 1
papers.lock                                record arxiv:1803.03635, from arXiv
docs/pruning/lottery-ticket-hypothesis.md  draft with 9 gaps
docs/pruning/.nav.yml                      lists lottery-ticket-hypothesis.md
make serve shows it at http://127.0.0.1:8000/pruning/lottery-ticket-hypothesis/
"""
WRITTEN = {"refs.bib", "papers.lock", "docs/pruning/lottery-ticket-hypothesis.md", "docs/pruning/.nav.yml"}


@pytest.fixture
def base(small: Path) -> Path:
    return with_topic(small)


def refused(folder: Path, *arguments: str, status: int, services: Services | None = None) -> str:
    """Run `new` where it must do nothing, and return the one line that says why."""
    before = tree(folder)
    result = papernotes(folder, "new", *arguments, services=services)
    assert (result.exit_code, result.stdout) == (status, "")
    assert tree(folder) == before
    [line] = result.stderr.splitlines()
    return line.removeprefix("papernotes new: ")


def test_a_paper_becomes_an_entry_a_record_and_a_draft(base: Path):
    before = tree(base)
    result = papernotes(base, "new", "1803.03635", "--topic", "pruning", services=Services())
    assert (result.exit_code, result.stdout, result.stderr) == (0, TOLD, "")
    after = tree(base)
    assert {name for name in after if after[name] != before.get(name)} == WRITTEN
    assert after["refs.bib"].decode() == FRANKLE + "\n" + before["refs.bib"].decode()
    assert json.loads(after["papers.lock"]) == {
        "id": "arxiv:1803.03635", "title": LOTTERY.title, "first_author": "Jonathan Frankle", "year": 2018, "versions": 5,
        "withdrawn": False, "retracted": False, "aliases": [], "source": "arxiv-api", "seen": "2026-11-22",
    }  # fmt: skip
    note, faults = read_note("pruning/x", "x.md", after["docs/pruning/lottery-ticket-hypothesis.md"].decode(), ["pruning"])
    assert faults == []
    assert (note.title, note.meta.papers, note.meta.tags, note.is_draft) == (LOTTERY.title, ["frankle2018lottery"], ["pruning"], True)
    assert after["docs/pruning/.nav.yml"].decode() == NAV + "  - lottery-ticket-hypothesis.md\n"


def test_what_was_written_passes_the_checks(base: Path):
    papernotes(base, "new", "1803.03635", "--topic", "pruning", services=Services())
    assert check_bibliography("refs.bib", (base / "refs.bib").read_text()) == []
    assert [one for one in check(Collection(open_folder(base))) if "lottery" in one.path or one.path == "papers.lock" or (one.path == "refs.bib" and one.line < 10)] == []


def test_a_dry_run_shows_the_exact_diff_and_writes_nothing(base: Path, tmp_path: Path):
    before = tree(base)
    result = papernotes(base, "new", "1803.03635", "--topic", "pruning", "--dry-run", services=Services())
    assert result.exit_code == 0
    assert tree(base) == before
    assert result.stderr.splitlines()[-1] == "nothing was written"
    twin = tmp_path / "twin"
    shutil.copytree(base, twin)
    subprocess.run(["git", "apply", "-"], input=result.stdout.encode(), cwd=twin, check=True, env={**os.environ, "GIT_CEILING_DIRECTORIES": str(tmp_path)})
    papernotes(base, "new", "1803.03635", "--topic", "pruning", services=Services())
    assert tree(twin) == tree(base)


@pytest.mark.parametrize("form", ["https://arxiv.org/abs/1803.03635", "https://arxiv.org/pdf/1803.03635v5.pdf", "arXiv:1803.03635v2", "http://export.arxiv.org/abs/1803.03635", "https://www.alphaxiv.org/abs/1803.03635", "10.48550/arXiv.1803.03635", " 1803.03635 "])
def test_an_arxiv_paper_may_be_named_in_any_form(base: Path, form: str):
    assert papernotes(base, "new", form, "--topic", "pruning", services=Services()).stdout == TOLD


def test_an_old_arxiv_id_is_read_too(base: Path):
    services = Services(arxiv={"cs/0301001": Paper("A Paper of Old", "Ada van der Known", 2003)})
    result = papernotes(base, "new", "cs.CL/0301001", "--topic", "pruning", services=services)
    assert "entry vanderknown2003paper on line 8" in result.stdout, result.stderr
    assert "  author = {van der Known, Ada},\n" in (base / "refs.bib").read_text()


def entry_of(folder: Path, key: str) -> str:
    text = (folder / "refs.bib").read_text()
    [entry] = [one for one in read_bibtex("refs.bib", text)[0] if one.key == key]
    return text[entry.start : entry.end]


def test_a_doi_brings_journal_volume_and_pages(base: Path):
    papernotes(base, "new", "https://dx.doi.org/10.1162/neco.1997.9.8.1735", "--topic", "pruning", services=Services())
    assert entry_of(base, "hochreiter1997long") == (
        "@article{hochreiter1997long,\n  title = {Long Short-Term Memory},\n  author = {Hochreiter, Sepp and Schmidhuber, Jürgen},\n  year = {1997},\n"
        "  journal = {Neural Computation},\n  volume = {9},\n  number = {8},\n  pages = {1735--1780},\n"
        "  doi = {10.1162/neco.1997.9.8.1735},\n  url = {https://doi.org/10.1162/neco.1997.9.8.1735},\n}"
    )


def test_a_paper_of_the_acl_anthology_brings_its_doi(base: Path):
    papernotes(base, "new", "https://aclanthology.org/N19-1423.pdf", "--topic", "pruning", services=Services())
    assert entry_of(base, "devlin2019bert") == (
        "@misc{devlin2019bert,\n  title = {{BERT}: Pre-training of Deep Bidirectional Transformers for Language Understanding},\n"
        "  author = {Devlin, Jacob and Chang, Ming-Wei and Lee, Kenton and Toutanova, Kristina},\n  year = {2019},\n  pages = {4171--4186},\n"
        "  doi = {10.18653/v1/N19-1423},\n  url = {https://aclanthology.org/N19-1423/},\n}"
    )
    assert [one.code for one in check(Collection(open_folder(base))) if one.path == "refs.bib" and one.line < 12] == []


def test_a_paper_of_openreview_is_read_where_it_answers(base: Path):
    services = Services(openreview={"rJl-b3RcF7": LOTTERY})
    papernotes(base, "new", "https://openreview.net/forum?id=rJl-b3RcF7", "--topic", "pruning", services=services)
    assert "  url = {https://openreview.net/forum?id=rJl-b3RcF7},\n" in entry_of(base, "frankle2020lottery")


def test_the_same_paper_twice_is_recognised_without_asking_anybody(base: Path):
    papernotes(base, "new", "1803.03635", "--topic", "pruning", services=Services())
    line = refused(base, "https://arxiv.org/pdf/1803.03635v3", "--topic", "pruning", status=1)
    assert line == "the paper is already there: docs/pruning/lottery-ticket-hypothesis.md is about it (frankle2018lottery, refs.bib:1)"


def test_the_same_paper_under_another_service_is_recognised_by_its_title(base: Path):
    papernotes(base, "new", "1803.03635", "--topic", "pruning", services=Services())
    line = refused(base, "https://openreview.net/forum?id=rJl-b3RcF7", "--topic", "pruning", status=1, services=Services(openreview={"rJl-b3RcF7": LOTTERY}))
    assert line == "the paper is already there: docs/pruning/lottery-ticket-hypothesis.md is about it (frankle2018lottery, refs.bib:1)"


def test_a_paper_that_is_only_cited_gets_its_note_and_no_second_entry(base: Path):
    (base / "refs.bib").write_text(FRANKLE)
    result = papernotes(base, "new", "1803.03635", "--topic", "pruning")
    assert result.stdout.splitlines()[:2] == ["refs.bib                                   has it already, as frankle2018lottery on line 1", "docs/pruning/lottery-ticket-hypothesis.md  draft with 9 gaps"]
    assert (base / "refs.bib").read_text() == FRANKLE
    assert not (base / "papers.lock").exists()


def test_an_idea_needs_no_paper(base: Path):
    result = papernotes(base, "new", "--title", "Pruning as  forgetting", "--topic", "pruning")
    assert result.stdout == "docs/pruning/pruning-as-forgetting.md  draft with 6 gaps\ndocs/pruning/.nav.yml                  lists pruning-as-forgetting.md\nmake serve shows it at http://127.0.0.1:8000/pruning/pruning-as-forgetting/\n"
    assert refused(base, "--title", "Pruning as forgetting!", "--topic", "pruning", status=1) == "the idea is already there: docs/pruning/pruning-as-forgetting.md is 'Pruning as forgetting'"


OFFLINE = ("1803.03635", "--topic", "pruning", "--offline", "--title", LOTTERY.title, "--author", "Jonathan Frankle", "--author", "Carbin, Michael")


def test_offline_the_same_entry_comes_of_the_command_line(base: Path):
    result = papernotes(base, "new", *OFFLINE)
    assert "papers.lock                                record arxiv:1803.03635, from the command line, not verified yet\n" in result.stdout
    assert entry_of(base, "frankle2018lottery") + "\n" == FRANKLE
    assert [(record.source, record.verified) for record in load(base / "papers.lock").values()] == [("offline", False)]


def test_offline_too_little_is_said_in_one_line(base: Path):
    assert refused(base, "10.1145/311535.311556", "--topic", "pruning", "--offline", status=2) == "--offline asks nobody, so --title and --author and --year are needed too"


SILENT = Reply(503)
NONSENSE = Reply(200, b"<html>Sorry</html>", {"Content-Type": "text/html"})


@pytest.mark.parametrize(
    ("arguments", "services", "status", "line"),
    [
        (["1803.03635"], None, 2, "no network: connect and run it again, or add --offline with --title, --author and --year"),
        (["1803.03635"], Services(arxiv_says=[NONSENSE] * 9, datacite_says=NONSENSE), 2, "api.datacite.org sends what is not JSON; try again later, or add --offline with --title, --author and --year"),
        (["1803.03635"], Services(arxiv_says=[SILENT] * 9, datacite_says=SILENT), 2, "api.datacite.org answers 503; try again later, or add --offline with --title, --author and --year"),
        (["1803.99999"], Services(), 1, "arXiv has no paper 1803.99999, nor has DataCite"),
        (["1803.03635v9"], Services(), 1, "there is no v9: the last version is v5"),
        (["10.1234/nobody"], Services(), 1, "the DOI 10.1234/nobody is not registered"),
        (["https://openreview.net/forum?id=rJl-b3RcF7"], Services(), 2, "api2.openreview.net wants proof that a person asks: cannot be verified here; try again later, or add --offline with --title, --author and --year"),
        (["1813.03635"], None, 2, "arXiv id '1813.03635' has no month 13"),
        (["10.1145/311535.311556."], None, 2, "DOI '10.1145/311535.311556.' ends with '.'; write https://doi.org/10.1145/311535.311556"),
        (["lottery\x1b[31m"], None, 2, "'lottery\N{REPLACEMENT CHARACTER}[31m' names no paper: give an arXiv id (1803.03635), a DOI (10.1145/311535.311556), or an address at arXiv, doi.org, the ACL Anthology or OpenReview"),
        (["10.1234/a\udcffb"], None, 2, "'10.1234/a\N{REPLACEMENT CHARACTER}b' names no paper: give an arXiv id (1803.03635), a DOI (10.1145/311535.311556), or an address at arXiv, doi.org, the ACL Anthology or OpenReview"),
        (["https://youtu.be/dQw4w9WgXcQ"], None, 2, "a video has no note of its own: cite it in the note that it belongs to"),
        ([], None, 2, "name a paper by its ID, or an idea by --title"),
        (["1803.03635", "--key", "Frankle:2018"], None, 2, "--key 'Frankle:2018' must be of lower-case letters and digits"),
        (["1803.03635", "--slug", "../x"], None, 2, "--slug '../x' must be of lower-case letters and digits, with - or _ between them"),
        (["1803.03635", "--slug", "note"], Services(), 1, "docs/pruning/note.md exists already: name another file, such as --slug note-2"),
        (["1803.03635", "--key", "known2020paper"], Services(), 1, "the key 'known2020paper' is taken by 'A Known Paper' (refs.bib:1): name another, such as --key known2020paperb"),
        (["10.5281/zenodo.1"], Services(datacite={"10.5281/zenodo.1": Paper("Untitled", "", 2020)}), 1, "what DataCite says cannot stand in refs.bib: entry 'anonymous2020untitled' has no authors; add what is missing with --author, --year or --venue"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_line_and_nothing_is_half_written(base: Path, arguments: list[str], services: Services | None, status: int, line: str):
    assert refused(base, *arguments, "--topic", "pruning", status=status, services=services) == line


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([], "name its topic with --topic: pruning"),
        (["--topic", "prunning"], "there is no topic 'prunning'; there are pruning"),
        (["--topic", "../docs"], "there is no topic '../docs'; there are pruning"),
    ],
)
def test_an_unknown_topic_is_one_line_with_the_topics(base: Path, arguments: list[str], line: str):
    assert refused(base, "1803.03635", *arguments, status=2) == line


def test_a_bibliography_that_is_broken_is_left_alone(base: Path):
    (base / "refs.bib").write_text("@misc{a, title = {T}\n")
    assert refused(base, "1803.03635", "--topic", "pruning", status=1, services=Services()).startswith("refs.bib:1: BibTeX cannot be read: ")


def test_where_there_is_no_knowledge_base_one_line_says_so(tmp_path: Path):
    assert refused(tmp_path, "1803.03635", "--topic", "pruning", status=2) == ".: no mkdocs.yml here; name the folder that holds it"


def test_a_command_works_in_any_folder_of_the_knowledge_base(base: Path):
    result = papernotes(base / "docs" / "pruning", "new", "1803.03635", "--topic", "pruning", services=Services())
    assert (result.exit_code, result.stdout) == (0, TOLD)
    assert (base / "docs" / "pruning" / "lottery-ticket-hypothesis.md").exists()


def test_a_withdrawn_paper_is_written_down_with_a_word_of_warning(base: Path):
    result = papernotes(base, "new", "1708.03486", "--topic", "pruning", services=Services())
    assert (result.exit_code, result.stderr) == (0, "attention: the paper was withdrawn by its authors\n")


def test_a_service_that_leaves_the_authors_out_is_helped_by_the_command_line(base: Path):
    services = Services(datacite={"10.5281/zenodo.1": Paper("Untitled", "", 2020)})
    result = papernotes(base, "new", "10.5281/zenodo.1", "--topic", "pruning", "--author", "Ada Known", services=services)
    assert "entry known2020untitled" in result.stdout, result.stderr


def test_every_verb_has_a_help_text_with_an_example():
    result = papernotes(ROOT, "new", "--help")
    assert "Example: papernotes new 1803.03635 --topic pruning" in result.stdout
