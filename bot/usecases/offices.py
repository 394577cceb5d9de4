"""Who administers and who reviews in a workspace, and what is set up there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.store import Store, Who
from bot.store.audit import Entry
from bot.store.roles import REVIEW_CHANNEL, Office


@dataclass(frozen=True, slots=True)
class SetUp:
    """What is set up in a workspace.

    Attributes:
        administrators: the Slack user ids of those listed as such; Slack's own admins and owners are besides.
        reviewers: the Slack user ids of those who handle appeals.
        channel: the id of the channel in which appeals are shown; None where none is set.
    """

    administrators: tuple[str, ...]
    reviewers: tuple[str, ...]
    channel: str | None


class Offices:
    """Decides who may administer, and tells what is set up and what was done."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def may_administer(self, who: Who, manages: Callable[[], bool]) -> bool:
        """Whether a member may administer the workspace: whoever is listed, and whoever is an admin in Slack.

        Args:
            manages: asks Slack whether the member is an admin or owner there; not asked of somebody who is listed, so
                that they can administer while Slack tells nothing.
        """
        with self._store.reading() as session:
            listed = session.roles.has(who, Office.ADMINISTRATOR)
        return listed or manages()

    def set_up(self, team: str) -> SetUp:
        """What is set up in a workspace."""
        with self._store.reading() as session:
            return SetUp(
                tuple(session.roles.bearers(team, Office.ADMINISTRATOR)),
                tuple(session.roles.bearers(team, Office.REVIEWER)),
                session.roles.setting(team, REVIEW_CHANNEL),
            )

    def audit(self, team: str, most: int | None = None) -> list[Entry]:
        """What was done in a workspace, the newest last; at most so much of it, None is all."""
        with self._store.reading() as session:
            return session.audit.entries(team, most)
