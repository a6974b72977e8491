"""A draft is shown to its author with what it lacks, to nobody else, and is not published by accident."""

from dataclasses import replace
from pathlib import Path

import pytest
from commands import papernotes, with_topic
from conftest import NOTE, run_mkdocs
from fakes import LOTTERY
from folders import findings

from papernotes.author.template import draft_note
from papernotes.drafts import missing
from papernotes.linkcheck.lock import dump, load
from papernotes.reading import read_note

DRAFT = draft_note("A thought on hold", ["pruning"])
OFFLINE = ("1803.03635", "--topic", "pruning", "--offline", "--title", LOTTERY.title, "--author", "Jonathan Frankle", "--author", "Carbin, Michael")
SLUG = "pruning/lottery-ticket-hypothesis"


@pytest.fixture
def base(small: Path) -> Path:
    """Make a knowledge base with a draft that its navigation lists."""
    with_topic(small)
    (small / "docs" / "pruning" / "held.md").write_text(DRAFT)
    nav = small / "docs" / "pruning" / ".nav.yml"
    nav.write_text(nav.read_text() + "  - held.md\n")
    (small / "docs" / "pruning" / "index.md").write_text("---\ndescription: A topic.\ntags: [pruning]\nreading_path: [note]\n---\n# Pruning\n\n<!-- compare -->\n\n<!-- reading-path -->\n")
    return small


def build_errors(folder: Path) -> list[str]:
    """Build strictly and return the errors."""
    result = run_mkdocs(folder, "build", "--strict", "-q")
    assert "Traceback" not in result.stderr
    return [line.removeprefix("ERROR   -  papernotes: ") for line in result.stderr.splitlines() if line.startswith("ERROR")]


def test_a_draft_is_nowhere_in_the_built_site(base: Path):
    result = run_mkdocs(base, "build", "--strict")
    assert result.returncode == 0, result.stderr
    assert not (base / "site" / "pruning" / "held").exists()
    told = [path for path in (base / "site").rglob("*") if path.is_file() and b"thought on hold" in path.read_bytes()]
    assert told == []


def test_a_published_note_that_leads_to_drafts_is_not_built(base: Path):
    note = base / "docs" / "pruning" / "note.md"
    note.write_text(NOTE.replace("tags: [pruning]", "tags: [pruning]\nbuilds_on: [pruning/held]") + "\nSee [the thought](held.md).\n")
    index = base / "docs" / "pruning" / "index.md"
    index.write_text(index.read_text().replace("[note]", "[note, held]"))
    expected = [
        "docs/pruning/index.md:4: 'pruning/held' in 'reading_path' is a draft, which is not built (publish the draft first, or take it out)",
        "docs/pruning/note.md:4: 'pruning/held' in 'builds_on' is a draft, which is not built (publish the draft first, or take it out)",
        "docs/pruning/note.md:11: 'pruning/held.md' is a draft, which is not built (publish the draft first, or take the link out)",
    ]
    assert build_errors(base) == expected
    assert [line for line in findings(base) if "draft" in line or "excluded" in line] == ["docs/pruning/index.md:4 error names-draft", "docs/pruning/note.md:4 error names-draft", "docs/pruning/note.md:11 error excluded-page"]


def test_a_note_that_becomes_a_draft_again_stops_the_next_build_where_an_unchanged_page_links_it(base: Path):
    held, note = base / "docs" / "pruning" / "held.md", base / "docs" / "pruning" / "note.md"
    held.write_text(NOTE.replace("A sound note", "Held"))
    note.write_text(NOTE + "\nSee [the thought](held.md).\n")
    assert build_errors(base) == []
    held.write_text(DRAFT)
    assert build_errors(base) == ["docs/pruning/note.md:10: 'pruning/held.md' is a draft, which is not built (publish the draft first, or take the link out)"]


def test_a_draft_may_lead_to_a_draft(base: Path):
    (base / "docs" / "pruning" / "other.md").write_text(DRAFT.replace("# A thought on hold", "# Another\n\nSee [the first](held.md)."))
    assert [line for line in findings(base) if "draft" in line or "excluded" in line] == []
    assert build_errors(base) == []


def test_a_note_with_a_gap_of_the_template_is_not_built(base: Path):
    note = base / "docs" / "pruning" / "note.md"
    note.write_text(NOTE + "\n<!-- gap: What it showed. -->\n\n```markdown\n<!-- gap: An example. -->\n```\n")
    assert build_errors(base) == ["docs/pruning/note.md:10: a gap of the template is left: 'What it showed.' (fill it, or write 'status: draft')"]
    assert "docs/pruning/note.md:10 error gap" in findings(base)


