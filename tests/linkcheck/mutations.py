"""Sixty ways to break the real project, one at a time, each with the one finding that it must give."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from folders import SVG, jpeg, png

Place = tuple[str, int]  # path and line of the finding that is expected
NOTE = "docs/pruning/lottery-ticket.md"
BIB, LOCK, CONFIG = "refs.bib", "papers.lock", "mkdocs.yml"


@dataclass
class Project:
    """Hold a copy of the project, to be broken."""

    root: Path

    def text(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def write(self, path: str, content: str | bytes) -> None:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())

    def swap(self, path: str, pattern: str, new: str) -> Place:
        """Replace the first match and say on which line it stood; `new` may use its groups."""
        text = self.text(path)
        match = re.search(pattern, text, re.MULTILINE)
        assert match, f"nothing in {path} is like {pattern!r}"
        self.write(path, text[: match.start()] + match.expand(new) + text[match.end() :])
        return path, text.count("\n", 0, match.start()) + 1

    def say(self, words: str, below: str = "") -> Place:
        """Add words to a paragraph of a real note, and lines at the note's end."""
        text = self.text(NOTE)
        match = re.search(r"^[A-Z][^\n]*\.\n\n", text, re.MULTILINE)
        at = match.end() - 2
        self.write(NOTE, text[:at] + " " + words + text[at:] + (f"\n{below}\n" if below else ""))
        return NOTE, text.count("\n", 0, at) + 1

    def end(self, lines: str) -> Place:
        """Add lines at a real note's end and give the place of the last."""
        text = self.text(NOTE).rstrip("\n") + "\n\n" + lines
        self.write(NOTE, text + "\n")
        return NOTE, text.count("\n") + 1

    def show(self, path: str, content: str | bytes, alt: str = "A picture") -> Place:
        """Add an image and show it; the finding is about the file."""
        self.write(path, content)
        self.say(f"![{alt}](../../{path})")
        return path, 1

    def record(self, **change: object) -> None:
        """Change the record of "Attention Is All You Need" in the lock."""
        lines = self.text(LOCK).splitlines()
        changed = [json.dumps(json.loads(line) | change, ensure_ascii=False) if '"arxiv:1706.03762"' in line else line for line in lines]
        self.write(LOCK, "\n".join(changed) + "\n")


ABS = "https://arxiv.org/abs/"
PAPER = "See [Attention Is All You Need]({})."
EPRINT = r"(?<=  eprint = \{)1706\.03762(?=\})"
VASWANI = r"(@\w+\{vaswani2017attention,\n(?:  .*\n)*?)"  # the entry up to a field


def said(words: str, below: str = "") -> Callable[[Project], Place]:
    return lambda project: project.say(words, below)


def ended(lines: str) -> Callable[[Project], Place]:
    return lambda project: project.end(lines)


def swapped(path: str, pattern: str, new: str) -> Callable[[Project], Place]:
    return lambda project: project.swap(path, pattern, new)


def shown(path: str, content: str | bytes) -> Callable[[Project], Place]:
    return lambda project: project.show(path, content)


def recorded(**change: object) -> Callable[[Project], Place]:
    def act(project: Project) -> Place:
        project.record(**change)
        return BIB, _line(project, BIB, EPRINT)

    return act


def _line(project: Project, path: str, pattern: str) -> int:
    text = project.text(path)
    return text.count("\n", 0, re.search(pattern, text).start()) + 1


def no_alt(project: Project) -> Place:
    project.write("images/dot.svg", SVG.format(3))
    return project.say("![](../../images/dot.svg)")


def same_bytes(project: Project) -> Place:
    project.write("images/dot-one.svg", SVG.format(3))
    project.write("images/dot-two.svg", SVG.format(3))
    project.say("![One](../../images/dot-one.svg) ![Two](../../images/dot-two.svg)")
    return "images/dot-two.svg", 1


def unused(project: Project) -> Place:
    project.write("images/dot.svg", SVG.format(3))
    return "images/dot.svg", 1


def added_entry(entry: str, line: int = 1) -> Callable[[Project], Place]:
    """Add an entry to the bibliography and cite it."""

    def act(project: Project) -> Place:
        text = project.text(BIB).rstrip("\n") + "\n\n"
        project.write(BIB, text + entry)
        project.say("[@nobody2020paper]")
        return BIB, text.count("\n") + line

    return act


def renamed_heading(project: Project) -> Place:
    """Rename a heading that another line links to."""
    text = project.text("docs/transformer/transformer.md")
    anchor = re.search(r"\]\(#([\w-]+)\)", text)
    project.swap("docs/transformer/transformer.md", r"\{ ?#" + anchor[1] + r" ?\}", "{#renamed}")
    return "docs/transformer/transformer.md", text.count("\n", 0, anchor.start()) + 1


def twice(project: Project) -> Place:
    text = project.text(BIB).rstrip("\n") + "\n\n"
    entry = re.search(VASWANI + r"\}\n", text)[0]
    project.write(BIB, text + entry)
    return BIB, text.count("\n") + 1


