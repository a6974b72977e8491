"""Measure the site's search beside Material's, Pagefind's and MiniSearch's: `python tools/bench_search.py [--large]`.

Quality: the query set over this site's notes, and questions over generated notes in made-up words.
Speed: from a keystroke to shown results, the 95th percentile over queries typed letter by letter, once with what the first result
loaded, then again with all files at hand (warm).
Payload: bytes over the network, gzip, up to the first result of a first query.
All engines get the same text, in the same Chromium, from the same local server.
"""

import argparse
import importlib.util
import json
import os
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as BrowserError

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "search")]

import peers  # noqa: E402
from bench_serve import Served, served  # noqa: E402
from browser import ARGUMENTS, find_or_install_chromium  # noqa: E402
from conftest import run_mkdocs  # noqa: E402
from corpus import KINDS, Question, make_pages, make_questions  # noqa: E402
from quality import mean, ndcg, read_queries, success  # noqa: E402

from papernotes.search import SearchPage  # noqa: E402
from papernotes.search.text import Section  # noqa: E402

PAGE = ROOT / "docs" / "contributing" / "search.md"
PATIENCE = 60_000  # ms; an engine that needs longer "did not finish"
ENGINES = ("ours", "Material", "Pagefind", "MiniSearch")


def site_pages(site: Path) -> tuple[list[SearchPage], list[list[str]]]:
    """Read the pages back from the index of a built site: what was indexed is what the peers get."""
    frame = json.loads((site / "search-index" / "frame.json").read_text("utf-8"))
    fragments = sorted((site / "search-index" / frame["at"] / "pages").glob("*.json"), key=lambda path: int(path.stem))
    pages = []
    for number, path in enumerate(fragments):
        one = json.loads(path.read_text("utf-8"))
        sections = [Section(*section) for section in one["sections"]]
        tags = [frame["tags"][tag] for tag in frame["tagsOf"][number]]
        pages.append(SearchPage(one["url"], one["title"], sections, one["names"], one["about"], one["who"], one["topic"], tags, frame["boosts"].get(str(number), 1.0)))
    return pages, frame["names"]


def write(engine: str, pages: Sequence[SearchPage], names: list[list[str]], folder: Path) -> str:
    """Write an engine's page and index; return the page's path."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if engine == "ours":
        peers.ours(pages, folder, names)
    elif engine == "Material":
        peers.material(pages, folder, run_mkdocs)
    elif engine == "Pagefind":
        peers.pagefind(pages, folder)
        return "ask/"
    else:
        peers.minisearch(pages, folder)
    return ""


def ask(browser: Browser, address: str, queries: Sequence[str]) -> list[list[str]]:
    """Put each query to an engine's page; return the results' paths."""
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    page.wait_for_function("typeof ask === 'function'")
    found = [page.evaluate("query => ask(query)", query) for query in queries]
    page.close()
    return found


TYPE = """async (queries) => {
  const times = [];
  for (const query of queries)
    for (let end = 1; end <= query.length; end += 1) {
      const start = performance.now();
      await type(query.slice(0, end));
      times.push(performance.now() - start);
    }
  return times;
}"""
WITHIN = "([work, argument, limit]) => Promise.race([eval(work)(argument), new Promise((r) => setTimeout(() => r(null), limit))])"


def measure(browser: Browser, site: Served, path: str, first: str, queries: Sequence[str]) -> tuple[str, str, str, str]:
    """Return bytes and time up to the first result, and the 95th percentiles of the time from a keystroke to results."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(2 * PATIENCE)
    site.take()
    page.goto(site.url + path)
    page.wait_for_function("typeof type === 'function'")
    page.wait_for_load_state("networkidle")
    at_once = sum(size for name, size in site.sent if "search" in name)  # Material loads its index with the page
    before = len(site.sent)
    try:
        took = page.evaluate(WITHIN, ["async (query) => { const start = performance.now(); await type(query); return performance.now() - start; }", first, PATIENCE])
        if took is None:
            return "–", "did not finish in 60 s", "–", "–"
        page.wait_for_load_state("networkidle")
        size = f"{(at_once + sum(size for _, size in site.sent[before:])) / 1000:,.0f} KB"
        passes = [page.evaluate(WITHIN, [TYPE, list(queries), PATIENCE]) for _ in range(2)]
        p95 = [f"{sorted(times)[int(0.95 * len(times))]:.0f} ms" if times else "did not finish in 60 s" for times in passes]
        return size, f"{took:,.0f} ms", p95[0], p95[1]
    except BrowserError as fault:
        return "–", f"failed: {str(fault).splitlines()[0][:60]}", "–", "–"
    finally:
        context.close()


