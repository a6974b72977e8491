"""Multiresolution search for a surface, drawn for a circle: only cells whose corners disagree are split."""

from papernotes.claims.three_d import surface_search_asks_a_tenth_of_the_grid
from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing, number

FIGURE = Figure(
    note="3d/occupancy-networks",
    place="From function to mesh",
    alt="To find a surface, split only the cells whose corners disagree. "
    "A circle in a grid of 8 by 8 cells: the cells that the circle crosses are split into four, twice, so that small cells line the circle and the rest stays coarse. "
    "Bars below give the counts for a ball in three dimensions: 35,937 points asked at first, 75,875 after one split, 235,573 after two, against 2,146,689 of the full grid.",
    caption="Multiresolution search, drawn in two dimensions for a circle and computed: filled points are inside, hollow ones outside, and only cells with both kinds at their corners are split. "
    "The bars count the points asked for a ball in three dimensions.",
    kind="data",
    after="[@mescheder2019occupancy, Fig. 2]",
)
CELLS, SIDE, X, Y = 8, 352, 24, 26
RADIUS = 0.41  # of the side
Cell = tuple[float, float, float]  # column and row of the corner, and size, in units of the coarse cells


def draw() -> str:
    """Draw the cells after two splits, the points asked, the circle, and the counts in three dimensions."""
    drawing = Drawing(540)
    drawing.heading(14, "cells split where their corners disagree", x=X)
    cells = [(float(j), float(i), 1.0) for i in range(CELLS) for j in range(CELLS)]
    everything = list(cells)
    for _ in range(2):
        cells = [part for cell in cells if _mixed(cell) for part in _quarters(cell)]
        everything += cells
    unit = SIDE / CELLS
    drawing.path("".join(f"M{number(X + unit * x)} {number(Y + unit * y)}h{number(unit * s)}v{number(unit * s)}h-{number(unit * s)}z" for x, y, s in everything), "faint", weight=0.9)
    drawing.circle(X + SIDE / 2, Y + SIDE / 2, RADIUS * SIDE, "none", "a", weight=2.6)
    _points(drawing, everything, unit)
    _counts(drawing, 404)
    return drawing.svg(FIGURE.alt)


def _inside(x: float, y: float) -> bool:
    return (x - CELLS / 2) ** 2 + (y - CELLS / 2) ** 2 <= (RADIUS * CELLS) ** 2


def _corners(cell: Cell) -> list[tuple[float, float]]:
    x, y, size = cell
    return [(x + a * size, y + b * size) for a in (0, 1) for b in (0, 1)]


def _mixed(cell: Cell) -> bool:
    """Tell whether the corners of a cell disagree."""
    return len({_inside(*corner) for corner in _corners(cell)}) == 2


def _quarters(cell: Cell) -> list[Cell]:
    x, y, size = cell
    return [(x + a * size / 2, y + b * size / 2, size / 2) for a in (0, 1) for b in (0, 1)]


def _points(drawing: Drawing, cells: list[Cell], unit: float) -> None:
    """Draw each corner that was asked: filled inside, hollow outside; one path for each kind."""
    asked = sorted({corner for cell in cells for corner in _corners(cell)})
    for inside in (True, False):
        r = 2.4
        dots = "".join(f"M{number(X + unit * x - r)} {number(Y + unit * y)}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 -{2 * r} 0" for x, y in asked if _inside(x, y) == inside)
        drawing.path(dots, "a" if inside else "soft", "a" if inside else "paper", weight=1)


def _counts(drawing: Drawing, y: float) -> None:
    """Draw how many points are asked for the ball, to scale with the full grid."""
    numbers = surface_search_asks_a_tenth_of_the_grid().numbers
    drawing.heading(y, "a ball in three dimensions: points asked", x=X)
    rows = [*zip(["first grid", "one split", "two splits"], numbers["asked"], "aaa", strict=True), ("full grid", numbers["grid"], "n")]
    for k, (words, count, hue) in enumerate(rows):
        top, width = y + 12 + 29 * k, 300 * count / numbers["grid"]
        drawing.text(X + 66, top + 15, words, anchor="end", size=SMALL)
        drawing.rect(X + 72, top, width, 20, "surface" if hue == "n" else "heat", "faint" if hue == "n" else "a", radius=0)
        inside = width > 150
        drawing.text(X + 78 + (0 if inside else width), top + 15, f"{count:,}" + (f": {100 * count / numbers['grid']:.0f} %" if k == 2 else ""), size=SMALL, weight=600, anchor="start")
