"""A show as an app: installed, saved for offline use, played without a network, in a browser with a secure context."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from PIL import Image

from tests import shows, waiting
from tests.complaints import complaints_of
from tests.needs import needs
from tests.site_articles import ARTICLES
from tts.publish import build, public_files
from tts.publish.generated_files import is_ours
from tts.show import library

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

BASE = "https://example.org/listen/"
SETTINGS = 'title = "Slow reading"\nlanguage = "en"\ncategory = "News"\n'
LONG = {"tide.md": ARTICLES["tide"], **shows.THREE}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = shows.make(tmp_path_factory.mktemp("app"), LONG, SETTINGS).folder
    build.publish(library.open_show(folder), base_url=BASE)
    return folder


@pytest.fixture
def show(made: Path, tmp_path: Path) -> Path:
    """A show at /listen/ of a site with other pages."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("<!doctype html><title>Home</title><p>A site.", encoding="utf-8")
    return Path(shutil.copytree(made, tmp_path / "site" / "listen"))


def settle(show: Path, text: str = "", **kw: Any) -> build.Published:
    if text:
        path = show / "show.toml"
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    return build.publish(library.open_show(show), **kw)


def episode(show: Path, title: str = "What the Tide Table Leaves Out") -> library.Episode:
    return next(e for e in library.episodes(library.open_show(show)) if e.manifest.title == title)


# --- what is written ----------------------------------------------------------------------------------------


def test_a_manifest_says_what_is_installed(made: Path) -> None:
    said = json.loads((made / "app.webmanifest").read_text(encoding="utf-8"))
    assert (said["name"], said["short_name"], said["lang"], said["dir"]) == (
        "Slow reading",
        "Slow reading",
        "en",
        "ltr",
    )
    assert (said["start_url"], said["scope"], said["display"]) == ("index.html", "./", "standalone")
    assert "id" not in said  # it is resolved against the origin, which several shows may share
    assert said["categories"] == ["news"]
    assert {(icon["sizes"], icon["purpose"]) for icon in said["icons"]} == {
        ("192x192", "any"), ("512x512", "any"), ("512x512", "maskable"),
    }  # fmt: skip
    for icon in said["icons"]:
        with Image.open(made / icon["src"]) as image:
            assert image.format == "PNG" and f"{image.width}x{image.height}" == icon["sizes"]


def test_your_own_cover_is_the_icon(show: Path) -> None:
    Image.new("RGB", (1400, 1400), "#c02040").save(show / "mine.png")
    settle(show, 'cover = "mine.png"\n')
    said = json.loads((show / "app.webmanifest").read_text(encoding="utf-8"))
    for icon in said["icons"]:
        with Image.open(show / icon["src"]) as image:
            found = image.convert("RGB").getpixel((5, 5))
            assert isinstance(found, tuple) and abs(found[0] - 0xC0) < 8 and abs(found[1] - 0x20) < 8, icon


def test_files_of_the_app_have_the_right_types(made: Path) -> None:
    items = {item.name: item for item in public_files.items(made)}
    assert items["app.webmanifest"].type == "application/manifest+json"
    assert items["sw.js"].type == "text/javascript; charset=utf-8"
    for name in ("sw.js", "app.webmanifest", "offline.html"):
        assert items[name].cache == "no-cache"
        assert is_ours(name, (made / name).read_bytes())
    assert {item.name for item in public_files.items(made)[-2:]} == {"feed.xml", "sw.js"}


@pytest.mark.parametrize(
    ("name", "content"),
    [("sw.js", b"// of Pagecast: mine"), ("app.webmanifest", b'{"name": "Pagecast"}'), ("app.webmanifest", b"[")],
)
def test_a_foreign_service_worker_is_not_taken_for_ours(name: str, content: bytes) -> None:
    assert not is_ours(name, content)


