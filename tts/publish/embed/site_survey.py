"""The pages of a built site and what each of them is. Results are remembered by a page's bytes."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import tts
from tts.locale.language_tags import base_of
from tts.model import Article, LibraryError, SourceError
from tts.parallel import WorkerProcesses, cores
from tts.publish import state
from tts.publish.embed.insertion import site_of
from tts.publish.embed.page_bytes import has_ours, opened
from tts.publish.embed.page_metadata import PageMetadata
from tts.publish.embed.recognition import PageReading, read_page
from tts.show import library
from tts.storage.confined_folder import Folder, LeadsOut
from tts.storage.parsing import parsed_json
from tts.text.detect import detect

_ENDINGS = (".html", ".htm", ".xhtml")
_MEMORY = f"{state.FOLDER}/{state.EMBEDDED}"
"""File in the show's folder that can be deleted at any time: pages are read again then."""
_MANY = 40
"""Number of pages from which several processes read them."""
_MOST_KEPT = 1 << 26
"""Maximum bytes of packed articles that are kept until their episodes are made, enough for ten
thousand; the others are read again."""
_TOGETHER = 8
"""Number of pages that a process gets at a time."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """Which pages are read, by their paths in the site."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def refuse(self, name: str) -> str:
        """Why a page is passed over; empty if it isn't."""
        if self.include and not any(matches(name, pattern) for pattern in self.include):
            return "not among --include"
        out = next((pattern for pattern in self.exclude if matches(name, pattern)), "")
        return f"--exclude {out}" if out else ""

    def names(self, name: str) -> bool:
        """Whether it is named literally, without a pattern."""
        plain = {
            pattern.removeprefix("./").strip("/")
            for pattern in self.include
            if not re.search(r"[*?\[]", pattern)
        }
        return bool(plain & {name, re.sub(r"/?index\.x?html?$", "", name) or "index.html"})


def matches(name: str, pattern: str) -> bool:
    """Whether a name matches: a path, a folder with everything in it, or a pattern in which `*`
    stands for any characters, including `/`.

    >>> page = "posts/a/index.html"
    >>> [matches(page, pattern) for pattern in ("posts", "posts/*", "*.html", "./posts/a/")]
    [True, True, True, True]
    >>> [matches(page, pattern) for pattern in ("a", "post")]
    [False, False]
    """
    plain = pattern.removeprefix("./").rstrip("/")
    if fnmatchcase(name, plain) or name.startswith(f"{plain}/"):
        return True
    return fnmatchcase(name, f"{plain}/*")


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page of the site."""

    name: str
    """Its path in the site, with `/`."""
    reading: PageReading
    sum: str = ""
    """Hash of its bytes without our additions."""
    ours: bool = False
    """It contains additions of ours."""
    passed: bool = False
    """The user's patterns exclude it: it is left as it is."""
    article: bytes = field(default=b"", repr=False)
    """What `unpacked` makes its article from, if it was read now."""


@dataclass(frozen=True, slots=True)
class Survey:
    pages: tuple[SitePage, ...]
    site: str
    """The site's address as its pages state it; empty if they don't."""

    @property
    def title(self) -> str:
        """The site's name, as most of its articles state it."""
        return _commonest(page.reading.site for page in self.pages if page.reading.taken)

    @property
    def language(self) -> str:
        """The language of most of its articles, whatever their script; if two are equal, that of
        the site's name."""
        tags = [page.reading.language for page in self.taken if page.reading.language]
        if not tags:
            return ""
        named = detect(self.title)
        counts = Counter(map(base_of, tags))
        base = max(counts, key=lambda one: (counts[one], one == base_of(named)))
        forms = Counter(tag for tag in tags if base_of(tag) == base)
        return max(forms, key=lambda tag: (forms[tag], tag == named))

    @property
    def taken(self) -> list[SitePage]:
        """Oldest first, so that episodes are numbered in order of publication."""
        return sorted(
            (p for p in self.pages if p.reading.taken),
            key=lambda p: (p.reading.date or "9999", p.name),
        )


