"""Pictures on a page: a drawing of ours stands in the page itself, any other picture is an `<img>` that moves nothing.

A note writes `![alt](../../images/topic/name.svg)`, and below it, if it wants a caption, pymdownx's block
`/// figure-caption`, which makes the `<figure>` and its number.
A drawing of ours is an SVG whose root has the class `pn-drawing` (`papernotes/figures/style.py`).
It takes the page's colours by its classes; its ids are prefixed, and its words stay out of the search index.
"""

import os
import re
import xml.etree.ElementTree as etree
from collections.abc import Callable
from html import escape
from pathlib import Path
from urllib.parse import unquote

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from papernotes.compact import compact_drawing
from papernotes.linkcheck.images import READERS, image_format

OURS = re.compile(r'<svg\b[^>]*\bclass="pn-drawing"[^>]*>')
NAMES = re.compile(r"<(title|desc)>.*?</\1>\s*", re.DOTALL)
IDS = re.compile(r'(\bid="|href="#|url\(#)([^")]+)')
SIZE = re.compile(r'\bviewBox="0 0 ([\d.]+) ([\d.]+)"')


def inline_svg(svg: str, alt: str, prefix: str) -> str | None:
    """Return a drawing of ours as markup for a page, named by `alt`; None if the file is not one of ours.

    The first sentence of `alt` is its title, the others are its description; every id begins with `prefix`.
    """
    root = OURS.search(svg)
    if root is None:
        return None
    title, _, rest = alt.strip().partition(". ")
    names = f'<title id="{prefix}title">{escape(title.rstrip("."))}</title>'
    described = f'<desc id="{prefix}desc">{escape(rest)}</desc>' if rest else ""
    labels = f'aria-labelledby="{prefix}title"' + (f' aria-describedby="{prefix}desc"' if rest else "")
    body = IDS.sub(lambda match: match[1] + prefix + match[2], compact_drawing(NAMES.sub("", svg[root.end() :])))
    opening = re.sub(r'\s(?:xmlns|font-family)="[^"]*"', "", root[0])  # the page has a namespace and a font of its own
    return opening[:-1] + f' {labels} data-search-exclude="">' + names + described + body.strip()


def picture_size(path: Path) -> tuple[int, int] | None:
    """Read a picture's width and height in pixels; None where its format does not say or it is damaged."""
    data = path.read_bytes()
    kind = image_format(data)
    if kind == "SVG":
        box = SIZE.search(data[:3000].decode("utf-8", "replace"))
        return (round(float(box[1])), round(float(box[2]))) if box else None
    try:
        return READERS[kind](data) if kind in READERS else None
    except Exception:  # what is wrong with the file is the link checker's to report
        return None


class Pictures(Treeprocessor):
    """Replace pictures in the tree, after inline Markdown and before MkDocs resolves addresses."""

    def __init__(self, md: Markdown, find: Callable[[str], Path | None]):
        super().__init__(md)
        self.find = find

    def run(self, root: etree.Element) -> None:
        self.count = 0
        for parent in list(root.iter()):
            for child in list(parent):
                if child.tag == "img":
                    self._load_late(child)
                elif child.tag == "p" and len(child) == 1 and child[0].tag == "img" and not (child.text or "").strip() and not (child[0].tail or "").strip():
                    self._show(parent, child)

    def _load_late(self, image: etree.Element) -> None:
        """Give an `<img>` its size, so that nothing moves when it arrives, which it does when it is needed."""
        image.set("loading", image.get("loading", "lazy"))
        path = self.find(image.get("src", ""))
        size = picture_size(path) if path else None
        if size and "width" not in image.attrib and "height" not in image.attrib:
            image.set("width", str(size[0]))
            image.set("height", str(size[1]))

    def _show(self, parent: etree.Element, paragraph: etree.Element) -> None:
        """Put a picture that stands alone into a figure: the one its caption has made, or one of its own."""
        image = paragraph[0]
        path = self.find(image.get("src", ""))
        self.count += 1
        is_svg = path is not None and path.suffix.lower() == ".svg"
        svg = inline_svg(path.read_text(encoding="utf-8", errors="replace"), image.get("alt", ""), f"fig{self.count}-") if is_svg else None
        if svg is None and parent.tag != "figure":
            return
        if svg is not None:
            paragraph.remove(image)
            paragraph.text = self.md.htmlStash.store(svg)  # what follows leaves a stash as it is
        figure = parent if parent.tag == "figure" else self._wrap(parent, paragraph)
        paragraph.tag = "div"
        paragraph.set("class", "pn-figure__picture")
        figure.set("class", f"{figure.get('class', '')} pn-figure".strip())

    @staticmethod
    def _wrap(parent: etree.Element, paragraph: etree.Element) -> etree.Element:
        """Put a figure around a picture that has no caption."""
        figure = etree.Element("figure")
        parent[list(parent).index(paragraph)] = figure
        figure.tail, paragraph.tail = paragraph.tail, None
        figure.append(paragraph)
        return figure


class FiguresExtension(Extension):
    """Add pictures to Markdown; `find(src)` returns the file that an address of the current note means, or None."""

    def __init__(self, find: Callable[[str], Path | None]):
        super().__init__()
        self.find = find

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(Pictures(md, self.find), "pn-pictures", 2)  # inline 20, ours before the root's path (1) and relpath (0)


def picture_finder(root: Callable[[], Path], note: Callable[[], str]) -> Callable[[str], Path | None]:
    """Make the function that finds a picture's file from its address; `note()` is the current note's path under `root()`."""

    def find(src: str) -> Path | None:
        address = unquote(src.partition("#")[0])
        if not address or ":" in address.partition("/")[0]:  # nothing, or an address with a scheme such as https: or data:
            return None
        path = root() / address.lstrip("/") if address.startswith("/") else (root() / note()).parent / address
        path = Path(os.path.normpath(path))
        return path if path.is_relative_to(root()) and path.is_file() else None

    return find
