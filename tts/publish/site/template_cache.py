"""Pages of one shape differ only in their texts: a template is rendered once per shape, with marks
for the texts, and the parts between them are reused for ten thousand pages.

A shape is which texts are there and which are empty, how long lists are, and whatever is no text.
So a template may ask of a text whether it is empty, and print it; what else it does with it, as a
filter would, is done to the mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from markupsafe import Markup, escape

_MARK: Final = re.compile("\x00([0-9]+)\x00")
_SPECIAL: Final = re.compile("[&<>'\"]")
"""What is escaped on a page."""
_MOST: Final = 200
"""Shapes that are cached: a show has few."""

Render = Callable[[dict[str, Any]], str]


def page(template: str, values: Mapping[str, Any], fixed: Mapping[str, Any], render: Render) -> str:
    """A page as `render` makes it of all values; `fixed` are long-lived objects that many pages
    share."""
    texts: list[str] = []
    lasting = tuple(map(id, fixed.values()))
    own = _shape(values, texts)
    shape = template, lasting, own
    pieces = _known.get(shape)
    if pieces is None:
        marked = _marked(values, [])
        html = render(marked | fixed)
        pieces = _pieces(html)
        _remember(shape, pieces, fixed)
    filled = list(pieces)
    numbers = pieces[1::2]
    filled[1::2] = map(texts.__getitem__, numbers)
    return "".join(filled)


_known: dict[Any, list[Any]] = {}
"""Shape -> parts of its pages: HTML, and the numbers of texts."""
_kept: list[Mapping[str, Any]] = []
"""Objects identified by their memory address, which have to stay alive."""


def _remember(shape: Any, pieces: list[Any], fixed: Mapping[str, Any]) -> None:
    if len(_known) >= _MOST:
        _known.clear()
        _kept.clear()
    _known[shape] = pieces
    _kept.append(fixed)


def _pieces(html: str) -> list[Any]:
    found: list[Any] = _MARK.split(html)
    found[1::2] = map(int, found[1::2])
    return found


def _shape(value: Any, texts: list[str]) -> Any:
    """The shape of a value, not a text; the texts in it are appended to `texts`, as they appear on
    the page."""
    kind = type(value)
    inside = _inside(value, kind)
    if inside is None:
        return kind, value
    named = tuple(value) if kind is dict else ()
    shapes = [kind, named]
    for each in inside:
        own = type(each)
        if own is not str and own is not Markup:
            shapes.append(_shape(each, texts))
        elif each:
            is_safe = own is Markup or not _SPECIAL.search(each)
            texts.append(each if is_safe else escape(each))
            shapes.append(own)
        else:
            shapes.append("")
    return tuple(shapes)


def _marked(value: Any, count: list[None]) -> Any:
    """The same value with marks instead of texts, in the same order; `count` grows by one for
    each."""
    kind = type(value)
    if kind is str or kind is Markup:
        if not value:
            return value
        mark = f"\x00{len(count)}\x00"
        count.append(None)
        return Markup(mark)
    inside = _inside(value, kind)
    if inside is None:
        return value
    marked = [_marked(each, count) for each in inside]
    if kind is list or kind is tuple:
        return kind(marked)
    if kind is dict:
        return dict(zip(value, marked, strict=True))
    named = zip(_names(kind), marked, strict=True)
    return replace(value, **dict(named))


def _inside(value: Any, kind: Any) -> Iterable[Any] | None:
    """The contents of a list, a dictionary or a dataclass; None for anything else."""
    if kind is list or kind is tuple:
        inside: Iterable[Any] = value
        return inside
    if kind is dict:
        values: Iterable[Any] = value.values()
        return values
    names = _names(kind)
    if not names:
        return None
    return [getattr(value, name) for name in names]


def _names(kind: Any) -> tuple[str, ...]:
    """The names of a dataclass's fields; none for anything else."""
    names = _fields.get(kind)
    if names is None:
        found = fields(kind) if is_dataclass(kind) else ()
        names = tuple(each.name for each in found)
        _fields[kind] = names
    return names


_fields: dict[type, tuple[str, ...]] = {}
"""Fields requested before."""