def _commonest(values: Iterable[str]) -> str:
    counts = Counter(filter(None, values))
    return counts.most_common(1)[0][0] if counts else ""


def names_of(root: Path, show: Path) -> Iterator[str]:
    """Paths of all pages, sorted; hidden folders and shows are skipped."""
    show = show.resolve()
    for folder, below, files in os.walk(root):
        here = Path(folder)
        below[:] = sorted(
            name
            for name in below
            if not name.startswith(".")
            and name != "node_modules"
            and not _is_show(here / name, show)
        )
        for name in sorted(files):
            if name.lower().endswith(_ENDINGS) and not name.startswith("."):
                yield (here / name).relative_to(root).as_posix()


def _is_show(folder: Path, show: Path) -> bool:
    """Also true for one that was published elsewhere and copied here."""
    own = any((folder / name).exists() for name in (library.SETTINGS, ".pagecast"))
    return own or folder.resolve() == show or any((folder / "pagecast").glob("player-*.js"))


def survey(
    root: Path,
    show: library.Show,
    patterns: Patterns,
    *,
    remember: bool = True,
    listener: Callable[[int, int], None] | None = None,
) -> Survey:
    """Read every page of the site. Raises LibraryError if the site can't be read."""
    names = list(names_of(root, show.folder))
    if not names:
        hint = "give the folder that the site is built into: public, _site, site"
        raise LibraryError(f"there are no pages in {root}", hint)
    known = _remembered(show)
    by_name: dict[str, SitePage] = {}
    unread: list[tuple[str, str, bool]] = []
    for name in names:
        if reason := no_page(root / name) or patterns.refuse(name):
            by_name[name] = SitePage(
                name, PageReading(False, reason), ours=_is_ours(root / name), passed=True
            )
            continue
        by_name[name], content = _looked_at(root, name, known, patterns.names(name))
        if content is not None:
            unread.append((str(root), name, patterns.names(name)))
    kept = 0
    for done, (name, reading, article) in enumerate(_read_all(unread), 1):
        by_name[name] = replace(by_name[name], reading=reading)
        kept += len(article)
        if kept <= _MOST_KEPT:
            by_name[name] = replace(by_name[name], article=article)
        if listener:
            listener(done, len(unread))
    pages = tuple(by_name[name] for name in names)
    if remember and unread:
        _remember(show, pages)
    site = site_of((p.name, p.reading.metadata.canonical) for p in pages if p.reading.taken)
    return Survey(tuple(_once(pages, site)), site)


def no_page(path: Path) -> str:
    """Why a file named like a page is not read: a link may lead anywhere, and reading a pipe may
    block forever."""
    if path.is_symlink():
        return "a link to another file"
    return "" if path.is_file() else "no file"


def _is_ours(path: Path) -> bool:
    """Whether an excluded page has a player from an earlier run."""
    with suppress(OSError):
        return not no_page(path) and has_ours(path.read_bytes())
    return False


def _looked_at(
    root: Path, name: str, remembered: Mapping[str, Any], wanted: bool
) -> tuple[SitePage, bytes | None]:
    """A page as it was read before; otherwise with its bytes, to be read now."""
    try:
        content = (root / name).read_bytes()
    except OSError as e:
        return SitePage(
            name, PageReading(False, f"it can't be read: {e.strerror}", failed=True)
        ), None
    ours = has_ours(content)
    try:
        plain = opened(content).content if ours else content
    except SourceError as e:
        return SitePage(name, PageReading(False, e.message, failed=True), ours=True), None
    total = sum_of(name, wanted, plain)
    before = remembered.get(name, {})
    if before.get("sum") == total:
        with suppress(TypeError, KeyError):
            return SitePage(name, _reading(before["reading"]), total, ours), None
    return SitePage(name, PageReading(False, ""), total, ours), plain


