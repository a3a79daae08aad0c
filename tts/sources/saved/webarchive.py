"""A page that Safari saved (`.webarchive`, a property list) -> Article."""

from __future__ import annotations

import plistlib
from typing import Any

from tts.model import Article, Source, SourceError
from tts.sources.saved.saved_page import read_saved

BROKEN = "save the page again, or as page source or PDF, and use that"


def read_webarchive(source: Source) -> Article:
    """The article of its main page. Raises SourceError."""
    main = property_list(source).get("WebMainResource")
    content = main.get("WebResourceData") if isinstance(main, dict) else None
    if not isinstance(main, dict) or not isinstance(content, bytes):
        raise SourceError(f"{source.where} is a web archive but contains no page", BROKEN)
    media_type = _text(main, "WebResourceMIMEType") or "text/html"
    charset = _text(main, "WebResourceTextEncodingName")
    return read_saved(source, content, media_type, charset, _text(main, "WebResourceURL"))


def _text(found: dict[str, Any], name: str) -> str:
    value = found.get(name)
    return value if isinstance(value, str) else ""


def property_list(source: Source) -> dict[str, Any]:
    """An Apple property list, in XML or binary. Raises SourceError."""
    try:
        found = plistlib.loads(source.content.lstrip(b"\r\n\t "))
    except Exception as error:  # one that is damaged raises whatever its bytes lead to
        raise SourceError(f"{source.where} is a damaged property list", BROKEN) from error
    return found if isinstance(found, dict) else {}
