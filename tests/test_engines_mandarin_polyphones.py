"""Words with two readings, next to similar ones with the other reading, in both scripts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tts.engines.mandarin.phonemes import simplified
from tts.engines.mandarin.polyphone_model import polyphone_model
from tts.engines.mandarin.readings import own_words, read
from tts.engines.mandarin.sandhi import Word

DATA = Path(__file__).parent / "data"

# text, its traditional form, a character, how that is read
READ = [
    ("真的么？", "真的麼？", "么", "me5"),
    ("你怎么了", "你怎麼了", "么", "me5"),
    ("他为我们唱歌", "他為我們唱歌", "为", "wei4"),
    ("公司为员工购买保险", "公司為員工購買保險", "为", "wei4"),
    ("市长为大桥剪彩", "市長為大橋剪綵", "为", "wei4"),
    ("最后决定为他做手术", "最後決定為他做手術", "为", "wei4"),
    ("他为她亲自下厨", "他為她親自下廚", "为", "wei4"),
    ("她乐意为主人做饭", "她樂意為主人做飯", "为", "wei4"),
    ("该片为张艺谋拍摄的电影", "該片為張藝謀拍攝的電影", "为", "wei2"),
    ("会议的主题为绿色发展", "會議的主題為綠色發展", "为", "wei2"),
    ("你敢骂老子", "你敢罵老子", "子", "zi5"),
    ("老子的思想", "老子的思想", "子", "zi3"),
    ("门“嘭”地关上了", "門「嘭」地關上了", "地", "de5"),
    ("下着一条长裙", "下著一條長裙", "着", "zhuo2"),
    ("外面下着雨", "外面下著雨", "着", "zhe5"),
    ("他被选为班长", "他被選為班長", "为", "wei2"),
    ("面积为五平方公里", "面積為五平方公里", "为", "wei2"),
    ("姐姐没醒", "姐姐沒醒", "没", "mei2"),
    ("他没时间", "他沒時間", "没", "mei2"),
    ("财产被没收了", "財產被沒收了", "没", "mo4"),
    ("时间不长", "時間不長", "长", "chang2"),
    ("越来越长", "越來越長", "长", "chang2"),
    ("总长五百公里", "總長五百公里", "长", "chang2"),
    ("孩子长高了", "孩子長高了", "长", "zhang3"),
    ("他是校长", "他是校長", "长", "zhang3"),
    ("治愈率很高", "治癒率很高", "率", "lv4"),
    ("失业率上升", "失業率上升", "率", "lv4"),
    ("他率领代表团", "他率領代表團", "率", "shuai4"),
    ("犯罪分子", "犯罪分子", "分", "fen4"),
    ("一个水分子", "一個水分子", "分", "fen1"),
    ("欠钱不还", "欠錢不還", "还", "huan2"),
    ("他还不走", "他還不走", "还", "hai2"),
    ("两只黄鹂", "兩隻黃鸝", "只", "zhi1"),
    ("他只说了一句", "他只說了一句", "只", "zhi3"),
    ("信刚藏好", "信剛藏好", "藏", "cang2"),
    ("他去过西藏", "他去過西藏", "藏", "zang4"),
    ("你去查查", "你去查查", "查", "cha2"),
    ("查先生来了", "查先生來了", "查", "zha1"),
    ("她更像妈妈", "她更像媽媽", "更", "geng4"),
    ("半夜三更", "半夜三更", "更", "geng1"),
    ("他觉得胸闷", "他覺得胸悶", "闷", "men1"),
    ("他很郁闷", "他很鬱悶", "闷", "men4"),
    ("衣服弄皱了", "衣服弄皺了", "弄", "nong4"),
    ("这条弄堂", "這條弄堂", "弄", "long4"),
    ("一把十字镐", "一把十字鎬", "镐", "gao3"),
    ("握住操纵杆", "握住操縱桿", "杆", "gan3"),
    ("立着旗杆", "立著旗杆", "杆", "gan1"),
    ("在贴吧里发帖", "在貼吧裡發帖", "吧", "ba1"),
    ("我们走吧", "我們走吧", "吧", "ba5"),
    ("老舍的小说", "老舍的小說", "舍", "she4"),
    ("他舍不得走", "他捨不得走", "舍", "she3"),
    ("手上有血", "手上有血", "血", "xie3"),
    ("他的血压", "他的血壓", "血", "xue4"),
    ("中美两国签约", "中美兩國簽約", "中", "zhong1"),
    ("没中过一次奖", "沒中過一次獎", "中", "zhong4"),
    ("他冲我们笑", "他沖我們笑", "冲", "chong4"),
    ("洪水冲走了桥", "洪水沖走了橋", "冲", "chong1"),
    ("几十万担棉花", "幾十萬擔棉花", "担", "dan4"),
    ("他一量血压", "他一量血壓", "量", "liang2"),
    ("河南省长出席", "河南省長出席", "长", "zhang3"),
    ("转化率很低", "轉化率很低", "率", "lv4"),
    ("他很轻率", "他很輕率", "率", "shuai4"),
    ("人被按倒", "人被按倒", "倒", "dao3"),
    ("地心引力", "地心引力", "地", "di4"),
    ("土著居民", "土著居民", "著", "zhu4"),
    ("满头大汗", "滿頭大汗", "汗", "han4"),
]


def syllable_of(text: str, char: str) -> str:
    words = [piece for piece in read(simplified(text)) if isinstance(piece, Word)]
    said = [s for word in words for s in word.syllables]
    return said["".join(word.text for word in words).index(char)]


@pytest.mark.parametrize(("text", "traditional", "char", "said"), READ, ids=[row[0] for row in READ])
def test_a_character_is_read_by_its_context(text: str, traditional: str, char: str, said: str) -> None:
    assert syllable_of(text, char) == said
    assert syllable_of(traditional, char) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("纸老虎", "zhi3 lao2 hu3"),
        ("小老虎", "xiao3 lao2 hu3"),
        ("展览馆", "zhan2 lan2 guan3"),
        ("很美丽", "hen2 mei3 li4"),
        ("管理水平", "guan2 li2 shui3 ping2"),
        ("想买水果", "xiang2 mai3 shui2 guo3"),
        ("看不见", "kan4 bu2 jian4"),
        ("一点六六", "yi1 dian3 liu4 liu4"),
        ("玩玩", "wan2 wan5"),
        ("洗洗手", "xi2 xi5 shou3"),
        ("降降温", "jiang4 jiang5 wen1"),
        ("买买买", "mai2 mai2 mai3"),
        ("姐姐", "jie3 jie5"),
        ("一点儿感情", "yi4 dian2 er5 gan3 qing2"),
        ("她的父母也来参加了婚礼", "ta1 de5 fu4 mu3 ye3 lai2 can1 jia1 le5 hun1 li3"),
        ("他偶尔也来参加婚礼", "ta1 ou2 er2 ye3 lai2 can1 jia1 hun1 li3"),
        ("常常", "chang2 chang2"),
    ],
)
def test_tones_change_by_words(text: str, said: str) -> None:
    words = [piece for piece in read(text) if isinstance(piece, Word)]
    assert " ".join(s for word in words for s in word.syllables) == said


def test_simplified_text_is_not_converted() -> None:
    assert simplified("这么著名的么？显著乾坤") == "这么著名的么？显著乾坤"
    assert simplified("看著他，後來呢") == "看着他，后来呢"


def test_a_dictionary_has_full_tones() -> None:
    words = [piece for piece in read("衣服", dictionary=True) if isinstance(piece, Word)]
    assert words[0].syllables == ("yi1", "fu2")


def test_the_model_returns_only_syllables() -> None:
    model = polyphone_model()
    assert len(model.context) > 600
    for char, readings in model.context.items():
        assert len(char) == 1
        assert all(re.fullmatch("[a-z]+[1-5]", reading) for reading in readings)


def test_a_word_of_our_list_is_not_changed() -> None:
    for word in ("要挟", "稽首", "重庆", "尉迟"):
        (said,) = [piece for piece in read(word) if isinstance(piece, Word)]
        assert said.syllables == own_words()[word]


def test_sentences_written_by_hand_have_a_syllable_a_character() -> None:
    rows = (DATA / "quality" / "pinyin.tsv").read_text(encoding="utf-8").splitlines()[1:]
    assert len(rows) >= 120
    for row in rows:
        text, said = row.split("\t")
        assert len(re.findall("[\u4e00-\u9fff]", text)) == len(said.split())
