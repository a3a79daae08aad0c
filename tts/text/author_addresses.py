"""Addresses in place of names: `来源：https://…`, or an author given as a link to a profile. An
address is never shown as a name; if the article has no address, it becomes the article's."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from tts.model import Article, Change

_ADDRESS: Final = re.compile(r"<?\s*((?:https?://|www\.)[^\s<>]+)\s*>?", re.IGNORECASE)
_NO_NAME: Final = "an address, where a name belongs; it is not shown"


def is_address(name: str) -> bool:
    """
    >>> [is_address(text) for text in ("https://example.org/a", "www.example.org", "Example.org")]
    [True, True, False]
    """
    return bool(_ADDRESS.fullmatch(name.strip()))


def without_addresses(article: Article) -> Article:
    """The article with only names as its author, publication and site; an address there becomes the
    article's own or is listed in `changes`."""
    stated = (article.publication, article.site, article.author)
    addresses = [name for name in stated if is_address(name)]
    if not addresses:
        return article
    url = article.url or _web_address(article.publication)
    unused = [name for name in addresses if _web_address(name) != url]
    return replace(
        article,
        publication=_name(article.publication),
        site=_name(article.site),
        author=_name(article.author),
        url=url,
        changes=article.changes + tuple(Change(name, "", _NO_NAME) for name in unused),
    )


def _name(stated: str) -> str:
    return "" if is_address(stated) else stated


def _web_address(stated: str) -> str:
    """The address with its scheme; empty for a name, and for an address without a scheme."""
    match = _ADDRESS.fullmatch(stated.strip())
    return match[1] if match and "://" in match[1] else ""
