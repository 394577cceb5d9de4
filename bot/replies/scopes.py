"""What a permission of the manifest is for."""

from __future__ import annotations

from bot.words import Words


def scope_use(words: Words, scope: str) -> str:
    """What a permission of the manifest is for, in a few words."""
    return words.say(f"doctor.slack_for_{scope.replace(':', '_')}")
