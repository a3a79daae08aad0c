"""Write the `.out` of golden inputs, as tests/test_sources_golden.py compares it.

    python tools/make_golden.py fb2/notes.fb2 epub/nested.epub.toml

An input is tests/data/FORMAT/NAME, or examples/NAME. Read what was written before you commit it:
a pair says what a listener should get, so where the reader is wrong, correct the `.out` by hand.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.golden import EXAMPLES, golden  # noqa: E402

DATA = ROOT / "tests" / "data"


def main(names: list[str], data: Path = DATA) -> None:
    """Write the output of each input, and say which changed."""
    if not names:
        sys.exit("name the inputs: python tools/make_golden.py FORMAT/NAME ...")
    inputs = {name: _input(name, data) for name in names}
    for name, path in inputs.items():
        output = data / f"{name}.out"
        before = output.read_text(encoding="utf-8") if output.exists() else None
        after = golden(path)
        output.write_text(after, encoding="utf-8")
        print(f"{name}.out: {_state(before, after)}")


def _input(name: str, data: Path) -> Path:
    """The file that FORMAT/NAME names; leaves with a message where there is none."""
    path = data / name
    example = EXAMPLES / path.name
    if path.suffix == ".out" or path.parent == data or not path.parent.is_dir():
        sys.exit(f"{name} is no input: give FORMAT/NAME of a file in {data}")
    if path.is_file():
        return path
    if example.is_file():
        return example
    sys.exit(f"{name} is neither in {data} nor an example: write the input first")


def _state(before: str | None, after: str) -> str:
    if before is None:
        return "new"
    return "as it was" if before == after else "changed: see git diff"


if __name__ == "__main__":
    main(sys.argv[1:])
