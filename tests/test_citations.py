"""How citations read on the page, and what is never taken for one."""

from pathlib import Path

import markdown
import pytest
from conftest import run_mkdocs

from papernotes.citations import CitationExtension, Citations
from papernotes.refs import Bibliography, load_bibliography
from papernotes.source import Source

BIB = r"""
@misc{one2020paper, title = {One}, author = {van der One, Ada}, year = {2020}}
@misc{two2021paper, title = {Two}, author = {J{\"u}rgens, Ada and M\"uller, Ben}, year = {2021}}
@misc{three2022paper, title = {Three}, author = {Three, A. and B, C. and D, E.}, year = {2022}}
@misc{others2022paper, title = {Others}, author = {First, A. and others}, year = {2022}}
@misc{firm, title = {A Tool}, author = {{Firm and Sons}}}
@misc{Better_Key-2020, title = {Capitals}, author = {Key, B.}, year = {2020}}
@misc{same2013a, title = {First of the Same}, author = {Same, A.}, year = {2013}}
@misc{same2013b, title = {Second of the Same}, author = {Same, A.}, year = {2013}}
"""


@pytest.fixture(scope="module")
def bibliography(tmp_path_factory: pytest.TempPathFactory) -> Bibliography:
    path = tmp_path_factory.mktemp("bib") / "refs.bib"
    path.write_text(BIB)
    read = load_bibliography(path, "refs.bib")
    assert read.findings == []
    return read


@pytest.fixture
def render(bibliography: Bibliography):
    """Give a function from Markdown to the page's HTML before its reference list, and the citations it found."""

    def render(text: str) -> tuple[str, Citations]:
        citations = Citations(Source("docs/note.md", text), bibliography.references)
        extensions = ["attr_list", "pymdownx.superfences", CitationExtension(lambda: citations)]
        return markdown.markdown(text, extensions=extensions), citations

    return render


def words(html: str) -> str:
    """The text of the first paragraph."""
    from html.parser import HTMLParser

    parts: list[str] = []
    parser = HTMLParser()
    parser.handle_data = parts.append  # type: ignore[method-assign]
    parser.feed(html.partition("</p>")[0])
    return "".join(parts)


@pytest.mark.parametrize(
    ("written", "read"),
    {
        "Told [@one2020paper].": "Told (van der One, 2020).",
        "Told [@two2021paper].": "Told (Jürgens & Müller, 2021).",
        "Told [@three2022paper, Table 3].": "Told (Three et al., 2022, Table 3).",
        "Told [@others2022paper].": "Told (First et al., 2022).",
        "Told [@Better_Key-2020, p. 3].": "Told (Key, 2020, p. 3).",
        "Told [@firm].": "Told (Firm and Sons, n.d.).",
        "Told [@same2013b; @same2013a, §2].": "Told (Same, 2013b; Same, 2013a, §2).",
        "Told [see @one2020paper, pp. 3–4; also @firm].": "Told (see van der One, 2020, pp. 3–4; also Firm and Sons, n.d.).",
        "As @three2022paper [§3.1, eq. (2)] show.": "As Three et al. (2022, §3.1, eq. (2)) show.",
        "Four steps [@one2020paper, App. B]: first this.": "Four steps (van der One, 2020, App. B): first this.",
        "As @one2020paper show.": "As van der One (2020) show.",
        "As @one2020paper, and @two2021paper.": "As van der One (2020), and Jürgens & Müller (2021).",
        "**[@one2020paper, Fig. 1]**": "(van der One, 2020, Fig. 1)",
    }.items(),
)
def test_a_citation_reads_as_authors_year_and_locator(render, written: str, read: str):
    html, citations = render(written)
    assert words(html) == read
    assert citations.findings == []


