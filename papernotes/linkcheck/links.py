"""One link as it was found, in a source file or on a built page."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["link", "image", "media", "nav", "theme", "asset", "front matter", "field"]


@dataclass(frozen=True)
class Link:
    """Hold an address, where it stands and what it is for.

    `text` is the link's text or the image's description; `described` is False where an image has no `alt` at all.
    `raw` tells that it stands in raw HTML, which MkDocs leaves as it is.
    """

    path: str
    line: int
    column: int
    url: str
    text: str
    kind: Kind
    raw: bool = False
    described: bool = True

    @property
    def place(self) -> tuple[int, int]:
        return self.line, self.column
