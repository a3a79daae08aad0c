"""Text as it is said: what is not said taken out, what is read wrongly rewritten, numbers in words."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, Final

from tts.text.chinese_numbers import DIGITS, spelt_out, year_digits
from tts.text.english import say_english
from tts.text.english_numbers import RAISED, power, roman
from tts.text.language import HAN, primary
from tts.text.sentences import split_clauses
from tts.text.unspoken import speakable, without_unspoken

NUM = r"\d+(?:\.\d+)?"
DASH = r"\s?[-—–~～－﹣―‒]{1,2}\s?"
LONG_DASH = r"\s?[—–~～－―]{1,2}\s?"
MEASURE = (
    "个個人岁歲天年月日号號周週小时時分秒米公里千克斤元名次位家万萬亿億级級章页頁届屆度℃倍种種条條项項成折点點课課"
    "集卷回期代层層楼樓节節"
)
MONEY: Final = {
    "¥": "元",
    "￥": "元",
    "$": "美元",
    "US$": "美元",
    "€": "欧元",
    "£": "英镑",
    "HK$": "港元",
    "NT$": "新台币",
}
AREAS: Final = {
    "km²": "平方公里", "km2": "平方公里", "㎢": "平方公里", "m²": "平方米", "㎡": "平方米", "cm²": "平方厘米",
    "mm²": "平方毫米", "hm²": "公顷", "km³": "立方公里", "m³": "立方米", "cm³": "立方厘米", "dm³": "立方分米",
}  # fmt: skip
UNITS: Final = {
    "kWh": "千瓦时", "MWh": "兆瓦时", "GWh": "吉瓦时", "mAh": "毫安时", "hPa": "百帕", "kPa": "千帕", "MPa": "兆帕",
    "Kbps": "千比特每秒", "kbps": "千比特每秒", "Mbps": "兆比特每秒", "Gbps": "吉比特每秒", "Hz": "赫兹",
    "kHz": "千赫兹", "MHz": "兆赫兹", "GHz": "吉赫兹", "dB": "分贝", "MW": "兆瓦", "GW": "吉瓦", "kV": "千伏",
    "kcal": "千卡", "kJ": "千焦",
}  # fmt: skip
"""Which the grammar takes for a shorter unit and letters behind it."""
Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]


def _rules(*rows: tuple[str, str | Callable[[re.Match[str]], str]]) -> tuple[Rule, ...]:
    """Compiled; ASCII, so that a word may end where Chinese begins."""
    return tuple((re.compile(pattern, re.ASCII), became) for pattern, became in rows)


def _clock(match: re.Match[str]) -> str:
    """3：2 is a ratio, 14：30 a time."""
    hour, minute = match[1], match[3]
    is_time = match[2] == "：" and len(minute) == 2 and int(minute) < 60 and int(hour) < 25
    return f"{hour}:{minute}" if is_time else f"{hour}比{minute}"


def _bare_range(match: re.Match[str]) -> str:
    """3-5 is from three to five, 3-2 is what a match ended."""
    return f"{match[1]}{'到' if int(match[1]) < int(match[2]) else '比'}{match[2]}"


def _power(match: re.Match[str]) -> str:
    return f"的{match[1].translate(RAISED).replace('-', '负')}次方"


WIDE = "\u3400-\u9fff”’」』）》"
FULL_WIDTH = str.maketrans(",;:!?", "，；：！？")
CHINESE: Final = _rules(
    (r"[０-９Ａ-Ｚａ-ｚ％．]", lambda m: unicodedata.normalize("NFKC", m[0])),
    (r"[①-⑳₀-₉]", lambda m: unicodedata.normalize("NFKC", m[0])),
    (r"[Ⅰ-Ⅻⅰ-ⅻ]", lambda m: str(int(unicodedata.numeric(m[0])))),
    (r"(?<=第)([IVX]{1,5})(?=[章节節部卷篇编編回集季期届屆])", lambda m: str(roman(m[1]))),
    (r"(\d?)([½⅓⅔¼¾⅛])", lambda m: f"{m[1]}又" * bool(m[1]) + unicodedata.normalize("NFKC", m[2]).replace("⁄", "/")),
    (rf"(?<=\d)\s?({'|'.join(UNITS)})(?![A-Za-z])", lambda m: UNITS[m[1]]),
    (r"(?<!\d)(0\d{2,3})[- ](\d{3,4})[- ]?(\d{4})(?!\d)", r"\1-\2\3"),
    (r"(?<!\d)(1[3-9]\d)[- ](\d{4})[- ](\d{4})(?!\d)", r"\1\2\3"),
    (
        r"(?<![\d.])((?:19|20)\d\d)([./])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?![\d./])",
        lambda m: f"{m[1]}年{int(m[3])}月{int(m[4])}日",
    ),
    (r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?!\d|,\d)", lambda m: m[0].replace(",", "")),
    (rf"(?<!\d)([12]\d{{3}})年?{DASH}([12]\d{{3}})年", r"\1年到\2年"),
    (
        rf"(?<![\d.-])((?:19|20)\d\d){DASH}((?:19|20)\d\d)(?=学年|學年|赛季|賽季|财年|財年|年度|学期|學期)",
        lambda m: f"{m[1]}到{m[2]}".translate(DIGITS),
    ),
    (rf"(?<=[（(])(1\d{{3}}|20\d\d){DASH}(1\d{{3}}|20\d\d)(?=[)）])", r"\1年到\2年"),
    (rf"({NUM})([%‰％])?{DASH}({NUM})([%‰])", r"\1\4到\3\4"),
    (rf"({NUM})‰", r"千分之\1"),
    (rf"({NUM}[万亿萬億千]){DASH}(?={NUM}[多余餘]?[万亿萬億千])", r"\1到"),
    (
        rf"(US\$|HK\$|NT\$|[¥￥$€£])\s?({NUM})\s?([万亿萬億千百]{{0,2}})(?:[美欧歐港]?元)?",
        lambda m: f"{m[2]}{m[3]}{MONEY[m[1]]}",
    ),
    (r"\b([A-Za-z]+)-(\d+)([A-Za-z])(?![A-Za-z])", r"\1 \2 \3"),
    (r"\b([A-Za-z]+)-(?=\d)", r"\1 "),
    (r"(?<=[\u3400-\u9fff])[-－](\d+)(?![\d.]|\s?[%℃°度分米元年月日\-~～—–至到])", r"\1"),
    (r"\b[Nn][Oo]\.\s?(?=\d)|№\s?(?=\d)", "第"),
    (r"(?<![A-Za-z])(?:[kcmdh]?m[²³]|km2)(?![A-Za-z\d])|[㎡㎢]", lambda m: AREAS.get(m[0], m[0])),
    (r"(?<![\d：:])(\d{1,4})([：∶])(\d{1,4})(?![\d：:])", _clock),
    (rf"(\d{{1,2}}[:：]\d{{2}}){DASH}(?=\d{{1,2}}[:：]\d{{2}})", r"\1到"),
    (rf"第(\d+){DASH}第?(?=\d)", r"第\1到"),
    (rf"([年月日号號时時点點分秒℃度米元岁歲]){DASH}(?=[-−]?\d)", r"\1到"),
    (rf"(?<![\d.\-])({NUM})({DASH})(?={NUM}[多余餘]?[{MEASURE}])(?!\d+-\d)", r"\1到"),
    (rf"(?<![\d.\-/])({NUM}){LONG_DASH}(?={NUM}(?![\d\-]))", r"\1到"),
    (r"(?<=比分)(为|為|是)?(\d+)-(\d+)", lambda m: f"{m[1] or ''}{m[2]}比{m[3]}"),
    (
        r"(?<![\d\-])(\d{1,3})-(\d{1,3})(?=战胜|戰勝|击败|擊敗|获胜|獲勝|取胜|取勝|领先|領先|力克|不敌|不敵|落后|落後)",
        r"\1比\2",
    ),
    (r"(?<=[图圖表式例])(\d{1,3})-(\d{1,3})(?![\d-])", r"\1杠\2"),
    (r"(?<![\d.\-/:A-Za-z])([1-9]\d{0,2})-([1-9]\d{0,2})(?![\d.\-/=])", _bare_range),
    (r"(?<=[A-Za-z\d)）])²(?![⁰¹²³⁴-⁹])", "的平方"),
    (r"(?<=[A-Za-z\d)）])³(?![⁰¹²³⁴-⁹])", "的立方"),
    (r"(?<=[A-Za-z\d)）])([⁻⁰¹²³⁴-⁹]*[⁰¹²³⁴-⁹])", _power),
    (r"(?<=[A-Za-z\d)）])\^\{?([A-Za-z])(?![A-Za-z\d])\}?\^?", r"的\1次方"),
    (r"(?<=平方|立方|次方)\s?\+", "加"),
    (r"(?<![\d/.])24/7(?![\d/.])", "二十四七"),
    (r"(?<![\d/.])([1-9]0)/([1-9]0)(?![\d/.])", r"\1比\2"),
    (r"(\d{1,2})[′'’] ?(1[01]|\d)[″\"”]", r"\1英尺\2英寸"),
    (r"(^|(?<=[\s，。；：、（(]))[~～](?=\d)", "约"),
    (r"\b(1[89]|20)([1-9])0s\b", r"\1\g<2>0年代"),
    (r"(?<![\d.])(\d+)\.(\d+)\.(\d+)(?:\.(\d+))?(?![\d.])", lambda m: "点".join(n for n in m.groups() if n)),
    (r"^(\s*\d{1,3})[.．、)）]\s*(?=[^\d\s”’」』）)\"'])", r"\1，"),
    (rf"(?<=[{WIDE}])([,;:!?])(?=\s*(?:[{WIDE}“‘]|[”’]*\s*$))", lambda m: m[1].translate(FULL_WIDTH)),
    (r"(?<=[元人次分吨噸斤])/(?=[\u3400-\u9fff])", "每"),
    (r"(?<=\d) ?\* ?(?=\d)", "×"),
    (r"(?<=[\u3400-\u9fff]) ?= ?(?=\d)", "等于"),
)
"""What both wetext and the online service read wrongly."""
ENGLISH: Final = _rules(
    (r"\b[Nn]os?\.\s?(?=\d)|№\s?(?=\d)", "number "),
    (rf"({NUM})%?\s?[-–—~]\s?({NUM})%", r"\1 to \2%"),
    (r"/km[²2](?!\w)", " per square kilometer"),
    (r"(?<!\w)km[²2](?!\w)|(?<=\d)km[²2]\b", " square kilometers"),
    (r"(\d+)[：∶](\d+)", r"\1 to \2"),
    (r"(?<=[A-Za-z\d)])(?!²(?![⁰-⁹])|³)([⁻⁰¹²³⁴-⁹]*[⁰¹²³⁴-⁹])", lambda m: f" {power(m[1])}"),
    (r"\b([A-Z][A-Za-z]+)-(\d+)([a-z])\b", r"\1 \2 \3"),
    (r"\b([A-Z][A-Za-z]+)-(?=\d)", r"\1 "),
    (r"(?<![\w.-])(\d{4})\s?[-–—]\s?(\d{4})(?![\w-])", r"\1 to \2"),
)
"""What the online service reads wrongly; the words of `say_english` cover the same and more."""
LATIN = re.compile(r"[A-Za-z]{2,}")
"""Three of them make a sentence without Han characters an English one."""
NEEDS_WORDS = re.compile(r"[\d%‰℃°$€£¥￥×÷±²³㎡㎢]")
UNSPELT = re.compile(r"\d{12,}")
"""Too long for a number, or a telephone's: digits."""
MODEL = re.compile(r"(?<=[A-Za-z])\d{3,4}(?![\d.,%万亿萬億元个個年A-Za-z])")
"""Of a name such as C919: digits."""
FULL = str.maketrans("萬億個點時條隻張輛間塊雙對冊場檔歲號", "万亿个点时条只张辆间块双对册场档岁号")
AFTER_DIGIT = re.compile(r"(?<=\d)[萬億個點時條隻張輛間塊雙對冊場檔歲號]{1,2}")
TWO = re.compile(
    r"(?<![\d.,第图圖表:：/A-Za-z-])2(?=[倍间所台种種亩畝份项項句栋棟股部幅季]|次(?![元方函曲])|星期|年(?![级級生\d])|点(?:[钟鐘整半]))"
)
"""两, where the grammar says 二."""
CLAUSES = re.compile(r"[^，。；！？“”「」\n]*[，。；！？“”「」\n]?")
AROUND: Final = 4
"""Characters beside a number that its reading depends on: 第, 上午, 个, 平方公里."""
LONGEST: Final = 1000
"""Characters of a sentence that is looked at as a whole: patterns and grammars are not linear in its length."""
_lock = threading.Lock()


