"""listen.js: the index of addresses, and the script on pages that nobody of Pagecast wrote."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.needs import needs
from tools import make_player
from tts.publish.listen import files
from tts.publish.listen.addresses import hashed, plain_address, plain_path

BUILT = make_player.LISTEN.read_text(encoding="utf-8")


def test_it_is_built_of_its_sources_as_they_are() -> None:
    """Where it fails: `make player`."""
    assert BUILT.startswith(make_player.listen_head())


@needs("node", npm="esbuild")
def test_it_is_what_esbuild_makes_of_its_sources() -> None:
    assert make_player.listen_built() == BUILT


def test_it_is_small_and_takes_no_name() -> None:
    code = BUILT.encode()
    assert code.isascii() and code.count(files.PARTS) == 1
    assert b"innerHTML" not in code and b"eval(" not in code


ADDRESSES = [
    "https://example.org",
    "http://www.example.org:80/index.html",
    "https://example.org:8443/a/b.HTML",
    "https://example.org/posts/a/index.php",
    "https://example.org/posts/%E5%A4%9C/",
    "https://example.org/posts/夜/",
    "https://example.org/100%25/%ff%zz/a%2Fb",
    "https://example.org/?p=12&utm_source=x",
    "https://example.org/a?b=2&a=1&fbclid=3#top",
    "https://example.org/a?q=%E5%A4%9C%20x&p=",
    "https://example.org/#/posts/a",
    "https://example.org/#!/posts/夜",
    "https://bücher.example/caf%C3%A9/cafe%CC%81",
    "https://user:pw@example.org/a//",
    "https://example.org/index/",
]


@needs("node")
def test_the_page_and_the_index_call_an_address_alike(tmp_path: Path) -> None:
    source = (make_player.LISTEN.parent / "source" / "address.js").read_text(encoding="utf-8")
    names = "ADDRESSES.map((each) => { const name = plainAddress(new URL(each)); return [name, ...hashed(name)]; })"
    code = f"const TRACKING = {make_player.tracking()};\n{source}\nconst ADDRESSES = {json.dumps(ADDRESSES)};\n"
    (tmp_path / "ask.js").write_text(f"{code}console.log(JSON.stringify({names}));", encoding="utf-8")
    answer = subprocess.run(["node", str(tmp_path / "ask.js")], capture_output=True, check=True).stdout
    names_here = [plain_address(each) for each in ADDRESSES]
    assert json.loads(answer) == [[name, *hashed(name)] for name in names_here]


@pytest.mark.parametrize(
    "one, other",
    [
        ("https://example.org/a/", "http://www.example.org/a/index.html#t=3"),
        ("https://example.org/a.html", "https://example.org/a?utm_medium=mail&fbclid=1"),
        ("https://example.org/caf%c3%a9", "https://example.org/café"),
    ],
)
def test_ways_to_a_page_are_one_address(one: str, other: str) -> None:
    assert plain_address(one) == plain_address(other)


@pytest.mark.parametrize(
    "one, other",
    [
        ("https://example.org/?p=1", "https://example.org/?p=2"),
        ("https://example.org/#/a", "https://example.org/#/b"),
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/a", "https://blog.example.org/a"),
    ],
)
def test_other_pages_are_others(one: str, other: str) -> None:
    assert plain_address(one) != plain_address(other)


def test_a_page_of_the_site_is_known_by_its_path() -> None:
    assert list(files.names("", "../posts/a/index.html")) == ["/posts/a"]
    assert list(files.names("https://example.org/x", "../index.html")) == ["example.org/x", "/"]
    assert list(files.names("https:///x", "https://example.org/x")) == []
    assert plain_path("/posts/a.htm") == "/posts/a"
