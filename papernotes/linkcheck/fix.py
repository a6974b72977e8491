"""Rewrite what has exactly one right form, as a diff first; code and quotations stay as they are.

A rewriting replaces the characters at a finding's own place and nothing else, so running it twice changes nothing more.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

from papernotes.changes import Change
from papernotes.findings import Finding
from papernotes.source import Source

REWRITABLE = {"not-canonical", "doi-punctuation", "moved"}  # "moved": a permanent redirect, seen online
RIGHT_FORM = re.compile(r"write (?:doi = \{)?(\S+?)\}?")
ADDRESS_END = re.compile(r"[\s<>\"'{}]")


def rewritings(root: Path, findings: Iterable[Finding]) -> list[Change]:
    """Work out the new text of every file that has something to rewrite."""
    by_file: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.code in REWRITABLE and finding.path.endswith((".md", ".bib")):
            by_file[finding.path].append(finding)
    return [one for path in sorted(by_file) if (one := _rewrite(root, path, by_file[path]))]


def _rewrite(root: Path, path: str, findings: list[Finding]) -> Change | None:
    with open(root / path, encoding="utf-8", newline="") as file:
        old = file.read()
    source, new = Source(path, old), old
    for finding in sorted(findings, reverse=True):
        start = _offset(old, finding)
        right = RIGHT_FORM.fullmatch(finding.fix)
        named = re.findall(r"'(.+?)'", finding.message)
        if right is None or source.in_code(start) or (path.endswith(".md") and is_quoted(old, start)):
            continue
        end = _end(old, start, path.endswith(".bib"))
        if not any(wrong in (old[start:end], unquote(old[start:end])) or unquote(old[start:end]).endswith(wrong) for wrong in named):
            continue  # the source spells it in a way that is not understood: leave it to a person
        new = new[:start] + right[1] + new[end:]
    return Change(path, old.encode(), new.encode()) if new != old else None


def _offset(text: str, finding: Finding) -> int:
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: finding.line - 1]) + finding.column - 1


def _end(text: str, start: int, in_bib: bool) -> int:
    """Find where an address ends: at a space, quote or angle bracket, or at the bracket that closes the link."""
    stop = ADDRESS_END.search(text, start)
    end, depth = (stop.start() if stop else len(text)), 0
    if in_bib or text[start - 1] in "<\"'":
        return end
    for at in range(start, end):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth < 0:
            return at
    return end


def is_quoted(text: str, offset: int) -> bool:
    """Tell whether a place lies in a block quotation or between quotation marks of its own paragraph."""
    line_start = text.rfind("\n", 0, offset) + 1
    if re.match(r"[ \t]*>", text[line_start:]):
        return True
    paragraph = text.rfind("\n\n", 0, offset) + 1
    before = re.sub(r"\]\([^)]*\)|<[^>]*>", "", text[paragraph:offset])
    in_attribute = re.search(r"=\s*\"[^\"]*$", text[paragraph:offset])
    return (before.count('"') % 2 == 1 and not in_attribute) or before.count("“") > before.count("”")
