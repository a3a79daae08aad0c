"""A show of one episode for each `--lang`: everything that users see is in the language of the tag."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree, html
from mutagen.id3 import ID3

from tests.commands import fine
from tts.locale.language_tags import display_language, html_of, normal, preferred
from tts.serve import landing
from tts.serve.served_show import ServedShow
from tts.show import library

TAGS = {
    "yue": "zh-Hant",
    "zh-HK": "zh-Hant",
    "zh-Hans-HK": "zh-Hans",
    "cmn-Hant": "zh-Hant",
    "zh-MO": "zh-Hant",
    "zh-yue": "zh-Hant",
    "yue-Hans": "zh-Hans",
    "zh-Hant-HK": "zh-Hant",
    "zh-TW": "zh-Hant",
    "zh-Hant": "zh-Hant",
    "zh-Hans": "zh-Hans",
    "zh-SG": "zh-Hans",
    "zh": "zh-Hans",
    "cmn": "zh-Hans",
    "ZH-hant-CN": "zh-Hant",
    "zh-min-nan": "zh-Hans",
    "en-GB": "en",
    "fr": "en",
}
"""What is asked for -> the version that people are shown."""
WORDS = {
    "en": {
        "page": "Download",
        "index": "All episodes",
        "feed": "Read along",
        "channel": "Articles, read aloud.",
        "landing": "Subscribe on this phone, and new episodes arrive by themselves.",
        "disclosure": "This episode is read by a synthetic voice.",
        "table": "Table",
    },
    "zh-Hans": {
        "page": "下载",
        "index": "全部文章",
        "feed": "边听边读",
        "channel": "把文章读给你听。",
        "landing": "在这部手机上订阅，有新内容会自动收到。",
        "disclosure": "本集由合成语音朗读。",
        "table": "表格",
    },
    "zh-Hant": {
        "page": "下載",
        "index": "全部文章",
        "feed": "邊聽邊讀",
        "channel": "把文章讀給你聽。",
        "landing": "在這支手機上訂閱，有新內容會自動收到。",
        "disclosure": "本集由合成語音朗讀。",
        "table": "表格",
    },
}
ARTICLE = """---
title: Ferry 渡
date: 2026-03-14
---

Ferry 12 渡。

| A | B |
| --- | --- |
| 1 | 2 |

```
x = 1
```
"""
"""Of characters that are the same in both scripts, so that nothing but the tag says which it is."""
ANNOUNCED = {"zh-Hans": "代码，共1行。", "zh-Hant": "程式碼，共1行。"}
"""What stands in the transcript where the code is not read."""


@dataclass(frozen=True)
class Published:
    """A show of one episode, as it stands in its folder."""

    asked: str
    folder: Path

    @property
    def version(self) -> str:
        return TAGS[self.asked]

    @property
    def words(self) -> dict[str, str]:
        return WORDS[self.version]

    @property
    def episode(self) -> library.Episode:
        return next(library.episodes(library.open_show(self.folder)))

    def page(self, name: str) -> html.HtmlElement:
        return html.fromstring((self.episode.folder / name).read_text(encoding="utf-8"))

    @property
    def feed(self) -> etree._Element:
        return etree.parse(self.folder / "feed.xml").getroot()


@pytest.fixture(scope="module", params=TAGS)
def published(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Published:
    folder = tmp_path_factory.mktemp("show")
    article, show = folder / "ferry.md", folder / "show"
    article.write_text(ARTICLE, encoding="utf-8")
    silent = ["--engine", "silent", "--offline", "--lang", request.param]
    fine("make", str(article), *silent, "-o", str(show))
    fine("publish", "-o", str(show), "--base-url", "https://example.org/listen/")
    return Published(request.param, show)


def test_the_pages_agree(published: Published) -> None:
    words, page = published.words, published.page("index.html")
    assert page.get("lang") == published.page("embed.html").get("lang") == published.version
    assert words["page"] in page.xpath("string(//ul[@class='tools'])")
    assert words["disclosure"] == page.xpath("string(//p[@class='disclosure'])")
    assert words["table"] in page.xpath("//div/@aria-label")
    index = html.fromstring((published.folder / "index.html").read_text(encoding="utf-8"))
    assert index.get("lang") == published.version
    assert words["index"] in page.xpath("string(//footer[@class='end'])")


def test_the_text_keeps_the_language_that_was_asked_for(published: Published) -> None:
    tag = normal(published.asked)
    assert published.episode.manifest.language == tag
    assert published.page("transcript.html").get("lang") == html_of(tag)
    around = published.page("index.html").xpath("//div[@class='text']")[0]
    assert (around.get("lang") or published.version) == html_of(tag)
    assert f"NOTE Language: {tag}\n" in (published.episode.folder / "transcript.vtt").read_text()


def test_the_player_says_what_the_page_says(published: Published) -> None:
    """`tests/test_locale.py` holds that its script decides as `display_language` does."""
    player = published.page("index.html").xpath("//pagecast-player")[0]
    assert display_language(player.get("lang")) == published.version


def test_the_feed_agrees(published: Published) -> None:
    words, feed = published.words, published.feed
    assert feed.findtext("channel/language") == normal(published.asked)
    assert feed.findtext("channel/description") == words["channel"]
    notes = feed.findtext("channel/item/description") or ""
    assert words["feed"] in notes and words["disclosure"] in notes
    transcript = feed.find("channel/item/{*}transcript")
    assert transcript is not None and transcript.get("language") == normal(published.asked)


def test_the_landing_page_agrees_for_a_phone_of_that_language(published: Published) -> None:
    visit = landing.Visit("http://192.0.2.1/feed.xml", preferred(published.asked))
    page = html.fromstring(landing.page(ServedShow(published.folder).shown, visit).decode())
    assert page.get("lang") == published.version
    assert published.words["landing"] in page.text_content()


def test_the_files_tag_agrees(published: Published) -> None:
    tag = ID3(published.episode.audio)
    code = {"en-GB": "eng", "fr": "fra"}.get(published.asked, "zho")
    assert tag["TLAN"].text == [code]
    comments = tag.getall("COMM")
    assert [comment.lang for comment in comments] == [code]
    assert published.words["disclosure"] in str(comments[0])


def test_announcements_agree(published: Published) -> None:
    said = (published.episode.folder / "transcript.srt").read_text(encoding="utf-8")
    assert ANNOUNCED.get(published.version, "") in said
    others = {text for version, text in ANNOUNCED.items() if version != published.version}
    assert not any(other in said for other in others)


@pytest.mark.parametrize("tag", TAGS)
def test_the_comments_of_a_new_show_toml_agree(tag: str, tmp_path: Path) -> None:
    fine("init", str(tmp_path / "show"), "--language", tag)
    written = (tmp_path / "show" / "show.toml").read_text(encoding="utf-8")
    first = {"en": "Settings of this show", "zh-Hans": "本节目的设置", "zh-Hant": "本節目的設定"}
    assert written.startswith(f"# {first[TAGS[tag]]}")
