"""What `doctor` looks at, one module a matter. No line ever holds a secret."""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.app import App
from bot.health import installed, one_workspace, settings, store
from bot.health.findings import Findings
from bot.settings import Examined


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, a line each.

    Attributes:
        bad: what has to be mended, and how; () when all is well.
    """

    good: tuple[str, ...]
    bad: tuple[str, ...]


def examine(app: App, examined: Examined, now: datetime, ticks: Callable[[], datetime]) -> Report:
    """Look at everything that a start needs. The knowledge has been validated by making the app.

    Args:
        ticks: the machine's clock, beside Slack's.
    """
    words, findings = app.words, Findings(app.words)
    findings.good(words.say("doctor.python", python=platform.python_version()))
    findings.good(words.say("doctor.knowledge", folder=app.settings.knowledge, policy=app.policy.version))
    settings.look(examined, findings)
    if app.settings.oauth.is_meant:
        installed.look(app, findings, now, ticks)
    else:
        one_workspace.look(app.settings.slack, findings, ticks)
    store.look(app, findings, now)
    return Report(tuple(findings.shown), tuple(findings.bad))
