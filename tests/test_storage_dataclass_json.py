"""Dataclasses as JSON: the same text as with `asdict`, because stamps of existing shows are hashes of it."""

import json
from dataclasses import asdict

from tts.model import Article, Block, Change
from tts.storage.dataclass_json import field_values, to_json

BLOCKS = (Block("heading", "One", level=2), Block("paragraph", "“Two”\n three.", language="fr"))
ARTICLE = Article(BLOCKS, "燈塔", url="https://example.org/1", changes=(Change("a", "", "why"),))


def test_json_is_what_asdict_gives() -> None:
    assert to_json(["1", BLOCKS, None]) == json.dumps(["1", [asdict(block) for block in BLOCKS], None])


def test_a_replaced_field_keeps_the_order() -> None:
    fields = field_values(ARTICLE) | {"picture": ""}
    assert to_json(fields) == json.dumps(asdict(ARTICLE) | {"picture": ""})
