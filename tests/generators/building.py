"""Builds the sites in this folder with their generators, in a cache where dependencies are installed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.generators.articles import HERE, IMAGES, all_articles
from tests.generators.registry import Generator

CACHE = HERE.parent.parent / ".cache" / "generators"
"""Packages, copies of the sites, and what was built: not part of the repository."""
PYTHON = CACHE / "python" / "bin"
QUIET = {
    "ASTRO_TELEMETRY_DISABLED": "1",
    "GATSBY_TELEMETRY_DISABLED": "1",
    "NEXT_TELEMETRY_DISABLED": "1",
    "NUXT_TELEMETRY_DISABLED": "1",
    "TZ": "UTC",
}


def built(generator: Generator) -> Path:
    """The site's pages, built again if anything in it has changed."""
    output = CACHE / "built" / generator.name
    mark = output.with_suffix(".made")
    wanted = _fingerprint(generator)
    if not output.is_dir() or not mark.is_file() or mark.read_text("ascii") != wanted:
        shutil.rmtree(output, ignore_errors=True)
        work = _installed(generator)
        _fill(generator, work)
        _run(generator.build, work)
        shutil.copytree(work / generator.output, output)
        mark.write_text(wanted, "ascii")
    return output


def _fingerprint(generator: Generator) -> str:
    """A hash of everything that the pages depend on."""
    folders = (HERE / generator.site, HERE / "articles", IMAGES)
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    files += [HERE / "requirements.txt", HERE / "articles.py", *_locked(generator)]
    seen = hashlib.sha256(repr(generator.build).encode())
    for path in files:
        seen.update(f"{os.path.relpath(path, HERE)}\n".encode() + path.read_bytes())
    return seen.hexdigest()


def _locked(generator: Generator) -> list[Path]:
    """The file from which npm installs it; none if it does not come from npm."""
    names = ("package.json", "package-lock.json", ".npmrc")
    paths = [HERE / generator.locked / name for name in names]
    return [path for path in paths if path.is_file()]


def _installed(generator: Generator) -> Path:
    """A copy of the site's folder, with everything that its generator needs."""
    work = CACHE / generator.site
    work.mkdir(parents=True, exist_ok=True)
    for path in work.iterdir():
        if path.name not in ("node_modules", "package-lock.json"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    lock = HERE / generator.locked / "package-lock.json"
    fresh = work / "node_modules/.package-lock.json"
    current = work / "package-lock.json"
    same = fresh.is_file() and current.is_file() and current.read_bytes() == lock.read_bytes()
    shutil.copytree(HERE / generator.site, work, dirs_exist_ok=True)
    for path in _locked(generator):
        shutil.copy(path, work)
    if lock.is_file() and not same:
        _run(("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"), work)
    elif not lock.is_file():
        _python_packages(generator)
    return work


def _python_packages(generator: Generator) -> None:
    """Install packages from PyPI in a separate environment; those from Debian are only looked up."""
    if generator.tool:
        hint = f"{generator.name} needs {generator.tool}: apt-get install {generator.tool}"
        assert shutil.which(generator.build[0]), hint
        return
    wanted, mark = HERE / "requirements.txt", CACHE / "python" / "requirements.txt"
    if mark.is_file() and mark.read_bytes() == wanted.read_bytes():
        return
    _run((sys.executable, "-m", "venv", str(CACHE / "python")), CACHE)
    _run((str(PYTHON / "pip"), "install", "--quiet", "--requirement", str(wanted)), CACHE)
    shutil.copy(wanted, mark)


def _fill(generator: Generator, work: Path) -> None:
    """Copy the articles and their pictures to where the generator looks for them."""
    for article in all_articles():
        name = generator.content.format(slug=article.slug, date=article.date)
        path = work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(generator.text(article), "utf-8")
    if generator.images:
        shutil.copytree(IMAGES, work / generator.images, dirs_exist_ok=True)


def _run(command: tuple[str, ...], work: Path) -> None:
    paths = (work / "node_modules/.bin", PYTHON)
    path = os.pathsep.join([*map(str, paths), os.environ["PATH"]])
    tool = shutil.which(command[0], path=path)
    assert tool, f"{command[0]} is neither installed nor in a package"
    ran = subprocess.run(
        ["nice", tool, *command[1:]],
        check=False,
        cwd=work,
        env={**os.environ, **QUIET, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
    )
    said = ran.stdout.decode("utf-8", "replace")
    assert ran.returncode == 0, f"{' '.join(command)} ended with {ran.returncode}:\n{said[-6000:]}"
