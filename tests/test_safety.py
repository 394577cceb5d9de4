"""What one member can do to others, and what a form can be made to do: nothing that its sender may not."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import ME, NOW, keep, ties, whole_archive

from bot.facts import Standing, StandingKind
from bot.people import Target, TargetStatus
from bot.store import Who
from bot.store.connection import connected
from bot.usecases import Whylocked

COLLEAGUE = Who("T1", "U2")
EVERYBODY = Target(TargetStatus.NONE)


def waits(whylocked: Whylocked, who: Who, connections: int) -> None:
    """A member waits for the lock of too few connections to open."""
    keep(whylocked.store, who, whole_archive(connections=ties(*(f"Contact {n}" for n in range(connections)))))
    whylocked.state(who, [("account_type", "basic"), ("photo", "yes"), ("skills", "5")], NOW)
    whylocked.watching.begin(who, [EVERYBODY], NOW)


# --- what members wait for ------------------------------------------------------------------------------------


def test_a_restriction_until_the_last_day_there_is_can_be_waited_for(whylocked: Whylocked):
    """A date that has no day after it stands in the way as any other, and nothing fails."""
    waits(whylocked, ME, 1)
    whylocked.standings.report(ME, Standing(StandingKind.RESTRICTED, None, None, date.max), NOW)
    assert whylocked.watching.look("T1", NOW, NOW) is False
    assert "restriction" in whylocked.watching.of(ME)[0].locked


def test_what_is_wrong_with_one_watch_keeps_no_other_from_coming_true(whylocked: Whylocked):
    """Each that is due is looked at; what went wrong with one is raised after all of them."""
    for who in (ME, COLLEAGUE):
        waits(whylocked, who, 1)
    whylocked.state(COLLEAGUE, [("connections", "500"), ("education", "MIT"), ("position", "Cook")], NOW)
    with connected(whylocked.store.path) as db:
        db.execute("UPDATE statements SET stated_at = 'no day' WHERE user = ?", [ME.user])
    with pytest.raises(ValueError, match="no day"):
        whylocked.watching.look("T1", NOW, NOW)
    assert (len(whylocked.watching.of(ME)), whylocked.watching.of(COLLEAGUE)) == (1, [])
