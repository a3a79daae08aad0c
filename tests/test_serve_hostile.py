"""Attacks on a server in a network: strangers without the token, paths that lead out, clients that stall."""

from __future__ import annotations

import concurrent.futures
import http.client
import random
import re
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.serving import Served, served
from tests.serving_show import audio, ferry, grow, harbour, home_server, kept_cache, lan_server, shared_cache  # noqa: F401  # fixtures
from tests.waiting import until
from tts.show import library

TOKEN = "only-for-this-test_7"
SECRET = "nobody may read this sentence"


# --- the token ----------------------------------------------------------------------------------------------


def test_without_the_token_every_path_gives_the_same(lan: Served, show: Path) -> None:
    """Status, headers and bytes; a path of the show, a wrong token, the beginning of the right one, any method."""
    token, (path, _) = lan.told["token"], audio(show)
    paths = ["/", "/feed.xml", f"/{path}", "/robots.txt", "/favicon.ico", f"/{token[:-1]}/feed.xml", f"/{token}x/"]
    paths += [
        f"/{token.upper()}/",
        f"//{token}/",
        f"/%20{token}/",
        f"/x/{token}/feed.xml",
        f"/?{token}",
        "/%00",
        "/%ff",
    ]
    paths += [f"http://127.0.0.1/{token}/", "/a" * 1000]
    for method in ("GET", "HEAD", "POST", "OPTIONS", "DELETE"):
        answers = []
        for each in paths:
            got = lan.raw(f"{method} {each} HTTP/1.1\r\nHost: x.example.org\r\nConnection: close\r\n\r\n".encode())
            answers.append(re.sub(rb"\r\ndate: [^\r]*", b"", got))
        assert set(answers) == {answers[0]} and answers[0].startswith(b"HTTP/1.1 404 ")
        assert answers[0].endswith(b"\r\n\r\n" if method == "HEAD" else b"\r\n\r\nNot found\n")
        assert token.encode() not in answers[0]


def test_headers_change_nothing_for_a_stranger(lan: Served) -> None:
    plain = lan.ask("/feed.xml")
    for headers in ({"Range": "bytes=0-1"}, {"If-None-Match": "*"}, {"Accept-Encoding": "gzip"}, {"Expect": "x"}):
        got = lan.ask("/feed.xml", headers=headers)
        assert (got.status, got.body) == (plain.status, plain.body)


def test_the_token_is_in_no_log(show: Path) -> None:
    with served(show, "--lan", "--verbose", environment={"PAGECAST_TOKEN": TOKEN}) as server:
        assert server.told["token"] == TOKEN
        for path in (
            "",
            "feed.xml",
            "nothing",
            "%00",
            audio(show)[0],
            f"/{TOKEN[:-1]}/",
            f"/{TOKEN}",
            f"/x?{TOKEN}",
            f"/{TOKEN}/../{TOKEN}/feed.xml",
            f"/{TOKEN}/%s" % TOKEN.replace("A", "%41"),
        ):
            server.ask(path)
        server.ask("feed.xml", "POST")
        server.ask("feed.xml", host="evil.example.org")
        server.raw(f"GET /{TOKEN}/ HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n".encode())
        server.raw(f"\x16{TOKEN}\r\n\r\n".encode())
        until(lambda: server.said().count(" GET ") >= 10, "all is logged")
        said = server.said()
    assert " GET /feed.xml 200" in said and " GET … 404" in said
    assert TOKEN[:-1] not in said and "Traceback" not in said


def test_the_log_contains_no_control_characters(show: Path) -> None:
    with served(show, "--verbose") as server:
        server.ask("/%1b%5b2J%0afake")
        server.ask("/%E2%80%AE")
        time.sleep(0.2)
        assert "\x1b" not in server.said() and "\u202e" not in server.said() and "\nfake" not in server.said()


