"""The names of the columns in tables of saved articles."""

from __future__ import annotations

import csv

COLUMNS = {
    "url": ("url", "link", "href", "address", "uri", "web address", "网址", "網址", "链接", "連結"),
    "title": ("title", "name", "标题", "標題"),
    "author": ("author", "authors", "作者"),
    "date": ("published", "published_at", "published date", "publication date"),
    "moment": (
        "time_added",
        "timestamp",
        "created",
        "saved date",
        "saved",
        "created_at",
        "date added",
        "added",
        "last interaction date",
    ),
    "html": ("content", "html", "full text"),
    "summary": ("excerpt", "description", "summary"),
    "site": ("publisher", "site", "site_name"),
    "language": ("language", "lang"),
    "state": ("status", "folder", "location", "state"),
    "read": ("read", "archived", "is_archived", "is read"),
}
"""Field -> names of its column in lower case; the first one present counts."""
MOST_CELL = 30_000_000
"""Maximum characters: Wallabag's tables contain whole articles."""
DELIMITERS = ",;\t"


csv.field_size_limit(MOST_CELL)


def delimiter(line: str) -> str:
    """The delimiter of a header's cells."""
    return max(DELIMITERS, key=line.count)


def names_of(cells: list[str]) -> list[str]:
    """Normalized column names."""
    return [cell.strip().casefold() for cell in cells]


def place_of(names: list[str], field: str) -> int | None:
    """Index of a field's column, if there is one."""
    return next((names.index(name) for name in COLUMNS[field] if name in names), None)
