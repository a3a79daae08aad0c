"""Notifies a command or an address of what happened to a show.

    [tell]
    on_made = ["notify-send", "A new episode"]
    on_failed = "https://example.org/hook"
    secret = "…"

They stand in the user's own config.toml and never in a show.toml, which may be a stranger's. A
command gets the event as JSON on its standard input, and no shell sees it. An address gets it by
POST, signed as Standard Webhooks (standardwebhooks.com, 1.0) has it; what it does not take is sent
again, also by a later run, under the same `webhook-id`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import os
import re
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import tts
from tts.model import TtsError
from tts.show.durations import seconds_of
from tts.storage import locks, user_config
from tts.storage.durable import write_whole
from tts.storage.parsing import parsed_json, parsed_toml

SECRET = "PAGECAST_TELL_SECRET"
"""The variable with the secret, if config.toml has none."""
TIMEOUT = 30.0
"""Default timeout of a command, in seconds."""
ANSWER = 10.0
"""Timeout of a request, in seconds."""
FIRST, LONGEST = 30.0, 3600.0
"""Seconds until a request is repeated, first and at most."""
MOST_TRIES = 72
"""About three days."""
MOST = 500
"""Maximum number of waiting events; the oldest are dropped."""

_WORDS = 100_000
"""Bytes of a command's output that are read."""

RECEIVERS = ("on_made", "on_failed")
"""Settings that name receivers."""

Event = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Receivers:
    """The receivers in the user's config.toml."""

    on_made: tuple[str, ...] | str = ()
    """A command with its arguments, or an address; empty for none."""
    on_failed: tuple[str, ...] | str = ()
    secret: str = field(default="", repr=False)
    timeout: float = TIMEOUT


@dataclass(frozen=True, slots=True)
class PendingNotification:
    """An event that has not been delivered yet."""

    id: str
    receiver: str
    """`on_made` or `on_failed`: the address is looked up when it is sent."""
    body: str
    tries: int = 0
    next: float = 0.0


def read() -> Receivers:
    """Read the receivers. Raises TtsError for an invalid table."""
    path = user_config.path()
    try:
        table = parsed_toml(path.read_text(encoding="utf-8")).get("tell", {})
    except FileNotFoundError:
        return Receivers()
    except (OSError, ValueError) as e:
        raise TtsError(f"{path} can't be read: {e}", "mend the file") from e
    try:
        return _checked(table)
    except (ValueError, TypeError, AttributeError) as e:
        raise TtsError(
            f"{path}: [tell] can't be read: {e}",
            'write  on_made = ["COMMAND", "ARGUMENT"]  or  on_made = "https://…"',
        ) from e


def _checked(table: Mapping[str, Any]) -> Receivers:
    known = {each.name for each in fields(Receivers)}
    unknown = [name for name in table if name not in known]
    if unknown:  # else nobody would be told, and nobody told of that
        near = get_close_matches(unknown[0], known, n=1)
        meant = f"did you mean {near[0]}?" if near else f"there are {', '.join(sorted(known))}"
        raise ValueError(f"{unknown[0]!r} is unknown: {meant}")
    made, failed = (_receiver(table.get(name, [])) for name in RECEIVERS)
    secret = table.get("secret") or os.environ.get(SECRET, "")
    if not isinstance(secret, str):
        raise ValueError("secret is not a text")
    timeout = table.get("timeout", f"{TIMEOUT:g}s")
    return Receivers(made, failed, secret, seconds_of(timeout))


def _receiver(value: Any) -> tuple[str, ...] | str:
    if isinstance(value, str) and re.match(r"https?://[^\s/]", value):
        return value
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return tuple(value)
    raise ValueError(f"{value!r} is neither a list of arguments nor an address")


# --- telling --------------------------------------------------------------------------------------


