"""The show over HTTP as phones, apps and browsers see it: real sockets, a real process."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from email.utils import formatdate
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import feedparser
import podcastparser
import pytest

from tests import forked
from tests.serving import Served, make, served
from tests.serving_show import (  # noqa: F401  # fixtures
    BAKERY,
    FERRY,
    audio,
    ferry,
    grow,
    harbour,
    home_server,
    kept_cache,
    lan_server,
    shared_cache,
)
from tests.waiting import until
from tts.serve import owner_token as secret

if TYPE_CHECKING:
    pass

# --- the feed -----------------------------------------------------------------------------------------------


def test_the_feed_has_the_address_that_the_phone_used(lan: Served, show: Path) -> None:
    for host in (f"192.168.7.5:{lan.port}", "listen.local", f"[fd00::7]:{lan.port}", socket.gethostname().lower()):
        got = lan.ask("feed.xml", host=host)
        feed = feedparser.parse(got.body)
        assert got.status == 200 and not feed.bozo
        assert len(feed.entries) == 2
        for entry in feed.entries:
            assert entry.enclosures[0].href.startswith(f"http://{host}{lan.base}")
        assert b"127.0.0.1" not in got.body and b"localhost" not in got.body


def test_on_a_lan_no_feed_says_localhost(lan: Served) -> None:
    for host in ("localhost", f"127.0.0.1:{lan.port}", f"[::1]:{lan.port}", "0.0.0.0"):
        for path in ("feed.xml", "", "index.html", "shows.opml"):
            body = lan.ask(path, host=host).body.decode()
            assert lan.told["address"] in body
            assert not re.search(r"localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0", body)


def test_a_podcast_reader_gets_the_audio_byte_for_byte(lan: Served, show: Path) -> None:
    got = lan.ask("feed.xml", headers={"Accept-Encoding": "gzip"})
    assert got.headers["content-encoding"] == "gzip"
    assert got.headers["content-type"].split(";")[0] == "application/rss+xml"
    feed = podcastparser.parse(lan.told["feed"], io.BytesIO(gzip.decompress(got.body)))
    assert feed["title"] == "Harbour Tales"
    for episode in feed["episodes"]:
        enclosure = episode["enclosures"][0]
        path = urlsplit(enclosure["url"]).path
        body = lan.ask(path).body
        assert len(body) == enclosure["file_size"]
        assert body == (show / path.removeprefix(lan.base)).read_bytes()


def test_all_that_the_feed_and_the_pages_link_to_is_there(lan: Served) -> None:
    """Every address of our own in feed, OPML, landing page, index and episode pages."""
    seen: set[str] = set()
    todo = ["", "feed.xml", "shows.opml", "index.html"]
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        got = lan.ask(path)
        assert got.status == 200, path
        if not re.match(r"text/html|application/rss|text/x-opml", got.headers["content-type"]):
            continue
        text = got.body.decode()
        absolute = re.findall(rf"{re.escape(lan.told['address'])}([^\"'<>\s]*)", text)
        links = (
            re.findall(r'(?:href|src)="(?![\w-]+:|#|//)([^"#]*)', text) if "html" in got.headers["content-type"] else []
        )
        folder = path.rpartition("/")[0]
        todo += absolute + [os.path.normpath(f"{folder}/{link}").lstrip("/") for link in links if link]
        todo = [each.partition("#")[0] for each in todo]
    assert len(seen) > 20
    assert {Path(p).suffix for p in seen} >= {".html", ".xml", ".mp3", ".vtt", ".srt", ".json", ".jpg", ".js", ".css"}


@pytest.mark.parametrize(
    ("name", "kind", "shared"),
    [
        ("transcript.vtt", "text/vtt", True),
        ("transcript.srt", "application/x-subrip", True),
        ("transcript.json", "application/json", True),
        ("transcript.html", "text/html", True),
        ("chapters.json", "application/json+chapters", True),
        ("cover.jpg", "image/jpeg", False),
        ("index.html", "text/html", False),
        ("player.js", "text/javascript", False),
        ("oembed.json", "application/json", True),
        ("{audio}", "audio/mpeg", False),
    ],
)
def test_files_have_their_types_and_cors_headers(lan: Served, show: Path, name: str, kind: str, shared: bool) -> None:
    episode = ferry(show)
    got = lan.ask(f"{episode.folder.name}/{name.format(audio=episode.audio.name)}", "HEAD")
    assert (got.status, got.body) == (200, b"")
    assert got.headers["content-type"].split(";")[0] == kind
    assert int(got.headers["content-length"]) > 0
    assert got.headers.get("access-control-allow-origin") == ("*" if shared else None)
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["referrer-policy"] == "no-referrer"
    assert got.headers["x-robots-tag"] == "noindex"


def test_a_page_of_a_site_finds_its_player(home: Served, show: Path) -> None:
    """The requests of listen.js in order: itself, the index of addresses, the episode's player."""
    folder = ferry(show).folder.name
    script, index = home.ask("listen.js"), home.ask("pagecast/pages-0.js")
    assert [each.status for each in (script, index)] == [200, 200]
    assert script.headers["content-type"] == index.headers["content-type"] == "text/javascript; charset=utf-8"
    assert b'"of":1' in index.body
    placing = re.search(rb"pagecast/placing-[0-9a-f]{8}\.js", script.body)
    assert placing and home.ask(placing[0].decode(), "HEAD").status == 200
    player = home.ask(f"{folder}/player.js")
    assert b"<pagecast-player" in player.body
    named = re.search(rb'"player":"([^"]+)"', player.body)
    assert named and home.ask(named[1].decode(), "HEAD").status == 200


