"""Formats of other packages, found by entry point and checked to keep a format's promises.

A fault of one raises a SourceError that names its package. Such a package needs one file, and an
entry point in the group `pagecast.sources`; docs/formats.md has a complete example.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from tts.model import Article, Block, Parts, Selection, Source, SourceError
from tts.plugins import describe, failures_named, hint_for, package_of
from tts.sources.format import Format, Sample

GROUP = "pagecast.sources"


def installed_formats() -> tuple[Format, ...]:
    """The formats of other packages, by name; none is loaded before it is needed."""
    return tuple(guard.format() for guard in _guards())


def installed_media_types() -> frozenset[str]:
    """Their media types; loads them all."""
    return frozenset(name for guard in _guards() for name in guard.loaded.media_types)


@cache
def _guards() -> tuple[_Guard, ...]:
    found = sorted(entry_points(group=GROUP), key=lambda entry: entry.name)
    return tuple(map(_Guard, found))


@dataclass
class _Guard:
    """Checks a format of another package."""

    entry: EntryPoint
    _loaded: Format | None = None

    def format(self) -> Format:
        """A row that delegates to the real format, which is loaded for the first source that
        reaches it."""
        return Format(self.entry.name, self.recognise, read=self.read, split=self.split)

    def recognise(self, sample: Sample) -> bool:
        with self._watched(f"recognise() of {sample.name}"):
            return bool(self.loaded.recognise(sample))

    def read(self, source: Source) -> Article:
        with self._watched(f"reading {source.where}"):
            article = self._read(source)
        self._check(source.where, article)
        if not article.blocks:
            hint = "use a source with at least a paragraph of text"
            raise SourceError(f"{source.where} contains no article", hint)
        return article

    def _read(self, source: Source) -> Article:
        """Read with the format's own function; if it has none, refuse like our own rows."""
        row = self.loaded
        if row.read:
            return row.read(source)
        if row.read_text is None:
            raise row.refusal(source.where)
        text, changes = Sample(source).decoded()
        article = row.read_text(text, source)
        return replace(article, changes=changes + article.changes) if changes else article

    def split(self, source: Source, selection: Selection) -> Parts | None:
        if self.loaded.split is None:
            return None
        with self._watched(f"splitting {source.where}"):
            parts = self.loaded.split(source, selection)
        if parts is not None and not isinstance(parts, Parts):
            raise self._error(
                f"splitting {source.where} returned {type(parts).__name__}, not Parts"
            )
        return replace(parts, articles=tuple(map(self._part, parts))) if parts else parts

    def _part(self, part: Source | str) -> Source | str:
        """A part that is read on demand is checked as well."""
        if isinstance(part, str) or part.article is None:
            return part
        return replace(part, article=self._watching(part.where, part.article))

    def _watching(self, where: str, article: Callable[[], Article]) -> Callable[[], Article]:
        def read() -> Article:
            with self._watched(f"reading {where}"):
                made = article()
            self._check(where, made)
            return made

        return read

    def _check(self, where: str, made: Any) -> None:
        """Raises SourceError if it is no article."""
        if not isinstance(made, Article):
            raise self._error(f"reading {where} returned {type(made).__name__}, not an Article")
        if not all(isinstance(block, Block) for block in made.blocks):
            raise self._error(f"reading {where} returned an Article whose blocks are not Blocks")

    @property
    def loaded(self) -> Format:
        if self._loaded is None:
            self._loaded = self._load()
        return self._loaded

    def _load(self) -> Format:
        try:
            row = self.entry.load()
        except (Exception, SystemExit) as error:
            raise self._error(f"it can't be loaded: {describe(error)}") from error
        if not isinstance(row, Format):
            raise self._error(
                f"{self.entry.value} is {type(row).__name__}, not a tts.sources.Format"
            )
        return row

    def _watched(self, what: str) -> AbstractContextManager[None]:
        return failures_named(what, self._error)

    def _error(self, what: str) -> SourceError:
        who = f"the format {self.entry.name}, of {package_of(self.entry)},"
        return SourceError(f"{who} failed: {what}", hint_for(self.entry))
