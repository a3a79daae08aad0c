"""Speakers: labels, marks and quotations, and the voices that a show gives them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests import tones
from tts import text
from tts.cache import Cache
from tts.engines import registry
from tts.episode import pipeline
from tts.episode.options import Options
from tts.model import Article, Block, LibraryError, Source, VoiceNotFound
from tts.show import library
from tts.text.pauses import with_pauses
from tts.text.speakers import QUOTATION, with_speakers

SILENT = Options(engine="silent", offline=True)


def said(words: str, *names: str, kind: str = "paragraph") -> list[tuple[str, str]]:
    """Passages of a paragraph, each with its speaker; unspoken labels are cut off."""
    article = with_speakers(Article((Block(kind, words),)), names)  # type: ignore[arg-type]
    return [(block.text[block.label :], block.speaker) for block in article.blocks]


@pytest.mark.parametrize(
    ("words", "names", "expected"),
    [
        ("甲：走吧。", ("甲", "乙"), [("走吧。", "甲")]),
        ("乙（笑）：好。", ("甲", "乙"), [("好。", "乙")]),
        ("記者: 為什麼？", ("記者",), [("為什麼？", "記者")]),
        ("Q: Why?", ("Q",), [("Why?", "Q")]),
        ("q : Why?", ("Q",), [("Why?", "Q")]),
        ("Anna: Come in.", ("Ann", "Anna"), [("Come in.", "Anna")]),
        ("Anna Lee: Come in.", ("Anna",), [("Anna Lee: Come in.", "")]),
        ("丙：走吧。", ("甲",), [("丙：走吧。", "")]),
        ("甲：", ("甲",), [("甲：", "")]),
        ("甲说：走吧。", ("甲",), [("甲说：走吧。", "")]),
        ("[voice: Anna] Come in.", ("Anna",), [("Come in.", "Anna")]),
        ("【声音：甲】走吧。", ("甲",), [("走吧。", "甲")]),
        ("[voice: am_adam] Come in.", ("Q",), [("Come in.", "am_adam")]),
    ],
)
def test_a_label_or_a_mark_names_the_speaker(
    words: str, names: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    assert said(words, *names) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("他说：“走吧。”然后走了。", [("他说：", ""), ("“走吧。”", QUOTATION), ("然后走了。", "")]),
        ("「走吧，」他說，「天晚了。」", [("「走吧，」", QUOTATION), ("他說，", ""), ("「天晚了。」", QUOTATION)]),
        ("“Come in,” she said.", [("“Come in,”", QUOTATION), (" she said.", "")]),
        ('She said, "come in".', [("She said, ", ""), ('"come in".', QUOTATION)]),
        ("所谓“新常态”并不新。", [("所谓“新常态”并不新。", "")]),
        ("The “new normal” is old.", [("The “new normal” is old.", "")]),
        ("没有引文。", [("没有引文。", "")]),
    ],
)
def test_a_quotation_is_distinguished_from_a_quoted_word(words: str, expected: list[tuple[str, str]]) -> None:
    assert said(words, QUOTATION) == expected
    assert "".join(stretch for stretch, _ in expected) == words
    assert said(words, "Q") == [(words, "")]


def test_a_block_quotation_counts_as_a_quotation_and_a_heading_does_not() -> None:
    assert said("走吧。", QUOTATION, kind="quote") == [("走吧。", QUOTATION)]
    assert said("甲：走吧。", "甲", kind="heading") == [("甲：走吧。", "")]


def test_a_mark_on_its_own_line_is_for_the_next_paragraph() -> None:
    article = Article(tuple(Block("paragraph", each) for each in ("[voice: Q]", "Why?", "Rain.")))
    assert [(b.text, b.speaker) for b in with_speakers(article, {"Q"}).blocks] == [("Why?", "Q"), ("Rain.", "")]


def turns_of(*texts: str, names: tuple[str, ...] = ("Q", "A", "问", "答")) -> str:
    """The speaker of each paragraph, `-` for the usual voice; `# ` begins a heading, `***` is a rule."""
    blocks = []
    for each in texts:
        kind = "heading" if each.startswith("# ") else "paragraph"
        blocks.append(Block(kind, each))  # type: ignore[arg-type]
    article = with_pauses(Article(tuple(blocks)))
    return " ".join(block.speaker or "-" for block in with_speakers(article, names).blocks)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("Q: Why?", "A: It rained.", "All day.", "All night.", "Q: And then?"), "Q A A A Q"),
        (("问：为什么？", "答：下雨了。", "下了一天。", "问：后来呢？", "答：晴了。"), "问 答 答 问 答"),
        # behind the last label: only where turns run on in this section
        (("Q: Why?", "A: It rained.", "They walked on."), "Q A -"),
        (("Q: Why?", "A: Rain.", "All day.", "Q: And?", "A: Sun.", "All week."), "Q A A Q A A"),
        # what ends a turn
        (("Q: Why?", "A: Rain.", "# The sea", "It was calm.", "Q: So?"), "Q A - - Q"),
        (("Q: Why?", "A: Rain.", "***", "It was calm.", "Q: So?"), "Q A - Q"),
        (("Q: Why?", "A: Rain.", "Bob Lee: No.", "Not at all.", "Q: So?"), "Q A - - Q"),
        (("Q: Why?", "A: Rain.", "[voice: Q] No.", "It was calm.", "Q: So?"), "Q A Q - Q"),
        # what does not
        (("Q: Why?", "A: Rain.", "(They laugh.)", "All day.", "Q: So?"), "Q A - A Q"),
        (("问：为什么？", "答：有三点。", "第一：下雨。", "原因如下：冷。", "问：哦？"), "问 答 答 答 问"),
        (("Q: Why?", *["It is long."] * 13, "Q: So?"), "Q" + " -" * 13 + " Q"),
    ],
)
def test_a_turn_lasts_until_the_next_label(texts: tuple[str, ...], expected: str) -> None:
    assert turns_of(*texts) == expected


def test_another_language_does_not_belong_to_the_turn() -> None:
    blocks = [Block("paragraph", "Q: Why?"), Block("paragraph", "走吧。", language="zh"), Block("paragraph", "Q: So?")]
    assert [b.speaker for b in with_speakers(Article(tuple(blocks)), {"Q"}).blocks] == ["Q", "", "Q"]


def test_no_speakers_change_nothing() -> None:
    article = Article((Block("paragraph", "Q: “Why?” [voice: Q]"),))
    assert text.with_speakers(article, {}) is article


@pytest.mark.parametrize(("labels", "spoken"), [("skip", "Why not?"), ("read", "Q: Why not?")])
def test_a_label_is_written_and_spoken_on_request(labels: str, spoken: str) -> None:
    article = Article((Block("paragraph", "Q: Why not? It rains."),), language="en")
    found = text.with_speakers(article, {"Q": "af_heart", "labels": labels})
    chunk = text.write_script(found, fits=lambda _: True).chunks[0]
    assert (chunk.text, chunk.speaker) == ("Q: Why not? It rains.", "Q")
    assert chunk.sentences[0].spoken.strip() == spoken


# --- the show ---------------------------------------------------------------------------------------------------------

INTERVIEW = "甲：天黑了没有？\n\n乙：还没有。\n\nThey walked on, and “the sea is near,” said one of them.\n"


def show_with(folder: Path, speakers: str) -> library.Show:
    folder.mkdir(exist_ok=True)
    (folder / "show.toml").write_text(f"[speakers]\n{speakers}\n", encoding="utf-8")
    return library.open_show(folder)


def source(words: str = INTERVIEW) -> Source:
    return Source("talk.md", words.encode(), "text/markdown")


def test_each_speaker_has_their_own_voice(tmp_path: Path, own_cache: Path) -> None:
    cache = Cache(own_cache / "clips")
    show = show_with(tmp_path / "show", '"甲" = "zh=espeak/cmn+m3"\n"乙" = "espeak/cmn+f2"')
    options = Options(engine="auto", voice="zh=espeak/cmn,en=espeak/en-US", offline=True, title="海边", language="zh")
    first = pipeline.make(source(), show, options, cache=cache)
    segments = json.loads((first.episode.folder / "transcript.json").read_text(encoding="utf-8"))["segments"]
    assert [s["body"] for s in segments][1:3] == ["甲：天黑了没有？", "乙：还没有。"]
    assert first.spoken == 4

    again = pipeline.make(source(), show, options, cache=cache)
    assert again.spoken == 0
    other = show_with(tmp_path / "show", '"甲" = "zh=espeak/cmn+m3"\n"乙" = "espeak/cmn+m7"')
    assert pipeline.make(source(), other, options, cache=cache).spoken == 1
    plain = replace(other, settings=replace(other.settings, speakers={}))
    assert pipeline.make(source(), plain, options, cache=cache).spoken == 2  # with their labels


def test_an_unknown_voice_is_reported_with_the_nearest(tmp_path: Path, own_cache: Path) -> None:
    show = show_with(tmp_path / "show", '"甲" = "espeak/cmm"')
    with pytest.raises(VoiceNotFound, match=r"甲.*cmm") as told:
        pipeline.make(
            source("甲：走吧。\n\n天黑了。\n"),
            show,
            replace(SILENT, engine="auto", voice="espeak/cmn"),
            cache=Cache(own_cache),
        )
    assert "show.toml" in told.value.message


def test_a_voice_of_another_language_is_replaced_by_the_usual_one(
    tmp_path: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry.ENGINES, "tones", tones.ENTRY)
    show = show_with(tmp_path / "show", '"甲" = "espeak/en-US"')
    options = Options(engine="tones", offline=True)
    made = pipeline.make(source("甲：走吧。\n\n天黑了。\n"), show, options, cache=Cache(own_cache / "clips"))
    assert any("甲" in note for note in made.notes)


@pytest.mark.parametrize("wrong", ["Q = 3", 'Q = ""', 'labels = "sing"'])
def test_an_invalid_table_of_speakers_is_reported(wrong: str, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="speakers"):
        show_with(tmp_path / "show", wrong)
