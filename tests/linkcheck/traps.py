"""Servers that misbehave below HTTP: each trap writes raw bytes, or none."""

import asyncio
import socket
import struct
import zlib

from harness import Reply, Request, Trap

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def raw(*chunks: bytes, pause: float = 0) -> Trap:
    """Send chunks with a pause before each, then close."""

    async def trap(request: Request, writer: asyncio.StreamWriter) -> None:
        for chunk in chunks:
            await asyncio.sleep(pause)
            writer.write(chunk)
            await writer.drain()

    return trap


async def reset(request: Request, writer: asyncio.StreamWriter) -> None:
    """Break the connection off."""
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def silent(request: Request, writer: asyncio.StreamWriter) -> None:
    """Never answer."""
    await asyncio.sleep(10**6)


async def slow_headers(request: Request, writer: asyncio.StreamWriter) -> None:
    """Send a byte of the head every ten seconds."""
    await _drip(writer, HEAD + b"X: " + b"x" * 4000)


async def slow_body(request: Request, writer: asyncio.StreamWriter) -> None:
    """Send the head at once and a byte of the body every ten seconds."""
    writer.write(HEAD + b"\r\n")
    await _drip(writer, b"<title>Slow</title>" + b"x" * 4000)


async def _drip(writer: asyncio.StreamWriter, data: bytes) -> None:
    for byte in data:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(10)


def endless(start: bytes, chunk: bytes) -> Trap:
    """Send a chunk again and again until the client has enough; remember in `sent` how many bytes went out."""

    async def trap(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while True:
            writer.write(chunk)
            trap.sent += len(chunk)
            await writer.drain()
            await asyncio.sleep(0)  # drain() alone need not let the loop learn that the client has gone

    trap.sent = 0
    return trap


def bomb() -> Reply:
    """Pack 64 MiB of one page into 64 KiB of gzip."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    body = packer.compress(b"<title>Boom</title><body>" + b"<p>words to read</p>" * 3_300_000) + packer.flush()
    return Reply(200, body, {"Content-Encoding": "gzip"})
