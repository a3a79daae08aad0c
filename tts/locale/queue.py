"""The sentences of the pages for adding articles to a served show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tts.locale.translations import Translations


@dataclass(frozen=True, slots=True)
class Refusals:
    """The reasons for refusing a request, by those of `tts.serve.request_body.Refused`."""

    kind: str
    broken: str
    large: str
    token: str
    right: str
    often: str
    full: str
    disk: str
    site: str
    empty: str
    address: str


@dataclass(frozen=True, slots=True)
class Causes:
    """What failed; the details follow in English."""

    article: str
    voice: str
    show: str
    process: str


@dataclass(frozen=True, slots=True)
class Queue:
    """The text of the queue's page and the form."""

    title: str
    add: str
    """The heading of the form."""
    address: str
    submit: str
    a_text: str
    text_title: str
    text: str
    a_file: str
    file: str
    token: str
    token_how: str
    open_queue: str
    waiting: str
    making: str
    failed: str
    made: str
    reading: str
    """Shown while the number of chunks is unknown."""
    progress: str
    """`{done}` out of `{total}` chunks."""
    counts: str
    """`{making}`, `{waiting}` and `{failed}` articles."""
    by: str
    """`{name}` is the owner of the token used for adding it."""
    retry: str
    remove: str
    clear: str
    """Removes finished articles from the list; their episodes are kept."""
    named: str
    """`{what}` is the action of a button for the article with that `{title}`."""
    empty: str
    refresh: str
    untitled: str
    bookmarklet: str
    bookmarklet_how: str
    home: str
    refusals: Refusals
    causes: Causes
    """Shown only where the page's language is not that of the details."""


_ENGLISH = Queue(
    title="Queue",
    add="Add an article",
    address="Address of the article",
    submit="Add",
    a_text="A text",
    text_title="Title",
    text="Text",
    a_file="A file",
    file="HTML, Markdown, text, PDF, Word or EPUB",
    token="Token",
    token_how="The letters and digits after the first slash in your show’s address.",
    open_queue="Open the queue",
    waiting="Waiting",
    making="In progress",
    failed="Failed",
    made="Done",
    reading="Reading the article",
    progress="{done} of {total} chunks",
    counts="In progress: {making}. Waiting: {waiting}. Failed: {failed}.",
    by="from {name}",
    retry="Try again",
    remove="Remove",
    clear="Remove from this list",
    named="{what}: {title}",
    empty="The queue is empty.",
    refresh="Refresh",
    untitled="Text without a title",
    bookmarklet="Listen later",
    bookmarklet_how=(
        "Drag this button to your bookmarks bar, "
        "then press it on any page that you want to listen to."
    ),
    home="Subscribe and listen",
    refusals=Refusals(
        kind="This kind of request is not supported here.",
        broken="The request arrived incomplete. Please send it again.",
        large="That is too large. The limit is 4 MB for text and 64 MB for a file.",
        token="The token is missing or unknown.",
        right="This token is for listening only.",
        often="Too many articles at once. Please wait a minute.",
        full="The queue is full. Remove what failed, or wait until some are made.",
        disk="The computer’s disk is full or read-only. Nothing was added.",
        site="Another site sent this request. Please add the article here.",
        empty="There is no article in it. Enter an address or a text, or choose a file.",
        address="This is not the address of a web page. It begins with https:// or http://.",
    ),
    causes=Causes(
        article="The article can’t be fetched or read.",
        voice="The article can’t be spoken.",
        show="The episode can’t be saved.",
        process="The article’s processing ended unexpectedly.",
    ),
)
_SIMPLIFIED = Queue(
    title="制作队列",
    add="添加文章",
    address="文章网址",
    submit="添加",
    a_text="一段文字",
    text_title="标题",
    text="正文",
    a_file="一个文件",
    file="HTML、Markdown、文本、PDF、Word 或 EPUB",
    token="令牌",
    token_how="就是节目地址里第一条斜线后面的那串字母和数字。",
    open_queue="查看队列",
    waiting="等待中",
    making="制作中",
    failed="失败",
    made="已完成",
    reading="正在读取文章",
    progress="已完成 {done} 段，共 {total} 段",
    counts="制作中：{making}；等待中：{waiting}；失败：{failed}。",
    by="来自 {name}",
    retry="重试",
    remove="移除",
    clear="从列表中移除",
    named="{what}：{title}",
    empty="队列是空的。",
    refresh="刷新",
    untitled="无标题的文字",
    bookmarklet="稍后收听",
    bookmarklet_how="把这个按钮拖到书签栏。在想听的网页上点一下它就行。",
    home="订阅和收听",
    refusals=Refusals(
        kind="这里不支持这种请求。",
        broken="请求不完整，请重新发送。",
        large="内容太大：文字不超过 4 MB，文件不超过 64 MB。",
        token="缺少令牌，或令牌无效。",
        right="这个令牌只能用来收听。",
        often="添加得太快了，请等一分钟再试。",
        full="队列已满。请移除失败的文章，或等一些文章做完。",
        disk="电脑的磁盘已满或无法写入，什么都没有添加。",
        site="这个请求来自别的网站，请在这里添加文章。",
        empty="里面没有文章。请填写网址、文字或选择文件。",
        address="这不是网页的网址。网址以 https:// 或 http:// 开头。",
    ),
    causes=Causes(
        article="这篇文章打不开，或读不出内容。",
        voice="这篇文章没能朗读出来。",
        show="这一集没能保存。",
        process="制作过程意外中断了。",
    ),
)
_TRADITIONAL = Queue(
    title="製作佇列",
    add="加入文章",
    address="文章網址",
    submit="加入",
    a_text="一段文字",
    text_title="標題",
    text="內文",
    a_file="一個檔案",
    file="HTML、Markdown、純文字、PDF、Word 或 EPUB",
    token="權杖",
    token_how="就是節目網址裡第一條斜線後面的那串字母和數字。",
    open_queue="查看佇列",
    waiting="等待中",
    making="製作中",
    failed="失敗",
    made="已完成",
    reading="正在讀取文章",
    progress="已完成 {done} 段，共 {total} 段",
    counts="製作中：{making}；等待中：{waiting}；失敗：{failed}。",
    by="來自 {name}",
    retry="重試",
    remove="移除",
    clear="從清單中移除",
    named="{what}：{title}",
    empty="佇列是空的。",
    refresh="重新整理",
    untitled="沒有標題的文字",
    bookmarklet="稍後收聽",
    bookmarklet_how="把這個按鈕拖到書籤列。在想聽的網頁上按一下它就行。",
    home="訂閱和收聽",
    refusals=Refusals(
        kind="這裡不支援這種請求。",
        broken="請求不完整，請重新傳送。",
        large="內容太大：文字不超過 4 MB，檔案不超過 64 MB。",
        token="缺少權杖，或權杖無效。",
        right="這個權杖只能用來收聽。",
        often="加入得太快了，請等一分鐘再試。",
        full="佇列已滿。請移除失敗的文章，或等一些文章做完。",
        disk="電腦的磁碟已滿或無法寫入，什麼都沒有加入。",
        site="這個請求來自別的網站，請在這裡加入文章。",
        empty="裡面沒有文章。請填寫網址、文字或選擇檔案。",
        address="這不是網頁的網址。網址以 https:// 或 http:// 開頭。",
    ),
    causes=Causes(
        article="這篇文章打不開，或讀不出內容。",
        voice="這篇文章沒能朗讀出來。",
        show="這一集沒能儲存。",
        process="製作過程意外中斷了。",
    ),
)

QUEUE: Final = Translations(_ENGLISH, _SIMPLIFIED, _TRADITIONAL)
