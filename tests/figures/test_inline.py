"""A drawing of ours stands in the page itself, named, recoloured and out of the search index; other pictures stay pictures."""

import re
import xml.etree.ElementTree as etree
from pathlib import Path

import pytest
from markdown import Markdown
from material.plugins.search.plugin import Parser
from PIL import Image

from papernotes.figures.style import Drawing
from papernotes.figures_inline import FiguresExtension, inline_svg, picture_finder, picture_size

ALT = "A & B meet. Then they part."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a project with a drawing of ours, a foreign SVG and a photograph."""
    (tmp_path / "images/deep").mkdir(parents=True)
    drawing = Drawing(120)
    drawing.text(200, 50, "unsearchable words")
    (tmp_path / "images/deep/ours.svg").write_text(drawing.svg("What the file says. And more."), encoding="utf-8")
    (tmp_path / "images/deep/foreign.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20"><circle r="4"/></svg>')
    Image.new("RGB", (64, 48), "white").save(tmp_path / "images/deep/photo.png")
    return tmp_path


def page(folder: Path, text: str) -> str:
    """Render a note of the topic `deep`."""
    find = picture_finder(lambda: folder, lambda: "docs/deep/note.md")
    return Markdown(extensions=["attr_list", "pymdownx.blocks.caption", FiguresExtension(find)]).convert(text)


@pytest.mark.parametrize("src", ["../../images/deep/ours.svg", "/images/deep/ours.svg"])
def test_drawing_of_ours_is_put_into_the_page(folder: Path, src: str):
    html = page(folder, f"![{ALT}]({src})")
    assert "<img" not in html
    figure = etree.fromstring(html)
    assert (figure.tag, figure.get("class")) == ("figure", "pn-figure")
    svg = figure.find("div[@class='pn-figure__picture']/svg")
    assert svg.get("role") == "img"
    assert svg.get("width"), svg.get("height")
    assert [svg.findtext("title"), svg.findtext("desc")] == ["A & B meet", "Then they part."]
    assert [svg.get("aria-labelledby"), svg.get("aria-describedby")] == [svg.find("title").get("id"), svg.find("desc").get("id")]


def test_caption_joins_the_drawing_in_one_numbered_figure(folder: Path):
    html = page(folder, f"![{ALT}](/images/deep/ours.svg)\n\n/// figure-caption | #fig-meet\nWhat it *shows*.\n///\n\n![{ALT}](/images/deep/photo.png)\n\n/// figure-caption\nAnother.\n///")
    assert html.count("<figure") == 2
    assert re.search(r'<figure class="pn-figure" id="fig-meet">', html)
    assert re.findall(r'<p><span class="caption-prefix">(Figure \d\.)</span> (.*?)</p>', html) == [("Figure 1.", "What it <em>shows</em>."), ("Figure 2.", "Another.")]


def test_words_of_a_drawing_stay_out_of_the_search_index_and_its_caption_does_not(folder: Path):
    parser = Parser()
    parser.feed(page(folder, f"# Title\n\n![{ALT}](/images/deep/ours.svg)\n\n/// figure-caption\nSearchable words.\n///\n\nText after."))
    indexed = " ".join(word for section in parser.data for word in section.text)
    assert "Searchable words" in indexed
    assert "Text after" in indexed
    assert "unsearchable" not in indexed
    assert "meet" not in indexed


def test_ids_of_two_drawings_on_a_page_do_not_meet():
    svg = '<svg xmlns="x" class="pn-drawing" viewBox="0 0 1 1"><clipPath id="p0"/><g clip-path="url(#p0)"><use href="#p1"/></g></svg>'
    assert inline_svg(svg, "Alt", "fig2-") == (
        '<svg class="pn-drawing" viewBox="0 0 1 1" aria-labelledby="fig2-title" data-search-exclude=""><title id="fig2-title">Alt</title>'
        '<clipPath id="fig2-p0"/><g clip-path="url(#fig2-p0)"><use href="#fig2-p1"/></g></svg>'
    )


def test_all_ids_of_a_page_differ(folder: Path):
    html = page(folder, "\n\n".join([f"![{ALT}](/images/deep/ours.svg)", "/// figure-caption\nOne.\n///"] * 3))
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids)) == 9


def test_picture_that_is_not_ours_keeps_its_place_while_it_loads(folder: Path):
    html = page(folder, "![A photo](../../images/deep/photo.png)\n\nIn text ![a dot](../../images/deep/foreign.svg).")
    assert '<img alt="A photo" height="48" loading="lazy" src="../../images/deep/photo.png" width="64" />' in html
    assert '<img alt="a dot" height="20" loading="lazy" src="../../images/deep/foreign.svg" width="30" />' in html


def test_size_that_the_author_gave_is_kept(folder: Path):
    assert 'src="/images/deep/photo.png" width="32"' in page(folder, "![A photo](/images/deep/photo.png){ width=32 }")
    assert "height=" not in page(folder, "![A photo](/images/deep/photo.png){ width=32 }")


def test_picture_that_is_missing_stays_for_the_link_checker_to_report(folder: Path):
    assert page(folder, "![Nothing](../../images/deep/nothing.svg)") == '<p><img alt="Nothing" loading="lazy" src="../../images/deep/nothing.svg" /></p>'


def test_picture_of_another_host_is_left_alone(folder: Path):
    assert 'src="https://example.org/a.svg"' in page(folder, "![A picture](https://example.org/a.svg)")


def test_picture_that_is_its_own_address_is_left_alone(folder: Path):
    address = "data:image/gif;base64," + "A" * 5000  # no file system has such a name
    assert f'src="{address}"' in page(folder, f"![A picture]({address})")


def test_size_of_a_damaged_picture_is_unknown(folder: Path):
    path = folder / "images/deep/photo.png"
    path.write_bytes(path.read_bytes()[:40])
    assert picture_size(path) is None


def test_picture_outside_the_project_is_not_read(folder: Path):
    drawing = (folder / "images/deep/ours.svg").read_text()
    (folder.parent / "outside.svg").write_text(drawing)
    assert "<img" in page(folder, f"![{ALT}](../../../outside.svg)")
