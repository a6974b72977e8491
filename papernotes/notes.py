"""A note: what its front matter may say, and the notes of a folder as records.

A note's front matter is a closed set of fields (`FrontMatter`).
A Markdown file without front matter is a note too; it only has no record of its own.
"""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from papernotes.findings import Finding, error
from papernotes.source import Source


Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where PyYAML was built with it


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


# One name may stand without brackets; the schema for editors says so too.
Names = Annotated[list[str], BeforeValidator(_as_list, json_schema_input_type=str | list[str])]
SomeNames = Annotated[list[str], BeforeValidator(_as_list, json_schema_input_type=str | Annotated[list[str], Field(min_length=1)]), Field(min_length=1)]
Tags = Annotated[list[str], BeforeValidator(_as_list, json_schema_input_type=str | Annotated[list[str], Field(min_length=1, max_length=5)]), Field(min_length=1, max_length=5)]
DraftTags = Annotated[list[str], BeforeValidator(lambda value: _as_list(value or []), json_schema_input_type=str | Annotated[list[str], Field(max_length=5)] | None), Field(max_length=5)]


class KeyNumber(BaseModel):
    """State the one number of a note that the topic's table shows, with its source."""

    model_config = ConfigDict(extra="forbid")

    value: float | int | str
    unit: str
    source: str = Field(pattern=r"^\[@.+\]$")


class Step(BaseModel):
    """Name one stop of a reading path and say why it comes there."""

    model_config = ConfigDict(extra="forbid")

    note: str
    why: str = ""


def _as_step(value: Any) -> Any:
    return {"note": value} if isinstance(value, str) else value


class SearchOptions(BaseModel):
    """Say what the site's search makes of a page: nothing, or its score times `boost`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    exclude: bool = False
    boost: float = Field(1.0, gt=0, le=10)


class FrontMatter(BaseModel):
    """List every field that a note's front matter may hold."""

    model_config = ConfigDict(extra="forbid")

    description: str = Field(min_length=1, max_length=160, description="one sentence, at most 160 characters; listings and previews show it")
    tags: Tags = Field(description="one to five tags of the list in `mkdocs.yml`")
    papers: SomeNames | None = Field(None, description="keys of `refs.bib`, the main one first; left out where the note is about an idea")
    name: str | None = Field(None, max_length=40, description="the short name in tables and timelines")
    idea: str | None = Field(None, max_length=90, description="the idea in at most 90 characters, for the topic's table; on a topic's index its line on the home page, at most 46")
    reviewed: datetime.date | None = Field(None, description="the day on which every statement was held against its source")
    key_number: KeyNumber | None = Field(None, description="`{value, unit, source}`, for the topic's table")
    replaces: Names = Field([], description="keys of `refs.bib`, or notes such as `pruning/lottery-ticket`, in whose place it came")
    builds_on: Names = Field([], description="the same, of what it stands on")
    contradicted_by: Names = Field([], description="the same, of what speaks against it")
    succeeded_by: Names = Field([], description="the same, of what came after it")
    reading_path: list[Annotated[Step, BeforeValidator(_as_step, json_schema_input_type=str | Step)]] = Field([], description="on a topic's index: its notes in the order to read them")
    status: Literal["draft"] | None = Field(None, description="`draft` keeps the note out of the built site")
    # What MkDocs and the theme read.
    title: str | None = None
    template: str | None = None
    icon: str | None = None
    hide: list[Literal["navigation", "toc", "footer", "path", "tags"]] = []
    search: SearchOptions = SearchOptions()


class DraftMatter(FrontMatter):
    """List the fields of a draft: what a reader needs may still be missing."""

    description: Annotated[str, BeforeValidator(lambda value: "" if value is None else value, json_schema_input_type=Annotated[str, Field(max_length=160)] | None)] = Field("", max_length=160)
    tags: DraftTags = []


@dataclass(frozen=True)
class Note:
    """Hold one Markdown file of the knowledge base.

    `slug` is its path under `docs/` without `.md` ("pruning/lottery-ticket").
    `meta` is None where the file has no front matter or a faulty one.
    """

    slug: str
    source: Source
    title: str
    meta: FrontMatter | None

    @property
    def is_draft(self) -> bool:
        return self.meta is not None and self.meta.status == "draft"

    @property
    def topic(self) -> str:
        return self.slug.partition("/")[0] if "/" in self.slug else ""

    @property
    def is_index(self) -> bool:
        return self.slug.rpartition("/")[2] in ("index", "README")

    @property
    def name(self) -> str:
        return (self.meta and self.meta.name) or self.title


