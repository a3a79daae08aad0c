"""What `import tts` provides to programs: as in docs/library.md, with types, from several threads."""

from __future__ import annotations

import ast
import io
import logging
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from pathlib import Path

import pytest
from mutagen.mp3 import MP3

import tts
from tests import books
from tts import api
from tts.api.options import MakeOptions, ScriptOptions, SourceOptions, SpeechOptions
from tts.episode.options import Options

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)

STORY = """---
title: The Ferry
author: A Writer
---

The ferry leaves at six. Nobody has ever seen it leave late.

## On the water

The captain counts the lamps on the far shore.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a program runs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ferry.md").write_text(STORY, encoding="utf-8")
    return tmp_path


# --- what is public -----------------------------------------------------------------------------


def test_the_page_lists_what_is_public() -> None:
    rows = re.findall(r"^\| (`.*?) \|", PAGE.partition("## Read")[0], re.MULTILINE)
    listed = [name for row in rows for name in re.findall(r"`(\w+)", row)]
    assert sorted(listed) == sorted(tts.__all__)


def test_every_public_name_is_there_and_only_those() -> None:
    assert {name for name in tts.__all__ if hasattr(tts, name)} == set(tts.__all__)
    assert set(tts.__all__) <= set(dir(tts))
    assert {*api.__all__, "publish", "__version__"} == set(tts.__all__)
    with pytest.raises(AttributeError, match="mkae"):
        tts.mkae  # type: ignore[attr-defined]  # noqa: B018


def test_type_checkers_see_what_is_public() -> None:
    tree = ast.parse((ROOT / "tts" / "__init__.py").read_text(encoding="utf-8"))
    (block,) = [node for node in tree.body if isinstance(node, ast.If)]
    imports = [node for node in block.body if isinstance(node, ast.ImportFrom)]
    named = {alias.name for node in imports for alias in node.names}
    seen = named - {"*"} | set(api.__all__)  # `from tts.api import *` gives what that lists
    assert "*" in named and seen | {"__version__"} == set(tts.__all__)


def test_every_error_is_public() -> None:
    def family(error: type[tts.TtsError]) -> set[str]:
        below = [family(child) for child in error.__subclasses__() if child.__module__ == "tts.model"]
        return {error.__name__}.union(*below)

    assert family(tts.TtsError) <= set(tts.__all__)


def test_the_options_are_those_of_the_pipeline() -> None:
    known = {each.name for each in fields(Options)} - {"selection"} | {"split", "latest", "since"}
    assert {*MakeOptions.__annotations__} == known
    for some in (SourceOptions, ScriptOptions, SpeechOptions):
        assert {*some.__annotations__} <= known


# --- examples and types -------------------------------------------------------------------------


def test_the_examples_of_the_page_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(ROOT / "examples", folder, dirs_exist_ok=True)
    (folder / "sources.txt").write_text("library.txt\nno-such-file.md\n", encoding="utf-8")
    names: dict[str, object] = {}
    for example in EXAMPLES:
        exec(compile(example, "docs/library.md", "exec"), names)
    printed = capsys.readouterr().out
    assert "一杯茶里的一千公里 listen/" in printed
    assert names["failed"] and MP3("ferry.mp3").info.length > 1
    assert (folder / "www" / "feed.xml").is_file()


MISUSE = """
import tts

tts.make(3)  # an int is not a source
tts.make("a.md", voise="heart")
tts.make("a.md", rate="fast")
tts.read("a.md").blokcs
tts.publish(tts.open_show("x"), to=3)
for episode in tts.open_show("listen"):
    length: str = episode.duration
