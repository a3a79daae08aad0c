"""How long a published show of 10,000 episodes takes to reach a folder: at first, unchanged, with one episode more."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from bench_publish import copied, templates
from common import report

from tts.publish import build
from tts.publish.targets import send
from tts.show import library


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        os.environ["PAGECAST_CACHE"] = f"{name}/cache"
        folder, kinds = Path(name) / "show", templates(Path(name))
        for n in range(count):
            copied(kinds[n % len(kinds)], n, folder)
        rows = []
        for what in ("first", "again, nothing changed", "one added"):
            if what == "one added":
                copied(kinds[0], count, folder)
            build.publish(library.open_show(folder), base_url="https://example.org/listen/")
            begun = time.perf_counter()
            sent = send.upload(folder, f"{name}/www")
            files = len(sent.added) + len(sent.changed)
            rows.append(
                (
                    f"{what}: {files:,} files, {sent.bytes / 1e6:,.1f} MB",
                    f"{time.perf_counter() - begun:.2f} s",
                )
            )
        report(f"A show of {count:,} episodes to a folder", rows)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
