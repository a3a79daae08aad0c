"""Tables of Pocket, Instapaper, Raindrop, Readwise Reader, Matter and Wallabag -> saved articles.

They differ in the names of columns, and in how articles are marked as read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from tts.model import Change, Parts, Selection, Source, SourceError
from tts.sources.encoding import decoded
from tts.sources.readlater.csv_columns import COLUMNS, delimiter, names_of, place_of
from tts.sources.readlater.saved_articles import Saved, parts_of

KIND = "a table of saved articles"
READ = frozenset({"archive", "archived", "read"})
YES = frozenset({"1", "true", "yes"})


def split_table(source: Source, selection: Selection) -> Parts:
    """The selected articles of a table. Raises SourceError if there are none."""
    text, changes = decoded(source)
    return table_parts([text], KIND, source, selection, changes)


def table_parts(
    texts: Sequence[str],
    kind: str,
    source: Source,
    selection: Selection,
    changes: Sequence[Change] = (),
) -> Parts:
    """The same for a table in several files, each with its header."""
    saved: list[Saved] = []
    try:
        for text in texts:
            saved += _rows(text)
    except csv.Error as error:
        message = f"{source.where} is {kind}, but is damaged: {error}"
        raise SourceError(message, "export it again") from error
    return parts_of(saved, kind, source, selection, changes)


def _rows(text: str) -> Iterator[Saved]:
    first = text.lstrip("\ufeff").partition("\n")[0]
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter(first))
    names = names_of(next(reader, []))
    places = {field: place_of(names, field) for field in COLUMNS}
    for cells in reader:
        values = {field: _cell(cells, place) for field, place in places.items()}
        if any(values.values()):
            yield _saved(values)


def _saved(values: dict[str, str]) -> Saved:
    return Saved(
        url=values["url"],
        title=values["title"],
        authors=(values["author"],),
        date=values["date"],
        moment=values["moment"],
        html=values["html"],
        summary=values["summary"],
        site=values["site"],
        language=values["language"],
        is_kept=True,
        is_read=values["state"].lower() in READ or values["read"].lower() in YES,
    )


def _cell(cells: list[str], place: int | None) -> str:
    return cells[place].strip() if place is not None and place < len(cells) else ""
