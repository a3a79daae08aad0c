"""`tts lexicon …`, and the effect of the lexicon on `make`, `script` and `say`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from mutagen.mp3 import MP3

from tts.cli.main import cli


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    yield tmp_path


def tts(*args: str) -> Result:
    return CliRunner().invoke(cli, list(args))


def test_a_word_is_added_listed_and_removed(here: Path) -> None:
    added = tts("lexicon", "add", "朝阳区", "cháo yáng qū")
    assert added.exit_code == 0 and added.stdout == "朝阳区 [zh] = cháo yáng qū\n"
    assert "output/lexicon.toml" in added.stderr and "tts lexicon test '朝阳区'" in added.stderr
    assert tts("lexicon", "add", "Nginx", "engine ex").stdout == "Nginx [en] = engine ex\n"
    assert "before: engine ex" in tts("lexicon", "add", "Nginx", "/ˈɛndʒɪn ˈɛks/").stderr
    assert tts("lexicon", "list").stdout == "朝阳区 [zh] = cháo yáng qū\nNginx [en] = /ˈɛndʒɪn ˈɛks/\n"
    assert [e["word"] for e in json.loads(tts("lexicon", "list", "--json").stdout)] == ["朝阳区", "Nginx"]
    assert "尉迟 [zh] = yù chí" in tts("lexicon", "list", "--all").stdout
    assert tts("lexicon", "remove", "Nginx").exit_code == 0
    gone = tts("lexicon", "remove", "Nginx")
    assert gone.exit_code == 1 and "tts lexicon list" in gone.stderr


@pytest.mark.parametrize(
    ("word", "reading", "told"),
    [
        ("重庆", "chong2", '"重庆" = "chong2 qing4"'),
        ("重庆", "chongqing", "no tone marks"),
        ("Foo", "/ʘ/", "no voice can say"),
        ("……", "x", "not a word"),
    ],
)
def test_an_invalid_reading_is_refused(here: Path, word: str, reading: str, told: str) -> None:
    refused = tts("lexicon", "add", word, reading)
    assert refused.exit_code == 1 and told in refused.stderr and "→" in refused.stderr
    assert not (here / "output").exists()


def test_test_shows_how_a_text_is_read_and_what_decided_it(here: Path) -> None:
    tts("lexicon", "add", "Nginx", "/ˈɛndʒɪn ˈɛks/")
    told = tts("lexicon", "test", "尉迟先生在重(chóng)庆用Nginx。").stdout
    assert "yù chí" in told and "/ˈɛnʤɪn ˈɛks/" in told
    assert "online: 欲迟先生在虫庆用enjin eks。" in told
    assert "by Pagecast's list of names: 尉迟 [zh] = yù chí" in told
    assert "by the article itself: 重庆 [zh] = chóng" in told
    assert "by output/lexicon.toml: Nginx [en]" in told
    data = json.loads(tts("lexicon", "test", "a Nginx", "--json").stdout)
    assert (data["language"], data["engine"]) == ("en", "hibari")


def test_a_reading_can_be_listened_to(here: Path) -> None:
    tts("lexicon", "add", "Nginx", "engine ex")
    spoken = tts("lexicon", "test", "The Nginx server.", "--speak", "word.mp3")
    assert spoken.exit_code == 0 and MP3(here / "word.mp3").info.length > 0.5
    assert tts("lexicon", "test", "x", "--speak", "word.wav").exit_code == 2


def test_script_and_say_go_by_the_lexicon(here: Path) -> None:
    (here / "a.txt").write_text("朝阳区的Nginx。", encoding="utf-8")
    (here / "mine.toml").write_text('[en]\n"Nginx" = "engine ex"\n', encoding="utf-8")
    assert "engine ex" in tts("script", "a.txt", "--lexicon", "mine.toml").stdout
    assert "潮阳区" in tts("script", "a.txt", "--engine", "edge").stdout
    assert tts("script", "a.txt", "--lexicon", "none.toml").exit_code == 2
    (here / "mine.toml").write_text('[zh]\n"朝阳区" = "x"\n', encoding="utf-8")
    refused = tts("say", "好", "--engine", "silent", "--lexicon", "mine.toml")
    assert refused.exit_code == 1 and "mine.toml" in refused.stderr and "朝阳区" in refused.stderr


def test_a_changed_lexicon_speaks_only_chunks_with_the_word(here: Path) -> None:
    (here / "a.txt").write_text("我们用Nginx。\n\n天气很好。\n\n下雨了。", encoding="utf-8")

    def spoken() -> tuple[int, bool]:
        made = json.loads(tts("make", "--engine", "silent", "--json", "a.txt").stdout)["episodes"][0]
        return made["spoken"], made["unchanged"]

    assert spoken() == (3, False)
    assert spoken() == (0, True)
    tts("lexicon", "add", "Nginx", "engine ex")
    assert spoken() == (1, False)
    tts("lexicon", "add", "无关", "wu2 guan1")
    assert spoken() == (0, True)
