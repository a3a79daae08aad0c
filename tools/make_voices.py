"""Makes tts/engines/data/kokoro-voices.npz: the style tables of the Mandarin voices, in half precision.

    python tools/make_voices.py [kokoro-js-1.2.1.tgz]

The source is kokoro-js 1.2.1 (Apache-2.0), fetched by `npm pack` unless a path is given. A voice is 510 rows, one for
each length of the text in phonemes, of 256 numbers.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import numpy as np

OUT = Path(__file__).parents[1] / "tts/engines/data/kokoro-voices.npz"
VOICES = ("zf_xiaoxiao", "zf_xiaobei", "zm_yunyang", "zm_yunxi")
PACKAGE = "kokoro-js-1.2.1.tgz"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(sys.argv[1]) if len(sys.argv) > 1 else fetch(Path(folder))
        tables = {voice: table(archive, voice) for voice in VOICES}
    with OUT.open("wb") as out:
        np.savez(out, **tables)
    sys.stdout.write(f"{', '.join(VOICES)}: {OUT.stat().st_size} bytes\n")


def table(archive: Path, voice: str) -> np.ndarray:
    with tarfile.open(archive) as members:
        member = members.extractfile(f"package/voices/{voice}.bin")
        assert member is not None
        return np.frombuffer(member.read(), "<f4").reshape(510, 256).astype(np.float16)


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
