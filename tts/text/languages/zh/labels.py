"""Labels before a number and its colon (`步骤1：2人一组` is not a score, `时间：8：30` is a time), and before
a minus sign."""

from __future__ import annotations

import re
from typing import Final

from tts.text.languages.quotes import is_quoted
from tts.text.languages.rule import Rule
from tts.text.languages.zh.patterns import COUNTED, HAN, NUM, WON

LABEL = re.compile(
    r"(?:步骤|方案|(?<![地版截])图|(?<![年代时钟手怀腕])表|练习|例题|例子|例|习题|题|选项|答案|方法|办法|阶段|问题"
    r"|案例|规则|原则|建议|要点|标准|条件|情况|情形|原因|理由|技巧|附件|附录|实验|场景|示例|样例|样本"
    r"|观点|策略|措施|误区|特点|优点|缺点|亮点|提示|线索|证据|版本|产品|项目|套餐|等级|级别|部分|单元"
    r"|模块|环节|关卡|选择|工序|流程|公式|定理|定义|性质|推论|引理|算法|配置|参数|变量|病例|类型|类别"
    r"|站点|车道|考点|知识点|清单|彩蛋|福利|秘诀|妙招|法则|定律|路线|线路|礼盒|奖项|档位|备注|附表|附图"
    r"|注意|注释|房型|Step|STEP|step|Part|PART|Tip|TIP|Day|DAY|Plan|PLAN)\s?$"
)
LONGEST_LABEL = 6
"""Maximum characters, including the lookbehind."""
PLANNED = r"(?:计划|任务|目标|活动|游戏|会议|课程|日程|(?<![上下])课)"
"""Labels that may also be followed by a time: `活动3：30开始`."""
OTHER_LABEL = (
    rf"(?<=[{HAN}])(?<![比为是按以约从到至在午晚早晨间点时刻分胜负平队篮排足超甲联日月年第\d])"
)
"""Any other word, if the number after the colon is a count and not minutes."""
COUNT = r"(?:元|块|美元|人(?![队民])|名|天|个|种|条|项|道|件|岁|万|亿|斤|%|kg|km|GB)"
SCALE = rf"(?<=1[：:])[1-9]\d?0{{2,}}(?!\d|{COUNTED})"
"""The scale of a map."""
MONEY = r"(?:(?:[A-Z]{1,3})?[￥¥$€£₩₽₹]|RMB|CNY|USD|EUR|GBP|HKD|JPY|TWD)"
"""Before an amount: a ratio has no currency after its colon."""
VALUE = "是为到至达得示于约仅有成出在加减乘除以从和与或取设令即低温值分数额果差率绩杆量荷"
"""Before a minus sign: something that has a value, and is not an aircraft model."""
SUMMED = r"(?:[美欧港日]?元|英镑|人民币|人|吨|美金)"
TEAM = (
    r"(?:队|女排|男排|女篮|男篮|女足|男足|国足|国奥|国青|国乒|女乒|男乒|中国|日本|韩国|泰国|越南|澳大利亚"
    r"|沙特|伊朗|卡塔尔|德国|法国|英格兰|西班牙|葡萄牙|意大利|荷兰|比利时|克罗地亚|巴西|阿根廷|美国|墨西哥"
    r"|皇马|巴萨|曼联|曼城|利物浦|切尔西|阿森纳|热刺|拜仁|多特|尤文|国米|米兰|巴黎|恒大|国安|申花|泰山|海港)"
)


def _labelled(match: re.Match[str]) -> str:
    return f"{match[1]}{match[2]}，"


def _behind_label(match: re.Match[str]) -> str:
    """Read a number after a label. It is searched backwards from the colon: few numbers have one,
    and there are many labels."""
    before = match.string[max(0, match.start() - LONGEST_LABEL) : match.start()]
    return f"{match[1]}，" if LABEL.search(before) else match[0]


