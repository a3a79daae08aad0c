"""`tts sources`: what it writes into show.toml, and what it leaves unchanged."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from click.testing import Result

from tests import feed_server
from tests.commands import fine, tts
from tests.feed_server import Feed
from tests.test_watch import feed, show

__all__ = ["feed", "show"]
KEPT = """# my show
title = "Carts"   # as on the door

[voices]
en = "hibari/heart"

# the paper
[[sources]]
source = "https://example.org/a.xml"
every = "2h"  # they are slow

# the magazine
[[sources]]
source = "https://example.org/b.xml"

[rules]
code = "skip"   # nobody reads it aloud
"""


def settings(show: Path) -> str:
    return (show / "show.toml").read_text(encoding="utf-8")


def written(show: Path) -> list[dict[str, object]]:
    return list(tomllib.loads(settings(show)).get("sources", []))


def add(show: Path, where: str, *options: str) -> Result:
    return tts("sources", "add", where, "-o", str(show), "--allow-private", *options)


def test_a_feed_is_tried_and_written(show: Path, feed: Feed) -> None:
    feed.add(1)
    fine("sources", "add", feed.feed, "-o", str(show), "--allow-private", "--every", "2h", "--not-titles", "ad")
    assert written(show) == [{"source": feed.feed, "every": "2h", "not_titles": ["ad"]}]
    again = tts("sources", "add", feed.feed, "-o", str(show), "--allow-private")
    assert again.exit_code == 1 and "already" in again.stderr


def test_a_page_that_links_to_a_feed_adds_the_feed(show: Path, feed: Feed) -> None:
    feed.add(1)
    feed.home = f'<html><head><link rel="alternate" type="application/rss+xml" href="{feed.feed}"></head></html>'
    fine("sources", "add", f"{feed.address}/", "-o", str(show), "--allow-private")
    assert written(show) == [{"source": feed.feed}]


def test_a_source_that_cannot_be_fetched_is_not_written(show: Path, feed: Feed) -> None:
    feed.status = 404
    result = tts("sources", "add", feed.feed, "-o", str(show), "--allow-private")
    assert result.exit_code == 1 and "404" in result.stderr
    assert not (show / "show.toml").exists()
    fine("sources", "add", feed.feed, "-o", str(show), "--unchecked")
    assert written(show) == [{"source": feed.feed}]


def test_a_folder_is_written_as_seen_from_the_show(show: Path, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    fine("sources", "add", str(tmp_path / "articles"), "-o", str(show))
    assert written(show) == [{"source": "../articles"}]
    fine("sources", "remove", str(tmp_path / "articles"), "-o", str(show))
    assert written(show) == []


def test_comments_order_and_all_else_stay(show: Path) -> None:
    (show / "show.toml").write_text(KEPT, encoding="utf-8")
    fine("sources", "add", "https://example.org/c.xml", "-o", str(show), "--unchecked")
    assert [table["source"] for table in written(show)] == [f"https://example.org/{x}.xml" for x in "abc"]
    fine("sources", "remove", "https://example.org/c.xml", "-o", str(show))
    assert settings(show) == KEPT
    fine("sources", "remove", "https://example.org/a.xml", "-o", str(show))
    gone = '# the paper\n[[sources]]\nsource = "https://example.org/a.xml"\nevery = "2h"  # they are slow\n\n'
    assert settings(show) == KEPT.replace(gone, "")


@pytest.mark.parametrize(
    "text",
    [
        'sources = [{source = "https://example.org/a.xml"}]\n',
        'description = """\n[[sources]]\nsource = "x"\n"""\n[[sources]]\nsource = "https://example.org/a.xml"\n',
    ],
)
def test_a_file_in_another_style_stays_valid_or_unchanged(show: Path, text: str) -> None:
    (show / "show.toml").write_text(text, encoding="utf-8")
    result = tts("sources", "remove", "https://example.org/a.xml", "-o", str(show))
    assert result.exit_code == 1 and settings(show) == text


def test_opml_comes_in_and_goes_out(show: Path, tmp_path: Path) -> None:
    outlines = "".join(f'<outline text="{n}" xmlUrl="https://example.org/{n}.xml?a=1&amp;b=2"/>' for n in range(3))
    (tmp_path / "reader.opml").write_text(f"<opml version='2.0'><body>{outlines}</body></opml>", encoding="utf-8")
    assert "3 added" in fine("sources", "import", str(tmp_path / "reader.opml"), "-o", str(show)).stderr
    assert (
        "0 added, 3 already there" in fine("sources", "import", str(tmp_path / "reader.opml"), "-o", str(show)).stderr
    )
    (tmp_path / "out.opml").write_text(fine("sources", "export", "-o", str(show)).stdout, encoding="utf-8")
    other = tmp_path / "other"
    fine("sources", "import", str(tmp_path / "out.opml"), "-o", str(other))
    assert written(other) == written(show) == [{"source": f"https://example.org/{n}.xml?a=1&b=2"} for n in range(3)]


def test_test_shows_what_a_first_check_would_make_and_makes_nothing(show: Path, feed: Feed) -> None:
    feed.add(*range(1, 9))
    fine("sources", "add", feed.feed, "-o", str(show), "--unchecked", "--latest", "2", "--not-titles", "cart 8")
    tried = fine("sources", "test", "-o", str(show), "--allow-private").stdout
    assert "8 articles" in tried and "    Cart 7" in tried and "left out: Cart 8" in tried and "Cart 6" not in tried
    assert not list(show.glob("*/episode.json"))
    listed = json.loads(fine("sources", "list", "-o", str(show), "--json").stdout)
    assert [each["state"] for each in listed] == ["new"]


@pytest.mark.parametrize("name", ["", "  ", "@"])
def test_an_empty_name_is_not_the_current_folder(show: Path, name: str) -> None:
    result = tts("sources", "add", name, "-o", str(show))
    assert result.exit_code == 1 and "an empty name is no source" in result.stderr
    assert not (show / "show.toml").exists()


def test_a_page_added_as_itself_is_reported(show: Path, feed: Feed) -> None:
    feed.home = f"<html lang=en><title>A page</title><article><p>{feed_server.PARAGRAPH * 5}</p></article></html>"
    result = add(show, f"{feed.address}/")
    assert "the page itself is watched" in result.stderr
    assert "the page itself" not in add(show, feed.feed).stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--engine", "kokorro"), "did you mean kokoro"),
        (("--shortest", "5min", "--longest", "1min"), "shortest is more than longest"),
        (("--every", "1 fortnight"), "s, min, h, d or w"),
    ],
)
def test_a_source_that_would_never_be_made_is_not_written(
    show: Path, feed: Feed, options: tuple[str, ...], said: str
) -> None:
    feed.add(1)
    result = add(show, feed.feed, *options)
    assert result.exit_code == 1 and said in result.stderr
    assert not (show / "show.toml").exists()


def test_invalid_entries_of_an_opml_are_reported_and_the_others_added(show: Path, tmp_path: Path) -> None:
    urls = "https://a.example/feed", "https://ann:secret@b.example/feed", "file:///etc/passwd", "https://c.example/feed"
    outlines = "".join(f'<outline text="x"><outline type="rss" xmlUrl="{url}"/></outline>' for url in urls)
    path = tmp_path / "foreign.opml"
    path.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>', encoding="utf-8")
    result = tts("sources", "import", str(path), "-o", str(show))
    assert result.exit_code == 1 and "2 added" in result.stderr
    assert "b.example" in result.stderr and "secret" not in result.stderr
    assert "left out: file:///etc/passwd" in result.stderr
    assert tts("sources", "export", "-o", str(show)).stdout.count("xmlUrl") == 2
