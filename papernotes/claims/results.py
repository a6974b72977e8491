"""The last results, in `claims.json`: what each claim measured, and with which code."""

import json
import os
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from papernotes.claims import Measured
from papernotes.claims.catalogue import Record

FILE = "claims.json"
LIBRARIES = {"numpy": "numpy", "scipy": "scipy", "scikit-learn": "sklearn"}  # as they are installed, and as they are imported
State = Literal["checked", "out of date", "not run"]


def load_results(path: Path) -> dict[str, dict[str, Any]]:
    """Read the results by claim id; a missing file holds none; one that is not ours is a ValueError."""
    if not path.is_file():
        return {}
    try:
        return json.loads(path.read_text(encoding="utf-8"))["claims"]
    except (ValueError, KeyError, TypeError) as fault:
        raise ValueError("the results of the claims cannot be read") from fault


def result_of(record: Record, measured: Measured) -> dict[str, Any]:
    """Join what a claim measured to the code that measured it."""
    return {
        "hash": record.hash,
        "statement": record.statement,
        "source": record.source,
        "note": record.note,
        "expected": measured.expected,
        "measured": measured.measured,
        "numbers": measured.numbers,
        "seed": measured.seed,
    }


def versions() -> dict[str, str]:
    """Name the versions with which the results were made."""
    return {"python": platform.python_version()} | {name: version(name) for name in LIBRARIES}


def save_results(path: Path, results: Mapping[str, Mapping[str, Any]]) -> None:
    """Write the results whole or not at all, one claim a line: small changes stay small in a diff."""
    lines = [f"    {json.dumps(id)}: {json.dumps(results[id], ensure_ascii=False, allow_nan=False)}" for id in sorted(results)]
    head = json.dumps(versions())
    text = '{\n  "versions": ' + head + ',\n  "claims": {\n' + ",\n".join(lines) + "\n  }\n}\n"
    beside = path.with_name(f".{path.name}.new-{os.getpid()}")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def state(record: Record, results: Mapping[str, Mapping[str, Any]]) -> State:
    """Tell whether the last result of a claim was made by its present code."""
    result = results.get(record.id)
    if result is None:
        return "not run"
    return "checked" if result["hash"] == record.hash else "out of date"
