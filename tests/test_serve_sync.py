"""Positions and subscriptions in `tts serve`: gpodder's own client library, requests of other apps, and our player."""

from __future__ import annotations

import base64
import http.client
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from mygpoclient import api
from mygpoclient.simple import SimpleClient

from tests import browsers
from tests.commands import fine
from tests.serving import Served, served
from tests.serving_show import audio, harbour, kept_cache, shared_cache
from tests.waiting import until
from tts.show import positions
from tts.show.positions import Action, Positions

__all__ = ["harbour", "kept_cache", "shared_cache"]
TOKEN = "a-token-of-the-tests"
OTHER = "https://other.example/feed.xml"


@pytest.fixture(scope="module", name="lan")
def lan_server(show: Path) -> Iterator[Served]:
    with served(show, "--token", TOKEN, "--verbose") as server:
        yield server


@pytest.fixture(autouse=True)
def forgotten(show: Path) -> None:
    (show / positions.NAME).unlink(missing_ok=True)


def client(server: Served, password: str = TOKEN) -> api.MygPodderClient:
    return api.MygPodderClient("anybody", password, f"http://127.0.0.1:{server.port}")


def feed(server: Served, host: str = "127.0.0.1") -> str:
    return f"http://{host}:{server.port}/{TOKEN}/feed.xml"


def file(server: Served, show: Path, host: str = "127.0.0.1") -> str:
    return f"http://{host}:{server.port}/{TOKEN}/{audio(show)[0]}"


