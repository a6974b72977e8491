"""What `refs.bib` has wrong: each entry by itself, beside the others, and against what the notes cite.

The build and `papernotes check` read these rules and no other; each rule's docstring says it.
An error is a statement that cannot be right; a warning is legal and looks like a slip; what is only advice, the check leaves to the build.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from papernotes.findings import Finding
from papernotes.linkcheck import addresses
from papernotes.linkcheck.addresses import PaperId
from papernotes.linkcheck.bibliography import entry_ids, id_text, is_of_arxiv, one_service
from papernotes.linkcheck.bibtex import Entry, Value, read_bibtex
from papernotes.linkcheck.codes import found
from papernotes.linkcheck.titles import decode, normalise, same_author, similarity

KINDS = ("paper", "article", "web", "video", "course", "tool")  # what `keywords` may say that an entry is
# The types that can be formatted, each with what its format cannot do without, beside a title.
TYPES = {
    "article": ("author", "journal", "year"), "book": ("publisher", "year"), "booklet": ("author", "year"), "inbook": ("publisher", "year"),
    "incollection": ("author", "booktitle", "year"), "inproceedings": ("author", "booktitle", "year"), "manual": (), "mastersthesis": ("author", "school", "year"),
    "misc": (), "phdthesis": ("author", "school", "year"), "proceedings": ("year",), "techreport": ("author", "institution", "year"), "unpublished": ("author", "note"),
}  # fmt: skip
ADVICE = frozenset({"and-others", "late-venue"})  # what may rightly stay as it is for ever
READABLE_KEY = re.compile(r"[\w-]+")  # what mkdocs-bibtex reads in a citation
ADDRESS_FIELDS = ("url", "pdf", "code", "doi")
LONG_REVIEW = 4  # years between a preprint and its journal version that are still usual
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
NEARLY = 0.92  # of measured look-alikes that are two works the nearest score 0.92 (linkcheck.titles)
LATEX_ACCENT = re.compile(r"\\(?:[`'^\"~=.]\s*\{?\\?[A-Za-z]|[uvHckrdb]\s*\{|(?:ss|ae|AE|oe|OE|aa|AA|o|O|l|L)(?![A-Za-z]))")
NAME_OF_WORDS = re.compile(r"[A-ZÀ-Þ][\w.'’-]*(?: [A-ZÀ-Þ][\w.'’-]*)+")
Judge = Callable[[Entry, PaperId], bool]  # whether a record of the paper is the entry's work


def check_entries(entries: Collection[Entry], is_ours: Judge = lambda entry, paper: False) -> list[Finding]:
    """Report every fault of entries; where two ids of one entry differ, `is_ours` tells which is right, where anything can."""
    whole = [entry for entry in entries if entry.whole]
    of_each = [finding for entry in whole for rule in RULES for finding in rule(entry)]
    differing = [finding for entry in whole for finding in one_paper(entry, is_ours)]
    return sorted({*check_keys(entries), *of_each, *differing, *one_paper_twice(whole)})


def check_bibliography(path: str, text: str) -> list[Finding]:
    """Report every fault of a file's entries; what cannot be parsed at all is reported by who parses it."""
    return check_entries(read_bibtex(path, text)[0])


def check_uncited(entries: Iterable[tuple[str, int, str]], cited: Collection[str]) -> list[Finding]:
    """An entry (path, line, key) that no page cites is a leftover, or its citation was forgotten; a key's case does not count."""
    names = {key.lower() for key in cited}
    return [found(path, (line, 1), "uncited-entry", f"nothing cites '{key}'", f"cite it as [@{key}], or remove the entry") for path, line, key in entries if key.lower() not in names]


def check_keys(entries: Iterable[Entry]) -> Iterator[Finding]:
    """A key can be cited, and stands once, whatever its case."""
    first: dict[str, Entry] = {}
    for entry in entries:
        if not READABLE_KEY.fullmatch(entry.key):
            yield found(entry.path, entry.place, "unreadable-key", f"key '{entry.key}' cannot be cited", "use lower-case letters and digits only, such as vaswani2017attention")
        other = first.setdefault(entry.key.lower(), entry)
        if other is not entry:
            where = f"line {other.line}" + (f" of {other.path}" if other.path != entry.path else "")
            yield found(entry.path, entry.place, "duplicate-key", f"key '{entry.key}' is already used on {where}", "remove one entry, or give it another key")


def kind(entry_type: str, fields: Iterable[str], keywords: str) -> str:
    """Say what an entry is: what its keywords say, else a paper, unless it is a page of the web without any id."""
    named = [word for word in re.split(r"[,;\s]+", keywords.lower()) if word in KINDS]
    has_id = {"eprint", "doi", "journal", "booktitle"} & set(fields)
    return named[0] if named else "web" if entry_type == "misc" and not has_id else "paper"


def known_type(entry: Entry) -> Iterator[Finding]:
    """An entry is of a type that can be formatted."""
    if entry.type not in TYPES:
        yield _at(entry, None, "unknown-entry-type", f"entry '{entry.key}' is of the unknown type '{entry.type}'", "use article, inproceedings, techreport, book or misc; for a web page misc with keywords = {web}")


