"""What a plan is made of: drafts, the rows of its table, and where a section's lines go."""

from dataclasses import dataclass, field

from papernotes.importing.report import Fate
from papernotes.linkcheck.addresses import PaperId

ONLY_HERE = "only in the report"


@dataclass
class Draft:
    """Hold one draft to be written, or to be added to; `parts` are its paragraphs."""

    slug: str
    title: str
    papers: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    exists: bool = False

    @property
    def topic(self) -> str:
        return self.slug.partition("/")[0]


@dataclass(frozen=True)
class Row:
    """Hold one line of the plan's table."""

    line: int
    kind: str  # heading, link, picture, thought
    what: str
    place: str
    is_new: bool


@dataclass
class Where:
    """Say where a section's lines go: into a draft, or they are compared with a note that is there."""

    topic: str | None
    draft: Draft | None = None
    note: str | None = None
    depth: int = 1  # the level of the heading that became the draft's title
    nests: bool = True  # whether sections below belong into the same draft
    sure: bool = False  # whether a heading names the topic


@dataclass
class Plan:
    """Hold all that one file, or several in a row, will change."""

    drafts: list[Draft] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    fates: dict[str, list[Fate]] = field(default_factory=dict)  # by the file's name
    wanted: dict[str, tuple[PaperId, str]] = field(default_factory=dict)  # papers that the bibliography lacks, with a guess at the title
    names: dict[str, str] = field(default_factory=dict)  # what a wiki link calls a draft, or the file of one, with its slug
    unnamed: set[str] = field(default_factory=set)  # pages that wiki links name, and no note is called so
    homeless: list[tuple[int, str]] = field(default_factory=list)  # headings without a topic
