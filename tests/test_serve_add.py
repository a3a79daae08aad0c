"""Articles sent to `tts serve --add`, until they appear in the feed."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.adding import TEXT, adding, begin, form, queue, send, until_done, upload
from tests.books import book, page
from tests.commands import fine
from tests.serving import Served
from tests.waiting import until
from tts.serve.queue.queue_item import Addition
from tts.serve.queue.store import QueueFull, Store
from tts.show import library


@pytest.fixture(scope="module", name="server")
def server_that_takes_articles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("adding")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAGECAST_CACHE", str(folder / "cache"))
        with adding(begin(folder / "show")) as server:
            yield server


def titles(show: Path) -> list[str]:
    return sorted(episode.manifest.title for episode in library.episodes(library.open_show(show)))


# --- what is taken ------------------------------------------------------------------------------------------


def test_a_text_is_in_the_feed_as_soon_as_it_is_made(server: Served) -> None:
    got = form(server, "add", {"title": "The Long Night", "text": TEXT})
    assert got.status == 202 and json.loads(got.body)["state"] == "waiting"
    until(lambda: b"The Long Night" in server.ask("feed.xml").body, "in the feed", 180.0)
    item = next(item for item in until_done(server) if item["article"] == "The Long Night")
    assert item["state"] == "made" and item["done"] == item["total"] > 0
    assert server.ask(f"{item['episodes'][0]}/index.html").status == 200


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("harbour.md", b"# The Harbour\n\nThe crane turns once and stops.\n"),
        ("夜里.txt", "夜里的面包店\n\n凌晨三点，整条街只有一家店亮着灯。".encode()),
        ("../../../etc/cron.d/evil.html", b"<title>The Evil Name</title><article><p>It is only a name here.</article>"),
    ],
)
def test_a_file_is_made(server: Served, name: str, content: bytes) -> None:
    assert upload(server, name, content).status == 202
    item = until_done(server)[-1]
    assert item["state"] == "made" and item["where"] == name.rpartition("/")[2]


def test_files_that_are_not_articles_are_reported_by_kind(server: Served) -> None:
    links = b"<html><body><a href='x'>only a link</a></body></html>"
    for content, said in ((b"%PDF-1.4 junk", "page.html is a damaged PDF"), (links, "no article found in page.html")):
        upload(server, "page.html", content)
        item = until_done(server)[-1]
        assert item["state"] == "failed" and said in item["error"], item
    assert "as saved by your browser" in item["hint"]
    form(server, "add", {"text": links.decode()})
    item = until_done(server)[-1]
    assert item["error"] == "no article found in this text" and "paste the text" in item["hint"]
    page = server.ask("queue").body.decode()
    assert "no article found in page.html" in page and "found in -" not in page


def test_json_and_the_token_in_a_header_or_in_the_body(server: Served) -> None:
    token = server.told["token"]
    for n, headers in enumerate([{"Authorization": f"Bearer {token}"}, {}]):
        record = {"text": f"{TEXT} {n}", "title": f"By a program {n}"} | ({} if headers else {"token": token})
        got = send(server, "/add", json.dumps(record).encode(), "application/json", headers)
        assert got.status == 202, got.body
    assert {"By a program 0", "By a program 1"} <= {item["article"] for item in until_done(server)}


def test_a_shared_text_that_ends_with_an_address_counts_as_one(server: Served) -> None:
    got = form(server, "add", {"text": "The Ferry – http://127.0.0.1:9/ferry"})
    assert json.loads(got.body)["where"] == "http://127.0.0.1:9/ferry"
    item = until_done(server)[-1]  # it leads into this computer
    assert item["state"] == "failed" and "private address" in item["error"] and item["hint"]


def test_an_address_from_two_tokens_is_in_the_queue_of_each(tmp_path: Path) -> None:
    store, address = Store(begin(tmp_path / "show")), Addition("address", "https://example.org/a")
    items = [store.add(address, by) for by in ("", "Ana", "Ben", "Ana", "")]
    assert [item.by for item in items] == ["", "Ana", "Ben", "Ana", ""]
    assert items[1] == items[3] and items[0] == items[4] and len(store.items()) == 3


# --- what is not --------------------------------------------------------------------------------------------


def test_nobody_adds_without_a_token(server: Served) -> None:
    before = len(queue(server))
    token = server.told["token"]
    for given in ("", token[:-1], f"{token}x", "\udcff", "é"):
        got = send(server, "/add", json.dumps({"text": TEXT, "token": given}).encode(), "application/json")
        assert got.status == 401 and json.loads(got.body)["hint"]
    cookie = {"Cookie": f"token={token}; pagecast={token}"}
    assert form(server, "/add", {"text": TEXT}, cookie).status == 401
    assert server.ask("/queue.json", headers=cookie).status == 404
    assert len(queue(server)) == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example.org"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_no_page_of_another_site_adds(server: Served, headers: dict[str, str]) -> None:
    before = len(queue(server))
    got = form(server, "add", {"text": TEXT, "token": server.told["token"]}, headers)
    assert got.status == 403 and len(queue(server)) == before


@pytest.mark.parametrize(
    ("url", "status"),
    [("file:///etc/passwd", 400), ("/etc/passwd", 400), ("@list.txt", 400), ("-", 400), ("javascript:alert(1)", 400),
     ("wallabag://host", 400), ("https://", 400), ("http://[::1", 400), ("https://e.org/" + "a" * 5000, 400)],
)  # fmt: skip
def test_addresses_that_cannot_be_an_article_are_refused(server: Served, url: str, status: int) -> None:
    assert form(server, "add", {"url": url}).status == status


def test_a_password_does_not_come_into_the_queue(server: Served) -> None:
    refused = form(server, "add", {"url": "https://me:s3cret@example.org/a"})
    assert refused.status == 400 and b"user name or password" in refused.body and b"s3cret" not in refused.body


def test_a_request_is_bounded(server: Served) -> None:
    big = json.dumps({"text": "a" * 4_000_000}).encode()
    assert send(server, "add", big, "application/json").status == 413
    assert send(server, "/add", big[:2_000_000], "application/json").status == 413  # no token is known yet
    assert send(server, "add", b"<a/>", "text/xml").status == 415
    for broken in (b"{", b"[" * 100_000, b"[]", b"\xff", b'{"text": 1}'):
        assert send(server, "add", broken, "application/json").status == 400
    for kind in ("multipart/form-data", "multipart/form-data; boundary=x"):
        assert send(server, "add", b"--x\r\n\r\nfile", kind).status == 400


def test_the_bytes_that_wait_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tts.serve.queue.store.MOST_BYTES", 2_500)
    store, file = Store(begin(tmp_path / "show")), Addition("file", "a.md", body=b"x" * 1_000)
    kept = [store.add(file, "phone").name for _ in range(2)]
    with pytest.raises(QueueFull, match="take up"):
        store.add(file, "phone")
    again = Store(tmp_path / "show")  # also after a restart
    with pytest.raises(QueueFull):
        again.add(file)
    store.add(Addition("address", "https://example.org/a"))
    store.change(kept[0], state="made")
    store.drop_body(kept[0])
    store.add(file)
    assert len(list((tmp_path / "show/.pagecast/queue").glob("*.body"))) == 2


def test_adding_is_off_by_default(server: Served, tmp_path: Path) -> None:
    from tests.serving import served

    with served(begin(tmp_path / "show")) as off:
        assert form(off, "add", {"text": TEXT}).status == 405
        assert off.ask("queue.json").status == 404


def test_endless_requests_without_a_token_do_not_block_others(server: Served) -> None:
    head = "POST /add HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n{"
    with ExitStack() as stack:
        for _ in range(20):
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=60))
            slow.sendall(head.encode())
        assert form(server, "add", {"title": "Meanwhile", "text": f"{TEXT} Meanwhile."}).status == 202


# --- what waits ---------------------------------------------------------------------------------------------


def test_waiting_articles_survive_a_kill_and_are_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGECAST_CACHE", str(tmp_path / "cache"))
    show = begin(tmp_path / "show")
    sent = 0
    for _ in range(3):
        with adding(show) as server:
            for _ in range(2):
                assert form(server, "add", {"title": f"Number {sent}", "text": f"{TEXT} {sent}."}).status == 202
                sent += 1
            until(lambda: any(i["state"] != "waiting" for i in queue(server)), "the first is begun")
            os.kill(server.process.pid, signal.SIGKILL)
    with adding(show) as server:
        assert len(queue(server)) == sent
        assert {item["state"] for item in until_done(server)} == {"made"}
        feed = server.ask("feed.xml").body.decode()
    assert [feed.count(f"<title>Number {n}</title>") for n in range(sent)] == [1] * sent
    assert titles(show) == sorted(f"Number {n}" for n in range(sent))


def test_a_book_is_an_episode_a_chapter(server: Served) -> None:
    texts = {"one.xhtml": "It begins at the pier.", "two.xhtml": "It ends at the lighthouse."}
    content = book({name: page(f"<h1>{name[:3]}</h1><p>{text * 40}</p>") for name, text in texts.items()})
    assert upload(server, "book.epub", content).status == 202
    item = until_done(server)[-1]
    assert item["state"] == "made" and len(item["episodes"]) == 2


def test_a_full_disk_is_reported_and_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of more than 100 KB can't be written."""
    monkeypatch.setenv("PAGECAST_CACHE", str(tmp_path / "cache"))
    full = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    full += "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))"
    show = begin(tmp_path / "show")
    with adding(show, before=full) as server:
        got = upload(server, "long.txt", b"The ferry leaves. " * 10_000)
        assert got.status == 507 and "nothing was added" in json.loads(got.body)["hint"]
        page = form(server, "add", {"text": "The ferry leaves. " * 10_000}, {"Accept": "text/html"})
        assert page.status == 507 and "The ferry leaves." in page.body.decode()
        assert queue(server) == [] and server.ask("feed.xml").status == 200
        assert form(server, "add", {"title": "Short", "text": TEXT}).status == 202
        assert [item["article"] for item in queue(server)] == ["Short"]
    assert not [path for path in (show / ".pagecast" / "queue").iterdir() if path.stat().st_size > 1000]