def sum_of(name: str, wanted: bool, plain: bytes) -> str:
    """A hash of everything that the result of reading depends on; `plain` is the page without our
    additions."""
    return hashlib.sha256(
        f"{name}\0{wanted}\0{tts.__version__}\0".encode(errors="replace") + plain
    ).hexdigest()


_Read = tuple[str, PageReading, bytes]
"""A page's name, what it is, and its packed article; empty if it has none."""


def _read_all(unread: Sequence[tuple[str, str, bool]]) -> Iterator[_Read]:
    """Read many pages in several processes: reading is pure computation."""
    workers = min(cores(), 8)
    if len(unread) < _MANY or workers < 2:
        yield from map(_read_one, unread)
        return
    from tts.sources.html import web_page  # noqa: F401  # loaded once, for all to inherit

    pool = WorkerProcesses(workers)
    try:
        starts = range(0, len(unread), _TOGETHER)
        reading = [pool.submit(_read_some, unread[n : n + _TOGETHER]) for n in starts]
        for several in reading:
            yield from several.result()
    finally:
        pool.close()


def _read_some(pages: Sequence[tuple[str, str, bool]]) -> list[_Read]:
    return list(map(_read_one, pages))


def _read_one(page: tuple[str, str, bool]) -> _Read:
    where, name, wanted = page
    root = Path(where)
    try:
        content = (root / name).read_bytes()
        reading = read_page(content, root, name, wanted=wanted)
        article = _packed(reading.article) if reading.article else b""
    except Exception as e:  # a page may be anything: its fault costs this one, and is told
        why = f"it can't be read: {type(e).__name__}: {e}"
        return name, PageReading(False, why, failed=True), b""
    return name, replace(reading, article=None), article


def _packed(article: Article) -> bytes:
    return zlib.compress(pickle.dumps(article), 1)


def unpacked(packed: bytes) -> Article:
    """The article in the bytes of `SitePage.article`."""
    article: Article = pickle.loads(zlib.decompress(packed))
    return article


def _once(pages: Iterable[SitePage], site: str) -> Iterator[SitePage]:
    """Skip copies: pages that state another page of the site as their canonical address."""
    pages = tuple(pages)
    taken = {page.name for page in pages if page.reading.taken}
    for page in pages:
        canonical = page.reading.metadata.canonical
        other = ""
        if page.reading.taken and site and canonical.startswith(site):
            path = unquote(canonical.removeprefix(site).partition("?")[0].partition("#")[0]).strip(
                "/"
            )
            names = [path, f"{path}/index.html".lstrip("/"), f"{path}.html"]
            other = (
                "" if page.name in names else next((name for name in names if name in taken), "")
            )
        reading = replace(
            page.reading, taken=False, reason=f"a copy of {other}, by its canonical address"
        )
        yield replace(page, reading=reading) if other else page


# --- what is remembered ---------------------------------------------------------------------------


def _remembered(show: library.Show) -> Mapping[str, Any]:
    try:
        known = parsed_json(Folder(show.folder).read_bytes(_MEMORY))
        return known if isinstance(known, dict) else {}
    except (OSError, ValueError, LeadsOut):
        return {}


def _remember(show: library.Show, pages: Iterable[SitePage]) -> None:
    record = {
        p.name: {"sum": p.sum, "reading": _saved(p.reading)}
        for p in pages
        if p.sum and not p.reading.failed
    }
    content = json.dumps(record, ensure_ascii=True, separators=(",", ":")).encode()
    library.write_file(Folder(show.folder).path(_MEMORY), lambda f: f.write(content))


def _saved(reading: PageReading) -> dict[str, Any]:
    saved = asdict(reading)
    del saved["article"]
    return saved


def _reading(saved: dict[str, Any]) -> PageReading:
    stated: dict[str, Any] = {}
    for name, value in saved["metadata"].items():
        stated[name] = tuple(value) if isinstance(value, list) else value
    metadata = PageMetadata(**stated)
    return PageReading(**{**saved, "metadata": metadata})
