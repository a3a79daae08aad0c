"""Tables, JSON, XML and settings: data for programs, refused by the name of what was found."""

from __future__ import annotations

import csv
import re
import shlex
from collections.abc import Iterator
from typing import Any

from tts.model import Article, Source, SourceError
from tts.sources.format import Sample
from tts.sources.markdown.recognise import MEDIA_TYPES as MARKDOWN
from tts.storage.parsing import parsed_json

TABLES = {".csv": "CSV", ".tsv": "TSV", ".tab": "TSV"}
TABLE_TYPES = ("text/csv", "text/tab-separated-values")
A_TABLE = "a table can't be read aloud: save the text that you want to hear, and use that"
DELIMITERS = "\t,;|"
LOOKED_AT = 50
"""Number of lines that are examined."""
FEWEST_ROWS = 3
FEWEST_COLUMNS = 3
SETTINGS = {
    ".yaml": "YAML",
    ".yml": "YAML",
    ".toml": "TOML",
    ".ini": "settings",
    ".cfg": "settings",
    ".conf": "settings",
    ".desktop": "settings",
    ".inf": "settings",
    ".reg": "settings",
    ".service": "settings",
    ".properties": "settings",
    ".env": "settings",
    ".po": "a catalogue of translations",
    ".bib": "a list of literature (BibTeX)",
    ".ics": "a calendar",
    ".vcf": "contacts (vCard)",
}
SETTINGS_HINT = "use the text that you want to hear; such a file is for programs"
CARD = re.compile(r"BEGIN:(VCALENDAR|VCARD)\b", re.IGNORECASE)
VALUE = re.compile(r"[\w.@-]{1,60}[ \t]*=")
SETTING = re.compile(r"\[[^\[\]\n]{1,80}\]\s*$|[;#]|[\w.@-]{1,60}[ \t]*=")
LINES = (".jsonl", ".ndjson")
LONG = 200
"""Characters of a text in JSON that may be worth reading."""
MOST_KEYS = 6
DEEPEST = 4
FIRST_ELEMENT = re.compile(r"\s*(?:<[?!][^>]*>\s*)*<([\w.:-]+)")
XML = re.compile(r"[\s\ufeff]*<\?xml\b(?!.*?<(?:[\w.-]+:)?html\b)", re.DOTALL | re.IGNORECASE)
NAMED_SPACE = re.compile(
    r"[\s\ufeff]*"
    r"<(?!(?:html|body|article|section|main|div|p|h[1-6]|table|[uo]l|blockquote)\b)"
    r"[A-Za-z][\w.:-]*\s[^<>]*xmlns",
    re.IGNORECASE,
)


# --- tables ---------------------------------------------------------------------------------------


def is_table(sample: Sample) -> bool:
    """Whether it is a table: by its suffix, or by lines with the same number of cells, and no
    sentences."""
    lines = [line for line in sample.head.split("\n")[:LOOKED_AT] if line.strip()]
    if sample.suffix in TABLES or sample.media_type in TABLE_TYPES:
        return _columns(lines, DELIMITERS) >= 1
    if sample.media_type in MARKDOWN or len(lines) < FEWEST_ROWS:
        return False
    return _columns(lines, "\t,;") >= FEWEST_COLUMNS


def _columns(lines: list[str], delimiters: str) -> int:
    """Number of cells of each line, if it is the same; 1 for lines without delimiters, 0 for
    prose."""
    if any(map(_is_sentence, lines)):
        return 0
    best = 1
    for delimiter in delimiters:
        sizes = set(map(len, _rows(lines, delimiter)))
        if len(sizes) == 1:
            best = max(best, *sizes)
    return best


def _rows(lines: list[str], delimiter: str) -> list[list[str]]:
    """The cells; none if a line reads like prose, with a space after each comma."""
    if sum(line.count(delimiter + " ") for line in lines) * 2 > sum(
        line.count(delimiter) for line in lines
    ):
        return []
    try:
        return list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return []


def _is_sentence(line: str) -> bool:
    """Whether a line has no delimiter as in a table, and ends like a sentence."""
    ended = line.rstrip().endswith((".", "!", "?", "。", "！", "？"))
    return ended and not re.search(r"[\t,;|]\S", line)


