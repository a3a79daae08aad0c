"""How long feeds and sitemaps take, and how much memory, at the sizes that are still read; each in its own process."""

from __future__ import annotations

import json
import subprocess
import sys

from common import report

PARAGRAPH = (
    "<p>"
    + "The mill at the bend hums in spring, and in summer its wheel hardly turns at all. " * 5
    + "</p>"
)
CODE = """
import json, re, sys, time
from pathlib import Path
from tts import sources
from tts.model import Selection, Source, SourceError

content = sys.stdin.buffer.read()
begun = time.perf_counter()
try:
    found = len(sources.parts(Source("feed.xml", content, "application/xml"), Selection()))
except SourceError as e:
    found = str(e)
taken = time.perf_counter() - begun
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])  # not what was inherited
print(json.dumps([found, taken, peak / 1024]))
"""


def feed(entries: int, paragraphs: int) -> str:
    items = (
        f"<item><title>Day {n}</title><link>https://river.example/{n}</link><pubDate>2026-03-05</pubDate>"
        f"<content:encoded><![CDATA[{PARAGRAPH * paragraphs}]]></content:encoded></item>"
        for n in range(entries)
    )
    return f"<rss version='2.0'><channel><title>Notes</title>{''.join(items)}</channel></rss>"


def sitemap(pages: int) -> str:
    urls = (
        f"<url><loc>https://river.example/{n}</loc><lastmod>2026-03-05</lastmod></url>"
        for n in range(pages)
    )
    return f"<urlset>{''.join(urls)}</urlset>"


SUBJECTS = {
    "20 articles of 600 words": feed(20, 8),
    "1,000 articles of 600 words": feed(1_000, 8),
    "20,000 teasers": feed(20_000, 0),
    "a sitemap of 50,000 pages": sitemap(50_000),
    "2,100 articles of 1,600 words": feed(2_100, 21),
    "a feed of 49 MB (refused)": feed(10_000, 11),
}


def main() -> None:
    rows = []
    for name, text in SUBJECTS.items():
        told = subprocess.run(
            [sys.executable, "-c", CODE], input=text.encode(), capture_output=True, check=True
        ).stdout
        found, taken, memory = json.loads(told)
        rows.append(
            (name, f"{len(text) / 1e6:.1f} MB: {taken:.2f} s, {memory:.0f} MB of memory, {found}")
        )
    report("Feeds", rows, "1,000 articles below 5 s; nothing above 400 MB of memory")


if __name__ == "__main__":
    main()
