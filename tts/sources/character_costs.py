"""How common characters are in a language, to distinguish charsets.

A decoded text is scored by the cost of its characters: their information in nats in texts of the
language, so that decodings by different charsets can be compared. Bytes decoded by the wrong
charset yield rare characters, misplaced punctuation, and capitals after small letters.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Final

ASCII: Final = {
    **dict.fromkeys("abcdefghijklmnopqrstuvwxyz \n", 3.0),
    **dict.fromkeys("0123456789\t\r", 4.0),
}
"""Letters and white space; other ASCII characters cost as much as a capital."""
CAPITAL: Final = 5.0
CONTROL: Final = 18.0
LOST: Final = "\ufffd"
DAMAGE: Final = 13.0
"""A character that could not be decoded: costs more than a rare one, less than two wrong ones."""
MISPLACED: Final = 9.0
"""Additional cost of a sign or letter in a position where none belongs."""
SIGN: Final = 12.0
"""A sign that is rare in running text; a letter of another script."""
PRIVATE: Final = 20.0
PLAUSIBLE: Final = 9.5
"""Maximum average nats per non-ASCII character in text; garbage has 11 and more."""
PLAUSIBLE_LETTERS: Final = 7.3
"""The same for alphabetic scripts; garbage has 8 and more."""
RAREST: Final = 9.5
"""Cost of the rarest character that may occur in any text."""
EXCESS: Final = 0.15
"""Maximum average nats per character beyond that in undamaged text."""
SIGNS: Final = {
    **dict.fromkeys("，", 3.0),
    **dict.fromkeys("。、", 3.7),
    **dict.fromkeys("’“”：「」！？；\u3000", 5.5),
    **dict.fromkeys("‘—…·（）《》『』–«»„№【】～・", 7.0),
    **dict.fromkeys("£€°©®½¼¾²³µ×±§™\u00a0", 7.0),
}
UNCOUNTED: Final = 12.5
"""A Han character that is in no table."""
WRITTEN_IN: Final = {
    "kana": (
        "のにたいをはしとるてがなでれすっりもまかこきらくさあそよけせどつみだちわめえおうびへべねぶやゆほむばげ",
        3.0,
        0.06,
    ),
    "hangul": (
        "이다는에을의가고하지로은한를사기도어아서자리인그있나시대과정들것라수일만여보게부해으니스주장제전상었안구했오마원동비소성"
        "무국학면유조미신생경회용방중모공위적세선때문실화개분단관물요내간발말음진연당거드야계반실영재살집와심치입강남더등속저우"
        "바트러르되데달린된될않없같며까럼체통차행년월교불명",
        3.4,
        0.026,
    ),
    "cyrillic": ("оеаинтсрвлкмдпуяыьгзбчйхжшюцщіэїєфёъґў", 2.2, 0.11),
    "greek": ("αοιετνσηυρπκμλςόίάέγδωήχθύφβώξζψ", 2.3, 0.11),
    "hebrew": ("יהולארתבמשנעםדחקפכגצטזסןךףץ", 2.3, 0.11),
    "arabic": ("اليمونرتبهةدعفسكقحجأىصشطخضذغزثءإظئؤآ،", 2.2, 0.11),
    "thai": ("านรอกเงมยวล้่ดทสตัีิหปบคแจพชขใไโะึื์ุูำผศซธณญถฟษฝฐฎฏฬฤฆๆ็๋ภ", 2.6, 0.05),
    "accented": ("éáíóñäöüèàçêßãúâåøôæœëîïûùìòªºþð", 4.4, 0.1),
    "central": (
        "ąćęłńóśźżáčďéěíňřšťúůýžöőüűđăâîşţäľĺŕôãõēāčģīķļņųūėįğıçäöơưđ"
        "\u0301\u0300\u0323\u0309\u0303",
        4.6,
        0.02,
    ),
}
"""Letters of a script, the commonest first; the cost of the first, and the increase for each
following one."""
CAPITALS: Final = 3.0
"""Additional cost of a capital letter."""
MORE: Final = {
    "kana": ((0x3041, 0x3097, 6.0), (0x30A1, 0x30FB, 6.0), (0x30FC, 0x30FD, 5.0)),
    "hangul": ((0xAC00, 0xD7A4, 9.5),),
}
"""Other characters of a script."""
CANTONESE: Final = dict.fromkeys("嘅唔係喺嚟啲嗰咗冇咁哋佢嘢睇咩噉晒", 8.0)
"""Han characters that are common in Cantonese and rare elsewhere."""
ALONE = r"[\u3040-\u9fff\uac00-\ud7a3]"
WRONG: Final = re.compile(
    r"(?<=[а-яёα-ωά-ώ])[А-ЯЁΑ-Ω]"
    r"|(?<![ก-ฮ\u0e31\u0e33-\u0e3a\u0e47-\u0e4e])[\u0e31\u0e33-\u0e3a\u0e47-\u0e4e]"
    r"|[เ-ไ](?![ก-ฮ])|[ก-ฮ]{6}"
    r"|(?<=[א-ת])[ךםןףץ](?=[א-ת])|(?<=[ةى])[ء-ي]"
    r"|[A-Za-z](?=[Α-ώЀ-ӿא-ת؟-ي\u0e01-\u0e4e])|(?<=[Α-ώЀ-ӿא-ת؟-ي\u0e01-\u0e4e])[A-Za-z]"
    r"|(?<=[a-z] )(?:[Ͱ-ӿא-ת]|(?![àáâåäæèéêëìíîòóôöøùúœ])[\u00c0-\u02ff])(?= [a-z])"
    rf"|(?<!{ALONE}){ALONE}(?=[a-z])|(?<=[a-z]){ALONE}(?!{ALONE}|[，。、：；！？」”）])"
)
"""A capital after a small letter, a vowel sign without its consonant, a final letter inside a word,
a Latin letter next to one of another alphabet or to a single Han character; a single letter among
Latin words."""
TELLING: Final = re.compile(r"[^\t\n\r\x20-\x7e]")
"""Characters that distinguish charsets: non-ASCII ones, and control characters, which text does not
contain."""


class Costs(dict[str, float]):
    """The cost of each character in text of some scripts, computed on first use."""

    def __init__(self, *scripts: str) -> None:
        self._scripts = scripts
        super().__init__(ASCII | SIGNS)
        for script in scripts:
            if script == "han":
                self._keep(han() | CANTONESE)
            else:
                letters, first, step = WRITTEN_IN[script]
                self._keep({char: first + step * n for n, char in enumerate(letters)})

    def of(self, text: str) -> float:
        """The cost of a text in nats."""
        total = sum(self[char] * times for char, times in Counter(text).items())
        return total + MISPLACED * len(WRONG.findall(text))

    def usual(self, text: str) -> float:
        """Average nats per distinguishing character, without lost ones; 0 if there are none."""
        counts = Counter(TELLING.findall(text))
        del counts[LOST]
        nats = sum(self[char] * times for char, times in counts.items())
        return (nats + MISPLACED * len(WRONG.findall(text))) / max(counts.total(), 1)

    def is_text(self, text: str) -> bool:
        """Whether its characters are on average as common as in text."""
        signs = TELLING.findall(text)
        wide = sum(char > "\u2e80" for char in signs)
        return self.usual(text) <= (PLAUSIBLE if wide * 2 > len(signs) else PLAUSIBLE_LETTERS)

    def excess(self, text: str) -> float:
        """Nats of rare characters beyond what any text of that length has."""
        beyond = ((self[char] - RAREST) * times for char, times in Counter(text).items())
        return sum(nats for nats in beyond if nats > 0) - EXCESS * len(text)

    def __missing__(self, char: str) -> float:
        self[char] = cost = self._worked_out(char)
        return cost

    def _keep(self, costs: dict[str, float]) -> None:
        for char, cost in costs.items():
            self[char] = min(cost, self.get(char, cost))

    def _worked_out(self, char: str) -> float:
        code = ord(char)
        if code < 0x80:
            return CAPITAL if char.isprintable() else CONTROL
        if char == LOST:
            return DAMAGE
        for script in self._scripts:
            for first, end, cost in MORE.get(script, ()):
                if first <= code < end:
                    return cost if _is_in_use(char) else UNCOUNTED
        if char.lower() != char and char.lower() in self:
            return self[char.lower()] + CAPITALS
        return _stranger(code)


def _is_in_use(char: str) -> bool:
    """Whether a syllable is one of the 2,350 in KS X 1001 that occur in Korean, rather than only
    possible."""
    return char < "\uac00" or len(char.encode("euc_kr", "ignore")) == 2


def _stranger(code: int) -> float:
    """Cost of a character from a script that the language does not use."""
    if 0x80 <= code < 0xA0:
        return CONTROL
    if 0xE000 <= code < 0xF900 or code in range(0xD800, 0xE000) or code > 0xE0000:
        return PRIVATE
    return UNCOUNTED if 0x3400 <= code < 0xA000 or code >= 0x20000 else SIGN


@cache
def han() -> dict[str, float]:
    """Han characters of both scripts and their cost in nats (made by tools/make_characters.py)."""
    table = files("tts").joinpath("data", "characters.txt").read_text("utf-8")
    lines = enumerate(table.split("\n"))
    return {char: float(nats) for nats, line in lines for char in line}


@cache
def costs(*scripts: str) -> Costs:
    return Costs(*scripts)
