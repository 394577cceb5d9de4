"""The Home tabs: published when they are opened, and again when something changes that they show."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial

from bot.app import App
from bot.errors import UserError
from bot.listeners.asked import home_of
from bot.listeners.trouble import attempted, logged
from bot.replies import home
from bot.slack_out import SlackOut
from bot.store import Who
from bot.workers import Workers

SECONDS_BETWEEN = 3.0
"""How long a Home stays as it is once it was published, however much changes meanwhile."""


class Homes:
    """Every Home that was opened. What is published is remembered by its digest, so that the same is not sent twice.

    Everything here is done by workers: no answer waits for it.

    Args:
        clock: the moment that a Home speaks of.
        token: the bot's token in a workspace, for what nobody asked for just then.
        windows: the windows that there are to open from a Home, by name.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what a desk has, of which each is a part
        self,
        app: App,
        out: SlackOut,
        workers: Workers,
        clock: Callable[[], datetime],
        token: Callable[[str], str | None],
        windows: Collection[str] = (),
    ) -> None:
        self._app = app
        self._out = out
        self._workers = workers
        self._clock = clock
        self._token = token
        self._windows = windows
        self.seconds_between = SECONDS_BETWEEN
        self._lock = threading.Lock()
        self._known: dict[Who, bool] = {}
        self._shown: dict[Who, str] = {}
        self._at: dict[Who, float] = {}
        self._waiting: set[Who] = set()
        self._administers: set[Who] = set()

    def opened(self, who: Who, token: str, *, anew: bool) -> bool:
        """Publish the Home that a member has just opened.

        Args:
            anew: whether Slack shows none yet, so that even the same as before has to be published.

        Returns:
            Whether it will be done; False when too much waits already.
        """
        with self._lock:
            self._known[who] = True
        return self._workers.submit((who, "home"), partial(attempted, partial(self._open, who, token, anew=anew)))

    def noticed(self, who: Who) -> None:
        """Before something is done for a member: learn whether they have a Home, because that may be forgotten by it.

        Raises:
            UserError: the store is out of reach.
        """
        if who not in self._known:
            known = self._app.whylocked.overview.has_home(who)
            with self._lock:
                self._known.setdefault(who, known)

    def changed(self, who: Who) -> None:
        """What a member's Home shows may have changed: have it published again, if there is one, soon."""
        with self._lock:
            if who in self._waiting or not self._known.get(who, True):
                return
            self._waiting.add(who)
            wait = self._at.get(who, 0.0) + self.seconds_between - time.monotonic()
        if who in self._at and wait > 0:
            later = threading.Timer(wait, self._submit, [who])
            later.daemon = True
            later.start()
        else:
            self._submit(who)

    def administrators_changed(self, team: str) -> None:
        """What administrators of a workspace see may have changed: have their Homes published again, too."""
        with self._lock:
            seen = [who for who in self._administers if who.team == team]
        for who in seen:
            self.changed(who)

    def all_changed(self, team: str) -> None:
        """What every Home of a workspace shows may have changed: have those published again that were lately.

        Any other is published when it is opened.
        """
        with self._lock:
            seen = [who for who in self._shown if who.team == team]
        for who in seen:
            self.changed(who)

    def teams(self) -> set[str]:
        """The workspaces of which anything is remembered."""
        with self._lock:
            return {who.team for who in {*self._known, *self._shown, *self._at, *self._waiting, *self._administers}}

    def forget(self, whom: Callable[[Who], bool]) -> None:
        """Remember nothing of some members any more."""
        with self._lock:
            for remembered in (self._known, self._shown, self._at):
                for who in [who for who in remembered if whom(who)]:
                    del remembered[who]
            for some in (self._waiting, self._administers):
                some.difference_update([who for who in some if whom(who)])

    def _submit(self, who: Who) -> None:
        if not self._workers.submit((who, "home"), partial(attempted, partial(self._again, who))):
            with self._lock:
                self._waiting.discard(who)

    def _open(self, who: Who, token: str, *, anew: bool) -> None:
        if anew:
            with self._lock:
                self._shown.pop(who, None)
        try:
            self._app.whylocked.overview.opened(who, self._clock())
            self._look_whether_administers(who, token)
        finally:  # shown in any case
            self._publish(who, token)

    def _look_whether_administers(self, who: Who, token: str) -> None:
        """Learn whether the member may see what administrators see; where Slack does not tell, nobody may."""
        may = False
        try:
            if self._token(who.team) is not None:  # nobody administers a workspace that the bot is not installed in
                offices = self._app.whylocked.offices
                may = offices.may_administer(who, partial(self._out.manages, who, token))
        finally:
            with self._lock:
                (self._administers.add if may else self._administers.discard)(who)

    def _again(self, who: Who) -> None:
        with self._lock:
            self._waiting.discard(who)
        self.noticed(who)
        token = self._token(who.team)
        if not (self._known.get(who) and token):
            return
        try:
            if who in self._administers:  # who was one may be none by now
                self._look_whether_administers(who, token)
        finally:
            self._publish(who, token)

    def _publish(self, who: Who, token: str) -> None:
        """Publish a member's Home, unless it shows the same already.

        Raises:
            UserError: Slack does not take it.
        """
        shown = self._home(who)
        digest = hashlib.sha256(json.dumps(shown.view, sort_keys=True).encode()).hexdigest()
        with self._lock:
            if self._shown.get(who) == digest:
                return
            self._at[who] = time.monotonic()
        self._out.of(token).publish_home(who.user, shown.view, shown.simpler)
        with self._lock:
            self._shown[who] = digest

    def _home(self, who: Who) -> home.Home:
        """What the Home shows; what is wrong, in one sentence, where it cannot be made."""
        words = self._app.words
        try:
            app = self._app.of(who.team)
            now, overviews = self._clock(), app.whylocked.overview
            administers = who in self._administers
            workspace = overviews.of_workspace(who.team, now) if administers else None
            numbers = app.whylocked.numbers.shown(who.team) if administers else None
            layout = home.Layout(
                app.conversation.answers.lines, app.words, app.policy, self._windows, app.settings.reached
            )
            return layout.home(overviews.of(who, now), home_of(who), workspace, numbers)
        except UserError as error:
            return home.trouble(words.error(error), words)
        except Exception as error:  # noqa: BLE001 - whatever it is, a person gets a sentence
            return home.trouble(words.say("errors.unexpected_in_slack", reference=logged(error)), words)
