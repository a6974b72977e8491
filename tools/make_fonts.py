"""Make the web fonts and KaTeX's style sheet of the theme from two unpacked npm packages.

Run it once, and again only when a package changes; what it writes is committed:

    mkdir -p /tmp/npm && cd /tmp/npm
    npm pack katex@0.19.1 && mkdir katex && tar xzf katex-0.19.1.tgz -C katex
    npm pack @fontsource-variable/source-serif-4@5.3.1 && mkdir ss && tar xzf fontsource-variable-source-serif-4-5.3.1.tgz -C ss
    pip install fonttools==4.68.0 brotli==1.2.1
    python tools/make_fonts.py /tmp/npm/katex/package /tmp/npm/ss/package

It writes `papernotes/theme/assets/fonts/` (Source Serif 4, its licence; the `@font-face` rules for it stand in `engram.css`) and `papernotes/theme/assets/katex/` (KaTeX's CSS, fonts, licences).

A font that every page needs is cut in two: the characters that notes use go into a small file, all others into a second
one under the complementary `unicode-range`. A browser fetches the second only when a page has such a character,
so nothing is lost, and a usual page loads a third of the bytes.
"""

import re
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ASSETS = Path(__file__).parent.parent / "papernotes" / "theme" / "assets"

# Text: what English prose with names of Western Europe needs, and the arrows of the reference list.
TEXT_COMMON = [*range(0x20, 0x7F), *range(0xA0, 0x100), 0x131, 0x152, 0x153, 0x2C6, 0x2DC, *range(0x2000, 0x2070), 0x20AC, 0x2122, 0x2191, 0x2193, 0x2212]
WEIGHTS = (400, 700)

# Math: counted in the notes (`\theta`, `\sum` and so on), and rounded up to whole families of signs.
MATH_COMMON = {
    "Main-Regular": [
        *range(0x20, 0x7F), *map(ord, "¬±×÷·′ˉˆ˜˙˘ˇ⃗…⋯⋮⋱ΓΔΘΛΞΠΣΦΨΩ←→↔⇒⇔↦∀∃∂∅∇∈∉∋−∗∘√∝∞∣∥∧∨∩∪∼≈≅≡≠≤≥≪≫⊂⊃⊆⊙⊕⊗⊤⊥⋅⌈⌉⌊⌋⟨⟩ℓ"), 0xA0, 0x200B, 0x338, 0xE020,
    ],
    "Math-Italic": [*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B), *map(ord, "αβγδεζηθκλμνξπρστφχψωϵϕϑ"), 0x131, 0x237],
    "AMS-Regular": [*map(ord, "ABCDEFGHIJKLMNOPQRSTUVWXYZ≦≧⩽⩾≲≳■□✓")],
}  # fmt: skip


def main(katex: Path, serif: Path) -> None:
    """Write all fonts, KaTeX's style sheet and the licences."""
    make_serif(serif, ASSETS / "fonts")
    make_katex(katex / "dist", ASSETS / "katex")
    shutil.copy(katex / "LICENSE", ASSETS / "katex" / "LICENSE")
    shutil.copy(serif / "LICENSE", ASSETS / "fonts" / "LICENSE")


def make_serif(package: Path, to: Path) -> None:
    """Cut Source Serif 4 to weights 400 to 700 ; roman and italic, each as Latin, further Latin letters, and Greek."""
    to.mkdir(parents=True, exist_ok=True)
    for style, name in (("normal", "roman"), ("italic", "italic")):
        for part, script in (("", "latin"), ("-ext", "latin-ext"), ("-greek", "greek")):
            font = TTFont(package / "files" / f"source-serif-4-{script}-wght-{style}.woff2")
            wanted = TEXT_COMMON if not part else sorted(font.getBestCmap())
            if part == "-ext":
                # Latin Extended-A and -B hold the letters of authors' names; phonetics and rare forms are left out.
                wanted = [code for code in wanted if code < 0x250 or 0x1E00 <= code < 0x1F00]
            save(font, to / f"serif-{name}{part}.woff2", wanted, weights=WEIGHTS)


def make_katex(dist: Path, to: Path) -> None:
    """Write KaTeX's fonts, three of them in two parts, and its CSS with our paths."""
    fonts = to / "fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    css = (dist / "katex.min.css").read_text("utf-8")
    faces = re.findall(r"@font-face\{[^}]*\}", css)
    rules = css
    for face in faces:
        rules = rules.replace(face, "")
    made = [part for face in faces for part in font_face(face, dist / "fonts", fonts)]
    head = "/* KaTeX 0.19.1, MIT, see LICENSE beside this file. Written by tools/make_fonts.py: do not edit. */\n"
    (to / "katex.css").write_text(head + "\n".join(made) + "\n" + rules.strip() + "\n", "utf-8")


def font_face(face: str, source: Path, fonts: Path) -> list[str]:
    """Write the fonts of one `@font-face` rule and return the rules that name our files."""
    name = re.search(r"fonts/KaTeX_([\w-]+)\.woff2", face)[1]
    plain = re.sub(r"src:[^}]*", "", re.sub(r"font-display:[^;}]*;?", "", face))[:-1].rstrip(";")
    if name not in MATH_COMMON:
        shutil.copy(source / f"KaTeX_{name}.woff2", fonts / f"{name}.woff2")
        return [f'{plain};font-display:block;src:url(fonts/{name}.woff2) format("woff2")}}']
    path = source / f"KaTeX_{name}.woff2"
    all_codes = set(TTFont(path).getBestCmap())
    common = all_codes & set(MATH_COMMON[name])
    rules = []
    for part, codes in (("", common), ("-rest", all_codes - common)):
        save(TTFont(path), fonts / f"{name}{part}.woff2", codes)
        rules.append(f'{plain};font-display:block;src:url(fonts/{name}{part}.woff2) format("woff2");unicode-range:{ranges(codes)}}}')
    return rules


def save(font: TTFont, path: Path, codes: Iterable[int], weights: tuple[int, int] | None = None) -> None:
    """Write those characters (and weights) of a font as woff2, and say how large the file is."""
    options = Options(flavor="woff2", layout_features=["*"], hinting=False, desubroutinize=False, name_IDs=["*"], notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=list(codes))
    subsetter.subset(font)
    if weights:
        instantiateVariableFont(font, {"wght": weights}, inplace=True)
    font.flavor = "woff2"
    font.save(path)
    print(f"{path.stat().st_size:7,} bytes  {path.name}  {ranges(font.getBestCmap())[:90]}")


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
