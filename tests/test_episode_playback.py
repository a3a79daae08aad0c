"""`tts play`: what a player receives and when, with recording programs and real players."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner, Result

from tests.edge_server import EdgeServer
from tests.openai_server import SpeechServer
from tests.waiting import until
from tts.audio import mp3
from tts.cache import Cache
from tts.cli.main import cli
from tts.engines.openai import client as openai_server
from tts.episode import pipeline, playback
from tts.episode.options import Listener, Options
from tts.episode.play_page import Browser
from tts.episode.players import PLAYERS, PlayerError, Program, command
from tts.model import EpisodeFailed
from tts.show import library

STORY = "# The Ferry\n\nThe ferry leaves at six.\n\n## Night\n\nNobody has ever seen it leave late.\n\nIt is gone.\n"

RECORDER = """
import os, sys
with open(sys.argv[1], "wb", buffering=0) as heard:
    while piece := os.read(0, 1 << 16):
        heard.write(piece)
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ferry.md").write_text(STORY, encoding="utf-8")
    (tmp_path / "recorder.py").write_text(RECORDER)
    return tmp_path


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SpeechServer]:
    for name in (*openai_server.URLS, *openai_server.KEYS, openai_server.MODEL, openai_server.EXTRA):
        monkeypatch.delenv(name, raising=False)
    with SpeechServer() as server:
        monkeypatch.setenv("PAGECAST_OPENAI_URL", server.url)
        yield server


def recorder(here: Path) -> str:
    return f"{sys.executable} {here / 'recorder.py'} {here / 'heard'}"


def play(here: Path, *args: str, engine: str = "silent", player: str = "") -> Result:
    return CliRunner().invoke(
        cli, ["play", "ferry.md", "--engine", engine, "--player", player or recorder(here), *args]
    )