def foreign_note(uri: str, markdown: str) -> Note:
    """Stand in for a page that another plugin generated."""
    return Note(uri.removesuffix(".md"), Source(uri, markdown), uri, None)


def key_lines(front_matter: str) -> dict[str, int]:
    """Map each top-level key of a front matter to its line in the file (the first `---` is line 1)."""
    node = yaml.compose(front_matter, Loader=Loader)
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {str(key.value): key.start_mark.line + 2 for key, _ in node.value}


def read_front_matter(source: Source, allowed_tags: Collection[str] = ()) -> tuple[FrontMatter | None, list[Finding]]:
    """Read and check one note's front matter; every fault is a finding with its line.

    `allowed_tags` is the closed list of tags; empty means that any tag will do.
    """
    if source.front_matter is None:
        return None, []
    try:
        try:
            lines, data = key_lines(source.front_matter), yaml.load(source.front_matter, Loader)
        except yaml.YAMLError:  # the loader in Python words what is wrong more plainly
            lines, data = {}, yaml.safe_load(source.front_matter)
    except yaml.YAMLError as fault:
        # An open bracket is only noticed further down; it has to be closed where it was opened.
        opened = "flow" in (getattr(fault, "context", None) or "")
        mark = getattr(fault, "context_mark" if opened else "problem_mark", None)
        line = mark.line + 2 if mark else 1
        problem = getattr(fault, "problem", None) or "it cannot be read"
        return None, [error(source.path, line, 1, "front-matter", f"front matter is not YAML: {problem}", "mend the line; quote text that holds a colon")]
    if not isinstance(data, dict):
        return None, [error(source.path, 1, 1, "front-matter", "front matter is not a list of `key: value` lines", "write one key a line, or remove the two --- lines")]
    try:
        meta = (DraftMatter if data.get("status") == "draft" else FrontMatter).model_validate(data)
    except ValidationError as fault:
        return None, [_schema_finding(source, lines, item) for item in fault.errors()]
    unknown = [tag for tag in meta.tags if allowed_tags and tag not in allowed_tags]
    return meta, [
        error(source.path, lines.get("tags", 1), 1, "unknown-tag", f"unknown tag '{tag}'", "use a tag of the list in mkdocs.yml, or add it there")
        for tag in unknown
    ]


def _schema_finding(source: Source, lines: dict[str, int], item: Any) -> Finding:
    """Say in one sentence what a field of the front matter has wrong."""
    key = str(item["loc"][0])
    line = lines.get(key, 1)
    if item["type"] == "extra_forbidden" and len(item["loc"]) == 1:
        known = ", ".join(FrontMatter.model_fields)
        return error(source.path, line, 1, "unknown-key", f"unknown front-matter key '{key}'", f"known keys: {known}")
    if item["type"] == "missing":
        field = ".".join(map(str, item["loc"]))
        return error(source.path, line, 1, "missing-key", f"front matter lacks '{field}'", f"add a line '{field}: …'")
    where = ".".join(map(str, item["loc"]))
    wrong = "input should be `key: value` pairs" if item["type"] == "model_type" else item["msg"][0].lower() + item["msg"][1:]
    return error(source.path, line, 1, "front-matter", f"front matter '{where}': {wrong}", "see docs/contributing/forms.md for the fields")


def check_relations(note: Note, cite_keys: Collection[str], slugs: Collection[str]) -> list[Finding]:
    """Report names in a note's front matter that are neither a cite key nor a note."""
    if note.meta is None:
        return []
    lines = key_lines(note.source.front_matter or "")
    found = []
    for paper in note.meta.papers or []:
        if paper not in cite_keys:
            found.append(error(note.source.path, lines["papers"], 1, "unknown-cite-key", f"unknown citation key '{paper}' in 'papers'", "add the entry to refs.bib, or correct the key"))
    for field in ("replaces", "builds_on", "contradicted_by", "succeeded_by"):
        for name in getattr(note.meta, field):
            if name not in cite_keys and name not in slugs:
                found.append(error(note.source.path, lines[field], 1, "unknown-relation", f"'{name}' in '{field}' is neither a citation key nor a note", "write a key of refs.bib, or a note's path such as pruning/lottery-ticket"))
    for step in note.meta.reading_path:
        if f"{note.topic}/{step.note}" not in slugs and step.note not in slugs:
            found.append(error(note.source.path, lines["reading_path"], 1, "unknown-relation", f"'{step.note}' in 'reading_path' is not a note", "write the note's file name without .md"))
    return found
