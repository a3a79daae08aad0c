"""Tokens of `tts serve`: one per listener, hashed, revocable, hard to guess; and HTTPS."""

from __future__ import annotations

import http.client
import json
import os
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import forked, page_server
from tests.adding import TEXT, adding, begin, form, queue, send, until_done
from tests.serving import Answer, Served, served
from tests.waiting import until


@pytest.fixture(scope="module", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("cache")
        patch.setenv("PAGECAST_CACHE", str(folder))
        yield folder


@pytest.fixture(autouse=True, name="kept")
def same_cache(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PAGECAST_CACHE", str(own_cache))
    return own_cache


def tokens(*args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tts", "serve", "tokens", *args]
    return forked.run(command, capture_output=True, text=True, check=False)


def made(show: Path, name: str, *args: str) -> str:
    return str(json.loads(tokens("add", name, "-o", str(show), "--json", *args).stdout)["token"])


def test_a_listener_has_an_address_of_their_own_until_it_is_revoked(tmp_path: Path, kept: Path) -> None:
    show = begin(tmp_path / "show")
    with adding(show, "--verbose") as server:
        form(server, "add", {"title": "The Ferry", "text": TEXT})
        until_done(server)
        ana, ben = made(show, "Ana"), made(show, "Ben")
        until(lambda: server.ask(f"/{ana}/feed.xml").status == 200, "her token is known")
        feed = server.ask(f"/{ana}/feed.xml").body.decode()
        assert f"/{ana}/" in feed and ben not in feed and server.told["token"] not in feed
        page = server.ask(f"/{ana}/").body.decode()
        assert server.told["token"] not in page and 'action="add"' not in page
        for path in ("add", "queue", "queue.json"):
            assert server.ask(f"/{ana}/{path}").status == 403
        assert form(server, f"/{ana}/add", {"text": TEXT}).status == 403
        server.ask(f"/{ana}/{ben}/feed.xml")
        until(lambda: "/…/feed.xml" in server.said(), "it is logged without his token")
        assert ana not in server.said() and ben not in server.said()
        assert tokens("revoke", "Ana", "-o", str(show)).returncode == 0
        until(lambda: server.ask(f"/{ana}/feed.xml").status == 404, "it is revoked")
        assert server.ask(f"/{ben}/feed.xml").status == 200
        said = server.said()
    assert " GET /feed.xml 200" in said and ana not in said and ben not in said
    stored = "".join(path.read_text(encoding="utf-8") for path in (kept / "serve").iterdir())
    assert ana not in stored and ben not in stored and "Ben" in stored
    assert all(path.stat().st_mode & 0o077 == 0 for path in (kept / "serve").iterdir())
    assert ben not in tokens("list", "-o", str(show)).stdout


def test_a_token_that_only_adds(tmp_path: Path) -> None:
    show = begin(tmp_path / "show")
    phone = made(show, "phone", "--right", "add")
    with adding(show) as server:
        form(server, "add", {"title": "The owner's", "text": TEXT})
        body = json.dumps({"title": "By phone", "text": f"{TEXT} By phone."}).encode()
        bearer = {"Authorization": f"Bearer {phone}"}
        assert send(server, "/add", body, "application/json", bearer).status == 202
        assert server.ask("/feed.xml", headers=bearer).status == server.ask(f"/{phone}/").status == 403
        seen = json.loads(server.ask("/queue.json", headers=bearer).body)["items"]
        assert [item["article"] for item in seen] == ["By phone"]
        owners = next(item for item in queue(server) if item["article"] == "The owner's")
        assert form(server, "/queue-remove", {"id": owners["id"], "token": phone}).status == 404
        assert owners["id"] in [item["id"] for item in queue(server)]
        assert "from phone" in server.ask("queue").body.decode()


def test_an_address_from_two_is_seen_by_both_and_made_once(tmp_path: Path) -> None:
    show = begin(tmp_path / "show")
    with page_server.serve() as site, adding(show, "--allow-private") as server:
        address = site.put("/ferry", f"<title>The Ferry</title><article><h1>The Ferry</h1><p>{TEXT * 9}</p></article>")
        bearer = {"Authorization": f"Bearer {made(show, 'phone', '--right', 'add')}"}
        until(lambda: server.ask("/queue.json", headers=bearer).status == 200, "the token is known")
        form(server, "add", {"url": address})
        form(server, "/add", {"url": address}, bearer)
        theirs = json.loads(server.ask("/queue.json", headers=bearer).body)["items"]
        assert [item["where"] for item in theirs] == [address]
        items = until_done(server)
    assert [item["state"] for item in items] == ["made", "made"], items
    assert items[0]["episodes"] == items[1]["episodes"] and len(list(show.glob("*/episode.json"))) == 1


@pytest.mark.parametrize("name", ["", " Ana", "a" * 61, "a\nb", "\x1b[2J"])
def test_an_invalid_name_is_refused(tmp_path: Path, name: str) -> None:
    got = tokens("add", name, "-o", str(begin(tmp_path / "show")))
    assert got.returncode == 1 and "not a name for a listener" in got.stderr and "\x1b" not in got.stderr


@pytest.mark.parametrize("damaged", ["[", "{}", ""])
def test_where_tokens_are_damaged_nobody_is_let_in_and_none_is_forgotten(
    tmp_path: Path, kept: Path, damaged: str
) -> None:
    show = begin(tmp_path / "show")
    before = set(kept.glob("serve/*.tokens.json"))
    made(show, "Ana")
    (place,) = set(kept.glob("serve/*.tokens.json")) - before
    place.write_text(damaged, encoding="utf-8")
    for command in (["add", "Ben"], ["revoke", "Ana"], ["list"]):
        refused = tokens(*command, "-o", str(show))
        assert refused.returncode == 1 and "it is not known who has a token" in refused.stderr
        assert "Traceback" not in refused.stderr
    assert place.read_text(encoding="utf-8") == damaged


def test_a_name_in_use_and_an_unknown_name_are_refused(tmp_path: Path) -> None:
    show = begin(tmp_path / "show")
    made(show, "Ana")
    twice, nobody = tokens("add", "Ana", "-o", str(show)), tokens("revoke", "Ben", "-o", str(show))
    assert twice.returncode == nobody.returncode == 1
    assert "revoke" in twice.stderr and "there are: Ana" in nobody.stderr


def test_guessers_have_to_wait_and_token_holders_do_not(tmp_path: Path) -> None:
    few = "import tts.serve.token_holders as holders; holders._GUESSED = (30, 3600.0)"
    with adding(begin(tmp_path / "show"), before=few) as server:
        token = server.told["token"]
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        seen = set()
        for n in range(60):
            connection.request("GET", f"/{n:020}/feed.xml")
            answer = connection.getresponse()
            answer.read()
            seen.add(answer.status)
        assert seen == {404, 429}
        assert send(server, "/add", b'{"token": "guessed-one-more"}', "application/json").status in (401, 429)
        assert server.ask("feed.xml").status == 200
        assert form(server, "/add", {"text": TEXT, "token": token}).status == 202


def test_the_show_can_enable_adding(tmp_path: Path) -> None:
    show = begin(tmp_path / "show")
    with (show / "show.toml").open("a", encoding="utf-8") as f:
        f.write("[serve]\nadd = true\n")
    with served(show) as server:
        assert server.told["address"].startswith("http://127.0.0.1:")  # a show opens no network
        assert form(server, "add", {"text": TEXT}).status == 202
    with served(show, "--no-add") as server:
        assert form(server, "add", {"text": TEXT}).status == 405


# --- HTTPS --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", name="pair")
def certificate_and_key(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    new = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    subprocess.run([*new, *name, "-keyout", key, "-out", cert], check=True, capture_output=True)
    return cert, key


def ask_by_tls(server: Served, cert: Path, path: str) -> Answer:
    context = ssl.create_default_context(cafile=cert)
    connection = http.client.HTTPSConnection("localhost", server.port, timeout=60, context=context)
    connection.request("GET", server.base + path)
    got = connection.getresponse()
    return Answer(got.status, dict(got.getheaders()), got.read())


def test_https_by_a_certificate_that_is_named(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    cert, key = pair
    with adding(begin(tmp_path / "show"), "--cert", str(cert), "--key", str(key)) as server:
        assert server.told["address"].startswith("https://")
        got = ask_by_tls(server, cert, "")
        assert got.status == 200 and f"https://localhost:{server.port}{server.base}feed.xml" in got.body.decode()
        old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
        old.set_ciphers("ALL:@SECLEVEL=0")
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
        with pytest.raises((ssl.SSLError, ConnectionError)):
            http.client.HTTPSConnection("localhost", server.port, timeout=60, context=old).request("GET", "/")
        assert ask_by_tls(server, cert, "feed.xml").status == 200


def test_an_invalid_certificate_is_reported(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    cert, key = map(str, pair)
    show = str(begin(tmp_path / "show"))
    cases = {(cert, cert): 1, (key, key): 1, (cert, "no.pem"): 1, (os.devnull, os.devnull): 1}
    for (one, two), code in cases.items():
        command = [sys.executable, "-m", "tts", "serve", "-o", show, "--cert", one, "--key", two]
        got = forked.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert got.returncode == code and "→" in got.stderr and "Traceback" not in got.stderr
    alone = [sys.executable, "-m", "tts", "serve", "-o", show, "--cert", cert]
    assert subprocess.run(alone, capture_output=True, check=False, timeout=60).returncode == 2
