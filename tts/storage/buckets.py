"""Objects in a bucket by its address: `s3://` (Amazon S3 and compatible services), `gs://` (Google
Cloud Storage), `az://` (Azure Blob Storage), or `file://` for a folder.

Credentials come from the environment, as for other tools (AWS_…, GOOGLE_…, AZURE_…), and never
from the address. Writes are conditional: an object is put only if there is none, or replaced only
if it is still the one that was read. If two processes write the same object, one of them is told
that it was too late.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from tts.model import LibraryError

T = TypeVar("T")

FORMS = "s3://bucket/prefix, gs://bucket/prefix, az://container/prefix or file:///folder"
_NAMED = re.compile(r"(s3|gs|az)://([a-z0-9][a-z0-9._-]{1,62})(?:/([^?#@]*))?", re.IGNORECASE)
_FOLDER = re.compile(r"file://(/[^?#]+)", re.IGNORECASE)
_CLIENT: Any = {"connect_timeout": "5s", "timeout": "60s"}
_RETRIES: Any = {"max_retries": 2, "retry_timeout": timedelta(seconds=15)}
"""Short, because `service_retry` waits longer and tells the user why."""


class BucketAway(LibraryError):
    """The bucket can't be reached at the moment; a retry may succeed."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An object as it was read."""

    content: bytes
    etag: str
    """Distinguishes this content from what is put there later; empty if the bucket has no ETags."""


def is_address(where: str) -> bool:
    """
    >>> is_address("s3://clips/of/all"), is_address("file:///disk/clips"), is_address("/disk")
    (True, True, False)
    """
    return bool(_NAMED.fullmatch(where) or _FOLDER.fullmatch(where))


def open_objects(address: str) -> Objects:
    """Open the bucket at an address. Raises LibraryError if the address names none, or a package or
    the credentials are missing."""
    if not is_address(address):
        shown = re.sub(r"//.*@", "//…@", address)
        raise LibraryError(
            f"{shown} does not name a bucket", hint=f"write {FORMS}; put keys into the environment"
        )
    try:
        store = _store(address)
    except ImportError as error:
        raise LibraryError(
            f"a package is missing for {address}", hint="pip install 'pagecast[s3]'"
        ) from error
    return Objects(store, address)


def _store(address: str) -> Any:
    from obstore.store import AzureStore, GCSStore, LocalStore

    if folder := _FOLDER.fullmatch(address):
        return LocalStore(Path(folder[1]), mkdir=True)
    found = _NAMED.fullmatch(address)
    assert found
    scheme, name = found[1].lower(), found[2]
    prefix = re.sub("/+", "/", found[3] or "").strip("/") or None
    if scheme == "s3":
        from tts.storage.s3_settings import s3_store

        return s3_store(name, prefix, _CLIENT, _RETRIES)
    kind: Any = GCSStore if scheme == "gs" else AzureStore
    try:
        return kind(name, prefix=prefix, client_options=_CLIENT, retry_config=_RETRIES)
    except Exception as error:
        raise _translated(error, address) from None


class Objects:
    """The objects in a bucket. Thread-safe."""

    def __init__(self, store: Any, address: str) -> None:
        self._store = store
        self.address = address

    def get(self, name: str) -> Stored | None:
        """An object, or None if there is none. Raises BucketAway; LibraryError if a retry would not
        help."""

        def get() -> Stored | None:
            import obstore

            try:
                found = obstore.get(self._store, name)
                return Stored(bytes(found.bytes()), found.meta["e_tag"] or "")
            except (FileNotFoundError, obstore.exceptions.NotFoundError) as error:
                if "NoSuchBucket" in str(error):
                    raise _NoBucket(str(error)) from None
                return None

        return self._asked(get)

    def put_new(self, name: str, content: bytes) -> bool:
        """Put an object only if there is none of that name. Returns whether it was put. Raises like
        `get`."""

        def put() -> bool:
            import obstore

            try:
                obstore.put(self._store, name, content, mode="create", use_multipart=False)
            except (FileExistsError, obstore.exceptions.AlreadyExistsError):
                return False
            return True

        return self._asked(put)

    def replace(self, name: str, content: bytes, before: Stored) -> bool:
        """Replace an object only if it is still the one that was read. Returns whether it was
        replaced. Buckets without conditional writes replace it in any case. Raises like `get`."""

        def put() -> bool:
            import obstore

            mode: Any = {"e_tag": before.etag}
            try:
                obstore.put(self._store, name, content, mode=mode, use_multipart=False)
            except (obstore.exceptions.PreconditionError, obstore.exceptions.NotFoundError):
                return False
            except NotImplementedError:
                obstore.put(self._store, name, content, use_multipart=False)
            return True

        return self._asked(put)

    def names(self, prefix: str = "") -> Iterator[str]:
        """The names of all objects, or of those in a folder. Raises like `get`."""
        import obstore

        try:
            for batch in obstore.list(self._store, prefix=prefix or None, chunk_size=1000):
                for each in batch:
                    yield each["path"]
        except Exception as error:
            raise _translated(error, self.address) from None

    def delete(self, names: Iterable[str]) -> None:
        """Delete objects; missing ones are ignored. Raises like `get`."""

        def delete() -> None:
            import obstore

            for name in names:
                try:
                    obstore.delete(self._store, name)
                except (FileNotFoundError, obstore.exceptions.NotFoundError):
                    continue

        self._asked(delete)

    def _asked(self, ask: Callable[[], T]) -> T:
        import obstore

        try:
            return ask()
        except (obstore.exceptions.BaseError, OSError, _NoBucket) as error:
            raise _translated(error, self.address) from None


class _NoBucket(Exception):
    pass


def _translated(error: Exception, address: str) -> LibraryError:
    """An error of obstore as one of ours: its own messages contain addresses and traces that help
    nobody."""
    from tts.storage.s3_settings import reason_of

    reason = reason_of(error)
    for signs, message, hint in _FAULTS:
        if re.search(signs, reason):
            name = address.partition("://")[2].partition("/")[0]
            return LibraryError(f"{address}: {message.format(name=name)}", hint)
    return BucketAway(
        f"{address} can't be reached: {reason}",
        "check the network; what was spoken is kept, and the same command continues",
    )


_FAULTS = (
    (
        "NoSuchBucket|ContainerNotFound",
        "there is no bucket {name}",
        "check the name and the region",
    ),
    (
        "InvalidAccessKeyId|SignatureDoesNotMatch|InvalidToken|ExpiredToken|code: 401",
        "the keys are not accepted",
        "check those in the environment (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY)",
    ),
    (
        "AccessDenied|code: 403",
        "these keys are not allowed to do that there",
        "they need to list, read, write and delete",
    ),
    (
        "PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraint",
        "the bucket is in another region",
        "set AWS_REGION to its own",
    ),
    (
        "(?i)credential|access.?key|not.*configured",
        "there are no keys for it",
        "set them in the environment",
    ),
)
"""Signs of an error that a retry does not fix, what it means, what to do."""
