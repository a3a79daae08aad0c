"""A show.toml as people get and keep it: every setting with a comment that explains it, in their language.

The table below stands beside `tts.show.settings.Settings`; a test holds that each setting is in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tts.model import LibraryError
from tts.show import settings
from tts.storage.durable import write_whole

_HEADS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("The show", "节目", ("title", "author", "description", "language", "category", "cover", "copyright", "explicit")),
    ("Where it is published", "发布在哪里", ("base_url", "link", "private")),
    ("Who stands behind it", "负责人", ("owner", "email")),
    ("What is spoken around each article", "每篇文章前后念什么", ("intro", "outro", "disclosure")),
    ("The files", "文件", ("formats", "wait")),
    ("The pages", "网页", ("report",)),
    ("The feed", "订阅源", ("dates", "frequency", "medium", "locked", "guid")),
)
"""Sections of the file: title in English and in Chinese, and the settings in it. Tables follow at the end."""

_COMMENTS: dict[str, tuple[str, str]] = {
    "title": ("The show's name, in podcast apps and in every file.", "节目名称，显示在播客应用和每个文件里。"),
    "author": (
        "Who makes it, as podcast apps print it under the title. Else the owner.",
        "作者，播客应用印在名称下面。不写则用负责人的名字。",
    ),
    "owner": (
        "A name for directories, and the album artist of every file.",
        "负责人的名字，供播客目录使用，也是每个文件的专辑艺人。",
    ),
    "email": (
        "Where directories reach the owner. A public feed shows it to everybody.",
        "播客目录联系负责人的邮箱。公开的订阅源中人人可见。",
    ),
    "language": (
        "A language tag: en, zh-Hans, zh-Hant. Else that of most episodes.",
        "语言标签：zh-Hans、zh-Hant、en。不写则按多数单集的语言。",
    ),
    "description": ("What the show is about, in a sentence or some.", "用一句或几句话介绍节目。"),
    "category": (
        "As Apple's list has it: News, or Society & Culture > Personal Journals.",
        "用苹果播客分类的英文原名，例如 News，或 Society & Culture > Personal Journals。",
    ),
    "cover": (
        "A picture, square, 1400 to 3000 pixels; its path from this folder. Else one is drawn.",
        "封面图片，正方形，1400 到 3000 像素；写从本文件夹起的路径。不写则自动绘制。",
    ),
    "link": (
        "The show's home page. Else the page that Pagecast makes.",
        "节目主页的网址。不写则用 Pagecast 生成的网页。",
    ),
    "base_url": (
        "The address under which this folder is found; feeds need it. Ends with a slash.",
        "本文件夹发布后的网址，订阅源需要它。以斜线结尾。",
    ),
    "guid": (
        "The feed's identity. `tts publish` writes it once; never change it, or apps take the show for another.",
        "订阅源的身份标识，由 tts publish 写入一次。请勿改动，否则应用会当成另一个节目。",
    ),
    "copyright": ("Such as: 2026 Your Name, CC BY 4.0", "例如：2026 你的名字，CC BY 4.0"),
    "explicit": ("Whether it has content that is not for children.", "是否含有不适合儿童的内容。"),
    "private": (
        "Asks directories not to list the show, and search engines not to index its pages.",
        "请播客目录不要收录、搜索引擎不要索引。",
    ),
    "intro": (
        "Said before each article. {title}, {author}, {date}, {publication} and {show} stand for the episode's.",
        "每篇文章之前念的话。{title}、{author}、{date}、{publication}、{show} 代表标题、作者、日期、出处和节目名。",
    ),
    "outro": ("Said after each article; the same words in braces.", "每篇文章之后念的话，可用同样的大括号。"),
    "disclosure": (
        "Tells listeners that the voice is synthetic; {voice} stands for it. Else a sentence of Pagecast's.",
        "告诉听众这是合成语音，{voice} 代表语音的名字。不写则用 Pagecast 自带的一句话。",
    ),
    "formats": (
        'What each episode is made in besides MP3: "m4b" for audiobook players, "opus" for small files.',
        '除 MP3 之外还生成什么格式："m4b" 供有声书播放器使用，"opus" 文件较小。',
    ),
    "report": (
        "Where readers report a misreading: an e-mail address, or an address with {sentence} and {page}.",
        "读者报告误读的地方：一个邮箱，或带有 {sentence} 和 {page} 的网址。",
    ),
    "medium": ("blog, newsletter, podcast or audiobook.", "blog、newsletter、podcast 或 audiobook。"),
    "dates": (
        "An episode's date in the feed: when it was `added` to the show, or the `article`'s own.",
        "单集在订阅源里的日期：added 为加入节目的时间，article 为文章自己的日期。",
    ),
    "wait": (
        "How long an online service that refuses everything is waited for: 90s, 2min, 1h; 0 gives up at once.",
        "在线语音服务全部拒绝时等待多久：90s、2min、1h；0 表示立即放弃。",
    ),
    "frequency": (
        "How often episodes appear: daily, weekly, biweekly or monthly.",
        "更新频率：daily、weekly、biweekly 或 monthly。",
    ),
    "locked": ("Asks other hosts not to import the feed.", "请其他托管平台不要导入本订阅源。"),
    "voices": (
        "Who speaks a language, as `tts voices` lists them. The first voice of each is written here by itself.",
        "每种语言由谁来念，名字见 tts voices。首次使用的语音会自动写在这里。",
    ),
    "rules": (
        "What is done with code, table, formula, caption, quote, note, address: skip, announce or read.",
        "对 code、table、formula、caption、quote、note、address 怎么办：skip 略过，announce 报一声，read 念出来。",
    ),
}
"""Setting -> its comment, in English and in simplified Chinese."""

_TABLES = {"voices": ('zh-Hans = "kokoro/zf_xiaoxiao"', 'en = "hibari/heart"'), "rules": ('code = "skip"',)}
_INTRO = (
    "Settings of this show. A line with # in front is not set: take the # away to set it.",
    "本节目的设置。行首有 # 的没有生效，去掉 # 即可启用。",
)


def text(told: Mapping[str, Any] | None = None, language: str = "", *, without: frozenset[str] = frozenset()) -> str:
    """A whole show.toml: what is told is set, the rest stands there as it is by default, behind a `#`.

    Comments are in Chinese for a show in Chinese, in the script of its language.
    """
    chinese = _base(language) == "zh"
    lines = [] if without else [f"# {_INTRO[chinese]}", ""]
    for english, han, names in _HEADS:
        wanted = [name for name in names if name not in without]
        lines += [f"# --- {han if chinese else english} ---", ""] if wanted else []
        for name in wanted:
            lines += [f"# {_COMMENTS[name][chinese]}", _setting(name, told or {}), ""]
    for name, examples in _TABLES.items():
        if name not in without:
            lines += [f"[{name}]", f"# {_COMMENTS[name][chinese]}", *(f"#{line}" for line in examples), ""]
    whole = "\n".join(lines)
    return _traditional(whole) if chinese and _is_traditional(language) else whole


def _setting(name: str, told: Mapping[str, Any]) -> str:
    set_ = name in told and told[name] not in ("", None)
    value = told[name] if set_ else getattr(settings.Settings(), name)
    return f"{'' if set_ else '#'}{name} = {_toml(value)}"


def _toml(value: str | bool | tuple[str, ...]) -> str:
    """A value as TOML has it; JSON's escapes are TOML's, but for DEL. Bytes that are no UTF-8 become `?`."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f").encode(errors="replace").decode()


