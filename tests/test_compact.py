"""Fewer bytes, the same page: paths draw the same line, text keeps its space."""

import re

import pytest

from papernotes.compact import compact_drawing, compact_page, compact_path


def points(path: str) -> list[tuple[float, float]]:
    """Follow a path of M, L, l, H, h, V, v and z to the points it visits."""
    visited, x, y, start, command = [], 0.0, 0.0, (0.0, 0.0), ""
    steps = re.findall(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)", path)
    while steps:
        if steps[0].isalpha():
            command = steps.pop(0)
        if command in "zZ":
            x, y = start
            visited.append((x, y))
            continue
        dx = float(steps.pop(0)) if command in "MLlHh" else 0.0
        dy = float(steps.pop(0)) if command in "MLlVv" else 0.0
        x = dx if command in "MLH" else x + dx
        y = dy if command in "MLV" else y + dy
        if command == "M":
            start, command = (x, y), "L"
        visited.append((x, y))
    return visited


@pytest.mark.parametrize(
    "path",
    [
        "M 116.46 128.54  L 117.26 127.74  L 118.06 126.94 z",
        "M28.29 155 L397 155 L397 20.34 z M10 10 L20 20",
        "M5 5 L9 9 z L7 20 L7 21.5",
        "M0 0H10.04V-3.96H.06z",
        "M" + " L".join(f"{0.37 * n:.2f} {(n * n) % 7 / 3:.3f}" for n in range(400)),
    ],
)
def test_a_shorter_path_visits_the_same_points_to_a_tenth_of_a_pixel(path: str):
    short = compact_path(path)
    assert len(short) < len(path)
    away = [max(abs(x - u), abs(y - v)) for (x, y), (u, v) in zip(points(path), points(short), strict=True)]
    assert max(away) <= 0.051


def test_curves_become_relative_too():
    assert compact_path("M10 10C10 20 20 30 30 30Q40 30 40 20L40 20.04") == "M10 10c0 10 10 20 20 20q10 0 10-10l0 0"


@pytest.mark.parametrize("path", ["M0 0A5 5 0 0 1 10 10", "m1 1l2 2", "M1", ""])
def test_a_path_with_other_commands_stays_as_it_is(path: str):
    assert compact_path(path) == path


def test_what_draws_nothing_and_colours_that_the_styles_give_are_dropped():
    svg = '<g><g /></g><path d="M 0 1  L 2 1 z " fill="none" /><rect class="f-a s-b" fill="#0a6355" stroke="#111" x="1"/><rect class="s-b" fill="#fff" stroke="#111"/><text transform="rotate(-0 1 2)" fill="#123456">a</text>'
    assert compact_drawing(svg) == '<rect class="f-a s-b" x="1"/><rect class="s-b" fill="#fff"/><text fill="#123456">a</text>'


def test_lines_lose_their_indentation_where_it_is_not_text():
    html = "<div>\n\n    <p>a\n      b</p>\n  <pre>\n    kept\n\n  kept</pre>\n   <script>\n  kept\n</script>\n\n</div>"
    assert compact_page(html) == "<div>\n<p>a\nb</p>\n<pre>\n    kept\n\n  kept</pre>\n<script>\n  kept\n</script>\n</div>"
