"""The project's readings line by line, from the tools that measure them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).parents[1] / "tools"


@pytest.mark.parametrize(
    ("tool", "written", "said"),
    [
        (["say_pinyin"], "他在花儿旁边。\n\n共3个abc\n", "ta1 zai4 hua1 - pang2 bian1\n\ngong4 ge4\n"),
        (["say_pinyin"], "圖書館展覽\n", "tu2 shu1 guan3 zhan2 lan3\n"),
        (["say_pinyin", "--dictionary"], "展览，一个\n", "zhan3 lan3 yi1 ge4\n"),
        (
            ["say_spoken", "--language", "zh-Hans"],
            "2019—2021年。他来。\n\n",
            "二零一九年到二零二一年。他来。\n\n",
        ),
        (
            ["say_spoken", "--language", "zh-Hans", "--engine", "edge"],
            "2019—2021年。\n",
            "2019年到2021年。\n",
        ),
        (["say_spoken", "--language", "en"], "See No. 5.\n", "See number five.\n"),
        (["say_phonemes"], "Hello, * world!\n\n", "həlˈO, - wˈɜɹld!\n\n"),
    ],
)
def test_a_line_comes_out_for_each_that_goes_in(tool: list[str], written: str, said: str) -> None:
    command = [sys.executable, str(TOOLS / f"{tool[0]}.py"), *tool[1:]]
    assert subprocess.run(command, input=written, capture_output=True, text=True, check=True).stdout == said


@pytest.mark.parametrize("tool", ["say_pinyin.py", "say_spoken.py --language en", "say_phonemes.py", "measure_code.py"])
def test_a_closed_pipe_is_not_an_error(tool: str) -> None:
    command = f"{sys.executable} {TOOLS}/{tool} | true"
    told = subprocess.run(["bash", "-c", command], input=b"One line.\n" * 9, capture_output=True, check=False)
    assert told.stderr == b""


def test_a_written_word_has_one_token() -> None:
    written = "In 1990 they paid $5.50 for C++, and/or more."
    command = [sys.executable, str(TOOLS / "say_phonemes.py")]
    said = subprocess.run(command, input=written + "\n", capture_output=True, text=True, check=True).stdout
    assert len(said.split()) == len(written.split())
    assert said.split()[1].count("_") == 1
