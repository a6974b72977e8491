"""The same page in fewer bytes: what is said twice or with more digits than a screen shows."""

import re

# In these a line's end or its indentation is text.
KEPT = re.compile(r"(<(pre|script|style|textarea)\b[^<]*(?:<(?!/\2>)[^<]*)*</\2>)")
PATH = re.compile(r'(<path\b[^>]*?\sd=")([^"]*)"')
STEP = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
NUMBERS = {"M": 2, "L": 2, "C": 6, "Q": 4, "H": 1, "V": 1, "Z": 0}  # what each command takes
EMPTY = re.compile(r"<g ?/>\s*|<g>\s*</g>\s*|<defs>\s*</defs>\s*|<path d=\"[^\"]*\" fill=\"none\" ?/>\s*")
NO_TURN = re.compile(r' transform="rotate\(-?0(?: [^)]*)?\)"')
# Colours for other programs, on elements whose class says the same: f-… fills, s-… draws a line.
OWN_COLOURS = tuple((re.compile(rf'<\w+\b[^>]*\sclass="(?=[^"]*\b{kind}-)[^>]*>'), re.compile(rf' {name}="#[0-9a-fA-F]{{3,8}}"')) for kind, name in (("f", "fill"), ("s", "stroke")))
DIGITS = 1  # after the point, of a drawing's pixels


def compact_page(html: str) -> str:
    """Drop the indentation and the empty lines of a page's HTML."""
    parts = KEPT.split(html)  # text, kept, its tag's name, text, …
    return "".join(part if place % 3 else re.sub(r"\n\s+", "\n", part) for place, part in enumerate(parts) if place % 3 != 2)


def compact_drawing(svg: str) -> str:
    """Write a drawing's paths in relative steps; drop what draws nothing, and colours that the page's styles give its classes."""
    for element, colour in OWN_COLOURS:
        svg = element.sub(lambda match, colour=colour: colour.sub("", match[0]), svg)
    svg = PATH.sub(lambda match: f'{match[1]}{compact_path(match[2])}"', NO_TURN.sub("", svg))
    shorter = EMPTY.sub("", svg)
    return shorter if shorter == svg else compact_drawing(shorter)


def compact_path(path: str) -> str:
    """Write a path's absolute lines and curves as relative ones, rounded so that errors do not add up.

    A path with another command is returned as it is.
    """
    steps = STEP.findall(path)
    written: list[str] = []
    command, last = "", ""
    here = start = (0.0, 0.0)
    while steps:
        command = steps.pop(0) if steps[0].isalpha() else {"M": "L"}.get(command, command)
        count = NUMBERS.get(command.upper() if command == "z" else command)
        if count is None or len(steps) < count:
            return path
        values = [round(float(step), DIGITS) for step in steps[:count]]
        del steps[:count]
        if count == 0:
            written, last, here = [*written, "z"], "z", start
            continue
        letter = command if command == "M" else command.lower()
        origin = (0.0, 0.0) if command == "M" else here[1:] if command == "V" else here
        moved = [value - origin[place % len(origin)] for place, value in enumerate(values)]
        here = (here[0], values[0]) if command == "V" else (values[0], here[1]) if command == "H" else (values[-2], values[-1])
        start = here if command == "M" else start
        written.append(_numbers(moved, "" if letter == last else letter))
        last = letter
    return "".join(written)


def _numbers(values: list[float], letter: str) -> str:
    """Write a command's numbers, apart from each other only where they would else run together."""
    text = letter
    for place, value in enumerate(values):
        number = f"{value:.{DIGITS}f}".rstrip("0").rstrip(".")
        number = re.sub(r"^(-?)0(?=\.)", r"\1", "0" if number in ("-0", "") else number)
        text += number if (place == 0 and letter) or number[0] == "-" else f" {number}"
    return text
