"""The author's whole loop: a paper's id, a draft, an edit that shows at once, a clean check, a built note."""

import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import Result
from commands import engine, papernotes, with_topic
from conftest import run_mkdocs
from fakes import LOTTERY, Services
from playwright.sync_api import Page, TimeoutError, expect
from serving import Server, serving

from papernotes.linkcheck.folder import open_folder
from papernotes.linkcheck.lock import load
from papernotes.linkcheck.online.run import survey

KNOWN = """\
@misc{vaswani2017attention,
  title = {Attention Is All You Need},
  author = {Vaswani, Ashish and others},
  year = {2017},
  url = {https://arxiv.org/abs/1706.03762},
  eprint = {1706.03762},
  archiveprefix = {arXiv},
}
"""
CITING = "---\ndescription: A note that a test wrote.\ntags: [pruning]\n---\n\n# {0}\n\nIt cites a paper [@vaswani2017attention, Table 3].\n"
SLUG = "pruning/lottery-ticket-hypothesis"


@pytest.fixture
def base(small: Path) -> Path:
    """Make a sound knowledge base with one topic and one paper."""
    with_topic(small)
    (small / "refs.bib").write_text(KNOWN)
    (small / "images" / "deep" / "dot.svg").unlink()
    (small / "docs" / "index.md").write_text(CITING.format("Home"))
    (small / "docs" / "pruning" / "note.md").write_text(CITING.format("A sound note"))
    return small


def appears(url: str, server: Server) -> None:
    """Wait until the server has a page."""
    for _ in range(200):
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except OSError:  # not built yet, or still building
            assert server.process.poll() is None, server.log.read_text()
            time.sleep(0.1)
    pytest.fail(f"{url} never appeared: {server.log.read_text()}")


def write_note(path: Path) -> None:
    """Fill every gap of the draft, as an author does."""
    text = path.read_text().replace("description: ''", "description: Small subnetworks train alone to the full accuracy.")
    text = text[: text.index("## The problem")]
    gap = text[text.index("<!-- gap:") : text.index("-->") + 3]
    path.write_text(text.replace(gap, "A trained network hides a small one that trains alone [@frankle2018lottery, §1]."))


def test_from_an_id_to_a_published_note(base: Path, tmp_path: Path, visit: Callable):
    note = base / "docs" / f"{SLUG}.md"
    with serving(base, tmp_path / "serve.log") as server:
        made = beside(base, "new", "https://arxiv.org/abs/1803.03635v5", "--topic", "pruning")
        assert made.exit_code == 0, made.stderr
        appears(f"{server.url}{SLUG}/", server)

        page: Page = visit(f"{SLUG}/", base=server.url).page
        draft = page.get_by_role("complementary", name="Draft")
        expect(draft).to_contain_text("the built site leaves it out")
        expect(draft.get_by_role("listitem")).to_have_text([
            "a description", "the day of review", "text below In short · The problem · The idea · How it works · What they found · My reading · Limits and disputes · What came next · Further reading",
        ])  # fmt: skip
        expect(page.locator(".pn-gap").first).to_contain_text("What it showed, in two or three sentences")
        expect(page.locator(".md-nav--primary a", has_text="The Lottery Ticket Hypothesis").first.locator(".md-status--draft")).to_have_attribute("title", "Draft: the built site leaves it out")

        write_note(note)
        expect(page.locator("article")).to_contain_text("hides a small one that trains alone", timeout=30000)
        expect(draft.get_by_role("listitem")).to_have_text(["the day of review"])
        open_card(page)
        expect(page.locator(".pn-card__title")).to_have_text("The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural Networks")
        expect(page.locator(".pn-card__by")).to_have_text("Jonathan Frankle and Michael Carbin")

        note.write_text(note.read_text().replace("status: draft\n", ""))
        expect(draft).to_have_count(0, timeout=30000)
        assert "Traceback" not in server.log.read_text()

    checked = beside(base, "check")
    assert (checked.exit_code, checked.stdout) == (0, "")
    built = run_mkdocs(base, "build", "--strict")
    assert built.returncode == 0, built.stderr
    assert "hides a small one that trains alone" in (base / "site" / SLUG / "index.html").read_text()


def open_card(page: Page) -> None:
    """Point at the citation until its card opens: a page that has just been reloaded may not listen yet."""
    for _ in range(20):
        page.mouse.move(0, 0)
        page.locator("article p a.pn-cite").first.hover()
        try:
            page.locator(".pn-card").wait_for(timeout=1000)
            return
        except TimeoutError:
            continue


def beside(folder: Path, *arguments: str) -> Result:
    """Run a command in a thread of its own: the browser's loop is marked as running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(papernotes, folder, *arguments, services=Services()).result()


def test_a_note_made_offline_is_published_when_the_network_has_seen_its_record(base: Path):
    words = ("--title", LOTTERY.title, "--author", "Jonathan Frankle", "--author", "Michael Carbin")
    assert papernotes(base, "new", "1803.03635", "--topic", "pruning", "--offline", *words).exit_code == 0
    note = base / "docs" / f"{SLUG}.md"
    write_note(note)
    note.write_text(note.read_text().replace("status: draft\n", ""))
    unproven = f"docs/{SLUG}.md:3:1: unproven-paper the record of 'frankle2018lottery' (arxiv:1803.03635) was typed in offline and never verified (fix: run 'make links' online, or write 'status: draft')\n"
    checked = papernotes(base, "check")
    assert (checked.exit_code, checked.stdout) == (1, unproven)
    survey(open_folder(base), engine(Services()))
    assert {record.source for record in load(base / "papers.lock").values()} == {"arxiv-api"}
    checked = papernotes(base, "check")
    assert (checked.exit_code, checked.stdout) == (0, "")
    assert run_mkdocs(base, "build", "--strict").returncode == 0
