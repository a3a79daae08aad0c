"""Text from strangers (titles, file names, addresses) is printed without control characters, in every command."""

from __future__ import annotations

import ast
import json
import os
import pty
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests import forked
from tests.page_server import serve
from tests.serving import served
from tests.waiting import until
from tts.cli import output
from tts.cli.main import cli

ROOT = Path(__file__).parents[1] / "tts"
EVIL = "Ferry\x1b]0;owned\x07\x9b5m\x1b[5m\u202e\u2067[red]ends\x7f"
"""Sets the window's title, blinks, turns the writing round; and markup of rich."""
EVIL_NAME = "walk\x1b]0;owned\x07\x1b[5m\u202e\nerror: forged"
STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
TEXT = "The ferry leaves at six, and nobody has ever seen it leave late; those who miss it wait. " * 4


def tts(*args: str | Path, stdin: bytes | None = None) -> Result:
    """With `color`, click keeps all escape sequences, as on a terminal."""
    return CliRunner().invoke(cli, [*map(str, args)], input=stdin, color=True)


def harmless(printed: str) -> bool:
    """Assert that the only escape sequences are the colours of our own commands."""
    plain = re.sub(r"\x1b\[(?:[0-4]|1;?3?1?|2|3[0-7]|38;5;16;48;5;231)?m", "", printed)
    return not STEERS.search(plain) and "\nerror: forged" not in printed


@pytest.fixture
def show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A show from a stranger, with hostile settings, lexicon, manifest and script."""
    monkeypatch.chdir(tmp_path)
    article = tmp_path / f"{EVIL_NAME}.md"
    article.write_text(f"# The ferry\n\n{TEXT}\n", encoding="utf-8")
    assert tts("make", article, "--engine", "silent").exit_code == 0
    folder = tmp_path / "output"
    (folder / "show.toml").write_text(f"title = {json.dumps(EVIL)}\nauthor = {json.dumps(EVIL)}\n", encoding="utf-8")
    lexicon = f"[en]\n{json.dumps('ferry' + EVIL)} = {json.dumps('fairy' + EVIL)}\n"
    (folder / "lexicon.toml").write_text(lexicon.replace("\x7f", "\\u007f"), encoding="utf-8")
    path = next(folder.glob("*/episode.json"))
    hostile = {"title": EVIL, "author": EVIL, "source": EVIL_NAME, "voice": EVIL}
    path.write_text(json.dumps({**json.loads(path.read_bytes()), **hostile}), encoding="utf-8")
    return folder


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A built site with hostile titles and names of pages."""
    page = f"<html><head><title>{EVIL}</title><meta property=og:type content=article></head><body><article>"
    page += f"<h1>{EVIL}</h1>" + f"<p>{TEXT}</p>" * 4 + "</article></body></html>"
    root = tmp_path / "public"
    root.mkdir()
    (root / f"{EVIL_NAME}.html").write_text(page, encoding="utf-8")
    (root / f"empty{EVIL_NAME}.html").write_text("", encoding="utf-8")
    return root


# --- the one function -----------------------------------------------------------------------------------------


