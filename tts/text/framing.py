"""A show's own words around an article: its intro and outro, with what they say of the article
filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Final, Literal

from tts.model import Article, Block
from tts.text.detect import foreign
from tts.text.languages.registry import find, find_or_english
from tts.text.pauses import with_pauses
from tts.text.sentences import split_sentences
from tts.text.unspoken import speakable

WORD: Final = re.compile(r"\{(\w+)\}")
END: Final = re.compile(r"[。！？!?….]+[”’」』）)\"']*\s*$")
CLAUSE: Final = re.compile(r"(?<=[，、；;—])\s*|(?<=,)\s+")
"""Behind a clause; a colon joins a label to its value."""
COMMA: Final = re.compile(r"[，、；,;—]+\s*$")


def framed(article: Article, intro: str, outro: str, show: str) -> Article:
    """The article with the show's intro before it and its outro behind it, where anything is left
    of them to say."""
    values = {
        "title": article.title,
        "author": article.author,
        "date": article.date,
        "publication": article.publication or article.site,
        "show": show,
    }
    before = _blocks("intro", intro, values, article.language)
    behind = _blocks("outro", outro, values, article.language)
    return with_pauses(replace(article, blocks=(*before, *article.blocks, *behind)))


def _blocks(
    kind: Literal["intro", "outro"], words: str, values: Mapping[str, str], language: str
) -> list[Block]:
    own = foreign(filled(words, values), language)
    dated = {**values, "date": written_date(values["date"], own or language)}
    text = filled(words, dated, own or language)
    return [Block(kind, text, language=own)] if speakable(text) else []


def filled(words: str, values: Mapping[str, str], language: str = "") -> str:
    """The words with their values. What would say nothing for want of one is left out: the clause, where another of
    its sentence still has a value, else the sentence.

    >>> filled("欢迎收听{show}。作者：{author}。", {"show": "茶余", "author": ""})
    '欢迎收听茶余。'
    >>> filled("{title}, by {author}. Enjoy!", {"title": "The Ferry", "author": ""})
    'The Ferry. Enjoy!'
    >>> filled("作者：{author}，日期：{date}。", {"author": "", "date": "2026年4月18日"})
    '日期：2026年4月18日。'
    """
    sentences = split_sentences(" ".join(words.split()), find_or_english(language).ends)
    return "".join(_filled(sentence, values) for sentence in sentences).strip()


def _filled(sentence: str, values: Mapping[str, str]) -> str:
    clauses = _clauses(sentence)
    kept = [clause for clause in clauses if not _empty(clause, values)]
    if len(kept) < len(clauses):
        if not any(WORD.search(clause) for clause in kept):
            return ""
        sentence = "".join(kept)
        if kept[-1] is not clauses[-1]:
            end = END.search(clauses[-1])
            sentence = COMMA.sub("", sentence) + (end[0] if end else "")
    return WORD.sub(lambda match: " ".join(values[match[1]].split()), sentence)


def _clauses(sentence: str) -> list[str]:
    """Each with the white space behind it."""
    ends = [*(match.end() for match in CLAUSE.finditer(sentence)), len(sentence)]
    return [sentence[start:end] for start, end in pairwise([0, *ends]) if end > start]


def _empty(text: str, values: Mapping[str, str]) -> bool:
    return any(not values[word].strip() for word in WORD.findall(text))


def written_date(iso: str, language: str) -> str:
    """
    >>> written_date("2026-04-18", "en"), written_date("2026-04-18", "zh-Hans"), written_date("", "en")
    ('April 18, 2026', '2026年4月18日', '')
    """
    if not iso:
        return ""
    row = find(language)
    day = date.fromisoformat(iso)
    return row.date(day) if row else day.isoformat()
