"""`tts check`: an intact episode passes; every possible fault is found and reported."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from mutagen.id3 import ID3

from tests import tones
from tts.audio import mp3, pcm
from tts.cache import Cache
from tts.check import check, intelligibility, respeaking, whisper
from tts.check.report import Heard, Problem, script_of
from tts.check.whisper import Score
from tts.cli.main import cli
from tts.engines import registry
from tts.episode import manage, pipeline, preview
from tts.episode.options import Options
from tts.model import Chunk, EngineError, Reading, Sentence, SourceError, Voice
from tts.show import library

ARTICLE = """---
title: 听钟
author: 周一禾
date: 2026-03-14
---

桥头有一家修表铺，开了四十一年。老板说，他修过的表比镇上的人还多。

## 听诊

修表先要听。他把表贴在耳边，闭上眼睛，过一会儿才打开后盖。

## 徒弟

去年来了一个徒弟，学计算机的。
"""

TONES = Options(engine="tones", offline=True)


@pytest.fixture(autouse=True)
def with_tones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry.ENGINES, "tones", tones.ENTRY)


@pytest.fixture
def cache(own_cache: Path) -> Cache:
    return Cache(own_cache / "clips")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> library.Episode:
    """Made once; each test gets a copy to damage."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "clocks.md").write_text(ARTICLE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(registry.ENGINES, "tones", tones.ENTRY)
        patched.setenv("PAGECAST_CACHE", str(folder / "cache"))
        show, cache = library.open_show(folder / "show"), Cache(folder / "cache" / "clips")
        return pipeline.make(str(folder / "clocks.md"), show, TONES, cache=cache).episode


@pytest.fixture
def made(template: library.Episode, tmp_path: Path, own_cache: Path) -> library.Episode:
    for name in ("clocks.md", "show"):
        path = template.folder.parents[1] / name
        shutil.copytree(path, tmp_path / name) if path.is_dir() else shutil.copy(path, tmp_path)
    shutil.copytree(template.folder.parents[1] / "cache" / "clips", own_cache / "clips")
    return replace(template, folder=tmp_path / "show" / template.folder.name)


def run(episode: library.Episode, *asked: str) -> Result:
    return CliRunner().invoke(cli, ["check", "-o", str(episode.folder.parent), *asked])


# --- what is whole ------------------------------------------------------------------------------------------


def test_an_episode_as_it_should_be_passes(made: library.Episode) -> None:
    result = run(made)
    assert result.exit_code == 0, result.output
    assert "✓ 1 听钟" in result.stdout and "no problems found" in result.stderr
    told = json.loads(run(made, "1", "--json", "-q").stdout)
    assert [(one["title"], one["ok"], one["problems"]) for one in told] == [("听钟", True, [])]
    assert told[0]["duration"] == made.manifest.audio.duration


def test_intended_silence_is_not_a_fault(tmp_path: Path, cache: Cache) -> None:
    (tmp_path / "a.md").write_text(ARTICLE, encoding="utf-8")
    options = Options(engine="silent", offline=True)
    episode = pipeline.make(str(tmp_path / "a.md"), library.open_show(tmp_path / "show"), options, cache=cache).episode
    result = run(episode)
    assert result.exit_code == 0 and "spoken by the engine silent" in result.stdout


def test_an_arrow_in_a_text_is_not_a_fault(tmp_path: Path, cache: Cache) -> None:
    """SubRip uses it between times."""
    (tmp_path / "a.md").write_text("# Arrows\n\nThe comment ends with --> and the text goes on.\n", encoding="utf-8")
    options = Options(engine="silent", offline=True)
    episode = pipeline.make(str(tmp_path / "a.md"), library.open_show(tmp_path / "show"), options, cache=cache).episode
    assert "→" in (episode.folder / "transcript.srt").read_text(encoding="utf-8")
    assert run(episode).exit_code == 0


def test_a_show_without_episodes_and_an_unknown_name_are_errors(tmp_path: Path) -> None:
    (tmp_path / "show").mkdir()
    result = CliRunner().invoke(cli, ["check", "-o", str(tmp_path / "show")])
    assert result.exit_code == 0 and "no episode" in result.stderr
    result = CliRunner().invoke(cli, ["check", "nothing", "-o", str(tmp_path / "show")])
    assert result.exit_code == 1 and "no episode" in result.stderr


# --- what is wrong ------------------------------------------------------------------------------------------


def edited(name: str, change: Callable[[Any], Any]) -> Callable[[library.Episode], None]:
    def spoil(episode: library.Episode) -> None:
        path = episode.folder / name
        told = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps(change(told) or told, ensure_ascii=False), encoding="utf-8")

    return spoil


