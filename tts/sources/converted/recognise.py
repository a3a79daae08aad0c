"""Recognizes markup that other programs convert, by its suffix or beginning."""

from __future__ import annotations

import re
from collections.abc import Callable

from tts.sources.format import Sample
from tts.sources.html.recognise import MEDIA_TYPES as HTML
from tts.sources.markdown.recognise import MEDIA_TYPES as MARKDOWN

ORG = re.compile(
    r"(?:[ \t]*(?:#[ \t].*)?\n)*+[ \t]*#\+(?:title|author|date|options|startup|language)[ \t]*:",
    re.IGNORECASE,
)
ASCIIDOC = re.compile(r"(?:[ \t]*(?://.*)?\n)*+= \S.*[^=\s]\n")
ASCIIDOC_MARK = re.compile(r"^(?::[\w-]+:|== \S.*[^=\s]$|\[(?:source|NOTE|quote)\b)", re.MULTILINE)
TEXTILE = re.compile(r"^(?:h[1-6]|p|bq|fn\d+)\. \S|\"[^\"\n]+\":https?://", re.MULTILINE)
TEXTILE_HEADING = re.compile(r"^h[1-6]\. \S", re.MULTILINE)
WIKI_HEADING = re.compile(r"^(={2,5}) *[^=\n]+? *\1[ \t]*$", re.MULTILINE)
WIKI_MARK = re.compile(r"\[\[[^\[\]\n]+\]\]|\{\{[^{}\n]+\}\}|'''[^'\n]+'''|<ref\b")
LATEX = re.compile(
    r"(?:[ \t]*(?:%.*|\\(?:RequirePackage|PassOptionsTo\w+)\b.*)?\n)*+"
    r"[ \t]*\\document(?:class|style)\b"
)
LATEX_BODY = re.compile(r"^\\begin\{document\}", re.MULTILINE)
MANUAL = re.compile(r"(?:[ \t]*(?:[.']\\\".*)?\n)*+\.(?:TH|Dd) ")
DOCBOOK = re.compile(
    r"[^<]{0,100}(?:<[?!][^>]*>\s*)*<(?:book|article|chapter)\b[^>]*docbook"
    r"|[^<]{0,100}(?:<\?[^>]*>\s*)?<!DOCTYPE\s+\w+\s+PUBLIC\s+\"-//OASIS//DTD DocBook",
    re.IGNORECASE,
)
JATS = re.compile(
    r"[^<]{0,100}(?:<[?!][^>]*>\s*)*<article\b[^>]*\b(?:dtd-version|article-type)="
    r"|[^<]{0,100}(?:<\?[^>]*>\s*)?<!DOCTYPE\s+article\s+PUBLIC\s+\"-//NLM//",
    re.IGNORECASE,
)
FEWEST = 2
LOOKED_AT = 20_000


def by_suffix(
    *suffixes: str, looks: Callable[[str], bool] | None = None
) -> Callable[[Sample], bool]:
    """Recognizes by the suffix, otherwise by the beginning; not if it is declared as a web page or
    Markdown."""

    def recognise(sample: Sample) -> bool:
        if sample.media_type in HTML or sample.media_type in MARKDOWN:
            return False
        if sample.suffix in suffixes:
            return sample.text != ""
        return looks is not None and looks(sample.head[:LOOKED_AT])

    return recognise


def begins_as(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda head: pattern.match(head.lstrip("\ufeff")) is not None


def is_asciidoc(head: str) -> bool:
    """Whether it has a title, and attributes, sections or blocks that only AsciiDoc has."""
    return begins_as(ASCIIDOC)(head) and ASCIIDOC_MARK.search(head) is not None


def is_textile(head: str) -> bool:
    """Whether it has a heading and another mark that only Textile has."""
    has_heading = TEXTILE_HEADING.search(head) is not None
    return has_heading and len(TEXTILE.findall(head)) >= FEWEST


def is_mediawiki(head: str) -> bool:
    """Whether it has a heading between `=` signs, and a wiki's links, templates or bold words."""
    has_heading = WIKI_HEADING.search(head) is not None
    return has_heading and len(WIKI_MARK.findall(head)) >= FEWEST


def is_latex(head: str) -> bool:
    return begins_as(LATEX)(head) or LATEX_BODY.search(head) is not None
