"""Symbols in Chinese text: other forms and names, formulas, calculations and comparisons."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from tts.text.languages.numerals import RAISED, roman
from tts.text.languages.rule import Rule
from tts.text.languages.zh.patterns import HAN, NUM, TWO
from tts.text.languages.zh.units import LETTER, PER, UNIT, unit_name

FULL_WIDTH = str.maketrans(",;:!?", "，；：！？")
ROMANS = r"(?:X{0,2}(?:IX|IV|V?I{1,3})|X{1,2}V?)"


def _plain(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[0])


def _roman(match: re.Match[str]) -> str:
    return str(roman(match[0]))


def _numbered(match: re.Match[str]) -> str:
    """Read `⑴ 概述` as 1、概述."""
    number = int(unicodedata.numeric(match[1]))
    behind = match.string[match.end() : match.end() + 1]
    return f"{number}、" if behind.isalnum() else f"{number}"


def _wide_roman(match: re.Match[str]) -> str:
    return str(int(unicodedata.numeric(match[0])))


def _mixed_fraction(match: re.Match[str]) -> str:
    return f"{match[1]}又" * bool(match[1]) + unicodedata.normalize("NFKC", match[2]).replace(
        "⁄", "/"
    )


SIGNS: Final = (
    Rule(r"[０-９Ａ-Ｚａ-ｚ％．＋－／＝]", _plain, "第２版", "第2版"),
    Rule(r"[①-⑳](?=[①-⑳])", lambda m: _plain(m) + "、", "①②两步都要做。", "1、2两步都要做。"),
    Rule(
        r"([⑴-⒛⓪-⓿❶-➓㈠-㈩㉑-㉟㊀-㊉㊱-㊿])[ \u3000]?",
        _numbered,
        "⑴ 概述",
        "1，概述",
    ),
    Rule(r"[①-⑳₀-₉㎎㎏㎜㎝㎞㏄㎖㎗]", _plain, "3㎝", "3cm"),
    Rule(
        r"(?<=[A-Za-z₀-₉])([²³⁴]?)⁺",
        lambda m: _plain(m)[:-1] + "加",
        "水里有Na⁺离子。",
        "水里有Na加离子。",
    ),
    Rule(
        r"(?<=[A-Za-z₀-₉])([²³⁴]?)⁻(?![⁰¹²³⁴-⁹])",
        lambda m: unicodedata.normalize("NFKC", m[1]) + "减",
        "水里有Cl⁻离子。",
        "水里有Cl减离子。",
    ),
    Rule(r"[Ⅰ-Ⅻⅰ-ⅻ]", _wide_roman, "第Ⅲ章 以后", "第3章 以后"),
    Rule(
        rf"(?<=第)({ROMANS})(?=[章节部卷篇编回集季期届次])",
        _roman,
        "说明书第XX卷。",
        "说明书第20卷。",
    ),
    Rule(
        rf"(?<![A-Za-z\d-])(?:I{{1,3}}|IV|V?I{{1,3}}|IX)(?=[期型级类度][{HAN}，。、）]?)(?!型[机号])",
        _roman,
        "IV级",
        "4级",
    ),
    Rule(
        rf"(?<=[{HAN}])(?:II|III|IV|VI{{2,3}}|IX|XI{{1,3}}|XIV|XVI{{0,3}}|XIX)(?![A-Za-z\d-])",
        _roman,
        "路易XIV",
        "路易14",
    ),
    Rule(rf"(?<=[{HAN}])(?:[VX]|VI)(?=世[，。、的在与和]|世$)", _roman, "路易V世。", "路易5世。"),
    Rule(r"(\d?)([½⅓⅔¼¾⅛])", _mixed_fraction, "½", "1/2"),
    Rule(
        r"(?<=\d)°(\d{1,2})[′'’](?:(\d{1,2}(?:\.\d+)?)[″\"”])?",
        lambda m: f"度{m[1]}分" + (f"{m[2]}秒" if m[2] else ""),
        "12°30′",
        "12度30分",
    ),
    Rule(r"§\s?(\d+)", r"第\1节", "见§3的说明。", "见第3节的说明。"),
    Rule(
        rf"(?<!\d)({NUM})[\"″](?=\s?(?:[屏显笔触电液高彩大]|的屏))",
        r"\1英寸",
        '15.6"屏',
        "15.6英寸屏",
    ),
    Rule(r"√\s?(?=[\da-zA-Z])", "根号", "√2≈1.414", "根号2≈1.414"),
    Rule(r"∞", "无穷大", "趋于∞。", "趋于无穷大。"),
    Rule(r"±\s?(?=\d)", "±", "误差± 3米。", "误差±3米。"),
    Rule(r"≥|⩾", "≥", "当x⩾3时停下。", "当x≥3时停下。"),
    Rule(r"≤|⩽", "≤", "当x⩽3时停下。", "当x≤3时停下。"),
)
"""Symbols with another form or a name."""


def _power(match: re.Match[str]) -> str:
    return f"的{match[1].translate(RAISED).replace('-', '负')}次方"


FORMULAS: Final = (
    Rule(r"(?<=[A-Za-z\d)）])²(?![⁰¹²³⁴-⁹])", "的平方", "E=mc²。", "E=mc的平方。"),
    Rule(r"(?<=[A-Za-z\d)）])³(?![⁰¹²³⁴-⁹])", "的立方", "10²和10³", "10的平方和10的立方"),
    Rule(r"(?<=[A-Za-z\d)）])([⁻⁰¹²³⁴-⁹]*[⁰¹²³⁴-⁹])", _power, "10⁶人", "10的6次方人"),
    Rule(
        rf"(?<=次方)\s?({UNIT}|{LETTER}){PER}(?![A-Za-z\d])",
        lambda m: unit_name(m[1]) + (f"每{unit_name(m[2])}" if m[2] else ""),
        "约10⁶m长。",
        "约10的6次方米长。",
    ),
    Rule(
        r"(?<=[A-Za-z\d)）])\^\{?([A-Za-z])(?![A-Za-z\d])\}?\^?",
        r"的\1次方",
        "x^n+1",
        "x的n次方加1",
    ),
    Rule(r"(?<=平方|立方|次方)\s?\+", "加", "x²+1", "x的平方加1"),
    Rule(
        r"(?<![\w.])(\d(?:\.\d+)?)[eE]([-−]?)(\d{1,3})(?!\w)",
        lambda m: f"{m[1]}×10的{'负' if m[2] else ''}{m[3]}次方",
        "1e-5",
        "1×10的负5次方",
    ),
    Rule(r"(?<![\d/.])24/7(?![\d/.])", "二十四七", "24/7营业", "二十四七营业"),
    Rule(r"(?<!\d)9/11(?=事件|恐|袭)", "九一一", "9/11事件之后。", "九一一事件之后。"),
    Rule(r"(?<![\d/.])([1-9]0)/([1-9]0)(?![\d/.])", r"\1比\2", "五五开，50/50", "五五开，50比50"),
    Rule(r"(?<![\d度分])(\d{1,2})[′'’] ?(1[01]|\d)[″\"”]", r"\1英尺\2英寸", "6′2″", "6英尺2英寸"),
    Rule(
        r"(^|(?<=[\s，。；：、（(]))[~～≈](?=\d)",
        "约",
        "约：~5公里，三月~5月",
        "约：约5公里，三月到5月",
    ),
    Rule(rf"(?<=[{HAN}])[~～≈](?=\d)", "约", "30多°，1吨≈2000斤", "30多°，1吨约2000斤"),
    Rule(
        r"^(\s*\d{1,3})[.．、)）]\s*(?=[^\d\s”’」』）)\"'])", r"\1，", "1. 打开盖子", "1，打开盖子"
    ),
    Rule(
        rf"(?<=[{HAN}”’」』）》])([,;:!?])(?=\s*(?:[{HAN}”’」』）》“‘]|[”’]*\s*$))",
        lambda m: m[1].translate(FULL_WIDTH),
        "去不去?去!",
        "去不去？去！",
    ),
    Rule(r"(?<=\d) ?\* ?(?=\d)", "×", "一共3*4个。", "一共3×4个。"),
    Rule(rf"(?<=[{HAN}]) ?= ?(?=\d)", "等于", "地方=7:3", "地方等于7:3"),
)
"""Whatever remains: powers, parts of a day, list markers, ASCII symbols between Chinese
characters."""
SUMS: Final = (
    Rule(
        r"(?<=[\dA-Za-z）)%]) ?\+ ?(?=[\dA-Za-z（(])",
        "加",
        "内存8GB+256GB。",
        "内存八GB加两百五十六GB。",
    ),
    Rule(rf"(?<=[\d万千百亿]) ?\+ ?(?={TWO})", "多", "有30+家店。", "有三十多家店。"),
    Rule(r"(?<=[\d万千百亿]) ?\+", "加", "点赞10万+", "点赞十万加"),
    Rule(
        r"(?<=[零幺一二三四五六七八九]) ?\+ ?(?=\d)",
        "加",
        "G4高速K1234+500处，同比+15%。",
        "G四高速K一二三四加五百处，同比正百分之十五。",
    ),
    Rule(r"(?<![\w)）\]])\+(?=\d)", "正", "+2.5%", "正百分之二点五"),
    Rule(
        rf"(?<=\d)\s?[×✕](?=$|[，。、；：！？）{HAN}])",
        "倍",
        "满200-30，放大10×，翻了2番。",
        "满两百减三十，放大十倍，翻了两番。",
    ),
    Rule(
        r"(?<=\d)\s?[-−]\s?(?=\d+(?:\.\d+)?\s?[=等])|(?<=\d)\s?−\s?(?=\d)"
        r"|(?<=[a-zA-Z])\s?−\s?(?=[\da-zA-Z])",
        "减",
        "5-3=2",
        "五减三等于二",
    ),
    Rule(r"(?<![\w)）\]%℃])[-−](?=\d)", "负", "气温-5℃到3℃", "气温负五摄氏度到三摄氏度"),
    Rule(
        r"(?<=\d)-(?=\d)",
        "杠",
        "骁龙8 Gen 3、天玑9300、麒麟9000S、i9-14900K",
        "骁龙八 Gen 三、天玑九千三百、麒麟九千S、i九杠一四九零零K",
    ),
    Rule(
        r"(?<=[\dA-Za-z）)\u3400-\u9fff]) ?[×✕] ?(?=[\d（(A-Za-z])",
        "乘",
        "一共3×4块",
        "一共三乘四块",
    ),
    Rule(r"(?<=[\dA-Za-z）)]) ?÷ ?(?=[\d（(A-Za-z])", "除以", "6÷2=3", "六除以二等于三"),
    Rule(r"(?<=[\wπ）)方]) ?= ?(?=[\w（(])", "等于", "E=mc²。", "E等于mc的平方。"),
    Rule(r"(?<=[\w）)]) ?≠ ?(?=[\w（(])", "不等于", "a≠b", "a不等于b"),
    Rule(r"(?<=[\dA-Za-z）)]) ?≈ ?(?=[\w（(])", "约等于", "√2≈1.414", "根号二约等于一点四一四"),
    Rule(r" ?≥ ?(?=\d)", "大于等于", "x≥3", "x大于等于三"),
    Rule(r" ?≤ ?(?=\d)", "小于等于", "取x≤3的值。", "取x小于等于三的值。"),
    Rule(r"(?<![<>]) ?[<＜] ?(?=\d)", "小于", "y<5", "y小于五"),
    Rule(r"(?<![<>]) ?[>＞] ?(?=\d)", "大于", "1+1>2", "一加一大于二"),
    Rule(r"±(?=\d)", "正负", "±5℃", "正负五摄氏度"),
    Rule(r"[~～≈](?=\d)", "约", "π≈3.14", "π约三点一四"),
    Rule(r"和/或", "和或", "和/或", "和或"),
    Rule(rf"(?<=[{HAN}])/(?=[{HAN}])", "、", "他/她", "他、她"),
)
"""Calculations and comparisons."""
