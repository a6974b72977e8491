"""`papernotes import`: a pile of notes becomes drafts; what is there is recognised; no line is lost."""

import os
import re
import shlex
import shutil
import subprocess
import urllib.request
from pathlib import Path

import pytest
from commands import as_pattern, papernotes, shown, tree, with_topic
from conftest import ROOT, run_mkdocs
from serving import serving

from papernotes.importing.parse import parse

PILE = """\
# Pruning
## Cutting small weights
Weights near zero go first, and the network is trained again afterwards.
> "A pruned network forgets little when the cut is slow."

- one pass is cheap
  - many passes are better
1. train
2. cut

<img width="400" alt="Screen Shot 2021-02-03" src="https://user-images.githubusercontent.com/1/2-3.png">
![](/images/dot.png)
![](/images/lost.png)

---------------------------------
###
#### [A paper nobody here knows](https://arxiv.org/pdf/2005.00001v2.pdf)
also at https://example.org/known and [the blog](https://blog.zeiler.org/cuts)

> My thinking: cutting is like forgetting. $5 buys [[more]].

## Speed (Hypothesis)
Sparse layers may be slower on a graphics card.

### Nothing below
"""
AWESOME = """\
# Awesome Sparsity [![Awesome](https://awesome.re/badge.svg)](https://awesome.re)

> Lists of lists.

## Contents
- [Papers](#papers)

## Papers
* [Known work](https://example.org/known) - *good*.

## Tools
<table><tr><td>
<a href="x.html">raw</a>
</td></tr></table>
"""
OBSIDIAN = """\
---
title: Sparse thoughts
tags: [idea/one]
---
# Sparse thoughts

> [!warning] Callout
> See [[Other note|that]] and ![[pic.png]] and {{value}} and @nobody2020 [§1].

\t- a tab
```python
x = [[1]]
```
## How
Words with `code [[x]]` and a footnote[^1].
"""


@pytest.fixture
def base(small: Path) -> Path:
    """Make a small knowledge base with one topic, and folders for what a test imports."""
    return with_topic(small)


def put(base: Path, name: str, text: str) -> str:
    """Save a file to be imported outside the knowledge base."""
    path = base.parent / name
    path.write_bytes(text.encode())
    return str(path)


def reported(base: Path, name: str) -> list[str]:
    """List the lines of a file's report, without the places."""
    lines = (base / "imports" / f"{name}.tsv").read_text().split("\n")[1:-1]
    return [line.split("\t", 4)[4] for line in lines]


def written(before: dict[str, bytes], base: Path) -> list[str]:
    return sorted(name for name, content in tree(base).items() if before.get(name) != content)


def test_the_plan_says_where_each_heading_link_picture_and_thought_goes(base: Path):
    before = tree(base)
    result = papernotes(base, "import", put(base, "pile.md", PILE), "--plan")
    assert result.output.splitlines() == [
        " 1  heading  Pruning                                             there: docs/pruning/index.md",
        " 2  heading  Cutting small weights                               new note docs/pruning/cutting-small-weights.md",
        "11  picture  Screen Shot 2021-02-03                              missing, to be redrawn (docs/pruning/cutting-small-weights.md)",
        "12  picture  /images/dot.png                                     local file images/deep/dot.svg",
        "13  picture  /images/lost.png                                    missing, to be redrawn (docs/pruning/cutting-small-weights.md)",
        "17  link     https://arxiv.org/pdf/2005.00001v2.pdf              to be added to refs.bib",
        "17  heading  A paper nobody here knows                           new note docs/pruning/paper-nobody-here-knows.md",
        "18  link     https://blog.zeiler.org/cuts                        stays a link",
        "18  link     https://example.org/known                           there: [@known2020paper]",
        "20  link     [[more]]                                            no note is called so",
        "20  thought  > My thinking: cutting is like forgetting. $5 buy…  the author's box in docs/pruning/paper-nobody-here-knows.md",
        "22  heading  Speed (Hypothesis)                                  new note docs/pruning/speed-hypothesis.md",
        "23  thought  Sparse layers may be slower on a graphics card.     the author's box in docs/pruning/speed-hypothesis.md",
        "25  heading  Nothing below                                       section of docs/pruning/speed-hypothesis.md",
        "pile.md: 19 lines, all accounted for: 8 as it was, 4 changed, 3 the title, 1 there, 1 left out: rule, 1 left out: empty heading, 1 a heading",
        "4 of 5 headings new, 3 of 4 links new, 3 of 3 pictures new, 2 of 2 thoughts new",
    ]
    assert tree(base) == before


