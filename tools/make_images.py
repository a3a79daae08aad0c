"""Make the pictures of the README: what two commands really print, the covers of the examples, and two of their pages.

python -m tools.make_images          takes a few minutes: the examples are spoken
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image
from rich.console import Console
from rich.text import Text

from tests.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
DESK, PHONE = (960, 640), (390, 640)
"""Width and height of the screens on page.jpg."""
GAP = 16
MOMENT = 12
"""Seconds of an episode that are heard on page.jpg."""
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


def screens(episodes: dict[str, Path]) -> Image.Image:
    """Two episodes' pages side by side while they play, in Chromium: at a desk, and on a phone in the dark."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        at_desk = _screen(browser, episodes["en"], DESK, color_scheme="light")
        on_phone = _screen(
            browser, episodes["zh"], PHONE, color_scheme="dark", has_touch=True, is_mobile=True
        )
        browser.close()
    both = Image.new("RGB", (DESK[0] + GAP + PHONE[0], DESK[1]), "#d6cfca")
    both.paste(at_desk, (0, 0))
    both.paste(on_phone, (DESK[0] + GAP, 0))
    return both


def _screen(browser: Browser, episode: Path, size: tuple[int, int], **more: Any) -> Image.Image:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, **more)
    page.add_init_script("localStorage.pagecast = JSON.stringify({ follow: false })")
    page.goto((episode / "index.html").as_uri())
    page.locator("pagecast-player button.play").first.click()
    audio = "document.querySelector('audio')"
    until(lambda: page.evaluate(f"{audio}.currentTime > 0.1"))
    page.evaluate(f"{audio}.currentTime = {MOMENT}")
    until(lambda: page.evaluate(f"!{audio}.seeking && {audio}.currentTime > {MOMENT + 0.2}"))
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    page.mouse.move(0, 0)
    page.wait_for_timeout(500)
    picture = Image.open(io.BytesIO(page.screenshot()))
    page.close()
    return picture.convert("RGB")


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        show = f"{name}/show"
        Path(show).mkdir()
        (Path(show) / "show.toml").write_text('title = "Evenings"\n', encoding="utf-8")
        script = run("script", "examples/library.txt", show=show)
        left_out = next(i for i, line in enumerate(script) if line.startswith("Left out"))
        lines = [*script[:10], "      …", *script[left_out:]]
        made = [
            run("make", f"examples/{example}", "--offline", show=show)
            for example in EXAMPLES.values()
        ]
        (IMAGES / "make.svg").write_text(shown(*made[1], *lines), encoding="utf-8")
        episodes = {
            language: Path(show) / Path(lines[-2]).parent.name
            for language, lines in zip(EXAMPLES, made, strict=True)
        }
        run("publish", "-o", show, "--base-url", "https://evenings.example.org/", show=show)
        screens(episodes).save(IMAGES / "page.jpg", quality=88)
        for language, episode in episodes.items():
            with Image.open(episode / "cover.jpg") as cover:
                cover.resize((360, 360), Image.Resampling.LANCZOS).save(
                    IMAGES / f"cover-{language}.jpg", quality=88
                )


if __name__ == "__main__":
    main()
