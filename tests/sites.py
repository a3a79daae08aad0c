"""Small sites as built by Hugo, Jekyll, MkDocs and by hand: their usual markup, with our own text."""

from __future__ import annotations

from pathlib import Path

LAMP = (
    "The lamp on the breakwater is lit at dusk, and nobody in the town remembers who lit it first.",
    "For forty years Ines Calloway walked out along the stones with a can of oil. She counted her steps: four hundred "
    "and twelve, fewer when the wind was behind her.",
    "When the electric light came, she kept the can. It stands on her kitchen shelf, still a third full.",
)
BREAD = (
    "凌晨三点，整条街只有一家店亮着灯。老板说：“面团不会等人。”",
    "烤箱要先烧热一个小时。第一炉是全麦，第二炉才是街坊们排队等着的红豆面包，出炉的时候香味能飘到桥的另一头。",
    "他的徒弟今年二十二岁，从前在写字楼里上班。她说在这里可以看见自己做的东西被人吃掉。",
)
FERRY = (
    "渡輪每天清晨六點開出，從來沒有人見過它遲到。船長把對岸的燈一盞一盞數過去，總共九盞。",
    "其中一盞永遠是暗的。她說那是弟弟留下的，修好它就沒有什麼可以等了。",
    "乘客大多是去對岸上學的孩子，也有帶著菜籃的老人。下雨的時候，大家擠在船艙裡聽引擎的聲音。",
)
TIDES = (
    "A tide table is a promise made a year ahead. Somebody adds up the moon and the sun, and the harbour believes it.",
    "The table in the harbour office is printed on yellow paper. Pencil marks beside the figures tell where the water "
    "thought otherwise, and by how many minutes.",
    "Nobody has ever corrected the printed figures. The pencil is enough.",
)


def paragraphs(texts: tuple[str, ...]) -> str:
    return "\n".join(f"<p>{text}</p>" for text in texts)


def write(root: Path, pages: dict[str, str | bytes]) -> Path:
    for name, content in pages.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


# --- Hugo: sections, pretty addresses, og:type, a canonical address -------------------------------------------


def hugo_post(slug: str, title: str, texts: tuple[str, ...], *, language: str = "en", footer: str = "2026") -> str:
    return f"""<!DOCTYPE html>
<html lang="{language}" dir="auto">
<head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} | Harbour Notes</title>
<link rel="canonical" href="https://notes.example.org/blog/posts/{slug}/">
<meta property="og:title" content="{title}"><meta property="og:type" content="article">
<meta property="og:site_name" content="Harbour Notes">
<meta property="article:published_time" content="2026-03-0{len(slug) % 9 + 1}T08:00:00+00:00">
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"BlogPosting","headline":"{title}"}}</script>
<style>body {{ max-width: 40rem; margin: auto }} .post-header {{ margin: 2rem 0 }}</style>
</head>
<body id="top"><header class="header"><nav><a href="../../">Harbour Notes</a>
<ul id="menu"><li><a href="../../tags/">Tags</a></li></ul></nav></header>
<main class="main"><article class="post-single"><header class="post-header">
<h1 class="post-title">{title}</h1>
<div class="post-meta"><span>March 2026</span> · 2 min</div></header>
<div class="post-content">
{paragraphs(texts)}
</div><footer class="post-footer"><ul class="post-tags"><li><a href="../../tags/sea/">sea</a></li></ul></footer>
</article></main>
<footer class="footer"><span>&copy; {footer} Harbour Notes</span></footer>
<script>document.body.dataset.theme = "<h1>not a title</h1>";</script></body></html>
"""


def hugo_list(title: str, entries: tuple[tuple[str, str], ...], kind: str = "website") -> str:
    items = "\n".join(
        f'<article class="post-entry"><header><h2>{t}</h2></header><p>{LAMP[0]} {TIDES[1]}</p>'
        f'<a class="entry-link" href="posts/{slug}/">{t}</a></article>'
        for slug, t in entries
    )
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta property="og:type" content="{kind}"></head><body class="list" id="top"><main class="main"><h1>{title}</h1>
{items}</main></body></html>
"""


def hugo(root: Path, *, footer: str = "2026") -> Path:
    entries = (("lamp", "Keeping the Light"), ("tides", "A Promise Made a Year Ahead"), ("bread", "夜里的面包店"))
    return write(
        root,
        {
            "index.html": hugo_list("Harbour Notes", entries),
            "posts/index.html": hugo_list("Posts", entries),
            "tags/sea/index.html": hugo_list("sea", entries[:2]),
            "page/1/index.html": '<!DOCTYPE html><html><head><title>x</title><meta http-equiv="refresh" '
            'content="0; url=https://notes.example.org/blog/"></head></html>',
            "404.html": f"<!DOCTYPE html><title>Lost</title><main><h1>Lost at sea</h1>{paragraphs(TIDES)}</main>",
            "posts/lamp/index.html": hugo_post("lamp", "Keeping the Light", LAMP, footer=footer),
            "posts/tides/index.html": hugo_post("tides", "A Promise Made a Year Ahead", TIDES, footer=footer),
            "posts/bread/index.html": hugo_post("bread", "夜里的面包店", BREAD, language="zh-Hans", footer=footer),
        },
    )


# --- Jekyll: dated addresses, microdata -----------------------------------------------------------------------


def jekyll(root: Path) -> Path:
    post = f"""<!DOCTYPE html>
