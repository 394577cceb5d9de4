"""Our own workers: a bounded number of threads and of jobs, and the jobs of one lane one after the other."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor

from bot import metrics

_LOG = logging.getLogger(__name__)

Job = Callable[[], None]

THREADS = 32
"""Most of a thread's time is waiting for Slack, so they may be more than the machine can run at once."""
MOST_WAITING = 1_000
"""How many jobs may wait before further ones are refused, so that Slack sends them again later."""


class Workers:
    """Runs jobs after the request that brought them is answered.

    The jobs of one lane (one member's, say) run one after the other in the order in which they came, so that two
    quick messages are answered in their order; lanes run side by side. A job that raises has nobody to tell.
    """

    def __init__(self, threads: int = THREADS, most_waiting: int = MOST_WAITING) -> None:
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="worker")
        self._most = most_waiting
        self._waiting = 0
        self._stopping = False
        self._lanes: dict[Hashable, deque[Job]] = {}
        self._lock = threading.Lock()

    def submit(self, lane: Hashable, job: Job) -> bool:
        """Take a job in; False when too many wait already, or when the workers are stopping."""
        with self._lock:
            if self._stopping or self._waiting >= self._most:
                return False
            if lane in self._lanes:
                self._lanes[lane].append(job)
            else:
                try:
                    self._executor.submit(self._run, lane)
                except RuntimeError:  # the process is ending
                    return False
                self._lanes[lane] = deque([job])
            self._waiting += 1
            metrics.waits(1)
        return True

    def submit_once(self, lane: Hashable, job: Job) -> bool:
        """Take in the job of a lane of its own, unless it waits there already; False as for any other."""
        with self._lock:
            if self._lanes.get(lane):
                return True
        return self.submit(lane, job)

    @property
    def take_jobs(self) -> bool:
        """Whether a job would be taken in just now."""
        with self._lock:
            return not self._stopping and self._waiting < self._most

    def stop(self) -> None:
        """Take nothing in any more, and return when everything that was taken in is done."""
        with self._lock:
            self._stopping = True  # the executor knows lanes, of which one that is at work would take in more and more
        self._executor.shutdown(wait=True)

    def _run(self, lane: Hashable) -> None:
        """Run a lane's jobs until there is none left."""
        while True:
            with self._lock:
                jobs = self._lanes[lane]
                if not jobs:
                    del self._lanes[lane]
                    return
                job = jobs.popleft()
                self._waiting -= 1
                metrics.waits(-1)
            try:
                job()
            except Exception as error:  # noqa: BLE001 - the lane's other jobs must run all the same
                _LOG.error("a job ended early", extra={"kind": type(error).__name__})  # its text may name people
