"""House style: a small builder of SVG text, so that all figures look drawn by one hand.

A drawing is 400 units wide, which is a telephone's column: text of 13 units is 10 pixels there and 18 on a wide screen.
Grow downwards, not sideways.
Text may hold `*x*` (a symbol, italic), `_{k}` and `^{T}` (below and above the line).
There are no ids and no style sheet in a drawing: colours are attributes with a class beside them (see `palette`).
"""

import re
from collections.abc import Iterable, Sequence
from html import escape
from math import hypot

from papernotes.figures.palette import COLOURS, TINTS, fill, paint

WIDTH = 400
SANS = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'Liberation Sans', Arial, sans-serif"
SIZE, SMALL = 13, 11.5  # nothing smaller: 11.5 is 9.4 pixels on a telephone
LINE = 1.28  # line height
INLINE = re.compile(r"(?P<italic>\*)|_\{(?P<below>[^}]*)\}|\^\{(?P<above>[^}]*)\}|(?P<plain>[^*_^]+|.)")
NARROW, WIDE = set("iljtfrI.,:;'|!()[]{} -1/"), set("mwMWGOQ@%→×≈Σ")
Point = tuple[float, float]


def number(value: float) -> str:
    """Write a coordinate with at most two decimals."""
    return f"{round(value, 2) + 0:.2f}".rstrip("0").rstrip(".")  # + 0: no "-0"


def text_width(words: str, size: float = SIZE, weight: int = 400) -> float:
    """Estimate how wide a line of text is, in drawing units; a little too wide rather than too narrow."""
    plain = re.sub(r"[*{}]|[_^](?=\{)", "", words)
    ems = sum(0.31 if c in NARROW else 0.86 if c in WIDE else 0.68 if c.isupper() else 0.57 for c in plain)
    return ems * size * (1.06 if weight > 400 else 1)


def _spans(words: str, size: float) -> str:
    """Turn the little marks of a text into tspans; what is shifted is shifted back by the next piece."""
    out, shift, italic = [], 0.0, False
    for piece in INLINE.finditer(words):
        kind = piece.lastgroup or "plain"
        if kind == "italic":
            italic = not italic
            continue
        wanted = {"below": 0.24 * size, "above": -0.36 * size}.get(kind, 0.0)
        attributes = f' dy="{number(wanted - shift)}"' if abs(wanted - shift) > 1e-9 else ""
        attributes += f' font-size="{number(0.78 * size)}"' if kind != "plain" else ""
        attributes += ' font-style="italic"' if italic and not piece[kind].isdigit() else ""
        shift = wanted
        content = escape(piece[kind], quote=False)
        out.append(f"<tspan{attributes}>{content}</tspan>" if attributes else content)
    return "".join(out)


