"""The lines that open a box of text: `:::tip Title`, ```` ```{note} ````, `> [!note] Title`,
`!!! note "Title"`, `=== "Tab"`, `/// note | Title`."""

from __future__ import annotations

import re
from typing import Final

from tts.sources.markdown import directive_kinds
from tts.sources.markdown.box_reader import BoxReader, OpenBox, indent_of
from tts.sources.markdown.dropped import DRAWING, EMBEDDED, QUERY, TEMPLATE

DIRECTIVE: Final = re.compile(r"[ \t]*\{(?P<name>[a-zA-Z][\w:-]*)\}(?P<title>.*)")
COLONS: Final = re.compile(r"(?P<lead>[ \t>]*)(?P<mark>:{3,})(?P<rest>.*)")
CONTAINER: Final = re.compile(r"(?P<name>[\w-]*)[ \t]*(?P<open>\[)?(?P<title>.*?)(?(open)\]|)")
ATTRIBUTES: Final = re.compile(r"\{[^{}]*\}")
CLASS: Final = re.compile(r"\.(?:callout-)?([\w-]+)")
TITLE_VALUE: Final = re.compile(r"title\s*=\s*([\"'])(.*?)\1")
SLASHES: Final = re.compile(
    r"(?P<lead>[ \t>]*)(?P<mark>/{3,})[ \t]*(?P<kind>[\w-]+)[ \t]*(?:\|(?P<title>.*))?"
)
SLASHES_END: Final = re.compile(r"[ \t>]*/{3,}[ \t]*")
SLASHED: Final = frozenset({"caption", "figure-caption", "table-caption", "html", "define"})
"""PyMdown blocks that other dialects do not treat as boxes."""
BOX: Final = re.compile(
    r"(?P<lead>[ \t>]*?)(?:!!!|\?\?\?\+?)[ \t]+(?P<kind>[\w-]+)(?:[ \t]+[\w-]+)*"
    r"[ \t]*(?:[\"“](?P<title>.*)[\"”])?[ \t]*"
)
TAB: Final = re.compile(r"(?P<lead>[ \t>]*?)===[!+]?[ \t]+[\"“](?P<title>.*)[\"”][ \t]*")
CALLOUT: Final = re.compile(
    r"(?P<lead>[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?)"
    r">[ \t]?\[!(?P<kind>[\w-]+)(?:\|[^\]]*)?\][+-]?(?P<title>.*)"
)
CODE_FENCE: Final = "````````"


def fenced(reader: BoxReader, lead: str, mark: str, info: str) -> bool:
    """A fence that is not code: a directive, a query, a drawing. Returns False for any other."""
    directive = DIRECTIVE.fullmatch(info)
    if directive:
        return _directive(reader, lead, mark, directive)
    words = info.lower().split()
    name = words[0] if words else ""
    reason = _reason(name)
    if reason:
        lines = reader.until(mark)
        return reader.tell(" ".join(lines), reason)
    if not name.startswith(directive_kinds.BOXED_CODE):
        return False
    kind = name.removeprefix(directive_kinds.BOXED_CODE)
    reader.open(lead, reader.titled(kind, ""), OpenBox(fence=mark))
    return True


def _reason(name: str) -> str:
    """Why code in a language is not even announced; empty for other code."""
    if name in directive_kinds.QUERIES:
        return QUERY
    if name.startswith("{="):  # for another output of Pandoc
        return TEMPLATE
    return DRAWING if name in directive_kinds.DRAWINGS else ""


def _directive(reader: BoxReader, lead: str, mark: str, found: re.Match[str]) -> bool:
    name = found["name"].lower()
    title = found["title"]
    reason = EMBEDDED if name in directive_kinds.DROPPED else _reason(name)
    if reason:
        lines = reader.until(mark)
        return reader.tell(" ".join([f"{{{name}}}{title}", *lines]), reason)
    if directive_kinds.is_text(name):
        reader.open(lead, reader.titled(name, title), OpenBox(fence=mark))
        reader.skip_options()
        return True
    if mark[0] != ":":
        return False
    fence = lead + CODE_FENCE
    reader.out.append(fence + name)
    reader.out += reader.until(mark)
    reader.out.append(fence)
    return True


def colons(reader: BoxReader, found: re.Match[str]) -> bool:
    """`:::` with a name, attributes or nothing after it."""
    rest = found["rest"].strip()
    lead, mark = found["lead"], found["mark"]
    if not rest.strip(":"):
        reader.apart(lead, "")  # what opened it is unknown
        return True
    directive = DIRECTIVE.fullmatch(rest)
    if directive:
        return _directive(reader, lead, mark, directive)
    name, title = _container(rest)
    reader.open(lead, reader.titled(name, title), OpenBox(fence=mark))
    reader.skip_options()
    return True


def _container(rest: str) -> tuple[str, str]:
    """Name and title: `note[Title]`, `tip Title {open}`, `{.callout-note title="Title"}`."""
    attributes = " ".join(ATTRIBUTES.findall(rest))
    words = ATTRIBUTES.sub("", rest).strip(" :")
    container = CONTAINER.fullmatch(words)
    name = container["name"] if container else ""
    title = container["title"] if container else words
    stated = TITLE_VALUE.search(attributes)
    if stated:
        title = stated[2]
    if name:
        return name.lower(), title
    for name in CLASS.findall(attributes):
        if name.lower() in directive_kinds.NAMED:
            return name.lower(), title
    return "", title


def slashes(reader: BoxReader, found: re.Match[str]) -> bool:
    kind = found["kind"].lower()
    known = directive_kinds.is_text(kind) or kind in SLASHED
    if not known or reader.find(SLASHES_END) < 0:
        return False
    title = reader.titled(kind, found["title"] or "")
    reader.open(found["lead"], title, OpenBox(fence=found["mark"]))
    while reader.at < len(reader.lines):
        line = reader.lines[reader.at]
        if not line.startswith("    "):  # its options are indented
            break
        reader.at += 1
    return True


def box(reader: BoxReader, found: re.Match[str]) -> bool:
    """A box in MkDocs; without indented lines below it, it is text."""
    title = found["title"]
    lead = found["lead"]
    if title is None:
        title = reader.titled(found["kind"], "")
    return _indented(reader, lead, title)


def tab(reader: BoxReader, found: re.Match[str]) -> bool:
    return _indented(reader, found["lead"], found["title"])


def _indented(reader: BoxReader, lead: str, title: str) -> bool:
    """Open a box whose lines are indented, if there are any."""
    indent = indent_of(f"{lead}.") + 4
    if indent_of(reader.following()) < indent:
        return False
    reader.open(lead, title.strip(), OpenBox(indent=indent))
    return True


def callout(reader: BoxReader, found: re.Match[str]) -> bool:
    """A box in Obsidian and GitHub."""
    lead = found["lead"]
    title = reader.titled(found["kind"].lower(), found["title"])
    quotes = lead.count(">") + 1
    frame = OpenBox(quotes=quotes)
    reader.open(lead, title, frame)
    return True
