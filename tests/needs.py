"""Dependencies of some tests besides Python: a browser, Java, Node. Without them tests are skipped, but never in CI."""

from __future__ import annotations

import os
import shutil
import sys
from functools import cache
from pathlib import Path

import pytest

NPM = Path(__file__).parent / "npm" / "node_modules"
"""Readers and validators from npm: `npm ci --prefix tests/npm`."""


@cache
def _is_there(tool: str) -> bool:
    return shutil.which(tool) is not None


def needs(*tools: str, npm: str = "") -> pytest.MarkDecorator:
    """Marks tests that use these tools or a package from npm. CI has them all, or its run fails."""
    missing = [tool for tool in tools if not _is_there(tool)]
    if npm and not (NPM / npm).is_dir():
        missing.append(f"tests/npm/node_modules/{npm}")
    reason = f"needs {', '.join(missing)}; .ci/run installs them"
    return pytest.mark.skipif(bool(missing) and not os.environ.get("CI"), reason=reason)


SITES = Path(__file__).parent / "sites_npm"
"""Small sites and their generators: `npm ci --prefix tests/sites_npm/NAME`."""


def needs_site(name: str) -> pytest.MarkDecorator:
    """Marks tests that build one of the sites and view it in a browser."""
    missing = [tool for tool in ("node", "chromium") if not _is_there(tool)]
    if not (SITES / name / "node_modules").is_dir():
        missing.append(f"tests/sites_npm/{name}/node_modules")
    reason = f"needs {', '.join(missing)}; .ci/run installs them"
    return pytest.mark.skipif(bool(missing) and not os.environ.get("CI"), reason=reason)


linux = pytest.mark.skipif(sys.platform != "linux", reason="system calls are watched by strace, which is Linux's")
"""Marks tests that observe system calls. On Linux they always run: tests do not start without
strace."""