def refuse_table(text: str, source: Source) -> Article:
    kind = TABLES.get(Sample(source).suffix, "")
    name = f"a table ({kind})" if kind else "a table"
    raise SourceError(f"{source.where} is {name}, not a text to read aloud", A_TABLE)


# --- JSON -----------------------------------------------------------------------------------------


def is_json(sample: Sample) -> bool:
    """Whether it is JSON: by its suffix and beginning, otherwise by parsing all of it, because a
    text may begin with a bracket."""
    head = sample.head.lstrip("\ufeff \t\n")
    if not head.startswith(("{", "[")):
        return False
    if sample.media_type == "application/json" or sample.suffix in LINES:
        return True
    return _is_lines(head) or _parsed(sample.text) is not None


def _is_lines(head: str) -> bool:
    """Whether each of the first lines is an object or a list (JSON Lines)."""
    lines = [line for line in head.split("\n")[:LOOKED_AT] if line.strip()][:-1]
    return bool(lines) and all(_parsed(line) is not None for line in lines)


def _parsed(text: str) -> Any:
    """An object, or a list of more than strings and numbers; None for anything else."""
    if not text.rstrip().endswith(("}", "]")):
        return None
    try:
        data = parsed_json(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None
    plain_list = isinstance(data, list) and not any(isinstance(one, dict | list) for one in data)
    return None if plain_list and len(data) < FEWEST_ROWS else data


def refuse_json(text: str, source: Source) -> Article:
    """Refuses JSON with its kind, and a command that extracts its longest text."""
    kind = "JSON"
    data = _parsed(text)
    if data is None:
        first_line, _, _ = text.strip().partition("\n")
        data = _parsed(first_line)
        if data is not None:
            kind = "JSON Lines"
    keys = list(data)[:MOST_KEYS] if isinstance(data, dict) else []
    named = f" with {', '.join(map(str, keys))}" if keys else ""
    hint = "use the text itself, or the feed or page that it comes from"
    size, place = max(_texts(data, "", 0), default=(0, ""))
    if size >= LONG:
        command = f"jq -r {shlex.quote(place)} {shlex.quote(source.where)} | tts make -"
        hint = f"extract the text: {command}"
    what = "not a feed that Pagecast knows"
    raise SourceError(f"{source.where} is {kind}{named}, {what}", hint)


def _texts(data: Any, place: str, depth: int) -> Iterator[tuple[int, str]]:
    """The texts in it, by size, and their paths in jq's notation."""
    if isinstance(data, str):
        yield len(data), place or "."
    elif isinstance(data, dict) and depth < DEEPEST:
        for key, value in data.items():
            step = f".{key}" if key.isidentifier() else f'["{key}"]'
            yield from _texts(value, place + step, depth + 1)
    elif isinstance(data, list) and depth < DEEPEST and data:
        yield from _texts(data[0], f"{place or '.'}[]", depth + 1)


# --- XML and settings -----------------------------------------------------------------------------


def is_xml(sample: Sample) -> bool:
    """Whether it is XML other than a page: declared as such, or with a namespace on its first
    element."""
    return bool(XML.match(sample.head) or NAMED_SPACE.match(sample.head))


def refuse_xml(text: str, source: Source) -> Article:
    found = FIRST_ELEMENT.match(text)
    kind = f"XML (<{found[1][:40]}>)" if found else "XML"
    what = "not a feed, page or book that Pagecast knows"
    hint = "open it in the program that it comes from, save it as a page or text, and use that"
    raise SourceError(f"{source.where} is {kind}, {what}", hint)


def is_settings(sample: Sample) -> bool:
    """Whether it is a settings file: by its suffix, or by lines that are all sections, values or
    comments."""
    if sample.suffix in SETTINGS or CARD.match(sample.head):
        return True
    lines = [line for line in sample.head.split("\n")[:LOOKED_AT] if line.strip()]
    values = sum(VALUE.match(line) is not None for line in lines)
    return values >= FEWEST_ROWS and all(map(SETTING.match, lines))


def refuse_settings(text: str, source: Source) -> Article:
    kind = SETTINGS.get(Sample(source).suffix, "a calendar or contacts")
    what = "a file of settings" if kind == "settings" else kind
    message = f"{source.where} is {what}, not a text to read aloud"
    raise SourceError(message, SETTINGS_HINT)
