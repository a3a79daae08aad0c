"""Counters after Japanese numbers, and how the two affect each other's pronunciation.

三本 is サンボン and 一本 イッポン: before some sounds イチ, ロク, ハチ, ジュウ and ヒャク end in a stop, and after some
numbers h becomes b or p.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tts.text.languages.ja.numbers import NUMBER, amount

STOPS: Final = {
    "イチ": "イッ",
    "ロク": "ロッ",
    "ハチ": "ハッ",
    "ジュウ": "ジュッ",
    "ヒャク": "ヒャッ",
    "ビャク": "ビャッ",
    "ピャク": "ピャッ",
}
HUNDREDS: Final = ("ヒャク", "ビャク", "ピャク")
ROWS: Final = {
    "k": ("イチ", "ロク", "ハチ", "ジュウ", *HUNDREDS),
    "s": ("イチ", "ハチ", "ジュウ"),
    "h": ("イチ", "ロク", "ハチ", "ジュウ", *HUNDREDS),
    "p": ("ジュウ",),
    "": (),
}
"""First sound of a counter -> the numbers that end in a stop before it; `p` is for loanwords."""
NASAL: Final = ("サン", "セン", "マン")
"""Numbers after which a counter may be voiced."""

VOICED_BY_FOUR: Final = frozenset({"フン", "フンカン", "ホ", "ハク", "ハクメ"})
"""Counters that ヨン also changes: 4分 is ヨンプン, but 4本 ヨンホン."""


@dataclass(frozen=True, slots=True)
class Counter:
    """A counter and its irregular forms."""

    kana: str
    row: str = ""
    """A key of ROWS."""
    stopped: str = ""
    """Its form after a stop: ポン for ホン."""
    voiced: str = ""
    """Its form after サン, セン and マン: ボン for ホン."""
    three: str = ""
    """Its form after サン only: ガイ for カイ."""
    exact: Mapping[int, str] = field(default_factory=dict)
    """Number -> the pronunciation of number and counter together."""
    ones: Mapping[str, str] = field(default_factory=dict)
    """Last digit -> its pronunciation before this counter."""

    def behind(self, written: str) -> str:
        """The pronunciation of a number and the counter."""
        plain = written.replace(",", "")
        if plain.isascii() and plain.isdigit() and int(plain[:20]) in self.exact:
            return self.exact[int(plain[:20])]
        said = amount(written)
        last = plain[-1]
        if last in self.ones and "." not in plain:
            said = _without(said, last) + self.ones[last]
        for full in ROWS[self.row]:
            if said.endswith(full):
                return said.removesuffix(full) + STOPS[full] + (self.stopped or self.kana)
        nasal = (*NASAL, "ヨン") if self.kana in VOICED_BY_FOUR else NASAL
        if said.endswith(nasal) and self.voiced:
            return said + self.voiced
        if said.endswith("サン") and self.three:
            return said + self.three
        return said + self.kana


def _without(said: str, digit: str) -> str:
    return said.removesuffix(amount(digit))


def _plain(pairs: str, row: str = "") -> dict[str, Counter]:
    """
    >>> _plain("枚:マイ")["枚"].behind("3")
    'サンマイ'
    """
    found = {}
    for pair in pairs.split():
        written, kana = pair.split(":")
        for one in written.split("|"):
            found[one] = Counter(kana, row)
    return found


def _changing(triples: str) -> dict[str, Counter]:
    """Counters with h: their forms after a number, after a stop, and after a nasal."""
    found = {}
    for each in triples.split():
        written, kana, stopped, voiced = each.split(":")
        found[written] = Counter(kana, "h", stopped, voiced)
    return found


DAYS: Final = {
    1: "イチニチ",
    2: "フツカ",
    3: "ミッカ",
    4: "ヨッカ",
    5: "イツカ",
    6: "ムイカ",
    7: "ナノカ",
    8: "ヨウカ",
    9: "ココノカ",
    10: "トオカ",
    14: "ジュウヨッカ",
    20: "ハツカ",
    24: "ニジュウヨッカ",
}
THINGS: Final = dict(
    enumerate(
        (
            "ヒトツ",
            "フタツ",
            "ミッツ",
            "ヨッツ",
            "イツツ",
            "ムッツ",
            "ナナツ",
            "ヤッツ",
            "ココノツ",
        ),
        1,
    )
)
OF_DAYS: Final = {"7": "シチ", "9": "ク"}
OF_HOURS: Final = {"4": "ヨ", "7": "シチ", "9": "ク"}
PEOPLE: Final = {1: "ヒトリ", 2: "フタリ"}


def _lasting(behind: str) -> Counter:
    """A counter of days, as a duration or from the first one."""
    counted = {day: f"{kana}{behind}" for day, kana in DAYS.items()}
    return Counter(f"ニチ{behind}", exact=counted, ones=OF_DAYS)


def _native(kana: str, row: str = "") -> Counter:
    """A counter with native numbers for one and two: ヒトハコ."""
    return Counter(kana, row, exact={1: f"ヒト{kana}", 2: f"フタ{kana}"})


COUNTERS: Final[Mapping[str, Counter]] = {
    **_plain(
        "個|箇|コ:コ 回:カイ 回目:カイメ 巻:カン 曲:キョク 件:ケン 校:コウ 機:キ 基:キ "
        "級:キュウ ヶ月|か月|カ月|ケ月|ヵ月|箇月|ヶ月間|か月間|カ月間:カゲツ "
        "ヶ国|か国|カ国|ヵ国:カコク ヶ所|か所|カ所|ヵ所|箇所:カショ "
        "ヶ月目|か月目|カ月目:カゲツメ ヶ国語|か国語|カ国語:カコクゴ 区:ク 句:ク 球:キュウ "
        "画:カク 脚:キャク 貫:カン 海里:カイリ",
        "k",
    ),
    **_plain(
        "冊:サツ 社:シャ 種:シュ 種類:シュルイ 隻:セキ 世紀:セイキ 世帯:セタイ 週:シュウ "
        "週間:シュウカン 週目:シュウメ 周:シュウ 周年:シュウネン 章:ショウ 室:シツ 勝:ショウ "
        "色:ショク 席:セキ 戦:セン 節:セツ 頭:トウ 点:テン 通:ツウ 着:チャク 丁目:チョウメ "
        "等:トウ 体:タイ 店:テン 店舗:テンポ 党:トウ 審:シン 親等:シントウ 升:ショウ "
        "センチ:センチ トン:トン",
        "s",
    ),
    **_plain(
        "名:メイ 枚:マイ 台:ダイ 番:バン 番目:バンメ 番線:バンセン 番地:バンチ 度:ド "
        "度目:ドメ 倍:バイ 秒:ビョウ 秒間:ビョウカン 号:ゴウ 号室:ゴウシツ 号車:ゴウシャ "
        "号機:ゴウキ 行:ギョウ 語:ゴ 字:ジ 次:ジ 部:ブ 問:モン 両:リョウ 割:ワリ 位:イ "
        "列:レツ 話:ワ 羽:ワ 里:リ 条:ジョウ 畳:ジョウ 錠:ジョウ 膳:ゼン 代:ダイ 面:メン "
        "文字:モジ 元:ゲン ドル:ドル ユーロ:ユーロ ウォン:ウォン 馬力:バリキ 万:マン "
        "日本円:ニホンエン メートル:メートル グラム:グラム リットル:リットル 段:ダン "
        "段階:ダンカイ 球団:キュウダン 年代:ネンダイ 年生:ネンセイ 合目:ゴウメ 合:ゴウ "
        "丁:チョウ 尾:ビ 票差:ヒョウサ 試合:シアイ 打席:ダセキ ミリ:ミリ 坪:ツボ "
        "毛作:モウサク 院:イン 女:ジョ 男:ナン 輪:リン 浪:ロウ 塁:ルイ 連勝:レンショウ "
        "連敗:レンパイ 分野:ブンヤ 分類:ブンルイ 部門:ブモン 項目:コウモク 人前:ニンマエ "
        "学期:ガッキ 学年:ガクネン 都市:トシ 大学:ダイガク 都道府県:トドウフケン "
        "品目:ヒンモク"
    ),
    **_plain(
        "パーセント:パーセント ページ:ページ ポイント:ポイント ポンド:ポンド キロ:キロ "
        "カロリー:カロリー",
        "p",
    ),
    **_changing(
        "本:ホン:ポン:ボン 匹:ヒキ:ピキ:ビキ 杯:ハイ:パイ:バイ 票:ヒョウ:ピョウ:ビョウ "
        "分:フン:プン:プン 泊:ハク:パク:パク 発:ハツ:パツ:パツ 版:ハン:パン:パン "
        "編:ヘン:ペン:ペン 遍:ヘン:ペン:ベン 歩:ホ:ポ:ポ 班:ハン:パン:パン 品:ヒン:ピン:ピン "
        "敗:ハイ:パイ:パイ 俵:ヒョウ:ピョウ:ビョウ 拍:ハク:パク:パク 筆:ヒツ:ピツ:ピツ "
        "分間:フンカン:プンカン:プンカン 本目:ホンメ:ポンメ:ボンメ 泊目:ハクメ:パクメ:パクメ "
        "杯目:ハイメ:パイメ:バイメ 匹目:ヒキメ:ピキメ:ビキメ"
    ),
    "階": Counter("カイ", "k", three="ガイ"),
    "階建て": Counter("カイダテ", "k", three="ガイダテ"),
    "軒": Counter("ケン", "k", three="ゲン"),
    "足": Counter("ソク", "s", three="ゾク"),
    "歳": Counter("サイ", "s", exact={20: "ハタチ"}),
    "才": Counter("サイ", "s", exact={20: "ハタチ"}),
    "歳代": Counter("サイダイ", "s"),
    "人": Counter("ニン", exact=PEOPLE, ones={"4": "ヨ"}),
    "人目": Counter("ニンメ", exact={1: "ヒトリメ", 2: "フタリメ"}, ones={"4": "ヨ"}),
    "人組": Counter("ニングミ", exact={1: "ヒトリグミ", 2: "フタリグミ"}, ones={"4": "ヨ"}),
    "人部屋": Counter("ニンベヤ", exact={1: "ヒトリベヤ", 2: "フタリベヤ"}, ones={"4": "ヨ"}),
    "人乗り": Counter("ニンノリ", exact={1: "ヒトリノリ", 2: "フタリノリ"}, ones={"4": "ヨ"}),
    "つ": Counter("ツ", exact=THINGS),
    "つ目": Counter("ツメ", exact={number: f"{kana}メ" for number, kana in THINGS.items()}),
    "日": Counter("ニチ", exact=DAYS, ones=OF_DAYS),
    "日間": _lasting("カン"),
    "日目": _lasting("メ"),
    "日後": _lasting("ゴ"),
    "日前": _lasting("マエ"),
    "月": Counter("ガツ", ones={"4": "シ", "7": "シチ", "9": "ク"}),
    "年": Counter("ネン", ones={"4": "ヨ"}),
    "年間": Counter("ネンカン", ones={"4": "ヨ"}),
    "年度": Counter("ネンド", ones={"4": "ヨ"}),
    "年目": Counter("ネンメ", ones={"4": "ヨ"}),
    "年前": Counter("ネンマエ", ones={"4": "ヨ"}),
    "年後": Counter("ネンゴ", ones={"4": "ヨ"}),
    "年ぶり": Counter("ネンブリ", ones={"4": "ヨ"}),
    "円": Counter("エン", ones={"4": "ヨ"}),
    "時": Counter("ジ", ones=OF_HOURS),
    "時半": Counter("ジハン", ones=OF_HOURS),
    "時間": Counter("ジカン", ones=OF_HOURS),
    "時間半": Counter("ジカンハン", ones=OF_HOURS),
    "時台": Counter("ジダイ", ones=OF_HOURS),
    "箱": _native("ハコ"),
    "桁": _native("ケタ"),
    "袋": _native("フクロ"),
    "皿": _native("サラ"),
    "組": _native("クミ"),
    "晩": _native("バン"),
    "部屋": _native("ヘヤ"),
    "切れ": _native("キレ"),
    "口": _native("クチ"),
    "束": _native("タバ"),
    "株": _native("カブ"),
    "通り": _native("トオリ"),
    "粒": _native("ツブ"),
    "丸": Counter("マル"),
}
"""Counter as written -> its pronunciation."""
LONGEST_FIRST: Final = sorted(COUNTERS, key=len, reverse=True)
ANY: Final = "|".join(map(re.escape, LONGEST_FIRST))
"""A pattern that matches any counter."""
COUNTED: Final = rf"({NUMBER})\s?((?!日本[^円]|人気|人間|本当|月曜|台湾)(?:{ANY}))"


def counted(match: re.Match[str]) -> str:
    """Read a number and a counter, groups 1 and 2, with a space before a following number."""
    said = COUNTERS[match[2]].behind(match[1])
    goes_on = match.string[match.end() : match.end() + 1].isdigit()
    return f"{said} " if goes_on else said
