"""Shows for tests of publishing: made by the pipeline with silence as speech, served over HTTP by Python."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType

import pytest

from tts.cache import Cache
from tts.episode import pipeline
from tts.episode.options import Options
from tts.publish import build
from tts.show import library

CLOCKS = """---
title: 听钟
author: 周一禾
date: 2026-03-14
publication: 小城纪事
url: https://example.org/clocks?a=1&b=2
summary: 铺子里的钟没有两只走得一样快。
---

桥头有一家修表铺，开了四十一年。

## 听诊

修表先要听。他把表贴在耳边，闭上眼睛。

## 徒弟

去年来了一个徒弟，学计算机的。
"""
FERRY = """---
title: The Ferry
author: A Writer
date: 2026-02-01
---

The ferry leaves at six. Nobody has ever seen it leave late.
"""
LAMPS = """---
title: 橋上的燈
date: 2026-01-05
site: 山城月報
url: https://example.org/燈
---

橋上有九盞燈，有一盞總是暗的。
"""
THREE = {"clocks.md": CLOCKS, "ferry.md": FERRY, "lamps.md": LAMPS}
STORIES = {f"story-{n}.md": f"# Story {n}\n\nThe lamp of house {n} is lit at six.\n" for n in range(1, 6)}


def make(folder: Path, articles: Mapping[str, str] = MappingProxyType(THREE), settings: str = "") -> library.Show:
    """A show of these articles in `folder/show`, the first one made first."""
    (folder / "show").mkdir(parents=True, exist_ok=True)
    if settings:
        (folder / "show" / "show.toml").write_text(settings, encoding="utf-8")
    for name, text in articles.items():
        add(folder, name, text)
    return library.open_show(folder / "show")


def add(folder: Path, name: str, text: str) -> library.Episode:
    """All episodes are added at the same moment; the user's cache is not touched, whatever the scope of the fixture."""
    (folder / name).write_text(text, encoding="utf-8")
    options = Options(engine="silent", offline=True)
    show = library.open_show(folder / "show")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PAGECAST_CACHE", str(folder / "cache"))
        patched.setenv("SOURCE_DATE_EPOCH", "1774000000")
        return pipeline.make(str(folder / name), show, options, cache=Cache(folder / "cache" / "clips")).episode


def publish(folder: Path, base_url: str) -> None:
    """The show in the folder, with the cache next to it."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PAGECAST_CACHE", str(folder / "cache"))
        build.publish(library.open_show(folder / "show"), base_url=base_url)


def work_in_copy(made: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of a folder for one test, which becomes the working directory."""
    shutil.copytree(made, place)
    monkeypatch.chdir(place)
    return place


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: tests print nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder over HTTP; yields its address, with a trailing slash."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


def contents(folder: Path) -> dict[str, bytes]:
    """All files in a folder, by path."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
