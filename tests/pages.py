"""Pages with many layouts around known articles, to measure how much of them is found. All texts are made up."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

CHINESE: Final = (
    "春天一到，河边的老柳树就醒了，孩子们把书包挂在低处的枝上，脱了鞋去踩水。",
    "镇上的水文站记录显示，今年三月的水位比往年高出了十二厘米，站长说不必担心。",
    "到了傍晚，卖豆花的老人把担子停在桥头，一边舀豆花，一边听河水。",
    "“水声和四十年前一模一样。”他说完，又低头去数碗里的葱花。",
    "新桥修好的那一天，谁也没有放鞭炮，大家只是慢慢地走过去，又慢慢地走回来。",
    "据河湾镇文化站介绍，小书馆每周开放五天，去年一共借出了九千多册书。",
    "有人问，为什么不把书馆搬到新街上去？馆长想了想，回答说：“书认得这里的路。”",
    "冬天的时候，窗户上结着冰花，屋里却很暖和，因为炉子整夜都不熄。",
    "木匠把旧船板锯开，里面的木纹还是湿的，闻起来像很多年以前的雨。",
    "后来的事情大家都知道了：大水没有来，桥也没有断，只是灯亮了一整夜。",
    "这几年，越来越多的年轻人回到镇上，有的开茶馆，有的学着种稻子。",
    "她把信折好，放进竹筒里，托过路的船夫带到下游去，那里有她的哥哥。",
    "会议指出，要把河道的治理和沿岸的生活放在一起考虑，不能顾此失彼。",
    "风从山那边吹过来，吹得晒场上的谷子沙沙地响，好像有人在远处说话。",
)
ENGLISH: Final = (
    "The ferry left at six, and the town behind it grew small and kind in the early light.",
    "Nobody had told the keeper that the lamp would be replaced, so he went on trimming the wick.",
    "“We counted the boats twice,” said the harbour master, “and twice there was one too many.”",
    "In the spring of that year the river rose by four feet, which was more than the old bridge could bear.",
    "She kept her letters in a biscuit tin under the stairs, sorted by the weather in which they had come.",
    "The council, which had promised a decision by March, asked for another report on the state of the piers.",
    "There is a kind of silence that belongs to workshops, and it is made of small noises.",
    "By noon the fog had gone, and the whole of the bay lay open like a map on a table.",
    "What the engineers found in the mud was not a wreck, they said, but the beginning of a road.",
    "He mended clocks for a living; for pleasure he left one of them a little slow.",
    "The figures for the last ten years show that fewer people leave, and that more of them come back.",
    "It took three winters to build the hull, and a single night to give it a name.",
    "Most of the children could swim before they could read, and some could sail before they could swim.",
    "When the train stopped between stations, the passengers began, rather shyly, to share their bread.",
)
TITLES: Final = {
    "zh": (
        "河湾新桥今天通车",
        "小书馆的第九个春天",
        "老柳树下的水文站",
        "一碗豆花的四十年",
        "木船回到了下游",
        "灯亮了一整夜",
    ),
    "en": ("The last ferry home", "A clock that is slow", "What the mud kept", "Letters in a tin", "Fog over the bay"),
}
TEASERS: Final = {
    "zh": ("记者走访了沿河的五个村子，听老人讲水。", "专家提醒，春天出门要多带一件衣服。", "一张图看懂河道的变化。"),
    "en": (
        "Our reporter walked the river for a week.",
        "Five things to pack for a wet spring.",
        "See the bay in nine maps.",
    ),
}
COMMENTS: Final = {
    "zh": ("写得真好，我小时候也在桥头吃过豆花！", "水文站的数据能不能公开？想看看。", "楼上说得对，支持作者。"),
    "en": (
        "My father worked on that ferry, thank you for this!",
        "Where can I read the report?",
        "Not true, it was 1961.",
    ),
}
WORDS: Final = {
    "zh": {
        "nav": ("首页", "新闻", "财经", "文化", "体育", "视频", "图片", "专题", "论坛", "登录"), "related": "相关阅读",
        "share": "分享到：微信 微博 QQ空间", "more": "查看更多", "foot": "关于我们 | 联系我们 | 版权所有 河湾网",
        "by": "2026年3月5日 08:30 来源：河湾日报 作者：林晓河", "editor": "责任编辑：赵敏", "hot": "热门推荐",
        "legal": "【免责声明】本文仅代表作者本人观点，与河湾网无关，请读者仅作参考，并自行承担全部责任。",
        "comments": "网友评论", "reply": "回复", "crumbs": "当前位置：首页 > 新闻 > 正文", "site": "河湾网",
    },
    "en": {
        "nav": ("Home", "News", "Business", "Culture", "Sport", "Video", "Pictures", "Opinion", "Jobs", "Sign in"),
        "related": "Related stories", "share": "Share on Facebook", "more": "Read more", "hot": "Most popular",
        "foot": "About us | Contact | © 2026 The River Post", "by": "By Ada Quill, 5 March 2026",
        "editor": "Editing by Ben Marsh", "comments": "Comments", "reply": "Reply", "crumbs": "Home > News > Bay",
        "legal": "The views in this article are the author's own. All rights reserved, The River Post.",
        "site": "The River Post",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Page:
    """A page, and what a person would consider its article."""

    name: str
    language: str
    html: str
    text: str


class Maker:
    """Makes the parts of pages at random."""

    def __init__(self, language: str, seed: int) -> None:
        self.language = language
        self.dice = random.Random(f"{language} {seed}")
        self.words = WORDS[language]
        self.title = self.dice.choice(TITLES[language])
        pool = list(CHINESE if language == "zh" else ENGLISH)
        self.dice.shuffle(pool)
        join = "" if language == "zh" else " "
        sizes = [self.dice.randint(1, 4) for _ in range(self.dice.randint(4, 7))]
        cuts = [sum(sizes[:n]) for n in range(len(sizes) + 1)]
        parts = [pool[start:end] for start, end in pairwise(cuts)]
        self.paragraphs = [join.join(part) for part in parts if part]

    def nav(self) -> str:
        return "".join(f"<li><a href='/{n}'>{word}</a></li>" for n, word in enumerate(self.words["nav"]))

    def links(self, count: int) -> str:
        return "".join(
            f"<li><a href='/{n}'>{self.dice.choice(TITLES[self.language])}（{n}）</a></li>" for n in range(count)
        )

    def teasers(self, count: int) -> str:
        return "".join(
            f"<dl><dd class=tit><a href='/t{n}'>{self.dice.choice(TITLES[self.language])}</a></dd>"
            f"<dd>{self.dice.choice(TEASERS[self.language])}</dd><dd>2026-03-0{n % 9 + 1}</dd></dl>"
            for n in range(count)
        )

    def comments(self, count: int, name: str = "cmt-item") -> str:
        return "".join(
            f"<div class={name}><a href='/u{n}'>user{n}</a> <span>0{n % 9}:12</span>"
            f"<div>{self.dice.choice(COMMENTS[self.language])}</div><a href=#>{self.words['reply']}</a></div>"
            for n in range(count)
        )

    def wrapped(self, tag: str, attributes: str = "") -> str:
        return "\n".join(f"<{tag} {attributes}>{paragraph}</{tag}>" for paragraph in self.paragraphs)

    def shell(self, body: str) -> str:
        head = f"<meta charset=utf-8><title>{self.title}_{self.words['site']}</title>"
        return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def news_portal(m: Maker) -> str:
    w = m.words
    return (
        f"<div class=top><ul>{m.nav()}</ul></div><div class=crumb>{w['crumbs']}</div><div class=left>"
        f"<h1>{m.title}</h1><div class=info>{w['by']}</div><div id=endText>{m.wrapped('p')}<p>{w['editor']}</p></div>"
        f"<div class=bshare>{w['share']}</div><div><h3>{w['related']}</h3><ul>{m.links(9)}</ul></div></div>"
        f"<div class=right><h3>{w['hot']}</h3><ul>{m.links(16)}</ul></div><div class=bottom>{w['foot']}</div>"
    )


def blog(m: Maker) -> str:
    w = m.words
    return (
        f"<header><nav><ul>{m.nav()}</ul></nav></header><main><article><h1>{m.title}</h1><p class=meta>{w['by']}</p>"
        f"{m.wrapped('p')}</article></main><aside>{m.teasers(4)}</aside><footer>{w['foot']}</footer>"
    )


def government(m: Maker) -> str:
    """Layout tables, paragraphs indented by hand, everything in a form."""
    w = m.words
    return (
        f"<form action=/s><table width=960><tr><td><table><tr><td>{w['crumbs']}</td></tr></table></td></tr><tr><td>"
        f"<table><tr><td width=200><ul>{m.links(12)}</ul></td><td><table>"
        f"<tr><td align=center><b>{m.title}</b></td></tr><tr><td>{w['by']}</td></tr>"
        f"<tr><td class=zw>{m.wrapped('p', 'style=text-indent:2em')}</td></tr>"
        f"<tr><td>{w['share']}</td></tr></table></td></tr></table></td></tr><tr><td>{w['foot']}</td></tr></table></form>"
    )


def wechat(m: Maker) -> str:
    """Nested sections with a sentence or two each, hidden until a script has run."""
    parts = "".join(
        f"<section><section style='margin:8px'><p><span style='color:#333'>{paragraph}</span></p></section></section>"
        for paragraph in m.paragraphs
    )
    return (
        f"<div id=img-content><h1 class=rich_media_title>{m.title}</h1><div id=meta>{m.words['by']}</div>"
        f"<div id=js_content style='visibility: hidden;'>{parts}</div></div><div class=qr_code>{m.words['share']}</div>"
    )


def forum(m: Maker) -> str:
    """The first post is the article, those after it are answers."""
    w = m.words
    return (
        f"<ul>{m.nav()}</ul><h1>{m.title}</h1><div class=post><div class=user>user0 {w['by']}</div>"
        f"<div class=post-text>{m.wrapped('p')}</div></div>"
        f"<div class=comment-list><h3>{w['comments']}</h3>{m.comments(9, 'comment')}</div><div>{w['foot']}</div>"
    )


def broken_lines(m: Maker) -> str:
    """No paragraphs: line breaks, and an indent of two full-width spaces."""
    indent = "\u3000\u3000" if m.language == "zh" else ""
    text = "<br><br>".join(indent + paragraph for paragraph in m.paragraphs)
    w = m.words
    return (
        f"<div id=nav>{m.nav()}</div><div class=main><div class=title>{m.title}</div><div>{w['by']}</div>"
        f"<div id=zoom>{text}</div><div>{w['editor']}</div></div><div class=list><ul>{m.links(14)}</ul></div>"
    )


def lazy(m: Maker) -> str:
    """Lazy-loaded pictures between the paragraphs, with captions that are not text."""
    picture = "<div class=pic><img data-src=/a.jpg src=data:image/gif;base64,R0lGOD></div>"
    body = picture.join(f"<div class=para>{paragraph}</div>" for paragraph in m.paragraphs)
    return (
        f"<div class=head>{m.nav()}</div><div class=wrap><h1>{m.title}</h1><div class=sub>{m.words['by']}</div>"
        f"<div class=con>{body}</div></div><div class=hot><h4>{m.words['hot']}</h4>{m.teasers(6)}</div>"
    )


def siblings(m: Maker) -> str:
    """The article in several adjacent boxes, each with a headline."""
    half = len(m.paragraphs) // 2
    parts = ["".join(f"<p>{one}</p>" for one in part) for part in (m.paragraphs[:half], m.paragraphs[half:])]
    return (
        f"<nav>{m.nav()}</nav><div class=page><h1>{m.title}</h1><div class=part>{parts[0]}</div><div class=ad>"
        f"<a href=/ad>{m.words['more']}</a></div><div class=part>{parts[1]}</div></div><ul>{m.links(11)}</ul>"
    )


def short_among_teasers(m: Maker) -> str:
    """A short article above a longer list of teasers with their own sentences."""
    m.paragraphs = m.paragraphs[:2]
    w = m.words
    return (
        f"<div class=hd>{m.nav()}</div><div class=box_left><h2>{m.title}</h2><div class=info>{w['by']}</div>"
        f"<div class=txt_con>{'<br>'.join(m.paragraphs)}</div><p>{w['legal']}</p>"
        f"<div class=rel>{m.teasers(6)}</div></div>"
        f"<div class=box_right><ol>{m.links(20)}</ol></div><div class=ft>{w['foot']}</div>"
    )


def long_thread(m: Maker) -> str:
    """Comments longer than the article, in boxes without meaningful names."""
    w = m.words
    return (
        f"<ul>{m.nav()}</ul><div class=story><h1>{m.title}</h1><p>{w['by']}</p>{m.wrapped('p')}</div>"
        f"<div class=c1><b>{w['comments']}</b>{m.comments(30)}</div><div>{w['foot']}</div>"
    )


LAYOUTS: Final[tuple[Callable[[Maker], str], ...]] = (
    news_portal,
    blog,
    government,
    wechat,
    forum,
    broken_lines,
    lazy,
    siblings,
    short_among_teasers,
    long_thread,
)


def pages(language: str, seeds: int = 3) -> list[Page]:
    """Every layout, with several articles each."""
    made = []
    for layout in LAYOUTS:
        for seed in range(seeds):
            maker = Maker(language, seed)
            html = maker.shell(layout(maker))
            made.append(Page(f"{layout.__name__} {seed}", language, html, "\n".join(maker.paragraphs)))
    return made
