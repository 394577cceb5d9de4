"""`whylocked audit`: what was done, in lines and as JSON; what the operator records is in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli import Desk

STANDING = ("standing", "set", "restricted", "--reason", "my own words", "--until", "2026-12-01")


def test_what_the_operator_records_is_audited(tmp_path: Path):
    """Recorded at the command line it is the command line's; own words are not in it; the same again adds nothing."""
    desk = Desk(tmp_path / "a.db", team="local", user="me")
    assert desk("audit").answered == "Nothing has been done here yet: no standing, no appeal, no setting.\n"
    assert desk("audit", "--json").json == []
    for _ in range(2):
        desk(*STANDING).answered  # noqa: B018 - it must have answered
    desk("standing", "set", "good").answered  # noqa: B018
    assert desk("audit").answered == (
        "Done here, the newest first:\n"
        "   • 20 Nov 2026, 12:00 UTC: the command line lifted what was recorded of me.\n"
        "   • 20 Nov 2026, 12:00 UTC: the command line recorded me as restricted (through 1 Dec 2026).\n"
        "All of it, as JSON: the same command with --json.\n"
    )
    entry = {
        "number": 1, "at": "2026-11-20T12:00:00Z", "actor": "command line", "action": "standing_recorded",
        "about": "me", "detail": {"kind": "restricted", "until": "2026-12-01"},
    }  # fmt: skip
    assert desk("audit", "--json").json[0] == entry
    assert desk("audit", "--json", "--most", "1").json[0]["number"] == 2
    assert desk("audit", "--most", "1").answered.count("•") == 1
    assert desk.of("U1", "T2")("audit").answered.startswith("Nothing has been done here yet")


@pytest.mark.parametrize("most", ["0", "-1", "many"])
def test_how_many_is_a_number(most: str, tmp_path: Path):
    """Anything else is one sentence."""
    assert "--most" in Desk(tmp_path / "a.db")("audit", "--most", most).refused
