"""What engines and formats of other packages have in common: whatever their code raises becomes an
error that names the package."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import EntryPoint

from tts.model import TtsError


def package_of(entry: EntryPoint) -> str:
    """The package of an entry point, as a message names it: "the package some-voice 1.2"."""
    dist = entry.dist
    return f"the package {dist.name} {dist.version}" if dist else "its package"


def hint_for(entry: EntryPoint) -> str:
    """What to do where a package fails."""
    return f"update or uninstall {package_of(entry)}; Pagecast works without it"


def describe(error: BaseException) -> str:
    """The kind and the message of an error, in one line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}".rstrip(": ")


@contextmanager
def failures_named(what: str, error_of: Callable[[str], TtsError]) -> Iterator[None]:
    """Runs code of a package: a TtsError passes as it is; of any other failure, an exit included,
    `error_of` makes the error that is raised, from "<what> failed: <the failure>"."""
    try:
        yield
    except TtsError:
        raise
    except (Exception, SystemExit) as error:
        raise error_of(f"{what} failed: {describe(error)}") from error
