"""Figures: one script, one function, one picture.

A script `<topic>_<name>.py` of this package holds `FIGURE`, what is said of the picture, and `draw() -> str`, the picture
as SVG text; `make figures` writes it to `images/<topic>/<name>.svg`.
The cards `og_<topic>.py`, which a link to a page shows elsewhere, draw the bytes of `images/og/<topic>.png` instead.
A topic whose folder does not begin with a letter is spelt out in the script's name (`three_d_…` draws into `images/3d/`).
What looks like data is computed by a claim (`papernotes/claims/`) or read from a committed result; all else says that it
is a schematic.
"""

import re
from dataclasses import dataclass
from typing import Literal

SPELT = {"three_d": "3d"}


@dataclass(frozen=True)
class Figure:
    """Say what a picture shows, to eyes (`caption`, Markdown), to ears (`alt`, plain text) and to its place.

    `note` and `place` name the note and the heading under which it stands; `after` is the citation of the picture that
    it redraws; `data` lists the committed files that it reads, from the project's folder.
    """

    note: str
    place: str
    alt: str
    caption: str
    kind: Literal["schematic", "data", "card"]
    after: str = ""
    data: tuple[str, ...] = ()

    def markdown(self, name: str) -> str:
        """Write the lines that put the picture `name` ("topic/name") into its note."""
        up = "../" * (self.note.count("/") + 1)
        parts = [self.caption, "A schematic." if self.kind == "schematic" else "", f"After {self.after}." if self.after else ""]
        caption = " ".join(part for part in parts if part)
        return f"![{self.alt}]({up}images/{name}.svg)\n\n/// figure-caption\n{caption}\n///\n"


def picture_name(module: str) -> str:
    """Turn a script's name into its picture's: `three_d_plane_sweep` → `3d/plane-sweep`."""
    match = re.fullmatch(r"(three_d|[a-z]+)_(\w+)", module)
    if match is None:
        raise ValueError(f"papernotes/figures/{module}.py: name the script <topic>_<name>.py")
    topic, name = (SPELT.get(part, part.replace("_", "-")) for part in match.groups())
    return f"{topic}/{name}"


def picture_file(module: str) -> str:
    """Turn a script's name into its picture's file below `images/`."""
    name = picture_name(module)
    return f"{name}.png" if name.startswith("og/") else f"{name}.svg"


def script_name(picture: str) -> str:
    """Turn a picture's name into its script's: `3d/plane-sweep` → `three_d_plane_sweep`."""
    topic, _, name = picture.partition("/")
    spelt = {folder: word for word, folder in SPELT.items()}
    return f"{spelt.get(topic, topic)}_{name.replace('-', '_')}"
