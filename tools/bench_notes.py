"""Write a folder of made-up notes, as large as a measurement needs.

    python tools/bench_notes.py FOLDER 1000                 # 1,000 notes, 15 citations each
    python tools/bench_notes.py FOLDER 1000 --citations 45

The folder gets `docs/`, `images/`, `refs.bib` and a `mkdocs.yml` that inherits the project's.
Each note has front matter, six sections, citations of as many works, formulas, two pictures (a drawing and a photograph) and links.
Words are made of syllables; how often each is used follows Zipf's law, and more text brings new words (Heaps' law, exponent 0.6).
A few works are cited by many notes, most by one. There are as many topics as notes in a topic.
The same size and seed give the same bytes.
"""

import argparse
import os
import random
import struct
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from made_words import make_words  # noqa: E402

SECTIONS = ("In short", "The problem", "The idea", "How it works", "What they found", "Limits and disputes")
SENTENCES = 6  # a section; with 10 to 16 words each a note has about 470 words, the real ones twice to three times as many
WORKS = 2.5  # in the bibliography, for each note
GLOSSARY = 60  # terms
TAGS = ("attention", "cnn", "embeddings", "memory", "pruning", "rnn", "scaling", "transformer")  # of the project's list
INLINE = (
    r"\mathbf{{h}}_{{{a}}} \in \mathbb{{R}}^{{{b} \times {c}}}", r"O(n^{{{a}}} d_{{{b}}} + {c})", r"\alpha_{{{a}}} = {b} / \sqrt{{d_{{{c}}}}}", r"\hat{{y}}_{{{a}}} \le \epsilon^{{{b}}} + {c}",
)  # fmt: skip
DISPLAY = (
    r"\mathcal{{L}}_{{{a}}} = -\sum_{{i=1}}^{{{b}}} \log \frac{{\exp(q_i^\top k_i / \tau_{{{c}}})}}{{\sum_{{j=1}}^{{{a}}} \exp(q_i^\top k_j / \tau_{{{c}}})}}",
    r"A_{{{a}}} = \operatorname{{softmax}}\left(\frac{{Q_{{{b}}} K^\top}}{{\sqrt{{d_{{{c}}}}}}}\right) V, \qquad V \in \mathbb{{R}}^{{{a} \times {c}}}",
    r"\begin{{aligned}} f_t &= \sigma(W_{{{a}}} h_{{t-1}} + b_{{{b}}}) \\ c_t &= f_t \odot c_{{t-1}} + {c}\,\tilde{{c}}_t \end{{aligned}}",
)  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """Say what each note holds."""

    citations: int = 15
    formulas: int = 4  # every fourth on a line of its own
    pictures: int = 2
    links: int = 8


