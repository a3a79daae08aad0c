"""The lexicon: valid files, where words are found, and the sentence for each kind of engine."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tts.model import Article, Block, LibraryError, Reading, Script
from tts.text import load_lexicon, write_script
from tts.text.glosses import hints, without_glosses
from tts.text.homophones import homophone, respelt
from tts.text.lexicon import Entry, Lexicon, entry, names, read
from tts.text.lexicon_file import add, remove
from tts.text.repair.pinyin import readings
from tts.text.syllables import numbered, syllables

FILE = """
# how we say things here
[zh]
"朝阳区" = "chao2 yang2 qu1"
"小米SU7" = "= 小米苏七"
"龜山" = "guī shān"
"花儿" = "huar1"

[en]
"Nginx" = "engine ex"
gif = "/dʒɪf/"
"C++" = "/siː plʌs ˈplʌs/"
"New York Times" = "the Times"
"New York" = "/nuː ˈjɔːk/"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "lexicon.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


def script(text: str, lexicon: Lexicon, *, phonemic: bool = True, language: str = "zh-Hans") -> Script:
    article = Article(tuple(Block("paragraph", line) for line in text.split("\n")), language=language)
    return write_script(article, fits=lambda _: True, normalizes=not phonemic, lexicon=lexicon, phonemic=phonemic)


def said(text: str, lexicon: Lexicon, **kw: object) -> str:
    return " ".join(chunk.spoken for chunk in script(text, lexicon, **kw).chunks)  # type: ignore[arg-type]


def heard(text: str, lexicon: Lexicon, **kw: object) -> list[tuple[str, str]]:
    """Which readings apply to which passages."""
    sentences = [s for chunk in script(text, lexicon, **kw).chunks for s in chunk.sentences]  # type: ignore[arg-type]
    return [(s.spoken[r.start : r.end], r.said) for s in sentences for r in s.readings]


# --- the file -----------------------------------------------------------------------------------------------


def test_a_file_is_read_as_it_is_written(path: Path) -> None:
    entries = {e.word: e for e in read(path)}
    assert entries["朝阳区"].said == "chao2 yang2 qu1" and entries["朝阳区"].shown == "cháo yáng qū"
    assert entries["花儿"].said == "hua1 er5"
    assert (entries["小米SU7"].kind, entries["小米SU7"].said) == ("words", "小米苏七")
    assert entries["gif"].shown == "/dʒɪf/"
    assert all(e.origin == str(path) for e in entries.values())


BAD = [
    ('[zh]\n"重庆" = "chong2"', "重庆 needs 2 syllables"),
    ('[zh]\n"重庆" = "chong2 qing7"', "not pinyin"),
    ('[zh]\n"重庆" = "chong2 xyz4"', "not pinyin"),
    ('[zh]\n"重庆" = "chongqing"', "no tone marks"),
    ('[zh]\n"K歌" = "kei1 ge1"', "only in Han characters"),
    ('[zh]\n"重庆" = 3', "重庆 has 3 instead of a reading"),
    ('[zh]\n"重庆" = ""', "重庆 has no reading"),
    ('[zh]\n"……" = "xi1"', "is not a word"),
    ('[zh]\n"重庆" = "= ……"', "nothing to say"),
    ('[en]\nFoo = "/ʘ/"', "Foo: /ʘ/ has 'ʘ'"),
    ('[en]\nFoo = "/ ˈ /"', "no sound"),
    ('"重庆" = "chong2 qing4"', "is not a language"),
    ('[Chinese]\n"重庆" = "chong2 qing4"', "is not a language"),
    ("[zh]\n重庆 = x", "not valid TOML"),
]


