"""Engines of other packages: the one in docs/engines.md, built and installed, and faulty ones."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from tts import audio
from tts.cli.main import cli
from tts.engines import plugin_guard, verify
from tts.engines.choose import choose
from tts.engines.registry import names, open_engine
from tts.episode import casting
from tts.model import Article, Block, Chunk, EngineError, EngineMissing, Sentence
from tts.show import library

PAGE = (Path(__file__).parents[1] / "docs" / "engines.md").read_text("utf-8")
FERRY = "# The Ferry\n\nThe ferry leaves at 6. Nobody has ever seen it leave late.\n\n渡船六点开。\n"
CHUNK = Chunk("paragraph", (Sentence("The ferry is gone.", "The ferry is gone."),), "en")


def code(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


def install(folder: Path, module: str, *, name: str = "hum") -> Path:
    """A package with an engine, as an installer leaves it."""
    (folder / f"pagecast_{name}.py").write_text(module, encoding="utf-8")
    info = folder / f"pagecast_{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: pagecast-{name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[pagecast.engines]\n{name} = pagecast_{name}:Hum\n")
    return folder


def wheel(folder: Path) -> Path:
    """The package of the page, as a wheel (PEP 427), the entry points read from the page's own pyproject.toml."""
    import tomllib

    about = tomllib.loads(code("toml"))["project"]
    stem = f"{about['name'].replace('-', '_')}-{about['version']}"
    info = f"{stem}.dist-info"
    lines = "".join(f"{k} = {v}\n" for k, v in about["entry-points"]["pagecast.engines"].items())
    files = {
        "pagecast_hum.py": code("python"),
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {about['name']}\nVersion: {about['version']}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": f"[pagecast.engines]\n{lines}",
    }
    path = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.writestr(f"{info}/RECORD", "".join(f"{name},,\n" for name in [*files, f"{info}/RECORD"]))
    return path


def test_the_engine_of_the_page_installs_and_makes_an_episode(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check"]
    site = tmp_path / "site"
    subprocess.run([*pip, "--target", str(site), str(wheel(tmp_path))], check=True)
    (tmp_path / "ferry.md").write_text(FERRY, encoding="utf-8")
    root = str(Path(__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([root, str(site)])}

    def tts(*args: str) -> str:
        command = [sys.executable, "-m", "tts", *args]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True, timeout=240
        ).stdout

    assert "hum/low" in tts("voices")
    (made,) = json.loads(tts("make", "ferry.md", "--engine", "hum", "--json"))["episodes"]
    assert (made["engine"], made["voice"], made["spoken"]) == ("hum", "low", 3)
    assert made["loudness"] == pytest.approx(-16, abs=1)
    script = json.loads((tmp_path / made["folder"] / "script.json").read_text("utf-8"))
    said = [sentence for chunk in script["chunks"] for sentence in chunk["sentences"]]
    assert [s["text"].strip() for s in said][1:] == [
        "The ferry leaves at 6.", "Nobody has ever seen it leave late.", "渡船六点开。"
    ]  # fmt: skip
    assert all(one["end"] <= two["start"] for one, two in pairwise(said))


def test_the_page_needs_thirty_lines() -> None:
    assert len(code("python").splitlines()) <= 34


LONG = "渡船每天早上六点开，雨天也不例外，老船长说他从来没有迟到过一回。" * 4


@pytest.mark.parametrize("rate", [0.5, 1.0, 2.0])
@pytest.mark.parametrize(("text", "language"), [(LONG, "zh-Hans"), ("The ferry is late. " * 12, "en")])
def test_the_engine_of_the_page_speaks_long_texts(site: Path, text: str, language: str, rate: float) -> None:
    install(site, code("python"))
    engine = open_engine("hum", audio)
    chunk = Chunk("paragraph", (Sentence(text, text),), language)
    verify.speak(engine, chunk, replace(engine.voices()[0], rate=rate))


def test_one_that_speaks_too_fast_is_refused_with_the_lengths_of_the_page(site: Path) -> None:
    install(site, code("python").replace("0.22 if", "0.08 if"))
    engine = open_engine("hum", audio)
    text = "船" * 100
    with pytest.raises(EngineError, match=r"8\.\d s of sound .* about 23\.0 s, which takes from 8\.6 to 59\.5 s"):
        verify.speak(engine, Chunk("paragraph", (Sentence(text, text),), "zh-Hans"), engine.voices()[0])
    assert "100 Han characters take 23 s, and between 8.6 and 59.5 s are accepted" in PAGE


def test_the_page_has_the_lengths_that_are_expected() -> None:
    rows = re.findall(r"^\| (.+?) \| (\d+)(?:, in Chinese and Japanese (\d+))? \|$", PAGE, re.MULTILINE)
    one = {"Han": "船", "kana": "か", "hangul": "배", "digit": "7", "other letter": "b"}
    assert len(rows) == 7
    for name, usual, eastern in rows:
        for char in [one[name]] if name in one else re.findall(r"`(.)`", name):
            assert verify.expected_ms(char, "en") == int(usual)
            assert verify.expected_ms(char, "zh-Hans") == int(eastern or usual)


# --- faulty ones --------------------------------------------------------------------------------------------

HUM = code("python")
FAULTS = {
    "no package": ("import nothing_of_that_name\n", "can't be loaded: nothing_of_that_name is missing"),
    "raises at import": ("1 / 0\n", "can't be opened: ZeroDivisionError"),
    "exits at import": ("raise SystemExit(3)\n", "can't be opened: SystemExit: 3"),
    "no class": ("Humm = 1\n", "can't be opened: AttributeError"),
    "no syntax": ("def (\n", "can't be opened: SyntaxError"),
    "raises when made": ("def Hum(audio):\n    raise RuntimeError('no device')\n", "RuntimeError: no device"),
    "not an engine": (
        "def Hum(audio):\n    return object()\n",
        "is not an engine: it has no voices(); it has no fits()",
    ),
    "no version": (HUM.replace(', version = "hum", "1"', ' = "hum"'), "it has no version"),
    "workers of none": (HUM.replace("workers = 2", "workers = 0"), "its workers is 0"),
    "a fact that fails": (
        HUM.replace("    workers = 2", "    @property\n    def workers(self):\n        1 / 0\n    w = 2"),
        "can't be opened: ZeroDivisionError",
    ),
    "tunes of none": (HUM.replace("    workers = 2", "    tunes = 'speed'; workers = 2"), "its tunes is 'speed'"),
    "workers in words": (HUM.replace("workers = 2", 'workers = "two"'), "its workers is 'two'"),
}
SPEAKING = {
    "nothing": ("return None", "returned NoneType instead of a Clip"),
    "bytes": ("return b'mp3'", "returned bytes instead of a Clip"),
    "raises": ("return chunk.nothing", "AttributeError"),
    "exits": ("raise SystemExit(3)", "SystemExit: 3"),
    "frames": ("import dataclasses as d; c = self.audio.from_pcm(np.concatenate(pieces), marks); "
               "return d.replace(c, audio=c.audio[:-100])", "that says it has"),
}  # fmt: skip


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, "pagecast_hum", raising=False)
    return folder


