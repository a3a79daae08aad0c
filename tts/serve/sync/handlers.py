"""The responses of both APIs, without HTTP: a request in, a value out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from tts.serve.request_body import Refused
from tts.serve.sync import payloads
from tts.serve.sync.sync_request import Answer, SyncRequest, TextAnswer
from tts.show import opml_writer
from tts.show.positions import Action, Device
from tts.storage.parsing import parsed_json

_TYPES = ("desktop", "laptop", "mobile", "server", "other")
_LARGEST = 10_000
"""Bytes of a setting."""
_SCOPES: Mapping[str, tuple[str, ...]] = {
    "account": (),
    "device": ("device",),
    "podcast": ("podcast",),
    "episode": ("podcast", "episode"),
}
"""The scopes of settings, and the query parameters that name what a setting belongs to."""


# --- subscriptions --------------------------------------------------------------------------------


def subscribed(request: SyncRequest) -> list[str]:
    """All subscriptions of the listener, from every device."""
    known, _moment = request.positions.subscriptions()
    return request.as_reached(kept for kept, is_there in known.items() if is_there)


def list_subscriptions(request: SyncRequest) -> Answer:
    """The subscriptions as JSON, OPML or text."""
    urls = subscribed(request)
    form = request.named.get("format")
    if form == "opml":
        return TextAnswer(opml_writer.of_feeds(urls), "text/x-opml; charset=utf-8")
    if form == "txt":
        lines = [f"{url}\n" for url in urls]
        return TextAnswer("".join(lines), "text/plain; charset=utf-8")
    return urls


def put_subscriptions(request: SyncRequest) -> Answer:
    """Replace the list of a device.

    Missing feeds are unsubscribed only if this device added them: a new device does not know those
    of others.
    """
    form = request.named["format"]
    listed = payloads.listed(request.body, form)
    wanted = request.kept(listed)
    before = request.positions.own_subscriptions(request.device)
    gone = sorted({*before} - {*wanted})
    _change(request, wanted, gone)
    return TextAnswer("", "text/plain; charset=utf-8")


def subscription_changes(request: SyncRequest) -> Answer:
    """Changes since a time. A device without any subscriptions has none to remove."""
    known, moment = request.positions.subscriptions(request.since)
    add: list[str] = []
    remove: list[str] = []
    for kept, is_there in known.items():
        (add if is_there else remove).append(kept)
    return {
        "add": request.as_reached(add),
        "remove": request.as_reached(remove) if request.since else [],
        "timestamp": moment,
    }


def change_subscriptions(request: SyncRequest) -> Answer:
    """Feeds that a device added and removed."""
    body = payloads.json_of(request.body)
    if not isinstance(body, dict):
        raise Refused(400, "broken", 'expected is {"add": […], "remove": […]}')
    add = payloads.addresses(body.get("add", []))
    remove = payloads.addresses(body.get("remove", []))
    both = {*add} & {*remove}
    if both:
        raise Refused(400, "broken", f"both added and removed: {min(both)}")
    moment = _change(request, request.kept(add), request.kept(remove))
    return {"timestamp": moment, "update_urls": []}


def _change(request: SyncRequest, add: Iterable[str], remove: Iterable[str]) -> int:
    _note_prefixes(request)
    return request.positions.change_subscriptions(request.device, add, remove)


def _note_prefixes(request: SyncRequest) -> None:
    known = {*request.addresses.known}
    new = [prefix for prefix in request.addresses.met if prefix not in known]
    if new:
        request.positions.put_prefixes(new)


# --- episodes -------------------------------------------------------------------------------------


def list_actions(request: SyncRequest, *, capital: bool = False) -> Answer:
    """Actions on episodes since a time, for each address by which apps know them."""
    podcast = request.query.get("podcast", "")
    device = request.query.get("device", "")
    said = request.query.get("aggregated", "").lower()
    found, moment = request.positions.actions(
        request.since,
        request.addresses.kept(podcast),
        aggregated=said in ("true", "1"),
    )
    records = []
    for action in found:
        if device in ("", action.device):
            records += _records(request, action, capital)
    return {"actions": records, "timestamp": moment}


def _records(request: SyncRequest, action: Action, capital: bool) -> list[dict[str, Any]]:
    podcasts = request.addresses.as_reached(action.podcast)
    episodes = request.addresses.as_reached(action.episode)
    if len(podcasts) != len(episodes):  # one of the two is the show's alone
        podcasts = podcasts[:1] * len(episodes)
    records = []
    for podcast, episode in zip(podcasts, episodes, strict=True):
        reached = replace(action, podcast=podcast, episode=episode)
        records.append(payloads.as_json(reached, capital=capital))
    return records


def list_actions_in_capitals(request: SyncRequest) -> Answer:
    """Actions as Nextcloud spells them, in capitals."""
    return list_actions(request, capital=True)


def add_actions(request: SyncRequest) -> Answer:
    """Store actions on episodes."""
    body = payloads.json_of(request.body)
    kept = request.addresses.kept
    found = []
    for each in payloads.actions(body):
        podcast = kept(each.podcast)
        episode = kept(each.episode)
        found.append(replace(each, podcast=podcast, episode=episode))
    _note_prefixes(request)
    moment = request.positions.add_actions(found)
    return {"timestamp": moment, "update_urls": []}


# --- devices and settings -------------------------------------------------------------------------


def list_devices(request: SyncRequest) -> Answer:
    """All devices of the listener."""
    count = len(subscribed(request))
    return [
        {
            "id": each.id,
            "caption": each.caption,
            "type": each.type,
            "subscriptions": count,
        }
        for each in request.positions.devices()
    ]


def put_device(request: SyncRequest) -> Answer:
    """Store what a device says about itself."""
    body = payloads.json_of(request.body or b"{}")
    said = body if isinstance(body, dict) else {}
    before = Device(request.device)
    for each in request.positions.devices():
        if each.id == request.device:
            before = each
    caption = str(said.get("caption", before.caption))
    kind = said.get("type", before.type)
    if kind not in _TYPES:
        kind = before.type
    device = Device(request.device, caption[:200], kind)
    request.positions.put_device(device)
    return {}


def devices_in_step(request: SyncRequest) -> Answer:
    """Devices that are synchronized: always all of them."""
    names = [each.id for each in request.positions.devices()]
    return {"synchronized": [names] if names else [], "not-synchronized": []}


def list_settings(request: SyncRequest) -> Answer:
    """Settings of an account, a device, a podcast or an episode."""
    found = request.positions.settings(_scope(request))
    return {name: parsed_json(value) for name, value in found.items()}


def change_settings(request: SyncRequest) -> Answer:
    """Set some settings and remove others; returns all that remain."""
    body = payloads.json_of(request.body)
    said = body.get("set", {}) if isinstance(body, dict) else None
    names = body.get("remove", []) if isinstance(body, dict) else None
    if not isinstance(said, dict) or not isinstance(names, list):
        raise Refused(400, "broken", 'expected is {"set": {…}, "remove": […]}')
    new = {name[:200]: json.dumps(value) for name, value in said.items()}
    for value in new.values():
        if len(value) > _LARGEST:
            raise Refused(413, "large", "a setting of more than 10 kB is not accepted")
    gone = map(str, names)
    request.positions.put_settings(_scope(request), new, gone)
    return list_settings(request)


def _scope(request: SyncRequest) -> str:
    scope = request.named["scope"]
    needed = _SCOPES[scope]
    named = [request.query.get(each, "") for each in needed]
    if not all(named):
        lacks = " and ".join(needed)
        raise Refused(400, "broken", f"the address lacks {lacks}")
    return "\n".join([scope, *request.kept(named)])
