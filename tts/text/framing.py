"""A show's intro and outro around an article, with the article's details filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
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
"""The end of a clause; a colon is none, as it joins a label to its value."""
COMMA: Final = re.compile(r"[，、；,;—]+\s*$")


def framed(article: Article, intro: str, outro: str, show: str) -> Article:
    """The article with the show's intro and outro, if anything speakable is left of them."""
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
    undated = filled(words, values)
    own = foreign(undated, language)
    spoken = own or language
    day = written_date(values["date"], spoken)
    text = filled(words, {**values, "date": day}, spoken)
    if not speakable(text):
        return []
    return [Block(kind, text, language=own)]


def filled(words: str, values: Mapping[str, str], language: str = "") -> str:
    """The text with its values. Parts that lack one are left out: the clause if another clause of
    the sentence has a value, otherwise the sentence.

    >>> filled("欢迎收听{show}。作者：{author}。", {"show": "茶余", "author": ""})
    '欢迎收听茶余。'
    >>> filled("{title}, by {author}. Enjoy!", {"title": "The Ferry", "author": ""})
    'The Ferry. Enjoy!'
    >>> filled("作者：{author}，日期：{date}。", {"author": "", "date": "2026年4月18日"})
    '日期：2026年4月18日。'
    """
    ends = find_or_english(language).ends
    text = " ".join(words.split())
    said: list[str] = []
    for sentence in split_sentences(text, ends):
        kept = _without_empty(sentence, values)
        said.append(_with_values(kept, values))
    return "".join(said).strip()


def _without_empty(sentence: str, values: Mapping[str, str]) -> str:
    """The sentence without clauses that lack a value; empty if no other clause has one."""
    clauses = _clauses(sentence)
    kept = [clause for clause in clauses if not _empty(clause, values)]
    if len(kept) == len(clauses):
        return sentence
    shorter = "".join(kept)
    if not WORD.search(shorter):
        return ""
    last = clauses[-1]
    if kept[-1] is last:
        return shorter
    end = END.search(last)
    sign = end[0] if end else ""
    return COMMA.sub("", shorter) + sign


def _with_values(sentence: str, values: Mapping[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        words = values[match[1]].split()
        return " ".join(words)

    return WORD.sub(value, sentence)


def _clauses(sentence: str) -> list[str]:
    """The clauses, each including the white space after it."""
    clauses: list[str] = []
    start = 0
    for match in CLAUSE.finditer(sentence):
        end = match.end()
        clauses.append(sentence[start:end])
        start = end
    clauses.append(sentence[start:])
    return list(filter(None, clauses))


def _empty(text: str, values: Mapping[str, str]) -> bool:
    words = WORD.findall(text)
    said = [values[word].strip() for word in words]
    return not all(said)


def written_date(iso: str, language: str) -> str:
    """
    >>> written_date("2026-04-18", "en"), written_date("2026-04-18", "zh-Hans")
    ('April 18, 2026', '2026年4月18日')
    >>> written_date("", "en")
    ''
    """
    if not iso:
        return ""
    row = find(language)
    day = date.fromisoformat(iso)
    return row.date(day) if row else day.isoformat()
