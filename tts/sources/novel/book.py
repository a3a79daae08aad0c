"""A plain text with the headings of a book -> one Article, or one per chapter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePath
from typing import Final

from tts.model import Article, Block, Change, Parts, Source
from tts.sources.epub.book import titled, without_title
from tts.sources.epub.chapters import Chapter, Survey, find_chapters
from tts.sources.epub.nav import Entry
from tts.sources.novel.blurb import split_blurb
from tts.sources.novel.headings import Heading, heading_of
from tts.sources.plain import columns

FEWEST: Final = 3
"""Chapters of a book."""
MANY: Final = 10
"""So many chapters make a book of any length."""
LONG: Final = 20_000
"""Columns of text that make a book of a few chapters: half an hour and more."""
HIGH: Final = 60
"""A chapter's number that only long books have."""
ARTICLE_OF_LAW: Final = re.compile(r"第[一二三四五六七八九十百千零\d]{1,7}条(?:[\s\u3000]|$)")
FRONT: Final = 12
"""Lines in front of the first chapter that may name the book and its author."""
TITLE: Final = (
    re.compile(
        r"(?:书名|書名|小说名|小說名|题名|title)\s*[:：]\s*(?P<title>\S.{0,40})", re.IGNORECASE
    ),
    re.compile(
        r"《(?P<title>[^》]{1,40})》(?:[（(][^)）]{1,12}[)）])?"
        r"(?:\s*(?:作者[:：]?|by |文/)\s*(?P<author>\S.{0,24}))?"
    ),
    re.compile(r"(?P<title>\S.{0,30}?)\s+作者[:：]\s*(?P<author>\S.{0,24})"),
)
AUTHOR: Final = re.compile(
    r"(?:作\s*者|author)\s*[:：]\s*(?P<author>\S.{0,40})"
    r"|(?:by|written by)\s+(?P<name>[A-Z]\S*(?:\s\S+){0,4})",
    re.IGNORECASE,
)
LONGEST_TITLE: Final = 60
"""Columns of a line in front that is the title although nothing says so."""
TITLED: Final = "it goes into the tags"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text below it; the first may have none."""

    name: str
    """What tells it from others: its heading, `-2` behind the second of that name."""
    heading: Heading | None
    blocks: tuple[Block, ...]

    @property
    def size(self) -> int:
        """Columns of text, its heading among them."""
        return sum(columns(block.text) for block in self.blocks)

    @property
    def title(self) -> str:
        return self.heading.text if self.heading else ""


@dataclass(frozen=True, slots=True)
class Novel:
    """A book in plain text."""

    article: Article
    """What is known of it, without its text."""
    sections: tuple[Section, ...]
    is_book: bool
    """Whether it is one by its length and chapters, and not a text with headings."""


def read_novel(blocks: Sequence[Block], source: Source, stated: Article) -> Novel:
    """A book of the blocks of a plain text, headings among them; `stated` is what the text says of
    itself in a header."""
    sections = tuple(_sections(blocks))
    front, body = _front(sections)
    article, rest = _described(front.blocks if front else (), source)
    title = stated.title or article.title
    author = stated.author or article.author
    article = replace(article, title=title, author=author, language=stated.language)
    if front and rest:
        front = replace(front, blocks=rest)
        sections = (front, *body)
    else:
        sections = body
    return Novel(article, sections, _is_book(body, blocks))


def _sections(blocks: Sequence[Block]) -> Iterator[Section]:
    names: Counter[str] = Counter()
    heading: Heading | None = None
    held: list[Block] = []
    for block in blocks:
        if block.kind == "heading":
            found = heading_of(block.text) or Heading("chapter", block.text)
            if held:
                yield _section(heading, held, names)
            heading, held = found, []
        held.append(block)
    if held:
        yield _section(heading, held, names)


def _section(heading: Heading | None, blocks: Sequence[Block], names: Counter[str]) -> Section:
    name = "0"
    if heading:
        name = re.sub(r"[\s#/]+", "-", heading.text)
    names[name] += 1
    if names[name] > 1:
        name = f"{name}-{names[name]}"
    return Section(name, heading, tuple(blocks))


def _front(sections: tuple[Section, ...]) -> tuple[Section | None, tuple[Section, ...]]:
    """What stands in front of the first heading, and the rest."""
    if sections and sections[0].heading is None:
        return sections[0], sections[1:]
    return None, sections


def _is_book(sections: Sequence[Section], blocks: Sequence[Block]) -> bool:
    headings = [one.heading for one in sections if one.heading]
    parts = [one for one in headings if one.rank == "part"]
    chapters = [one for one in headings if one.rank == "chapter"]
    if len(chapters) + len(parts) < FEWEST:
        return False
    laws = [block for block in blocks if ARTICLE_OF_LAW.match(block.text)]
    if len(laws) > len(chapters):
        return False
    if len(chapters) >= MANY:
        return True
    size = sum(section.size for section in sections)
    highest = max((one.number for one in chapters), default=0)
    return size >= LONG or highest >= HIGH


def _described(front: Sequence[Block], source: Source) -> tuple[Article, tuple[Block, ...]]:
    """Title, author and description, from the lines in front, else the title from the file's name;
    the lines that are left."""
    summary, front, described = split_blurb(front)
    description: dict[str, str] = {}
    kept: list[Block] = []
    changes = described
    for place, block in enumerate(front):
        named = _named(block.text.strip()) if place < FRONT else {}
        if not named and place == 0:
            named = _first_line(block.text.strip())
        if not named:
            kept.append(block)
            continue
        description = named | description
        what = " and ".join(f"the book's {field}" for field in named)
        changes.append(Change(block.text, "", f"{what}: {TITLED}"))
    title = description.get("title") or _title_of_file(source.where)
    author = description.get("author", "")
    article = Article((), title=title, author=author, summary=summary, changes=tuple(changes))
    return article, tuple(kept)


def _first_line(line: str) -> dict[str, str]:
    """A short line in front of all others is the title."""
    is_title = columns(line) <= LONGEST_TITLE and not line.endswith("。")
    return {"title": line} if is_title else {}


def _named(line: str) -> dict[str, str]:
    for pattern in TITLE:
        if match := pattern.fullmatch(line):
            groups = match.groupdict().items()
            return {field: value.strip() for field, value in groups if value}
    if match := AUTHOR.fullmatch(line):
        author = match["author"] or match["name"]
        return {"author": author.strip()}
    return {}


def _title_of_file(where: str) -> str:
    """`《书名》作者：某.txt` and `The Ferry.txt` name a book; `-` does not."""
    if where == "-" or "://" in where:
        return ""
    stem = PurePath(where).stem.strip()
    return _named(stem).get("title", stem)


def whole(novel: Novel, changes: Sequence[Change]) -> Article:
    """All of it as one article."""
    blocks: list[Block] = []
    for section in novel.sections:
        blocks += section.blocks
    about = novel.article
    return replace(about, blocks=tuple(blocks), changes=(*changes, *about.changes))


def chapters(novel: Novel, source: Source, changes: Sequence[Change]) -> Parts | None:
    """The chapters as sources that read themselves; None where there are fewer than two."""
    surveys: list[Survey] = []
    entries: list[Entry] = []
    for number, section in enumerate(novel.sections):
        path = str(number)
        surveys.append(Survey(path, ((0, section.size),), {}, section.title))
        if section.heading:
            entries.append(Entry(section.title, path))
    found = find_chapters(surveys, entries)
    if len(found) < 2:
        return None
    parts = [_part(novel, one, number, source) for number, one in enumerate(found, 1)]
    return Parts(tuple(parts), changes=(*changes, *novel.article.changes), each="chapter")


def _part(novel: Novel, chapter: Chapter, number: int, source: Source) -> Source:
    """A chapter as a source that reads itself; its content is what it is made of."""
    blocks: list[Block] = []
    for piece in chapter.pieces:
        for one in piece.slices:
            blocks += novel.sections[one.page].blocks
    main = novel.sections[int(chapter.main.name)]
    lines = [novel.article.title, novel.article.author, main.title]
    if number == 1 and novel.article.summary:
        lines.append(novel.article.summary)
    lines += [f"{block.kind} {block.text}" for block in blocks]
    about = novel.article
    if number > 1:
        about = replace(about, summary="")
    read = partial(_chapter, about, blocks, main.title or str(number))
    return Source(
        f"{source.where}#{main.name}",
        "\n".join(lines).encode(),
        modified=source.modified,
        article=read,
    )


def _chapter(about: Article, blocks: list[Block], title: str) -> Article:
    """A chapter as an article of its own."""
    body = without_title(blocks, title)
    return replace(
        about,
        blocks=tuple(body),
        title=titled(about.title, title),
        publication=about.title,
        changes=(),
    )
