"""The pages of a show: in a real browser, by independent validators, and as bytes."""

from __future__ import annotations

import io
import itertools
import json
import re
import threading
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from unicodedata import normalize
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

import pytest
from lxml import html as parser
from pypdf import PdfReader

from tests.complaints import complaints_of
from tests.contexts import lent_page
from tests.html_checker import checked
from tests.needs import NPM, needs
from tests.seeking import HEARD_AT, MOVED
from tests.site_articles import ARTICLES
from tools import make_han
from tts.cache import Cache
from tts.episode import pipeline
from tts.episode.options import Options
from tts.publish import catalog, covers, qr, site, thumbnails
from tts.publish.catalog import Entry
from tts.publish.player import markup
from tts.publish.site import frame
from tts.show import library
from tts.show.library import Show
from tts.show.manifest import AlternateFile

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BASE = "https://example.org/listen/"
FEED = f"{BASE}feed.xml"
SETTINGS = """title = "河边慢读 & <Slow>"
author = "编辑部"
description = "每周几篇值得慢慢读的文章。"
language = "zh-Hans"
report = "errata@example.org"
copyright = "© 2026"
"""
NOT_HTML = re.compile("violates Content Security Policy|attribute is never allowed on the “pagecast-player” element")
"""What the validator says beside HTML's rules: it takes a file's own folder for another site, and data for a script
(a browser does neither, see `opened`); an element of our own may have any attribute."""


@dataclass(frozen=True)
class Site:
    """A show with an episode of each article, and its pages."""

    show: Show
    entries: tuple[Entry, ...]
    pages: dict[str, bytes]

    @property
    def folder(self) -> Path:
        return self.show.folder

    def entry(self, article: str) -> Entry:
        return next(e for e in self.entries if str(e.manifest.source).endswith(f"{article}.md"))

    def text(self, article: str, page: str = "index.html") -> str:
        return self.pages[self.entry(article).path(page)].decode()

    def address(self, article: str = "", page: str = "index.html") -> str:
        path = self.entry(article).path(page) if article else page
        return (self.folder / path).as_uri()


def beside(show: Show, entries: Iterable[Entry]) -> dict[str, bytes]:
    """The files that a list of these loads."""
    pictures = dict(each for entry in entries for each in thumbnails.files(show.folder, entry))
    return {**pictures, **site.assets(show), **covers.show_covers(show)}


def rendered(show: Show, base_url: str = BASE, feed: str = FEED) -> dict[str, bytes]:
    """Everything that is published of a show, except the files of its episodes."""
    entries = catalog.read(show).entries
    files = {**site.assets(show), **covers.show_covers(show), **dict([markup.asset()])}
    for n, entry in enumerate(entries):
        script = json.loads((show.folder / entry.path("script.json")).read_text(encoding="utf-8"))
        newer, older = entries[n - 1] if n else None, entries[n + 1] if n + 1 < len(entries) else None
        files |= dict(thumbnails.files(show.folder, entry))
        files |= site.episode_pages(show, entry, script, newer=newer, older=older, base_url=base_url, feed=feed)
    return {**files, **dict(site.show_pages(show, entries, base_url=base_url, feed=feed))}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = tmp_path_factory.mktemp("site")
    (root / "show").mkdir()
    (root / "show" / "show.toml").write_text(SETTINGS, encoding="utf-8")
    show, cache = library.open_show(root / "show"), Cache(root / "cache")
    for name, text in ARTICLES.items():
        (root / f"{name}.md").write_text(text, encoding="utf-8")
        pipeline.make(str(root / f"{name}.md"), show, Options(engine="silent"), cache=cache)
    show = library.open_show(root / "show")
    pages = rendered(show)
    for path, content in pages.items():
        (show.folder / path).parent.mkdir(exist_ok=True)
        (show.folder / path).write_bytes(content)
    return Site(show, catalog.read(show).entries, pages)


# --- in a browser -------------------------------------------------------------------------------------------


LEFT = "net::ERR_ABORTED"
"""What becomes of a request when its page is left, or when a player has heard enough."""