def test_search_engines_are_kept_from_a_show_with_a_token_alone(lan: Served, home: Served) -> None:
    assert lan.ask("feed.xml", "HEAD").headers["x-robots-tag"] == "noindex"
    assert "x-robots-tag" not in home.ask("feed.xml", "HEAD").headers


def test_settings_manifests_and_scripts_are_not_served(lan: Served, home: Served, show: Path) -> None:
    (show / "lexicon.toml").write_text("", encoding="utf-8")
    (show / ".pagecast").mkdir(exist_ok=True)
    (show / ".pagecast" / "notes.json").write_text("{}", encoding="utf-8")
    folder = ferry(show).folder.name
    for name in (
        "show.toml",
        "lexicon.toml",
        ".pagecast/notes.json",
        f"{folder}/episode.json",
        f"{folder}/script.json",
    ):
        assert [server.ask(name).status for server in (lan, home)] == [404, 404], name


def test_alternate_formats_have_their_types() -> None:
    from tts.serve.responses import describe

    assert describe("a/b.m4b", private=False)["content-type"] == "audio/mp4"
    assert describe("a/b.opus", private=False)["content-type"] == "audio/ogg"


def test_immutable_files_are_cached_and_others_revalidated(lan: Served, home: Served, show: Path) -> None:
    path, _ = audio(show)
    assert home.ask(path, "HEAD").headers["cache-control"] == "public, max-age=31536000, immutable"
    assert lan.ask(path, "HEAD").headers["cache-control"] == "private, max-age=31536000, immutable"
    for name in ("", "feed.xml", "index.html", f"{path.split('/')[0]}/transcript.vtt"):
        assert home.ask(name, "HEAD").headers["cache-control"] == "public, no-cache"


def test_pages_are_compressed_and_audio_is_not(home: Served, show: Path) -> None:
    path, content = audio(show)
    for name in ("", "feed.xml", "index.html", f"{path.split('/')[0]}/index.html"):
        got = home.ask(name, headers={"Accept-Encoding": "br, gzip"})
        plain = home.ask(name)
        assert got.headers["content-encoding"] == "gzip" and "content-encoding" not in plain.headers
        assert "Accept-Encoding" in got.headers["vary"] and "Accept-Encoding" in plain.headers["vary"]
        assert gzip.decompress(got.body) == plain.body and len(got.body) < len(plain.body)
        assert got.headers["etag"] != plain.headers["etag"]
    assert "content-encoding" not in home.ask("feed.xml", headers={"Accept-Encoding": "gzip;q=0"}).headers
    assert home.ask(path, headers={"Accept-Encoding": "gzip"}).body == content


