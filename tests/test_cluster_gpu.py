"""Which workers get articles for a graphics card, which device runs a model, and reports when nothing comes back."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

import tts
from tests import forked
from tests.clusters import PATIENCE, TTS, Noting, cluster
from tests.commands import tts as command_tts
from tests.waiting import until
from tts.cluster.roster import GPU, Roster
from tts.cluster.watchdog import Watchdog
from tts.cluster.worker_timeout import NoWorker, Patience
from tts.cluster.workers import WorkerInfo, faults
from tts.engines import onnx_provider
from tts.model import EngineError


def test_articles_for_a_graphics_card_go_to_workers_that_have_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for number in range(8):
        Path(f"{number}.md").write_text(f"---\ntitle: Story {number}\n---\n\nThe text of {number}.\n")
    for name in ("plain", "gpu"):
        (tmp_path / name).mkdir()
    plain = Noting(tmp_path / "plain")
    environment = plain.environment(plain.install()) | {"COMPUTED_BY_GPU": "1"}
    with cluster(tmp_path / "dask", environment, workers=1) as processes:
        processes.start_worker(environment | {"NOTED_BY_ENGINE": str(tmp_path / "gpu")}, "--resources", "GPU=1")
        until(lambda: workers_of(processes.address) == 2, "both workers", PATIENCE)
        command = [*TTS, "make", *[f"{n}.md" for n in range(8)], "-o", "show", "--engine", "noting"]
        made = forked.run(
            [*command, "--cluster", processes.address],
            env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE,
        )  # fmt: skip
    assert made.returncode == 0, made.stderr
    assert "was started with GPU" in made.stderr
    assert not plain.spoken()
    assert len(Noting(tmp_path / "gpu").spoken()) == 16


def test_articles_wait_for_a_worker_with_a_card_where_the_last_one_is_gone() -> None:
    patience = Patience("tcp://10.0.0.7:8786", 0.0, lambda _: None)
    patience.look(1, GPU)
    with pytest.raises(NoWorker) as caught:
        patience.look(0, GPU)
    assert "has had no worker with a GPU" in caught.value.message
    assert "dask worker tcp://10.0.0.7:8786 --resources GPU=1" in caught.value.hint


def test_a_requested_card_that_is_missing_is_reported_before_any_work() -> None:
    info = WorkerInfo("a (process 1)", tts.__version__, {"kokoro": "1"}, True, "", "", "PAGECAST_ONNX=cuda: no")
    assert faults(info, {"kokoro": "1"}, "kokoro") == ["a (process 1): PAGECAST_ONNX=cuda: no"]


def test_the_silence_of_a_worker_is_measured_by_our_own_clock() -> None:
    now = [100.0]
    roster = Roster(lambda: now[0])
    plain, card = {"resources": {}, "last_seen": 5e9}, {"resources": {"GPU": 1.0}, "last_seen": 7.0}
    roster.take({"a": plain, "b": card})
    now[0] = 140
    roster.take({"a": plain, "b": card | {"last_seen": 8.0}})
    assert roster.silent == {"a": 40, "b": 0} and roster.gpus == {"b"} and len(roster) == 2


def workers_of(address: str) -> int:
    from distributed import Client

    with Client(address, timeout=PATIENCE, set_as_default=False) as client:
        return len(client.nthreads())


def test_parallel_is_for_this_machine_alone(tmp_path: Path) -> None:
    told = command_tts("make", "x.md", "-o", str(tmp_path), "--cluster", "local:2", "--parallel", "3")
    assert told.exit_code == 2 and "--parallel applies to this machine only" in told.output


class Session:
    def __init__(self, providers: list[str]) -> None:
        self.providers = providers

    def get_providers(self) -> list[str]:
        return self.providers


def test_a_card_is_used_if_possible_and_the_processor_otherwise(caplog: pytest.LogCaptureFixture) -> None:
    assert onnx_provider.name_of(onnx_provider.session(Session, "cuda")) == "cuda"
    assert onnx_provider.name_of(onnx_provider.session(Session, "cpu")) == "cpu"

    def broken(providers: list[str]) -> Any:
        if len(providers) > 1:
            raise RuntimeError("no driver")
        return Session(providers)

    with caplog.at_level(logging.WARNING):
        assert onnx_provider.name_of(onnx_provider.session(broken, "cuda")) == "cpu"
    assert "cuda can't be used, computing on the processor: no driver" in caplog.text
    assert onnx_provider.provider_here() == "cpu"


def test_a_named_card_that_is_missing_is_reported() -> None:
    assert onnx_provider.chosen(["CoreMLExecutionProvider", onnx_provider.CPU], "CoreML") == "coreml"
    with pytest.raises(EngineError, match="PAGECAST_ONNX=cuda is not available: this ONNX Runtime has cpu"):
        onnx_provider.chosen([onnx_provider.CPU], "cuda")


def test_if_nothing_comes_back_the_state_of_the_run_is_reported() -> None:
    now = [0.0]
    said: list[str] = []
    watchdog = Watchdog(said.append, lambda: now[0])
    for now[0] in (30, 59):
        watchdog.look(26, {"a": 0.5, "b": 58})
    assert said == []
    for now[0] in (61, 70, 119, 121):
        watchdog.look(26, {"a": 0.5, "b": now[0]})
    assert said[0].startswith(
        "no article has come back for 61 s: 26 are being made by 2 workers; no sign of life from b"
    )
    assert len(said) == 2
    watchdog.came()
    now[0] = 150
    watchdog.look(26, {"a": 0.5})
    watchdog.look(0, {"a": 0.5})
    assert len(said) == 2
