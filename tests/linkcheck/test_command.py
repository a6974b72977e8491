"""`papernotes check` works on any MkDocs folder, runs nothing of it, reaches nothing, and says in its status what it found."""

import json
import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT
from folders import ATTENTION, OURS, findings, lock, make
from owner_like import FOUND, NOTES

from papernotes.findings import Finding
from papernotes.linkcheck.check import LOCK
from papernotes.linkcheck.codes import CODES
from papernotes.linkcheck.command import check_command, lock_command
from papernotes.linkcheck.curate import COUNT, COUNTING, proof_count
from papernotes.linkcheck.fix import rewritings
from papernotes.linkcheck.lock import load

BROKEN = {"docs/index.md": "# Home\n\n[a](missing.md)\n"}
WARNED = {"docs/index.md": "# Home\n\n[a](https://arxiv.org/pdf/1706.03762.pdf)\n"}


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(check_command, [str(argument) for argument in arguments], prog_name="papernotes check", catch_exceptions=False)
    return result


def test_a_clean_folder_prints_nothing_and_ends_with_status_0(tmp_path: Path):
    result = run(make(tmp_path, {}))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "1 note, 1 link: 0 errors, 0 warnings\n")


def test_an_error_is_one_line_and_ends_with_status_1(tmp_path: Path):
    result = run(make(tmp_path, BROKEN))
    assert (result.exit_code, result.stdout) == (1, "docs/index.md:3:5: missing-file 'missing.md' does not exist (fix: add the file, or correct the path)\n")


def test_warnings_alone_end_with_status_0(tmp_path: Path):
    result = run(make(tmp_path, WARNED))
    assert (result.exit_code, result.stdout) == (0, "docs/index.md:3:5: not-canonical 'https://arxiv.org/pdf/1706.03762.pdf' is not the address of arXiv 1706.03762 itself (fix: write https://arxiv.org/abs/1706.03762)\n")


def test_json_is_a_list_of_objects_with_the_fields_of_a_finding(tmp_path: Path):
    result = run(make(tmp_path, BROKEN), "--format", "json")
    assert json.loads(result.stdout) == [
        {"path": "docs/index.md", "line": 3, "column": 5, "severity": "error", "code": "missing-file", "message": "'missing.md' does not exist", "fix": "add the file, or correct the path"}
    ]
    assert list(json.loads(result.stdout)[0]) == [field.name for field in fields(Finding)]


def test_json_of_a_clean_folder_is_an_empty_list(tmp_path: Path):
    assert json.loads(run(make(tmp_path, {}), "--format", "json").stdout) == []


def test_githubs_annotations_name_file_line_and_column(tmp_path: Path):
    result = run(make(tmp_path, BROKEN), "--format", "github")
    assert result.stdout == "::error file=docs/index.md,line=3,col=5,title=missing-file::'missing.md' does not exist (fix: add the file, or correct the path)\n"


def test_an_address_cannot_break_the_line_or_the_terminal(tmp_path: Path):
    result = run(make(tmp_path, {"docs/index.md": "# Home\n\n<a href='https://jalammar.github.io/\x1b[31m\u202e'>a</a>\n"}))
    assert result.stdout.count("\n") == 1
    assert "\\u001b[31m\\u202e" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["https://arxiv.org/abs/1706.03762"], "Error: 'https://arxiv.org/abs/1706.03762' is an address: add --online to judge it, or name a folder"),
        (["--online", ".", "https://arxiv.org/abs/1706.03762"], "Error: name a folder or addresses, not both"),
        (["one", "two"], "Error: name one folder, or files"),
        (["--allow-loopback"], "Error: --allow-loopback goes with --online"),
    ],
)
def test_wrong_use_is_one_sentence_and_status_2(arguments: list[str], message: str):
    result = run(*arguments)
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (2, message)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "{0}: no mkdocs.yml here; name the folder that holds it"),
        ({"mkdocs.yml": "site_name: x"}, "{0}/mkdocs.yml: its docs_dir 'docs' is not a folder"),
        ({"mkdocs.yml": "site_name: x", "docs/x.txt": ""}, "{0}/docs: no Markdown file here, so there is nothing to check"),
        ({"mkdocs.yml": "a: [", "docs/x.md": ""}, "{0}/mkdocs.yml:1: not YAML: expected the node content, but found '<stream end>'"),
        ({"mkdocs.yml": "- x", "docs/x.md": ""}, "{0}/mkdocs.yml: not a list of `key: value` lines"),
    ],
)
def test_where_nothing_can_be_checked_one_sentence_says_why(tmp_path: Path, files: dict[str, str], message: str):
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    result = run(tmp_path)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"papernotes check: {message.format(tmp_path)}\n")