def test_unchanged_files_are_not_sent_again(home: Served, show: Path) -> None:
    path, _ = audio(show)
    for name in ("feed.xml", "index.html", path, f"{path.split('/')[0]}/cover.jpg"):
        for accept in ({}, {"Accept-Encoding": "gzip"}):
            got = home.ask(name, headers=accept)
            again = home.ask(name, headers={**accept, "If-None-Match": f'"x", W/{got.headers["etag"]}'})
            assert (again.status, again.body, again.headers["etag"]) == (304, b"", got.headers["etag"])
            assert home.ask(name, headers={**accept, "If-None-Match": '"x"'}).status == 200
    for name in ("feed.xml", path):
        modified = home.ask(name).headers["last-modified"]
        assert home.ask(name, headers={"If-Modified-Since": modified}).status == 304
        assert home.ask(name, headers={"If-Modified-Since": formatdate(0, usegmt=True)}).status == 200
        assert home.ask(name, headers={"If-Modified-Since": "yesterday"}).status == 200


# --- ranges -------------------------------------------------------------------------------------------------


def test_ranges(home: Served, show: Path) -> None:
    path, content = audio(show)
    size = len(content)
    whole = home.ask(path)
    assert (whole.status, whole.body, whole.headers["accept-ranges"]) == (200, content, "bytes")
    wanted = [("0-0", 0, 1), ("0-", 0, size), ("100-199", 100, 200), ("-500", size - 500, size)]
    for told, start, end in [*wanted, (f"{size - 1}-{size + 5000}", size - 1, size)]:
        got = home.ask(path, headers={"Range": f"bytes={told}"})
        assert got.status == 206 and got.body == content[start:end]
        assert got.headers["content-range"] == f"bytes {start}-{end - 1}/{size}"
        head = home.ask(path, "HEAD", headers={"Range": f"bytes={told}"})
        assert (head.status, head.body, head.headers["content-length"]) == (206, b"", str(end - start))
    for told in (f"{size}-", f"{size + 10}-{size + 20}"):
        got = home.ask(path, headers={"Range": f"bytes={told}"})
        assert (got.status, got.headers["content-range"], got.body) == (416, f"bytes */{size}", b"")