def to_spoken(text: str, language: str, *, keep_digits: bool = False) -> str:
    """One sentence as it is said; empty when there is nothing to say. White space behind it becomes one space.

    `keep_digits` is for an engine that reads numbers by itself: only what it reads wrongly is rewritten.

    >>> to_spoken("2019—2021年增长10%—20%。", "zh-Hans", keep_digits=True)
    '2019年到2021年增长10%到20%。'
    >>> to_spoken("See **No. 5**. ", "en")
    'See number five. '
    """
    if len(text) > LONGEST:
        return "".join(to_spoken(part, language, keep_digits=keep_digits) for part in _parts(text))
    if not speakable(text):
        return ""
    plain = unicodedata.normalize("NFC", without_unspoken(text))
    if not speakable(plain):
        plain = text
    said = " ".join(_say(plain, language, keep_digits).split())
    if not speakable(said):
        said = " ".join(plain.split())
    return said + " " if text[-1:].isspace() and not _is_wide_end(said) else said


def _say(text: str, language: str, keep_digits: bool) -> str:
    """By the script of the sentence: English sentences stand in Chinese articles too."""
    main = primary(language)
    if main not in {"ja", "ko"} and (HAN.search(text) or (main == "zh" and len(LATIN.findall(text)) < 3)):
        text = _apply(CHINESE, year_digits(text))
        return text if keep_digits else _say_chinese(text)
    if main in {"en", "zh"}:
        return _apply(ENGLISH, text) if keep_digits else _addresses(say_english(text), " dot ")
    return text


