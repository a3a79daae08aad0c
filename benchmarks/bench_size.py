"""What Pagecast takes on disk with all that it is installed with: alone, and with each of its extras."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, PackagePath, distribution
from pathlib import Path

from common import figure, report
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

EXTRAS = ("local", "espeak", "book", "s3", "listen")


def main() -> None:
    alone = closure("pagecast")
    rows = [("pagecast", megabytes(alone))]
    rows += [
        (f"pagecast[{extra}]", megabytes(alone | closure("pagecast", extra))) for extra in EXTRAS
    ]
    for name, size in rows:
        figure(f"size: {name}", float(size.split()[0].replace(",", "")), "MB")
    report("On disk, with what Python compiles of it", rows)


def closure(name: str, extra: str = "") -> frozenset[str]:
    """Names of the distribution and of all that it asks for on this machine. What is not installed is left out."""
    seen: set[tuple[str, str]] = set()
    waiting = [(name, extra)]
    while waiting:
        each = waiting.pop()
        if each not in seen and (found := _installed(each[0])):
            seen.add(each)
            waiting += _needs(found, each[1])
    return frozenset(name for name, _ in seen)


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _needs(found: Distribution, extra: str) -> Iterator[tuple[str, str]]:
    for line in found.requires or ():
        needed = Requirement(line)
        if needed.marker is None or needed.marker.evaluate({"extra": extra}):
            name = canonicalize_name(needed.name)
            yield from ((name, wanted) for wanted in ("", *needed.extras))


def megabytes(names: frozenset[str]) -> str:
    sizes = (
        path.stat().st_blocks * 512
        for name in names
        for file in distribution(name).files or ()
        if (path := _place(file))
    )
    return f"{sum(sizes) / 1e6:,.0f} MB"


def _place(file: PackagePath) -> Path | None:
    path = Path(str(file.locate()))
    return path if path.is_file() else None


if __name__ == "__main__":
    main()
