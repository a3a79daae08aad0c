"""A server's response is accepted completely or not at all: every encoding, truncated anywhere, for every kind of
source."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import sys
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import brotli
import pytest
from click.testing import CliRunner
from PIL import Image

from tests import books
from tests.page_server import Site, serve
from tts.cli.main import cli
from tts.engines.openai.client import Limits, Server, ServerConfig, translated
from tts.model import ServiceError, SourceError
from tts.sources import fetch, fetch_image
from tts.storage.response_body import BodyCut, BodyTooLarge, Decoder, Inflater, Unbrotli, Unzstd

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

SENTENCES = "".join(f"Sentence {n} tells of ferry {n * 7919 % 1009} and of nobody who missed it. " for n in range(400))
PAGE = f"<html><head><title>Ferries</title></head><body><article><p>{SENTENCES}</p></article></body></html>".encode()
ITEM = f"<item><title>Ferries</title><description>{SENTENCES}</description></item>"
FEED = f"<rss><channel><title>Ferries</title>{ITEM}</channel></rss>".encode()


def _picture() -> bytes:
    made = io.BytesIO()
    Image.effect_noise((64, 64), 90).save(made, "PNG")
    return made.getvalue()


KINDS = {
    "page": ("text/html", PAGE),
    "text": ("text/plain", SENTENCES.encode()),
    "feed": ("application/rss+xml", FEED),
    "book": ("application/epub+zip", books.book({"a.xhtml": books.page(f"<p>{SENTENCES}</p>")})),
    "picture": ("image/png", _picture()),
}


def bare_deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def members(content: bytes) -> bytes:
    """gzip as some servers write it: one member after the other."""
    part = len(content) * 3 // 4
    return gzip.compress(content[:part]) + gzip.compress(content[part:])


def zstd_frames(content: bytes) -> bytes:
    part = len(content) * 3 // 4
    return zstd.compress(content[:part]) + zstd.compress(content[part:])


ENCODINGS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("X-GZip", gzip.compress),
    "members": ("gzip", members),
    "deflate": ("deflate", zlib.compress),
    "bare deflate": ("deflate", bare_deflate),
    "brotli": ("br", brotli.compress),
    "zstd": ("zstd", zstd.compress),
    "zstd frames": ("ZSTD", zstd_frames),
    "twice": ("deflate, gzip", lambda content: gzip.compress(zlib.compress(content))),
}


@pytest.fixture(scope="module")
def server() -> Iterator[Site]:
    with serve() as site:
        yield site


def answer(media_type: str, body: bytes, *headers: str, length: int | None = None) -> bytes:
    """HTTP as sent over the network; Content-Length is that of what is sent, unless another is given."""
    size = len(body) if length is None else length
    head = ["HTTP/1.1 200 OK", f"Content-Type: {media_type}", f"Content-Length: {size}", *headers]
    return "\r\n".join([*head, "", ""]).encode() + body


def chunked(media_type: str, body: bytes, *headers: str, end: bytes = b"0\r\n\r\n") -> bytes:
    head = ["HTTP/1.1 200 OK", f"Content-Type: {media_type}", "Transfer-Encoding: chunked", *headers]
    pieces = [body[at : at + 999] for at in range(0, len(body), 999)]
    sent = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
    return "\r\n".join([*head, "", ""]).encode() + sent + end


def got(server: Site, kind: str, sent: bytes) -> bytes:
    server.raw["/it"] = sent
    if kind == "picture":
        return fetch_image(f"{server.address}/it", allow_private=True)
    return fetch(f"{server.address}/it", allow_private=True).content


def cuts(size: int) -> list[int]:
    """Positions to truncate: in the header, in the middle, in the trailer."""
    return [1, 5, size // 3, size // 2, size - 9, size - 8, size - 4, size - 1]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_an_encoded_response_is_complete_or_an_error(encoding: str, kind: str, server: Site) -> None:
    """Content-Length is that of what arrived, as behind a proxy that lost the rest: only the stream shows it."""
    (name, encode), (media_type, content) = ENCODINGS[encoding], KINDS[kind]
    body, header = encode(content), f"Content-Encoding: {name}"
    assert got(server, kind, answer(media_type, body, header)) == content
    assert got(server, kind, chunked(media_type, body, header)) == content
    for cut in cuts(len(body)):
        for send in (answer, chunked):
            with pytest.raises(SourceError, match=r"was cut off before its end|came damaged"):
                got(server, kind, send(media_type, body[:cut], header))


@pytest.mark.parametrize("kind", KINDS)
def test_a_plain_response_is_complete_or_an_error(kind: str, server: Site) -> None:
    media_type, content = KINDS[kind]
    assert got(server, kind, answer(media_type, content)) == content
    for cut in cuts(len(content)):
        for sent in (
            answer(media_type, content[:cut], length=len(content)),
            chunked(media_type, content[:cut], end=b""),
            chunked(media_type, content[:cut], end=b"0\r\n"),
            chunked(media_type, content, end=b"400\r\nhalf"),
        ):
            with pytest.raises(SourceError, match="was cut off or damaged"):
                got(server, kind, sent)


@pytest.mark.parametrize("name", ["dcb", "compress", "gzip, compress", "aes128gcm"])
def test_encodings_that_were_not_requested_are_refused(name: str, server: Site) -> None:
    with pytest.raises(SourceError, match="encoding that was not asked for"):
        got(server, "page", answer("text/html", PAGE, f"Content-Encoding: {name}"))


@pytest.mark.parametrize(
    "damage", [PAGE, gzip.compress(PAGE) + b"rest", b"\x1f\x8bnothing"], ids=["bare", "rest", "no"]
)
def test_an_invalid_stream_is_damage(damage: bytes, server: Site) -> None:
    with pytest.raises(SourceError, match="came damaged"):
        got(server, "page", answer("text/html", damage, "Content-Encoding: gzip"))


def test_padding_after_the_end_is_not_damage(server: Site) -> None:
    padded = gzip.compress(PAGE) + bytes(512)
    assert got(server, "page", answer("text/html", padded, "Content-Encoding: gzip")) == PAGE


@pytest.mark.parametrize("name", ["page.html.gz", "page.md.gz", "feed.xml.gz", "picture.svgz", "book.epub.gz"])
def test_a_file_that_is_cut_makes_no_episode(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    whole = gzip.compress(FEED if "feed" in name else KINDS["book"][1] if "book" in name else PAGE)
    for cut in cuts(len(whole)):
        (tmp_path / name).write_bytes(whole[:cut])
        told = CliRunner().invoke(cli, ["make", name, "--engine", "silent"])
        assert told.exit_code == 1 and "error:" in told.stderr and "failed unexpectedly" not in told.stderr
    assert not list(tmp_path.glob("output/*/*.mp3"))


def test_a_page_that_is_cut_makes_no_episode(server: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    body = gzip.compress(PAGE)
    server.raw["/it"] = answer("text/html", body[: len(body) // 2], "Content-Encoding: gzip")
    told = CliRunner().invoke(cli, ["make", f"{server.address}/it", "--engine", "silent", "--allow-private"])
    assert told.exit_code == 1 and "was cut off before its end" in told.stderr and "→ try again" in told.stderr
    assert not (tmp_path / "output").exists() or not list(tmp_path.glob("output/*/*.mp3"))


@pytest.mark.parametrize("asked", ["speech", "listing"])
def test_a_speech_server_s_answer_is_whole_or_an_error(asked: str, server: Site) -> None:
    """Audio or a list of voices; `translated` surrounds every request of the engine."""
    place = ServerConfig(f"{server.address}/v1")

    async def ask() -> object:
        speaker = Server(place, Limits(first_wait=0.01))
        try:
            if asked == "listing":
                return await speaker.listing("/models")
            return (await speaker.speech("Hello.", "tts-1", "alloy", 1.0))[0]
        finally:
            await speaker.close()

    content = json.dumps({"data": [{"id": f"voice {n}"} for n in range(900)]}).encode()
    path = "/v1/models" if asked == "listing" else "/v1/audio/speech"
    for encode in (gzip.compress, members):
        body = encode(content)
        server.raw[path] = answer("audio/wav", body, "Content-Encoding: gzip")
        assert asyncio.run(ask()) == (json.loads(content) if asked == "listing" else content)
        for cut in (len(body) // 2, len(body) - 4):
            server.raw[path] = answer("audio/wav", body[:cut], "Content-Encoding: gzip")
            with pytest.raises(ServiceError, match="was cut off before its end"), translated(place):
                asyncio.run(ask())


# --- the streams ----------------------------------------------------------------------------------------------


DECODERS: dict[str, Callable[[], Decoder]] = {
    "gzip": partial(Inflater, gzip=True),
    "members": partial(Inflater, gzip=True),
    "deflate": partial(Inflater, gzip=False),
    "bare deflate": partial(Inflater, gzip=False),
    "brotli": Unbrotli,
    "zstd": Unzstd,
    "zstd frames": Unzstd,
}


@pytest.mark.parametrize("encoding", DECODERS)
@pytest.mark.parametrize("size", [1, 2, 7, 4096])
def test_pieces_of_any_size(encoding: str, size: int) -> None:
    body = ENCODINGS[encoding][1](PAGE)
    decoder = DECODERS[encoding]()
    pieces = [decoder.feed(body[at : at + size], 10**6) for at in range(0, len(body), size)]
    decoder.end()
    assert b"".join(pieces) == PAGE


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "bare deflate", "brotli", "zstd"])
def test_every_truncation_is_noticed(encoding: str) -> None:
    body = ENCODINGS[encoding][1](SENTENCES[:300].encode())
    for cut in range(1, len(body)):
        decoder = DECODERS[encoding]()
        with pytest.raises(BodyCut):
            decoder.feed(body[:cut], 10**6)
            decoder.end()


@pytest.mark.parametrize("encoding", ["gzip", "brotli", "zstd"])
def test_decompression_is_limited(encoding: str) -> None:
    """One piece of up to 100 kB expands to a hundred million zeros: never is more decompressed than allowed."""
    body = ENCODINGS[encoding][1](bytes(10**8))
    for most in (1, 1000, 10**6):
        tracemalloc.start()
        with pytest.raises(BodyTooLarge):
            DECODERS[encoding]().feed(body, most)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 2 * most + 500_000


def test_many_empty_members_are_nothing() -> None:
    assert Inflater(gzip=True).feed(gzip.compress(b"") * 20_000, 10) == b""
    assert Unzstd().feed(zstd.compress(b"") * 20_000, 10) == b""


def test_a_window_too_large_for_the_web_is_refused() -> None:
    """27 bits need 128 MB of memory to read."""
    options = {zstd.CompressionParameter.window_log: 27}
    packer = zstd.ZstdCompressor(options=options)
    body = packer.compress(bytes(10**7)) + packer.flush()
    with pytest.raises(BodyCut, match="came damaged"):
        Unzstd().feed(body, 10**8)


@pytest.mark.parametrize(("decoder", "name"), [(Unbrotli, "brotli"), (Unzstd, "zstd")])
def test_data_after_the_end_is_damage(decoder: type[Decoder], name: str) -> None:
    with pytest.raises(BodyCut, match="came damaged"):
        decoder().feed(ENCODINGS[name][1](PAGE) + b"rest of another", 10**6)
