"""Make the web fonts and KaTeX's style sheet of the theme from two unpacked npm packages.

Run it once, and again only when a package changes; what it writes is committed:

    mkdir -p /tmp/npm && cd /tmp/npm
    npm pack katex@0.19.1 && mkdir katex && tar xzf katex-0.19.1.tgz -C katex
    npm pack @fontsource-variable/source-serif-4@5.3.1 && mkdir ss && tar xzf fontsource-variable-source-serif-4-5.3.1.tgz -C ss
    pip install fonttools==4.68.0 brotli==1.2.1
    python tools/make_fonts.py /tmp/npm/katex/package /tmp/npm/ss/package

It writes `papernotes/theme/assets/fonts/` (Source Serif 4, its licence; the `@font-face` rules for it stand in `engram.css`) and `papernotes/theme/assets/katex/`
(KaTeX's fonts and licence); KaTeX's rules become the end of `engram.css`.

A font that every page needs is cut in two: the characters that notes use go into a small file, all others into a second
one under the complementary `unicode-range`. A browser fetches the second only when a page has such a character,
so nothing is lost, and a usual page loads a third of the bytes.
All fonts lose their hints for old screens, which are half of KaTeX's bytes.
"""

import re
import shutil
import sys
from base64 import b64encode
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

Axes = Mapping[str, float | tuple[float, float]]
KATEX_BEGINS = "/* KaTeX 0.19.1, MIT (katex/LICENSE). From here on written by tools/make_fonts.py: do not edit. */"
ASSETS = Path(__file__).parent.parent / "papernotes" / "theme" / "assets"

# Text: what English prose needs, and the letters of the names most often met. The other letters stand in further files.
TEXT_COMMON = {*range(0x20, 0x7F), *map(ord, "§©°±²³·×µéèöüäçíáóñÇÖÜŁł–—‘’“”…′″−↑→€"), 0xA0, 0x2009, 0x200B, 0x202F}
# Letters of names that are met often in references; one small file, so that a single Ł does not fetch hundreds of letters.
NAMES = {*map(ord, "ČčĆćĞğŚśŠšŽž")}
# One weight halves a file. Headings and bold text share one: an optical size between theirs, with finer hairlines than text has.
REGULAR, BOLD = {"wght": 400}, {"wght": 600, "opsz": 20}
ROMAN = {"wght": (400, 600)}  # of the letters that are seldom met
# Bold italic, which notes hardly use, is slanted text made bold by the browser.
ITALIC = {"wght": 400}
FEATURES = ["kern", "liga"]

# Math: counted in the notes (`\theta`, `\sum` and so on), and rounded up to whole alphabets.
LETTERS = [*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B)]
MATH_COMMON = {
    "Main-Regular": [*map(ord, " ()[]{}+-=,.:;/<>!|~^"), *LETTERS, *map(ord, "±×·′ˉˆ˜…ΓΔΣΦΩ←→⟶∂∇∈−∗∘∞∣∥∼≈≠≤≥≪⊙⊗⊤⋅ℓ"), 0xA0, 0x200B, 0x338, 0xE020],
    "Main-Bold": LETTERS,
    "Math-Italic": [*range(0x41, 0x5B), *range(0x61, 0x7B), *map(ord, "αβγδεηθκλμνξπρστφχψωϵϕ")],
    "AMS-Regular": [*map(ord, "CEINPQRVZ")],
    "Caligraphic-Regular": [*map(ord, "BDFHLNORVX")],
}
SIZE_RULE = re.compile(r"(\.katex \.fontsize-ensurer)\.reset-size(\d+)\.size(\d+),\.katex \.katex-sizing\.reset-size\d+\.size\d+\{font-size:([\d.]+em)\}")
# Large operators and brackets: each of KaTeX's sizes is a family of its own, so a formula with nested brackets would cost
# three requests for three tiny files. What is common of them is written into the style sheet.
LARGE_COMMON = [*map(ord, "()[]{}|√∑∏∫⟨⟩⌈⌉⌊⌋∥∣ˆ˜⋂⋃"), *range(0x239B, 0x23B4), 0x23D0, 0xE000, 0xE001]
EMBEDDED = ("Size1-Regular", "Size2-Regular", "Size3-Regular")


def main(katex: Path, serif: Path) -> None:
    """Write all fonts, KaTeX's style sheet and the licences."""
    make_serif(serif, ASSETS / "fonts")
    make_katex(katex / "dist", ASSETS / "katex")
    shutil.copy(katex / "LICENSE", ASSETS / "katex" / "LICENSE")
    # The package's licence leaves out whose work it is; the font itself says it.
    owner = TTFont(next((serif / "files").glob("*latin-wght-normal.woff2")))["name"].getDebugName(0)
    text = (serif / "LICENSE").read_text("utf-8").partition("This Font Software")
    (ASSETS / "fonts" / "LICENSE").write_text(f"{owner}\n\n{text[1]}{text[2]}", "utf-8")


