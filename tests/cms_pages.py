# ruff: noqa: E501
"""Posts as produced by WordPress and Ghost, with their elements and classes but our own text and styles.

Each page has what stands around an article there: bars, cookies, comments, related posts, pictures that load late.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from tests import sites

SITE = "https://blog.example.org"


@dataclass(frozen=True)
class Post:
    slug: str
    title: str
    language: str
    texts: tuple[str, ...]
    date: str

    @property
    def url(self) -> str:
        return f"{SITE}/{self.date[:7].replace('-', '/')}/{self.slug}/"


_BREAD_MORE = (
    "七点一过，店里只剩下碎屑和一壶凉了的茶。老板把门口的灯关掉，在黑板上写下明天的数量：一百二十个，比昨天多两个。",
    "隔壁的花店八点才开门。花店的人说，她每天都是被面包的香味叫醒的，所以从来不用闹钟，也从来没有迟到过。",
    "徒弟问师傅，为什么不多做一些。师傅想了想，说街坊们每天吃多少，他心里有数；多出来的那一个，总会有人舍不得扔。",
)
_FERRY_MORE = (
    "船靠岸以前會鳴一聲笛。孩子們先跳上碼頭，老人們慢慢走，船長最後一個關燈，然後把纜繩重新繞好，一圈也不少。",
    "去程十八分鐘，回程二十分鐘。差的那兩分鐘，船長說是給海看一看這些人的臉，免得它忘了誰是誰。",
    "碼頭邊的小店賣熱豆漿和飯糰，開門的時間跟著船走。起霧的日子，店裡的燈會亮到最後一班船回來為止。",
)

POSTS = (
    Post("keeping-the-light", "Keeping the Light", "en-US", sites.LAMP, "2026-03-04"),
    Post("night-bakery", "夜里的面包店", "zh-CN", (*sites.BREAD, *_BREAD_MORE), "2026-03-11"),
    Post("six-oclock-ferry", "六點的渡輪", "zh-TW", (*sites.FERRY, *_FERRY_MORE), "2026-03-18"),
)
OTHER = Post("tides", "A Promise Made a Year Ahead", "en-US", sites.TIDES, "2026-02-01")
"""Posts older than those in the feed."""

PICTURE = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 9'/%3E"


# --- WordPress ------------------------------------------------------------------------------------------------


def _head(post: Post | None, style: str, generator: str) -> str:
    title = post.title if post else "Harbour Blog"
    url = post.url if post else f"{SITE}/"
    kind = "article" if post else "website"
    return f"""<meta charset="UTF-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – Harbour Blog</title><link rel="icon" href="data:,">
