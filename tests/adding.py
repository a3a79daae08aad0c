"""Requests that add articles to `tts serve --add`, as sent by programs and browsers."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.serving import Answer, Served, served
from tests.waiting import until

BOUNDARY = "----a-form"
TEXT = "The ferry leaves at six. Nobody has ever seen it leave late."
SETTINGS = 'title = "Queue"\n[voices]\nen = "silent/silence"\nzh-Hans = "silent/silence"\nzh-Hant = "silent/silence"\n'
"""Settings of a show whose articles are made quickly."""


def begin(folder: Path) -> Path:
    """A show without episodes."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "show.toml").write_text(SETTINGS, encoding="utf-8")
    return folder


@contextmanager
def adding(show: Path, *args: str, **kw: Any) -> Iterator[Served]:
    """A server for this computer only that accepts articles."""
    with served(show, "--add", "--no-lan", *args, **kw) as server:
        yield server


def send(server: Served, path: str, body: bytes, kind: str, headers: Mapping[str, str] | None = None) -> Answer:
    """Send a POST request; `path` is as in `Served.ask`."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        where = path if path.startswith("/") else server.base + path
        connection.request("POST", where, body, {"Content-Type": kind, **(headers or {})})
        got = connection.getresponse()
        return Answer(got.status, {k.lower(): v for k, v in got.getheaders()}, got.read())
    finally:
        connection.close()


def form(server: Served, path: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Answer:
    return send(server, path, urlencode(fields).encode(), "application/x-www-form-urlencoded", headers)


def upload(server: Served, name: str, content: bytes, **fields: str) -> Answer:
    """A form with a file, as sent by browsers and curl."""
    pieces = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    body = "".join(pieces).encode() + head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + content
    return send(server, "add", body + f"\r\n--{BOUNDARY}--\r\n".encode(), f"multipart/form-data; boundary={BOUNDARY}")


def queue(server: Served) -> list[dict[str, Any]]:
    """The items in the queue, oldest first."""
    items: list[dict[str, Any]] = json.loads(server.ask("queue.json").body)["items"]
    return items


def until_done(server: Served) -> list[dict[str, Any]]:
    """The queue, once everything in it is done."""
    until(lambda: all(item["state"] in ("made", "failed") for item in queue(server)), "nothing waits", 180.0)
    return queue(server)
