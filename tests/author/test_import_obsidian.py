"""Notes of Obsidian: callouts become boxes, wiki links lead to the notes that they name, and nothing is lost."""

from pathlib import Path

import pytest
from commands import papernotes, tree, with_topic
from conftest import run_mkdocs
from test_import import put, reported


@pytest.fixture
def base(small: Path) -> Path:
    """Make a small knowledge base with one topic and a note that has a heading."""
    with_topic(small)
    note = small / "docs" / "pruning" / "note.md"
    note.write_text(note.read_text() + "\n## The first part\n\nWords.\n")
    return small


def imported(base: Path, text: str, name: str = "Bees.md") -> str:
    """Import a text of one note, and return the draft's text below its title."""
    result = papernotes(base, "import", put(base, name, text), "--offline", "--topic", "pruning")
    assert result.exit_code == 0, result.output
    assert reported(base, name) == [line for line in text.split("\n") if line.strip()]
    [draft] = [path for path in (base / "docs" / "pruning").glob("*.md") if path.name not in ("note.md", "index.md")]
    checked = papernotes(base, "check", f"docs/pruning/{draft.name}")
    assert "0 errors" in checked.output, checked.output
    after = tree(base)
    papernotes(base, "import", str(base.parent / name), "--offline", "--topic", "pruning")
    assert tree(base) == after
    return draft.read_text().partition("# Bees\n\n")[2]


@pytest.mark.parametrize(
    ("callout", "box"),
    [
        ("> [!note] A title\n> Words.\n>\n> - a list", '!!! note "A title"\n    Words.\n\n    - a list'),
        ("> [!NOTE]\n> As on GitHub.", "!!! note\n    As on GitHub."),
        ("> [!tldr]- Folded\n> Words.", '??? abstract "Folded"\n    Words.'),
        ("> [!faq]+\n> Words.", '???+ question "Faq"\n    Words.'),
        ("> [!my-kind|right] Odd \"one\"\n> Words.", "!!! note \"Odd 'one'\"\n    Words."),
        ("> [!my-kind]\n> Words.", '!!! note "My kind"\n    Words.'),
        ("> [!tip] Only a title", '!!! tip "Only a title"'),
        ("> [!info] Outer\n> Words.\n> > [!bug] Inner\n> > Deeper.", '!!! info "Outer"\n    Words.\n\n    !!! bug "Inner"\n        Deeper.'),
        ("> [!example] Code\n> ```python\n> x = [[1]]\n> ```", '!!! example "Code"\n    ```python\n    x = [[1]]\n    ```'),
        ("> [!quote] From [the blog](https://blog.zeiler.org/cuts)\n> Words.", '!!! quote "From the blog"\n    From [the blog](https://blog.zeiler.org/cuts)\n\n    Words.'),
        ("> [!warning]\n> ## A heading\n> It has {{a value}}.", '!!! warning\n    **A heading**\n\n    ~~~text\n    It has {{a value}}.\n    ~~~'),
        ("> [!question] My guess\n> Bees prune.", '!!! reading "My reading"\n    My guess\n\n    Bees prune.'),
    ],
)  # fmt: skip
def test_a_callout_becomes_the_box_of_its_kind(base: Path, callout: str, box: str):
    assert imported(base, f"# Bees\n\nBefore.\n\n{callout}\n\nBehind.\n") == f"Before.\n\n{box}\n\nBehind.\n"


@pytest.mark.parametrize(
    ("link", "written"),
    [
        ("[[A sound note]]", "[A sound note](../pruning/note.md)"),
        ("[[note|its words]]", "[its words](../pruning/note.md)"),
        ("[[vault/note.md#The first part]]", "[note › The first part](../pruning/note.md#the-first-part)"),
        ("[[note#No such part|words]]", "[words](../pruning/note.md)"),
        ("[[note^a1b2c3]]", "[note](../pruning/note.md)"),
        ("![[note]]", "[note](../pruning/note.md)"),
        ("[[Pruning]]", "[Pruning](../pruning/index.md)"),
        ("[[#Above]]", "Above"),
        ("![[dot.png|300]]", "![](../../images/deep/dot.svg)"),
        ("![[dot.png|A dot]]", "![A dot](../../images/deep/dot.svg)"),
        ("![[lost.png]]", "<!-- gap: Draw this picture anew and describe it. --> `![[lost.png]]`"),
        ("[its words](vault/note.md)", "[its words](../pruning/note.md)"),
        ("`[[note]]`", "`[[note]]`"),
    ],
)
def test_a_wiki_link_leads_to_the_note_or_picture_that_it_names(base: Path, link: str, written: str):
    assert imported(base, f"# Bees\n\nBees see {link} too.\n") == f"Bees see {written} too.\n"


def test_a_wiki_link_in_a_table_and_in_a_callout_is_led_too(base: Path):
    text = "# Bees\n\n| a | b |\n|---|---|\n| [[note\\|it]] | c |\n\n> [!note] See [[note]]\n> and [[note|it]].\n"
    assert imported(base, text) == '| a | b |\n|---|---|\n| [it](../pruning/note.md) | c |\n\n!!! note "See note"\n    See [note](../pruning/note.md)\n\n    and [it](../pruning/note.md).\n'


def test_a_wiki_link_that_names_no_note_is_plain_words_and_the_report_says_so(base: Path):
    assert imported(base, "# Bees\n\nSee [[Wax and honey|wax]] and ![[paper.pdf]].\n") == "See wax and paper.pdf.\n"
    assert "changed (no note is called 'Wax and honey', 'paper.pdf')" in (base / "imports" / "Bees.md.tsv").read_text()


def test_the_plan_says_where_a_wiki_link_leads(base: Path):
    shown = papernotes(base, "import", put(base, "Bees.md", "# Bees\n\nSee [[note]] and [[Wax]].\n"), "--plan", "--topic", "pruning").stdout.splitlines()
    assert shown == [
        "1  heading  Bees      new note docs/pruning/bees.md",
        "3  link     [[note]]  docs/pruning/note.md",
        "3  link     [[Wax]]   no note is called so",
        "Bees.md: 2 lines, all accounted for: 1 the title, 1 changed",
        "1 of 1 headings new, 1 of 2 links new",
    ]


def test_wiki_links_lead_from_one_new_draft_to_the_other_in_both_directions_and_build(base: Path):
    files = [put(base, "Bees.md", "---\ntags: [x]\n---\n# On bees\n\nThey make [[Wax]].\n"), put(base, "Wax.md", "---\ntags: [x]\n---\n# Of wax\n\nMade by [[Bees]].\n")]
    assert papernotes(base, "import", *files, "--offline", "--topic", "pruning").exit_code == 0
    assert "They make [Wax](../pruning/of-wax.md)." in (base / "docs/pruning/on-bees.md").read_text()
    assert "Made by [Bees](../pruning/on-bees.md)." in (base / "docs/pruning/of-wax.md").read_text()
    assert run_mkdocs(base, "build", "--strict").returncode == 0
    after = tree(base)
    assert papernotes(base, "import", *files, "--offline", "--topic", "pruning").output.endswith("everything is there already; nothing was written\n")
    assert tree(base) == after