<html lang="en"><head>
  <meta charset="utf-8">
  <title>Tides</title>
  <link type="application/atom+xml" rel="alternate" href="/feed.xml" title="Harbour" />
  <script type="application/ld+json">
{{"@context":"https://schema.org","@id":"#post","@type":"BlogPosting","headline":"Tides","url":"/2026/04/tides.html"}}</script>
</head><body><header class="site-header"><a class="site-title" rel="author" href="/">Harbour</a></header>
<main class="page-content" aria-label="Content"><div class="wrapper">
<article class="post h-entry" itemscope itemtype="http://schema.org/BlogPosting">
  <header class="post-header"><h1 class="post-title p-name" itemprop="name headline">Tides</h1>
  <p class="post-meta"><time class="dt-published" datetime="2026-04-02T00:00:00+00:00">Apr 2, 2026</time></p></header>
  <div class="post-content e-content" itemprop="articleBody">
{paragraphs(TIDES)}
  </div></article></div></main></body></html>
"""
    home = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Harbour</title></head><body>
<main><div class="home"><h2 class="post-list-heading">Posts</h2><ul class="post-list"><li>
<h3><a href="2026/04/tides.html">Tides</a></h3>{TIDES[0]}</li></ul></div></main></body></html>"""
    return write(root, {"index.html": home, "2026/04/tides.html": post})


# --- MkDocs: no metadata to speak of, headings with permalinks ------------------------------------------------


def mkdocs(root: Path) -> Path:
    def page(title: str, up: str, texts: tuple[str, ...]) -> str:
        return f"""<!doctype html>
<html lang="en" class="no-js"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="generator" content="mkdocs-1.6.1, mkdocs-material-9.6"><title>{title} - Manual</title></head>
<body dir="ltr"><div data-md-component="skip"><a href="#x" class="md-skip">Skip to content</a></div>
<header class="md-header"><nav class="md-header__inner"><a href="{up}." title="Manual">Manual</a></nav></header>
<div class="md-container"><main class="md-main"><div class="md-main__inner">
<div class="md-sidebar"><nav class="md-nav"><ul><li><a href="{up}tides/">{title}</a></li></ul></nav></div>
<div class="md-content"><article class="md-content__inner md-typeset">
<h1 id="x">{title}<a class="headerlink" href="#x" title="Permanent link">&para;</a></h1>
{paragraphs(texts)}
<h2 id="y">Afterwards<a class="headerlink" href="#y">&para;</a></h2>
<p>What the water does next is written down by hand, in the margin, by whoever is awake.</p>
</article></div></div></main></div></body></html>
"""

    return write(
        root,
        {
            "index.html": page("Manual", "", ("Read the pages on the left. They are short.",)),
            "tides/index.html": page("Reading the table", "../", TIDES),
            "lamp/index.html": page("Lighting the lamp", "../", LAMP),
            "search.html": "<!doctype html><title>Search</title><form><input></form>",
            "404.html": page("Not found", "/", LAMP),
        },
    )


# --- by hand: the encodings and habits of other decades -------------------------------------------------------


def by_hand(root: Path) -> Path:
    gbk = f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=gb2312">
<TITLE>夜里的面包店_街坊新闻</TITLE></HEAD>
<BODY BGCOLOR=#FFFFFF><TABLE WIDTH=760><TR><TD><A HREF=index.htm>首页</A> | <A HREF=news.htm>新闻</A></TD></TR>
<TR><TD><DIV class=title>夜里的面包店</DIV>
<P>　　{BREAD[0]}<P>　　{BREAD[1]}<P>　　{BREAD[2]}<P>　　{BREAD[1]}{BREAD[2]}</TD></TR></TABLE></BODY></HTML>
"""
    big5 = f"""<html><head><title>六點的渡輪</title>
<meta http-equiv="Content-Type" content="text/html; charset=big5">
<body><center><h1>六點的渡輪</h1></center>
{"<br><br>".join(FERRY)}<br>{FERRY[1]}{FERRY[0]}
</body></html>"""
    return write(
        root,
        {
            "bread.htm": gbk.replace("\n", "\r\n").encode("gb18030"),
            "sub/ferry.html": big5.encode("cp950"),
            "bom.html": b"\xef\xbb\xbf" + hugo_post("lamp", "Keeping the Light", LAMP).replace("\n", "\r\n").encode(),
            "utf16.html": ("\ufeff" + hugo_post("bread", "夜里的面包店", BREAD)).encode("utf-16-le"),
            "minified.html": f"<!doctype html><meta charset=utf-8><title>Tides</title><h1>Tides</h1>{paragraphs(TIDES)}"
            "<p>And that is all that is known of it, or nearly all; the rest stands in the margin.".replace("\n", ""),
            "script.html": f"""<!doctype html><html><head><meta charset=utf-8><title>Tides</title></head><body>
<!-- <h1>Tides</h1> --><template><h1>Tides</h1></template><script>var x = "<h1>Tides</h1>";</script>
<h1 hidden>x</h1><div id=app><h1>Tides</h1>{paragraphs(TIDES)}{paragraphs(LAMP)}</div></body></html>""",
        },
    )