def row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a table in Markdown."""
    return "\n".join(row(cells) for cells in [head, ["---"] * len(head), *rows])


def quality_of_site(browser: Browser, engines: Sequence[str], folder: Path, site: Path) -> str:
    """Compare the engines on the query set: success at 1 / in the first 5, by kind of query."""
    pages, names = site_pages(site)
    asked = read_queries()
    rows = []
    for engine in engines:
        path = write(engine, pages, names, folder / engine)
        with served(folder / engine) as served_at:
            found = ask(browser, served_at.url + path, [one.query for one in asked])
        by_kind = defaultdict(list)
        for one, result in zip(asked, found, strict=True):
            for kind in (one.kind, "all"):
                by_kind[kind].append((success(one.answers, result, 1), success(one.answers, result, 5), ndcg(one.answers, result)))
        kinds = ["all", *[kind for kind in by_kind if kind != "all"]]
        cells = [f"{mean([v[0] for v in by_kind[kind]]):.2f} / {mean([v[1] for v in by_kind[kind]]):.2f}" for kind in kinds]
        rows.append([engine, f"{mean([v[2] for v in by_kind['all']]):.3f}", *cells])
    return table(["engine", "nDCG@10", *kinds], rows)


def generated(browser: Browser, engines: Sequence[str], folder: Path, size: int) -> Iterator[str]:
    """Compare the engines on `size` generated notes, a line of the table each: quality, payload, speed."""
    pages = make_pages(size)
    questions: list[Question] = make_questions(pages)
    typed = [one.query for one in questions if one.kind in ("two words", "phrase")][::4]
    yield table(["engine", "bytes to first result", "first result", "p95 of a keystroke", "the same, warm", *KINDS], [])
    for engine in engines:
        path = write(engine, pages, [], folder / f"{engine}-{size}")
        with served(folder / f"{engine}-{size}") as served_at:
            measured = measure(browser, served_at, path, questions[0].query, typed)
            cells = ["–"] * len(KINDS)
            if measured[0] != "–":
                found = ask(browser, served_at.url + path, [one.query for one in questions])
                pairs = list(zip(questions, found, strict=True))
                cells = [f"{mean([success((q.answer,), f, 1) for q, f in pairs if q.kind == kind]):.2f}" for kind in KINDS]
        yield row([engine, *measured, *cells])
        shutil.rmtree(folder / f"{engine}-{size}", ignore_errors=True)


def write_page(name: str, text: str) -> None:
    """Put tables between their marks in the page about the search, with the day and the command."""
    start, end = f"<!-- table: {name} -->\n", "<!-- /table -->"
    before, _, rest = PAGE.read_text("utf-8").partition(start)
    stamp = f"Measured on {date.today():%-d %B %Y} with `python tools/bench_search.py {' '.join(sys.argv[1:])}`."
    PAGE.write_text(f"{before}{start}\n{text}\n\n{stamp}\n\n{end}{rest.partition(end)[2]}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--large", action="store_true", help="also 10,000 notes (some minutes)")
    parser.add_argument("--sizes", type=int, nargs="*", default=[100, 1000], help="numbers of generated notes")
    parser.add_argument("--engines", nargs="*", default=ENGINES, choices=ENGINES)
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="the built site whose notes are asked for")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/contributing/search.md")
    options = parser.parse_args()
    if not (options.site / "search-index" / "frame.json").exists():
        sys.exit(f"{options.site} has no search index: run 'make build' first.")
    engines = [name for name in options.engines if name != "Pagefind" or importlib.util.find_spec("pagefind")]
    if len(engines) < len(options.engines):
        print("Pagefind is not installed, so its rows are left out: pip install 'pagefind[bin]'", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM") or find_or_install_chromium(), args=ARGUMENTS)
        print("The query set over this site, success at 1 / in the first 5:\n")
        site = quality_of_site(browser, engines, Path(folder), options.site)
        print(site, flush=True)
        lines = []
        for size in [*options.sizes, *([10_000] if options.large else [])]:
            for line in chain([f"\n{size:,} generated notes, success at 1:\n"], generated(browser, engines, Path(folder), size)):
                print(line, flush=True)
                lines.append(line)
        if options.write:
            write_page("site", site)
            if lines:
                write_page("generated", "\n".join(lines).strip())
        browser.close()


if __name__ == "__main__":
    main()
