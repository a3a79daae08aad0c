"""Transcripts: every sentence, in the article's own characters, with its times."""

from __future__ import annotations

import io
import json
import re
import subprocess
from html import unescape
from typing import TYPE_CHECKING

import pytest
import webvtt

from tests.needs import NPM, needs
from tts.episode import transcript
from tts.episode.transcript import Cue
from tts.model import Chunk, ClipInfo, Mark, Script, Sentence

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VTT_PARSER = NPM.parent / "webvtt.mjs"
TITLE = Chunk("title", (Sentence("桥上的灯", "桥上的灯。"),), "zh-Hans", 1000)
QUESTION = Sentence("“几点了？” ", "几点了？")
ANSWER = Sentence("2024年，她问<我> & 你。", "二零二四年，她问我和你。")
FIRST = Chunk("paragraph", (QUESTION, ANSWER), "zh-Hans", 600)
HEAD = Chunk("heading", (Sentence("二、回家", "二、回家。"),), "zh-Hans", 800, level=2)
LAST = Chunk("paragraph", (Sentence("走了。", "走了。"), Sentence("……", "")), "zh-Hans", 600)
SCRIPT = Script("桥上的灯", "zh-Hans", (TITLE, FIRST, HEAD, LAST))
CLIPS = (
    ClipInfo(50, 48, (Mark(0, 1100, 0, 4),)),
    ClipInfo(150, 145, (Mark(10, 900, 0, 6), Mark(1000, 3300, 7, 24), Mark(1000, 1800, 7, 12, "word"))),
    ClipInfo(40, 40, (Mark(0, 900, 0, 4),)),
    ClipInfo(40, 40, (Mark(0, 800, 0, 3),)),
)
STARTS = (240, 2400, 6500, 8300)


@pytest.fixture
def cues() -> list[Cue]:
    return transcript.cues(SCRIPT.chunks, CLIPS, STARTS)


def test_cues_have_every_character_of_the_article(cues: list[Cue]) -> None:
    shown = re.sub(r"\s", "", "".join(c.text for c in cues))
    written = re.sub(r"\s", "", "".join(c.text for c in SCRIPT.chunks))
    assert shown == written


def test_times_are_of_the_episode(cues: list[Cue]) -> None:
    assert [(c.start, c.end) for c in cues[:3]] == [(240, 1340), (2410, 3300), (3400, 5700)]
    word = cues[2].words[0]
    assert (word.start, word.end) == (3400, 4200)
    assert cues[2].text[word.text_start : word.text_end] == "2024年"


def test_a_sentence_with_nothing_to_say_is_still_shown(cues: list[Cue]) -> None:
    assert cues[-1].text == "……"
    assert cues[-1].start == cues[-2].end


def test_vtt_is_escaped_and_its_lines_are_short() -> None:
    long = "The harbour road was closed; " * 12 + "so we walked."
    said = transcript.vtt([Cue(0, 90_000, long, 0), Cue(3_600_000, 3_601_500, "a < b && c", 1)], "en")
    lines = said.splitlines()
    assert lines[0] == "WEBVTT"
    assert all(len(line) <= 65 for line in lines)
    assert "a &lt; b &amp;&amp; c" in lines
    assert "01:00:00.000 --> 01:00:01.500" in lines
    shown = " ".join(line for line in lines[5:] if "-->" not in line)
    assert shown.startswith(" ".join(long.split()))


def test_chinese_lines_never_begin_with_a_closing_sign() -> None:
    text = "他说：“路还很长，我们慢慢走，不要着急。”" * 8
    lines = transcript._wrap(text)
    assert "".join(lines) == text
    assert all(len(line) <= 65 and line[0] not in "，。”、：" for line in lines)


def test_srt_has_commas_in_its_times(cues: list[Cue]) -> None:
    assert transcript.srt(cues).startswith("1\n00:00:00,240 --> 00:00:01,340\n桥上的灯\n\n2\n")