@contextmanager
def window(
    browser: Browser, width: int = 1440, scheme: Literal["light", "dark"] = "light", **kw: Any
) -> Iterator[Page]:
    """A page to open addresses in; asserts at the end that nothing was blocked or missing and that there were no
    errors."""
    with lent_page(browser, width, 800, scheme, **kw) as page:
        complaints = complaints_of(page)
        page.on("requestfailed", lambda r: complaints.append(f"{r.failure} ({r.url})") if r.failure != LEFT else None)
        page.add_init_script("document.addEventListener('securitypolicyviolation', e => console.error(e.blockedURI))")
        yield page
        assert complaints == []


@contextmanager
def opened(browser: Browser, address: str, **kw: Any) -> Iterator[Page]:
    with window(browser, **kw) as page:
        page.goto(address)
        yield page


KINDS = [
    ("watchmaker", "index.html"), ("postman", "index.html"), ("tide", "index.html"), ("hostile", "index.html"),
    ("arabic", "index.html"), ("untitled", "index.html"), ("tide", "embed.html"), ("hostile", "embed.html"),
    ("watchmaker", "transcript.html"), ("", "index.html"),
]  # fmt: skip
LOOKS = [(360, "light"), (360, "dark"), (1440, "light"), (1440, "dark")]


@needs("chromium")
@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_pages_fit_and_show_no_error(browser: Browser, made: Site, width: int, scheme: str) -> None:
    with window(browser, width, scheme) as page:
        for article, kind in KINDS:
            page.goto(made.address(article, kind))
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (article, kind)


@needs("chromium")
@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("春天裡的故宮：一座城與六百年的光影", ["春天裡的故宮：", "一座城與六百年的光影"]),
        ("關於人工智慧語音合成技術在公共廣播領域之應用", None),
    ],
)
def test_a_chinese_title_breaks_at_its_punctuation(
    browser: Browser, made: Site, title: str, lines: list[str] | None
) -> None:
    with opened(browser, made.address("postman"), width=360) as page:
        told = page.evaluate(LINES, title)
        assert told == lines if lines else len(told) > 1
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


LINES = """(title) => {
  const h1 = document.querySelector("h1");
  h1.textContent = title;
  const lines = new Map();
  [...title].forEach((sign, i) => {
    const range = new Range();
    range.setStart(h1.firstChild, i);
    range.setEnd(h1.firstChild, i + 1);
    const { bottom } = range.getBoundingClientRect();
    lines.set(bottom, (lines.get(bottom) || "") + sign);
  });
  return [...lines.values()];
}"""
"""A heading, and in which lines it stands."""


@needs("chromium")
def test_a_long_name_of_the_show_leaves_the_other_link_whole(browser: Browser, made: Site) -> None:
    with opened(browser, made.address("tide"), width=360) as page:
        page.evaluate("document.querySelector('.home').textContent = 'A long name of a show '.repeat(4)")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        link = page.locator(".bar .quiet").evaluate("(e) => e.offsetHeight / parseFloat(getComputedStyle(e).fontSize)")
        assert link < 3  # its least height is 2.75


AXE = NPM / "axe-core" / "axe.min.js"


@needs("chromium", npm="axe-core")
@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1440, "light")])
def test_pages_are_accessible_by_ear_and_keyboard(browser: Browser, made: Site, width: int, scheme: str) -> None:
    with window(browser, width, scheme, bypass_csp=True) as page:
        for article, kind in KINDS:
            page.goto(made.address(article, kind))
            page.evaluate(AXE.read_text(encoding="utf-8"))
            found = page.evaluate(
                "axe.run({preload: false, resultTypes: ['violations']})"
                ".then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))"
            )
            assert found == [], (article, kind)


@needs("chromium")
def test_without_javascript_there_is_text_and_audio(browser: Browser, made: Site) -> None:
    with opened(browser, made.address("watchmaker"), java_script_enabled=False) as page:
        assert page.get_by_text("桥头有一家修表铺").first.is_visible()
        assert page.locator("audio").is_visible()
        assert page.get_by_role("link", name="纠错").get_attribute("href")
        assert page.locator("button:visible").count() == 0


