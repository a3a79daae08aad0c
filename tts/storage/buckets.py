"""Objects in a bucket by its address: `s3://` (Amazon S3 and compatible services), `gs://` (Google
Cloud Storage), `az://` (Azure Blob Storage), or `file://` for a folder.

As whom stands in the environment, as for other tools (AWS_…, GOOGLE_…, AZURE_…), and never in the
address. An object is put on the condition that there is none, or that it is the one that was read:
of two that put the same at once one is told that the other was first.
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
"""Short: who waits longer knows what for (`service_retry`)."""


class BucketAway(LibraryError):
    """It can't be reached now, and may be later."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An object as it was read."""

    content: bytes
    etag: str
    """By which a bucket tells it from what is put there later; empty where it has none."""


def is_address(where: str) -> bool:
    """
    >>> is_address("s3://clips/of/all"), is_address("file:///disk/clips"), is_address("/disk")
    (True, True, False)
    """
    return bool(_NAMED.fullmatch(where) or _FOLDER.fullmatch(where))


def open_objects(address: str) -> Objects:
    """Raises LibraryError where it names none, or a package or the keys for it are missing."""
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
    """What a bucket holds. Safe for threads."""

    def __init__(self, store: Any, address: str) -> None:
        self._store = store
        self.address = address

    def get(self, name: str) -> Stored | None:
        """An object; None where there is none. Raises BucketAway; LibraryError where asking again
        would not help."""

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
        """Put it on the condition that there is none; whether it was put. Raises as `get`."""

        def put() -> bool:
            import obstore

            try:
                obstore.put(self._store, name, content, mode="create", use_multipart=False)
            except (FileExistsError, obstore.exceptions.AlreadyExistsError):
                return False
            return True

        return self._asked(put)

    def replace(self, name: str, content: bytes, before: Stored) -> bool:
        """Put it in the place of what was read, on the condition that it is still that; whether it
        was put. Where a bucket knows no such condition it is put. Raises as `get`."""

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
        """Of all objects, or of those whose name begins with a folder. Raises as `get`."""
        import obstore

        try:
            for batch in obstore.list(self._store, prefix=prefix or None, chunk_size=1000):
                for each in batch:
                    yield each["path"]
        except Exception as error:
            raise _translated(error, self.address) from None

    def delete(self, names: Iterable[str]) -> None:
        """Take objects away that may be there. Raises as `get`."""

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
    """What obstore says, in our words; its own hold addresses and traces that help nobody."""
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
"""Signs of an error that asking again does not mend, what it means, what to do."""