def test_the_files_cached_at_install_exist(made: Path) -> None:
    told = json.loads((made / "sw.js").read_text(encoding="utf-8").split("const TOLD = ")[1].split(";\n")[0])
    assert told["open"] and all((made / path).is_file() for path in told["shell"])
    assert json.loads((made / "sw.js").read_text(encoding="utf-8").split("const TOLD = ")[1].split(";\n")[0]) == told


def test_switched_off_a_worker_is_left_that_removes_itself(show: Path) -> None:
    settle(show, "app = false\n")
    assert not (show / "app.webmanifest").exists() and not (show / "offline.html").exists()
    assert "unregister" in (show / "sw.js").read_text(encoding="utf-8")
    for page in (show / "index.html", episode(show).folder / "index.html"):
        text = page.read_text(encoding="utf-8")
        assert "data-offline" not in text and "pagecast/app-" not in text


# --- a site that is served ----------------------------------------------------------------------------------


@dataclass
class Site:
    """A folder over HTTP with ranges, and a record of requests."""

    folder: Path
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Paths and the ranges of them."""
    short: dict[str, int] = field(default_factory=dict)
    """Ending of a path -> bytes after which the connection is cut, once."""
    port: int = 0
    server: ThreadingHTTPServer | None = None

    @property
    def listen(self) -> str:
        return f"http://127.0.0.1:{self.port}/listen/"

    def start(self) -> None:
        handler = partial(_Handler, self, directory=str(self.folder))
        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self) -> None:
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extensions_map: ClassVar = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".webmanifest": "application/manifest+json",
        ".js": "text/javascript",
    }

    def __init__(self, site: Site, *args: Any, **kw: Any) -> None:
        self.site = site
        super().__init__(*args, **kw)

    def do_GET(self) -> None:
        path, wanted = Path(self.translate_path(self.path)), self.headers.get("Range", "")
        self.site.asked.append((self.path, wanted))
        if path.suffix != ".mp3" or not path.is_file():
            super().do_GET()
            return
        content = path.read_bytes()
        found = re.fullmatch(r"bytes=(\d+)-(\d*)", wanted)
        first = int(found[1]) if found else 0
        last = min(int(found[2] or len(content)) if found else len(content), len(content) - 1)
        self.send_response(206 if found else 200)
        self.send_header("Content-Type", "audio/mpeg")
        self.send_header("Content-Length", str(last + 1 - first))
        self.send_header("Accept-Ranges", "bytes")
        if found:
            self.send_header("Content-Range", f"bytes {first}-{last}/{len(content)}")
        self.end_headers()
        self._send(content[first : last + 1])

    def _send(self, content: bytes) -> None:
        cut = next((end for end in self.site.short if self.path.endswith(end)), "")
        if cut:
            self.wfile.write(content[: self.site.short.pop(cut)])
            self.wfile.flush()
            time.sleep(1)  # a network goes after what it brought was read: what still waits is lost with it
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
        else:
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: tests print nothing."""


@pytest.fixture
def site(show: Path) -> Iterator[Site]:
    it = Site(show.parent)
    it.start()
    yield it
    it.stop()