@needs("chromium")
def test_printed_it_is_the_text_and_the_address(browser: Browser, made: Site, tmp_path: Path) -> None:
    with opened(browser, made.address("tide")) as page:
        page.pdf(path=tmp_path / "tide.pdf", format="A4")
        page.emulate_media(media="print")
        assert not page.locator("pagecast-player").is_visible()
        assert not page.get_by_role("button", name="Print").is_visible()
        assert page.locator("svg.qr").is_visible()
    printed = "".join(p.extract_text() for p in PdfReader(tmp_path / "tide.pdf").pages)
    text = " ".join(normalize("NFKC", printed).split())  # paper has ligatures
    assert "The tide table on the harbour office wall is right to the minute" in text
    assert "The Averys moved their boat" in text
    assert BASE + made.entry("tide").page in text.replace("- ", "-")
    assert "Report a misreading" not in text and "Download" not in text and "0:00" not in text


@needs("chromium")
def test_the_print_button_prints(browser: Browser, made: Site) -> None:
    with opened(browser, made.address("tide")) as page:
        page.evaluate("window.print = () => { window.printed = true }")
        page.get_by_role("button", name="Print").click()
        assert page.evaluate("window.printed")


def reported(page: Page) -> str:
    """The body of the mail that the link would open."""
    link = page.locator("[data-report]")
    link.evaluate("e => e.addEventListener('click', event => event.preventDefault())")
    link.click()
    address = urlsplit(link.get_attribute("href") or "")
    assert address.path == "errata@example.org"
    return parse_qs(address.query)["body"][0]


@needs("chromium")
def test_a_misreading_is_reported_with_the_sentence(browser: Browser, made: Site) -> None:
    """The selected sentence, otherwise the one being heard, with its time."""
    page_address = BASE + made.entry("tide").page
    with opened(browser, made.address("tide")) as page:
        assert reported(page).endswith(f"\n\n{page_address}")
        chunk = page.locator("[data-pc-chunk] [data-pc]").nth(3)
        start = int((chunk.get_attribute("data-pc") or "").split("-")[0])
        page.evaluate(
            f"seconds => {MOVED}(document.querySelector('audio'), seconds)",
            (start + 300) / 1000,
        )
        body = reported(page)
        assert chunk.inner_text() in body and body.endswith(f"{page_address}#t={start // 1000}")
        page.evaluate("getSelection().selectAllChildren(document.querySelector('blockquote [data-pc]'))")
        assert "A table tells you what the water will do." in reported(page)


@needs("chromium")
def test_marks_are_in_the_order_of_the_script(browser: Browser, made: Site) -> None:
    """Every sentence once, in the order of playback, in its chunk."""
    script = json.loads((made.folder / made.entry("watchmaker").path("script.json")).read_text(encoding="utf-8"))
    wanted = [[f"{s['start']}-{s['end']}", str(n)] for n, c in enumerate(script["chunks"]) for s in c["sentences"]]
    with opened(browser, made.address("watchmaker")) as page:
        found = page.eval_on_selector_all(
            "[data-pc]", "all => all.map(e => [e.dataset.pc, e.closest('[data-pc-chunk]').dataset.pcChunk])"
        )
    assert found == wanted


MIDDLE = """selector => {
    const [start, end] = document.querySelector(selector).dataset.pc.split("-").map(Number);
    return (start + end) / 2000;
}"""
"""Seconds at which a sentence is half heard."""


@needs("chromium")
@pytest.mark.parametrize(
    ("selector", "heard"),
    [
        ("h1 [data-pc]", "河边的修表人"),
        ("tbody tr:nth-child(2)", "洗油120元3天"),
        ("li li [data-pc]", "这种最难修，因为零件早就停产；"),
        (".announced [data-pc]", "代码，共3行。"),
    ],
)
def test_the_player_shows_what_is_heard_in_every_kind_of_block(
    browser: Browser, made: Site, selector: str, heard: str
) -> None:
    with opened(browser, made.address("watchmaker")) as page:
        assert page.evaluate(HEARD_AT, page.evaluate(MIDDLE, selector)) == heard