def needed_fields(entry: Entry) -> Iterator[Finding]:
    """Every entry has a title and authors; a paper has a year, any other kind may do without; a type's format may need more."""
    given = {name for name in entry.fields if entry.text(name).strip()}
    is_paper = kind(entry.type, entry.fields, entry.text("keywords")) == "paper"
    wanted = {
        "title": ("title" in given, "add a title field"),
        "authors": (bool({"author", "editor"} & given), "add an author field; an organisation stands in double braces: author = {{OpenAI}}"),
        "year": ("year" in given or not is_paper, "add a year field; what has none by nature says what it is, such as keywords = {web}"),
    }
    lacking = {name: fix for name, (there, fix) in wanted.items() if not there}
    for name in TYPES.get(entry.type, ()):
        if name not in given and not (name == "author" and "authors" in lacking):
            lacking.setdefault(name, f"add a{'n' if name[0] in 'aeiou' else ''} {name} field, or use the type misc")
    for name, fix in lacking.items():
        yield _at(entry, None, "missing-field", f"entry '{entry.key}' has no {name}", fix)


def year_form(entry: Entry) -> Iterator[Finding]:
    """A year is four digits."""
    year = entry.fields.get("year")
    if year and year.text.strip() and not re.fullmatch(r"1[5-9]\d\d|20\d\d", year.text.strip()):
        yield _at(entry, year, "bad-year", f"the year of '{entry.key}' is '{year.text}'", "write four digits; leave the field out where there is no year")


def eprint_form(entry: Entry) -> Iterator[Finding]:
    """An `eprint` of arXiv is an id that arXiv gives out, plain and with its archive; other archives are left alone."""
    value = entry.fields.get("eprint")
    if value is None or not is_of_arxiv(entry):
        return
    plain = re.sub(r"(?i)^arxiv:\s*|\s*\[.*\]$", "", value.text.strip())
    fault = addresses.arxiv_fault(addresses.ARXIV_VERSION.sub("", plain))
    if fault:
        yield _at(entry, value, "bad-id", f"the eprint of '{entry.key}' cannot be one: {fault}", "copy the id from the paper's own page")
    elif plain != value.text:
        yield _at(entry, value, "eprint-form", f"eprint '{value.text}' is not a plain id", f"write eprint = {{{plain}}}")
    elif not entry.text("archiveprefix") and not entry.text("eprinttype"):
        yield _at(entry, value, "eprint-form", f"eprint '{plain}' does not say of which archive", "add archiveprefix = {arXiv}")


def doi_form(entry: Entry) -> Iterator[Finding]:
    """A `doi` has a DOI's form, without the sentence's punctuation, and is no address."""
    value = entry.fields.get("doi")
    if value is None:
        return
    reading = addresses.read(id_text(entry, "doi"))
    right = (reading.canonical or "").removeprefix("https://doi.org/")
    if reading.fault or reading.paper is None:
        fix = f"write doi = {{{right}}}" if right else "copy the DOI from the paper's own page"
        yield _at(entry, value, "doi-punctuation" if right else "bad-id", f"the doi of '{entry.key}' cannot be one: {reading.fault or repr(value.text)}", fix)
    elif right and re.match(r"(?i)https?://|doi:", value.text):
        yield _at(entry, value, "not-canonical", f"the doi of '{entry.key}' is an address", f"write doi = {{{right}}}")


def plain_addresses(entry: Entry) -> Iterator[Finding]:
    """A field that is an address holds no LaTeX."""
    for name in ADDRESS_FIELDS:
        value = entry.fields.get(name)
        if value and re.search(r"\\[_%&#~]|\\url|\{|\}", value.text):
            plain = re.sub(r"\\url\{(.*)\}|\{\\?(.)\}", r"\1\2", value.text)
            plain = re.sub(r"\\([_%&#~])(?:\{\})?", r"\1", plain)
            yield _at(entry, value, "escaped-address", f"the {name} of '{entry.key}' holds LaTeX", f"write {name} = {{{plain}}}")


def one_paper(entry: Entry, is_ours: Judge) -> Iterator[Finding]:
    """The ids of one service that an entry's fields name are one id; the finding stands at the one that is another work's."""
    ids = entry_ids(entry)
    papers = {name: paper for paper, name in ids}
    for right, wrong in one_service(ids):
        if is_ours(entry, papers[wrong]):
            right, wrong = wrong, right
        yield _at(entry, entry.fields[wrong], "ids-disagree", f"the {wrong} of '{entry.key}' is {papers[wrong].id}, its {right} is {papers[right].id}", "keep the one that is this paper")


def years_apart(entry: Entry) -> Iterator[Finding]:
    """A paper rarely appears more than a year before or after its preprint; a journal's review may take some years."""
    ids = [paper.id for paper, _ in entry_ids(entry) if paper.scheme == "arxiv"]
    if not ids or entry.year is None:
        return
    given = addresses.arxiv_year(ids[0])
    if abs(entry.year - given) > 1:
        usual = entry.type != "misc" and given < entry.year <= given + LONG_REVIEW
        yield _at(entry, entry.fields.get("year"), "late-venue" if usual else "year-disagrees", f"entry '{entry.key}' is of {entry.year}, its preprint of {given}", "check both; the year is the venue's")


