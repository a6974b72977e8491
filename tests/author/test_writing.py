"""The page "Writing" shows what the commands really print."""

import re
import shlex
import shutil
from dataclasses import replace
from pathlib import Path

from commands import as_pattern, papernotes, shown
from conftest import ROOT
from fakes import Paper, Services

PAGE = (ROOT / "docs" / "contributing" / "writing.md").read_text(encoding="utf-8")
PREFERENCE = Paper(
    "Direct Preference Optimization: Your Language Model is Secretly a Reward Model", "Rafael Rafailov", 2023, 3,
    others=("Archit Sharma", "Eric Mitchell", "Stefano Ermon", "Christopher D. Manning", "Chelsea Finn"),
)  # fmt: skip


def test_each_command_of_the_page_prints_what_the_page_shows(project: Path):
    for name in ("papers.lock", "README.md", "claims.json"):
        shutil.copy(ROOT / name, project)
    services = replace(Services(), arxiv={"2305.18290": PREFERENCE})
    commands = shown(PAGE)
    assert len(commands) == 4
    for command, output in commands:
        program, *arguments = shlex.split(command)
        assert program == "papernotes"
        result = papernotes(project, *arguments, services=services)
        assert re.fullmatch(as_pattern(output), result.stdout + result.stderr), f"$ {command}\n{result.stdout}{result.stderr}"


def test_the_page_is_read_on_two_screens(visit):
    page = visit("contributing/writing/", viewport={"width": 1440, "height": 1000}).page
    assert page.locator("article").evaluate("article => article.getBoundingClientRect().height") <= 2000
