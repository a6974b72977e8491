"""Write an entry of the bibliography in house format at its sorted place, and touch nothing else of the file."""

import re
from collections.abc import Collection, Mapping

from papernotes.changes import ChangeError
from papernotes.linkcheck.bibtex import read_bibtex
from papernotes.linkcheck.titles import decode, normalise

# The order of fields in refs.bib; any other field comes behind them.
FIELDS = (
    "title", "author", "editor", "year", "journal", "booktitle", "series", "publisher", "school", "institution", "howpublished",
    "volume", "number", "pages", "doi", "url", "eprint", "archiveprefix", "pdf", "code", "keywords",
)  # fmt: skip
# Words that say nothing about a title; a key takes the first word that does.
EMPTY_WORDS = frozenset("a an the on of in to for from by with at as is are be do does can how why what when where towards toward via using and or not your you we it its".split())
SPECIAL = re.compile(r"(?<!\\)([&%#_])")
MATH = re.compile(r"(\$[^$]+\$)")
MEANT = re.compile(r"[^\W_][A-Z]")  # a capital inside a word


def format_entry(kind: str, key: str, fields: Mapping[str, str]) -> str:
    """Write one entry in house format, its fields in the usual order, empty ones left out; it ends with a line feed."""
    order = sorted((name for name in fields if fields[name]), key=lambda name: FIELDS.index(name) if name in FIELDS else len(FIELDS))
    return f"@{kind}{{{key},\n" + "".join(f"  {name} = {{{fields[name]}}},\n" for name in order) + "}\n"


def insert_entry(path: str, text: str, entry: str) -> str:
    """Put an entry before the first one whose key comes after its own; every other byte of the file stays.

    `text` is the bibliography `path` with its line ends as they are, and the entry takes over their kind.
    A comment directly above an entry stays there.
    Raise `ChangeError` where the file cannot be read as BibTeX: nobody knows then where an entry ends.
    """
    [new], _ = read_bibtex("", entry)
    known, faults = read_bibtex(path, text)
    if faults:
        raise ChangeError(f"{path}:{faults[0].line}: {faults[0].message} ({faults[0].fix})")
    newline = "\r\n" if "\r\n" in text else "\n"
    entry = entry.strip().replace("\n", newline)
    following = next((number for number, one in enumerate(known) if one.key.lower() > new.key.lower()), len(known))
    if known and following == 0:
        at = _above_comment(text, known[0].start)
        return text[:at] + entry + newline * 2 + text[at:]
    at = _rest_of_line(text, known[following - 1].end) if known else len(text.rstrip())
    before = newline * 2 if text[:at].strip("\ufeff \t\r\n") else ""
    rest = text[at:]
    after = "" if rest.startswith(("\n", "\r\n")) else newline * 2 if rest.strip() else newline
    return text[:at] + before + entry + after + rest


def _above_comment(text: str, start: int) -> int:
    """Go up from the first entry over the comment directly above it; what reaches up to the file's first line is its head, no comment."""
    blank = list(re.finditer(r"\n[ \t\r]*(?=\n)", text[:start]))
    return blank[-1].end() + 1 if blank else start


def _rest_of_line(text: str, end: int) -> int:
    """Go from an entry's end over what else stands on its line, unless that is another entry."""
    rest = re.match(r"[^\r\n@]*(?=\r?\n|\Z)", text[end:])
    return end + (rest.end() if rest else 0)


def make_key(first_author: str, year: int | None, title: str) -> str:
    """Make a key as this bibliography writes them: surname, year, first telling word ("frankle2019lottery")."""
    family = _letters(decode(first_author).partition(",")[0]) or "anonymous"
    words = [_letters(word) for word in normalise(title).split()]
    telling = next((word for word in words if word and word not in EMPTY_WORDS), next(filter(None, words), ""))
    return f"{family}{year or ''}{telling}"


def free_key(key: str, taken: Collection[str]) -> str:
    """Return a key that is not taken yet: the key itself, else with the first letter behind it that makes it new."""
    names = {name.lower() for name in taken}
    suffixes = ["", *"bcdefghijklmnopqrstuvwxyz", *(str(number) for number in range(2, len(names) + 3))]
    return next(key + suffix for suffix in suffixes if key + suffix not in names)


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", normalise(text))


def protect(title: str) -> str:
    """Write a title for BibTeX: special characters escaped, and words whose capitals carry meaning in braces."""
    parts = MATH.split(_balanced(" ".join(title.split())))
    return "".join(part if MATH.fullmatch(part) else _protect(part) for part in parts)


def escape(text: str) -> str:
    """Write plain text for BibTeX: special characters escaped, no stray braces."""
    return SPECIAL.sub(r"\\\1", _balanced(" ".join(text.split())))


def _protect(text: str) -> str:
    text = SPECIAL.sub(r"\\\1", text.replace("$", r"\$"))
    if "{" in text:
        return text  # whoever wrote braces knows where they belong
    return re.sub(r"[^\s:;,.?!()/\"“”]+", lambda match: _braced(match[0]), text)


def _braced(word: str) -> str:
    """Put a word in braces where a style that lowers capitals would spoil it: "GPT-2", "U-Net", "3D"."""
    parts = word.split("-")
    meant = any(MEANT.search(part) or (len(parts) > 1 and len(part) == 1 and part.isupper()) for part in parts)
    return f"{{{word}}}" if meant else word


def _balanced(text: str) -> str:
    """Drop braces where they do not match."""
    depth = 0
    for place, letter in enumerate(text):
        escaped = place and text[place - 1] == "\\"
        depth += 0 if escaped else {"{": 1, "}": -1}.get(letter, 0)
        if depth < 0:
            break
    return (text if depth == 0 else re.sub(r"[{}]", "", text)).rstrip("\\")
