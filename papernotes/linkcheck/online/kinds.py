"""What a body is, by its first bytes."""

import re
from urllib.parse import urlsplit

NAMES = {"any": "anything", "page": "a page", "pdf": "a PDF", "image": "an image", "other": "another kind of file"}
BY_ENDING = {"pdf": "pdf", "html": "page", "htm": "page", **dict.fromkeys(("png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp", "ico"), "image")}
IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"\0\0\1\0", b"II*\0", b"MM\0*")
# github.com/…/x.png and Wikipedia's File: pages end like a file and are pages.
PAGES_ABOUT_FILES = re.compile(r"/(?:blob|wiki|tree)/")


def expected(kind: str, url: str) -> str:
    """Return what an address should bring: what was said, else what its ending says."""
    path = urlsplit(url).path
    if kind != "any" or PAGES_ABOUT_FILES.search(path):
        return kind
    return BY_ENDING.get(path.rpartition(".")[2].lower(), "any")


def kind_of(body: bytes, content_type: str) -> str:
    """Sort a body: "pdf", "image", "page" or "other"."""
    start = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in body[:1024]:
        return "pdf"
    if body.startswith(IMAGES) or (body[:4] == b"RIFF" and body[8:12] == b"WEBP") or body[4:12] in (b"ftypavif", b"ftypavis"):
        return "image"
    if start[:1] == b"<" and re.search(rb"<svg[\s>]", start) and not re.search(rb"<html|<!doctype html", start, re.IGNORECASE):
        return "image"
    return "page" if content_type.partition(";")[0].strip().lower() in ("text/html", "application/xhtml+xml") or start[:1] == b"<" else "other"


def agree(wanted: str, found: str) -> bool:
    """Tell whether a kind found will do."""
    return wanted in ("any", found)


def cut_off(body: bytes) -> str:
    """Say which image is not whole; nothing where it is, or where its format does not tell."""
    if body.startswith(IMAGES[0]) and b"IEND" not in body[-32:]:
        return "a PNG that is cut off"
    if body.startswith(b"\xff\xd8\xff") and b"\xff\xd9" not in body[-1024:]:
        return "a JPEG that is cut off"
    if body.startswith(b"GIF8") and not body.rstrip(b"\0").endswith(b";"):
        return "a GIF that is cut off"
    return ""