# --- the host -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    ["evil.example.org", "127.0.0.1.evil.example.org", "localhost.evil.example.org", "evil", "a b", 'a"b', "a/b", "a@b",
     "127.0.0.1:99999", "127.0.0.1:0", "127.0.0.1:x", "[::1", "[::1]x", "::1", "[fe80::1%25eth0]", "-a.local", ".local",
     "a..local", "<script>.local", "&.local", "a_b.local"],
)  # fmt: skip
def test_a_foreign_host_name_is_refused(home: Served, host: str) -> None:
    """Otherwise a page of another site whose name resolves to this computer could read the show through a visitor's
    browser."""
    got = home.ask("feed.xml", host=host)
    assert got.status == 421 and b"rss" not in got.body and b"--host" in got.body


def test_a_name_can_be_allowed(show: Path) -> None:
    with served(show, "--host", "listen.example.org") as server:
        assert server.told["address"] == f"http://listen.example.org:{server.port}/"
        got = server.ask("feed.xml", host="Listen.Example.org:80")
        assert got.status == 200 and b'url="http://listen.example.org:80/' in got.body
        assert server.ask("feed.xml", host="example.org").status == 421
        tls = server.ask("feed.xml", host="listen.example.org", headers={"X-Forwarded-Proto": "https"})
        assert b'url="https://listen.example.org/' in tls.body


def test_old_clients_without_a_host_are_answered(home: Served) -> None:
    got = home.raw(b"GET /feed.xml HTTP/1.0\r\n\r\n")
    assert got.startswith(b"HTTP/1.1 200 ") and f'url="http://127.0.0.1:{home.port}/'.encode() in got


# --- paths --------------------------------------------------------------------------------------------------


def with_link(folder: Path) -> library.Episode:
    """Replace the cover of an episode by a link that leads out of the show."""
    others = (e for e in library.episodes(library.Show(folder)) if e.manifest.title != "The Ferry")
    return next(others)


@pytest.fixture(scope="module")
def trapped(show: Path, kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Path]]:
    """A show with everything that must not be served."""
    folder = tmp_path_factory.mktemp("trapped") / "show"
    shutil.copytree(show, folder)
    (folder.parent / "outside.txt").write_text(SECRET, encoding="utf-8")
    outside = folder.parent / "outside"
    shutil.copytree(ferry(show).folder, outside / "elsewhere-0123456789ab")
    other = outside / "elsewhere-0123456789ab" / library.MANIFEST
    other.write_text(
        other.read_text(encoding="utf-8").replace('"The Ferry"', '"Elsewhere"', 1).replace('"guid": "', '"guid": "x')
    )
    for name in ("lexicon.toml", ".env", "notes.txt", "pagecast.txt"):
        (folder / name).write_text(f"# {SECRET}\n", encoding="utf-8")
    episode = ferry(folder)
    (episode.folder / "draft.mp3").write_text(SECRET, encoding="utf-8")
    shutil.copytree(episode.folder, folder / f".tmp-{episode.folder.name}-by-1-abc")
    (folder / "elsewhere-0123456789ab").symlink_to(outside / "elsewhere-0123456789ab")
    linked = with_link(folder)
    (linked.folder / "cover.jpg").unlink()
    (linked.folder / "cover.jpg").symlink_to(folder.parent / "outside.txt")
    import json

    path = linked.folder / library.MANIFEST
    about = json.loads(path.read_text(encoding="utf-8"))
    about["files"]["cover.jpg"] = len(SECRET)
    path.write_text(json.dumps(about), encoding="utf-8")
    with served(folder) as server:
        yield server, folder


