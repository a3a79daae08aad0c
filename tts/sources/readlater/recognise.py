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
"""One of the first must have an address in the column for addresses."""
MOST_HEADER = 4000
"""Characters of the line that names the columns."""


def is_bookmarks(sample: Sample) -> bool:
    """Netscape's format, or a list of Pocket or Instapaper in HTML."""
    begin = sample.content[:2048]
    return DOCTYPE in begin.lower() or LISTS.search(begin) is not None


def is_omnivore(sample: Sample) -> bool:
    """Omnivore's ZIP."""
    return sample.zip is not None and any(map(OMNIVORE.fullmatch, sample.zip.names))


def is_pocket(sample: Sample) -> bool:
    """Pocket's ZIP."""
    return sample.zip is not None and any(map(POCKET.fullmatch, sample.zip.names))


def is_evernote(sample: Sample) -> bool:
    """Evernote's XML. By its bytes: with the files in it, it may be more than is decoded."""
    return EVERNOTE.encode() in sample.ends and bool(
        NOTES.match(sample.ends[:HEAD].decode("utf-8", "ignore"))
    )


def is_saved_table(sample: Sample) -> bool:
    """A table with a column of addresses. The bytes are looked at first: nothing is decoded for
    what can't be one."""
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
