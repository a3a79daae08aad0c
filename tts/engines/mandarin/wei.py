"""The reading of 为: wei4, for, or wei2, to be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tts.engines.mandarin.word_sets import NUMBER, PRONOUNS, word_set

FOR: Final = word_set("着想 服务 感到 担心 高兴 骄傲 自豪 难过 操心 祝福 喝彩 加油 鼓掌 辩护 效力")
"""Things done for somebody."""
TAKING_CARE: Final = word_set("亲自 特地 特意 专门 专程 精心 免费 四处 悉心 默默 连夜 当场")
"""Manners of doing something for somebody: 为她亲自下厨."""
DONE: Final = word_set(
    "提供 送 送去 送来 送上 送行 送别 送终 献 献上 献花 献血 献礼 献计 买 买来 剪彩 造势 增色 增光 添彩 撑腰 "
    "准备 准备好 实施 举办 举行 颁奖 颁发 治疗 治病 看病 灭火 当好 募捐 捐款 捐 捐出 捐赠 捐献 集资 保密 点歌 "
    "代言 庆生 打气 创造 带来 带去 做 作 搭 搭起 搭建 留 留下 打造 安装 装上 开辟 设计 定制 赢得 争取 争得 "
    "争光 奠定 节省 减轻 减负 撰写 翻译 画 写 写下 唱 演唱 演奏 配音 配乐 站台 发放 出资 解决 提出 敞开 建造 "
    "修建 盖 讲 讲述 讲课 讲解 介绍 开 开设 打开 点 点燃 倒 沏 端来 盛 缝 缝制 织 熬 煮 做饭 洗 梳 按压 按摩 "
    "包扎 手术 动手术 注射 输血 喂 拍 拍照 拍摄 牵线 牵线搭桥 求情 说话 说情 申冤 伸冤 报仇 复仇 雪耻 平反 鸣冤 "
    "奔走 奔波 奋斗 战斗 献身 牺牲 拼搏 操劳 忙 忙碌 守夜 守灵 祈祷 祈福 祝寿 祝贺 庆祝 欢呼 呐喊 呐喊助威 助威 "
    "助阵 助力 护航 保驾护航 充电 加油 供水 供电 供应 输送 生产 加工 建立 设立 创建 成立 开通 增添 增加 补充 注入 "
    "免费 免去 办理 购买 支付 付 付账 买单 担保 投保 缴纳 垫付 报销 争 带 带路 引路 指路 指明 接风 接生 饯行 践行 "
    "立 立下 立碑 树碑 塑像 命名 取名 起名 正名 辩解 开脱 打工 代理 走秀 客串 效劳 卖命 让路 让座 挡 撑 撑伞 披上 "
    "戴上 盖上 穿上 系上 解围 解忧 分忧 排忧解难 送葬 筹款 筹资 筹集 铺路 修路 修理 维修 保管 看门 站岗 放哨 分离"
)
"""Things done for somebody or something named before: 为大桥剪彩."""
BEING: Final = ("", *"人期首准主")
"""At the beginning of a sentence 为 means for, except before these."""
CHARACTER: Final = tuple("正善谦和低热耿朴忠厚诚豪坦仗慷真刚随宽仁老")
"""A person's qualities, after 为人."""
BECOMING: Final = frozenset(
    "成作认视称列改定选评变化分转译命当结降升提立拜设划折合约均皆多最极更颇"
)
"""Words ending in these before 为 show that it says what something is or becomes."""
EACH_IS: Final = word_set(
    "图 名 名称 原名 全名 平均 主要 大多 其中 应 面积 长度 人口 时间 作用 功能 任务 主题 目的 目标 "
    "对象 身份 职业 背景 主业 职务 学历 国籍 籍贯 民族 性别 地点 地址 内容 形式 方式 原因 结果 特点 "
    "性质 口号 宗旨 前身 简称 别名"
)
"""After these it means to be as well."""
FOR_WHOM: Final = PRONOUNS | word_set(
    "孩子 孩子们 母亲 父亲 父母 妈妈 爸爸 老人 老师 学生 家人 顾客 客人 客户 观众 读者 市民 "
    "居民 群众 游客 记者 患者 病人 员工 农民 企业 公司 国家 社会 人类 人民 祖国 儿子 女儿 "
    "丈夫 妻子 朋友 用户 球队 队员 主人 此 何 啥 什么 之"
)
"""Persons and pronouns: if a verb follows, 为 before these means for them."""
WILLING: Final = word_set(
    "要 想 会 能 可 可以 将 将要 已 已经 曾 曾经 正 正在 在 就 也 都 只 只想 愿 愿意 乐意 不 "
    "别 不要 不能 不该 不想 不愿 应该 必须 决定 打算 试图 专门 特地 特意 亲自 一直 始终 总是 "
    "仅 只是 甘愿 纷纷 继续 主动 积极 努力 尽力 极力 还 还要 又 再 反对 表示 这 或 世代 甘 就是"
)
"""Words before a verb that show it is done for somebody or something."""


def wei(words: Sequence[str], i: int) -> str:
    """The syllable of 为 as a word; empty if its position does not show it.

    It means for if it links somebody or something to a verb: 要为我们唱歌. It means to be if the clause
    ends in what something is: 选为班长, 面积为五米.
    """
    before = words[i - 1] if i else ""
    after = words[i + 1 :]
    behind = after[0] if after else ""
    has_more = len(after) > 1
    is_character = behind == "人" and has_more and after[1][0] in CHARACTER
    becomes = before[-1:] in BECOMING and before not in WILLING
    if is_character or becomes or before in EACH_IS:
        return "wei2"
    is_willing = before in WILLING or before in PRONOUNS
    first = behind[:1]
    is_amount = first in NUMBER and first not in ("这", "那")
    if is_amount and not is_willing:
        return "wei2"
    leads = i == 0 and first not in BEING
    is_for_somebody = has_more and behind in FOR_WHOM
    if leads or is_for_somebody or _is_done(after):
        return "wei4"
    if not FOR.isdisjoint(after[:4]):
        return "wei4"
    ends_in_noun = "的" in after[-1:]
    return "wei4" if is_willing and has_more and not ends_in_noun else ""


def _is_done(after: Sequence[str]) -> bool:
    """Whether something is done for whoever precedes it; not if it only describes a thing:
    该片为他拍摄的电影."""
    if not TAKING_CARE.isdisjoint(after[1:]):
        return True
    verbs = (n for n, word in enumerate(after) if n and word in DONE)
    return any("的" not in after[n + 1 : n + 2] for n in verbs)
