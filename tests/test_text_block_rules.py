from __future__ import annotations

from typing import Any

import pytest

from tts.model import Article, Block, Script, TtsError
from tts.text import checked_rules, write_script

CODE = Block("code", "a = 1\n\nprint(a)")
LONG = Block("table", "\n".join(f"{n}\t{n * n}" for n in range(12)))
NOTE = Block("note", "She wrote that in a letter.")


def script(*blocks: Block, language: str = "en", **rules: str) -> Script:
    article = Article((Block("paragraph", "A day."), *blocks), language=language)
    return write_script(article, fits=lambda s: True, rules=checked_rules(rules))


def said(*blocks: Block, language: str = "en", **rules: str) -> list[str]:
    return [chunk.spoken for chunk in script(*blocks, language=language, **rules).chunks[1:]]


@pytest.mark.parametrize(
    ("block", "skip", "announce", "read"),
    [
        (CODE, [], ["Code, two lines."], ["a equals one print(a)"]),
        (LONG, [], ["A table of twelve rows."], ["A table of twelve rows."]),
        (Block("table", "one\ttwo"), [], ["A table of one row."], ["one, two."]),
        (Block("formula", r"E = mc^2"), [], ["A formula."], ["E equals m c squared."]),
        (Block("formula", r"\begin{matrix}a\end{matrix}"), [], ["A formula."], ["A formula."]),
        (Block("caption", "A wet dog"), [], ["Picture: A wet dog."], ["A wet dog."]),
        (Block("quote", "Stay."), [], ["Quote: Stay."], ["Stay."]),
        (NOTE, [], ["Note: She wrote that in a letter."], ["She wrote that in a letter."]),
    ],
)
def test_each_kind_is_left_out_or_announced_or_read(
    block: Block, skip: list[str], announce: list[str], read: list[str]
) -> None:
    found = [said(block, **{block.kind: how}) for how in ("skip", "announce", "read")]
    assert found == [skip, announce, read]


@pytest.mark.parametrize("how", ["skip", "announce"])
@pytest.mark.parametrize("block", [CODE, LONG, Block("formula", r"\begin{matrix}a\end{matrix}"), NOTE])
def test_omissions_are_reported(block: Block, how: str) -> None:
    made = script(block, **{block.kind: how})
    in_it = any(block.text in chunk.text for chunk in made.chunks)
    assert in_it or [change.text for change in made.changes] == [block.text]


def test_by_default_code_is_announced_and_notes_are_left_out() -> None:
    assert said(CODE, NOTE) == ["Code, two lines."]
    assert said(Block("code", "a\nb\nc"), NOTE, language="zh-Hans") == ["代码，共三行。"]
    assert said(Block("code", "a\nb\nc"), NOTE, language="zh-Hant") == ["程式碼，共三行。"]


def test_a_language_without_announcements_leaves_it_out_and_reports_it() -> None:
    made = script(CODE, language="fr")
    assert len(made.chunks) == 1
    assert [change.text for change in made.changes] == [CODE.text]


@pytest.mark.parametrize(("rules", "told"), [({"cod": "skip"}, "cod"), ({"code": "sing"}, "sing")])
def test_an_unknown_rule_is_refused(rules: dict[str, str], told: str) -> None:
    with pytest.raises(TtsError, match=told) as error:
        checked_rules(rules)
    assert error.value.hint


ADDRESS = Block("paragraph", "See https://www.example.com/a/b for more.")


@pytest.mark.parametrize(
    ("how", "spoken"),
    [
        ("skip", "See for more."),
        ("announce", "See example dot com for more."),
        ("read", "See example dot com slash a slash b for more."),
    ],
)
def test_an_address_is_left_out_or_its_domain_or_all_of_it_said(how: str, spoken: str) -> None:
    assert said(ADDRESS, address=how) == [spoken]


@pytest.mark.parametrize("kind", ["paragraph", "heading", "item", "quote", "caption", "note"])
@pytest.mark.parametrize("how", ["read", "announce"])
def test_a_block_with_only_a_skipped_address_is_left_out_and_reported(kind: Any, how: Any) -> None:
    blocks = (Block(kind, "https://www.example.com/a"), Block("paragraph", "The end."))
    rules: Any = {"address": "skip", "quote": how, "caption": how, "note": how}
    script = write_script(Article(blocks, language="en"), fits=lambda _: True, rules=rules)
    assert [chunk.text for chunk in script.chunks] == ["The end."]
    assert [(change.text, "address" in change.reason) for change in script.changes] == [(blocks[0].text, True)]


@pytest.mark.parametrize("kind", ["table", "code"])
def test_a_quotation_with_only_a_skipped_address_is_announced(kind: Any) -> None:
    rules: Any = {"address": "skip", kind: "read"}
    assert all(said(Block(kind, "me@mail.example.org"), **rules))
    told = script(Block(kind, "me@mail.example.org"), **rules)
    assert [change.text for change in told.changes] == ["me@mail.example.org"]
