"""The routes of adding and of the queue."""

from __future__ import annotations

import re
from typing import Any

from starlette.responses import Response

from tts.serve import adding
from tts.serve.adding import Adding
from tts.serve.bodies import Refused
from tts.serve.queue.item import Item
from tts.serve.queue.store import Store
from tts.serve.queue.worker import Worker
from tts.serve.rights import Tokens
from tts.serve.routes import Request, Route

_POST = frozenset({"POST"})


class QueueRoutes:
    """What is answered where adding is on."""

    def __init__(self, store: Store, worker: Worker, tokens: Tokens) -> None:
        self._store, self._worker = store, worker
        self._adding = Adding(store, tokens)

    def table(self) -> list[Route]:
        return [
            Route(re.compile("add"), self._add, _POST, right=""),
            Route(re.compile(r"queue\.json"), self._list),
        ]

    async def _add(self, request: Request) -> Response:
        try:
            form = await self._adding.form(request)
            item = await self._adding.take(request, form)
        except Refused as e:
            return adding.refused(e)
        return adding.told(202, _record(item))

    async def _list(self, request: Request) -> Response:
        items = [_record(item) for item in self._store.items()]
        return adding.told(200, {"number": self._store.number, "items": items})


def _record(item: Item) -> dict[str, Any]:
    """An item, for programs."""
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