def one_writing(entry: Entry) -> Iterator[Finding]:
    """A field writes its accents in one way, as letters or as LaTeX."""
    for name, value in entry.fields.items():
        if any(letter.isalpha() and letter > "\x7f" for letter in value.text) and LATEX_ACCENT.search(value.text):
            yield _at(entry, value, "mixed-accents", f"the {name} of '{entry.key}' writes accents as letters and as LaTeX", f"write letters: {decode(value.text)[:80]}")


def author_list(entry: Entry) -> Iterator[Finding]:
    """Names are separated by `and`, each "Last, First" or "First Last"."""
    value = entry.fields.get("author") or entry.fields.get("editor")
    if value is None:
        return
    people = _people(value.text)
    outside = re.sub(r"\{[^{}]*\}", "", re.sub(r"\\.", "", value.text))
    if re.search(r"[;&]|\bet\.? al\b", outside) or any(_too_many_commas(person) for person in people):
        yield _at(entry, value, "author-separator", f"the authors of '{entry.key}' are not separated by 'and'", "write author = {Last, First and Last, First}; for the rest of a long list, and others")
    elif any(NAME_OF_WORDS.fullmatch(a.strip()) and NAME_OF_WORDS.fullmatch(b.strip()) for a, comma, b in (person.partition(",") for person in people) if comma):
        yield _at(entry, value, "author-comma", f"the authors of '{entry.key}' may be two people joined by a comma", "separate people by 'and'; put a family name of several words in braces")


def whole_author_list(entry: Entry) -> Iterator[Finding]:
    """A list that ends in `and others` hides who wrote the paper from search, export and citation."""
    value = entry.fields.get("author") or entry.fields.get("editor")
    if value is not None and _people(value.text)[-1:] == ["others"]:
        yield _at(entry, value, "and-others", f"the author list of '{entry.key}' ends in 'and others'", "name all authors where the list is at hand")


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


def one_paper_twice(entries: Iterable[Entry]) -> Iterator[Finding]:
    """Two entries are two works: they share no id, and hardly their titles, unless their authors differ."""
    by_id: dict[str, Entry] = {}
    titles: list[tuple[str, frozenset[str], Entry]] = []
    holding: dict[str, list[int]] = {}  # word → places in `titles`
    for entry in entries:
        ids = entry_ids(entry)
        twins = [] if any(one_service(ids)) else [(paper, by_id.setdefault(paper.key, entry)) for paper, _ in ids]
        same = next(((paper, other) for paper, other in twins if _two(entry, other)), None)
        if same:
            what = "DOI" if same[0].scheme == "doi" else f"{addresses.SERVICE[same[0].scheme]} id"
            yield _at(entry, None, "same-paper-twice", f"entry '{entry.key}' has the {what} {same[0].id} of '{same[1].key}' on line {same[1].line}", "keep one entry, with the fields of both")
        title = normalise(entry.text("title"))
        words = frozenset(title.split())
        near = () if same else (one for theirs, w, one in _sharing(words, titles, holding) if _nearly(title, words, theirs, w) and _two(entry, one))
        other = next((one for one in near if same_author(one.first_author, entry.first_author) is not False), None)
        if other:
            yield _at(entry, entry.fields.get("title"), "nearly-same-title", f"the title of '{entry.key}' is nearly that of '{other.key}' on line {other.line}", "keep one entry if they are one work")
        for word in words:
            holding.setdefault(word, []).append(len(titles))
        titles.append((title, words, entry))


def _two(one: Entry, other: Entry) -> bool:
    return one.key.lower() != other.key.lower()  # one key twice is a finding of its own


def _sharing(words: frozenset[str], titles: list[tuple[str, frozenset[str], Entry]], holding: Mapping[str, list[int]]) -> Iterator[tuple[str, frozenset[str], Entry]]:
    """Give the earlier titles that can share half of a title's words: those with any of its rarer half and one more."""
    rarer = sorted(words, key=lambda word: (len(holding.get(word, ())), word))[: len(words) // 2 + 1]
    return (titles[place] for place in sorted({place for word in rarer for place in holding.get(word, ())}))


def _nearly(one: str, words: frozenset[str], other: str, other_words: frozenset[str]) -> bool:
    """Compare two titles; cheap tests first, because most pairs need no more."""
    if not one or abs(len(one) - len(other)) > 0.16 * len(one) or 2 * len(words & other_words) < len(words):
        return False
    return similarity(one, other) > NEARLY


def _at(entry: Entry, value: Value | None, code: str, message: str, fix: str) -> Finding:
    return found(entry.path, value.place if value else entry.place, code, message, fix)


RULES: tuple[Callable[[Entry], Iterator[Finding]], ...] = (
    known_type, needed_fields, year_form, eprint_form, doi_form, plain_addresses, years_apart, one_writing, author_list, whole_author_list,
)  # fmt: skip