def test_a_pile_becomes_drafts_that_hold_or_report_every_line(base: Path):
    before = tree(base)
    result = papernotes(base, "import", put(base, "pile.md", PILE), "--offline")
    assert result.exit_code == 0, result.output
    assert written(before, base) == [
        "docs/pruning/.nav.yml", "docs/pruning/cutting-small-weights.md", "docs/pruning/paper-nobody-here-knows.md", "docs/pruning/speed-hypothesis.md", "imports/pile.md.tsv",
    ]  # fmt: skip
    assert reported(base, "pile.md") == [line for line in PILE.splitlines() if line.strip()]
    assert (base / "docs/pruning/paper-nobody-here-knows.md").read_text() == (
        "---\ndescription: ''\ntags: [pruning]\nstatus: draft\n---\n\n# A paper nobody here knows\n\n"
        "[A paper nobody here knows](https://arxiv.org/abs/2005.00001v2) <!-- gap: Cite this paper: papernotes new 2005.00001. -->\n\n"
        "also at [@known2020paper] and [the blog](https://blog.zeiler.org/cuts)\n\n"
        '!!! reading "My reading"\n    ~~~text\n    > My thinking: cutting is like forgetting. $5 buys [[more]].\n    ~~~\n'
    )
    cut = (base / "docs/pruning/cutting-small-weights.md").read_text()
    assert "![](../../images/deep/dot.svg)\n<!-- gap: Draw this picture anew and describe it. --> `![](/images/lost.png)`" in cut
    assert "- one pass is cheap\n  - many passes are better\n1. train\n2. cut\n" in cut


