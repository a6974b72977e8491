"""All changes that one move asks for, and what is left for a person to look at."""

from dataclasses import dataclass, field
from posixpath import dirname

from papernotes import published
from papernotes.changes import ChangeError, Changes
from papernotes.figures import picture_name, script_name
from papernotes.linkcheck.bibliography import load_entries
from papernotes.linkcheck.folder import Folder
from papernotes.linkcheck.page import Page, Renderer
from papernotes.moving import links, lists, names, results
from papernotes.moving.places import Move
from papernotes.refs import Reference
from papernotes.source import Source

FIGURES = "papernotes/figures"


@dataclass
class Plan:
    """Hold a move's changes, and the places (path, line) that may name the file and stay as they are."""

    changes: Changes
    look: list[tuple[str, int]] = field(default_factory=list)


def plan(folder: Folder, move: Move) -> Plan:
    """Work out a move. Raise `ChangeError` where it cannot be made."""
    changes = Changes(folder.root)
    shares = any(path.partition("/")[2].rpartition(".")[0] == move.old_slug for path in folder.files if path != move.old)
    for path in _markdown(folder):
        _follow_in_page(changes, folder, path, move, shares)
    for path in names.files(folder.root):
        changes.write(path, names.replace_names(changes.text(path), path, move, shares))
    if not move.is_note:
        _move_script(changes, move)
    else:
        _follow_in_navigation(changes, folder, move)
        results.follow_results(changes, move)
    changes.write(move.new, changes.read(move.old) or b"")
    changes.remove(move.old)
    _keep_address(changes, folder, move)
    return Plan(changes, _left(changes, move))


def _markdown(folder: Folder) -> list[str]:
    """List the notes, and the pages for readers of the repository."""
    return [*folder.notes, *(path.name for path in sorted(folder.root.glob("*.md")))]


def _follow_in_page(changes: Changes, folder: Folder, path: str, move: Move, shares: bool) -> None:
    """Let one page's links, front matter and code follow; the moved note's own links are led from its new place."""
    text = old = changes.text(path)
    if path == move.old:
        text = links.rebase(text, move, folder.docs, _own_links(folder, path, text))
    else:
        text = links.follow(text, path, move, folder.docs)
    if move.is_note and path.startswith(folder.docs + "/"):
        slug = path.removeprefix(folder.docs + "/").removesuffix(".md")
        text = lists.follow_relations(text, slug, move)
    text = names.replace_in_code(text, path, move, shares)
    if text != old:
        changes.write(path, text)


def _own_links(folder: Folder, path: str, text: str) -> set[int]:
    """Return the offsets of all addresses of a note, as the site's own Markdown sees them."""
    entries, _ = load_entries(folder)
    references = {entry.key: Reference(entry.key, "", "", entry.text("title"), "", entry.line) for entry in entries}
    page: Page = Renderer(folder, references).page(Source(path, text))
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return {starts[link.line - 1] + link.column - 1 for link in page.links}


def _follow_in_navigation(changes: Changes, folder: Folder, move: Move) -> None:
    here = [f"{folder.docs}/{path}" for path in _hidden_lists(folder)]
    for path in [*here, folder.config_name]:
        text = changes.text(path)
        followed = lists.follow_nav(text, path, move)
        if followed != text:
            changes.write(path, followed)
    came_to = f"{dirname(move.new)}/.nav.yml"
    if dirname(move.new) != dirname(move.old) and came_to in here:
        changes.write(came_to, lists.add_to_list(changes.text(came_to), move.new.rpartition("/")[2]))


def _hidden_lists(folder: Folder) -> list[str]:
    docs = folder.root / folder.docs
    return sorted(path.relative_to(docs).as_posix() for path in docs.rglob(".nav.yml"))


def _move_script(changes: Changes, move: Move) -> None:
    """Rename the script that draws a picture, and follow in the code that names it."""
    scripts = {picture_name(path.stem): path.stem for path in (changes.root / FIGURES).glob("*_*.py") if "\nFIGURE = " in path.read_text(encoding="utf-8")}
    old = scripts.get(move.old_slug, "")
    if not old:
        return
    new = script_name(move.new_slug)
    if (changes.root / FIGURES / f"{new}.py").exists():
        raise ChangeError(f"{FIGURES}/{new}.py: there is a script of this name, and the picture's script would be called so (choose another name)")
    for path in names.files(changes.root):
        changes.write(path, names.follow_script(changes.text(path), old, new))
    changes.write(f"{FIGURES}/{new}.py", changes.read(f"{FIGURES}/{old}.py") or b"")
    changes.remove(f"{FIGURES}/{old}.py")


def _keep_address(changes: Changes, folder: Folder, move: Move) -> None:
    """Enter in `published.txt` where the file's address has gone; a draft never had one."""
    if move.is_note and "\nstatus: draft" in (Source(move.old, changes.text(move.new)).front_matter or "").replace("---", "\n"):
        return
    old, new = (_address(folder, path) for path in (move.old, move.new))
    list_ = published.parse(changes.text(published.FILE))
    if list_.findings:
        first = list_.findings[0]
        raise ChangeError(f"{first.path}:{first.line}: {first.message} ({first.fix})")
    moved = published.move(list_.moved, old, new)
    for address in list_.moved:  # a list of all pages has a heading for each, named after it
        page, hash_, anchor = address.partition("#")
        if move.is_note and hash_ and anchor == move.old_slug.replace("/", "-"):
            moved = moved | {address: f"{page}#{move.new_slug.replace('/', '-')}"}
    changes.write(published.FILE, published.dump(moved))


def _address(folder: Folder, path: str) -> str:
    """Return the address of a file of the site, there or not yet."""
    if path.startswith(folder.docs + "/"):
        return "/" + folder.address_of(path.removeprefix(folder.docs + "/"))
    return "/" + path


def _left(changes: Changes, move: Move) -> list[tuple[str, int]]:
    """List the places in tests and tools that may still name the file by its bare name."""
    found = []
    for path in names.files(changes.root):
        if path.endswith((".py", ".csv", ".tsv")) and changes.read(path) is not None:
            found += [(path, line) for line in names.mentions(changes.text(path), move)]
    return found