@needs("chromium")
def test_titles_are_searched_in_the_page(browser: Browser, made: Site, tmp_path: Path) -> None:
    many = [*made.entries, *made.entries]
    small = tmp_path / "pages"
    write(small, dict(site.show_pages(made.show, many)) | beside(made.show, made.entries))
    with opened(browser, (small / "index.html").as_uri()) as page:
        page.get_by_role("searchbox").fill("修表")
        page.wait_for_function("() => document.querySelectorAll('.episodes > li').length === 2")
        assert page.locator(".found").inner_text() == "找到 2 篇"
        page.get_by_role("searchbox").fill("nothing of the kind")
        page.wait_for_function("() => document.querySelectorAll('.episodes > li').length === 0")
        page.get_by_role("searchbox").fill("")
        page.wait_for_function("n => document.querySelectorAll('.episodes > li').length === n", arg=len(many))


@needs("chromium")
@pytest.mark.parametrize("typed", ["台湾", "臺灣", "台灣 發展", "台湾 发展"])
@pytest.mark.parametrize("times", [2, 20])
def test_titles_are_found_in_either_script(
    browser: Browser, made: Site, tmp_path: Path, typed: str, times: int
) -> None:
    first, *rest = made.entries * times
    titled = [replace(first, manifest=replace(first.manifest, title=title)) for title in ("台灣的發展", "台湾的发展")]
    write(
        tmp_path,
        dict(site.show_pages(made.show, [*titled, *rest])) | beside(made.show, made.entries),
    )
    with opened(browser, (tmp_path / "index.html").as_uri()) as page:
        page.get_by_role("searchbox").fill(typed)
        page.wait_for_function("() => document.querySelectorAll('.episodes > li').length === 2")
        found = page.locator(".episodes h3 a").all_inner_texts()
        assert found == ["台灣的發展", "台湾的发展"]
        page.get_by_role("searchbox").fill("")
        page.wait_for_function("() => document.querySelectorAll('.episodes > li').length > 2")


def test_the_table_of_characters_is_what_its_tool_makes() -> None:
    assert (Path(frame.__file__).parents[1] / "templates" / "han.js").read_text(encoding="utf-8") == make_han.content()


@needs("chromium")
def test_titles_of_all_pages_are_searched_from_a_disk(browser: Browser, made: Site, tmp_path: Path) -> None:
    many = [*made.entries] * 20
    pages = dict(site.show_pages(made.show, many))
    assert [name for name in pages if name.endswith(".html")] == ["page-1.html", "index.html", "offline.html"]
    write(tmp_path, pages | beside(made.show, made.entries))
    with opened(browser, (tmp_path / "index.html").as_uri()) as page:
        page.get_by_role("searchbox").fill("TIDE table")
        page.wait_for_function("() => document.querySelectorAll('.episodes > li').length === 20")
        link = page.locator(".episodes h3 a").first
        assert link.get_attribute("href").endswith(made.entry("tide").page)
        assert not page.locator(".pages").is_visible()


def test_a_new_episode_changes_the_index_alone(made: Site) -> None:
    """Pages of older episodes are filled from the oldest on: what is sent to a bucket stays small."""
    many = [replace(made.entries[n % len(made.entries)], folder=f"episode-{n}") for n in range(240)]
    before, after = (
        dict(site.show_pages(made.show, entries, base_url=BASE, feed=FEED)) for entries in (many[1:], many)
    )
    *pages, last = [name for name in after if name.endswith(".html")]
    assert pages == ["page-1.html", "page-2.html", "page-3.html", "index.html"]
    assert last == "offline.html" and after[last] == before[last]
    assert [name for name in pages if after[name] != before[name]] == ["index.html"]
    listed = [re.findall(rb'<h3[^>]*><a href="(episode-\d+)', after[name]) for name in reversed(pages)]
    assert [name for page in listed for name in page] == [e.folder.encode() for e in many]
    for newer, older in itertools.pairwise(reversed(pages)):
        assert f'<a rel="next" href="{older}"'.encode() in after[newer]
        assert f'<a rel="prev" href="{newer}"'.encode() in after[older]


