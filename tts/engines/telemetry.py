"""Switches off the telemetry of other packages before any of them is imported.

`tts.engines` switches it off when it is imported, and no engine or listener is reached but through
it. docs/offline.md lists what was found, and how it was looked for.
"""

from __future__ import annotations

import os
import sys
from typing import Any

SWITCHES = {
    "ORT_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    "HF_XET_TELEMETRY_ENABLED": "false",
    "DO_NOT_TRACK": "1",
}
"""Environment variables by which those packages, and whatever a third party's engine brings, are
told."""


def switch_off() -> None:
    """For this process and all that it starts, whatever the user's environment says."""
    os.environ |= SWITCHES
    loaded = sys.modules.get("onnxruntime")
    if loaded is not None:  # by the program that imports us: it has begun to report, and stops here
        _silence(loaded)


def stay_offline() -> None:
    """Keep the hub's library from fetching a model, from here on: whatever it has not on disk is an
    error of it."""
    os.environ["HF_HUB_OFFLINE"] = "1"


def onnxruntime() -> Any:
    """The package, silent. Whoever needs it, or imports one that does, asks for it here first.

    The variable alone keeps it from making an id of this machine and a file of events when it is
    imported; the call alone comes too late for that, and is for a package that was imported before
    ours. Raises ImportError.
    """
    switch_off()
    import onnxruntime

    _silence(onnxruntime)
    return onnxruntime


def _silence(package: Any) -> None:
    disable = getattr(package, "disable_telemetry_events", None)
    if disable is not None:  # builds for some systems lack it
        disable()
