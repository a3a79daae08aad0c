"""The routes for adding articles and for the queue, for browsers and programs."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.responses import Response

from tts.locale.language_tags import preferred
from tts.serve import adding, queue_pages, responses
from tts.serve.adding import Adding
from tts.serve.queue.queue_item import LONGEST, Item
from tts.serve.queue.store import Store
from tts.serve.queue.worker import Worker
from tts.serve.queue_pages import FormValues, Visit, bookmarklet
from tts.serve.request_body import Form, Refused
from tts.serve.rights import ADD
from tts.serve.routes import READING, Request, Route
from tts.serve.token_holders import Tokens

_POST: Final = frozenset({"POST"})


class QueueRoutes:
    """The routes that exist while adding is enabled."""

    def __init__(self, store: Store, worker: Worker, tokens: Tokens) -> None:
        self._store, self._worker = store, worker
        self._adding = Adding(store, tokens)
        self._assets = {name: responses.content(name, body) for name, body in queue_pages.assets()}

    def table(self) -> list[Route]:
        assets = "|".join(map(re.escape, self._assets))
        return [
            Route(re.compile("add"), self._form, READING, right=""),
            Route(re.compile("add"), self._add, _POST, right=""),
            Route(re.compile("queue"), self._queue, READING, right=ADD),
            Route(re.compile(r"queue\.json"), self._list, READING, right=ADD),
            Route(re.compile("queue-retry"), self._retry, _POST, right=""),
            Route(re.compile("queue-remove"), self._remove, _POST, right=""),
            Route(re.compile(assets), self._asset, READING, right=""),
        ]

    # --- what is shown

    async def _form(self, request: Request) -> Response:
        """Show the form. What a phone or a bookmarklet shares is filled in, but added only when the
        user submits it."""
        visit = _visit(request)
        if request.holder and not request.may_add:
            body = queue_pages.form(visit, FormValues(), "right")
            return _page(body, 403)
        pairs = parse_qsl(request.query, max_num_fields=50)
        values = _filled(dict(pairs))
        body = queue_pages.form(visit, values)
        return _page(body)

    async def _queue(self, request: Request) -> Response:
        visit, items = _visit(request), self._items(request)
        body = await asyncio.to_thread(queue_pages.queue, visit, items)
        return _page(body)

    async def _list(self, request: Request) -> Response:
        items = [_record(item) for item in self._items(request)]
        return adding.json_answer(200, {"items": items})

    async def _asset(self, request: Request) -> Response:
        found = self._assets[request.caller.path or ""]
        return responses.of_content(found, request.headers, private=True)

    def _items(self, request: Request) -> list[Item]:
        """The owner sees the whole queue, others what they added."""
        name = request.holder.name if request.holder else ""
        return [item for item in self._store.items() if not name or item.by == name]

    # --- what is done

    async def _add(self, request: Request) -> Response:
        form = Form()
        try:
            form = await self._adding.form(request)
            item = await self._adding.take(request, form)
        except Refused as e:
            return _refused(request, form, e)
        if _is_browser(request):
            return _to_queue(request, form, item.name)
        return adding.json_answer(202, _record(item))

    async def _retry(self, request: Request) -> Response:
        return await self._act(request, self._store.retry)

    async def _remove(self, request: Request) -> Response:
        return await self._act(request, self._removed)

    def _removed(self, name: str) -> bool:
        found = self._store.remove(name) is not None
        self._worker.drop(name)
        return found

    async def _act(self, request: Request, act: Callable[[str], bool]) -> Response:
        """Do something to the item that a form names."""
        form = Form()
        try:
            form = await self._adding.form(request)
            holder = self._adding.holder(request, form)
            item = self._store.find(form.get("id"))
            if item and holder.name not in ("", item.by):
                item = None  # what others added is unknown here
            if item:
                await asyncio.to_thread(act, item.name)
        except Refused as e:
            return _refused(request, form, e)
        except OSError as e:
            message = f"the queue can't be written: {e.strerror}"
            hint = "free some space, then send it again"
            full = Refused(507, "disk", message, hint)
            return _refused(request, form, full)
        if _is_browser(request):
            return _to_queue(request, form)
        return adding.json_answer(200 if item else 404, {"id": form.get("id")})


# --- pages ----------------------------------------------------------------------------------------


def _is_browser(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _visit(request: Request) -> Visit:
    holder, in_path = request.holder, bool(request.holder and request.holder.in_path)
    accepted = request.headers.get("accept-language", "")
    language = preferred(accepted)
    link = bookmarklet(request.base_url) if in_path else ""
    owner = not (holder and holder.name)
    return Visit(language, bookmarklet=link, asks=not in_path, owner=owner)


def _filled(values: Mapping[str, str]) -> FormValues:
    """The form with known values filled in; phones share an address as a text."""
    title = values.get("title", "")
    given = values.get("url", "")
    written = values.get("text", "")
    url, text = adding.shared(given, written)
    return FormValues(url[:LONGEST], title[:LONGEST], text)


def _refused(request: Request, form: Form, error: Refused) -> Response:
    """Why the addition was refused; a browser gets its form back."""
    if not _is_browser(request):
        return adding.refused(error)
    visit = _visit(request)
    values = _filled(form.values)
    body = queue_pages.form(visit, values, error.reason)
    return _page(body, error.status)


def _to_queue(request: Request, form: Form, name: str = "") -> Response:
    """Redirect to the queue, with the token that the form was sent with."""
    holder = request.holder
    token = holder.token if holder else form.get("token")
    place = f"/{token}/queue"
    if name:
        place += f"#i{name}"
    headers = {"location": place, "cache-control": "no-store"}
    return Response(status_code=303, headers=headers)


def _page(body: bytes, status: int = 200) -> Response:
    headers = responses.describe("queue.html", private=True)
    headers |= {"cache-control": "no-store", "vary": "Accept-Language"}
    answer = Response(body, status, headers)
    responses.take_forms(answer)
    return answer


def _record(item: Item) -> dict[str, Any]:
    """An item as JSON for programs."""
    return {
        "id": item.name,
        "kind": item.kind,
        "article": item.shown,
        "where": item.where,
        "state": item.state,
        "added": item.added,
        "done": item.done,
        "total": item.total,
        "error": item.error,
        "hint": item.hint,
        "episodes": list(item.episodes),
    }
