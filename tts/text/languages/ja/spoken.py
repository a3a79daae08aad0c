"""How numbers and symbols are read in Japanese: a table of rules, in order."""

from __future__ import annotations

from typing import Final

from tts.text.languages.ja.counters import ANY, COUNTED, counted
from tts.text.languages.ja.dates import (
    CLOCK,
    FIRST_DAY,
    ISO,
    OF_MONTH,
    OF_YEAR,
    PHONE,
    POSTCODE,
    SHORT,
    clock,
    fraction,
    minutes,
    of_month,
    phone,
    postcode,
    whole,
    year,
)
from tts.text.languages.ja.numbers import NUMBER, amount, by_digits
from tts.text.languages.ja.units import ANY as UNIT
from tts.text.languages.ja.units import MEASURED, PAID, SIGNS, measured, paid
from tts.text.languages.rule import Rule

NEEDED: Final = r"[\d〒%％№]|時[一-十]|千年"
"""A sentence without any of these needs no rewriting."""
WIDE: Final[dict[int, str]] = dict(
    zip(map(ord, "０１２３４５６７８９，．：／％＋－＝"), "0123456789,.:/%+-=", strict=True)
)
"""Full-width characters around numbers -> those that the rules use."""
TO: Final = "[〜～~]"
BEHIND: Final = r"[\d%℃時分秒円年月日回人個本歳才代度倍万億兆階位名メグセキ㎞㎏]"
LETTERED: Final = {
    "CO2": "シーオーツー",
    "H2O": "エイチツーオー",
    "B2B": "ビートゥービー",
    "B2C": "ビートゥーシー",
    "2D": "ツーディー",
    "3D": "スリーディー",
    "4K": "ヨンケー",
    "8K": "ハチケー",
    "4G": "ヨンジー",
    "5G": "ゴジー",
    "MP3": "エムピースリー",
    "MP4": "エムピーフォー",
    "PM2.5": "ピーエムニテンゴ",
}
"""Letters and a number that are read in English."""

SPOKEN: Final = (
    Rule(
        rf"(?<={BEHIND}){TO}(?=\s?(?:約|午[前後]|翌)?[¥$]?\d)",
        "カラ",
        "3〜5年かかる。",
        "サンカラゴネンかかる。",
    ),
    Rule(POSTCODE, postcode, "〒100-0001", "郵便番号、イチゼロゼロのゼロゼロゼロイチ"),
    Rule(
        PHONE,
        phone,
        "電話は03-1234-5678です。",
        "電話はゼロサン、イチニーサンヨン、ゴーロクナナハチです。",
    ),
    Rule(ISO, whole, "2026-11-29に", "ニセンニジュウロクネン ジュウイチガツ ニジュウクニチに"),
    Rule(SHORT, of_month, "11/1（日）", "ジュウイチガツ ツイタチ（日）"),
    Rule(
        OF_YEAR,
        year,
        "2026年11月の初め",
        "ニセンニジュウロクネン ジュウイチガツの初め",
    ),
    Rule(OF_MONTH, of_month, "4月1日から", "シガツ ツイタチから"),
    Rule(FIRST_DAY, "ツイタチ", "1日付の新聞", "ツイタチ付の新聞"),
    Rule(CLOCK, clock, "12:30に着く。", "ジュウニジ サンジュップンに着く。"),
    Rule(PAID, paid, "¥1,200と$5", "センニヒャクエンとゴドル"),
    Rule(
        rf"(?<![\d.\-A-Za-z])({NUMBER})[-‐–—−―]({NUMBER})(?=\s?(?:{UNIT}|{ANY}))",
        lambda match: f"{amount(match[1])}カラ{match[2]}",
        "10-20人が来た。",
        "ジュウカラニジュウニンが来た。",
    ),
    Rule(
        r"(?<![\w.)])[-−–](?=\d)|(?<=[ぁ-ヿ一-鿿（「、。])[−-](?=\d)",
        "マイナス",
        "気温は-5℃だった。",
        "気温はマイナスゴドだった。",
    ),
    Rule(
        rf"({NUMBER})分の(?={NUMBER})",
        lambda match: f"{amount(match[1])}ブンノ",
        "3分の1になった。",
        "サンブンノイチになった。",
    ),
    Rule(
        r"(?<![\d/.])(\d{1,3})/(\d{1,3})(?![\d/.]|\.\d)",
        fraction,
        "全体の1/3を使う。",
        "全体のサンブンノイチを使う。",
    ),
    Rule(
        r"(?<![\d.])(\d+\.\d+(?:\.\d+)+)(?![\d.])",
        lambda match: "テン".join(amount(part) for part in match[1].split(".")),
        "バージョン2.0.1です。",
        "バージョンニテンゼロテンイチです。",
    ),
    Rule(
        r"(?<=\d)\s?([×÷=+±])\s?(?=\d)",
        lambda match: SIGNS[match[1]],
        "3×4=12です。",
        "サンカケルヨンイコールジュウニです。",
    ),
    Rule(
        r"(?<=\d)\s?[-–−](?=\s?\d+\s?で(?:勝|負|敗|引))|(?<=\d)\s?[:対](?=\s?\d)",
        "タイ",
        "3-2で勝った。",
        "サンタイニで勝った。",
    ),
    Rule(
        r"(?<![A-Za-z-])(\d+(?:-\d+)+)(?![\d-])",
        lambda match: "の".join(amount(part) for part in match[1].split("-")),
        "本町1-2-3にある。",
        "本町イチのニのサンにある。",
    ),
    Rule(
        rf"(?<![A-Za-z\d])({'|'.join(LETTERED)})(?![A-Za-z\d])",
        lambda match: LETTERED[match[1]],
        "CO2と3D",
        "シーオーツーとスリーディー",
    ),
    Rule(
        "(?<=時)([二三四五]?十)?([一二三四五六七八九])?分(?=[^ぁ-ん]|[ま-もがのでにはを]|$)",
        minutes,
        "五時十分に起きた。",
        "五時ジュップンに起きた。",
    ),
    Rule("千年(?!飴)", "センネン", "千年前の空気", "センネン前の空気"),
    Rule(r"110番", "ヒャクトオバン", "110番に電話する。", "ヒャクトオバンに電話する。"),
    Rule(
        r"(?:No\.|№)\s?(?=\d)",
        "ナンバー",
        "No.5の部屋",
        "ナンバーゴの部屋",
    ),
    Rule(
        r"第\s?(?=\d)",
        "ダイ",
        "第3回の会議",
        "ダイサンカイの会議",
    ),
    Rule(MEASURED, measured, "100kgで10%", "ヒャッキログラムでジュッパーセント"),
    Rule(
        COUNTED,
        counted,
        "3人で1,200円、1人は20歳、3本と10分",
        "サンニンでセンニヒャクエン、ヒトリはハタチ、サンボンとジュップン",
    ),
    Rule(
        r"(?<=[A-Za-z])-(?=\d)",
        " ",
        "GPT-4を使う。",
        "GPT ヨンを使う。",
    ),
    Rule(
        r"(?<![\d.])0\d+(?!\.?\d)",
        lambda match: by_digits(match[0]),
        "暗証は0075だ。",
        "暗証はゼロゼロナナゴーだ。",
    ),
    Rule(NUMBER, lambda match: amount(match[0]), "答えは42だ。", "答えはヨンジュウニだ。"),
)
"""Each with an example, and its pronunciation after all rules."""
