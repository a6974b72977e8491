"""A messy site, made by a seeded generator: every way to write an address, in every place, right and wrong."""

import random
from pathlib import Path

from folders import CONFIG, SVG, make

ADDRESSES = [
    "note.md", "note.md#part", "part/index.md", "missing.md", "dot.svg", "https://jalammar.github.io/a_(b)/", "https://thegradient.pub/?a=1&b=2", "https://de.wikipedia.org/wiki/Köln",
    "https://thegradient.pub/nlp-imagenet/#x", "#part", "?q=1", "//jalammar.github.io/", "mailto:ada@lovelace.org", "a%20b.md", "../up.md", "/notes/dot.svg", "TODO",
]  # fmt: skip
FORMS = [
    "[text]({0})", "[**bold** `code`]({0})", '[text]({0} "a title")', "[![x](dot.svg)]({0})", "<a href='{0}'>raw</a>", '<a class=x\n  href="{0}">raw</a>', "<img src='{0}' alt=x>",
    '<img alt="x" srcset="{0} 2x, dot.svg 1x" src="dot.svg">', "<video poster='{0}'><source src='dot.svg'></video>", '<span style="background: url({0})">x</span>', "[text][ref{1}]\n\n[ref{1}]: {0}",
    "![x]({0})", "`[text]({0})`", "$[text]({0})$", "<!-- [text]({0}) -->", "\\[text]({0})", "<https://jalammar.github.io/{1}>", "plain {0} text", "[text][nowhere{1}]",
]  # fmt: skip
PLACES = [
    "{}", "> {}", "- item\n- {}", "1. {}\n\n    more", "!!! note\n    {}", '=== "Tab"\n\n    {}', "| a | b |\n|---|---|\n| {} | x |", "## Part {}", "<div markdown>\n\n{}\n\n</div>", "<div>\n{}\n</div>",
    "```\n{}\n```", "    {}", "text[^{1}]\n\n[^{1}]: {0}", "<details><summary>s</summary>{}</details>", "*{}*", "text {} text, {} again.",
]  # fmt: skip


def paragraph(dice: random.Random, number: int) -> str:
    """Write one address in one form at one place."""
    link = dice.choice(FORMS).format(dice.choice(ADDRESSES), number)
    place = dice.choice(PLACES)
    if "|" in place or place.startswith(("##", "- ", "1.", ">", "*")) or "[^" in place:
        link = link.replace("\n", " ")
    elif place.startswith(("!!!", "===", "    ")):
        link = link.replace("\n", "\n    ")
    return place.format(link, number) if "{1}" not in place else place.replace("{0}", link).replace("{1}", str(number))


def messy_site(folder: Path, seed: int, notes: int = 6, paragraphs: int = 40) -> Path:
    """Write a folder of messy notes."""
    dice = random.Random(seed)
    files = {"mkdocs.yml": CONFIG + "theme: {name: mkdocs, highlightjs: false}\nplugins: []\n", "docs/dot.svg": SVG.format(2), "docs/note.md": "# Note\n\n## Part\n", "docs/part/index.md": "# Part\n"}
    for number in range(notes):
        text = "\n\n".join(paragraph(dice, n) for n in range(paragraphs))
        files[f"docs/messy-{number}.md"] = f"# Messy {number}\n\n{text}\n"
    return make(folder, files)