def of_2007(project: Project) -> Place:
    _, line = project.swap(BIB, VASWANI + r"  year = \{2017\}", r"\1  year = {2007}")
    return BIB, line + project.text(BIB).split("\n")[line - 1 :].index("  year = {2007},")


def without_comma(project: Project) -> Place:
    _, line = project.swap(BIB, VASWANI + r"(  year = \{2017\}),", r"\1\2")
    return BIB, line + project.text(BIB).split("\n")[line - 1 :].index("  year = {2017}")


def unsorted(project: Project) -> Place:
    lines = project.text(LOCK).splitlines()
    project.write(LOCK, "\n".join([*lines[1:], lines[0]]) + "\n")
    return LOCK, 1


def without_record(project: Project) -> Place:
    project.write(LOCK, "".join(line + "\n" for line in project.text(LOCK).splitlines() if '"arxiv:1706.03762"' not in line))
    return BIB, _line(project, BIB, EPRINT)


PAPERLESS = "@misc{{nobody2020paper,\n  title = {{A Paper That Nobody Wrote}},\n  author = {{Nobody, Nora}},\n  year = {{2020}},\n{}}}\n"
LINK = r"\]\((\.\./transformer/transformer)\.md\)"
DEEP = "docs/memory/bahdanau-attention.md"

