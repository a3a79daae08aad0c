"""An article put right: repaired, cleaned, its parts found, its languages settled."""

from __future__ import annotations

from dataclasses import replace

from tts.locale.tags import normal
from tts.model import Article, Block, SourceError
from tts.text.cleaning import clean
from tts.text.control_characters import tidy
from tts.text.detect import detect, foreign, primary
from tts.text.repair.repair import repair
from tts.text.unspoken import speakable

UNTOLD = frozenset({"code", "formula", "note"})
"""Kinds that say nothing of an article's language, and that alone make no article."""


def edit(article: Article, *, language: str = "", as_written: bool = False) -> Article:
    """See `text.edit`."""
    article = _repaired(article)
    if not as_written:
        article = clean(article)
    article = tidy(article)
    if not any(block.kind not in UNTOLD and speakable(block.text) for block in article.blocks):
        where = article.title or article.url or "the source"
        raise SourceError(
            f"there is nothing to say in {where}",
            "look whether it holds text, and not pictures alone",
        )
    article = replace(
        article, language=normal(language) or detect(_sample(article), article.language)
    )
    return replace(
        article, blocks=tuple(_in_its_language(block, article.language) for block in article.blocks)
    )


def _in_its_language(block: Block, main: str) -> Block:
    """With its language, where that is another than the article's."""
    stated = primary(block.language) if block.language else ""
    found = (
        ""
        if stated == primary(main) or block.kind in UNTOLD
        else block.language or foreign(block.text, main)
    )
    return replace(block, language=found) if found != block.language else block


def other_languages(article: Article) -> list[str]:
    """Those of its title and blocks that are not its own, in order."""
    found = [
        foreign(article.title, article.language),
        *(block.language for block in article.blocks),
    ]
    return list(dict.fromkeys(filter(None, found)))


def _repaired(article: Article) -> Article:
    """With damaged text put right, in the fields and the blocks alike."""
    texts = [article.title, article.author, article.publication, article.site, article.summary]
    texts += [block.text for block in article.blocks]
    became, changes = repair(texts)
    if became == texts:
        return article
    title, author, publication, site, summary, *texts = became
    blocks = tuple(
        replace(block, text=text) for block, text in zip(article.blocks, texts, strict=True)
    )
    changed = replace(
        article, title=title, author=author, publication=publication, site=site, summary=summary
    )
    return replace(changed, blocks=blocks, changes=article.changes + tuple(changes))


def _sample(article: Article) -> str:
    return "\n".join(block.text for block in article.blocks if block.kind not in UNTOLD)
