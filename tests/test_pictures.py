"""Pictures of the top-level folder are found from any note, in every way people write them."""

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from conftest import NOTE, run_mkdocs

FORMS = {
    "the root's path": "![A dot](/images/deep/dot.svg)",
    "the true relative path": "![A dot]({up}images/deep/dot.svg)",
    "a raw tag in a line": 'See <img src="{up}images/deep/dot.svg" alt="A dot"> here.',
    "a raw tag on its own": '<img width="400" alt="A dot" src="{up}images/deep/dot.svg">',
    "a raw tag with single quotes": "<img src='{up}images/deep/dot.svg' alt='A dot'>",
    "a raw tag without quotes": "<img src={up}images/deep/dot.svg alt=dot>",
    "a raw tag over two lines": '<img alt="A dot"\n  src="{up}images/deep/dot.svg">',
    "a raw tag with the root's path": '<img src="/images/deep/dot.svg" alt="A dot">',
    "a raw figure": '<figure><img src="{up}images/deep/dot.svg" alt="A dot"></figure>',
    "Markdown inside HTML": '<div markdown>\n\n![A dot]({up}images/deep/dot.svg)\n\n</div>',
    "a picture that is a link": "[![A dot]({up}images/deep/dot.svg)]({up}images/deep/dot.svg)",
}
PAGES = {"index.md": "../", "pruning/note.md": "../../", "pruning/deeper/still/note.md": "../../../../"}


@pytest.mark.parametrize("directory_urls", [True, False])
def test_every_form_works_on_a_page_of_any_depth(small: Path, directory_urls: bool):
    if not directory_urls:
        config = small / "mkdocs.yml"
        config.write_text(config.read_text() + "\nuse_directory_urls: false\n")
    for page, up in PAGES.items():
        path = small / "docs" / page
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(NOTE + "\n" + "\n\n".join(form.format(up=up) for form in FORMS.values()) + "\n")
    result = run_mkdocs(small, "build", "--strict")
    assert result.returncode == 0, result.stderr
    for page in PAGES:
        stem = page.removesuffix(".md")
        url = f"{stem}.html" if page == "index.md" or not directory_urls else f"{stem}/index.html"
        html = (small / "site" / url).read_text()
        article = html[html.index("<article") : html.index("</article>")]
        sources = re.findall(r'<img[^>]*?src="([^"]+)"', article, re.DOTALL)
        assert len(sources) == len(FORMS), article
        for source in sources:
            reached = urljoin(f"http://host/sub/{url}", source)
            assert reached == "http://host/sub/images/deep/dot.svg"
    assert (small / "site" / "images" / "deep" / "dot.svg").read_bytes() == (small / "images" / "deep" / "dot.svg").read_bytes()


def test_raw_html_in_code_is_left_as_it_is(small: Path):
    note = small / "docs" / "pruning" / "note.md"
    note.write_text(NOTE + '\n```html\n<img src="../../images/nothing.svg">\n```\n\nand `<img src="x.png">`.\n')
    result = run_mkdocs(small, "build", "--strict")
    assert result.returncode == 0, result.stderr


def test_addresses_of_other_hosts_in_raw_html_are_left_as_they_are(small: Path):
    note = small / "docs" / "pruning" / "note.md"
    note.write_text(NOTE + '\n<a href="https://example.org/a?b=1&amp;c=2">out</a> <a href="mailto:a@example.org">mail</a>\n')
    result = run_mkdocs(small, "build", "--strict")
    assert result.returncode == 0, result.stderr
    html = (small / "site" / "pruning" / "note" / "index.html").read_text()
    assert '<a href="https://example.org/a?b=1&amp;c=2">' in html
    assert '<a href="mailto:a@example.org">' in html
