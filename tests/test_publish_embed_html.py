"""Pages of every shape: the player is inserted in the right place, and its removal restores every byte."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import sites
from tts.model import SourceError
from tts.publish.embed.html_positions import outline, tokens
from tts.publish.embed.insertion import ShowLocation, as_xml, forbidden, prefix, site_of
from tts.publish.embed.page_bytes import BEGIN, END, filled, opened
from tts.publish.embed.page_metadata import PageMetadata, metadata_of
from tts.publish.embed.placement import head_place, player_place

PLAYER = '<pagecast-player name="燈 “x”"><script type="application/json">{"t":"燈🌙"}</script></pagecast-player>'


@dataclass(frozen=True)
class Shape:
    """One way of writing the same page."""

    codec: str
    mark: bytes
    newline: str
    upper: bool
    head: str
    before: str
    title: str
    texts: tuple[str, ...]

    @property
    def content(self) -> bytes:
        html = f"{self.head}{self.before}{self.title}{sites.paragraphs(self.texts)}"
        html = html.replace("<p>", "<P>").replace("<h1", "<H1").replace("</h1>", "</H1 >") if self.upper else html
        return self.mark + html.replace("\n", self.newline).encode(self.codec, "xmlcharrefreplace")


HEADS = (
    "<!DOCTYPE html>\n<html><head>\n<title>a > b <h1>Tides</h1></title>\n</head>\n<body>\n",
    "<!doctype html><meta charset=utf-8><title>x</title>",
    "<HTML>\n<HEAD><TITLE>x</TITLE>\n<BODY BGCOLOR=red>\n",
    "<title>x</title><script>document.write('<body><h1>Tides</h1>')</script>\n",
    "<html><head><style>p > a {}</style><script><!--\nif (a<b) '<script>' //--></script></head><body class='a>b'>\n",
    "",
)
BEFORE = (
    "",
    "<!-- <h1>Tides</h1> -->\n",
    "<nav><h2>Tides</h2><a href=#>Tides</a></nav>\n",
    "<header><h1>The site</h1></header>\n<main>",
    "<template><h1>Tides</h1></template><noscript><h1>Tides</h1></noscript>\n",
    '<svg><title>Tides</title><path d="M0 0"/></svg><!-->\n',
    "<ul><li>one<li>two</ul><table><tr><td>x</table>\n",
    '<img alt="<h1>Tides</h1>" src=a/b>\n<p>unclosed',
)
TITLES = (
    "<h1>Tides</h1>\n",
    '<h1 class="a" title=">">Ti<b>d</b>es <a href=#>¶</a></h1>',
    "<a href=x><h1>Tides</h1></a>\n",
)
TEXTS = {
    "utf-8": sites.BREAD, "gb18030": sites.BREAD, "cp950": sites.FERRY, "utf-16-le": sites.BREAD, "cp1252": sites.TIDES,
    "cp932": ("灯台の灯は日が暮れると点る。誰が最初に点したのか、町の人は誰も覚えていない。",
              "彼女は石の上を歩いて、歩数を数えた。"),
}  # fmt: skip
MARKS = {"utf-16-le": (b"\xff\xfe",), "utf-8": (b"", b"\xef\xbb\xbf")}

shapes = st.sampled_from(sorted(TEXTS)).flatmap(
    lambda codec: st.builds(
        Shape,
        st.just(codec),
        st.sampled_from(MARKS.get(codec, (b"",))),
        st.sampled_from(("\n", "\r\n", "\r", "")),
        st.booleans(),
        st.sampled_from(HEADS),
        st.sampled_from(BEFORE),
        st.sampled_from(TITLES),
        st.just(TEXTS[codec]),
    )
)


def put(content: bytes, texts: tuple[str, ...]) -> bytes:
    page = opened(content)
    place, head = player_place(page, outline(page.text), "Tides", texts), head_place(page)
    assert place >= 0
    return filled(page, [(place, PLAYER), *([(head, "<meta content=燈>")] if 0 <= head <= place else [])])


@settings(max_examples=300, deadline=None)
@given(shapes)
def test_additions_are_removed_completely(shape: Shape) -> None:
    new = put(shape.content, shape.texts)
    assert new != shape.content
    assert opened(new).content == shape.content
    assert put(new, shape.texts) == new


@settings(max_examples=300, deadline=None)
@given(shapes)
def test_the_player_is_after_the_title(shape: Shape) -> None:
    page = opened(put(shape.content, shape.texts))
    plain = opened(shape.content)
    place = player_place(plain, outline(plain.text), "Tides", shape.texts)
    end = plain.text.lower().rindex("</h1")
    behind = plain.text[end:place].lower().replace(" ", "")
    assert behind in ("</h1>", "</h1></a>")
    assert page.text == plain.text


FRAGMENTS = (
    *HEADS,
    *BEFORE,
    *TITLES,
    *("<p>", "</", "<", ">", "<!", "<?x", "<a b='", '"', "&lt;", "燈", "-->", "<script>"),
)
FRAGMENTS = (*FRAGMENTS, "</script>", "<plaintext>", "<textarea>", "</textarea x>", "<a/b=c/>", "<td", "\x00", "]]>")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join), st.data())
def test_any_soup_is_read_to_its_end_and_restored(soup: str, data: st.DataObject) -> None:
    found = list(tokens(soup))
    assert "".join(soup[token.begin : token.end] for token in found) == soup
    seen = outline(soup)
    assert all(0 <= one.begin < one.inner <= one.close <= one.end <= len(soup) for one in seen.elements)
    if "\0" in soup:  # may be taken for UTF-16 without its mark, which is refused
        return
    page = opened(soup.encode())
    places = data.draw(st.lists(st.integers(0, len(page.text)), max_size=3))
    assert opened(filled(page, [(place, PLAYER) for place in places])).content == soup.encode()


def test_additions_are_ascii_unless_the_page_is_utf8() -> None:
    content = sites.hugo_post("bread", "夜里的面包店", sites.BREAD).replace("utf-8", "gbk").encode("gbk")
    new = filled(opened(content), [(0, PLAYER)])
    ours = new[: new.index(END.encode())].removeprefix(BEGIN.encode())
    assert ours.isascii() and "燈🌙" not in ours.decode()
    assert rb"\u71c8\ud83c\udf19" in ours and b"&#29128;" in ours


def test_stateful_encodings_are_left_alone() -> None:
    content = '<meta charset="iso-2022-jp"><h1>灯台</h1>'.encode("iso2022_jp")
    with pytest.raises(SourceError, match="encoding"):
        opened(content)


# --- addresses ------------------------------------------------------------------------------------------------

HERE = ShowLocation("https://x.example.org/blog/", "listen/", "https://x.example.org/blog/listen/")


@pytest.mark.parametrize(
    "name, metadata, lead",
    [
        ("index.html", PageMetadata(), "listen/"),
        ("a/b/index.html", PageMetadata(), "../../listen/"),
        ("a/b.html", PageMetadata(canonical="https://x.example.org/blog/a/b"), "../listen/"),
        ("a/b.html", PageMetadata(canonical="https://x.example.org/blog/a/b/"), "../../listen/"),  # served with a slash
        (
            "a/b/index.html",
            PageMetadata(canonical="https://x.example.org/blog/a/b"),
            "/blog/listen/",
        ),  # with or without one
        ("a/b/index.html", PageMetadata(canonical="https://other.example.org/z/"), "../../listen/"),
        ("a/b/index.html", PageMetadata(base="/blog/"), "listen/"),
        ("a/b/index.html", PageMetadata(base="/blog/a/"), "../listen/"),
        ("a/b/index.html", PageMetadata(base="../"), "../listen/"),
        ("a/b/index.html", PageMetadata(base="https://cdn.example.net/"), "https://x.example.org/blog/listen/"),
    ],
)
def test_relative_addresses_lead_to_the_show(name: str, metadata: PageMetadata, lead: str) -> None:
    assert prefix(HERE, name, metadata) == lead


def test_the_sites_address_is_the_one_stated_by_its_pages() -> None:
    told = [("a/index.html", "http://localhost:1313/a/"), ("b.html", "https://x.example.org/s/b.html")]
    assert site_of(told) == "https://x.example.org/s/"


def test_in_xml_every_attribute_has_a_value() -> None:
    html = f"<div>{as_xml('<audio controls></audio><meta content=&quot;x&quot;>')}</div>".replace("&quot;", '"')
    assert ElementTree.fromstring(html).find("audio") is not None


def test_a_policy_names_hosts() -> None:
    away = ShowLocation(url="https://audio.example.net/show/")
    allows = PageMetadata(policies=("script-src https://audio.example.net; media-src *.example.net",))
    assert forbidden(allows, away) == ()
    assert forbidden(PageMetadata(policies=("default-src 'self'",)), away) == ("script-src", "media-src")


def test_frameworks_and_redirects_are_recognized() -> None:
    page = opened(
        b'<meta http-equiv=Refresh content="3; URL=\'/b/\'"><div id="__next"></div><script id="__NEXT_DATA__">'
    )
    metadata = metadata_of(page, outline(page.text))
    assert (metadata.leads_to, metadata.hydrated) == ("/b/", "Next.js")
