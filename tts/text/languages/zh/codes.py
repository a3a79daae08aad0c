"""Chinese numbers whose reading depends on what they are: telephone numbers, codes, years after a
label, counts.

A label decides (电话, 编号, 年份), or what is done with the number (拨打); a few are generally known
(12306).
"""

from __future__ import annotations

import re
from typing import Final

from tts.text.languages.rule import Rule
from tts.text.languages.zh.numbers import CALLED, DIGITS, LONGEST, cardinal

ALONE = (
    r"(?!\d|[-.,]\d|[万亿千百%％‰℃°多余几]|来[个人元块次天岁年斤米公]"
    r"|\s?[个人元块次年月日岁名位台部家万份项条米公吨斤小分秒天通])"
)
"""Not before a word that would make it a count."""
PHONE = (
    rf"(?:\+\d{{1,3}}[ -]?)?(?:[(（]0\d{{2,3}}[)）][ -]?)?\d{{3,12}}(?:[- ]\d{{2,8}}){{0,3}}{ALONE}"
)
PHONES = rf"{PHONE}(?:\s?[、，和或及/]\s?{PHONE})*"
SERVICE = r"(?:1[012]\d|1\d{4}|9[56]\d{3})"
"""Numbers of the police, a city or a bank."""
PHONE_LABEL = (
    r"(?:电话|热线|专线|手机号|传真|座机|致电|匪警|火警|报警|急救)"
    r"(?:号码|号|码)?"
)
YEAR = r"(?:1[5-9]|20)\d\d"
YEAR_DASH = r"\s?[-–—~～至到、]\s?"
UNITS_BEHIND = "元人个次美欧港日韩英吨米公斤克名位家号"
LISTED: Final = frozenset(
    str.split("12306 12315 12320 12328 12333 12366 12110 10086 10010 95588 95533 95566")
)
"""Numbers so well known that they are telephone numbers without any label."""
AMOUNT = re.compile(r"[：:为共约达到至有逾超近了增减第]\s?$")
"""Text before a count."""


def _called_out(match: re.Match[str]) -> str:
    return match[0].translate(CALLED)


def _digits(match: re.Match[str]) -> str:
    return match[0].translate(DIGITS)


def _long(match: re.Match[str]) -> str:
    """Read `120000000000元` as a number, 123456789012 as a code."""
    order, figures, unit = match.groups()
    counted = unit or order or figures.endswith("000")
    if counted and len(figures) <= LONGEST and figures[0] != "0" and unit != "号":
        return order + cardinal(int(figures))
    return order + figures.translate(DIGITS)


def _years(match: re.Match[str]) -> str:
    return re.sub(r"\s?[-–—~～]\s?(?=\d)", "到", match[0]).translate(DIGITS)


def _plate(match: re.Match[str]) -> str:
    return match[0].lstrip("·• ").translate(CALLED)


def _service(match: re.Match[str]) -> str:
    """Read a service number, unless it is a count: `约12306人`."""
    before = match.string[max(0, match.start() - 4) : match.start()]
    return match[0] if AMOUNT.search(before) else match[0].translate(CALLED)