def replaced(name: str, old: str, new: str) -> Callable[[library.Episode], None]:
    def spoil(episode: library.Episode) -> None:
        path = episode.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return spoil


def cut_short(episode: library.Episode) -> None:
    content = episode.audio.read_bytes()
    episode.audio.write_bytes(content[: len(content) - 100 * mp3.FRAME_BYTES])


def silenced(episode: library.Episode) -> None:
    """Silence the third chunk, as if its clip had been lost."""
    script = script_of(episode)
    first = script["chunks"][1]["sentences"][0]
    with episode.audio.open("r+b") as file:
        start = mp3.first_frame(file)
        file.seek(start + first["start"] // 24 * mp3.FRAME_BYTES)
        file.write(mp3.silence((first["end"] - first["start"]) // 24 + 2))


def moved(told: dict[str, Any]) -> None:
    for chunk in told["chunks"][2:]:
        for sentence in chunk["sentences"]:
            sentence["start"] += 900
            sentence["end"] += 900


def disordered(told: dict[str, Any]) -> None:
    first, second = told["chunks"][1]["sentences"][:2]
    first["start"], second["start"] = second["start"], first["start"]


def retagged(episode: library.Episode) -> None:
    tag = ID3(episode.audio)
    tag.getall("CHAP")[1].start_time += 5000
    tag.save(episode.audio, v2_version=3, v1=0, padding=lambda _: 0)


def louder(told: dict[str, Any]) -> None:
    told["loudness"] += 3


def unlisted(told: dict[str, Any]) -> None:
    del told["files"][told["audio"]["file"]]


SPOILT: dict[str, tuple[Callable[[library.Episode], None], str]] = {
    "a file is gone": (lambda e: (e.folder / "transcript.srt").unlink(), "transcript.srt is missing"),
    "the audio is cut short": (cut_short, "the manifest says"),
    "the audio is another": (silenced, "SHA-256"),
    "a sentence is silent": (silenced, "there is silence where a sentence should be"),
    "marks are off": (edited("script.json", moved), "belong to no sentence"),
    "marks are out of order": (edited("script.json", disordered), "before"),
    "a transcript says something else": (replaced("transcript.vtt", "四十一年", "五十一年"), "has different text"),
    "a transcript has other times": (replaced("transcript.srt", "00:00:0", "00:01:0"), "transcript.srt says"),
    "chapters differ": (
        replaced("chapters.json", "徒弟", "师傅"),
        "chapters.json and the manifest list different chapters",
    ),
    "the tag differs": (retagged, "in the tag of"),
    "the audio is named in no list": (edited("episode.json", unlisted), "is not among the files of the manifest"),
    "loudness is another": (edited("episode.json", louder), "LUFS, the manifest says"),
    "the script can't be read": (lambda e: (e.folder / "script.json").write_bytes(b"{"), "script.json can't be read"),
    "the manifest can't be read": (lambda e: (e.folder / "episode.json").write_bytes(b"{"), "episode.json can't be"),
    "the MP3 is garbage": (lambda e: e.audio.write_bytes(b"\x00" * 5000), "decoded"),
}


@pytest.mark.parametrize("what", SPOILT)
def test_every_fault_is_reported(what: str, made: library.Episode) -> None:
    spoil, told = SPOILT[what]
    spoil(made)
    result = run(made)
    assert result.exit_code == 1, result.output
    assert told in result.stdout, result.stdout
    assert "→" in result.stdout, "what to do is told"
    assert "Traceback" not in result.output


def test_a_silent_sentence_is_reported_with_its_time_and_text(made: library.Episode) -> None:
    silenced(made)
    found = [
        p for p in check(manage.episode_folders(library.open_show(made.folder.parent))[0]).problems if p.at is not None
    ]
    first = script_of(made)["chunks"][1]["sentences"][0]
    assert [(p.at, p.text) for p in found] == [(first["start"], first["text"])]


# --- hearing ------------------------------------------------------------------------------------------------


def test_chunks_are_cut_where_they_are_heard(made: library.Episode) -> None:
    spans = intelligibility._spans(script_of(made))
    cuts = list(pcm.cuts(made.audio, [span for span in spans if span]))
    whole = np.concatenate(list(pcm.stream(made.audio)))
    for (start, end), samples in zip([s for s in spans if s], cuts, strict=True):
        assert np.array_equal(samples, whole[start * 24 : end * 24])
        (onset, *_) = tones.onsets(samples)
        assert 80 <= onset <= 160, "a tenth of a second is cut along"


class FarEar(whisper.Ear):
    """Mishears a voice at normal speed, and understands it when it speaks slower. It has only the interface of
    Whisper."""

    def __init__(self, lines: list[str], usual: list[int]) -> None:
        self.lines, self.usual, self.loaded = lines, usual, 0

    def hear(self, samples: Any, language: str) -> str:
        at = min(range(len(self.usual)), key=lambda n: abs(self.usual[n] - len(samples)))
        slower = len(samples) > self.usual[at] + 24 * 250
        return self.lines[at] if slower else "嗯"


def misheard(episode: library.Episode, chunk: int) -> Heard:
    text = "".join(s["text"] for s in script_of(episode)["chunks"][chunk]["sentences"])
    return Heard(chunk, 0, text, Score(9, 10, "嗯"))


def test_a_misheard_chunk_is_spoken_again_and_the_better_clip_kept(
    made: library.Episode, tmp_path: Path, cache: Cache
) -> None:
    show = library.open_show(tmp_path / "show")
    bad = misheard(made, 3)
    span = intelligibility._spans(script_of(made))[3]
    assert span
    ear = FarEar([bad.text], [(span[1] - span[0] - 130) * 24])
    asked = Options(offline=True)
    episode, done = respeaking.repair(show, made, [bad], script=script_of(made), ear=ear, cache=cache, asked=asked)
    assert [(r.after.wrong, bool(r.how)) for r in done] == [(0, True)]
    assert episode.manifest.audio.sha256 != made.manifest.audio.sha256
    for key in ("guid", "number", "title", "author", "date", "voice", "rate", "content"):
        assert getattr(episode.manifest, key) == getattr(made.manifest, key), key
    before, after = script_of(made if made.audio.exists() else episode), script_of(episode)
    assert [[s["text"] for s in c["sentences"]] for c in before["chunks"]] == [
        [s["text"] for s in c["sentences"]] for c in after["chunks"]
    ]
    result = run(episode)
    assert result.exit_code == 0, result.output
    kept = pipeline.make(str(tmp_path / "clocks.md"), show, TONES, cache=cache)
    assert kept.episode.manifest.audio == episode.manifest.audio, "made again, it keeps the repair"


def test_an_engine_that_says_nothing_is_reported(
    made: library.Episode, tmp_path: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*args: Any, **options: Any) -> Any:
        raise EngineError("the service is gone")

    monkeypatch.setattr(respeaking, "speak", gone)
    show = library.open_show(tmp_path / "show")
    with pytest.raises(EngineError, match="gone"):
        respeaking.repair(show, made, [misheard(made, 1)], script=script_of(made), ear=FarEar([], []), cache=cache)
    assert manage.episode_folders(show)[0].manifest == made.manifest


@pytest.mark.parametrize(("name", "value"), [("voice", "nobody"), ("language", "zh-Hant"), ("rate", 1.25)])
def test_a_repair_does_not_remake_an_episode_made_with_other_options(
    name: str, value: Any, made: library.Episode, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    show = library.open_show(made.folder.parent)
    plan = preview.plan
    monkeypatch.setattr(respeaking.preview, "plan", lambda *args: plan(*args[:-1], made))
    other = replace(made, manifest=replace(made.manifest, **{name: value}))
    with pytest.raises(SourceError, match=f"was made with {name}"):
        respeaking.repair(show, other, [misheard(made, 1)], script=script_of(made), ear=FarEar([], []), cache=cache)


def test_a_sentence_missing_from_a_long_chunk_is_repaired() -> None:
    whisper = [Heard(n, 0, "", Score(wrong, 20, "")) for n, wrong in enumerate((4, 2, 0, 9))]
    found = [Problem("nothing is heard", chunk=0), Problem("late", chunk=2), *intelligibility.problems(whisper)]
    assert [h.chunk for h in intelligibility.to_repair(whisper, found)] == [3, 0]


def test_a_clip_that_no_attempt_improves_is_kept(made: library.Episode, tmp_path: Path, cache: Cache) -> None:
    ear = FarEar(["嗯"], [10**9])
    show = library.open_show(tmp_path / "show")
    episode, done = respeaking.repair(show, made, [misheard(made, 1)], script=script_of(made), ear=ear, cache=cache)
    assert not done[0].how and episode.manifest == made.manifest and made.audio.is_file()


def test_a_source_that_has_changed_is_not_used(made: library.Episode, tmp_path: Path, cache: Cache) -> None:
    (tmp_path / "clocks.md").write_text(ARTICLE.replace("四十一", "四十二"), encoding="utf-8")
    show = library.open_show(tmp_path / "show")
    with pytest.raises(SourceError, match="has changed since"):
        respeaking.repair(show, made, [misheard(made, 1)], script=script_of(made), ear=FarEar([], []), cache=cache)


SAID = "走吧，天快黑了，路还很长。"


class PlainEar(whisper.Ear):
    """Hears what is said, but never the name of the speaker. It has only the interface of Whisper."""

    def __init__(self) -> None:
        pass

    def hear(self, samples: Any, language: str) -> str:
        return SAID


def test_a_speaker_is_repaired_in_their_own_voice(
    tmp_path: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "show"
    folder.mkdir()
    settings = folder / "show.toml"
    settings.write_text('[speakers]\n"甲" = "espeak/cmn+m3"\n', encoding="utf-8")
    (tmp_path / "talk.md").write_text(f"甲：{SAID}\n\n第二天下了雨。\n", encoding="utf-8")
    show = library.open_show(folder)
    options = replace(TONES, title="海边")
    made = pipeline.make(str(tmp_path / "talk.md"), show, options, cache=cache).episode
    assert made.manifest.speakers == {"甲/zh-Hans": "espeak/cmn+m3"}
    script = script_of(made)
    (chunk,) = (at for at, each in enumerate(script["chunks"]) if each.get("label"))

    heard = [each for each in intelligibility.hear(made, script, PlainEar()) if each.chunk == chunk]
    assert [(each.text, each.score.wrong) for each in heard] == [(SAID, 0)], "the label is not missed"

    voices, real = [], respeaking.speak

    def recorded(engine: Any, spoken: Chunk, voice: Voice, **options: Any) -> Any:
        voices.append(f"{engine.name}/{voice.id}")
        return real(engine, spoken, voice, **options)

    monkeypatch.setattr(respeaking, "speak", recorded)
    bad = Heard(chunk, 0, SAID, Score(9, 10, "嗯"))
    asked = Options(offline=True)
    episode, done = respeaking.repair(show, made, [bad], script=script, ear=PlainEar(), cache=cache, asked=asked)
    assert done[0].how and set(voices) == {"espeak/cmn+m3"}
    assert episode.manifest.speakers == made.manifest.speakers

    settings.write_text('[speakers]\n"甲" = "espeak/cmn+f2"\n', encoding="utf-8")
    other = library.open_show(folder)
    with pytest.raises(SourceError, match=r"甲 \(zh-Hans\) was spoken by espeak/cmn\+m3"):
        respeaking.repair(other, episode, [bad], script=script, ear=PlainEar(), cache=cache, asked=asked)


def test_a_sentence_in_its_clauses_says_and_marks_the_same() -> None:
    said = "他把表贴在耳边，闭上眼睛，过一会儿才打开后盖。"
    sentence = Sentence(said + " ", said, (Reading(9, 10, "pinyin", "shang5"),))
    chunk = Chunk("paragraph", (sentence, Sentence("好。", "好。")), "zh-Hans")
    name, apart, _ = next(iter(respeaking.other_ways(chunk, Voice("v", "tones", "zh"))))
    assert name == "clause by clause" and len(apart.sentences) == 4
    assert (apart.text, apart.spoken) == (chunk.text, chunk.spoken)
    assert [(s.spoken[r.start : r.end], r.said) for s in apart.sentences for r in s.readings] == [("上", "shang5")]

    from tts import audio

    clip = tones.Tones(audio).speak(apart, Voice("buzz", "tones", "mul"))
    marks = respeaking._with_marks_of(chunk, apart, clip).info.marks
    assert [(m.text_start, m.text_end) for m in marks] == [(0, len(said)), (len(said) + 1, len(said) + 3)]
    assert marks[0].end == clip.info.marks[2].end


def test_listening_reports_the_worst_first(made: library.Episode, monkeypatch: pytest.MonkeyPatch) -> None:
    class Deaf(whisper.Ear):
        def __init__(self, model: str = "") -> None: ...

        def hear(self, samples: Any, language: str) -> str:
            return "嗯嗯"

    monkeypatch.setattr(whisper, "Ear", Deaf)
    result = run(made, "--listen")
    assert result.exit_code == 1
    assert "misheard (" in result.stdout and "heard: 嗯嗯" in result.stdout and "--repair" in result.stdout
    told = json.loads(run(made, "--listen", "--json", "-q").stdout)[0]
    assert told["misheard"] > 0.9 and len(told["heard"]) == told_chunks(made)


@pytest.mark.parametrize("content", ["{", '{"chunks": [{"sentences": [{}]}]}', "[]"])
def test_an_episode_with_a_broken_script_is_reported_and_not_listened_to(
    content: str, made: library.Episode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whisper, "Ear", lambda model="": FarEar([], []))
    (made.folder / "script.json").write_text(content, encoding="utf-8")
    result = run(made, "--repair")
    assert result.exit_code == 1 and "script.json can't be read" in result.stdout, result.output
    assert "a bug" not in result.output


def told_chunks(episode: library.Episode) -> int:
    return int(episode.manifest.chunks)