def _base(language: str) -> str:
    return language.partition("-")[0].lower()


def _is_traditional(language: str) -> bool:
    return bool({"hant", "tw", "hk", "mo"} & {*language.lower().split("-")})


def _traditional(whole: str) -> str:
    """Comments alone: what is set stays as it was told."""
    from opencc import OpenCC

    def convert(line: str) -> str:
        line = OpenCC("s2tw").convert(line)
        for mainland, taiwan in _WORDS:
            line = line.replace(mainland, taiwan)
        return line

    return "\n".join(convert(line) if line.startswith("# ") else line for line in whole.split("\n"))


_WORDS = (("文件夾", "資料夾"), ("文件", "檔案"), ("郵箱", "電子郵件地址"), ("默認", "預設"))
"""What is called otherwise where traditional characters are written."""


# --- a file that stands -------------------------------------------------------------------------------------


def create(path: Path, told: Mapping[str, Any]) -> tuple[str, ...]:
    """Write a show.toml, or complete the one that stands: what is set in it stays, what waits behind a `#` can be set.
    Returns the settings that are new or set.

    Raises LibraryError for a value that is none, or where the file says otherwise already.
    """
    settings.checked(path, told)
    before = _read(path)
    known = settings.document(path)
    if clash := next((name for name in told if name in known and known[name] != told[name]), None):
        raise LibraryError(
            f"{path} has {clash} = {_toml(known[clash])} already", hint="edit that line; `tts init` changes none"
        )
    there = frozenset(known) | _mentioned(before)
    language = str(told.get("language") or known.get("language") or "")
    new = tuple(name for name in _COMMENTS if name not in there)
    if new:
        _write(path, _joined(text(told, language, without=there), before) if before else text(told, language))
    waiting = {name: value for name, value in told.items() if name in there and name not in known}
    if waiting:
        put(path, waiting)
    return (*new, *waiting)


def _joined(added: str, before: str) -> str:
    """Settings before, tables behind what stands: a setting below a table's head would be the table's."""
    head = re.search(r"(?m)^\[", added)
    cut = head.start() if head else len(added)
    parts = (added[:cut].strip("\n"), before.strip("\n"), added[cut:].strip("\n"))
    return "\n\n".join(part for part in parts if part) + "\n"


def _mentioned(before: str) -> frozenset[str]:
    """Settings that stand in a file behind a `#`, ready to be set."""
    return frozenset(name for name in _COMMENTS if _line_of(name).search(before))


def _line_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?m)^#[ \t]?{name}[ \t]*=.*$")


def put(path: Path, changed: Mapping[str, str | bool]) -> None:
    """Set values in a show.toml, each in its place: where it stands, or where it waits behind a `#`. Comments, order
    and everything else are kept. Raises LibraryError."""
    import tomlkit

    settings.checked(path, changed)
    whole = _read(path)
    for name, value in changed.items():
        document = tomlkit.parse(whole)
        inner = document.get("feed")
        place = inner if isinstance(inner, dict) and name in inner else document
        waiting = None if name in place else _line_of(name).search(whole.split("\n[")[0])
        if waiting:
            whole = f"{whole[: waiting.start()]}{name} = {_toml(value)}{whole[waiting.end() :]}"
        else:
            place[name] = value
            whole = tomlkit.dumps(document)
    _write(path, whole.rstrip("\n") + "\n")


def _read(path: Path) -> str:
    settings.read(path)  # says what is wrong with it
    return path.read_text(encoding="utf-8-sig") if path.exists() else ""


def _write(path: Path, whole: str) -> None:
    try:
        write_whole(path, lambda f: f.write(whole.encode()))
    except OSError as e:
        raise LibraryError(
            f"{path} can't be written: {e.strerror}", hint="check the folder's rights and the free space"
        ) from e
