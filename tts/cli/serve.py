"""The command `tts serve`: the show for phones on the same network."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from tts.cli import serve_view
from tts.cli.options import (
    check_is_show,
    json_option,
    opened_show,
    show_option,
    verbose_option,
)
from tts.cli.output import log_to_stderr, say
from tts.cli.serve_view import ServedAt
from tts.cli.tokens import tokens as tokens_command

if TYPE_CHECKING:
    from tts.serve.app import App
    from tts.serve.host_header import Hosts
    from tts.serve.network import Interface
    from tts.serve.owner_token import OwnerToken
    from tts.serve.queue.queue_item import Item
    from tts.serve.queue.worker import Worker
    from tts.serve.routes import Route
    from tts.serve.served_show import ServedShow
    from tts.serve.server import Certificate
    from tts.serve.token_holders import Tokens

INTERRUPTED = 130
_WHERE = {"vpn": "a VPN", "virtual": "of containers or virtual machines"}
_TOLD = 3
"""Maximum number of this computer's other addresses that are listed."""


def checked_token(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    from tts.serve import owner_token as secret

    if value and not secret.valid(value):
        raise click.BadParameter("a token has 8 to 128 letters (a to z, A to Z), digits, - or _")
    return value


def checked_hosts(
    _context: click.Context, _parameter: click.Parameter, value: tuple[str, ...]
) -> tuple[str, ...]:
    from tts.serve.host_header import Hosts

    names = tuple(f"[{name}]" if name.count(":") > 1 and name[0] != "[" else name for name in value)
    for name in names:
        if Hosts([name]).check(name) is None or re.search(r":\d+$", name.rpartition("]")[2]):
            raise click.BadParameter(
                f"{name!r} is not the name of a computer; write it like nas.example.org"
                " or 192.168.1.20"
            )
    return names


@click.group(invoke_without_command=True)
@show_option
@click.option(
    "--lan/--no-lan",
    default=None,
    help="Serve phones on the same network, or only this computer (the default).",
)
@click.option(
    "--add/--no-add",
    default=None,
    help="Accept articles sent to the server, and make them. Implies --lan, and creates the show "
    "if there is none. See docs/serve.md.",
)
@click.option(
    "--allow-private",
    is_flag=True,
    help="Allow added URLs on private networks.",
)
@click.option("--offline", is_flag=True, help="Don't use the network for added articles.")
@click.option(
    "--port",
    type=click.IntRange(1, 65_535),
    default=None,
    metavar="N",
    help="The port to listen on. Default: 8043, or the next free one.",
)
@click.option(
    "--token",
    default="",
    metavar="TOKEN",
    callback=checked_token,
    envvar="PAGECAST_TOKEN",
    show_envvar=True,
    help="A secret that is part of every address: without it nothing can be seen. With --lan one "
    "is made and kept.",
)
@click.option("--no-token", is_flag=True, help="Let everybody on the network see the show.")
@click.option(
    "--host",
    "hosts",
    multiple=True,
    metavar="NAME",
    callback=checked_hosts,
    help="The name or address by which phones reach this computer. Default: detected. Repeatable.",
)
@click.option(
    "--cert",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FILE",
    help="Serve over HTTPS with this certificate and its chain (PEM). See docs/serve.md.",
)
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FILE",
    help="The private key of that certificate (PEM).",
)
@click.option("--qr/--no-qr", default=None, help="Print a QR code. Default: only on a terminal.")
@click.option("--open", "open_it", is_flag=True, help="Also open it in this computer's browser.")
@json_option
@verbose_option
@click.pass_context
def serve(context: click.Context, /, output: Path, **asked: Any) -> None:
    """Serve the show to phones on the same network. Pages, feed and audio are served over HTTP.

    It prints the address, with a QR code for a phone's camera. New episodes appear as they are
    made. It runs until Ctrl-C.

    \b
    tts serve --lan             for phones on the same network
    tts serve --add             also accept articles from them
    tts serve tokens add Ana    a separate token for one listener
    """
    if context.invoked_subcommand:
        return
    from tts.serve.host_header import Hosts
    from tts.serve.named_tokens import NamedTokens
    from tts.serve.served_show import ServedShow
    from tts.serve.server import run
    from tts.serve.token_holders import Tokens

    _check(asked)
    secured = _certificate(asked)
    if asked["add"] and not output.exists():
        _begin_show(output)
    check_is_show(output)
    if asked["lan"] is None:
        asked["lan"] = bool(asked["add"])
    asked["add"] = _adds(output, asked)
    place, sockets = _place(output, asked)
    served = ServedShow(
        output, private=bool(place.token), tell=serve_view.tell_change, warn=serve_view.warn
    )
    place = replace(place, notes=[*place.notes, *serve_view.notes_of(served.shown.refused)])
    tokens = Tokens(place.token, NamedTokens(served.root))
    adding = _adding(served.root, tokens, asked) if place.adds else None
    app = _app(served, Hosts(asked["hosts"]), tokens, place, adding, verbose=asked["verbose"])
    ready = serve_view.when_ready(place, served, asked=asked)
    _quiet(asked["verbose"])
    if adding:
        adding.worker.start()
    number = run(app, sockets, ready=ready, secured=secured)
    if adding:
        adding.worker.stop()
    _end(number)


