"""The figures' colours: each has a name, a light default that stands in the file, and a class that the page recolours.

A file's own colours are for editors and repositories; on a page `figures.css` sets each class from the site's variables,
so the light/dark switch works.
Hues a to d differ in lightness too, and every use of them comes with a word, a shape or a place.
"""

COLOURS = {
    "ink": "#231e17",  # text, what matters
    "soft": "#5e564a",  # second text, arrows
    "faint": "#8d8474",  # thin lines
    "hair": "#d8cfbc",  # grids, tables
    "paper": "#fbf8f1",  # the page
    "surface": "#f4efe3",  # neutral boxes
    "a": "#0a6355",  # the accent: the figure's subject
    "b": "#23527c",
    "c": "#9d2b52",
    "d": "#6a4bb0",
    "a-tint": "#d5e9e1",
    "b-tint": "#d9e6f2",
    "c-tint": "#f6dfe6",
    "d-tint": "#e6e0f4",
    "heat": "#52b09b",  # values as darkness of cells: ink is legible on it at any strength, in both schemes
    "heat-b": "#6fa5d6",
    "heat-c": "#d9829d",  # values below zero
}
ROLES = {colour: role for role, colour in COLOURS.items()}
TINTS = {"a": "a-tint", "b": "b-tint", "c": "c-tint", "d": "d-tint", "n": "surface"}


def fill(role: str) -> str:
    """Write the attributes that fill a shape; `none` is no colour."""
    return 'fill="none"' if role == "none" else f'class="f-{role}" fill="{COLOURS[role]}"'


def paint(fill_role: str, line_role: str) -> str:
    """Write the attributes that fill and outline a shape."""
    classes = [f"f-{fill_role}"] * (fill_role != "none") + [f"s-{line_role}"] * (line_role != "none")
    inside = COLOURS.get(fill_role, "none")
    outline = f' stroke="{COLOURS[line_role]}"' if line_role != "none" else ""
    named = f'class="{" ".join(classes)}" ' if classes else ""
    return f'{named}fill="{inside}"{outline}'
