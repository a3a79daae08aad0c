"""reStructuredText -> Article, by docutils, without opening files or executing anything."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tts.model import Article, Block, Change, Source, SourceError
from tts.sources.converted.article import read_converted
from tts.sources.converted.converted_html import read_document
from tts.sources.converted.document_kinds import RST
from tts.sources.metadata_values import iso_date, people, squeezed

MOST_CHARACTERS = 2_000_000
SETTINGS = {
    "_disable_config": True,
    "embed_stylesheet": False,
    "file_insertion_enabled": False,
    "halt_level": 5,
    "input_encoding": "unicode",
    "line_length_limit": MOST_CHARACTERS,
    "math_output": "MathJax",
    "output_encoding": "unicode",
    "raw_enabled": False,
    "report_level": 2,
    "stylesheet_path": [],
    "syntax_highlight": "none",
    "trim_footnote_reference_space": True,
}
ERROR = 3
"""The level of unreadable markup; below it, the text is still there."""
DISABLED = re.compile(r"disabled|deactivated")
UNKNOWN = re.compile(
    r"^\|(.*)\|(?:_{1,2})?$|^`(.*?)(?:\s*<[^<>]*>)?`_{0,2}$|^(.*?)_{1,2}$", re.DOTALL
)
"""A reference to a missing target, as written."""
LONGEST_TOLD = 200
LEFT_OUT = "markup for the program that builds the pages"


def read_rst(text: str, source: Source) -> Article:
    """The article of a reStructuredText; by pandoc if docutils is not installed. Raises SourceError
    if neither is."""
    if len(text) > MOST_CHARACTERS:
        what = f"holds more than {MOST_CHARACTERS // 1_000_000} MB of reStructuredText"
        raise SourceError(f"{source.where} {what}", "split it into articles")
    try:
        document = _parsed(text)
        changes = [*_left_out(document), *_complaints(document)]
        stated = _docinfo(document)
        title = _title(document)
        notes = list(_notes(document))
        _tidy(document)
        html = _html(document)
    except RecursionError as error:
        hint = "use a text that is nested less deeply"
        raise SourceError(f"{source.where} is nested too deeply", hint) from error
    except ImportError:
        return read_converted(RST, source)
    except Exception as error:  # docutils has no error of its own for references in a circle
        what = f"is reStructuredText that docutils can't read: {type(error).__name__} {error}"
        hint = "correct it, or use the page made from it"
        raise SourceError(f"{source.where} {what}", hint) from error
    article = read_document(html, source)
    return replace(
        article,
        blocks=(*article.blocks, *notes),
        title=title or article.title,
        author=people(stated.get("author", [])),
        date=iso_date("".join(stated.get("date", [])[:1])),
        language="",
        changes=(*changes, *article.changes),
    )


def _parsed(text: str) -> Any:
    from docutils.core import publish_doctree

    from tts.sources.rst.extensions import known

    settings = {**SETTINGS, "warning_stream": io.StringIO(), "left_out": []}
    with known(text):
        return publish_doctree(text, settings_overrides=settings)


def _html(document: Any) -> str:
    from docutils.core import publish_from_doctree
    from docutils.writers.html5_polyglot import Writer

    settings = {**SETTINGS, "warning_stream": io.StringIO()}
    html = publish_from_doctree(document, writer=Writer(), settings_overrides=settings)
    return html if isinstance(html, str) else html.decode()


def _left_out(document: Any) -> Iterator[Change]:
    for words in document.settings.left_out:
        yield Change(words[:LONGEST_TOLD], "", LEFT_OUT)


def _complaints(document: Any) -> Iterator[Change]:
    """What docutils could not read; the messages are removed from the text."""
    from docutils import nodes

    document.transform_messages = []
    for message in list(document.findall(nodes.system_message)):
        said = message.children[0].astext() if message.children else ""
        shown = next(iter(message.findall(nodes.literal_block)), None)
        _remove(message)
        if message["level"] >= ERROR or DISABLED.search(said):
            text = shown.astext() if shown is not None else f"line {message.get('line', '')}"
            if "unknown target" not in said.lower() and "undefined" not in said.lower():
                yield Change(text[:LONGEST_TOLD], "", said.split("\n")[0])


def _docinfo(document: Any) -> dict[str, list[str]]:
    """Author and date from the fields at the beginning, which are removed."""
    from docutils import nodes

    stated: dict[str, list[str]] = {}
    for info in list(document.findall(nodes.docinfo)):
        for entry in info.children:
            name = entry.tagname
            if name == "authors":
                stated.setdefault("author", []).extend(one.astext() for one in entry.children)
            elif name == "field":
                field = entry.children[0].astext().lower()
                stated.setdefault(field, []).append(entry.children[1].astext())
            else:
                stated.setdefault(name, []).append(entry.astext())
        _remove(info)
    return stated


def _title(document: Any) -> str:
    """Remove and return the title of the document."""
    from docutils import nodes

    if document.children and isinstance(document.children[0], nodes.title):
        title = document.children[0]
        _remove(title)
        text = " ".join(title.astext().split())
        for subtitle in list(document.findall(nodes.subtitle)):
            if squeezed(subtitle.astext()) == squeezed(text):
                _remove(subtitle)
        return text
    return ""


def _notes(document: Any) -> Iterator[Block]:
    """Remove footnotes and citations with their marks; returns them."""
    from docutils import nodes

    footnotes = (nodes.footnote_reference, nodes.footnote)
    citations = (nodes.citation_reference, nodes.citation)
    for marks, kind in (footnotes, citations):
        for mark in list(document.findall(marks)):
            _close_up(mark)
            _remove(mark)
        for note in list(document.findall(kind)):
            texts = [one.astext() for one in note.children if not isinstance(one, nodes.label)]
            _remove(note)
            text = " ".join(" ".join(texts).split())
            yield Block("note", text)


def _close_up(mark: Any) -> None:
    """Remove the space before a mark that is not followed by a word."""
    from docutils import nodes

    around = mark.parent.children
    place = mark.parent.index(mark)
    before = around[place - 1] if place else None
    after = around[place + 1].astext() if place + 1 < len(around) else ""
    if isinstance(before, nodes.Text) and not after[:1].isalnum():
        words = before.astext().rstrip()
        mark.parent.replace(before, nodes.Text(words))


def _tidy(document: Any) -> None:
    """Remove tables of contents, and addresses used as alternative texts; broken references become
    plain words."""
    from docutils import nodes

    for topic in list(document.findall(nodes.topic)):
        if "contents" in topic.get("classes", ()):
            _remove(topic)
    for number in list(document.findall(nodes.generated)):
        _remove(number)
    for image in document.findall(nodes.image):
        image.setdefault("alt", "")
    for formula in list(document.findall(nodes.math_block)):
        written = f"$$ {formula.astext()} $$"
        formula.parent.replace(formula, nodes.paragraph(written, written))
    for broken in list(document.findall(nodes.problematic)):
        written = broken.astext()
        found = UNKNOWN.match(written)
        words = next(filter(None, found.groups()), written) if found else written
        broken.parent.replace(broken, nodes.Text(words))


def _remove(node: Any) -> None:
    if node.parent is not None:
        node.parent.remove(node)