@contextmanager
def phone(browser: Browser, **kw: Any) -> Iterator[tuple[BrowserContext, Page, list[str]]]:
    """A window, and the errors of its pages, except those of a missing network."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, **kw)
    context.set_default_timeout(60_000)
    page = context.new_page()
    complaints = complaints_of(page)
    try:
        yield context, page, complaints
    finally:
        context.close()


def ready(page: Page) -> None:
    """Wait until the service worker controls this page."""
    until(page, "navigator.serviceWorker.controller !== null")


def until(page: Page, condition: str, seconds: int = 60) -> None:
    """Waits without Playwright's own function, which the pages' policy forbids."""
    from playwright.sync_api import Error

    for _ in range(10 * seconds):
        with suppress(Error):  # a page that is being left has no answer any more
            if page.evaluate(condition):
                return
        page.wait_for_timeout(100)
    raise AssertionError(condition)


def save(page: Page) -> None:
    page.locator("article .keep button").first.click()
    page.wait_for_selector("article .keep[data-state=saved]")


PLAY = """async () => {
  const audio = document.querySelector("audio");
  audio.muted = true;
  const told = (name) => new Promise((done, failed) => {
    audio.addEventListener(name, done, { once: true });
    const fail = () => failed(new Error(`${name}: ${audio.error?.message} ${audio.src} ${audio.readyState}`));
    audio.addEventListener("error", fail, { once: true });
    setTimeout(fail, 60000);
  });
  if (audio.error) throw new Error(audio.error.message + audio.src);
  if (!audio.readyState) await told("loadedmetadata");
  const seeked = told("seeked");
  audio.currentTime = audio.duration / 2;
  await seeked;
  const from = audio.currentTime;
  await audio.play();
  while (audio.currentTime < from + 0.3) await told("timeupdate");
  audio.pause();
  return [from / audio.duration, audio.duration];
}"""
"""Seeks to the middle and hears a little of what is there."""

KEPT = """async () => {
  const all = {};
  for (const name of await caches.keys()) all[name] = (await (await caches.open(name)).keys()).map((k) => k.url);
  return all;
}"""


def saved_files(page: Page) -> list[str]:
    kept: dict[str, list[str]] = page.evaluate(KEPT)
    return [url for name, urls in kept.items() if name.endswith((" saved", " parts")) for url in urls]


# --- installing ---------------------------------------------------------------------------------------------


@needs("chromium")
def test_chromium_finds_nothing_against_installing_it(browser: Browser, site: Site, tmp_path: Path) -> None:
    """Needs the whole browser: its headless shell can't install apps, and never objects."""
    chromium = browser.browser_type.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
    with closing(chromium), phone(chromium) as (context, page, complaints):
        page.goto(site.listen + "index.html")
        ready(page)
        tools = context.new_cdp_session(page)
        manifest = tools.send("Page.getAppManifest")
        assert manifest["url"] == site.listen + "app.webmanifest" and manifest["errors"] == []
        found = tools.send("Page.getInstallabilityErrors")["installabilityErrors"]
        assert [each["errorId"] for each in found] in ([], ["in-incognito"])  # a test's window is one
        assert complaints == []


@needs("chromium")
def test_the_site_around_it_is_not_touched(browser: Browser, site: Site) -> None:
    with phone(browser) as (_, page, _complaints):
        page.goto(site.listen + "index.html")
        ready(page)
        scopes = page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.map((r) => r.scope))")
        assert scopes == [site.listen]
        page.goto(site.listen.removesuffix("listen/"))
        assert page.evaluate("navigator.serviceWorker.controller") is None
        kept = [url for urls in page.evaluate(KEPT).values() for url in urls]
        assert kept and all(url.startswith(site.listen) for url in kept)


# --- without a network --------------------------------------------------------------------------------------


@needs("chromium")
def test_a_saved_episode_plays_without_a_network(browser: Browser, site: Site, show: Path) -> None:
    it = episode(show)
    address = f"{site.listen}{it.folder.name}/index.html"
    with phone(browser) as (context, page, complaints):
        page.goto(address)
        save(page)
        assert complaints == []
        context.set_offline(True)
        site.stop()
        page.reload()
        share, duration = page.evaluate(PLAY)
        assert abs(share - 0.5) < 0.05 and abs(duration * 1000 - it.manifest.audio.duration) < 200
        assert page.locator("h1").inner_text() == it.manifest.title
        artwork = page.evaluate("navigator.mediaSession.metadata.artwork[0].src")
        size = "(src) => { const i = new Image(); i.src = src; return i.decode().then(() => i.naturalWidth); }"
        assert page.evaluate(size, artwork) == 1400
        page.goto(address.replace("index.html", "transcript.html"))
        assert "tide" in page.locator("main").inner_text()


