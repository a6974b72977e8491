"""The picture that a link to a page shows elsewhere (Open Graph): the drawing that every `og_<topic>` script shares.

It is a PNG, because what shows links reads no SVG, and its letters come with matplotlib, so that any machine draws the same.
"""

import io
from textwrap import wrap

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Plot
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path

from papernotes.figures import Figure
from papernotes.figures.palette import COLOURS
from papernotes.figures.records import home, notes

WIDTH, HEIGHT = 1200, 630  # pixels, what Open Graph's readers expect
LEFT = 72
TRACE = "#14917b"  # of the mark, theme/assets/mark.svg
ECHOES = (103, 121, 139, 157)  # radii of the mark and of what it leaves, as on the home page


def figure(topic: str, data: tuple[str, ...]) -> Figure:
    """Say what a topic's card shows; `home` is the whole knowledge base."""
    index = home() if topic == "home" else notes()[f"{topic}/index"]
    return Figure(
        note=index.slug,
        place="the page's metadata",
        alt=f"Engram: {_title(topic)}. {index.meta.description}",
        caption="",
        kind="card",
        data=data,
    )


def _title(topic: str) -> str:
    return "Deep-learning papers, checked" if topic == "home" else notes()[f"{topic}/index"].title


def _below(topic: str) -> str:
    """Name the notes of a topic, or the topics."""
    chosen = [note for slug, note in notes().items() if (note.is_index if topic == "home" else note.topic == topic and not note.is_index)]
    return " · ".join((note.meta and note.meta.name) or note.title for note in chosen)


def draw(topic: str) -> bytes:
    """Draw a topic's card."""
    with mpl.rc_context({"font.family": "STIXGeneral", "figure.dpi": 100}):
        plot = Plot(figsize=(WIDTH / 100, HEIGHT / 100), facecolor=COLOURS["paper"])
        FigureCanvasAgg(plot)
        axes = plot.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, WIDTH), ylim=(HEIGHT, 0))
        axes.set_axis_off()
        _mark(axes, 985, 315)
        axes.text(LEFT, 96, "Engram", size=30, color=TRACE, weight="bold", va="center")
        y = _lines(axes, 190, _title(topic), 56, 24, "ink", weight="bold")
        y = _lines(axes, y + 22, (home() if topic == "home" else notes()[f"{topic}/index"]).meta.description, 27, 46, "soft", most=4)
        _lines(axes, max(y + 30, 500), _below(topic), 21, 62, "a")
        out = io.BytesIO()
        plot.savefig(out, format="png", metadata={"Software": None})
        return out.getvalue()


def _lines(axes, y: float, words: str, size: float, most_letters: int, role: str, *, weight: str = "normal", most: int = 3) -> float:
    """Write words below each other from `y`, at most `most` lines; return the ordinate of the next line."""
    lines = wrap(words, most_letters)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1].rstrip(" ·,") + " …"]
    for line in lines:
        axes.text(LEFT, y, line, size=size, color=COLOURS[role], weight=weight, va="center")
        y += 1.7 * size
    return y


def _mark(axes, x: float, y: float) -> None:
    """Draw the mark about (x, y), in front of the echoes that a trace leaves, the outer ones fainter."""
    for index, radius in reversed(list(enumerate(ECHOES))):
        # Clockwise on the screen from the right end of the bar, with the mark's gap below right.
        arc = Path.arc(0, 318)
        corners = arc.vertices * [radius, -radius] + [x, y]
        codes = arc.codes
        if index == 0:
            corners, codes = np.vstack([[x - 0.3 * radius, y], corners]), np.concatenate([[Path.MOVETO, Path.LINETO], codes[1:]])
        axes.add_patch(PathPatch(Path(corners, codes), fill=False, edgecolor=TRACE, linewidth=20 if index == 0 else 2.2, alpha=1 if index == 0 else 0.8 - 0.18 * index, capstyle="round", joinstyle="round"))
    axes.add_patch(Circle((x - 0.3 * ECHOES[0], y), 25, color=TRACE))
