"""The languages' tables: every row has an example, and the examples are the tests."""

from __future__ import annotations

import pytest

from tts.text.languages.language import Language
from tts.text.languages.registry import LANGUAGES, find
from tts.text.languages.rule import Rule
from tts.text.languages.zh.amounts import DOLLARS
from tts.text.languages.zh.variants import SIMPLER

ROWS = [
    pytest.param(language, rule, keep_digits, id=f"{language.tag}: {rule.example}")
    for language in LANGUAGES
    if language.tag in ("en", "zh-hans", "de")  # of the others these are the rules, too
    for rule, keep_digits in language.rules()
]
CHINESE = [row for row in ROWS if row.values[0].wide]
TRADITIONAL = {ord(simple): chr(full) for full, simple in SIMPLER.items()}


@pytest.mark.parametrize(("language", "rule", "keep_digits"), ROWS)
def test_the_example_of_a_rule_is_said_by_it(
    language: Language,
    rule: Rule,
    keep_digits: bool,
) -> None:
    """No row is useless because earlier rows already rewrite its example."""
    assert language.say(rule.example, keep_digits=keep_digits) == rule.said
    used = [step.rule for step in language.steps(rule.example, keep_digits=keep_digits)]
    assert any(one is rule for one in used)


@pytest.mark.parametrize(("language", "rule", "keep_digits"), CHINESE)
def test_a_row_holds_for_both_scripts(language: Language, rule: Rule, keep_digits: bool) -> None:
    """It is written once, in simplified characters, and applies to traditional ones, too."""
    assert not set(rule.pattern) & set(map(chr, SIMPLER))
    traditional = find("zh-Hant")
    assert traditional
    said = traditional.say(rule.example.translate(TRADITIONAL), keep_digits=keep_digits)
    assert said.translate(SIMPLER) == rule.said.translate(SIMPLER)


def test_text_that_no_rule_rewrites_keeps_its_characters() -> None:
    traditional = find("zh-TW")
    assert traditional
    written = "會議從9點開到17:30，討論了3—5個問題，後來撥打電話0912345678。"
    assert traditional.say(written, keep_digits=True) == written.replace("—", "到")
    words = "會議從九點開到十七點三十分，討論了三到五個問題，後來撥打電話零九幺二三四五六七八。"
    assert traditional.say(written) == words


@pytest.mark.parametrize(
    ("tag", "row"),
    [
        ("zh", "zh-hans"),
        ("zh-Hans-HK", "zh-hans-hk"),
        ("zh-HK", "zh-hant-hk"),
        ("zh-MO", "zh-hant-hk"),
        ("zh_Hant_CN", "zh-hant"),
        ("cmn-Hant", "zh-hant"),
        ("yue", "zh-hant-hk"),
        ("yue-Hans", "zh-hans-hk"),
        ("yue-CN", "zh-hans"),
        ("en-GB", "en"),
        ("DE-at", "de"),
    ],
)
def test_a_tag_has_the_row_of_its_script_then_region_then_language(tag: str, row: str) -> None:
    found = find(tag)
    assert found and found.tag == row


@pytest.mark.parametrize("rule", DOLLARS, ids=lambda rule: rule.example)
@pytest.mark.parametrize("tag", ["zh-Hans-HK", "yue-Hans"])
def test_the_example_of_a_dollar_is_said_by_it(tag: str, rule: Rule) -> None:
    language = find(tag)
    assert language and language.say(rule.example) == rule.said
    assert any(step.rule is rule for step in language.steps(rule.example))


@pytest.mark.parametrize("keep_digits", [True, False])
@pytest.mark.parametrize(
    ("written", "hong_kong", "taiwan"),
    [
        ("$22", ("22元", "二十二元"), ("22美元", "二十二美元")),
        ("$3.5億", ("3.5億元", "三點五億元"), ("3.5億美元", "三點五億美元")),
        ("$3-5", ("3到5元", "三到五元"), ("3到5美元", "三到五美元")),
        ("$20美元", ("20美元", "二十美元"), ("20美元", "二十美元")),
        ("US$22", ("22美元", "二十二美元"), ("22美元", "二十二美元")),
        ("HK$22", ("22港元", "二十二港元"), ("22港元", "二十二港元")),
        ("NT$22", ("22新台幣", "二十二新台幣"), ("22新台幣", "二十二新台幣")),
    ],
)
def test_in_hong_kong_a_bare_dollar_is_its_own(
    written: str, hong_kong: tuple[str, str], taiwan: tuple[str, str], keep_digits: bool
) -> None:
    text = f"這個要{written}左右。"
    for tags, said in ((("yue", "zh-HK", "zh-MO"), hong_kong), (("zh-TW", "zh-Hant"), taiwan)):
        for tag in tags:
            language = find(tag)
            assert language
            expected = f"這個要{said[0] if keep_digits else said[1]}左右。"
            assert language.say(text, keep_digits=keep_digits) == expected


def test_text_of_a_language_without_rules_is_unchanged() -> None:
    assert find("fr") is None