def test_no_path_leads_to_unpublished_files(trapped: tuple[Served, Path]) -> None:
    server, folder = trapped
    episode = ferry(folder)
    name, linked = episode.folder.name, with_link(folder).folder.name
    assert server.ask(f"{name}/index.html").status == 200
    targets = [
        f"{linked}/cover.jpg",
        f"{linked}/index.html",
        "show.toml",
        "lexicon.toml",
        ".env",
        "notes.txt",
        "pagecast.txt",
        ".pagecast/serve.json",
        "../outside.txt",
    ]
    targets += [f"{name}/{n}" for n in ("episode.json", "script.json", "draft.mp3", "../../outside.txt")]
    targets += [f".tmp-{name}-by-1-abc/index.html", f".tmp-{name}-by-1-abc/{episode.audio.name}"]
    targets += [
        "elsewhere-0123456789ab/index.html",
        f"elsewhere-0123456789ab/{episode.audio.name}",
        "pagecast/../show.toml",
    ]
    forms = [
        lambda p: f"/{p}",
        lambda p: f"/{p.replace('.', '%2e').replace('/', '%2f')}",
        lambda p: f"/{p.replace('.', '%252e').replace('/', '%252f')}",
        lambda p: f"/{name}/../{p}",
        lambda p: f"/{name}/%2e%2e/{p}",
        lambda p: f"/{name}\\..\\{p}",
        lambda p: f"/{name}/..%5c{p}",
        lambda p: f"/./{p}",
        lambda p: f"//{p}",
        lambda p: f"/{p}%00.html",
        lambda p: f"/{p}/",
        lambda p: f"/{p};x",
        lambda p: f"/{folder}/{p}",
        lambda p: f"/file:///{folder}/{p}",
        lambda p: f"/%c0%ae%c0%ae/{p}",
    ]
    for target in targets:
        for form in forms:
            got = server.raw(f"GET {form(target)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
            assert re.match(rb"HTTP/1\.1 (404|400) ", got), form(target)
            assert SECRET.encode() not in got and str(folder).encode() not in got


def test_only_reading_is_allowed(home: Served) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"):
        got = home.ask("feed.xml", method)
        assert (got.status, got.headers["allow"]) == (405, "GET, HEAD")


# --- ranges -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "told",
    ["bytes=" + ",".join(f"{n}-{n}" for n in range(0, 1800, 3)), "bytes=" + "0-,1-," * 300 + "2-", "bytes=9-1",
     "bytes=a-b", "bytes=", "bytes", "lines=1-2", "bytes=-", "bytes=--5", "bytes=0-1-2", "bytes=-0",
     "bytes=" + "9" * 5000 + "-", "bytes=1e3-", "bytes=0x1-", "bytes=\xb2-", "bytes=,,,",
     "bytes=99999999999999999999-"],
)  # fmt: skip
def test_invalid_ranges_are_refused_or_ignored(home: Served, show: Path, told: str) -> None:
    """Refused, or the whole file once: never more than the file, never a fault."""
    path, content = audio(show)
    got = home.ask(path, headers={"Range": told})
    assert got.status in (200, 206, 400, 416)
    assert got.body in (content, b"") or (got.status == 400 and len(got.body) < 100)
    cover = home.ask(f"{path.split('/')[0]}/cover.jpg", headers={"Range": told})
    assert cover.status == 200


# --- clients that take long ---------------------------------------------------------------------------------

QUICK = "import tts.serve.client_connection as c; c.ASKING = 2.0; c.TAKING = 2.0"


@pytest.mark.parametrize(
    "sent",
    [b"GET / HTTP/1.1\r\nX-A: " + b"a" * 70_000, b"GET /" + b"a" * 70_000, b"\x16\x03\x01\x02\x00\x01", b"\0" * 100,
     b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"GET / HTTP/9.9\r\nHost: a\r\n\r\n",
     b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
     b"GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: x\r\n\r\n",
     b"".join(b"X-%d: 1\r\n" % n for n in range(9000))],
)  # fmt: skip
def test_invalid_requests_are_refused(home: Served, sent: bytes) -> None:
    got = b""
    with suppress(ConnectionError):
        got = home.raw(sent + b"\r\n\r\n")
    assert got == b"" or re.match(rb"HTTP/1\.1 (400|404|421|501|505) ", got)
    assert home.ask("feed.xml").status == 200
    assert "Traceback" not in home.said()


