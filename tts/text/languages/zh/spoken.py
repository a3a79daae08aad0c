"""Chinese as it is said: numbers, dates, amounts, units and names of digits in words.

Rules of our own, behind those of `chinese_rewrites`; wetext's grammar, which the tests hold them against where it is
right, says 第两个 and 二月两日, reads 1e12 as 一千亿零, and takes 0.7 s to load.
"""

from __future__ import annotations

import re
from typing import Final

from tts.text.languages.zh.codes import spelt_out
from tts.text.languages.zh.numbers import CALLED, cardinal, count, digits, number
from tts.text.languages.zh.rewrites import DASH, HAN, NUM, apply, rules
from tts.text.languages.zh.units import LETTER, PER, UNIT, name

TWO = (
    r"[个個人位名家所台臺架辆輛艘座条條根只隻头頭匹棵株册冊页頁章节節篇首部集组組队隊口户戶间間套件双雙对對副张張块塊片瓶杯碗"
    r"盒箱包袋吨噸克斤里米升亩畝倍番成折款项項种種类類大省县縣国國轮輪场場局胜勝负負球步层層天周週秒毛角份顆颗粒滴朵把支枝剂劑针針"
    r"堂门門封夜室缸道句段则則例起批群股幅顶頂扇盏盞枚届屆岁歲元万亿萬億千百侧側地端翼岸院校党黨院代]|次(?![元方函曲])|本(?![院科线線])"
    r"|分(?![之])|[点點](?!\d|$)|[点點](?=\d{1,2}分)|时(?!代)|時(?!代)|年(?![级級生])|日游|日遊|[毫微][米升克]|纳米|厘米|公[里斤顷頃分]|平方|立方|小[时時]|星期"
    r"|摄氏|攝氏|华氏|華氏|度|美[元金]|欧元|歐元|英[镑鎊里尺寸]|港元|日元|世[纪紀]|千[克瓦米]|兆|吉|人"
    r"|[串捆趟桶壶壺勺罐碟桩樁剂劑圈盆瓣匙篮籃窝窩滩灘缕縷]|[锅鍋](?![炉爐])|[茶汤湯]匙|回合|晚(?![上年期])|行(?![政业業动動为為程驶駛李星情使])"
    r"|[栋棟幢](?=[楼樓房别別住大公宿厂廠高建])|列(?=[火纵縱车車])|排(?=[座树樹桌平房牙字书書人])|通(?=[电電])|卷(?![入走土曲])"
    r"|遍(?![布地及])|束(?![缚縛手])|[盘盤](?![点點活踞货貨算])|[笔筆](?![记記试試者名会會])|[顿頓](?![时時悟])|[阵陣](?![亡地容营營])"
    r"|幕(?![后後僚])|具(?![有体體备備])|尊(?![重敬称稱])|[针針](?![对對灸织織])|[处處](?![理于於在方长長罚罰分置])|[样樣](?![式子])"
    r"|桌(?!面)|面(?=[旗墙牆镜鏡鼓红紅锦錦])|味(?=[药藥])|挺(?=[机機])|[枪槍](?![击擊杀殺手支])|席(?![卷地])"
)
"""Before which a lone 2 is 两."""
NOT_TWO = r"(?<![\d.第月周週期初图圖表例卷:：/A-Za-z·杠比点點-])"
"""Behind which it is a name or an order, and stays 二."""
COUNTED = rf"[多余餘来來几幾]|\s?(?:[万亿萬億千百%‰℃°元美欧歐港英]|{TWO})"
"""What follows a number that is an amount."""
ERA = r"(?:公元前|西元前|公元|西元|纪元前|(?<=[（(，、到至])前)\s?"
KEPT = r"前(?![后後夕])|来|來|多|余|餘|以前|以来|历史|歷史|的?[历歷][史程]|古|后|後|间|間"
SCHOOLS = r"高校|大学|大學|院校|工程|名校|毕业|畢業|[/、和]"


def _date(match: re.Match[str]) -> str:
    of, month, day = match.groups()
    return f"{digits(of)}年{cardinal(int(month))}月{cardinal(int(day))}日"


def _year(match: re.Match[str]) -> str:
    """Digit by digit, but for 2000年前 and its like."""
    text = match[1]
    if text.endswith("000") and re.match(KEPT, match.string[match.end() :]):
        return number(text) + "年"
    return digits(text) + "年" if text != "1000" else "一千年"


