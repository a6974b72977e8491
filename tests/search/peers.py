"""Ours and its peers as pages that a browser can open, each with `window.ask(query)`: paths of the results, best first.

Every engine gets the same text. Material runs with its own scripts and its own worker, Pagefind with its own index and defaults,
MiniSearch with prefixes and `fuzzy: 0.2` over one index of everything, as its documentation advises.
"""

import html
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path

from papernotes.search import Index, SearchPage

ASSETS = Path(str(files("papernotes"))) / "theme" / "assets" / "search"
HEAD = "<!doctype html><html lang=en><meta charset=utf-8><title>Search</title><link rel=icon href='data:,'>"
SHOW = "<ol id=results></ol><script type=module>window.show = (list) => results.replaceChildren(...list.map((one) => Object.assign(document.createElement('li'), {textContent: one.title + ' ' + one.text})));</script>"


def ours(pages: Sequence[SearchPage], folder: Path, names: list[list[str]] | None = None) -> None:
    """Write our index and a page with our scripts."""
    Index(pages).write(names or [], folder)
    shutil.copytree(ASSETS, folder / "assets" / "search", dirs_exist_ok=True)
    shutil.copy(ASSETS.with_suffix(".js"), folder / "assets")
    partial = '<dialog id="pn-search-dialog"><form data-pn=form><input data-pn=input role=combobox aria-label=Search aria-controls=l><button type=button data-pn=close>Close</button></form><div data-pn=filters></div><p data-pn=note></p><p data-pn=status></p><div id=l data-pn=list></div><p data-pn=empty></p></dialog>'
    (folder / "index.html").write_text(
        HEAD + partial + "<script type=module src=assets/search.js></script><script type=module>"
        "const path = (one) => new URL(one.url).pathname.slice(1).replace(/\\/$/, '');"
        "window.ask = async (query) => (await paperSearch(query)).map(path);"
        "window.type = async (query) => { await import('./assets/search/dialog.js'); const e = document.getElementById('pn-search-dialog'); if (!e.open) e.showModal();"
        " delete e.dataset.query; const i = e.querySelector('input'); const done = new Promise((r) => new MutationObserver((_, o) => { if (e.dataset.query === query.trim()) { o.disconnect(); r(); } }).observe(e, {attributes: true}));"
        " i.value = query; i.dispatchEvent(new InputEvent('input', {bubbles: true})); await done; };</script>",
        encoding="utf-8",
    )


def minisearch(pages: Sequence[SearchPage], folder: Path) -> None:
    """Write one MiniSearch index of everything, made in the browser's own engine, and a page that loads it."""
    from py_mini_racer import MiniRacer

    folder.mkdir(parents=True, exist_ok=True)
    engine = MiniRacer()
    engine.eval((ASSETS / "minisearch.js").read_text("utf-8").replace("export { MiniSearch as default };", ""))
    engine.eval("const options = {fields: ['title', 'text'], storeFields: ['url', 'title', 'text']}; const all = new MiniSearch(options);")
    engine.eval("function add(batch) { all.addAll(JSON.parse(batch)); return 0; } function dump() { return JSON.stringify(all); }")
    for start in range(0, len(pages), 200):
        engine.call("add", json.dumps([{"id": start + i, "url": page.url, "title": page.title, "text": _text(page)} for i, page in enumerate(pages[start : start + 200])]))
    (folder / "index.json").write_text(engine.call("dump"), encoding="utf-8")
    engine.close()
    shutil.copy(ASSETS / "minisearch.js", folder)
    (folder / "index.html").write_text(
        HEAD + SHOW + "<script type=module>import MiniSearch from './minisearch.js';"
        "const load = async () => MiniSearch.loadJSON(await (await fetch('index.json')).text(), {fields: ['title', 'text'], storeFields: ['url', 'title', 'text']}); let ready;"
        "const search = async (query) => (await (ready ??= load())).search(query, {prefix: true, fuzzy: 0.2, boost: {title: 2}}).slice(0, 20);"
        "window.ask = async (query) => (await search(query)).map((one) => one.url.replace(/\\/$/, ''));"
        "window.type = async (query) => show((await search(query)).slice(0, 5).map((one) => ({title: one.title, text: one.text.slice(0, 200)})));</script>",
        encoding="utf-8",
    )


