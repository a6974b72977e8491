"""What a build knows of the claims: their words, their code, their last results."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from papernotes.claims.catalogue import Piece, Record, read_catalogue
from papernotes.claims.results import FILE, load_results, state

STATE_KINDS = {"checked": "checked", "out of date": "stale", "not run": "not-run"}


@dataclass(frozen=True)
class Book:
    """Hold all claims by id, their results, and where the repository shows a file."""

    records: Mapping[str, Record] = field(default_factory=dict)
    results: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    code_base: str = ""  # such as "https://github.com/owner/name/blob/main/"; empty without a repository

    def kind(self, id: str) -> str:
        """Tell whether a claim counts as "checked", or is "stale" or "not-run"."""
        return STATE_KINDS[state(self.records[id], self.results)]

    def code_url(self, piece: Piece) -> str:
        """Return the repository's address of a piece of code; empty without a repository."""
        return f"{self.code_base}{piece.path}#L{piece.line}-L{piece.end_line}" if self.code_base else ""


def open_book(root: Path, repo_url: str | None = None, edit_uri: str | None = None) -> Book:
    """Read the claims of this package and the results of the knowledge base in `root`; faults are ValueErrors."""
    branch = re.match(r"/?(?:edit|blob|tree|raw)/([^/]+)/", edit_uri or "")
    base = f"{repo_url.rstrip('/')}/blob/{branch[1] if branch else 'main'}/" if repo_url else ""
    return Book(read_catalogue(), load_results(root / FILE), base)
