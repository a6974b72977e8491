"""What an entry of `refs.bib` has wrong, by itself and beside the others.

An error is a statement that cannot be right; a warning is legal and looks like a slip.
Each check's docstring is its rule. Forms of ids are those of `linkcheck.addresses`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from papernotes.findings import Finding
from papernotes.linkcheck import addresses
from papernotes.linkcheck.bibliography import entry_ids, id_text
from papernotes.linkcheck.bibtex import Entry, Value, read_bibtex
from papernotes.linkcheck.titles import decode, normalise, similarity
from papernotes.refs import Bibliography, load_bibliography

KINDS = ("paper", "article", "web", "video", "course", "tool")  # what `keywords` may say that an entry is
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
NEARLY = 0.92  # of measured look-alikes that are two works the nearest score 0.92 (linkcheck.titles)
LATEX_ACCENT = re.compile(r"\\(?:[`'^\"~=.]\s*\{?\\?[A-Za-z]|[uvHckrdb]\s*\{|(?:ss|ae|AE|oe|OE|aa|AA|o|O|l|L)(?![A-Za-z]))")
NAME_OF_WORDS = re.compile(r"[A-ZÀ-Þ][\w.'’-]*(?: [A-ZÀ-Þ][\w.'’-]*)+")


def read_bibliography(path: Path, shown_path: str) -> Bibliography:
    """Read a BibTeX file and check its entries; of a file that does not parse, what stands in its fields is a guess."""
    read = load_bibliography(path, shown_path)
    if not read.entries or any(finding.code == "broken-bibtex" for finding in read.findings):
        return read
    checked = check_bibliography(shown_path, path.read_text(encoding="utf-8"))
    errors = [finding for finding in checked if finding.severity == "error"]
    said = {(finding.line, finding.message) for finding in errors}  # the checks know the better mend
    read.findings = sorted({*errors, *(finding for finding in read.findings if (finding.line, finding.message) not in said)})
    read.warnings = [finding for finding in checked if finding.severity == "warning"]
    return read


def check_bibliography(path: str, text: str) -> list[Finding]:
    """Report every fault of a bibliography's entries; what cannot be parsed at all is reported by who parses it."""
    entries = [entry for entry in read_bibtex(path, text)[0] if entry.whole]
    found = [finding for entry in entries for rule in RULES for finding in rule(entry)]
    return sorted({*found, *one_paper_twice(entries)})


def check_uncited(path: str, lines: Mapping[str, int], cited: set[str]) -> list[Finding]:
    """An entry that no page cites is a leftover, or its citation was forgotten."""
    return [
        Finding(path, line, 1, "warning", "uncited-entry", f"nothing cites '{key}'", f"cite it as [@{key}], or remove the entry")
        for key, line in lines.items()
        if key not in cited
    ]  # fmt: skip


def kind(entry_type: str, fields: Iterable[str], keywords: str) -> str:
    """Say what an entry is: what its keywords say, else a paper, unless it is a page of the web without any id."""
    named = [word for word in re.split(r"[,;\s]+", keywords.lower()) if word in KINDS]
    has_id = {"eprint", "doi", "journal", "booktitle"} & set(fields)
    return named[0] if named else "web" if entry_type == "misc" and not has_id else "paper"


def needed_fields(entry: Entry) -> Iterator[Finding]:
    """Every entry has a title and authors; a paper has a year, any other kind may do without."""
    is_paper = kind(entry.type, entry.fields, entry.text("keywords")) == "paper"
    needed = {
        "title": (bool(entry.text("title").strip()), "add a title field"),
        "authors": (bool((entry.text("author") or entry.text("editor")).strip()), "add an author field; an organisation stands in double braces: author = {{OpenAI}}"),
        "year": (bool(entry.text("year").strip()) or not is_paper, "add a year field; what has none by nature says what it is, such as keywords = {web}"),
    }
    for name, (there, fix) in needed.items():
        if not there:
            yield _error(entry, None, "missing-field", f"entry '{entry.key}' has no {name}", fix)


