"""Parses what apps send: lists of addresses, actions on episodes. Invalid values are skipped,
because an app that is refused sends the same again forever."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from tts.model import SourceError
from tts.serve.request_body import Refused
from tts.show.positions import Action
from tts.storage.parsing import parsed_json

MOST_ACTIONS: Final = 20_000
MOST_ADDRESSES: Final = 5_000
"""Maximum number per request."""
_LONGEST: Final = 2_000
_TIMES: Final = ("started", "position", "total")
_ACTIONS: Final = frozenset({"play", "download", "delete", "new", "flattr"})


def json_of(body: bytes) -> Any:
    """Parse JSON. Raises Refused."""
    try:
        return parsed_json(body)
    except ValueError as error:
        raise Refused(400, "broken", f"the body is not JSON: {error}") from error


# --- addresses ------------------------------------------------------------------------------------


def addresses(value: Any) -> list[str]:
    """The addresses in a list, without duplicates. Raises Refused if it is not a list."""
    if not isinstance(value, list) or len(value) > MOST_ADDRESSES:
        raise Refused(400, "broken", f"expected is a list of at most {MOST_ADDRESSES:,} addresses")
    named = [each.get("url") if isinstance(each, dict) else each for each in value]
    found = [str(each).strip() for each in named if _is_address(each)]
    return list(dict.fromkeys(found))


def _is_address(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    plain = value.strip()
    is_word = plain.isprintable() and " " not in plain
    return is_word and 0 < len(plain) <= _LONGEST


def listed(body: bytes, form: str) -> list[str]:
    """The addresses in a list as JSON, text or OPML. Raises Refused."""
    if form == "json":
        return addresses(json_of(body))
    text = body.decode(errors="replace")
    if form == "txt":
        return addresses([line for line in text.splitlines() if line.strip()])
    from tts.sources.feed.opml import parse_opml

    try:
        return addresses([*parse_opml(text, "the body")])
    except SourceError as error:
        raise Refused(400, "broken", error.message) from error


# --- what was done with episodes ------------------------------------------------------------------


def actions(value: Any) -> list[Action]:
    """The actions in a list. Raises Refused if it is not a list."""
    if not isinstance(value, list) or len(value) > MOST_ACTIONS:
        raise Refused(400, "broken", f"expected is a list of at most {MOST_ACTIONS:,} actions")
    latest = datetime.now(UTC) + timedelta(days=1)
    found = (_action(each, latest) for each in value if isinstance(each, dict))
    return [each for each in found if each]


def _action(value: Mapping[str, Any], latest: datetime) -> Action | None:
    kind = str(value.get("action", "")).lower()
    podcast = value.get("podcast")
    episode = value.get("episode")
    is_whole = _is_address(podcast) and _is_address(episode)
    if kind not in _ACTIONS or not is_whole:
        return None
    action = Action(str(podcast), str(episode), kind)
    said = replace(
        action,
        device=_line(value.get("device")),
        guid=_line(value.get("guid")),
        timestamp=_moment(value.get("timestamp"), latest),
    )
    if kind != "play":
        return said
    return replace(
        said,
        started=_seconds(value.get("started")),
        position=_seconds(value.get("position")),
        total=_seconds(value.get("total")),
    )


def _seconds(value: Any) -> int | None:
    """A negative number means none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if 0 <= value < 10**8 else None


def _line(value: Any) -> str:
    return value[:200] if isinstance(value, str) and value.isprintable() else ""


def _moment(value: Any, latest: datetime) -> str:
    """A time in UTC, without a zone, as in the API. A time in the future would stay the latest
    forever, so it counts as now, as does an invalid one."""
    now = datetime.now(UTC)
    try:
        found = _parsed(value)
    except (ValueError, OverflowError, OSError):
        found = now
    return (found if found <= latest else now).strftime("%Y-%m-%dT%H:%M:%S")


def _parsed(value: Any) -> datetime:
    if isinstance(value, int | float):
        return datetime.fromtimestamp(value, UTC)
    found = datetime.fromisoformat(str(value)[:40])
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def as_json(action: Action, *, capital: bool = False) -> dict[str, Any]:
    """An action as apps read it; with `capital`, its kind as Nextcloud spells it."""
    record: dict[str, Any] = {
        "podcast": action.podcast,
        "episode": action.episode,
        "action": action.action,
        "timestamp": action.timestamp,
        "device": action.device or None,
        "guid": action.guid or None,
        "started": action.started,
        "position": action.position,
        "total": action.total,
    }
    if capital:
        record["action"] = action.action.upper()
        for name in _TIMES:
            record[name] = -1 if record[name] is None else record[name]
    return {name: value for name, value in record.items() if value is not None}