def test_two_servers_of_a_show_share_its_queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGECAST_CACHE", str(tmp_path / "cache"))
    show = begin(tmp_path / "show")
    with adding(show) as first, adding(show) as second:
        assert form(second, "add", {"title": "By the second", "text": TEXT}).status == 202
        assert form(first, "add", {"title": "By the first", "text": f"{TEXT} More."}).status == 202
        until(lambda: titles(show) == ["By the first", "By the second"], "both are made", 180.0)
        for server in (first, second):
            until(lambda: b"By the second" in server.ask("feed.xml").body, "it is served")  # noqa: B023


def test_changes_of_the_queue_by_one_server_are_seen_by_the_other(tmp_path: Path) -> None:
    first, other = Store(tmp_path), Store(tmp_path)
    name = first.add(Addition("address", "https://example.org/ferry")).name

    def seen(by: Store) -> list[str]:
        by.look()
        return [item.state for item in by.items()]

    first.change(name, state="making")
    assert seen(other) == ["making"] and other.next(0) is None
    first.change(name, state="failed")
    assert seen(other) == ["failed"] and other.retry(name)
    assert seen(first) == ["waiting"]
    other.remove(name)
    assert seen(first) == seen(other) == []


def test_a_removed_article_is_made_again_when_it_is_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGECAST_CACHE", str(tmp_path / "cache"))
    show = begin(tmp_path / "show")
    with adding(show) as server:
        form(server, "add", {"title": "Once more", "text": TEXT})
        until_done(server)
        fine("remove", "1", "-o", str(show))
        assert titles(show) == []
        form(server, "add", {"title": "Once more", "text": TEXT})
        assert [item["state"] for item in until_done(server)] == ["made", "made"]
    assert titles(show) == ["Once more"]


def test_notifications_go_where_the_user_wants(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGECAST_CACHE", str(tmp_path / "cache"))
    config, told = tmp_path / "config.toml", tmp_path / "told"
    command = [sys.executable, "-c", f"import sys; open({str(told)!r}, 'a').write(sys.stdin.read() + chr(10))"]
    lines = [f"{name} = {json.dumps(command)}" for name in ("on_made", "on_failed")]
    config.write_text("\n".join(["[tell]", *lines]), encoding="utf-8")
    with adding(begin(tmp_path / "show"), environment={"PAGECAST_CONFIG": str(config)}) as server:
        form(server, "add", {"url": "http://127.0.0.1:9/a"})
        form(server, "add", {"title": "The Ferry", "text": TEXT})
        until(lambda: told.exists() and told.read_text(encoding="utf-8").count("\n") == 2, "both are told", 180.0)
    events = [json.loads(line) for line in told.read_text(encoding="utf-8").splitlines()]
    assert [event["event"] for event in events] == ["failed", "made"]
    assert "private address" in events[0]["error"] and events[1]["title"] == "The Ferry"
