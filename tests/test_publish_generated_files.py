"""Files made by Pagecast, also by earlier versions, are distinguished from those that only mention it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests import shows
from tts.model import LibraryError
from tts.publish import build, public_files
from tts.publish.generated_files import is_ours
from tts.publish.targets import send
from tts.show import library

BASE = "https://example.org/listen/"
OURS = "<meta name=generator content=Pagecast>"
STYLE = '<link rel="stylesheet" href="pagecast/page-1a2b3c4d.css">'
MENTIONS = {
    "in words": "<!doctype html><title>Reviews</title><p>I like Pagecast.</p>",
    "in a comment": f"<!doctype html><!-- {OURS} --><title>Mine</title>",
    "as text": "<!doctype html><title>How to</title><pre>&lt;meta name=generator content=Pagecast&gt;</pre>",
    "in a body": f"<!doctype html><title>Mine</title><body><template>{OURS}</template>",
    "in a script": f"<!doctype html><script>const it = '{OURS}'</script><title>Mine</title>",
    "by another generator": '<!doctype html><meta name="generator" content="Hugo, for Pagecast"><title>Mine</title>',
    "by its style alone": f"<!doctype html><title>Mine</title>{STYLE}",
    "by a player put in": "<!doctype html><title>Mine</title><!--pagecast--><pagecast-player></pagecast-player>",
    "in no page at all": "Pagecast",
}
LISTS = {
    "a feed": "<rss version='2.0'><channel><title>On Pagecast 0.1</title><generator>Hugo</generator></channel></rss>",
    "a feed that says it in an item": (
        "<rss><channel><item><generator>Pagecast 0.1</generator></item></channel></rss>"
    ),
    "a list with it inside": "<urlset><!-- Pagecast 0.1 --></urlset>",
    "a list that is cut": "<urlset><!-- Pagecast 0.1 -->",
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = shows.make(tmp_path_factory.mktemp("ours"), {"ferry.md": shows.FERRY}).folder
    build.publish(library.open_show(folder), base_url=BASE)
    return folder


@pytest.fixture
def show(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "show"))


def made(folder: Path) -> list[str]:
    names = [item.name for item in public_files.items(folder)]
    return [name for name in names if public_files.is_made(name)]


def as_earlier(content: bytes) -> bytes:
    """The page as Pagecast wrote it before pages named their generator."""
    return re.sub(rb'<meta name="?generator"? content="?Pagecast"?>\n?', b"", content)


def test_all_that_is_published_is_known(published: Path) -> None:
    names = made(published)
    assert {"index.html", "feed.xml", "sitemap.xml", "shows.opml"} < {*names}
    assert [name for name in names if not is_ours(name, (published / name).read_bytes())] == []


def test_pages_of_an_earlier_version_are_known_and_overwritten(show: Path) -> None:
    pages = [name for name in made(show) if name.endswith(".html")]
    for name in pages:
        earlier = as_earlier((show / name).read_bytes())
        assert b"generator" not in earlier and is_ours(name, earlier), name
        (show / name).write_bytes(earlier)
    shutil.rmtree(show / ".pagecast")
    assert {*pages} <= {*build.publish(library.open_show(show)).written}


@pytest.mark.parametrize("how", MENTIONS)
def test_a_page_that_mentions_pagecast_is_somebody_s(how: str, show: Path, tmp_path: Path) -> None:
    page = MENTIONS[how].encode()
    shutil.rmtree(show / ".pagecast")
    (show / "index.html").write_bytes(page)
    with pytest.raises(LibraryError, match=r"index\.html is in the way"):
        build.publish(library.open_show(show))
    assert (show / "index.html").read_bytes() == page


@pytest.mark.parametrize("how", MENTIONS)
def test_neither_is_it_overwritten_at_a_target(how: str, published: Path, tmp_path: Path) -> None:
    page, www = MENTIONS[how].encode(), tmp_path / "www"
    www.mkdir()
    (www / "index.html").write_bytes(page)
    with pytest.raises(LibraryError, match="did not make it"):
        send.upload(published, str(www))
    assert (www / "index.html").read_bytes() == page


@pytest.mark.parametrize("how", LISTS)
def test_lists_that_mention_it_are_somebody_s(how: str) -> None:
    assert not is_ours("feed.xml", LISTS[how].encode())
    assert not is_ours("sitemap.xml", LISTS[how].encode())


def test_rules_for_robots_that_mention_it_are_somebody_s() -> None:
    assert not is_ours("robots.txt", b"# no Pagecast here\nUser-agent: *\n")
