"""Removes the lines for programs from a Markdown text: a box leaves its title and text, the rest is
listed.

`admonitions` has what opens a box. Other lines are for a table of contents, another file, a
comment, the style of what is above them (`{: .class }`), or the meaning of an abbreviation. A line
of verse (`| a line`) and a field (`key:: value`) are rewritten in plain Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Final

from tts.sources.markdown import admonitions
from tts.sources.markdown.box_reader import BoxReader
from tts.sources.markdown.code_spans import FENCE, CodeLines
from tts.sources.markdown.directive_kinds import is_eastern
from tts.sources.markdown.dropped import (
    ABBREVIATION,
    ANCHOR,
    ATTRIBUTES,
    COMMENT,
    CONTENTS,
    EMBEDDED,
    TEMPLATE,
    Dropped,
)

TOC: Final = re.compile(
    r"[ \t]*(?:\[\[?_{0,2}toc_{0,2}\]?\]|\$\{toc\}|@\[toc\](?:\(.*\))?"
    r"|\\tableofcontents|\\toc)[ \t]*",
    re.IGNORECASE,
)
KRAMDOWN: Final = re.compile(r"[ \t>]*\{:(?!\w+\}`)[^{}\n]*\}[ \t]*")
OF_TOC: Final = re.compile(r"[ \t>]*\{:[^{}]*\btoc\b")
KRAMDOWN_COMMENT: Final = re.compile(r"[ \t]*\{::comment\}[ \t]*")
KRAMDOWN_END: Final = re.compile(r"[ \t]*\{:/(?:comment)?\}[ \t]*")
ITEM: Final = re.compile(r"[ \t>]*(?:[-*+]|\d+[.)])[ \t]")
SNIPPET: Final = re.compile(
    r"[ \t>]*(?:-+8<-+[ \t]+\S.*|<<<[ \t]*[@./~]\S*.*|@\[code\b[^\]]*\]\(.*\)"
    r"|\[!(?:include|code)[^\]]*\]\(.*\)|\[!include\[.*|!include\b.*|::include\{.*\})[ \t]*",
    re.IGNORECASE,
)
SNIPPETS: Final = re.compile(r"[ \t>]*-+8<-+[ \t]*")
LEAF: Final = re.compile(
    r"(?P<lead>[ \t>]*)::[a-z][\w-]*(?:\[(?P<text>.*)\])?(?:\{[^{}]*\})?[ \t]*"
)
ABBREVIATED: Final = re.compile(r" {0,3}\*\[[^\]\n]+\]:.*")
FIELD: Final = re.compile(
    r"(?P<lead>[ \t>]*(?:[-*+][ \t]+)?)(?P<key>[^\W\d_](?:[\w -]{0,40}\w)?)::[ \t]+(?P<value>\S.*)"
)
PROPERTY: Final = re.compile(
    r"[ \t>]*(?:[-*+][ \t]+)?(?:id|collapsed|created-at|updated-at|background-color)::[ \t].*"
)
"""Fields for Logseq's own use."""
TARGET: Final = re.compile(r"[ \t>]*\([A-Za-z][\w:.-]*\)=[ \t]*")
BLOCK_BREAK: Final = re.compile(r"\+\+\+(?:[ \t]+\{.*\})?[ \t]*")
PAGE_BREAK: Final = re.compile(
    r"[ \t]*\\(?:newpage|pagebreak|clearpage|bigskip|medskip|smallskip|vspace\*?\{.*\})[ \t]*"
)
COMMENTED: Final = re.compile(r"[ \t>]*%%(?:(?!%%).)*")
COMMENTED_END: Final = re.compile(r"(?:(?!%%).)*%%[ \t]*")
VERSE: Final = re.compile(r"[ \t]*\|(?:[ ][^|\n]*|[ \t]*)")


def without_directives(text: str, dropped: Dropped, *, mdx: bool = False) -> str:
    """The text for readers."""
    eastern = is_eastern(text)
    reader = BoxReader(text.split("\n"), dropped, CodeLines(indented=not mdx), eastern)
    for line in reader.read():
        if not (_is_fence(reader, line) or _is_done(reader, line)):
            reader.out.append(line)
    return "\n".join(reader.out)