def _month_day(match: re.Match[str]) -> str:
    return cardinal(int(match[1])) + match[2] + cardinal(int(match[3])) + match[4]


def _time(match: re.Match[str]) -> str:
    hour, minute, second = int(match[1]), int(match[2]), match[3]
    if minute > 59 or hour > 24:
        return f"{number(match[1])}比{number(match[2])}" + (f"比{number(second)}" if second else "")
    said = f"{count(str(hour))}点"
    if minute or (second and int(second)):
        said += ("零" if minute < 10 else "") + (f"{cardinal(minute)}分" if minute else "分")
    if second and int(second):
        said += f"{'零' if int(second) < 10 else ''}{cardinal(int(second))}秒"
    return said


def _lap(match: re.Match[str]) -> str:
    """`3:25.68`, of a race."""
    return f"{count(match[1])}分{cardinal(int(match[2]))}秒{digits(match[3])}"


def _measure(match: re.Match[str]) -> str:
    """`3到5mg/L`: 每升三到五毫克."""
    low, high, unit, per = match.groups()
    said = number(low) + "到" + number(high) if low else count(high)
    known = match.string[max(0, match.start() - 4) : match.start()].endswith(
        ("时速", "時速", "时速为", "时速达", "时速约")
    )
    return (f"每{name(per)}" if per and not known else "") + said + name(unit)


def _fraction(match: re.Match[str]) -> str:
    top, bottom = match[1], match[2]
    if len(top) > 4 or len(bottom) > 4:
        return f"{number(top)}斜杠{number(bottom)}"
    return f"{number(bottom)}分之{number(top)}"


def _share(match: re.Match[str]) -> str:
    """`负3%`: 负百分之三."""
    return (match[1] or "") + "百分之" + ("百" if match[2] == "100" else number(match[2]))


def _price(match: re.Match[str]) -> str:
    """`100.00元`: without the noughts of its cents."""
    return number(match[1].rstrip("0").rstrip(".")) + match[2]


