"""The device that runs a model: the processor, or a graphics card supported by this ONNX Runtime.

Installing `onnxruntime-gpu` or `onnxruntime-directml` is a choice, so their cards are used if a
session can be made on them. Core ML comes with every ONNX Runtime for macOS, and is used only with
`PAGECAST_ONNX=coreml`.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from typing import Any

from tts.model import EngineError

VARIABLE = "PAGECAST_ONNX"
"""Environment variable that names the device: `cpu`, `cuda`, `directml` or `coreml`."""
CPU = "CPUExecutionProvider"
_NAMES = {
    "cuda": "CUDAExecutionProvider",
    "directml": "DmlExecutionProvider",
    "coreml": "CoreMLExecutionProvider",
    "cpu": CPU,
}
_UNASKED = ("cuda", "directml")
_log = logging.getLogger(__name__)


def chosen(available: Sequence[str], asked: str = "") -> str:
    """The name of the device to try first; `asked` is the user's choice. Raises EngineError if that
    is not available.

    >>> chosen([_NAMES["cuda"], CPU]), chosen([_NAMES["coreml"], CPU]), chosen([CPU])
    ('cuda', 'cpu', 'cpu')
    """
    if not asked:
        return next((name for name in _UNASKED if _NAMES[name] in available), "cpu")
    name = asked.strip().lower()
    if _NAMES.get(name) in available:
        return name
    has = ", ".join(name for name, provider in _NAMES.items() if provider in available)
    raise EngineError(
        f"{VARIABLE}={asked} is not available: this ONNX Runtime has {has}",
        hint="choose one of these, or install onnxruntime-gpu or onnxruntime-directml",
    )


def provider_here() -> str:
    """The device that is tried first in this process. Raises EngineError."""
    from tts.engines import telemetry

    available = telemetry.onnxruntime().get_available_providers()
    return chosen(available, os.environ.get(VARIABLE, ""))


def name_of(session: Any) -> str:
    """The device that runs a session."""
    first = session.get_providers()[0]
    return next((name for name, provider in _NAMES.items() if provider == first), first)


def session(open_on: Callable[[list[str]], Any], first: str) -> Any:
    """A session made by `open_on` with a list of providers. If the first device can't be used, that
    is logged and the processor is used."""
    if first == "cpu":
        return open_on([CPU])
    fault = "ONNX Runtime did not use it"
    try:
        made = open_on([_NAMES[first], CPU])
        if name_of(made) == first:
            return made
    except Exception as error:  # ONNX Runtime's errors have no common base
        fault = str(error)
    _log.warning("%s can't be used, computing on the processor: %s", first, fault)
    return open_on([CPU])