def year_form(entry: Entry) -> Iterator[Finding]:
    """A year is four digits."""
    year = entry.fields.get("year")
    if year and year.text.strip() and not re.fullmatch(r"1[5-9]\d\d|20\d\d", year.text.strip()):
        yield _error(entry, year, "bad-year", f"the year of '{entry.key}' is '{year.text}'", "write four digits; leave the field out where there is no year")


def id_forms(entry: Entry) -> Iterator[Finding]:
    """A DOI and an arXiv id have a form that their service gives out."""
    for name in ("doi", "eprint"):
        value, text = entry.fields.get(name), id_text(entry, name)
        if value is None or not text:
            continue
        reading = addresses.read(text)
        if reading.fault or reading.paper is None:
            fix = f"write {name} = {{{_bare(reading.canonical)}}}" if reading.canonical else f"copy the {'DOI' if name == 'doi' else 'id'} from the paper's own page"
            yield _error(entry, value, "bad-id", f"the {name} of '{entry.key}' cannot be one: {reading.fault or repr(value.text)}", fix)


def _bare(address: str) -> str:
    return re.sub(r"^https://(?:doi\.org|arxiv\.org/abs)/", "", address)


def one_paper(entry: Entry) -> Iterator[Finding]:
    """The arXiv ids that an entry's fields name are one id, and so are its DOIs."""
    first: dict[str, tuple[str, str]] = {}
    for paper, name in entry_ids(entry):
        here = "arxiv" if any(key.startswith("arxiv:") or "48550/arxiv" in key for key in addresses.aliases(paper)) else paper.scheme
        named = re.sub(r"(?i)^10\.48550/arxiv\.", "", paper.id).lower()
        other, other_name = first.setdefault(here, (named, name))
        if other != named:
            yield _error(entry, entry.fields[name], "ids-disagree", f"the {name} of '{entry.key}' is {named}, its {other_name} is {other}", "keep the one that is this paper")


def years_apart(entry: Entry) -> Iterator[Finding]:
    """A paper rarely appears more than a year before or after its preprint."""
    ids = [paper.id for paper, _ in entry_ids(entry) if paper.scheme == "arxiv"]
    if ids and entry.year is not None and abs(entry.year - addresses.arxiv_year(ids[0])) > 1:
        yield _warning(entry, entry.fields.get("year"), "year-disagrees", f"entry '{entry.key}' is of {entry.year}, its preprint of {addresses.arxiv_year(ids[0])}", "check both; the year is the venue's")


def one_writing(entry: Entry) -> Iterator[Finding]:
    """A field writes its accents in one way, as letters or as LaTeX."""
    for name, value in entry.fields.items():
        if any(letter.isalpha() and letter > "\x7f" for letter in value.text) and LATEX_ACCENT.search(value.text):
            yield _warning(entry, value, "mixed-accents", f"the {name} of '{entry.key}' writes accents as letters and as LaTeX", f"write letters: {decode(value.text)[:80]}")


def author_list(entry: Entry) -> Iterator[Finding]:
    """Names are separated by `and`, each "Last, First" or "First Last"."""
    value = entry.fields.get("author") or entry.fields.get("editor")
    if value is None:
        return
    people = _people(value.text)
    outside = re.sub(r"\{[^{}]*\}", "", re.sub(r"\\.", "", value.text))
    if re.search(r"[;&]|\bet\.? al\b", outside) or any(_too_many_commas(person) for person in people):
        yield _error(entry, value, "author-separator", f"the authors of '{entry.key}' are not separated by 'and'", "write author = {Last, First and Last, First}; for the rest of a long list, and others")
    elif any(NAME_OF_WORDS.fullmatch(a.strip()) and NAME_OF_WORDS.fullmatch(b.strip()) for a, comma, b in (person.partition(",") for person in people) if comma):
        yield _warning(entry, value, "author-separator", f"the authors of '{entry.key}' may be two people joined by a comma", "separate people by 'and'; put a family name of several words in braces")


