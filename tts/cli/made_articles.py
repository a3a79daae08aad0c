"""What `tts make` reports of an article that was made, and the record of it for `--json`."""

from __future__ import annotations

import sys
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

from tts.cli.output import bold, good, say

if TYPE_CHECKING:
    from tts.episode.expand import Opened
    from tts.episode.options import Made, Options
    from tts.model import Source


def look_at(source: Source, opened: list[Opened], options: Options, output: Path) -> str:
    """The command that shows what is read from a source, and what is not."""
    from tts.cli import source_view

    where = source_view.place(source, opened[-1] if opened else None)
    return " ".join([_command(), "script", quote(where), *source_view.asked(options, output)])


def tell(made: Made, looks: str) -> None:
    """Print the summary line, notes, and the next command."""
    from tts.cli.progress import count
    from tts.locale.duration_format import clock

    manifest = made.episode.manifest
    spoken = (
        "unchanged"
        if made.unchanged
        else f"{count(made.spoken)} spoken, {made.cached} from the cache"
    )
    level = f"{manifest.loudness:.1f} LUFS, " if manifest.engine != "silent" else ""
    say(
        good(),
        " ",
        bold(manifest.title),
        f": {clock(manifest.audio.duration)}, "
        f"{manifest.audio.bytes / 1e6:.1f} MB, {level}{spoken}, {manifest.engine}/{manifest.voice}",
    )
    for note in made.notes:
        say(f"  note: {note}")
    if not looks:
        from tts.show import saved_script
        from tts.storage.parsing import parsed_json

        path = made.episode.folder / "script.json"
        script = saved_script.read(parsed_json(path.read_text(encoding="utf-8")))
        for change in script.get("changes", ()) if script else ():
            reason, text = change.get("reason"), change.get("text")
            _tell_change(text or "", change.get("became") or "", reason or "")
    elif manifest.changes and not made.unchanged:
        say(f"  repaired or left out: {manifest.changes}; see them with: {looks}")
    if made.unchanged:  # one line says it all
        return
    say(f"  listen: {_opener()} {quote(str(made.episode.audio))}")
    for other in manifest.alternates:
        say(f"  also: {made.episode.folder / other.file}, {other.bytes / 1e6:.1f} MB")


def _tell_change(text: str, became: str, reason: str) -> None:
    short = " ".join(text.split())
    short = short if len(short) <= 60 else short[:59] + "…"
    say(f"  {reason}: {short}" + (f" → {became[:60]}" if became else ""))


def _command() -> str:
    """The name by which this command was called, for hints that can be pasted: `tts` if it is on
    the path."""
    import shutil

    called = sys.argv[0]
    on_path = shutil.which("tts")
    if on_path and Path(called).exists() and Path(on_path).samefile(called):
        return "tts"
    return quote(called) if called.endswith("tts") else "tts"


def _opener() -> str:
    return {"darwin": "open", "win32": "start"}.get(sys.platform, "xdg-open")


def as_json(where: str, made: Made) -> dict[str, Any]:
    from dataclasses import asdict

    manifest = made.episode.manifest
    fields = ("guid", "title", "language", "engine", "voice", "rate", "loudness", "peak", "chunks")
    return {
        "source": where,
        "path": str(made.episode.audio),
        "folder": str(made.episode.folder),
        "duration": manifest.audio.duration,
        "bytes": manifest.audio.bytes,
        "unchanged": made.unchanged,
        "spoken": made.spoken,
        "cached": made.cached,
        "waited": round(made.waited, 1),
        "reason": made.reason,
        "notes": list(made.notes),
        "alternates": [
            {"path": str(made.episode.folder / a.file), "type": a.type, "bytes": a.bytes}
            for a in manifest.alternates
        ],
        **{field: getattr(manifest, field) for field in fields},
        "chapters": [asdict(chapter) for chapter in manifest.chapters],
        "pitch": manifest.pitch,
        "volume": manifest.volume,
    }
