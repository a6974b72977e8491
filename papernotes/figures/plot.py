"""Plots in the house style: matplotlib draws, and its SVG is rewritten so that it follows the page like a drawing.

Text stays text, colours become classes (see `palette`), ids and dates that differ from run to run do not occur.
A plot is 400 units wide as a drawing is; use `axes()`, the names of `palette.COLOURS` through `COLOURS[...]`, and `svg()`.
"""

import io
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Plot

from papernotes.figures.palette import COLOURS, ROLES
from papernotes.figures.style import SMALL, WIDTH, number, wrap

NAMESPACE = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"
RULES = {
    "svg.fonttype": "none",
    "svg.hashsalt": "papernotes",
    "figure.dpi": 72,  # one unit of the drawing is one point
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "font.size": SMALL,
    "axes.titlesize": 13,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": SMALL,
    "axes.labelcolor": COLOURS["soft"],
    "text.color": COLOURS["ink"],
    "axes.edgecolor": COLOURS["faint"],
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 1.0,
    "xtick.color": COLOURS["faint"],
    "ytick.color": COLOURS["faint"],
    "xtick.labelcolor": COLOURS["soft"],
    "ytick.labelcolor": COLOURS["soft"],
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "grid.color": COLOURS["hair"],
    "grid.linewidth": 0.8,
    "lines.linewidth": 2.2,
    "lines.markersize": 5,
    "legend.frameon": False,
    "legend.fontsize": SMALL,
    "axes.prop_cycle": mpl.cycler(color=[COLOURS[hue] for hue in "abcd"], linestyle=["-", "--", ":", "-."]),
    "path.simplify_threshold": 0.2,
}
KEPT = {"fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "fill-opacity", "stroke-opacity", "opacity", "font-size", "font-weight", "font-style", "text-anchor"}
LONG = re.compile(r"-?\d+\.\d{2,}(?:e-?\d+)?")


@contextmanager
def axes(height: float = 240, rows: int = 1, columns: int = 1, **grid: Any) -> Iterator[tuple[Plot, Any]]:
    """Give a figure of 400 × `height` units and its axes, under the house's rules; further arguments are `subplots`' own."""
    with mpl.rc_context(RULES):
        plot = Plot(figsize=(WIDTH / 72, height / 72), layout="constrained")
        FigureCanvasSVG(plot)
        yield plot, plot.subplots(rows, columns, **grid)


def svg(plot: Plot, alt: str) -> str:
    """Return a plot as the text of a file; call it inside `with axes()`."""
    raw = io.StringIO()
    plot.savefig(raw, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    tree = etree.fromstring(raw.getvalue())
    for parent in tree.iter():
        for child in list(parent):
            if child.tag in (f"{NAMESPACE}metadata", f"{NAMESPACE}style") or child.tag.endswith("}RDF"):
                parent.remove(child)
    for element in tree.iter():
        _rewrite(element)
    _shorten_ids(tree)
    body = "\n".join(_text(child) for child in tree)
    return wrap(body, WIDTH, round(plot.get_figheight() * 72), alt)


def _rewrite(element: etree.Element) -> None:
    """Turn the style of one element into attributes and classes, and round its numbers."""
    style = dict(part.split(":", 1) for part in element.attrib.pop("style", "").split(";") if ":" in part)
    style = {key.strip(): value.strip() for key, value in style.items()}
    if "font" in style:  # matplotlib's shorthand, such as "600 13px 'DejaVu Sans', sans-serif"
        style["font-size"] = re.search(r"[\d.]+px", style["font"])[0]
        weight = re.match(r"(?:normal )*(\d+|bold)", style["font"])
        style |= {"font-weight": "600"} if weight else {}  # the house has one bold
        style |= {"font-style": "italic"} if "italic" in style["font"] else {}
    if element.tag == f"{NAMESPACE}text":
        style.setdefault("fill", COLOURS["ink"])
    classes = [f"{prefix}-{ROLES[style[key]]}" for key, prefix in (("fill", "f"), ("stroke", "s")) if style.get(key) in ROLES]
    if classes:
        element.set("class", " ".join(classes))
    for key, value in style.items():
        if key in KEPT:
            element.set(key, value.removesuffix("px"))
    for key in ("d", "x", "y", "width", "height", "transform", "points", "stroke-width", "font-size", "stroke-dasharray"):
        if key in element.attrib:
            element.set(key, LONG.sub(lambda match: number(float(match[0])), element.attrib[key]).replace("\n", " "))


def _shorten_ids(tree: etree.Element) -> None:
    """Keep only ids that something refers to, under short names."""
    text = etree.tostring(tree, encoding="unicode")
    used = dict.fromkeys(re.findall(r'(?:url\(#|href="#)([^)"]+)', text))
    names = {old: f"p{index}" for index, old in enumerate(used)}
    for element in tree.iter():
        old = element.attrib.pop("id", None)
        if old in names:
            element.set("id", names[old])
        if XLINK in element.attrib:
            element.set("href", "#" + names[element.attrib.pop(XLINK).removeprefix("#")])
        if "clip-path" in element.attrib:
            element.set("clip-path", re.sub(r"url\(#([^)]+)\)", lambda match: f"url(#{names[match[1]]})", element.attrib["clip-path"]))


def _text(element: etree.Element) -> str:
    for part in element.iter():
        part.tag = part.tag.removeprefix(NAMESPACE)
    text = etree.tostring(element, encoding="unicode").strip()
    return re.sub(r">\s+<", ">\n<", text)
