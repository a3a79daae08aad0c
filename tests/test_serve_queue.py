"""The form for adding articles and the page of the queue, as people see and use them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from tests.adding import TEXT, adding, begin, form, queue, send, until_done
from tests.complaints import complaints_of
from tests.html_checker import checked
from tests.needs import NPM, needs
from tests.serving import Served
from tests.waiting import until
from tts.serve import queue_pages
from tts.serve.queue.queue_item import Item

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HTML = {"Accept": "text/html"}
HOSTILE = "<img src=x onerror=alert(1)>\"'</textarea><script>alert(2)</script>"


@pytest.fixture(scope="module", name="server")
def server_that_takes_articles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("queue")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAGECAST_CACHE", str(folder / "cache"))
        with adding(begin(folder / "show")) as server:
            form(server, "add", {"url": "http://127.0.0.1:9/harbour"})
            form(server, "add", {"title": HOSTILE, "text": f"{TEXT} {HOSTILE}"})
            until_done(server)
            yield server


def address(server: Served, path: str) -> str:
    return f"http://127.0.0.1:{server.port}{server.base}{path}"


# --- for everybody ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "language", "words"),
    [
        ("zh-TW", "zh-Hant", ["製作佇列", "失敗", "重試", "稍後收聽", ">這篇文章打不開，或讀不出內容。<"]),
        ("zh-CN", "zh-Hans", ["制作队列", "失败", "重试", "稍后收听", ">这篇文章打不开，或读不出内容。<"]),
        ("en", "en", ["Queue", "Failed", "Try again", "Listen later"]),
    ],
)
def test_the_queue_speaks_the_readers_language(server: Served, accepted: str, language: str, words: list[str]) -> None:
    text = server.ask("queue", headers={"Accept-Language": accepted}).body.decode()
    assert f'<html lang="{language}">' in text and all(word in text for word in words)
    assert "leads to the private address" in text and "--allow-private" in text


def test_failed_articles_can_be_retried_or_removed(server: Served) -> None:
    item = json.loads(form(server, "add", {"url": "http://127.0.0.1:9/again"}).body)
    until_done(server)
    got = form(server, "queue-retry", {"id": item["id"]}, HTML)
    assert got.status == 303 and got.headers["location"] == f"{server.base}queue"
    assert until_done(server)[-1]["state"] == "failed"
    token = server.told["token"]
    for refused in (
        form(server, "/queue-remove", {"id": item["id"]}),
        form(server, "queue-remove", {"id": item["id"]}, {"Origin": "https://evil.example.org"}),
    ):
        assert refused.status in (401, 403) and queue(server)[-1]["id"] == item["id"]
    assert form(server, "/queue-remove", {"id": item["id"], "token": token}).status == 200
    assert item["id"] not in [i["id"] for i in queue(server)]
    assert form(server, "queue-remove", {"id": "../show"}).status == 404


def test_a_refused_form_keeps_its_input(server: Served) -> None:
    got = form(server, "add", {"url": "ftp://example.org/a", "title": 'A "title"'}, HTML)
    text = got.body.decode()
    assert got.status == 400 and 'value="ftp://example.org/a"' in text and 'role="alert"' in text
    assert "begins with https://" in text and "A &#34;title&#34;" in text


@pytest.mark.parametrize("path", ["queue", "add?url=%22%3E%3Cscript%3E&text={0}&title={0}", ""])
def test_nothing_of_an_article_is_markup(server: Served, path: str) -> None:
    got = server.ask(path.format(quote(HOSTILE)), headers=HTML)
    text = got.body.decode()
    assert "<script>alert" not in text and "<img src=x" not in text
    assert "script-src 'self'" in got.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in got.headers["content-security-policy"]


def test_a_phone_shares_into_the_app(server: Served) -> None:
    manifest = json.loads(server.ask("app.webmanifest").body)
    target = manifest["share_target"]
    assert (target["action"], target["method"]) == ("add", "GET")
    shared = server.ask(f"add?{target['params']['text']}={quote('The Ferry https://example.org/ferry')}")
    assert 'value="https://example.org/ferry"' in shared.body.decode()


def test_without_a_token_the_form_shows_nothing_of_the_show(server: Served) -> None:
    got = server.ask("/add?url=https%3A%2F%2Fexample.org%2Fa")
    text = got.body.decode()
    assert got.status == 200 and 'name="token"' in text and server.told["token"] not in text
    for name in re.findall(r'(?:href|src)="(pagecast/[^"]+)"', text):
        assert server.ask(f"/{name}").status == 200
    assert server.ask("/queue").status == server.ask("/").status == 404


@needs("java", npm="vnu-jar")
def test_the_pages_are_valid(server: Served, tmp_path: Path) -> None:
    for n, path in enumerate(["queue", "add", "/add?url=https://example.org/a", ""]):
        (tmp_path / f"{n}.html").write_bytes(server.ask(path).body)
    run = checked(sorted(tmp_path.glob("*.html")), "--errors-only")
    assert (run.returncode, run.stderr) == (0, "")


# --- in a browser -------------------------------------------------------------------------------------------


@needs("chromium")
@pytest.mark.parametrize("scripts", [True, False])
def test_an_article_is_added_by_the_form_and_followed(server: Served, browser: Browser, *, scripts: bool) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=scripts, locale="en-US")
    page = context.new_page()
    complaints = complaints_of(page)
    title = f"The Lamp {scripts}"
    page.goto(address(server, ""))
    page.get_by_role("link", name="A text").click()
    page.get_by_text("A text", exact=True).click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Text", exact=True).fill(TEXT)
    page.locator("details[open] button").click()
    page.wait_for_url("**/queue#*")

    def is_made() -> bool:
        if not scripts:
            page.get_by_role("link", name="Refresh").click()
        return page.get_by_role("link", name=title).count() == 1

    until(is_made, "it is made", 180.0)
    page.get_by_role("link", name=title).click()
    assert page.get_by_role("heading", name=title).count()
    context.close()
    assert complaints == []


@needs("chromium")
def test_a_bookmark_asks_before_it_adds(server: Served, browser: Browser) -> None:
    """Clicked on a malicious page: that learns no token, and adds nothing."""
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.goto(address(server, ""))
    bookmark = page.get_by_role("link", name="Listen later").get_attribute("href") or ""
    assert server.told["token"] not in bookmark
    before = len(queue(server))
    page.goto("data:text/html,<title>A page</title><p>Text")
    page.evaluate(bookmark.removeprefix("javascript:"))
    page.wait_for_url("**/add?url=*")
    assert page.get_by_label("Address of the article").input_value().startswith("data:text/html")
    assert len(queue(server)) == before
    page.get_by_label("Address of the article").fill("http://127.0.0.1:9/by-bookmark")
    page.locator("form.adds button").click()  # the browser knows the token from the show's page
    page.wait_for_url(f"**{server.base}queue#*")
    context.close()
    assert queue(server)[-1]["where"] == "http://127.0.0.1:9/by-bookmark"


@needs("chromium")
def test_a_page_of_another_site_adds_nothing(server: Served, browser: Browser, tmp_path: Path) -> None:
    """Not even one that knows the token."""
    before = len(queue(server))
    page = browser.new_page()
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        html = (
            f'<form method="post" enctype="{kind}" action="{address(server, "add")}">'
            f'<input name="text" value="evil"><input name="token" value="{server.told["token"]}"></form>'
        )
        (tmp_path / "evil.html").write_text(html, encoding="utf-8")
        page.goto((tmp_path / "evil.html").as_uri())
        with page.expect_navigation():
            page.evaluate("document.forms[0].submit()")
        assert "Another site sent this" in page.content()
    page.close()
    assert len(queue(server)) == before


@needs("chromium", npm="axe-core")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["queue", "add?text=a", "/add?url=https://example.org/a", ""])
def test_the_pages_are_accessible(server: Served, browser: Browser, path: str, scheme: Any) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme=scheme, bypass_csp=True)
    page.goto(address(server, path) if not path.startswith("/") else f"http://127.0.0.1:{server.port}{path}")
    assert width_of(page) <= 390
    page.add_script_tag(path=str(NPM / "axe-core" / "axe.min.js"))
    found = page.evaluate(
        "axe.run({ resultTypes: ['violations'] }).then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))"
    )
    page.close()
    assert found == []


def width_of(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


def test_json_is_answered_to_programs(server: Served) -> None:
    got = send(server, "add", b'{"url": "x"}', "application/json")
    assert got.status == 400 and json.loads(got.body)["hint"] and got.headers["content-type"] == "application/json"


def test_a_failure_is_described_in_chinese_before_the_english_error() -> None:
    for cause, said in (("voice", "这篇文章没能朗读出来。"), ("process", "制作过程意外中断了。"), ("odd", "")):
        item = Item("b", "text", "", title="Lamp", state="failed", error="it did not answer", cause=cause)
        chinese = queue_pages.queue(queue_pages.Visit("zh-Hans"), [item]).decode()
        english = queue_pages.queue(queue_pages.Visit("en"), [item]).decode()
        assert (f'<p class="error">{said}</p>' in chinese) == bool(said)
        assert '<p class="error" lang="en">it did not answer</p>' in chinese
        assert english.count('class="error"') == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Remove from this list"), ("zh-Hans", "从列表中移除"), ("zh-Hant", "從清單中移除")],
)
def test_finished_articles_can_be_taken_off_the_list_and_stay_episodes(language: str, said: str) -> None:
    """The button says so: nobody should think that the episode is deleted."""
    made = Item("a", "text", "", title="Ferry", state="made", episodes=("ferry-1",))
    failed = Item("b", "text", "", title="Lamp", state="failed")
    page = queue_pages.queue(queue_pages.Visit(language), [made, failed]).decode()
    assert page.count(f">{said}</button>") == 1
