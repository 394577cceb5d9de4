"""The machine's clock beside Slack's: a request is believed only within some minutes of when Slack signed it."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from bot.health.findings import Findings

SECONDS_WORTH_A_LOOK = 60
"""From here on the clock is not set by the network; requests are still believed."""
SECONDS_TOO_MUCH = 300
"""From here on Slack's requests are refused (SECONDS_TO_BELIEVE of bot/slack_app.py)."""


class Clock(Enum):
    """How a clock goes."""

    FINE = "fine"
    OFF = "off"
    WRONG = "wrong"


def judged(seconds: float) -> Clock:
    """How a clock goes that is so much before or behind Slack's."""
    if abs(seconds) < SECONDS_WORTH_A_LOOK:
        return Clock.FINE
    return Clock.OFF if abs(seconds) < SECONDS_TOO_MUCH else Clock.WRONG


def look(slacks: datetime | None, ours: datetime, findings: Findings) -> None:
    """Tell how far the machine's clock is from Slack's, where Slack says what time it is."""
    if slacks is None:
        return
    words, seconds = findings.words, round((ours - slacks).total_seconds())
    ahead = "clock_ahead" if seconds > 0 else "clock_behind"
    match judged(seconds):
        case Clock.FINE:
            findings.good(words.say("doctor.clock_fine", n=abs(seconds)))
        case Clock.OFF:
            findings.note(words.say("doctor.clock_off", off=words.say(f"doctor.{ahead}", n=abs(seconds))))
        case Clock.WRONG:
            findings.wrong(words.say("doctor.clock_wrong", off=words.say(f"doctor.{ahead}", n=abs(seconds))))
