"""Small MkDocs folders for the tests of the link checker, made from a few lines each."""

import struct
import zlib
from pathlib import Path

from papernotes.linkcheck.check import Collection, check
from papernotes.linkcheck.folder import open_folder
from papernotes.linkcheck.lock import Record, dump

CONFIG = """\
site_name: Notes
site_url: https://papers.github.io/notes/
markdown_extensions:
  - admonition
  - attr_list
  - footnotes
  - md_in_html
  - pymdownx.arithmatex: {generic: true}
  - pymdownx.superfences
  - pymdownx.tabbed: {alternate_style: true}
"""
OURS = CONFIG + "validation: {absolute_links: relative_to_docs}\nplugins:\n  - papernotes\n"  # our own plugin: images/ beside docs/, citations
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle cx="4" cy="4" r="{}"/></svg>'
RECORDS = [
    Record("arxiv:1706.03762", "Attention Is All You Need", "Vaswani, Ashish", 2017, versions=7),
    Record("arxiv:1706.03726", "A Quite Different Paper on Stars", "Stern, Ada", 2017, versions=1),
    Record("arxiv:1810.04805", "BERT: Pre-training of Deep Bidirectional Transformers", "Devlin, Jacob", 2018, versions=2),
    Record("arxiv:1901.00001", "A Withdrawn Paper", "Known, Ada", 2019, versions=2, withdrawn=True),
    Record("doi:10.1000/retracted", "A Retracted Paper", "Known, Ada", 2019, retracted=True),
    Record("doi:10.1145/3528223.3530068", "CLIPasso: Semantically-Aware Object Sketching", "Vinker, Yael", 2022),
    Record("acl:P18-1031", "Universal Language Model Fine-tuning for Text Classification", "Howard, Jeremy", 2018),
    Record("openreview:rJlnB3C5Ym", "Rethinking the Value of Network Pruning", "Liu, Zhuang", 2019),
    Record("openreview:B1VZqjAcYX", "SNIP: Single-shot Network Pruning", "Lee, Namhoon", 2019),
]
ATTENTION = """\
@misc{vaswani2017attention,
  title = {Attention Is All You Need},
  author = {Vaswani, Ashish and others},
  year = {2017},
  eprint = {1706.03762},
  archiveprefix = {arXiv},
  url = {https://arxiv.org/abs/1706.03762},
}
"""


def lock(*more: Record) -> str:
    """Write a lock of a few records."""
    return dump({record.id: record for record in (*RECORDS, *more)})


def make(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write a folder; without `mkdocs.yml` and `docs/index.md` of its own it gets plain ones."""
    for name, content in {"mkdocs.yml": CONFIG, "docs/index.md": "# Home\n\nText.\n", **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def findings(folder: Path) -> list[str]:
    """Check a folder and give each finding as `path:line severity code`."""
    return [f"{f.path}:{f.line} {f.severity} {f.code}" for f in check(Collection(open_folder(folder)))]


def png(width: int = 2, height: int = 2, shade: int = 0) -> bytes:
    """Write a grey PNG."""
    rows = b"".join(b"\x00" + bytes([shade]) * width for _ in range(height))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def jpeg() -> bytes:
    """Write the markers of a JPEG of 2 × 2 pixels with a few bytes of scan."""
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, 2, 2, 1) + b"\x01\x11\x00"
    scan = b"\xff\xda" + struct.pack(">HB", 8, 1) + b"\x01\x00\x00\x3f\x00" + b"\x12\x34\xff\x00\x56"
    return b"\xff\xd8" + frame + scan + b"\xff\xd9"
