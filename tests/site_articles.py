# ruff: noqa: E501
"""Articles for tests of the pages: every kind of block, three languages, and malicious texts."""

SIMPLIFIED = """---
title: 河边的修表人
author: 周一禾
date: 2026-03-14
publication: 《小城纪事》
url: https://example.org/river/watchmaker
summary: 桥头有一家修表铺，开了四十一年。铺子里的钟没有两只走得一样快，修表人说，这样才听得出哪一只病了。
---

桥头有一家修表铺，开了四十一年。铺子只有三步宽，墙上挂着二十多只钟，没有两只走得一样快。“要是都一样，”修表人说，“就听不出哪一只病了。”

每天早上7点半，他先给最老的那只上弦。那是一只1936年的座钟，钟面裂了一道缝，从“3”一直裂到“8”。有人出2,000元要买，他没有卖。

## 听诊

修表先要听。他把表贴在耳边，闭上眼睛，像医生听病人的心跳。他说，好的机芯走起来像雨点落在荷叶上，**干净、均匀，不拖泥带水**；坏的机芯各有各的坏法：

- 摆轮偏了，声音一长一短；
- 油干了，声音发涩；
- 齿轮断了一个齿，每隔12秒“咯”一声。
  - 这种最难修，因为零件早就停产；
  - 他自己用锉刀做，一个齿要做三天。

> 时间不会坏，坏的只是替我们数它的东西。

### 一张价目表

玻璃柜上贴着一张价目表，字是用毛笔写的：

| 活计 | 价钱 | 要几天 |
|---|---|---|
| 换电池 | 15元 | 当天 |
| 洗油 | 120元 | 3天 |
| 配齿轮 | 面议 | 看运气 |

## 徒弟

去年来了一个徒弟，学计算机的。他写了一个 Python 程序，用手机录下钟声，就能算出一天快几秒：

```python
def drift(ticks):
    gaps = [b - a for a, b in zip(ticks, ticks[1:])]
    return 86400 * (sum(gaps) / len(gaps) - 1)
```

修表人看了看屏幕，又把表贴回耳边。“差不多，”他说，“你的机器说快4秒，我听着是快三秒半。”

The apprentice kept both numbers in a notebook, and wrote the date beside them.

傍晚，河面上的光一点一点暗下去。二十多只钟先后敲了六下，最早的和最晚的差了将近两分钟。修表人坐在门口，听它们一只一只敲完，才把灯关上。
"""

TRADITIONAL = """---
title: 山上的郵差
author: 何曉嵐
date: 2026-02-02
site: 山城月報
url: https://example.org/hill/postman
summary: 山上只有十一戶人家，郵差每星期二、五上山一趟。
---

山上只有十一戶人家，郵差每星期二、五上山一趟。路是石階，一共一千四百零三級，他數過很多次，從來沒有數錯。

「最輕的信往往最重，」他說，「一張紙，走三個小時，你就知道了。」

## 最後一封

去年冬天，他送過一封沒有寫地址的信。信封上只寫著：「給住在有柿子樹那一家的人。」山上有柿子樹的一共三家。他一家一家地問，問到第三家，開門的老太太看了一眼字跡，就把信貼在胸口，很久沒有說話。

1. 第一家說，他們的柿子樹是去年才種的。
2. 第二家說，他們不認識寫信的人。
3. 第三家什麼也沒有說。
"""

ENGLISH = """---
title: What the Tide Table Leaves Out
author: Ines Marlowe
date: 2026-01-20
publication: The Harbour Review
url: https://example.org/tide
summary: The tide table on the harbour office wall is right to the minute, and wrong about almost everything else.
---

The tide table on the harbour office wall is right to the minute, and wrong about almost everything else. It knows when the water turns. It does not know that on the second spring tide of March the ferry ramp floods, or that the children of the upper street will be sitting on the wall to watch it.

For that, people ask Nora. She has kept a notebook since she was nine; it fills forty-one volumes and a shoebox.

## How to read a notebook

Each page has three columns: the hour, the height, and what she calls *the remark*. “The first two are for the council,” she says. “The third is for me.” A fair week looks like this:

| Day | Height | Remark |
|---|---|---|
| Monday | 4.1 m | Gulls inland by six |
| Tuesday | 4.4 m | Ramp wet, not flooded |
| Wednesday | 4.7 m | The Averys moved their boat |

### Three rules

- Write it down before you talk about it.
- Never correct a height afterwards.
- If nothing happened, say so:
  - nothing is also a remark;
  - most of the years are made of it.

> A table tells you what the water will do. A notebook tells you what it did.

Her grandson turned the volumes into a file and plotted them with four lines of code:

```python
rows = [line.split(",") for line in open("tides.csv")]
heights = [float(row[1]) for row in rows]
plot(heights)
```

河口的老人也记潮水，用的是另一种本子：竖着写，从右往左翻。

The plot came out as a long, even comb, with one tooth missing in the winter of 1987. Nora found the page. In the third column it said: *No ink.*
"""

HOSTILE = """---
title: "</script><script>alert(1)</script> ]]> \\"quoted\\" & \\u202Eright\\u202C <b>bold</b> 🎧"
author: "\\u202Eevil <img src=x onerror=alert(1)>"
date: 2026-01-02
publication: "\\" onload=alert(1) x=\\""
url: https://example.org/?a=1&b="><script>alert(1)</script>
summary: "<!-- ]]> --> </title><script>alert(1)</script>"
---

Write `<script>alert(1)</script>` and nothing happens. Less than < and & more than >; a quote " and a quote '.

</script><script>alert(1)</script> stays in the text as it was written, we hope.

An address too long for a line: https://example.org/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.

| one column | another column | a third column | a fourth column | a fifth column | a sixth column |
|---|---|---|---|---|---|
| internationalization | 1 | 2 | 3 | `<script>alert(1)</script>` | 5 |
"""

ARABIC = """---
title: حارس المنارة
author: ليلى
date: 2025-12-30
---

كان الحارس يعدّ السفن كل مساء. لم يكن أحد يعرف لماذا.

The keeper counted the ships in English, too.
"""

UNTITLED = """It has no title, no author and no date. It is a note of two sentences.
"""

ARTICLES = {
    "watchmaker": SIMPLIFIED,
    "postman": TRADITIONAL,
    "tide": ENGLISH,
    "hostile": HOSTILE,
    "arabic": ARABIC,
    "untitled": UNTITLED,
}
