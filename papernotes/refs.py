"""The bibliography: `refs.bib` read once, each reference formatted once.

`mkdocs-bibtex` reads and formats; what it lets through silently is reported here:
a repeated key, a key it cannot read in a citation, an entry it cannot parse.
What an entry itself has wrong is `bibcheck`'s matter.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field as data_field
from pathlib import Path
from typing import Any

from mkdocs_bibtex.citation import Citation
from mkdocs_bibtex.registry import SimpleRegistry
from pybtex import errors as pybtex_errors
from pybtex.backends.html import Backend as HtmlBackend
from pybtex.database import Entry, Person
from pybtex.richtext import Text
from pybtex.style.formatting.plain import Style as PlainStyle
from pybtex.style.template import FieldIsMissing, field, href, optional, sentence

from papernotes.findings import Finding, error

ENTRY_START = re.compile(r"^[ \t]*@(?P<type>\w+)\s*[{(]\s*(?P<key>[^\s,}]*)", re.MULTILINE)
NOT_ENTRIES = {"comment", "preamble", "string"}
# What pybtex can format and these notes use.
KINDS_OF_ENTRY = frozenset("article book booklet inbook incollection inproceedings manual mastersthesis misc phdthesis proceedings techreport unpublished".split())
NO_YEAR = "9999"  # of a note about an idea: it comes last
# Text without anything that LaTeX reads as more than itself; pybtex's decoder takes a fifth of a millisecond for a field.
SAME_IN_LATEX = re.compile(r"(?:[^\W_]|[ .;:()/!+*=]|,(?!,)|-(?!-))*")
READABLE_KEY = re.compile(r"[\w-]+")  # what mkdocs-bibtex reads in a citation


@dataclass(frozen=True)
class Reference:
    """Hold what a page shows of one entry: the citation's words and the reference's HTML."""

    key: str
    authors: str  # "Vaswani et al."
    year: str  # "2017", "2013a" where two entries would read the same, "n.d." without a year
    title: str  # plain text: no braces, no LaTeX
    html: str
    line: int
    arxiv: str = ""  # "1706.03762": year, month and number

    @property
    def when(self) -> tuple[str, str]:
        """Return what orders references in time: the year, and within a year the preprint's number; what has none comes last."""
        return re.sub(r"-?[a-z]$", "", self.year), self.arxiv or "~"


@dataclass
class Bibliography:
    """Hold every reference of one `refs.bib`, and what is wrong with the file.

    `findings` stop a build; `warnings` name what is legal and looks like a slip.
    `entries` are pybtex's, with names and fields apart; `sources` is each entry as the file writes it.
    """

    references: dict[str, Reference] = data_field(default_factory=dict)
    findings: list[Finding] = data_field(default_factory=list)
    warnings: list[Finding] = data_field(default_factory=list)
    entries: dict[str, Entry] = data_field(default_factory=dict)
    sources: dict[str, str] = data_field(default_factory=dict)
    bare: dict[str, Any] = data_field(default_factory=dict)  # records without their notes, where an earlier build has made them from `entries`


class OneAddressStyle(PlainStyle):
    """Show the address of an entry only where neither its DOI nor its arXiv id leads there already."""

    def format_web_refs(self, e: Entry):
        has_id = "doi" in e.fields or "eprint" in e.fields
        return sentence[
            optional[self.format_doi(e)],
            optional[self.format_eprint(e)],
            *([] if has_id else [optional[self.format_url(e)]]),
        ]

    def format_url(self, e: Entry):
        url = field("url", raw=True)
        return href(url)[url]


class HtmlRegistry(SimpleRegistry):
    """Format references as HTML: they skip Markdown, where `_` and `*` have a meaning."""

    def __init__(self, bib_files: list[str]):
        super().__init__(bib_files)
        self.style = OneAddressStyle()
        self.backend = HtmlBackend()


