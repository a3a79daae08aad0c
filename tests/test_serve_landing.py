"""The page that the QR code opens, in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests import waiting
from tests.complaints import complaints_of
from tests.html_checker import checked
from tests.needs import NPM, needs
from tests.serving import Served
from tests.serving_show import ferry, harbour, home_server, kept_cache, lan_server, shared_cache  # noqa: F401  # fixtures

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.mark.parametrize(
    ("accepted", "language", "words"),
    [
        ("zh-TW,zh;q=0.8", "zh-Hant", "訂閱"),
        ("zh-CN,zh;q=0.8", "zh-Hans", "订阅"),
        ("de,en;q=0.5", "en", "Subscribe"),
        ("", "en", "Subscribe"),
    ],
)
def test_the_landing_page_speaks_the_phones_language(lan: Served, accepted: str, language: str, words: str) -> None:
    got = lan.ask("", host="192.168.7.5:8043", headers={"Accept-Language": accepted})
    text = got.body.decode()
    assert f'<html lang="{language}">' in text and words in text
    bare = f"192.168.7.5:8043{lan.base}feed.xml"
    for link in (f"podcast://{bare}", f"pcast:http://{bare}", f"antennapod-subscribe://{bare}", f"feed://{bare}"):
        assert f'href="{link}"' in text
    for app in ("AntennaPod", "gPodder", "Overcast", "Pocket Casts", "Spotify"):
        assert app in text
    assert "The Ferry" in text and "夜里的面包店" in text and "Accept-Language" in got.headers["vary"]


@pytest.mark.parametrize(
    "agent", ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)", "Mozilla/5.0 (Android 15)"]
)
def test_the_phones_own_app_comes_first(lan: Served, agent: str) -> None:
    text = lan.ask("", headers={"User-Agent": agent}).body.decode()
    assert (text.index("podcast://") < text.index("antennapod-subscribe://")) == ("iPhone" in agent)


def test_only_on_this_computer_the_page_explains_how_to_reach_phones(home: Served, lan: Served, show: Path) -> None:
    page = f"{ferry(show).folder.name}/index.html"
    for path in ("index.html", page):  # a code that leads to localhost helps nobody
        assert 'class="qr"' not in home.ask(path).body.decode() and 'class="qr"' in lan.ask(path).body.decode()
    assert "tts serve --lan" in home.ask("").body.decode()
    assert "tts serve --lan" not in lan.ask("").body.decode()


@needs("chromium")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_browser_shows_and_plays_it_without_a_complaint(lan: Served, browser: Browser, scheme: Any) -> None:
    """The policy blocks nothing that the pages need, and no other site learns the address."""
    page = browser.new_page(viewport={"width": 360, "height": 740}, color_scheme=scheme, locale="zh-TW")
    complaints = complaints_of(page)
    outside: list[str] = []
    page.on("requestfailed", lambda r: complaints.append(f"{r.url} {r.failure}") if "mp3" not in r.url else None)
    page.on("request", lambda r: outside.append(r.url) if urlsplit(r.url).port != lan.port else None)
    page.on("request", lambda r: complaints.append("referer") if r.headers.get("referer") else None)
    page.goto(f"http://127.0.0.1:{lan.port}{lan.base}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator("html").get_attribute("lang") == "zh-Hant"
    page.get_by_role("button", name="複製").click()
    page.get_by_role("button", name="已複製").wait_for()
    page.get_by_role("link", name="The Ferry").click()
    page.wait_for_selector("pagecast-player audio", state="attached")
    page.evaluate("document.querySelector('audio').play()")
    plays_beyond(page, 0.3)
    page.evaluate("document.querySelector('audio').currentTime = 5")
    plays_beyond(page, 5.1)
    page.close()
    assert complaints == [] and outside == []


@needs("chromium", npm="axe-core")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_landing_page_is_accessible(home: Served, browser: Browser, scheme: Any) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740}, color_scheme=scheme, bypass_csp=True)
    page.goto(f"http://127.0.0.1:{home.port}/")
    page.add_script_tag(path=str(NPM / "axe-core" / "axe.min.js"))
    found = page.evaluate(
        "axe.run({ resultTypes: ['violations'] }).then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))"
    )
    page.close()
    assert found == []


@needs("java", npm="vnu-jar")
def test_the_landing_page_is_valid(home: Served, lan: Served, tmp_path: Path) -> None:
    for n, (server, accepted) in enumerate([(home, "en"), (lan, "zh-TW"), (lan, "zh-CN")]):
        (tmp_path / f"{n}.html").write_bytes(server.ask("", headers={"Accept-Language": accepted}).body)
    run = checked(sorted(tmp_path.glob("*.html")), "--errors-only")
    assert (run.returncode, run.stderr) == (0, "")


def plays_beyond(page: Page, second: float) -> None:
    """Polls, because the page's policy does not let Playwright wait for an expression."""
    waiting.until(lambda: page.evaluate("document.querySelector('audio').currentTime") > second, f"{second} s")
