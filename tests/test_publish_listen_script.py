"""listen.js: the index of addresses, and the script on independent pages."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from PIL import Image

from tests import sites
from tests.complaints import complaints_of
from tests.contexts import lent_page
from tests.needs import needs
from tests.static_host import StaticHost
from tools import make_player
from tts.cli.main import cli
from tts.publish.listen_script import script_files
from tts.publish.listen_script.page_addresses import hashed, plain_address, plain_path

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BUILT = make_player.LISTEN.read_text(encoding="utf-8")
PLACING = make_player.PLACING.read_text(encoding="utf-8")
FLOATING = make_player.FLOATING.read_text(encoding="utf-8")


def test_it_is_built_of_its_sources_as_they_are() -> None:
    """If this fails, run `make player`."""
    assert BUILT.startswith(make_player.listen_head())
    assert PLACING.startswith(make_player.placing_head())
    assert FLOATING.startswith(make_player.floating_head())


@needs("node", npm="terser")
def test_it_is_the_output_of_esbuild_and_terser() -> None:
    assert make_player.placing_built() == PLACING
    assert make_player.floating_built() == FLOATING
    assert make_player.listen_built() == BUILT


def test_it_is_small_and_defines_no_globals() -> None:
    code, placing = BUILT.encode(), PLACING.encode()
    assert code.isascii() and code.count(script_files.PARTS) == 1
    assert placing.isascii() and code.count(script_files.placing()[0].encode()) == 1
    assert len(gzip.compress(code, 9)) < 2_800, "what every page of a site loads, also those without an episode"
    assert len(gzip.compress(placing, 9)) < 2_600
    floating = FLOATING.encode()
    assert floating.isascii() and code.count(script_files.floating()[0].encode()) == 1
    assert len(gzip.compress(floating, 9)) < 1_000
    assert not re.search(rb"innerHTML|eval\(", code + placing + floating)


ADDRESSES = [
    "https://example.org",
    "http://www.example.org:80/index.html",
    "https://example.org:8443/a/b.HTML",
    "https://example.org/posts/a/index.php",
    "https://example.org/posts/%E5%A4%9C/",
    "https://example.org/posts/夜/",
    "https://example.org/100%25/%ff%zz/a%2Fb",
    "https://example.org/?p=12&utm_source=x",
    "https://example.org/a?b=2&a=1&fbclid=3#top",
    "https://example.org/a?q=%E5%A4%9C%20x&p=",
    "https://example.org/#/posts/a",
    "https://example.org/#!/posts/夜",
    "https://bücher.example/caf%C3%A9/cafe%CC%81",
    "https://user:pw@example.org/a//",
    "https://example.org/index/",
]


@needs("node")
def test_the_page_and_the_index_reduce_an_address_alike(tmp_path: Path) -> None:
    source = (make_player.LISTEN.parent / "source" / "address.js").read_text(encoding="utf-8")
    names = "ADDRESSES.map((each) => { const name = plainAddress(new URL(each)); return [name, ...hashed(name)]; })"
    code = f"const TRACKING = {make_player.tracking()};\n{source}\nconst ADDRESSES = {json.dumps(ADDRESSES)};\n"
    (tmp_path / "ask.js").write_text(f"{code}console.log(JSON.stringify({names}));", encoding="utf-8")
    answer = subprocess.run(["node", str(tmp_path / "ask.js")], capture_output=True, check=True).stdout
    names_here = [plain_address(each) for each in ADDRESSES]
    assert json.loads(answer) == [[name, *hashed(name)] for name in names_here]


@pytest.mark.parametrize(
    "one, other",
    [
        ("https://example.org/a/", "http://www.example.org/a/index.html#t=3"),
        ("https://example.org/a.html", "https://example.org/a?utm_medium=mail&fbclid=1"),
        ("https://example.org/caf%c3%a9", "https://example.org/café"),
    ],
)
def test_variants_of_an_address_are_one_page(one: str, other: str) -> None:
    assert plain_address(one) == plain_address(other)


@pytest.mark.parametrize(
    "one, other",
    [
        ("https://example.org/?p=1", "https://example.org/?p=2"),
        ("https://example.org/#/a", "https://example.org/#/b"),
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/a", "https://blog.example.org/a"),
    ],
)
def test_different_pages_stay_different(one: str, other: str) -> None:
    assert plain_address(one) != plain_address(other)


def test_a_page_of_the_site_is_known_by_its_path() -> None:
    assert list(script_files.names("", "../posts/a/index.html")) == ["/posts/a"]
    assert list(script_files.names("https://example.org/x", "../index.html")) == ["example.org/x", "/"]
    assert list(script_files.names("https:///x", "https://example.org/x")) == []
    assert plain_path("/posts/a.htm") == "/posts/a"


# --- on a blog of another origin ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Blog:
    blog: StaticHost
    audio: StaticHost

    def write(self, name: str, page: str, *tags: str) -> str:
        """A page of the blog with tags in its head; its address."""
        html = page.replace("</head>", "".join(tags).replace("LISTEN", self.script) + "</head>")
        sites.write(self.blog.root, {name: html})
        return f"{self.blog.url}/{name}"

    @property
    def script(self) -> str:
        return f'src="{self.audio.url}/listen.js"'


LAMP_TITLE = "The lamp on the breakwater"
LAMP = sites.hugo_post("lamp", LAMP_TITLE, sites.LAMP)
TIDES = sites.hugo_post("tides", "What a tide table promises", sites.TIDES)
TAG = "<script LISTEN defer></script>"
LATE = """<script>addEventListener("load", () => {
    const made = document.createElement("script");
    made.setAttribute(...'LISTEN'.replaceAll('"', "").split(/=(.*)/s));
    document.head.append(made);
});</script>"""


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Blog]:
    root = tmp_path_factory.mktemp("blog")
    sites.write(root / "sources", {"lamp.html": LAMP})
    show = str(root / "show")
    make = ["make", str(root / "sources" / "lamp.html"), "--engine", "silent"]
    for args in (make, ["publish"]):
        result = CliRunner().invoke(cli, [*args, "-o", show])
        assert result.exit_code == 0, result.output
    (root / "blog").mkdir()
    made = Blog(StaticHost(root / "blog"), StaticHost(root / "show"))
    yield made
    made.blog.close()
    made.audio.close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A page whose console stays silent."""
    with lent_page(browser, 900, 800) as page:
        heard = complaints_of(page)
        yield page
    assert heard == []