def test_only_one_file_prints() -> None:
    """Except `start`, which prints our own texts, and messages from our own processes to their parent."""
    for path in ROOT.rglob("*.py"):
        if path.relative_to(ROOT).as_posix() in ("cli/output.py", "cli/start.py", "sources/pdf/article.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                prints = re.fullmatch(r"print|click\.(s?echo|style|echo_via_pager)|sys\.std(out|err)\.write", called)
                assert not prints, f"{path}:{node.lineno}: {called}"


CODES = [*range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]


@pytest.mark.parametrize("code", CODES)
def test_control_characters_are_written_out(code: int) -> None:
    assert output.clean(f"a{chr(code)}b").isprintable()
    assert output.line(f"a{chr(code)}b\n\t").isprintable()


def test_lines_tabs_and_all_scripts_stay() -> None:
    text = "午后\tשלום 👩‍🚀\nनमस्ते é\ufeff"
    assert output.clean(text) == text


def test_json_stays_valid_and_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    value = {"title": EVIL, "name": os.fsdecode(b"caf\xe9"), "text": "午后 \u2028"}
    output.print_json(value)
    printed = capsys.readouterr().out
    assert json.loads(printed) == value and "午后" in printed
    assert not STEERS.search(printed.replace("\n", "")) and printed.encode()


# --- every command --------------------------------------------------------------------------------------------

COMMANDS = [
    ["list"],
    ["list", "--json"],
    ["check"],
    ["check", "--json"],
    ["check", EVIL],
    ["retag"],
    ["rename", "1", EVIL],
    ["rename", "9", EVIL],
    ["rename", "--show", EVIL],
    ["remove", "1"],
    ["remove", EVIL],
    ["keep", EVIL],
    ["keep", "1"],
    ["init"],
    ["publish", "-v"],
    ["publish", "--json"],
    ["publish", "--to", f"nowhere{EVIL}"],
    ["publish", "--base-url", f"https://example.org/{EVIL}"],
    ["lexicon", "list"],
    ["lexicon", "list", "--json"],
    ["lexicon", "test", f"ferry{EVIL}"],
    ["lexicon", "add", EVIL, EVIL],
    ["lexicon", "remove", EVIL],
    ["make", f"{EVIL_NAME}.md", "--engine", "silent"],
    ["make", f"{EVIL_NAME}.md", "--engine", "silent", "-v", "--title", EVIL],
    ["make", f"{EVIL_NAME}.md", "--engine", "silent", "--dry-run"],
    ["make", f"no{EVIL_NAME}", "--engine", "silent"],
    ["make", f"no{EVIL_NAME}", f"neither{EVIL_NAME}", "--engine", "silent", "--json"],
    ["make", f"https://{EVIL}/", "--offline"],
    ["make", f"{EVIL_NAME}.md", "--engine", EVIL],
    ["make", f"{EVIL_NAME}.md", "--voice", EVIL, "--engine", "silent"],
    ["make", f"{EVIL_NAME}.md", f"--{EVIL}"],
    ["make", "@" + f"no{EVIL_NAME}"],
    ["script", f"{EVIL_NAME}.md", "-v"],
    ["script", f"{EVIL_NAME}.md", "--json"],
    ["script", f"{EVIL_NAME}.md", "--lang", EVIL],
    ["play", f"{EVIL_NAME}.md", "--player", EVIL],
    ["say", EVIL, "--engine", "silent", "-o", f"{EVIL}.mp3"],
    ["say", EVIL, "--engine", "silent", "-o", f"no{EVIL}/such.mp3"],
    ["serve", "-o", f"no{EVIL}"],
    ["serve", "--host", EVIL],
    ["embed", f"no{EVIL}"],
    ["voices", "--lang", EVIL],
    [EVIL],
]


@pytest.mark.parametrize("command", COMMANDS, ids=[f"{n}-{command[0][:9]}" for n, command in enumerate(COMMANDS)])
def test_no_command_prints_control_characters(command: list[str], show: Path) -> None:
    result = tts(*command)
    assert harmless(result.stdout) and harmless(result.stderr), (result.stdout, result.stderr)
    assert "failed unexpectedly" not in result.stderr and not isinstance(result.exception, UnicodeError)
    if "--json" in command:
        lines = command[0] == "make"  # of several sources
        for text in result.stdout.splitlines() if lines else [result.stdout]:
            json.loads(text)


@pytest.mark.parametrize(
    "options",
    [["--dry-run"], ["--dry-run", "--json"], [], ["-v"], ["--snippet", EVIL], ["--remove"], ["--exclude", EVIL]],
    ids=str,
)
def test_embed_prints_no_control_characters(options: list[str], site: Path) -> None:
    result = tts("embed", site, "--engine", "silent", *options)
    assert harmless(result.stdout) and harmless(result.stderr), (result.stdout, result.stderr)
    if "--json" in options:
        json.loads(result.stdout)


def test_fetched_texts_are_printed_without_control_characters(show: Path) -> None:
    shown = EVIL.replace("\x1b", "&#27;").replace("\x07", "&#7;")
    items = "".join(f"<item><title>{shown}{n}</title><link>/{n}{shown}</link></item>" for n in range(2))
    feed = f"<rss><channel><title>{shown}</title>{items}</channel></rss>".encode()
    with serve() as server:
        server.put("/feed", feed, "application/rss+xml")
        server.raw["/kind"] = f"HTTP/1.1 200 OK\r\nContent-Type: a/{EVIL}\r\n\r\nx".encode()
        server.raw["/away"] = f"HTTP/1.1 302 Away\r\nLocation: /gone{EVIL}\r\n\r\n".encode()
        server.raw["/refused"] = f"HTTP/1.1 404 Gone{EVIL}\r\nContent-Length: 0\r\n\r\n".encode()
        for path in ("feed", "kind", "away", "refused", f"no{EVIL}"):
            for more in ([], ["-v"]):
                where = f"{server.address}/{path}"
                result = tts("make", where, "--allow-private", "--engine", "silent", *more)
                assert harmless(result.stdout + result.stderr), (path, result.stderr)


def test_serve_prints_no_control_characters(show: Path, tmp_path: Path) -> None:
    manifest = next(show.glob("*/episode.json"))
    shutil.copytree(manifest.parent, tmp_path / "evil")
    changed = {**json.loads(manifest.read_bytes()), "title": f"New {EVIL}", "number": 7}
    (tmp_path / "evil" / "episode.json").write_text(json.dumps(changed), "utf-8")
    with served(show, "--verbose") as server:
        server.ask("index.html")
        (tmp_path / "evil").rename(show / "evil")
        until(lambda: server.ask("index.html") and "now served: New" in server.said(), "the new title is told")
        assert harmless(server.said())


# --- on a terminal --------------------------------------------------------------------------------------------


def on_terminal(*args: str | Path) -> str:
    """What a command writes to its own terminal, on stdout and stderr."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"}
    command = [sys.executable, "-m", "tts", *map(str, args)]
    process = forked.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.extend(_all_of(ours)))
    reader.start()
    assert process.wait(60) in (0, 1)
    reader.join(10)
    os.close(ours)
    return b"".join(read).decode()


def _all_of(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            data = os.read(terminal, 65536)
        except OSError:
            return
        if not data:
            return
        yield data


@pytest.mark.parametrize(
    "command",
    [
        ["make", f"{EVIL_NAME}.md", "--engine", "silent", "--force", "--title", EVIL],
        ["publish", "-v"],
        ["embed", "public", "--engine", "silent"],
        ["make", "@" + EVIL_NAME],
    ],
    ids=["make", "publish", "embed", "list"],
)
def test_a_terminal_gets_no_control_characters(command: list[str], show: Path, site: Path) -> None:
    printed = on_terminal(*command)
    assert "Ferry" in printed or "walk" in printed
    for sequence in ("\x1b]", "\x07", "\x9b", "\x1b[5m", "\u202e", "\u2067", "\nerror: forged"):
        assert sequence not in printed, printed
    if command[0] == "make" and "--title" in command:
        assert "[red]ends" in printed, "a title is no markup"


def test_even_an_internal_error_is_printed_cleanly(show: Path) -> None:
    script = f"from tts.cli.output import clean_all_else as c; c(); import warnings as w; w.warn({EVIL!r})\n"
    script += f"import logging as l; l.getLogger('x').warning({EVIL!r}); raise ValueError({EVIL!r})"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False, timeout=240)
    assert told.stderr.count(b"owned") >= 3 and harmless(told.stderr.decode())
