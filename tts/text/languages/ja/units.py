"""Units, money and symbols next to Japanese numbers, in katakana."""

from __future__ import annotations

import re
from typing import Final

from tts.text.languages.ja.counters import Counter
from tts.text.languages.ja.numbers import NUMBER, amount

METRES: Final = "メートル"
UNITS: Final = {
    "km/h": "キロメートルマイジ",
    "m/s": "メートルマイビョウ",
    "km²": "ヘイホウキロメートル",
    "km2": "ヘイホウキロメートル",
    "m²": "ヘイホウメートル",
    "m2": "ヘイホウメートル",
    "cm²": "ヘイホウセンチメートル",
    "m³": "リッポウメートル",
    "m3": "リッポウメートル",
    "cm³": "リッポウセンチメートル",
    "km": "キロメートル",
    "cm": "センチメートル",
    "mm": "ミリメートル",
    "μm": "マイクロメートル",
    "nm": "ナノメートル",
    "m": METRES,
    "kg": "キログラム",
    "mg": "ミリグラム",
    "μg": "マイクログラム",
    "g": "グラム",
    "t": "トン",
    "kL": "キロリットル",
    "mL": "ミリリットル",
    "ml": "ミリリットル",
    "dL": "デシリットル",
    "L": "リットル",
    "ℓ": "リットル",
    "l": "リットル",
    "cc": "シーシー",
    "ha": "ヘクタール",
    "°C": "ド",
    "℃": "ド",
    "°F": "カシ",
    "°": "ド",
    "kWh": "キロワットジ",
    "kW": "キロワット",
    "MW": "メガワット",
    "GW": "ギガワット",
    "W": "ワット",
    "kV": "キロボルト",
    "V": "ボルト",
    "mA": "ミリアンペア",
    "kHz": "キロヘルツ",
    "MHz": "メガヘルツ",
    "GHz": "ギガヘルツ",
    "Hz": "ヘルツ",
    "KB": "キロバイト",
    "kB": "キロバイト",
    "MB": "メガバイト",
    "GB": "ギガバイト",
    "TB": "テラバイト",
    "Mbps": "メガビーピーエス",
    "Gbps": "ギガビーピーエス",
    "kcal": "キロカロリー",
    "cal": "カロリー",
    "kPa": "キロパスカル",
    "hPa": "ヘクトパスカル",
    "dB": "デシベル",
    "ppm": "ピーピーエム",
    "ms": "ミリビョウ",
    "px": "ピクセル",
    "dpi": "ディーピーアイ",
    "kb": "キロビット",
    "%": "パーセント",
    "‰": "パーミル",
    "％": "パーセント",
}
"""Unit as written -> its pronunciation; NFKC has already converted ㎏ and ㎡."""
SQUARED: Final = {
    "㎡": "ヘイホウメートル",
    "㎢": "ヘイホウキロメートル",
    "㎥": "リッポウメートル",
    "㎝": "センチメートル",
    "㎜": "ミリメートル",
    "㎞": "キロメートル",
    "㎏": "キログラム",
    "㎎": "ミリグラム",
    "㌔": "キロ",
    "㌢": "センチ",
    "㍍": METRES,
    "㌘": "グラム",
    "㌧": "トン",
    "㍑": "リットル",
    "㌫": "パーセント",
    "㌶": "ヘクタール",
    "㌦": "ドル",
    "㌻": "ページ",
}
"""Single-character units."""
SAID: Final = {**UNITS, **SQUARED}
ANY: Final = "|".join(map(re.escape, sorted(SAID, key=len, reverse=True)))
LOAN_ROWS: Final = {"キ": "k", "セ": "s", "ト": "s", "パ": "p", "ピ": "p", "ポ": "p", "ペ": "p"}
"""First kana of a unit -> its row of sounds. `キロ` is k: 100キロ is ヒャッキロ."""
MONEY: Final = {
    "¥": "エン",
    "￥": "エン",
    "$": "ドル",
    "US$": "ベイドル",
    "€": "ユーロ",
    "£": "ポンド",
    "₩": "ウォン",
    "元": "ゲン",
    "円": "エン",
}
SIGNS: Final = {"×": "カケル", "÷": "ワル", "=": "イコール", "+": "プラス", "±": "プラスマイナス"}


def measured(match: re.Match[str]) -> str:
    """Read a number and a unit, groups 1 and 2."""
    kana = SAID[match[2]]
    counter = Counter(kana, LOAN_ROWS.get(kana[0], ""))
    return counter.behind(match[1])


def paid(match: re.Match[str]) -> str:
    """Read a currency symbol and a number, groups 1 and 2."""
    return amount(match[2]) + MONEY[match[1]]


MEASURED: Final = rf"({NUMBER})\s?({ANY})(?![A-Za-z])"
PAID: Final = rf"(US\$|[¥￥$€£₩])\s?({NUMBER})(?:円|ドル|ユーロ)?"
