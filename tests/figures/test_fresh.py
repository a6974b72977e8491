"""A picture is what its script draws today: the same structure and words, numbers within 0.02 of a unit, and each time the same bytes."""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as etree

import pytest
from figures.pictures import IMAGES, ROOT, SCRIPTS

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
SAMPLE = ["memory/fast-weights", "memory/ntm-addressing", "pruning/timeline", "transformer/parameters", "transformer/three-masks"]  # a plot, data, records, drawings
DRAW = "import importlib, sys; sys.stdout.write(importlib.import_module('papernotes.figures.' + sys.argv[1]).draw())"


def drawn_anew(script: str, seed: str) -> str:
    """Draw a figure in a process of its own, where sets and dictionaries are shuffled by another seed."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    result = subprocess.run([sys.executable, "-c", DRAW, script], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert result.returncode == 0, result.stderr
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


def check(name: str) -> None:
    script = SCRIPTS[name]
    one, two = drawn_anew(script, "1"), drawn_anew(script, "2")
    assert one == two, f"papernotes/figures/{script}.py draws another picture each time"
    kept = (IMAGES / f"{name}.svg").read_text(encoding="utf-8")
    assert differences(kept, one) == [], f"images/{name}.svg is not what papernotes/figures/{script}.py draws: run 'make figures'"


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


def test_a_last_digit_in_a_picture_is_not_a_change():
    svg = (IMAGES / "transformer/three-masks.svg").read_text(encoding="utf-8")
    assert differences(svg, svg.replace('r="3.6"', 'r="3.61"')) == []