@pytest.mark.parametrize("fault", FAULTS)
def test_an_engine_that_cannot_be_opened_causes_a_message(site: Path, fault: str) -> None:
    module, told = FAULTS[fault]
    install(site, module)
    with pytest.raises(EngineError, match=re.escape(told)) as caught:
        open_engine("hum", audio)
    assert "the package pagecast-hum 1.0" in caught.value.message and "uninstall" in caught.value.hint
    assert isinstance(caught.value, EngineMissing) == (fault == "no package")
    found, missing = casting.voices()
    assert {"edge"} <= {v.engine for v in found} and any("hum" in e.message for e in missing)
    assert choose("en", voice="silent", open_engine=lambda name: open_engine(name, audio)).engine.name == "silent"
    result = CliRunner().invoke(cli, ["say", "Hello", "--engine", "hum"])
    assert result.exit_code == 1 and result.stderr.startswith("error:") and "Traceback" not in result.stderr


@pytest.mark.parametrize("fault", SPEAKING)
def test_an_engine_that_returns_invalid_values_causes_a_message(site: Path, fault: str) -> None:
    statement, told = SPEAKING[fault]
    install(site, HUM.replace("return self.audio.from_pcm", f"{statement}\n        return self.audio.from_pcm"))
    engine = open_engine("hum", audio)
    with pytest.raises(EngineError, match=told) as caught:
        engine.speak(CHUNK, engine.voices()[0])
    assert "pagecast-hum" in caught.value.message and "The ferry is gone" in caught.value.message


@pytest.mark.parametrize(
    ("what", "by", "told"),
    [
        ('[Voice("low", "hum", "mul", "Low", offline=True, default=True)]', '["low"]', "returned 'low'"),
        ('"low", "hum",', '"low", "edge",', "which is not a Voice of hum"),
        ("return len(spoken) < 500", "return len(spoken)", "not True or False"),
    ],
)
def test_invalid_voices_and_limits_are_reported(site: Path, what: str, by: str, told: str) -> None:
    install(site, HUM.replace(what, by))
    engine = open_engine("hum", audio)
    with pytest.raises(EngineError, match=told):
        engine.fits("A boat.")
        engine.voices()
    found, _ = casting.voices()
    assert "edge" in {v.engine for v in found}


@pytest.mark.parametrize(
    ("method", "told"),
    [
        ("refresh_voices(self): return ['low']", "refresh_voices.. returned 'low'"),
        ("refresh_voices(self): return None", "refresh_voices.. failed: TypeError"),
        ("named(self, wanted): return 'low'", "named.. returned 'low'"),
        ("reachable(self, timeout): return True", "reachable.. returned True"),
    ],
)
def test_optional_attributes_are_checked_too(site: Path, method: str, told: str) -> None:
    install(site, f"{HUM}\n    def {method}\n")
    engine = open_engine("hum", audio)
    name = method.partition("(")[0]
    with pytest.raises(EngineError, match=told):
        getattr(engine, name)(*({"named": ["low"], "reachable": [1.0]}.get(name, [])))


def test_pitch_and_volume_reach_an_engine_that_tunes(site: Path) -> None:
    install(site, HUM.replace("    workers = 2", "    tunes = ('pitch',); workers = 2"))
    article = Article((Block("paragraph", "The ferry is gone."),), language="en")
    asked = casting.VoiceOptions(engine="hum", pitch=20, volume=10)
    cast = casting.cast(article, library.Show(Path("show")), asked)
    assert (cast.main.voice.pitch, cast.main.voice.volume) == (20, 0)
    assert cast.notes == ("hum can't change the volume of its voices: --volume is ignored",)


def test_a_built_in_engine_is_not_replaced(site: Path) -> None:
    install(site, HUM, name="silent")
    assert names().count("silent") == 1
    assert not isinstance(open_engine("silent", audio), plugin_guard.Guarded)


def test_optional_attributes_are_passed_on(site: Path) -> None:
    more = "\n    def named(self, wanted):\n        return Voice(wanted, 'hum', 'mul')\n"
    more += "\n    def close(self):\n        self.closed = True\n"
    install(site, HUM + more)
    engine = open_engine("hum", audio)
    assert choose("en", voice="hum/high", open_engine=lambda _: engine).voice.id == "high"
    engine.close()  # type: ignore[attr-defined]
    assert engine._inner.closed  # type: ignore[attr-defined]
