"""The four parts of a memory network, on the note's example."""

from papernotes.figures import Figure
from papernotes.figures.style import SMALL, Drawing

FIGURE = Figure(
    note="memory/memory-networks",
    place="How it works",
    alt="A memory network answers with two hard look-ups: O finds a first sentence by the question, then a second by question and first sentence, and R names a word. "
    "Asked where the milk is, the first look-up scores the three sentences 0, 1, 0 and takes 'Joe took milk'; the second scores 0 and 1 and takes 'Joe moved office'; the answer is office.",
    caption="The example of this section: I and G have stored three sentences, a score counts shared words.",
    kind="data",
    after="[@weston2015memory, §2–3]",
)
MEMORY = ["Fred travelled kitchen", "Joe took milk", "Joe moved office"]


def scores(asked: set[str]) -> list[int]:
    """Count the words that each stored sentence shares with what is asked."""
    return [len(asked & set(sentence.split())) for sentence in MEMORY]


def draw() -> str:
    """Draw the store once a look-up, what is asked on top of it, and the answer at the bottom."""
    drawing = Drawing(420)
    first = scores({"milk"})
    second = scores({"milk", "Joe", "took"})
    drawing.box(8, 8, 96, 40, ["I and G", "store sentences"], "n", size=SMALL)
    drawing.box(150, 8, 240, 40, ["question:", "where is the milk?"], "b", size=SMALL)
    drawing.arrow([(270, 48), (270, 76)])
    drawing.text(280, 66, "asks with: milk", "soft", size=SMALL, anchor="start")
    _store(drawing, 84, "O, first look-up", first, first.index(max(first)), None)
    drawing.arrow([(270, 186), (270, 226)])
    drawing.text(280, 211, "milk, Joe, took", "soft", size=SMALL, anchor="start")
    left = [value if index != 1 else -1 for index, value in enumerate(second)]
    _store(drawing, 234, "O, second look-up", second, left.index(max(left)), 1)
    drawing.arrow([(270, 336), (270, 366)])
    drawing.box(150, 368, 240, 40, ["R scores every word:", "office"], "a", size=SMALL)
    return drawing.svg(FIGURE.alt)


def _store(drawing: Drawing, y: float, name: str, values: list[int], best: int, left_out: int | None) -> None:
    drawing.text(8, y + 14, name, weight=600, anchor="start", size=SMALL)
    for index, (sentence, value) in enumerate(zip(MEMORY, values, strict=True)):
        top = y + 33 * index
        out = index == left_out
        drawing.rect(150, top, 196, 28, "a-tint" if index == best else "paper", "a" if index == best else "faint", radius=0, weight=2 if index == best else 0.9, dash="4 3" if out else "")
        drawing.text(158, top + 18, sentence, "soft" if out else "ink", anchor="start", size=SMALL)
        drawing.text(370, top + 18, "out" if out else str(value), weight=600 if index == best else 400)
    drawing.text(8, y + 32, ["score: words in", "common"], "soft", anchor="start", size=SMALL)
