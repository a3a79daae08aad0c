"""Make docs/images/browsers.webp: the pages and the player as three browsers paint them, on one sheet.

python -m tools.make_contact_sheet [FOLDER]      the pictures by themselves go to FOLDER, to be looked at
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from tests.browsers import Tab, tab
from tests.player_site import Site, page, served
from tts.cache import Cache
from tts.episode import pipeline
from tts.episode.options import Options
from tts.publish import build, catalog
from tts.show import library

ROOT = Path(__file__).parents[1]
SHEET = ROOT / "docs" / "images" / "browsers.webp"
EXAMPLES = ("lighthouse.html", "tea.md", "library.txt")
SETTINGS = 'title = "Slow Reading"\nauthor = "The Editors"\nlanguage = "en"\n'
DESK, PHONE = (1440, 900), (390, 780)
HEIGHT = 420
"""Of a picture on the sheet, in pixels."""
GAP = 16


def show_of_examples(folder: Path) -> library.Show:
    """Spoken in silence: only pictures are taken."""
    (folder / "show").mkdir()
    (folder / "show" / "show.toml").write_text(SETTINGS, encoding="utf-8")
    show = library.open_show(folder / "show")
    for name in EXAMPLES:
        options = Options(engine="silent", offline=True)
        pipeline.make(str(ROOT / "examples" / name), show, options, cache=Cache(folder / "clips"))
    build.publish(library.open_show(folder / "show"))
    return library.open_show(folder / "show")


def play(it: Tab) -> None:
    it.click("button.play")
    it.until("!a.paused && a.currentTime > 0.1")
    it.value("a.currentTime = 20")
    it.until("!a.seeking && a.currentTime > 20.2")


def pause(it: Tab) -> None:
    it.value("a.pause()")
    it.rest(0.5)


def idle(it: Tab) -> None:
    it.until("!document.querySelector('pagecast-player') || a.readyState > 0")


def playing(it: Tab) -> None:
    play(it)
    pause(it)


def floating(it: Tab) -> None:
    play(it)
    it.value("a.pause()")
    it.value("scrollTo({ top: document.documentElement.scrollHeight / 2, behavior: 'instant' })")
    it.find("[part=bar]")
    it.rest(0.5)


def menu(it: Tab) -> None:
    idle(it)
    it.click("button.more")
    it.rest(0.5)


Shot = tuple[str, str, tuple[int, int], bool, Callable[[Tab], None], str]
SHOTS: list[Shot] = [
    ("chromium", "english", DESK, False, playing, "Chromium, playing"),
    ("chromium", "chinese", PHONE, True, playing, "Chromium, dark"),
    ("chromium", "index", PHONE, False, idle, "Chromium, the index"),
    ("firefox", "index", DESK, True, idle, "Firefox, the index, dark"),
    ("firefox", "english", PHONE, False, menu, "Firefox, the menu"),
    ("firefox", "frame", PHONE, False, idle, "Firefox, in a frame"),
    ("webkit", "chinese", DESK, False, playing, "WebKit, playing"),
    ("webkit", "english", PHONE, False, floating, "WebKit, scrolled on"),
    ("webkit", "index", PHONE, False, idle, "WebKit, the index"),
]


def addresses(site: Site, show: library.Show) -> dict[str, str]:
    entries = {entry.manifest.language[:2]: entry for entry in catalog.read(show).entries}
    frame = f'<h1>Another site</h1><p>Its own text.</p><iframe src="/{entries["en"].path("embed.html")}" width="100%"'
    return {
        "index": f"{site.url}/index.html",
        "english": f"{site.url}/{entries['en'].page}",
        "chinese": f"{site.url}/{entries['zh'].page}",
        "frame": site.write(
            "frame.html", page(f'{frame} height="320" style="border: 0"></iframe>')
        ),
    }


def taken(site: Site, show: library.Show) -> list[tuple[str, Image.Image]]:
    pages, pictures = addresses(site, show), []
    for engine in ("chromium", "firefox", "webkit"):
        with tab(engine) as it:
            for _, place, size, dark, act, title in (shot for shot in SHOTS if shot[0] == engine):
                it.resize(*size)
                if dark or engine != "webkit":
                    it.prefer(dark=dark)
                it.open(pages[place])
                act(it)
                pictures.append((title, it.picture()))
    return pictures


def sheet(pictures: list[tuple[str, Image.Image]], in_row: int = 3) -> Image.Image:
    font = ImageFont.load_default(20)
    small = [
        (title, it.resize((it.width * HEIGHT // it.height, HEIGHT), Image.Resampling.LANCZOS))
        for title, it in pictures
    ]
    rows = [small[at : at + in_row] for at in range(0, len(small), in_row)]
    width = max(sum(it.width + GAP for _, it in row) for row in rows) + GAP
    made = Image.new("RGB", (width, len(rows) * (HEIGHT + 2 * GAP + 24) + GAP), "#8a8f98")
    draw = ImageDraw.Draw(made)
    for n, row in enumerate(rows):
        x, y = GAP, GAP + n * (HEIGHT + 2 * GAP + 24)
        for title, it in row:
            draw.text((x, y), title, fill="#fff", font=font)
            made.paste(it, (x, y + 30))
            x += it.width + GAP
    return made


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        os.environ["PAGECAST_CACHE"] = f"{name}/cache"
        show = show_of_examples(Path(name))
        with served(show.folder) as site:
            site.policy = ""
            pictures = taken(site, show)
    for n, (title, it) in enumerate(pictures if len(sys.argv) > 1 else []):
        Path(sys.argv[1]).mkdir(exist_ok=True)
        it.save(Path(sys.argv[1]) / f"{n} {title}.png")
    sheet(pictures).save(SHEET, quality=80, method=6)
    print(f"{SHEET.relative_to(ROOT)}: {SHEET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