<link rel="canonical" href="{url}"><meta name="generator" content="{generator}">
<meta property="og:type" content="{kind}"><meta property="og:url" content="{url}">
<meta property="og:title" content="{title}"><style>{style}</style>"""


def _wordpress_content(post: Post) -> str:
    first, *rest = (f'<p class="wp-block-paragraph">{text}</p>' for text in post.texts)
    figure = (
        '<figure class="wp-block-image size-large"><img loading="lazy" decoding="async" width="1024" height="576" '
        f'src="{PICTURE}" data-src="/late.jpg" class="wp-image-21 lazyload" alt=""/>'
        '<figcaption class="wp-element-caption">The harbour</figcaption></figure>'
    )
    return f"""{first}
{figure}
<h2 class="wp-block-heading">Afterwards</h2>
{"".join(rest)}
<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Share this:</h3><ul><li><a href="#">Mastodon</a></li></ul></div>
<div id="jp-relatedposts" class="jp-relatedposts"><h3 class="jp-relatedposts-headline"><em>Related</em></h3>
<div class="jp-relatedposts-items"><div class="jp-relatedposts-post"><h4 class="jp-relatedposts-post-title">
<a href="{OTHER.url}">{OTHER.title}</a></h4><p class="jp-relatedposts-post-excerpt">{OTHER.texts[0]}</p></div></div></div>"""


_COMMENTS = """<div class="wp-block-comments"><h2 class="wp-block-comments-title">One response</h2>
<ol class="wp-block-comment-template"><li class="comment"><div class="wp-block-comment-content">
<p>I read this twice, and then aloud to my mother.</p></div></li></ol>
<form id="commentform" class="comment-form"><p><label for="c">Comment</label><textarea id="c"></textarea></p></form></div>"""

_COOKIES = """<div id="cookie-notice" role="dialog" class="cookie-notice-hidden" aria-label="Cookie Notice"
style="position:fixed;bottom:0;left:0;right:0;background:#32323a;color:#fff;padding:12px">
<span>We use cookies.</span> <button>Ok</button></div>"""

_ADMIN = """<div id="wpadminbar" class="nojq"><div class="quicklinks"><ul><li><a href="#">Howdy, Ines</a></li></ul></div></div>"""

_BLOCK_STYLE = """
:root { --size: 620px; --base: #f9f9f9; --contrast: #111; --wp--style--global--content-size: 620px; }
html { margin-top: 32px !important; } body { margin: 0; background: var(--base); color: var(--contrast); font: 1.05rem/1.55 serif; }
#wpadminbar { position: fixed; top: 0; height: 32px; width: 100%; background: #1d2327; color: #f0f0f1; z-index: 99999; }
.wp-site-blocks > * + * { margin-block-start: 1.2rem; } .is-layout-flex { display: flex; gap: .4em; flex-wrap: wrap; }
.is-layout-constrained > :where(:not(.alignleft):not(.alignright):not(.alignfull)) {
  max-width: var(--wp--style--global--content-size); margin-left: auto !important; margin-right: auto !important; }
.has-global-padding { padding-inline: 30px; } img { max-width: 100%; height: auto; }
h1 { font-size: 2.6rem; line-height: 1.2; font-weight: 400; } .wp-block-post-title { text-align: center; }
"""


def wordpress_block(post: Post, script: str) -> str:
    """A block theme like the newer default ones, with the script in the footer's template part."""
    return f"""<!DOCTYPE html><html lang="{post.language}"><head>{_head(post, _BLOCK_STYLE, "WordPress 6.8")}</head>
<body class="wp-singular post-template-default single single-post postid-12 single-format-standard logged-in admin-bar wp-embed-responsive">
{_ADMIN}
<div class="wp-site-blocks"><header class="wp-block-template-part"><div class="wp-block-group has-global-padding is-layout-constrained">
<p class="wp-block-site-title"><a href="{SITE}" rel="home">Harbour Blog</a></p></div></header>
<main class="wp-block-group is-layout-flow" id="wp--skip-link--target">
<div class="wp-block-group has-global-padding is-layout-constrained">
<h1 class="wp-block-post-title has-x-large-font-size">{post.title}</h1>
<div class="wp-block-group is-layout-flex"><div class="wp-block-post-date"><time datetime="{post.date}">{post.date}</time></div>
<p>—</p><div class="wp-block-post-author-name">Ines</div><p>in</p><div class="taxonomy-category wp-block-post-terms"><a href="#">Sea</a></div></div>
</div>
<div class="entry-content alignfull wp-block-post-content has-global-padding is-layout-constrained wp-block-post-content-is-layout-constrained">
{_wordpress_content(post)}</div>
<div class="wp-block-group has-global-padding is-layout-constrained">
<nav class="wp-block-group" aria-label="Post navigation"><div class="post-navigation-link-previous wp-block-post-navigation-link">
<a href="{OTHER.url}" rel="prev">{OTHER.title}</a></div></nav>{_COMMENTS}</div></main>
<footer class="wp-block-template-part"><div class="wp-block-group has-global-padding is-layout-constrained">
<p>Proudly powered by <a href="#">WordPress</a></p>
{script}</div></footer></div>
{_COOKIES}</body></html>
"""


_CLASSIC_STYLE = """
body { margin: 0; background: #d1e4dd; color: #28303d; font: 20px/1.7 sans-serif; }
.site { max-width: 1240px; margin: auto; display: grid; grid-template-columns: minmax(0, 1fr); gap: 2rem; }
@media (min-width: 900px) { .site-content { display: grid; grid-template-columns: minmax(0, 2fr) 1fr; gap: 3rem; } }
.entry-header, .entry-content { padding: 0 20px; } .entry-title { font-weight: 300; line-height: 1.2; }
.site-header { background: #39414d; color: #d1e4dd; padding: 20px; } img { max-width: 100%; height: auto; }
"""


def wordpress_classic(post: Post, script: str) -> str:
    """A theme of PHP templates with a sidebar, with the script added by `wp_footer`."""
    return f"""<!doctype html><html lang="{post.language}"><head>{_head(post, _CLASSIC_STYLE, "WordPress 6.8")}</head>
<body class="wp-singular post-template-default single single-post postid-12 single-format-standard is-light-theme">
<div id="page" class="site"><a class="skip-link screen-reader-text" href="#content">Skip to content</a>
<header id="masthead" class="site-header"><p class="site-title"><a href="{SITE}/" rel="home">Harbour Blog</a></p></header>
<div id="content" class="site-content"><div id="primary" class="content-area"><main id="main" class="site-main">
<article id="post-12" class="post-12 post type-post status-publish format-standard hentry category-sea">
<header class="entry-header alignwide"><h1 class="entry-title">{post.title}</h1>
<div class="entry-meta"><span class="posted-on"><time class="entry-date published" datetime="{post.date}">{post.date}</time></span></div></header>
<div class="entry-content">{_wordpress_content(post)}</div>
<footer class="entry-footer"><span class="cat-links">Categorized as <a href="#">Sea</a></span></footer></article>
{_COMMENTS}</main></div>
<aside id="secondary" class="widget-area"><section class="widget widget_recent_entries"><h2 class="widget-title">Recent Posts</h2>
<ul><li><a href="{post.url}" aria-current="page">{post.title}</a></li><li><a href="{OTHER.url}">{OTHER.title}</a></li></ul></section></aside></div>
<footer id="colophon" class="site-footer"><p>Proudly powered by WordPress.</p></footer></div>
{_COOKIES}{script}</body></html>
"""


# --- Ghost ----------------------------------------------------------------------------------------------------

_GHOST_STYLE = """
body { margin: 0; font: 18px/1.6 sans-serif; color: #15171a; background: #fff; } img { max-width: 100%; height: auto; }
.gh-canvas { display: grid; grid-template-columns: [full-start] minmax(20px, 1fr) [wide-start] minmax(0, 240px)
  [main-start] min(720px, 100% - 40px) [main-end] minmax(0, 240px) [wide-end] minmax(20px, 1fr) [full-end]; }
.gh-canvas > * { grid-column: main-start / main-end; } .article-image, .gh-article-image { grid-column: wide-start / wide-end; }
.article-byline, .gh-meta-share { display: flex; justify-content: space-between; margin: 20px 0; }
h1 { font-size: 3rem; line-height: 1.1; } .gh-content > * + * { margin-top: 1.2em; }
@media (prefers-color-scheme: dark) { body { color: rgba(255, 255, 255, .75); background: #151719; } h1 { color: #fff; } }
"""


def _ghost(post: Post, script: str, main: str, members: str) -> str:
    """Code injection puts the script at the end of the body; Portal and comments are added by
    scripts."""
    return f"""<!DOCTYPE html><html lang="{post.language}"><head>{_head(post, _GHOST_STYLE, "Ghost 6.0")}</head>
<body class="post-template tag-sea"><div class="viewport gh-viewport">
<header id="gh-head" class="gh-head outer"><a class="gh-head-logo" href="{SITE}">Harbour Blog</a></header>
<div class="site-content">{main}</div>{members}
<footer class="site-footer outer"><a href="https://ghost.org/">Powered by Ghost</a></footer></div>
<script>
  addEventListener("load", () => setTimeout(() => {{
    const root = Object.assign(document.createElement("div"), {{ id: "ghost-portal-root" }});
    root.innerHTML = '<iframe title="portal-trigger" style="position:fixed;bottom:0;right:0;width:105px;height:90px;border:0"></iframe>';
    document.body.append(root);
  }}, 50));
</script>
{script}
</body></html>
"""


def _ghost_content(post: Post) -> str:
    first, *rest = (f"<p>{text}</p>" for text in post.texts)
    return f"""{first}
<figure class="kg-card kg-image-card kg-width-wide"><img src="{PICTURE}" class="kg-image" alt="" loading="lazy" width="1600" height="900"></figure>
<h2 id="afterwards">Afterwards</h2>{"".join(rest)}
<div class="kg-card kg-signup-card"><p>Read the next one by mail.</p><form data-members-form><input type="email"></form></div>"""


def _ghost_cards() -> str:
    return f"""<article class="post-card post"><header class="post-card-header"><h2 class="post-card-title">
<a href="{OTHER.url}">{OTHER.title}</a></h2></header><p class="post-card-excerpt">{OTHER.texts[0]}</p></article>"""


def ghost_casper(post: Post, script: str) -> str:
    main = f"""<main id="site-main" class="site-main"><article class="article post tag-sea">
<header class="article-header gh-canvas"><div class="article-tag post-card-tags"><a href="#">Sea</a></div>
<h1 class="article-title">{post.title}</h1><p class="article-excerpt">What the harbour writes down.</p>
<div class="article-byline"><section class="article-byline-content"><h4 class="author-name"><a href="#">Ines</a></h4>
<time class="byline-meta-date" datetime="{post.date}">{post.date}</time></section><a href="#/share">Share</a></div>
<figure class="article-image"><img src="{PICTURE}" alt="" width="1600" height="900"></figure></header>
<section class="gh-content gh-canvas">{_ghost_content(post)}</section>
<section class="article-comments gh-canvas"><div id="ghost-comments-root"><p>Be the first to comment</p></div></section></article></main>"""
    return _ghost(post, script, main, f'<aside class="read-more-wrap outer">{_ghost_cards()}</aside>')


def ghost_source(post: Post, script: str) -> str:
    main = f"""<main class="gh-main"><article class="gh-article post tag-sea">
<header class="gh-article-header gh-canvas"><a class="gh-article-tag" href="#">Sea</a>
<h1 class="gh-article-title is-title">{post.title}</h1><p class="gh-article-excerpt is-body">What the harbour writes down.</p>
<div class="gh-meta-share"><div class="gh-article-meta"><h4 class="gh-article-author-name">Ines</h4>
<time class="gh-article-meta-date" datetime="{post.date}">{post.date}</time></div><a href="#/share">Share</a></div></header>
<section class="gh-content gh-canvas is-body drop-cap">{_ghost_content(post)}</section></article>
<div class="gh-comments gh-canvas"><p>Be the first to comment</p></div></main>"""
    cards = f'<section class="gh-container is-grid gh-outer"><h2 class="gh-container-title">Read more</h2>{_ghost_cards()}</section>'
    return _ghost(post, script, main, cards)


PAGES: dict[str, Callable[[Post, str], str]] = {
    "wordpress-block": wordpress_block,
    "wordpress-classic": wordpress_classic,
    "ghost-casper": ghost_casper,
    "ghost-source": ghost_source,
}


def home(script: str) -> str:
    items = "".join(
        f'<article class="post"><h2><a href="{p.url}">{p.title}</a></h2><p>{p.texts[0]}</p></article>' for p in POSTS
    )
    return f'<!doctype html><html lang="en"><head>{_head(None, "", "WordPress 6.8")}</head><body class="home blog"><h1>Harbour Blog</h1>{items}{script}</body></html>'


# --- feeds ----------------------------------------------------------------------------------------------------


def feed() -> str:
    """The newest posts in full: WordPress's /feed/ and Ghost's /rss/ have the same elements."""
    items = "".join(map(_item, reversed(POSTS)))
    return f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Harbour Blog</title>
<atom:link href="{SITE}/feed/" rel="self" type="application/rss+xml"/><link>{SITE}</link><description>What the harbour writes down</description>
<language>en-US</language>{items}</channel></rss>
"""


def _item(post: Post) -> str:
    content = "".join(f"<p>{text}</p>" for text in (*post.texts[:1],)) + "<h2>Afterwards</h2>"
    content += "".join(f"<p>{text}</p>" for text in post.texts[1:])
    return f"""<item><title>{escape(post.title)}</title><link>{post.url}</link><dc:creator><![CDATA[Ines]]></dc:creator>
<pubDate>{_day(post.date)}</pubDate><guid isPermaLink="false">{SITE}/?p=1{post.date[-2:]}</guid>
<description><![CDATA[{post.texts[0]}]]></description><content:encoded><![CDATA[{content}]]></content:encoded></item>"""


def _day(date: str) -> str:
    from datetime import datetime
    from email.utils import format_datetime

    return format_datetime(datetime.fromisoformat(f"{date}T08:00:00+00:00"))