def load_bibliography(path: Path, shown_path: str) -> Bibliography:
    """Read a BibTeX file; faults become findings under `shown_path`, and the sound entries stay."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as fault:
        line = path.read_bytes()[: fault.start].count(b"\n") + 1
        return Bibliography(findings=[error(shown_path, line, 1, "not-utf8", "the file is not UTF-8", "save it as UTF-8")])
    lines = _entry_lines(text)
    findings = _key_findings(shown_path, text)
    with pybtex_errors.capture() as faults:
        try:
            registry = HtmlRegistry([str(path)])
        except Exception as fault:  # pybtex raises several unrelated types on text it cannot scan
            return Bibliography(findings=findings + [_parse_finding(shown_path, text, fault)])
        references, unformatted = _references(registry, lines, shown_path)
    broken = [_parse_finding(shown_path, text, fault) for fault in faults if hasattr(fault, "lineno")]
    findings += broken or unformatted  # of a file that does not parse, what an entry lacks is a guess
    return Bibliography(references, sorted(set(findings)), [], dict(registry.bib_data.entries.items()), _entry_sources(text))


def _references(registry: HtmlRegistry, lines: dict[str, int], shown_path: str) -> tuple[dict[str, Reference], list[Finding]]:
    """Format every entry that can be formatted; what keeps another from it is a finding."""
    entries = registry.bib_data.entries
    years = distinct_years(dict(entries.items()))
    references, findings = {}, []
    for key, entry in entries.items():
        line = lines.get(key.lower(), 1)
        if "title" not in entry.fields:
            findings.append(error(shown_path, line, 1, "missing-field", f"entry '{key}' has no title", "add a title field"))
        elif entry.type not in KINDS_OF_ENTRY:
            findings.append(error(shown_path, line, 1, "unknown-entry-type", f"entry '{key}' is of the unknown type '{entry.type}'", "use article, inproceedings, techreport, book or misc; for a web page misc with keywords = {web}"))
        else:
            try:
                html = registry.reference_text(Citation(key=key))
                references[key] = Reference(key, authors_label(entry), years[key], plain(entry.fields["title"]), html, line, entry.fields.get("eprint", ""))
            except FieldIsMissing as fault:
                findings.append(error(shown_path, line, 1, "missing-field", f"entry '{key}' has no {fault.field_name}", f"add a {fault.field_name} field, or use the type misc"))
    return references, findings


def name_text(latex: str) -> str:
    """Return one part of a name as text."""
    return latex if SAME_IN_LATEX.fullmatch(latex) else str(Text.from_latex(latex))


def plain(latex: str) -> str:
    """Return LaTeX as text: accents as letters, no braces, no commands that only change the face of the type."""
    if SAME_IN_LATEX.fullmatch(latex):
        return " ".join(latex.split())
    text = str(Text.from_latex(re.sub(r"\\(?:emph|text(?:it|bf|sc|tt|rm)|math\w+)\s*(?=\{)", "", latex)))
    return " ".join(text.replace("\xa0", " ").split())


def _entry_lines(text: str) -> dict[str, int]:
    """Map each key, in lower case, to the line on which its entry starts."""
    line_of = _lines(text)
    return {match["key"].lower(): line_of(match.start("key")) for match in reversed(_entry_starts(text))}


def _lines(text: str) -> Callable[[int], int]:
    """Return the function that gives the line of an offset."""
    ends = [match.start() for match in re.finditer("\n", text)]
    return lambda offset: bisect_left(ends, offset) + 1


def _entry_sources(text: str) -> dict[str, str]:
    """Map each key to its entry's text, from its @ to its closing brace."""
    starts = _entry_starts(text)
    ends = [match.start() for match in starts[1:]] + [len(text)]
    return {match["key"]: _without_tail(text[match.start() : end]) for match, end in reversed(list(zip(starts, ends, strict=True)))}


def _without_tail(entry: str) -> str:
    """Cut what follows an entry's last brace, such as a comment between two entries."""
    depth = 0
    for place, letter in enumerate(entry):
        depth += {"{": 1, "}": -1}.get(letter, 0)
        if letter == "}" and depth == 0:
            return entry[: place + 1].strip()
    return entry.strip()


def _entry_starts(text: str) -> list[re.Match[str]]:
    return [match for match in ENTRY_START.finditer(text) if match["type"].lower() not in NOT_ENTRIES]


def _key_findings(shown_path: str, text: str) -> list[Finding]:
    """Report keys that stand twice (case apart) and keys that a citation could not name."""
    found, first, line_of = [], {}, _lines(text)
    for match in _entry_starts(text):
        key, line = match["key"], line_of(match.start("key"))
        if not READABLE_KEY.fullmatch(key):
            found.append(error(shown_path, line, 1, "unreadable-key", f"key '{key}' cannot be cited", "use lower-case letters and digits only, such as vaswani2017attention"))
        if key.lower() in first:
            found.append(error(shown_path, line, 1, "duplicate-key", f"key '{key}' is already used on line {first[key.lower()]}", "remove one entry, or give it another key"))
        first.setdefault(key.lower(), line)
    return found


def _parse_finding(shown_path: str, text: str, fault: Exception) -> Finding:
    """Say where BibTeX stops making sense: at the entry whose braces do not match, else where the parser gave up."""
    starts = [match.start() for match in _entry_starts(text)] + [len(text)]
    for start, end in zip(starts, starts[1:]):
        entry = text[start:end]
        if entry.count("{") != entry.count("}"):
            line = text.count("\n", 0, start) + 1
            return error(shown_path, line, 1, "broken-bibtex", "BibTeX cannot be read: this entry's braces do not match", "count the braces of this entry")
    reason = re.sub(r"^syntax error in line \d+: ", "", str(fault).splitlines()[0])
    return error(shown_path, getattr(fault, "lineno", None) or 1, 1, "broken-bibtex", f"BibTeX cannot be read: {reason}", "look for a missing comma or quote just before this line")


def authors_label(entry: Entry) -> str:
    """Shorten an entry's authors as a citation names them: one, two, or the first "et al."."""
    people: list[Person] = entry.persons.get("author") or entry.persons.get("editor") or []
    names = [" ".join(name_text(part) for part in person.prelast_names + person.last_names) for person in people]
    if not names:
        return plain(entry.fields["title"])
    if len(names) == 1:
        return names[0]
    if len(names) == 2 and names[1] != "others":
        return f"{names[0]} & {names[1]}"
    return f"{names[0]} et al."


def distinct_years(entries: dict[str, Entry]) -> dict[str, str]:
    """Give each entry its year, with a, b, … where authors and year alone would not tell two entries apart."""
    plain = {key: (authors_label(entry), entry.fields.get("year", "n.d.")) for key, entry in entries.items() if "title" in entry.fields}
    count = Counter(plain.values())
    seen: Counter[tuple[str, str]] = Counter()
    years = {}
    for key in sorted(plain):
        label = plain[key]
        letter = chr(ord("a") + seen[label]) if count[label] > 1 else ""
        seen[label] += 1
        years[key] = label[1] + (f"-{letter}" if letter and label[1] == "n.d." else letter)
    return years
