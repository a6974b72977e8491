"""The bibliography: `refs.bib` read once, each reference formatted once.

`mkdocs-bibtex` reads and formats; what it lets through silently, `bibcheck` reports.
"""

import contextlib
import re
from collections import Counter
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

from papernotes import bibcheck
from papernotes.findings import Finding, error
from papernotes.linkcheck.bibtex import read_bibtex

NO_YEAR = "9999"  # of a note about an idea: it comes last
# Text without anything that LaTeX reads as more than itself; pybtex's decoder takes a fifth of a millisecond for a field.
SAME_IN_LATEX = re.compile(r"(?:[^\W_]|[ .;:()/!+*=]|,(?!,)|-(?!-))*")


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

    @property
    def is_there(self) -> bool:
        """Tell whether there is a file with something in it, be it faulty."""
        return bool(self.references or self.findings)


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
    placed, broken = read_bibtex(shown_path, text)
    read = Bibliography(sources={entry.key: text[entry.start : entry.end] for entry in reversed(placed)})
    raised: list[Exception] = []
    with pybtex_errors.capture() as faults:
        try:
            registry = HtmlRegistry([str(path)])
            read.entries = dict(registry.bib_data.entries.items())
            read.references = _references(registry, {entry.key.lower(): entry.line for entry in reversed(placed)})
        except Exception as fault:  # pybtex raises several unrelated types on text it cannot scan
            raised.append(fault)
    # pybtex knows less exactly where; of a file that does not parse, what an entry lacks is a guess
    broken = broken or [_parse_finding(shown_path, fault) for fault in [*raised, *(one for one in faults if hasattr(one, "lineno"))]]
    checked = [*broken, *bibcheck.check_keys(placed)] if broken else bibcheck.check_entries(placed)
    read.findings = sorted(finding for finding in checked if finding.severity == "error")
    read.warnings = [finding for finding in checked if finding.severity == "warning"]
    return read


def _references(registry: HtmlRegistry, lines: dict[str, int]) -> dict[str, Reference]:
    """Format every entry that can be formatted; what keeps another from it is one of its findings."""
    entries = dict(registry.bib_data.entries.items())
    years = distinct_years(entries)
    references = {}
    for key, entry in entries.items():
        if "title" in entry.fields and entry.type in bibcheck.TYPES:
            with contextlib.suppress(FieldIsMissing):
                html = registry.reference_text(Citation(key=key))
                references[key] = Reference(key, authors_label(entry), years[key], plain(entry.fields["title"]), html, lines.get(key.lower(), 1), entry.fields.get("eprint", ""))
    return references


def name_text(latex: str) -> str:
    """Return one part of a name as text."""
    return latex if SAME_IN_LATEX.fullmatch(latex) else str(Text.from_latex(latex))


def plain(latex: str) -> str:
    """Return LaTeX as text: accents as letters, no braces, no commands that only change the face of the type."""
    if SAME_IN_LATEX.fullmatch(latex):
        return " ".join(latex.split())
    text = str(Text.from_latex(re.sub(r"\\(?:emph|text(?:it|bf|sc|tt|rm)|math\w+)\s*(?=\{)", "", latex)))
    return " ".join(text.replace("\xa0", " ").split())


def _parse_finding(shown_path: str, fault: Exception) -> Finding:
    """Say where pybtex gave up."""
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