LABELLED: Final = (
    Rule(
        r"(?:(?:(?<![每周全多数若半])年(?:份|度)?|时间|日期)[)）]?\s?[：:]\s?|(?:成立|建成|出生|生)于\s?)"
        rf"{YEAR}(?:{YEAR_DASH}{YEAR})*(?![/:年]|{YEAR_DASH}\d){ALONE}",
        _years,
        "年份：2023",
        "年份：二零二三",
    ),
)
"""Years after a label that says so."""
CODES: Final = (
    Rule(rf"{PHONE_LABEL}(?:\s?[是为：:]\s?|\s?){PHONES}", _called_out, "报警110", "报警幺幺零"),
    Rule(
        rf"手机\s?[：:]?\s?1[3-9]\d{{9}}{ALONE}",
        _called_out,
        "手机：13812345678。",
        "手机：幺三八幺二三四五六七八。",
    ),
    Rule(
        rf"(?:拨打|拨通)[了过]?\s?{PHONES}",
        _called_out,
        "拨打110、119，打120",
        "拨打幺幺零、幺幺九，打幺二零",
    ),
    Rule(
        rf"[打拨][了过通]?\s?(?:11[0249]|12[02]|1[02]\d{{3}}|9[56]\d{{3}}|\d{{7,12}}){ALONE}",
        _called_out,
        "拨打110、119，打120",
        "拨打幺幺零、幺幺九，打幺二零",
    ),
    Rule(
        rf"(?<![\d.,/:：-]){SERVICE}(?=\s?(?:[\u3400-\u9fff]{{0,4}}(?:热线|电话|专线)"
        r"|急救|救护|报警|火警|匪警))",
        _called_out,
        "120救护车",
        "幺二零救护车",
    ),
    Rule(
        r"(?<![\d.+-])86[- ]?1[3-9]\d{9}(?!\d)|(?<![\d.-])\+?86-\d{2,3}-\d{7,8}(?!\d)",
        _called_out,
        "拨86-13812345678。",
        "拨八六幺三八幺二三四五六七八。",
    ),
    Rule(
        r"\+\d{2}[ -]?1[3-9]\d{9}(?!\d)|[(（]0\d{2,3}[)）][ -]?\d{7,8}(?!\d)",
        _called_out,
        "+86 138 0013 8000",
        "加八六幺三八零零幺三八零零零",
    ),
    Rule(
        rf"(?<![\d.])1[3-9]\d{{9}}{ALONE}",
        _called_out,
        "打电话给13812345678",
        "打电话给幺三八幺二三四五六七八",
    ),
    Rule(
        r"(?<![\d-])(?:0\d{2,3}-\d{7,8}|[48]00-\d{3,4}-\d{3,4}|09\d\d-\d{3}-?\d{3})(?![\d-])",
        _called_out,
        "400-800-1234",
        "四零零八零零幺二三四",
    ),
    Rule(
        r"[(（]0\d{1,2}[)）] ?\d{3,4}-\d{4}(?!\d)",
        _called_out,
        "请打(02)2345-6789。",
        "请打零二二三四五六七八九。",
    ),
    Rule(
        r"(?<=[零幺二三四五六七八九]{3})(转)(\d{1,5})(?!\d)",
        _called_out,
        "电话：5551234转8001",
        "电话：五五五幺二三四转八零零幺",
    ),
    Rule(
        r"(?:邮编|邮政编码|密码|验证码|学号|工号|编号|账号|帐号|卡号"
        rf"|房号|房间号|门牌号|尾号|QQ群?号?|QQ号|微信号|群号|单号|订单号|证号|身份证"
        rf"|批号|型号|序列号|(?:股票|证券|基金)?代码|区号|端口|ICP[备证]|ISBN|ISSN|印章|尾数)"
        rf"[是为：:]?\s?[A-Z]{{0,3}}\d{{2,}}(?:-\d+)*X?{ALONE}",
        _digits,
        "端口8080",
        "端口八零八零",
    ),
    # A vehicle's registration number.
    Rule(
        r"(?<=[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z])"
        r"[·•\s]?[A-Z]{0,2}\d{3,6}(?=[A-Z]?(?![A-Za-z\d]))",
        _plate,
        "沪A·12345",
        "沪A幺二三四五",
    ),
    # Too long for a number or a telephone number, except for round ones and counts.
    Rule(
        rf"(第?)(?<!\d\.)(?<!\d)(\d{{12,}})(?=(\s?[{UNITS_BEHIND}])?)",
        _long,
        "总数123456789012。",
        "总数一二三四五六七八九零一二。",
    ),
    Rule(
        rf"(?<![\d/:×÷=$€£A-Za-z+-])(?<!\d[.,])(?:{'|'.join(sorted(LISTED))})"
        rf"(?!\d|[.,/:]\d|\s?[-~～–—×÷=+*]\s?\d|[A-Za-z%‰℃°²³]){ALONE}",
        _service,
        "12306",
        "幺二三零六",
    ),
)
"""Telephone numbers and codes, digit by digit; counts are not changed."""