def _planned(match: re.Match[str]) -> str:
    """Read `计划3：30天`, but not `活动3：30开始`."""
    label, place, rest = match.groups()
    behind = match.string[match.end() :]
    is_time = re.fullmatch(r"[0-5]\d", rest) and not re.match(COUNTED, behind)
    return match[0] if is_time else f"{label}{place}，{rest}"


def _inches(match: re.Match[str]) -> str:
    """Read `12"` as inches, unless the mark closes a quotation."""
    if match[2] == '"' and is_quoted(match.string[: match.start()]):
        return match[0]
    return f"{match[1]}英寸"


LABELS: Final = (
    Rule(
        rf"(?<![\d.：:])(\d{{1,3}})\s?[：:]\s?(?=\d)(?!\d+\s?(?:{WON}))(?!{SCALE})",
        _behind_label,
        "步骤1：2人一组。",
        "步骤1，2人一组。",
    ),
    Rule(
        rf"(?<=\d)\s?[：:]\s?(?={MONEY}\s?[\d.])",
        "，",
        "套餐1：￥99，套餐2：US$20。",
        "套餐1，99元，套餐2，20美元。",
    ),
    Rule(
        r"(?<![A-Za-z\d])([A-Z])(\d{1,2})\s?[：:]\s?(?=\d)",
        _labelled,
        "选A1：50元。",
        "选A1，50元。",
    ),
    Rule(
        rf"({PLANNED})\s?(\d{{1,2}})[：:](\d+)(?!\d)(?!\s?(?:{WON}))",
        _planned,
        "计划3：30天减肥。",
        "计划3，30天减肥。",
    ),
    Rule(
        rf"{OTHER_LABEL}()(\d{{1,2}})[：:](?=(?![0-5]\d(?!\d)){NUM}\s?{COUNT})",
        _labelled,
        "豪华舱2：880元。",
        "豪华舱2，880元。",
    ),
    Rule(
        r"(?<![\d.+-])86-(?=1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d))",
        "86 ",
        "拨86-138-1234-5678。",
        "拨86 13812345678。",
    ),
    Rule(
        rf"(?<![\d.,])([1-9]\d{{1,7}})0{{8}}(?=\s?{SUMMED})",
        r"\1亿",
        "投资120000000000元。",
        "投资1200亿元。",
    ),
    Rule(
        rf"({TEAM})\s?(\d{{1,2}})-(\d{{1,2}})(?![\d\-/.月]|\s?{COUNT}|\s?(?:{WON})|岁以)",
        r"\1\2比\3",
        "中国队1-2日本队",
        "中国队1比2日本队",
    ),
    Rule(
        r"(?:^|(?<=[\s，。：:（(是为]))[-−](?=[百千万]分之|\d+\s?分之)",
        "负",
        "结果是-百分之1。",
        "结果是负百分之1。",
    ),
    Rule(
        r"(?:^|(?<=[^\w.。！？\u3400-\u9fff])|(?<=[共约达仅占超近含减增降升])(?<![说认因成])"
        r"(?=\.\d+[\u3400-\u9fff%]))\.(?=\d)(?!\d+\.)",
        "0.",
        "一支 .22手枪。",
        "一支 0.22手枪。",
    ),
    Rule(
        rf"(?<=[{HAN}])\.(?=\d{{2,3}}(?:口径|毫米|英寸|手枪|步枪|子弹))",
        "0.",
        "口径为.22口径。",
        "口径为0.22口径。",
    ),
    Rule(
        r"(?<![\d.'’′″])(\d+(?:\.\d+)?)([\"″])(?![\dA-Za-z])",
        _inches,
        '12"的披萨',
        "12英寸的披萨",
    ),
    Rule(r"(?<=\d)\s?º(?=\s?[CF])|(?<=\d\d)º", "°", "水温45ºC。", "水温45°C。"),
)
"""Applied before all rules for ratios and times with colons."""
