"""Findings as text, as JSON, and as annotations of a change on GitHub."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from papernotes.findings import Finding


def as_text(findings: Sequence[Finding]) -> list[str]:
    """Write one line a finding: `path:line:column: code message (fix: …)`."""
    return [f"{f.path}:{f.line}:{f.column}: {f.code} {f.message}" + (f" (fix: {f.fix})" if f.fix else "") for f in map(_one_line, findings)]


def as_json(findings: Sequence[Finding]) -> list[str]:
    """Write one list of objects with the field names of a finding."""
    return [json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1)]


def as_github(findings: Sequence[Finding]) -> list[str]:
    """Write the commands from which GitHub makes annotations; its escapes are those of its toolkit."""
    return [
        f"::{f.severity} file={_property(f.path)},line={f.line},col={f.column},title={_property(f.code)}::{_data(f.message + (f' (fix: {f.fix})' if f.fix else ''))}"
        for f in findings
    ]


FORMATS = {"text": as_text, "json": as_json, "github": as_github}


def _one_line(finding: Finding) -> Finding:
    """Keep what an address smuggles in from breaking the line or the terminal."""
    shown = {name: "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in getattr(finding, name)) for name in ("path", "message", "fix")}
    return Finding(**(asdict(finding) | shown))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def summary(findings: Sequence[Finding]) -> str:
    """Count findings in one sentence."""
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = len(findings) - errors
    return f"{count(errors, 'error')}, {count(warnings, 'warning')}"


def count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
