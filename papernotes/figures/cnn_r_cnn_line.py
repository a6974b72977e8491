"""R-CNN, Fast R-CNN and Faster R-CNN as three streams of data beside each other, with what each has to compute."""

from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="cnn/r-cnn",
    place="How it works",
    alt="R-CNN runs its network 2,000 times per image, Fast R-CNN once, and Faster R-CNN makes the proposals with the same network too. "
    "Three columns: R-CNN cuts 2,000 crops that selective search proposes and convolves each; Fast R-CNN convolves the image once and pools 2,000 regions from the map; "
    "Faster R-CNN's proposal network reads the same map and hands on 300 regions. "
    "Pixels to convolve: 103 million against 0.6 million. Time per image: 47, 1.8 and 0.2 seconds.",
    caption="Three detectors as streams of data; double frames mark what is learned. "
    "The pixels count 2,000 crops of 227 × 227 against one image of 1000 × 600. "
    "Times with VGG-16 and proposals included: 47 s [@girshick2015fast, §1.1], 0.32 s + 1.5 s and 0.198 s [@ren2015faster, §4.1].",
    kind="schematic",
)
COLUMNS = [67, 200, 333]
NAMES = ["R-CNN", "Fast R-CNN", "Faster R-CNN"]
WIDTH = 122
SECONDS = [47.0, 0.32 + 1.5, 0.198]
PIXELS = [2000 * 227 * 227, 1000 * 600, 1000 * 600]


def draw() -> str:
    """Draw the three streams, then what each costs."""
    drawing = Drawing(676)
    for x, name in zip(COLUMNS, NAMES, strict=True):
        drawing.text(x, 14, name, weight=600)
        _image(drawing, x, 26)
    for x in (133.5, 266.5):
        drawing.line([(x, 6), (x, 466)], "hair")
    _r_cnn(drawing, COLUMNS[0])
    _fast(drawing, COLUMNS[1])
    _faster(drawing, COLUMNS[2])
    _costs(drawing, 486)
    return drawing.svg(FIGURE.alt)


def _image(drawing: Drawing, x: float, y: float) -> None:
    drawing.rect(x - 26, y, 52, 34, "paper", "ink", radius=2)
    drawing.path(f"M{x - 25} {y + 32}l14 -18l10 10l9 -14l16 22z", "none", "hair")
    drawing.circle(x - 12, y + 9, 4, "hair", "none")


def _step(drawing: Drawing, x: float, y: float, words: list[str], hue: str, *, learned: bool = False, width: float = WIDTH) -> None:
    """Draw a step as a box with its middle at x; a learned one has a double frame."""
    height = 14 + 16 * len(words)
    drawing.box(x - width / 2, y, width, height, words, hue, size=SMALL)
    if learned:
        drawing.rect(x - width / 2 + 3, y + 3, width - 6, height - 6, "none", "faint" if hue == "n" else hue, radius=3, weight=1)


def _down(drawing: Drawing, x: float, y: float, end: float, words: str = "", *, shift: float = 0) -> None:
    drawing.arrow([(x, y), (x, end)], "soft")
    drawing.text(x + 7 + shift, (y + end) / 2 + 4, words, size=SMALL, anchor="start", weight=600) if words else None


def _r_cnn(drawing: Drawing, x: float) -> None:
    """Draw the stream in which each region is a picture of its own."""
    _down(drawing, x, 62, 82)
    _step(drawing, x, 84, ["selective search"], "n")
    _down(drawing, x, 116, 146, "~2,000")
    _step(drawing, x, 148, ["crop, stretch to", "227 × 227"], "n")
    _down(drawing, x, 196, 240)
    for k in range(4):
        drawing.rect(x - 44 + 7 * k, 206 + 4 * k, 16, 16, "paper", "ink", radius=0, weight=1)
    drawing.text(x + 8, 222, "2,000", size=SMALL, anchor="start", weight=600)
    for shift in (6, 3):
        drawing.rect(x - WIDTH / 2 + shift, 242 + shift, WIDTH - 6, 46, "c-tint", "c", radius=5)
    _step(drawing, x - 3, 242, ["ConvNet,", "2,000 times"], "c", learned=True, width=WIDTH - 6)
    _down(drawing, x, 296, 356)
    drawing.text(x + 7, 330, "4,096", "soft", size=SMALL, anchor="start")
    _step(drawing, x, 358, ["linear SVMs,", "one per class"], "b", learned=True)
    _down(drawing, x, 406, 428)
    drawing.text(x, 446, "classes and boxes")


