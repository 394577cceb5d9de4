"""Being told to stop by the system's signals, of which several may come at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Collection


def when_told(numbers: Collection[signal.Signals], then: Callable[[], object]) -> None:
    """Call `then` once, in a thread of its own, when one of these signals comes; whatever comes later does nothing.

    To be called by the main thread before there are others, because threads start with what their maker keeps back.
    A handler of Python's own is not enough: it only runs once the main thread wakes up, which it does not when
    another thread takes the signal, as happens when a second one follows at once; and it runs in the midst of
    whatever waits there, so that setting an event may wait for itself.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, numbers)

    def wait() -> None:
        signal.sigwait(numbers)
        then()

    threading.Thread(target=wait, name="signals", daemon=True).start()
