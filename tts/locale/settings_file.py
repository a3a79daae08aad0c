"""The comments in a show.toml, which explain each setting in the language of the show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tts.locale.translations import Translations


@dataclass(frozen=True, slots=True)
class Sections:
    """Titles of the file's sections."""

    show: str
    publishing: str
    owner: str
    around: str
    files: str
    pages: str
    feed: str


@dataclass(frozen=True, slots=True)
class Comments:
    """The comment above each setting, by the setting's name and in the order of the file."""

    title: str
    author: str
    owner: str
    email: str
    language: str
    description: str
    category: str
    cover: str
    link: str
    base_url: str
    target: str
    guid: str
    copyright: str
    explicit: str
    private: str
    public_sources: str
    intro: str
    outro: str
    disclosure: str
    formats: str
    mixed: str
    report: str
    app: str
    medium: str
    dates: str
    wait: str
    frequency: str
    locked: str
    voices: str
    rules: str
    speakers: str
    keep: str
    funding: str
    serve: str


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """All of the file's own text."""

    intro: str
    sections: Sections
    comments: Comments


_ENGLISH = SettingsFile(
    intro="Settings of this show. A line that begins with # is off; remove the # to turn it on.",
    sections=Sections(
        show="The show",
        publishing="Where it is published",
        owner="The owner",
        around="What is spoken around each article",
        files="The files",
        pages="The pages",
        feed="The feed",
    ),
    comments=Comments(
        title="The show's name, in podcast apps and in every file.",
        author="Its author, as podcast apps show it below the title. Default: the owner.",
        owner="The owner's name for podcast directories; also the album artist of every file.",
        email="Where directories can reach the owner. In a public feed, everybody can see it.",
        language="A language tag: en, zh-Hans, zh-Hant. Default: the language of most episodes.",
        description="What the show is about, in a few sentences.",
        category="A category of Apple Podcasts: News, or Society & Culture > Personal Journals.",
        cover=(
            "A square picture of 1400 to 3000 pixels: its path, relative to this folder. Default: "
            "a drawn one."
        ),
        link="The show's home page. Default: the page that Pagecast makes.",
        base_url="The address at which this folder is published, for feeds. It ends with a slash.",
        target="Where `tts watch` sends the show: a folder, or s3://bucket/prefix.",
        guid=(
            "The feed's identity. `tts publish` writes it once. Never change it: apps would see "
            "another show."
        ),
        copyright="For example: 2026 Your Name, CC BY 4.0",
        explicit="Whether it has content unsuitable for children.",
        private="Asks directories not to list the show, and search engines not to index its pages.",
        public_sources=(
            "Whether show.toml, manifests and scripts are published too. They name your files."
        ),
        intro=(
            "Spoken before each article. {title}, {author}, {date}, {publication} and {show} are "
            "replaced."
        ),
        outro="Spoken after each article, with the same placeholders.",
        disclosure=(
            "Tells listeners that the voice is synthetic; {voice} is its name. Default: a sentence "
            "of Pagecast's own."
        ),
        formats=(
            'Formats to make besides MP3: "m4b" for audiobook players, "opus" for small files, '
            '"epub" to read along.'
        ),
        mixed=(
            "The voice for English words in Mandarin by kokoro: a `second` voice, or the `same`."
        ),
        report=(
            "Where readers report a misreading: an e-mail address, or an address with {sentence}, "
            "{time}, {page} and {title}. Default: they copy the sentence."
        ),
        app=(
            "Whether the pages can be installed as an app that saves episodes for offline. Needs "
            "https."
        ),
        medium="blog, newsletter, podcast or audiobook.",
        dates=(
            "An episode's date in the feed: when it was `added` to the show, or the `article`'s "
            "own."
        ),
        wait=(
            "How long to wait for an online service that refuses everything: 90s, 2min, 1h; 0 "
            "gives up at once."
        ),
        frequency="How often episodes appear: daily, weekly, biweekly or monthly.",
        locked="Asks other hosts not to import the feed.",
        voices=(
            "The voice for each language; `tts voices` lists them. The first one used is written "
            "here by itself."
        ),
        rules=(
            "What to do with code, table, formula, caption, quote, note, address: skip, announce "
            "or read."
        ),
        speakers=(
            "Separate voices: for speakers named before what they say (Q: …), for paragraphs "
            "marked [voice: NAME], and for quotations."
        ),
        keep=(
            "Which episodes stay: by age in days, number, size, or only unheard ones. `tts keep` "
            "shows what the next `tts publish` removes; `tts restore` brings it back."
        ),
        funding=(
            "Where listeners can support the show: an address, and the text of its link (at most "
            "128 characters; default: a text of Pagecast's own)."
        ),
        serve="Lets whoever has a token send articles to `tts serve`.",
    ),
)
_SIMPLIFIED = SettingsFile(
    intro="本节目的设置。行首有 # 的没有生效，去掉 # 即可启用。",
    sections=Sections(
        show="节目",
        publishing="发布在哪里",
        owner="负责人",
        around="每篇文章前后念什么",
        files="文件",
        pages="网页",
        feed="订阅源",
    ),
    comments=Comments(
        title="节目名称，显示在播客应用和每个文件里。",
        author="作者，播客应用印在名称下面。不写则用负责人的名字。",
        owner="负责人的名字，供播客目录使用，也是每个文件的专辑艺人。",
        email="播客目录联系负责人的邮箱。公开的订阅源中人人可见。",
        language="语言标签：zh-Hans、zh-Hant、en。不写则按多数单集的语言。",
        description="用一句或几句话介绍节目。",
        category="用苹果播客分类的英文原名，例如 News，或 Society & Culture > Personal Journals。",
        cover="封面图片，正方形，1400 到 3000 像素；写从本文件夹起的路径。不写则自动绘制。",
        link="节目主页的网址。不写则用 Pagecast 生成的网页。",
        base_url="本文件夹发布后的网址，订阅源需要它。以斜线结尾。",
        target="tts watch 把节目发送到哪里：一个文件夹，或 s3://存储桶/前缀。",
        guid="订阅源的身份标识，由 tts publish 写入一次。请勿改动，否则应用会当成另一个节目。",
        copyright="例如：2026 你的名字，CC BY 4.0",
        explicit="是否含有不适合儿童的内容。",
        private="请播客目录不要收录、搜索引擎不要索引。",
        public_sources="是否也公开 show.toml、episode.json 和 script.json：其中有你自己的文件名。",
        intro=(
            "每篇文章之前念的话。{title}、{author}、{date}、{publication}、{show} 代表标题、作者、日期、出处和节目名。"
        ),
        outro="每篇文章之后念的话，可用同样的大括号。",
        disclosure="告诉听众这是合成语音，{voice} 代表语音的名字。不写则用 Pagecast 自带的一句话。",
        formats='除 MP3 之外还生成什么格式："m4b" 供有声书播放器使用，"opus" 文件较小，"epub" 可边听边读。',
        mixed="kokoro 的中文句子里的英文由谁来读：second 为另一个声音，same 为同一个声音。",
        report=(
            "读者报告误读的地方：一个邮箱，或带有 {sentence}、{time}、{page}、{title} 的网址。"
            "不填则复制那一句。"
        ),
        app="页面能否安装为应用、把文章存到本机离线收听（需要 https）。",
        medium="blog、newsletter、podcast 或 audiobook。",
        dates="单集在订阅源里的日期：added 为加入节目的时间，article 为文章自己的日期。",
        wait="在线语音服务全部拒绝时等待多久：90s、2min、1h；0 表示立即放弃。",
        frequency="更新频率：daily、weekly、biweekly 或 monthly。",
        locked="请其他托管平台不要导入本订阅源。",
        voices="每种语言由谁来念，名字见 tts voices。首次使用的语音会自动写在这里。",
        rules=(
            "对 code、table、formula、caption、quote、note、address 怎么办：skip 略过，announce 报一声，read 念出来。"
        ),
        speakers="各用自己的语音：话前标明的人（甲：…）、用 [voice: 名字] 标出的段落，以及引语（quotation）。",
        keep=(
            "哪些单集留在节目里：天数、集数、总大小、只留没听过的。不留的随下一次 tts publish 移除，"
            "先用 tts keep 查看，30 天内可用 tts restore 找回。"
        ),
        funding="听众在哪里支持节目：网址，和链接上的字（至多 128 字）。不写文字则用一句现成的话。",
        serve="让持有令牌的人把文章发给 `tts serve`。",
    ),
)
_TRADITIONAL = SettingsFile(
    intro="本節目的設定。行首有 # 的沒有生效，去掉 # 即可啟用。",
    sections=Sections(
        show="節目",
        publishing="發布在哪裡",
        owner="負責人",
        around="每篇文章前後唸什麼",
        files="檔案",
        pages="網頁",
        feed="訂閱來源",
    ),
    comments=Comments(
        title="節目名稱，顯示在 Podcast 應用程式和每個檔案裡。",
        author="作者，Podcast 應用程式印在名稱下面。不寫則用負責人的名字。",
        owner="負責人的名字，供 Podcast 目錄使用，也是每個檔案的專輯藝人。",
        email="Podcast 目錄聯絡負責人的電子郵件地址。公開的訂閱來源中人人可見。",
        language="語言標籤：zh-Hans、zh-Hant、en。不寫則按多數單集的語言。",
        description="用一句或幾句話介紹節目。",
        category="用 Apple Podcasts 分類的英文原名，例如 News，或 Society & Culture > Personal Journals。",
        cover="封面圖片，正方形，1400 到 3000 像素；寫從本資料夾起的路徑。不寫則自動繪製。",
        link="節目首頁的網址。不寫則用 Pagecast 產生的網頁。",
        base_url="本資料夾發布後的網址，訂閱來源需要它。以斜線結尾。",
        target="tts watch 把節目傳送到哪裡：一個資料夾，或 s3://儲存貯體/前綴。",
        guid="訂閱來源的識別碼，由 tts publish 寫入一次。請勿改動，否則應用程式會當成另一個節目。",
        copyright="例如：2026 你的名字，CC BY 4.0",
        explicit="是否含有不適合兒童的內容。",
        private="請 Podcast 目錄不要收錄、搜尋引擎不要索引。",
        public_sources="是否也公開 show.toml、episode.json 和 script.json：其中有你自己的檔案名稱。",
        intro=(
            "每篇文章之前唸的話。{title}、{author}、{date}、{publication}、{show} 代表標題、作者、日期、出處和節目名。"
        ),
        outro="每篇文章之後唸的話，可用同樣的大括號。",
        disclosure="告訴聽眾這是合成語音，{voice} 代表語音的名字。不寫則用 Pagecast 內建的一句話。",
        formats='除 MP3 之外還產生什麼格式："m4b" 供有聲書播放器使用，"opus" 檔案較小，"epub" 可邊聽邊讀。',
        mixed="kokoro 的中文句子裡的英文由誰來讀：second 為另一個聲音，same 為同一個聲音。",
        report=(
            "讀者報告誤讀的地方：一個電子郵件地址，或帶有 {sentence}、{time}、{page}、{title} 的網址。"
            "不填則複製那一句。"
        ),
        app="頁面能否安裝為應用程式、把文章存到本機離線收聽（需要 https）。",
        medium="blog、newsletter、podcast 或 audiobook。",
        dates="單集在訂閱來源裡的日期：added 為加入節目的時間，article 為文章自己的日期。",
        wait="線上語音服務全部拒絕時等待多久：90s、2min、1h；0 表示立即放棄。",
        frequency="更新頻率：daily、weekly、biweekly 或 monthly。",
        locked="請其他代管平台不要匯入本訂閱來源。",
        voices="每種語言由誰來唸，名字見 tts voices。首次使用的語音會自動寫在這裡。",
        rules=(
            "對 code、table、formula、caption、quote、note、address 怎麼辦：skip 略過，announce 報一聲，read 唸出來。"
        ),
        speakers="各用自己的語音：話前標明的人（甲：…）、用 [voice: 名字] 標出的段落，以及引語（quotation）。",
        keep=(
            "哪些單集留在節目裡：天數、集數、總大小、只留沒聽過的。不留的隨下一次 tts publish 移除，"
            "先用 tts keep 查看，30 天內可用 tts restore 找回。"
        ),
        funding="聽眾在哪裡支持節目：網址，和連結上的字（至多 128 字）。不寫文字則用一句現成的話。",
        serve="讓持有權杖的人把文章傳給 `tts serve`。",
    ),
)

SETTINGS_FILE: Final = Translations(_ENGLISH, _SIMPLIFIED, _TRADITIONAL)
