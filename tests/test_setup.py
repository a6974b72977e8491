"""What stands in the set-up files holds: the lock, the verbs, the environment that is made once."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import tomllib
from conftest import ROOT

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "least"), [("requirements.lock", 40), ("requirements-bench.lock", 10)])
def test_a_lock_pins_every_package_with_hashes(name: str, least: int):
    text = (ROOT / name).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())
    assert len(blocks) > least
    unpinned = [block.splitlines()[0] for block in blocks if not re.match(r"[\w.-]+==\S+ \\\n(    --hash=sha256:[0-9a-f]{64}( \\\n)?)+", block)]
    assert unpinned == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-bench.lock", "Makefile", "pyproject.toml", ".ci/run", "tools/lock.py", ".github/workflows/pages.yml", ".github/workflows/test.yml"])
def test_no_set_up_file_names_a_package_index(name: str):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"(?<!no-emit-)index-url|(?<!no-emit-)find-links|(?<!no-emit-)trusted-host|/simple\b|pypi\.", text)


def test_the_lock_holds_every_direct_dependency_the_tests_and_the_build_backend():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    wanted += [item for group in project["project"]["optional-dependencies"].values() for item in group]
    names = {re.match(r"[\w.-]+", item)[0].lower().replace("_", "-") for item in wanted}  # type: ignore[index]
    locked = set(re.findall(r"^([\w.-]+)==", LOCK, re.MULTILINE))
    assert names - locked == set()


def test_mkdocs_is_held_below_version_2():
    assert re.search(r"^mkdocs==1\.", LOCK, re.MULTILINE)
    assert '"mkdocs>=1.6.1,<2"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def make(folder: Path, *arguments: str) -> str:
    result = subprocess.run(["make", *arguments], cwd=folder, capture_output=True, text=True, env={k: v for k, v in os.environ.items() if not k.startswith("MAKE")})
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_help_lists_every_verb_on_one_line():
    verbs = re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE)
    listed = re.findall(r"^  make ([a-z-]+) +\S", make(ROOT, "help"), re.MULTILINE)
    assert listed == verbs
    assert {"help", "serve", "build", "test", "test-more"} <= set(verbs)
    assert make(ROOT) == make(ROOT, "help")


def test_nothing_is_installed_again_unless_the_lock_changed(tmp_path: Path):
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / ".venv").mkdir()
    for number, stamp in enumerate((".locked", ".project"), 1):
        (tmp_path / ".venv" / stamp).touch()
        later = (tmp_path / "requirements.lock").stat().st_mtime + 10 * number
        os.utime(tmp_path / ".venv" / stamp, (later, later))
    assert "pip install" not in make(tmp_path, "--dry-run", "serve")
    later += 10
    os.utime(tmp_path / "requirements.lock", (later, later))
    assert "--require-hashes -r requirements.lock" in make(tmp_path, "--dry-run", "serve")


def test_the_port_can_be_chosen(tmp_path: Path):
    assert "127.0.0.1:8000" in make(ROOT, "--dry-run", "serve")
    assert "127.0.0.1:9123" in make(ROOT, "--dry-run", "serve", "PORT=9123")
