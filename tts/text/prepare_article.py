"""Edits an article: repairs and cleans it, finds its parts and determines its languages."""

from __future__ import annotations

from dataclasses import replace

from tts.locale.language_tags import base_of, is_chinese, normal
from tts.model import Article, Block, Change, SourceError
from tts.text.author_addresses import without_addresses
from tts.text.cleaning import clean
from tts.text.control_characters import tidy
from tts.text.detect import detect, foreign, primary
from tts.text.pauses import with_pauses, without_last_rule
from tts.text.repair.repair import repair
from tts.text.unspoken import speakable

UNTOLD = frozenset({"code", "formula", "note"})
"""Kinds that do not indicate an article's language, and do not make an article by themselves."""


def edit(article: Article, *, language: str = "", as_written: bool = False) -> Article:
    """See `text.edit`."""
    article = with_pauses(_repaired(article))
    if not as_written:
        article = clean(article)
    article = without_addresses(tidy(article))
    telling = [block for block in article.blocks if block.kind not in UNTOLD]
    if not any(speakable(block.text) for block in telling):
        where = article.title or article.url or "the source"
        raise SourceError(
            f"there is nothing to say in {where}",
            "check that it contains text, not only pictures",
        )
    stated = article.language
    found = normal(language) or detect(_sample(article), stated)
    unheard = () if language else _spoken_otherwise(stated, found)
    article = replace(article, language=found, changes=article.changes + unheard)
    blocks = without_last_rule([_in_its_language(block, found) for block in article.blocks])
    return replace(article, blocks=blocks)


def _spoken_otherwise(stated: str, found: str) -> tuple[Change, ...]:
    """A change if a page states Cantonese or the like: in writing it looks like any Chinese, and
    Mandarin voices read it."""
    written_alike = is_chinese(stated) and is_chinese(found)
    if not written_alike or base_of(stated) == base_of(found):
        return ()
    why = f"the page's language is read as Mandarin; to prevent that: --lang {normal(stated)}"
    return (Change(stated, found, why),)


def _in_its_language(block: Block, main: str) -> Block:
    """The block with its language if that differs from the article's."""
    found = _other_language(block, main)
    if found == block.language:
        return block
    return replace(block, language=found)


def _other_language(block: Block, main: str) -> str:
    stated = block.language
    if block.kind in UNTOLD:
        return ""
    if not stated:
        return foreign(block.text, main)
    if primary(stated) == primary(main):
        return ""
    return stated


def other_languages(article: Article) -> list[str]:
    """The languages of its title and blocks that differ from its own, in order."""
    main = article.language
    found = [foreign(article.title, main)]
    found += [block.language for block in article.blocks]
    named = filter(None, found)
    return list(dict.fromkeys(named))


def _repaired(article: Article) -> Article:
    """The article with damaged text repaired, in fields and blocks."""
    texts = [article.title, article.author, article.publication, article.site, article.summary]
    texts += [block.text for block in article.blocks]
    became, changes = repair(texts)
    if became == texts:
        return article
    title, author, publication, site, summary, *texts = became
    pairs = zip(article.blocks, texts, strict=True)
    blocks = tuple(replace(block, text=text) for block, text in pairs)
    changed = replace(
        article, title=title, author=author, publication=publication, site=site, summary=summary
    )
    return replace(changed, blocks=blocks, changes=article.changes + tuple(changes))


def _sample(article: Article) -> str:
    return "\n".join(block.text for block in article.blocks if block.kind not in UNTOLD)