@pytest.mark.parametrize(("content", "told"), BAD, ids=[row[1] for row in BAD])
def test_an_invalid_line_is_reported_with_its_file_and_what_to_write(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "lexicon.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LibraryError) as caught:
        read(path)
    assert told in caught.value.message and str(path) in caught.value.message and caught.value.hint


def test_hostile_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.toml"
    path.write_bytes(b"[zh]\n" + b"#" * 2_000_000)
    with pytest.raises(LibraryError, match="larger than"):
        read(path)
    path.write_bytes(b'[zh]\n"\xff" = "a1"')
    with pytest.raises(LibraryError, match="UTF-8"):
        read(path)
    path.unlink()
    path.mkdir()
    with pytest.raises(LibraryError, match="can't be read"):
        read(path)


def test_without_a_file_the_included_names_apply(tmp_path: Path) -> None:
    assert read(tmp_path / "lexicon.toml") == ()
    assert load_lexicon(tmp_path / "lexicon.toml").entries == names()


def test_names_have_readings_that_their_characters_have() -> None:
    """Except a few that occur only in names, and are missing from the general dictionary."""
    assert len(names()) > 200
    odd = [
        (char, syllable)
        for e in names()
        for char, syllable in zip(e.word, e.said.split(), strict=True)
        if (syllable,) not in {numbered(r, 1) for r in readings(char)}
    ]
    assert set(odd) == {("乐", "lao4"), ("解", "hai4"), ("鲗", "ze2"), ("身", "yuan2"), ("日", "mi4")}


def test_adding_keeps_the_file_and_reports_the_previous_reading(path: Path) -> None:
    made, before = add(path, "Redis", "red iss", "en")
    assert (made.word, made.kind, before) == ("Redis", "words", "")
    assert add(path, "Redis", "/ˈrɛdɪs/", "en")[1] == "red iss"
    text = path.read_text(encoding="utf-8")
    assert "# how we say things here" in text and 'Redis = "/ˈrɛdɪs/"' in text
    assert remove(path, "Redis") == ["en"] and remove(path, "Redis") == []
    assert remove(path, "朝阳区", "en") == [] and remove(path, "朝阳区", "zh") == ["zh"]
    assert "朝阳区" not in path.read_text(encoding="utf-8")


def test_nothing_is_overwritten_a_file_with_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.toml"
    path.write_text('[zh]\n"重庆" = "chong2"', encoding="utf-8")
    with pytest.raises(LibraryError, match="重庆"):
        add(path, "Nginx", "engine ex", "en")
    with pytest.raises(LibraryError, match="not pinyin"):
        add(tmp_path / "other.toml", "重庆", "q1", "zh")
    assert path.read_text(encoding="utf-8") == '[zh]\n"重庆" = "chong2"'
    assert not (tmp_path / "other.toml").exists()


# --- where words are found ----------------------------------------------------------------------------------


def test_words_are_found_in_either_script(path: Path) -> None:
    lexicon = load_lexicon(path)
    assert heard("他住在朝陽區。", lexicon, language="zh-Hant") == [("朝陽區", "chao2 yang2 qu1")]
    assert heard("去龟山看看。", lexicon) == [("龟山", "gui1 shan1")]


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Nginx is up.", "engine ex is up."),
        ("nginx is up.", "nginx is up."),
        ("Nginxes are up.", "Nginxes are up."),
        ("She reads the New York Times.", "She reads the the Times."),
        ("他用Nginx部署。", "他用engine ex部署。"),
        ("买了小米SU7。", "买了小米苏七。"),
    ],
)
def test_other_words_replace_a_word(path: Path, text: str, spoken: str) -> None:
    language = "en" if text.isascii() else "zh-Hans"
    assert said(text, load_lexicon(path), language=language).strip() == spoken


def test_a_word_in_lower_case_matches_any_case(path: Path) -> None:
    assert heard("A GIF, a gif, a Gif, gifts.", load_lexicon(path), language="en") == [
        ("GIF", "dʒɪf"), ("gif", "dʒɪf"), ("Gif", "dʒɪf"),
    ]  # fmt: skip


def test_ipa_of_a_word_with_signs_goes_by_way_of_letters(path: Path) -> None:
    assert heard("我写C++程序。", load_lexicon(path)) == [("see plus plus", "siː plʌs ˈplʌs")]


def test_the_users_word_takes_precedence_over_the_names() -> None:
    own = entry("六安", "liu4 an1", "zh", "mine")
    lexicon = Lexicon((own, *names()), frozenset(names()))
    assert heard("他在六安。", lexicon) == [("六安", "liu4 an1")]


@pytest.mark.parametrize("text", ["这是第六安全生产标准。", "他曾参加会议。", "丈夫差点迟到。", "中华山河壮丽。"])
def test_a_name_is_not_found_across_words(text: str) -> None:
    assert said(text, Lexicon(names(), frozenset(names())), phonemic=False) == text


# --- for engines without phonemes ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("尉迟先生住在六安。", "欲迟先生住在路安。"),
        ("朝阳区很大。", "潮阳区很大。"),
        ("他在厦门。", "他在下门。"),
    ],
)
def test_names_are_respelt_by_characters_that_sound_the_same(text: str, spoken: str) -> None:
    assert said(text, Lexicon(names(), frozenset(names())), phonemic=False) == spoken


def test_homophones_have_one_reading_and_keep_unambiguous_characters() -> None:
    common = [s + t for s in syllables() for t in "1234" if homophone(s + t)]
    assert len(common) > 1000
    for syllable in common:
        assert (syllable,) in {numbered(r, 1) for r in readings(homophone(syllable))}
    assert respelt("天安门", ("tian1", "an1", "men2")) == "天安门"
    assert respelt("東西", ("dong1", "xi5")) == "东西"


