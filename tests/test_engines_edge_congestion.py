"""The queue for the online service, with a clock set by the test: how many requests at once, how long, when to
pause."""

from __future__ import annotations

import threading
import time

import pytest

from tts.engines.edge.congestion import Pace, RequestQueue, queue_for
from tts.model import EngineError


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def refused(line: RequestQueue, times: int) -> None:
    """So many at once are refused."""
    for ticket in [line.enter() for _ in range(times)]:
        line.failed(ticket, pushed=1)


def answered(line: RequestQueue, times: int) -> None:
    for _ in range(times):
        line.answered(line.enter())


def test_the_number_is_halved_once_a_round_trip_and_rises_again(clock: Clock) -> None:
    line = RequestQueue(16, clock)
    refused(line, 16)
    assert (line.limit, line.halved) == (8, 1), "all sixteen had been asked before the first was refused"
    refused(line, 8)
    assert (line.limit, line.halved) == (4, 2)
    answered(line, 4)
    assert line.limit == 5
    answered(line, 100)
    assert line.limit == 16


def test_one_request_is_always_let_through(clock: Clock) -> None:
    line = RequestQueue(16, clock)
    for _ in range(10):
        for ticket in [line.enter() for _ in range(int(line.limit))]:
            line.failed(ticket, pushed=1)
    assert line.limit == 1
    answered(line, 1)


def test_a_refusal_now_and_then_is_an_accident(clock: Clock) -> None:
    line = RequestQueue(16, clock)
    for _ in range(30):
        answered(line, 2)
        refused(line, 1)
    assert (line.limit, line.halved) == (16, 0)
    assert line.is_answering


def test_a_service_that_says_too_many_is_believed_sooner(clock: Clock) -> None:
    line = RequestQueue(16, clock)
    answered(line, 6)
    for ticket in [line.enter() for _ in range(2)]:
        line.failed(ticket, pushed=2)
    assert line.limit == 8


def test_faults_of_all_kinds_in_every_third_answer_are_accidents(clock: Clock) -> None:
    """Halving the limit for these made an article take four times as long."""
    line = RequestQueue(16, clock)
    for pushed in (1, 1, 0, 0, 2, 1, 1, 1, 0) * 20:  # as of `edge_server.MIXED`
        answered(line, 2)
        line.failed(line.enter(), pushed=pushed)
    for _ in range(10):  # and out of order: three faults in a row, after them what was answered meanwhile
        for pushed in (2, 1, 1):
            line.failed(line.enter(), pushed=pushed)
        answered(line, 6)
    assert (line.limit, line.halved) == (16, 0)


def test_failures_caused_by_the_text_do_not_halve_the_limit(clock: Clock) -> None:
    line = RequestQueue(16, clock)
    for _ in range(20):
        line.failed(line.enter(), pushed=0)
    assert line.limit == 16
    assert not line.is_answering


def test_a_requested_pause_is_respected_by_all(clock: Clock) -> None:
    line = RequestQueue(16)
    line.failed(line.enter(), pushed=1, rest=0.3)
    assert line.limit == 8, "a service that names a time means it"
    began = time.monotonic()
    threads = [threading.Thread(target=line.enter) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert time.monotonic() - began >= 0.25


def test_waiting_threads_leave_when_the_work_ends() -> None:
    line, ended = RequestQueue(1), threading.Event()
    line.enter()
    caught: list[str] = []

    def wait() -> None:
        with pytest.raises(EngineError) as error:
            line.enter(ended.is_set)
        caught.append(error.value.message)

    waiting = threading.Thread(target=wait)
    waiting.start()
    ended.set()
    line.wake()
    waiting.join(2)
    assert caught == ["the request to the online service was cancelled"]


def test_a_service_is_gone_after_nothing_but_failures_for_half_a_minute(clock: Clock) -> None:
    line = RequestQueue(16, clock)
    for _ in range(20):
        line.failed(line.enter(), pushed=0)
    assert line.gone_for == 0, "a burst is no outage"
    clock.now += 31
    line.failed(line.enter(), pushed=0)
    assert line.gone_for == 31
    clock.now += 3600
    line.failed(line.enter(), pushed=0)
    assert line.gone_for == 0, "an hour later it may be back"


def test_patience_is_learnt_from_the_answers_that_came() -> None:
    pace = Pace()
    assert (pace.message(20), pace.whole(90, 10)) == (20, 90), "nothing is known yet"
    for _ in range(8):
        pace.learn(gap=1.0, whole=2.0, speech=10)
    assert (pace.message(20), pace.whole(90, 10)) == (3, 6)
    assert pace.whole(90, 40) == 24, "a longer text may take longer"
    assert pace.message(0.5) == 0.5
    pace.lost()
    pace.lost()
    assert (pace.message(20), pace.whole(90, 10)) == (12, 24), "slow in truth: the wait grows"
    for _ in range(3):
        pace.learn(gap=1.0, whole=2.0, speech=10)
    assert pace.message(20) == 3


def test_fast_answers_do_not_make_it_hasty() -> None:
    pace = Pace()
    for _ in range(8):
        pace.learn(gap=0.01, whole=0.02, speech=10)
    assert pace.message(20) == Pace.LEAST


def test_a_run_has_one_queue_for_a_service() -> None:
    assert queue_for("wss://one.example") is queue_for("wss://one.example")
    assert queue_for("wss://one.example") is not queue_for("wss://two.example")
