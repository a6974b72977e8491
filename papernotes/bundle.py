"""One style sheet and one script for every page: what a first visit waits for is counted in files as much as in bytes.

The style sheet is Material's without the rules of parts that this site's settings leave out, then ours.
Nothing here knows a note: a rule goes only where no page of the site could have an element for it.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ASSETS = Path(__file__).parent / "theme" / "assets"
STYLE_SHEET = "assets/site.css"
SCRIPT = "assets/site.js"
STYLES = ("engram.css", "figures.css", "cards.css", "search/search.css")  # in the theme's assets, in this order
SCRIPTS = ("engram.js", "cards.js", "claims.js", "figures.js", "search.js")
MATERIAL = ("assets/stylesheets/main.*.min.css", "assets/stylesheets/palette.*.min.css")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
TOKEN = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|url\([^\"')][^)]*\)|[{};]", re.DOTALL)
COMMA = re.compile(r",(?![^()]*\))")
COLOUR = re.compile(r"\[data-md-color-(?:primary|accent)=\"?([\w-]+)\"?\]")
RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")
CLASS = re.compile(r"\.((?:[\w-]|\\.)+)")


BOXES = frozenset(
    "note abstract summary tldr info todo tip hint important success check done question help faq warning caution attention"
    " failure fail missing danger error bug example quote cite".split()
)  # Material's kinds of admonition, with their other names
# Where a note can name a kind of box or a class: the head of a block, raw HTML, an attribute list.
NAMED = re.compile(r"^[ \t]*(?:!!!|\?\?\?\+?|///|===)([^\n]*)|class=\"([^\"]*)\"|\{([^{}\n]*)\}", re.MULTILINE)
ICON = re.compile(r"--md-admonition-icon--([\w-]+):url\((?:\"[^\"]*\"|'[^']*'|[^)]*)\);?")


@dataclass(frozen=True)
class Settings:
    """Hold what decides which parts of the theme a site can show."""

    extra: Collection[str]  # names under `extra:`
    plugins: Collection[str]
    extensions: Collection[str]
    colours: Collection[str]  # of all palettes, primary and accent
    right_to_left: bool
    named: Collection[str]  # words of the notes that may be a class or a kind of box


# Beginnings of class names in Material's styles, each with where something has to be named for such an element to exist.
BLOG = ("plugins", ("blog", "material/blog"))
PARTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("md-consent", "extra", ("consent",)),
    ("md-feedback", "extra", ("analytics",)),
    ("md-version", "extra", ("version",)),
    ("md-social", "extra", ("social",)),
    ("md-status", "extra", ("status",)),
    ("md-select", "extra", ("alternate",)),
    ("md-search", "plugins", ("search", "material/search")),
    *((name, *BLOG) for name in ("md-post", "md-profile", "md-pagination", "md-pin", "md-draft", "md-author")),
    ("key-", "extensions", ("pymdownx.keys",)),
    ("task-list", "extensions", ("pymdownx.tasklist",)),
    ("critic", "extensions", ("pymdownx.critic",)),
    ("tabbed-", "named", ("===",)),
    ("grid", "named", ("grid",)),
)


def names(texts: Iterable[str]) -> set[str]:
    """Collect the words of notes that may be a class or a kind of box."""
    found = {word for text in texts for match in NAMED.finditer(text) for word in re.findall(r"[\w-]+", match[0])}
    return found | ({"==="} if any('=== "' in text for text in texts) else set())


def theme_files(config: Any, texts: Collection[str]) -> dict[str, str]:
    """Write the files that all pages share, by their path in the site, for a MkDocs configuration and the notes' texts."""
    palettes = config.theme.get("palette") or {}
    palettes = [palettes] if isinstance(palettes, dict) else palettes
    settings = Settings(
        extra=[name for name, value in config.extra.items() if value],
        plugins=list(config.plugins),
        extensions=[name for name in config.markdown_extensions if isinstance(name, str)],
        colours=[palette.get(kind, "indigo").replace(" ", "-") for palette in palettes for kind in ("primary", "accent")],
        right_to_left=config.theme.get("direction") == "rtl" or config.theme.get("language") in RIGHT_TO_LEFT,
        named=names(texts),
    )
    return {STYLE_SHEET: style_sheet(config.theme.dirs, ASSETS, settings), SCRIPT: script(ASSETS)}


def style_sheet(theme_dirs: Iterable[str], ours: Path, settings: Settings) -> str:
    """Join Material's styles, trimmed, and ours; `ours` is the folder of our theme's assets."""
    material = "".join(trim(_find(theme_dirs, name).read_text("utf-8"), settings) for name in MATERIAL)
    return material + "".join(shorten((ours / name).read_text("utf-8")) for name in STYLES) + "\n"


def script(ours: Path) -> str:
    """Join our scripts; each stands in a block, so that their names stay apart."""
    return "".join("{\n" + _without_comments((ours / name).read_text("utf-8")) + "}\n" for name in SCRIPTS)


def _find(theme_dirs: Iterable[str], pattern: str) -> Path:
    return next(path for folder in theme_dirs for path in sorted(Path(folder).glob(pattern)))


def _without_comments(text: str) -> str:
    """Drop a module's comment lines, its indentation and its exports."""
    lines = (line.strip() for line in text.splitlines())
    return "".join(line.removeprefix("export ") + "\n" for line in lines if line and not line.startswith("//"))


def trim(css: str, settings: Settings) -> str:
    """Leave out the rules whose every selector is of a part that the settings leave out."""
    css = ICON.sub(lambda match: match[0] if match[1] in settings.named or match[1] not in BOXES else "", css)
    parts = []
    for head, body in rules(shorten(re.sub(r"/\*# sourceMappingURL.*", "", css))):
        if head.startswith(("@media", "@supports")):
            inner = trim(body, settings)
            parts += [f"{head}{{{inner}}}"] if inner else []
        elif head.startswith("@") or not body:
            parts.append(f"{head}{{{body}}}" if body else head)
        else:
            kept = [selector for selector in COMMA.split(head) if _can_match(selector, settings)]
            parts += [f"{','.join(kept)}{{{body}}}"] if kept else []
    return "".join(parts)


def _can_match(selector: str, settings: Settings) -> bool:
    """Tell whether an element of the site may match a selector."""
    selector = re.sub(r":not\([^()]*\)", "", selector)
    if any(colour not in settings.colours for colour in COLOUR.findall(selector)) or ("[dir=rtl]" in selector and not settings.right_to_left):
        return False
    classes = CLASS.findall(selector)
    absent = (part for part, where, needed in PARTS if not set(needed) & set(getattr(settings, where)))
    return not any(name in BOXES and name not in settings.named for name in classes) and not any(name.startswith(part) for part in absent for name in classes)


def rules(css: str) -> Iterator[tuple[str, str]]:
    """Cut a style sheet into its rules: what stands before the braces and what in them; a rule without braces has no body."""
    depth = start = opened = 0
    for token in TOKEN.finditer(css):
        if token[0] == "{":
            opened = token.end() if depth == 0 else opened
            depth += 1
        elif token[0] == "}":
            depth -= 1
            if depth == 0:
                yield css[start : opened - 1].strip(), css[opened : token.start()]
                start = token.end()
        elif token[0] == ";" and depth == 0:
            yield css[start : token.end()].strip(), ""
            start = token.end()


def shorten(css: str) -> str:
    """Drop comments and the space that no rule needs."""
    return re.sub(r"\s*([{};])\s*", r"\1", re.sub(r"\s+", " ", COMMENT.sub("", css))).replace(";}", "}").strip()
