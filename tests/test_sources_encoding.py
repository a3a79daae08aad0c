"""Bytes of every origin become the same text, and bytes that are not text are named."""

from __future__ import annotations

import io
import random
import re
import zipfile

import pytest

from tests.charset_texts import JAPANESE, RUSSIAN, cases
from tts.model import Source, SourceError
from tts.sources import read
from tts.sources.encoding import decode

SIMPLE = (
    "清晨的集市上，卖菜的老人正在数零钱，他说今天的萝卜比昨天便宜两毛，豆腐还是老价钱。\n雨停了，街上的人慢慢多起来。"
)
TRADITIONAL = (
    "清晨的市集上，賣菜的老人正在數零錢，他說今天的蘿蔔比昨天便宜兩毛，豆腐還是老價錢。\n雨停了，街上的人慢慢多起來。"
)
FRENCH = "L’été dernier, à Besançon, nous avons mangé des pêches près de la forêt où naît la rivière."


@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_simplified_text_without_a_word_about_its_charset(charset: str) -> None:
    assert decode(SIMPLE.encode(charset)) == (SIMPLE, ())


@pytest.mark.parametrize("charset", ["utf-8", "big5", "gb18030", "utf-16"])
def test_traditional_text_without_a_word_about_its_charset(charset: str) -> None:
    assert decode(TRADITIONAL.encode(charset)) == (TRADITIONAL, ())


UNDECLARED = (
    ("cp1252", "naïve crème brûlée £9.50 señor"),
    ("cp1250", "Večer je u gradu padala kiša, a djeca su trčala ulicama i smijala se, žureći prema kući."),
    ("cp1250", "Včera večer v meste pršalo a deti behali po uliciach, smiali sa a kričali do tmy, ľahko a ďaleko."),
    ("iso8859-2", "Wczoraj wieczorem w mieście padał deszcz, a dzieci biegały po ulicach i śmiały się głośno."),
    ("cp1250", "Aseară în oraș a plouat.".replace("ș", "ş") + " Copiii alergau pe străzi şi râdeau în faţa casei."),
    ("cp1252", "The naïve chef said the crème brûlée cost £9.50, and señor Díaz agreed with him."),
    ("cp1252", "“It’s naïve,” she said — and left."),
    ("cp1252", "It costs €5 or £9.50 at the café."),
    ("latin-1", "naïve crème brûlée £9.50 señor in the house of the duke"),
    ("cp1252", "L’été dernier, à Besançon, nous avons mangé des pêches près de la forêt où naît la rivière."),
    ("cp1252", "Die Straße über den Fluß war müde, und die Bäume hörten zu. Schöne Grüße aus Köln."),
    ("cp1252", "¿Dónde está el niño? Mañana comerá en la montaña, según él. ¡Qué día!"),
    ("cp1252", "Não há razão para a emoção; o avô já chegou à estação com três irmãos."),
    ("cp1252", "Hann ætlaði að fara í bæinn í dag, en það var of mikill snjór á veginum þá."),
    ("cp1252", "På en ø i havet bor en gammel mand, der altid spørger, hvor færgen går hen. Ærlig talt: åh."),
    ("cp1252", "Perché la città è così bella? Più tardi andrò al caffè con Niccolò."),
    ("cp1250", "Příliš žluťoučký kůň úpěl ďábelské ódy a město se řítilo přes řeku v dešti."),
    ("cp1250", "Zażółć gęślą jaźń. Wczoraj poszedłem do miasta, żeby kupić świeży chleb i masło."),
    ("cp1250", "Árvíztűrő tükörfúrógép. A folyó partján egy öreg ember ült, és nézte a vizet, míg esőre állt."),
    ("cp1254", "Dün akşam İstanbul'da yağmur yağıyordu; çocuklar sokakta koşuşuyor, gülüşüyordu."),
    ("cp1251", "Вчера вечером в городе шёл дождь, и дети бегали по улицам и смеялись."),
    ("koi8-r", "Вчера вечером в городе шёл дождь, и дети бегали по улицам и смеялись."),
    ("cp1253", "Χθες το βράδυ έβρεχε στην πόλη και τα παιδιά έτρεχαν στους δρόμους γελώντας."),
    ("gbk", "今天下午下雨了，孩子们在街上跑。"),
    ("gbk", "今天天气很好。"),
    ("big5", "昨天晚上下雨，孩子們在街上跑來跑去，笑個不停。"),
    ("big5", "今天天氣很好。"),
    ("gbk", "The word 茶 means tea, and the word 水 is water."),
    ("cp1250", "The town of Łódź was quiet at night."),
    ("shift_jis", "昨日の夜は雨が降って、子供たちは道を走っていました。"),
    ("euc_jp", "昨日の夜は雨が降って、子供たちは道を走っていました。"),
    ("euc_kr", "어젯밤 도시에 비가 내렸고 아이들은 거리를 뛰어다녔다."),
    ("cp1257", "Vakar vakare mieste lijo, o vaikai bėgiojo gatvėmis ir juokėsi, šaukė žodžius į tamsą ir ąžuolus."),
    ("cp1252", "25° was the heat; ½ of the people left at 5 o’clock, and 3 m² is enough for him… © 2020"),
    ("cp1252", "The façade’s 10 µm coat – by Müller & Søn – cost £3½ million in the café."),
)


