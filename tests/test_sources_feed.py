"""Feeds: which articles they contain, what they state, and what is left out."""

from __future__ import annotations

import json
from random import Random

import pytest

from tests.work import ends
from tts.model import Article, Parts, Selection, Source, SourceError
from tts.sources import parts, read

LONG = (
    "The mill has stood at the bend of the river for longer than anybody can tell. Its wheel turns slowly in summer,"
    " when the water is low, and in spring it runs so fast that the whole house hums. "
)
FULL = f"<p>{LONG * 3}</p><p>{LONG * 2}</p>"
ALL = Selection()

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:media="http://search.yahoo.com/mrss/"><channel><title>River Notes</title><link>https://river.example/</link>
<language>en-GB</language><managingEditor>ed@river.example (The Editor)</managingEditor>
{items}</channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://river.example/">
<title>River Notes</title><author><name>Ann Lee</name></author><link href="/"/><id>urn:river</id>{items}</feed>"""


def item(title: str = "A walk", link: str = "https://river.example/walk", more: str = "", html: str = FULL) -> str:
    content = f"<content:encoded><![CDATA[{html}]]></content:encoded>" if html else ""
    return f"<item><title>{title}</title><link>{link}</link>{content}{more}</item>"


def rss(*items: str) -> str:
    return RSS.replace("{items}", "".join(items))


def found(feed: str | bytes, selection: Selection = ALL, url: str = "https://river.example/feed.xml") -> Parts:
    content = feed if isinstance(feed, bytes) else feed.encode()
    collection = parts(Source(url, content, "application/xml", url=url), selection)
    assert collection is not None
    return collection


def article(part: Source | str) -> Article:
    assert isinstance(part, Source)
    return read(part)


def only(feed: str | bytes) -> Article:
    (part,) = found(feed)
    return article(part)


def said(one: Article) -> str:
    return "\n".join(block.text for block in one.blocks)


def reasons(collection: Parts) -> list[str]:
    return [change.reason for change in collection.changes]


# --- the formats --------------------------------------------------------------------------------------------

HEADS = {
    "RSS 0.91": '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://a.example/rss.dtd">'
    "<rss version='0.91'><channel><title>River Notes</title>{}</channel></rss>",
    "RSS 0.92": "<rss version='0.92'><channel><title>River Notes</title>{}</channel></rss>",
    "RSS 1.0": "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
    "<channel rdf:about='https://river.example/'><title>River Notes</title></channel>{}</rdf:RDF>",
    "RSS 2.0": "<?xml version='1.0'?><?xml-stylesheet href='a.xsl'?><!-- made by hand -->"
    "<rss version='2.0'><channel><title>River Notes</title>{}</channel></rss>",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_long_description_is_the_article_in_every_rss(head: str) -> None:
    entry = "<item><title>A walk</title><link>https://river.example/walk</link><description>{}</description></item>"
    one = only(head.format(entry.format(LONG * 8)))
    assert (one.title, one.site, one.url) == ("A walk", "River Notes", "https://river.example/walk")
    assert said(one) == (LONG * 8).strip()


def test_metadata_of_an_rss_entry_are_read() -> None:
    more = (
        "<dc:creator>Bo Chen</dc:creator><pubDate>Tue, 24 Nov 2026 00:30:00 +0800</pubDate>"
        "<description>How the mill came to stand there.</description>"
        '<enclosure url="/mill.jpg" type="image/jpeg" length="9"/>'
    )
    one = only(rss(item("The mill", "/mill?utm_source=feed&amp;id=7#utm_medium=rss", more)))
    assert (one.title, one.author, one.date) == ("The mill", "Bo Chen", "2026-11-24")
    assert (one.site, one.language) == ("River Notes", "en-GB")
    assert one.url == "https://river.example/mill?id=7"
    assert one.image == "https://river.example/mill.jpg"
    assert one.summary == "How the mill came to stand there."


def test_the_editor_of_a_channel_is_nobodys_author_and_the_author_of_an_atom_feed_is() -> None:
    assert only(rss(item())).author == ""
    entry = (
        "<entry><id>tag:1</id><title type='html'>&lt;i&gt;Mill&lt;/i&gt; days</title><link href='mill.html'/>"
        "<updated>2026-03-05T23:30:00-05:00</updated><content type='xhtml' xml:lang='fr'>"
        f"<div xmlns='http://www.w3.org/1999/xhtml'><p>{LONG}</p><p>{LONG}</p></div></content></entry>"
    )
    one = only(ATOM.replace("{items}", entry))
    assert (one.title, one.author, one.date, one.language) == ("Mill days", "Ann Lee", "2026-03-05", "fr")
    assert one.url == "https://river.example/mill.html"
    assert [block.kind for block in one.blocks] == ["paragraph", "paragraph"]


def test_json_feed() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "River Notes",
        "home_page_url": "https://river.example/",
        "language": "zh-Hant",
        "authors": [{"name": "王小雨"}],
        "items": [
            {"id": 2, "url": "/two", "title": "橋", "content_html": FULL, "date_published": "2026-03-02T01:00:00+08:00",
             "image": "bridge.png"},
            {"id": "1", "content_text": "第一段。\n\n第二段。", "date_published": "2026-03-01",
             "author": {"name": "李晨"}},
        ],
    }  # fmt: skip
    first, second = found(json.dumps(feed))
    assert isinstance(first, Source) and first.where == "https://river.example/feed.xml#1"
    assert [b.text for b in article(first).blocks] == ["第一段。", "第二段。"]
    assert (article(first).author, article(second).author) == ("李晨", "王小雨")
    assert (article(second).url, article(second).date) == ("https://river.example/two", "2026-03-02")
    assert article(second).image == "https://river.example/bridge.png"
    assert article(second).language == "zh-Hant"


def test_a_feed_of_one_format_holds_the_same_as_that_of_another() -> None:
    as_json = json.dumps(
        {
            "items": [{"url": "https://river.example/walk", "title": "A walk", "content_html": FULL, "id": "x"}],
            "title": "River Notes",
            "language": "en-GB",
            "version": "https://jsonfeed.org/version/1",
        }
    )
    assert only(as_json) == only(rss(item()))


def test_an_entry_in_a_feed_made_of_others_names_where_it_is_from() -> None:
    entry = (
        "<entry><id>tag:1</id><title>Mill</title><link href='https://hill.example/mill'/>"
        f"<content type='html'>{LONG * 3}</content>"
        "<source><title>Hill Notes</title><author><name>Bo Chen</name></author></source></entry>"
    )
    one = only(ATOM.replace("{items}", entry))
    assert (one.site, one.author) == ("Hill Notes", "Bo Chen")


# --- full text, teaser, audio -------------------------------------------------------------------------------

TEASERS = [
    # what stands in content:encoded, what in description
    ("", "A short summary of it."),
    ("", LONG * 2),
    ("", f"<p>{LONG * 8}</p><p><a href='/walk'>Read more</a></p>"),
    (f"<p>{LONG * 8} […]</p>", ""),
    (f"<p>{LONG * 8}</p><p>Continue reading “A walk” &rarr;</p>", ""),
    (f"<p>{LONG * 2}…</p>", ""),
    (f"<p>{LONG * 8}</p><p>阅读全文</p>", ""),
    ("<p>Too little.</p>", "Too little."),
    ("<a href='https://news.example/1'>[comments]</a>", ""),
    ("", ""),
]


@pytest.mark.parametrize(("content", "description"), TEASERS)
def test_a_teaser_leads_to_its_page(content: str, description: str) -> None:
    more = f"<description><![CDATA[{description}]]></description>" if description else ""
    assert [*found(rss(item(more=more, html=content)))] == ["https://river.example/walk"]


WHOLES = [
    ("A walk", FULL, ""),
    ("A walk", FULL, "A short summary of it."),
    ("A walk", f"<p>{LONG * 20}…</p>", ""),
    ("", "<p>Nine herons this morning.</p>", ""),
    ("Nine herons this…", "<p>Nine herons this morning, and a kingfisher.</p>", ""),
    ("A walk", f"<p>{LONG * 3}</p><p>阅读原文</p>", ""),
    ("A walk", FULL.replace("<", "&lt;").replace(">", "&gt;"), ""),
    ("A walk", f"{LONG * 2}\n\n{LONG}", ""),
]


@pytest.mark.parametrize(("title", "content", "description"), WHOLES)
def test_a_full_text_is_at_hand(title: str, content: str, description: str) -> None:
    more = f"<description>{description}</description>"
    (part,) = found(rss(item(title, more=more, html=content)))
    assert isinstance(part, Source) and part.where == "https://river.example/walk"
    assert "<" not in said(article(part))


def test_a_summary_without_a_page_is_all_there_is() -> None:
    entry = "<item><guid isPermaLink='false'>n 1</guid><description>Nine herons…</description></item>"
    (part,) = found(rss(entry))
    assert isinstance(part, Source) and part.where == "https://river.example/feed.xml#n 1"
    assert said(article(part)) == "Nine herons…"


def test_entries_with_recordings_are_left_out_and_reported() -> None:
    sound = '<enclosure url="https://river.example/1.mp3" type="audio/mpeg" length="9"/>'
    talk = item("A talk", "https://river.example/talk", f"<description>Short notes.</description>{sound}", "")
    read_out = item("A walk", more=sound, html=FULL + FULL)
    collection = found(rss(talk, read_out))
    assert [article(part).title for part in collection] == ["A walk"]
    assert [(c.text, c.reason) for c in collection.changes] == [("A talk", "a recording, not a text")]
    with pytest.raises(SourceError, match="without articles: a recording, not a text"):
        found(rss(talk))


def test_an_entry_without_text_or_address_is_reported() -> None:
    collection = found(rss(item(), "<item><title>Nothing</title></item>"))
    assert (len(collection), reasons(collection)) == (1, ["neither a text nor an address of its own"])


def test_every_entry_once() -> None:
    same_guid = "<guid isPermaLink='false'>1</guid>"
    collection = found(
        rss(
            item("One", more=same_guid),
            item("One", "https://river.example/walk?utm_campaign=x"),
            item("One again", "https://river.example/other", same_guid),
        )
    )
    assert (len(collection), reasons(collection)) == (1, ["the same entry again"] * 2)


def test_a_link_that_every_entry_has_is_no_address_of_theirs() -> None:
    entries = [item(f"Day {n}", "https://river.example", f"<guid isPermaLink='false'>d{n}</guid>") for n in (2, 1)]
    assert [part.where for part in found(rss(*entries)) if isinstance(part, Source)] == [
        "https://river.example/feed.xml#d1",
        "https://river.example/feed.xml#d2",
    ]


# --- what hangs on a text -----------------------------------------------------------------------------------


def test_additions_of_plugins_are_left_out_and_reported() -> None:
    html = (
        f"<h1>A walk</h1><p>{LONG * 2}</p><p hidden>Not for you to see.</p><ul><li>One thing</li><li>Another</li></ul>"
        '<p><a href="https://www.facebook.com/sharer.php?u=x">Facebook</a> '
        '<a href="https://twitter.com/intent/tweet?x">Tweet</a></p>'
        '<img src="https://stats.example/b.gif" width="1" height="1"/>'
        "<p>The post <a href='x'>A walk</a> appeared first on <a href='y'>River Notes</a>.</p><script>count()</script>"
    )
    one = only(rss(item(html=html)))
    assert [block.kind for block in one.blocks] == ["paragraph", "item", "item"]
    told = {change.text: change.reason for change in one.changes}
    assert told["The post A walk appeared first on River Notes."] == "the line that names where it appeared"
    assert told["Facebook"] == told["Tweet"] == "buttons for sharing"
    assert told["Not for you to see."] == "hidden on the page"
    assert one.image == ""


def test_text_that_resembles_such_additions_stays() -> None:
    html = f"<p>The post office appeared on the hill.</p>{FULL}<p>Read more books, he said, and left the mill.</p>"
    text = said(only(rss(item(html=html))))
    assert "post office" in text and "Read more books" in text


def test_structure_and_notes_of_an_entry() -> None:
    html = (
        f"<h2>The wheel</h2><p>{LONG * 3}</p><blockquote><p>It hums.</p></blockquote>"
        "<p>10<sup>6</sup> turns<sup>[1]</sup></p>"
        "<table><tr><th>Year</th><th>Turns</th></tr><tr><td>1900</td><td>5</td></tr></table><pre>x = 1</pre>"
    )
    one = only(rss(item(html=html)))
    assert [b.kind for b in one.blocks] == ["heading", "paragraph", "quote", "paragraph", "table", "code"]
    assert one.blocks[3].text == "10⁶ turns"


def test_the_first_picture_of_the_text_is_the_articles() -> None:
    html = f'<img src="/wp-emoji/1f600.png" class="wp-smiley"/><img src="img/mill.png?w=600"/>{FULL}'
    assert only(rss(item(html=html))).image == "https://river.example/img/mill.png?w=600"
    thumbnail = '<media:thumbnail url="https://river.example/t.png"/>'
    assert only(rss(item(html=html, more=thumbnail))).image == "https://river.example/t.png"


# --- titles, dates, order -----------------------------------------------------------------------------------

TITLES = [
    ("Tom &amp; Jerry", "Tom & Jerry"),
    ("Tom &amp;amp; Jerry", "Tom & Jerry"),
    ("Tom &amp;amp;amp; Jerry", "Tom & Jerry"),
    ("It&amp;#8217;s &lt;em&gt;late&lt;/em&gt;", "It’s late"),
    ("<![CDATA[It&rsquo;s <em>late</em>]]>", "It’s late"),
    ("Using &lt;div&gt; well", "Using <div> well"),
    ("caf&eacute; &nbsp; culture", "café culture"),
    ("1 &lt; 2", "1 < 2"),
    ("AT&T & others", "AT&T & others"),
    ("  many\n  lines ", "many lines"),
    ("<b>bold</b>", "bold"),
    ("橋上的&amp;#32;燈火", "橋上的 燈火"),
]


@pytest.mark.parametrize(("written", "title"), TITLES)
def test_titles(written: str, title: str) -> None:
    assert only(rss(item(written))).title == title


DATES = [
    ("Mon, 23 Nov 2026 00:30:00 +0800", "2026-11-23"),
    ("23 Nov 2026 10:00 EST", "2026-11-23"),
    ("2026-11-23T08:00:00Z", "2026-11-23"),
    ("2026-11-23", "2026-11-23"),
    ("2026/11/23 08:00", "2026-11-23"),
    ("2026年11月23日 08:00", "2026-11-23"),
    ("November 23, 2026", "2026-11-23"),
    ("20261123", "2026-11-23"),
    ("yesterday", ""),
    ("Mon, 43 Nov 2026 00:00:00 GMT", ""),
    ("", ""),
]


@pytest.mark.parametrize(("written", "date"), DATES)
def test_dates(written: str, date: str) -> None:
    assert only(rss(item(more=f"<pubDate>{written}</pubDate>"))).date == date


def days(*dates: str) -> str:
    return rss(*(item(f"T{n}", f"https://river.example/{n}", f"<pubDate>{d}</pubDate>") for n, d in enumerate(dates)))


@pytest.mark.parametrize(
    ("dates", "selection", "titles"),
    [
        (["2026-03-03", "2026-03-02", "2026-03-01"], Selection(), ["T2", "T1", "T0"]),
        (["2026-03-01", "2026-03-03", "2026-03-02"], Selection(latest=2), ["T2", "T1"]),
        (["", "", ""], Selection(latest=2), ["T1", "T0"]),
        (["2026-03-03", "", "2026-03-01"], Selection(since="2026-03-02"), ["T1", "T0"]),
        (["2026-03-03", "2026-03-02"], Selection(since="2026-03-03", latest=5), ["T0"]),
        (["2026-03-03", "2026-03-02"], Selection(since="2026-03-04"), []),
        (["Mon, 02 Mar 2026 09:00:00 GMT", "Mon, 02 Mar 2026 10:30:00 GMT"], Selection(), ["T0", "T1"]),
        (["2026-03-02T23:00:00-05:00", "2026-03-03T01:00:00Z"], Selection(), ["T1", "T0"]),
    ],
)
def test_the_newest_are_chosen_and_the_oldest_comes_first(
    dates: list[str], selection: Selection, titles: list[str]
) -> None:
    assert [article(part).title for part in found(days(*dates), selection)] == titles


def test_latest_does_not_count_omitted_entries() -> None:
    sound = '<enclosure url="https://river.example/1.mp3" type="audio/mpeg" length="9"/>'
    talks = [item(f"Talk {n}", f"https://river.example/t{n}", sound, "") for n in range(3)]
    assert [article(part).title for part in found(rss(*talks, item()), Selection(latest=1))] == ["A walk"]


# --- what changes when ---------------------------------------------------------------------------------------


def test_a_regenerated_entry_is_unchanged_and_an_edited_one_is_not() -> None:
    def content(feed: str) -> bytes:
        (part,) = found(feed)
        assert isinstance(part, Source)
        return part.content

    escaped = FULL.replace("<", "&lt;")
    anew = rss(item(html="", more=f"<content:encoded>\n{escaped}\n</content:encoded>", link="/walk?utm_source=b"))
    counted = item(html=FULL + '<img src="https://stats.example/2" width="1" height="1">')
    assert content(rss(item())) == content(anew) == content(rss(counted))
    assert content(rss(item(html=FULL.replace("slowly", "fast")))) != content(rss(item()))
    assert content(rss(item("Another walk"))) != content(rss(item()))


# --- damage and malice --------------------------------------------------------------------------------------


def test_feeds_in_other_encodings() -> None:
    feed = rss(item("桥上的灯火", html=f"<p>{'河水慢慢地流过石桥，谁也不着急。' * 20}</p>"))
    for name, declared in (("gb18030", "gb2312"), ("big5", "Big5"), ("utf-16", "UTF-16"), ("utf-8", "iso-8859-1")):
        text = feed.replace('encoding="UTF-8"', f'encoding="{declared}"')
        if name == "big5":
            text = text.replace("桥", "橋").replace("灯", "燈").replace("着", "著").replace("谁", "誰")
            text = text.replace("过", "過")
        one = only(text.encode(name))
        assert one.title in ("桥上的灯火", "橋上的燈火") and "石" in said(one), name


def test_almost_valid_xml_is_read_and_its_damage_reported() -> None:
    undeclared = rss(item()).replace(' xmlns:content="http://purl.org/rss/1.0/modules/content/"', "")
    assert only(undeclared) == only(rss(item()))
    controls = rss(item("A wa\x0blk\x1b", html=FULL + "\x08&#0;&#x1F;"))
    assert only(controls).title == "A walk"
    entities = rss(item("A&nbsp;walk &hellip; &unknown;"))
    assert only(entities).title == "A walk … &unknown;"
    cut = rss(item(), item("Lost", "https://river.example/2")).partition("Lost")[0]
    collection = found(cut)
    assert article(collection[-1]).title == "A walk"
    assert any("damaged" in reason for reason in reasons(collection))


BOMB = "<!DOCTYPE rss [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)
)  # each is ten of the one before


def test_entities_neither_unfold_nor_reach_out() -> None:
    bomb = BOMB + "]>" + rss(item("&a11;")).partition("?>")[2]
    with ends():
        assert only(bomb).title == "&a11;"
    outside = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss(item("&x; yes")).partition("?>")[2]
    assert only(outside).title == "&x; yes"


HOSTILE = {
    "deep": "<rss>" + "<a>" * 100_000,
    "many": "<rss><channel>" + "<item/>" * 300_000 + "</channel></rss>",
    "large": "<rss><channel><item><description>" + "long text " * 5_000_000 + "</description></item></channel></rss>",
    "open data": "<rss><channel>" + "<![CDATA[" * 200_000,
    "open tags": "<rss><channel><item>" + "<" * 1_000_000,
    "ampersands": "<rss><channel><item>" + "&" * 1_000_000,
    "attributes": "<rss " + " ".join(f'a{n}="x"' for n in range(200_000)) + "><channel/></rss>",
    "prefixes": "<rss><channel>" + "".join(f"<p{n}:x/>" for n in range(50_000)) + "</channel></rss>",
    "comments": "<!--x-->" * 8_000 + "<!--" * 100_000,
    "doctype": "<!DOCTYPE rss [" + "]" * 60_000,
    "json": '{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 1_000_000,
    "not a feed": '{"version": "https://jsonfeed.org/version/1", "items": 3}',
    "share links": rss(item(html=f"<div>{'<a href=https://wa.me/>x</a>' * 60_000}</div>")),
    "no entries": rss(),
    "no document": "<rss",
}


@pytest.mark.parametrize("feed", HOSTILE.values(), ids=HOSTILE)
def test_malicious_feeds_are_refused_in_time(feed: str) -> None:
    with ends():
        try:
            collection = parts(Source("bad.xml", feed.encode(), "application/xml"), ALL)
            assert [*(collection or ())] in ([], ["https://river.example/walk"])
        except SourceError as e:
            assert e.hint


STUFF = [
    *(
        "<",
        ">",
        "&",
        '"',
        "[",
        "http://[",
        "]]>",
        "<![CDATA[",
        "&#xD800;",
        "&#x110000;",
        "\x0b",
        "9" * 20,
        "null",
        "{}",
    ),
    *("<item>", "</item>", '<source url="http://["/>', "<link>http://[</link>", '<img src="http://[x">', "<!--", "<?x"),
    *(
        'xmlns="a b"',
        'mode="base64" ',
        'xml:base="http://["',
        "0000-00-00",
        "+99:99",
        '<media:content url="http://["/>',
    ),
]


def test_feeds_damaged_at_random_are_read_or_refused() -> None:
    chance = Random(7)
    more = "<dc:creator>Bo</dc:creator><pubDate>2026-03-01</pubDate><description>&lt;b&gt;x&lt;/b&gt;</description>"
    entry = "<entry><id>tag:1</id><link href='m.html'/><author><name>A</name></author><content>x</content></entry>"
    as_json = {"version": "https://jsonfeed.org/version/1", "items": [{"id": 1, "content_html": FULL, "author": {}}]}
    whole = [rss(item(more=more), item("2", "/2", more, "")), ATOM.replace("{items}", entry), json.dumps(as_json)]
    for _ in range(1500):
        feed = chance.choice(whole)
        for _ in range(chance.randint(1, 5)):
            place = chance.randrange(len(feed))
            feed = feed[:place] + chance.choice(STUFF) + feed[place + chance.choice([0, 0, 5, 40]) :]
        try:
            for part in parts(Source("https://a.example/f", feed.encode(), url="https://a.example/f"), ALL) or ():
                assert part.startswith("http") if isinstance(part, str) else read(part).blocks
        except SourceError as e:
            assert e.hint


def test_nothing_but_addresses_of_the_web_comes_out_of_a_feed() -> None:
    for link in ("file:///etc/passwd", "/etc/passwd", "javascript:alert(1)", "../../secret.txt", "@list.txt", "-"):
        feed = rss(item("Teaser", link, "<description>Short.</description><guid isPermaLink='false'>1</guid>", ""))
        (part,) = parts(Source("feed.xml", feed.encode()), ALL) or ()
        assert isinstance(part, Source) or part.startswith("https://river.example/"), link


def test_a_guid_that_is_not_an_address_is_a_name() -> None:
    (part,) = found(rss("<item><guid>7</guid><description>Nine herons.</description></item>"))
    assert isinstance(part, Source) and part.where == "https://river.example/feed.xml#7"


def test_an_entry_of_a_piped_feed_is_named_by_its_site() -> None:
    feed = rss("<item><guid isPermaLink='false'>7</guid><description>Nine herons.</description></item>")
    (part,) = parts(Source("-", feed.encode()), ALL) or ()
    assert isinstance(part, Source) and part.where == "https://river.example/#7"
