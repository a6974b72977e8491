"""U-Net as a U of maps whose widths are to scale, with what each level copies across."""

from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="3d/u-net",
    place="Down, up, across",
    alt="U-Net halves the map four times and grows it back, and copies each level across. "
    "On the way down a map of 572 pixels shrinks to 568, 280, 136, 64 and 28 while channels double from 64 to 1,024. "
    "On the way up it grows to 392, 200, 104 and 56 and each time the cropped map from the other side is joined to it; the result is 388 pixels wide. "
    "At the bottom each of the 28 places sees 140 pixels of the image and stands for a step of 16.",
    caption="The five levels of a U-Net, followed by hand: each bar is as wide as its map; its width in pixels stands in or beside it, its number of channels below. "
    "Level by level two unpadded $3 \\times 3$ convolutions take 4 pixels, pooling halves, the up-convolution doubles; a copy is cropped to fit.",
    kind="schematic",
    after="[@ronneberger2015unet, Fig. 1]",
)
CHANNELS = [64, 128, 256, 512, 1024]
SCALE = 168 / 572
LEFT, RIGHT = 92, 308  # the middles of the two arms
STEP = 92


def draw() -> str:
    """Draw the two arms level by level, the copies between them, and the way through the bottom."""
    drawing = Drawing(530)
    drawing.text(LEFT, 14, "down: what is there", "b", weight=600)
    drawing.text(RIGHT, 14, "up: where it is", "a", weight=600)
    down = _sizes_down(572)
    up = _sizes_up(down[-1][1])
    for level, (into, out) in enumerate(down):
        _level(drawing, level, into, out, up)
    _ends(drawing, up[0][1])
    return drawing.svg(FIGURE.alt)


def _sizes_down(size: int) -> list[tuple[int, int]]:
    """Return the width before and after the two convolutions of each level."""
    levels = []
    for _ in CHANNELS:
        levels.append((size, size - 4))
        size = (size - 4) // 2
    return levels


def _sizes_up(size: int) -> list[tuple[int, int]]:
    """Return the same for the way up, the topmost level first."""
    levels = []
    for _ in CHANNELS[1:]:
        levels.append((2 * size, 2 * size - 4))
        size = 2 * size - 4
    return levels[::-1]


def _context() -> int:
    """Return how many pixels of the image one place of the lowest map sees along a line."""
    seen, stride = 1, 1
    for level in range(len(CHANNELS)):
        seen += 4 * stride  # two convolutions of width 3
        if level < len(CHANNELS) - 1:
            seen += stride  # the pooling that follows
            stride *= 2
    return seen


def _level(drawing: Drawing, level: int, into: int, out: int, up: list[tuple[int, int]]) -> None:
    """Draw one level: its maps at both sides, the copy, and the arrows to the next level."""
    y = 40 + STEP * level
    if level == 4:
        _bar(drawing, 200, y, into, out, CHANNELS[level], "c")
        drawing.arrow([(LEFT, y - 28), (LEFT, y + 12), (184, y + 12)], "b", weight=2)
        drawing.arrow([(230, y + 12), (RIGHT, y + 12), (RIGHT, y - 28)], "a", weight=2)
        return
    _bar(drawing, LEFT, y, into, out, CHANNELS[level], "b")
    _bar(drawing, RIGHT, y, *up[level], CHANNELS[level], "a")
    drawing.arrow([(LEFT + out * SCALE / 2 + (4 if out > 120 else 24), y + 37), (RIGHT - up[level][0] * SCALE / 2 - 4, y + 37)], "soft", dash="5 4")
    crop = f"copy, −{(out - up[level][0]) // 2}"
    middle = (LEFT + out * SCALE / 2 + RIGHT - up[level][0] * SCALE / 2) / 2
    if level == 0:
        drawing.text(middle, y + 54, [crop, "a side"], "soft", size=SMALL)
    else:
        drawing.text(middle, y + 31, f"{crop} a side", "soft", size=SMALL)
    if level < 3:
        drawing.arrow([(LEFT, y + 66), (LEFT, y + STEP - 14)], "b", weight=2)
        drawing.arrow([(RIGHT, y + STEP - 14), (RIGHT, y + 66)], "a", weight=2)
        if level == 0:
            drawing.text(LEFT + 8, y + 76, "pool: half", "b", size=SMALL, anchor="start")
            drawing.text(RIGHT - 8, y + 76, "double", "a", size=SMALL, anchor="end")


def _bar(drawing: Drawing, middle: float, y: float, into: int, out: int, channels: int, hue: str) -> None:
    """Draw the map before and after a level's convolutions, with widths and channels."""
    for k, size in enumerate((into, out)):
        width = size * SCALE
        drawing.rect(middle - width / 2, y + 24 * k, width, 20, f"{hue}-tint", hue, radius=0)
        if size > 120:
            drawing.text(middle, y + 24 * k + 15, f"{size}", size=SMALL)
        else:
            drawing.text(middle + width / 2 + 5, y + 24 * k + 15, f"{size}", size=SMALL, anchor="start")
    drawing.text(middle, y + 59, f"{channels:,} channels", "soft", size=SMALL)


def _ends(drawing: Drawing, out: int) -> None:
    """Write what goes in and what comes out."""
    drawing.text(LEFT, 34, "image, 572 wide", "soft", size=SMALL)
    drawing.text(RIGHT, 34, f"2 classes, {out} wide", "soft", size=SMALL)
    drawing.text(200, 500, f"each place sees {_context()} pixels of the image,", size=SMALL)
    drawing.text(200, 516, "and stands for a step of 16", size=SMALL)