@needs("chromium")
def test_the_address_of_the_feed_is_copied(browser: Browser, made: Site) -> None:
    with opened(browser, made.address(), permissions=["clipboard-read", "clipboard-write"]) as page:
        page.get_by_role("button", name="复制").click()
        page.get_by_role("button", name="已复制").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == FEED


@needs("chromium")
def test_the_code_is_read_from_the_screen_and_from_paper(browser: Browser, made: Site, tmp_path: Path) -> None:
    import zxingcpp
    from PIL import Image

    for media, scheme in (("screen", "dark"), ("print", "light")):
        with opened(browser, made.address("postman"), scheme=scheme) as page:
            page.emulate_media(media=media)  # type: ignore[arg-type]
            page.screenshot(path=tmp_path / "shot.png", full_page=True)
        codes = [found.text for found in zxingcpp.read_barcodes(Image.open(tmp_path / "shot.png"))]
        assert codes == [BASE + made.entry("postman").page]


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


# --- as HTML ------------------------------------------------------------------------------------------------


@needs("java", npm="vnu-jar")
def test_every_kind_of_page_is_valid(made: Site, tmp_path: Path) -> None:
    write(tmp_path, {"plain.html": dict(site.show_pages(Show(made.folder), ()))["index.html"]})
    write(tmp_path, dict(site.show_pages(made.show, [*made.entries] * 20, base_url=BASE, feed=FEED)))
    kinds = [made.folder / (made.entry(a).path(k) if a else k) for a, k in KINDS]
    css = made.folder / next(name for name in made.pages if name.endswith(".css"))
    kinds += [tmp_path / name for name in ("plain.html", "index.html", "page-1.html")]
    told = checked(kinds, "--format", "json").stderr
    messages = [m for m in json.loads(told)["messages"] if not NOT_HTML.search(m["message"])]
    assert [(m["url"].rsplit("/", 2)[1:], m["message"]) for m in messages] == []
    assert css.stat().st_size < 15_000


def test_all_links_lead_somewhere(made: Site) -> None:
    """On file:// as over HTTP: every relative address is a file of the show."""
    seen = 0
    for path, content in made.pages.items():
        if not path.endswith(".html"):
            continue
        for _, _, link, _ in parser.fromstring(content.decode()).iterlinks():
            target = urlsplit(urljoin(f"file:///{path}", link))
            if target.scheme == "file":
                seen += 1
                file = made.folder / unquote(target.path.lstrip("/"))
                assert file.is_file(), f"{path}: {link}"
                if target.fragment:
                    assert f'id="{target.fragment}"'.encode() in file.read_bytes(), f"{path}: {link}"
    assert seen > 100


