"""Whatever a file of notes holds: no traceback, no line lost, drafts without faults, a second run that changes nothing."""

import re
import shutil
from pathlib import Path

import pytest
from commands import papernotes, tree
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from test_random import base  # noqa: F401  (a fixture)

PIECES = [
    "# Pruning", "## A sound note", "### [Cuts](https://arxiv.org/pdf/2005.00001v2.pdf)", "#", "#### Why? (Hypothesis)", "Under", "===", "---", "***", "- item", "  - nested", "\t1. tab",
    "> quoted", "> My thinking: [[wiki]]", "> [!note] callout", "> [!tip]- [[A sound note#x|y]] `z`", "> > [!bug] {{ x", "> ```", "> # head", "> ---", "![[x.png|3]] [[note]] [[0 1]]", "![](/images/x.png)", '<img src="https://user-images.githubusercontent.com/1/2.png" width="4">', "<table><tr>", "<!-- open", "```", "~~~~", "`half",
    "see https://arxiv.org/abs/1803.03635).", "[a](b(c).md) and [x][y]", "[^1]: foot", "$5 and \\(x", "@nobody2020 [§1] [@known2020paper]", "{{ x }} {% if %}", "| a | b |", "|---|---|", "!!! note", "=== \"tab\"", "[![b](https://x.io/b.svg)](https://x.io)",
    "http://localhost/x <https://a.b>", "10.1145/311535.311556 arxiv:1803.03635", "", "", "---\ntitle: T", "&amp; &#x5; *[HTML]: x", "[?]", "    code", ": def",
]  # fmt: skip
LINES = st.sampled_from(PIECES) | st.text(st.characters(exclude_characters="\0\r\n", exclude_categories=["Cs"]), max_size=20) | st.text(st.sampled_from("ab []()<>!#*_`~$@{}|\\-=:>1.\t"), max_size=16)
TEXTS = st.lists(LINES, max_size=14).flatmap(lambda lines: st.sampled_from(["\n", "\r\n", "\r"]).map(lambda end: end.join(lines)))


def play(folder: Path, text: str) -> None:
    """Import a text twice and hold the outcome against what it promises."""
    before = tree(folder)
    file = folder.parent / "random.md"
    file.write_bytes(text.encode())
    arguments = ("import", str(file), "--offline", "--topic", "pruning")
    result = papernotes(folder, *arguments)
    assert (result.exit_code, "Traceback" in result.output) == (0, False), result.output
    after = tree(folder)
    assert all(after[name] == content or name.endswith(".nav.yml") for name, content in before.items())
    report = after.get("imports/random.md.tsv", b"").decode()
    lines = [line for line in re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")) if line.strip()]
    assert after == before or [line.split("\t", 4)[4] for line in report.split("\n")[1:-1]] == lines
    drafts = sorted(name for name in after.keys() - before.keys() if name.endswith(".md"))
    if drafts:
        checked = papernotes(folder, "check", *drafts)
        assert " 0 errors" in checked.output, checked.output + "\n".join(after[name].decode() for name in drafts)
    again = papernotes(folder, *arguments)
    assert (again.exit_code, tree(folder)) == (0, after), again.output


@given(text=TEXTS)
@example(text="[@]")
@example(text="See [x, @; y].")
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_whatever_a_file_holds_no_line_is_lost_and_its_drafts_are_sound(base: Path, tmp_path_factory: pytest.TempPathFactory, text: str):  # noqa: F811
    play(shutil.copytree(base, tmp_path_factory.mktemp("case") / "folder"), text)


@pytest.mark.more
@given(text=TEXTS)
@settings(max_examples=200, suppress_health_check=list(HealthCheck))
def test_two_hundred_files(base: Path, tmp_path_factory: pytest.TempPathFactory, text: str):  # noqa: F811
    play(shutil.copytree(base, tmp_path_factory.mktemp("case") / "folder"), text)