def behind_title(tab: Page) -> None:
    tab.wait_for_function(
        """() => {
            const [player, ...others] = document.querySelectorAll("pagecast-player");
            return !others.length && player?.shadowRoot && player.previousElementSibling?.matches("h1.post-title");
        }""",
        timeout=60_000,
    )


@needs("chromium")
@pytest.mark.parametrize(
    "tags",
    [
        (TAG,),
        ("<script LISTEN async></script>",),
        ("<script LISTEN></script>", TAG),
        (LATE,),
    ],
    ids=["deferred", "async", "twice", "late"],
)
def test_one_line_puts_the_player_on_the_page_of_its_article(tags: tuple[str, ...], blog: Blog, tab: Page) -> None:
    tab.goto(blog.write("any/where.html", LAMP, *tags).replace(".html", "?utm_source=x"))
    behind_title(tab)
    shown = "[...document.querySelector('pagecast-player').shadowRoot.querySelectorAll('button.rewind, .track')]"
    assert not tab.evaluate(f"{shown}.some((each) => each.checkVisibility())"), "a row, until it is played"
    tab.evaluate("Object.assign(document.querySelector('audio'), { muted: true, currentTime: 6 }).play()")
    script = "[...(CSS.highlights.get('pagecast-sentence') || [])].join('').includes('lit at dusk')"
    tab.wait_for_function(script, timeout=60_000)


