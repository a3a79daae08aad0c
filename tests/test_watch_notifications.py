"""Notifications about an episode or a failure: to a command or an address, never one named by a show."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import hmac
import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.feed_server import Feed
from tests.test_watch import due, feed, look, says, show
from tts.show import watch_state
from tts.watch import notifications

__all__ = ["feed", "show"]


@dataclass
class Hook:
    address: str = ""
    status: int = 200
    received: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def listening() -> Iterator[Hook]:
    hook = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            hook.received.append(({k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(hook.status)
            self.send_header("Location", f"{hook.address}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: tests print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hook.address = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield hook
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


@pytest.fixture
def hook() -> Iterator[Hook]:
    with listening() as listener:
        yield listener


def tell(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.toml").write_text(f"[tell]\n{text}\n", encoding="utf-8")


def test_a_command_gets_the_event_on_its_standard_input(show: Path, feed: Feed, tmp_path: Path) -> None:
    says(show, f'source = "{feed.feed}?key=s3cret"')
    script = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_bytes(sys.stdin.buffer.read())"
    tell(tmp_path, f"on_made = {json.dumps([sys.executable, '-c', script, str(tmp_path / '$(told) ;*')])}")
    feed.add(1)
    assert look(show).exit_code == 0
    event = json.loads((tmp_path / "$(told) ;*").read_bytes())
    assert event["event"] == "made" and event["title"] == "Cart 1" and event["duration"] > 1
    assert event["audio"].startswith("https://example.org/listen/cart-1-")
    assert "s3cret" not in json.dumps(event)


def test_processes_left_by_a_command_are_not_waited_for(show: Path, feed: Feed, tmp_path: Path) -> None:
    says(show, f'source = "{feed.feed}"')
    feed.add(1)
    tell(
        tmp_path,
        'on_made = ["sh", "-c", "sleep 20 & echo $! > $0", "PID"]\ntimeout = "10s"'.replace(
            "PID", str(tmp_path / "pid")
        ),
    )
    result = look(show)
    os.kill(int((tmp_path / "pid").read_text()), signal.SIGKILL)
    assert result.exit_code == 0 and "was not told" not in result.stderr


def test_a_command_that_fails_or_hangs_causes_one_line(show: Path, feed: Feed, tmp_path: Path) -> None:
    says(show, f'source = "{feed.feed}"')
    feed.add(1)
    tell(tmp_path, f'on_made = {json.dumps([sys.executable, "-c", "import time; time.sleep(600)"])}\ntimeout = "1s"')
    result = look(show)
    assert result.exit_code == 0 and "was not told: it took too long" in result.stderr


def test_an_address_gets_a_signed_event(show: Path, feed: Feed, tmp_path: Path, hook: Hook) -> None:
    says(show, f'source = "{feed.feed}"')
    key = b"a long key of some 24 bytes"
    secret = f"whsec_{base64.b64encode(key).decode()}"
    tell(tmp_path, f'on_made = "{hook.address}"\nsecret = "{secret}"')
    feed.add(1)
    result = look(show)
    [(headers, body)] = hook.received
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{wanted}"
    assert json.loads(body)["title"] == "Cart 1"
    assert secret.encode() not in body and secret not in result.output


@pytest.mark.parametrize("status", [503, 302])
def test_events_that_an_address_refuses_are_sent_again(
    show: Path, feed: Feed, tmp_path: Path, hook: Hook, status: int
) -> None:
    says(show, f'source = "{feed.feed}"')
    tell(tmp_path, f'on_made = "{hook.address}"')
    feed.add(1)
    hook.status = status
    assert f"it answered {status}" in look(show).stderr
    hook.status = 200
    [untold] = tmp_path.glob("untold-*.json")
    waiting = json.loads(untold.read_bytes())
    untold.write_text(json.dumps([{**each, "next": 1.0} for each in waiting]), encoding="utf-8")
    look(show)
    first, second = hook.received
    assert first[0]["webhook-id"] == second[0]["webhook-id"] and first[1] == second[1]
    assert not untold.exists()


def test_a_source_is_reported_at_its_third_failure(show: Path, feed: Feed, tmp_path: Path, hook: Hook) -> None:
    says(show, f'source = "{feed.feed}?key=s3cret"')
    tell(tmp_path, f'on_failed = "{hook.address}"')
    feed.status = 404
    for _ in range(4):
        look(show)
        due(show)
    [(_, body)] = hook.received
    assert json.loads(body)["event"] == "failed" and "404" in json.loads(body)["error"]
    assert b"s3cret" not in body


def test_a_show_cannot_set_up_notifications(show: Path, feed: Feed, tmp_path: Path, hook: Hook) -> None:
    says(show, f'source = "{feed.feed}"')
    text = (show / "show.toml").read_text(encoding="utf-8")
    told = f'\n[tell]\non_made = ["touch", "{tmp_path / "touched"}"]\non_failed = "{hook.address}"\n'
    (show / "show.toml").write_text(text + told, encoding="utf-8")
    feed.add(1)
    look(show)
    assert not (tmp_path / "touched").exists() and not hook.received


def test_a_table_that_is_wrong_is_reported(show: Path, feed: Feed, tmp_path: Path) -> None:
    says(show, f'source = "{feed.feed}"')
    tell(tmp_path, 'on_made = "rm -rf /"')
    result = look(show)
    assert result.exit_code == 1 and "neither a list of arguments nor an address" in result.stderr


def test_an_article_that_is_given_up_is_reported(show: Path, feed: Feed, tmp_path: Path, hook: Hook) -> None:
    says(show, f'source = "{feed.feed}"')
    tell(tmp_path, f'on_failed = "{hook.address}"')
    feed.links, feed.broken = True, {1}
    feed.add(1)
    for _ in range(6):
        look(show)
        known = watch_state.read(show).sources[feed.feed].tried
        due(show, tried={key: dataclasses.replace(each, next=1.0) for key, each in known.items()})
    assert [json.loads(body)["article"] for _, body in hook.received] == [f"{feed.address}/1.html"]


def test_two_notifying_processes_do_not_lose_each_others_events(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGECAST_CONFIG", str(tmp_path / "config.toml"))
    with listening() as hook:
        receivers = notifications.Receivers(hook.address, hook.address)
        first, other = (notifications.Notifier(tmp_path, receivers, lambda e: None, lambda: 1e9) for _ in range(2))
        send = first._refusal
        came = False

        def slowly(one: notifications.PendingNotification) -> str:
            """Another process reports an event while this one waits for an answer."""
            nonlocal came
            if not came:
                came = True
                with monkeypatch.context() as away:
                    away.setattr(other, "deliver", lambda: None)
                    other.made({"title": "Cart 2"})
            return send(one)

        monkeypatch.setattr(first, "_refusal", slowly)
        first.made({"title": "Cart 1"})
        assert [json.loads(body)["title"] for _, body in hook.received] == ["Cart 1", "Cart 2"]
        assert not first.untold()


def test_an_invalid_notification_setting_is_reported(show: Path, feed: Feed, tmp_path: Path) -> None:
    says(show, f'source = "{feed.feed}"')
    feed.add(1)
    tell(tmp_path, 'on_make = ["true"]')
    result = look(show)
    assert result.exit_code == 1 and "did you mean on_made?" in result.stderr


def test_an_unreachable_address_delays_no_other(show: Path, feed: Feed, tmp_path: Path, hook: Hook) -> None:
    tell(tmp_path, f'on_failed = "http://127.0.0.1:9/"\non_made = "{hook.address}"')
    says(show, f'source = "{feed.feed}"')
    feed.add(1, 2)
    teller = notifications.Notifier(show, notifications.read(), lambda error: None, lambda: 1000.0)
    teller.failed({"error": "-"})
    teller.made({"title": "Cart 1"})
    teller.made({"title": "Cart 2"})
    assert [json.loads(body)["title"] for _, body in hook.received] == ["Cart 1", "Cart 2"]
    assert [each.receiver for each in teller.untold()] == ["on_failed"]


def test_a_missing_command_is_reported(show: Path, feed: Feed, tmp_path: Path) -> None:
    tell(tmp_path, 'on_made = ["no-such-command"]')
    says(show, f'source = "{feed.feed}"')
    feed.add(1)
    said = look(show).stderr
    assert "no-such-command was not told: there is no such command" in said