@pytest.fixture(scope="module")
def served(made: Site) -> Iterator[str]:
    """The folder on a plain server, under a secret path."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(made.folder.parent)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{made.folder.name}/"
    server.shutdown()


@needs("chromium")
def test_a_reader_goes_from_page_to_page_over_http(browser: Browser, made: Site, served: str) -> None:
    with opened(browser, served) as page:
        page.get_by_role("link", name="山上的郵差").click()
        assert page.title().startswith("山上的郵差 – ")
        assert page.locator("html").get_attribute("lang") == "zh-Hant"
        page.locator(".neighbours a[rel=prev]").click()
        page.get_by_role("link", name="All episodes").or_(page.get_by_role("link", name="全部文章")).click()
        assert page.url == f"{served}index.html"


def test_rebuilt_it_is_the_same_to_the_byte(made: Site) -> None:
    assert rendered(made.show) == made.pages


def test_pages_speak_the_language_of_their_episode(made: Site) -> None:
    for article, tag, word in (
        ("watchmaker", "zh-Hans", "打印"),
        ("postman", "zh-Hant", "列印"),
        ("tide", "en", "Print"),
    ):
        page = parser.fromstring(made.text(article))
        assert page.get("lang") == tag
        assert word in page.text_content()
    tide = parser.fromstring(made.text("tide"))
    assert [p.text_content() for p in tide.xpath("//p[@lang='zh-Hans']")] == [
        "河口的老人也记潮水，用的是另一种本子：竖着写，从右往左翻。"
    ]
    arabic = parser.fromstring(made.text("arabic"))
    assert arabic.xpath("//div[@class='text']/@dir") == ["rtl"]
    assert arabic.xpath("//p[@lang='en']/@dir") == ["ltr"]


def test_the_text_has_its_blocks(made: Site) -> None:
    page = parser.fromstring(made.text("watchmaker"))
    assert [(h.tag, h.text_content()) for h in page.iter("h1", "h2", "h3")][:4] == [
        ("h1", "河边的修表人"), ("h2", "听诊"), ("h3", "一张价目表"), ("h2", "徒弟"),
    ]  # fmt: skip
    assert [len(u.findall("li")) for u in page.xpath("//div[@class='text']//ul")] == [3, 2]
    assert page.xpath("//blockquote")[0].text_content().strip() == "时间不会坏，坏的只是替我们数它的东西。"
    assert [th.text for th in page.iter("th")] == ["活计", "价钱", "要几天"]
    assert [td.text for td in page.xpath("//tbody/tr[2]/td")] == ["洗油", "120元", "3天"]
    announced, code = page.xpath("//p[@class='announced']")[0], page.xpath("//pre/code")[0]
    assert announced.text_content() == "代码，共3行。"
    assert code.text.splitlines()[1] == "    gaps = [b - a for a, b in zip(ticks, ticks[1:])]"


def test_malicious_text_is_shown_as_text(made: Site) -> None:
    title = made.entry("hostile").title
    assert "</script><script>alert(1)</script>" in title
    for kind in ("index.html", "embed.html", "transcript.html"):
        page = parser.fromstring(made.text("hostile", kind))
        assert not [s for s in page.iter("script") if s.text and "alert" in s.text and "json" not in s.get("type", "")]
        assert not list(page.iter("b")) and not page.xpath(
            "//@onerror | //@onload | //*[contains(@href,'javascript:')]"
        )
        assert not page.xpath("//@style | //style")
    page = parser.fromstring(made.text("hostile"))
    assert page.xpath("//h1")[0].text_content() == title
    data = json.loads(page.xpath("//script[@type='application/ld+json']/text()")[0])
    assert data["@graph"][1]["name"].startswith("</script><script>alert(1)</script> ]]>")
    assert "\u202e" not in made.text("hostile")
    index = parser.fromstring(made.pages["index.html"].decode())
    assert title in [a.text for a in index.xpath("//h3/a")]


def test_a_title_from_right_to_left_turns_nothing_beside_it(made: Site) -> None:
    index = parser.fromstring(made.pages["index.html"].decode())
    row = index.xpath("//li[.//a[contains(., 'المنارة')]]")[0]
    assert row.xpath(".//h3/@dir") == ["auto"] and row.xpath(".//bdi/text()") == ["ليلى"]


# --- what machines are told ---------------------------------------------------------------------------------


def meta(page: Any) -> dict[str, str]:
    return {m.get("property") or m.get("name"): m.get("content") for m in page.iter("meta") if m.get("content")}


def test_search_engines_and_cards_find_the_audio(made: Site) -> None:
    entry, page = made.entry("tide"), parser.fromstring(made.text("tide"))
    data = json.loads(page.xpath("//script[@type='application/ld+json']/text()")[0])
    article, episode = data["@graph"]
    assert (article["@type"], episode["@type"]) == ("Article", "PodcastEpisode")
    assert article["audio"]["contentUrl"] == BASE + entry.audio
    assert article["isBasedOn"] == "https://example.org/tide"
    seconds = round(entry.manifest.audio.duration / 1000)
    assert article["audio"]["duration"] == f"PT{seconds // 60}M{seconds % 60}S"
    assert episode["partOfSeries"]["webFeed"] == FEED
    told = meta(page)
    assert told["og:audio"] == BASE + entry.audio and told["og:audio:type"] == "audio/mpeg"
    assert told["og:title"] == entry.title and told["og:url"] == BASE + entry.page
    assert page.xpath("//link[@rel='canonical']/@href") == [BASE + entry.page]
    alternates = {a.get("type"): a.get("href") for a in page.xpath("//link[@rel='alternate']")}
    oembed = f"{BASE}{entry.path('oembed.json')}"
    assert alternates == {"application/rss+xml": FEED, "application/json+oembed": oembed}


def test_a_page_is_described_by_its_summary_or_its_beginning(made: Site) -> None:
    assert meta(parser.fromstring(made.text("tide")))["description"] == made.entry("tide").manifest.summary
    keeper = meta(parser.fromstring(made.text("arabic")))
    assert keeper["description"] == keeper["og:description"] == "كان الحارس يعدّ السفن كل مساء. لم يكن أحد يعرف لماذا."


def test_without_an_address_nothing_absolute_is_claimed(made: Site) -> None:
    for path, content in rendered(made.show, "", "").items():
        if path.endswith(".html"):
            page = parser.fromstring(content.decode())
            assert not page.xpath("//link[@rel='canonical' or @rel='alternate'] | //svg[@class='qr']")
            assert not {"og:url", "og:image", "og:audio"} & meta(page).keys()
            assert b"podcast:" not in content and b"ld+json" not in content and BASE.encode() not in content


def test_buttons_subscribe(made: Site) -> None:
    index = parser.fromstring(made.pages["index.html"].decode())
    assert index.xpath("//section[@id='subscribe']//li/a/@href") == [
        "podcast://example.org/listen/feed.xml",
        "antennapod-subscribe://example.org/listen/feed.xml",
        "pcast:https://example.org/listen/feed.xml",
    ]


def test_a_private_show_asks_not_to_be_found(made: Site, tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text("private = true\n", encoding="utf-8")
    index = dict(site.show_pages(library.open_show(tmp_path), made.entries))["index.html"]
    assert meta(parser.fromstring(index.decode()))["robots"] == "noindex"
    assert "robots" not in meta(parser.fromstring(made.pages["index.html"].decode()))


def test_pages_allow_nothing_from_elsewhere(made: Site) -> None:
    for path, content in made.pages.items():
        if path.endswith(".html"):
            policy = parser.fromstring(content.decode()).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
            assert policy[0].startswith("default-src 'none'") and "unsafe" not in policy[0]


# --- the frame, the transcript, the files ---------------------------------------------------------------------


def test_the_frame_is_the_player_and_a_way_to_the_page(made: Site) -> None:
    page = parser.fromstring(made.text("tide", "embed.html"))
    assert page.xpath("//h1/a/@href") == [BASE + made.entry("tide").page]
    assert page.xpath("//h1/a/@target") == ["_blank"]
    assert len(list(page.iter("audio"))) == 1 and not list(page.iter("article"))


def test_the_transcript_has_every_sentence_with_its_time(made: Site) -> None:
    page = parser.fromstring(made.text("watchmaker", "transcript.html"))
    script = json.loads((made.folder / made.entry("watchmaker").path("script.json")).read_text(encoding="utf-8"))
    assert len(list(page.iter("h1", "p"))) == len(list(page.iter("time"))) == len(script["chunks"])
    text = "".join(page.text_content().split())
    for chunk in script["chunks"]:
        for sentence in chunk["sentences"]:
            assert "".join(sentence["text"].split()) in text.replace("·", "")


def test_intro_and_outro_are_set_apart(made: Site) -> None:
    """The intro is heard first, and is in the text with its time; the title stays at the top."""
    kinds = {"intro": "Welcome.", "title": "A Title", "paragraph": "A paragraph.", "outro": "Goodbye."}
    chunks = [
        {
            "kind": kind,
            "level": 0,
            "language": "en",
            "sentences": [{"start": n * 900, "end": n * 900 + 800, "text": text}],
        }
        for n, (kind, text) in enumerate(kinds.items())
    ]
    script = {"title": "A Title", "language": "en", "chunks": chunks}
    old = made.entry("tide")
    entry = Entry(old.folder, replace(old.manifest, title="A Title"), old.published)
    page = parser.fromstring(site.episode_pages(made.show, entry, script)[entry.page].decode())
    told = [(p.get("class"), p.text_content()) for p in page.xpath("//div[@class='text']/p")]
    assert told == [("intro", "Welcome."), (None, "A paragraph."), ("outro", "Goodbye.")]
    assert page.xpath("//h1")[0].text_content() == "A Title"


def test_a_renamed_episode_has_its_new_name_on_the_page(made: Site) -> None:
    """The audio is unchanged; the title is still highlighted while it is heard."""
    old = made.entry("tide")
    entry = Entry(old.folder, replace(old.manifest, title="A <New> Name"), old.published)
    script = json.loads((made.folder / entry.path("script.json")).read_text(encoding="utf-8"))
    page = parser.fromstring(site.episode_pages(made.show, entry, script)[entry.page].decode())
    start, end = script["chunks"][0]["sentences"][0]["start"], script["chunks"][0]["sentences"][-1]["end"]
    assert page.xpath("//h1")[0].text_content() == "A <New> Name"
    assert page.xpath("//h1/span/@data-pc") == [f"{start}-{end}"]


def test_other_formats_are_offered(made: Site) -> None:
    entry = made.entry("tide")
    m4b = AlternateFile("audio/mp4", "tide-1a2b3c4d.m4b", 2_345_678)
    epub = AlternateFile("application/epub+zip", "tide-1a2b3c4d.epub", 3_456_789)
    with_book = Entry(entry.folder, replace(entry.manifest, alternates=(m4b, epub)), entry.published)
    pages = site.episode_pages(made.show, with_book, {"chunks": [], "language": "en"})
    links = parser.fromstring(pages[entry.page].decode()).xpath("//p[@class='files']/a")
    assert [a.text for a in links] == ["MP3", "M4B", "EPUB", "VTT", "SRT"]
    assert "2.3 MB" in pages[entry.page].decode()


def test_a_page_is_small(made: Site) -> None:
    """HTML and styles together, without the text, uncompressed."""
    page = made.text("watchmaker")
    text = parser.fromstring(page).xpath("//div[@class='text']")[0].text_content()
    css = next(content for name, content in made.pages.items() if name.endswith(".css"))
    assert len(page.encode()) + len(css) - len(text.encode()) < 30_000


# --- codes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", range(1, 11))
def test_codes_are_those_of_segno(version: int) -> None:
    """If the text fills its version; the padding is free, and segno's differs."""
    import segno

    text = ("https://example.org/" + "a1-b2/" * 40)[: qr._room(version)]
    code = segno.make_qr(text.encode(), version=version, error="m", mode="byte", mask=qr.MASK, boost_error=False)
    assert qr.modules(text) == ["".join(map(str, row)) for row in code.matrix]


@pytest.mark.parametrize("length", [10, 100, 400])
def test_as_a_picture_a_code_has_the_same_modules(length: int) -> None:
    from PIL import Image

    text = "https://example.org/" + "a" * length
    address = parser.fromstring(qr.picture(text, "to scan")).xpath("//image/@href")[0]
    image = Image.open(io.BytesIO(b64decode(address.removeprefix("data:image/png;base64,")))).convert("1")
    rows = ["".join("0" if image.getpixel((x, y)) else "1" for x in range(image.width)) for y in range(image.height)]
    assert rows == qr.modules(text)
    assert "data:" not in qr.lines(text, "to scan")


def test_a_long_address_has_a_code_too() -> None:
    assert len(qr.modules("https://example.org/" + "a" * 400)) > 57
