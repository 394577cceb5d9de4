"""Our own workers: jobs of one lane in their order, lanes side by side, and never more waiting than allowed."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from conftest import log_of

from bot.logs import fields_of
from bot.workers import Workers

SOON = 5
"""Seconds within which what must happen has happened; nothing waits for them to pass."""


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """What held-up jobs wait for; open at the end whatever happens, so that no thread outlives a test."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def workers() -> Iterator[Workers]:
    made = Workers(threads=2, most_waiting=3)
    yield made
    made.stop()


def held_up(workers: Workers, lane: str, gate: threading.Event) -> None:
    """Keep a lane busy until the gate opens; returns once it is."""
    begun = threading.Event()

    def job() -> None:
        begun.set()
        gate.wait(SOON)

    assert workers.submit(lane, job)
    assert begun.wait(SOON)


@pytest.fixture
def roomy() -> Iterator[Workers]:
    """Workers that refuse nothing until they stop."""
    made = Workers(threads=2)
    yield made
    made.stop()


def stopping(workers: Workers) -> threading.Thread:
    """Stop the workers in the background; returns once they take nothing in any more."""
    thread = threading.Thread(target=workers.stop)
    thread.start()
    deadline = time.monotonic() + SOON
    while workers.submit(object(), nothing):
        assert time.monotonic() < deadline
        time.sleep(0.001)
    return thread


def nothing() -> None:
    """A job."""


def noted(done: list[int], number: int) -> Callable[[], None]:
    """A job that leaves its number."""
    return lambda: done.append(number)


def test_the_jobs_of_one_lane_run_in_the_order_in_which_they_came():
    """However many threads there are, a lane never overtakes itself."""
    workers, done = Workers(threads=8), list[int]()
    for number in range(200):
        assert workers.submit("a", noted(done, number))
    workers.stop()
    assert done == list(range(200))


def test_the_jobs_of_one_lane_never_run_at_the_same_time():
    """A job begins when the one before it has ended."""
    workers, running, most = Workers(threads=8), list[int](), list[int]()

    def job() -> None:
        running.append(1)
        most.append(len(running))
        time.sleep(0.001)
        running.pop()

    for _ in range(20):
        workers.submit("a", job)
    workers.stop()
    assert most == [1] * 20


def test_lanes_run_side_by_side(workers: Workers, gate: threading.Event):
    """A lane that takes its time holds no other one up."""
    held_up(workers, "slow", gate)
    done = threading.Event()
    assert workers.submit("quick", done.set)
    assert done.wait(SOON)
    assert not gate.is_set()


def test_no_more_jobs_run_at_once_than_there_are_threads(workers: Workers, gate: threading.Event):
    """A third lane waits until one of two threads is free."""
    held_up(workers, "a", gate)
    held_up(workers, "b", gate)
    done = threading.Event()
    assert workers.submit("c", done.set)
    assert not done.is_set()
    gate.set()
    assert done.wait(SOON)


def test_what_waits_is_bounded_and_what_runs_does_not_count(workers: Workers, gate: threading.Event):
    """Of three that may wait the fourth is refused, whether its lane is new or not; refused jobs never run."""
    held_up(workers, "a", gate)
    held_up(workers, "b", gate)
    done: list[int] = []
    taken = [workers.submit(lane, noted(done, number)) for number, lane in enumerate("aabcd")]
    assert taken == [True, True, True, False, False]
    gate.set()
    workers.stop()
    assert sorted(done) == [0, 1, 2]


def test_there_is_room_again_once_jobs_have_begun(workers: Workers, gate: threading.Event):
    """A refusal is for now."""
    held_up(workers, "a", gate)
    last = threading.Event()
    assert workers.submit("a", nothing)
    assert workers.submit("a", nothing)
    assert workers.submit("a", last.set)
    assert not workers.submit("a", nothing)
    gate.set()
    assert last.wait(SOON)
    again = threading.Event()
    assert workers.submit("a", again.set)
    assert again.wait(SOON)


def test_a_job_that_raises_does_not_stop_its_lane(workers: Workers, caplog: pytest.LogCaptureFixture):
    """The next job runs; the log says what kind of error it was and nothing of its text."""
    caplog.set_level(logging.DEBUG)
    done = threading.Event()

    def job() -> None:
        raise RuntimeError("Jane Doe")

    assert workers.submit("a", job)
    assert workers.submit("a", done.set)
    assert done.wait(SOON)
    assert [(fields["event"], fields["kind"]) for fields in map(fields_of, caplog.records)] == [
        ("a job ended early", "RuntimeError")
    ]
    assert "Jane" not in log_of(caplog)


def test_a_lane_that_has_ended_begins_again(workers: Workers):
    """Nothing is kept of a lane without jobs, and it can be used as before."""
    for _ in range(3):
        done = threading.Event()
        assert workers.submit("a", done.set)
        assert done.wait(SOON)


def test_stopping_waits_for_everything_that_was_taken_in(roomy: Workers, gate: threading.Event):
    """What waits is done, not only what runs."""
    held_up(roomy, "a", gate)
    done: list[int] = []
    assert roomy.submit("a", noted(done, 1))
    assert roomy.submit("b", noted(done, 2))
    thread = stopping(roomy)
    assert thread.is_alive()
    gate.set()
    thread.join(SOON)
    assert not thread.is_alive()
    assert sorted(done) == [1, 2]


def test_nothing_is_taken_in_while_stopping(roomy: Workers, gate: threading.Event):
    """Not even for a lane that is at work still, else there might be no end."""
    held_up(roomy, "a", gate)
    thread = stopping(roomy)
    assert not roomy.submit("a", nothing)
    assert not roomy.submit("b", nothing)
    gate.set()
    thread.join(SOON)
    assert not roomy.submit("a", nothing)


def test_stopping_twice_is_stopping(roomy: Workers):
    """The second time there is nothing left to wait for."""
    roomy.stop()
    roomy.stop()
    assert not roomy.submit("a", nothing)


def test_jobs_from_many_threads_at_once_all_run():
    """Each is taken in or refused, and what is taken in runs exactly once, in the order of its sender."""
    workers, done = Workers(threads=4), {lane: list[int]() for lane in range(8)}

    def send(lane: int) -> None:
        for number in range(100):
            assert workers.submit(lane, noted(done[lane], number))

    threads = [threading.Thread(target=send, args=(lane,)) for lane in done]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    workers.stop()
    assert done == {lane: list(range(100)) for lane in range(8)}
