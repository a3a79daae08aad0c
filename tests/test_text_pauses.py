"""Pauses requested in a text: their length in the article, the script, the sound and the transcript."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tests import tones
from tests.test_marks_drift import decoded
from tts import sources, text
from tts.cache import Cache
from tts.engines import registry
from tts.episode import pipeline
from tts.episode.options import Options
from tts.model import Article, Block, Source
from tts.show import library
from tts.text.pauses import CUT, NOTHING_BEFORE, with_pauses


def article(*texts: str) -> Article:
    return Article(tuple(Block("paragraph", each) for each in texts))


def paused(*texts: str) -> list[tuple[str, int]]:
    return [(block.text, block.pause) for block in with_pauses(article(*texts)).blocks]


@pytest.mark.parametrize(
    ("mark", "milliseconds"),
    [
        ("[pause 2s]", 2000),
        ("[Pause: 2 seconds]", 2000),
        ("[pause 1.5 s]", 1500),
        ("[pause 500ms]", 500),
        ("[pause 1 second]", 1000),
        ("[停顿2秒]", 2000),
        ("[停頓 2 秒]", 2000),
        ("[停頓兩秒鐘]", 2000),
        ("【停顿两秒】", 2000),
        ("［停顿半秒］", 500),
        ("[停顿500毫秒]", 500),
        ("[pause 0s]", 0),
    ],
)
def test_a_mark_is_a_pause_alone_or_in_a_paragraph(mark: str, milliseconds: int) -> None:
    assert paused(f"He waited. {mark} Then he left.") == [("He waited.", milliseconds), ("Then he left.", 0)]
    assert paused("他等着。", mark, "然后走了。") == [("他等着。", milliseconds), ("然后走了。", 0)]


@pytest.mark.parametrize("words", ["[pause]", "pause 2s", "[paused 2s]", "[停顿]", "停顿2秒。", "[2s]", "[pause 2 km]"])
def test_text_that_is_not_a_mark_is_kept(words: str) -> None:
    assert paused(words, "More.") == [(words, 0), ("More.", 0)]


@pytest.mark.parametrize("line", ["***", "* * *", "＊＊＊", "＊　＊　＊", "---", "————", "~~~", "⁂", "※※※", "◇ ◇ ◇"])
def test_signs_between_scenes_are_a_pause(line: str) -> None:
    assert paused("One.", line, "二。") == [("One.", 1500), ("二。", 0)]


@pytest.mark.parametrize("line", ["……", "。。。", "—", "**", "?!*", "- - x", "111"])
def test_other_signs_are_not_pauses(line: str) -> None:
    assert paused("One.", line)[0] == ("One.", 0)


def test_a_pause_is_limited_to_ten_seconds_and_that_is_reported() -> None:
    cut = with_pauses(article("One. [pause 60s] Two."))
    assert cut.blocks[0].pause == 10_000
    assert [(c.text, c.became, c.reason) for c in cut.changes] == [("[pause 60s]", "[pause 10s]", CUT)]
    assert paused("One. [pause 2s] [停顿1秒]", "Two.")[0] == ("One.", 3000)


def test_a_pause_before_everything_is_reported() -> None:
    early = with_pauses(article("[pause 2s] One."))
    assert [c.reason for c in early.changes] == [NOTHING_BEFORE]
    assert early.blocks == (Block("paragraph", "One."),)


def test_headings_stay_whole_and_code_is_unchanged() -> None:
    blocks = (Block("heading", "One [pause 2s] two", 2), Block("code", "[pause 2s]"), Block("paragraph", "A."))
    assert with_pauses(Article(blocks, title="Up [pause 1s] hill")) == Article(
        (Block("heading", "One two", 2, pause=2000), *blocks[1:]), title="Up hill"
    )


LINE = "one here, and it is long enough for running text, as that of a page is."
PAGE = f"<article><p>First {LINE}</p><hr><p>Second {LINE}</p><hr/><p>Third {LINE}</p><hr></article>"


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("text/markdown", "First one here.\n\n---\n\nSecond one here.\n\n***\n\nThird one here.\n\n* * *\n"),
        (
            "text/html",
            PAGE,
        ),
        ("text/plain", "First one here.\n\n＊＊＊\n\nSecond one here.\n\n-----\n\nThird one here.\n\n***\n"),
    ],
)
def test_a_rule_is_a_pause_except_below_the_last_block(kind: str, content: str) -> None:
    read = text.edit(sources.read(Source("-", content.encode(), kind)))
    assert [(" ".join(block.text.split()[:3]).rstrip(".,"), block.pause) for block in read.blocks] == [
        ("First one here", 1500),
        ("Second one here", 1500),
        ("Third one here", 0),
    ]


def test_the_script_has_it_instead_of_the_usual_pause() -> None:
    edited = text.edit(
        Article(
            (
                Block("paragraph", "He waited for her. [pause 300ms] She came. [pause 4s]"),
                Block("heading", "The bridge", 2),
                Block("paragraph", "It rained.\n", pause=1500),
                Block("paragraph", "…"),
                Block("paragraph", "It was late."),
            ),
            language="en",
        )
    )
    script = text.write_script(edited, fits=lambda _: True)
    assert [(c.text.strip(), c.pause) for c in script.chunks] == [
        ("He waited for her.", 300),
        ("She came.", 4000),
        ("The bridge", 800),
        ("It rained.", 1500),
        ("It was late.", 600),
    ]


def test_it_is_heard_and_the_transcript_knows(tmp_path: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry.ENGINES, "tones", tones.ENTRY)
    words = (
        "桥头有一家修表铺。[停頓 2 秒]老板姓周，开了四十一年。\n\n---\n\n没有关过一天门。[停顿500毫秒]人人都认识他。\n"
    )
    source = Source("shop.md", words.encode(), "text/markdown")
    show = library.open_show(tmp_path / "show")
    options = Options(engine="tones", offline=True, title="铺")
    made = pipeline.make(source, show, options, cache=Cache(own_cache / "clips"))
    segments = json.loads((made.episode.folder / "transcript.json").read_text(encoding="utf-8"))["segments"]
    assert [s["body"] for s in segments][1:] == [
        "桥头有一家修表铺。", "老板姓周，开了四十一年。", "没有关过一天门。", "人人都认识他。",
    ]  # fmt: skip

    heard = tones.onsets(np.concatenate(list(decoded(made.episode.audio))), quiet_ms=250)
    starts = [segment["startTime"] * 1000 for segment in segments]
    assert len(heard) == len(starts)
    assert max(abs(a - b) for a, b in zip(heard, starts, strict=True)) <= 50

    silences = [after["startTime"] - before["endTime"] for before, after in pairwise(segments[1:])]
    for silence, asked in zip(silences, [2.0, 1.5, 0.5], strict=True):
        assert asked <= silence <= asked + 0.15
