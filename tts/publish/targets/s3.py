"""A bucket as a target: Amazon S3 and compatible services (Cloudflare R2, MinIO, Backblaze B2,
Ceph, …).

Endpoint and credentials come from the environment, as for other tools: AWS_ACCESS_KEY_ID,
AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION, AWS_ENDPOINT_URL; otherwise from
~/.aws/credentials. Keys are never printed. Some providers need
AWS_VIRTUAL_HOSTED_STYLE_REQUEST=true or AWS_DISABLE_BULK_DELETE=true.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tts.model import LibraryError
from tts.publish.public_files import MINUTES, Item, media_type
from tts.publish.targets.target import Stored
from tts.storage.s3_settings import reason_of, s3_settings

if TYPE_CHECKING:
    from obstore.store import S3Store

_PIECE = 8 << 20
"""Files up to this many bytes are sent in one piece, so that their ETag is their MD5; larger ones
in pieces of this size."""
_BATCH = 500
"""Files removed in one request; S3 allows 1,000."""
_AGAIN = "; then run the same command again: it continues from there"


class Bucket:
    """A bucket. S3 itself guarantees that objects are complete or missing."""

    def __init__(self, store: S3Store, name: str, prefix: str, where: str) -> None:
        self._store, self._name, self._prefix, self._where = store, name, prefix, where

    def stands(self, names: Iterable[str]) -> Mapping[str, Stored]:
        import obstore

        wanted = set(names)

        found: dict[str, Stored] = {}
        try:
            for batch in obstore.list(self._store, prefix=self._prefix or None, chunk_size=1000):
                for each in batch:
                    name = each["path"].removeprefix(f"{self._prefix}/" if self._prefix else "")
                    if name in wanted:
                        found[name] = Stored(each["size"], (each["e_tag"] or "").strip('"'))
        except Exception as e:
            raise self._failed(e) from None
        return found

    def names(self) -> Iterator[str]:
        """The names of all objects."""
        import obstore

        try:
            for batch in obstore.list(self._store, prefix=self._prefix or None, chunk_size=1000):
                for each in batch:
                    yield each["path"].removeprefix(f"{self._prefix}/" if self._prefix else "")
        except Exception as e:
            raise self._failed(e) from None

    def put_new(self, name: str, content: bytes) -> bool:
        """Put an object only if there is none of that name. Returns whether it was put."""
        import obstore

        try:
            obstore.put(self._store, self._key(name), content, mode="create", use_multipart=False)
        except (FileExistsError, obstore.exceptions.AlreadyExistsError):
            return False
        except Exception as e:
            raise self._failed(e) from None
        return True

    def get(self, name: str) -> bytes | None:
        import obstore

        try:
            return bytes(obstore.get(self._store, self._key(name)).bytes())
        except (FileNotFoundError, obstore.exceptions.NotFoundError) as e:
            if "NoSuchBucket" in str(e):
                raise self._failed(e) from None
            return None
        except Exception as e:
            raise self._failed(e) from None

    def put(self, item: Item) -> str:
        return self._put(item.name, item.path, item.type, item.cache, whole=item.size <= _PIECE)

    def settle(self) -> None:
        """Nothing to do: objects exist as soon as they are put."""

    def drop(self) -> None:
        """Nothing to do."""

    def write(self, name: str, content: bytes) -> None:
        self._put(name, content, media_type(name), MINUTES, whole=True)

    def _put(self, name: str, content: Path | bytes, kind: str, cache: str, *, whole: bool) -> str:
        import obstore

        attributes: Any = {"Content-Type": kind, "Cache-Control": cache}
        try:
            put = obstore.put(
                self._store,
                self._key(name),
                content,
                attributes=attributes,
                use_multipart=not whole,
                chunk_size=_PIECE,
                max_concurrency=2,
            )
        except Exception as e:
            raise self._failed(e) from None
        return (put["e_tag"] or "").strip('"')

    def delete(self, names: Iterable[str]) -> None:
        import obstore

        keys = [self._key(name) for name in names]
        try:
            for n in range(0, len(keys), _BATCH):
                obstore.delete(self._store, keys[n : n + _BATCH])
        except (FileNotFoundError, obstore.exceptions.NotFoundError):
            return  # somebody else was quicker
        except Exception as e:
            raise self._failed(e) from None

    def same(self, _item: Item, stored: Stored, digest: Callable[[], str]) -> bool:
        return digest() == stored.mark

    def _key(self, name: str) -> str:
        return f"{self._prefix}/{name}" if self._prefix else name

    def _failed(self, error: Exception) -> LibraryError:
        """An error of obstore as one of ours: its own messages contain addresses and traces that
        help nobody."""
        reason = reason_of(error)
        for signs, message, hint in _FAULTS:
            if re.search(signs, reason):
                return LibraryError(
                    message.format(bucket=self._name, where=self._where), hint + _AGAIN
                )
        return LibraryError(
            f"the bucket {self._name} at {self._where} failed: {reason}",
            f"check the bucket{_AGAIN}",
        )


_FAULTS = (
    (
        "NoSuchBucket",
        "there is no bucket {bucket} at {where}",
        "check the name, and AWS_ENDPOINT_URL and AWS_REGION",
    ),
    (
        "InvalidAccessKeyId|SignatureDoesNotMatch|InvalidToken|ExpiredToken|code: 401",
        "{where} does not accept the keys for the bucket {bucket}",
        "check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, if you use one, AWS_SESSION_TOKEN",
    ),
    (
        "AccessDenied|code: 403",
        "these keys are not allowed to do that in the bucket {bucket} at {where}",
        "they need to list, read, write and delete there "
        "(s3:ListBucket, GetObject, PutObject, DeleteObject)",
    ),
    (
        "redirect|PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraint",
        "the bucket {bucket} is in another region",
        "set AWS_REGION to the bucket's own",
    ),
    (
        "HTTP error|builder error",
        "{where} can't be reached",
        "check the network and AWS_ENDPOINT_URL",
    ),
)
"""Signs of an error, what it means, what to do."""


# --- opening --------------------------------------------------------------------------------------


def open_bucket(target: str) -> Bucket:
    """Open `s3://bucket/prefix`. Raises LibraryError if the address is invalid or there are no
    credentials."""
    parts = re.fullmatch(r"s3://([a-z0-9][a-z0-9._-]{1,62})(?:/([^?#]*))?", target, re.IGNORECASE)
    if not parts:
        shown = re.sub(r"//.*@", "//…@", target)
        raise LibraryError(
            f"{shown} does not name a bucket",
            hint="write it as s3://bucket or s3://bucket/prefix; put keys into the environment",
        )
    try:
        from obstore.store import S3Store
    except ImportError as e:
        raise LibraryError(
            "publishing to a bucket needs another package",
            hint="pip install 'pagecast[s3]', then run the same command again",
        ) from e
    name, prefix = parts[1], re.sub("/+", "/", parts[2] or "").strip("/")
    settings = s3_settings()
    where = settings.get("endpoint") or "Amazon S3"
    client: Any = {
        "allow_http": where.startswith("http://"),
        "connect_timeout": "10s",
        "timeout": "1800s",
    }
    retry: Any = {"max_retries": 4, "retry_timeout": timedelta(seconds=60)}
    options: Any = {"config": settings, "client_options": client, "retry_config": retry}
    store = S3Store(name, **options)
    return Bucket(store, name, prefix, re.sub(r"//[^/]*@", "//", where))