serve.add_command(tokens_command)


def _check(asked: dict[str, Any]) -> None:
    """Raise UsageError for options that contradict each other."""
    if asked["no_token"] and asked["token"]:
        raise click.UsageError("--token and --no-token contradict each other")
    if asked["no_token"] and asked["add"]:
        why = "adding articles needs a token"
        raise click.UsageError(f"--add and --no-token contradict each other: {why}")
    if bool(asked["cert"]) != bool(asked["key"]):
        raise click.UsageError("--cert and --key go together")


def _certificate(asked: dict[str, Any]) -> Certificate | None:
    from tts.serve.server import certificate

    return certificate(asked["cert"], asked["key"]) if asked["cert"] else None


def _adds(folder: Path, asked: dict[str, Any]) -> bool:
    """Whether articles are accepted: by the command line, otherwise by the show."""
    show = opened_show(folder)
    if asked["add"] is not None or asked["no_token"]:
        return bool(asked["add"])
    return show.settings.serve.get("add", False)


def _begin_show(folder: Path) -> None:
    """Create a show with its show.toml, so that there is something to serve."""
    from tts.show import library, settings_file

    settings_file.create(folder / library.SETTINGS, {})
    say(f"created a show: {folder / library.SETTINGS}")


@dataclass(frozen=True, slots=True)
class Adding:
    """What makes added articles."""

    worker: Worker
    table: Sequence[Route]


def _adding(show: Path, tokens: Tokens, asked: dict[str, Any]) -> Adding:
    from tts.cli.serve_notifications import teller
    from tts.serve.queue.store import Store
    from tts.serve.queue.worker import Permissions, Worker
    from tts.serve.queue_routes import QueueRoutes

    store = Store(show)
    permissions = Permissions(asked["allow_private"], asked["offline"])
    listeners: list[Callable[[Item], None]] = [serve_view.tell_item]
    others = teller(show)
    if others:
        listeners.append(others)
    worker = Worker(store, show, permissions, listeners)
    return Adding(worker, QueueRoutes(store, worker, tokens).table())


def _sync(served: ServedShow, hosts: Hosts, tokens: Tokens) -> Sequence[Route]:
    """Routes for positions and subscriptions, which apps synchronize."""
    from tts.serve.sync.sessions import Sessions
    from tts.serve.sync.sync_routes import Sync

    return Sync(served, hosts, tokens, Sessions()).routes()


def _app(
    served: ServedShow,
    hosts: Hosts,
    tokens: Tokens,
    place: ServedAt,
    adding: Adding | None,
    *,
    verbose: bool,
) -> App:
    from tts.serve import health_route
    from tts.serve.app import App

    base_url = place.address.removesuffix(f"{place.token}/") if place.token else place.address
    return App(
        served,
        hosts,
        tokens,
        table=[
            health_route.route(served.root),
            *_sync(served, hosts, tokens),
            *(adding.table if adding else ()),
        ],
        address=base_url if place.lan else "",
        listener=serve_view.tell_request if verbose else None,
    )


