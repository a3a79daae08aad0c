"""A document -> Article, through another program that converts it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from pathlib import PurePosixPath

from tts.model import Article, Change, Parts, Selection, Source, SourceError
from tts.sources.converted.bounded_process import ProcessResult
from tts.sources.converted.converted_html import read_document
from tts.sources.converted.document_kinds import RTF, Kind
from tts.sources.converted.markup_fixes import mended as mended_text
from tts.sources.converted.rtf import mended
from tts.sources.converted.tools import Tool, tool_of
from tts.sources.docx.article import read_docx
from tts.sources.encoding import decoded
from tts.sources.epub.book import chapters, read_epub
from tts.sources.pdf.article import read_pdf

MOST_TOLD = 50
PROTECTED = ("DRM", "encrypted", "locked")
"""Words with which programs report that a book is copy-protected."""


def read_converted(kind: Kind, source: Source) -> Article:
    """The article of a document. Raises SourceError if nothing installed converts it."""
    converted = _converted(kind, source)
    read = READERS[PurePosixPath(converted.where).suffix]
    article = read(replace(converted, where=source.where))
    if not article.blocks:
        hint = "use one with at least a paragraph of text"
        raise SourceError(f"{source.where} is {kind.name} without text", hint)
    return replace(article, changes=(*article.changes, *_lost(kind, source)))


def _lost(kind: Kind, source: Source) -> Iterator[Change]:
    """What the program dropped without a message, each once."""
    if kind is RTF:
        yield from mended(source.content)[1]
    text = ""
    if kind.loses:
        text, changes = mended_text(kind, decoded(source)[0])
        yield from islice(changes, MOST_TOLD)
    for pattern, reason in kind.loses:
        found = dict.fromkeys(re.findall(pattern, text))
        for words in islice(found, MOST_TOLD):
            yield Change(words, "", reason)


def split_converted(kind: Kind, source: Source, selection: Selection) -> Parts | None:
    """The chapters of a book."""
    if selection.split is False:
        return None
    return chapters(replace(_converted(kind, source), where=source.where), selection)


def _read_html(source: Source) -> Article:
    article = read_document(source.content.decode("utf-8", "replace"), source)
    # asciidoctor states English where nothing is stated
    return replace(article, language="" if article.language == "en" else article.language)


READERS: dict[str, Callable[[Source], Article]] = {
    ".html": _read_html,
    ".epub": read_epub,
    ".docx": read_docx,
    ".pdf": read_pdf,
}


def _converted(kind: Kind, source: Source) -> Source:
    """The document in a format that can be read; its `where` is the converted file's name."""
    names = [name for name in kind.tools if tool_of(name).is_there()]
    if not names:
        raise _missing(kind, source)
    content = source.content
    if kind.is_text:
        text, _ = mended_text(kind, decoded(source)[0])
        content = text.encode()
    elif kind is RTF:
        content, _ = mended(content)
    errors = []
    for name in names:
        ran = _ran(name, kind.suffix, content)
        if not ran.error:
            output = tool_of(name).output
            return replace(source, where=output, content=ran.output)
        errors.append(ran.error)
    first = tool_of(names[0])
    raise _failed(kind, source, first, errors[0])


@lru_cache(maxsize=1)
def _ran(name: str, suffix: str, content: bytes) -> ProcessResult:
    """The output of a tool. The last one is cached, because a book is first divided into chapters,
    and then read."""
    tool = tool_of(name)
    return tool.convert(content, suffix)


def _missing(kind: Kind, source: Source) -> SourceError:
    names = " or ".join(map(_package, kind.tools))
    what = f"is {kind.name}, which Pagecast does not read without {names}"
    hint = kind.instead.format(where=shlex.quote(source.where))
    return SourceError(f"{source.where} {what}", f"install {names}, or {hint}")


def _package(name: str) -> str:
    program = tool_of(name).program
    return NAMES.get(program, program)


NAMES = {"ebook-convert": "Calibre", "soffice": "LibreOffice"}
"""What people install, if the program itself has another name."""


def _failed(kind: Kind, source: Source, tool: Tool, error: str) -> SourceError:
    """The error for a failed program: what it said, and what to do next."""
    if any(word in error for word in PROTECTED):
        hint = "use an unprotected copy; a protected one can't be read"
        return SourceError(f"{source.where} is {kind.name} that is protected", hint)
    name = NAMES.get(tool.program, tool.program)
    if "sandbox" in error:
        hint = "update pandoc: 2.15 and newer convert without reading other files"
        return SourceError(f"{source.where} needs a newer pandoc", hint)
    message = f"{source.where} is {kind.name} that {name} can't convert: {error}"
    otherwise = kind.instead.format(where=shlex.quote(source.where))
    if kind.is_text:
        otherwise = "save its text as Markdown or HTML and use that"
    return SourceError(message, f"correct it, or {otherwise}")
