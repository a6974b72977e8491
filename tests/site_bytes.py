"""What the tests of builds share: the bytes of a folder, and a build from scratch beside the one that is tested."""

import shutil
from pathlib import Path

from conftest import run_mkdocs


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def from_scratch(folder: Path) -> dict[str, bytes]:
    """Build a copy of a knowledge base that has neither a site nor a cache, and return the site's files."""
    twin = folder.with_name("twin")
    shutil.rmtree(twin, ignore_errors=True)
    shutil.copytree(folder, twin, ignore=shutil.ignore_patterns(".cache", "site", ".site.*"))
    built = run_mkdocs(twin, "build", "--strict")
    assert built.returncode == 0, built.stderr
    return contents(twin / "site")


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.glob(".site.*")]
