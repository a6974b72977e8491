"""What is found on built pages is what a browser finds there, and a fault is traced back to its source line."""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from conftest import ROOT, run_mkdocs
from folders import CONFIG, findings, make
from messy import messy_site
from playwright.sync_api import Browser

from papernotes.linkcheck.built import Site, check_built, is_fresh
from papernotes.linkcheck.check import Collection, check
from papernotes.linkcheck.folder import open_folder
from papernotes.linkcheck.markup import read_markup
from papernotes.linkcheck.wording import is_external

# Everything with an address that the document holds, as written and as the browser resolves it.
FROM_DOM = """
() => {
  const single = ["href", "src", "poster", "data-src", "data", "cite", "action", "formaction", "background", "longdesc", "manifest", "xlink:href"];
  const found = [];
  const put = (element, name, url) => {
    let absolute = url;
    try { absolute = new URL(url, document.baseURI).href; } catch {}
    found.push([element.localName, name, url.trim(), absolute, Boolean(element.closest("[role=main]"))]);
  };
  for (const element of document.querySelectorAll("*")) {
    if (element.localName === "base") continue;
    for (const name of single) {
      const value = element.getAttribute(name);
      if (value === null || (name === "data" && element.localName !== "object")) continue;
      if (name === "cite" && !["blockquote", "q", "del", "ins"].includes(element.localName)) continue;
      put(element, name, value);
    }
    for (const name of ["srcset", "imagesrcset", "data-srcset"]) {
      const value = element.getAttribute(name);
      if (value !== null) value.split(/,\\s+/).map(part => part.trim().split(/\\s+/)[0]).filter(Boolean).forEach(url => put(element, name, url));
    }
    for (const match of (element.getAttribute("style") || "").matchAll(/url\\(\\s*["']?([^"')]+)["']?\\s*\\)/g)) put({localName: "style", closest: s => element.closest(s)}, "url", match[1]);
  }
  return found;
}
"""


@pytest.fixture
def of_dom(browser: Browser) -> Iterator[Callable[[str], list[list]]]:
    """Give a function that returns every address of a page's document, without its scripts having run."""
    context = browser.new_context(java_script_enabled=False)
    context.route("**/*", lambda route: route.continue_() if route.request.resource_type == "document" else route.abort())
    page = context.new_page()

    def read(url: str) -> list[list]:
        page.goto(url, wait_until="domcontentloaded")
        return page.evaluate(FROM_DOM)

    yield read
    context.close()


def written(html: str) -> Counter[tuple[str, str, str]]:
    """Count what our own reader finds, without style sheets inside the page, whose text the browser does not keep."""
    return Counter((one.tag, one.attribute, one.url) for one in read_markup(re.sub(r"<style\b.*?</style>", "", html, flags=re.DOTALL)).seen)


def differences(of_dom: Callable[[str], list[list]], site: Path, address: str) -> dict[str, object]:
    wrong = {}
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        dom = Counter((tag, attribute, url) for tag, attribute, url, _, _ in of_dom(address + name))
        ours = written(path.read_text())
        if dom != ours:
            wrong[name] = {"browser only": dom - ours, "ours only": ours - dom}
    return wrong


def test_links_of_the_real_site_are_those_of_the_browsers_document(site: Path, address: str, of_dom: Callable):
    assert len(list(site.rglob("*.html"))) > 50
    assert differences(of_dom, site, address) == {}