@needs("chromium")
def test_missing_pages_lead_to_saved_episodes(browser: Browser, site: Site, show: Path) -> None:
    it, other = episode(show), episode(show, "The Ferry")
    with phone(browser) as (context, page, _complaints):
        page.goto(f"{site.listen}{it.folder.name}/index.html")
        ready(page)
        save(page)
        context.set_offline(True)
        page.goto(f"{site.listen}{other.folder.name}/index.html")
        page.wait_for_selector("[data-offline-list] li")
        assert "offline.html" in page.url
        assert page.locator("[data-offline-list] li h2").all_inner_texts() == [it.manifest.title]
        again = page.locator(".keep-missing a")
        assert again.get_attribute("href") == f"{site.listen}{other.folder.name}/index.html"
        context.set_offline(False)
        again.click()
        until(page, "document.querySelector('h1')?.textContent === 'The Ferry'")


@needs("chromium")
def test_saved_episodes_are_listed_with_their_size_and_can_be_removed(browser: Browser, site: Site, show: Path) -> None:
    it = episode(show)
    with phone(browser) as (_, page, _complaints):
        page.goto(f"{site.listen}{it.folder.name}/index.html")
        save(page)
        assert len(saved_files(page)) > 5
        page.goto(site.listen + "offline.html")
        row = page.locator("[data-offline-list] li")
        assert row.locator("h2").inner_text() == it.manifest.title
        assert re.search(r"\d [KM]B", row.inner_text())
        assert re.search(r"uses .*B of the .*B", page.locator("[data-offline-list]").inner_text())
        page.get_by_role("button", name="Remove all").click()
        page.get_by_role("button", name="Really remove all").click()
        row.wait_for(state="detached")
        until(page, f"async () => Object.entries(await ({KEPT})()).every("
                               "([name, urls]) => !/ (saved|parts)$/.test(name) || !urls.length)")  # fmt: skip


@needs("chromium")
def test_the_next_unheard_ones_are_saved_from_the_list(browser: Browser, site: Site, show: Path) -> None:
    heard = episode(show, "The Ferry").manifest.guid
    with phone(browser) as (_, page, complaints):
        told = json.dumps(json.dumps({"episodes": {heard: {"at": 0, "of": 5, "when": 1, "heard": True}}}))
        page.add_init_script(f"localStorage.pagecast ??= {told}")
        page.goto(site.listen + "index.html")
        page.get_by_role("button", name="Save the next 3").click()
        until(page, "document.querySelectorAll('.episodes .keep[data-state=saved]').length === 3")
        states = page.locator(".episodes > li").evaluate_all(
            "(all) => all.map((li) => [li.querySelector('h3').textContent, li.querySelector('.keep').dataset.state])"
        )
        assert dict(states)["The Ferry"] == "none"
        assert complaints == []


# --- bytes --------------------------------------------------------------------------------------------------


RANGES = [
    "bytes=0-", "bytes=0-0", "bytes=0-1", "bytes=100-199", "bytes=1000-", "bytes=-1", "bytes=-500",
    "bytes=-99999999", "bytes=5-99999999", "bytes=99999999-", "bytes=-0", "bytes=9-5", "bytes=0-1,5-6", "lines=1-2",
]  # fmt: skip
ASK = """async ([address, range]) => {
  const response = await fetch(address, range ? { headers: { range } } : {});
  const bytes = new Uint8Array(await response.arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return [response.status, response.headers.get("content-range"), response.headers.get("content-length"), btoa(text)];
}"""


def answer(content: bytes, wanted: str) -> tuple[int, str | None, bytes]:
    """The response for one range by RFC 9110; an invalid range gets the whole file."""
    found, size = re.fullmatch(r"bytes=(\d*)-(\d*)", wanted), len(content)
    if not found or (found[1] and found[2] and int(found[2]) < int(found[1])):
        return 200, None, content
    first = int(found[1]) if found[1] else max(0, size - int(found[2]))
    last = min(int(found[2]), size - 1) if found[1] and found[2] else size - 1
    if first >= size:
        return 416, f"bytes */{size}", b""
    return 206, f"bytes {first}-{last}/{size}", content[first : last + 1]


