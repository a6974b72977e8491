"""Draw the figures whose script, or anything that it computes with, has changed since they were last drawn.

What a figure depends on is read from imports: its script, the modules of this project that the script imports, directly or
through others, and the committed files that it names in `data`.
The record of what was drawn from what lies in `.cache/`, so a clean checkout draws everything.
"""

import ast
import hashlib
import importlib
import json
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from papernotes.figures import picture_file

FOLDER = Path(__file__).parent
PACKAGE = FOLDER.parent
ROOT = PACKAGE.parent
RECORD = Path(".cache/figures.json")


def scripts() -> list[str]:
    """List the names of the scripts that draw: those that say what they draw in `FIGURE`."""
    return sorted(path.stem for path in FOLDER.glob("*_*.py") if "\nFIGURE = " in path.read_text(encoding="utf-8"))


def picture(script: str) -> bytes:
    """Import a script and let it draw; return the picture as its file holds it."""
    drawn = importlib.import_module(f"papernotes.figures.{script}").draw()
    return drawn if isinstance(drawn, bytes) else drawn.encode()


def used_files(path: Path) -> set[Path]:
    """Collect a module's file and those of this project that it imports, directly or through others."""
    found, todo = set(), [path]
    while todo:
        here = todo.pop()
        if here not in found:
            found.add(here)
            todo += _imports(here)
    return found


def _imports(path: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=str(path))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            base = ROOT / name.replace(".", "/")
            if name.startswith("papernotes"):
                yield from (file for file in (base.with_suffix(".py"), base / "__init__.py") if file.is_file())


def fingerprint(script: str) -> str:
    """Hash all that a figure is drawn from."""
    files = sorted(used_files(FOLDER / f"{script}.py"))
    files += [file for name in _data(FOLDER / f"{script}.py") for file in _files(ROOT / name)]
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _files(path: Path) -> list[Path]:
    """List a file, or all Markdown files of a folder."""
    return sorted(path.rglob("*.md")) if path.is_dir() else [path]


def _data(path: Path) -> list[str]:
    """Read the `data=(…)` of a script's `FIGURE` without running it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.keyword) and node.arg == "data":
            return list(ast.literal_eval(node.value))
    return []


def draw(script: str, images: Path) -> tuple[str, float]:
    """Draw one figure into its file; return the file's name and the seconds that it took."""
    started = time.perf_counter()
    path = images / picture_file(script)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(picture(script))
    return picture_file(script), time.perf_counter() - started


def outdated(root: Path) -> dict[str, str]:
    """Map each script whose picture is missing, was changed by hand, or was drawn from something else, to its fingerprint."""
    record = _read_record(root)
    found = {}
    for script in scripts():
        path = root / "images" / picture_file(script)
        wanted = fingerprint(script)
        if not path.is_file() or record.get(script) != [wanted, _hash(path)]:
            found[script] = wanted
    return found


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def _read_record(root: Path) -> dict[str, list[str]]:
    try:
        return json.loads((root / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _write_record(root: Path, drawn: dict[str, str]) -> None:
    new = {script: [wanted, _hash(root / "images" / picture_file(script))] for script, wanted in drawn.items()}
    (root / RECORD).parent.mkdir(exist_ok=True)
    (root / RECORD).write_text(json.dumps(_read_record(root) | new, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def main(wanted: list[str], root: Path = ROOT) -> int:
    """Draw what is outdated, or the scripts that are named; print one line each; return the exit status."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the figures themselves are drawn side by side
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    unknown = sorted(set(wanted) - set(scripts()))
    if unknown:
        print(f"papernotes/figures/{unknown[0]}.py: there is no such script (name one without .py, or none to draw what has changed)", file=sys.stderr)
        return 1
    try:
        todo = {script: fingerprint(script) for script in wanted} or outdated(root)
    except SyntaxError as fault:
        print(f"{os.path.relpath(fault.filename or '?', ROOT)}:{fault.lineno}: this is not Python: {fault.msg} (mend the line)", file=sys.stderr)
        return 1
    drawn, failed = {}, 0
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        tasks = {script: pool.submit(draw, script, root / "images") for script in todo}
        for script, task in tasks.items():
            try:
                name, seconds = task.result()
            except Exception as fault:  # a script's own fault: say where and go on with the others
                print(f"papernotes/figures/{script}.py: it cannot draw: {type(fault).__name__}: {fault}", file=sys.stderr)
                failed += 1
                continue
            drawn[script] = todo[script]
            print(f"images/{name}  {seconds:.1f} s")
    _write_record(root, drawn)
    print(f"{len(drawn)} drawn, {len(scripts()) - len(todo)} unchanged" + (f", {failed} failed" if failed else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
