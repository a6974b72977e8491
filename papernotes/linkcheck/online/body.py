"""Read a body without ever holding more of it than was asked for, whatever the server sends."""

import zlib

from aiohttp import ClientResponse

OFFERED = "gzip, deflate"


class Undecodable(ValueError):
    """Say why a body cannot be decompressed."""


class Unpacker:
    """Decompress one body, chunk by chunk."""

    def __init__(self, encoding: str):
        self.encoding = encoding.strip().lower()
        if self.encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise Undecodable(f"its encoding '{self.encoding}' was not offered")
        self._packed = self.encoding not in ("", "identity")
        self._stream = zlib.decompressobj(47)  # gzip or zlib, by their first bytes
        self._started = False

    @property
    def finished(self) -> bool:
        """Whether nothing is missing at the end."""
        return not self._packed or not self._started or self._stream.eof

    def unpack(self, chunk: bytes, room: int) -> bytes:
        """Return at most `room` (> 0) bytes of what a chunk holds."""
        if not self._packed:
            return chunk[:room]
        try:
            return self._stream.decompress(chunk, room)
        except zlib.error as fault:
            if self._started or self.encoding != "deflate":
                raise Undecodable("it cannot be decompressed") from fault
            self._stream = zlib.decompressobj(-15)  # some servers send deflate without its frame
            return self._raw(chunk, room)
        finally:
            self._started = True

    def _raw(self, chunk: bytes, room: int) -> bytes:
        try:
            return self._stream.decompress(chunk, room)
        except zlib.error as fault:
            raise Undecodable("it cannot be decompressed") from fault


async def read(response: ClientResponse, limit: int) -> tuple[bytes, bool]:
    """Read at most `limit` decompressed bytes; say also whether that is the whole body."""
    unpacker = Unpacker(response.headers.get("Content-Encoding", ""))
    body, received = bytearray(), 0
    async for chunk in response.content.iter_any():
        received += len(chunk)
        body += unpacker.unpack(chunk, limit - len(body))
        if len(body) >= limit or received > 2 * limit:
            return bytes(body), False
    if not unpacker.finished:
        raise Undecodable("its compressed data is cut off")
    return bytes(body), True
