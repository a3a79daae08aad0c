"""The command as users see it: what it prints where, and its exit codes."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests import forked
from tests.page_server import serve
from tests.waiting import until
from tts.cli.main import cli

STORY = (
    "# The Ferry\n\nThe ferry leaves at six.\n\n## Night\n\nNobody has ever seen it leave late.\n\n```\nx = 1\n```\n"
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ferry.md").write_text(STORY, encoding="utf-8")
    yield tmp_path


def tts(*args: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, list(args), input=stdin)


def spoken(*args: str, stdin: bytes | None = None) -> Result:
    return tts("make", "--engine", "silent", *args, stdin=stdin)


# --- make ---------------------------------------------------------------------------------------------------


def test_make_prints_the_path_on_stdout_and_a_summary_on_stderr(here: Path) -> None:
    result = spoken("ferry.md")
    assert result.exit_code == 0
    path = Path(result.stdout.strip())
    assert path.is_file() and path.parent.parent == Path("output")
    assert re.search(r"✓ The Ferry: 0:\d\d, 0\.\d MB, 5 chunks spoken, 0 from the cache, silent/", result.stderr)
    assert "tts script ferry.md" in result.stderr
    again = spoken("ferry.md")
    assert "unchanged" in again.stderr and again.stdout == result.stdout


def test_quiet_says_nothing_on_stderr(here: Path) -> None:
    result = spoken("ferry.md", "-q")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.endswith(".mp3\n")


def test_json_is_all_there_is_on_stdout(here: Path) -> None:
    result = spoken("ferry.md", "missing.md", "--json")
    episode, failed = map(json.loads, result.stdout.splitlines())
    assert result.exit_code == 1
    assert Path(episode["path"]).stat().st_size == episode["bytes"]
    assert (episode["title"], episode["engine"], episode["spoken"]) == ("The Ferry", "silent", 5)
    assert failed["source"] == "missing.md"


def test_articles_that_fail_are_listed_and_the_others_made(here: Path) -> None:
    (here / "empty.txt").write_text("")
    result = spoken("missing.md", "ferry.md", "empty.txt")
    assert result.exit_code == 1
    assert result.stdout.count(".mp3") == 1
    assert "1 made or unchanged, 2 failed:" in result.stderr
    assert result.stderr.count("missing.md") >= 2 and result.stderr.count("empty.txt") >= 2


def test_stdin(here: Path) -> None:
    result = spoken(
        "-", stdin=b"<html><body><article><h1>A page</h1>" + b"<p>It has a sentence or two, piped in.</p>" * 9
    )
    assert result.exit_code == 0 and "page" in result.stdout


def test_an_article_without_a_date_is_of_the_day_of_its_run(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two runs make the same files, even before and after midnight, if the time is given."""
    days = []
    for moment in ("1700000000", "1774000000"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", moment)
        result = spoken("-", "-o", moment, stdin=b"# A page\n\nIt has a sentence.\n")
        manifest = json.loads((here / result.stdout.strip()).with_name("episode.json").read_text("utf-8"))
        days.append((manifest["date"], manifest["added"]))
    assert days == [("2023-11-14", "2023-11-14T22:13:20Z"), ("2026-03-20", "2026-03-20T09:46:40Z")]


def test_dry_run_speaks_and_writes_nothing(here: Path) -> None:
    result = spoken("ferry.md", "--dry-run")
    assert result.exit_code == 0
    assert "5 chunks, 5 to speak" in result.stdout
    assert not (here / "output").exists()
    assert json.loads(spoken("ferry.md", "--dry-run", "--json").stdout)["episodes"][0]["to_speak"] == 5


def test_a_dry_run_prints_its_result_even_when_quiet(here: Path) -> None:
    result = spoken("ferry.md", "--dry-run", "-q")
    assert "5 chunks, 5 to speak" in result.stdout and result.stderr == ""


def test_omissions_are_shown_by_the_rules_of_the_show(here: Path) -> None:
    told = spoken("ferry.md", "-o", "a show", "--rule", "quote=announce", "--lang", "en").stderr
    again = "script ferry.md -o 'a show' --engine silent --lang en --rule quote=announce"
    assert again in told and "Left out" in tts(*shlex.split(again)).stdout


def test_an_article_with_nothing_to_read_makes_no_episode(here: Path) -> None:
    (here / "all.txt").write_text("https://ferry.example/timetable https://ferry.example/fares\n")
    result = spoken("all.txt", "--rule", "address=skip")
    assert result.exit_code == 1 and "addresses are skipped" in result.stderr and "--rule" in result.stderr
    assert not list(here.glob("output/*/episode.json"))


def test_verbose_reports_what_was_left_out(here: Path) -> None:
    assert "x = 1" in spoken("ferry.md", "-v").stderr


# --- what holds several articles ----------------------------------------------------------------------------

FEED = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Notes</title>
<item><title>Newer</title><guid>n</guid><pubDate>2016-03-02</pubDate>
<content:encoded>Nine herons.</content:encoded></item>
<item><title>Older</title><guid>o</guid><pubDate>2016-03-01</pubDate>
<content:encoded>Eight herons.</content:encoded></item>
<item><title>Talk</title><enclosure url="https://notes.example/t.mp3" type="audio/mpeg" length="1"/></item>
</channel></rss>"""


@pytest.fixture
def feed(here: Path) -> Path:
    (here / "feed.xml").write_text(FEED)
    return here


def test_a_feed_becomes_an_episode_an_article_the_oldest_first(feed: Path) -> None:
    result = spoken("feed.xml")
    assert result.exit_code == 0
    assert re.findall(r"output/(\w+)-", result.stdout) == ["older", "newer"]
    assert "feed.xml: 2 articles" in result.stderr and "left out: a recording, not a text" in result.stderr
    again = spoken("feed.xml", "feed.xml", "-v")
    assert again.stderr.count("unchanged") == 2 and again.stdout == result.stdout
    assert "a recording, not a text: Talk" in again.stderr
    assert spoken("feed.xml", "-q").stderr == ""


def test_omissions_from_an_entry_are_shown_for_the_feed(here: Path) -> None:
    entry = "<link>https://notes.example/o</link><content:encoded>&lt;pre&gt;&lt;code&gt;x = 1&lt;/code&gt;&lt;/pre&gt;"
    (here / "code.xml").write_text(
        FEED.replace("<content:encoded>Eight herons.", entry + "Eight herons stood in the reeds. " * 20)
    )
    assert "script 'code.xml#https://notes.example/o' --engine silent" in spoken("code.xml").stderr


def test_a_feed_as_json_and_in_rehearsal(feed: Path) -> None:
    told = json.loads(spoken("feed.xml", "--dry-run", "--json").stdout)
    assert [one["title"] for one in told["episodes"]] == ["Older", "Newer"]
    assert told["left_out"] == [{"source": "feed.xml", "text": "Talk", "reason": "a recording, not a text"}]
    lines = spoken("feed.xml", "missing.md", "--dry-run", "--json").stdout.splitlines()
    *episodes, failed, left_out = map(json.loads, lines)
    assert (episodes, left_out["left_out"]) == (told["episodes"], told["left_out"])
    assert failed["source"] == "missing.md"
    assert not (feed / "output").exists()
    made = json.loads(spoken("feed.xml", "--json").stdout)["episodes"]
    assert [one["source"] for one in made] == ["feed.xml#o", "feed.xml#n"]


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        (["--latest", "1"], ["Newer"]),
        (["--since", "2016-03-02"], ["Newer"]),
        (["--since", "99999w"], ["Older", "Newer"]),
        (["--since", "1d"], []),
        (["--latest", "5", "--since", "2016-03-01"], ["Older", "Newer"]),
        (["--latest", "1", "--title", "Mine", "--author", "Me"], ["Mine"]),
    ],
)
def test_only_the_selected_articles_are_made(feed: Path, asked: list[str], titles: list[str]) -> None:
    result = spoken("feed.xml", "--json", *asked)
    assert result.exit_code == 0
    assert [one["title"] for one in json.loads(result.stdout)["episodes"]] == titles
    if not titles:
        assert "no articles since" in result.stderr


@pytest.mark.parametrize("asked", [["--latest", "0"], ["--since", "soon"], ["--since", "5y"], ["--latest", "x"]])
def test_an_invalid_selection_is_reported(feed: Path, asked: list[str]) -> None:
    result = spoken("feed.xml", *asked)
    assert result.exit_code == 2 and asked[0] in result.stderr


@pytest.mark.parametrize(
    "option", [["--title", "X"], ["--author", "X"], ["--date", "2026-01-01"], ["--cover", "c.png"]]
)
def test_options_for_one_article_are_refused_for_several(feed: Path, option: list[str]) -> None:
    result = spoken("feed.xml", *option)
    assert result.exit_code == 2
    assert f"{option[0]} would go to each of them" in result.stderr and "--latest 1" in result.stderr
    assert not (feed / "output").exists()
    (feed / "list.txt").write_text("ferry.md\nferry.md\n")
    assert spoken("@list.txt", "--title", "X").exit_code == 0


def test_a_list_of_sources(feed: Path) -> None:
    (feed / "list.txt").write_text("# mine\nferry.md\n\nmissing.md\nfeed.xml\n")
    result = spoken("./ferry.md", "@list.txt")
    assert result.exit_code == 1 and "1 source named before: each is made once" in result.stderr
    assert result.stdout.count(".mp3") == 3
    assert "3 made or unchanged, 1 failed:" in result.stderr and result.stderr.count("missing.md") >= 2
    assert spoken("@-", stdin=b"ferry.md\n").stdout.count(".mp3") == 1
    assert "no file" in spoken("@nothing.txt").stderr


def test_script_lists_the_articles_of_a_feed_and_shows_one(feed: Path) -> None:
    result = tts("script", "feed.xml")
    assert result.exit_code == 0
    assert re.search(r"2016-03-01 +Older\n +feed.xml#o\n2016-03-02 +Newer", result.stdout)
    assert "a recording, not a text: Talk" in result.stdout and "tts script 'feed.xml#n'" in result.stdout
    assert "tts make feed.xml --since 2000-01-01\n" in tts("script", "feed.xml", "--since", "2000-01-01").stdout
    assert "Eight herons." in tts("script", "feed.xml#o").stdout
    assert "Nine herons." in tts("script", "feed.xml", "--latest", "1").stdout
    told = json.loads(tts("script", "feed.xml", "--json").stdout)
    assert told["articles"][0] == {"source": "feed.xml#o", "title": "Older", "date": "2016-03-01"}
    (feed / "list.txt").write_text("ferry.md\nfeed.xml\n")
    assert "2 sources" in tts("script", "@list.txt").stdout


def test_a_feed_over_http(feed: Path) -> None:
    with serve() as site:
        body = "".join(f"<p>This is sentence number {n} of a page about the herons.</p>" for n in range(20))
        site.put("/page", f"<html><head><title>A page</title></head><body><article>{body}</article></body></html>")
        link = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
        front = site.put("/", f"<html><head>{link}</head><body><a href='/page'>A page</a></body></html>")
        entry = f"<item><title>A page</title><link>{site.address}/page</link><description>Herons…</description></item>"
        address = site.put("/feed.xml", FEED.replace("<item>", f"{entry}<item>", 1), "application/rss+xml")
        result = spoken(address, "--allow-private", "--json")
        told = json.loads(result.stdout)["episodes"]
        assert [one["source"].removeprefix(address) for one in told] == ["#o", "#n", f"{site.address}/page"]
        refused = spoken(front, "--allow-private")
        assert refused.exit_code == 1 and f"the articles in it: {address}" in refused.stderr
        assert "private address" in spoken(address).stderr
        assert "--offline forbids" in spoken(address, "--allow-private", "--offline").stderr


def test_a_piped_feed(feed: Path) -> None:
    result = spoken("-", stdin=FEED.encode())
    assert result.exit_code == 0 and result.stdout.count(".mp3") == 2
    assert "unchanged" in spoken("-", stdin=FEED.encode()).stderr


def from_the_shell(before: str, content: str) -> Result:
    """Makes what bash passes for `<(...)`: the path of a pipe that only this run has."""
    reading, writing = os.pipe()
    os.write(writing, content.encode())
    os.close(writing)
    try:
        return spoken(f"{before}/dev/fd/{reading}")
    finally:
        os.close(reading)


def test_a_list_from_the_shells_pipe_is_relative_to_this_folder(here: Path) -> None:
    result = from_the_shell("@", "ferry.md\n")
    assert result.exit_code == 0 and result.stdout.count(".mp3") == 1, result.stderr


def test_an_article_from_the_shells_pipe_is_one_episode_every_time(here: Path) -> None:
    first = from_the_shell("", "# Herons\n\nEight herons stand in the river.\n")
    with Path("ferry.md").open() as _another_number:
        again = from_the_shell("", "# Herons\n\nEight herons stand in the river.\n")
    assert "unchanged" in again.stderr and again.stdout == first.stdout
    assert again.stdout == spoken("-", stdin=b"# Herons\n\nEight herons stand in the river.\n").stdout
    other = from_the_shell("", "# Owls\n\nTwo owls sit in the barn.\n")
    assert other.exit_code == 0 and other.stdout != first.stdout
    (manifest,) = Path("output").glob("herons-*/episode.json")
    assert "pipe:" not in manifest.read_text()


NO_TRACEBACK = [
    # what is given, exit code, words of the message
    (["empty.txt"], 1, "empty"),
    (["."], 1, "folder|directory"),
    ([""], 1, "no file is named"),
    (["missing.md"], 1, "no such|not there|does not exist|no file"),
    (["binary.bin"], 1, "not text|binary"),
    (["marks.txt"], 1, "nothing"),
    (["emoji.txt"], 1, "nothing"),
    (["bare.html"], 1, "no article"),
    (["http://127.0.0.1:9/a"], 1, "private|refused|not public|loopback"),
    (["http://localhost/a"], 1, "private|refused|not public|loopback"),
    (["ftp://example.org/a"], 1, "http"),
    (["https://example.org/a", "--offline"], 1, "offline"),
    (["@-", "--offline"], 1, "empty"),
    (["@ferry.md/x"], 1, "no file"),
    (["ferry.md#part"], 1, "no part"),
    (["@"], 1, "folder|no file"),
    (["ferry.md", "--voice", "nobody-has-this"], 2, "voice"),
    (["ferry.md", "--engine", "nobody"], 2, "engine"),
    (["ferry.md", "--lang", "??"], 2, "language"),
    (["ferry.md", "--date", "yesterday"], 2, "date"),
    (["ferry.md", "--rate", "9"], 2, "rate"),
    (["ferry.md", "--rate", "nan"], 2, "rate"),
    (["ferry.md", "--pitch", "900"], 2, "pitch"),
    (["ferry.md", "--proxy", "socks5://localhost:1"], 2, "HTTPS_PROXY"),
    (["ferry.md", "--cover", "ferry.md"], 1, "picture"),
    (["ferry.md", "--cover", "missing.jpg"], 1, "picture"),
    (["ferry.md", "-o", "ferry.md"], 1, "is a file"),
    ([], 2, "SOURCE"),
]


@pytest.mark.parametrize(
    ("args", "code", "words"), NO_TRACEBACK, ids=[" ".join(a) or "nothing" for a, *_ in NO_TRACEBACK]
)
def test_bad_input_is_a_clear_message(here: Path, args: list[str], code: int, words: str) -> None:
    (here / "empty.txt").write_text("")
    (here / "binary.bin").write_bytes(bytes(range(256)) * 40)
    (here / "marks.txt").write_text("… !!! ——— ???\n\n***\n", encoding="utf-8")
    (here / "emoji.txt").write_text("🎧🎉\n\n🌊\n", encoding="utf-8")
    (here / "bare.html").write_text("<!doctype html><html><body><nav><a href='/'>Home</a></nav></body></html>")
    engine = [] if "--engine" in args or "--voice" in args else ["--engine", "silent"]
    result = tts("make", *args, *engine, "--offline") if "--voice" in args else tts("make", *args, *engine)
    assert result.exit_code == code
    assert isinstance(result.exception, SystemExit)
    assert re.search(words, result.stderr, re.IGNORECASE)
    assert "Traceback" not in result.stderr
    if code == 1:
        assert "→" in result.stderr, "an error says what to do next"


def test_names_that_are_not_utf8_and_line_breaks_in_titles_are_printed_safely(here: Path) -> None:
    odd = os.fsdecode(b"bad\xff name.md")
    (here / odd).write_text(STORY, encoding="utf-8")
    command = [sys.executable, "-m", "tts", "make", "--engine", "silent"]
    for more in ([odd], ["ferry.md", "--title", "two\nlines \x1b[31m"], ["ferry.md", "--author", os.fsdecode(b"\xff")]):
        told = forked.run([*command, *more], capture_output=True, check=False, timeout=240)
        assert told.returncode == 0, told.stderr
        assert b"\x1b" not in told.stderr and b"Traceback" not in told.stderr


def test_without_streams(here: Path) -> None:
    command = f"{sys.executable} -m tts make ferry.md --engine silent"
    assert subprocess.run(f"{command} -q <&-", shell=True, check=False, timeout=240).returncode == 0
    for closed in ("<&-", ">&-", "2>&-", "<&- >&- 2>&-"):
        told = subprocess.run(f"{command} --force {closed}", shell=True, check=False, capture_output=True, timeout=240)
        assert told.returncode == 0 and b"Traceback" not in told.stderr
    piped = subprocess.run(
        f"{sys.executable} -m tts make - <&-", shell=True, check=False, capture_output=True, timeout=240
    )
    assert piped.returncode == 1 and b"empty" in piped.stderr
    full = subprocess.run(f"{command} >/dev/full", shell=True, check=False, stderr=subprocess.PIPE, timeout=240)
    assert full.returncode == 1 and b"Traceback" not in full.stderr and b"space" in full.stderr


@pytest.mark.parametrize("folder", ["x" * 300, "ferry.md/inside", "/proc/1/fdinfo/show"])
def test_a_folder_that_cannot_be_a_show_is_reported(here: Path, folder: str) -> None:
    result = spoken("ferry.md", "-o", folder)
    assert result.exit_code == 1
    assert "→" in result.stderr and "Pagecast failed" not in result.stderr


def test_a_language_without_an_embedded_voice_is_reported(here: Path) -> None:
    (here / "page.txt").write_text("Kissa istuu ikkunalla ja katsoo, kuinka lumi sataa hiljaa pihalle. " * 5)
    result = tts("make", "page.txt", "--offline", "--lang", "xx")
    assert result.exit_code == 1
    assert "xx" in result.stderr and "→" in result.stderr


def test_a_draft_voice_speaks_and_is_called_one(here: Path) -> None:
    (here / "page.txt").write_text("Kissa istuu ikkunalla ja katsoo, kuinka lumi sataa hiljaa pihalle.")
    result = tts("make", "page.txt", "--offline", "--lang", "fi")
    assert result.exit_code == 0
    assert "espeak/fi" in result.stderr and "sounds like a machine" in result.stderr


def test_a_folder_without_permissions_is_reported(here: Path) -> None:
    result = spoken("ferry.md", "-o", "/proc/show")
    assert result.exit_code == 1
    assert "can't be written" in result.stderr and "-o" in result.stderr


def test_huge_input_is_handled(here: Path) -> None:
    (here / "long.txt").write_text("标题在这里\n\n" + "这是一段没有空格也没有标点的文字" * 3125, encoding="utf-8")
    result = spoken("long.txt", "--json")
    assert result.exit_code == 0
    about = json.loads(result.stdout)["episodes"][0]
    assert about["chunks"] > 1
    script = json.loads((Path(about["folder"]) / "script.json").read_text(encoding="utf-8"))
    text = "".join(s["text"] for c in script["chunks"] for s in c["sentences"])
    assert text.count("没有空格") == 3125


def test_a_console_without_the_characters_does_not_fail(here: Path) -> None:
    (here / "a.md").write_text("# 夜里的面包店\n\n凌晨三点，只有一家店亮着灯。\n", encoding="utf-8")
    latin = {**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "tts", "script", "a.md"]
    told = subprocess.run(command, capture_output=True, env=latin, check=True, timeout=240)
    assert b"\\u591c" in told.stdout


# --- interruption -------------------------------------------------------------------------------------------


def test_ctrl_c_leaves_nothing_half_written_and_says_how_to_go_on(here: Path, own_cache: Path) -> None:
    (here / "long.md").write_text("# Long\n\n" + "\n\n".join(f"Paragraph number {n} of many." for n in range(3000)))
    command = [sys.executable, "-m", "tts", "make", "long.md", "--engine", "silent"]
    process = forked.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ.copy())
    until(lambda: list(own_cache.glob("clips/*/*.clip")), "something is spoken")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert b"same command" in err and b"Traceback" not in err and out == b""
    assert not list(here.glob("output/*"))
    result = spoken("long.md", "--json")
    assert json.loads(result.stdout)["episodes"][0]["cached"] > 0


# --- script, voices, say, help ------------------------------------------------------------------------------


def test_script_shows_chunks_pauses_chapters_and_what_was_left_out(here: Path) -> None:
    result = tts("script", "ferry.md")
    assert result.exit_code == 0
    for expected in ("The Ferry", "◇ Night", "‖ 0.6 s", "Left out: 1", "x = 1"):
        assert expected in result.stdout


def test_script_as_json_has_text_and_speech(here: Path) -> None:
    told = json.loads(tts("script", "ferry.md", "--json").stdout)
    assert [c["kind"] for c in told["chunks"]] == ["title", "paragraph", "heading", "paragraph", "code"]
    assert told["chunks"][1]["text"] == "The ferry leaves at six."
    assert told["changes"][0]["became"] == ""


def test_voices_lists_what_works_offline() -> None:
    result = tts("voices", "--lang", "zh")
    assert result.exit_code == 0
    assert re.search(r"●\*? *kokoro/zf_xiaobei +zh-CN", result.stdout)
    assert re.search(r"^ .*edge/zh-CN-XiaoxiaoNeural +zh-CN", result.stdout, re.MULTILINE)
    assert "hibari" not in result.stdout
    assert {v["engine"] for v in json.loads(tts("voices", "--json").stdout)} == {"edge", "kokoro", "hibari", "espeak"}
    assert tts("voices", "--lang", "tlh").exit_code == 1


def test_say_speaks_a_line_to_a_file(here: Path) -> None:
    result = tts("say", "Good evening, everyone.", "--engine", "silent", "-o", "line.mp3")
    assert (result.exit_code, result.stdout) == (0, "line.mp3\n")
    assert (here / "line.mp3").stat().st_size % 144 == 0


def test_say_writes_nothing_but_mp3(here: Path) -> None:
    result = tts("say", "Hello.", "--engine", "silent", "-o", "line.wav")
    assert result.exit_code == 2 and ".mp3" in result.stderr


def test_a_closed_pipe_is_not_a_failure(here: Path) -> None:
    (here / "long.txt").write_text("Title\n\n" + "\n\n".join(f"Line {n} of the text." for n in range(9000)))
    command = f"{sys.executable} -m tts script long.txt | head -1"
    told = subprocess.run(["bash", "-o", "pipefail", "-c", command], check=False, capture_output=True, timeout=240)
    assert (told.returncode, told.stderr) == (0, b"")


@pytest.mark.parametrize("output", ["| true", "2>&1 | true", "| head -1", "--json | head -1"])
def test_a_list_is_completed_even_if_nobody_reads_the_output(here: Path, output: str) -> None:
    for n in range(4):
        (here / f"{n}.txt").write_text(f"Title {n}\n\nA line of text.\n")
    (here / "list.txt").write_text("0.txt\n1.txt\nnone.txt\n2.txt\n3.txt\n")
    for sources, code in ("@list.txt", 1), ("3.txt", 0):
        command = f"{sys.executable} -m tts make {sources} --engine silent {output}"
        told = subprocess.run(["bash", "-o", "pipefail", "-c", command], check=False, capture_output=True, timeout=240)
        assert told.returncode == code and b"Broken pipe" not in told.stderr
        assert len(list((here / "output").glob("*/*.mp3"))) == 4


@pytest.mark.parametrize("asked", ["--help", "--version", "make --help", "list", "make @list.txt --dry-run"])
def test_output_that_nobody_reads_is_not_an_error(here: Path, asked: str) -> None:
    (here / "list.txt").write_text("ferry.md\nferry.md\n")
    made = tts("make", "ferry.md", "--engine", "silent")
    command = f"{sys.executable} -m tts {asked} | true"
    told = subprocess.run(["bash", "-o", "pipefail", "-c", command], check=False, capture_output=True, timeout=240)
    assert (made.exit_code, told.returncode) == (0, 0)
    assert b"Broken pipe" not in told.stderr and b"Traceback" not in told.stderr


def test_a_path_that_is_not_utf8_is_printed_unchanged(here: Path) -> None:
    command = [sys.executable, "-m", "tts", "make", "ferry.md", "--engine", "silent", "-q", "-o", os.fsdecode(b"s\xff")]
    told = subprocess.run(command, check=True, capture_output=True, timeout=240)
    assert os.path.isfile(told.stdout.strip())  # noqa: PTH113  # bytes


def test_json_reports_an_unreadable_show(here: Path) -> None:
    (here / "bad").mkdir()
    (here / "bad" / "show.toml").write_text('title = "x')
    result = spoken("ferry.md", "-o", "bad", "--json")
    assert result.exit_code == 1
    assert "show.toml" in json.loads(result.stdout)["failed"][0]["error"]


def test_version_and_help() -> None:
    assert re.fullmatch(r"tts \(pagecast\) \d+\.\d+\.\d+\S*\n", tts("--version").stdout)
    assert tts("--help").exit_code == 0
    assert tts("frobnicate").exit_code == 2


def test_a_rule_applies_once_as_an_option_and_always_in_the_show(here: Path) -> None:
    assert "Code, 1 line." in tts("script", "ferry.md").stdout
    assert "code is not read aloud: x = 1" in tts("script", "ferry.md", "--rule", "code=skip").stdout
    (here / "output").mkdir()
    (here / "output" / "show.toml").write_text('[rules]\ncode = "read"\n', encoding="utf-8")
    assert "x equals one" in tts("script", "ferry.md").stdout
    assert "Code, 1 line." in tts("script", "ferry.md", "--rule", "code=announce").stdout


@pytest.mark.parametrize(
    ("rule", "said", "code"), [("code", "--rule code=skip", 2), ("cod=skip", "'cod'", 2), ("code=sing", "'sing'", 2)]
)
def test_an_unknown_rule_is_refused(here: Path, rule: str, said: str, code: int) -> None:
    result = tts("script", "ferry.md", "--rule", rule)
    assert (result.exit_code, said in result.stderr) == (code, True)


def test_an_unknown_rule_in_show_toml_is_refused_with_the_file(here: Path) -> None:
    (here / "output").mkdir()
    (here / "output" / "show.toml").write_text('[rules]\ncode = "sing"\n', encoding="utf-8")
    result = tts("make", "ferry.md", "--engine", "silent")
    assert result.exit_code == 1
    assert "output/show.toml: code = 'sing' is not a rule" in result.stderr


def test_an_unchanged_article_loads_no_reader_and_no_engine(here: Path) -> None:
    assert spoken("ferry.md").exit_code == 0
    look = (
        "import sys; from tts.cli.main import cli\n"
        "try: cli(['make', 'ferry.md', '--engine', 'silent', '-q'])\n"
        "finally: print({'tts.text.script', 'tts.text.prepare_article', 'lxml', 'numpy', 'aiohttp', 'mutagen'}\n"
        "    & {*sys.modules})"
    )
    result = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-1] == "set()"
