"""Decodes the body of an HTTP response: complete, or an error.

aiohttp's own decompression must be off where this is used: it accepts a truncated gzip stream as
complete (3.14, `DeflateBuffer.feed_eof`), so that half a page would pass for the page.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import aiohttp

ACCEPTED = "gzip, deflate, br, zstd"
"""Sent as Accept-Encoding: the encodings whose end of stream can be detected."""
GZIP = b"\x1f\x8b"
_PIECE = 65_536


class BodyError(Exception):
    """An unusable body; the message says why, and fits after the name of the server."""


class BodyCut(BodyError):
    """The body is truncated or damaged."""


class BodyTooLarge(BodyError):
    """The body expands to more than the limit."""


async def whole_body(response: aiohttp.ClientResponse, most: int) -> bytes:
    """The complete decoded body of a response, at most `most` bytes.

    The session must not decompress by itself. Raises BodyError, and aiohttp's error if fewer bytes
    arrive than announced.
    """
    decoders = _decoders(response.headers.getall("Content-Encoding", []))
    body = bytearray()
    async for piece in _decoded(response, decoders, most):
        body += piece
        if len(body) > most:
            raise _too_large(most)
    for decoder in decoders:
        decoder.end()
    return bytes(body)


async def _decoded(
    response: aiohttp.ClientResponse, decoders: list[Decoder], most: int
) -> AsyncIterator[bytes]:
    async for piece in response.content.iter_chunked(_PIECE):
        decoded = piece
        for decoder in decoders:
            decoded = decoder.feed(decoded, most)
        yield decoded


def _decoders(headers: list[str]) -> list[Decoder]:
    """The decoders for the encodings, the last encoding first (RFC 9110, 8.4)."""
    names = [name.strip().lower() for header in headers for name in header.split(",")]
    undone = [name for name in reversed(names) if name not in ("", "identity")]
    for name in undone:
        if name not in _DECODERS:
            raise BodyCut(f"came in an encoding that was not asked for: {name[:40]}")
    return [_DECODERS[name]() for name in undone]


class Decoder(Protocol):
    """Decodes one encoding piece by piece."""

    def feed(self, piece: bytes, most: int) -> bytes:
        """The decoded bytes of a piece. Raises BodyCut if it is damaged, BodyTooLarge beyond `most`
        bytes in all."""

    def end(self) -> None:
        """Raises BodyCut if a stream was begun and has not ended."""


class Inflater:
    """gzip (one member or several) or deflate, piece by piece, until its end."""

    def __init__(self, *, gzip: bool) -> None:
        self._gzip = gzip
        self._begun = b""
        """First bytes, too few to identify the stream."""
        self._stream: zlib._Decompress | None = None
        self._total = 0

    def feed(self, piece: bytes, most: int) -> bytes:
        """See `Decoder`."""
        out: list[bytes] = []
        left = self._begun + piece
        self._begun = b""
        try:
            while left:
                if self._stream is None and not self._begin(left):
                    return b"".join(out)
                assert self._stream is not None
                unfolded = self._stream.decompress(left, most + 1 - self._total)
                self._total += len(unfolded)
                if self._total > most:
                    raise _too_large(most)
                out.append(unfolded)
                left = self._rest()
        except zlib.error as error:
            raise BodyCut(f"came damaged: {error}") from error
        return b"".join(out)

    def _begin(self, left: bytes) -> bool:
        """A decompressor for what follows; False if its kind can't be determined yet."""
        if len(left) < 2:
            self._begun = left
            return False
        if self._gzip:
            self._stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
        else:
            self._stream = zlib.decompressobj(_window(left))
        return True

    def _rest(self) -> bytes:
        """The undecoded rest of a piece: after the end of a stream only another gzip member may
        follow."""
        stream = self._stream
        assert stream is not None
        if not stream.eof:
            return stream.unconsumed_tail
        rest = stream.unused_data
        if not (self._gzip and rest.strip(b"\0")):
            return b""
        if not rest.startswith(GZIP[: len(rest)]):
            raise BodyCut("came damaged: something follows its end")
        self._stream = None
        return rest

    def end(self) -> None:
        """See `Decoder`."""
        if self._begun or not (self._stream is None or self._stream.eof):
            raise BodyCut("was cut off before its end")


def _window(left: bytes) -> int:
    """Deflate as standardized, wrapped in zlib (RFC 1950), or raw, as some servers send it."""
    dressed = left[0] & 0x0F == 8 and int.from_bytes(left[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if dressed else -zlib.MAX_WBITS


class Unbrotli:
    """Brotli (RFC 7932), piece by piece, until its end."""

    def __init__(self) -> None:
        import brotli

        self._stream = brotli.Decompressor()
        self._error: type[Exception] = brotli.error
        self._begun = False
        self._total = 0

    def feed(self, piece: bytes, most: int) -> bytes:
        """See `Decoder`."""
        out: list[bytes] = []
        left = piece
        self._begun = self._begun or bool(piece)
        try:
            while left or not self._stream.can_accept_more_data():
                unfolded = self._stream.process(left, output_buffer_limit=most + 1 - self._total)
                left = b""
                self._total += len(unfolded)
                if self._total > most:
                    raise _too_large(most)
                out.append(unfolded)
        except self._error as error:
            raise BodyCut(
                "came damaged: it is not a brotli stream, or continues after its end"
            ) from error
        return b"".join(out)

    def end(self) -> None:
        """See `Decoder`."""
        if self._begun and not self._stream.is_finished():
            raise BodyCut("was cut off before its end")


class Unzstd:
    """Zstandard, one frame or several, piece by piece, until its end."""

    def __init__(self) -> None:
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd

        self._zstd = zstd
        self._stream: Any = None
        self._total = 0

    def feed(self, piece: bytes, most: int) -> bytes:
        """See `Decoder`."""
        out: list[bytes] = []
        left = piece
        try:
            while left or self._holds_more():
                if self._stream is None:
                    self._stream = self._new_stream()
                unfolded = self._stream.decompress(left, most + 1 - self._total)
                self._total += len(unfolded)
                if self._total > most:
                    raise _too_large(most)
                out.append(unfolded)
                left = self._rest()
        except self._zstd.ZstdError as error:
            raise BodyCut(f"came damaged: {error}") from error
        return b"".join(out)

    def _new_stream(self) -> Any:
        limit = {int(self._zstd.DecompressionParameter.window_log_max): _ZSTD_WINDOW}
        return self._zstd.ZstdDecompressor(options=limit)

    def _holds_more(self) -> bool:
        return self._stream is not None and not (self._stream.eof or self._stream.needs_input)

    def _rest(self) -> bytes:
        """What follows the end of a frame: another frame."""
        if not self._stream.eof:
            return b""
        rest: bytes = self._stream.unused_data
        self._stream = None
        return rest

    def end(self) -> None:
        """See `Decoder`."""
        if self._stream is not None:
            raise BodyCut("was cut off before its end")


_ZSTD_WINDOW = 23
"""As a power of two: 8 MB, the largest window that a server may require (RFC 9659)."""
_DECODERS: dict[str, Callable[[], Decoder]] = {
    "gzip": partial(Inflater, gzip=True),
    "x-gzip": partial(Inflater, gzip=True),
    "deflate": partial(Inflater, gzip=False),
    "br": Unbrotli,
    "zstd": Unzstd,
}


def _too_large(most: int) -> BodyTooLarge:
    return BodyTooLarge(f"is larger than {most // 1_000_000} MB")
