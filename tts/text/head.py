"""The header of a plain text: title, author, publication, date. Only lines with nothing else
count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from tts.model import Change
from tts.text.sections import COUNTED, LISTED
from tts.text.unspoken import speakable

LINES: Final = 8
"""Maximum number of lines after the title that may belong to the header."""
TITLE: Final = 120
"""Maximum width of a title in columns (a Chinese character has two)."""
NO_TITLE = re.compile(r"[。，；、,;:：]$|[^.]\.$|。|[!?！？].*[!?！？]")
NAMES = (
    "赵趙钱錢孙孫李周吴吳郑鄭王冯馮陈陳褚卫衛蒋蔣沈韩韓杨楊朱秦尤许許何吕呂施张張孔曹严嚴华華金魏陶姜戚谢謝邹鄒喻柏水窦竇章云雲苏蘇"
    "潘葛奚范彭郎鲁魯韦韋昌马馬苗凤鳳花方俞任袁柳鲍鮑史唐费費廉岑薛雷贺賀倪汤湯滕殷罗羅毕畢郝邬鄔安常乐樂于時时傅皮卞齐齊康伍余"
    "元卜顾顧孟平黄黃和穆萧蕭肖尹姚邵湛汪祁毛禹狄米贝貝明臧计計伏成戴谈談宋茅庞龐熊纪紀舒屈项項祝董梁杜阮蓝藍闵閔席季麻强強贾賈"
    "路娄婁危江童颜顏郭梅盛林刁钟鍾徐邱丘骆駱高夏蔡田樊胡凌霍虞万萬支柯昝管卢盧莫经經房裘缪繆干解应應宗丁宣贲邓鄧郁单單杭洪包诸諸"
    "左石崔吉钮龚龔程嵇邢滑裴陆陸荣榮翁荀羊惠甄曲家封芮储儲靳汲邴糜松井段富巫乌烏焦巴弓牧隗山谷车車侯宓蓬全郗班仰秋仲伊宫宮宁寧仇"
    "栾欒甘厉厲戎祖武符刘劉景詹束龙龍叶葉幸司韶郜黎蓟薊薄印宿白怀懷蒲邰从從鄂索咸籍赖賴卓蔺藺屠蒙池乔喬阴陰胥能苍蒼双雙闻聞莘党黨"
    "翟谭譚贡貢劳勞逄姬申扶堵冉宰郦酈雍却璩桑桂濮牛寿壽通边邊扈燕冀郏浦尚农農温溫别別庄莊晏柴瞿阎閻充慕连連茹习習宦艾鱼魚容向古易"
    "慎戈廖庾终終暨居衡步都耿满滿弘匡国國文寇广廣禄祿阙闕东東欧歐利蔚越夔隆师師巩鞏库庫聂聶晁勾敖融冷訾辛阚闞那简簡饶饒空曾毋沙乜"
    "养養鞠须須丰豐巢关關蒯相查后荆荊红紅游竺权權盖蓋益桓公迟遲岳帅帥仉楚闫佟覃覃"
)
"""Chinese surnames (百家姓 and those most common since), in both scripts."""
BARE_NAME = re.compile(
    rf"[{NAMES}][\u3400-\u9fff\s]{{1,3}}(?:[、，\s]+[{NAMES}][\u3400-\u9fff]{{1,2}}){{0,3}}"
)
NOT_NAMES: Final = frozenset(
    str.split(
        "前言 引言 导读 導讀 摘要 目录 目錄 正文 简介 簡介 后记 後記 关于 關於 国际 國際 文化 文章 经济 經濟 农业 农村"
    )
)
NAME = r"[A-Z\u00c0-\u00de][\w.'’-]*"
PARTICLE = "(?:de|da|del|di|du|der|den|la|le|van|von|zu|bin|al|el|y|e)"
BYLINES: Final = (
    (
        "author",
        re.compile(r"(?:作者|撰文|文字|撰稿|记者|記者|文)\s*[:：/／|]\s*(?P<v>[^:：]{1,40})"),
    ),
    (
        "author",
        re.compile(
            r"(?i:written by|author:|by)\s+"
            rf"(?P<v>{NAME}(?:(?:,|,? and|,? &)? (?:{PARTICLE} )*{NAME}){{0,7}})"
            r"(?<![^A-Z.][a-z]\.)"
        ),
    ),
    (
        "author",
        re.compile(
            r"(?:本报|本刊|本網|本网)?(?:记者|記者|通讯员|通訊員)\s+(?P<v>[\u3400-\u9fff\s]{2,12})"
        ),
    ),
    (
        "publication",
        re.compile(
            r"(?:文章)?(?:来源|來源|出处|出處|原载|原載|转自|轉自|稿源)(?:于|於)?\s*[:：]\s*(?P<v>.{1,60})"
        ),
    ),
    (
        "publication",
        re.compile(
            r"(?:source:|(?:originally |first )?published in:?)\s+(?P<v>.{1,60})(?<!\.)", re.I
        ),
    ),
)
POSTED = re.compile(
    r"(?:posted |published |written )?by (?P<v>\S.{1,40}?)(?: on |, | [·•–—] )"
    r"(?P<date>.{0,12}\d{4}.{0,16})",
    re.I,
)
LABEL = (
    r"(?:(?:发布|發布|發佈|发表|發表|更新|刊登)?(?:时间|時間|日期)\s*[:：]?\s*"
    r"|(?:published|posted|updated|date)(?: on)?:?\s+)?"
)
CLOCK = r"(?:(?:[\sT]+|,? at )\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\s?[ap]\.?m\.?)?)?"
MONTHS: Final = {
    name: n
    for n, name in enumerate(str.split("jan feb mar apr may jun jul aug sep oct nov dec"), 1)
}
MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
DATES: Final = tuple(
    re.compile(LABEL + date + CLOCK, re.I)
    for date in (
        r"(?P<y>\d{4})\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})日?",
        rf"{MONTH} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}})",
        rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)? {MONTH},? (?P<y>\d{{4}})",
    )
)
FIELD_NAMES: Final = {
    "author": "the author's name",
    "publication": "where it appeared first",
    "date": "its date",
}


@dataclass(frozen=True, slots=True)
class Head:
    """The header of a text."""

    size: int = 0
    """Number of lines in the header."""
    title: str = ""
    author: str = ""
    publication: str = ""
    date: str = ""
    changes: tuple[Change, ...] = field(default=())


def find_head(lines: Sequence[str]) -> Head:
    """The header of a text, from its lines without chrome.

    >>> head = find_head(["一座小书馆", "林知夏", "来源：《街区》 2023-04-05", "书馆很小。", "可是很亮。"])
    >>> head.size, head.title, head.author, head.publication, head.date
    (3, '一座小书馆', '林知夏', '《街区》', '2023-04-05')
    """
    title = next((line for line in lines[:1] if reads_as_title(line, lines[1:])), "")
    below = find_byline(lines[bool(title) :], title)
    return replace(below, size=below.size + bool(title), title=title)


def find_byline(lines: Sequence[str], title: str) -> Head:
    """The author, source and date in the lines after a title; `size` counts the lines with nothing
    else."""
    byline: dict[str, str] = {}
    changes: list[Change] = []
    size = 0
    for i, line in enumerate(lines[:LINES]):
        metadata = _metadata(line, below_title=bool(title) and i <= 1 and "author" not in byline)
        if not metadata or metadata.keys() & byline.keys() or i + 1 >= len(lines):
            break
        byline |= metadata
        changes += [
            Change(
                line,
                "",
                "; ".join(FIELD_NAMES[name] for name in metadata) + ": it goes into the tags",
            )
        ]
        size = i + 1
    return Head(size, changes=tuple(changes), **byline)


def reads_as_title(line: str, after: Sequence[str]) -> bool:
    """Whether it is a short line without a number or the end of a sentence, above a longer text."""
    columns = sum(2 if char > "\u2e80" else 1 for char in line)
    if LISTED.match(line) or any(pattern.match(line) for pattern, _ in COUNTED):
        return False
    if (
        columns > TITLE
        or not speakable(line)
        or NO_TITLE.search(line)
        or _metadata(line, below_title=False)
    ):
        return False
    return any(len(other) > len(line) for other in after)


def _metadata(line: str, *, below_title: bool) -> dict[str, str]:
    """Everything a line states; empty unless all of it is understood."""
    if below_title and _is_name(line):
        return {"author": line}
    single = _field(line)
    if single and not re.search(
        r"\s\S+[:：]|\d{4}", next(iter(single.values())) if "date" not in single else ""
    ):
        return single
    if posted := POSTED.fullmatch(line):
        return {"author": posted["v"]} | (
            {"date": date} if (date := date_of(posted["date"])) else {}
        )
    items = re.split(
        r"\s*[|｜]\s*|\s{2,}|\s+(?=[\u3400-\u9fff]{2,5}[:：])|(?<=日)\s+|\s+(?=\d{4}[-年/])", line
    )
    parts = [_field(item) for item in items if item]
    if len(parts) < 2 or not all(parts):
        return single
    return {name: value for part in parts for name, value in part.items()}


def _field(item: str) -> dict[str, str]:
    for name, pattern in BYLINES:
        if match := pattern.fullmatch(item.strip()):
            return {name: match["v"].strip()}
    date = date_of(item.strip())
    return {"date": date} if date else {}


def date_of(text: str) -> str:
    """The ISO date of a line that contains only a date; otherwise empty.

    >>> date_of("发布时间：2021年3月4日 10:30"), date_of("March 4, 2021"), date_of("2021 was long")
    ('2021-03-04', '2021-03-04', '')
    """
    for pattern in DATES:
        if match := pattern.fullmatch(text):
            parts = match.groupdict()
            month = int(parts["m"]) if "m" in parts else MONTHS[parts["month"][:3].lower()]
            if 1 <= month <= 12 and 1 <= int(parts["d"]) <= 31:
                return f"{parts['y']}-{month:02}-{int(parts['d']):02}"
    return ""


def _is_name(line: str) -> bool:
    """Whether it is only a Chinese name, or a few: short, and starting with a surname.

    >>> _is_name("林知夏"), _is_name("张 三"), _is_name("春天来了"), _is_name("前言")
    (True, True, False, False)
    """
    return len(line) <= 20 and line not in NOT_NAMES and BARE_NAME.fullmatch(line) is not None
