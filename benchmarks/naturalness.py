"""How natural speech sounds to DistillMOS (MIT): the mean opinion score, 1 to 5, that listeners would give it.

It is for those who measure voices: pip install 'pagecast[naturalness]'. PyTorch for the processor alone will do.
"""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING, Any

from tts.engines.decoding import resample
from tts.model import EngineMissing

if TYPE_CHECKING:
    from tts.model import Samples

RATE = 16_000
"""Samples a second that DistillMOS hears."""
_FROM = 24_000


class Judge:
    """DistillMOS, loaded at once. Raises EngineMissing where it is not installed."""

    def __init__(self) -> None:
        if find_spec("distillmos") is None or find_spec("torch") is None:
            raise EngineMissing(
                "to judge how natural a voice is, DistillMOS is needed",
                hint="pip install 'pagecast[naturalness]'",
            )
        self._model = _load()

    def score(self, samples: Samples) -> float:
        """The mean opinion score of 24 kHz PCM, shape (n,)."""
        import torch

        heard = torch.from_numpy(resample(samples, _FROM, RATE)).float()
        with torch.no_grad():
            return float(self._model(heard[None]))


def _load() -> Any:
    # It asks torchaudio for its own command line only, and that can't be loaded beside a PyTorch without CUDA.
    sys.modules.setdefault("torchaudio", ModuleType("torchaudio"))
    from distillmos import ConvTransformerSQAModel

    with redirect_stdout(sys.stderr):  # it says where its weights were
        return ConvTransformerSQAModel().eval()
