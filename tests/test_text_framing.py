"""Intro and outro: what is spoken around an article, by which voice, and the cost of changing them."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from tts.cache import Cache
from tts.episode import pipeline
from tts.episode.options import Made, Options
from tts.model import Article, Block, LibraryError
from tts.show import library
from tts.text import framing

ZH = """---
title: 夜里的面包店
author: 林小满
date: 2026-04-05
---

凌晨三点，整条街只有一家店亮着灯。

## 火候

烤箱要烧到很热。
"""
INTRO = "欢迎收听{show}。今天读的是《{title}》，作者{author}，发布于{date}。{publication}授权。"


@pytest.fixture
def cache(own_cache: Path) -> Cache:
    return Cache(own_cache / "clips")


def made(folder: Path, cache: Cache, text: str = ZH, toml: str = "", **more: str) -> Made:
    (folder / "show").mkdir(exist_ok=True)
    (folder / "show" / "show.toml").write_text(toml, encoding="utf-8")
    (folder / "a.md").write_text(text, encoding="utf-8")
    options = Options(engine="silent", **more)  # type: ignore[arg-type]
    return pipeline.make(str(folder / "a.md"), library.open_show(folder / "show"), options, cache=cache)


def toml(**settings: str) -> str:
    return "".join(f"{name} = {json.dumps(said, ensure_ascii=False)}\n" for name, said in settings.items())


def chunks(made: Made) -> list[tuple[str, str]]:
    script = json.loads((made.episode.folder / "script.json").read_text(encoding="utf-8"))
    return [(c["kind"], "".join(s["text"] for s in c["sentences"])) for c in script["chunks"]]


def test_intro_and_outro_are_heard_first_and_last(tmp_path: Path, cache: Cache) -> None:
    told = made(tmp_path, cache, toml=toml(title="茶余", intro=INTRO, outro="感谢收听{show}。"))
    said = chunks(told)
    assert said[0] == ("intro", "欢迎收听茶余。今天读的是《夜里的面包店》，作者林小满，发布于2026年4月5日。")
    assert [kind for kind, _ in said] == ["intro", "title", "paragraph", "heading", "paragraph", "outro"]
    assert said[-1] == ("outro", "感谢收听茶余。")
    assert "欢迎收听茶余。" in (told.episode.folder / "transcript.vtt").read_text(encoding="utf-8")


def test_intro_and_outro_belong_to_the_chapters_next_to_them(tmp_path: Path, cache: Cache) -> None:
    manifest = made(tmp_path, cache, toml=toml(intro="开始。", outro="结束。")).episode.manifest
    assert [c.title for c in manifest.chapters] == ["夜里的面包店", "火候"]
    assert manifest.chapters[0].start == 0
    assert manifest.chapters[-1].end == manifest.audio.duration
    assert all(one.end == two.start for one, two in pairwise(manifest.chapters))


def test_an_untitled_article_is_not_called_by_the_intro(tmp_path: Path, cache: Cache) -> None:
    told = made(tmp_path, cache, text="凌晨三点下雨了。\n\n店里有人。\n", toml=toml(intro="欢迎收听。《{title}》。"))
    assert told.episode.manifest.title == "凌晨三点下雨了。"
    assert chunks(told)[0] == ("intro", "欢迎收听。")
    assert [c.start for c in told.episode.manifest.chapters] == [0]


def test_another_intro_is_one_chunk_spoken(tmp_path: Path, cache: Cache) -> None:
    first = made(tmp_path, cache, toml=toml(intro="欢迎收听。", outro="再见。"))
    assert made(tmp_path, cache, toml=toml(intro="欢迎收听。", outro="再见。")).unchanged
    again = made(tmp_path, cache, toml=toml(intro="大家好。", outro="再见。"))
    assert (again.spoken, again.cached) == (1, first.spoken - 1)
    without = made(tmp_path, cache)
    assert (without.spoken, next(kind for kind, _ in chunks(without))) == (0, "title")


def test_another_name_of_the_show_is_said_where_the_intro_says_it(tmp_path: Path, cache: Cache) -> None:
    made(tmp_path, cache, toml=toml(title="茶余", intro="欢迎收听{show}。"))
    again = made(tmp_path, cache, toml=toml(title="饭后", intro="欢迎收听{show}。"))
    assert (again.spoken, chunks(again)[0][1]) == (1, "欢迎收听饭后。")


@pytest.mark.parametrize(
    ("words", "values", "said"),
    [
        ("作者：{author}。欢迎收听。", {"author": ""}, "欢迎收听。"),
        (
            "{title}，作者{author}，{date}。",
            {"title": "渡口", "author": "", "date": "2026年4月5日"},
            "渡口，2026年4月5日。",
        ),
        ("{title}，作者{author}。", {"title": "渡口", "author": ""}, "渡口。"),
        ("“{title}” by {author}, {date}.", {"title": "The Ferry", "author": "", "date": "May 4, 2026"}, "May 4, 2026."),
        ("Thank you for listening, {author}. Bye!", {"author": ""}, "Bye!"),
        ("{title}", {"title": "{author} </script>"}, "{author} </script>"),
        ("From {publication}.", {"publication": ""}, ""),
        ("一。\n\n二。", {}, "一。 二。"),
    ],
)
def test_a_field_without_a_value_is_left_out_with_its_clause(words: str, values: dict[str, str], said: str) -> None:
    assert framing.filled(words, values) == said


@pytest.mark.parametrize(
    ("language", "words", "said", "by"),
    [
        ("en", "Published {date}.", "Published April 5, 2026.", ""),
        ("zh-Hant", "發佈於{date}。", "發佈於2026年4月5日。", ""),
        ("de", "Vom {date}.", "Vom 2026-04-05.", ""),
        ("en", "欢迎收听本节目，这篇文章发布于{date}。", "欢迎收听本节目，这篇文章发布于2026年4月5日。", "zh-Hans"),
    ],
)
def test_a_date_is_said_as_the_words_around_it_are(language: str, words: str, said: str, by: str) -> None:
    """And by a voice of their language, if it differs from the article's."""
    article = Article((Block("paragraph", "x"),), title="T", date="2026-04-05", language=language)
    assert framing.framed(article, words, "", "Show").blocks[0] == Block("intro", said, language=by)


def test_a_date_that_nobody_stated_is_not_said(tmp_path: Path, cache: Cache) -> None:
    told = made(tmp_path, cache, text="# 渡口\n\n六点开船。\n", toml=toml(intro="发布于{date}。"))
    assert [kind for kind, _ in chunks(told)] == ["title", "paragraph"]
    told = made(tmp_path, cache, text="# 渡口\n\n六点开船。\n", toml=toml(intro="发布于{date}。"), date="2026-01-31")
    assert chunks(told)[0] == ("intro", "发布于2026年1月31日。")


def test_an_unknown_field_in_braces_is_reported(tmp_path: Path, cache: Cache) -> None:
    with pytest.raises(LibraryError, match=r"intro has the unknown placeholder \{writer\}") as e:
        made(tmp_path, cache, toml=toml(intro="{writer}"))
    assert "{author}" in e.value.hint


def test_the_tag_says_that_the_speech_is_synthetic(tmp_path: Path, cache: Cache) -> None:
    from mutagen.id3 import ID3

    told = made(tmp_path, cache)
    assert "本集由合成语音朗读。" in ID3(told.episode.audio).getall("COMM")[0].text[0]
    told = made(tmp_path, cache, toml=toml(disclosure="由{voice}朗读，不是真人。"))
    assert told.spoken == 0
    assert "由silent朗读，不是真人。" in ID3(told.episode.audio).getall("COMM")[0].text[0]
