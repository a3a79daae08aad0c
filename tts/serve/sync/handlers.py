"""The responses of both APIs, without HTTP: a call in, a value out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from tts.serve.request_body import Refused
from tts.serve.sync import payloads
from tts.serve.sync.call import Answer, Call, TextAnswer
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


def subscribed(call: Call) -> list[str]:
    """All subscriptions of the listener, from every device."""
    known, _moment = call.positions.subscriptions()
    return call.as_reached(kept for kept, is_there in known.items() if is_there)


def list_subscriptions(call: Call) -> Answer:
    """The subscriptions as JSON, OPML or text."""
    urls = subscribed(call)
    form = call.named.get("format")
    if form == "opml":
        return TextAnswer(opml_writer.of_feeds(urls), "text/x-opml; charset=utf-8")
    if form == "txt":
        lines = [f"{url}\n" for url in urls]
        return TextAnswer("".join(lines), "text/plain; charset=utf-8")
    return urls


def put_subscriptions(call: Call) -> Answer:
    """Replace the list of a device.

    Missing feeds are unsubscribed only if this device added them: a new device does not know those
    of others.
    """
    form = call.named["format"]
    listed = payloads.listed(call.body, form)
    wanted = call.kept(listed)
    before = call.positions.own_subscriptions(call.device)
    gone = sorted({*before} - {*wanted})
    _change(call, wanted, gone)
    return TextAnswer("", "text/plain; charset=utf-8")


def subscription_changes(call: Call) -> Answer:
    """Changes since a time. A device without any subscriptions has none to remove."""
    known, moment = call.positions.subscriptions(call.since)
    add: list[str] = []
    remove: list[str] = []
    for kept, is_there in known.items():
        (add if is_there else remove).append(kept)
    return {
        "add": call.as_reached(add),
        "remove": call.as_reached(remove) if call.since else [],
        "timestamp": moment,
    }


def change_subscriptions(call: Call) -> Answer:
    """Feeds that a device added and removed."""
    body = payloads.json_of(call.body)
    if not isinstance(body, dict):
        raise Refused(400, "broken", 'expected is {"add": […], "remove": […]}')
    add = payloads.addresses(body.get("add", []))
    remove = payloads.addresses(body.get("remove", []))
    both = {*add} & {*remove}
    if both:
        raise Refused(400, "broken", f"both added and removed: {min(both)}")
    moment = _change(call, call.kept(add), call.kept(remove))
    return {"timestamp": moment, "update_urls": []}


def _change(call: Call, add: Iterable[str], remove: Iterable[str]) -> int:
    _note_prefixes(call)
    return call.positions.change_subscriptions(call.device, add, remove)


def _note_prefixes(call: Call) -> None:
    known = {*call.addresses.known}
    new = [prefix for prefix in call.addresses.met if prefix not in known]
    if new:
        call.positions.put_prefixes(new)


# --- episodes -------------------------------------------------------------------------------------


def list_actions(call: Call, *, capital: bool = False) -> Answer:
    """Actions on episodes since a time, for each address by which apps know them."""
    podcast = call.query.get("podcast", "")
    device = call.query.get("device", "")
    said = call.query.get("aggregated", "").lower()
    found, moment = call.positions.actions(
        call.since,
        call.addresses.kept(podcast),
        aggregated=said in ("true", "1"),
    )
    records = []
    for action in found:
        if device in ("", action.device):
            records += _records(call, action, capital)
    return {"actions": records, "timestamp": moment}


def _records(call: Call, action: Action, capital: bool) -> list[dict[str, Any]]:
    podcasts = call.addresses.as_reached(action.podcast)
    episodes = call.addresses.as_reached(action.episode)
    if len(podcasts) != len(episodes):  # one of the two is the show's alone
        podcasts = podcasts[:1] * len(episodes)
    records = []
    for podcast, episode in zip(podcasts, episodes, strict=True):
        reached = replace(action, podcast=podcast, episode=episode)
        records.append(payloads.as_json(reached, capital=capital))
    return records


def list_actions_in_capitals(call: Call) -> Answer:
    """Actions as Nextcloud spells them, in capitals."""
    return list_actions(call, capital=True)


def add_actions(call: Call) -> Answer:
    """Store actions on episodes."""
    body = payloads.json_of(call.body)
    kept = call.addresses.kept
    found = []
    for each in payloads.actions(body):
        podcast = kept(each.podcast)
        episode = kept(each.episode)
        found.append(replace(each, podcast=podcast, episode=episode))
    _note_prefixes(call)
    moment = call.positions.add_actions(found)
    return {"timestamp": moment, "update_urls": []}


# --- devices and settings -------------------------------------------------------------------------


def list_devices(call: Call) -> Answer:
    """All devices of the listener."""
    count = len(subscribed(call))
    return [
        {
            "id": each.id,
            "caption": each.caption,
            "type": each.type,
            "subscriptions": count,
        }
        for each in call.positions.devices()
    ]


def put_device(call: Call) -> Answer:
    """Store what a device says about itself."""
    body = payloads.json_of(call.body or b"{}")
    said = body if isinstance(body, dict) else {}
    before = Device(call.device)
    for each in call.positions.devices():
        if each.id == call.device:
            before = each
    caption = str(said.get("caption", before.caption))
    kind = said.get("type", before.type)
    if kind not in _TYPES:
        kind = before.type
    device = Device(call.device, caption[:200], kind)
    call.positions.put_device(device)
    return {}


def devices_in_step(call: Call) -> Answer:
    """Devices that are synchronized: always all of them."""
    names = [each.id for each in call.positions.devices()]
    return {"synchronized": [names] if names else [], "not-synchronized": []}


def list_settings(call: Call) -> Answer:
    """Settings of an account, a device, a podcast or an episode."""
    found = call.positions.settings(_scope(call))
    return {name: parsed_json(value) for name, value in found.items()}


def change_settings(call: Call) -> Answer:
    """Set some settings and remove others; returns all that remain."""
    body = payloads.json_of(call.body)
    said = body.get("set", {}) if isinstance(body, dict) else None
    names = body.get("remove", []) if isinstance(body, dict) else None
    if not isinstance(said, dict) or not isinstance(names, list):
        raise Refused(400, "broken", 'expected is {"set": {…}, "remove": […]}')
    new = {name[:200]: json.dumps(value) for name, value in said.items()}
    for value in new.values():
        if len(value) > _LARGEST:
            raise Refused(413, "large", "a setting of more than 10 kB is not accepted")
    gone = map(str, names)
    call.positions.put_settings(_scope(call), new, gone)
    return list_settings(call)


def _scope(call: Call) -> str:
    scope = call.named["scope"]
    needed = _SCOPES[scope]
    named = [call.query.get(each, "") for each in needed]
    if not all(named):
        lacks = " and ".join(needed)
        raise Refused(400, "broken", f"the address lacks {lacks}")
    return "\n".join([scope, *call.kept(named)])
