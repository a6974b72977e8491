"""The drawn scene of the detection pictures: two sitting dogs in an image of 448 × 448 pixels."""

import re

from papernotes.figures.style import Drawing, number

Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels
DOGS: list[Box] = [(100, 150, 260, 390), (310, 160, 410, 340)]
SIDE = 448
DOG = (
    "M4 40C4 34 14 30 24 26L30 4L46 22C58 30 58 46 60 58C78 72 88 98 86 122C92 122 94 112 92 100"
    "C104 118 100 146 84 147L64 148L20 148C14 148 14 139 24 138L30 137C32 120 30 100 30 86C26 76 26 66 28 58C16 60 6 54 4 40Z"
)  # in a box of 100 × 150
HAUNCH = "M58 147C46 136 48 108 66 104M40 138C42 120 42 108 40 94"


def scaled(d: str, box: Box, width: float = 100, height: float = 150) -> str:
    """Move a path of absolute coordinates, drawn in `width` × `height`, into a box."""
    left, top, right, bottom = box

    def move(match: re.Match[str]) -> str:
        x = left + float(match[1]) / width * (right - left)
        y = top + float(match[2]) / height * (bottom - top)
        return f"{number(x)} {number(y)}"

    return re.sub(r"(-?[\d.]+) (-?[\d.]+)", lambda match: move(match) + " ", d).replace(" C", "C").replace(" L", "L").replace(" Z", "Z").strip()


def scene(drawing: Drawing, x: float, y: float, scale: float) -> None:
    """Draw sky, ground and two dogs; `scale` is drawing units a pixel."""
    side = SIDE * scale
    drawing.rect(x, y, side, side, "paper", "ink", radius=0)
    drawing.rect(x, y + 0.66 * side, side, 0.34 * side, "surface", "none", radius=0)
    for box in DOGS:
        placed = place(box, x, y, scale)
        drawing.path(scaled(DOG, placed), "ink", "hair", weight=1.6)
        drawing.path(scaled(HAUNCH, placed), "ink", weight=1.3)
        left, top, right, bottom = placed
        drawing.circle(left + 0.25 * (right - left), top + 0.235 * (bottom - top), 0.022 * (right - left) + 0.5, "ink", "none")
        drawing.circle(left + 0.06 * (right - left), top + 0.25 * (bottom - top), 0.03 * (right - left) + 0.5, "ink", "none")


def place(box: Box, x: float, y: float, scale: float) -> Box:
    """Turn a box in pixels into one in the drawing."""
    left, top, right, bottom = box
    return x + left * scale, y + top * scale, x + right * scale, y + bottom * scale


def frame(drawing: Drawing, box: Box, role: str, *, dash: str = "", weight: float = 2.2) -> None:
    """Draw a box of the drawing as a frame."""
    left, top, right, bottom = box
    drawing.rect(left, top, right - left, bottom - top, "none", role, radius=0, weight=weight, dash=dash)