@needs("chromium")
def test_a_page_without_an_episode_is_not_changed(blog: Blog, tab: Page) -> None:
    asked: list[str] = []
    tab.on("requestfinished", lambda request: asked.append(request.url))
    tab.goto(blog.write("tides.html", TIDES, TAG))
    tab.wait_for_function("performance.getEntriesByName(document.scripts[0].src) && performance.now() > 1500")
    assert tab.query_selector("pagecast-player") is None
    assert sorted(url.rpartition("/")[2] for url in asked if blog.audio.url in url) == ["listen.js", "pages-0.js"]
    assert blog.audio.missed == []


@needs("chromium")
def test_another_article_under_a_known_address_gets_no_player(blog: Blog, tab: Page) -> None:
    """A framework may change the address before the text."""
    wrong = TIDES.replace("posts/tides/", "posts/lamp/")
    tab.goto(blog.write("wrong.html", wrong, TAG))
    tab.wait_for_timeout(1500)
    assert tab.query_selector("pagecast-player") is None
    new = "<h1 class=post-title>The lamp on the breakwater</h1>" + sites.paragraphs(sites.LAMP)
    tab.evaluate("html => document.querySelector('article').innerHTML = html", new)
    behind_title(tab)


@needs("chromium")
def test_a_page_says_where_the_player_goes(blog: Blog, tab: Page) -> None:
    slot = LAMP.replace("</article>", "<div data-pagecast id=slot></div></article>")
    tab.goto(blog.write("slot.html", slot, TAG))
    tab.wait_for_selector("#slot pagecast-player", timeout=60_000)
    tab.goto(blog.write("target.html", LAMP, TAG.replace("defer", "defer data-target=.post-meta")))
    tab.wait_for_selector(".post-meta + pagecast-player", timeout=60_000)


@needs("chromium")
@pytest.mark.parametrize("feed", ["{url}/feed.xml", "{url}/feed.xml?new=1#top", "{url}/", "{url}"])
def test_the_script_may_lie_elsewhere_than_the_feed(feed: str, blog: Blog, tab: Page) -> None:
    """A site may keep its own copy of the script."""
    (blog.blog.root / "vendor").mkdir(exist_ok=True)
    shutil.copy(blog.audio.root / "listen.js", blog.blog.root / "vendor" / "listen.js")
    source = feed.format(url=blog.audio.url)
    tag = f'<script src="/vendor/listen.js" data-feed="{source}"></script>'
    tab.goto(blog.write("any/where.html", LAMP, tag))
    behind_title(tab)


STATED = re.findall('<link rel="canonical"[^>]*>', LAMP)[0]


@needs("chromium")
@pytest.mark.parametrize(
    "stated",
    [
        '<link rel="canonical" href="../posts/lamp/">',
        '<link rel="canonical" href="/blog/posts/lamp/index.html?utm_source=mail">',
        '<link rel="canonical" href=""><meta property="og:url" content="../posts/lamp">',
        '<link rel="canonical" href="https://:80/"><meta property="og:url" content="/blog/posts/lamp">',
    ],
    ids=["relative", "of the host", "empty", "broken"],
)
def test_a_relative_canonical_is_read_as_the_browser_reads_links(stated: str, blog: Blog, tab: Page) -> None:
    base = '<base href="https://notes.example.org/blog/drafts/">'
    tab.goto(blog.write("any/where.html", LAMP.replace(STATED, base + stated), TAG))
    behind_title(tab)


@needs("chromium")
def test_a_canonical_that_a_framework_left_behind_does_not_count(blog: Blog, tab: Page) -> None:
    """Its router changes the address, and the head later or never; the article's text may be there, too."""
    tab.goto(blog.write("lamp/index.html", LAMP, TAG))
    behind_title(tab)
    tab.evaluate("history.pushState(null, '', '/about/')")
    tab.wait_for_function("!document.querySelector('pagecast-player')", timeout=60_000)
    tab.evaluate("document.querySelector('[rel=canonical]').href += '#new'")
    behind_title(tab)
    tab.go_back()
    behind_title(tab)


@needs("chromium")
def test_a_canonical_that_all_pages_share_puts_nothing_on_another_article(blog: Blog, tab: Page) -> None:
    page = TIDES.replace("posts/tides/", "posts/lamp/")
    tab.goto(blog.write("all.html", page, TAG))
    tab.wait_for_function(
        "performance.getEntriesByType('resource').some(({ name }) => /\\/player-\\w+.js$/.test(name))", timeout=60_000
    )
    tab.wait_for_timeout(500)
    assert tab.query_selector("pagecast-player") is None


