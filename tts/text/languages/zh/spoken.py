"""Chinese as it is said: numbers, dates, amounts, units and names of digits in words.

Rules of our own, behind those of `rewrites`; wetext's grammar, which the tests hold them against
where it is right, says 第两个 and 二月两日, reads 1e12 as 一千亿零, and takes 0.7 s to load.
"""

from __future__ import annotations

import re
from typing import Final

from tts.text.languages.rule import Rule
from tts.text.languages.zh.codes import CODES
from tts.text.languages.zh.numbers import CALLED, cardinal, count, digits, number
from tts.text.languages.zh.rewrites import DASH, HAN, NUM
from tts.text.languages.zh.units import LETTER, PER, UNIT, name

TWO = (
    r"[个人位名家所台架辆艘座条根只头匹棵株册页章节篇首部集组队口户间套件双对副张块片瓶杯碗"
    r"盒箱包袋吨克斤里米升亩倍番成折款项种类大省县国轮场局胜负球步层天周秒毛角份颗粒滴朵把支枝剂针"
    r"堂门封夜室缸道句段则例起批群股幅顶扇盏枚届岁元万亿千百侧地端翼岸院校党院代]|次(?![元方函曲])|本(?![院科线])"
    r"|分(?!之)|点(?!\d|$)|点(?=\d{1,2}分)|时(?!代)|年(?![级生])|日游|[毫微][米升克]|纳米|厘米|公[里斤顷分]|平方|立方|小时|星期"
    r"|摄氏|华氏|度|美[元金]|欧元|英[镑里尺寸]|港元|日元|世纪|千[克瓦米]|兆|吉|人"
    r"|[串捆趟桶壶勺罐碟桩剂圈盆瓣匙篮窝滩缕]|锅(?!炉)|[茶汤]匙|回合|晚(?![上年期])|行(?![政业动为程驶李星情使])"
    r"|[栋幢](?=[楼房别住大公宿厂高建])|列(?=[火纵车])|排(?=[座树桌平房牙字书人])|通(?=电)|卷(?![入走土曲])"
    r"|遍(?![布地及])|束(?![缚手])|盘(?![点活踞货算])|笔(?![记试者名会])|顿(?![时悟])|阵(?![亡地容营])"
    r"|幕(?![后僚])|具(?![有体备])|尊(?![重敬称])|针(?![对灸织])|处(?![理于在方长罚分置])|样(?![式子])"
    r"|桌(?!面)|面(?=[旗墙镜鼓红锦])|味(?=药)|挺(?=机)|枪(?![击杀手支])|席(?![卷地])"
)
"""Before which a lone 2 is 两."""
NOT_TWO = r"(?<![\d.第月周期初图表例卷:：/A-Za-z·杠比点-])"
"""Behind which it is a name or an order, and stays 二."""
COUNTED = rf"[多余来几]|\s?(?:[万亿千百%‰℃°元美欧港英]|{TWO})"
"""What follows a number that is an amount."""
ERA = r"(?:公元前|西元前|公元|西元|纪元前|(?<=[（(，、到至])前)\s?"
KEPT = r"前(?![后夕])|来|多|余|以前|以来|历史|的?历[史程]|古|后|间"
SCHOOLS = r"高校|大学|院校|工程|名校|毕业|[/、和]"


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
        ("时速", "时速为", "时速达", "时速约")
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


