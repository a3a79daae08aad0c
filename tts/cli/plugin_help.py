"""Lists formats and engines of other packages for `tts --help`, without loading anything slow.

Importing `importlib.metadata` takes longer than printing the help, so the files in which installers
write entry points are searched first, and it is only used if one contains ours.
"""

import os
import sys

GROUPS = (("formats", "pagecast.sources"), ("engines", "pagecast.engines"))
MARK = b"[pagecast."
FOLDERS = (".dist-info", ".egg-info")


def installed() -> str:
    """The formats and engines of other packages, a line for each kind; empty if there are none."""
    if not any(_adds(folder) for path in sys.path for folder in _distributions(path)):
        return ""
    from importlib.metadata import entry_points

    lines = []
    for what, group in GROUPS:
        names = sorted({entry.name for entry in entry_points(group=group)})
        if names:
            lines.append(f"  {what}  {', '.join(names)}\n")
    return "\nFrom other packages:\n" + "".join(lines) if lines else ""


def _distributions(path: str) -> list[str]:
    """The metadata folders of the packages in a folder on Python's path."""
    try:
        names = os.listdir(path or ".")
    except OSError:
        return []
    return [os.path.join(path, name) for name in names if name.endswith(FOLDERS)]


def _adds(folder: str) -> bool:
    try:
        with open(os.path.join(folder, "entry_points.txt"), "rb") as file:
            return MARK in file.read()
    except OSError:
        return False
