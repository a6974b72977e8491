"""Freeze this knowledge base's own prose as the text on which claims are trained.

The copy is made once: results that rest on it must not change whenever a note is edited.
To freeze the notes anew, delete the copy, run `.venv/bin/python tools/freeze_prose.py`, then `make claims`.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from papernotes.source import CODE_SPAN, COMMENT, FENCE, FRONT_MATTER  # noqa: E402

OUT = ROOT / "papernotes" / "claims" / "data" / "prose.txt"
LIMIT = 200_000  # bytes: enough words for small models, little enough for a repository
NOT_NOTES = {"contributing"}
LINE_IS_NOT_PROSE = re.compile(r"^\s*(\||#|!!!|<|\*\[|\[\^|```|~~~|\{ )")
DISPLAY = re.compile(r"\$\$.*?\$\$", re.DOTALL)
FORMULA = "$"  # a sentence with a formula in it is no sentence without it
CITED = re.compile(r"\s*\[[^\[\]]*(?<![\w.+/-])@[^\[\]]*\]|@(\w+)(?: \[[^\[\]]+\])?")
LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()]*\)|\{[^{}]*\})")
MARKS = re.compile(r"\[\?\]|\{[#.:][^{}]*\}|<[^<>]+>|\*\*|(?<!\w)[*_](?=\w)|(?<=[\w.,!?])[*_](?!\w)")
LIST = re.compile(r"^\s*(?:[-*+]|\d+\.)\s+|^\s+", re.MULTILINE)


def plain(markdown: str) -> str:
    """Return a note's prose: no front matter, headings, tables, math, code, citations or markup; one sentence a line."""
    text = FRONT_MATTER.sub("", markdown)
    for pattern in (FENCE, COMMENT, DISPLAY, CODE_SPAN):
        text = pattern.sub(" ", text)
    text = "\n".join(line for line in text.splitlines() if FORMULA not in line and not LINE_IS_NOT_PROSE.match(line))
    text = CITED.sub(lambda match: " " + re.split(r"\d", match[1] or "")[0].title(), text)  # "@niven2019probing finds" reads "Niven finds"
    text = LINK.sub(r"\1", text)
    text = MARKS.sub("", text)
    text = LIST.sub("", text).replace("\\", "")
    text = re.sub(r"[ \t]+", " ", text)
    text = re.sub(r" +([.,;:!?)])", r"\1", text)
    sentences = [line.strip() for line in text.splitlines()]
    return "\n".join(line for line in sentences if len(line.split()) > 3)


def notes() -> list[Path]:
    """List the notes of the topics in the order of their paths."""
    return sorted(path for path in (ROOT / "docs").glob("*/*.md") if path.parent.name not in NOT_NOTES)


def main() -> None:
    """Write the copy unless there is one."""
    if OUT.exists():
        sys.exit(f"{OUT.relative_to(ROOT)} exists and stays as it is: delete it first if the notes are to be frozen anew")
    text = "\n".join(plain(path.read_text(encoding="utf-8")) for path in notes()) + "\n"
    if len(text.encode()) > LIMIT:
        sys.exit(f"the prose has {len(text.encode()):,} bytes, more than {LIMIT:,}: leave notes out")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(text, encoding="utf-8")
    print(f"{OUT.relative_to(ROOT)}: {len(text.split()):,} words, {len(text.encode()):,} bytes")


if __name__ == "__main__":
    main()
