"""The S3 endpoint and credentials from the environment: for publishing and for clips."""

from __future__ import annotations

import configparser
import os
import re
from typing import Any

from tts.model import LibraryError
from tts.storage.paths import expand_home

_KEYS = ("access_key_id", "secret_access_key", "session_token")
_LENT = (
    "container_credentials_relative_uri",
    "container_credentials_full_uri",
    "web_identity_token_file",
    "metadata_endpoint",
)
"""The ways in which a cloud machine obtains temporary credentials; each is the variable AWS_… of
that name."""
_MORE = (
    "container_authorization_token_file",
    "role_arn",
    "role_session_name",
    "virtual_hosted_style_request",
    "disable_bulk_delete",
    "server_side_encryption",
    "checksum_algorithm",
)
"""Settings that some providers require; also variables."""


def s3_store(name: str, prefix: str | None, client: Any, retry: Any) -> Any:
    """A store for a bucket. Raises LibraryError if there are no credentials."""
    from obstore.store import S3Store

    settings: Any = s3_settings()
    allowed: Any = {"allow_http": settings.get("endpoint", "").startswith("http://"), **client}
    return S3Store(
        name,
        prefix=prefix,
        config=settings,
        client_options=allowed,
        retry_config=retry,
    )


def s3_settings() -> dict[str, str]:
    """Endpoint, region and credentials. Raises LibraryError if there are no credentials."""
    settings = {
        "region": os.environ.get("AWS_REGION")
        or os.environ.get("AWS_DEFAULT_REGION")
        or "us-east-1"
    }
    if endpoint := os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL"):
        settings["endpoint"] = endpoint.rstrip("/")
    keys = {name: os.environ.get(f"AWS_{name.upper()}", "") for name in _KEYS}
    if not keys["access_key_id"]:
        keys = _from_file()
    more = {
        name: value for name in (*_LENT, *_MORE) if (value := os.environ.get(f"AWS_{name.upper()}"))
    }
    if not (keys["access_key_id"] and keys["secret_access_key"]) and not more.keys() & {*_LENT}:
        raise LibraryError(
            "no keys for a bucket are set",
            hint="set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment",
        )
    return {**settings, **more, **{name: value for name, value in keys.items() if value}}


def _from_file() -> dict[str, str]:
    """The credentials of the profile in ~/.aws/credentials, where other tools keep them."""
    path = expand_home(os.environ.get("AWS_SHARED_CREDENTIALS_FILE") or "~/.aws/credentials")
    profile = os.environ.get("AWS_PROFILE", "default")
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, configparser.Error):
        return dict.fromkeys(_KEYS, "")
    return {name: parser.get(profile, f"aws_{name}", fallback="") for name in _KEYS}


def reason_of(error: Exception) -> str:
    """The essential part of an error: without its trace, addresses, and anything that looks like a
    key."""
    reason = str(error).partition("\n\nDebug source")[0]
    reason = re.sub(r"\w+://\S+", "it", " ".join(reason.split()))[:500]
    for secret in filter(None, (os.environ.get(f"AWS_{name.upper()}") for name in _KEYS)):
        reason = reason.replace(secret, "…")
    return re.sub(r"(?i)(signature|credential|token)=[^&\s\"]+", r"\1=…", reason)
