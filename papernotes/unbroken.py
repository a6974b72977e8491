"""Names that a browser would break at their hyphen: Fast R-, and CNN on the next line."""

import re

NAMES = re.compile(r"\b(?:R-CNN|U-Net|VGG-1[69])\b")
# What is no text of the page, or stands in a drawing, and any tag with its attributes.
KEPT = re.compile(r"""(<(head|script|style|pre|code|svg|textarea)\b.*?</\2>|<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>)""", re.DOTALL)


def unbroken(html: str) -> str:
    """Wrap each such name in the text of a page, so that its styles keep it on one line.

    A hyphen that does not break would do as well, but no search of a browser finds it.
    """
    if not NAMES.search(html):
        return html
    parts = KEPT.split(html)  # text, kept, its tag's name, text, …
    return "".join(NAMES.sub(r'<span class="pn-unbroken">\g<0></span>', part) if place % 3 == 0 else part for place, part in enumerate(parts) if place % 3 != 2)