def pagefind(pages: Sequence[SearchPage], folder: Path, command: Sequence[str] | None = None) -> None:
    """Write the pages as HTML, let Pagefind index them, and write a page that asks it."""
    for page in pages:
        path = folder / page.url / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEAD + f"<article data-pagefind-body><h1>{html.escape(page.title)}</h1>{_html(page)}</article>", encoding="utf-8")
    subprocess.run([*(command or (sys.executable, "-m", "pagefind")), "--site", str(folder)], check=True, capture_output=True)
    (folder / "ask").mkdir(exist_ok=True)
    (folder / "ask" / "index.html").write_text(
        HEAD + SHOW + "<script type=module>let ready;"
        "const search = async (query) => { const p = await (ready ??= import('../pagefind/pagefind.js')); return (await p.search(query)).results; };"
        "const path = (one) => one.url.replace(/^\\//, '').replace(/\\/$/, '');"
        "window.ask = async (query) => (await Promise.all((await search(query)).slice(0, 20).map((one) => one.data()))).map(path);"
        "window.type = async (query) => show((await Promise.all((await search(query)).slice(0, 5).map((one) => one.data()))).map((one) => ({title: one.meta.title, text: one.excerpt})));</script>",
        encoding="utf-8",
    )


def material(pages: Sequence[SearchPage], folder: Path, run_mkdocs: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """Build one page with Material's own search and give it the index that its plugin would write."""
    project = folder.with_name(folder.name + "-project")
    (project / "docs").mkdir(parents=True, exist_ok=True)
    (project / "docs" / "index.md").write_text("# Search\n")
    (project / "mkdocs.yml").write_text("site_name: Peer\ntheme: {name: material, font: false}\nplugins: [search]\n")
    built = run_mkdocs(project, "build", "--site-dir", str(folder))
    assert built.returncode == 0, built.stderr
    docs = []
    for page in pages:
        docs.append({"location": page.url, "title": page.title, "text": f"<p>{html.escape(_said(page))}</p>" + _paragraphs(page.sections[:1])})
        docs += [{"location": f"{page.url}#{s.anchor}", "title": s.title, "text": _paragraphs([s])} for s in page.sections[1:]]
    config = json.loads((folder / "search" / "search_index.json").read_text())["config"]
    (folder / "search" / "search_index.json").write_text(json.dumps({"config": config, "docs": docs}))
    page_html = (folder / "index.html").read_text()
    script = """<script>
    const settled = async (query) => {
      const box = document.querySelector("[data-md-component=search-query]"), result = document.querySelector("[data-md-component=search-result]");
      document.querySelector("[data-md-toggle=search]").checked = true;
      const done = new Promise((r) => { const o = new MutationObserver(() => { o.disconnect(); r(); }); o.observe(result, {subtree: true, childList: true, characterData: true}); });
      box.focus(); box.value = query; box.dispatchEvent(new KeyboardEvent("keyup", {bubbles: true, key: "a"})); await done;
      return result;
    };
    const pause = (ms) => new Promise((r) => setTimeout(r, ms));
    window.type = settled;
    window.ask = async (query) => {
      const result = await settled(""); await pause(30);
      const shown = settled(query); await Promise.race([shown, pause(3000)]); await pause(150);
      const paths = [...result.querySelectorAll(".md-search-result__item > a")].map((a) => new URL(a.href).pathname.slice(1).replace(/\\/$/, ""));
      return [...new Set(paths)].slice(0, 20);
    };</script></body>"""
    (folder / "index.html").write_text(page_html.replace("</body>", script))


def _text(page: SearchPage) -> str:
    return " ".join([_said(page), *(f"{section.title} {section.text}" for section in page.sections)])


def _said(page: SearchPage) -> str:
    """Join what our index knows beside the text, so that the peers know it too."""
    return " ".join([*page.names, page.about, page.who, page.topic, *page.tags])


def _html(page: SearchPage) -> str:
    return f"<p>{html.escape(_said(page))}</p>" + "".join((f'<h2 id="{s.anchor}">{html.escape(s.title)}</h2>' if s.anchor else "") + f"<p>{html.escape(s.text)}</p>" for s in page.sections)


def _paragraphs(sections: Sequence) -> str:
    return "".join(f"<p>{html.escape(section.text)}</p>" for section in sections)
