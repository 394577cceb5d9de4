"""Whoever says the first word is welcomed: once, by whichever door, and anew after having been forgotten."""

from __future__ import annotations

import threading

from conftest import ME, NOW

from bot.store import Store, Who
from bot.usecases import Whylocked
from bot.usecases.welcoming import Welcome

BOB = Who("T1", "UBOB")


def test_a_member_is_welcomed_once(whylocked: Whylocked):
    """The first of a workspace is told apart; a second time there is no welcome; another workspace begins anew."""
    assert whylocked.welcoming.is_new(ME)
    assert whylocked.welcoming.welcome(ME, NOW) is Welcome.FIRST_OF_ALL
    assert not whylocked.welcoming.is_new(ME)
    assert whylocked.welcoming.welcome(ME, NOW) is Welcome.AGAIN
    assert whylocked.welcoming.is_new(BOB)
    assert whylocked.welcoming.welcome(BOB, NOW) is Welcome.FIRST
    assert whylocked.welcoming.welcome(Who("T2", ME.user), NOW) is Welcome.FIRST_OF_ALL


def test_two_doors_at_once_give_one_welcome(whylocked: Whylocked):
    """However many doors a member comes in by at the same moment, one of them welcomes."""
    doors, said = threading.Barrier(8), []

    def come_in() -> None:
        doors.wait()
        said.append(whylocked.welcoming.welcome(ME, NOW))

    threads = [threading.Thread(target=come_in) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said, key=lambda each: each.value) == [Welcome.FIRST_OF_ALL, *[Welcome.AGAIN] * 7]


def test_whoever_is_forgotten_is_welcomed_anew(whylocked: Whylocked, store: Store):
    """What is known of a visit goes with the member; who opened the Home tab before any word is welcomed, too."""
    whylocked.welcoming.welcome(ME, NOW)
    whylocked.forget(ME, NOW)
    assert whylocked.stored(ME)["visits"] == 0
    assert whylocked.welcoming.is_new(ME)
    with store.writing() as session:
        session.visits._db.execute("INSERT INTO visits (team, user, home_at) VALUES ('T1', 'U1', '2026')")  # noqa: SLF001 - as the Home tab does
    assert whylocked.welcoming.is_new(ME)
    assert whylocked.welcoming.welcome(ME, NOW) is Welcome.FIRST_OF_ALL
