"""Whether a file is an export of a read-later service or a browser; loads no reader."""

from __future__ import annotations

import csv
import io
import re
from itertools import islice

from tts.sources.format import HEAD, Sample
from tts.sources.readlater.csv_columns import DELIMITERS, delimiter, names_of, place_of
from tts.sources.xml import PROLOG

DOCTYPE = b"netscape-bookmark-file"
LISTS = re.compile(rb"<title>\s*(?:Pocket Export|Instapaper:? Export)\s*</title>", re.IGNORECASE)
OMNIVORE = re.compile(r"(?:.*/)?metadata_\d+_to_\d+\.json")
POCKET = re.compile(r"(?:.*/)?part_\d+\.csv")
EVERNOTE = "<en-export"
NOTES = re.compile(rf"{PROLOG}{EVERNOTE}\b", re.DOTALL | re.IGNORECASE)
ROWS = 50
"""Rows of which one must have an address in the address column."""
MOST_HEADER = 4000
"""Maximum characters of the header line."""


def is_bookmarks(sample: Sample) -> bool:
    """Whether it is Netscape's format, or a list of Pocket or Instapaper in HTML."""
    begin = sample.content[:2048]
    return DOCTYPE in begin.lower() or LISTS.search(begin) is not None


def is_omnivore(sample: Sample) -> bool:
    """Whether it is Omnivore's ZIP."""
    return sample.zip is not None and any(map(OMNIVORE.fullmatch, sample.zip.names))


def is_pocket(sample: Sample) -> bool:
    """Whether it is Pocket's ZIP."""
    return sample.zip is not None and any(map(POCKET.fullmatch, sample.zip.names))


def is_evernote(sample: Sample) -> bool:
    """Whether it is Evernote's XML. Checks bytes only, because with attached files it may exceed
    the limit for text."""
    return EVERNOTE.encode() in sample.ends and bool(
        NOTES.match(sample.ends[:HEAD].decode("utf-8", "ignore"))
    )


def is_saved_table(sample: Sample) -> bool:
    """Whether it is a table with a column of addresses. The bytes are checked first, so that other
    files need not be decoded."""
    if sample.zip or not re.search(b"https?://", sample.ends):
        return False
    text = sample.head.lstrip("\ufeff")
    header = text.partition("\n")[0]
    if len(header) > MOST_HEADER or not any(sign in header for sign in DELIMITERS):
        return False
    rows = csv.reader(io.StringIO(text), delimiter=delimiter(header))
    try:
        place = place_of(names_of(next(rows, [])), "url")
        return place is not None and any(_is_address(row, place) for row in islice(rows, ROWS))
    except csv.Error:
        return False


def _is_address(row: list[str], place: int) -> bool:
    return place < len(row) and row[place].strip().lower().startswith(("http://", "https://"))
