"""Pages with only the beginning of an article: refused, or made as teasers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import tts
from tts.cache import Cache
from tts.episode import pipeline
from tts.episode.options import Options
from tts.model import Article, Source, SourceError
from tts.show import library
from tts.sources.html.article import read_html
from tts.sources.html.paywall_phrases import closes, is_gate

FIRST = "The ferry runs all winter, and on most mornings its only passenger is the teacher."
SECOND = "She has crossed four thousand times, and keeps the ticket of each crossing in a tin."
THIRD = "Nobody on the island remembers a day on which the boat did not come before eight."
CUT = "On the day of the great frost she stood on the quay and waited for…"


def page(*texts: str, behind: str = "", **stated: Any) -> str:
    data = json.dumps({"@type": "NewsArticle", "headline": "The winter ferry", **stated})
    head = f'<script type="application/ld+json">{data}</script>' if stated else ""
    body = "".join(f"<p>{text}</p>" for text in texts)
    return (
        f"<html lang=en><head><title>The winter ferry</title>{head}</head>"
        f"<body><article><h1>The winter ferry</h1>{body}{behind}</article></body></html>"
    )


def read(text: str, *, teaser: bool = False) -> Article:
    return read_html(text, Source("ferry.html", b"", teaser=teaser))


def part(selector: Any) -> dict[str, Any]:
    return {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": selector}


TEASERS = {
    "fewer words than stated": page(FIRST, CUT, isAccessibleForFree=False, wordCount=1800),
    "words as a text": page(FIRST, CUT, isAccessibleForFree="False", wordCount="1800"),
    "a schema.org value": page(FIRST, CUT, isAccessibleForFree="https://schema.org/False"),
    "an empty section": page(
        FIRST, CUT, behind="<div class='x paid'></div>", isAccessibleForFree=False, hasPart=part(".paid")
    ),
    "no section": page(FIRST, CUT, isAccessibleForFree=False, hasPart=[part("#paid, .more")]),
    "a section with the offer": page(
        FIRST,
        CUT,
        behind="<div class=paid><h2>This article is for subscribers</h2><p>Subscribe now to keep reading.</p></div>",
        isAccessibleForFree=False,
        hasPart=part("div.paid"),
    ),
    "nothing more stated": page(FIRST, CUT, isAccessibleForFree=False),
    "microdata": page(FIRST, CUT, behind="<meta itemprop=isAccessibleForFree content=false>"),
    "a line at the end": page(FIRST, CUT, "This post is for paid subscribers"),
    "a box at the end": page(FIRST, CUT, behind="<div class=gate><h3>Subscribe to continue reading</h3></div>"),
    "a trial": page(FIRST, CUT, "Keep reading with a 7-day free trial"),
    "Chinese": page(FIRST, CUT, "本文为付费内容，剩余80%未读，订阅后可阅读全文"),
    "Japanese": page(FIRST, CUT, "この記事は有料会員限定です。残り1,204文字"),
}
WHOLE = {
    "as many words as stated": page(FIRST, SECOND, isAccessibleForFree=False, wordCount=30),
    "the section is there": page(
        FIRST,
        behind=f"<div class='x paid'><p>{SECOND}</p><p>{THIRD}</p></div>",
        isAccessibleForFree=False,
        hasPart=part(".paid"),
    ),
    "long": page(*[f"{n}. {FIRST} {SECOND} {THIRD}" for n in range(12)], isAccessibleForFree=False),
    "free": page(FIRST, SECOND, isAccessibleForFree=True, wordCount=1800),
    "an offer in the middle": page(FIRST, "Subscribe to continue reading.", SECOND, THIRD),
    "members may log in": page(FIRST, SECOND, "Already a subscriber? Sign in."),
    "odd values": page(FIRST, SECOND, isAccessibleForFree=None, wordCount=[3], hasPart=["x", {"a": 1}, 7]),
}


@pytest.mark.parametrize("text", TEASERS.values(), ids=TEASERS)
def test_the_beginning_of_an_article_is_refused_with_the_ways_out(text: str) -> None:
    with pytest.raises(SourceError, match="shows only the beginning") as caught:
        read(text)
    assert caught.value.hint is not None
    assert "--cookies" in caught.value.hint and "--teaser" in caught.value.hint


@pytest.mark.parametrize("text", TEASERS.values(), ids=TEASERS)
def test_a_requested_teaser_says_that_it_is_one(text: str) -> None:
    article = read(text, teaser=True)
    assert [block.text for block in article.blocks] == [FIRST, CUT]
    assert any("this is a teaser" in change.reason for change in article.changes)


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE)
def test_a_whole_article_is_read(text: str) -> None:
    article = read(text)
    said = [block.text for block in article.blocks]
    assert any(FIRST in one for one in said) and any(SECOND in one for one in said)
    assert not any(map(is_gate, said))
    assert not any("teaser" in change.reason for change in article.changes)


@pytest.mark.parametrize(
    "text",
    [
        "He subscribed to the paper so that he could read the rest of the story.",
        "This story is for my daughter.",
        "这篇报道他订阅后才读完，一夜没睡。",
        "You have reached the end of the quay.",
        "Join the two planks to complete the frame.",
        "还有80%的人没有读过这本书。",
        "Diese Geschichte ist für Kinder.",
    ],
)
def test_sentences_of_an_article_are_no_gates(text: str) -> None:
    assert not is_gate(text) and not closes(text)


def test_a_teaser_is_made_where_it_is_wanted_and_noted(tmp_path: Path) -> None:
    file = tmp_path / "ferry.html"
    file.write_text(TEASERS["fewer words than stated"], encoding="utf-8")
    show, cache = library.open_show(tmp_path / "show"), Cache(tmp_path / "clips")
    with pytest.raises(SourceError, match="shows only the beginning"):
        pipeline.make(str(file), show, Options(engine="silent"), cache=cache)
    made = pipeline.make(str(file), show, Options(engine="silent", teaser=True), cache=cache)
    assert any("this is a teaser" in note for note in made.notes)
    assert tts.read(file, teaser=True).title == "The winter ferry"
