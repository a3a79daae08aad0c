"""Chinese names that contain numbers: aircraft, versions, rooms, roads, trains, letter codes."""

from __future__ import annotations

from typing import Final

from tts.text.languages.rule import Rule
from tts.text.languages.zh.labels import VALUE
from tts.text.languages.zh.numbers import CALLED, DIGITS, digits
from tts.text.languages.zh.patterns import COUNTED, HAN

SCHOOLS = r"高校|大学|院校|工程|名校|毕业|[/、和]"
NAMES: Final = (
    Rule(
        r"\bCVE-(\d{4})-(\d{4,7})(?!\d)",
        lambda m: f"CVE {m[1]}杠{m[2]}".translate(DIGITS),
        "修复CVE-2024-3094漏洞。",
        "修复CVE 二零二四杠三零九四漏洞。",
    ),
    Rule(
        r"(?<!\d)(0\d{2,3})[- ](\d{3,4})[- ]?(\d{4})(?!\d)",
        r"\1-\2\3",
        "0571-8888 1234",
        "0571-88881234",
    ),
    Rule(
        r"(?<!\d)(1[3-9]\d)[- ](\d{4})[- ](\d{4})(?!\d)", r"\1\2\3", "138 0013 8000", "13800138000"
    ),
    Rule(
        r"(?<![A-Za-z\d])((?:波音|空客|Boeing |Airbus |Boeing|Airbus)\s?A?\d{3})-(\d{1,4})(?!\d)",
        r"\1杠\2",
        "乘坐波音737-800回家。",
        "乘坐波音737杠800回家。",
    ),
    Rule(
        r"(?<![A-Za-z])([AB]\d{3})-(\d{1,4})(?!\d)",
        r"\1杠\2",
        "一架A320-200停在那里。",
        "一架A320杠200停在那里。",
    ),
    Rule(r"\b([A-Za-z]+)-(\d+)([A-Za-z])(?![A-Za-z])", r"\1 \2 \3", "GPT-4o来了", "GPT 4 o来了"),
    Rule(
        r"\b([A-Za-z]{3,})[-−](?=\d+(?:\.\d+)?%)",
        r"\1负",
        "营收YoY+12%，QoQ-3%。",
        "营收YoY+12%，QoQ负3%。",
    ),
    Rule(r"\b([A-Za-z]+)-(?=\d)", r"\1 ", "U-23", "U 23"),
    Rule(
        rf"(?<=[{HAN}])(?<![月日年秒米元克度时点里吨个人万亿千百初底末])(?:(?<![{VALUE}])|(?<=高分))"
        r"[-－](\d+)(?!\d|\.\d|\s?[%℃°度分米元年月日\-~～—–至到])",
        r"\1",
        "歼-20首飞",
        "歼20首飞",
    ),
    Rule(r"\b[Nn][Oo]\.\s?(?=\d)|№\s?(?=\d)", "第", "他排No.1", "他排第1"),
    Rule(rf"(?<=\d)#(?=[{HAN}])", "号", "住在3#楼。", "住在3号楼。"),
    Rule(r"\bC\+\+(?=\d)", "C++ ", "C++17和C++都行，4K@60fps。", "C++ 17和C++都行，4K 60fps。"),
    Rule(r"(?<=\d[Kk])@(?=\d)", " ", "C++17和C++都行，4K@60fps。", "C++ 17和C++都行，4K 60fps。"),
    Rule(
        r"(?<![\d.])(\d{1,2})['′’](\d{2})[\"″”]/(?:km|公里)(?![A-Za-z])",
        r"每公里\1分\2秒",
        "配速2'48\"/km，耗时4′16″，身高5'10\"。",
        "配速每公里2分48秒，耗时4分16秒，身高5英尺10英寸。",
    ),
    Rule(
        r"(?<![\d.度分])(\d{1,2})[′'’](0\d|1[2-9]|[2-5]\d)[″\"”]",
        r"\1分\2秒",
        "配速2'48\"/km，耗时4′16″，身高5'10\"。",
        "配速每公里2分48秒，耗时4分16秒，身高5英尺10英寸。",
    ),
    Rule(
        r"(?<=满)(\d{2,})-(?=\d)",
        r"\1减",
        "满200-30，放大10×，翻了2番。",
        "满200减30，放大10×，翻了2番。",
    ),
    Rule(
        r"第(\d{1,3})(\+\d{1,2})?['’′](?!\d)",
        r"第\1\2分钟",
        "第15'和第67'，第90+3'绝杀。",
        "第15分钟和第67分钟，第90+3分钟绝杀。",
    ),
    Rule(
        r"(?<=\d)w(?=[+多]?(?:[元人粉]|$|[，。、）]))|(?<=\d)W(?=\+|[+多]?[元人粉])",
        "万",
        "3W元",
        "3万元",
    ),
    Rule(
        r"(?<=[A-Za-z])&(?=[A-Za-z])",
        " and ",
        "R&B、AT&T、Q&A、P2P、B2B、O2O、4S店、3C产品、5A级景区、A股、T恤、X光、卡拉OK",
        "R and B、AT and T、Q and A、P2P、B2B、O2O、4S店、3C产品、5A级景区、A股、T恤、X光、卡拉OK",
    ),
    Rule(rf"(?<=[{HAN}A-Za-z]) ?[&＆] ?(?=[{HAN}A-Za-z])", "和", "茶&咖啡都有。", "茶和咖啡都有。"),
)
"""Telephone numbers, aircraft, versions, names of letters and digits."""
NUMBERED: Final = (
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
        r"(?<=[A-Za-z])(\s\d?[1-9]\d[1-9]|\s\d{1,2}[1-9]0|\s\d0[1-9]\d|\s[12]0\d\d)"
        rf"(?![\d.,A-Za-z]|{COUNTED})",
        lambda m: digits(m[0]),
        "Office 2019",
        "Office 二零一九",
    ),
)
"""Numbers that are names: rooms, roads, trains, video resolutions, aircraft."""
