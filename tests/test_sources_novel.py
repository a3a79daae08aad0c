"""Novels in plain text: which lines are chapter headings, and how such a book is split."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests import commands
from tests.charset_texts import CHINESE
from tests.pages import ENGLISH
from tests.work import ends
from tts.model import Parts, Selection, Source
from tts.sources import parts, read
from tts.sources.novel.headings import heading_of, value
from tts.sources.novel.site_lines import is_junk

HEADINGS = """
第一百二十一章 出发|第一千章|第1000章 到达|第 1 章|第０１２章　雨夜|第〇〇一章 雨|第两千零五章 归来
第二章：雨夜|第二章、雨夜|第二章（上）
第一章出发|第1章雨夜|第二十三章你来了？|第一章 他来了，又走了|第五章 “你是谁？”|第十回 老人夜渡|第十二节
第3话 雨|第三話 雨の夜
第一百二十一章 傳說|正文 第一章 雨夜|第一卷 第三章 雨夜|第一卷：风起 第三章 雨夜|第一章 出发 ........ 3
【第三章】|【第三章 雨夜】|【第三章】雨夜|=====第三章=====|--- Chapter 3 ---|☆、雨夜|☆、第1章 雨夜
卷一|卷一 风起|第三卷|第三卷 云涌|第一卷风起|上卷|第二部 河水
楔子|序|序章|前言|尾声|后记|後記|终章|大结局|番外一|番外一：春天|番外之雨夜|番外（二）
Chapter.001|Chapter.001 The River|Chapter Eleven|Chapter Twenty-One|Chapter 12: The River|Chapter 1 The River
Chapter the First
CHAPTER I.|CHAPTER I. THE LONG BRIDGE.|CHAPTER I. Down the River|Prologue|EPILOGUE|Part Two|BOOK I
BOOK I. THE ROAD|Act II|Scene 3
Kapitel 3|Kapitel 3: Der Fluss|3. Kapitel|Erstes Kapitel|Chapitre premier|Capítulo 3|Глава 1|プロローグ
제1장 비
"""
TEXTS = """
第一章讲的是一座桥。|第一章 讲的是一座桥。|第一章里他写道|第一章的内容很长，他看了一夜|第一章还没写完他就走了
他说第一章写得很好
第三回合|第一节课他睡着了|第三节车厢|第一集团军|第一部电影|第一册书很厚|第一部分的内容|第一话题|第一季度|第三次
第二天|第一回到家
后记者来了|后来他走了|序列号|前言不搭后语|尾声音很小|上部队去了|中部地区
Chapter 4 was the hardest to write.|Chapter 4 was the hardest to write|Part of the reason was the fog.
Part one of the plan was simple.
Book a table for two|Act one way or another|Introduction to the plan|Prologue to a war nobody wanted.
Interlude music played softly.
"""


def _lines(text: str) -> list[str]:
    return text.strip().replace("\n", "|").split("|")


@pytest.mark.parametrize("line", _lines(HEADINGS))
def test_chapter_headings_are_recognized(line: str) -> None:
    assert heading_of(line)


@pytest.mark.parametrize("line", _lines(TEXTS))
def test_sentences_that_begin_like_a_chapter_are_not_headings(line: str) -> None:
    assert heading_of(line) is None


def test_numbers_in_every_writing() -> None:
    written = ("一百二十一", "一千", "一千零一", "廿三", "一二三", "０１２", "XIV", "Eleven", "Twenty-one", "两千零五")
    assert [value(number) for number in written] == [121, 1000, 1001, 23, 123, 12, 14, 11, 21, 2005]


@pytest.mark.parametrize(
    "line",
    [
        "一秒记住【河湾小说网】，精彩小说无弹窗免费阅读！",
        "本书由河湾书屋整理，更多小说请到 www.example.com 下载",
        "请收藏本站：www.example.com",
        "手机用户请浏览 m.example.com 阅读，更优质的阅读体验。",
        "（本章未完，请点击下一页继续阅读）",
        "求月票，求推荐票！",
        "声明：本书为河湾书屋(example.com)的用户上传，版权归作者所有。",
        "喜欢渡口请大家收藏：(www.example.com)渡口更新速度最快。",
        "www.example.com 河湾阅读 手机用户请访问m.example.com",
        "https://www.example.com/ 渡口最新章节免费阅读",
        "更多精彩小说尽在本站！",
        "声明：本书为网友上传，请于下载后24小时内删除。",
        "新书上传，求收藏！",
    ],
)
def test_lines_added_by_sites_are_left_out_and_reported(line: str) -> None:
    text = f"{line}\n第一章 出发\n{CHINESE[0]}\n{line}\n{CHINESE[1]}\n第二章 归来\n{CHINESE[2]}"
    article = read(Source("a.txt", text.encode()))
    assert line not in [block.text for block in article.blocks]
    assert [change.text for change in article.changes] == [line, line]


@pytest.mark.parametrize(
    "line",
    [
        "他请我记住那条河。",
        "这本书由老人整理，藏在桥下。",
        "书屋由老人提供茶水。",
        "手机用户越来越多。",
        "她下载了一首歌，听了一夜。",
        "这部小说来自一位老人的手稿。",
        "他决定把这份报告从头到尾全文阅读一遍。",
        "她把手机用户手册下载到了电脑里",
        "手机版的地图下载了三次才好。",
        "他一生只收藏（从不出售）旧钟表。",
        "请记住我们的车在本站停三分钟，他说。",
        "“请大家记住本站只停三分钟！”",
        "更多的人到书城去下载资料。",
        "报社的网站是全城最快更新的。",
        "无人求打赏。",
        "他打开了www.example.com。",
        "我们在 example.com 上看到了这条消息，第二天就去了河边，可是那里什么也没有了。",
    ],
)
def test_sentences_that_look_like_a_sites_lines_stay(line: str) -> None:
    assert not is_junk(line)


def novel(chapters: int, heading: str = "第{}章 河水之{}") -> str:
    dice = random.Random(chapters)
    lines = ["《河湾渡口》", "作者：林知夏", "", "内容简介：一座桥和两个人。", "第一卷 春"]
    for number in range(1, chapters + 1):
        lines.append(heading.format(number, number))
        lines += ["　　" + "".join(dice.choices(CHINESE, k=3)) for _ in range(8)]
    return "\n".join([*lines, "尾声", *CHINESE])


def test_a_novel_is_split_by_its_chapters() -> None:
    found = parts(Source("novel.txt", novel(130).encode("gbk")), Selection())
    assert found and found.each == "chapter" and len(found) == 131
    first, last = read(found[0]), read(found[130])
    assert (first.title, first.publication, first.author) == ("河湾渡口：第1章 河水之1", "河湾渡口", "林知夏")
    assert [block.text for block in first.blocks[:2]] == ["第一卷 春", "第1章 河水之1"]
    assert (first.summary, last.summary, last.title) == ("一座桥和两个人。", "", "河湾渡口：尾声")
    assert ("内容简介：一座桥和两个人。", "the book's description: it goes into the tags") in [
        (change.text, change.reason) for change in found.changes
    ]
    assert read(found[1]).blocks[0].kind == "paragraph", "its heading is its title"


def test_all_its_text_is_in_one_chapter_or_reported() -> None:
    source = Source("novel.txt", novel(40).encode())
    found = parts(source, Selection())
    assert found
    in_parts = [block.text for part in found for block in read(part).blocks]
    whole = [block.text for block in read(source).blocks]
    titles = [read(part).title.partition("：")[2] for part in found]
    assert sorted(in_parts + titles[1:]) == sorted(whole)


def test_a_table_of_contents_in_front_is_left_out_and_reported() -> None:
    listed = "\n".join(f"第{number}章 河水之{number} …… {number}" for number in range(1, 41))
    text = novel(40).replace("第一卷", f"目录\n{listed}\n第一卷", 1)
    source = Source("novel.txt", text.encode())
    article = read(source)
    headings = [block.text for block in article.blocks if block.kind == "heading"]
    assert headings.count("第7章 河水之7") == 1
    assert "the table of contents" in [change.reason for change in article.changes]


def test_the_same_chapter_has_the_same_name_when_others_are_added() -> None:
    names = [part.where for part in _split(novel(30))]
    more = [part.where for part in _split(novel(31))]
    assert names[0] == "novel.txt#第1章-河水之1"
    assert set(names) <= set(more)


def _split(text: str, split: bool | None = None) -> Parts:
    found = parts(Source("novel.txt", text.encode()), Selection(split=split))
    assert found is not None
    return found


def test_a_report_with_a_few_chapters_is_split_only_on_request() -> None:
    text = "河道的报告\n\n" + "\n".join(f"第{n}章 河水\n{CHINESE[0]}\n{CHINESE[1]}" for n in "一二三四")
    source = Source("report.txt", text.encode())
    assert parts(source, Selection()) is None
    assert [block.kind for block in read(source).blocks].count("heading") == 4
    assert len(_split(text, split=True)) == 4


def test_a_law_is_not_a_novel() -> None:
    articles = "\n".join(f"第{n}条 河道的治理由沿岸的镇负责。" for n in range(1, 6))
    text = "河道管理办法\n" + "\n".join(f"第{n}章 总则\n{articles}" for n in range(1, 20))
    assert parts(Source("law.txt", text.encode()), Selection()) is None


def test_titles_below_the_numbers_of_english_chapters() -> None:
    text = " ".join(ENGLISH)
    numbers = ("I", "II", "III", "IV") * 3
    chapters = "\n\n".join(f"CHAPTER {number}.\n\nTHE LONG BRIDGE\n\n{text}" for number in numbers)
    article = read(Source("The Ferry.txt", f"THE FERRY\n\nby Ada Quill\n\n{chapters}".encode()))
    assert (article.title, article.author) == ("THE FERRY", "Ada Quill")
    assert article.blocks[0].text == "CHAPTER I. THE LONG BRIDGE"


def test_a_novel_of_megabytes_is_split() -> None:
    content = novel(1300).encode()
    assert len(content) > 3_000_000
    with ends():
        found = parts(Source("novel.txt", content), Selection())
    assert found and len(found) == 1301


def test_nothing_to_split_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text(CHINESE[0], "utf-8")
    made = commands.fine("make", str(path), "--split", "--engine", "silent", "-o", str(tmp_path / "show"))
    assert "no chapters found, so it becomes one episode" in made.output
    assert "no chapters found" in commands.fine("script", str(path), "--split").output


@pytest.mark.parametrize("heading", ["{}", "{}、河水之{}", "{} 河水之{}"])
def test_chapters_that_are_only_counted(heading: str) -> None:
    assert len(_split(novel(12, heading).replace("第一卷 春\n", ""))) == 13


def test_a_list_that_is_counted_has_no_chapters() -> None:
    text = "河边的规矩\n" + "\n".join(f"{n}、{CHINESE[n % 10][:12]}" for n in range(1, 30))
    assert parts(Source("list.txt", text.encode()), Selection()) is None


BLURB = "一座桥和两个人的故事。"


@pytest.mark.parametrize(
    "lines",
    [
        f"内容简介：{BLURB}",
        f"【内容简介】\n　　{BLURB}",
        f"简介：\n{BLURB}\n------------",
        f"字数：三十万\n作品介绍\n{BLURB}\n==========",
        f"Synopsis: {BLURB}",
        f"あらすじ\n{BLURB}\n\n分类：小说",
    ],
)
def test_the_synopsis_in_a_file_is_the_description(lines: str) -> None:
    text = novel(40).replace("内容简介：一座桥和两个人。", lines)
    source = Source("novel.txt", text.encode())
    article = read(source)
    assert article.summary == BLURB
    assert BLURB not in [block.text for block in article.blocks]
    assert any("the book's description" in change.reason for change in article.changes)
    first = read(_split(text)[0])
    assert (first.title, first.summary) == ("河湾渡口：第1章 河水之1", BLURB)


@pytest.mark.parametrize(
    "line",
    [
        "ps：今天有点晚，抱歉。",
        "PS：明天三更，求推荐票",
        "（P.S. ：本章有五千字）",
        "作者有话说：谢谢书友们。",
        "题外话：新书下周见。",
    ],
)
def test_remarks_of_the_author_at_a_chapters_edge_are_left_out_and_reported(line: str) -> None:
    chapter = "第{}章 雨\n" + CHINESE[0] + "\n" + line + "\n"
    article = read(Source("a.txt", "".join(chapter.format(n) for n in "一二三").encode()))
    assert [block.text for block in article.blocks if block.kind != "heading"] == [CHINESE[0]] * 3
    assert [change.text for change in article.changes] == [line] * 3


def test_a_letters_postscript_stays() -> None:
    letter = "PS：别忘了带伞。"
    chapters = "".join(f"第{n}章 信\n{CHINESE[0]}\n{letter}\n" for n in "一二三")
    article = read(Source("a.txt", chapters.encode()))
    assert [block.text for block in article.blocks].count(letter) == 3
    short = f"老友：\n{CHINESE[0]}\nPS：今天晚了，抱歉。"
    assert read(Source("b.txt", short.encode())).blocks[-1].text == "PS：今天晚了，抱歉。"


def _english(listed: str, heading: str) -> str:
    text = " ".join(ENGLISH)
    chapters = "\n\n".join(heading.format(number) + f"\n\n{text}" for number in ("I", "II", "III"))
    return f"THE FERRY\n\nby Ada Quill\n\n{listed}\n\n\n{chapters}\n"


@pytest.mark.parametrize(
    "listed",
    [
        "Contents\n\nCHAPTER I. The Boat\nCHAPTER II. The\nCHAPTER III. The Boat",
        "CONTENTS.\n\n CHAPTER I. The Boat   1\n CHAPTER II. The Boat   17\n CHAPTER III. The Boat   40",
        "Table of Contents\n\nCHAPTER I\nCHAPTER II\nCHAPTER III",
        "CHAPTER I. The Boat\nCHAPTER II. The Boat\nCHAPTER III. The Boat",
    ],
)
@pytest.mark.parametrize("heading", ["CHAPTER {}. The Boat", "CHAPTER {}.\n\nThe Boat"])
def test_a_table_of_contents_of_an_english_book(listed: str, heading: str) -> None:
    article = read(Source("ferry.txt", _english(listed, heading).encode()))
    headings = [block.text for block in article.blocks if block.kind == "heading"]
    assert headings == [f"CHAPTER {number}. The Boat" for number in ("I", "II", "III")]
    assert "ontents" not in " ".join(block.text for block in article.blocks)
    assert "the table of contents" in [change.reason for change in article.changes]


def test_notes_and_pictures_in_brackets() -> None:
    text = (
        f"{ENGLISH[0]}\n\n[Footnote 1: As the keeper said [in 1902].]\n\n[Illustration: A boat on the quay]\n\n"
        f"[Illustration]\n\n[Footnote A: One.\n\nTwo.]\n\n{ENGLISH[1]}\n\n[Footnotes are few here.]\n"
    )
    article = read(Source("a.txt", text.encode()))
    assert [(block.kind, block.text) for block in article.blocks][1:-2] == [
        ("note", "As the keeper said [in 1902]."),
        ("caption", "A boat on the quay"),
        ("note", "One."),
        ("note", "Two."),
    ]
    assert article.blocks[-1].text == "[Footnotes are few here.]"
    assert [change.reason for change in article.changes] == ["a picture without a caption"]