class Drawing:
    """Collect shapes; each method adds one and returns the drawing's own ordinate or nothing at all.

    `role` arguments name a colour of `palette.COLOURS`; `hue` arguments name a pair of tint and line: a, b, c, d or n.
    """

    def __init__(self, height: float, width: float = WIDTH):
        self.width, self.height = width, height
        self.parts: list[str] = []

    def add(self, markup: str) -> None:
        """Add SVG as it is."""
        self.parts.append(markup)

    def rect(self, x: float, y: float, w: float, h: float, inside: str = "paper", line: str = "ink", *, radius: float = 3, weight: float = 1.3, dash: str = "", strength: float = 1) -> None:
        """Draw a rectangle; `strength` is the opacity of its inside, for values between 0 and 1."""
        if x < 0 or y < 0 or x + w > self.width or y + h > self.height:
            raise ValueError(f"a rectangle leaves the drawing: from ({x:.0f}, {y:.0f}) to ({x + w:.0f}, {y + h:.0f}) of ({self.width}, {self.height})")
        extra = f' rx="{number(radius)}"' if radius else ""
        extra += f' stroke-width="{number(weight)}"' if line != "none" else ""
        extra += f' stroke-dasharray="{dash}"' if dash else ""
        extra += f' fill-opacity="{number(strength)}"' if strength < 1 else ""
        self.add(f'<rect x="{number(x)}" y="{number(y)}" width="{number(w)}" height="{number(h)}" {paint(inside, line)}{extra}/>')

    def circle(self, x: float, y: float, r: float, inside: str = "paper", line: str = "ink", *, weight: float = 1.3, strength: float = 1) -> None:
        """Draw a circle."""
        extra = f' stroke-width="{number(weight)}"' if line != "none" else ""
        extra += f' fill-opacity="{number(strength)}"' if strength < 1 else ""
        self.add(f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(r)}" {paint(inside, line)}{extra}/>')

    def path(self, d: str, line: str = "ink", inside: str = "none", *, weight: float = 1.5, dash: str = "", strength: float = 1) -> None:
        """Draw an SVG path."""
        extra = f' stroke-width="{number(weight)}"' if line != "none" else ""
        extra += f' stroke-dasharray="{dash}"' if dash else ""
        extra += f' fill-opacity="{number(strength)}"' if strength < 1 else ""
        self.add(f'<path d="{d}" {paint(inside, line)}{extra}/>')

    def line(self, points: Sequence[Point], role: str = "soft", *, weight: float = 1.5, dash: str = "", round: float = 0) -> None:
        """Draw a line through points; `round` is the radius of its corners."""
        self.path(_route(points, round), role, weight=weight, dash=dash)

    def arrow(self, points: Sequence[Point], role: str = "soft", *, weight: float = 1.6, dash: str = "", round: float = 6, both: bool = False) -> None:
        """Draw a line that ends in a filled head (`both`: at each end); the tip is the last point."""
        points = list(points)
        head = 5.5 + weight
        heads = [_head(points[-2], points[-1], head)] + ([_head(points[1], points[0], head)] if both else [])
        points[-1] = _towards(points[-1], points[-2], head * 0.8)
        points[0] = _towards(points[0], points[1], head * 0.8) if both else points[0]
        self.line(points, role, weight=weight, dash=dash, round=round)
        self.path(" ".join(heads), "none", role)

    def text(self, x: float, y: float, words: str | Sequence[str], role: str = "ink", *, size: float = SIZE, anchor: str = "middle", weight: int = 400, halo: bool = False, turn: float = 0, mono: bool = False) -> float:
        """Write one line, or several below each other; return the baseline that a next line would have.

        `y` is the first baseline; `halo` lays paper behind the letters where a line passes; `turn` rotates, in degrees.
        """
        for line in [words] if isinstance(words, str) else words:
            if not turn:
                self._check_room(x, y, line, size, anchor, weight)
            extra = f' font-size="{number(size)}"' if size != SIZE else ""
            extra += f' text-anchor="{anchor}"' if anchor != "start" else ""
            extra += f' font-weight="{weight}"' if weight != 400 else ""
            extra += ' font-family="ui-monospace, Menlo, Consolas, \'Liberation Mono\', monospace"' if mono else ""
            extra += f' transform="rotate({number(turn)} {number(x)} {number(y)})"' if turn else ""
            look = fill(role) if not halo else f'class="f-{role} s-paper" fill="{COLOURS[role]}" stroke="{COLOURS["paper"]}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
            self.add(f'<text x="{number(x)}" y="{number(y)}" {look}{extra}>{_spans(line, size)}</text>')
            y += size * LINE
        return y

    def _check_room(self, x: float, y: float, words: str, size: float, anchor: str, weight: int) -> None:
        """Refuse text that would leave the drawing, and text too small to read."""
        width = text_width(words, size, weight)
        left = x - {"start": 0, "middle": 0.5, "end": 1}[anchor] * width
        if left < -1 or left + width > self.width + 1 or y > self.height or y < 0.7 * size:
            raise ValueError(f"the text '{words}' leaves the drawing: it would reach from {left:.0f} to {left + width:.0f} of {self.width}, at {y:.0f} of {self.height}")
        if size < SMALL:
            raise ValueError(f"the text '{words}' is smaller than {SMALL} units, too small on a telephone")

    def box(self, x: float, y: float, w: float, h: float, words: str | Sequence[str], hue: str = "n", *, size: float = SIZE, weight: int = 400, radius: float = 5, dash: str = "") -> None:
        """Draw a rounded box with text in its middle: an operation, a part."""
        self.rect(x, y, w, h, TINTS[hue], _line(hue), radius=radius, dash=dash)
        self._centred(x + w / 2, y + h / 2, words, size, weight)

    def tensor(self, x: float, y: float, w: float, h: float, name: str, shape: str = "", hue: str = "a", *, size: float = SIZE, side: str = "below") -> None:
        """Draw an array as a square-cornered block with its name inside and its shape `below`, `above`, `right` or `inside`."""
        self.rect(x, y, w, h, TINTS[hue], _line(hue), radius=0)
        words = [name, shape] if side == "inside" and shape else [name]
        self._centred(x + w / 2, y + h / 2, words, size, 600)
        places = {"below": (x + w / 2, y + h + 14, "middle"), "above": (x + w / 2, y - 5, "middle"), "right": (x + w + 6, y + h / 2 + 4, "start")}
        if shape and side in places:
            at_x, at_y, anchor = places[side]
            self.text(at_x, at_y, shape, "soft", size=SMALL, anchor=anchor)

    def _centred(self, x: float, y: float, words: str | Sequence[str], size: float, weight: int) -> None:
        lines = [words] if isinstance(words, str) else list(words)
        self.text(x, y + 0.35 * size - (len(lines) - 1) * size * LINE / 2, lines, size=size, weight=weight)

    def grid(self, x: float, y: float, values: Sequence[Sequence[float | None]], cell: float = 20, *, height: float = 0, role: str = "heat", digits: int | None = None, size: float = SMALL, line: str = "faint") -> None:
        """Draw a matrix as cells whose darkness is the value between 0 and 1; None is an empty, crossed cell.

        `height` is the cells' height where they are not square; with `digits`, each cell says its value too.
        """
        height = height or cell
        for i, row in enumerate(values):
            for j, value in enumerate(row):
                at_x, at_y = x + j * cell, y + i * height
                self.rect(at_x, at_y, cell, height, "paper", line, radius=0, weight=0.8)
                if value is None:
                    self.path(f"M{number(at_x + 4)} {number(at_y + height - 4)}L{number(at_x + cell - 4)} {number(at_y + 4)}", "faint", weight=1)
                    continue
                if value > 0.01:
                    self.rect(at_x, at_y, cell, height, role, "none", radius=0, strength=min(value, 1))
                if digits is not None:
                    self.text(at_x + cell / 2, at_y + height / 2 + 0.35 * size, f"{value:.{digits}f}", size=size)

    def plus(self, x: float, y: float, sign: str = "+", r: float = 9) -> None:
        """Draw an operation on two inputs as a circle with its sign: +, ×, σ."""
        self.circle(x, y, r, "paper", "ink")
        if sign in "+×":
            k = r * 0.5 if sign == "+" else r * 0.38
            bars = f"M{number(x - k)} {number(y)}H{number(x + k)}M{number(x)} {number(y - k)}V{number(y + k)}" if sign == "+" else f"M{number(x - k)} {number(y - k)}L{number(x + k)} {number(y + k)}M{number(x - k)} {number(y + k)}L{number(x + k)} {number(y - k)}"
            self.path(bars, weight=1.5)
        else:
            self.text(x, y + 4.5, sign)

    def brace(self, x: float, y: float, length: float, words: str = "", *, upright: bool = False, gap: float = 5) -> None:
        """Draw a bracket over a stretch (below it with a negative `gap`), or, `upright`, beside it, with its words outside."""
        if upright:
            self.path(f"M{number(x - gap)} {number(y)}H{number(x)}V{number(y + length)}H{number(x - gap)}", "soft", weight=1.2)
            self.text(x + (6 if gap > 0 else -6), y + length / 2 + 4, words, "soft", size=SMALL, anchor="start" if gap > 0 else "end") if words else None
            return
        self.path(f"M{number(x)} {number(y + gap)}V{number(y)}H{number(x + length)}V{number(y + gap)}", "soft", weight=1.2)
        self.text(x + length / 2, y + (-5 if gap > 0 else 13), words, "soft", size=SMALL) if words else None

    def heading(self, y: float, words: str, *, x: float = 0, role: str = "ink") -> None:
        """Write the head of a panel, at its left edge."""
        self.text(x, y, words, role, weight=600, anchor="start")

    def svg(self, alt: str) -> str:
        """Return the picture as the text of a file; its title is the first sentence of `alt`."""
        return wrap("\n".join(self.parts), self.width, self.height, alt)


