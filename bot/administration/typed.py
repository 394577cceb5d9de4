"""What administrators type: whom Slack names in it, and as much of it as is shown again."""

from __future__ import annotations

import re

from bot.text import shown

MEMBER = re.compile(r"<@([UW][A-Z0-9]{1,30})(?:\|[^<>]*)?>")
"""A member, as Slack names one in what follows a command."""
LONGEST = 40
"""How many characters of what nobody understands are shown again."""


def quoted(text: str) -> str:
    """What nobody understands or what does not fit, to be shown again."""
    return shown(text, LONGEST)
