"""The house style refuses what could not be read, and its colours are those of the page."""

import re
from pathlib import Path

import pytest

from papernotes import figures_inline
from papernotes.figures import Figure, picture_name
from papernotes.figures.palette import COLOURS
from papernotes.figures.style import Drawing, text_width

CSS = (Path(figures_inline.__file__).parent / "theme/assets/figures.css").read_text(encoding="utf-8")
ENGRAM = (Path(figures_inline.__file__).parent / "theme/assets/engram.css").read_text(encoding="utf-8")


@pytest.mark.parametrize(("x", "y", "anchor"), [(390, 50, "start"), (10, 50, "end"), (5, 50, "middle"), (200, 105, "middle"), (200, 2, "middle")])
def test_text_that_would_leave_the_drawing_is_refused(x: float, y: float, anchor: str):
    with pytest.raises(ValueError, match=r"the text 'much too far out' leaves the drawing: it would reach from -?\d+ to \d+ of 400, at \d+ of 100"):
        Drawing(100).text(x, y, "much too far out", anchor=anchor)


def test_rectangle_that_would_leave_the_drawing_is_refused():
    with pytest.raises(ValueError, match=re.escape("a rectangle leaves the drawing: from (380, 90) to (400, 110) of (400, 100)")):
        Drawing(100).rect(380, 90, 20, 20)


def test_text_that_a_telephone_cannot_show_is_refused():
    with pytest.raises(ValueError, match=re.escape("the text 'tiny' is smaller than 11.5 units, too small on a telephone")):
        Drawing(100).text(200, 50, "tiny", size=9)


def test_marks_in_text_become_italic_and_shifted_letters():
    drawing = Drawing(100)
    drawing.text(200, 50, "*d_{k}* < 2^{n}")
    assert '<tspan font-style="italic">d</tspan><tspan dy="3.12" font-size="10.14" font-style="italic">k</tspan><tspan dy="-3.12"> &lt; 2</tspan><tspan dy="-4.68" font-size="10.14">n</tspan>' in drawing.parts[0]


def test_an_arrow_ends_at_its_last_point():
    drawing = Drawing(100)
    drawing.arrow([(10, 10), (60, 10)])
    line, head = drawing.parts
    assert 'd="M60 10L' in head
    assert float(re.search(r"L([\d.]+) 10\"", line)[1]) < 60, "the line would show beside the tip"


def test_width_of_text_follows_its_letters_and_leaves_its_marks_out():
    assert text_width("MMMM") > text_width("nnnn") > text_width("iiii")
    assert text_width("nn", weight=600) > text_width("nn")
    assert text_width("*x*_{k}") == text_width("xk")


def test_title_of_a_drawing_is_the_first_sentence_of_its_alt_text():
    svg = Drawing(10).svg("A & B meet. Then they part. And that is all.")
    assert "<title>A &amp; B meet</title>\n<desc>Then they part. And that is all.</desc>" in svg


def test_markdown_of_a_figure_carries_caption_kind_and_source():
    figure = Figure("transformer/bert", "The idea", "It shows this.", "A caption.", "schematic", after="[@key, Fig. 2]")
    assert figure.markdown("transformer/x") == "![It shows this.](../../images/transformer/x.svg)\n\n/// figure-caption\nA caption. A schematic. After [@key, Fig. 2].\n///\n"


@pytest.mark.parametrize(("module", "name"), [("cnn_yolo_grid", "cnn/yolo-grid"), ("three_d_plane_sweep", "3d/plane-sweep"), ("og_three_d", "og/3d")])
def test_script_is_named_like_its_picture(module: str, name: str):
    assert picture_name(module) == name


def test_script_without_a_topic_is_refused():
    with pytest.raises(ValueError, match="papernotes/figures/lonely.py: name the script <topic>_<name>.py"):
        picture_name("lonely")


def scheme(dark: bool) -> dict[str, str]:
    """Read what each colour's variable is in one scheme, following a variable of the theme to its value."""
    theme = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", ENGRAM[ENGRAM.index('[data-md-color-scheme="slate"]') :] if dark else ENGRAM[ENGRAM.index(":root,") : ENGRAM.index('[data-md-color-scheme="slate"]')]))
    light, _, slate = CSS.partition('[data-md-color-scheme="slate"]')
    own = dict(re.findall(r"--pn-fig-([\w-]+): ([^;]+);", light)) | (dict(re.findall(r"--pn-fig-([\w-]+): ([^;]+);", slate.partition("}\n}")[0])) if dark else {})
    return {role: theme[value[4:-1]] if value.startswith("var(") else value for role, value in own.items()}


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_page_gives_every_colour_the_light_value_of_the_file():
    assert scheme(dark=False) == COLOURS


def test_page_recolours_every_class_of_the_palette():
    fills, strokes = set(re.findall(r"\.f-([\w-]+) \{ fill: var\(--pn-fig-\1\); \}", CSS)), set(re.findall(r"\.s-([\w-]+) \{ stroke: var\(--pn-fig-\1\); \}", CSS))
    assert fills == set(COLOURS)
    assert strokes >= {role for role in COLOURS if not role.startswith("heat")}


@pytest.mark.parametrize("dark", [False, True])
def test_text_is_legible_on_every_ground_in_both_schemes(dark: bool):
    colours = scheme(dark)
    for ground in ("paper", "surface", "a-tint", "b-tint", "c-tint", "d-tint", "heat", "heat-b", "heat-c"):
        assert contrast(colours["ink"], colours[ground]) >= 4.5, f"ink on {ground}"
    for text in ("soft", "a", "b", "c", "d"):
        assert contrast(colours[text], colours["paper"]) >= 4.5, f"{text} on paper"
