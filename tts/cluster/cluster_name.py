"""The names of clusters that `--cluster` takes, and what is wrong with any other.

Nothing of Dask is imported, so that a wrong name is reported at once.
"""

from __future__ import annotations

import re
from importlib.util import find_spec

from tts.parallel import cores

FORMS = "tcp://HOST:8786, tls://HOST:8786, local:4, or a class like dask_jobqueue.SLURMCluster:20"
_PROTOCOLS = ("tcp", "tls", "ws", "wss")
"""Those of Dask's schedulers that need no other package."""
_WORKERS_A_CORE = 4
"""Most workers of this machine for each of its cores: they help engines that wait for a service,
but each is a process of about 100 MB."""
_PORT = "8786"
"""The port of `dask scheduler`, unless it is given another."""
_LEAST_PORT = 1024
"""Smaller numbers are rather numbers of workers."""
_ADDRESS = re.compile(r"(?P<protocol>.*?)://(?P<host>\[[^]]*\]|[^:]*)(?::(?P<port>.*))?")
_HOST = re.compile(r"\[[0-9a-f:.]+(%\w+)?\]|[\w.-]+", re.IGNORECASE)
_CLASS = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)+")
_ALMOST = re.compile(r"((?P<protocol>\w+):/+)?(?P<host>\[[^]]+\]|[\w.-]+)(:(?P<port>\d+))?/*")
"""What may have been meant as a scheduler's address, if it has a protocol or a port."""


def fault(where: str) -> str:
    """What is wrong with the name of a cluster, and what to write instead; empty if nothing is.

    >>> fault("tcp://10.0.0.7:8786"), fault("tls://[::1]:8786"), fault("local:4")
    ('', '', '')
    >>> fault("localhost:8786")
    "'localhost:8786' is not a cluster; did you mean tcp://localhost:8786?"
    """
    if not where.strip():
        return (
            "the value is empty, perhaps because a variable is not set; to make the articles "
            "without a cluster, leave --cluster out"
        )
    if address := _ADDRESS.fullmatch(where):
        wrong = _address_fault(**address.groupdict())
        return wrong and f"{where!r} {wrong}; {_instead(where)}"
    name, _, count = where.rpartition(":")
    if "local" in (name.lower(), where.lower()):
        return _local_fault(where, name, count)
    if not _CLASS.fullmatch(name or where):
        return f"{where!r} is not a cluster; {_instead(where)}"
    return _class_fault(where, name, count)


def _address_fault(protocol: str, host: str, port: str | None) -> str:
    if protocol not in _PROTOCOLS:
        return f"begins with {protocol}://, which is not for Dask's schedulers"
    if ":" in (port or ""):
        return "has more than one colon; an IPv6 address is written in brackets, like [::1]"
    if not _HOST.fullmatch(host):
        return "names no host"
    if not port:
        return "names no port"
    return "" if _is_port(port) else f"has the port {port!r}, not one from 1 to 65535"


def _local_fault(where: str, name: str, count: str) -> str:
    if name != "local" or not _is_count(count):
        return f"{where!r} names no number of workers on this machine; write it like local:4"
    most = _WORKERS_A_CORE * cores()
    if int(count) > most:
        return (
            f"{where!r} is more than this machine can use: the workers share its "
            f"{_cores_here()}; write local:{most} at most"
        )
    return ""


def crowding(where: str) -> str:
    """A remark, if workers of this machine outnumber its cores; otherwise empty."""
    name, _, count = where.rpartition(":")
    if name != "local" or int(count) <= cores():
        return ""
    return (
        f"{where}: {count} workers share this machine's {_cores_here()}, which helps only where an "
        "engine waits for a service"
    )


def _cores_here() -> str:
    return "only core" if cores() == 1 else f"{cores()} cores"


def _class_fault(where: str, name: str, count: str) -> str:
    if not name:
        return f"{where!r} names no number of workers; write it like {where}:20"
    if not _is_count(count):
        return f"{where!r} has {count!r} for the number of workers; write it like {name}:20"
    module = name.rpartition(".")[0]
    if _is_installed(module):
        return ""
    # Names of hosts are written in small letters, those of classes begin with a capital.
    is_host = name.islower()
    instead = _instead(where) if is_host else f"install it, or write it like {FORMS}"
    return f"{where!r} needs the package {module}, which is not installed; {instead}"


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
    except Exception:  # the package is there, and will say this again when it is used
        return True


def _is_count(text: str) -> bool:
    return bool(re.fullmatch("[1-9][0-9]{0,3}", text))


def _is_port(text: str) -> bool:
    return bool(re.fullmatch("[0-9]{1,5}", text)) and 0 < int(text) < 1 << 16


def _instead(where: str) -> str:
    """What may have been meant, or else all that can be written."""
    almost = _ALMOST.fullmatch(where.strip())
    if not almost or not (almost["protocol"] or almost["port"]):
        return f"write it like {FORMS}"
    given = (almost["protocol"] or "").lower()
    protocol = given if given in _PROTOCOLS else "tcp"
    port = almost["port"] or ""
    if not given and _is_count(port) and int(port) < _LEAST_PORT:
        return f"did you mean local:{port}?"
    return f"did you mean {protocol}://{almost['host']}:{port if _is_port(port) else _PORT}?"
