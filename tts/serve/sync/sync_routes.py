"""Every path of both APIs, and what answers it."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from starlette.responses import JSONResponse, Response

from tts.model import LibraryError
from tts.serve import request_body
from tts.serve.host_header import Hosts
from tts.serve.request_body import Refused
from tts.serve.responses import SAFE
from tts.serve.rights import LISTEN
from tts.serve.routes import Request, Route, plain
from tts.serve.served_show import ServedShow
from tts.serve.sync import handlers, player_positions
from tts.serve.sync.sessions import COOKIE, LASTS, Sessions
from tts.serve.sync.show_addresses import Addresses
from tts.serve.sync.sync_request import Answer, SyncRequest, TextAnswer
from tts.serve.token_holders import Tokens
from tts.show.positions import Positions

_log = logging.getLogger(__name__)
_USER, _DEVICE = "(?P<user>[^/]{1,200})", "(?P<device>[^/]{1,200})"
_FORMAT = "(?P<format>json|opml|txt)"
_SCOPE = "(?P<scope>account|device|podcast|episode)"
_NEXTCLOUD = "index.php/apps/gpoddersync"
_MOST: Final = 4_000_000
"""Bytes of a body."""

Answers = Callable[[SyncRequest], Answer]

_ROWS: Final[tuple[tuple[str, str, Answers], ...]] = (
    ("GET", f"subscriptions/{_USER}\\.{_FORMAT}", handlers.list_subscriptions),
    ("GET", f"subscriptions/{_USER}/{_DEVICE}\\.{_FORMAT}", handlers.list_subscriptions),
    ("PUT", f"subscriptions/{_USER}/{_DEVICE}\\.{_FORMAT}", handlers.put_subscriptions),
    ("GET", f"api/2/subscriptions/{_USER}/{_DEVICE}\\.json", handlers.subscription_changes),
    ("POST", f"api/2/subscriptions/{_USER}/{_DEVICE}\\.json", handlers.change_subscriptions),
    ("GET", f"api/2/episodes/{_USER}\\.json", handlers.list_actions),
    ("POST", f"api/2/episodes/{_USER}\\.json", handlers.add_actions),
    ("GET", f"api/2/devices/{_USER}\\.json", handlers.list_devices),
    ("POST", f"api/2/devices/{_USER}/{_DEVICE}\\.json", handlers.put_device),
    ("GET", f"api/2/sync-devices/{_USER}\\.json", handlers.devices_in_step),
    ("POST", f"api/2/sync-devices/{_USER}\\.json", handlers.devices_in_step),
    ("GET", f"api/2/settings/{_USER}/{_SCOPE}\\.json", handlers.list_settings),
    ("POST", f"api/2/settings/{_USER}/{_SCOPE}\\.json", handlers.change_settings),
    ("GET", "positions\\.js", player_positions.script),
    ("GET", "positions\\.json", player_positions.list_positions),
    ("POST", "positions\\.json", player_positions.add_positions),
    ("GET", f"{_NEXTCLOUD}/subscriptions", handlers.subscription_changes),
    ("POST", f"{_NEXTCLOUD}/subscription_change/create", handlers.change_subscriptions),
    ("GET", f"{_NEXTCLOUD}/episode_action", handlers.list_actions_in_capitals),
    ("POST", f"{_NEXTCLOUD}/episode_action/create", handlers.add_actions),
)


@dataclass(frozen=True, slots=True)
class Sync:
    """Creates the routes."""

    served: ServedShow
    hosts: Hosts
    tokens: Tokens
    sessions: Sessions

    def routes(self) -> list[Route]:
        """All routes. They check access themselves: the password in these APIs is the token."""
        found = [self._route(*row) for row in _ROWS]
        log = f"api/2/auth/{_USER}/(?P<way>login|logout)\\.json"
        return [*found, Route(re.compile(log), self._log_in_or_out, frozenset({"POST"}), right="")]

    def _route(self, method: str, pattern: str, answers: Answers) -> Route:
        compiled = re.compile(pattern)

        async def answer(request: Request) -> Response:
            return await self._answered(request, compiled, answers)

        methods = frozenset({method, "HEAD"} if method == "GET" else {method})
        return Route(compiled, answer, methods, right="")

    # --- who asks

    async def _log_in_or_out(self, request: Request) -> Response:
        """Set or delete a cookie, for apps that don't send the password each time."""
        token = self.sessions.token_of(request)
        if stopped := self._stopped(request, token):
            return stopped
        response = Response(b"{}", 200, {**SAFE, "content-type": "application/json"})
        if (request.caller.path or "").endswith("logout.json"):
            self.sessions.end(request)
            response.delete_cookie(COOKIE)
            return response
        return self._with_cookie(response, request, token)

    def _with_cookie(self, response: Response, request: Request, token: str) -> Response:
        if session := self.sessions.cookie_for(request, token):
            response.set_cookie(
                COOKIE,
                session,
                max_age=LASTS,
                secure=request.base_url.startswith("https:"),
                httponly=True,
                samesite="strict",
            )
        return response

    def _stopped(self, request: Request, token: str) -> Response | None:
        """The response to a refused request: from another site's page, or without a token."""
        if _is_from_elsewhere(request):
            return plain(403, "Pages of other sites can't do this.")
        holder = self.tokens.holder(token) or self.tokens.everybody
        if holder and LISTEN in holder.rights:
            return None
        guessed = self.tokens.guessed
        if guessed.wait(request.client):
            return plain(429, "Too many requests", retry_after="60")
        guessed.count(request.client)
        return plain(
            401,
            "The password is the token in the show's address; any user name will do.",
            www_authenticate='Basic realm="Pagecast", charset="UTF-8"',
        )

    # --- what is answered

    async def _answered(
        self, request: Request, pattern: re.Pattern[str], answers: Answers
    ) -> Response:
        token = self.sessions.token_of(request)
        if stopped := self._stopped(request, token):
            return stopped
        try:
            body = b""
            if request.method in ("POST", "PUT"):
                body = await request_body.whole(request.headers, request.receive, _MOST)
            given = self._sync_request(request, pattern, token, body)
            found = await asyncio.to_thread(answers, given)
        except Refused as error:
            return plain(error.status, f"{error.message}. {error.hint}".strip())
        except LibraryError as error:
            _log.warning("%s", error.message)
            return plain(503, "It can't be saved just now. Please try again.", retry_after="60")
        if isinstance(found, TextAnswer):
            headers = {**SAFE, "content-type": found.media_type, "cache-control": "no-store"}
            return Response(found.content.encode(), 200, headers)
        response = JSONResponse(found, 200, {**SAFE, "cache-control": "no-store"})
        return self._with_cookie(response, request, token)

    def _sync_request(
        self, request: Request, pattern: re.Pattern[str], token: str, body: bytes
    ) -> SyncRequest:
        holder = self.tokens.holder(token)
        positions = Positions(self.served.root, holder.name if holder else "")
        match = pattern.fullmatch(request.caller.path or "")
        assert match
        shown = self.served.shown
        addresses = Addresses(
            token=token,
            here=request.base_url,
            published=shown.show.settings.base_url,
            hosts=self.hosts,
            tokens=self.tokens,
            known=positions.prefixes(),
        )
        query = dict(parse_qsl(request.query, max_num_fields=20))
        named = match.groupdict()
        return SyncRequest(positions, addresses, shown, named, query, body)


def _is_from_elsewhere(request: Request) -> bool:
    """Whether another site's page makes the request: browsers then still send a known password."""
    site = request.headers.get("sec-fetch-site", "")
    origin = request.headers.get("origin", "")
    if site in ("cross-site", "same-site"):
        return True
    return bool(origin) and urlsplit(origin).netloc.lower() != request.asked.host
