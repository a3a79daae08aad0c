"""The form for adding articles, and the page of the queue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from tts.locale.pages import PAGES
from tts.locale.queue import QUEUE, Causes, Queue, Refusals
from tts.serve import landing
from tts.serve.queue.queue_item import Item

if TYPE_CHECKING:
    from jinja2 import Environment

ORDER: Final = ("making", "waiting", "failed", "made")
"""Order of the groups on the page."""
_BOOKMARKLET: Final = (
    "javascript:location.href='{}add?url='+encodeURIComponent(location.href)"
    "+'&title='+encodeURIComponent(document.title)"
)
"""Without the token, which the page where it is used could read."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Who looks at a page."""

    language: str
    bookmarklet: str = ""
    """A bookmarklet that opens the form for the current page; empty if the form was opened by
    one."""
    asks: bool = False
    """The address has no token, so the form asks for it."""
    owner: bool = True
    """The owner sees who added an article."""


@dataclass(frozen=True, slots=True)
class FormValues:
    """Values already filled in."""

    url: str = ""
    title: str = ""
    text: str = ""


def bookmarklet(base_url: str) -> str:
    """A bookmarklet that opens the form for the current page."""
    return _BOOKMARKLET.format(quote(base_url, safe=":/[]"))


def form(visit: Visit, values: FormValues, error: str = "") -> bytes:
    """The page for adding an article; `error` is a reason of a `Refused`."""
    q = QUEUE.of(visit.language)
    reasons = {each.name for each in fields(Refusals)}
    sentence = getattr(q.refusals, error) if error in reasons else ""
    return _rendered("add.html", visit, q, values=asdict(values), error=sentence)


def queue(visit: Visit, items: Sequence[Item]) -> bytes:
    """The page that lists these items."""
    q = QUEUE.of(visit.language)
    by_state = {state: [i for i in items if i.state == state] for state in ORDER}
    by_state["made"].reverse()
    counts = {state: len(found) for state, found in by_state.items()}
    groups = [
        {"state": state, "name": getattr(q, state), "rows": [_row(i, q, visit) for i in found]}
        for state, found in by_state.items()
        if found
    ]
    return _rendered("queue.html", visit, q, groups=groups, counts=q.counts.format(**counts))


def _row(item: Item, q: Queue, visit: Visit) -> dict[str, Any]:
    title = item.shown or q.untitled
    known = item.cause in {each.name for each in fields(Causes)}
    remove = q.clear if item.state == "made" else q.remove
    return {
        "id": item.name,
        "title": title,
        "where": item.where if item.where != title else "",
        "page": f"{item.episodes[0]}/" if item.episodes else "",
        "by": q.by.format(name=item.by) if item.by and visit.owner else "",
        "progress": _progress(item, q),
        "done": item.done,
        "total": item.total,
        "cause": getattr(q.causes, item.cause) if known else "",
        "error": item.error,
        "hint": item.hint,
        "retries": item.state == "failed",
        "retry_name": q.named.format(what=q.retry, title=title),
        "remove": remove,
        "remove_name": q.named.format(what=remove, title=title),
    }


def _progress(item: Item, q: Queue) -> str:
    if item.state != "making":
        return ""
    return q.progress.format(done=item.done, total=item.total) if item.total else q.reading


def _rendered(template: str, visit: Visit, q: Queue, **values: Any) -> bytes:
    from tts.publish.site import asset

    page = {
        "css": [asset("page.css")[0], *(landing.asset(name)[0] for name in landing.STYLES)],
        "js": landing.asset(landing.SCRIPT)[0],
        "icon": asset("icon.svg")[0],
        "bookmarklet": visit.bookmarklet,
        "asks": visit.asks,
    }
    known: Mapping[str, Any] = {"w": PAGES.of(visit.language), "q": q, "page": page}
    return _environment().get_template(template).render({**known, **values}).encode()


def assets() -> Iterator[tuple[str, bytes]]:
    """Everything that the pages load; none of it reveals anything about the show."""
    from tts.publish.site import asset

    yield from map(landing.asset, (*landing.STYLES, landing.SCRIPT))
    yield from map(asset, ("page.css", "icon.svg"))


@lru_cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    folder = resources.files("tts.serve")
    return Environment(
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        loader=FunctionLoader(lambda name: folder.joinpath(name).read_text(encoding="utf-8")),
    )
