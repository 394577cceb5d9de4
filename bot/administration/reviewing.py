"""Who handles appeals, and where: `channel #reviews`, `reviewers @ann @ben`, `admins @ann`, or none of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from bot.administration.typed import MEMBER, quoted
from bot.errors import UserError
from bot.replies import reviewing
from bot.replies.model import Reply
from bot.store import Who
from bot.store.roles import Office
from bot.text import fold
from bot.usecases import Whylocked
from bot.usecases.reviewed import Changes
from bot.words import Words

_CHANNEL = re.compile(r"<#([CG][A-Z0-9]{1,30})(?:\|[^<>]*)?>")
_BETWEEN = re.compile(r"[\s,;&]+|\band\b", re.IGNORECASE)
_NONE = {"none", "nobody", "off", "-"}


@dataclass(frozen=True, slots=True)
class Reviewing:
    """Answers administrators who set up how appeals are handled; with nothing behind the word, how that is now."""

    whylocked: Whylocked
    words: Words

    def channel(self, who: Who, said: str, now: datetime) -> Reply:
        """Where appeals are shown.

        Raises:
            UserError: what was typed is no channel of Slack's.
        """
        if not said:
            return self.shown(who)
        found = _CHANNEL.fullmatch(said)
        if found is None and fold(said) not in _NONE:
            raise UserError("not_a_channel", text=quoted(said))
        self.whylocked.reviewing.change(who, Changes(sets_channel=True, channel=found and found[1]), now)
        return self.shown(who, reviewing.CHANNEL)

    def members(self, who: Who, office: Office, said: str, now: datetime) -> Reply:
        """Who bears an office: exactly the members named.

        Raises:
            UserError: something that was typed is no member of Slack's; nothing is changed.
        """
        if not said:
            return self.shown(who)
        left = _BETWEEN.sub("", MEMBER.sub("", said))
        if left and fold(said) not in _NONE:
            raise UserError("not_a_member", text=quoted(left))
        self.whylocked.reviewing.change(who, Changes({office: MEMBER.findall(said)}), now)
        return self.shown(who, reviewing.REVIEWERS if office is Office.REVIEWER else reviewing.ADMINISTRATORS)

    def shown(self, who: Who, changed: str = "") -> Reply:
        """How it is set up now."""
        team = who.team
        reviewed = reviewing.Reviewed(
            self.whylocked.offices.set_up(team),
            len(self.whylocked.appealing.open_in(team)),
            self.whylocked.reviewing.away_since(team),
        )
        return reviewing.set_up(changed, reviewed, self.words)
