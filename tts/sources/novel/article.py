"""Plain text -> Article, or the chapters of the novel that it is."""

from __future__ import annotations

from dataclasses import replace

from tts.model import Article, Parts, Selection, Source
from tts.sources import plain
from tts.sources.encoding import decoded
from tts.sources.novel.book import chapters, read_novel, whole
from tts.sources.novel.mark_headings import with_headings


def read_plain(text: str, source: Source) -> Article:
    """A plain text: one block per paragraph, with headings of chapters. A novel's title and author
    are set; those of other texts are found later."""
    article = plain.read_text(text)
    blocks, changes = with_headings(article.blocks)
    novel = read_novel(blocks, source, article)
    if novel.is_book:
        return whole(novel, (*article.changes, *changes))
    return replace(article, blocks=tuple(blocks), changes=(*article.changes, *changes))


def split_plain(source: Source, selection: Selection) -> Parts | None:
    """The chapters as sources read on demand; None if the text is not a book, or wanted as one."""
    if selection.split is False:
        return None
    text, damage = decoded(source)
    article = plain.read_text(text)
    blocks, changes = with_headings(article.blocks)
    novel = read_novel(blocks, source, article)
    if not novel.is_book and not selection.split:
        return None
    return chapters(novel, source, (*damage, *article.changes, *changes))