def _apply(rules: tuple[Rule, ...], text: str) -> str:
    for pattern, became in rules:
        text = pattern.sub(became, text)
    return text


def _addresses(text: str, dot: str) -> str:
    """`example.com` with its dots said."""
    return re.sub(r"(?<=[A-Za-z0-9])\.(?=[A-Za-z]{2,})(?=[\w.-]*)(?<![A-Z]\.)", dot, text)


def _say_chinese(text: str) -> str:
    """Numbers in words by wetext's grammar; without wetext they stay digits."""
    text = _addresses(text, "点")
    if not NEEDS_WORDS.search(text):
        return text
    text = MODEL.sub(lambda m: m[0].translate(DIGITS), text)
    text = UNSPELT.sub(lambda m: m[0].translate(DIGITS), text)
    text = spelt_out(text)
    text = TWO.sub("两", AFTER_DIGIT.sub(lambda m: m[0].translate(FULL), text))
    if not NEEDS_WORDS.search(text) or _grammar() is None:
        return text
    return "".join(_clause_in_words(clause) for clause in CLAUSES.findall(text))


def _clause_in_words(clause: str) -> str:
    """With the stretch around its numbers read by the grammar: it is slow, and needs to know no more."""
    found = [match.start() for match in NEEDS_WORDS.finditer(clause)]
    if not found:
        return clause
    start, end = max(0, found[0] - AROUND), found[-1] + 1 + AROUND
    while start > 0 and clause[start - 1].isascii():
        start -= 1
    while end < len(clause) and clause[end].isascii():
        end += 1
    return clause[:start] + _in_words(clause[start:end]) + clause[end:]


def _parts(text: str) -> list[str]:
    """Clauses, none longer than LONGEST."""
    return [clause[i : i + LONGEST] for clause in split_clauses(text) for i in range(0, len(clause), LONGEST)]


@lru_cache(maxsize=20_000)
def _in_words(text: str) -> str:
    try:
        with _lock:
            said = re.sub(r'\\(["\\])', r"\1", str(_grammar().normalize(text)))  # it escapes quotes
    except (AssertionError, LookupError, RuntimeError, ValueError):  # its parser asserts on what it does not know
        return text
    return said if len(HAN.findall(said)) >= len(HAN.findall(text)) else text


@cache
def _grammar() -> Any:
    """wetext's Chinese grammar, or None where it is not installed."""
    try:
        from wetext import Normalizer
    except ImportError:
        return None
    return Normalizer(lang="zh", operator="tn")


def _is_wide_end(said: str) -> bool:
    return said[-1:] > "\u2e80"