@dataclass
class Notifier:
    """Sends the notifications of one show."""

    folder: Path
    receivers: Receivers
    trouble: Callable[[TtsError], None]
    now: Callable[[], float]

    def made(self, event: Event) -> None:
        self._tell("on_made", {"event": "made", **event})

    def failed(self, event: Event) -> None:
        self._tell("on_failed", {"event": "failed", **event})

    def _tell(self, name: str, event: Event) -> None:
        receiver = getattr(self.receivers, name)
        if not receiver:
            return
        body = json.dumps(event, ensure_ascii=False)
        if isinstance(receiver, tuple):
            self._run(receiver, body)
        else:
            with self._changing():
                waiting = [*self.untold(), PendingNotification(uuid.uuid4().hex, name, body)]
                self._keep(waiting[-MOST:])
            self.deliver()

    def _run(self, command: tuple[str, ...], body: str) -> None:
        try:
            with tempfile.TemporaryFile() as said:  # a pipe ends with the last that it began
                done = subprocess.run(
                    command,
                    input=body.encode("utf-8", "replace"),
                    stdout=subprocess.DEVNULL,
                    stderr=said,
                    timeout=self.receivers.timeout,
                    check=False,
                )
                said.seek(0)
                words = said.read(_WORDS).decode("utf-8", "replace")
        except (OSError, ValueError, subprocess.TimeoutExpired) as e:
            self.trouble(_not_told(command[0], _why(e)))
            return
        if done.returncode:
            last = words.strip().rpartition("\n")[2][:200]
            self.trouble(_not_told(command[0], f"exit code {done.returncode}: {last}"))

    # --- by POST

    def deliver(self) -> None:
        """Send the waiting events that are due."""
        for name in RECEIVERS:
            self._deliver(name)

    def _deliver(self, name: str) -> None:
        """Send to one receiver, oldest first; the first failure postpones all its events."""
        sent = ""
        while (first := self._first(name)) and self._is_due(first):
            if first.id == sent:  # it can't be written that it was sent
                return
            fault = self._refusal(first)
            if fault:
                self._put_off(first, fault)
                return
            sent = first.id
            self._put(first)

    def _first(self, name: str) -> PendingNotification | None:
        """The event that has waited longest for a receiver."""
        waiting = (each for each in self.untold() if each.receiver == name)
        return next(waiting, None)

    def _is_due(self, one: PendingNotification) -> bool:
        return one.next <= self.now() or one.next - self.now() > 2 * LONGEST

    def _put_off(self, first: PendingNotification, fault: str) -> None:
        wait = min(LONGEST, FIRST * 2.0**first.tries)
        tried = replace(first, tries=first.tries + 1, next=self.now() + wait)
        host = urlsplit(self._address(first)).hostname or "the address"
        if tried.tries == 1:
            self.trouble(_not_told(host, f"{fault}; it is tried again"))
        if tried.tries < MOST_TRIES:
            self._put(first, tried)
        else:
            self.trouble(_not_told(host, f"{fault}; it is given up"))
            self._put(first)

    def _refusal(self, one: PendingNotification) -> str:
        """Why an address did not accept an event; empty if it did."""
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": f"Pagecast/{tts.__version__}",
            **signature(one, self.receivers.secret, int(self.now())),
        }
        address = self._address(one)
        if not address:  # the user has taken it out meanwhile
            return ""
        request = Request(address, one.body.encode("utf-8", "replace"), headers)
        try:
            with build_opener(_NoRedirect).open(request, timeout=ANSWER) as answer:
                answer.read(1000)
        except HTTPError as e:
            e.close()
            return f"it answered {e.code}"
        except (URLError, OSError, ValueError) as e:
            return str(getattr(e, "reason", "") or e)
        return ""

    def _address(self, one: PendingNotification) -> str:
        receiver = getattr(self.receivers, one.receiver, "")
        return receiver if isinstance(receiver, str) else ""

    # --- what waits

    def untold(self) -> list[PendingNotification]:
        try:
            return [PendingNotification(**each) for each in parsed_json(self._place().read_bytes())]
        except (OSError, ValueError, TypeError):
            return []

    def _put(self, former: PendingNotification, *now: PendingNotification) -> None:
        """Replace what was read: more events may have been added meanwhile, also by another process
        for the same show."""
        with self._changing():
            waiting = self.untold()
            ids = [each.id for each in waiting]
            if former.id in ids:
                place = ids.index(former.id)
                self._keep([*waiting[:place], *now, *waiting[place + 1 :]])

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """A lock that is not held while sending."""
        path = self._place()
        with locks.held(path.parent, f"-{path.stem}"):
            yield

    def _place(self) -> Path:
        """Next to the user's settings, where nobody who passed the show on can change it."""
        digest = hashlib.sha256(str(self.folder.resolve()).encode("utf-8", "replace"))
        return user_config.path().parent / f"untold-{digest.hexdigest()[:12]}.json"

    def _keep(self, waiting: list[PendingNotification]) -> None:
        path = self._place()
        if not waiting:
            path.unlink(missing_ok=True)
            return
        text = json.dumps([asdict(each) for each in waiting], ensure_ascii=False)
        try:
            write_whole(path, lambda f: f.write(text.encode("utf-8", "replace")), 0o600)
        except OSError as e:
            self.trouble(_not_told("others", f"{path} can't be written: {e.strerror}"))


class _NoRedirect(HTTPRedirectHandler):
    """A request signed for one address is not redirected to another."""

    def redirect_request(self, *_args: Any, **_kw: Any) -> None:
        return None


def signature(one: PendingNotification, secret: str, moment: int) -> dict[str, str]:
    """The headers of Standard Webhooks; without a secret, all except the signature."""
    headers = {"webhook-id": one.id, "webhook-timestamp": str(moment)}
    if secret:
        signed = f"{one.id}.{moment}.{one.body}".encode("utf-8", "replace")
        digest = hmac.new(_key(secret), signed, hashlib.sha256).digest()
        headers["webhook-signature"] = f"v1,{base64.b64encode(digest).decode()}"
    return headers


def _key(secret: str) -> bytes:
    """`whsec_` and base64, as in the standard; any other text is used as it is."""
    if secret.startswith("whsec_"):
        try:
            return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        except binascii.Error:
            pass
    return secret.encode()


def _why(error: Exception) -> str:
    """Why a command failed."""
    if isinstance(error, subprocess.TimeoutExpired):
        return "it took too long"
    if isinstance(error, FileNotFoundError):
        return "there is no such command"
    return getattr(error, "strerror", "") or str(error)


def _not_told(who: str, why: str) -> TtsError:
    return TtsError(f"{who} was not told: {why}", f"see [tell] in {user_config.path()}")


def without_secrets(text: str) -> str:
    """The text, with possible secrets removed from addresses: what follows `?`, and what precedes
    `@`.

    >>> without_secrets("https://a:b@example.org/feed?key=1#x answered 404")
    'https://example.org/feed answered 404'
    """
    plain = re.sub(r"(https?://)[^\s/@]*@", r"\1", text)
    return re.sub(r"(https?://[^\s?#]*)[?#]\S*", r"\1", plain)
