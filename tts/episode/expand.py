"""The sources that a user names -> the articles to be made: one, or all in a feed, a book or a
list.

Sources are fetched one by one, on demand. A source that fails affects no other, and is reported in
order.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote

from tts import sources
from tts.episode.options import Options
from tts.model import Article, Parts, Selection, SeveralArticles, Source, SourceError, Stated
from tts.sources.selection import chosen
from tts.storage.paths import split_part

DEEPEST = 4
"""Collections inside collections: a list of sources names an OPML, which names a feed, which names
a page."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A source that holds several articles, which follow."""

    where: str
    parts: Parts


@dataclass(frozen=True, slots=True)
class Failed:
    """A source that yielded no article."""

    where: str
    error: Exception


Found = Source | Opened | Failed
Unwanted = Callable[[str], Exception | None]
"""Returns why an address is not to be fetched, or None if it is."""


def nothing_unwanted(_where: str) -> None:
    return None


def gather(
    wheres: Iterable[str],
    options: Options,
    *,
    stdin: BinaryIO | None = None,
    unwanted: Unwanted | None = None,
    repeated: Callable[[str], None] = lambda where: None,
) -> Iterator[Found]:
    """The articles of paths, addresses, `-`, and lists (`@file`, `@-`), each once however it is
    named.

    Articles of a feed or list that are `unwanted` are not fetched. `repeated` is called with a
    source that was named before.
    """
    gathering = Gathering(options, stdin, unwanted or nothing_unwanted, repeated)
    return gather_by(gathering, wheres, options)


def gather_by(gathering: Gathering, wheres: Iterable[str], options: Options) -> Iterator[Found]:
    """The same, with a `Gathering` that may take only part of a list."""
    named = [f"--{name}" for name in ("title", "author", "date", "cover") if getattr(options, name)]
    for where in wheres:
        found = gathering.expand(where)
        yield from _only_one(where, found, named) if named else found


def inside(source: Source, options: Options) -> Iterator[Found]:
    """The articles in a source that was fetched. Raises TtsError if it can't be read."""
    parts = sources.parts(source, options.selection)
    if parts is None:
        yield source
        return
    yield Opened(source.where, parts)
    yield from Gathering(options, None).inside(source.where, parts, 1)


def fetch(where: str, options: Options, *, stdin: BinaryIO | None = None) -> Source:
    """The bytes of a source, or of the part named after a `#`. Raises TtsError."""
    gathering = Gathering(options, stdin)
    return gathering.open(where)[0] if split_part(where)[1] else gathering.fetched(where)


def look_into(where: str, options: Options, *, stdin: BinaryIO | None = None) -> Source | Opened:
    """The article at a path or address, or, if there are several, the list of them, without
    fetching these. Raises TtsError."""
    gathering = Gathering(options, stdin)
    for _ in range(DEEPEST + 1):
        source, parts = gathering.open(where)
        if parts is None:
            return source
        if len(parts) != 1:
            return Opened(where, parts)
        if isinstance(parts[0], Source):
            return parts[0]
        where = parts[0]
    raise _too_deep(where)


def look_into_fetched(source: Source, options: Options) -> Source | Opened:
    """The same as `look_into` for a source that was already fetched. Raises TtsError."""
    said = replace(source, encoding=options.encoding, teaser=options.teaser)
    parts = sources.parts(said, options.selection)
    return said if parts is None else Opened(source.where, parts)


def articles_of(opened: Opened, options: Options) -> Iterator[Found]:
    """The articles of an opened source: those included in it, and the others fetched on demand."""
    return Gathering(options, None).inside(opened.where, opened.parts, 1)


_JUST_ONE = {
    "article": "take one article, by its address or with --latest 1",
    "chapter": "make a single episode: --whole",
}
"""How to narrow a source to one article, by its kind."""


def _only_one(where: str, found: Iterator[Found], named: list[str]) -> Iterator[Found]:
    """What was found, unless an option that names one article would apply to several."""
    held: list[Found] = []
    articles = 0
    for one in found:
        held.append(one)
        articles += isinstance(one, Source)
        if articles > 1:
            options = ", ".join(named)
            message = f"{where} holds several articles, and {options} would go to each of them"
            each = next((one.parts.each for one in held if isinstance(one, Opened)), "source")
            just_one = _JUST_ONE.get(each, "name a single article")
            hint = f"leave out {' and '.join(named)}, or {just_one}"
            yield Failed(where, SeveralArticles(message, hint))
            return
    yield from held


