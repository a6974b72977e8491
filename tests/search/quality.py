"""How good a search is on questions with known answers."""

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Asked:
    """Hold one query of the set and the pages that answer it, as paths without slashes at their ends."""

    kind: str
    query: str
    answers: tuple[str, ...]


def read_queries(path: Path = Path(__file__).with_name("queries.tsv")) -> list[Asked]:
    """Read the query set."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Asked(row["kind"], row["query"], tuple(row["answers"].split())) for row in rows]


def success(answers: Sequence[str], found: Sequence[str], depth: int) -> bool:
    """Say whether one of the first `depth` results is an answer."""
    return any(page in answers for page in found[:depth])


def ndcg(answers: Sequence[str], found: Sequence[str], depth: int = 10) -> float:
    """Return the normalised discounted cumulative gain, each answer worth the same: 1 if all come first."""
    gain = sum(1 / math.log2(place + 2) for place, page in enumerate(found[:depth]) if page in answers)
    return gain / sum(1 / math.log2(place + 2) for place in range(min(depth, len(answers))))


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