@dataclass
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(
    server: Served, method: str, path: str, body: Any = None, *, password: str | None = TOKEN, **headers: str
) -> Answer:
    """What an app sends; headers are named with `_` for `-`."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if password is not None:
        sent["authorization"] = "Basic " + base64.b64encode(f"me:{password}".encode()).decode()
    content = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        connection.request(method, path, content, sent)
        got = connection.getresponse()
        return Answer(got.status, {k.lower(): v for k, v in got.getheaders()}, got.read())
    finally:
        connection.close()


def played(podcast: str, episode: str, position: int, total: int = 100, **more: Any) -> dict[str, Any]:
    record = {"podcast": podcast, "episode": episode, "action": "play", "timestamp": "2026-11-30T12:00:00"}
    return {**record, "started": 0, "position": position, "total": total, **more}


# --- gpodder's own library ----------------------------------------------------------------------------------


def test_gpodders_library_keeps_subscriptions_in_step(lan: Served) -> None:
    one = client(lan)
    changed = one.update_subscriptions("phone", [feed(lan), OTHER], [])
    assert changed.since > 0 and changed.update_urls == []
    pulled = one.pull_subscriptions("laptop")
    assert {*pulled.add} == {feed(lan), OTHER} and pulled.remove == []
    one.update_subscriptions("laptop", [], [OTHER])
    later = one.pull_subscriptions("phone", pulled.since)
    assert (later.add, later.remove) == ([], [OTHER])
    nothing = one.pull_subscriptions("phone", later.since)
    assert (nothing.add, nothing.remove) == ([], [])
    assert one.get_subscriptions("phone") == [feed(lan)]


def test_a_device_that_is_new_takes_nothing_from_the_others(lan: Served) -> None:
    simple = SimpleClient("anybody", TOKEN, f"http://127.0.0.1:{lan.port}")
    simple.put_subscriptions("phone", [OTHER, feed(lan)])
    simple.put_subscriptions("laptop", ["https://third.example/rss"])
    assert {*simple.get_subscriptions("phone")} == {OTHER, feed(lan), "https://third.example/rss"}
    simple.put_subscriptions("phone", [feed(lan)])
    assert {*simple.get_subscriptions("laptop")} == {feed(lan), "https://third.example/rss"}


def test_gpodders_library_keeps_positions_in_step(lan: Served, show: Path) -> None:
    one = client(lan)
    action = api.EpisodeAction(feed(lan), file(lan, show), "play", "phone", "2026-11-30T12:00:00", 0, 30, 100)
    since = one.upload_episode_actions([action])
    assert int(since) > 0
    (got,) = one.download_episode_actions().actions
    assert (got.podcast, got.episode, got.position, got.total) == (feed(lan), file(lan, show), 30, 100)
    assert (got.action, got.device, got.timestamp) == ("play", "phone", "2026-11-30T12:00:00")
    assert one.download_episode_actions(since).actions == []
    older = api.EpisodeAction(feed(lan), file(lan, show), "play", "laptop", "2026-11-30T11:00:00", 0, 10, 100)
    one.upload_episode_actions([older])
    assert [each.position for each in one.download_episode_actions().actions] == [30]
    download = api.EpisodeAction(feed(lan), file(lan, show), "download", "laptop", "2026-11-30T10:00:00")
    one.upload_episode_actions([download])
    assert {each.action for each in one.download_episode_actions().actions} == {"play", "download"}
    about = ask(lan, "GET", "/api/2/episodes/me.json?aggregated=true").json["actions"]
    assert [each["action"] for each in about] == ["play"]
    assert one.download_episode_actions(podcast=OTHER).actions == []


def test_gpodders_library_lists_devices_and_settings(lan: Served) -> None:
    one = client(lan)
    one.update_device_settings("phone", "My phone", "mobile")
    one.update_subscriptions("laptop", [OTHER], [])
    devices = {each.device_id: (each.caption, each.type, each.subscriptions) for each in one.get_devices()}
    assert devices == {"phone": ("My phone", "mobile", 1), "laptop": ("laptop", "other", 1)}
    one.set_settings("device", "phone", None, {"speed": 1.25, "dark": True}, [])
    one.set_settings("device", "phone", None, {}, ["dark"])
    assert one.get_settings("device", "phone") == {"speed": 1.25}
    in_step = ask(lan, "GET", "/api/2/sync-devices/me.json").json
    assert in_step == {"synchronized": [["laptop", "phone"]], "not-synchronized": []}


# --- who is let in ------------------------------------------------------------------------------------------


def test_the_password_is_the_token_and_a_cookie_does_as_well(lan: Served) -> None:
    for password in (None, "wrong-token-here", ""):
        refused = ask(lan, "GET", "/api/2/devices/me.json", password=password)
        assert refused.status == 401 and "Basic" in refused.headers["www-authenticate"]
    entered = ask(lan, "POST", "/api/2/auth/me/login.json")
    cookie = entered.headers["set-cookie"]
    assert entered.status == 200 and "HttpOnly" in cookie and "SameSite=strict" in cookie and TOKEN not in cookie
    session = cookie.partition(";")[0]
    assert ask(lan, "GET", "/api/2/devices/me.json", password=None, cookie=session).status == 200
    assert ask(lan, "POST", "/api/2/auth/me/logout.json", password=None, cookie=session).status == 200
    assert ask(lan, "GET", "/api/2/devices/me.json", password=None, cookie=session).status == 401
    assert ask(lan, "POST", "/api/2/auth/me/login.json", password="wrong-token-here").status == 401
    assert TOKEN not in lan.said() and "wrong-token" not in lan.said()


def test_guessing_passwords_is_slowed_down_and_listeners_are_not(show: Path) -> None:
    with served(show, "--token", TOKEN) as server:
        guesses = (ask(server, "GET", "/api/2/devices/me.json", password=f"guess-{n}").status for n in range(5000))
        assert next(guesses) == 401 and 429 in guesses
        assert ask(server, "GET", "/api/2/devices/me.json").status == 200


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"sec_fetch_site": "cross-site"}])
def test_another_sites_page_cannot_use_a_browsers_password(lan: Served, headers: dict[str, str]) -> None:
    sent = {"add": [OTHER], "remove": []}
    assert ask(lan, "POST", "/api/2/subscriptions/me/x.json", sent, **headers).status == 403
    own = {"origin": f"http://127.0.0.1:{lan.port}", "sec_fetch_site": "same-origin"}
    assert ask(lan, "POST", "/api/2/subscriptions/me/x.json", sent, **own).status == 200


def test_without_a_token_nobody_needs_one(show: Path) -> None:
    with served(show) as server:
        assert ask(server, "GET", "/api/2/devices/me.json", password=None).status == 200
        podcast = f"http://127.0.0.1:{server.port}/feed.xml"
        episode = f"http://127.0.0.1:{server.port}/{audio(show)[0]}"
        ask(server, "POST", "/api/2/episodes/me.json", [played(podcast, episode, 100)], password=None)
        assert len(positions.heard(show)) == 1
        foreign = "http://127.0.0.1:1/feed.xml"
        ask(server, "POST", "/api/2/subscriptions/me/x.json", {"add": [foreign], "remove": []}, password=None)
        assert ask(server, "GET", "/subscriptions/me.json", password=None).json == [foreign]


# --- other apps ---------------------------------------------------------------------------------------------


def test_apps_that_speak_nextclouds_api_are_in_step_with_the_others(lan: Served, show: Path) -> None:
    at = "/index.php/apps/gpoddersync"
    added = ask(lan, "POST", f"{at}/subscription_change/create", {"add": [feed(lan)], "remove": []})
    assert added.json["timestamp"] > 0
    sent = played(feed(lan), file(lan, show), 40, action="PLAY", guid="x", timestamp="2026-11-30T12:00:00+00:00")
    assert ask(lan, "POST", f"{at}/episode_action/create", [sent]).status == 200
    client(lan).update_subscriptions("laptop", [OTHER], [])
    known = ask(lan, "GET", f"{at}/subscriptions?since=0").json
    assert {*known["add"]} == {feed(lan), OTHER} and known["remove"] == []
    (action,) = ask(lan, "GET", f"{at}/episode_action").json["actions"]
    assert (action["action"], action["position"], action["guid"]) == ("PLAY", 40, "x")
    assert client(lan).download_episode_actions().actions[0].position == 40


@pytest.mark.parametrize("form", ["json", "txt", "opml"])
def test_lists_come_and_go_as_json_text_and_opml(lan: Served, form: str) -> None:
    urls = [feed(lan), "https://other.example/feed?a=1&b=2"]
    bodies = {
        "json": json.dumps(urls),
        "txt": "\n".join(urls),
        "opml": '<opml version="1.0"><body>'
        + "".join(f'<outline type="rss" xmlUrl="{url.replace("&", "&amp;")}"/>' for url in urls)
        + "</body></opml>",
    }
    assert ask(lan, "PUT", f"/subscriptions/me/phone.{form}", bodies[form].encode()).status == 200
    text = ask(lan, "GET", f"/subscriptions/me/phone.{form}").body.decode()
    assert all(url in text.replace("&amp;", "&") for url in urls)
    assert {*ask(lan, "GET", "/subscriptions/me.json").json} == {*urls}


def test_devices_that_know_the_show_by_different_names_share_positions(lan: Served, show: Path) -> None:
    one = played(feed(lan, "localhost"), file(lan, show, "localhost"), 100)
    ask(lan, "POST", "/api/2/episodes/me.json", [one])
    known = {each["episode"] for each in ask(lan, "GET", "/api/2/episodes/me.json").json["actions"]}
    assert known == {file(lan, show), file(lan, show, "localhost")}
    assert positions.heard(show) == {audio(show)[0].partition("/")[0]}
    stored = (show / positions.NAME).read_bytes()
    assert TOKEN.encode() not in stored and b"show:feed.xml" in stored


def known_after(server: Served, actions: list[dict[str, Any]]) -> set[str]:
    ask(server, "GET", f"/{TOKEN}/feed.xml")
    ask(server, "POST", "/api/2/episodes/me.json", actions)
    return {each["episode"] for each in ask(server, "GET", "/api/2/episodes/me.json").json["actions"]}


def test_the_published_show_and_the_served_one_are_the_same(lan: Served, show: Path) -> None:
    base = "https://example.org/listen/"
    path = show / "show.toml"
    before = path.read_text(encoding="utf-8")
    path.write_text(before + f'base_url = "{base}"\n', encoding="utf-8")
    try:
        heard = [played(f"{base}feed.xml", base + audio(show)[0], 99)]
        both = {file(lan, show), base + audio(show)[0]}
        until(lambda: known_after(lan, heard) == both, "the server read the show's new address")
    finally:
        path.write_text(before, encoding="utf-8")


def test_episodes_heard_in_an_app_are_removed_from_the_show(lan: Served, show: Path, tmp_path: Path) -> None:
    ask(lan, "POST", "/api/2/episodes/me.json", [played(feed(lan), file(lan, show), 97)])
    text = (show / "show.toml").read_text(encoding="utf-8")
    (show / "show.toml").write_text(text + "\n[keep]\nunheard = true\n", encoding="utf-8")
    try:
        told = json.loads(fine("list", "-o", str(show), "--json").stdout)
        assert fine("keep", "-o", str(show)).stdout.count("heard") == 1 and len(told) == 2
    finally:
        (show / "show.toml").write_text(text, encoding="utf-8")


# --- bad input ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/2/episodes/me.json", b"no json"),
        ("/api/2/episodes/me.json", b'{"a": 1}'),
        ("/api/2/episodes/me.json", b"[" * 100_000),
        ("/api/2/subscriptions/me/x.json", b"[]"),
        ("/api/2/subscriptions/me/x.json", b'{"add": "x"}'),
        ("/api/2/subscriptions/me/x.json", b'{"add": ["https://a.example/"], "remove": ["https://a.example/"]}'),
        ("/api/2/settings/me/device.json", b'{"set": {}}'),
        ("/api/2/settings/me/account.json", b'{"set": []}'),
        ("/api/2/settings/me/account.json", b'{"set": {}, "remove": 5}'),
        ("/positions.json", b"[]"),
    ],
)
def test_invalid_requests_are_refused_with_a_sentence(lan: Served, path: str, body: bytes) -> None:
    refused = ask(lan, "POST", path, body)
    assert refused.status == 400 and refused.body.endswith(b"\n") and b"Traceback" not in refused.body
    assert not positions.heard(Path(lan.told.get("show", ".")))


def test_an_invalid_action_affects_no_other(lan: Served, show: Path) -> None:
    good = played(feed(lan), file(lan, show), 5)
    bad: list[Any] = [
        1, None, {}, {**good, "action": "dance"}, {**good, "episode": "a\nb"}, {**good, "episode": "x" * 3000},
    ]  # fmt: skip
    odd = {**good, "timestamp": "yesterday", "position": -1, "total": "long", "device": ["x"]}
    ask(lan, "POST", "/api/2/episodes/me.json", [*bad, odd])
    (known,) = ask(lan, "GET", "/api/2/episodes/me.json").json["actions"]
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d", known["timestamp"])
    assert "position" not in known and "device" not in known


def test_a_clock_that_is_ahead_does_not_win_forever(lan: Served, show: Path) -> None:
    ask(
        lan, "POST", "/api/2/episodes/me.json", [played(feed(lan), file(lan, show), 5, timestamp="2999-01-01T00:00:00")]
    )
    (known,) = ask(lan, "GET", "/api/2/episodes/me.json").json["actions"]
    assert known["timestamp"] < "2999"


def test_a_body_without_end_and_one_too_large_are_refused(lan: Served) -> None:
    assert ask(lan, "POST", "/api/2/episodes/me.json", b" " * 4_100_000).status == 413


def test_the_stored_data_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(positions, "MOST_ACTIONS", 10)
    known = Positions(tmp_path)
    for n in range(25):
        known.add_actions([Action("p", f"e{n}", "play")])
    found, _ = known.actions()
    assert [each.episode for each in found] == [f"e{n}" for n in range(15, 25)]


def test_a_moment_is_never_the_same_twice_whatever_the_clock_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, moments = Positions(tmp_path), []
    for clock in (1000.0, 1000.0, 500.0, 2000.0, 100.0):
        monkeypatch.setattr("time.time", lambda clock=clock: clock)
        _, before = known.actions()
        moments.append(known.add_actions([Action("p", f"e{len(moments)}", "play")]))
        assert moments[-1] > before
    assert moments == sorted({*moments})


def test_an_obstructed_file_is_reported_as_a_temporary_failure(show: Path) -> None:
    (show / positions.NAME).unlink(missing_ok=True)
    (show / positions.NAME).mkdir()
    try:
        with served(show, "--token", TOKEN) as server:
            sent = [played(feed(server), file(server, show), 5)]
            failed = ask(server, "POST", "/api/2/episodes/me.json", sent)
            assert failed.status == 503 and "retry-after" in failed.headers
    finally:
        (show / positions.NAME).rmdir()


# --- the player of our own pages ----------------------------------------------------------------------------


def test_pages_that_are_served_load_the_script_and_published_ones_do_not(lan: Served, show: Path) -> None:
    folder = audio(show)[0].partition("/")[0]
    assert b'src="positions.js"' in lan.ask("index.html").body
    assert b'src="../positions.js"' in lan.ask(f"{folder}/").body
    assert b"localStorage" in lan.ask("positions.js").body
    assert b"positions.js" not in lan.ask(f"{folder}/embed.html").body


def test_the_player_and_the_apps_share_positions(lan: Served, show: Path) -> None:
    from tests.serving_show import ferry

    guid = ferry(show).manifest.guid
    ask(lan, "POST", "/api/2/episodes/me.json", [played(feed(lan), file(lan, show), 40)])
    known = json.loads(lan.ask("positions.json").body)["episodes"]
    assert known == {guid: {"at": 40, "of": 100, "when": 1796040000}}
    said = {guid: {"at": 0, "of": 100, "when": 1796040100, "heard": True}, "another": {"at": 1, "of": 2, "when": 3}}
    assert ask(lan, "POST", f"/{TOKEN}/positions.json", {"episodes": said}, password=None).status == 200
    (got,) = client(lan).download_episode_actions().actions
    assert (got.episode, got.position, got.timestamp) == (file(lan, show), 100, "2026-11-30T12:01:40")
    assert json.loads(lan.ask("positions.json").body)["episodes"] == {guid: said[guid]}
    assert len(positions.heard(show)) == 1


def test_a_page_in_a_browser_synchronizes_positions(lan: Served, show: Path) -> None:
    from tests.serving_show import ferry

    guid, folder = ferry(show).manifest.guid, audio(show)[0].partition("/")[0]
    ask(lan, "POST", "/api/2/episodes/me.json", [played(feed(lan), file(lan, show), 40)])
    with browsers.tab("chromium") as tab:
        tab.open(f"http://127.0.0.1:{lan.port}/{TOKEN}/{folder}/")
        came = f"JSON.parse(localStorage.pagecast || '{{}}').episodes?.[{guid!r}]"
        tab.wait(lambda: tab.run(f"return {came}?.at") == 40, "the position of the app comes")
        later = {"at": 61, "of": 100, "when": 1796040100}
        tab.run("localStorage.pagecast = JSON.stringify({episodes: {[arguments[0]]: arguments[1]}})", guid, later)
        tab.run("document.dispatchEvent(new Event('visibilitychange'))")
        until(lambda: [each.position for each in client(lan).download_episode_actions().actions] == [61])
        latest = played(feed(lan), file(lan, show), 7, timestamp="2026-11-30T12:09:00")
        ask(lan, "POST", "/api/2/episodes/me.json", [latest])
        tab.open(f"http://127.0.0.1:{lan.port}/{TOKEN}/index.html")
        tab.wait(lambda: tab.run(f"return {came}?.at") == 7, "the list has it, too")