def test_json_is_of_podcasting_2(cues: list[Cue]) -> None:
    told = json.loads(transcript.to_json(cues))
    assert told["version"] == "1.0.0"
    assert told["segments"][0] == {"startTime": 0.24, "endTime": 1.34, "body": "桥上的灯"}
    assert told["segments"][2]["words"] == [{"startTime": 3.4, "endTime": 4.2, "body": "2024年"}]


def test_chapters_are_title_and_headings() -> None:
    chapters = transcript.chapters(SCRIPT, STARTS, 10_000)
    assert [(c.start, c.end, c.title, c.level) for c in chapters] == [
        (0, 6500, "桥上的灯", 0),
        (6500, 10_000, "二、回家", 2),
    ]


def test_an_article_without_a_title_has_a_first_chapter() -> None:
    script = Script("", "zh-Hans", (FIRST, HEAD, LAST))
    chapters = transcript.chapters(script, (240, 4000, 6000), 9000)
    assert [(c.start, c.title) for c in chapters] == [(0, "…"), (4000, "二、回家")]


# --- read by parsers that nobody here wrote -----------------------------------------------------------------

SAID = [
    "A < b && c > d, 5 --> 7, &amp; &lt;b&gt;",
    "12",
    "NOTE that this is no comment.",
    "他问：“几点了？”她说：“<我>不知道 --> 你呢？”" * 3,
    "مرحبا \u200fبالعالم 🎉",
    "The harbour road was closed; " * 9 + "so we walked.",
]
READ = [Cue(n * 3_600_123, n * 3_600_123 + 1_500, text, n) for n, text in enumerate(SAID)]


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_a_reader_of_vtt_has_the_text_and_the_times() -> None:
    found = webvtt.from_string(transcript.vtt(READ, "en"))
    assert [round(c.start_in_seconds * 1000) // 1000 for c in found] == [c.start // 1000 for c in READ]
    assert [(c.start, c.end) for c in found][1] == ("01:00:00.123", "01:00:01.623")
    assert [bare(unescape(c.raw_text)) for c in found] == [bare(text) for text in SAID]


@needs("node", npm="webvtt-parser")
def test_the_standards_parser_finds_no_error_in_vtt() -> None:
    """With the W3C's own parser, on which browsers' tests are based."""
    for cues in (READ, READ[:1], []):
        said = transcript.vtt(cues, "zh-Hans")
        done = subprocess.run(["node", VTT_PARSER], input=said.encode(), capture_output=True, check=True)
        found = json.loads(done.stdout)
        assert found["errors"] == []
        assert [bare(unescape(cue["text"])) for cue in found["cues"]] == [bare(cue.text) for cue in cues]
        assert [round(cue["startTime"] * 1000) for cue in found["cues"]] == [cue.start for cue in cues]


def test_a_reader_of_srt_has_the_text_and_the_times() -> None:
    found = webvtt.from_buffer(io.StringIO(transcript.srt(READ)), "srt")
    assert [(c.start, c.end) for c in found][1] == ("01:00:00.123", "01:00:01.623")
    assert [bare(c.raw_text) for c in found] == [bare(text.replace("-->", "→")) for text in SAID]


@needs("chromium")
def test_a_browser_has_every_cue(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<video></video>")
    found = page.evaluate(
        """vtt => new Promise(done => {
          const track = document.createElement("track");
          track.src = URL.createObjectURL(new Blob([vtt], { type: "text/vtt" }));
          const told = c => [c.startTime, c.endTime, c.getCueAsHTML().textContent];
          track.onload = () => done([...track.track.cues].map(told));
          track.onerror = () => done([]);
          document.querySelector("video").append(track);
          track.track.mode = "hidden";
        })""",
        transcript.vtt(READ, "en"),
    )
    page.close()
    assert [(round(start * 1000), round(end * 1000)) for start, end, _ in found] == [(c.start, c.end) for c in READ]
    assert [bare(text) for _, _, text in found] == [bare(text) for text in SAID]
