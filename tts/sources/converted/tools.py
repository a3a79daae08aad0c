"""Converts documents with pandoc, asciidoctor, Calibre and LibreOffice."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from tts.sources.converted.bounded_process import ProcessResult, found, run

INPUT = "input"
TEMPLATE = """<html$if(lang)$ lang="$lang$"$endif$><head><meta charset="utf-8">
$for(author-meta)$<meta name="author" content="$author-meta$">
$endfor$$if(date-meta)$<meta name="date" content="$date-meta$">
$endif$</head><body>
$if(title)$<h1 class="document-title">$title$</h1>
$endif$$if(date-meta)$$else$$if(date)$<p class="document-date">$date$</p>
$endif$$endif$$if(subtitle)$<p>$subtitle$</p>
$endif$$if(abstract)$<div>$abstract$</div>
$endif$$body$</body></html>
"""
"""The template with which pandoc surrounds the text."""
LISTED_IN = 20.0
"""Seconds for pandoc to list its input formats."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that converts a document to a format that can be read."""

    program: str
    arguments: tuple[str, ...]
    """`{name}` stands for the file with the document."""
    output: str
    """The file that it writes."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Other files needed in its folder."""
    format: str = ""
    """pandoc's name of the input format; older versions do not support all."""

    def is_there(self) -> bool:
        place = found(self.program)
        if not place:
            return False
        return not self.format or self.format in _read_by_pandoc(place)

    def convert(self, content: bytes, suffix: str) -> ProcessResult:
        name = f"{INPUT}{suffix}"
        arguments = [one.replace("{name}", name) for one in self.arguments]
        command = [found(self.program), *arguments]
        return run(command, {**self.files, name: content}, self.output)


@cache
def _read_by_pandoc(place: str) -> frozenset[str]:
    """The input formats of the installed pandoc."""
    command = [place, "--list-input-formats"]
    try:
        listed = subprocess.run(command, capture_output=True, timeout=LISTED_IN, check=True)
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(re.findall(r"\S+", listed.stdout.decode("utf-8", "replace")))


def pandoc(kind: str) -> Tool:
    """Converts to HTML; `--sandbox` prevents reading any other file (pandoc 2.15 and newer)."""
    memory = ("+RTS", "-M1G", "-RTS")
    safely = ("--sandbox", "--quiet")
    reading = ("--standalone", "--template", "template.html", "--from", kind, "--to", "html5")
    writing = ("--mathml", "--no-highlight", "--wrap=none", "--output", "output.html", "{name}")
    arguments = (*memory, *safely, *reading, *writing)
    return Tool("pandoc", arguments, "output.html", {"template.html": TEMPLATE.encode()}, kind)


ASCIIDOCTOR = Tool(
    "asciidoctor",
    (
        *("--safe-mode", "secure", "--attribute", "!toc", "--attribute", "!source-highlighter"),
        *("--attribute", "nofooter", "--attribute", "!stylesheet", "--attribute", "!sectnums"),
        *("--out-file", "output.html", "{name}"),
    ),
    "output.html",
)
EBOOK_CONVERT = Tool("ebook-convert", ("{name}", "output.epub"), "output.epub")


def soffice(suffix: str) -> Tool:
    """Converts to another document format, in LibreOffice without a window."""
    arguments = ("--headless", "--norestore", "--convert-to", suffix, "{name}")
    return Tool("soffice", arguments, f"{INPUT}.{suffix}")


def tool_of(name: str) -> Tool:
    """The tool for a name: a program, and after a colon its conversion."""
    program, _, what = name.partition(":")
    match program:
        case "pandoc":
            return pandoc(what)
        case "soffice":
            return soffice(what)
        case "asciidoctor":
            return ASCIIDOCTOR
    return EBOOK_CONVERT
