"""`papernotes claim` and `papernotes claims`, as a reader types them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT

from papernotes.claims.catalogue import read_catalogue
from papernotes.claims.results import load_results
from papernotes.cli import main

QUICK = "gpt-parameter-counts-match-the-papers"
CATALOGUE = read_catalogue()


def run(*arguments: str):
    return CliRunner().invoke(main, arguments)


def test_one_claim_prints_what_its_page_shows():
    result = run("claim", QUICK)
    told = load_results(ROOT / "claims.json")[QUICK]
    lines = result.output.splitlines()
    record = CATALOGUE[QUICK]
    assert result.exit_code == 0
    assert lines[:4] == [told["statement"], f"  source    {record.source}, on transformer/gpt", f"  expected  {told['expected']}", f"  measured  {told['measured']}"]
    assert "  GPT-2 small: 124439808" in lines
    assert lines[-2] == f"  code      papernotes/claims/transformer_sizes.py:{record.own.line}"
    assert lines[-1].startswith("pass in ")


def test_a_broken_claim_prints_its_own_assertion_and_ends_with_status_1():
    result = run("claim", QUICK, "--broken")
    assert result.exit_code == 1
    assert "  failed    GPT-1: 147,621,888 counted, 117 million printed" in result.output.splitlines()
    assert result.output.splitlines()[-1].startswith("FAIL in ")


def test_an_unknown_claim_is_one_line_with_the_nearest_id():
    assert run("claim", QUICK + "s").output == f"Error: there is no claim '{QUICK}s': did you mean '{QUICK}'?\n"
    assert run("claim", "xyz").output == "Error: there is no claim 'xyz': 'papernotes claims --list' shows all\n"


def test_all_claims_of_a_topic_are_printed_and_written_and_the_others_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "mkdocs.yml").touch()
    (tmp_path / "docs").mkdir()
    monkeypatch.chdir(tmp_path / "docs")
    path = tmp_path / "claims.json"
    before = (ROOT / "claims.json").read_text(encoding="utf-8")
    data = json.loads(before)
    data["claims"]["no-such-claim"] = data["claims"][QUICK]
    data["claims"][QUICK]["measured"] = "an old measurement"
    path.write_text(json.dumps(data), encoding="utf-8")

    result = run("claims", "--topic", "face", "--workers", "2")
    ids = [id for id, record in CATALOGUE.items() if record.topic == "face"]
    told = load_results(path)
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        *(f"{id}  {told[id]['statement']}  {told[id]['expected']}  {told[id]['measured']}  pass" for id in ids),
        f"{len(ids)} passed, 0 failed",
    ]
    assert told[QUICK]["measured"] == "an old measurement"
    assert "no-such-claim" not in told


def test_the_list_runs_nothing():
    result = run("claims", "--list")
    assert result.output.splitlines() == [f"{id}  {record.statement}" for id, record in CATALOGUE.items()]


def test_an_unknown_topic_names_the_topics():
    result = run("claims", "--topic", "poetry")
    assert result.exit_code == 1
    assert result.output == "Error: topic 'poetry' has no claims; these have: 3d, cnn, embeddings, face, memory, multimodal, pruning, rnn, transformer\n"


@pytest.mark.parametrize("verb", ["claims", f"claim {QUICK}"])
def test_without_the_libraries_of_the_claims_one_line_says_what_to_install(verb: str):
    code = f"import sys; sys.modules['sklearn'] = None; from papernotes.cli import main; main({verb.split()})"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (1, "Error: claims need scikit-learn: install papernotes[claims]\n")


def test_a_build_reads_the_claims_without_the_libraries_that_run_them():
    code = "import sys; sys.modules['numpy'] = None; from papernotes.claims.catalogue import read_catalogue; print(len(read_catalogue()))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (result.stdout, result.stderr) == (f"{len(CATALOGUE)}\n", "")


def test_outside_a_project_nothing_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    result = run("claims", "--topic", "face")
    assert result.exit_code == 1
    assert result.output == f"Error: no mkdocs.yml in {tmp_path} or above it: run this inside the project\n"


def test_results_that_cannot_be_read_are_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "mkdocs.yml").touch()
    (tmp_path / "claims.json").write_text("{")
    monkeypatch.chdir(tmp_path)
    result = run("claims", "--topic", "face")
    assert result.output.startswith("claims.json: the results of the claims cannot be read; they are written anew now\n")
    assert load_results(tmp_path / "claims.json").keys() == {id for id, record in CATALOGUE.items() if record.topic == "face"}
