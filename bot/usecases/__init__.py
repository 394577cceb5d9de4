"""One method per thing a member can ask for. No Slack, no SQL, no sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bot.advice import Ways
from bot.appeals import COMMAND_LINE
from bot.archive.rows import Archive
from bot.facts import Fact, Standing
from bot.people import Circle, People, Person, Target
from bot.policy import Policy
from bot.settings.keeping import Keeping
from bot.store import Store, Who
from bot.store.directory import Directory
from bot.store.leaving import Rows
from bot.usecases import importing, introducing, leaving, network, profile, stating
from bot.usecases.absences import Absences
from bot.usecases.account import Account, account_of
from bot.usecases.answer import Answer
from bot.usecases.appealing import Appealing
from bot.usecases.asking import Asking
from bot.usecases.changes import Refusal, Saved, SharedSaved, Undone, undo
from bot.usecases.copies import Copies
from bot.usecases.deliveries import Deliveries
from bot.usecases.duties import Duties
from bot.usecases.installing import Installing
from bot.usecases.listing import Checked, Lists
from bot.usecases.numbers import Numbers
from bot.usecases.offices import Offices
from bot.usecases.overview import Overviews
from bot.usecases.owing import Owing
from bot.usecases.retention import Retention
from bot.usecases.reviewing import Reviewing
from bot.usecases.serving import Serving
from bot.usecases.standing import Standings
from bot.usecases.watching import Watching
from bot.usecases.welcoming import Welcoming
from bot.usecases.workspaces import Workspaces
from bot.words import Words

Progress = Callable[[int, int], None]
"""Told how many bytes of an archive are read, and how many there are in all."""


class Whylocked:
    """The use cases over one store and one policy. Each opens the store for itself and closes it after.

    Args:
        words: only for which steps and questions exist; no sentence is made here.
        defaults: the policy as its file gives it, where the one in force has a workspace's own numbers.
        keeping: how long what is kept is kept.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what the use cases stand on, of which each takes a part
        self,
        store: Store,
        policy: Policy,
        ways: Ways,
        words: Words,
        defaults: Policy | None = None,
        keeping: Keeping | None = None,
    ) -> None:
        self.store = store
        self.policy = policy
        self.keeping = keeping or Keeping()
        longest = timedelta(days=self.keeping.threads)
        self.ways = ways
        self._asking = Asking(policy, ways, words.steps, words.questions)
        self.appealing = Appealing(store, policy)
        self._lists = Lists(self._asking, store)
        self.welcoming = Welcoming(store)
        self.numbers = Numbers(store, defaults or policy)
        self.offices = Offices(store)
        self.overview = Overviews(store, policy, self._asking)
        self.owing = Owing(store, policy, longest)
        self.reviewing = Reviewing(store, policy)
        self.standings = Standings(store, policy)
        self.workspaces = Workspaces(store, self.keeping)
        self.copies = Copies(store)
        self.absences = Absences(store, self.keeping)
        self.retention = Retention(store, self.keeping)
        self.duties = Duties(store)
        self.deliveries = Deliveries(store)
        self.installing = Installing(store)
        self.serving = Serving(store)
        self.watching = Watching(store, policy, self._asking, self.people)

    def people(self, who: Who, called: Mapping[str, str] | None = None) -> People:
        """Everybody the member may find by name; `called` is what Slack calls further people, by user id."""
        with self.store.reading() as session:
            users = {person.user: person for person in session.network.members(who.team) if person.user is not None}
        asker = users.get(who.user, Person("", "", circle=Circle.MEMBER, user=who.user))
        return Directory(self.store, who, asker, users, called)

    def ask(self, who: Who, target: Target, now: datetime) -> Answer:
        """Why the member cannot message the target; the diagnosis is stored."""
        with self.store.reading() as session:
            answer = self._asking.answer(session, who, target, now)
        if answer.verdict is None:
            return answer
        with self.store.writing() as session:  # only the answer is written, so that nobody waits for the rest
            return self._asking.kept(session, who, answer)

    def what_if(
        self,
        who: Who,
        target: Target,
        changes: tuple[tuple[str, str], ...],
        now: datetime,
        *,
        ties: tuple[Person, ...] = (),
    ) -> Answer:
        """The same on changed facts, and with ties to the people named; nothing is stored."""
        with self.store.reading() as session:
            return self._asking.what_if(session, who, target, changes, now, ties=ties)

    def who_can_introduce(self, who: Who, target: Target, now: datetime) -> introducing.Introductions:
        """Who can introduce the member to somebody, as far as their networks may be shown."""
        with self.store.reading() as session:
            return introducing.who_can_introduce(session, who, target, now)

    def show_network(self, who: Who, now: datetime) -> network.Overview:
        """How many connections the member has, where most of them work, and the newest."""
        with self.store.reading() as session:
            return network.show_network(session, self.policy, who, now)

    def show_company(self, who: Who, company: str) -> network.AtCompany:
        """Who of the member's network and of colleagues' works at a company."""
        with self.store.reading() as session:
            return network.show_company(session, who, company)

    def who_can_be_messaged(self, who: Who, company: str, now: datetime) -> network.Messageable:
        """The same people, each with what the six checks say of a message to them; nothing is stored."""
        with self.store.reading() as session:
            return network.who_can_be_messaged(session, self._asking, who, company, now)

    def show_sharing(self, who: Who) -> network.Sharing:
        """How the member's network may be used by colleagues."""
        with self.store.reading() as session:
            return network.show_sharing(session, who)

    def ask_all(self, who: Who, targets: Sequence[Target], now: datetime) -> Checked:
        """Why the member cannot message each of several; the diagnoses are stored together."""
        return self._lists.check(who, targets, now)

    def what_if_all(
        self,
        who: Who,
        targets: Sequence[Target],
        changes: tuple[tuple[str, str], ...],
        now: datetime,
        *,
        ties: tuple[Person, ...] = (),
    ) -> Checked:
        """The same on changed facts, and with ties to the people named; nothing is stored."""
        return self._lists.suppose(who, targets, changes, now, ties=ties)

    def import_archive(self, who: Who, path: Path, progress: Progress | None = None) -> tuple[Archive, str]:
        """Read LinkedIn's archive and keep what the checks need; also says how the network may be used."""
        from bot.archive.reading import read_archive  # no other use case needs what reading takes

        with self.store.reading() as session:
            stated = session.members.statements(who).get("url")
        archive = read_archive(
            path,
            owner_url=None if stated is None else str(stated[0]),
            repeat_minimum=self.policy.message_volume.repeats.minimum_characters,
            progress=progress,
        )
        with self.store.writing() as session:
            importing.keep_archive(session, who, archive)
            return archive, profile.sharing(session, who)

    def show_profile(self, who: Who, now: datetime) -> profile.Profile:
        """What is known of every profile field."""
        with self.store.reading() as session:
            return profile.show_profile(session, self.policy, who, now)

    def account(self, who: Who, now: datetime) -> Account:
        """Everything that is stored of the member, and what the checks make of it."""
        with self.store.reading() as session:
            return account_of(session, self._asking, self.policy, who, now)

    def state(self, who: Who, pairs: list[tuple[str, str]], now: datetime, *, goes_with: int | None = None) -> Saved:
        """Keep what the member states of profile fields; `goes_with` is the change that it is a part of."""
        with self.store.writing() as session:
            return stating.state_fields(session, self.policy, who, pairs, now, goes_with)

    def state_shared(
        self, who: Who, target: Target, raw: str, now: datetime, *, goes_with: int | None = None
    ) -> SharedSaved:
        """Keep how many connections the member says to share with somebody."""
        shared = stating.parse_shared(raw, self.policy)
        with self.store.writing() as session:
            return stating.state_shared(session, who, target, shared, now, goes_with)

    def answer_padlock(
        self, who: Who, diagnosis: str, *, shown: bool, now: datetime, goes_with: int | None = None
    ) -> tuple[frozenset[str], int | None]:
        """Keep whether LinkedIn shows a padlock; gives the checks found locked, and the number of the change."""
        with self.store.writing() as session:
            return stating.answer_padlock(session, who, diagnosis, now, shown=shown, goes_with=goes_with)

    def undo(self, who: Who, number: int | None, now: datetime) -> Undone | Refusal:
        """Put back what the member's last change replaced; None means the last one, whichever that is."""
        with self.store.writing() as session:
            return undo(session, self.policy, who, number, now)

    def stored(self, who: Who) -> dict[str, int]:
        """How many rows are stored of the member, by table."""
        with self.store.reading() as session:
            return session.leaving.counts(who)

    def export(self, who: Who) -> Rows:
        """Everything that is stored of the member."""
        with self.store.reading() as session:
            return session.leaving.everything(who)

    def forget(self, who: Who, now: datetime) -> leaving.Gone:
        """Delete everything that is stored of the member, for good."""
        return leaving.forget(self.store, who, now)

    def record_standing(self, who: Who, recorded: Standing, now: datetime) -> Standing:
        """Record the standing of the member's LinkedIn account, as the operator of the store."""
        return self.standings.record(who, recorded, now, by=COMMAND_LINE).standing

    def show_standing(self, who: Who) -> Fact[Standing] | None:
        """What is recorded of the member's LinkedIn account; None when nothing is."""
        with self.store.reading() as session:
            return session.members.standing(who)

    def last_turn(self, who: Who, thread: str, now: datetime) -> dict[str, object] | None:
        """Where the member's conversation stands."""
        with self.store.reading() as session:
            return session.threads.last(who, thread, now)

    def keep_turn(self, who: Who, threads: Mapping[str, timedelta], turn: dict[str, object], now: datetime) -> None:
        """Remember where the member's conversations stand, each for as long as is said with it."""
        with self.store.writing() as session:
            session.members.ensure(who)
            for thread, lives in threads.items():
                session.threads.keep(who, thread, turn, now, now + min(lives, timedelta(days=self.keeping.threads)))