def _is_fence(reader: BoxReader, line: str) -> bool:
    """Whether a line was a fence other than code, and has been processed."""
    fence = FENCE.match(line)
    if not fence or reader.code.fence:
        return False
    lead = line[: fence.start("mark")]
    return admonitions.fenced(reader, lead, fence["mark"], fence["info"])


def _is_done(reader: BoxReader, line: str) -> bool:
    if reader.code.is_code(line):
        return False
    for pattern, how in LINES:
        found = pattern.fullmatch(line)
        if found and how(reader, found):
            return True
    return False


def _told_as(reason: str) -> Callable[[BoxReader, re.Match[str]], bool]:
    def drop(reader: BoxReader, found: re.Match[str]) -> bool:
        return reader.tell(found[0], reason)

    return drop


def _told_up_to(end: re.Pattern[str], reason: str) -> Callable[[BoxReader, re.Match[str]], bool]:
    def drop(reader: BoxReader, found: re.Match[str]) -> bool:
        place = reader.find(end)
        if place < 0:
            return False
        reader.tell_until(place, reason, found[0])
        return True

    return drop


def _attributes(reader: BoxReader, found: re.Match[str]) -> bool:
    """Attributes in kramdown; if they turn the item above into a table of contents, that is removed
    as well."""
    if OF_TOC.match(found[0]) and reader.out and ITEM.match(reader.out[-1]):
        reader.dropped.add(reader.out.pop(), CONTENTS)
    reader.dropped.add(found[0], ATTRIBUTES)
    return True


def _leaf(reader: BoxReader, found: re.Match[str]) -> bool:
    """The directive `::name[text]{…}`."""
    reader.dropped.add(found[0], TEMPLATE)
    reader.apart(found["lead"], found["text"] or "")
    return True


def _field(reader: BoxReader, found: re.Match[str]) -> bool:
    """Dataview's `key:: value`."""
    reader.out.append(f"{found['lead']}{found['key']}: {found['value']}")
    return True


def _verse(reader: BoxReader, found: re.Match[str]) -> bool:
    """Pandoc's line blocks; rows of tables have more bars, or a row of dashes among them."""
    end = reader.at
    while end < len(reader.lines) and VERSE.fullmatch(reader.lines[end]):
        end += 1
    texts = [found[0].strip(" \t|")]
    for line in reader.lines[reader.at : end]:
        texts.append(line.strip(" \t|"))
    is_table = any(text and not text.strip("-: ") for text in texts)
    if len(texts) < 2 or is_table or reader.frames:
        return False
    reader.at = end
    reader.out.append("")
    for text, after in pairwise([*texts, ""]):
        goes_on = text and after
        reader.out.append(f"{text}\\" if goes_on else text)
    reader.out.append("")
    return True


LINES: Final[tuple[tuple[re.Pattern[str], Callable[[BoxReader, re.Match[str]], bool]], ...]] = (
    (admonitions.COLONS, admonitions.colons),
    (admonitions.SLASHES, admonitions.slashes),
    (admonitions.BOX, admonitions.box),
    (admonitions.TAB, admonitions.tab),
    (admonitions.CALLOUT, admonitions.callout),
    (TOC, _told_as(CONTENTS)),
    (KRAMDOWN_COMMENT, _told_up_to(KRAMDOWN_END, COMMENT)),
    (KRAMDOWN, _attributes),
    (SNIPPET, _told_as(EMBEDDED)),
    (SNIPPETS, _told_up_to(SNIPPETS, EMBEDDED)),
    (LEAF, _leaf),
    (ABBREVIATED, _told_as(ABBREVIATION)),
    (COMMENTED, _told_up_to(COMMENTED_END, COMMENT)),
    (PROPERTY, _told_as(ATTRIBUTES)),
    (TARGET, _told_as(ANCHOR)),
    (BLOCK_BREAK, _told_as(TEMPLATE)),
    (FIELD, _field),
    (PAGE_BREAK, _told_as(ATTRIBUTES)),
    (VERSE, _verse),
)
"""Handlers of lines, in order: the first that applies decides."""
