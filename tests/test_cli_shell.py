"""Help, completion in a shell, and a user's own defaults."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent


def run(*args: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of the command as a separate process."""
    ended = subprocess.run([str(BIN / "tts"), *args], capture_output=True, text=True, check=False)
    return ended.returncode, ended.stdout, ended.stderr


def fine(*args: str) -> str:
    """The stdout of a command that has to succeed."""
    code, out, err = run(*args)
    assert code == 0, err
    return out


def test_help_is_a_command_too() -> None:
    assert fine("help") == fine("--help")
    assert fine("help", "make") == fine("make", "--help")
    assert fine("help", "lexicon", "add") == fine("lexicon", "add", "--help")


def test_help_for_an_unknown_command_is_an_error() -> None:
    code, _out, err = run("help", "mak")

    assert code == 2
    assert "No such command 'mak'" in err


def test_version_has_a_short_name() -> None:
    assert fine("-V") == fine("--version")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (("tts", "publ"), "publish"),
        (("tts", "make", "--voi"), "--voice"),
        (("tts", "make", "--voice", "zf_xiaob"), "zf_xiaobei"),
        (("tts", "make", "--voice", "kokoro/zf_xiaob"), "kokoro/zf_xiaobei"),
        (("tts", "make", "--engine", "hib"), "hibari"),
    ],
)
def test_bash_completes(typed: tuple[str, ...], offered: str) -> None:
    """As bash does: through the function that the script defines."""
    asked = " ".join(typed)
    script = (
        'eval "$(tts completion bash)"\n'
        f"COMP_WORDS=({asked}); COMP_CWORD={len(typed) - 1}\n"
        "_tts_completion tts\n"
        'printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    env = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}

    asked_bash = subprocess.run(["bash", "-c", script], env=env, capture_output=True, text=True, check=True)

    assert offered in asked_bash.stdout.splitlines()
    assert not asked_bash.stderr


@pytest.mark.parametrize("typed", ["zh=zf_xiaob", "en=heart,zh=zf_xiaob"])
def test_voices_of_languages_are_completed_in_a_list(typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_TTS_COMPLETE", "zsh_complete")
    monkeypatch.setenv("COMP_WORDS", f"tts make --voice {typed}")
    monkeypatch.setenv("COMP_CWORD", "3")

    _code, out, _err = run()

    assert f"{typed}ei" in out.splitlines()


ARTICLE = "# A short one\n\nIt has a single sentence.\n"


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "a.md").write_text(ARTICLE)
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "config.toml"
    monkeypatch.setenv("PAGECAST_CONFIG", str(path))
    return path


def test_a_default_works_as_if_it_were_typed(config: Path) -> None:
    config.write_text('[make]\nengine = "silent"\nformat = "opus"\noutput = "mine"\n')

    fine("make", "a.md")

    assert list(config.parent.glob("mine/*/*.opus"))


def test_typed_options_take_precedence_over_defaults(config: Path) -> None:
    config.write_text('[make]\nengine = "silent"\nformat = ["opus"]\noutput = "mine"\n')

    fine("make", "a.md", "--format", "mp3", "-o", "other")

    assert list(config.parent.glob("other/*/*.mp3"))
    assert not list(config.parent.rglob("*.opus"))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[mak]\nrate = 1\n", "[mak] is not a command; did you mean make?"),
        ("rate = 1\n", "rate at the top of the file belongs to no command"),
        ("voice = 3\n", "put options into the table of their command, such as [make]"),
        ("make = 3\n", "put options into the table of their command, such as [make]"),
        ("[lexicon]\nword = 3\n", "word in [lexicon] belongs to no command"),
        ("[make]\nrte = 1\n", "rte in [make] is not an option of `tts make`; did you mean rate?"),
        ("[make.rate]\nx = 1\n", "rate in [make] is a table, not a value"),
        ("[lexicon.ad]\n", "[lexicon.ad] is not a command; did you mean add?"),
        ("[make\n", "your defaults in "),
        ("[make]\nrate = 9\n", "That default is set in"),
    ],
)
def test_a_fault_in_the_file_is_named(config: Path, text: str, complaint: str) -> None:
    config.write_text(text)

    code, _out, err = run("make", "a.md", "--engine", "silent")

    assert code in (1, 2)
    assert complaint in err
    assert str(config) in err
    assert not (config.parent / "output").exists()


def test_a_named_file_that_is_missing_is_an_error(config: Path) -> None:
    code, _out, err = run("make", "a.md", "--engine", "silent")

    assert code == 1
    assert "PAGECAST_CONFIG names" in err and "create it, or unset PAGECAST_CONFIG" in err


@pytest.mark.parametrize("text", [None, "[mak]\nrate = 1\n"])
@pytest.mark.parametrize("typed", [("serve", "--help"), ("make", "a.md", "-h"), ("help", "make"), ("--version",)])
def test_help_works_whatever_the_file_contains(config: Path, text: str | None, typed: tuple[str, ...]) -> None:
    if text:
        config.write_text(text)
    code, out, err = run(*typed)
    assert code == 0 and out and not err
    assert run("make", "--", "--help")[0] == 1
