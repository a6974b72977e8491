"""Front matter as JSON Schema, for editors: the same model that the build holds every note against."""

import json
from collections.abc import Sequence
from typing import Any

from papernotes.notes import DraftMatter, FrontMatter

NAME = "note.schema.json"
DIALECT = "http://json-schema.org/draft-07/schema#"  # what language servers for YAML read
STATED = {"properties": {"status": {"const": "draft"}}, "required": ["status"]}


def note_schema(tags: Sequence[str]) -> dict[str, Any]:
    """Return the schema; `tags` is the closed list of tags, and empty means that any will do.

    A draft may lack what a published note needs.
    """
    published, draft = (model.model_json_schema(ref_template="#/$defs/{model}") for model in (FrontMatter, DraftMatter))
    parts = {**published.pop("$defs"), **draft.pop("$defs")}
    for schema in (published, draft):
        _allow(schema["properties"]["tags"], list(tags))
    return {
        "$schema": DIALECT, "title": "Front matter of a note", "type": "object",
        "if": STATED, "then": draft, "else": published, "properties": {name: {"description": one["description"]} for name, one in published["properties"].items() if "description" in one}, "$defs": parts,
    }  # fmt: skip


def _allow(schema: dict[str, Any], tags: list[str]) -> None:
    """Let a schema of names take the listed ones only."""
    for form in schema.get("anyOf", [schema]) if tags else []:
        target = form["items"] if form.get("type") == "array" else form if form.get("type") == "string" else None
        if target is not None:
            target["enum"] = tags


def schema_text(tags: Sequence[str]) -> str:
    """Write the schema as the file that editors read."""
    return json.dumps(note_schema(tags), indent=2, ensure_ascii=False) + "\n"
