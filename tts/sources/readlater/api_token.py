"""The token for a read-later server: from the environment, otherwise from the system's keyring.

It never appears in an address, manifest, log or message.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from tts.model import SourceError

KEYRING = "pagecast"
"""The service name in the keyring; the user name is the address of the server."""


def variable_of(service: str) -> str:
    """
    >>> variable_of("wallabag")
    'PAGECAST_WALLABAG_TOKEN'
    """
    return f"PAGECAST_{service.upper()}_TOKEN"


def token_for(
    service: str, place: str, form: str, environment: Mapping[str, str] = os.environ
) -> str:
    """The token for a service at a place like `wallabag://host`; `form` describes its format.
    Raises SourceError if there is none."""
    token = environment.get(variable_of(service), "").strip() or _from_keyring(place)
    if not token:
        raise SourceError(f"there is no token for {place}", how_to(service, place, form))
    if not token.isprintable():
        message = f"the token for {place} contains invalid characters"
        raise SourceError(message, "copy it again")
    return token


def how_to(service: str, place: str, form: str) -> str:
    """Where to store a token."""
    return f"put {form} into {variable_of(service)}, or save it with: keyring set {KEYRING} {place}"


def _from_keyring(place: str) -> str:
    """The token in the keyring; empty if no keyring is installed or it is locked."""
    try:
        import keyring
    except ImportError:
        return ""
    try:
        return (keyring.get_password(KEYRING, place) or "").strip()
    except keyring.errors.KeyringError:
        return ""
