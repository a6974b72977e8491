"""Whether an image file is the image that its name promises; read by its own format's rules, without a library.

PNG by chunks and their checksums, JPEG by segments, GIF by blocks, WebP by its RIFF length, SVG as XML.
"""

import struct
import xml.etree.ElementTree as etree
import zlib
from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

SUFFIXES = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "gif": "GIF", "webp": "WebP", "svg": "SVG", "avif": "AVIF", "ico": "ICO", "apng": "PNG", "bmp": "BMP"}
LARGEST_SIDE = 20_000  # pixels; browsers refuse or stall above
LARGEST_FILE = 30_000_000  # bytes
XLINK = "{http://www.w3.org/1999/xlink}href"
NO_LENGTH = {0x01, *range(0xD0, 0xDA)}  # JPEG markers without a length


class Broken(Exception):
    """Carry what is wrong with an image file."""


Fault = tuple[str, str, str]  # code, message, fix


def check_image(path: Path, name: str, files: dict[str, str]) -> Iterator[Fault]:
    """Report what is wrong with one image file; `name` is its path in the project, `files` what the site holds."""
    data = path.read_bytes()
    if not data:
        yield "empty-image", "the image has no bytes", "export it again"
        return
    promised = SUFFIXES[name.rpartition(".")[2].lower()]
    format_ = image_format(data)
    if format_ is None:
        yield "broken-image", f"the file is {_what_instead(data)}, not an image", "export it again"
        return
    if format_ != promised:
        yield "image-type", f"the file is {format_}, its name says {promised}", f"rename it to end in .{format_.lower()}"
    if format_ == "SVG":
        yield from _check_svg(data, name, files)
        return
    try:
        width, height = READERS[format_](data) if format_ in READERS else (2, 2)
    except (Broken, struct.error, IndexError) as fault:
        yield "broken-image", f"the image is cut off or damaged: {str(fault) if isinstance(fault, Broken) else 'it ends too early'}", "export it again"
        return
    yield from _check_size(width, height, len(data))


def _check_size(width: int, height: int, size: int) -> Iterator[Fault]:
    if width * height <= 1:
        yield "image-size", f"the image is {width} × {height} pixels", "put the real picture here"
    elif max(width, height) > LARGEST_SIDE:
        yield "image-size", f"the image is {width} × {height} pixels", f"keep each side under {LARGEST_SIDE:,}"
    elif size > LARGEST_FILE:
        yield "image-size", f"the image has {size / 1e6:.0f} MB", "make it smaller: readers wait for it"


def image_format(data: bytes) -> str | None:
    """Tell an image's format by its first bytes, as a browser does."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    if data[4:12] in (b"ftypavif", b"ftypavis"):
        return "AVIF"
    if data.startswith(b"\x00\x00\x01\x00"):
        return "ICO"
    if data.startswith(b"BM") and len(data) > 26:
        return "BMP"
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return "SVG" if head.startswith(b"<") and b"<svg" in head and b"<html" not in head.lower() else None


def _what_instead(data: bytes) -> str:
    head = data[:200].lstrip().lower()
    if head.startswith(b"version https://git-lfs"):
        return "a pointer of Git LFS"
    if head.startswith((b"<!doctype html", b"<html", b"<head")):
        return "a web page"
    return "PDF" if head.startswith(b"%pdf") else "text" if b"\x00" not in data[:1000] else "of an unknown format"


def _png(data: bytes) -> tuple[int, int]:
    at, size, pixels = 8, (0, 0), zlib.decompressobj()
    while True:
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        (checksum,) = struct.unpack_from(">I", data, at + 8 + length)
        name = kind.decode("latin-1")
        if zlib.crc32(kind + body) != checksum:
            raise Broken(f"the checksum of its part {name} is wrong")
        if kind == b"IHDR":
            size = struct.unpack_from(">II", body)
        elif kind == b"IDAT" and not pixels.eof:
            _inflate(pixels, body)
        elif kind == b"IEND":
            if not pixels.eof:
                raise Broken("its pixels end too early")
            return size
        at += 12 + length


def _inflate(pixels, body: bytes) -> None:
    """Decompress in pieces and forget them: only their end matters, and a bomb must not fill the memory."""
    try:
        pixels.decompress(body, 1 << 20)
        while pixels.unconsumed_tail:
            pixels.decompress(pixels.unconsumed_tail, 1 << 20)
    except zlib.error as fault:
        raise Broken("its pixels cannot be read") from fault


def _jpeg(data: bytes) -> tuple[int, int]:
    at, size = 2, (0, 0)
    while True:
        if data[at] != 0xFF:
            raise Broken("a segment does not begin where the one before it ends")
        marker = data[at + 1]
        if marker == 0xFF:  # padding
            at += 1
        elif marker == 0xD9:
            return size
        elif marker in NO_LENGTH:
            at += 2
        else:
            (length,) = struct.unpack_from(">H", data, at + 2)
            if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
                height, width = struct.unpack_from(">HH", data, at + 5)
                size = (width, height)
            at += 2 + length
            if marker == 0xDA:
                at = _scan_end(data, at)


def _scan_end(data: bytes, at: int) -> int:
    """Find the next marker behind compressed pixels, where FF 00 and restarts belong to them."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise Broken("it ends too early")
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2


def _gif(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<HH", data, 6)
    if not data.rstrip(b"\x00").endswith(b";"):
        raise Broken("it ends too early")
    return width, height


def _webp(data: bytes) -> tuple[int, int]:
    (length,) = struct.unpack_from("<I", data, 4)
    if length + 8 > len(data):
        raise Broken("it ends too early")
    kind = data[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack_from("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF


READERS = {"PNG": _png, "JPEG": _jpeg, "GIF": _gif, "WebP": _webp}


def _check_svg(data: bytes, name: str, files: dict[str, str]) -> Iterator[Fault]:
    """Report an SVG that a browser would not draw, or that does more than draw."""
    if b"<!ENTITY" in data:
        yield "broken-svg", "the SVG defines entities", "export it as plain SVG"
        return
    try:
        root = etree.fromstring(data)
    except etree.ParseError as fault:
        yield "broken-svg", f"the SVG is not well-formed: {fault}", "export it again"
        return
    if root.tag != "{http://www.w3.org/2000/svg}svg":
        yield "broken-svg", "the SVG does not name its namespace, so no browser draws it", 'write xmlns="http://www.w3.org/2000/svg" into its first tag'
    for element in root.iter():
        if element.tag.rpartition("}")[2] == "script" or any(key.lower().startswith("on") for key in element.attrib):
            yield "broken-svg", "the SVG runs a script", "remove it: a picture only draws"
            return
        inner = element.get("href") or element.get(XLINK) or ""
        if element.tag.rpartition("}")[2] in ("image", "use", "feImage") and inner and not inner.startswith(("#", "data:")):
            if "://" in inner or normpath(join(dirname(name), unquote(inner).partition("#")[0])) not in files:
                yield "broken-svg", f"the SVG needs '{inner}', which is not there", "put the inner file into the SVG itself"
