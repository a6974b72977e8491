"""The claims as text: read from their source files, without running or importing any of them.

A build needs a claim's words, its code and a hash of that code, but neither NumPy nor the seconds that a claim takes.
The hash covers the claim's function and everything of this package that the function uses, directly or through other
functions: a helper that changes makes every result that rests on it out of date.
What the hash covers is what the page shows.
"""

import ast
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
PACKAGE = "papernotes.claims"
OWN_NAMES = {"claim", "Measured"}  # of `__init__`, which holds no mathematics


@dataclass(frozen=True, order=True)
class Piece:
    """Hold one definition of a module: its file under the project's folder, its lines from 1, its text."""

    path: str
    line: int
    end_line: int
    text: str

    @property
    def name(self) -> str:
        """The name that the piece defines."""
        found = re.search(r"^(?:def|class) (\w+)|^(\w+)", re.sub(r"^@.*$", "", self.text, flags=re.MULTILINE), re.MULTILINE)
        return (found[1] or found[2]) if found else ""


@dataclass(frozen=True)
class Record:
    """Hold what is known of a claim without running it; `pieces` are what it computes with, its own function last."""

    id: str
    statement: str
    source: str
    note: str
    function: str
    pieces: tuple[Piece, ...]

    @property
    def own(self) -> Piece:
        """The claim's function with its decorator."""
        return self.pieces[-1]

    @property
    def topic(self) -> str:
        """The folder of the note on which the claim stands."""
        return self.note.partition("/")[0]

    @cached_property
    def hash(self) -> str:
        """The first 16 hexadecimal digits of SHA-256 over the text of all pieces."""
        text = "\n\n".join(piece.text for piece in self.pieces)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


class Module:
    """Hold one source file's top-level definitions and what it imports from this package."""

    def __init__(self, path: Path):
        self.path = path
        self.text = path.read_text(encoding="utf-8")
        self.lines = self.text.splitlines()
        self.definitions: dict[str, ast.stmt] = {}
        self.imports: dict[str, tuple[str, str]] = {}  # name here → module of this package, name there
        self._names: dict[ast.stmt, set[str]] = {}
        try:
            tree = ast.parse(self.text)
        except SyntaxError as fault:
            raise ValueError(f"{path}:{fault.lineno}: {fault.msg}") from fault
        for node in tree.body:
            self._read(node)

    def _read(self, node: ast.stmt) -> None:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            self.definitions[node.name] = node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)]
            self.definitions |= dict.fromkeys(names, node)
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(PACKAGE):
            self._read_import(node)

    def _read_import(self, node: ast.ImportFrom) -> None:
        module = (node.module or "").removeprefix(PACKAGE).removeprefix(".")
        for alias in node.names:
            if module:
                self.imports[alias.asname or alias.name] = (module, alias.name)
            elif alias.name not in OWN_NAMES:
                # Otherwise the hash would not see what the claim uses.
                raise ValueError(f"{self.path}:{node.lineno}: import '{alias.name}' by name, as in 'from {PACKAGE}.arrays import softmax'")

    def piece(self, node: ast.stmt) -> Piece:
        """Cut a definition out of the file, its decorators included."""
        decorators = getattr(node, "decorator_list", [])
        line = min([node.lineno, *(decorator.lineno for decorator in decorators)])
        end = node.end_lineno or node.lineno
        shown = f"papernotes/claims/{self.path.name}"
        return Piece(shown, line, end, "\n".join(self.lines[line - 1 : end]))

    def names(self, node: ast.stmt) -> set[str]:
        """Collect the names that a definition uses; many claims ask for the same helpers."""
        if node not in self._names:
            self._names[node] = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
        return self._names[node]

    def claims(self) -> Iterator[tuple[ast.FunctionDef, ast.Call]]:
        """Find the functions under `@claim(…)`."""
        for node in self.definitions.values():
            for decorator in getattr(node, "decorator_list", []):
                if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name) and decorator.func.id == "claim":
                    assert isinstance(node, ast.FunctionDef)
                    yield node, decorator


def _words(path: Path, call: ast.Call) -> dict[str, str]:
    """Read the decorator's arguments, which must be written out as plain strings."""
    try:
        given: dict[str, Any] = dict(zip(("id", "statement"), (ast.literal_eval(a) for a in call.args), strict=False))
        given |= {str(k.arg): ast.literal_eval(k.value) for k in call.keywords}
    except ValueError as fault:
        raise ValueError(f"{path}:{call.lineno}: write the arguments of @claim as plain strings") from fault
    if set(given) != {"id", "statement", "source", "note"}:
        raise ValueError(f"{path}:{call.lineno}: @claim needs an id, a statement, source=… and note=…")
    return given


@lru_cache(maxsize=64)
def read_module(path: Path, changed: int) -> Module:
    """Read a source file; while serving, again only when its time of change (nanoseconds) is another one."""
    return Module(path)


class Package:
    """Read the modules of a folder of claims, each once, when it is needed."""

    def __init__(self, folder: Path = FOLDER):
        self.folder = folder
        self._modules: dict[str, Module] = {}

    def module(self, name: str) -> Module:
        if name not in self._modules:
            path = self.folder / f"{name}.py"
            self._modules[name] = read_module(path, path.stat().st_mtime_ns)
        return self._modules[name]

    def pieces(self, name: str, node: ast.stmt) -> tuple[Piece, ...]:
        """Collect what a definition of a module uses, in the files' order, and the definition itself last."""
        seen: dict[Piece, None] = {}
        todo = [(name, node)]
        while todo:
            at, one = todo.pop()
            module = self.module(at)
            piece = module.piece(one)
            if piece in seen:
                continue
            seen[piece] = None
            used = module.names(one)
            todo += [(at, module.definitions[word]) for word in used & module.definitions.keys()]
            for there, original in (module.imports[word] for word in used & module.imports.keys()):
                todo.append((there, self.module(there).definitions[original]))
        own, *others = seen
        return (*sorted(others), own)


def claim_modules(folder: Path = FOLDER) -> list[str]:
    """List the modules that hold claims, by name."""
    return sorted(path.stem for path in folder.glob("*.py") if "\n@claim(" in path.read_text(encoding="utf-8"))


def read_catalogue(folder: Path = FOLDER) -> dict[str, Record]:
    """Read all claims of a folder by id; one that is written wrongly, or an id that stands twice, is a ValueError."""
    package = Package(folder)
    found: dict[str, Record] = {}
    for name in claim_modules(folder):
        module = package.module(name)
        for node, call in module.claims():
            words = _words(module.path, call)
            if words["id"] in found:
                raise ValueError(f"{module.path}:{call.lineno}: claim id '{words['id']}' is already used by {found[words['id']].own.path}")
            found[words["id"]] = Record(**words, function=node.name, pieces=package.pieces(name, node))
    return dict(sorted(found.items(), key=lambda item: (item[1].topic, item[1].note, item[1].own)))
