"""Line breaks on an episode's page in a real browser: headings and dates are not broken, nothing is too wide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.needs import needs
from tts.cache import Cache
from tts.episode import pipeline
from tts.episode.options import Options
from tts.publish import build
from tts.show import library

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHINESE = """---
title: 深入推进乡村基层治理效能提升的实践路径与若干思考
author: 周一禾、李望舒、陈岸、许知远方
publication: 《河湾县基层治理研究与实践》编辑部
date: 2026-11-28
---

## 一、提升乡村基层治理效能的现实基础和主要困难

河湾镇的文化站每周开放五天，去年一共借出了九千多册书，馆长说书认得这里的路，也认得来看书的人。

### （一）把河道的治理、沿岸的生活、孩子们的学校放在一起考虑

站长用 Kubernetes 部署了水位的记录程序，地址是 https://example.org/river/level/2026/november/index.html ，谁都可以看。

- 油干了，声音发涩，修表的人一听就知道
- 摆轮偏了，声音一长一短，像是一个人在雨里走路，走得很慢

| 活计 | 这一项要多少天才能做完 |
|---|---|
| 洗油和换一条新的发条 | 大约三天，要看天气 |

> 时间不会坏，坏的只是替我们数它的东西，国际标准化组织 internationalization 的人也这样说。

![桥头的修表铺，门口挂着一块写着“准”字的木牌，风一吹就响](shop.jpg)

## 二、修表、听水、看书的一个下午，以及后来的事
"""
TRADITIONAL = CHINESE.translate(str.maketrans("进乡实径与", "進鄉實徑與")).replace("date:", "language: zh-Hant\ndate:")
ENGLISH = """---
title: "Counterrevolutionaries, internationalization and other long words of the harbour town"
author: Bartholomew Featherstonehaugh
publication: The Quarterly Review of Small Ferries and Their Keepers
date: 2026-09-30
---

## What the keeper of the lighthouse remembered of the winter

The ferry left at six, and the town behind it grew small and kind in the early light.
"""
MIXED = """---
title: Kubernetes 与 PostgreSQL：在 河湾镇 internationalization 部署记录程序的一年
author: Anna Karlsson
date: 2026-12-31
---

## 一、提升 throughput，也提升 readability

站长用两台旧电脑记水位。
"""
ARABIC = """---
title: العبّارة الأخيرة إلى المدينة القديمة على ضفاف النهر الطويل
author: كاتب
language: ar
date: 2026-10-25
---

## في الشتاء

غادرت العبّارة في السادسة.
"""
ARTICLES = {"zh": CHINESE, "hant": TRADITIONAL, "en": ENGLISH, "mixed": MIXED, "ar": ARABIC}
WIDTHS = (320, 360, 390, 768, 1440)


@dataclass(frozen=True)
class Made:
    pages: dict[str, Path]
    index: Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    root = tmp_path_factory.mktemp("lines")
    show, cache = library.open_show(root / "show"), Cache(root / "cache")
    pages = {}
    for name, text in ARTICLES.items():
        (root / f"{name}.md").write_text(text, encoding="utf-8")
        done = pipeline.make(str(root / f"{name}.md"), show, Options(engine="silent"), cache=cache)
        pages[name] = done.episode.folder / "index.html"
    build.publish(library.open_show(root / "show"))
    return Made(pages, root / "show" / "index.html")


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def opened(tab: Page, path: Path, width: int) -> Page:
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(path.as_uri())
    return tab


LINES = """(selector) => [...document.querySelectorAll(selector)].map((element) => {
  const lines = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); )
    for (let i = 0; i < node.length; i++) {
      const range = new Range();
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const box = range.getBoundingClientRect();
      if (!box.width) continue;
      const size = parseFloat(getComputedStyle(node.parentElement).fontSize);
      const last = lines.at(-1);
      const sign = { text: node.data[i], left: box.left / size, right: box.right / size };
      if (last && Math.abs(last.bottom - box.bottom) < size / 2) last.signs.push(sign);
      else lines.push({ bottom: box.bottom, signs: [sign] });
    }
  const size = parseFloat(getComputedStyle(element).fontSize);
  return { room: element.clientWidth / size, lines: lines.map((line) => line.signs) };
})"""
"""Each element as its lines of characters, with their edges in em."""


def steps(line: list[dict[str, float]]) -> Iterator[tuple[str, float]]:
    """The distance of each Chinese character or sign from the next, in em: one if the line has no gaps."""
    for one, following in pairwise(line):
        if str(one["text"]) >= "\u2e80" and str(following["text"]) >= "\u2e80":
            yield str(one["text"]), following["left"] - one["left"]


@needs("chromium")
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("article", ["zh", "hant", "mixed"])
def test_no_line_of_chinese_has_gaps(tab: Page, made: Made, article: str, width: int) -> None:
    page = opened(tab, made.pages[article], width)
    short = "h1, .text :is(h2, h3, h4, li, td, th, .caption)"
    for selector, most in ((short, 1.05), (".text p", 1.6)):
        for element in page.evaluate(LINES, selector):
            for line in element["lines"]:
                wide = {sign: round(step, 2) for sign, step in steps(line) if step > most}
                assert not wide, "".join(sign["text"] for sign in line)


@needs("chromium")
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("article", ["zh", "hant", "mixed"])
def test_no_number_of_a_heading_is_alone_on_its_line(tab: Page, made: Made, article: str, width: int) -> None:
    page = opened(tab, made.pages[article], width)
    for heading in page.evaluate(LINES, "h1, .text :is(h2, h3)"):
        filled = [line[-1]["right"] - line[0]["left"] for line in heading["lines"]]
        assert min(filled[:-1], default=heading["room"]) > 4, heading["lines"]


@needs("chromium")
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("article", ARTICLES)
def test_dates_are_on_one_line_and_nothing_is_wider_than_the_page(
    tab: Page, made: Made, article: str, width: int
) -> None:
    for path in (made.pages[article], made.index, made.pages[article].with_name("transcript.html")):
        page = opened(tab, path, width)
        boxes = "[...document.querySelectorAll('time')].map(e => [e.textContent, e.getClientRects().length])"
        assert [text for text, lines in page.evaluate(boxes) if lines != 1] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        outside = "(w) => [...document.querySelectorAll('h1, h2, h3, .byline > *, .about p')].filter(e => {\
            const box = e.getBoundingClientRect(); return box.left < 0 || box.right > w; }).map(e => e.textContent)"
        assert page.evaluate(outside, width) == []


@needs("chromium")
@pytest.mark.parametrize("width", WIDTHS)
def test_names_break_only_if_wider_than_the_line(tab: Page, made: Made, width: int) -> None:
    page = opened(tab, made.pages["en"], width)
    for name in page.evaluate(LINES, ".byline > bdi"):
        wide = sum(line[-1]["right"] - line[0]["left"] for line in name["lines"])
        assert len(name["lines"]) == 1 or wide > name["room"] - 1
