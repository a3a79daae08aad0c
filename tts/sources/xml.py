"""XML as found on the web -> a tree: entities are harmless, and damage is repaired if possible.

No declarations are used: the DOCTYPE is removed with all its entities, so that none can expand or
read a file. HTML's own entities, which feeds use undeclared, become characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape
from html.entities import html5
from typing import Any

from tts.model import Change, SourceError

PROLOG = (
    r"(?:[\s\ufeff]+|<\?(?:(?!\?>).)*+\?>|<!--(?:(?!-->).)*+-->"
    r"|<!DOCTYPE\b(?!\s+html\b)[^\[>]*+(?:\[(?:(?!\]\s*>).)*+\]\s*)?>)*+"
)
"""What may precede the first element; for patterns with DOTALL and IGNORECASE. HTML's DOCTYPE is
not included."""

BEFORE = re.compile(PROLOG, re.DOTALL | re.IGNORECASE)
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""XML 1.0, 2.2: characters that are not allowed in any document."""
AMPERSAND = re.compile(r"&(?:#(\d{1,7});|#[xX]([0-9a-fA-F]{1,6});|([A-Za-z][A-Za-z0-9]{0,31};))?")
DECLARED = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
UNDEFINED = re.compile(r"Namespace prefix ([A-Za-z_][\w.-]{0,30}) ")
"""libxml2's message for an undeclared prefix."""
ROOT = re.compile(r"<[^\s/>]+")

MOST_ATTRIBUTES = 500
"""Maximum for an element: expat, which feedparser uses, takes quadratic time."""

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
"""Namespaces of common prefixes that feeds forget to declare."""


def tree_of(text: str, where: str) -> tuple[Any, tuple[Change, ...]]:
    """The root element, and what is damaged in the document. Raises SourceError if there is no
    document."""
    text = _prepared(text)
    root, errors = _parsed(text)
    found = [UNDEFINED.match(error.message) for error in errors]
    missing = {match[1] for match in found if match}
    if missing:
        text = _with_namespaces(text, sorted(missing))
        root, errors = _parsed(text)
    if root is None:
        message = f"{where} is damaged: it contains no XML document"
        raise SourceError(message, "download it again, or use another")
    if any("depth" in error.message or "huge" in error.message for error in errors):
        message = f"{where} is nested too deeply, or contains too long a text"
        raise SourceError(message, "give the address of one of its articles")
    if any(len(element.attrib) > MOST_ATTRIBUTES for element in root.iter()):
        message = f"{where} has an element of more than {MOST_ATTRIBUTES} attributes"
        raise SourceError(message, "give the addresses of its articles")
    return root, _damage_changes(errors)


def _with_namespaces(text: str, names: Iterable[str]) -> str:
    """The document with declarations for undeclared prefixes."""
    declared = ""
    for name in names:
        address = NAMESPACES.get(name, f"urn:{name}")
        declared += f' xmlns:{name}="{address}"'
    return ROOT.sub(lambda tag: tag[0] + declared, text, count=1)


def _parsed(text: str) -> tuple[Any, list[Any]]:
    """The root element or None, and the errors: no network, no DTD, no huge trees."""
    from lxml import etree

    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(text.encode(), parser=parser)
    return root, list(parser.error_log)


def _damage_changes(errors: list[Any]) -> tuple[Change, ...]:
    """The first damaged place, other than an undeclared prefix."""
    for error in errors:
        if not error.message.startswith("Namespace"):
            what = f"line {error.line}: {' '.join(error.message.split())}"
            return (Change(what, "", "the file is damaged here; something may be missing"),)
    return ()


def _prepared(text: str) -> str:
    """Without what precedes the first element, and only with XML's five entities."""
    start = BEFORE.match(text)
    text = ILLEGAL.sub("", text[start.end() if start else 0 :])
    return "".join(_outside_cdata(text, lambda piece: AMPERSAND.sub(_entity, piece)))


def _outside_cdata(text: str, fix: Callable[[str], str]) -> Iterator[str]:
    """The text in pieces, with `fix` applied to markup, in a single pass: an unclosed CDATA is
    tried only once."""
    first, *pieces = text.split("<![CDATA[")
    yield fix(first)
    for piece in pieces:
        inside, end, outside = piece.partition("]]>")
        yield "<![CDATA[" + inside + end + fix(outside)


def _entity(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if decimal or hexadecimal:
        code = int(decimal) if decimal else int(hexadecimal, 16)
        return found[0] if code < 0x110000 and not ILLEGAL.match(chr(code)) else ""
    if name in DECLARED:
        return found[0]
    return escape(html5[name]) if name in html5 else f"&amp;{name or ''}"
