"""Read-later servers: the client against servers on this machine with their published APIs."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web
from click.testing import CliRunner

from tests.saved_servers import PASSWORD, WALLABAG, Saved, serve_saved
from tts.cli.main import cli
from tts.model import Article, Selection, Source, SourceError
from tts.sources import fetch, parts, read
from tts.sources.readlater import apis

TOKENS = {
    "wallabag": WALLABAG, "readeck": "t0ken", "karakeep": "t0ken", "miniflux": "t0ken",
    "freshrss": f"ida:{PASSWORD}",
}  # fmt: skip


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Saved]:
    for name, token in TOKENS.items():
        monkeypatch.setenv(f"PAGECAST_{name.upper()}_TOKEN", token)
    with serve_saved() as saved:
        yield saved


def articles(where: str, latest: int = 0, since: str = "") -> list[Article]:
    selection = Selection(latest=latest, since=since)
    found = parts(fetch(where, allow_private=True, selection=selection), selection)
    assert found is not None
    return [read(part) for part in found if isinstance(part, Source)]


@pytest.mark.parametrize("name", TOKENS)
def test_unread_articles_are_read_with_their_text(name: str, server: Saved) -> None:
    found = articles(f"{name}+http://{server.address}")
    assert [article.title for article in found] == ["Cart 1", "Cart 2", "Cart 3"]
    assert [article.url for article in found] == [f"https://example.org/{n}" for n in (1, 2, 3)]
    assert all("The keeper of the bridge" in article.blocks[0].text for article in found)
    assert "number 2." in found[1].blocks[0].text


@pytest.mark.parametrize("name", TOKENS)
def test_it_is_asked_page_by_page(name: str, server: Saved) -> None:
    """260 articles, a fifth of them archived."""
    server.count = 260
    found = articles(f"{name}+http://{server.address}")
    assert len(found) == 208
    assert (found[0].title, found[-1].title) == ("Cart 1", "Cart 259")


@pytest.mark.parametrize("name", TOKENS)
def test_the_newest_of_many_need_one_request(name: str, server: Saved) -> None:
    server.count = 900
    found = articles(f"{name}+http://{server.address}", latest=4)
    assert [article.title for article in found] == ["Cart 896", "Cart 897", "Cart 898", "Cart 899"]
    assert len([path for path in server.asked if "article" not in path]) <= 2


@pytest.mark.parametrize("name", TOKENS)
def test_since_requests_only_what_was_saved_since(name: str, server: Saved) -> None:
    server.count, server.step = 900, 86_400
    found = articles(f"{name}+http://{server.address}", since=server.day(898))
    assert [article.title for article in found] == ["Cart 898", "Cart 899"]
    assert len(server.asked) <= 4, "the list, a token, and the texts of two"


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("wallabag", {"page": 1, "pages": 10**9, "_embedded": {"items": []}}),
        ("karakeep", {"bookmarks": [], "nextCursor": "again"}),
        ("freshrss", {"items": [], "continuation": "again"}),
        ("miniflux", {"total": 10**9, "entries": []}),
    ],
)
def test_an_endless_server_is_left(name: str, answer: dict[str, object], server: Saved) -> None:
    server.answer = answer
    with pytest.raises(SourceError, match="has nothing unread"):
        fetch(f"{name}+http://{server.address}", allow_private=True)
    assert len(server.asked) <= 2


@pytest.mark.parametrize("name", TOKENS)
def test_the_starred_ones(name: str, server: Saved) -> None:
    server.count = 12
    titles = [article.title for article in articles(f"{name}+http://{server.address}?starred")]
    assert titles == ["Cart 3", "Cart 6", "Cart 9", "Cart 12"]


@pytest.mark.parametrize(
    ("name", "asked"), [("wallabag", "tags=rivers"), ("readeck", "labels=rivers"), ("freshrss", "label/rivers")]
)
def test_those_with_a_tag(name: str, asked: str, server: Saved) -> None:
    articles(f"{name}+http://{server.address}/?tag=rivers")
    assert any(asked in path for path in server.asked)


@pytest.mark.parametrize("name", TOKENS)
def test_a_server_in_a_folder(name: str, server: Saved) -> None:
    """The path of the address comes before that of the API."""
    with pytest.raises(SourceError, match="404"):
        fetch(f"{name}+http://{server.address}/reader/", allow_private=True)
    assert all(path.startswith("/reader/") for path in server.asked)


@pytest.mark.parametrize("name", TOKENS)
def test_nothing_unread(name: str, server: Saved) -> None:
    server.count = 0
    with pytest.raises(SourceError, match="has nothing unread"):
        fetch(f"{name}+http://{server.address}", allow_private=True)


@pytest.mark.parametrize("name", TOKENS)
def test_a_wrong_token_is_reported_and_not_shown(
    name: str, server: Saved, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv(f"PAGECAST_{name.upper()}_TOKEN", "wr0ng:wr0ng:wr0ng:wr0ng")
    with pytest.raises(SourceError, match="refuses the token") as caught:
        fetch(f"{name}+http://{server.address}", allow_private=True)
    assert f"PAGECAST_{name.upper()}_TOKEN" in caught.value.hint
    assert "wr0ng" not in str(caught.value) + caught.value.hint + caplog.text


@pytest.mark.parametrize("name", TOKENS)
def test_without_a_token(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(f"PAGECAST_{name.upper()}_TOKEN", raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with pytest.raises(SourceError, match=f"no token for {name}://read.example.org") as caught:
        fetch(f"{name}://read.example.org/")
    assert f"keyring set pagecast {name}://read.example.org" in caught.value.hint


def test_a_token_from_the_keyring(server: Saved, tmp_path: Path) -> None:
    """In a separate process, with a keyring that the user might have chosen."""
    (tmp_path / "own_keyring.py").write_text(
        "from keyring.backend import KeyringBackend\n"
        "class Own(KeyringBackend):\n"
        "    priority = 1\n"
        "    def get_password(self, service, user):\n"
        f"        return 't0ken' if (service, user) == ('pagecast', 'miniflux://{server.address}') else None\n"
        "    def set_password(self, service, user, password): ...\n",
        encoding="utf-8",
    )
    environment = {name: value for name, value in os.environ.items() if "TOKEN" not in name}
    environment |= {"PYTHONPATH": str(tmp_path), "PYTHON_KEYRING_BACKEND": "own_keyring.Own"}
    command = [sys.executable, "-m", "tts", "script", f"miniflux+http://{server.address}", "--allow-private", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    assert len(json.loads(done.stdout)["articles"]) == 3


def test_a_private_address_needs_leave(server: Saved) -> None:
    with pytest.raises(SourceError, match="private address"):
        fetch(f"readeck+http://{server.address}")
    assert not server.asked


def test_a_redirect_is_not_followed_with_the_token(server: Saved) -> None:
    server.failures.append(web.Response(status=302, headers={"Location": "https://elsewhere.example/"}))
    with pytest.raises(SourceError, match=r"redirects to https://elsewhere\.example/"):
        fetch(f"miniflux+http://{server.address}", allow_private=True)
    assert len(server.asked) == 1


def test_a_busy_server_is_asked_again(server: Saved) -> None:
    server.failures.append(web.Response(status=503, headers={"Retry-After": "1"}))
    assert len(articles(f"karakeep+http://{server.address}")) == 3


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (web.Response(text="<html>Welcome</html>"), "sent no JSON"),
        (web.Response(status=500), "answered 500"),
        (web.json_response([1, None, {"items": 3}]), "has nothing unread"),
        (web.json_response({"entries": {}}), "has nothing unread"),
    ],
)  # fmt: skip
def test_an_invalid_answer_is_an_error(answer: web.Response, said: str, server: Saved) -> None:
    server.failures.append(answer)
    with pytest.raises(SourceError, match=said):
        fetch(f"miniflux+http://{server.address}", allow_private=True)


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("wallabag://", "not the address of a server"),
        ("wallabag+ftp://example.org", "not the address of a server"),
        ("readeck://ida:secret@example.org", "user name or password"),
        ("karakeep://example.org?tag=a", "asks for tag"),
        ("readeck://example.org?labels=a", "asks for labels"),
        ("readeck://example.org?star", "asks for star"),
        ("freshrss://example.org?starred&tag=a", "two streams"),
        ("pocket://example.org", "neither a file nor an http or https address"),
    ],
)
def test_an_invalid_address_is_an_error(where: str, said: str, server: Saved) -> None:
    with pytest.raises(SourceError, match=said) as caught:
        fetch(where, allow_private=True)
    assert "secret" not in str(caught.value)


def test_a_wallabag_token_in_parts(server: Saved, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGECAST_WALLABAG_TOKEN", "only-one")
    with pytest.raises(SourceError, match="four parts"):
        fetch(f"wallabag+http://{server.address}", allow_private=True)


def test_more_articles_than_the_limit_are_refused(server: Saved, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apis, "MOST", 100)
    server.count = 400
    with pytest.raises(SourceError, match="more than 100 unread") as caught:
        fetch(f"karakeep+http://{server.address}", allow_private=True)
    assert "--latest" in caught.value.hint


def test_the_command_makes_episodes_and_keeps_no_token(
    server: Saved, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    where = f"wallabag+http://{server.address}"
    command = ["make", where, "--allow-private", "--engine", "silent", "--latest", "2"]
    made = CliRunner().invoke(cli, command)
    assert made.exit_code == 0, made.output
    assert len(list(tmp_path.glob("output/*/*.mp3"))) == 2
    written = [path.read_bytes() for path in (tmp_path / "output").rglob("*") if path.is_file()]
    assert not any(b"s3cret" in content or b"pass:word" in content for content in written)
    again = CliRunner().invoke(cli, command)
    assert again.exit_code == 0 and again.output.count("unchanged") == 2
    offline = CliRunner().invoke(cli, ["make", where, "--offline"])
    assert offline.exit_code == 1 and "--offline forbids" in offline.stderr
