"""The page on moving shows what the commands print, and nothing is published whose addresses the list does not keep."""

import re
import shlex
import shutil
from pathlib import Path

import yaml
from author.commands import as_pattern, papernotes, shown
from conftest import ROOT, run_mkdocs


def test_each_command_of_the_page_prints_what_the_page_shows(project: Path):
    for name in ("papers.lock", "published.txt", "claims.json"):
        shutil.copy(ROOT / name, project)
    commands = shown((ROOT / "docs" / "contributing" / "moving.md").read_text(encoding="utf-8"))
    assert [command.split()[0] for command, _ in commands] == ["papernotes"] * 3 + ["mkdocs", "papernotes"]
    for command, output in commands:
        program, *arguments = shlex.split(command)
        if program == "mkdocs":
            built = run_mkdocs(project, *arguments)
            assert built.returncode == 0, built.stderr
            continue
        result = papernotes(project, *arguments)
        assert result.exit_code == 0, result.output
        assert re.fullmatch(as_pattern(output), result.stdout + result.stderr), f"$ {command}\n{result.stdout}{result.stderr}"


def test_the_site_is_published_only_when_the_list_keeps_all_its_addresses():
    steps = yaml.safe_load((ROOT / ".github" / "workflows" / "pages.yml").read_text())["jobs"]["publish"]["steps"]
    runs = [step.get("run", step.get("uses", "")) for step in steps]
    checked = runs.index(".venv/bin/papernotes published --check")
    assert runs.index("make build") < checked < next(number for number, run in enumerate(runs) if run.startswith("actions/upload-pages-artifact"))
