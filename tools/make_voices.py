"""Makes tts/engines/data/kokoro-voices.npz: the style tables of Kokoro's voices, each by its few directions.

    python tools/make_voices.py [kokoro-js-1.2.1.tgz]

The source is kokoro-js 1.2.1 (Apache-2.0), fetched by `npm pack` unless a path is given. A voice is 510 rows, one for
each length of the text in phonemes, of 256 numbers. The rows of a voice vary in a dozen directions: 16 and the mean
give the table back to about a thousandth, in a tenth of the space. That is heard in the 8-bit model's Mandarin: its
default voice is kept whole, in half precision.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import numpy as np

from tts.engines.kokoro.voices import VOICES

OUT = Path(__file__).parents[1] / "tts/engines/data/kokoro-voices.npz"
PACKAGE = "kokoro-js-1.2.1.tgz"
DIRECTIONS = 16
WHOLE = ("zf_xiaoxiao",)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(sys.argv[1]) if len(sys.argv) > 1 else fetch(Path(folder))
        tables = {voice.id: table(archive, voice.id) for voice in VOICES}
    packed = {voice: pack(rows) for voice, rows in tables.items() if voice not in WHOLE}
    names = ("mean", "along", "directions")
    stored = {
        f"{voice}.{name}": part
        for voice, parts in packed.items()
        for name, part in zip(names, parts, strict=True)
    }
    stored |= {f"{voice}.whole": tables[voice].astype(np.float16) for voice in WHOLE}
    with OUT.open("wb") as out:
        np.savez_compressed(out, **stored)
    worst = max(float(abs(unpack(*parts) - tables[voice]).max()) for voice, parts in packed.items())
    sys.stdout.write(
        f"{len(tables)} voices, {OUT.stat().st_size} bytes, off by at most {worst:.4f}\n"
    )


def table(archive: Path, voice: str) -> np.ndarray:
    with tarfile.open(archive) as members:
        member = members.extractfile(f"package/voices/{voice}.bin")
        assert member is not None
        return np.frombuffer(member.read(), "<f4").reshape(510, 256)


def pack(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    mean = rows.mean(axis=0)
    left, sizes, directions = np.linalg.svd(rows - mean, full_matrices=False)
    along = left[:, :DIRECTIONS] * sizes[:DIRECTIONS]
    return mean, along.astype(np.float16), directions[:DIRECTIONS].astype(np.float16)


def unpack(mean: np.ndarray, along: np.ndarray, directions: np.ndarray) -> np.ndarray:
    return mean + along.astype(np.float32) @ directions.astype(np.float32)


def fetch(folder: Path) -> Path:
    subprocess.run(
        ["npm", "pack", PACKAGE.removesuffix(".tgz").replace("js-", "js@")],
        check=True,
        cwd=folder,
        stdout=subprocess.DEVNULL,
    )
    return folder / PACKAGE


if __name__ == "__main__":
    main()
