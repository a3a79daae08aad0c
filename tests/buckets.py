"""A bucket on a real S3 server on loopback, accessed with boto3, a client other than ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

KEYS = {"AWS_ACCESS_KEY_ID": "AKIATESTTESTTESTTEST", "AWS_SECRET_ACCESS_KEY": "s3cr3t/never+printed"}


@contextmanager
def serving(port: int = 0) -> Iterator[str]:
    """The server's address. Its contents persist in this process."""
    from moto.server import ThreadedMotoServer

    running = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        running.stop()


@contextmanager
def bucket_of(name: str, server: str, monkeypatch: pytest.MonkeyPatch, empty: Path) -> Iterator[Any]:
    """A bucket with that name, and an environment with only its keys; `empty` is a folder without a
    file of keys."""
    import boto3

    for variable, value in KEYS.items():
        monkeypatch.setenv(variable, value)
    monkeypatch.setenv("AWS_ENDPOINT_URL", server)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(empty / "none"))
    made = boto3.resource("s3", region_name="us-east-1").Bucket(name)
    made.create()
    yield made
    made.objects.delete()
    made.delete()