@pytest.fixture(scope="module", params=[1, 2])
def messy(request, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = messy_site(tmp_path_factory.mktemp("messy"), request.param)
    result = run_mkdocs(folder, "build")
    assert result.returncode == 0, result.stderr
    return folder


def test_links_of_a_messy_site_are_those_of_the_browsers_document(messy: Path, serve_folder: Callable[..., str], of_dom: Callable):
    assert differences(of_dom, messy / "site", serve_folder(messy / "site", "/notes/")) == {}


def test_addresses_of_a_messy_site_resolve_as_the_browser_resolves_them(messy: Path, serve_folder: Callable[..., str], of_dom: Callable):
    address = serve_folder(messy / "site", "/notes/")
    site = Site(open_folder(messy))
    assert site.root == "https://papers.github.io/notes/"
    for path in site.pages:
        ours = Counter(_plain(one.absolute.replace(site.root, address)) for one in site.addresses() if one.file == path)
        dom = Counter(_plain(absolute.replace(site.root, address)) for *_, absolute, _ in of_dom(address + path.removesuffix("index.html")))
        assert ours == dom, path


def test_links_found_in_messy_sources_are_those_of_the_built_text(messy: Path, serve_folder: Callable[..., str], of_dom: Callable):
    address, collection = serve_folder(messy / "site", "/notes/"), Collection(open_folder(messy))
    seen = 0
    for path, page in collection.pages.items():
        here = urljoin(address, collection.folder.files[path])
        dom = Counter(_plain(absolute) for *_, absolute, main in of_dom(here) if main)
        ours: Counter[str] = Counter()
        for link in page.links:
            target = collection.resolver.resolve(link) if not is_external(link.url) and not link.raw else None
            local = urljoin(address, collection.folder.files[target.file]) + ("#" + link.url.partition("#")[2] if "#" in link.url else "") if target and target.file and not link.url.startswith(("?", "#", "/")) else link.url
            ours[_plain(urljoin(here, local))] += 1
        of_footnotes = Counter(url for url in dom.elements() if "#fn" in url)  # what the extension adds: marks and ways back
        assert ours == dom - of_footnotes, path
        seen += ours.total()
    assert seen > 100


def _plain(url: str) -> str:
    """Leave out what two spellings of one address may differ in: percent-encoding, an empty anchor, the scheme of `//host`."""
    return re.sub(r"^https?:(?=//)", "", unquote(url).rstrip("#"))


def test_every_link_of_the_real_sources_is_in_the_browsers_document(site: Path, address: str, of_dom: Callable):
    collection = Collection(open_folder(ROOT))
    assert len(collection.pages) > 50
    for path, page in collection.pages.items():
        if not (site / collection.folder.files[path]).exists():
            continue  # a draft
        here = urljoin(address, collection.folder.files[path])
        dom = {unquote(absolute) for *_, absolute, _ in of_dom(here)}
        drawings = 0  # our own drawings stand in the page itself, without an address
        for link in page.links:
            target = None if is_external(link.url) else collection.resolver.resolve(link).file
            if target and target.endswith(".svg") and 'class="pn-drawing"' in (ROOT / target).read_text(encoding="utf-8"):
                drawings += 1
                continue
            fragment = "#" + link.url.partition("#")[2] if "#" in link.url else ""
            wanted = urljoin(here, urljoin(address, collection.folder.files[target]) + fragment) if target else link.url
            assert unquote(wanted) in dom, f"{path}:{link.line}: {link.url}"
        built = site / collection.folder.files[path]
        html = (built / "index.html" if built.is_dir() else built).read_text(encoding="utf-8")
        assert len(re.findall(r'<svg\b[^>]*class="pn-drawing"', html)) == drawings, path


def test_each_link_of_a_messy_note_is_placed_where_its_address_stands(messy: Path):
    collection = Collection(open_folder(messy))
    for page in collection.pages.values():
        lines = page.source.text.split("\n")
        for link in page.links:
            assert lines[link.line - 1][link.column - 1 :].startswith(link.url[:10]), f"{page.path}:{link.line}:{link.column}: {link.url}"


def build(folder: Path) -> list[str]:
    """Build a folder and check both layers; give the findings of the built layer alone."""
    result = run_mkdocs(folder, "build")
    assert result.returncode == 0, result.stderr
    collection = Collection(open_folder(folder))
    assert is_fresh(collection.folder)
    return [f"{f.path}:{f.line} {f.code} {f.message}" for f in check_built(collection, check(collection))]


def test_the_real_site_has_no_finding_that_its_sources_do_not_have(site: Path):
    folder = open_folder(ROOT)
    folder.settings["site_dir"] = str(site)
    collection = Collection(folder)
    assert [str(finding) for finding in check_built(collection, check(collection))] == []


PLAIN = CONFIG + "theme: {name: null, custom_dir: theme}\nplugins: []\n"
TEMPLATE = "<!doctype html><html><head>{head}</head><body>{{{{ page.content }}}}</body></html>"


def themed(folder: Path, head: str, **files: str) -> Path:
    return make(folder, {"mkdocs.yml": PLAIN, "theme/main.html": TEMPLATE.format(head=head), "docs/index.md": "# Home\n\n[a](#home)\n", "docs/note.md": "# Note\n\nText.\n"} | files)


def test_a_sound_built_site_has_no_findings(tmp_path: Path):
    assert build(themed(tmp_path, '<link rel=canonical href="{{ page.canonical_url }}"><link rel=stylesheet href="{{ base_url }}/x.css">', **{"docs/x.css": "a { background: url(dot.svg) }", "docs/dot.svg": "<svg/>"})) == []


def test_a_fault_of_the_theme_is_reported_once_for_all_pages(tmp_path: Path):
    assert build(themed(tmp_path, '<script src="{{ base_url }}/missing.js"></script>'))[0] == "site/index.html:1 built-link './missing.js' leads nowhere on the built page"
    assert build(themed(tmp_path, '<script src="/notes/missing.js"></script>')) == ["site/index.html:1 built-link '/notes/missing.js' leads nowhere on the built page (on 2 pages)"]


def test_an_address_outside_the_sites_base_path_is_reported(tmp_path: Path):
    assert build(themed(tmp_path, '<link rel=icon href="/favicon.ico">')) == ["site/index.html:1 built-link '/favicon.ico' leads out of the site, which lies under /notes/ (on 2 pages)"]


def test_a_fault_in_a_style_sheet_is_reported(tmp_path: Path):
    assert build(themed(tmp_path, "", **{"docs/x.css": "a { background: url('gone.svg') }"})) == ["site/x.css:1 built-link 'gone.svg' leads nowhere on the built page"]


def test_a_wrong_canonical_address_is_reported(tmp_path: Path):
    found = build(themed(tmp_path, '{% if page.is_homepage %}<link rel=canonical href="https://papers.github.io/notes/">{% else %}<link rel=canonical href="https://papers.github.io/notes/gone/">{% endif %}'))
    assert found == ["site/note/index.html:1 built-link 'https://papers.github.io/notes/gone/' leads nowhere on the built page"]


def test_a_wrong_entry_of_the_site_map_is_reported(tmp_path: Path):
    folder = themed(tmp_path, "")
    assert build(folder) == []
    site_map = folder / "site" / "sitemap.xml"
    site_map.write_text('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://papers.github.io/notes/gone/</loc></url></urlset>')
    collection = Collection(open_folder(folder))
    assert [str(f) for f in check_built(collection, [])] == ["site/sitemap.xml:1: 'https://papers.github.io/notes/gone/' leads nowhere on the built page (correct the template or the plugin that writes it)"]


def test_an_anchor_that_only_the_built_page_lacks_is_traced_to_its_source_line(tmp_path: Path):
    folder = themed(tmp_path, "", **{"docs/index.md": "# Home\n\nText.\n\n[a](note.md#note)\n"})
    assert build(folder) == []
    page = folder / "site" / "note" / "index.html"
    page.write_text(page.read_text().replace('id="note"', 'id="other"'))
    collection = Collection(open_folder(folder))
    assert check(collection) == []
    assert [str(f) for f in check_built(collection, [])] == ["docs/index.md:5: 'note/#note': the built page note/index.html has no anchor '#note' (look how this line is rendered)"]


def test_what_the_source_layer_reports_is_not_reported_again(tmp_path: Path):
    folder = themed(tmp_path, "", **{"docs/index.md": "# Home\n\n[a](missing.md)\n"})
    assert build(folder) == []
    assert findings(folder) == ["docs/index.md:3 error missing-file"]


def test_a_site_older_than_its_sources_is_left_alone(tmp_path: Path):
    folder = themed(tmp_path, "")
    build(folder)
    page = max((folder / "site").rglob("*.html"), key=lambda path: path.stat().st_mtime)
    later = page.stat().st_mtime + 5
    os.utime(folder / "docs" / "note.md", (later, later))
    assert not is_fresh(open_folder(folder))
