"""A sign that a voice can't pronounce affects neither the episode nor its surroundings, and is reported."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.test_engines_plugin_guard import code, install
from tts.cli.main import cli
from tts.engines.verify import speak
from tts.model import Chunk, EngineError, NothingToSay, Sentence, Voice

BOATS = "# Boats\n\n## Ω\n\nSeven boats left. ΨΩΨΩΨΩ. They came home.\n\n## Ψ\n\nNobody slept.\n"
NO_GREEK = code("python").replace(
    "            seconds = sum(",
    """            if any(c in "ΩΨ" for c in sentence.spoken):
                raise NothingToSay("hum knows no such letter", spoken=sentence.spoken)
            seconds = sum(""",
)
"""The engine of docs/engines.md, without a sound for some letters."""
VOICE = Voice("low", "hum", "mul")


@pytest.fixture
def hum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = NO_GREEK.replace("import Mark, Voice", "import Mark, NothingToSay, Voice")
    module = module.replace("normalizes = phonemic = False", "normalizes, phonemic = True, False")
    monkeypatch.syspath_prepend(install(tmp_path, module))
    monkeypatch.delitem(sys.modules, "pagecast_hum", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "boats.md").write_text(BOATS, encoding="utf-8")


def tts(*args: str) -> Result:
    return CliRunner().invoke(cli, [*args, "--engine", "hum"])


@pytest.mark.usefixtures("hum")
def test_the_episode_is_made_and_unheard_signs_are_reported(tmp_path: Path) -> None:
    made = tts("make", "boats.md", "--json")
    assert made.exit_code == 0, made.output
    (episode,) = json.loads(made.stdout)["episodes"]
    (note,) = [note for note in episode["notes"] if "no sound" in note]
    assert "hum/low" in note and "lexicon" in note
    assert all(f"“{letter}" in note for letter in "ΩΨ")

    script = json.loads((tmp_path / episode["folder"] / "script.json").read_text("utf-8"))
    said = {s["text"].strip(): s["end"] - s["start"] for chunk in script["chunks"] for s in chunk["sentences"]}
    assert [text for text, length in said.items() if not length] == ["Ω", "ΨΩΨΩΨΩ.", "Ψ"]
    assert min(said[text] for text in ("Seven boats left.", "They came home.", "Nobody slept.")) > 500
    transcript = (tmp_path / episode["folder"] / "transcript.vtt").read_text("utf-8")
    assert all(text in transcript for text in said)

    checked = CliRunner().invoke(cli, ["check"])
    assert checked.exit_code == 0, checked.output


@pytest.mark.usefixtures("hum")
def test_unheard_signs_are_reported_again_when_the_clips_are_cached() -> None:
    tts("make", "boats.md")
    again = tts("make", "boats.md", "--force")
    assert again.exit_code == 0
    assert "hum/low has no sound for “Ω”, “ΨΩΨΩΨΩ.”, “Ψ”" in again.output


@pytest.mark.usefixtures("hum")
def test_a_text_without_any_sound_is_not_an_episode() -> None:
    said = tts("say", "Ω")
    assert said.exit_code == 1
    assert "nothing of “Ω” can be heard: hum/low has no sound for “Ω”" in said.output
    assert "Traceback" not in said.output
    assert not Path("say.mp3").exists()


@pytest.mark.usefixtures("hum")
@pytest.mark.parametrize("words", ["7", "42", "Next page", "Share this"])
def test_the_suggested_reading_names_the_sign_as_written(words: str) -> None:
    said = tts("say", words)
    assert said.exit_code == 0, said.output


class Mute:
    """An engine that has no sound for any text with a digit."""

    name, version, workers, normalizes, phonemic, audible, deterministic = "mute", "1", 1, True, False, True, True

    def voices(self) -> tuple[Voice, ...]:
        return ()

    def fits(self, spoken: str) -> bool:
        return True

    def speak(self, chunk: Chunk, voice: Voice) -> None:
        silent = next(s.spoken for s in chunk.sentences if any(map(str.isdigit, s.spoken)))
        raise NothingToSay("no figures here", spoken=silent)


@pytest.mark.parametrize(
    ("text", "failure"), [("42", NothingToSay), ("In 2024 forty ships left the harbour.", EngineError)]
)
def test_a_sign_may_be_silent_and_a_sentence_may_not(text: str, failure: type[EngineError]) -> None:
    chunk = Chunk("paragraph", (Sentence(text, text),), "en")
    with pytest.raises(EngineError, match="no figures here") as caught:
        speak(Mute(), chunk, VOICE)  # type: ignore[arg-type]
    assert type(caught.value) is failure
