"""Normalizes what pages and front matter state about an article."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from tts.locale.language_tags import Tag, base_of, display_language, parsed

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
DATES = (
    re.compile(
        r"(?<!\d)(?P<year>(?:19"
        r"|20)\d\d)\s*[-/.年]\s*(?P<number>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})(?!\d)"
    ),
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<number>[01]\d)(?P<day>[0-3]\d)(?=T|$|\s)"),
    re.compile(rf"\b{MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)\b"),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{MONTH},?\s+(?P<year>(?:19|20)\d\d)\b"),
)

COUNTRIES = {"cn": "zh-CN", "tw": "zh-TW"}
"""Names of countries used instead of a language."""
CHINESE_REGIONS = {"CN", "SG", "MY", "TW", "HK", "MO"}
"""Regions that imply a script."""
MOST_PARTS = 5
"""Maximum parts of a tag that are parsed; later ones concern neither script nor region."""

CREDIT = re.compile(
    r"^(by|par|written by|作者|文|撰文|撰稿|[記记]者|本[報报][記记]者|通[訊讯][員员])\s*[:：/|丨｜]\s*"
    r"|^(?:author|autor(?:in)?|words|text)(?:\s*[:：]\s*|\s+(?=[A-Z]))|^.{0,12}(?:[专專][栏欄]"
    r"|特[约約])?作者\s+"
    r"|^(written )?by\s+|^par\s+(?=[A-Z])|^本[報报][記记]者\s*",
    re.IGNORECASE,
)
SIGNS = re.compile(r"[\W_]+")
NO_NAME = re.compile(
    r"://|@|[转轉][载載]|注明|整理|[\u4e00-\u9fff]\d|\d[\u4e00-\u9fff]|[\u4e00-\u9fff]{13}|[。！？]"
    r"|\b(?:by|editor|edited)\b"
    r"|_|相[关關]|文章|[评評][论論]|登[录錄]|\w\.(?:com|net|org|fr|de|it|es|cn|uk)\b",
    re.IGNORECASE,
)
"""What names of people and signatures do not contain."""
NOBODY = frozenset(
    {"admin", "administrator", "author", "editor", "staff", "unknown", "anonymous"}
) | frozenset({"佚名", "未知", "匿名", "管理员", "管理員", "网络", "網絡", "本站", "原创", "原創"})


def iso_date(text: str) -> str:
    """The first valid date in a text, as ISO; empty if there is none.

    >>> [iso_date(date) for date in ("2026年3月5日 08:00", "March 14, 2026")]
    ['2026-03-05', '2026-03-14']
    >>> [iso_date(date) for date in ("2026-03-14T08:30:00Z", "2026-13-40")]
    ['2026-03-14', '']
    """
    for pattern in DATES:
        for match in pattern.finditer(text):
            if found := _day(match.groupdict()):
                return found
    return ""


def _day(parts: dict[str, str]) -> str:
    number = parts.get("number") or _month(parts["month"])
    try:
        return date(int(parts["year"]), int(number), int(parts["day"])).isoformat()
    except ValueError:
        return ""


def _month(name: str) -> int:
    return MONTHS.index(name[:3].lower()) + 1 if name[:3].lower() in MONTHS else 0


def language_tag(text: str) -> str:
    """A BCP 47 tag in its usual case, with the script for Chinese; empty if invalid.

    >>> [language_tag(text) for text in ("zh_TW", "EN-us", "zh-Hans-CN", "auto, detect")]
    ['zh-Hant', 'en-US', 'zh-Hans', '']
    """
    tag = _sensible(text.strip().replace("_", "-").lower())
    if tag.language == "zh" and (tag.script or tag.region in CHINESE_REGIONS):
        return display_language(str(tag))
    return str(Tag(base_of(tag.language), tag.script, tag.region))


def _sensible(text: str) -> Tag:
    """A tag from the first parts of a text: `en-US` from `en-US-English-US`."""
    if not re.fullmatch("[a-z0-9-]+", text):
        return Tag("")
    country, *others = text.split("-", MOST_PARTS)[:MOST_PARTS]
    parts = [*COUNTRIES.get(country, country).split("-"), *others]
    tags = (parsed("-".join(parts[:n])) for n in range(len(parts), 0, -1))
    return next((tag for tag in tags if tag.language), Tag(""))


def person(text: str) -> str:
    """A name without words such as "by"; empty if it names nobody.

    >>> person("By Ann Lee"), person("作者：王小雨"), person("admin"), person("https://example.org/ann")
    ('Ann Lee', '王小雨', '', '')
    """
    name = CREDIT.sub("", " ".join(text.split())).strip(" ,，、;；|·-】【")
    if (
        name.lower() in NOBODY
        or len(name) > 100
        or NO_NAME.search(name)
        or not re.search(r"[^\W\d]", name)
    ):
        return ""
    return name


def people(names: Iterable[str]) -> str:
    """Names on one line, without duplicates.

    >>> people(["Ann Lee", "Bo Chen", "Ann Lee"]), people(["王小雨", "李晨"])
    ('Ann Lee, Bo Chen', '王小雨、李晨')
    """
    known = [name for name in dict.fromkeys(map(person, names)) if name]
    return ("、" if all(re.search(r"[\u4e00-\u9fff]", name) for name in known) else ", ").join(
        known
    )


def squeezed(text: str) -> str:
    """Only letters and digits, case folded: equal for different spellings of a title.

    >>> squeezed("Hello, World!") == squeezed("hello world")
    True
    """
    return SIGNS.sub("", text).casefold()
