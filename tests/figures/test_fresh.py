"""A picture is what its script draws today: the same structure and words, numbers within 0.02 of a unit, and each time the same bytes."""

import io
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as etree

import pytest
from figures.pictures import IMAGES, ROOT, SCRIPTS
from PIL import Image, ImageChops

from papernotes.figures import picture_file

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
SAMPLE = ["memory/fast-weights", "memory/ntm-addressing", "og/cnn", "pruning/timeline", "transformer/parameters", "transformer/three-masks"]  # a plot, data, records, drawings
DRAW = "import sys; from papernotes.figures.draw import picture; sys.stdout.buffer.write(picture(sys.argv[1]))"


def drawn_anew(script: str, seed: str) -> bytes:
    """Draw a figure in a process of its own, where sets and dictionaries are shuffled by another seed."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    result = subprocess.run([sys.executable, "-c", DRAW, script], cwd=ROOT, env=environment, capture_output=True, timeout=300)
    assert result.returncode == 0, result.stderr.decode()
    return result.stdout


def shape(svg: str) -> list[tuple[str, str, dict[str, str], list[float]]]:
    """Reduce a picture to what must be equal (tags, words, attributes without their numbers) and what may differ a little."""
    found = []
    for element in etree.fromstring(svg).iter():
        attributes = {key: NUMBER.sub("#", value) for key, value in element.attrib.items() if key not in ("class", "fill", "stroke")}
        attributes |= {key: element.get(key, "") for key in ("class", "fill", "stroke")}
        numbers = [float(n) for key, value in sorted(element.attrib.items()) if key not in ("class", "fill", "stroke", "id", "href") for n in NUMBER.findall(value)]
        found.append((element.tag, (element.text or "").strip(), attributes, numbers))
    return found


def differences(one: str, other: str) -> list[str]:
    """List what is not the same in two pictures, by element."""
    first, second = shape(one), shape(other)
    if len(first) != len(second):
        return [f"{len(first)} elements, not {len(second)}"]
    found = []
    for a, b in zip(first, second, strict=True):
        if a[:3] != b[:3]:
            found.append(f"{a[:3]} is not {b[:3]}")
        elif any(abs(x - y) > 0.02 for x, y in zip(a[3], b[3], strict=True)):
            found.append(f"{a[0]} '{a[1]}': {a[3]} is not {b[3]}")
    return found


def pixels_changed(one: bytes, other: bytes) -> int:
    """Count the pixels that differ by more than an edge drawn in another rounding does."""
    first, second = (Image.open(io.BytesIO(data)).convert("L") for data in (one, other))
    return sum(ImageChops.difference(first, second).histogram()[64:]) if first.size == second.size else -1


def check(name: str) -> None:
    script = SCRIPTS[name]
    one, two = drawn_anew(script, "1"), drawn_anew(script, "2")
    assert one == two, f"papernotes/figures/{script}.py draws another picture each time"
    kept = IMAGES / picture_file(script)
    changed = pixels_changed(kept.read_bytes(), one) if kept.suffix == ".png" else differences(kept.read_text(encoding="utf-8"), one.decode())
    assert not changed, f"images/{kept.relative_to(IMAGES)} is not what papernotes/figures/{script}.py draws: run 'make figures' ({changed})"


@pytest.mark.parametrize("name", SAMPLE)
def test_picture_is_what_its_script_draws(name: str):
    check(name)


@pytest.mark.more
@pytest.mark.parametrize("name", [name for name in sorted(SCRIPTS) if name not in SAMPLE])
def test_every_picture_is_what_its_script_draws(name: str):
    check(name)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda svg: svg.replace(">causal<", ">casual<", 1), "casual"),
        (lambda svg: svg.replace('r="3.6"', 'r="3.7"', 1), "3.7"),
        (lambda svg: svg.replace("f-a-tint", "f-b-tint", 1), "f-b-tint"),
        (lambda svg: svg.replace("</svg>", '<circle r="1"/></svg>'), "elements"),
    ],
)
def test_a_change_in_a_picture_is_noticed(change, found: str):
    svg = (IMAGES / "transformer/three-masks.svg").read_text(encoding="utf-8")
    assert found in " ".join(differences(svg, change(svg)))


def test_another_word_on_a_card_is_noticed():
    card = (IMAGES / "og/cnn.png").read_bytes()
    assert pixels_changed(card, card) == 0
    assert pixels_changed(card, (IMAGES / "og/rnn.png").read_bytes()) > 1000


def test_a_last_digit_in_a_picture_is_not_a_change():
    svg = (IMAGES / "transformer/three-masks.svg").read_text(encoding="utf-8")
    assert differences(svg, svg.replace('r="3.6"', 'r="3.61"')) == []
