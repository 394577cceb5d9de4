"""Figures for Prometheus. Whoever does something counts it here, which does nothing until `begin`.

Nothing of a person or a workspace is a label, and every label is one of few words, however much comes in. The library
is only imported where figures are wanted: a question from a terminal does not pay for it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.verdict import Verdict

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 30.0, 60.0)
"""Where times are parted; Slack waits three seconds for a response."""
NOWHERE = "none"
"""The door of what nobody asked through one of Slack's: what is done by the clock."""


class _Figures:
    """What is counted, in this process or, where there are several, in files that are read together."""

    def __init__(self, registry: CollectorRegistry) -> None:
        from prometheus_client import Counter, Gauge, Histogram

        def counter(name: str, what: str, *labels: str) -> Counter:
            return Counter(name, what, labels, registry=registry)

        def histogram(name: str, what: str, *labels: str) -> Histogram:
            return Histogram(name, what, labels, registry=registry, buckets=SECONDS)

        self.requests = counter("whylocked_requests", "Requests from Slack", "kind", "status")
        self.request_seconds = histogram("whylocked_request_seconds", "From a request to its response", "kind")
        self.questions = counter("whylocked_questions", "What members asked for", "intent", "door")
        self.verdicts = counter("whylocked_verdicts", "Verdicts given", "verdict")
        self.answer_seconds = histogram("whylocked_answer_seconds", "From a question to its sent answer", "door")
        self.errors = counter("whylocked_errors", "What went wrong", "code")
        self.slack_calls = counter("whylocked_slack_calls", "Calls to Slack", "method", "outcome")
        self.jobs_waiting = Gauge(
            "whylocked_jobs_waiting",
            "Jobs that wait for a worker",
            registry=registry,
            multiprocess_mode="livesum",
        )
        # From the start: what never happened reads 0, and the files of several processes are all open.
        for verdict in Verdict:
            self.verdicts.labels(verdict)
        self.request_seconds.labels("command")


_figures: _Figures | None = None


def begin(registry: CollectorRegistry) -> None:
    """Count from now on."""
    global _figures  # noqa: PLW0603 - one for the process, as the library has it
    _figures = _Figures(registry)


def end() -> None:
    """Count no more."""
    global _figures  # noqa: PLW0603 - as above
    _figures = None


# Requests and answers


@dataclass(slots=True)
class Came:
    """Something that came in and may be a question.

    Attributes:
        at: when, by a clock that only measures.
        asked: whether it turned out to be a question.
    """

    door: str
    at: float
    asked: bool = False


_came: ContextVar[Came | None] = ContextVar("came", default=None)


def came(door: str) -> Came:
    """Something comes in just now."""
    return Came(door, time.perf_counter())


def being_answered() -> Came | None:
    """What this thread answers just now."""
    return _came.get()


@contextmanager
def answering(what: Came | None) -> Iterator[None]:
    """Within it somebody is answered; at its end, if they asked something, the answer has been sent.

    A worker that goes on with what a request began answers for itself: hence each counts its own.
    """
    own = None if what is None else replace(what, asked=False)
    before = _came.set(own)
    try:
        yield
    finally:
        _came.reset(before)
        if _figures is not None and own is not None and own.asked:
            _figures.answer_seconds.labels(own.door).observe(time.perf_counter() - own.at)


def responded(kind: str, status: int, seconds: float | None = None) -> None:
    """A request was responded to; how long that took is None where it was refused unheard."""
    if _figures is not None:
        _figures.requests.labels(kind, str(status)).inc()
        if seconds is not None:
            _figures.request_seconds.labels(kind).observe(seconds)


def asked(intent: str, verdicts: Iterable[str]) -> None:
    """A member asked for something and got these verdicts."""
    what = _came.get()
    if what is not None:
        what.asked = True
    if _figures is not None:
        _figures.questions.labels(intent, NOWHERE if what is None else what.door).inc()
        for verdict in verdicts:
            _figures.verdicts.labels(verdict).inc()


# What else happens


def failed(code: str) -> None:
    """Something went wrong: the code of a sentence in `knowledge/`, or "unexpected"."""
    if _figures is not None:
        _figures.errors.labels(code).inc()


def called_slack(method: str, outcome: str) -> None:
    """Slack was called: by which method, and what came of it."""
    if _figures is not None:
        _figures.slack_calls.labels(method, outcome).inc()


def waits(more: int) -> None:
    """So many jobs more, or fewer, wait for a worker."""
    if _figures is not None:
        _figures.jobs_waiting.inc(more)
