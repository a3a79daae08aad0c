"""Our own sentences in the languages of many charsets, and common damage to files with them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tests.pages import CHINESE, ENGLISH

TRADITIONAL: Final = (
    "春天一到，河邊的老柳樹就醒了，孩子們把書包掛在低處的枝上，脫了鞋去踩水。",
    "鎮上的水文站記錄顯示，今年三月的水位比往年高出了十二公分，站長說不必擔心。",
    "「水聲和四十年前一模一樣。」他說完，又低頭去數碗裡的蔥花。",
    "新橋修好的那一天，誰也沒有放鞭炮，大家只是慢慢地走過去，又慢慢地走回來。",
    "有人問，為什麼不把書館搬到新街上去？館長想了想，回答說：「書認得這裡的路。」",
    "她把信摺好，放進竹筒裡，託過路的船夫帶到下游去，那裡有她的哥哥。",
    "冬天的時候，窗戶上結著冰花，屋裡卻很暖和，因為爐子整夜都不熄。",
)
CANTONESE: Final = (
    "佢話聽日會落雨，叫我哋記得帶遮，唔好好似上次噉成身濕晒。",
    "嗰間茶餐廳嘅奶茶好出名，啲街坊日日都嚟飲，坐低就傾足成個朝早。",
    "阿婆喺度執紙皮，細路仔走埋去幫手，佢笑到見牙唔見眼。",
)
JAPANESE: Final = (
    "昨日の夜は雨が降って、子供たちは道を走っていました。",
    "駅前の小さな本屋には、古い地図と新しい小説が並んでいる。",
    "「川の水は、今年は少し高いですね」と、橋の上で老人が言った。",
    "彼女は手紙を折りたたみ、引き出しの奥にしまってから、静かに窓を閉めた。",
    "コーヒーを一杯飲んで、バスに乗り、海の見える町まで行きました。",
    "春になると、土手の桜が咲き、人々は弁当を持って集まってくる。",
)
KOREAN: Final = (
    "어젯밤 도시에 비가 내렸고 아이들은 거리를 뛰어다녔다.",
    "강가의 작은 도서관은 일주일에 다섯 번 문을 연다.",
    "할머니는 편지를 접어서 서랍 속에 넣고 조용히 창문을 닫았다.",
    "다리가 완성된 날, 사람들은 천천히 건너갔다가 다시 천천히 돌아왔다.",
    "“물소리는 사십 년 전과 똑같아요.” 그는 그렇게 말하고 웃었다.",
    "올해는 강물이 작년보다 조금 높지만 걱정할 필요는 없다고 한다.",
)
RUSSIAN: Final = (
    "Вчера вечером в городе шёл дождь, и дети бегали по улицам и смеялись.",
    "Старик поставил чай на стол и долго смотрел в окно, ничего не говоря.",
    "Библиотека у реки открыта пять дней в неделю, и в ней всегда тихо.",
    "«Вода шумит так же, как сорок лет назад», — сказал он и улыбнулся.",
    "Новый мост построили за три года, но никто не спешил перейти его первым.",
    "Она сложила письмо, спрятала его в ящик и закрыла окно.",
)
UKRAINIAN: Final = (
    "Учора ввечері в місті йшов дощ, і діти бігали вулицями та сміялися.",
    "Старий поставив чай на стіл і довго дивився у вікно, нічого не кажучи.",
    "Бібліотека біля річки відчинена п’ять днів на тиждень, і в ній завжди тихо.",
)
GREEK: Final = (
    "Χθες το βράδυ έβρεχε στην πόλη και τα παιδιά έτρεχαν στους δρόμους γελώντας.",
    "Ο γέρος άφησε το τσάι στο τραπέζι και κοίταζε τη βροχή για πολλή ώρα.",
    "Η βιβλιοθήκη δίπλα στο ποτάμι είναι ανοιχτή πέντε μέρες την εβδομάδα.",
)
THAI: Final = (
    "เมื่อคืนนี้ฝนตกในเมือง และเด็ก ๆ วิ่งเล่นอยู่ตามถนน",
    "ห้องสมุดเล็ก ๆ ริมแม่น้ำเปิดสัปดาห์ละห้าวัน",
    "คุณยายพับจดหมายแล้วเก็บไว้ในลิ้นชัก",
)
HEBREW: Final = (
    "אתמול בערב ירד גשם בעיר, והילדים רצו ברחובות וצחקו.",
    "הספרייה הקטנה ליד הנהר פתוחה חמישה ימים בשבוע.",
    "הזקן הניח את התה על השולחן והביט זמן רב בחלון.",
)
ARABIC: Final = (
    "هطل المطر مساء أمس في المدينة، وكان الأطفال يركضون في الشوارع ويضحكون.",
    "المكتبة الصغيرة بجانب النهر مفتوحة خمسة أيام في الأسبوع.",
    "وضع الشيخ الشاي على الطاولة ونظر طويلا من النافذة.",
)
FRENCH: Final = (
    "L’été dernier, à Besançon, nous avons mangé des pêches près de la forêt où naît la rivière.",
    "Le vieil homme posa le thé sur la table et regarda longtemps la pluie, sans rien dire à personne.",
    "La bibliothèque, près du fleuve, est ouverte cinq jours par semaine ; on y prête même des cartes très âgées.",
)
GERMAN: Final = (
    "Die Straße über den Fluss war müde, und die Bäume hörten zu.",
    "Gestern Abend regnete es in der Stadt, und die Kinder liefen fröhlich durch die Gassen.",
    "Der alte Mann stellte den Tee auf den Tisch und sah dem Regen lange zu, ohne zu klagen, während es dämmerte.",
)
POLISH: Final = (
    "Wczoraj wieczorem w mieście padał deszcz, a dzieci biegały po ulicach i śmiały się głośno.",
    "Staruszek postawił herbatę na stole i długo patrzył w okno, nic nie mówiąc, bo myślał o łące.",
    "Biblioteka nad rzeką jest otwarta pięć dni w tygodniu, a książek wciąż przybywa.",
)
ACCENTED: Final = (
    "The naïve chef said the crème brûlée cost £9.50, and señor Díaz agreed with him.",
    "“It’s only the fog,” she said — and the café’s lamp went out.",
    *ENGLISH,
)

WRITTEN: Final = (
    ("Chinese", CHINESE, ("gbk", "gb18030", "utf-8", "utf-16-le", "utf-16-be")),
    ("traditional Chinese", TRADITIONAL, ("big5", "gbk", "utf-8", "utf-16-le", "utf-16-be")),
    ("Cantonese", CANTONESE, ("big5hkscs",)),
    ("Japanese", JAPANESE, ("shift_jis", "euc_jp", "iso2022_jp", "utf-8", "utf-16-le")),
    ("Korean", KOREAN, ("euc_kr", "utf-8", "utf-16-le")),
    ("Russian", RUSSIAN, ("cp1251", "koi8-r", "cp866", "iso8859-5", "utf-8")),
    ("Ukrainian", UKRAINIAN, ("cp1251", "koi8-u")),
    ("Greek", GREEK, ("cp1253",)),
    ("Thai", THAI, ("cp874",)),
    ("Hebrew", HEBREW, ("cp1255",)),
    ("Arabic", ARABIC, ("cp1256",)),
    ("French", FRENCH, ("cp1252", "utf-8")),
    ("German", GERMAN, ("cp1252", "utf-8")),
    ("Polish", POLISH, ("cp1250", "iso8859-2", "utf-8")),
    ("English", ACCENTED, ("cp1252", "utf-8")),
)
"""A language, sentences in it, and the charsets used for it."""

DAMAGES: Final = ("sound", "cut at its end", "cut at its start", "a 0xFF more", "a byte is 0xFF", "a byte lost")
MULTIBYTE: Final = ("gb", "big5", "shift", "euc", "utf")
SPOILT: Final = 6
"""Number of characters around damage that may be lost."""


@dataclass(frozen=True, slots=True)
class Case:
    """A text as bytes, intact or damaged."""

    language: str
    charset: str
    damage: str
    text: str
    content: bytes

    def is_read_by(self, text: str) -> bool:
        """Whether the decoded text is correct, except next to the damage."""
        if self.damage == "sound":
            return text == self.text
        text = text.replace("\ufffd", "")
        same = _common(text, self.text)
        return same + _common(text[same:][::-1], self.text[same:][::-1]) >= len(self.text) - SPOILT


def cases(lengths: tuple[int, ...], rounds: int, seed: str = "charsets") -> Iterator[Case]:
    """Texts with a number of characters in every charset, with every kind of damage."""
    for language, sentences, charsets in WRITTEN:
        for charset in charsets:
            dice = random.Random(f"{seed} {language} {charset}")
            for length in lengths:
                for _ in range(rounds):
                    text = _excerpt(sentences, charset, length, dice)
                    damages = DAMAGES if charset.startswith(MULTIBYTE) else DAMAGES[:1]
                    for damage in damages if text else ():
                        content = _damaged(text.encode(charset), damage, dice)
                        yield Case(language, charset, damage, text, content)


def _excerpt(sentences: tuple[str, ...], charset: str, length: int, dice: random.Random) -> str:
    """The beginning of shuffled sentences, with a character beyond ASCII; empty if there is
    none."""
    order: list[str] = []
    while sum(map(len, order)) < length:
        order.append(dice.choice(sentences))
    spaced = " " if sentences[0].count(" ") else ""
    breaks = ("\n", "\n\n", spaced, spaced, spaced)
    joined = "".join(f"{sentence}{dice.choice(breaks)}" for sentence in order)[:length].strip()
    encoded = joined.encode(charset, "ignore").decode(charset, "ignore")
    return "" if encoded.isascii() else encoded


def _damaged(content: bytes, damage: str, dice: random.Random) -> bytes:
    place = dice.randrange(len(content))
    spoilt = {
        "sound": content,
        "cut at its end": content[:-1],
        "cut at its start": content[1:],
        "a 0xFF more": content[:place] + b"\xff" + content[place:],
        "a byte is 0xFF": content[:place] + b"\xff" + content[place + 1 :],
        "a byte lost": content[:place] + content[place + 1 :],
    }
    return spoilt[damage]


def _common(one: str, other: str) -> int:
    """The number of equal characters at the beginning."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
