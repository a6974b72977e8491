"""Measure the offline link check: 1,000 notes with 30,000 links and 2,000 images, and whether time grows with size.

    python tools/bench_links.py            # 250, 500 and 1,000 notes
    python tools/bench_links.py 4000       # another size

Every size runs in a process of its own, so that its peak of memory is its own.
"""

import argparse
import json
import random
import resource
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path

LINKS, IMAGES = 30, 2  # a note; two of the links are the images' own
CONFIG = """\
site_name: Bench
plugins:
  - papernotes
markdown_extensions: [admonition, attr_list, footnotes, md_in_html, tables, {pymdownx.arithmatex: {generic: true}}, pymdownx.superfences]
"""
SENTENCE = "The encoder maps a sequence of symbols to a sequence of continuous representations, as this part of the note explains at some length."


def generate(folder: Path, notes: int) -> None:
    """Write a folder of sound notes with pictures, citations, math, tables and code."""
    dice = random.Random(notes)
    (folder / "mkdocs.yml").write_text(CONFIG)
    (folder / "refs.bib").write_text("\n".join(_entry(n) for n in range(notes)))
    (folder / "papers.lock").write_text("".join(_record(n) for n in sorted(range(notes), key=_arxiv)))
    for number in range(notes):
        place = folder / "docs" / f"topic-{number % 10}"
        place.mkdir(parents=True, exist_ok=True)
        (folder / "images").mkdir(exist_ok=True)
        for image in range(IMAGES):
            (folder / "images" / f"{number}-{image}.png").write_bytes(_png(number * IMAGES + image))
        (place / f"note-{number}.md").write_text(_note(number, notes, dice))


def _note(number: int, notes: int, dice: random.Random) -> str:
    parts = [f"---\ndescription: Note {number}.\npapers: [author{number}paper]\ntags: [a]\n---\n\n# Note {number}\n\nIt rests on [@author{number}paper, §2].\n"]
    for image in range(IMAGES):
        parts.append(f"![Picture {image} of note {number}](../../images/{number}-{image}.png)\n")
    for link in range(LINKS - IMAGES):
        other = dice.randrange(notes)
        address = [f"../topic-{other % 10}/note-{other}.md", f"#part-{dice.randrange(5)}", f"https://arxiv.org/abs/{_arxiv(other)}", "https://jalammar.github.io/illustrated-transformer/"][link % 4]
        if link % 6 == 0:
            parts.append(f"## Part {link // 6}\n")
        parts.append(f"{SENTENCE} It is in [part {link}]({address}), with $x_{{{link}}} = {link}$ and `code`.\n")
    return "\n".join(parts)


def _arxiv(number: int) -> str:
    return f"{15 + number // 12000:02}{number // 1000 % 12 + 1:02}.{number % 1000 + 1:05}"


def _entry(number: int) -> str:
    return f"@misc{{author{number}paper,\n  title = {{Paper Number {number} of a Long Row}},\n  author = {{Author, Ada}},\n  year = {{2015}},\n  eprint = {{{_arxiv(number)}}},\n  archiveprefix = {{arXiv}},\n}}\n"


def _record(number: int) -> str:
    return json.dumps({
        "id": f"arxiv:{_arxiv(number)}", "title": f"Paper Number {number} of a Long Row", "first_author": "Author, Ada", "year": 2015,
        "versions": None, "withdrawn": False, "retracted": False, "aliases": [], "source": "curated", "seen": "",
    }) + "\n"  # fmt: skip


def _png(number: int) -> bytes:
    """Write a grey picture of 64 × 64 pixels, each with other bytes."""
    rows = b"".join(b"\x00" + bytes((number * 7 + x * y) % 256 for x in range(64)) for y in range(64))
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 0, 0, 0, 0)), (b"tEXt", b"number\x00" + str(number).encode()), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks)


def measure(folder: Path) -> dict[str, float]:
    """Check a folder in this process; give seconds, megabytes, and how much was checked."""
    from papernotes.linkcheck.check import Collection, check, image_files
    from papernotes.linkcheck.folder import open_folder

    start = time.perf_counter()
    collection = Collection(open_folder(folder))
    findings = check(collection)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    return {"seconds": seconds, "megabytes": peak, "links": sum(len(page.links) for page in collection.pages.values()), "images": len(image_files(collection.folder)), "findings": len(findings)}


def measure_apart(notes: int) -> dict[str, float]:
    """Generate and measure one size in a process of its own."""
    with tempfile.TemporaryDirectory() as place:
        generate(Path(place), notes)
        program = f"import json, sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import bench_links; from pathlib import Path; print(json.dumps(bench_links.measure(Path({place!r}))))"
        return json.loads(subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout)


def main() -> None:
    """Print one line a size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notes", nargs="*", type=int, default=[250, 500, 1000])
    for notes in parser.parse_args().notes:
        seen = measure_apart(notes)
        print(f"{notes:6,} notes {seen['links']:8,} links {seen['images']:7,} images {seen['seconds']:7.2f} s {1000 * seen['seconds'] / notes:6.2f} ms a note {seen['megabytes']:6.0f} MB, {seen['findings']} findings", flush=True)


if __name__ == "__main__":
    main()
