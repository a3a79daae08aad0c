"""How long an episode's pages take to write, and a QR code against segno's own; how heavy a page is."""

from __future__ import annotations

import gzip
import json
import tempfile
from pathlib import Path
from typing import Any

import segno
from common import alternate, figure, report

from tts.cache import Cache
from tts.episode import pipeline
from tts.episode.options import Options
from tts.publish import catalog, qr, site
from tts.show import library

ROUNDS, SENTENCES = 60, 100
BASE = "https://example.org/listen/"


def article(sentences: int) -> str:
    paragraphs = [
        "The ferry leaves the stone steps at six, and nobody has ever seen it leave late. "
        "The captain counts the lamps on the far shore, as she did yesterday. "
        "There are nine of them. One is always dark, and she says that it is her brother's."
    ] * -(-sentences // 4)
    return "---\ntitle: The Ferry\nauthor: A Writer\n---\n\n" + "\n\n".join(paragraphs) + "\n"


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "ferry.md").write_text(article(SENTENCES), encoding="utf-8")
        show = library.open_show(folder / "show")
        options = Options(engine="silent", offline=True)
        pipeline.make(str(folder / "ferry.md"), show, options, cache=Cache(folder / "clips"))
        (entry,) = catalog.read(show).entries
        script = read_script(show, entry)
        feed, address = f"{BASE}feed.xml", BASE + entry.page
        seconds = alternate(
            {
                "pages": lambda: site.episode_pages(show, entry, script, base_url=BASE, feed=feed),
                "code": lambda: qr.picture(address, "QR"),
                "segno": lambda: segno.make_qr(address, error="m").svg_inline(),
            },
            ROUNDS,
        )
        page = site.episode_pages(show, entry, script, base_url=BASE, feed=feed)[entry.page]
        css = next(content for path, content in site.assets(show).items() if path.endswith(".css"))
        text = sum(
            len(s["text"].encode()) for chunk in script["chunks"] for s in chunk["sentences"]
        )
    rows = [
        (
            f"page, frame and transcript of {SENTENCES} sentences",
            f"{seconds['pages'] * 1000:.2f} ms",
        ),
        ("a QR code, against segno's", f"{seconds['segno'] / seconds['code']:.1f} x as fast"),
        (
            "HTML and style of a page, without its text",
            f"{(len(page) + len(css) - text) / 1000:.1f} KB",
        ),
        (
            "the same with the text, gzipped",
            f"{(len(gzip.compress(page)) + len(gzip.compress(css))) / 1000:.1f} KB",
        ),
    ]
    figure("pages: a page without its text", (len(page) + len(css) - text) / 1000, "KB")
    report("An episode's pages", rows)


def read_script(show: library.Show, entry: catalog.Entry) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(
        (show.folder / entry.path("script.json")).read_text(encoding="utf-8")
    )
    return told


if __name__ == "__main__":
    main()