YEARS: Final = rules(
    (r"(?<!\d)((?:19|20)\d\d)[-/](0?[1-9]|1[0-2])[-/](0?[1-9]|[12]\d|3[01])(?![\d/-])", _date),
    (
        r"(?<![\d/.])(?:0?([1-9])|(1[0-2]))/(0?[1-9]|[12]\d|3[01])/((?:19|20)\d\d)(?![\d/])",
        lambda m: f"{digits(m[4])}年{cardinal(int(m[1] or m[2]))}月{cardinal(int(m[3]))}日",
    ),
    (
        r"(?<![\d.,])((?:19|20)\d\d)(?=[、和及与與至到/]\s?(?:(?:19|20)\d\d[、和及与與至到/]\s?)*(?:19|20)\d\d(?:年|[款版届级屆級]))",
        lambda m: digits(m[1]),
    ),
    (r"(?<![\d.,])([12]\d{3})\s?年", _year),
    (rf"({ERA})(\d{{1,3}})(?=\s?年(?!代))", lambda m: m[1] + digits(m[2]) if len(m[2]) == 3 else m[1] + number(m[2])),
    (r"(?<![\d.,])(\d{3})年?(到|至|[-—–])(\d{3})年", lambda m: f"{digits(m[1])}年到{digits(m[3])}年"),
    (r"(?<=[从在自於])([6-9][1-9])年(?![前来來间間的多内])", lambda m: digits(m[1]) + "年"),
    (r"(?<![\d.])(\d[05])[后後](?![来來续續悔半退])", lambda m: digits(m[1]) + m[0][-1]),
    (
        r"(?<![\d.,$A-Za-z])((?:19|20)\d\d)(?=\s?(?:[款版级級届屆春夏秋冬]|赛季|賽季|财年|財年|学年|學年|年度|奥运|奧運|巴黎|东京|東京"
        r"|北京|世界杯|世界盃|亚运|亞運|欧洲杯|Q[1-4]|H[12]|考研|高考|国考|國考|财报|財報|新年|元旦|跨年|世博|中国|中國|全国|全國|全球"
        r"|国际|國際|世界|亚洲|亞洲))",
        lambda m: digits(m[1]),
    ),
    (r"(?<![\d.])((?:19|20)\d\d)-?(?=-?n?CoV)", lambda m: digits(m[1]) + " "),
    (r"(?<=[（(〔\[])((?:1[6-9]|20)\d\d)(?=[)）〕\]])", lambda m: digits(m[1])),
    (
        rf"(?<![\d.\-/到])((?:19|20)\d\d){DASH}((?:19|20)\d\d)(?![\d.\-/]|{COUNTED})",
        lambda m: digits(m[1]) + "到" + digits(m[2]) if m[1] < m[2] else m[0],
    ),
    (r"(?<=[（(])(\d{3})(?=年[)）])", lambda m: digits(m[1])),
    (r"(?<=[于於])(\d{2}[1-9])(?=年(?![前后後间間的来來内多里历歷]))", lambda m: digits(m[1])),
    (r"(?<=《)((?:19|20)\d\d)(?=[》\u3400-\u9fff])(?!年)", lambda m: digits(m[1])),
    (
        r"(?<!\d)(\d{1,2})([月/])(\d{1,2})(日|号|號)",
        lambda m: _month_day(m) if m[2] == "月" else f"{cardinal(int(m[1]))}月{cardinal(int(m[3]))}{m[4]}",
    ),
    (r"(?<![\d.])0(\d)(?=月)", lambda m: cardinal(int(m[1]))),
    (r"(?<![\d.])2(?=日(?![游遊])|月)", "二"),
)
"""Years, and days of a year."""
CLOCKS: Final = rules(
    (r"(?<![\d:.])(\d{1,2}):([0-5]\d)\.(\d{1,3})(?!\d)", _lap),
    (r"(?<![\d:.])(\d{1,2}):(\d{2})(?::(\d{2}))?(?![\d:])", _time),
    (r"(?<=\d)\s?[:∶：]\s?(?=\d)", "比"),
    (r"(?<=[“「『])(\d{1,2})[·•.](\d{1,2})(?=[”」』])", lambda m: digits(m[1] + m[2])),
    (r"(?<![\d.])(\d{1,2})\.(\d{1,2})(?=事变|事變|事件|惨案|慘案|大地震)", lambda m: digits(m[1] + m[2])),
    (r"(?<![\d.])(\d{1,2})[·•](\d{1,2})(?![\d.])", lambda m: digits(m[1] + m[2])),
)
ROWS: Final = rules(
    (r"(?<![A-Za-z\d])([PBOCGM])2([PBOCGM])(?![A-Za-z\d])", r"\1 to \2"),
    (
        r"(?<![\d.])(\d{4,6})(?=[.点](?:SH|SZ|HK|BJ|SS|TW)(?![A-Za-z]))|(?<=[（(])(\d{6})(?=[)）])",
        lambda m: digits(m[0]),
    ),
    (r"(?<=[Bb]uild\s)\d+|(?<![\d.])\d{2,}(?=[.点](?:com|cn|net|org)(?![A-Za-z]))", lambda m: digits(m[0])),
    (r"(?<=[台臺]北)(101)(?!\d)", lambda m: digits(m[0])),
    (r"第(\d{6,})(?=[期号號])", lambda m: "第" + digits(m[1])),
    (r"(?<=[A-Za-z]\s)(\d{3,4})(?=(?:D|Ti|XT|XTX|GRE|Super|Max|HX|X3D|[UKFHG])(?![A-Za-z\d]))", lambda m: digits(m[0])),
    (r"(?<=[A-Z])(\d{3})(?=neo|ceo|[A-Z]{1,3}(?![A-Za-z]))", lambda m: digits(m[1])),
    (r"(?<![\d.])(\d{3,4})(?=室|房间|房間|号房|號房|寝室|寢室|宿舍|病房)", lambda m: m[1].translate(CALLED)),
    (r"(?<![\d.])(\d{3})(?=路(?:公交|车|車|巴士|汽车|电车|[，。、]|$))", lambda m: m[1].translate(CALLED)),
    (r"(?<=[乘坐搭])(\d{3})(?=路)", lambda m: m[1].translate(CALLED)),
    (r"(?<=国道)(\d{3})|(?<=國道)(\d{3})|(\d{3})(?=国道|國道|省道|县道|医院|醫院)", lambda m: m[0].translate(CALLED)),
    (
        r"(?<![A-Za-z])([GDCZTKY])(\d{1,4})(?=次|[号號]?(?:列车|列車|高铁|高鐵|动车|動車))",
        lambda m: m[1] + m[2].translate(CALLED),
    ),
    (r"(?<=[单單]元)\s?(\d{3,4})(?!\d)", lambda m: m[1].translate(CALLED)),
    (rf"(?<![\d.])(985|211)(?=[”」]?(?:{SCHOOLS}))", lambda m: digits(m[1])),
    (r"(?<![\d.])(996|007)(?=[”」]?(?:工作|加班|模式|的?公司))", lambda m: digits(m[1])),
    (
        r"(?<![\d.])(315|618|520|1024)(?=[”」]?(?:晚会|晚會|大促|购物|購物|年中|活动|期间|情人|程序员|促销|电商|消费))",
        lambda m: m[1].translate(CALLED) if m[1] == "315" else digits(m[1]),
    ),
    (r"(?<=[“「『])(\d{3})(?=[”」』])", lambda m: digits(m[1])),
    (r"(?<!\d)([1-9]\d{2,3})(?=[pPiI](?![A-Za-z\d]))", lambda m: digits(m[1])),
    (r"(?<![\d.])(\d{3,4})×(\d{3,4})(?![\d.])", lambda m: f"{digits(m[1])}乘{digits(m[2])}"),
    (
        r"(?<=波音)\s?(\d{3})|(?<=空客)\s?(\d{3})|(?<=骁龙)\s?(\d{3})|(?<=Boeing)\s(\d{3})",
        lambda m: digits(m[0].strip()),
    ),
    (r"(?<=[A-Za-z])(?<![Tt][Oo][Pp])\d{3,}(?![\d.,%A-Za-z万亿萬億元个個年多余餘])", lambda m: digits(m[0])),
    (
        rf"(?<=[A-Za-z])(\s\d?[1-9]\d[1-9]|\s\d{{1,2}}[1-9]0|\s\d0[1-9]\d|\s[12]0\d\d)(?![\d.,A-Za-z]|{COUNTED})",
        lambda m: digits(m[0]),
    ),
)
"""Numbers that are names: rooms, roads, trains, films of so many lines, aircraft."""
MEASURES: Final = rules(
    (r"(?<=杠)(\d{3,})(?!\d)", lambda m: digits(m[1])),
    (r"(?<=\d秒)(\d{2,3})(?![\d秒分.])|(?<=\d米)(\d{2})(?![\d.])", lambda m: digits(m[0])),
    (r"(?<=年到)(\d{3})(?=年)", lambda m: digits(m[1])),
    (
        r"(?<![A-Za-z\d])(\d{1,2})\s?h\s?(\d{1,2})\s?(?:min|m)(?![A-Za-z])",
        lambda m: f"{count(m[1])}小时{number(m[2])}分钟",
    ),
    (rf"(正负|[正负])?({NUM})%", _share),
    (
        r"(?<![\d.])(\d{1,3})点(\d{1,3})点(\d{1,3})点(\d{1,3})(?![\d.])",
        lambda m: "点".join(digits(n) for n in m.groups()),
    ),
    (rf"({NUM})\s?分之\s?({NUM})", lambda m: f"{number(m[1])}分之{number(m[2])}"),
    (r"(?<![\d./])(\d{2,3})/(\d{2,3})(?=\s?(?:毫米汞柱|mmHg))", r"\1、\2"),
    (r"(?<=[A-Za-z]{2})(\d)/(?=\d(?!\d))", r"\1、"),
    (r"(?<![\d./])(\d+)/(\d+)(?![\d./])", _fraction),
    (rf"(?<=\d[万亿萬億千])\s?({UNIT})(?![A-Za-z\d/])", lambda m: name(m[1])),
    (rf"(?<![A-Za-z\d.])(?:({NUM})到)?({NUM})\s?({UNIT}){PER}(?![A-Za-z\d²³])", _measure),
    (
        rf"(?<![A-Za-z\d.])(?:({NUM})到)?({NUM})\s?({LETTER}){PER}(?![A-Za-z\d²³'’]|[手网網基时時代移信商套技])",
        _measure,
    ),
    (rf"(?<=次方)\s?({UNIT}|{LETTER}){PER}(?![A-Za-z\d])", lambda m: name(m[1]) + (f"每{name(m[2])}" if m[2] else "")),
    (rf"(?<=[元角分米升克吨焦卡瓦伏安帕])/({UNIT}|{LETTER})(?![A-Za-z])", lambda m: "每" + name(m[1])),
    (r"(?<=[多余餘几幾])°", "度"),
    (rf"({NUM})°(?![CFcf])", lambda m: count(m[1]) + "度"),
    (r"(?<!\d)(\d+\.\d?0)(\s?[元美欧歐港英])", _price),
    (r"(?<![\d.])0(\d)(?=[分秒点點时時](?!之))", lambda m: "零" + digits(m[1])),
)
"""Shares, fractions and units."""
SIGNS: Final = rules(
    (r"(?<=[\dA-Za-z）)%]) ?\+ ?(?=[\dA-Za-z（(])", "加"),
    (rf"(?<=[\d万千百亿]) ?\+ ?(?={TWO})", "多"),
    (r"(?<=[\d万千百亿]) ?\+", "加"),
    (r"(?<=[零幺一二三四五六七八九]) ?\+ ?(?=\d)", "加"),
    (r"(?<![\w)）\]])\+(?=\d)", "正"),
    (rf"(?<=\d)\s?[×✕](?=$|[，。、；：！？）{HAN}])", "倍"),
    (r"(?<=\d)\s?[-−]\s?(?=\d+(?:\.\d+)?\s?[=等])|(?<=\d)\s?−\s?(?=\d)|(?<=[a-zA-Z])\s?−\s?(?=[\da-zA-Z])", "减"),
    (r"(?<![\w)）\]%℃])[-−](?=\d)", "负"),
    (r"(?<=\d)-(?=\d)", "杠"),
    (r"(?<=[\dA-Za-z）)\u3400-\u9fff]) ?[×✕] ?(?=[\d（(A-Za-z])", "乘"),
    (r"(?<=[\dA-Za-z）)]) ?÷ ?(?=[\d（(A-Za-z])", "除以"),
    (r"(?<=[\wπ）)方]) ?= ?(?=[\w（(])", "等于"),
    (r"(?<=[\w）)]) ?≠ ?(?=[\w（(])", "不等于"),
    (r"(?<=[\dA-Za-z）)]) ?≈ ?(?=[\w（(])", "约等于"),
    (r" ?≥ ?(?=\d)", "大于等于"),
    (r" ?≤ ?(?=\d)", "小于等于"),
    (r" ?>= ?(?=\d)", "大于等于"),
    (r" ?<= ?(?=\d)", "小于等于"),
    (r"(?<![<>]) ?[<＜] ?(?=\d)", "小于"),
    (r"(?<![<>]) ?[>＞] ?(?=\d)", "大于"),
    (r"±(?=\d)", "正负"),
    (r"[~～≈](?=\d)", "约"),
    (r"和/或", "和或"),
    (rf"(?<=[{HAN}])/(?=[{HAN}])", "、"),
)
"""Of sums and comparisons."""
COUNTS: Final = rules(
    (rf"第\s?({NUM})", lambda m: "第" + number(m[1])),
    (rf"{NOT_TWO}2(?=\s?(?:{TWO}))", "两"),
    (rf"({NUM})(?: (?={TWO}))?", lambda m: number(m[1])),
)
"""Whatever number is left."""
SAID = re.compile(r"[\d%‰℃°±×÷=≠≈<>≥≤+−/&²³]")
"""What needs words."""
LETTERED = re.compile(r"(?<=[A-Za-z])(?=[零一二三四五六七八九十])|(?<=[零一二三四五六七八九十])(?=[A-Za-z]{2})")
TRADITIONAL: Final = str.maketrans("点两负亿万号时摄币欧镑华转约杠级减除", "點兩負億萬號時攝幣歐鎊華轉約槓級減除")


def say_chinese(text: str) -> str:
    """Rewritten text with its numbers in words.

    >>> say_chinese("2026年3月5日14:30，2个人花了12.5%，GB 3.0")
    '二零二六年三月五日十四点三十分，两个人花了百分之十二点五，GB 三点零'
    """
    if not SAID.search(text):
        return text
    text = spelt_out(text)
    for table in (YEARS, CLOCKS, ROWS, SIGNS, MEASURES, COUNTS):
        text = apply(table, text)
    return text
