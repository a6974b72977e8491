"""Whatever stands on the command line and whatever a service answers: no traceback, nothing lost, nothing half-written."""

import json
import re
import shutil
from pathlib import Path

import pytest
from commands import papernotes, tree, with_topic
from conftest import BIB, NOTE
from fakes import Paper, Services
from harness import Reply, World
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papernotes.linkcheck.bibtex import read_bibtex
from papernotes.linkcheck.lock import load
from papernotes.reading import read_note

NAMES = [
    "1803.03635", "arXiv:1803.03635v2", "https://arxiv.org/pdf/1706.03762v7.pdf", "cs.CL/0301001", "10.1162/neco.1997.9.8.1735", "https://doi.org/10.1145/311535.311556",
    "https://aclanthology.org/N19-1423/", "N19-1423", "https://openreview.net/forum?id=rJl-b3RcF7", "10.5281/zenodo.3509134", "https://dl.acm.org/doi/pdf/10.1145/311535.311556",
]  # fmt: skip
ANYTHING = st.text(st.characters(exclude_characters="\0"), max_size=30)  # a command line holds any other character, halves of pairs too
WORDS = ANYTHING | st.text(st.sampled_from("ab {}\\$%&_#@,;:\"'"), max_size=20)


def once_in(draw: st.DrawFn, times: int) -> bool:
    """Say yes about once in so many times: most cases must get past the first question to reach the others."""
    return draw(st.integers(1, times)) == times


@st.composite
def mangled(draw: st.DrawFn) -> str:
    """Spoil a few characters of a sound name."""
    name = list(draw(st.sampled_from(NAMES)))
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(name)))
        name[at : at + draw(st.integers(0, 2))] = draw(st.text(st.characters(exclude_characters="\0"), max_size=2))
    return "".join(name)


OPTIONS = {
    "--title": WORDS, "--author": WORDS, "--venue": WORDS, "--year": st.integers(1500, 2099).map(str), "--topic": st.sampled_from(["prune", "../x"]),
    "--key": st.sampled_from(["known2020paper", "A:b", ""]), "--slug": st.sampled_from(["note", "../up", "mine"]),
}  # fmt: skip


@st.composite
def command_line(draw: st.DrawFn) -> list[str]:
    """Make the arguments of `new`: most are about a paper, and say enough of it for an offline entry."""
    arguments = [draw((mangled() | ANYTHING) if once_in(draw, 4) else st.sampled_from(NAMES))] if not once_in(draw, 8) else []
    arguments += ["--topic", "pruning", "--title", draw(WORDS), "--author", draw(WORDS), "--author", draw(WORDS), "--year", "2020"]
    if once_in(draw, 3):
        option = draw(st.sampled_from(sorted(OPTIONS)))
        arguments += [option, draw(OPTIONS[option])]
    return arguments + draw(st.sampled_from([[], [], ["--offline"], ["--dry-run"]]))


JSON = st.recursive(st.none() | st.booleans() | st.integers() | WORDS.filter(lambda text: text.isprintable()), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["message", "items", "title", "author", "family", "given", "name", "data", "attributes", "titles", "creators", "dates", "notes", "content", "value", "authors", "DOI", "RA", "issued", "responseCode", "pdate", "container-title"]), inner, max_size=4), max_leaves=12)
REPLIES = st.builds(lambda data: Reply(200, json.dumps(data).encode(), {"Content-Type": "application/json"}), JSON) | st.builds(Reply, st.sampled_from([200, 403, 404, 500, 503]), st.binary(max_size=60))
PAPERS = st.builds(Paper, WORDS.filter(str.isprintable), WORDS.filter(str.isprintable), st.integers(1990, 2030), st.integers(1, 9), others=st.lists(WORDS.filter(str.isprintable), max_size=3).map(tuple))


@st.composite
def services(draw: st.DrawFn) -> World:
    """Make services that answer well, with strange papers, with nonsense, or not at all."""
    world = World()
    some = Services(openreview={})
    if draw(st.booleans()):
        paper = draw(PAPERS)
        some = Services(
            arxiv=dict.fromkeys(("1803.03635", "1706.03762", "cs/0301001"), paper), crossref=dict.fromkeys(("10.1145/311535.311556", "10.1162/neco.1997.9.8.1735"), paper),
            datacite={"10.5281/zenodo.3509134": paper}, acl={"N19-1423": paper}, openreview={"rJl-b3RcF7": paper},
        )  # fmt: skip
    some.into(world)
    for host in draw(st.sets(st.sampled_from(sorted(world.hosts)), max_size=3)):
        reply = draw(REPLIES)
        world.hosts[host] = lambda request, said=reply: said
    return world


def only_added(before: bytes, after: bytes) -> bool:
    """Tell whether a text is another one with one piece put in."""
    grown = len(after) - len(before)
    return grown >= 0 and any(after[:cut] + after[cut + grown :] == before for cut in range(len(before) + 1))


def play(base: Path, folder: Path, arguments: list[str], made: World) -> None:
    """Run `new` twice in a copy and hold the outcome against what it promises."""
    shutil.copytree(base, folder)
    before = tree(folder)
    result = papernotes(folder, "new", *arguments, world=made)
    after = tree(folder)
    assert result.exit_code in (0, 1, 2)
    assert "Traceback" not in result.output
    if result.exit_code or "--dry-run" in arguments:
        assert after == before
        assert result.exit_code == 0 or len(result.stderr.splitlines()) == 1 or result.stderr.startswith("Usage:"), result.stderr
        return
    for name, content in before.items():
        assert only_added(content, after[name]), name
    new = sorted(after.keys() - before.keys() - {"papers.lock"})
    assert len(new) == 1 and re.fullmatch(r"docs/pruning/[a-z0-9][a-z0-9_-]*\.md", new[0]), new
    note, faults = read_note(new[0].removeprefix("docs/").removesuffix(".md"), new[0], after[new[0]].decode(), ["pruning", "sparsity"])
    assert faults == [] and note.is_draft
    entries, broken = read_bibtex("refs.bib", after["refs.bib"].decode())
    assert broken == [] and len(entries) == 1 + bool(note.meta.papers)
    assert not note.meta.papers or {entry.key for entry in entries} == {"known2020paper", *note.meta.papers}
    load(folder / "papers.lock")
    twice = papernotes(folder, "new", *arguments, world=made)
    assert (twice.exit_code, tree(folder)) == (1, after), twice.output


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a small knowledge base to be copied for each example."""
    folder = tmp_path_factory.mktemp("random") / "base"
    (folder / "docs" / "pruning").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text("site_name: Notes\nplugins:\n  - papernotes:\n      tags: [pruning, sparsity]\nmarkdown_extensions: [admonition, pymdownx.details, pymdownx.superfences]\n")
    (folder / "refs.bib").write_text(BIB)
    for name in ("index", "pruning/note"):
        (folder / "docs" / f"{name}.md").write_text(NOTE)
    return with_topic(folder)


@given(arguments=command_line(), made=services())
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_whatever_is_typed_and_answered_nothing_is_lost_or_half_written(base: Path, tmp_path_factory: pytest.TempPathFactory, arguments: list[str], made: World):
    play(base, tmp_path_factory.mktemp("case") / "folder", arguments, made)


@pytest.mark.more
@given(arguments=command_line(), made=services())
@settings(max_examples=200, suppress_health_check=list(HealthCheck))
def test_two_hundred_command_lines_and_answers(base: Path, tmp_path_factory: pytest.TempPathFactory, arguments: list[str], made: World):
    play(base, tmp_path_factory.mktemp("case") / "folder", arguments, made)