@pytest.mark.parametrize(("charset", "text"), UNDECLARED)
def test_text_of_many_charsets_without_a_word_about_them(charset: str, text: str) -> None:
    assert decode(text.encode(charset))[0] == text


def test_a_guess_from_few_bytes_is_reported() -> None:
    changes = decode("The naïve chef paid £9.50 for the crème brûlée.".encode("cp1252"))[1]
    assert [(c.text, c.became, c.reason) for c in changes] == [
        ("(the encoding)", "windows-1252", "the encoding was guessed")
    ]
    assert decode("The naïve chef.".encode(), "cp1252")[1] == ()
    assert decode("The naïve chef.".encode("cp1252"), "cp1252")[1] == ()
    assert decode((SIMPLE * 3).encode("gbk"))[1] == ()


@pytest.mark.parametrize(
    ("text", "charset", "declared"),
    [
        (SIMPLE + "㐀€", "gb18030", "gb2312"),
        (SIMPLE + "镕", "gbk", "GB2312"),
        (TRADITIONAL, "big5", "Big5"),
        (FRENCH, "cp1252", "ISO-8859-1"),
        (FRENCH.replace("’", "'"), "latin-1", "latin1"),
        ("彼は駅で本を読んでいた。", "shift_jis", "Shift_JIS"),
        ("彼は駅で本を読んでいた。", "iso2022_jp", "iso-2022-jp"),
        (SIMPLE, "utf-8", "iso-8859-1"),
        (SIMPLE, "gb18030", "no-such-charset"),
    ],
)
def test_declared(text: str, charset: str, declared: str) -> None:
    assert decode(text.encode(charset), declared) == (text, ())


def test_meta_charset_of_a_page() -> None:
    page = f"<html><head><meta http-equiv='Content-Type' content='text/html; charset=gb2312'></head><body><p>{SIMPLE}喆"
    article = read(Source("page", page.encode("gb18030"), "text/html"))
    assert article.blocks[0].text.startswith("清晨的集市上")


def test_a_few_bad_bytes_are_reported_and_the_rest_is_read() -> None:
    text, changes = decode(b"\xef\xbb\xbfgood \xff text")
    assert text == "good \ufffd text"
    assert (changes[0].text, changes[0].reason) == ("good \ufffd", "1 place is not valid UTF-8, line 1")


def zipped(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, "application/epub+zip" if name == "mimetype" else "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n\x00", "a damaged PDF"),
        (zipped("mimetype"), "an EPUB book"),
        (zipped("word/document.xml"), "a Word document"),
        (zipped("notes.txt"), "a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"\xff\xd8\xff\xe0", "a JPEG image"),
        (b"\x1f\x8b\x08\x00 not really", "a damaged gzip archive"),
        (b"ID3\x03\x00", "an MP3"),
        (b"\0\0\0\x20ftypM4A ", "MP4"),
    ],
)
def test_containers_are_called_by_name(content: bytes, kind: str) -> None:
    with pytest.raises(SourceError, match=kind) as caught:
        read(Source("file", content, "text/plain"))
    assert caught.value.hint