def test_settings_of_the_folder_are_obeyed(tmp_path: Path):
    make(tmp_path, {"mkdocs.yml": "site_name: x\ndocs_dir: pages\nuse_directory_urls: false\n", "pages/one.md": '# One\n\n<img src="dot.svg" alt="x"> [b](two.html) [c](two/)\n', "pages/two.md": "# Two\n", "pages/dot.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>'})
    assert findings(tmp_path) == ["pages/one.md:3 warning page-path", "pages/one.md:3 error missing-file"]


def test_settings_are_inherited(tmp_path: Path):
    make(tmp_path, {"base.yml": "docs_dir: pages\nplugins: [papernotes]\n", "mkdocs.yml": "INHERIT: base.yml\nsite_name: x\n", "pages/one.md": "# One\n\n[@nobody2020paper]\n"})
    assert findings(tmp_path) == ["pages/one.md:3 error unknown-cite-key"]


def test_a_line_of_settings_that_is_not_ours_changes_nothing(tmp_path: Path):
    make(tmp_path, {"mkdocs.yml": "site_name: x\nplugins: [search, {awesome-nav: {}}, unknown]\nmarkdown_extensions: [unknown.extension, {toc: {slugify: !!python/name:unknown.x }}]\n"} | BROKEN)
    assert findings(tmp_path) == ["docs/index.md:3 error missing-file"]


EVIL = """\
import pathlib
pathlib.Path(__file__).with_name("was-run").write_text("x")
def makeExtension(**options): raise SystemExit("run")
"""


def test_nothing_of_the_folder_is_run_and_nothing_is_reached(tmp_path: Path):
    make(
        tmp_path,
        {"mkdocs.yml": "site_name: x\nhooks: [evil.py]\nplugins: [evil]\nmarkdown_extensions: [evil, pymdownx.snippets: {url_download: true}]\nextra: {x: !!python/object/apply:os.system [\"touch was-run\"]}\n",
         "docs/index.md": '# Home\n\n--8<-- "https://jalammar.github.io/x"\n\n[a](https://jalammar.github.io/)\n', "evil.py": EVIL},
    )  # fmt: skip
    program = (
        "import sys; reached = []\n"
        "sys.addaudithook(lambda event, args: reached.append(event) if event.startswith(('socket.connect', 'socket.getaddrinfo', 'os.system', 'subprocess')) else None)\n"
        "from papernotes.linkcheck.command import check_command\n"
        "check_command(['.'], standalone_mode=False)\n"
        "print(reached, sorted({'aiohttp', 'papernotes.linkcheck.online.client'} & sys.modules.keys()))"
    )
    result = subprocess.run([sys.executable, "-W", "error", "-c", program], cwd=tmp_path, env={"PYTHONPATH": os.pathsep.join((str(tmp_path), str(ROOT)))}, capture_output=True, text=True, timeout=60)
    assert (result.stdout, result.returncode) == ("[] []\n", 0), result.stderr
    assert not (tmp_path / "was-run").exists()


def test_notes_with_the_faults_of_a_first_private_collection_give_those_and_nothing_else(tmp_path: Path):
    make(tmp_path, {"mkdocs.yml": "site_name: Notes\ntheme: readthedocs\nuse_directory_urls: true\n", "docs/index.md": NOTES})
    assert findings(tmp_path) == [f"docs/index.md:{line} {severity} {code}" for severity, code, line in FOUND]


def test_every_code_is_listed_with_its_severity_and_its_meaning():
    lines = run("--codes").stdout.splitlines()
    assert [line.split()[:2] for line in lines] == [[code, severity] for code, (severity, _) in CODES.items()]


def test_every_code_is_documented_as_the_checker_has_it():
    page = (ROOT / "docs" / "contributing" / "links.md").read_text(encoding="utf-8")
    assert [line.strip() for line in page.splitlines() if line.startswith("    | `")] == [f"| `{code}` | {severity} | {meaning} |" for code, (severity, meaning) in CODES.items()]


def test_pages_state_how_many_records_are_unverified():
    records = load(ROOT / LOCK)
    stated = {path: COUNT.findall((ROOT / path).read_text(encoding="utf-8")) for path in COUNTING}
    assert stated["docs/contributing/links.md"] == [proof_count(records)]
    assert set(stated["README.md"]) <= {proof_count(records)}


def test_codes_that_are_reported_are_of_the_closed_list():
    sources = [path for path in (ROOT / "papernotes").rglob("*.py") if path.name != "codes.py"]
    named = {word for path in sources for word in path.read_text().split('"') if word in CODES}
    online = {"dead", "gone", "moved", "soft-404", "login", "wrong-type", "unsure", "blocked", "transient"}
    assert sorted(CODES.keys() - named - online) == []


FIXABLE = """\
# Home

[a](https://arxiv.org/pdf/1706.03762.pdf) and [b](https://doi.org/10.1145/3528223.3530068.), <https://arxiv.org/pdf/1706.03762>.

> [quoted](https://arxiv.org/pdf/1706.03762.pdf)

"A quotation with [a link](https://arxiv.org/pdf/1706.03762.pdf) in it"

`[code](https://arxiv.org/pdf/1706.03762.pdf)`

<a href="http://www.arxiv.org/abs/1706.03762">c</a>

[d]: https://dx.doi.org/10.1016/0006-8993(79)90349-4
Use [d].
"""
FIXED = (
    FIXABLE.replace("[a](https://arxiv.org/pdf/1706.03762.pdf)", "[a](https://arxiv.org/abs/1706.03762)").replace("3530068.)", "3530068)").replace("<https://arxiv.org/pdf/1706.03762>", "<https://arxiv.org/abs/1706.03762>")
    .replace("http://www.arxiv", "https://arxiv").replace("dx.doi", "doi")
)  # fmt: skip


def test_fix_shows_the_diff_and_writes_what_has_one_right_form_outside_quotations_and_code(tmp_path: Path):
    folder = make(tmp_path, {"docs/index.md": FIXABLE})
    result = run(folder, "--fix", "--yes")
    assert (folder / "docs" / "index.md").read_text() == FIXED
    assert "--- a/docs/index.md\n+++ b/docs/index.md\n" in result.stderr
    assert "-[d]: https://dx.doi.org/10.1016/0006-8993(79)90349-4\n+[d]: https://doi.org/10.1016/0006-8993(79)90349-4\n" in result.stderr
    assert result.stdout.count("not-canonical") == 2  # the quotations stay, and are still reported
    before = (folder / "docs" / "index.md").read_bytes()
    assert "nothing to rewrite" in run(folder, "--fix", "--yes").stderr
    assert (folder / "docs" / "index.md").read_bytes() == before


def test_fix_writes_nothing_without_a_yes(tmp_path: Path):
    folder = make(tmp_path, {"docs/index.md": FIXABLE})
    result = CliRunner().invoke(check_command, [str(folder), "--fix"], input="n\n")
    assert "Write these changes? [y/N]" in result.output
    assert (folder / "docs" / "index.md").read_text() == FIXABLE


def test_fix_mends_the_bibliography_and_keeps_line_ends(tmp_path: Path):
    entry = ATTENTION.replace("/abs/1706.03762", "/pdf/1706.03762.pdf").replace("  eprint", "  doi = {10.48550/arXiv.1706.03762.},\n  eprint").replace("\n", "\r\n")
    folder = make(tmp_path, {"mkdocs.yml": OURS, "refs.bib": entry, "docs/index.md": "# Home\r\n\r\n[@vaswani2017attention] [a](https://arxiv.org/pdf/1706.03762)\r\n"})
    assert run(folder, "--fix", "--yes").stdout == ""
    assert (folder / "refs.bib").read_bytes() == ATTENTION.replace("  eprint", "  doi = {10.48550/arXiv.1706.03762},\n  eprint").replace("\n", "\r\n").encode()
    assert (folder / "docs" / "index.md").read_bytes() == b"# Home\r\n\r\n[@vaswani2017attention] [a](https://arxiv.org/abs/1706.03762)\r\n"


def test_a_permanent_redirect_seen_online_is_rewritten(tmp_path: Path):
    folder = make(tmp_path, {"docs/index.md": "# Home\n\n[a](https://openai.com/blog/x) `https://openai.com/blog/x`\n"})
    moved = Finding("docs/index.md", 3, 5, "warning", "moved", "'https://openai.com/blog/x' moved for good", "write https://openai.com/index/x/")
    (change,) = rewritings(folder, [moved])
    assert change.text == "# Home\n\n[a](https://openai.com/index/x/) `https://openai.com/blog/x`\n"


def test_math_that_a_script_in_the_page_reads_is_not_text(tmp_path: Path):
    make(tmp_path, {"mkdocs.yml": "site_name: x\n", "docs/index.md": "# Home\n\nWith $\\mathbb{{R}}[i][j]$ and $$x[^2] + {{y}}$$ here.\n\nThis {{ y }} is not.\n"})
    assert findings(tmp_path) == ["docs/index.md:5 error unrendered"]


def test_lock_enters_missing_papers_as_curated_and_leaves_fetched_records_alone(tmp_path: Path):
    known = load_text(tmp_path, lock())
    folder = make(tmp_path, {"mkdocs.yml": OURS, "refs.bib": ATTENTION + ATTENTION.replace("vaswani2017attention", "new2020paper").replace("Attention Is All You Need", "A {New} Paper").replace("1706.03762", "2001.00001"), "papers.lock": lock()})
    result = CliRunner().invoke(lock_command, [str(folder)])
    assert (result.exit_code, result.output) == (0, "papers.lock: 1 records entered, 10 in all, 10 unverified\n")
    records = load(folder / "papers.lock")
    assert {key: record for key, record in records.items() if key in known} == known
    new = records["arxiv:2001.00001"]
    assert (new.title, new.first_author, new.year, new.source, new.verified) == ("A New Paper", "Vaswani, Ashish", 2017, "curated", False)
    text = (folder / "papers.lock").read_bytes()
    CliRunner().invoke(lock_command, [str(folder)])
    assert (folder / "papers.lock").read_bytes() == text


def load_text(folder: Path, text: str) -> dict:
    (folder / "papers.lock").write_text(text)
    return load(folder / "papers.lock")
