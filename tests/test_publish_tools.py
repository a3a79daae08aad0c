"""The tools on an episode's page in a browser: reporting a misreading, and the QR code for phones where it fits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.contexts import lent, lent_page
from tests.needs import needs
from tts.cache import Cache
from tts.episode import pipeline
from tts.episode.options import Options
from tts.model import LibraryError
from tts.publish import build
from tts.show import library, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BASE = "https://example.org/listen/"
LANTERN = """---
title: 山上的燈
language: zh-Hant
---
天黑以前，老人把燈一盞一盞點亮。山下的人看見燈光，就知道路還通。
"""
ISSUES = "https://git.example.org/issues/new?title={title}&body={sentence}%0A{time}%0A{page}"


LONG = "# An hour\n\n" + "\n\n".join(f"Ferry number {n} left at six, and nobody saw it leave late." for n in range(90))
SHIFTED = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 500);
})"""


def made(root: Path, text: str = LANTERN, **told: str) -> Path:
    """The page of an episode whose show has this setting."""
    (root / "lantern.md").write_text(text, encoding="utf-8")
    (root / "show").mkdir()
    lines = [f'{name} = "{value}"' for name, value in told.items()]
    (root / "show" / "show.toml").write_text("\n".join(lines), encoding="utf-8")
    show = library.open_show(root / "show")
    done = pipeline.make(str(root / "lantern.md"), show, Options(engine="silent"), cache=Cache(root / "clips"))
    build.publish(library.open_show(root / "show"), base_url=BASE)
    return done.episode.folder / "index.html"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("plain"))


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    with lent(browser, viewport={"width": 390, "height": 800}) as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        yield context.new_page()


def select(tab: Page, sentence: str) -> None:
    element = tab.get_by_text(sentence)
    element.evaluate("e => getSelection().selectAllChildren(e)")


@needs("chromium")
def test_without_an_address_the_sentence_its_time_and_the_page_are_copied(tab: Page, plain: Path) -> None:
    tab.goto(plain.as_uri())
    tab.get_by_role("button", name="回報錯誤").click()
    tab.get_by_text("請先選取").wait_for()
    sentence = "山下的人看見燈光，就知道路還通。"
    select(tab, sentence)
    start = int((tab.get_by_text(sentence).get_attribute("data-pc") or "").split("-")[0]) // 1000
    tab.get_by_role("button", name="回報錯誤").click()
    tab.get_by_text("已複製這一句").wait_for()
    told = tab.evaluate("navigator.clipboard.readText()").splitlines()
    page = f"{BASE}{plain.parent.name}/index.html"
    assert told == ["這一句讀錯了：", f"{sentence} (00:{start:02})", f"{page}#t={start}"]


@needs("chromium")
def test_an_issue_is_opened_with_all_that_is_known(tab: Page, tmp_path: Path) -> None:
    path = made(tmp_path, report=ISSUES)
    tab.goto(path.as_uri())
    link = tab.get_by_role("link", name="回報錯誤")
    page = f"{BASE}{path.parent.name}/index.html"
    plain = parse_qs(urlsplit(link.get_attribute("href") or "").query)
    assert plain == {"title": ["山上的燈"], "body": [f"\n\n{page}"]}
    link.evaluate("e => e.addEventListener('click', event => event.preventDefault())")
    select(tab, "山下的人看見燈光")
    link.click()
    told = parse_qs(urlsplit(link.get_attribute("href") or "").query)
    assert told["title"] == ["山上的燈"]
    sentence, time, address = told["body"][0].split("\n")
    assert (
        sentence == "山下的人看見燈光，就知道路還通。" and time.startswith("00:") and address.startswith(f"{page}#t=")
    )


@pytest.mark.parametrize("report", ["somebody", "javascript:alert(1)", "https://a b", "@"])
def test_an_invalid_address_is_reported(report: str, tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text(f'report = "{report}"', encoding="utf-8")
    with pytest.raises(LibraryError, match="neither an e-mail address nor an address"):
        settings.read(tmp_path / "show.toml")


@needs("chromium")
@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_phone_the_qr_code_is_behind_a_button(browser: Browser, plain: Path, scripts: bool) -> None:
    with lent_page(browser, 360, 800, java_script_enabled=scripts) as page:
        page.goto(plain.as_uri())
        code = page.locator("svg.qr")
        assert not code.is_visible()
        page.get_by_role("button", name="手機掃碼").click()
        code.wait_for(state="visible")
        box = code.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 360
        page.keyboard.press("Escape")
        code.wait_for(state="hidden")


@needs("chromium")
@pytest.mark.parametrize("width", [768, 1440])
def test_with_enough_room_the_qr_code_is_shown(browser: Browser, plain: Path, width: int) -> None:
    with lent_page(browser, width, 800) as page:
        page.goto(plain.as_uri())
        assert page.locator("svg.qr").is_visible()
        stands_beside = width >= 1200
        assert page.get_by_role("link", name="手機掃碼").is_visible() != stands_beside, "a link to what is in view"
        assert not page.get_by_role("button", name="手機掃碼").is_visible()


@pytest.fixture(scope="module")
def hour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("hour"), LONG)


@needs("chromium")
@pytest.mark.parametrize("width", [360, 412, 768, 1440])
def test_nothing_moves_when_the_scripts_begin(browser: Browser, hour: Path, width: int) -> None:
    with lent_page(browser, width, 800) as page:
        page.goto(hour.as_uri())
        page.wait_for_function("document.querySelector('pagecast-player').shadowRoot")
        assert page.evaluate(SHIFTED) < 0.05  # a tenth is what the Web Vitals call good