YEARS: Final = (
    Rule(
        r"(?<!\d)((?:19|20)\d\d)[-/](0?[1-9]|1[0-2])[-/](0?[1-9]|[12]\d|3[01])(?![\d/-])",
        _date,
        "2021-03-04",
        "二零二一年三月四日",
    ),
    Rule(
        r"(?<![\d/.])(?:0?([1-9])|(1[0-2]))/(0?[1-9]|[12]\d|3[01])/((?:19|20)\d\d)(?![\d/])",
        lambda m: f"{digits(m[4])}年{cardinal(int(m[1] or m[2]))}月{cardinal(int(m[3]))}日",
        "写于5/12/2019。",
        "写于二零一九年五月十二日。",
    ),
    Rule(
        r"(?<![\d.,])((?:19|20)\d\d)(?=[、和及与至到/]\s?(?:(?:19|20)\d\d[、和及与至到/]\s?)*(?:19|20)\d\d(?:年|[款版届级]))",
        lambda m: digits(m[1]),
        "2018、2019年都很冷。",
        "二零一八、二零一九年都很冷。",
    ),
    Rule(r"(?<![\d.,])([12]\d{3})\s?年", _year, "2000年前后", "二零零零年前后"),
    Rule(
        rf"({ERA})(\d{{1,3}})(?=\s?年(?!代))",
        lambda m: m[1] + digits(m[2]) if len(m[2]) == 3 else m[1] + number(m[2]),
        "公元前221年秦统一六国",
        "公元前二二一年秦统一六国",
    ),
    Rule(
        r"(?<![\d.,])(\d{3})年?(到|至|[-—–])(\d{3})年",
        lambda m: f"{digits(m[1])}年到{digits(m[3])}年",
        "唐朝（618年—907年）",
        "唐朝（六一八年到九零七年）",
    ),
    Rule(
        r"(?<=[从在自于])([6-9][1-9])年(?![前来间的多内])",
        lambda m: digits(m[1]) + "年",
        "自87年起。",
        "自八七年起。",
    ),
    Rule(
        r"(?<![\d.])(\d[05])后(?![来续悔半退])", lambda m: digits(m[1]) + m[0][-1], "90后", "九零后"
    ),
    Rule(
        r"(?<![\d.,$A-Za-z])((?:19|20)\d\d)(?=\s?(?:[款版级届春夏秋冬]|赛季|财年|学年|年度|奥运|巴黎|东京"
        r"|北京|世界杯|亚运|欧洲杯|Q[1-4]|H[12]|考研|高考|国考|财报|新年|元旦|跨年|世博|中国|全国|全球"
        r"|国际|世界|亚洲))",
        lambda m: digits(m[1]),
        "2023款",
        "二零二三款",
    ),
    Rule(
        r"(?<![\d.])((?:19|20)\d\d)-?(?=-?n?CoV)",
        lambda m: digits(m[1]) + " ",
        "H1N1、H5N1、新冠病毒（2019-nCoV）",
        "H一N一、H五N一、新冠病毒（二零一九 nCoV）",
    ),
    Rule(
        r"(?<=[（(〔\[])((?:1[6-9]|20)\d\d)(?=[)）〕\]])",
        lambda m: digits(m[1]),
        "光绪二十四年（1898）",
        "光绪二十四年（一八九八）",
    ),
    Rule(
        rf"(?<![\d.\-/到])((?:19|20)\d\d){DASH}((?:19|20)\d\d)(?![\d.\-/]|{COUNTED})",
        lambda m: digits(m[1]) + "到" + digits(m[2]) if m[1] < m[2] else m[0],
        "1998-2008",
        "一九九八到二零零八",
    ),
    Rule(
        r"(?<=[（(])(\d{3})(?=年[)）])",
        lambda m: digits(m[1]),
        "贞观十五年（641年），建于618年，于300年间。",
        "贞观十五年（六四一年），建于六一八年，于三百年间。",
    ),
    Rule(
        r"(?<=于)(\d{2}[1-9])(?=年(?![前后间的来内多里历]))",
        lambda m: digits(m[1]),
        "贞观十五年（641年），建于618年，于300年间。",
        "贞观十五年（六四一年），建于六一八年，于三百年间。",
    ),
    Rule(
        r"(?<=《)((?:19|20)\d\d)(?=[》\u3400-\u9fff])(?!年)",
        lambda m: digits(m[1]),
        "《1984》",
        "《一九八四》",
    ),
    Rule(
        r"(?<!\d)(\d{1,2})([月/])(\d{1,2})(日|号)",
        lambda m: (
            _month_day(m) if m[2] == "月" else f"{cardinal(int(m[1]))}月{cardinal(int(m[3]))}{m[4]}"
        ),
        "05月06日、2021年03月04日",
        "五月六日、二零二一年三月四日",
    ),
    Rule(r"(?<![\d.])0(\d)(?=月)", lambda m: cardinal(int(m[1])), "在05月出发。", "在五月出发。"),
    Rule(r"(?<![\d.])2(?=日(?!游)|月)", "二", "2日讯", "二日讯"),
)
"""Years, and days of a year."""
CLOCKS: Final = (
    Rule(
        r"(?<![\d:.])(\d{1,2}):([0-5]\d)\.(\d{1,3})(?!\d)",
        _lap,
        "最后一圈3:25.68。",
        "最后一圈三分二十五秒六八。",
    ),
    Rule(r"(?<![\d:.])(\d{1,2}):(\d{2})(?::(\d{2}))?(?![\d:])", _time, "2:30", "两点三十分"),
    Rule(r"(?<=\d)\s?[:∶：]\s?(?=\d)", "比", "3:2", "三比二"),
    Rule(
        r"(?<=[“「『])(\d{1,2})[·•.](\d{1,2})(?=[”」』])",
        lambda m: digits(m[1] + m[2]),
        "在“9.18”以后。",
        "在“九一八”以后。",
    ),
    Rule(
        r"(?<![\d.])(\d{1,2})\.(\d{1,2})(?=事变|事件|惨案|大地震)",
        lambda m: digits(m[1] + m[2]),
        "9.18事变之后。",
        "九一八事变之后。",
    ),
    Rule(
        r"(?<![\d.])(\d{1,2})[·•](\d{1,2})(?![\d.])",
        lambda m: digits(m[1] + m[2]),
        "3·15晚会",
        "三一五晚会",
    ),
)
ROWS: Final = (
    Rule(
        r"(?<![A-Za-z\d])([PBOCGM])2([PBOCGM])(?![A-Za-z\d])",
        r"\1 to \2",
        "R&B、AT&T、Q&A、P2P、B2B、O2O、4S店、3C产品、5A级景区、A股、T恤、X光、卡拉OK",
        "R and B、A T and T、Q and A、P to P、B to B、O to O、四S店、三C产品、五A级景区、A股、T恤、X光、卡拉OK",
    ),
    Rule(
        r"(?<![\d.])(\d{4,6})(?=[.点](?:SH|SZ|HK|BJ|SS|TW)(?![A-Za-z]))|(?<=[（(])(\d{6})(?=[)）])",
        lambda m: digits(m[0]),
        "贵州茅台（600519.SH）报1,680.00元",
        "贵州茅台（六零零五一九点SH）报一千六百八十元",
    ),
    Rule(
        r"(?<=[Bb]uild\s)\d+|(?<![\d.])\d{2,}(?=[.点](?:com|cn|net|org)(?![A-Za-z]))",
        lambda m: digits(m[0]),
        "升级到Build 22000。",
        "升级到Build 二二零零零。",
    ),
    Rule(r"(?<=台北)(101)(?!\d)", lambda m: digits(m[0]), "爬上台北101。", "爬上台北一零一。"),
    Rule(
        r"第(\d{6,})(?=[期号])",
        lambda m: "第" + digits(m[1]),
        "第202603号文件。",
        "第二零二六零三号文件。",
    ),
    Rule(
        r"(?<=[A-Za-z]\s)(\d{3,4})(?=(?:D|Ti|XT|XTX|GRE|Super|Max|HX|X3D|[UKFHG])(?![A-Za-z\d]))",
        lambda m: digits(m[0]),
        "RTX 5090D配RX 7900XTX，i9-14900K。",
        "RTX 五零九零D配RX 七九零零XTX，i九杠一四九零零K。",
    ),
    Rule(
        r"(?<=[A-Z])(\d{3})(?=neo|ceo|[A-Z]{1,3}(?![A-Za-z]))",
        lambda m: digits(m[1]),
        "特斯拉Model 3、比亚迪秦PLUS DM-i、问界M9、小米SU7、宝马X5、奔驰E300L、奥迪A6L",
        "特斯拉Model 三、比亚迪秦PLUS DM-i、问界M九、小米SU七、宝马X五、奔驰E三零零L、奥迪A六L",
    ),
    Rule(
        r"(?<![\d.])(\d{3,4})(?=室|房间|号房|寝室|宿舍|病房)",
        lambda m: m[1].translate(CALLED),
        "地址：上海市浦东新区世纪大道100号A座12层1205室",
        "地址：上海市浦东新区世纪大道一百号A座十二层幺二零五室",
    ),
    Rule(
        r"(?<![\d.])(\d{3})(?=路(?:公交|车|巴士|汽车|电车|[，。、]|$))",
        lambda m: m[1].translate(CALLED),
        "等302路公交。",
        "等三零二路公交。",
    ),
    Rule(
        r"(?<=[乘坐搭])(\d{3})(?=路)",
        lambda m: m[1].translate(CALLED),
        "搭302路去河边。",
        "搭三零二路去河边。",
    ),
    Rule(
        r"(?<=国道)(\d{3})|(\d{3})(?=国道|省道|县道|医院)",
        lambda m: m[0].translate(CALLED),
        "京沪高速G2、沪昆高速G60、318国道、S20外环",
        "京沪高速G二、沪昆高速G六十、三幺八国道、S二十外环",
    ),
    Rule(
        r"(?<![A-Za-z])([GDCZTKY])(\d{1,4})(?=次|号?(?:列车|高铁|动车))",
        lambda m: m[1] + m[2].translate(CALLED),
        "D301次",
        "D三零幺次",
    ),
    Rule(
        r"(?<=单元)\s?(\d{3,4})(?!\d)",
        lambda m: m[1].translate(CALLED),
        "住在3单元502。",
        "住在三单元五零二。",
    ),
    Rule(
        rf"(?<![\d.])(985|211)(?=[”」]?(?:{SCHOOLS}))",
        lambda m: digits(m[1]),
        "“9·11”事件、5·12汶川地震、“双11”、“618”大促、315晚会、985高校",
        "“九一一”事件、五一二汶川地震、“双十一”、“六一八”大促、三幺五晚会、九八五高校",
    ),
    Rule(
        r"(?<![\d.])(996|007)(?=[”」]?(?:工作|加班|模式|的?公司))",
        lambda m: digits(m[1]),
        "996工作制",
        "九九六工作制",
    ),
    Rule(
        r"(?<![\d.])(315|618|520|1024)(?=[”」]?(?:晚会|大促|购物|年中|活动|期间|情人|程序员|促销|电商|消费))",
        lambda m: m[1].translate(CALLED) if m[1] == "315" else digits(m[1]),
        "“9·11”事件、5·12汶川地震、“双11”、“618”大促、315晚会、985高校",
        "“九一一”事件、五一二汶川地震、“双十一”、“六一八”大促、三幺五晚会、九八五高校",
    ),
    Rule(
        r"(?<=[“「『])(\d{3})(?=[”」』])",
        lambda m: digits(m[1]),
        "叫“404”的小店。",
        "叫“四零四”的小店。",
    ),
    Rule(
        r"(?<!\d)([1-9]\d{2,3})(?=[pPiI](?![A-Za-z\d]))",
        lambda m: digits(m[1]),
        "1080p、4K、2K、720P",
        "一零八零p、四K、二K、七二零P",
    ),
    Rule(
        r"(?<![\d.])(\d{3,4})×(\d{3,4})(?![\d.])",
        lambda m: f"{digits(m[1])}乘{digits(m[2])}",
        "1920×1080",
        "一九二零乘一零八零",
    ),
    Rule(
        r"(?<=波音)\s?(\d{3})|(?<=空客)\s?(\d{3})|(?<=骁龙)\s?(\d{3})|(?<=Boeing)\s(\d{3})",
        lambda m: digits(m[0].strip()),
        "一架波音747。",
        "一架波音七四七。",
    ),
    Rule(
        r"(?<=[A-Za-z])(?<![Tt][Oo][Pp])\d{3,}(?![\d.,%A-Za-z万亿元个年多余])",
        lambda m: digits(m[0]),
        "MH370",
        "MH三七零",
    ),
    Rule(
        rf"(?<=[A-Za-z])(\s\d?[1-9]\d[1-9]|\s\d{{1,2}}[1-9]0|\s\d0[1-9]\d|\s[12]0\d\d)(?![\d.,A-Za-z]|{COUNTED})",
        lambda m: digits(m[0]),
        "Office 2019",
        "Office 二零一九",
    ),
)
"""Numbers that are names: rooms, roads, trains, films of so many lines, aircraft."""
MEASURES: Final = (
    Rule(
        r"(?<=杠)(\d{3,})(?!\d)",
        lambda m: digits(m[1]),
        "乘坐波音737-800回家。",
        "乘坐波音七三七杠八零零回家。",
    ),
    Rule(
        r"(?<=\d秒)(\d{2,3})(?![\d秒分.])|(?<=\d米)(\d{2})(?![\d.])",
        lambda m: digits(m[0]),
        "身高1米75",
        "身高一米七五",
    ),
    Rule(
        r"(?<=年到)(\d{3})(?=年)",
        lambda m: digits(m[1]),
        "（前202年—220年）",
        "（前二零二年到二二零年）",
    ),
    Rule(
        r"(?<![A-Za-z\d])(\d{1,2})\s?h\s?(\d{1,2})\s?(?:min|m)(?![A-Za-z])",
        lambda m: f"{count(m[1])}小时{number(m[2])}分钟",
        "飞行时间约2h15min。",
        "飞行时间约两小时十五分钟。",
    ),
    Rule(rf"(正负|[正负])?({NUM})%", _share, "A股涨3%", "A股涨百分之三"),
    Rule(
        r"(?<![\d.])(\d{1,3})点(\d{1,3})点(\d{1,3})点(\d{1,3})(?![\d.])",
        lambda m: "点".join(digits(n) for n in m.groups()),
        "192.168.1.1",
        "一九二点一六八点一点一",
    ),
    Rule(
        rf"({NUM})\s?分之\s?({NUM})",
        lambda m: f"{number(m[1])}分之{number(m[2])}",
        "3分之1",
        "三分之一",
    ),
    Rule(
        r"(?<![\d./])(\d{2,3})/(\d{2,3})(?=\s?(?:毫米汞柱|mmHg))",
        r"\1、\2",
        "血压120/80mmHg",
        "血压一百二十、八十毫米汞柱",
    ),
    Rule(
        r"(?<=[A-Za-z]{2})(\d)/(?=\d(?!\d))",
        r"\1、",
        "基因BRCA1/2突变，占1/2。",
        "基因BRCA一、二突变，占二分之一。",
    ),
    Rule(r"(?<![\d./])(\d+)/(\d+)(?![\d./])", _fraction, "1/3", "三分之一"),
    Rule(
        rf"(?<=\d[万亿千])\s?({UNIT})(?![A-Za-z\d/])",
        lambda m: name(m[1]),
        "直径139万km，ΔH=-571.6kJ/mol。",
        "直径一百三十九万公里，ΔH=负五百七十一点六千焦每摩尔。",
    ),
    Rule(
        rf"(?<![A-Za-z\d.])(?:({NUM})到)?({NUM})\s?({UNIT}){PER}(?![A-Za-z\d²³])",
        _measure,
        "气温25℃",
        "气温二十五摄氏度",
    ),
    Rule(
        rf"(?<![A-Za-z\d.])(?:({NUM})到)?({NUM})\s?({LETTER}){PER}(?![A-Za-z\d²³'’]|[手网基时代移信商套技])",
        _measure,
        "3L装",
        "三升装",
    ),
    Rule(
        rf"(?<=次方)\s?({UNIT}|{LETTER}){PER}(?![A-Za-z\d])",
        lambda m: name(m[1]) + (f"每{name(m[2])}" if m[2] else ""),
        "约10⁶m长。",
        "约十的六次方米长。",
    ),
    Rule(
        rf"(?<=[元角分米升克吨焦卡瓦伏安帕])/({UNIT}|{LETTER})(?![A-Za-z])",
        lambda m: "每" + name(m[1]),
        "3元/kg",
        "三元每千克",
    ),
    Rule(r"(?<=[多余几])°", "度", "30多°，1吨≈2000斤", "三十多度，一吨约两千斤"),
    Rule(rf"({NUM})°(?![CFcf])", lambda m: count(m[1]) + "度", "30°角", "三十度角"),
    Rule(r"(?<!\d)(\d+\.\d?0)(\s?[元美欧港英])", _price, "1,000.50元", "一千点五元"),
    Rule(
        r"(?<![\d.])0(\d)(?=[分秒点时](?!之))",
        lambda m: "零" + digits(m[1]),
        "2分02秒",
        "两分零二秒",
    ),
)
"""Shares, fractions and units."""
SIGNS: Final = (
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
        r"(?<=\d)\s?[-−]\s?(?=\d+(?:\.\d+)?\s?[=等])|(?<=\d)\s?−\s?(?=\d)|(?<=[a-zA-Z])\s?−\s?(?=[\da-zA-Z])",
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
"""Of sums and comparisons."""
COUNTS: Final = (
    Rule(rf"第\s?({NUM})", lambda m: "第" + number(m[1]), "第2次", "第二次"),
    Rule(rf"{NOT_TWO}2(?=\s?(?:{TWO}))", "两", "2次", "两次"),
    Rule(rf"({NUM})(?: (?={TWO}))?", lambda m: number(m[1]), "Q3", "Q三"),
)
"""Whatever number is left."""
NEEDED: Final = r"[\d%‰℃°±×÷=≠≈<>≥≤+−/&²³]"
"""What needs words."""
TRADITIONAL: Final = str.maketrans(
    "点两负亿万号时摄币欧镑华转约杠级减除", "點兩負億萬號時攝幣歐鎊華轉約槓級減除"
)
SPOKEN: Final = (*CODES, *YEARS, *CLOCKS, *ROWS, *SIGNS, *MEASURES, *COUNTS)
"""Applied in order, where anything of NEEDED is."""