def _fast(drawing: Drawing, x: float) -> None:
    """Draw the stream that convolves once and cuts regions from the map."""
    _down(drawing, x + 30, 62, 146)
    _down(drawing, x - 30, 62, 82)
    _step(drawing, x - 30, 84, ["selective", "search"], "n", width=58)
    _step(drawing, x + 30, 148, ["ConvNet,", "once"], "a", learned=True, width=62)
    drawing.arrow([(x - 14, 132), (x - 14, 284)])
    drawing.text(x - 20, 216, ["~2,000", "boxes"], size=SMALL, anchor="end", weight=600)
    _map(drawing, x + 30, 214)
    _down(drawing, x + 30, 196, 212)
    _down(drawing, x + 30, 258, 284)
    _step(drawing, x, 286, ["RoI pooling,", "7 × 7 each"], "n")
    _down(drawing, x, 334, 356)
    _step(drawing, x, 358, ["softmax and", "box numbers"], "b", learned=True)
    _down(drawing, x, 406, 428)
    drawing.text(x, 446, "classes and boxes")


def _map(drawing: Drawing, x: float, y: float) -> None:
    """Draw a feature map as a small stack of planes."""
    for k in (2, 1, 0):
        drawing.rect(x - 24 + 5 * k, y + 5 * (2 - k), 40, 30, "a-tint", "a", radius=0)
    for k in range(1, 4):
        drawing.line([(x - 24 + 10 * k, y + 10), (x - 24 + 10 * k, y + 40)], "a", weight=0.8)
        drawing.line([(x - 24, y + 10 + 7.5 * k), (x + 16, y + 10 + 7.5 * k)], "a", weight=0.8)


def _faster(drawing: Drawing, x: float) -> None:
    """Draw the stream whose proposals come from the shared map."""
    _down(drawing, x, 62, 82)
    _step(drawing, x, 84, ["ConvNet, once"], "a", learned=True)
    _down(drawing, x, 116, 130)
    _map(drawing, x + 4, 132)
    drawing.arrow([(x - 16, 174), (x - 16, 212)])
    drawing.arrow([(x + 30, 156), (x + 46, 156), (x + 46, 284)])
    _step(drawing, x - 16, 214, ["proposal", "network"], "d", learned=True, width=84)
    _down(drawing, x - 16, 262, 284, "300")
    _step(drawing, x, 286, ["RoI pooling,", "7 × 7 each"], "n")
    _down(drawing, x, 334, 356)
    _step(drawing, x, 358, ["softmax and", "box numbers"], "b", learned=True)
    _down(drawing, x, 406, 428)
    drawing.text(x, 446, "classes and boxes")


def _costs(drawing: Drawing, y: float) -> None:
    """Draw pixels and seconds as bars to scale."""
    for top, title, values, unit in [(y, "pixels to convolve, in millions", [p / 1e6 for p in PIXELS], ""), (y + 100, "seconds per image", SECONDS, " s")]:
        drawing.text(6, top + 4, title, weight=600, anchor="start")
        for k, value in enumerate(values):
            at = top + 14 + 23 * k
            width = max(240 * value / values[0], 1.2)
            drawing.text(92, at + 13, NAMES[k], "soft", size=SMALL, anchor="end")
            drawing.rect(98, at, width, 17, "cab"[k] + "-tint", "cab"[k], radius=0)
            drawing.text(104 + width, at + 13, f"{value:.0f}{unit}" if value > 40 else f"{value:.1f}{unit}", size=SMALL, weight=600, anchor="start")
