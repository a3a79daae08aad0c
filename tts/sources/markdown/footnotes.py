"""The footnotes of a Markdown text, which are defined on separate lines."""

from __future__ import annotations

import re
from typing import Final

from tts.sources.markdown.code_spans import CodeLines
from tts.sources.plain import join_lines

NOTE: Final = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)")
MARK: Final = re.compile(r"\[\^([^\[\]\s]+)\]")
INDENTED: Final = ("    ", "\t")


def without_notes(text: str, *, indented: bool = True) -> tuple[str, dict[str, str]]:
    """The text without its footnote definitions, and these by name. Code is unchanged."""
    kept: list[str] = []
    notes: dict[str, str] = {}
    name = ""
    code = CodeLines(indented)
    for line in text.split("\n"):
        is_code = code.is_code(line)
        definition = None if is_code else NOTE.match(line)
        if definition:
            name = definition[1]
            notes[name] = definition[2].strip()
        elif name and line.startswith(INDENTED) and line.strip():
            notes[name] = join_lines([notes[name], line])
        else:
            name = name if not line.strip() else ""
            kept.append(line)
    return "\n".join(kept), notes
