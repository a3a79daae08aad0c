"""Make the pictures of the README: what two commands really print, and the covers of the examples.

python -m tools.make_images          takes a few minutes: the examples are spoken
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
EXAMPLES = {"en": "lighthouse.html", "zh": "tea.md", "hant": "library.txt"}


def shown(*lines: str) -> str:
    """A terminal with these lines, as SVG without any address of elsewhere."""
    console = Console(record=True, width=108, file=io.StringIO(), force_terminal=True)
    for line in lines:
        console.print(Text.from_ansi(line), overflow="ellipsis", no_wrap=True)
    svg = console.export_svg(title="Pagecast")
    svg = re.sub(
        r' textLength="[\d.]+"', "", svg
    )  # it counts characters, and squeezes Han into half their width
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


def run(*command: str, show: str) -> list[str]:
    """The command as it is typed, and what it prints on both streams."""
    done = subprocess.run(
        [sys.executable, "-m", "tts", *command, *(("-o", show) if command[0] == "make" else ())],
        cwd=ROOT, env={**os.environ, "PAGECAST_CACHE": f"{show}-cache"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    told = (done.stderr + done.stdout).replace(show, "output").splitlines()
    return [f"\x1b[1m$ tts {' '.join(command)}\x1b[0m", *told, ""]


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        show = f"{name}/show"
        script = run("script", "examples/library.txt", show=show)
        left_out = next(i for i, line in enumerate(script) if line.startswith("Left out"))
        lines = [*script[:10], "      …", *script[left_out:]]
        made = [
            run("make", f"examples/{example}", "--offline", show=show)
            for example in EXAMPLES.values()
        ]
        (IMAGES / "make.svg").write_text(shown(*made[1], *lines), encoding="utf-8")
        for language, lines in zip(EXAMPLES, made, strict=True):
            episode = Path(show) / Path(lines[-2]).parent.name
            with Image.open(episode / "cover.jpg") as cover:
                cover.resize((360, 360), Image.Resampling.LANCZOS).save(
                    IMAGES / f"cover-{language}.jpg", quality=88
                )


if __name__ == "__main__":
    main()