def packed(**files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


OLD = b"\xd0\xcf\x11\xe0" + b"\0" * 600


@pytest.mark.parametrize(
    ("content", "kind", "advice"),
    [
        (packed(mimetype="application/vnd.oasis.opendocument.graphics"), "an OpenDocument file", "save it as .docx"),
        (packed(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "an OpenDocument spreadsheet", "a table"),
        (OLD + "PowerPoint Document".encode("utf-16-le"), "an old PowerPoint presentation", "notes as text"),
        (packed(**{"xl/workbook.xml": ""}), "an Excel workbook", "a table can't be read aloud"),
        (packed(**{"notes about word/ and xl/.txt": ""}), "a ZIP archive", "unpack it"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "an old Office document", "save it as .docx"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "a locked Office document", "password"),
        (b"{\\rtf1 text}", "an RTF document", "save it as .docx"),
        (b"a book" + b"\0" * 54 + b"BOOKMOBI" + b"\0" * 50, "a Kindle book", "convert it to EPUB"),
    ],
)
def test_other_files_are_named_with_what_to_do(
    content: bytes, kind: str, advice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")  # nothing there converts it
    with pytest.raises(SourceError, match=f"file is {kind}, which Pagecast does not read") as caught:
        read(Source("file", content, "text/plain"))
    assert advice in caught.value.hint


@pytest.mark.parametrize("content", [bytes(range(256)) * 40, b"\0" * 100, b"MZ\x90\0\x03\0\0\0\x04\0" * 20])
def test_binary_is_not_text(content: bytes) -> None:
    with pytest.raises(SourceError, match="is not text"):
        read(Source("file", content))


def test_words_that_look_like_magic_are_words() -> None:
    assert read(Source("a.txt", b"ID3 tags and GIF87 are old. PK is a name.", "text/plain")).blocks


FLOOR = 0.99
"""Share of texts that come out right; raised when it is passed, never lowered."""


def test_texts_in_any_charset_whole_or_damaged() -> None:
    """`benchmarks/bench_encodings.py` tests more, and longer ones."""
    tried = list(cases((10, 50), rounds=1, seed="test"))
    wrong = [case for case in tried if not case.is_read_by(decode(case.content)[0])]
    assert len(tried) > 250
    assert len(wrong) <= (1 - FLOOR) * len(tried), [(case.language, case.charset, case.damage) for case in wrong]


@pytest.mark.parametrize("title", ["渡口的灯", "一座小桥", "四月的雨", "老人与河", "木船回家"])
@pytest.mark.parametrize("charset", ["gbk", "utf-8", "utf-16-le", "utf-16-be"])
def test_a_title_of_four_characters(title: str, charset: str) -> None:
    assert decode(title.encode(charset))[0] == title
    if not charset.startswith("utf-16"):
        assert decode(title.encode(charset)[:-1])[0] == title[:-1] + "\ufffd"


LONG = SIMPLE + "\n" + SIMPLE


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (LONG.encode("gbk")[:-1], 4),
        (LONG.encode("gbk")[1:], 1),
        (LONG.encode("gbk").replace("街上".encode("gbk"), b"\xff" + "街上".encode("gbk"), 1), 2),
        (LONG.encode("gbk").replace("街上".encode("gbk"), "街".encode("gbk") + b"\xc9", 1), 2),
        (LONG.encode()[:-1], 4),
        (LONG.encode().replace("街".encode(), b"\xe8\xa1", 1), 2),
        (LONG.encode("utf-16-le")[:-1], 4),
        (LONG.encode("utf-16-be")[1:], 1),
    ],
)
def test_damage_stays_local_and_is_reported_with_its_place(content: bytes, line: int) -> None:
    text, changes = decode(content)
    assert sum(a != b for a, b in zip(text.split("\n"), LONG.split("\n"), strict=True)) == 1
    (told,) = changes
    assert told.text.endswith("\ufffd")
    assert re.fullmatch(rf"1 place is not valid \S+( 18030)?, line {line}", told.reason)


def test_lines_in_another_charset_are_decoded_and_reported() -> None:
    lines = SIMPLE.split("\n")
    mixed = lines[0].encode() + b"\n" + lines[1].encode("gbk") + b"\n" + lines[0].encode()
    text, (told,) = decode(mixed)
    assert text == f"{lines[0]}\n{lines[1]}\n{lines[0]}"
    assert told.reason == "1 line is in GB 18030, the others are not: the first is line 2"
    text, (told,) = decode(b"\n".join([lines[1].encode("gbk")] * 9 + [lines[0].encode()]))
    assert text == "\n".join([lines[1]] * 9 + [lines[0]])
    assert "1 line is in UTF-8" in told.reason


@pytest.mark.parametrize(
    ("text", "charset", "declared"),
    [
        (TRADITIONAL, "big5", "gb2312"),
        (SIMPLE, "gbk", "big5"),
        (SIMPLE, "gbk", "iso-8859-1"),
        (SIMPLE, "gbk", "utf-8"),
        (JAPANESE[0], "shift_jis", "euc-jp"),
        (RUSSIAN[0], "cp1251", "koi8-r"),
        (SIMPLE, "utf-16-le", "gb2312"),
    ],
)
def test_a_charset_that_is_declared_wrongly(text: str, charset: str, declared: str) -> None:
    page = f"<!doctype html><meta charset={declared}><title>A page</title><p>{text}</p>"
    content = page.encode(charset) if charset != "utf-16-le" else text.encode(charset)
    assert text in decode(content)[0]
    found, changes = decode(text.encode(charset), declared)
    assert found == text
    assert charset == "utf-16-le" or "is declared as" in changes[0].reason


def test_a_single_odd_byte_in_ascii_is_no_letter() -> None:
    for odd in (b"\xff", b"\xfe", b"\x81"):
        text = decode(b"The boat left at six, and " + odd + b" the town behind it grew small.")[0]
        assert text == "The boat left at six, and \ufffd the town behind it grew small."


def test_a_few_nuls_are_left_out_and_reported() -> None:
    article = read(Source("a.txt", (SIMPLE * 4).replace("集市", "集\0市", 1).encode("gbk") + b"\0" * 4096))
    assert "".join(block.text for block in article.blocks).startswith("清晨的集市上")
    assert [change.reason for change in article.changes] == ["4097 NULs are no text"]


def test_a_few_nuls_and_codes_of_a_terminal_in_a_short_text() -> None:
    text = (
        "The story begins here.\0\0 And it\x07 goes on,\x1b[31m in red\x1b[0m, and\x1b[1;32m green\x1b[0m for a line."
    )
    article = read(Source("a.txt", text.encode()))
    assert article.blocks[0].text.startswith("The story begins here. And it")
    assert "2 NULs are no text" in [change.reason for change in article.changes]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\x01\x02\x03\x04 some words", "4 of its 15 characters are control characters"),
        (b"so\0me\0 wo\0rds an\0d mo\0re", "5 of its"),
    ],
)
def test_files_that_are_not_text_are_refused_with_the_reason(content: bytes, what: str) -> None:
    with pytest.raises(SourceError, match=what):
        read(Source("a.txt", content))


def test_too_much_damage_is_refused_unless_the_encoding_is_given() -> None:
    dice = random.Random(4)
    content = bytes(dice.choice((byte, byte, 0xFF)) for byte in (SIMPLE * 9).encode("gbk"))
    with pytest.raises(SourceError, match=r"a\.txt: .* can't be decoded") as caught:
        read(Source("a.txt", content))
    assert "--encoding" in caught.value.hint
    assert read(Source("a.txt", content, encoding="gbk")).blocks
    short = "Η βιβλιοθήκη".encode("cp1253")
    assert read(Source("a.txt", short, encoding="windows-1253")).blocks[0].text == "Η βιβλιοθήκη"


@pytest.mark.parametrize(
    "text",
    [
        "The boat Ω leaves.", "Ψ", "A naïve café at 5 °C.", "Zürich", "x² + y² = 4 µm", "£2.01 for tea", "Å",
        "ß is a letter", "The word λόγος in a line.", "price: 3 € or 4 £",
    ],
)  # fmt: skip
def test_few_signs_in_utf8_among_latin_letters_stay(text: str) -> None:
    assert decode(text.encode())[0] == text