@needs("chromium")
def test_playback_continues_when_the_whole_body_is_replaced(blog: Blog, tab: Page) -> None:
    """As done by Turbo, pjax and the like."""
    tab.goto(blog.write("lamp/index.html", LAMP, TAG))
    behind_title(tab)
    tab.evaluate("""() => {
        window.first = document.querySelector("pagecast-player audio");
        const [before, after] = [document.body, document.createElement("body")];
        after.innerHTML = "<main><h1>About us</h1><p>We keep the notes of the harbour.</p></main>";
        addEventListener("popstate", () => document.body.replaceWith(before));
        first.muted = true;
        return first.play().then(() => {
            first.playbackRate = 0.1;
            history.pushState(null, "", "/about/");
            document.body.replaceWith(after);
        });
    }""")
    bar = tab.locator("[data-afloat] .bar")
    bar.get_by_role("link", name=LAMP_TITLE).wait_for()
    at = tab.evaluate("first.currentTime")
    tab.wait_for_function("at => !first.paused && first.currentTime > at", arg=at, timeout=60_000)
    bar.get_by_role("link", name=LAMP_TITLE).click()
    behind_title(tab)
    assert not tab.evaluate("first.paused") and tab.evaluate("first.isConnected")


@needs("chromium")
def test_a_policy_needs_scripts_and_audio_alone(blog: Blog, tab: Page) -> None:
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src {blog.audio.url}; media-src {blog.audio.url}"
    policy += f"; img-src {blog.audio.url}"  # the cover: without it the player has none
    page = re.sub(r"<script>document.body.*?</script>", "", LAMP)
    tab.goto(blog.write("policy.html", page, f'<meta http-equiv="Content-Security-Policy" content="{policy}">', TAG))
    behind_title(tab)


def test_a_large_index_is_split_and_one_new_episode_changes_one_part(tmp_path: Path) -> None:
    def entry(n: int) -> Any:
        return SimpleNamespace(url=f"https://example.org/{n}", folder=f"e-{n}", manifest=SimpleNamespace(source=""))

    before = dict(script_files.files([entry(n) for n in range(1000)]))
    after = dict(script_files.files([entry(n) for n in range(1001)]))
    parts = [content for name, content in before.items() if name != script_files.SCRIPT]
    assert len(parts) == 8 and max(map(len, parts)) < 10_000
    assert len([name for name in after if after[name] != before[name]]) == 1


# --- oEmbed -------------------------------------------------------------------------------------------------------


def test_a_page_leads_to_what_shows_it_in_others(blog: Blog, tmp_path: Path) -> None:
    show = shutil.copytree(blog.audio.root, tmp_path / "show")
    result = CliRunner().invoke(cli, ["publish", "-o", str(show), "--base-url", "https://audio.example.org/"])
    assert result.exit_code == 0, result.output
    (found,) = show.glob("*/oembed.json")
    address = f"https://audio.example.org/{found.parent.name}"
    told = json.loads(found.read_text(encoding="utf-8"))
    assert (told["version"], told["type"], told["title"]) == ("1.0", "rich", LAMP_TITLE)
    assert f'src="{address}/embed.html"' in told["html"] and f'width="{told["width"]}"' in told["html"]
    link = f'<link rel="alternate" type="application/json+oembed" href="{address}/oembed.json">'
    assert link in (found.parent / "index.html").read_text(encoding="utf-8")
    with Image.open(found.parent / told["thumbnail_url"].rpartition("/")[2]) as cover:
        assert cover.size == (told["thumbnail_width"], told["thumbnail_height"])
    settings = (show / "show.toml").read_text(encoding="utf-8")
    (show / "show.toml").write_text(re.sub("(?m)^base_url.*", "", settings), encoding="utf-8")
    assert CliRunner().invoke(cli, ["publish", "-o", str(show)]).exit_code == 0
    assert not found.exists()