@pytest.mark.parametrize(("name", "text"), [("pile.md", PILE), ("README.md", AWESOME), ("sparse.md", OBSIDIAN), ("crlf.md", PILE.replace("\n", "\r\n")), ("plain.txt", "just words\n\tand a tab\n")])
def test_drafts_pass_the_check_and_a_second_run_changes_nothing(base: Path, name: str, text: str):
    before = tree(base)
    file = put(base, name, text)
    first = papernotes(base, "import", file, "--offline", "--topic", "pruning")
    assert first.exit_code == 0, first.output
    drafts = [path for path in written(before, base) if path.endswith(".md")]
    assert reported(base, name) == [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    checked = papernotes(base, "check", *drafts)
    assert "0 errors" in checked.output, checked.output
    after = tree(base)
    again = papernotes(base, "import", file, "--offline", "--topic", "pruning")
    assert (again.exit_code, tree(base)) == (0, after)
    assert again.stdout.endswith("everything is there already; nothing was written\n")


def test_drafts_build_strictly_and_show_while_serving(base: Path, tmp_path: Path):
    files = [put(base, "pile.md", PILE), put(base, "README.md", AWESOME), put(base, "sparse.md", OBSIDIAN)]
    before = tree(base)
    assert papernotes(base, "import", *files, "--offline", "--topic", "pruning").exit_code == 0
    drafts = [path for path in written(before, base) if path.endswith(".md")]
    assert len(drafts) == 8
    built = run_mkdocs(base, "build", "--strict")
    assert built.returncode == 0, built.stderr
    with serving(base, tmp_path / "log") as server:
        for path in drafts:
            page = urllib.request.urlopen(server.url + path.removeprefix("docs/").removesuffix(".md") + "/").read().decode()
            assert "pn-draft" in page, path
        assert not re.findall(r"^(?:WARNING|ERROR).*", server.log.read_text(), re.MULTILINE)


def test_what_notes_say_in_other_words_is_recognised_and_nothing_is_written(base: Path):
    (base / "docs" / "pruning" / "cuts.md").write_text(
        "---\ndescription: Cuts.\ntags: [pruning]\nname: Small cuts\npapers: [known2020paper]\n---\n\n# Cutting small weights of a network\n\n"
        "The weights nearest to zero go first; then the network trains again [@known2020paper].\n\n![A dot](../../images/deep/dot.svg)\n"
    )  # fmt: skip
    before = tree(base)
    text = "# Pruning\n## Small Cuts\nWeights near zero go first, then the network is trained again.\n![](/images/dot.png)\n[known](https://example.org/known)\n---\n"
    result = papernotes(base, "import", put(base, "there.md", text))
    assert (result.exit_code, tree(base)) == (0, before)
    assert result.output.endswith("0 of 2 headings new, 0 of 1 links new, 0 of 1 pictures new\neverything is there already; nothing was written\n")


def test_a_link_that_stands_in_the_bibliography_alone_is_said_by_no_note(base: Path):
    for name in ("index", "pruning/note"):
        (base / "docs" / f"{name}.md").write_text("---\ndescription: D.\ntags: [pruning]\n---\n\n# A sound note\n\nWords.\n")
    text = "# Pruning\n- [a known paper](https://example.org/known)\n"
    assert papernotes(base, "import", put(base, "one.md", text), "--offline").exit_code == 0
    assert (base / "docs/pruning/additions.md").read_text().endswith("## Pruning\n\n- a known paper [@known2020paper]\n")


@pytest.mark.parametrize(
    ("text", "draft", "written"),
    [
        ("# Pruning\n## Tools (https://blog.zeiler.org/tools)\n", "tools", "# Tools\n\nTools ([blog.zeiler.org](https://blog.zeiler.org/tools))\n"),
        ("# Pruning\n## [A sound note](https://blog.zeiler.org/sound)\n", "note-additions", "## A sound note\n\n[A sound note](https://blog.zeiler.org/sound)\n"),
        ("# [Pruning](https://blog.zeiler.org/cuts)\n", "additions", "## Pruning\n\n[Pruning](https://blog.zeiler.org/cuts)\n"),
        ("# Pruning\n## Tools (https://example.org/known)\nWords.\n", "tools", "# Tools\n\nTools [@known2020paper]\n\nWords.\n"),
    ],
)  # fmt: skip
def test_a_link_in_a_heading_without_text_is_kept_in_a_draft(base: Path, text: str, draft: str, written: str):
    file = put(base, "one.md", text)
    assert papernotes(base, "import", file, "--offline").exit_code == 0
    assert (base / f"docs/pruning/{draft}.md").read_text().endswith(written)
    after = tree(base)
    assert papernotes(base, "import", file, "--offline").output.endswith("everything is there already; nothing was written\n")
    assert tree(base) == after


def test_a_heading_that_another_file_has_on_another_level_comes_once(base: Path):
    texts = ("# Pruning\n## [Cuts](https://example.org/known)\nWords.\n", "# Pruning\n### [Cuts](https://example.org/known)\nWords.\n")
    files = [put(base, f"{number}.md", text) for number, text in enumerate(texts)]
    assert papernotes(base, "import", *files, "--offline").exit_code == 0
    assert (base / "docs/pruning/cuts.md").read_text().endswith("# Cuts\n\nCuts [@known2020paper]\n\nWords.\n")


def test_what_a_grown_file_adds_below_a_known_heading_goes_into_a_draft_beside_the_note(base: Path):
    text = "# A sound note\n\nIt cites a paper and has math.\n\nOctopuses prune synapses while they sleep, says nobody.\n"
    before = tree(base)
    assert papernotes(base, "import", put(base, "grown.md", text), "--offline", "--topic", "pruning").exit_code == 0
    assert [path for path in written(before, base) if path.endswith(".md")] == ["docs/pruning/note-additions.md"]
    grown = text + "\nA third thought about bees.\n"
    papernotes(base, "import", put(base, "grown.md", grown), "--offline", "--topic", "pruning")
    assert (base / "docs/pruning/note-additions.md").read_text().endswith("# Additions to A sound note\n\n## A sound note\n\nOctopuses prune synapses while they sleep, says nobody.\n\nA third thought about bees.\n")


def test_a_list_right_below_words_is_a_list(base: Path):
    text = "# Pruning\n## Bees\nThey do two things:\n- cut\n  - slowly\n- grow\n\n> In a quotation:\n> 1. one\n> 2. two\n\nIn 2020\n2. is no list.\n"
    papernotes(base, "import", put(base, "one.md", text), "--offline")
    assert (base / "docs/pruning/bees.md").read_text().endswith("# Bees\n\nThey do two things:\n\n- cut\n  - slowly\n- grow\n\n> In a quotation:\n>\n> 1. one\n> 2. two\n\nIn 2020\n2. is no list.\n")


def test_a_line_that_the_author_deleted_from_a_draft_does_not_come_again(base: Path):
    file = put(base, "pile.md", PILE)
    papernotes(base, "import", file, "--offline")
    draft = base / "docs/pruning/speed-hypothesis.md"
    draft.write_text(draft.read_text().replace("Sparse layers may be slower on a graphics card.", "My own words."))
    after = tree(base)
    assert papernotes(base, "import", file, "--offline").exit_code == 0
    assert tree(base) == after


def test_a_dry_run_applied_by_git_is_what_the_command_writes(base: Path, tmp_path: Path):
    file, twin = put(base, "pile.md", PILE), tmp_path / "twin"
    shutil.copytree(base, twin)
    shown = papernotes(base, "import", file, "--dry-run", "--offline")
    subprocess.run(["git", "apply", "--whitespace=nowarn", "-"], input=shown.stdout.encode(), cwd=twin, check=True, env={**os.environ, "GIT_CEILING_DIRECTORIES": str(tmp_path)})
    papernotes(base, "import", file, "--offline")
    assert tree(twin) == tree(base)


def test_dry_run_shows_the_exact_diff(base: Path):
    before, file = tree(base), put(base, "one.md", "# Pruning\n## Bees\nBees cut too.\n")
    result = papernotes(base, "import", file, "--dry-run", "--offline")
    assert tree(base) == before
    assert "--- /dev/null\n+++ b/docs/pruning/bees.md\n@@ -0,0 +1,9 @@\n+---\n+description: ''\n+tags: [pruning]\n+status: draft\n+---\n+\n+# Bees\n+\n+Bees cut too.\n" in result.stdout
    assert result.stderr.endswith("nothing was written\n")


FAULTS = {
    "missing": (None, "{file}: it cannot be read: No such file or directory"),
    "not UTF-8": (b"# a\n\xff", "{file}:2: the file is not UTF-8 (save it as UTF-8)"),
    "binary": (b"\x89PNG\0\0", "{file}: it is no text but a binary file; name a Markdown file"),
    "homeless": (b"# Bees\nwords\n", "no topic for 'Bees' (line 1): name one with --topic: pruning"),
}


@pytest.mark.parametrize(("data", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_what_cannot_be_imported_is_refused_in_one_line(base: Path, data: bytes | None, message: str):
    file = base.parent / "faulty.md"
    if data is not None:
        file.write_bytes(data)
    before = tree(base)
    result = papernotes(base, "import", str(file), "--offline")
    assert (result.exit_code, result.output) == (2, f"papernotes import: {message.format(file=file)}\n")
    assert tree(base) == before


def test_a_folder_and_an_unknown_topic_are_refused_in_one_line(base: Path):
    folder = papernotes(base, "import", str(base), "--offline")
    assert (folder.exit_code, folder.output) == (2, f"papernotes import: {base}: it is a folder; name a Markdown file\n")
    topic = papernotes(base, "import", put(base, "one.md", "x\n"), "--topic", "bees")
    assert (topic.exit_code, topic.output) == (2, "papernotes import: there is no topic 'bees'; there are pruning\n")


def test_a_megabyte_is_imported_whole(base: Path):
    piece = "## Part {n}\nWords number {n} about weights and cuts that go on for a while, with [a link](https://blog.zeiler.org/{n}).\n\n- bullet {n}\n\n"
    text = "# Pruning\n" + "".join(piece.format(n=n) + "Filling sentences make the file long enough. " * 200 + "\n\n" for n in range(120))
    assert len(text) > 1_000_000
    result = papernotes(base, "import", put(base, "big.md", text), "--offline")
    assert result.exit_code == 0, result.output
    assert reported(base, "big.md") == [line for line in text.split("\n") if line.strip()]


def test_headings_underlined_or_in_code_are_told_apart():
    document = parse("x.md", "Top\n===\ntext\n\nSub\n---\n- item\n---\n```\n# no heading\n```\n")
    assert [(section.level, section.title) for section in document.sections] == [(0, "x"), (1, "Top"), (2, "Sub")]
    assert [(block.kind, block.lines) for block in document.sections[2].blocks] == [("text", ["- item"]), ("rule", ["---"]), ("code", ["```", "# no heading", "```"])]


def test_the_page_shows_what_the_command_prints(project: Path):
    page = (ROOT / "docs" / "contributing" / "importing.md").read_text(encoding="utf-8")
    [pile] = re.findall(r"^```markdown\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    (project / "pile.md").write_text(pile)
    commands = shown(page)
    assert len(commands) == 3
    for command, output in commands:
        result = papernotes(project, *shlex.split(command)[1:])
        assert re.fullmatch(as_pattern(output), result.output), f"$ {command}\n{result.output}"
