"""Maps traditional characters to the simplified ones in which the rules are written."""

from __future__ import annotations

from typing import Final

from tts.text.detect import PAIRS

MORE: Final = (
    "万萬与與专專为爲于於亚亞亩畝余餘侧側儿兒党黨内內册冊几幾则則剂劑厘釐县縣只隻台臺后後启啓周週墙牆壶壺奥奧宁寧寝寢届屆帐帳庆慶惨慘拨撥摄攝敌敵晋晉机機杀殺杠槓杯盃枪槍栋棟桩樁横橫"
    "欧歐毕畢汤湯沪滬涨漲游遊溃潰滩灘炉爐琼瓊画畫盏盞称稱窝窩篮籃粤粵纳納纵縱绝絕缕縷编編缚縛罚罰群羣营營袭襲触觸订訂诞誕败敗账賬赣贛转轉辽遼释釋里裏针針钟鍾销銷锅鍋锦錦镑鎊镜鏡闽閩"
    "阔闊陕陝韩韓顷頃顿頓颗顆骁驍鲁魯"
    "兰蘭准準划劃岗崗干幹径徑恒恆戏戲温溫湾灣硕碩礼禮秘祕络絡绩績萨薩计計诀訣骤驟"
)
"""Alternating simplified and traditional characters: those in the rules that are not among the most
common."""
SIMPLER: Final = {
    ord(traditional): simplified
    for pairs in (PAIRS, MORE)
    for simplified, traditional in zip(pairs[::2], pairs[1::2], strict=True)
}
"""Traditional character -> simplified, one for one, so that positions stay the same."""
