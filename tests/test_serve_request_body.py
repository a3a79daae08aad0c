"""Request bodies byte by byte, and rate limits."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import pytest
from starlette.datastructures import Headers

from tts.serve import request_body
from tts.serve.rate_limit import Rate
from tts.serve.request_body import Form, Refused

BOUNDARY = "x.boundary"


def read(body: bytes, kind: str, piece: int = 7, **kw: Any) -> Form:
    """Read a body a few bytes at a time, as over the network."""
    pieces = [body[n : n + piece] for n in range(0, len(body), piece)] or [b""]

    async def receive() -> Any:
        return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

    headers = Headers({"content-type": kind, "content-length": str(len(body))})
    return asyncio.run(request_body.read(headers, receive, **kw))


def multipart(content: bytes, name: str = 'filename="a.bin"') -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; {name}\r\n\r\n'
    title = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="title"\r\n\r\n夜里\r\n'
    return title.encode() + head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


@pytest.mark.parametrize(
    "content",
    [b"", b"\r\n", b"\r\n\r\n--x\r\n", b"--x.bounda\r\nry", b"\n--x.boundary\n", b"\x00\xff\r\n\r",
     random.Random(4).randbytes(5000),
     b"From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nA mail\r\n--b--\r\n"],
)  # fmt: skip
def test_a_file_comes_as_it_was(content: bytes) -> None:
    form = read(multipart(content), f"multipart/form-data; boundary={BOUNDARY}")
    assert form.file
    assert (form.file.content, form.file.name, form.get("title")) == (content, "a.bin", "夜里")


@pytest.mark.parametrize(
    ("name", "kept"),
    [('filename="../../etc/passwd"', "passwd"), ('filename="C:\\\\notes\\\\a.pdf"', "a.pdf"), ('filename=".."', ""),
     ("filename*=UTF-8''%E5%A4%9C.txt", "夜.txt"), ('filename="a\x1b[2J.txt"', "a[2J.txt"), ('filename="a/b/"', "")],
)  # fmt: skip
def test_a_file_name_leads_nowhere(name: str, kept: str) -> None:
    form = read(multipart(b"text", name), f"multipart/form-data; boundary={BOUNDARY}")
    assert form.file
    assert form.file.name == kept


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [(b"a" * 2000, request_body.FORM, 413), (multipart(b"a" * 2000), f"multipart/form-data; boundary={BOUNDARY}", 413),
     (multipart(b"a")[:-10], f"multipart/form-data; boundary={BOUNDARY}", 400),
     (b"&".join([b"a=1"] * 99), request_body.FORM, 400),
     (b"", "text/plain", 415), (b"[1]", request_body.JSON, 400)],
)  # fmt: skip
def test_invalid_bodies_are_refused(body: bytes, kind: str, status: int) -> None:
    with pytest.raises(Refused) as refused:
        read(body, kind, most=1000)
    assert refused.value.status == status


def test_a_rate_limit_recovers_and_counts_each_address_separately() -> None:
    now = [0.0]
    rate = Rate(3, 60.0, lambda: now[0])
    for _ in range(3):
        assert rate.wait("10.0.0.1") == 0
        rate.count("10.0.0.1")
    assert rate.wait("10.0.0.1") == 20 and rate.wait("10.0.0.2") == 0
    now[0] = 20.0
    assert rate.wait("10.0.0.1") == 0
    for n in range(3):
        rate.count(f"2001:db8::{n}")
    assert rate.wait("2001:db8::ffff") > 0 and rate.wait("2001:db8:0:1::1") == 0  # a /64 is one
    for n in range(30_000):
        rate.count(f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}")
    assert len(rate._levels) == 10_000
