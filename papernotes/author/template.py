"""A new note: its front matter, its headings, and gaps that say what belongs into them."""

import re
from collections.abc import Mapping, Sequence

import yaml
from markdown.extensions.toc import slugify

GAP = re.compile(r"<!-- gap: (.*?) -->", re.DOTALL)
# Heading → what belongs below it; {cite} stands for the citation of the note's paper.
OF_A_PAPER = {
    "In short": "What it showed, in two or three sentences, each with its source{cite}.",
    "The problem": "What could not be done before, and for whom that mattered.",
    "The idea": "The one thought that makes the difference.",
    "How it works": "The mechanism: equations with every symbol and shape named, and a figure.",
    "What they found": "Numbers, each with its section or table.",
    "Limits and disputes": "Where it does not hold, and who says so.",
    "What came next": "What built on it.",
    "Further reading": "Two or three places to go on.",
}
OF_AN_IDEA = {
    "In short": "The thought in two or three sentences.",
    "The problem": "What it would explain or make possible.",
    "The idea": "How it would work.",
    "Limits and disputes": "What speaks against it, with sources.",
    "Further reading": "Where parts of it were tried.",
}
THOUGHTS_BEFORE = "Limits and disputes"
EMPTY_LEAD = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
LONGEST_SLUG, LONGEST_NAME = 48, 40


def front_matter(fields: Mapping[str, object]) -> str:
    """Write front matter as the notes do: lists on their line, long text unbroken, fields that are None left out."""
    kept = {name: value for name, value in fields.items() if value is not None}
    lines = [f"{name}: {_yaml(value)}" for name, value in kept.items()]
    return "---\n" + "".join(f"{line}\n" for line in lines) + "---\n"


def _yaml(value: object) -> str:
    """Write one value on one line."""
    text = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=float("inf"))
    return text.removesuffix("\n").removesuffix("\n...").strip()


def draft_note(title: str, tags: Sequence[str], papers: Sequence[str] = (), description: str = "", body: str | None = None, name: str | None = None) -> str:
    """Write a draft note. `body` is its text below the title; without one it gets the headings with their gaps."""
    fields = {"description": description, "papers": list(papers) or None, "name": name, "tags": list(tags) or None, "status": "draft"}
    return front_matter(fields) + f"\n# {one_line(title)}\n\n" + (gaps(papers) if body is None else body.strip("\n") + "\n")


def gaps(papers: Sequence[str]) -> str:
    """Write the headings of a note, each with its gap; the author's own thoughts stand in a box."""
    headings = OF_A_PAPER if papers else OF_AN_IDEA
    cite = f", written [@{papers[0]}, §1]" if papers else ""
    parts = []
    for heading, wanted in headings.items():
        if heading == THOUGHTS_BEFORE:
            parts.append('## My reading\n\n!!! reading "My reading"\n    <!-- gap: What you think, guess or doubt; it stays yours, even where it turns out wrong. -->\n')
        parts.append(f"## {heading}\n\n<!-- gap: {wanted.format(cite=cite)} -->\n")
    return "\n".join(parts)


def one_line(text: str) -> str:
    """Write a title as a heading holds it: one line, without what Markdown or HTML would read as something else."""
    text = re.sub(r"\s+", " ", text).strip().strip("#").strip()
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", text)


def slug_of(title: str) -> str:
    """Make a file's name of a title: what stands before its colon, in ASCII, without its article, cut between words."""
    short = re.split(r"\s*[:?–—]\s", title + " ")[0]
    slug = slugify(EMPTY_LEAD.sub("", short), "-") or slugify(title, "-")
    while len(slug) > LONGEST_SLUG and "-" in slug:
        slug = slug.rpartition("-")[0]
    return slug[:LONGEST_SLUG].strip("-_") or "note"
