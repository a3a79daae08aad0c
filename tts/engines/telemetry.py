"""Disables the telemetry of other packages before any of them is imported.

`tts.engines` does so when imported, and every engine is reached through it. docs/offline.md lists
what was found and how.
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
"""Environment variables read by these packages, and by packages of third-party engines."""


def switch_off() -> None:
    """Disable telemetry in this process and all that it starts, regardless of the user's
    environment."""
    os.environ |= SWITCHES
    loaded = sys.modules.get("onnxruntime")
    if loaded is not None:  # by the program that imports us: it has begun to report, and stops here
        _silence(loaded)


def stay_offline() -> None:
    """From now on, keep the Hugging Face Hub library from downloading models: one that is not on
    disk is an error."""
    os.environ["HF_HUB_OFFLINE"] = "1"


def onnxruntime() -> Any:
    """The package onnxruntime without telemetry. Whoever needs it, or a package that imports it,
    calls this first.

    The environment variable alone keeps it from creating a machine id and an event file on import.
    The call is too late for that, and is for the case that the package was imported before ours.
    Raises ImportError.
    """
    switch_off()
    import onnxruntime

    _silence(onnxruntime)
    return onnxruntime


def _silence(package: Any) -> None:
    disable = getattr(package, "disable_telemetry_events", None)
    if disable is not None:  # builds for some systems lack it
        disable()
