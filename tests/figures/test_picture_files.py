"""Each picture of images/ is a sound file, comes from a script of ours or a named source, and stands in a note with its words."""

import importlib
import re
import xml.etree.ElementTree as etree
from pathlib import Path

import pytest
from figures.pictures import CARDS, DRAWINGS, FILES, IMAGES, ROOT, SCRIPTS, SOURCES
from PIL import Image

from papernotes.figures import picture_file
from papernotes.figures.records import topics
from papernotes.figures.style import SMALL
from papernotes.linkcheck.images import SUFFIXES, image_format

LARGEST = {"SVG": 80_000, "raster": 300_000}  # bytes
SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {"svg", "title", "desc", "defs", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "use", "clipPath"}
PICTURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<src>[^)\s]+)\)(?P<rest>[^\n]*\n\n/// figure-caption[^\n]*\n(?P<caption>.*?)\n///)?", re.DOTALL)


def uses() -> dict[str, list[tuple[str, str, str]]]:
    """Map each picture to its places: the note's path, the alt text, the caption (empty where there is none)."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for note in sorted((ROOT / "docs").rglob("*.md")):
        for match in PICTURE.finditer(note.read_text(encoding="utf-8")):
            path = (IMAGES.parent / match["src"].lstrip("/") if match["src"].startswith("/") else note.parent / match["src"]).resolve()
            if path.is_relative_to(IMAGES):
                place = (note.relative_to(ROOT).as_posix(), match["alt"], (match["caption"] or "").strip())
                found.setdefault(path.relative_to(IMAGES).as_posix(), []).append(place)
    return found


USES = uses()


@pytest.mark.parametrize("name", FILES)
def test_picture_is_whole_and_of_the_kind_that_its_name_says(name: str):
    path = IMAGES / name
    kind = image_format(path.read_bytes())
    assert kind == SUFFIXES.get(path.suffix.lstrip(".").lower())
    if kind != "SVG":
        with Image.open(path) as picture:
            picture.load()  # every pixel: a truncated file fails here
            assert min(picture.size) > 1


@pytest.mark.parametrize("name", FILES)
def test_picture_is_small_enough_to_send(name: str):
    size = (IMAGES / name).stat().st_size
    assert size <= LARGEST["SVG" if name.endswith(".svg") else "raster"], f"{name} has {size:,} bytes"


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".svg")])
def test_svg_only_draws_and_asks_for_nothing(name: str):
    root = etree.fromstring((IMAGES / name).read_bytes())
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= ALLOWED
    for element in root.iter():
        for key, value in element.attrib.items():
            assert not key.startswith("on"), f"{key} runs a script"
            assert not key.endswith("href") or value.startswith("#"), f"{key} leads out of the file: {value}"
            assert "url(" not in value or re.fullmatch(r"url\(#[\w-]+\)", value), f"{key} leads out of the file: {value}"
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}", "without its size, a page moves while it loads"


@pytest.mark.parametrize("name", DRAWINGS)
def test_drawing_says_what_it_shows_and_has_colours_of_its_own(name: str):
    root = etree.fromstring((IMAGES / name).read_bytes())
    assert root.get("role") == "img"
    assert len(root.findtext(f"{SVG}title", "")) > 20
    for element in root.iter():
        for key in ("fill", "stroke"):
            value = element.get(key, "none")
            assert value == "none" or re.fullmatch(r"#[0-9a-f]{6}", value), f"{key}={value} is not a plain colour"
            assert value == "none" or f"{key[0]}-" in element.get("class", ""), f"{key}={value} has no class, so the page cannot recolour it"


@pytest.mark.parametrize("name", DRAWINGS)
def test_drawing_has_no_text_too_small_for_a_telephone(name: str):
    root = etree.fromstring((IMAGES / name).read_bytes())
    sizes = [float(text.get("font-size", "13")) for text in root.iter(f"{SVG}text")]
    assert all(size >= SMALL for size in sizes), sorted(sizes)[:3]


@pytest.mark.parametrize("name", FILES)
def test_picture_has_a_script_or_a_source(name: str):
    assert name.rpartition(".")[0] in SCRIPTS or f"images/{name}" in SOURCES, f"draw images/{name} by a script, or name its source in images/SOURCES.md"


@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_script_has_its_picture(name: str):
    assert picture_file(SCRIPTS[name]) in FILES, "run 'make figures' and commit the picture"


@pytest.mark.parametrize("name", [name for name in FILES if name not in CARDS])
def test_picture_stands_in_a_note_with_alt_text_and_caption(name: str):
    places = USES.get(name, [])
    assert places, f"images/{name} is in no note"
    for note, alt, caption in places:
        assert len(alt.split()) >= 8, f"{note}: the alt text of {name} does not carry its message: '{alt}'"
        assert caption, f"{note}: {name} has no caption"


@pytest.mark.parametrize("name", DRAWINGS)
def test_note_says_of_a_drawing_what_its_script_says(name: str):
    figure = importlib.import_module(f"papernotes.figures.{SCRIPTS[name.removesuffix('.svg')]}").FIGURE
    for note, alt, caption in USES.get(name, []):  # a picture that is in no note is the test above's
        assert alt == figure.alt, f"{note}: the alt text of {name} is not its script's"
        if figure.kind == "schematic":
            assert "schematic" in caption.lower() or "set by hand" in caption, f"{note}: the caption of {name} does not say that it is a schematic"
        assert figure.after in caption, f"{note}: the caption of {name} does not name {figure.after}"


def test_every_topic_and_the_home_page_have_a_card_of_the_size_that_open_graph_asks_for():
    assert sorted(Path(name).stem for name in CARDS) == sorted(["home", *topics()])
    for name in CARDS:
        with Image.open(IMAGES / name) as picture:
            assert picture.size == (1200, 630), name


def test_there_are_at_least_forty_drawings():
    assert len(DRAWINGS) >= 40


def test_a_picture_that_is_cut_short_is_noticed(tmp_path: Path):
    Image.new("RGB", (60, 60), "white").save(tmp_path / "cut.png")
    data = (tmp_path / "cut.png").read_bytes()
    (tmp_path / "cut.png").write_bytes(data[: len(data) // 2])
    with pytest.raises((OSError, SyntaxError)), Image.open(tmp_path / "cut.png") as picture:
        picture.load()
