"""Filled-in pages are identical to those rendered by their template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from tests import shows
from tts.publish import catalog, site
from tts.publish.site import template_cache

TEMPLATE = Environment(autoescape=True, undefined=StrictUndefined).from_string(
    "<{{ w.tag }} {{ a }}{% if a %}!{% endif %}{{ page.title }}{% if page.hidden %} hidden{% endif %}"
    "{% for each in rows %}{% if not loop.first %}, {% endif %}{{ each.name }}={{ each.n }}{% endfor %}"
    "{% if near %}<a>{{ near.title }} {{ near.lang }}</a>{% endif %}{% for x, y in pairs %}{{ y }}{{ x }}{% endfor %}>"
)


@dataclass(frozen=True)
class Page:
    title: str
    hidden: bool = False


@dataclass(frozen=True)
class Row:
    name: str
    n: int = 1


@dataclass(frozen=True)
class Words:
    tag: str


EMPTY: dict[str, Any] = {"a": "", "page": Page(""), "rows": [], "near": None, "pairs": ()}
CASES: dict[str, dict[str, Any]] = {
    "nothing": {},
    "a text": {"a": "<b> & 'c'"},
    "another text of the same shape": {"a": "plain"},
    "markup": {"a": Markup("<b>")},
    "empty markup": {"a": Markup("")},
    "signs that look like marks": {"a": "\x000\x00", "page": Page("\x001\x00")},
    "a switch": {"page": Page("t", True)},
    "one row": {"rows": [Row("a")]},
    "two rows": {"rows": [Row("a"), Row("<")]},
    "a row without a name": {"rows": [Row(""), Row("b", 2)]},
    "a number that equals a truth": {"rows": [Row("a", True)]},
    "a neighbour": {"near": {"title": "t", "lang": Markup(' lang="en"')}},
    "a neighbour without a language": {"near": {"title": "t", "lang": Markup("")}},
    "pairs": {"pairs": [("a", "b"), ("", "&")]},
}


@pytest.mark.parametrize("again", ["first", "again"])
@pytest.mark.parametrize("case", CASES)
def test_filled_in_pages_equal_rendered_pages(case: str, again: str) -> None:
    values = EMPTY | CASES[case]
    for words in (Words("en"), Words("zh")):
        rendered = TEMPLATE.render(values | {"w": words})
        assert template_cache.page("test", values, {"w": words}, TEMPLATE.render) == rendered


def test_every_page_of_an_episode_equals_its_rendered_template(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    show = shows.make(tmp_path)
    entries = catalog.read(show).entries

    def pages() -> list[dict[str, bytes]]:
        made = []
        for entry in entries:
            script = catalog.script(str(show.folder / entry.folder))
            assert script
            for base in ("", "https://example.org/"):
                for newer in (None, entries[0]):
                    made.append(site.episode_pages(show, entry, script, newer=newer, base_url=base, feed=base))
        return made

    filled = pages()
    monkeypatch.setattr(template_cache, "page", lambda _name, values, fixed, render: render({**values, **fixed}))
    assert pages() == filled