def published(base: Path) -> None:
    """Take the draft's mark off, and fill what it lacks."""
    path = base / "docs" / f"{SLUG}.md"
    text = path.read_text().replace("description: ''", "description: What it showed.").replace("status: draft\n", "")
    path.write_text(text[: text.index("## In short")] + "Trained [@frankle2018lottery, §1].\n")


def test_a_note_made_offline_is_not_built_before_its_record_is_verified(base: Path):
    assert papernotes(base, "new", *OFFLINE).exit_code == 0
    assert build_errors(base) == []
    published(base)
    expected = f"docs/{SLUG}.md:3: the record of 'frankle2018lottery' (arxiv:1803.03635) was typed in offline and never verified (run 'make links' online, or write 'status: draft')"
    assert build_errors(base) == [expected]
    assert f"docs/{SLUG}.md:3 error unproven-paper" in findings(base)
    records = load(base / "papers.lock")
    (base / "papers.lock").write_text(dump({key: replace(record, source="arxiv-api") for key, record in records.items()}))
    assert build_errors(base) == []
    assert not any("unproven" in line for line in findings(base))


LACKING = """\
---
status: draft
---
# Held

## In short

<!-- gap: What it showed. -->

![](/images/deep/dot.svg) <img src="x.png"> ![A dot](/images/deep/dot.svg) `![](code.png)`

It is so [?].

!!! claim no-such-claim

!!! claim unconfirmed "It is otherwise."

## The idea

<!-- gap: The thought. -->
"""


def test_the_list_of_what_a_draft_lacks_names_every_place():
    from papernotes.claims.book import Book

    note, faults = read_note("pruning/held", "docs/pruning/held.md", LACKING, ["pruning"])
    assert faults == []
    assert missing(note, Book()) == [
        "a description", "tags", "the day of review", "text below In short · The idea", "alt text of dot.svg", "alt text of x.png",
        "a statement not confirmed (line 12)", "the unknown claim no-such-claim (line 14)", "a statement not confirmed (line 16)",
    ]  # fmt: skip


def test_a_finished_draft_lacks_nothing():
    text = LACKING[: LACKING.index("## In short")].replace("status: draft", "status: draft\ndescription: D.\ntags: [pruning]\nreviewed: 2026-11-22") + "Text.\n"
    note, _ = read_note("pruning/held", "docs/pruning/held.md", text, ["pruning"])
    assert missing(note) == []


STATUS = """\
2 drafts
  docs/pruning/held.md: lacks a description, the day of review, text below In short · The problem · The idea · My reading · Limits and disputes · Further reading
  docs/pruning/lottery-ticket-hypothesis.md: lacks a description, the day of review, text below In short · The problem · The idea · How it works · What they found · My reading · Limits and disputes · What came next · Further reading
1 note without a day of review
  docs/pruning/note.md
1 failing link
  docs/pruning/note.md:10: https://blog.test/a is gone since 2026-11-01
1 of 1 records unverified: run 'make links' online
  arxiv:1803.03635, offline: The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural Networks
1 claim
  1 not confirmed
1 note that no other note links to
  docs/pruning/note.md
"""


def test_status_prints_what_is_left_to_do(base: Path):
    papernotes(base, "new", *OFFLINE)
    index = base / "docs" / "pruning" / "index.md"
    index.write_text(index.read_text().replace("tags:", "reviewed: 2026-11-22\ntags:"))
    (base / "docs" / "pruning" / "note.md").write_text(NOTE + "\n[A post](https://blog.test/a) says so [?].\n")
    (base / "links.state.json").write_text(
        '{"version": 1, "links": {"https://blog.test/a": {"verdict": "gone", "reason": "404", "seen": "2026-11-22", "failing_since": "2026-11-01", "failed_runs": 2}, "https://blog.test/b": {"verdict": "ok", "reason": "", "seen": "2026-11-22"}}}'
    )
    result = papernotes(base, "status")
    assert (result.exit_code, result.stdout, result.stderr) == (0, STATUS, "")


def test_a_long_list_of_status_is_cut_unless_all_is_asked_for(base: Path):
    for number in range(20):
        (base / "docs" / "pruning" / f"held-{number:02}.md").write_text(DRAFT)
    short, whole = papernotes(base, "status").stdout, papernotes(base, "status", "--all").stdout
    assert "21 drafts\n" in short and "  … and 11 more (--all)\n" in short
    assert whole.count(": lacks ") == 21 and "more (--all)" not in whole


@pytest.mark.parametrize(("name", "message"), [("links.state.json", "links.state.json:1: not JSON; restore it from version control, or delete it to begin anew"), ("papers.lock", "papers.lock:1: not a record; restore the line from version control or remove it")])
def test_status_says_in_one_line_what_it_cannot_read(base: Path, name: str, message: str):
    (base / name).write_text("nonsense")
    result = papernotes(base, "status")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"papernotes status: {message}\n")
