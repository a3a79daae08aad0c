"""Chinese numbers whose reading depends on what they are: telephone numbers, codes, years behind a label, counts.

wetext's grammar reads 120, 12345 and some thirty more as telephone numbers wherever they stand, and looks at no label.
"""

from __future__ import annotations

import re
from typing import Final

DIGITS: Final = str.maketrans("0123456789", "零一二三四五六七八九")
CALLED: Final = str.maketrans("0123456789+", "零幺二三四五六七八九加", "-()（） ")
"""On the telephone 一 is 幺, or it would be heard as 七."""
ALONE = (
    r"(?!\d|[-.,]\d|[万亿萬億千百%％‰℃°多余餘来來几幾]"
    r"|\s?[个個人元块塊次年月日岁歲名位台部家万份项項条條米公吨噸斤小分秒天通])"
)
"""Not in front of what it would be a count of."""
PHONE = rf"(?:\+\d{{1,3}}[ -]?)?(?:[(（]0\d{{2,3}}[)）][ -]?)?\d{{3,12}}(?:[- ]\d{{2,8}}){{0,3}}{ALONE}"
PHONES = rf"{PHONE}(?:\s?[、，和或及/]\s?{PHONE})*"
SERVICE = r"(?:1[012]\d|1\d{4}|9[56]\d{3})"
"""Of the police, a city, a bank."""
PHONE_LABEL = (
    r"(?:电话|電話|热线|熱線|专线|專線|手机号|手機號|传真|傳真|座机|座機|致电|致電|匪警|火警|报警|報警|急救)"
    r"(?:号码|號碼|号|號|码|碼)?"
)
CALLS: Final = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        rf"{PHONE_LABEL}(?:\s?[是为為：:]\s?|\s?){PHONES}",
        rf"(?:手机|手機)\s?[：:]?\s?1[3-9]\d{{9}}{ALONE}",
        rf"(?:拨打|撥打|拨通|撥通)[了过過]?\s?{PHONES}",
        rf"[打拨撥][了过過通]?\s?(?:11[0249]|12[02]|1[02]\d{{3}}|9[56]\d{{3}}|\d{{7,12}}){ALONE}",
        rf"(?<![\d.,/:：-]){SERVICE}(?=\s?(?:[\u3400-\u9fff]{{0,4}}(?:热线|熱線|电话|電話|专线|專線)"
        r"|急救|救护|救護|报警|報警|火警|匪警))",
        r"\+\d{2}[ -]?1[3-9]\d{9}(?!\d)|[(（]0\d{2,3}[)）][ -]?\d{7,8}(?!\d)",
        r"(?<![\d-])(?:0\d{2,3}-\d{7,8}|[48]00-\d{3,4}-\d{3,4})(?![\d-])",
    )
)
EXTENSION = re.compile(r"(?<=[零幺二三四五六七八九]{3})([转轉])(\d{1,5})(?!\d)", re.ASCII)
CODES = re.compile(
    r"(?:邮编|郵編|邮政编码|郵政編碼|密码|密碼|验证码|驗證碼|学号|學號|工号|工號|编号|編號|账号|賬號|帐号|帳號|卡号|卡號"
    rf"|房号|房號|房间号|房間號|门牌号|門牌號|尾号|尾號|QQ号?|QQ號)\s?[是为為：:]?\s?\d{{3,}}{ALONE}",
    re.ASCII,
)
YEAR = r"(?:1[5-9]|20)\d\d"
YEAR_DASH = r"\s?[-–—~～至到、]\s?"
YEARS = re.compile(
    r"(?:(?:(?<![每周週全多数數若半])年(?:份|度)?|时间|時間|日期)[)）]?\s?[：:]\s?|(?:成立|建成|出生|生)[于於]\s?)"
    rf"{YEAR}(?:{YEAR_DASH}{YEAR})*(?![/:年]|{YEAR_DASH}\d){ALONE}",
    re.ASCII,
)
LISTED: Final = frozenset(str.split("12306 12315 12320 12328 12333 12366 12110 10086 10010 95588 95533 95566"))
"""Known so well that they are telephone numbers without a word about it."""
SERVED = re.compile(
    rf"(?<![\d/:×÷=$€£A-Za-z+-])(?<!\d[.,]){SERVICE}"
    r"(?!\d|[.,/:]\d|\s?[-~～–—×÷=+*]\s?\d|[A-Za-z%‰℃°²³]|\s?(?:[kcm]?m|[km]?g|m?[lL]|[KMGT]B|k?[WV])(?![A-Za-z]))",
    re.ASCII,
)
AMOUNT = re.compile(r"[：:为為共約约达達到至有逾超近了增减減第]\s?$")
"""What stands before a count."""


def year_digits(text: str) -> str:
    """Years behind a label that says so, digit by digit.

    >>> year_digits("年份：2019-2023，人数：2023")
    '年份：二零一九到二零二三，人数：2023'
    """
    return YEARS.sub(lambda m: re.sub(r"\s?[-–—~～]\s?(?=\d)", "到", m[0]).translate(DIGITS), text)


def spelt_out(text: str) -> str:
    """Telephone numbers and codes in digits; what only looks like one, as a count in words.

    >>> spelt_out("拨打120，电话：5551234转12，人数：120，密码是1203")
    '拨打幺二零，电话：五五五幺二三四转幺二，人数：一百二十，密码是一二零三'
    """
    for pattern in CALLS:
        text = pattern.sub(lambda m: m[0].translate(CALLED), text)
    text = EXTENSION.sub(lambda m: m[0].translate(CALLED), text)
    text = CODES.sub(lambda m: m[0].translate(DIGITS), text)
    return SERVED.sub(_counted, text)


def _counted(match: re.Match[str]) -> str:
    if match[0] in LISTED and not AMOUNT.search(match.string[: match.start()]):
        return match[0].translate(CALLED)
    return cardinal(int(match[0]))


def cardinal(number: int) -> str:
    """Of 10 and more, below a hundred million.

    >>> cardinal(120), cardinal(12345), cardinal(10086), cardinal(110_000)
    ('一百二十', '一万二千三百四十五', '一万零八十六', '十一万')
    """
    high, low = divmod(number, 10_000)
    if high:
        gap = "零" if 0 < low < 1000 else ""
        return f"{cardinal(high)}万{gap}{_below(low)}"
    return re.sub("^一十", "十", _below(low))


def _below(number: int) -> str:
    """Below 10,000; empty for 0."""
    words = ""
    for digit, place in zip(f"{number:04}", ("千", "百", "十", ""), strict=True):
        words += digit.translate(DIGITS) + place if digit != "0" else "零"
    return re.sub("零+", "零", words).strip("零")
