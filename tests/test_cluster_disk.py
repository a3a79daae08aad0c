"""A worker whose disk is full is rejected by name, and others make its articles."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests import forked
from tests.clusters import PATIENCE, TTS, Noting, cluster
from tests.shows import contents
from tests.waiting import until


@pytest.mark.skipif(sys.platform != "linux", reason="the size of files of another process is limited by Linux alone")
def test_a_worker_out_of_disk_is_refused_and_another_makes_its_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    noting = Noting(tmp_path / "noted")
    noting.folder.mkdir()
    environment = noting.environment(noting.install())
    for name in ("kettle", "ladle", "mug", "pan"):
        held = " [wait]" if name in ("kettle", "ladle") else ""
        Path(f"{name}.md").write_text(f"---\ntitle: The {name}\n---\n\nThe {name}{held} is on the stove.\n")
    make = [*TTS, "make", "kettle.md", "ladle.md", "mug.md", "pan.md", "--engine", "noting"]
    with cluster(tmp_path / "dask", environment) as processes:
        pipe = subprocess.PIPE
        command = [*make, "-o", "away", "--cluster", processes.address]
        made = forked.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True)
        until(lambda: len(noting.waiting()) == 2, "an article in the hands of each", PATIENCE)
        full = min(noting.waiting().values())
        resource.prlimit(full, resource.RLIMIT_FSIZE, (2000, 2000))
        noting.let_go()
        _, shown = made.communicate(timeout=PATIENCE)
    assert made.returncode == 0, shown
    assert shown.count("refused: ") == 1 and f"process {full}" in shown
    assert f"can't be written: {os.strerror(27)}" in shown
    home = {**environment, "PAGECAST_CACHE": str(tmp_path / "alone")}
    forked.run([*make, "-o", "home", "-q"], env=home, check=True, capture_output=True, timeout=PATIENCE)
    assert contents(Path("away")) == contents(Path("home"))