def test_several_ranges_in_one_answer(home: Served, show: Path) -> None:
    path, content = audio(show)
    got = home.ask(path, headers={"Range": "bytes=0-9,100-119,-5"})
    assert got.status == 206 and int(got.headers["content-length"]) == len(got.body)
    told = re.fullmatch(r"multipart/byteranges; boundary=(\w+)", got.headers["content-type"])
    assert told
    parts = got.body.split(f"--{told[1]}".encode())[1:-1]
    bodies = [part.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n") for part in parts]
    assert bodies == [content[:10], content[100:120], content[-5:]]


def test_covers_have_ranges_too(home: Served, show: Path) -> None:
    path = f"{ferry(show).folder.name}/cover.jpg"
    content = (show / path).read_bytes()
    got = home.ask(path, headers={"Range": "bytes=10-19"})
    assert (got.status, got.body) == (206, content[10:20])
    assert home.ask(path, headers={"Range": "bytes=10-19", "If-Range": '"other"'}).body == content
    picture = re.search(r'itunes:image href="http://[^/]+/(pagecast/[^"]+)"', home.ask("feed.xml").body.decode())
    assert picture and home.ask(picture[1], headers={"Range": "bytes=0-1"}).body == b"\xff\xd8"


def test_a_download_resumes_unless_the_audio_changed(home: Served, show: Path) -> None:
    path, content = audio(show)
    tag = home.ask(path, "HEAD").headers["etag"]
    assert tag.startswith(f'"{hashlib.sha256(content).hexdigest()[:32]}')
    rest = home.ask(path, headers={"Range": "bytes=1000-", "If-Range": tag})
    assert (rest.status, content[:1000] + rest.body) == (206, content)
    for other in ('"another"', f"W/{tag}", formatdate(0, usegmt=True)):
        got = home.ask(path, headers={"Range": "bytes=1000-", "If-Range": other})
        assert (got.status, got.body) == (200, content)


def test_an_episode_that_was_made_again_is_not_spliced(tmp_path: Path, kept: Path) -> None:
    """An app that stopped in the middle requests the old name, and gets the new audio from its beginning."""
    old = make(tmp_path, "ferry", FERRY, cache=kept)
    with served(tmp_path / "show") as server:
        path = f"{old.folder.name}/{old.audio.name}"
        half = server.ask(path, headers={"Range": "bytes=0-999"})
        new = make(tmp_path, "ferry", FERRY + "\nTonight it is late.\n", cache=kept)
        assert new.audio.name != old.audio.name
        time.sleep(1.1)
        headers = {"Range": "bytes=1000-", "If-Range": half.headers["etag"]}
        moved = server.ask(path, headers=headers)
        assert (moved.status, moved.headers["location"]) == (307, new.audio.name)
        got = server.ask(f"{old.folder.name}/{moved.headers['location']}", headers=headers)
        assert (got.status, got.body) == (200, new.audio.read_bytes())


def test_audio_that_was_changed_by_hand_has_another_tag(tmp_path: Path, kept: Path, show: Path) -> None:
    shutil.copytree(show, tmp_path / "show")
    path, content = audio(tmp_path / "show")
    with served(tmp_path / "show") as server:
        tag = server.ask(path, "HEAD").headers["etag"]
        (tmp_path / "show" / path).write_bytes(content[:-4] + b"\0\0\0\0")  # as long as before
        got = server.ask(path, headers={"Range": "bytes=1000-", "If-Range": tag})
        assert got.status == 200 and got.headers["etag"] != tag


# --- as episodes appear -------------------------------------------------------------------------------------


def titles(server: Served) -> list[str]:
    return [e.title for e in feedparser.parse(server.ask("feed.xml").body).entries]


def test_episodes_appear_and_go_while_it_runs(tmp_path: Path, kept: Path) -> None:
    first = make(tmp_path, "ferry", FERRY, cache=kept)
    with served(tmp_path / "show") as server:
        assert titles(server) == ["The Ferry"]
        half = tmp_path / "show" / ".tmp-half-by-1-x"
        shutil.copytree(first.folder, half)
        shutil.copytree(first.folder, tmp_path / "show" / "no-audio")
        next((tmp_path / "show" / "no-audio").glob("*.mp3")).unlink()
        second = make(tmp_path, "bakery", BAKERY, cache=kept)
        time.sleep(1.1)
        assert sorted(titles(server)) == ["The Ferry", "夜里的面包店"]
        assert server.ask(f"{second.folder.name}/index.html").status == 200
        assert server.ask(f"{half.name}/index.html").status == 404
        assert server.ask("no-audio/index.html").status == 404
        assert "now served: 夜里的面包店" in server.said()
        shutil.rmtree(second.folder)
        time.sleep(1.1)
        assert titles(server) == ["The Ferry"]
        assert server.ask(f"{second.folder.name}/{second.audio.name}").status == 404


def test_an_episode_does_not_vanish_while_it_is_made_again(tmp_path: Path, kept: Path) -> None:
    """Files are moved one by one: for a moment they do not match the manifest."""
    episode = make(tmp_path, "ferry", FERRY, cache=kept)
    with served(tmp_path / "show") as server:
        assert titles(server) == ["The Ferry"]
        (tmp_path / "new.vtt").write_text("WEBVTT\n\nmoved in already\n", encoding="utf-8")
        (tmp_path / "new.vtt").replace(episode.folder / "transcript.vtt")
        time.sleep(1.1)
        assert titles(server) == ["The Ferry"]
        time.sleep(3.1)
        until(lambda: titles(server) == [], "it is let go")


def test_settings_are_read_again_and_a_mistake_in_them_stops_nothing(tmp_path: Path, kept: Path) -> None:
    make(tmp_path, "ferry", FERRY, cache=kept)
    settings = tmp_path / "show" / "show.toml"
    with served(tmp_path / "show") as server:
        settings.write_text('title = "Night Boats"\n', encoding="utf-8")
        time.sleep(1.1)
        assert feedparser.parse(server.ask("feed.xml").body).feed.title == "Night Boats"
        settings.write_text("title = \n", encoding="utf-8")
        time.sleep(1.1)
        assert feedparser.parse(server.ask("feed.xml").body).feed.title == "Night Boats"
        assert "not valid TOML" in server.said()


def test_an_incomplete_episode_is_reported(tmp_path: Path, show: Path) -> None:
    shutil.copytree(show, tmp_path / "show")
    (ferry(tmp_path / "show").folder / "transcript.vtt").unlink()
    with served(tmp_path / "show") as server:
        assert titles(server) == ["夜里的面包店"]
        told = " ".join(server.told["notes"])
        assert "not served: the-ferry-" in told and "transcript.vtt is missing" in told


def test_a_folder_that_cannot_be_written_is_served(tmp_path: Path, show: Path) -> None:
    shutil.copytree(show, tmp_path / "show", ignore=shutil.ignore_patterns(".pagecast"))
    (tmp_path / "show" / ".pagecast").write_text("a file: root could write into a folder without rights")
    with served(tmp_path / "show", "--lan") as server:
        token = server.told["token"]
        assert server.ask("").status == 200
    with served(tmp_path / "show", "--lan") as server:
        assert server.told["token"] == token


# --- the command --------------------------------------------------------------------------------------------


def test_the_token_and_the_port_stay(tmp_path: Path, show: Path) -> None:
    shutil.copytree(show, tmp_path / "show", ignore=shutil.ignore_patterns(".pagecast"))
    with served(tmp_path / "show", "--lan") as server:
        token, port = server.told["token"], server.port
        assert re.fullmatch(r"[a-z2-9]{20}", token)
        kept = secret.places(tmp_path / "show")[0]
        assert kept.stat().st_mode & 0o777 == 0o600
        with served(tmp_path / "show", "--lan") as other:
            assert other.told["token"] == token and other.port != port
            assert any(f"port {port} is in use" in note for note in other.told["notes"])
    with served(tmp_path / "show", "--lan") as server:
        assert server.told["token"] == token
        taken = any(f"port {port} is in use" in note for note in server.told["notes"])  # by somebody else meanwhile
        assert server.port == port or taken
    with served(tmp_path / "show", "--lan", "--no-token") as server:
        assert server.told["token"] == "" and server.ask("/feed.xml").status == 200
    with served(tmp_path / "show", "--token", "my-own_token") as server:
        assert server.told["token"] == "my-own_token" and server.ask("/my-own_token/feed.xml").status == 200


def test_without_lan_nobody_else_can_connect(home: Served, lan: Served) -> None:
    """127.0.0.2 is another address of this computer: it stands for its address in a network."""
    assert urlsplit(lan.told["address"]).hostname not in ("localhost", "127.0.0.1", None)
    with socket.create_connection(("127.0.0.2", lan.port), timeout=60):
        pass
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", home.port), timeout=60)
    with socket.create_connection(("::1", home.port), timeout=60):  # what browsers try first for localhost
        pass


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (["--token", "short"], 2, "8 to 128"),
        (["--token", "with/slash"], 2, "8 to 128"),
        (["--host", "a b"], 2, "not the name of a computer"),
        (["--host", "http://x"], 2, "not the name of a computer"),
        (["--no-token", "--token", "a-good-token"], 2, "contradict"),
        (["-o", "nowhere"], 1, "tts make"),
        (["--port", "{taken}"], 1, "--port"),
    ],
)
def test_impossible_options_are_reported(home: Served, show: Path, args: list[str], code: int, told: str) -> None:
    command = [sys.executable, "-m", "tts", "serve", "-o", str(show)]
    command += [arg.format(taken=home.port) for arg in args]
    result = forked.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert result.returncode == code and told in result.stderr and "Traceback" not in result.stderr


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_it_ends_at_once_while_clients_are_reading(tmp_path: Path, show: Path, number: int, code: int) -> None:
    shutil.copytree(show, tmp_path / "show")
    grow(tmp_path / "show", 30_000_000)
    path, _ = audio(tmp_path / "show")
    with served(tmp_path / "show") as server:
        sockets = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(5)]
        for s in sockets[1:]:
            s.sendall(f"GET /{path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            assert s.recv(100)
        server.process.send_signal(number)
        assert server.process.wait(60) == code, "the clients would hold it for ever"
        assert server.said().strip().splitlines()[-1] == "stopped" and "Traceback" not in server.said()
        for s in sockets:
            s.close()


def test_the_output_on_a_terminal(show: Path) -> None:
    command = [sys.executable, "-m", "tts", "serve", "-o", str(show), "--lan", "--qr"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout and process.stderr
    address, told = process.stdout.readline().strip(), ""
    while "Ctrl-C" not in told:
        told += process.stderr.readline()
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=240)
    assert re.fullmatch(r"http://[\w.:\[\]]+:\d+/[a-z2-9]{20}/", address) and rest == ""
    assert "Harbour Tales: 2 episodes" in told and "▀" in told
    assert "AntennaPod" in told and "Overcast" in told and "Ctrl-C" in told