def wrap(body: str, width: float, height: float, alt: str) -> str:
    """Put drawn shapes into a file's outermost element, with a name and a description for those who do not see it."""
    title, _, rest = alt.partition(". ")
    described = f"<desc>{escape(rest, quote=False)}</desc>\n" if rest else ""
    size = f'viewBox="0 0 {number(width)} {number(height)}" width="{number(width)}" height="{number(height)}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="pn-drawing" {size} role="img" font-family="{SANS}" font-size="{SIZE}" stroke-linecap="round" stroke-linejoin="round">\n'
        f'<title>{escape(title.rstrip("."), quote=False)}</title>\n{described}'
        f'<rect class="f-paper" width="{number(width)}" height="{number(height)}" fill="{COLOURS["paper"]}"/>\n'
        f"{body}\n</svg>\n"
    )


def _line(hue: str) -> str:
    return "faint" if hue == "n" else hue


def _towards(start: Point, end: Point, distance: float) -> Point:
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1
    return start[0] + (end[0] - start[0]) * distance / length, start[1] + (end[1] - start[1]) * distance / length


def _head(before: Point, tip: Point, size: float) -> str:
    """Write an arrow's head as a closed path: no marker, hence no id."""
    base = _towards(tip, before, size)
    across = ((tip[1] - base[1]) * 0.42, -(tip[0] - base[0]) * 0.42)
    corners: Iterable[Point] = (tip, (base[0] + across[0], base[1] + across[1]), (base[0] - across[0], base[1] - across[1]))
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in corners) + "Z"


def _route(points: Sequence[Point], radius: float) -> str:
    """Write a path through points with its corners rounded."""
    out = [f"M{number(points[0][0])} {number(points[0][1])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        room = min(radius, hypot(corner[0] - before[0], corner[1] - before[1]) / 2, hypot(after[0] - corner[0], after[1] - corner[1]) / 2)
        into, out_of = _towards(corner, before, room), _towards(corner, after, room)
        bend = f"L{number(into[0])} {number(into[1])}Q{number(corner[0])} {number(corner[1])} {number(out_of[0])} {number(out_of[1])}"
        out.append(bend if room > 0.1 else f"L{number(corner[0])} {number(corner[1])}")
    return "".join(out) + f"L{number(points[-1][0])} {number(points[-1][1])}"