def make_serif(package: Path, to: Path) -> None:
    """Cut Source Serif 4: roman, bold and italic as common letters; the rest of Latin-1, further Latin and Greek."""
    to.mkdir(parents=True, exist_ok=True)
    files = package / "files"
    for style, name, axes in (("normal", "roman", ROMAN), ("italic", "italic", ITALIC)):
        latin = files / f"source-serif-4-latin-wght-{style}.woff2"
        save(TTFont(latin), to / f"serif-{name}-rest.woff2", set(TTFont(latin).getBestCmap()) - TEXT_COMMON, axes)
        further = files / f"source-serif-4-latin-ext-wght-{style}.woff2"
        # Phonetics and rare forms are left out; names of authors need no more than Latin Extended.
        letters = {code for code in TTFont(further).getBestCmap() if 0xFF < code < 0x250 or 0x1E00 <= code < 0x1F00}
        save(TTFont(further), to / f"serif-{name}-names.woff2", NAMES, axes)
        save(TTFont(further), to / f"serif-{name}-latin-ext.woff2", letters - NAMES - TEXT_COMMON, axes)
        greek = files / f"source-serif-4-greek-wght-{style}.woff2"
        save(TTFont(greek), to / f"serif-{name}-greek.woff2", [code for code in TTFont(greek).getBestCmap() if 0x370 <= code < 0x400], axes)
    save_common(files, "wght-normal", to / "serif-roman.woff2", REGULAR)
    save_common(files, "opsz-normal", to / "serif-bold.woff2", BOLD)
    save_common(files, "wght-italic", to / "serif-italic.woff2", ITALIC)


def make_katex(dist: Path, to: Path) -> None:
    """Write KaTeX's fonts, the common ones in two parts, and its CSS with our paths at the end of `engram.css`."""
    fonts = to / "fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    css = (dist / "katex.min.css").read_text("utf-8")
    faces = re.findall(r"@font-face\{[^}]*\}", css)
    rules = css
    for face in faces:
        rules = rules.replace(face, "")
    rules = SIZE_RULE.sub("", rules) + size_rules(SIZE_RULE.findall(css))
    made = [part for face in faces for part in font_face(face, dist / "fonts", fonts)]
    # One style sheet for all: a second one would be a request more on every first visit.
    sheet = to.parent / "engram.css"
    ours = sheet.read_text("utf-8").partition(KATEX_BEGINS)[0]
    sheet.write_text(ours + KATEX_BEGINS + "\n" + "\n".join(made) + "\n" + rules.strip() + "\n", "utf-8")


def size_rules(found: Iterable[tuple[str, str, str, str]]) -> str:
    """Replace KaTeX's rule for each pair of sizes by one that divides them, and a number for each size."""
    sizes = {to: size.removesuffix("em") for selector, reset, to, size in found if reset == "6"}  # size 6 is the text's own
    numbers = "".join(f".katex .size{n}{{--pn-to:{size}}}.katex .reset-size{n}{{--pn-from:{size}}}" for n, size in sizes.items())
    return f"{numbers}.katex .fontsize-ensurer,.katex .katex-sizing{{font-size:calc(1em*var(--pn-to)/var(--pn-from))}}"


def font_face(face: str, source: Path, fonts: Path) -> list[str]:
    """Write the fonts of one `@font-face` rule and return the rules that name our files."""
    name = re.search(r"fonts/KaTeX_([\w-]+)\.woff2", face)[1]
    plain = re.sub(r"src:[^}]*", "", re.sub(r"font-display:[^;}]*;?", "", face))[:-1].rstrip(";")
    path = source / f"KaTeX_{name}.woff2"
    all_codes = set(TTFont(path).getBestCmap())
    common = all_codes & set(MATH_COMMON.get(name, LARGE_COMMON if name in EMBEDDED else all_codes))
    rules = []
    for part, codes in (("", common), ("-rest", all_codes - common)):
        if not codes:
            continue
        file = fonts / f"{name}{part}.woff2"
        save(TTFont(path), file, codes)
        address = f"katex/fonts/{file.name}"
        if name in EMBEDDED and not part:
            address = f"data:font/woff2;base64,{b64encode(file.read_bytes()).decode()}"
            file.unlink()
        limit = f";unicode-range:{ranges(codes)}" if codes != all_codes else ""
        rules.append(f'{plain};font-display:block;src:url({address}) format("woff2"){limit}}}')
    return rules


def save_common(files: Path, kind: str, path: Path, axes: Axes) -> None:
    """Write the common letters of a text font, whose package keeps them in two files, as one."""
    cuts = []
    with TemporaryDirectory() as folder:
        for part in ("latin", "latin-ext"):
            font = cut(TTFont(files / f"source-serif-4-{part}-{kind}.woff2"), TEXT_COMMON, axes)
            font.flavor = None  # the merger reads no compressed font
            cuts.append(f"{folder}/{part}.ttf")
            font.save(cuts[-1])
        write(Merger().merge(cuts), path)


def save(font: TTFont, path: Path, codes: Iterable[int], axes: Axes | None = None) -> None:
    """Write those characters (at those places on the axes) of a font."""
    write(cut(font, codes, axes), path)


def cut(font: TTFont, codes: Iterable[int], axes: Axes | None = None) -> TTFont:
    """Take those characters (at those places on the axes) out of a font."""
    options = Options(layout_features=FEATURES if axes else ["*"], hinting=False, name_IDs=[0])
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=list(codes))
    subsetter.subset(font)
    if axes:
        font = instantiateVariableFont(font, axes)
        # "Source" is a reserved name: the licence asks that a changed font be called otherwise.
        for name_id, name in ((1, "Engram Serif"), (2, "Regular"), (4, "Engram Serif"), (6, "EngramSerif")):
            font["name"].setName(name, name_id, 3, 1, 0x409)
    return font


def write(font: TTFont, path: Path) -> None:
    """Write a font as woff2, and say how large the file is."""
    font.flavor = "woff2"
    font.recalcTimestamp = False  # the same input gives the same bytes
    font.save(path)
    print(f"{path.stat().st_size:7,} bytes  {path.name}  {ranges(font.getBestCmap())}")


def ranges(codes: Iterable[int]) -> str:
    """Write code points as a CSS `unicode-range`."""
    spans: list[list[int]] = []
    for code in sorted(codes):
        if spans and code == spans[-1][1] + 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in spans)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