def whole_author_list(entry: Entry) -> Iterator[Finding]:
    """A list that ends in `and others` hides who wrote the paper from search, export and citation."""
    value = entry.fields.get("author") or entry.fields.get("editor")
    if value is not None and _people(value.text)[-1:] == ["others"]:
        yield _warning(entry, value, "and-others", f"the author list of '{entry.key}' ends in 'and others'", "name all authors where the list is at hand")


def _people(text: str) -> list[str]:
    """Split an author list at `and` outside braces."""
    masked = re.sub(r"\{[^{}]*\}", lambda match: "x" * len(match[0]), text)
    cuts = [match.span() for match in re.finditer(r"\s+and\s+", masked)]
    edges = [0, *[place for cut in cuts for place in cut], len(text)]
    return [text[start:end].strip() for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _too_many_commas(person: str) -> bool:
    """Tell whether a name has more parts than "Last, Jr, First"."""
    parts = [part.strip() for part in re.sub(r"\{[^{}]*\}", "", person).split(",")]
    return len(parts) > 3 or (len(parts) == 3 and parts[1].rstrip(".").lower() not in SUFFIXES)


def one_paper_twice(entries: list[Entry]) -> Iterator[Finding]:
    """Two entries are two works: they share no DOI and no arXiv id, and hardly their titles."""
    by_id: dict[str, Entry] = {}
    titles: list[tuple[str, frozenset[str], Entry]] = []
    holding: dict[str, list[int]] = {}  # word → places in `titles`
    for entry in entries:
        twins = [(paper, by_id.setdefault(paper.key, entry)) for paper, _ in entry_ids(entry) if paper.scheme in ("doi", "arxiv")]
        same = next(((paper, other) for paper, other in twins if other.key.lower() != entry.key.lower()), None)
        if same:
            what = f"{'arXiv id' if same[0].scheme == 'arxiv' else 'DOI'} {same[0].id}"
            yield _error(entry, None, "same-paper-twice", f"entry '{entry.key}' has the {what} of '{same[1].key}' on line {same[1].line}", "keep one entry, with the fields of both")
        title = normalise(entry.text("title"))
        words = frozenset(title.split())
        other = None if same else next((one for theirs, w, one in _sharing(words, titles, holding) if _nearly(title, words, theirs, w) and one.key.lower() != entry.key.lower()), None)
        if other:
            yield _warning(entry, entry.fields.get("title"), "nearly-same-title", f"the title of '{entry.key}' is nearly that of '{other.key}' on line {other.line}", "keep one entry if they are one work")
        for word in words:
            holding.setdefault(word, []).append(len(titles))
        titles.append((title, words, entry))


def _sharing(words: frozenset[str], titles: list[tuple[str, frozenset[str], Entry]], holding: Mapping[str, list[int]]) -> Iterator[tuple[str, frozenset[str], Entry]]:
    """Give the earlier titles that can share half of a title's words: those with any of its rarer half and one more."""
    rarer = sorted(words, key=lambda word: (len(holding.get(word, ())), word))[: len(words) // 2 + 1]
    return (titles[place] for place in sorted({place for word in rarer for place in holding.get(word, ())}))


def _nearly(one: str, words: frozenset[str], other: str, other_words: frozenset[str]) -> bool:
    """Compare two titles; cheap tests first, because most pairs need no more."""
    if not one or abs(len(one) - len(other)) > 0.16 * len(one) or 2 * len(words & other_words) < len(words):
        return False
    return similarity(one, other) > NEARLY


def _error(entry: Entry, value: Value | None, code: str, message: str, fix: str) -> Finding:
    return Finding(entry.path, *(value.place if value else entry.place), "error", code, message, fix)


def _warning(entry: Entry, value: Value | None, code: str, message: str, fix: str) -> Finding:
    return Finding(entry.path, *(value.place if value else entry.place), "warning", code, message, fix)


RULES: tuple[Callable[[Entry], Iterator[Finding]], ...] = (
    needed_fields, year_form, id_forms, one_paper, years_apart, one_writing, author_list, whole_author_list,
)  # fmt: skip
