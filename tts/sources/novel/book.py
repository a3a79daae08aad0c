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
"""Minimum chapters of a book."""
MANY: Final = 10
"""A text with so many chapters is a book, whatever its length."""
LONG: Final = 20_000
"""Columns of text that make a text with few chapters a book: half an hour and more."""
HIGH: Final = 60
"""A chapter number that only long books reach."""
ARTICLE_OF_LAW: Final = re.compile(r"第[一二三四五六七八九十百千零\d]{1,7}条(?:[\s\u3000]|$)")
FRONT: Final = 12
"""Lines before the first chapter that may name the book and its author."""
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
"""Maximum columns of a line before the text that is taken as the title without being marked."""
TITLED: Final = "it goes into the tags"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text below it; the first section may have no heading."""

    name: str
    """Identifies it: its heading, with `-2` appended for the second one of that name."""
    heading: Heading | None
    blocks: tuple[Block, ...]

    @property
    def size(self) -> int:
        """Columns of text, including the heading."""
        return sum(columns(block.text) for block in self.blocks)

    @property
    def title(self) -> str:
        return self.heading.text if self.heading else ""


@dataclass(frozen=True, slots=True)
class Novel:
    """A book in plain text."""

    article: Article
    """Its metadata, without its text."""
    sections: tuple[Section, ...]
    is_book: bool
    """Whether it is a book by its length and chapters, rather than a text with headings."""


def read_novel(blocks: Sequence[Block], source: Source, stated: Article) -> Novel:
    """A book from the blocks of a plain text with headings; `stated` is the metadata in the text's
    header."""
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
    """What comes before the first heading, and the rest."""
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
    """Title, author and description from the lines before the text, otherwise the title from the
    file's name; and the remaining lines."""
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
    """A short first line is the title."""
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
    """The whole book as one article."""
    blocks: list[Block] = []
    for section in novel.sections:
        blocks += section.blocks
    about = novel.article
    return replace(about, blocks=tuple(blocks), changes=(*changes, *about.changes))


def chapters(novel: Novel, source: Source, changes: Sequence[Change]) -> Parts | None:
    """The chapters as sources read on demand; None if there are fewer than two."""
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
    """A chapter as a source read on demand; its content identifies what it depends on."""
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
    """A chapter as a separate article."""
    body = without_title(blocks, title)
    return replace(
        about,
        blocks=tuple(body),
        title=titled(about.title, title),
        publication=about.title,
        changes=(),
    )