tts.mkae("a.md")
"""


def test_a_program_is_held_to_the_types(folder: Path) -> None:
    """The examples of the page as one program, which is correct, and a program in which every statement is wrong."""
    from mypy import api as mypy

    every = "from tts import " + ", ".join(sorted(tts.__all__))
    (folder / "names.py").write_text(f"{every}\n", encoding="utf-8")
    (folder / "right.py").write_text("\n".join(EXAMPLES), encoding="utf-8")
    (folder / "wrong.py").write_text(MISUSE, encoding="utf-8")
    cache = ROOT / ".mypy_cache"
    said, crashed, _ = mypy.run(
        [
            "--strict",
            "--config-file",
            str(ROOT / "pyproject.toml"),
            "--cache-dir",
            str(cache),
            "names.py",
            "right.py",
            "wrong.py",
        ]
    )
    assert not crashed
    errors = [line for line in said.splitlines() if ": error:" in line]
    lines = [int(line.split(":")[1]) for line in errors if line.startswith("wrong.py")]
    assert lines == [4, 5, 6, 7, 8, 10, 11], said
    assert not [line for line in errors if line.startswith(("names.py", "right.py"))], said


# --- what the functions do ----------------------------------------------------------------------


def test_an_article_that_was_read_is_spoken_as_its_file_is(folder: Path) -> None:
    """Even if it has been repaired twice."""
    for example in (ROOT / "examples").iterdir():
        if example.suffix == ".png":
            continue
        read = tts.read(example)
        assert tts.script(read, engine="silent") == tts.script(example, engine="silent")


def test_a_changed_article_keeps_its_episode(folder: Path) -> None:
    article = replace(tts.read("ferry.md"), url="https://example.org/ferry")
    first = tts.make(article, "show", engine="silent")
    assert first.spoken == 4
    changed = replace(article, blocks=(*article.blocks, tts.Block("paragraph", "She rows alone.")))
    second = tts.make(changed, "show", engine="silent")
    assert (second.spoken, second.cached, second.episode.guid) == (1, 4, first.episode.guid)
    assert tts.make(changed, "show", engine="silent").unchanged
    (episode,) = tts.open_show("show")
    assert episode == second.episode and episode.source == article.url
    assert [chapter.title for chapter in episode.chapters] == ["The Ferry", "On the water"]


def test_speech_is_the_same_as_bytes_and_as_a_file(folder: Path) -> None:
    script = tts.script("ferry.md", engine="silent")
    in_memory = tts.speak(script, engine="silent")
    in_file = tts.speak(Path("ferry.md"), "ferry.mp3", engine="silent")
    assert in_file.path and in_file.path.read_bytes() == in_memory.audio
    assert MP3(io.BytesIO(in_memory.audio)).info.length == in_memory.duration / 1000
    assert [cue.text for cue in in_memory.cues][:2] == ["The Ferry", "The ferry leaves at six."]
    assert in_memory.cues == in_file.cues


def test_speak_uses_the_settings_of_a_show_without_intro_and_outro(folder: Path) -> None:
    (folder / "show").mkdir()
    settings = 'intro = "Welcome."\n\n[rules]\ncode = "skip"\n'
    (folder / "show" / "show.toml").write_text(settings, encoding="utf-8")
    article = tts.Article((tts.Block("paragraph", "Look at this."), tts.Block("code", "a = 1")))
    texts = [cue.text for cue in tts.speak(article, show="show", engine="silent").cues]
    assert texts == ["Look at this."]
    assert tts.script(article, tts.open_show("show"), engine="silent").chunks[0].text == "Welcome."


def test_a_script_that_does_not_fit_its_engine_is_refused_with_the_reason(folder: Path) -> None:
    long = tts.Sentence("word " * 600, "word " * 600)
    with pytest.raises(tts.TextTooLong, match="silent"):
        tts.speak(tts.Script("", "en", (tts.Chunk("paragraph", (long,), "en"),)), engine="silent")


def test_several_articles_are_an_error_and_can_be_taken_one_by_one(folder: Path) -> None:
    titles = {"a.xhtml": "Leaving", "b.xhtml": "Returning"}
    text = "<p>The boats lie on the sand until noon. Then they leave.</p>" * 3
    pages = {name: books.page(f"<h1>{title}</h1>{text}", title) for name, title in titles.items()}
    novel = books.book(pages, contents=books.nav(books.links(titles)))
    (folder / "novel.epub").write_bytes(novel)
    with pytest.raises(tts.SeveralArticles, match="holds") as told:
        tts.make("novel.epub", "show", engine="silent")
    assert "tts.articles('novel.epub')" in told.value.hint and "split=False" in told.value.hint
    chapters = [tts.read(source).title for source in tts.articles("novel.epub")]
    assert chapters == ["The Ferry: Leaving", "The Ferry: Returning"]
    whole = tts.read("novel.epub", split=False)
    assert [block.text for block in whole.blocks if block.kind == "heading"] == ["Leaving", "Returning"]


def test_an_article_that_fails_is_reported_in_its_place(folder: Path) -> None:
    (folder / "list.txt").write_text("none.md\nferry.md\n", encoding="utf-8")
    failed: list[tuple[str, tts.TtsError]] = []
    found = tts.articles("@list.txt", on_error=lambda *each: failed.append(each))
    assert [source.where for source in found] == ["ferry.md"]
    assert [where for where, _ in failed] == ["none.md"] and failed[0][1].hint
    with pytest.raises(tts.SourceError, match="no file none"):
        list(tts.articles("@list.txt"))


@pytest.mark.parametrize(
    ("wrong", "error", "what"),
    [
        ({"voise": "heart"}, TypeError, "'voise'; did you mean 'voice'"),
        ({"rate": 7}, ValueError, "rate=7 is not between 0.5 and 2"),
        ({"rate": float("nan")}, ValueError, "rate=nan"),
        ({"date": "tomorrow"}, ValueError, "date='tomorrow' is not a date"),
        ({"language": "../x"}, ValueError, "language"),
        ({"formats": "m4b"}, ValueError, "formats='m4b' is not a sequence"),
        ({"formats": ["flac"]}, ValueError, "flac"),
        ({"engine": "nobody"}, tts.EngineError, "there is no engine 'nobody'"),
        ({"rules": {"code": "sing"}}, ValueError, "rules: code = 'sing' is not a rule; write one of: skip"),
        ({"rules": {"song": "skip"}}, ValueError, "rules: there is no rule for 'song'; rules: code"),
        ({"lexicon": Path("none.toml")}, tts.LibraryError, "none.toml"),
        ({"cover": "none.jpg"}, tts.LibraryError, "none.jpg"),
    ],
)
def test_errors_are_raised_and_nothing_is_written(
    folder: Path, wrong: dict[str, object], error: type[Exception], what: str
) -> None:
    with pytest.raises(error, match=re.escape(what)):
        tts.make("ferry.md", "show", **{"engine": "silent", **wrong})  # type: ignore[arg-type]
    assert not (folder / "show").exists()


NONE_OF_THE_TYPE = {
    "language": (None, "not a str: write a language like zh"),
    "title": (None, "not a str"),
    "author": (b"A Writer", "not a str"),
    "date": (3, "not an ISO date"),
    "offline": ("no", "not True or False"),
    "encoding": (None, "not a str: write an encoding like gb18030"),
    "allow_private": (1, "not True or False"),
    "cookies": (b"cookies.txt", "not a path"),
    "teaser": (1, "not True or False"),
    "split": ("yes", "not True, False or None"),
    "latest": (2.0, "not a whole number"),
    "since": (None, "not an ISO date"),
    "engine": (None, "not a str"),
    "rules": ({"code": None}, "not a dict of str, like {'code': 'skip'}"),
    "lexicon": (b"lexicon.toml", "not a path"),
    "voice": (["heart"], "not a str"),
    "rate": ("fast", "not between 0.5 and 2"),
    "pitch": (1.5, "not a whole number"),
    "volume": ("loud", "not a whole number"),
    "fallback": (None, "not True or False"),
    "jobs": ("2", "not a whole number"),
    "cover": (None, "not a path"),
    "force": (None, "not True or False"),
    "formats": (None, "not a sequence of mp3"),
}


@pytest.mark.parametrize("name", sorted(MakeOptions.__annotations__))
def test_a_value_of_the_wrong_type_is_refused_before_the_source_is_looked_for(folder: Path, name: str) -> None:
    value, what = NONE_OF_THE_TYPE[name]
    with pytest.raises(TypeError, match=re.escape(f"{name}={value!r} is {what}")):
        tts.make("none.md", "show", **{name: value})  # type: ignore[arg-type]


def test_none_is_accepted_only_where_it_is_the_default(folder: Path) -> None:
    plain = tts.make("ferry.md", "show", engine="silent")
    nothing = {"split": None, "rate": None, "pitch": None, "volume": None}
    again = tts.make("ferry.md", "show", engine="silent", **nothing)  # type: ignore[arg-type]
    assert again.unchanged and again.episode == plain.episode


@pytest.mark.parametrize(
    ("jobs", "error", "what"),
    [
        (True, TypeError, "not a whole number"),
        (1.0, TypeError, "not a whole number"),
        (65, ValueError, "not between 0 and 64"),
        (-1, ValueError, "not between 0 and 64"),
    ],
)
def test_jobs_is_a_whole_number_in_its_range(folder: Path, jobs: int, error: type[Exception], what: str) -> None:
    with pytest.raises(error, match=f"^jobs={jobs} is {what}"):
        tts.make("ferry.md", "show", engine="silent", jobs=jobs)


def test_bytes_must_be_wrapped_in_a_source(folder: Path) -> None:
    content = b"The ferry leaves at six."
    for function in (tts.make, tts.read, tts.script, tts.articles, tts.speak):
        with pytest.raises(TypeError, match=re.escape("wrap them, as in tts.Source(")):
            function(content)  # type: ignore[operator]
        with pytest.raises(TypeError, match="int is not a source"):
            function(3)  # type: ignore[operator]
    assert tts.read(tts.Source("a name", content)).blocks[0].text == content.decode()


def test_invalid_arguments_of_publish_are_refused_before_anything_is_built(folder: Path) -> None:
    tts.make("ferry.md", "show", engine="silent")
    before = sorted(folder.rglob("*"))
    with pytest.raises(ValueError, match=r"^base_url: 'ftp://x' is not an address .*https://"):
        tts.publish("show", base_url="ftp://x")
    with pytest.raises(TypeError, match=r"^base_url=None is not a str"):
        tts.publish("show", base_url=None)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"^to=3 is neither a folder"):
        tts.publish("show", to=3)  # type: ignore[arg-type]
    assert sorted(folder.rglob("*")) == before


def test_a_folder_that_is_missing_is_a_show_without_episodes(folder: Path) -> None:
    show = tts.open_show("show")
    assert list(show) == [] and len(show) == 0 and not show.folder.exists()
    with pytest.raises(tts.LibraryError, match="there is no show in show"):
        tts.publish(show)
    made = tts.make("ferry.md", show, engine="silent")
    assert list(show) == [made.episode] and show.folder.is_dir()


def test_errors_of_the_system_become_ours(folder: Path) -> None:
    with pytest.raises(tts.LibraryError, match="is a file, not a show"):
        tts.make("ferry.md", "ferry.md", engine="silent")
    with pytest.raises(tts.LibraryError, match="can't be written"):
        tts.speak("Hello.", folder / "ferry.md" / "out.mp3", engine="silent")
    with pytest.raises(tts.TtsError):
        tts.read("a\0b")


def test_an_exception_from_on_progress_ends_the_work_and_keeps_what_was_spoken(folder: Path) -> None:
    class Enough(Exception):
        pass

    def stop(progress: tts.Progress) -> None:
        if progress.done == 2:
            raise Enough

    with pytest.raises(Enough):
        tts.make("ferry.md", "show", engine="silent", jobs=1, on_progress=stop)
    heard: list[tts.Progress] = []
    made = tts.make("ferry.md", "show", engine="silent", on_progress=heard.append)
    assert made.cached >= 2
    assert heard[-1] == tts.Progress("speaking", "The Ferry", made.spoken, made.spoken)


def test_threads_can_make_episodes_of_one_show_at_once(folder: Path) -> None:
    """Each is made once, numbers have no gaps, and the second thread takes the result of the first."""
    names = [f"ferry-{n}.md" for n in range(4)]
    for name in names:
        (folder / name).write_text(STORY.replace("The Ferry", name), encoding="utf-8")
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda name: tts.make(name, "show", engine="silent"), names * 2))
    show = tts.open_show("show")
    assert [episode.number for episode in show] == [1, 2, 3, 4] and len(show) == 4
    assert sorted(each.unchanged for each in made) == [False] * 4 + [True] * 4


def test_nothing_is_printed(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    tts.make("ferry.md", "show", engine="silent", formats=["mp3"])
    tts.speak("Hello.", engine="silent")
    tts.publish("show", base_url="https://example.org/", to="www")
    logging.getLogger("tts.storage").warning("a folder that can't be written")
    assert capfd.readouterr() == ("", "")


def test_publish_can_be_called_after_its_package_was_imported(folder: Path) -> None:
    from tts.publish import build

    tts.make("ferry.md", "show", engine="silent")
    dry = tts.publish(tts.open_show("show"), dry_run=True, to="www")
    assert dry.added == ("The Ferry",) and not (folder / "www").exists()
    assert isinstance(dry, build.Published) and dry.uploaded is None
    with pytest.raises(tts.LibraryError, match="there is no show"):
        tts.publish("nowhere")
