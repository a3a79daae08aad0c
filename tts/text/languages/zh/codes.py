"""Chinese numbers whose reading depends on what they are: telephone numbers, codes, years behind a label, counts.

A label decides (电话, 编号, 年份), or what is done with a number (拨打); a few are known by everyone (12306).
"""

from __future__ import annotations

import re
from typing import Final

from tts.text.languages.zh.numbers import CALLED, DIGITS

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
        rf"(?<![\d.])1[3-9]\d{{9}}{ALONE}",
        r"(?<![\d-])(?:0\d{2,3}-\d{7,8}|[48]00-\d{3,4}-\d{3,4}|09\d\d-\d{3}-?\d{3})(?![\d-])",
        r"[(（]0\d{1,2}[)）] ?\d{3,4}-\d{4}(?!\d)",
    )
)
EXTENSION = re.compile(r"(?<=[零幺二三四五六七八九]{3})([转轉])(\d{1,5})(?!\d)", re.ASCII)
CODES = re.compile(
    r"(?:邮编|郵編|邮政编码|郵政編碼|密码|密碼|验证码|驗證碼|学号|學號|工号|工號|编号|編號|账号|賬號|帐号|帳號|卡号|卡號"
    rf"|房号|房號|房间号|房間號|门牌号|門牌號|尾号|尾號|QQ群?号?|QQ號|微信号|微信號|群号|群號|单号|單號|订单号|訂單號|证号|證號|身份证|身份證"
    rf"|批号|批號|型号|型號|序列号|序列號|(?:股票|证券|證券|基金)?代码|(?:股票|證券|基金)?代碼|区号|區號|端口|ICP[备证]|ISBN|ISSN|印章|尾數)[是为為：:]?\s?[A-Z]{{0,3}}\d{{2,}}(?:-\d+)*X?{ALONE}",
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
    rf"(?<![\d/:×÷=$€£A-Za-z+-])(?<!\d[.,])(?:{'|'.join(sorted(LISTED))})"
    rf"(?!\d|[.,/:]\d|\s?[-~～–—×÷=+*]\s?\d|[A-Za-z%‰℃°²³]){ALONE}",
    re.ASCII,
)
AMOUNT = re.compile(r"[：:为為共約约达達到至有逾超近了增减減第]\s?$")
"""What stands before a count."""
UNSPELT = re.compile(r"(?<!\d\.)\d{12,}")
"""Too long for a number, or a telephone's: digits."""


PLATE = re.compile(
    r"(?<=[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z])"
    r"[·•\s]?[A-Z]{0,2}\d{3,6}(?=[A-Z]?(?![A-Za-z\d]))",
    re.ASCII,
)
"""Of a car."""


def year_digits(text: str) -> str:
    """Years behind a label that says so, digit by digit.

    >>> year_digits("年份：2019-2023，人数：2023")
    '年份：二零一九到二零二三，人数：2023'
    """
    return YEARS.sub(lambda m: re.sub(r"\s?[-–—~～]\s?(?=\d)", "到", m[0]).translate(DIGITS), text)


def spelt_out(text: str) -> str:
    """Telephone numbers and codes, digit by digit; a count stays as it is.

    >>> spelt_out("拨打120，电话：5551234转12，人数：120，密码是1203")
    '拨打幺二零，电话：五五五幺二三四转幺二，人数：120，密码是一二零三'
    """
    for pattern in CALLS:
        text = pattern.sub(lambda m: m[0].translate(CALLED), text)
    text = EXTENSION.sub(lambda m: m[0].translate(CALLED), text)
    text = CODES.sub(lambda m: m[0].translate(DIGITS), text)
    text = PLATE.sub(lambda m: m[0].lstrip("·• ").translate(CALLED), text)
    text = UNSPELT.sub(lambda m: m[0].translate(DIGITS), text)
    return SERVED.sub(_called, text)


def _called(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - 4) : match.start()]
    return match[0] if AMOUNT.search(before) else match[0].translate(CALLED)