def test_approximate_respellings_are_reported(path: Path) -> None:
    written = script("一张gif。\n又一张gif。", load_lexicon(path), phonemic=False)
    assert [c.spoken for c in written.chunks] == ["一张jif。", "又一张jif。"]
    assert [(c.text, c.became) for c in written.changes] == [("gif", "jif")]
    lexicon = Lexicon((entry("谁", "fou2", "zh", "mine") if homophone("fou2") else entry("哦", "o2", "zh", "mine"),))
    (change,) = script("哦，好。", lexicon, phonemic=False).changes
    assert change.text.startswith("哦") and "its own way" in change.reason


def test_the_transcript_keeps_the_text_as_written(path: Path) -> None:
    text = "朝阳区用Nginx。重(chóng)庆也是。"
    for phonemic in (True, False):
        (chunk,) = script(text, load_lexicon(path), phonemic=phonemic).chunks
        assert chunk.text == text


# --- glosses ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "bare", "said_of_it"),
    [
        ("重(chóng)庆", "重庆", [("重庆", 0, "chong2")]),
        ("重（chóng）庆", "重庆", [("重庆", 0, "chong2")]),
        ("重(zhong4)要", "重要", [("重要", 0, "zhong4")]),
        ("尉迟（yù chí）恭", "尉迟恭", [("尉迟", 0, "yu4 chi2")]),
        ("尉迟（Yùchí）恭", "尉迟恭", [("尉迟", 0, "yu4 chi2")]),
        ("他姓仇（音qiú）。", "他姓仇。", [("姓仇", 1, "qiu2")]),
        ("郫[pí]县", "郫县", [("郫县", 0, "pi2")]),
        ("东西(dōng xi)", "东西", [("东西", 0, "dong1 xi5")]),
        ("西安(xī'ān)", "西安", [("西安", 0, "xi1 an1")]),
        ("万俟（mò qí）卨（xiè）", "万俟卨", [("万俟", 0, "mo4 qi2"), ("俟卨", 1, "xie4")]),
    ],
)
def test_glosses_are_hints(text: str, bare: str, said_of_it: list[tuple[str, int, str]]) -> None:
    assert without_glosses(text) == bare
    assert [(h.word, h.at, h.said) for h in hints([text])] == said_of_it


@pytest.mark.parametrize(
    "text", ["咖啡（café）", "方案(a1)", "第三章(b2)", "水(H2O)", "他(she)", "见图(1)", "函数f(x)", "好（ok）"]
)
def test_other_brackets_are_not_glosses(text: str) -> None:
    assert without_glosses(text) == text and hints([text]) == ()


def test_a_gloss_holds_for_the_word_in_the_whole_article() -> None:
    text = "他从重(chóng)庆来。\n重庆的夜景很重要，重庆人也好。"
    assert heard(text, Lexicon()) == [("重", "chong2")] * 3
    assert said(text, Lexicon(), phonemic=False) == "他从虫庆来。 虫庆的夜景很重要，虫庆人也好。"


def test_a_sentence_goes_by_its_own_gloss_first() -> None:
    text = "朝阳(cháo yáng)区很大。\n迎着朝阳(zhāo yáng)走。"
    assert heard(text, Lexicon()) == [("朝阳", "chao2 yang2"), ("朝阳", "zhao1 yang2")]


def test_the_lexicon_goes_after_the_article_itself() -> None:
    lexicon = Lexicon((Entry("重庆", "zh", "pinyin", "zhong4 qing4", "mine"),))
    assert heard("重(chóng)庆。", lexicon) == [("重", "chong2")]


# --- in general ---------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.text(alphabet="重庆朝阳 abcX(（chóng4）),。1", max_size=40))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    lexicon = Lexicon(names(), frozenset(names()))
    for phonemic in (True, False):
        for chunk in script(text or "好", lexicon, phonemic=phonemic).chunks:
            for sentence in chunk.sentences:
                spans = [(r.start, r.end) for r in sentence.readings]
                assert spans == sorted(spans) and all(0 <= a < b <= len(sentence.spoken) for a, b in spans)
                assert all(b <= c for (_, b), (c, _) in pairwise(spans))


def test_an_empty_lexicon_changes_nothing() -> None:
    text = "他在2019年去了三次北京，见到了Ann。It was fun."
    assert said(text, Lexicon(), phonemic=False) == "他在2019年去了三次北京，见到了Ann。It was fun."


def test_readings_are_in_the_models_form(path: Path) -> None:
    (chunk,) = script("他住在朝阳区。", load_lexicon(path)).chunks
    assert chunk.sentences[0].readings == (Reading(3, 6, "pinyin", "chao2 yang2 qu1"),)
