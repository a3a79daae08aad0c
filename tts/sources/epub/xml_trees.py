"""The XML and XHTML in an EPUB -> trees: no DTD, no network, only HTML's named entities."""

from __future__ import annotations

import re
from html.entities import html5
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from tts.model import SourceError
from tts.sources.encoding import decode
from tts.sources.html.article import parse

DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
CHARSET = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]+)")
DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
PROLOG = 65_536
"""Characters that may contain a document type."""
MOST_TAGS = 600_000
ENTITY = re.compile(r"&(?!#\d|#x|(?:amp|lt|gt|quot|apos);)(\w{1,31};)?")
"""XML defines five names; HTML's others come from the DTD, which is not loaded, and unescaped
ampersands are common."""
CLOSED = re.compile(
    r"<(?!(?:br|hr|img|input|link|meta|col|area|base|wbr|source|embed)\b)"
    r"([A-Za-z][\w:-]*)([^<>]*)/>"
)
"""Self-closed elements that HTML does not allow: it would treat what follows as their content."""
QUALIFIED = re.compile(r"\{[^{}]+\}[A-Za-z_][\w.-]*")
NAME = re.compile(r"[a-z][\w.-]*")
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
KEPT_NAMES = {EPUB_TYPE: "epub:type", XML_LANG: "lang"}


def xml_of(content: bytes) -> Any | None:
    """The root of an XML file, with names without namespaces; a broken file is read as far as
    possible."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(_prepared(content).encode(), parser)
    except (etree.LxmlError, ValueError):
        return None
    return None if root is None else _without_namespaces(root)


def is_whole(content: bytes) -> bool:
    """Whether an XML file is well-formed."""
    try:
        etree.fromstring(
            _prepared(content).encode(), etree.XMLParser(resolve_entities=False, no_network=True)
        )
    except (etree.LxmlError, ValueError):
        return False
    return True


def page_of(content: bytes) -> Any:
    """The root of a page. If it is not well-formed XML, it is read as HTML. Raises SourceError if
    it is nested too deeply or too large."""
    text = _prepared(content)
    if text.count("<") > MOST_TAGS:
        raise SourceError(f"it holds more than {MOST_TAGS:,} tags", "split it")
    parser = lxml_html.XHTMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return _without_namespaces(etree.fromstring(text.encode(), parser))
    except (etree.LxmlError, ValueError):
        return _without_namespaces(parse(CLOSED.sub(r"<\1\2></\1>", text)))


def body_of(page: Any) -> Any:
    """The element with a page's text."""
    body = page.find(".//body")
    return page if body is None else body


def flat(element: Any) -> str:
    """The text of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def kinds_of(element: Any) -> frozenset[str]:
    """The declared kinds of an element: `epub:type`, and `role` without its `doc-`."""
    kinds = f"{element.get('epub:type') or ''} {element.get('role') or ''}".lower().split()
    return frozenset(kind.removeprefix("doc-") for kind in kinds)


def _prepared(content: bytes) -> str:
    """The text of a document, prepared for the parser: without declarations, with entities
    replaced."""
    head = content.lstrip()[:300]
    declared = CHARSET.match(head)
    charset = declared[1].decode("ascii") if declared else ""
    text, _ = decode(content, charset)
    text = DECLARATION.sub("", text.lstrip("\ufeff"), count=1)
    doctype = DOCTYPE.search(text, 0, PROLOG)
    if doctype:
        start, end = doctype.span()
        text = text[:start] + text[end:]
    text = ENTITY.sub(_entity, text)
    return text.replace("\0", "").lstrip()


def _entity(found: re.Match[str]) -> str:
    signs = html5.get(found[1] or "", "")
    return _escaped(signs) if signs else f"&amp;{found[1] or ''}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _without_namespaces(root: Any) -> Any:
    for element in root.iter(etree.Element):
        name = element.tag.rpartition("}")[2].rpartition(":")[2].lower()
        if name != element.tag:
            element.tag = name if NAME.fullmatch(name) else "span"
        for name in [name for name in element.attrib if QUALIFIED.fullmatch(name)]:
            short = KEPT_NAMES.get(name) or name.rpartition("}")[2]
            value = element.attrib.pop(name)
            if short not in element.attrib:
                element.set(short, value)
    return root