@needs("chromium")
def test_ranges_of_saved_audio_are_exact(browser: Browser, site: Site, show: Path) -> None:
    it = episode(show)
    content = (it.folder / it.manifest.audio.file).read_bytes()
    with phone(browser) as (context, page, _complaints):
        page.goto(f"{site.listen}{it.folder.name}/index.html")
        ready(page)
        save(page)
        context.set_offline(True)
        for wanted in ["", *RANGES]:
            status, told, length, got = page.evaluate(ASK, [it.manifest.audio.file, wanted])
            expected = answer(content, wanted)
            assert (status, told, base64.b64decode(got)) == expected, wanted
            assert expected[0] == 416 or int(length) == len(expected[2]), wanted


@needs("chromium")
def test_episodes_that_were_only_played_are_not_saved(browser: Browser, site: Site, show: Path) -> None:
    it = episode(show)
    with phone(browser) as (_, page, _complaints):
        page.goto(f"{site.listen}{it.folder.name}/index.html")
        ready(page)
        page.reload()
        page.evaluate(PLAY)
        kept = [url for urls in page.evaluate(KEPT).values() for url in urls]
        assert kept and not [url for url in kept if ".mp3" in url or "feed" in url]


@needs("chromium")
def test_an_interrupted_download_leaves_nothing_partial_and_continues(browser: Browser, site: Site, show: Path) -> None:
    it = episode(show)
    name = it.manifest.audio.file
    with phone(browser) as (_, page, _complaints):
        page.goto(f"{site.listen}{it.folder.name}/index.html")
        ready(page)
        site.short[name] = 200_000
        site.asked.clear()
        page.locator("article .keep button").first.click()
        page.wait_for_selector("article .keep[data-state=paused]")
        assert not [url for url in saved_files(page) if url.endswith(name)]
        page.get_by_role("button", name="Try again").click()
        page.wait_for_selector("article .keep[data-state=saved]")
        asked = [wanted for path, wanted in site.asked if path.endswith(name)]
        assert asked[0] == "" and re.fullmatch(r"bytes=[1-9]\d+-", asked[-1])  # not from the beginning again
        got = base64.b64decode(page.evaluate(ASK, [name, ""])[3])
        assert hashlib.sha256(got).hexdigest() == it.manifest.audio.sha256
        assert not [url for url in saved_files(page) if "?" in url]


@needs("chromium")
def test_damaged_audio_is_not_saved(browser: Browser, site: Site, show: Path) -> None:
    it = episode(show)
    path = it.folder / it.manifest.audio.file
    path.write_bytes(bytes(path.stat().st_size))
    with phone(browser) as (_, page, _complaints):
        page.goto(f"{site.listen}{it.folder.name}/index.html")
        page.locator("article .keep button").first.click()
        page.wait_for_selector("article .keep[data-state=broken]")
        assert [url for url in saved_files(page) if not url.endswith("saved.json")] == []


# --- several shows, several versions ------------------------------------------------------------------------


@needs("chromium")
def test_two_shows_of_one_site_do_not_see_each_other(browser: Browser, site: Site, show: Path) -> None:
    shutil.copytree(show, show.parent / "listen2")
    name = episode(show).folder.name
    with phone(browser) as (_, page, _complaints):
        page.goto(f"{site.listen}{name}/index.html")
        ready(page)
        save(page)
        other = site.listen.replace("/listen/", "/listen2/")
        page.goto(f"{other}{name}/index.html")
        ready(page)
        page.wait_for_selector("article .keep[data-state=none]")
        page.goto(other + "offline.html")
        page.wait_for_selector(".keep-sum")
        assert page.locator("[data-offline-list] li").count() == 0
        page.goto(f"{site.listen}{name}/index.html")
        page.wait_for_selector("article .keep[data-state=saved]")


