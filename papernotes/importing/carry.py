"""A plan as changes to files: drafts, navigation, report; refused where a line of the file is nowhere in them."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from papernotes.author import bibwrite
from papernotes.author.identifier import Refusal
from papernotes.author.known import Base, topic_tags
from papernotes.author.nav import NAV, add_to_nav
from papernotes.author.new import Outcome, entry_fields, write_entry, write_record
from papernotes.author.template import GAP, draft_note
from papernotes.changes import ChangeError, Changes
from papernotes.importing import report
from papernotes.importing.parse import CALLOUT, WIKI, Document
from papernotes.importing.outline import Draft, Plan
from papernotes.importing.plan import safe_title
from papernotes.importing.recognise import stems, telling
from papernotes.importing.report import Fate
from papernotes.importing.wiki import read_wiki
from papernotes.linkcheck.addresses import PaperId
from papernotes.linkcheck.bibtex import read_bibtex
from papernotes.linkcheck.details import Details, family_first, title_text
from papernotes.linkcheck.lock import Record
from papernotes.linkcheck.titles import Work

Ask = Callable[[PaperId], Record]


def add_papers(base: Base, outcome: Outcome, wanted: Mapping[str, tuple[PaperId, str]], ask: Ask | None, today: date) -> Base:
    """Add entries for papers that the bibliography lacks; return the base as it will be then.

    `ask` is None offline: then only what the lock knows is added, since nobody knows an author of the others.
    """
    for paper, _ in wanted.values():
        record = _record(base, outcome, paper, ask)
        if record is None:
            continue
        details = record.details or Details((family_first(record.first_author), "others"))
        record = replace(record, title=title_text(record.title))
        known = base.find_entry([paper], Work(record.title, record.first_author or (details.authors or ("",))[0], record.year))
        if known is not None:
            continue
        key = bibwrite.free_key(bibwrite.make_key(details.authors[0] if details.authors else record.first_author, record.year, record.title), base.keys)
        try:
            write_entry(base, outcome, record, key, _entry(key, *entry_fields(paper, record, details)))
        except Refusal as fault:
            outcome.remarks.append(f"{paper.id}: {fault}")
            continue
        if paper.key not in base.records:
            write_record(base, outcome, record, today)
        entries, _ = read_bibtex(base.folder.bib, outcome.changes.text(base.folder.bib))
        base = replace(base, entries=entries, records={**base.records, record.id: replace(record, details=None)})
    return base


def _entry(key: str, kind: str, fields: Mapping[str, str]) -> str:
    return bibwrite.format_entry(kind, key, fields)


def _record(base: Base, outcome: Outcome, paper: PaperId, ask: Ask | None) -> Record | None:
    """Return what is known of a paper; None where nobody can tell. Raise `Refusal` where a service does not answer."""
    known = base.records.get(paper.key)
    if ask is None or (known and known.verified):
        return known if known and known.first_author and known.title else None
    try:
        return ask(paper)
    except Refusal as fault:
        if fault.status == 2:
            raise
        outcome.remarks.append(f"{paper.id} stays a link: {fault}")
        return None


def carry(base: Base, outcome: Outcome, plan: Plan, documents: Sequence[Document], older: Mapping[str, list[Fate]]) -> None:
    """Write drafts, navigation and reports of a plan. Raise `ChangeError` where a line would be lost."""
    for draft in plan.drafts:
        if draft.parts or not draft.exists:
            _write_draft(base, outcome, draft)
    for document in documents:
        fates = plan.fates[document.name]
        account(outcome.changes, document, fates)
        path = report.path_of(document.name)
        before = {fate.key for fate in older.get(path, [])}
        everywhere = {fate.key for fates in older.values() for fate in fates}
        fresh = [fate for fate in fates if fate.key not in everywhere]
        if any(not fate.what.startswith(report.STANDING) for fate in fresh):
            outcome.changes.write(path, report.write(document.name, fates, older.get(path, [])))
            outcome.lines.append((path, f"where each of {len(fates)} lines is" + (f", {len(fresh)} of them new" if before else "")))


def _write_draft(base: Base, outcome: Outcome, draft: Draft) -> None:
    """Write a new draft with its line in the navigation, or add to one that is there."""
    path, body = f"{base.folder.docs}/{draft.slug}.md", "\n\n".join(draft.parts)
    before = outcome.changes.text(path)
    if draft.exists or before:
        newline = "\r\n" if "\r\n" in before else "\n"
        outcome.changes.write(path, before.rstrip() + newline * 2 + body.replace("\n", newline) + newline)
        outcome.lines.append((path, "draft with what is new added"))
        return
    text = draft_note("", topic_tags(base, draft.topic), draft.papers, body=body).replace("\n# \n", f"\n# {safe_title(draft.title)}\n", 1)
    outcome.changes.write(path, text.rstrip("\n") + "\n")
    gaps = len(GAP.findall(text))
    outcome.lines.append((path, "draft" + (f" with {gaps} gap{'s' if gaps > 1 else ''}" if gaps else "")))
    nav = f"{base.folder.docs}/{draft.topic}/{NAV}"
    listed = outcome.changes.text(nav)
    if listed:
        outcome.changes.write(nav, add_to_nav(listed, path.rpartition("/")[2]))


def account(changes: Changes, document: Document, fates: Iterable[Fate]) -> None:
    """Hold a file's lines, and the words of those that were changed, against what is written. Raise `ChangeError` where one is nowhere, or twice."""
    counted: Counter[int] = Counter()
    written: dict[str, tuple[set[str], set[str]]] = {}
    for fate in fates:
        counted[fate.number] += 1
        if document.lines[fate.number - 1] != fate.text:
            _lost(document, fate.number)
        if not fate.place or fate.what.startswith(report.STANDING):
            continue
        if fate.place not in written:
            text = changes.text(fate.place)
            written[fate.place] = {line.strip() for line in text.split("\n")}, stems(text, 3)
        lines, words = written[fate.place]
        if not (fate.text.strip() in lines if fate.what == "as it was" else _said(fate.text) <= words):
            _lost(document, fate.number)
    for number, line in enumerate(document.lines, 1):
        if line.strip() and counted[number] != 1:
            _lost(document, number)


def _said(line: str) -> set[str]:
    """Return the words that a line says to a reader: the title of a callout, the words of a link."""
    callout = CALLOUT.fullmatch(line)
    return telling(WIKI.sub(lambda match: " " if match["bang"] else f" {read_wiki(match).words} ", callout["title"] if callout else line))


def _lost(document: Document, number: int) -> None:
    raise ChangeError(f"{document.name}:{number}: this line would be lost, so nothing was written (please report it, with the line)")

