"""Whether two records are one work, decided in steps.

No threshold on one score separates: of measured look-alikes the nearest scores 0.92, of measured same papers the farthest 0.20
("GloVe" against its full title). So an equal title decides alone; anything less needs the author and the year as well.
"""

import difflib
import enum
import html
import re
import unicodedata
from dataclasses import dataclass

ACCENTS = {"'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307", "u": "\u0306",
           "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "d": "\u0323", "b": "\u0331"}  # fmt: skip
LETTERS = {"ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "i": "i", "j": "j"}
PLAIN = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "&": " and ", "+": " plus "})
SYMBOL_ACCENT = re.compile(r"""\\(['`^"~=.])\s*(?:\{\s*(\\?[A-Za-z])\s*\}|(\\?[A-Za-z]))""")
LETTER_ACCENT = re.compile(r"\\([uvHckrdb])(?:\s*\{\s*(\\?[A-Za-z])\s*\}|\s+([A-Za-z]))")
LETTER = re.compile(r"\\(ss|ae|AE|oe|OE|aa|AA|[oOlLij])(?![A-Za-z])(?:\{\})?\s?")
COMMAND = re.compile(r"\\([A-Za-z]+)\*?")
FORMATTING = {"emph", "textit", "textbf", "textsc", "texttt", "mathrm", "mathbf", "mathcal", "text", "textrm", "mathit", "it", "bf", "em"}
SUBTITLE = re.compile(r"\s*(?::|—|–|\?|!|\s-{1,3}\s|---?|\s\()\s*")
NOBODY = {"others", "et al", "al", ""}


@dataclass(frozen=True)
class Work:
    """Name a work as one record does; an empty author or a missing year is simply not known."""

    title: str
    first_author: str = ""
    year: int | None = None


class Match(enum.Enum):
    """Say how two records relate, from the same work to another paper."""

    SAME = "same"
    SHORT_TITLE = "same, short title"
    DRIFT = "same, title drift"
    UNSURE = "unsure"
    WRONG_PAPER = "wrong paper"


def compare(ours: Work, theirs: Work) -> Match:
    """Decide step by step: equal titles; a short title; a drifted title; another paper; else unsure."""
    one, two = normalise(ours.title), normalise(theirs.title)
    if not one or not two:
        return Match.UNSURE
    if one.replace(" ", "") == two.replace(" ", ""):
        return Match.SAME
    authors = same_author(ours.first_author, theirs.first_author)
    near = ours.year is not None and theirs.year is not None and abs(ours.year - theirs.year) <= 1
    if authors and near and (is_short_form(ours.title, theirs.title) or is_short_form(theirs.title, ours.title)):
        return Match.SHORT_TITLE
    ratio = similarity(one, two)
    if authors and near and ratio >= 0.85:
        return Match.DRIFT
    return Match.WRONG_PAPER if ratio < 0.5 and authors is False else Match.UNSURE


def similarity(one: str, two: str) -> float:
    """Score two normalised titles from 0 to 1, the same whichever comes first."""
    first, second = sorted((one, two))
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()


def is_short_form(short: str, long: str) -> bool:
    """Tell whether `short` is what stands before a colon, a dash or a question mark of `long`."""
    wanted = normalise(short).replace(" ", "")
    plain = decode(long)
    return any(normalise(plain[: cut.start()]).replace(" ", "") == wanted for cut in SUBTITLE.finditer(plain))


def normalise(text: str) -> str:
    """Reduce a title to lower-case words: no LaTeX, HTML entities, accents, dashes or punctuation."""
    # Compatibility forms hide capitals (a bold A is no capital before NFKD), and folding can leave new accents.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", decode(text)).casefold()).translate(PLAIN)
    plain = "".join(_latin(letter) for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", plain))


def _latin(letter: str) -> str:
    """Spell a Greek letter as TeX names it, so that β and $\\beta$ agree."""
    if not "\u0370" <= letter <= "\u03ff":
        return letter
    return unicodedata.name(letter, "").rpartition("LETTER ")[2].partition(" ")[0].lower().replace("lamda", "lambda")


def decode(text: str) -> str:
    """Turn HTML entities and LaTeX into plain characters; an accent must not become a space."""
    text = html.unescape(html.unescape(text)) if "&" in text else text
    if "\\" in text:
        text = SYMBOL_ACCENT.sub(_accent, text)
        text = LETTER_ACCENT.sub(_accent, text)
        text = LETTER.sub(lambda m: LETTERS[m[1]], text)
        text = re.sub(r"\\([&%$#_{}])", r"\1", text)
        text = COMMAND.sub(lambda m: "" if m[1] in FORMATTING else m[1] + " ", text)
    return unicodedata.normalize("NFC", re.sub(r"[{}$\\]", "", text).replace("~", " "))


def _accent(match: re.Match[str]) -> str:
    letter = (match[2] or match[3]).removeprefix("\\")
    return unicodedata.normalize("NFC", letter + ACCENTS[match[1]])


def same_author(one: str, two: str) -> bool | None:
    """Compare surnames ("van den Oord, A." and "Aäron van den Oord" agree); None where one is not known."""
    first, second = surnames(one), surnames(two)
    return bool(first & second) if first and second else None


def surnames(name: str) -> set[str]:
    """List what may be the surname of "Surname, Given" or "Given Surname", with and without its particles."""
    name = re.sub(r"\bet\s+al\.?.*$", "", decode(name).split(" and ")[0].strip(), flags=re.IGNORECASE)
    last, comma, _ = name.partition(",")
    words = normalise(last).split()
    if " ".join(words) in NOBODY:
        return set()
    found = {"".join(words), words[-1]}
    if not comma and len(words) > 1:
        found.add("".join(words[1:]))
    return found