@pytest.mark.parametrize(
    "text",
    [
        "Write to ada@example.org.",
        "Write to [ada@example.org] now.",
        "Write to <ada@example.org> now.",
        "See [@one2020paper](https://example.org/@one2020paper).",
        "See <https://example.org/@one2020paper/x>.",
        "See https://example.org/@one2020paper for it.",
        "Code `[@one2020paper]` and `a[@key]` and `@one2020paper`.",
        "```python\n@one2020paper\na[@key]\n```",
        '<span title="@one2020paper">word</span>',
        "<!-- [@one2020paper] -->",
        "A \\[@one2020paper\\] that was escaped.",
        "The handle @karpathy and the decorator @property stay.",
    ],
)
def test_code_addresses_and_mail_are_never_citations(render, text: str):
    html, citations = render(text)
    assert citations.cited == {}
    assert citations.findings == []
    assert "pn-cite" not in html


def test_each_citation_links_to_the_reference_and_the_reference_back_to_each_place(render):
    html, _ = render("One [@one2020paper]. Two [@one2020paper, §2].")
    assert html.count('href="#ref-one2020paper"') == 2
    assert html.count('<li id="ref-one2020paper">') == 1
    for place in ("cite-one2020paper-1", "cite-one2020paper-2"):
        assert f'id="{place}"' in html and f'href="#{place}"' in html


def test_the_reference_list_is_sorted_by_authors_and_left_out_of_the_search(render):
    html, _ = render("Told [@three2022paper; @firm; @one2020paper].")
    places = [html.index(f'<li id="ref-{key}">') for key in ("firm", "three2022paper", "one2020paper")]
    assert places == sorted(places)
    assert '<h2 data-search-exclude="true" id="references">' in html or '<h2 id="references" data-search-exclude="true">' in html


def test_a_page_without_citations_has_no_reference_list(render):
    html, _ = render("Nothing is cited.")
    assert "references" not in html


def test_an_unknown_key_is_shown_in_the_page_and_never_lost(render):
    html, citations = render("Told [@nobody2020].")
    assert "unknown citation key 'nobody2020'" in html
    assert [finding.line for finding in citations.findings] == [1]


def test_a_fault_in_code_of_the_same_words_does_not_mislead_the_line(render):
    _, citations = render("`[@nobody2020]`\n\n```\n[@nobody2020]\n```\n\nTold [@nobody2020].")
    assert [finding.line for finding in citations.findings] == [7]


def test_latex_accents_and_protected_capitals_read_as_text(bibliography: Bibliography):
    reference = bibliography.references["two2021paper"]
    assert reference.authors == "Jürgens & Müller"
    assert "{" not in reference.html and "\\" not in reference.html


def test_each_reference_is_formatted_once_a_build_not_once_a_page(small: Path):
    """Cite one paper on five pages and count the calls of mkdocs-bibtex's formatter."""
    for number in range(5):
        note = (small / "docs" / "pruning" / "note.md").read_text()
        (small / "docs" / "pruning" / f"note{number}.md").write_text(note)
    counter = small / "count.py"
    counter.write_text(
        "import mkdocs_bibtex.registry as r, sys\n"
        "calls = []\n"
        "original = r.SimpleRegistry.reference_text\n"
        "r.SimpleRegistry.reference_text = lambda self, c: (calls.append(c.key), original(self, c))[1]\n"
        "from mkdocs.__main__ import cli\n"
        "try:\n    cli(['build', '--strict', '-q'])\n"
        "finally:\n    print('calls', calls)\n"
    )
    import subprocess
    import sys

    result = subprocess.run([sys.executable, str(counter)], cwd=small, capture_output=True, text=True)
    assert "calls ['known2020paper']" in result.stdout, result.stdout + result.stderr


def test_an_edit_of_the_bibliography_alone_changes_the_next_build(small: Path):
    assert run_mkdocs(small, "build").returncode == 0
    bib = small / "refs.bib"
    bib.write_text(bib.read_text().replace("Known, Ada", "Renamed, Ada"))
    assert run_mkdocs(small, "build").returncode == 0
    assert "Renamed et al., 2020" in (small / "site" / "pruning" / "note" / "index.html").read_text()
