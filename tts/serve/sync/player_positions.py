"""Positions for the player of our own pages: one object, by an episode's guid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import Any

from tts.publish.catalog import Entry
from tts.serve.request_body import Refused
from tts.serve.sync import payloads
from tts.serve.sync.sync_request import Answer, SyncRequest, TextAnswer
from tts.show.positions import FEED, HEARD, OWN, Action

_DEVICE = "player"
_SCRIPT = "positions.js"
_ELSEWHERE = ("embed.html", "transcript.html")
"""Pages for other sites, or without a player."""


def script(_request: SyncRequest) -> Answer:
    """The script that synchronizes the player's storage."""
    return TextAnswer(_text(), "text/javascript; charset=utf-8")


@cache
def _text() -> str:
    return resources.files("tts.serve.sync").joinpath(_SCRIPT).read_text(encoding="utf-8")


def with_script(name: str, page: bytes) -> bytes:
    """A page of the show with that script, which no published page has."""
    folder, _, file = name.rpartition("/")
    if not file.endswith(".html") or file in _ELSEWHERE:
        return page
    source = f"../{_SCRIPT}" if folder else _SCRIPT
    tag = f'<script src="{source}" defer></script></head>'
    return page.replace(b"</head>", tag.encode(), 1)


def list_positions(request: SyncRequest) -> Answer:
    """What the listener heard of the show, on every device."""
    found, moment = request.positions.actions(podcast=FEED)
    guids = {each.folder: each.manifest.guid for each in request.shown.entries}
    episodes: dict[str, Any] = {}
    for action in found:
        folder = action.episode.removeprefix(OWN).partition("/")[0]
        guid = guids.get(folder)
        if guid and action.action in ("play", "new"):
            episodes[guid] = _as_player(action)
    return {"episodes": episodes, "timestamp": moment}


def _as_player(action: Action) -> dict[str, Any]:
    """An action in the format of `store.js`."""
    at, of = action.position or 0, action.total or 0
    moment = datetime.fromisoformat(action.timestamp).replace(tzinfo=UTC)
    is_heard = bool(of) and at >= HEARD * of
    record = {"at": 0 if is_heard else at, "of": of, "when": int(moment.timestamp())}
    return {**record, "heard": True} if is_heard else record


def add_positions(request: SyncRequest) -> Answer:
    """Store the player's positions for episodes of this show."""
    body = payloads.json_of(request.body)
    episodes = body.get("episodes") if isinstance(body, dict) else None
    if not isinstance(episodes, dict):
        raise Refused(400, "broken", 'expected is {"episodes": {…}}')
    entries = {each.manifest.guid: each for each in request.shown.entries}
    said = [
        _said(entries[guid], value)
        for guid, value in episodes.items()
        if guid in entries and isinstance(value, Mapping)
    ]
    actions = payloads.actions([each for each in said if each])
    return {"timestamp": request.positions.add_actions(actions)}


def _said(entry: Entry, value: Mapping[str, Any]) -> dict[str, Any] | None:
    """A position as an app's action; None if nothing was heard yet."""
    at, of = value.get("at"), value.get("of")
    if value.get("heard") is True and not at:
        at = of
    if not at or not of:
        return None
    return {
        "podcast": FEED,
        "episode": f"{OWN}{entry.folder}/{entry.manifest.audio.file}",
        "guid": entry.manifest.guid,
        "device": _DEVICE,
        "action": "play",
        "timestamp": value.get("when"),
        "started": 0,
        "position": at,
        "total": of,
    }