@dataclass
class Notes:
    """Draw a collection of `count` notes; everything about number n comes from a dice of its own."""

    count: int
    shape: Shape = Shape()
    seed: int = 7

    def __post_init__(self) -> None:
        self.topics = max(round(self.count**0.5), 1)
        self.works = max(int(WORKS * self.count), self.shape.citations + 1)
        self.words = sorted(make_words(self.dice("words"), int(12 * (self.count * 500) ** 0.6)), key=len)  # frequent words are short
        self.names = make_words(self.dice("names"), max(self.works // 4, 40))

    def dice(self, *of: object) -> random.Random:
        return random.Random("/".join(map(str, (self.seed, *of))))

    @cached_property
    def word_weights(self) -> list[float]:
        return list(accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))

    @cached_property
    def work_weights(self) -> list[float]:
        return list(accumulate(1 / (rank + 20) for rank in range(self.works)))

    def draw(self, rng: random.Random, count: int) -> list[str]:
        """Draw words as a text has them."""
        return rng.choices(self.words, cum_weights=self.word_weights, k=count)

    def title(self, kind: str, number: int) -> str:
        """Make a title that its number keeps apart from all others."""
        rng = self.dice(kind, "title", number)
        return " ".join([*rng.choices(self.words, k=rng.randint(3, 6)), f"{number}"]).capitalize()

    def slug(self, number: int) -> str:
        return f"topic-{number % self.topics}/note-{number}"

    def key(self, work: int) -> str:
        return f"{self.names[work % len(self.names)]}{self.year(work)}w{work}"

    def year(self, work: int) -> int:
        return 2008 + work % 18

    # A note ---------------------------------------------------------------------------------------------------

    def note(self, number: int) -> str:
        """Write one note."""
        rng = self.dice("note", number)
        paragraphs = [[self.sentence(rng) for _ in range(SENTENCES)] for _ in SECTIONS]
        sentences = [(paragraph, place) for paragraph in paragraphs for place in range(SENTENCES)]
        for what in (*self.citations(rng, number), *self.links(rng, number), *self.inline_formulas(rng)):
            paragraph, place = rng.choice(sentences)
            paragraph[place] += f" {what}"
        extra = [*self.display_formulas(rng), *self.pictures(number)]
        parts = [self.front_matter(rng, number), f"# {self.title('note', number)}\n"]
        for position, (heading, paragraph) in enumerate(zip(SECTIONS, paragraphs, strict=True)):
            parts += [f"## {heading}\n", *("".join(f"{one}.\n" for one in half) for half in (paragraph[:3], paragraph[3:])), *extra[position :: len(SECTIONS)]]
        return "\n".join(parts)

    def sentence(self, rng: random.Random) -> str:
        words = self.draw(rng, rng.randint(10, 16))
        return f"{words[0].capitalize()} {' '.join(words[1:])}"

    def front_matter(self, rng: random.Random, number: int) -> str:
        earlier = self.slug(rng.randrange(max(number, 1)))
        relation = f"builds_on: [{earlier}]\n" if number else ""
        return (
            f"---\ndescription: {' '.join(self.draw(rng, 9)).capitalize()}.\npapers: [{self.key(number)}]\nname: {rng.choice(self.words).capitalize()} {number}\n"
            f"idea: {' '.join(self.draw(rng, 5)).capitalize()}\ntags: [{', '.join(rng.sample(TAGS, 2))}]\nreviewed: 2026-01-{number % 28 + 1:02}\n"
            f'key_number: {{value: {number % 97}.5, unit: "% of {rng.choice(self.words)}", source: "[@{self.key(number)}, Table 3]"}}\n{relation}---\n'
        )

    def citations(self, rng: random.Random, number: int) -> Iterator[str]:
        """Cite as many works, in brackets of one or two, some with the place in the work."""
        chosen = dict.fromkeys([*range(number, self.works, self.count)][: self.shape.citations])  # so every work is cited by some note
        while len(chosen) < self.shape.citations:
            chosen[rng.choices(range(self.works), cum_weights=self.work_weights)[0]] = None
        keys = [f"@{self.key(work)}{f', Table {work % 9 + 1}' if place % 4 == 0 else ''}" for place, work in enumerate(chosen)]
        while keys:
            size = min(rng.choice((1, 1, 1, 2)), len(keys))
            yield f"[{'; '.join(keys[:size])}]"
            del keys[:size]

    def links(self, rng: random.Random, number: int) -> Iterator[str]:
        """Link other notes, the topic, a section of this note, and pages elsewhere."""
        for place in range(self.shape.links):
            other = min(int(self.count * rng.random() ** 2), self.count - 1)
            to = f"../{self.slug(other)}.md"
            address = (to, f"{to}#the-idea", to, to, "index.md", "#how-it-works", "https://example.org/{}/{}".format(number, place), "https://example.com/{}".format(number))
            yield f"[{' '.join(self.draw(rng, 2))}]({address[place % len(address)]})"

    def inline_formulas(self, rng: random.Random) -> Iterator[str]:
        for _ in range(self.shape.formulas - self.shape.formulas // 4):
            yield f"${rng.choice(INLINE).format(a=rng.randint(2, 99), b=rng.randint(2, 999), c=rng.randint(2, 999))}$"

    def display_formulas(self, rng: random.Random) -> Iterator[str]:
        for _ in range(self.shape.formulas // 4):
            yield f"$$\n{rng.choice(DISPLAY).format(a=rng.randint(2, 99), b=rng.randint(2, 999), c=rng.randint(2, 999))}\n$$\n"

    def pictures(self, number: int) -> Iterator[str]:
        for place in range(self.shape.pictures):
            alt = f"{self.title('picture', number)}. {self.sentence(self.dice('alt', number, place))}."
            yield f"![{alt}](../../images/{self.picture_name(number, place)})\n"

    # Beside the notes -----------------------------------------------------------------------------------------

    def picture_name(self, number: int, place: int) -> str:
        return f"{self.slug(number)}-{place}.{'png' if place % 2 else 'svg'}"

    def topic(self, number: int) -> str:
        """Write a topic's page, which asks for what is made of its notes."""
        rng = self.dice("topic", number)
        steps = "".join(f"  - {{note: note-{note}, why: {' '.join(self.draw(rng, 4))}}}\n" for note in range(number, self.count, self.topics)[:4])
        text = "\n".join(f"{self.sentence(rng)}." for _ in range(8))
        return (
            f"---\ndescription: {' '.join(self.draw(rng, 9)).capitalize()}.\nidea: {' '.join(self.draw(rng, 5)).capitalize()}\ntags: [scaling]\nreading_path:\n{steps}---\n\n"
            f"# {rng.choice(self.words).capitalize()} {number}\n\n{text}\n\n## Compare\n\n<!-- compare -->\n\n## Timeline\n\n<!-- timeline -->\n\n## Reading path\n\n<!-- reading-path -->\n"
        )

    def pages(self) -> Iterator[tuple[str, str]]:
        """Give each page's path under `docs/` with its text."""
        yield "index.md", _page("Home", "<!-- topics -->\n\n" + "\n".join(f"- [Topic {number}](topic-{number}/index.md)" for number in range(self.topics)))
        yield "bibliography.md", _page("Bibliography", "<!-- bibliography -->\n\n## Map of the notes {#map}\n\n<!-- lineage-map -->")
        yield "tags.md", _page("Tags", "<!-- material/tags -->")
        rng = self.dice("glossary")
        terms = "\n\n".join(f"{word}\n:   {self.sentence(rng)}." for word in sorted(self.words[40 : 40 + GLOSSARY]))
        yield "glossary.md", _page("Glossary", terms)
        yield from ((f"topic-{number}/index.md", self.topic(number)) for number in range(self.topics))
        yield from ((f"{self.slug(number)}.md", self.note(number)) for number in range(self.count))

    def entry(self, work: int) -> str:
        """Write a work's entry of the bibliography."""
        rng = self.dice("work", work)
        authors = " and ".join(f"{rng.choice(self.names).capitalize()}, {rng.choice(self.names).capitalize()}" for _ in range(rng.randint(1, 6)))
        arxiv = f"{self.year(work) % 100:02}{work // 18 % 12 + 1:02}.{work // 216 % 9999 + 1:0{4 if self.year(work) < 2015 else 5}}"
        return (
            f"@inproceedings{{{self.key(work)},\n  title = {{{self.title('work', work)}}},\n  author = {{{authors}}},\n  year = {{{self.year(work)}}},\n"
            f"  booktitle = {{Conference on {rng.choice(self.words).capitalize()}}},\n  url = {{https://arxiv.org/abs/{arxiv}}},\n  eprint = {{{arxiv}}},\n"
            f"  archiveprefix = {{arXiv}},\n  pdf = {{https://arxiv.org/pdf/{arxiv}}},\n}}\n"
        )


def _page(title: str, text: str) -> str:
    return f"---\ndescription: {title} of made-up notes.\ntags: [scaling]\n---\n\n# {title}\n\n{text}\n"


def drawing(notes: Notes, number: int) -> str:
    """Write a drawing as the project's scripts make them: boxes, words and lines, about as large as the smaller real ones."""
    rng = notes.dice("drawing", number)
    shapes = []
    for row in range(6):
        for column in range(5):
            x, y = 20 + 120 * column, 20 + 60 * row
            shapes.append(f'<rect x="{x}" y="{y}" width="{rng.randint(40, 100)}" height="34" class="f-a-tint s-a" fill="#d5e9e1" stroke="#0a6355" stroke-width="1.3"/>')
            shapes.append(f'<path d="M{x} {y + 34}L{x + rng.randint(9, 90)} {y + 58}" class="s-soft" fill="none" stroke="#5e564a" stroke-width="1.6"/>')
        shapes.append(f'<text x="20" y="{15 + 60 * row}" class="f-ink" fill="#231e17">{rng.choice(notes.words)}</text>')
    return '<svg xmlns="http://www.w3.org/2000/svg" class="pn-drawing" viewBox="0 0 640 400" width="640" height="400" role="img" font-size="13">\n' + "\n".join(shapes) + "\n</svg>\n"


def photograph(number: int) -> bytes:
    """Write a grey picture of 64 × 64 pixels, each with other bytes (PNG)."""
    rows = b"".join(b"\x00" + bytes((number * 7 + x * y) % 256 for x in range(64)) for y in range(64))
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 0, 0, 0, 0)), (b"tEXt", b"number\x00" + str(number).encode()), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks)


def write_notes(folder: Path, notes: Notes) -> None:
    """Write a collection into a folder, with a configuration that inherits the project's."""
    folder.mkdir(parents=True, exist_ok=True)
    inherit = os.path.relpath(ROOT / "mkdocs.yml", folder.resolve())
    (folder / "mkdocs.yml").write_text(f"INHERIT: {inherit}\nsite_name: Made-up notes\n", "utf-8")
    (folder / "refs.bib").write_text("\n".join(notes.entry(work) for work in range(notes.works)), "utf-8")
    for name, text in notes.pages():
        _write(folder / "docs" / name, text.encode())
    for number in range(notes.count):
        for place in range(notes.shape.pictures):
            picture = photograph(number) if place % 2 else drawing(notes, number).encode()
            _write(folder / "images" / notes.picture_name(number, place), picture)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("notes", type=int, help="how many")
    for name, value in vars(Shape()).items():
        parser.add_argument(f"--{name}", type=int, default=value, help=f"in each note ({value})")
    options = vars(parser.parse_args(arguments))
    write_notes(options.pop("folder"), Notes(options.pop("notes"), Shape(**options)))


if __name__ == "__main__":
    main()