def _place(output: Path, asked: dict[str, Any]) -> tuple[ServedAt, list[Any]]:
    """The address of the server, and its sockets; saves its token and port."""
    from tts.serve import network
    from tts.serve import owner_token as secret

    kept = secret.read(output)
    adds = asked["add"]
    lan = asked["lan"]
    token = _token(kept.token, wanted=lan or adds, asked=asked)
    notes: list[str] = []
    host = asked["hosts"][0] if asked["hosts"] else "127.0.0.1"
    if lan:
        host, notes = _lan_host(asked["hosts"])
    wanted = kept.port if lan and kept.port else network.PORT
    sockets, port = network.bind(asked["port"], everywhere=lan, wanted=wanted)
    if asked["port"] is None and port != wanted:
        notes.append(
            f"port {wanted} is in use, so this run uses {port}: apps that subscribed at {wanted} "
            "can't reach it"
        )
    if (lan or adds) and not asked["token"]:
        is_port_kept = kept.port and not asked["port"]
        keep = secret.OwnerToken(token or kept.token, kept.port if is_port_kept else port)
        notes += _saved(output, kept, keep)
    behind = f"{token}/" if token else ""
    scheme = "https" if asked["cert"] else "http"
    return ServedAt(
        f"{scheme}://{host}:{port}/{behind}",
        f"{scheme}://127.0.0.1:{port}/{behind}",
        port,
        token,
        notes,
        lan=lan,
        adds=adds,
    ), sockets


def _saved(output: Path, kept: OwnerToken, keep: OwnerToken) -> list[str]:
    """Save the token and the port for the next start; returns a note if that is impossible."""
    from tts.serve import owner_token as secret

    if keep == kept or secret.keep(output, keep):
        return []
    note = "the token can't be saved anywhere: the next start makes another one"
    return [f"{note} unless you set it with --token"]


def _token(kept: str, *, wanted: bool, asked: dict[str, Any]) -> str:
    """The owner's token: the given one, the saved one, or a new one if required."""
    from tts.serve import owner_token as secret

    if asked["no_token"]:
        return ""
    return asked["token"] or ((kept or secret.new()) if wanted else "")


def _lan_host(hosts: Sequence[str]) -> tuple[str, list[str]]:
    """The address that a phone nearby can most likely reach, and notes about it."""
    from tts.model import TtsError
    from tts.serve import network

    if hosts:
        return hosts[0], []
    found = network.interfaces()
    if not found:
        hint = "connect it to the phones' network, or give its address with --host"
        raise TtsError("this computer has no network address", hint=hint)
    first, others = found[0], found[1 : 1 + _TOLD]
    described = _described(first) or "this computer's address"
    note = f"{first.host} is {described}"
    if others:
        named = ", ".join(map(_with_description, others))
        note += f"; if the phone can't reach it, start with --host and one of: {named}"
    notes = [note]
    if first.address.is_global:
        notes.append(
            "this address can be reached from the whole Internet, unless a firewall blocks it"
        )
    return first.host, notes


def _described(one: Interface) -> str:
    """A description of a network interface; empty if nothing is known about it."""
    kind = _WHERE.get(one.kind, "")
    return ", ".join(filter(None, (one.name, kind)))


def _with_description(one: Interface) -> str:
    described = _described(one)
    return f"{one.host} ({described})" if described else one.host


def _quiet(verbose: bool) -> None:
    """Hide uvicorn's messages, which are only useful for developers."""
    import logging

    logging.getLogger("uvicorn").setLevel(logging.WARNING if verbose else logging.CRITICAL + 1)
    log_to_stderr()
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)


def _end(number: int) -> NoReturn:
    """Exit at once, since threads may still be reading a file for a phone that is gone."""
    import signal

    say("stopped")
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(INTERRUPTED if number == signal.SIGINT else 0)