def frames(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(mp3.first_frame(file))
        return file.read()


def level_taken_out(audio: bytes) -> bytes:
    """Frames without the bits that gain changes."""
    plain = mp3.as_frames(audio).copy()
    plain[:, 7] &= 0xFC
    plain[:, 8] &= 0x03
    return plain.tobytes()


def test_the_player_gets_the_bytes_of_the_episode(here: Path) -> None:
    result = play(here)
    assert result.exit_code == 0, result.stderr
    episode = Path(result.stdout.strip())
    assert (here / "heard").read_bytes() == frames(episode)
    made = CliRunner().invoke(cli, ["make", "ferry.md", "--engine", "silent"])
    assert "unchanged" in made.stderr and made.stdout == result.stdout, "saved as make does"


def test_a_voice_is_heard_with_the_episodes_frames_at_one_level(here: Path, server: SpeechServer) -> None:
    first = play(here, engine="openai")
    assert first.exit_code == 0, first.stderr
    heard, episode = (here / "heard").read_bytes(), frames(Path(first.stdout.strip()))
    assert level_taken_out(heard) == level_taken_out(episode)
    again = play(here, "--title", "Boats", engine="openai")
    assert (here / "heard").read_bytes() == frames(Path(again.stdout.strip())), "all clips at hand: the level, too"


def test_an_existing_episode_is_played_from_its_file(here: Path) -> None:
    made = CliRunner().invoke(cli, ["make", "ferry.md", "--engine", "silent"])
    result = play(here)
    assert result.stdout == made.stdout
    assert (here / "heard").read_bytes() == frames(Path(made.stdout.strip()))


def test_the_first_words_are_heard_while_the_rest_is_made(here: Path, server: SpeechServer) -> None:
    text = "# Ferries\n\n" + "\n\n".join(f"This is ferry number {n}." for n in range(16))
    (here / "ferry.md").write_text(text)
    lead = mp3.lay_out([], []).total * mp3.FRAME_BYTES

    def after_the_first_is_heard(number: int) -> str:
        if number == 8:
            until(lambda: (here / "heard").stat().st_size > lead, "the first words are heard")
        return "ok"

    server.faults = after_the_first_is_heard
    cache = Cache(here / "clips")
    track, show = playback.Track(cache), library.open_show(here / "show")
    player = Program(command(recorder(here)))
    options = Options(engine="openai", jobs=1)
    playback.play(
        lambda listener: pipeline.make("ferry.md", show, options, cache=cache, listener=listener).episode.audio,
        track, player, Listener(), saved=True, tell=lambda error: None,
    )  # fmt: skip
    assert len(server.times) > 16 and (here / "heard").stat().st_size > lead


def test_nothing_is_saved_on_request(here: Path) -> None:
    result = play(here, "--no-save")
    assert (result.exit_code, result.stdout) == (0, "")
    assert not (here / "output").exists() and (here / "heard").read_bytes()
    saved = CliRunner().invoke(cli, ["make", "ferry.md", "--engine", "silent", "--json"])
    assert json.loads(saved.stdout)["episodes"][0]["spoken"] == 0, "what was spoken is in the cache"


def test_a_player_that_fails_does_not_stop_the_work(here: Path) -> None:
    broken = f"{sys.executable} -c \"import sys; sys.exit('no sound card')\""
    result = play(here, player=broken)
    assert result.exit_code == 1 and "failed: no sound card" in result.stderr
    assert Path(result.stdout.strip()).is_file()


def test_closing_the_player_ends_work_that_is_not_saved(here: Path, server: SpeechServer) -> None:
    (here / "ferry.md").write_text("\n\n".join(f"This is ferry number {n}." for n in range(60)))
    server.latency = 0.1
    closed = f'{sys.executable} -c "import os; os.read(0, 9)"'
    result = play(here, "--no-save", engine="openai", player=closed)
    assert result.exit_code == 0 and "the player was closed" in result.stderr
    assert len(server.asked) < 50


def test_an_invalid_source_starts_no_player(here: Path) -> None:
    result = CliRunner().invoke(cli, ["play", "nothing.md", "--player", recorder(here)])
    assert result.exit_code == 1 and "nothing.md" in result.stderr
    assert not (here / "heard").exists()


def test_a_list_is_played_on_when_one_of_it_fails(here: Path) -> None:
    (here / "all.txt").write_text("nothing.md\nferry.md\n")
    arguments = ["play", "@all.txt", "--engine", "silent", "--player", recorder(here)]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code != 0 and "nothing.md" in result.stderr
    assert (here / "heard").read_bytes() == frames(Path(result.stdout.strip()))


def test_a_chunk_that_fails_ends_playback_there_and_is_reported(here: Path, server: SpeechServer) -> None:
    cache = Cache(here / "clips")
    track, show = playback.Track(cache), library.open_show(here / "show")
    server.refusal = (400, {"error": "no such voice"})
    with pytest.raises(EpisodeFailed, match="no such voice"):
        playback.play(
            lambda listener: pipeline.make(
                "ferry.md", show, Options(engine="openai"), cache=cache, listener=listener
            ).episode.audio,
            track, Program(command(recorder(here))), Listener(), saved=True, tell=lambda error: None,
        )  # fmt: skip
    assert len((here / "heard").read_bytes()) == mp3.lay_out([], []).total * mp3.FRAME_BYTES


def test_two_engines_take_turns_when_somebody_listens(here: Path, server: SpeechServer) -> None:
    (here / "ferry.md").write_text(
        "The ferry leaves at six.\n\n渡船六点开，从来没有晚过。\n\nNobody has seen it leave late.\n"
    )
    result = play(here, "--voice", "en=openai/tts-1:alloy,zh=silent", engine="auto")
    assert result.exit_code == 0, result.stderr
    heard = level_taken_out((here / "heard").read_bytes())
    assert heard == level_taken_out(frames(Path(result.stdout.strip())))


@pytest.mark.parametrize("save", [(), ("--no-save",)])
def test_the_fallback_voice_is_heard(here: Path, save: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "ferry.md").write_text("# 渡船\n\n渡船六点开。\n\n从来没有晚过。\n", encoding="utf-8")
    with EdgeServer(withdrawn=["zh-CN-YunyangNeural"]) as service:
        monkeypatch.setenv("PAGECAST_EDGE_URL", service.url)
        result = play(here, "--voice", "zh-CN-YunyangNeural", "--fallback", *save, engine="edge")
    assert result.exit_code == 0, result.stderr
    heard = level_taken_out((here / "heard").read_bytes())
    assert len(heard) > 3 * mp3.FRAME_BYTES * mp3.frames_in(1000)
    if not save:
        assert heard == level_taken_out(frames(Path(result.stdout.strip())))


def test_ctrl_c_ends_player_and_work_and_keeps_the_clips(here: Path, server: SpeechServer, own_cache: Path) -> None:
    (here / "ferry.md").write_text("\n\n".join(f"This is ferry number {n}." for n in range(300)))
    (here / "slow.py").write_text(
        "import os, time\nopen('pid', 'w').write(str(os.getpid()))\nwhile os.read(0, 99): time.sleep(.2)\n"
    )
    server.latency = 0.1
    arguments = ["play", "ferry.md", "--engine", "openai", "--player", f"{sys.executable} slow.py"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    process = subprocess.Popen(
        [sys.executable, "-m", "tts", *arguments], cwd=here, env=environment, stderr=subprocess.PIPE, text=True
    )
    until(lambda: list(own_cache.rglob("*.clip")) and (here / "pid").exists(), "something is spoken and played")
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=120)
    assert process.returncode == 130 and "interrupted" in told
    assert len(server.asked) < 300, "most was not asked for any more"
    assert list(own_cache.rglob("*.clip")) and not list(here.glob("output/*/episode.json"))
    player = int((here / "pid").read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(player, 0)


# --- players ------------------------------------------------------------------------------------------------


def test_players_by_name_and_by_command() -> None:
    assert command("mpg123")[1:] == list(PLAYERS["mpg123"])
    assert command("browser") == []
    assert command("mpg123 --verbose -")[1:] == ["--verbose", "-"]
    with pytest.raises(PlayerError, match="no player 'gramophone'") as caught:
        command("gramophone")
    assert "browser" in caught.value.hint
    assert command("  ") == command("")
    with pytest.raises(PlayerError, match="no closing quotation"):
        command("mpg123 'x")


@pytest.mark.parametrize("name", ["mpg123", "ffplay"])
def test_real_players_take_the_stream(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both decode without output, in real time."""
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    line = command(name)
    player = Program([line[0], "-t", *line[1:]] if name == "mpg123" else line)
    player.play(lambda: iter([mp3.silence(10), mp3.silence(20)]))
    assert not player.closed_early


# --- the browser --------------------------------------------------------------------------------------------


def test_the_browser_plays_it_while_it_grows(browser: object, here: Path, server: SpeechServer) -> None:
    cache = Cache(here / "clips")
    track, show = playback.Track(cache), library.open_show(here / "show")
    server.latency = 0.1
    addresses: list[str] = []
    page_player = Browser(addresses.append, lambda: track.title, opens=False)
    done: list[bool] = []

    def work() -> None:
        options = Options(engine="openai", jobs=1)
        done.append(
            playback.play(
                lambda listener: pipeline.make("ferry.md", show, options, cache=cache, listener=listener).episode.audio,
                track,
                page_player,
                Listener(),
                saved=True,
                tell=lambda error: None,
            )
        )

    thread = threading.Thread(target=work)
    thread.start()
    while not addresses:
        time.sleep(0.01)
    page = browser.new_page()  # type: ignore[attr-defined]
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto(addresses[0])
    page.evaluate("() => { const a = document.querySelector('audio'); a.playbackRate = 8; return a.play(); }")
    page.wait_for_function("() => document.querySelector('audio').currentTime > 0.5")
    thread.join(120)
    assert done == [True] and not thread.is_alive(), "heard to its end, the command ends"
    assert "Content Security Policy" not in " ".join(told)
    page.close()


@pytest.mark.parametrize("length", [0, -5, 3])
def test_a_page_that_ends_is_answered_whatever_length_it_states(length: int) -> None:
    addresses: list[str] = []
    page = Browser(addresses.append, lambda: "Title", opens=False)
    thread = threading.Thread(target=page.play, args=(lambda: iter(()),), daemon=True)
    thread.start()
    until(lambda: addresses)
    there = urlsplit(addresses[0])
    with socket.create_connection((there.hostname, there.port), timeout=60) as asking:
        head = f"POST {there.path}ended HTTP/1.0\r\nHost: {there.netloc}\r\nContent-Length: {length}\r\n\r\n"
        asking.sendall(head.encode() + b"abc"[: max(0, length)])
        assert b" 204 " in asking.recv(100)  # the connection is still open at this end
    thread.join(60)
    assert not thread.is_alive()


def test_only_this_machine_and_the_secret_address_reach_the_page() -> None:
    page = Browser(lambda address: None, lambda: "Title")
    secret = f"/{page._secret}/"
    assert page.file_named("127.0.0.1:80", secret + "page.js") == "page.js"
    assert page.file_named("evil.example:80", secret) is None
    assert page.file_named("127.0.0.1:80", "/episode.mp3") is None
    content = Browser(lambda address: None, lambda: "<b>A & B</b>").content("")
    assert content and b"&lt;b&gt;A &amp; B" in content[1]
