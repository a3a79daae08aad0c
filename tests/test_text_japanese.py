"""Japanese: numbers with counters, dates, money and symbols in kana, in whole articles."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tts.model import Article, Block, Furigana, Script
from tts.text import write_script
from tts.text.languages.ja.numbers import cardinal
from tts.text.languages.registry import find
from tts.text.lexicon import Lexicon, entry
from tts.text.normalize import to_spoken


def script(*blocks: Block, normalizes: bool = False, phonemic: bool = False) -> Script:
    article = Article(blocks, language="ja")
    return write_script(article, fits=lambda said: True, normalizes=normalizes, phonemic=phonemic)


# Written by hand, not by the rules.
@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2026年11月29日", "ニセンニジュウロクネン ジュウイチガツ ニジュウクニチ"),
        ("２０２６年４月１日", "ニセンニジュウロクネン シガツ ツイタチ"),
        ("7月20日", "シチガツ ハツカ"),
        ("9月24日", "クガツ ニジュウヨッカ"),
        ("2026/1/8", "ニセンニジュウロクネン イチガツ ヨウカ"),
        ("午後3時半", "午後サンジハン"),
        ("4時、7時、9時", "ヨジ、シチジ、クジ"),
        ("9:05", "クジ ゴフン"),
        ("9:00〜17:30", "クジカラジュウシチジ サンジュップン"),
        ("1分、3分、4分、6分、10分", "イップン、サンプン、ヨンプン、ロップン、ジュップン"),
        ("1,200円", "センニヒャクエン"),
        ("１，２００円", "センニヒャクエン"),
        ("¥980、$5、€20", "キュウヒャクハチジュウエン、ゴドル、ニジュウユーロ"),
        ("3000円、8000円、10000円", "サンゼンエン、ハッセンエン、イチマンエン"),
        ("1億2,000万円", "イチオクニセンマンエン"),
        ("2.5万人", "ニテンゴマンニン"),
        ("1人、2人、3人、4人、10人", "ヒトリ、フタリ、サンニン、ヨニン、ジュウニン"),
        ("11人、12人、14人", "ジュウイチニン、ジュウニニン、ジュウヨニン"),
        ("20歳、21歳、8歳、10歳", "ハタチ、ニジュウイッサイ、ハッサイ、ジュッサイ"),
        ("1本、2本、3本、4本、6本、8本、10本", "イッポン、ニホン、サンボン、ヨンホン、ロッポン、ハッポン、ジュッポン"),
        ("300本、1000本", "サンビャッポン、センボン"),
        ("3匹、6匹、3杯、100杯", "サンビキ、ロッピキ、サンバイ、ヒャッパイ"),
        ("3階、10階、3足、3軒", "サンガイ、ジュッカイ、サンゾク、サンゲン"),
        ("1冊、8冊、10冊、100冊", "イッサツ、ハッサツ、ジュッサツ、ヒャクサツ"),
        ("1個、6個、1回、6回", "イッコ、ロッコ、イッカイ、ロッカイ"),
        ("1つ、2つ、9つ", "ヒトツ、フタツ、ココノツ"),
        ("3日間、10日目、1日3回", "ミッカカン、トオカメ、イチニチ サンカイ"),
        ("1ヶ月、6か月、3カ国", "イッカゲツ、ロッカゲツ、サンカコク"),
        ("10%、100％、0.5%", "ジュッパーセント、ヒャクパーセント、レイテンゴパーセント"),
        ("3.14、1.5倍、8.5点", "サンテンイチヨン、イッテンゴバイ、ハッテンゴテン"),
        ("5km、100kg、50㎡、25℃", "ゴキロメートル、ヒャッキログラム、ゴジュウヘイホウメートル、ニジュウゴド"),
        ("気温は-3℃", "気温はマイナスサンド"),
        ("3分の2、10分の休み", "サンブンノニ、ジュップンの休み"),
        ("1/3、2/3", "サンブンノイチ、サンブンノニ"),
        ("3〜5人、10-20人、5〜10%", "サンカラゴニン、ジュウカラニジュウニン、ゴカラジュッパーセント"),
        ("2019〜2021年", "ニセンジュウキュウカラニセンニジュウイチネン"),
        ("第3回、第10章", "ダイサンカイ、ダイジュッショウ"),
        ("090-1234-5678", "ゼロキュウゼロ、イチニーサンヨン、ゴーロクナナハチ"),
        ("110番、119番、3番", "ヒャクトオバン、ヒャクジュウキュウバン、サンバン"),
        ("令和8年、平成31年4月30日", "令和ハチネン、平成サンジュウイチネン シガツ サンジュウニチ"),
        ("3-2で勝った、3対2", "サンタイニで勝った、サンタイニ"),
        ("本町1-2-3", "本町イチのニのサン"),
        ("五時十分に、十分な水", "五時ジュップンに、十分な水"),
        ("CO2と5GとGPT-4", "シーオーツーとゴジーとGPT ヨン"),
        ("バージョン2.0.1", "バージョンニテンゼロテンイチ"),
    ],
)  # fmt: skip
def test_figures_are_said_as_a_reader_says_them(written: str, said: str) -> None:
    assert to_spoken(written, "ja") == said


@pytest.mark.parametrize(
    "text", ["三人の女性が十分に話した。", "一日中、家にいた。", "彼は二十歳だ。", "A社とB社の話", "〜さんへ"]
)
def test_text_without_numbers_is_unchanged(text: str) -> None:
    assert to_spoken(text, "ja") == text


def test_an_engine_that_reads_numbers_gets_them_as_they_are() -> None:
    assert script(Block("paragraph", "3本で1,200円。"), normalizes=True).chunks[0].spoken == "3本で1,200円。"


def test_an_english_sentence_of_a_japanese_article_has_english_numbers() -> None:
    assert to_spoken("See the 3 files in this folder.", "ja") == "See the three files in this folder."


def test_omitted_blocks_are_announced_in_japanese() -> None:
    article = script(Block("code", "a\nb\nc"), Block("quote", "静かだった。"))
    said = [chunk.spoken for chunk in article.chunks]
    assert said[0] == "コード、サンギョウ。" and said[1].startswith("静か")


def test_an_address_in_a_sentence_is_its_domain_without_spaces() -> None:
    assert to_spoken("詳しくはhttps://example.com/a?b=1をご覧ください。", "ja").count(" ") == 0


# --- furigana ---------------------------------------------------------------------------------------------


def furigana_of(text: str, *words: tuple[str, str]) -> Block:
    """A block in which the first occurrence of each word has furigana."""
    given = tuple(Furigana(text.index(base), base, said) for base, said in words)
    return Block("paragraph", text, furigana=given)


def read_so(block: Block, *more: Block, phonemic: bool = True) -> list[list[tuple[str, str]]]:
    article = Article((block, *more), language="ja")
    chunks = write_script(article, fits=lambda said: True, phonemic=phonemic).chunks
    sentences = [sentence for chunk in chunks for sentence in chunk.sentences]
    return [[(each.spoken[r.start : r.end], r.said) for r in each.readings] for each in sentences]


def test_furigana_are_readings_in_their_places() -> None:
    block = furigana_of("10人が銀行へ。3人は会を行った。", ("行った", "おこなった"))
    assert read_so(block) == [[], [("行った", "おこなった")]]


def test_a_word_is_read_so_when_it_comes_again_but_not_another_word_in_its_place() -> None:
    block = furigana_of("東雲で本気を出す。東雲で本気を出す。", ("東雲", "しののめ"), ("本気", "マジ"))
    again = Block("paragraph", "東雲へ。")
    name, other = ("東雲", "しののめ"), ("本気", "マジ")
    assert read_so(block, again) == [[name, other], [name], [name]]


def test_furigana_do_not_override_the_reading_of_a_number() -> None:
    assert read_so(furigana_of("3人が来た。", ("人", "にん"))) == [[]]


def test_a_voice_without_readings_gets_kana_where_few_words_have_them() -> None:
    few = furigana_of("東雲という町で、毎年大きな祭りが行われている。", ("東雲", "しののめ"))
    assert script(few, normalizes=True).chunks[0].spoken.startswith("しののめという町で")
    words = [("東雲", "しののめ"), ("町", "まち"), ("祭", "まつ"), ("行", "おこな")]
    many = furigana_of("東雲という町の祭りが行われる。", *words)
    assert script(many, normalizes=True).chunks[0].spoken.startswith("東雲という町の")


@pytest.mark.parametrize(
    ("text", "spoken", "read"),
    [
        ("山田太郎（やまだたろう）氏", "山田太郎氏", [("山田太郎", "やまだたろう")]),
        ("山田 太郎（やまだ たろう）氏", "山田 太郎氏", [("山田", "やまだ"), ("太郎", "たろう")]),
        ("作家山田太郎（やまだたろう）氏", "作家山田太郎氏", []),
        ("吾輩《わがはい》は猫だ", "吾輩は猫だ", [("吾輩", "わがはい")]),
        ("この｜本気《マジ》な人", "この本気な人", [("本気", "マジ")]),
        ("東京（とうきょう）の駅（など）と彼（たぶん）", "東京の駅（など）と彼（たぶん）", [("東京", "とうきょう")]),
        ("猫（ネコ）と参加者（3人）", "猫（ネコ）と参加者（サンニン）", []),
        ("式（甲）と《題》", "式（甲）と《題》", []),
    ],
)
def test_a_reading_in_brackets_is_followed_and_not_spoken(text: str, spoken: str, read: list[tuple[str, str]]) -> None:
    made = script(Block("paragraph", text), phonemic=True).chunks[0].sentences[0]
    assert made.spoken == spoken and made.text == text
    assert [(made.spoken[r.start : r.end], r.said) for r in made.readings] == read


def test_brackets_of_a_chinese_article_stay() -> None:
    article = Article((Block("paragraph", "东京（とうきょう）很大。"),), language="zh-Hans")
    made = write_script(article, fits=lambda said: True)
    assert "とうきょう" in made.chunks[0].spoken


def test_furigana_stay_with_their_words_where_the_text_was_mended() -> None:
    block = Block("paragraph", "昔、東雲へ行った。", furigana=(Furigana(0, "東雲", "しののめ"),))
    assert read_so(block) == [[("東雲", "しののめ")]]


def test_a_lexicon_has_kana_for_japanese_and_leaves_chinese_alone() -> None:
    lexicon = Lexicon((entry("東雲", "とううん", "ja", "x"), entry("東雲", "dong1 yun2", "zh", "x")))
    spoken = {}
    for language in ("ja", "zh-Hant"):
        article = Article((Block("paragraph", "東雲在海邊。"),), language=language)
        made = write_script(article, fits=lambda said: True, phonemic=True, lexicon=lexicon)
        spoken[language] = [reading.said for reading in made.chunks[0].sentences[0].readings]
    assert spoken == {"ja": ["とううん"], "zh-Hant": ["dong1 yun2"]}


@given(st.integers(0, 10**20 - 1))
@settings(max_examples=200, deadline=None)
def test_every_number_has_a_unique_name(number: int) -> None:
    said = cardinal(str(number))
    assert said != cardinal(str((number + 1) % 10**20)) and "ゼロ" not in said[1:]


@given(st.text("0123456789,.年月日時分人本%〜-/:円第¥$ 　", max_size=40))
@settings(max_examples=300, deadline=None)
def test_no_figure_is_left_and_nothing_fails(text: str) -> None:
    row = find("ja")
    assert row and not any(char in "0123456789" for char in row.say(text))