def test_rubbish_in_the_middle_of_an_answer_ends_the_connection(home: Served, show: Path) -> None:
    request = f"GET /{audio(show)[0]} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    for rubbish in (b"\0\0\0\r\n\r\n" * 50, b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n12"):
        with suppress(ConnectionError, TimeoutError):
            home.raw(request + rubbish, seconds=1)
    assert home.ask("feed.xml").status == 200 and "Traceback" not in home.said()


def test_a_client_that_is_slow_to_ask_is_let_go(show: Path) -> None:
    with served(show, before=QUICK) as server:
        for piece in (b"", b"G", b"x"):
            begun = time.monotonic()
            with socket.create_connection(("127.0.0.1", server.port), timeout=60) as s:
                with suppress(ConnectionError):
                    if piece == b"x":  # after a request that was answered, too
                        s.sendall(b"HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        assert s.recv(9000).startswith(b"HTTP/1.1 200")
                    for _ in range(600):
                        if piece:
                            s.sendall(piece)
                        s.settimeout(0.1)
                        with suppress(TimeoutError):
                            if not s.recv(100):
                                break
                    else:
                        pytest.fail("it is never let go")
                assert time.monotonic() - begun > 1


def test_a_body_that_never_ends_holds_nothing(show: Path) -> None:
    with served(show, before=QUICK) as server:
        for method in ("POST", "GET"):
            got = server.raw(f"{method} / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999\r\n\r\nabc".encode())
            assert b"connection: close" in got.lower()


def test_a_client_that_does_not_read_is_let_go(tmp_path: Path, show: Path) -> None:
    shutil.copytree(show, tmp_path / "show")
    grow(tmp_path / "show", 30_000_000)
    path, _ = audio(tmp_path / "show")
    with served(tmp_path / "show", before=QUICK) as server:
        before = server.open_files()
        s = socket.create_connection(("127.0.0.1", server.port))
        s.sendall(f"GET /{path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert s.recv(100)
        until(lambda: server.open_files() <= before, "it is let go")
        got = 0
        with suppress(ConnectionError):
            while data := s.recv(1 << 20):
                got += len(data)
        assert got < 30_000_000
        assert server.ask("feed.xml").status == 200


def test_silent_connections_keep_nobody_out(show: Path) -> None:
    """If many connections are silent, the one silent longest is closed."""
    before = "import tts.serve.client_connection as c; c.ASKING = 3600.0; "
    before += "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (220, 220))"
    with served(show, before=before) as server:
        crowd = [socket.create_connection(("127.0.0.1", server.port), timeout=60) for _ in range(400)]
        assert server.ask("feed.xml").status == 200 and server.ask(audio(show)[0]).status == 200
        for s in crowd:
            s.close()


# --- many at once -------------------------------------------------------------------------------------------


def test_two_hundred_clients_at_once(tmp_path: Path, show: Path) -> None:
    """All are connected at the same time, each fetches ranges in its own order: every byte is right, none is
    refused."""
    shutil.copytree(show, tmp_path / "show")
    grow(tmp_path / "show", 3_000_000)
    path, content = audio(tmp_path / "show")
    with served(tmp_path / "show") as server:
        server.ask("feed.xml")
        before = server.memory()

        def client(n: int) -> int:
            chance = random.Random(n)
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            got = b""
            for _ in range(4):
                start = chance.randrange(len(content) - 100_000)
                end = start + chance.randrange(1, 100_000)
                connection.request("GET", f"/{path}", headers={"Range": f"bytes={start}-{end}"})
                answer = connection.getresponse()
                got = answer.read()
                assert answer.status == 206 and got == content[start : end + 1]
            connection.request("GET", "/feed.xml")
            answer = connection.getresponse()
            assert answer.status == 200 and b"<rss" in answer.read()
            connection.close()
            return len(got)

        with concurrent.futures.ThreadPoolExecutor(200) as pool:
            assert all(pool.map(client, range(200)))
        assert server.memory() - before < 60_000_000
        until(lambda: server.open_files() < 40, "nothing stays open")
        assert "Traceback" not in server.said()
