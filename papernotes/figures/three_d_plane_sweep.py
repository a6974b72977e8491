"""MVSNet's plane sweep on the page's scene: cameras and planes, variance, probability, expected depth."""


from papernotes.claims.arrays import Array, softmax
from papernotes.claims.three_d_depth import PLANES, SIDE, scores
from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="3d/mvsnet",
    place="One depth by hand",
    alt="MVSNet tries a list of depths, sees where the views agree, and takes the mean depth. "
    "Three cameras look at a surface at depth 5.4 through five planes at depths 4 to 8. "
    "On the planes at 5 and 6 the three features nearly coincide, on the others they spread; the variance is small where they agree. "
    "Softmax gives plane 5 the probability 0.54 and plane 6 0.43; the expected depth is 5.48, the best plane 5, the truth 5.4.",
    caption="A plane sweep with three cameras and five planes, in the numbers of the example; the scene is made up, all else is computed from it. "
    "Each row is one plane: the views’ features if the surface stood there, their variance $C$, and the probability from softmax of $-100\\,C$.",
    kind="schematic",
    after="[@yao2018mvsnet, Fig. 1]",
)
TRUE = 5.4
ROW, HEIGHT = 272, 36  # where the rows of planes begin, and how high one is


def draw() -> str:
    """Draw the geometry, the rows of planes, and the axis of depth."""
    drawing = Drawing(586)
    _geometry(drawing)
    features = 0.3 + SIDE * (1 - TRUE / PLANES[:, None])  # (5 planes, 3 views)
    probability = softmax(scores(TRUE))  # (5,)
    _rows(drawing, features, -scores(TRUE) / 100, probability)
    _axis(drawing, 544, float(PLANES @ probability), float(PLANES[probability.argmax()]))
    return drawing.svg(FIGURE.alt)


def _geometry(drawing: Drawing) -> None:
    """Draw the scene from above: cameras at the bottom, planes as lines, the surface, rays to the assumed point of plane 7."""
    drawing.heading(14, "1  The scene from above")
    base, unit, across = 206, 21, 46

    def at(x: float, depth: float) -> tuple[float, float]:
        return 160 + across * x, base - unit * depth

    for depth in PLANES:
        drawing.line([at(-2.6, depth), at(2.8, depth)], "faint", weight=1.2, dash="5 4")
        x, y = at(2.8, depth)
        drawing.text(x + 6, y + 4, f"*d* = {depth:.0f}", "soft", size=SMALL, anchor="start")
    drawing.line([at(-2.6, TRUE), at(2.8, TRUE)], "a", weight=3)
    drawing.text(398, at(0, TRUE)[1] + 4, "surface, 5.4", "a", size=SMALL, anchor="end", weight=600)
    for x, name, hue in zip(SIDE, ["reference", "view 2", "view 3"], "abd", strict=True):
        px, py = at(x, 0)
        drawing.path(f"M{px - 9} {py + 8}h18l-5 -8h-8z", hue, f"{hue}-tint")
        drawing.line([(px, py), at(0, 7)], hue, weight=1.4, dash="" if x == 0 else "3 3" if x > 0 else "8 4")
        drawing.circle(*at(x * (1 - TRUE / 7), TRUE), 4, hue, "paper")
        drawing.text(px, py + 22, name, hue, size=SMALL)
    drawing.circle(*at(0, 7), 4.5, "paper", "ink", weight=2)
    x, y = at(0, 7)
    drawing.text(x - 8, y - 6, "tried: depth 7", size=SMALL, anchor="end", halo=True)
    drawing.text(4, at(0, 3)[1] + 8, ["too deep: the views", "see three places"], "soft", size=SMALL, anchor="start")


def _rows(drawing: Drawing, features: Array, variance: Array, probability: Array) -> None:
    """Draw for each plane the three features on a line, the variance as a bar, the probability as a bar."""
    drawing.heading(ROW - 12, "2  Each plane: do the views agree?")
    for x, words in [(130, "features of the views"), (266, "variance *C*"), (352, "probability")]:
        drawing.text(x, ROW + 8, words, "soft", size=SMALL)
    for k, depth in enumerate(PLANES):
        y = ROW + 34 + HEIGHT * k
        drawing.text(4, y + 4.5, f"*d* = {depth:.0f}", anchor="start", weight=600)
        drawing.line([(58, y), (206, y)], "hair")
        for value, hue, shape in zip(features[k], "abd", "osd", strict=True):
            _mark(drawing, 132 + (value - 0.3) * 190, y, hue, shape)
        drawing.rect(222, y - 8, 0.6 + 500 * variance[k], 16, "c-tint", "c", radius=0)
        drawing.text(228 + 500 * variance[k], y + 4, f"{variance[k]:.4f}", size=SMALL, anchor="start")
        drawing.rect(318, y - 8, 0.6 + 75 * probability[k], 16, "heat", "a", radius=0)
        drawing.text(324 + 75 * probability[k] if probability[k] < 0.4 else 322, y + 4, f"{probability[k]:.2f}", size=SMALL, anchor="start", weight=600)


def _mark(drawing: Drawing, x: float, y: float, hue: str, shape: str) -> None:
    """Draw a view's mark: circle, square or diamond."""
    if shape == "o":
        drawing.circle(x, y, 6, hue, "paper")
    elif shape == "s":
        drawing.rect(x - 5, y - 5, 10, 10, hue, "paper", radius=0)
    else:
        drawing.path(f"M{x} {y - 7}l7 7l-7 7l-7 -7z", "paper", hue, weight=1.3)


def _axis(drawing: Drawing, y: float, expected: float, best: float) -> None:
    """Draw the depths on a line: truth, best plane and expectation."""
    drawing.heading(y - 48, "3  The mean depth falls between the planes")
    drawing.line([(20, y), (380, y)], "soft")
    for depth in PLANES:
        x = 20 + 90 * (depth - 4)
        drawing.line([(x, y - 5), (x, y + 5)], "soft")
        drawing.text(x, y + 20, f"{depth:.0f}", "soft", size=SMALL)
    for depth, words, role, up, shift in [(TRUE, "truth 5.4", "a", False, 0), (expected, f"Σ *d P*(*d*) = {expected:.2f}", "b", True, 60), (best, f"best plane {best:.0f}", "c", True, -42)]:
        x = 20 + 90 * (depth - 4)
        drawing.arrow([(x, y - 22 if up else y + 22), (x, y - 3 if up else y + 3)], role, weight=2)
        drawing.text(x + shift, y - 26 if up else y + 36, words, role, size=SMALL, weight=600)