@needs("chromium")
def test_a_new_publishing_replaces_the_cached_files(browser: Browser, site: Site, show: Path) -> None:
    with phone(browser) as (_, page, complaints):
        page.goto(site.listen + "index.html")
        ready(page)
        before = [name for name in page.evaluate(KEPT) if " shell " in name]
        loads: list[str] = []
        page.on("load", lambda p: loads.append(p.url))
        settle(show, 'copyright = "© 2026 somebody"\n')
        page.goto(site.listen + "offline.html")
        until(
            page,
            f"async () => {{ const all = (await caches.keys()).filter((n) => n.includes(' shell '));"
            f" return all.length === 1 && all[0] !== {json.dumps(before[0])}; }}",
        )
        page.goto(site.listen + "index.html")
        assert loads == [site.listen + "offline.html", site.listen + "index.html"]
        assert complaints == []


@needs("chromium")
def test_a_page_cached_by_the_browser_is_requested_again(browser: Browser, site: Site, show: Path) -> None:
    """Judging by its age, the browser would cache it for days, while the files that it names are gone."""
    os.utime(show / "index.html", (0, 0))
    with phone(browser) as (_, page, _complaints):
        page.goto(site.listen + "index.html")
        ready(page)
        (show / "show.toml").write_text(SETTINGS.replace("Slow reading", "Slower reading"), encoding="utf-8")
        settle(show)
        page.goto(site.listen + "offline.html")

        def is_new() -> bool:
            page.goto(site.listen + "index.html")
            return page.locator("h1").inner_text() == "Slower reading"

        waiting.until(is_new)  # for a network that is slow the worker has another page


@needs("chromium")
def test_an_episode_that_was_made_again_is_announced_and_replaced(browser: Browser, site: Site, show: Path) -> None:
    it = episode(show)
    name = it.manifest.audio.file
    with phone(browser) as (context, page, _complaints):
        page.goto(f"{site.listen}{it.folder.name}/index.html")
        ready(page)
        save(page)
        changed = ARTICLES["tide"].replace("\n\n", "\n\nThis sentence is new. ", 3)
        root = show.parent.parent / "again"
        root.mkdir()
        shutil.copytree(show, root / "show")
        (root / "tide.md").write_text(changed, encoding="utf-8")
        newer = remake(root, show)
        assert newer.manifest.audio.file != name
        page.goto(site.listen + "offline.html")
        page.wait_for_selector(".keep[data-state=newer]")
        context.set_offline(True)
        page.goto(f"{site.listen}{it.folder.name}/index.html")
        page.evaluate(PLAY)  # the old one, as long as there is no other
        assert page.locator("audio").get_attribute("src") == name
        context.set_offline(False)
        page.goto(site.listen + "offline.html")
        page.get_by_role("button", name=re.compile("Save the new version")).click()
        page.wait_for_selector(".keep[data-state=saved]")
        until(page, f"async () => !JSON.stringify(await ({KEPT})()).includes({json.dumps(name)})")
        context.set_offline(True)
        page.goto(f"{site.listen}{it.folder.name}/index.html")
        page.evaluate(PLAY)
        assert page.evaluate("document.querySelector('audio').src").endswith(f"/{newer.manifest.audio.file}")


def remake(root: Path, show: Path) -> library.Episode:
    """Publish the episode again, with a changed text."""
    (show / "tide.md").unlink(missing_ok=True)
    for each in library.episodes(library.open_show(show)):
        if each.manifest.title == "What the Tide Table Leaves Out":
            old = each.folder
    text = (root / "tide.md").read_text(encoding="utf-8")
    made = shows.add(root, "tide.md", text)
    shutil.rmtree(old)
    shutil.copytree(made.folder, old)
    settle(show)
    found = library.read_episode(old)
    assert found
    return found


