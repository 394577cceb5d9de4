"""What Slack granted, beside what the manifest asks for."""

from __future__ import annotations

from collections.abc import Collection

from bot import manifest
from bot.health.findings import Findings
from bot.replies.scopes import scope_use


def look(granted: Collection[str], findings: Findings) -> None:
    """Tell what is missing in the one workspace, and what nothing needs."""
    words, asked = findings.words, manifest.read()
    needed, optional = manifest.needed_scopes(asked), manifest.optional_scopes(asked)
    missing = [scope for scope in needed if scope not in granted]
    for scope in missing:
        findings.wrong(words.say("doctor.slack_missing", scope=scope, use=scope_use(words, scope)))
    if not missing:
        findings.good(words.say("doctor.slack_granted", scopes=words.listed(needed)))
    for scope in optional:
        if scope not in granted:
            findings.good(words.say("doctor.slack_missing_optional", scope=scope, use=scope_use(words, scope)))
    needless = sorted(set(granted) - {*needed, *optional})
    if needless:
        findings.good(words.say("doctor.slack_needless", scopes=words.listed(needless)))