@dataclass
class Gathering:
    """Opens collections, and remembers what it has seen."""

    options: Options
    stdin: BinaryIO | None
    unwanted: Unwanted = nothing_unwanted
    repeated: Callable[[str], None] = lambda where: None
    seen: set[str] = field(default_factory=set)

    def expand(self, where: str, depth: int = 0, stated: Stated | None = None) -> Iterator[Found]:
        """The articles of a source; `stated` is the metadata given where it was found."""
        if self.seen_before(where):
            return
        try:
            source, parts = self.open(where)
            if parts is not None and depth > DEEPEST:
                raise _too_deep(where)
        except Exception as e:  # a source may be anything: its fault costs this one, and is told
            yield Failed(where, e)
            return
        if parts is None:
            yield _completed(source, stated) if stated else source
            return
        yield Opened(where, parts)
        yield from self.inside(where, parts, depth + 1)

    def inside(self, where: str, parts: Parts, depth: int) -> Iterator[Found]:
        among_all = parts.each == "sitemap" and self.options.selection.latest
        for part in self.newest_of(parts) if among_all else parts:
            if isinstance(part, Failed):
                yield part
            elif isinstance(part, Source):
                if not self.seen_before(part.where):
                    yield part
            elif parts.each == "source" and part.startswith(("@", "-")):
                hint = "give its entries on the command line"
                yield Failed(
                    part, SourceError(f"{where[1:]} lists {part}, which a list can't contain", hint)
                )
            elif self.options.offline and parts.each == "article":
                yield Failed(part, _elsewhere(part, where))
            elif parts.each in ("article", "source") and (why := self.unwanted(part)):
                yield Failed(part, why)
            else:
                yield from self.expand(part, depth, parts.stated.get(part))

    def seen_before(self, where: str) -> bool:
        """Whether a source was seen before; from now on it counts as seen. Reports repetitions."""
        key = _key(where)
        known = key in self.seen
        self.seen.add(key)
        if known:
            self.repeated(where)
        return known

    def open(self, where: str) -> tuple[Source, Parts | None]:
        """A source, and what is in it if it holds several articles. Raises TtsError."""
        if where.startswith("@"):
            if "://" in where:
                hint = "save it, check it, and give the file"
                raise SourceError(f"{where[1:]} is an address, but a list must be a file", hint)
            source = self.fetched(where[1:])
            return source, Parts(tuple(sources.listed(source)), each="source")
        whole, part = split_part(where)
        if not part:
            source = self.fetched(where)
            return source, sources.parts(source, self.options.selection)
        source = self.fetched(whole)
        parts = sources.parts(source, Selection(split=True))
        if parts is None and "://" in whole:
            return replace(source, where=where), None  # a place on a page
        return self.part_of(whole, part, parts)

    def part_of(self, whole: str, part: str, parts: Parts | None) -> tuple[Source, Parts | None]:
        for found in parts or ():
            place = found if isinstance(found, str) else found.where
            name = place.partition("#")[2]
            if part in (place, name, unquote(name)):
                return (found if isinstance(found, Source) else self.fetched(found)), None
        hint = (
            f"see what is in it with: tts script {shlex.quote(whole)}"
            if parts
            else "leave out the part after the #"
        )
        raise SourceError(f"{whole} has no part named {part}", hint)

    def fetched(self, where: str) -> Source:
        options = self.options
        source = sources.fetch(
            where,
            allow_private=options.allow_private,
            offline=options.offline,
            cookies=options.cookies,
            selection=options.selection,
            stdin=self.stdin,
        )
        return replace(source, encoding=options.encoding, teaser=options.teaser)

    def newest_of(self, index: Parts) -> Iterator[str | Failed]:
        """The newest pages of a sitemap in several files, oldest first. Files with only older pages
        are not fetched, if the index states their dates."""
        latest = self.options.selection.latest
        dated: dict[str, str] = {}
        for address in map(str, reversed(index)):
            changed = index.stated[address].changed
            kept = sorted(dated.values(), reverse=True)[:latest]
            if changed and len(kept) == latest and kept[-1] > changed:
                break
            try:
                _, pages = self.open(address)
            except Exception as e:  # as above
                yield Failed(address, e)
                continue
            for page in map(str, reversed(pages or ())):
                stated = pages.stated[page] if pages else Stated()
                dated[page] = stated.date or stated.changed
        yield from chosen([(date, page) for page, date in dated.items()], self.options.selection)


def _key(where: str) -> str:
    """The same for every way of writing a source."""
    if where.startswith("@"):
        return f"@{_key(where[1:])}"
    if where == "-" or "://" in where:
        return sources.without_tracking(where)
    whole, part = split_part(where)
    try:
        return f"{Path(whole).resolve()}#{part}"
    except (OSError, ValueError):  # no path at all; fetching it says so
        return where


def _completed(source: Source, stated: Stated) -> Source:
    """A page with its feed's metadata, where it has none itself."""

    def article() -> Article:
        read = sources.read(source)
        completed = {
            name: getattr(read, name) or getattr(stated, name)
            for name in ("title", "author", "date")
        }
        return replace(read, **completed)

    says = stated.title or stated.author or stated.date
    return replace(source, article=article) if says and not source.article else source


def _elsewhere(part: str, where: str) -> SourceError:
    """The error for an article whose text is not included, and may not be fetched."""
    has = f"{where} has only its beginning or its address"
    message = f"--offline forbids fetching {part}, and {has}"
    return SourceError(message, "leave out --offline: the text is on that page")


def _too_deep(where: str) -> SourceError:
    return SourceError(
        f"{where} is nested more than {DEEPEST} lists deep", "give its address directly"
    )