@needs("chromium")
def test_a_worker_that_was_switched_off_goes(browser: Browser, site: Site, show: Path) -> None:
    with phone(browser) as (_, page, complaints):
        page.goto(f"{site.listen}{episode(show).folder.name}/index.html")
        ready(page)
        save(page)
        settle(show, "app = false\n")
        page.goto(site.listen + "index.html")
        until(
            page,
            "async () => !(await navigator.serviceWorker.getRegistrations()).length && !(await caches.keys()).length",
        )
        complaints.clear()  # where the network is slow, the last page was one that the worker had kept
        page.goto(site.listen + "index.html")
        assert page.locator(".episodes h3").count() == len(LONG)
        assert page.locator(".keep, .keep-bar").count() == 0
        assert complaints == []


@needs("chromium")
def test_only_saved_episodes_of_a_private_show_are_kept(browser: Browser, site: Site, show: Path) -> None:
    settle(show, "private = true\n")
    with phone(browser) as (context, page, _complaints):
        page.goto(site.listen + "index.html")
        ready(page)
        page.reload()
        kept = [url.removeprefix(site.listen) for urls in page.evaluate(KEPT).values() for url in urls]
        assert [url for url in kept if not url.startswith("pagecast/")] == ["offline.html"]
        context.set_offline(True)
        page.goto(site.listen + "index.html")
        assert page.url == site.listen + "offline.html#page=index.html"


# --- where it can't be --------------------------------------------------------------------------------------


@needs("chromium")
def test_from_disk_and_on_plain_http_nothing_is_offered_and_no_errors_occur(
    browser: Browser, site: Site, show: Path
) -> None:
    lan = browser.browser_type.launch(
        executable_path=shutil.which("chromium"),
        args=["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP reading.lan 127.0.0.1"],
    )
    name = episode(show).folder.name
    places = [show.as_uri() + "/", f"http://reading.lan:{site.port}/listen/"]
    for place in places:
        for path in ("index.html", f"{name}/index.html", "offline.html"):
            with phone(lan) as (_, page, complaints):
                page.goto(place + path)
                page.wait_for_load_state()
                assert page.locator(".keep, .keep-bar").count() == 0
                assert page.locator(".tools [data-offline]").count() == 0, "no room is kept for what does not come"
                assert page.locator("link[rel=manifest]").count() == 0
                assert complaints == [], (place, path)
    lan.close()


@needs("chromium")
@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_full_storage_is_reported_with_what_to_do(browser: Browser, site: Site, show: Path, language: str) -> None:
    settle(show, "")
    text = (show / "show.toml").read_text(encoding="utf-8").replace('language = "en"', f'language = "{language}"')
    (show / "show.toml").write_text(text, encoding="utf-8")
    settle(show)
    with phone(browser) as (_, page, _complaints):
        page.add_init_script("navigator.storage.estimate = async () => ({ quota: 1e6, usage: 9e5 })")
        page.goto(site.listen + "index.html")
        page.locator(".episodes .keep button").first.click()
        page.wait_for_selector(".episodes .keep[data-state=full]")
        told = page.locator(".episodes .keep[data-state=full] .keep-state").inner_text()
        assert {"en": "not enough space", "zh-Hans": "空间不足", "zh-Hant": "空間不足"}[language] in told


@needs("chromium")
def test_an_iphone_shows_how_to_install_it(browser: Browser, site: Site) -> None:
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1"
    with phone(browser, user_agent=agent) as (_, page, _complaints):
        page.goto(site.listen + "index.html")
        assert "Add to Home Screen" in page.locator("[data-offline-bar] p").inner_text()
        assert page.get_by_role("button", name="Install").count() == 0


def test_icons_are_small(made: Path) -> None:
    for path in (made / "pagecast").glob("icon-*.png"):
        with Image.open(io.BytesIO(path.read_bytes())) as image:
            assert image.width in (192, 512)
        assert path.stat().st_size < 200_000