# Name: (how to break it, the code that it must give). Those in UNMARKED run with every `make test`.
MUTATIONS: dict[str, tuple[Callable[[Project], Place], str]] = {
    "an id with one wrong digit is another paper": (said(PAPER.format(ABS + "1810.04805")), "wrong-paper"),
    "an id with one wrong digit is unknown": (said(PAPER.format(ABS + "1706.03763")), "no-record"),
    "an id of month 13": (said(PAPER.format(ABS + "1713.03762")), "bad-id"),
    "an id of four digits": (said(PAPER.format(ABS + "1706.3762")), "bad-id"),
    "the PDF instead of the paper": (said(PAPER.format("https://arxiv.org/pdf/1706.03762.pdf")), "not-canonical"),
    "a mirror instead of arXiv": (said(PAPER.format("https://ar5iv.labs.arxiv.org/html/1706.03762")), "not-canonical"),
    "arXiv without encryption": (said(PAPER.format("http://arxiv.org/abs/1706.03762")), "not-canonical"),
    "another id in the text": (said(f"See [arXiv:1706.03763]({ABS}1706.03762)."), "text-names-other-id"),
    "a DOI with a full stop": (said("See [this](https://doi.org/10.1162/neco.1997.9.8.1735.)."), "doi-punctuation"),
    "a DOI at its old address": (said("See [this](https://dx.doi.org/10.1162/neco.1997.9.8.1735)."), "not-canonical"),
    "a DOI of another paper": (said(PAPER.format("https://doi.org/10.1162/neco.1997.9.8.1735")), "wrong-paper"),
    "a bare DOI": (said("See 10.1162/neco.1997.9.8.1735."), "bare-address"),
    "a bare address": (said("See https://jalammar.github.io/illustrated-bert/."), "bare-address"),
    "a paper's PDF at OpenReview": (said("See [this](https://openreview.net/pdf?id=rJlnB3C5Ym)."), "not-canonical"),
    "a video's id that is too short": (said("See [this](https://youtu.be/gCJCgQW_LK)."), "bad-id"),
    "a page without encryption": (said("See [this](http://jalammar.github.io/illustrated-bert/)."), "http-address"),
    "an address without scheme": (said("See [this](//jalammar.github.io/)."), "protocol-relative"),
    "an address encoded twice": (said("See [this](https://jalammar.github.io/a%2520b)."), "double-encoded"),
    "a space in an address": (said("See [this](https://jalammar.github.io/a b)."), "odd-character"),
    "a zero-width space in an address": (said("See [this](https://jalammar.github.io/\u200ba)."), "odd-character"),
    "an address that was not filled in": (said("See [this](TODO)."), "placeholder"),
    "an example's address": (said("See [this](https://example.com/paper)."), "placeholder"),
    "an address that runs code": (said("See [this](javascript:alert)."), "bad-scheme"),
    "an address of this machine": (said("See [this](http://localhost:8000/)."), "bad-scheme"),
    "a mail address without host": (said("Write to [her](mailto:ada)."), "bad-mail"),
    "a link without address": (said("See [this]()."), "empty-link"),
    "a link without text": (said("See [](../index.md)."), "empty-link"),
    "a bracket that closes a line later": (said("See [this](https://jalammar.github.io/(a\nb) c)."), "swallowed-lines"),
    "an undefined reference": (said("See [this][nowhere]."), "undefined-reference"),
    "an unused reference": (ended("[nowhere]: https://jalammar.github.io/"), "unused-definition"),
    "a reference defined twice": (ended("See [this][twice].\n\n[twice]: https://jalammar.github.io/\n[Twice]: https://thegradient.pub/"), "duplicate-definition"),
    "a footnote's mark alone": (said("This too[^nowhere]."), "undefined-footnote"),
    "a footnote alone": (ended("[^nowhere]: This too."), "unused-footnote"),
    "a wiki link": (said("See [[BERT]]."), "unrendered"),
    "an empty heading": (ended("###"), "empty-heading"),
    "an image that does not exist": (said("![A dot](../../images/nothing.svg)"), "missing-image"),
    "a raw image that does not exist": (said('<img src="../../images/nothing.svg" alt="A dot">'), "missing-image"),
    "an image on a foreign host": (said("![A dot](https://user-images.githubusercontent.com/1/2.png)"), "foreign-image"),
    "an image without description": (no_alt, "no-alt"),
    "an image that nothing shows": (unused, "unused-image"),
    "one image twice": (same_bytes, "same-image-twice"),
    "an image without bytes": (shown("images/dot.png", b""), "empty-image"),
    "a cut-off PNG": (shown("images/dot.png", png()[:-12]), "broken-image"),
    "a cut-off JPEG": (shown("images/dot.jpg", jpeg()[:-3]), "broken-image"),
    "a PNG with a wrong bit": (shown("images/dot.png", png()[:30] + b"\x01" + png()[31:]), "broken-image"),
    "a web page named as an image": (shown("images/dot.png", "<!doctype html><title>Not found</title>"), "broken-image"),
    "a PNG named as a JPEG": (shown("images/dot.jpg", png()), "image-type"),
    "an SVG that ends early": (shown("images/dot.svg", SVG.format(3)[:-6]), "broken-svg"),
    "an SVG with a script": (shown("images/dot.svg", SVG.format(3).replace("<circle", "<script/><circle")), "broken-svg"),
    "an image of one pixel": (shown("images/dot.png", png(1, 1)), "image-size"),
    "a link to a note that does not exist": (swapped(DEEP, LINK, r"](\1-gone.md)"), "missing-file"),
    "a link in another case": (swapped(DEEP, LINK, r"](../Transformer/transformer.md)"), "wrong-case"),
    "a link to the built page": (swapped(DEEP, LINK, r"](../\1/)"), "page-path"),
    "a link out of docs": (said("See [the settings](../../mkdocs.yml)."), "outside-docs"),
    "a link to an anchor that does not exist": (swapped(DEEP, LINK, r"](\1.md#nothing)"), "missing-anchor"),
    "a heading that was renamed": (renamed_heading, "missing-anchor"),
    "a citation that does not exist": (said("As told [@nobody2020paper]."), "unknown-cite-key"),
    "a paper in the front matter that does not exist": (swapped(NOTE, r"^papers: \[", "papers: [nobody2020paper, "), "unknown-cite-key"),
    "a logo that does not exist": (swapped(CONFIG, r"(?<=  logo: )\S+", "assets/nothing.svg"), "missing-image"),
    "a setting's address without encryption": (swapped(CONFIG, r"\Z", "extra: {homepage: http://jalammar.github.io/}\n"), "http-address"),
    "an entry twice": (twice, "duplicate-key"),
    "an entry that nothing cites": (swapped(BIB, r"\A", PAPERLESS.format("")), "uncited-entry"),
    "an entry without year": (added_entry("@inproceedings{nobody2020paper,\n  title = {A Paper That Nobody Wrote},\n  author = {Nobody, Nora},\n  booktitle = {Nowhere},\n}\n"), "missing-field"),
    "an eprint of another paper": (swapped(BIB, EPRINT, "1810.04805"), "ids-disagree"),
    "an eprint with its prefix": (swapped(BIB, EPRINT, "arXiv:1706.03762"), "eprint-form"),
    "an eprint of no month": (swapped(BIB, EPRINT, "1700.03762"), "bad-id"),
    "an entry's address escaped": (added_entry(PAPERLESS.format("  url = {https://jalammar.github.io/a\\_b},\n"), 5), "escaped-address"),
    "an entry of the wrong year": (of_2007, "year-disagrees"),
    "an entry whose comma is missing": (without_comma, "broken-bibtex"),
    "an entry whose brace is missing": (swapped(BIB, VASWANI + r"(  year = \{2017)\}", r"\1\2"), "broken-bibtex"),
    "a record that is missing": (without_record, "no-record"),
    "a record of another paper": (recorded(title="On the Stars of the Southern Sky", first_author="Stern, Ada"), "wrong-paper"),
    "a record with a slightly other title": (recorded(title="Attention Is Almost All You Need"), "title-drift"),
    "a record that says withdrawn": (recorded(withdrawn=True), "withdrawn"),
    "a record that says retracted": (recorded(retracted=True), "retracted"),
    "a lock that is not sorted": (unsorted, "bad-lock"),
}  # fmt: skip
UNMARKED = [
    "an id with one wrong digit is another paper", "an id of month 13", "the PDF instead of the paper", "a DOI with a full stop", "a bare address", "an undefined reference",
    "a raw image that does not exist", "a cut-off PNG", "a link to a note that does not exist", "a heading that was renamed", "an eprint of another paper", "a record of another paper",
]  # fmt: skip
