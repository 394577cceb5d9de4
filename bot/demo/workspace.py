"""The demo's made-up workspace: members with archives in LinkedIn's format, what they state, what is recorded."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from bot.demo import archives
from bot.demo.archives import Row, Someone
from bot.facts import Standing, StandingKind
from bot.store import Who
from bot.usecases import Whylocked

_URL = "https://www.linkedin.com/in/"
_FIRST = ("Ada", "Bela", "Cora", "Dirk", "Elin", "Femi", "Gita", "Hugo", "Ines", "Jun")
_LAST = ("Abel", "Berg", "Cruz", "Dahl", "Eke", "Faro", "Gil", "Holm", "Ito", "Juhl")
_SENT_WITHIN = timedelta(days=5)


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DemoPerson(_Data):
    """Somebody on LinkedIn who is no member."""

    name: str
    slug: str
    company: str = ""
    position: str = ""

    @property
    def someone(self) -> Someone:
        """The person as archives name them."""
        first, _, last = self.name.partition(" ")
        return Someone(first, last, _URL + self.slug)


class DemoStanding(_Data):
    """What is recorded of a member's account."""

    kind: StandingKind
    reason: str
    since: date
    until: date | None = None


class DemoMember(DemoPerson):
    """A member of the workspace: what the archive holds, and what the member states."""

    summary: str = ""
    skills: tuple[str, ...]
    schools: tuple[str, ...]
    positions: tuple[tuple[str, str, bool], ...]
    knows: tuple[str, ...]
    fillers: int
    sent: dict[str, int] = {}
    states: tuple[str, ...]
    standing: DemoStanding | None = None


class Says(_Data):
    """One line of the prepared conversation."""

    who: str
    says: str


class DemoWorkspace(_Data):
    """The whole workspace, from workspace.toml."""

    team: str
    now: datetime
    archived_on: date
    members: dict[str, DemoMember]
    people: dict[str, DemoPerson]
    script: tuple[Says, ...]

    @classmethod
    def load(cls) -> DemoWorkspace:
        """The workspace that comes with the package."""
        return cls.model_validate(tomllib.loads(Path(__file__).with_name("workspace.toml").read_text(encoding="utf-8")))

    def who(self, member: str) -> Who:
        """A member's key in the store."""
        return Who(self.team, member)

    def archive(self, key: str, folder: Path) -> Path:
        """Write a member's archive as LinkedIn would give it."""
        member = self.members[key]
        me = member.someone
        files = archives.files_of_2026(
            connections=[*self._ties(member), *self._fillers(key, member.fillers)],
            messages=list(self._messages(member)),
            invitations=[archives.invitation(me, self._named("ilse"), self._at(30), outgoing=True)],
            positions=[
                archives.position(title, company, finished="" if current else "Dec 2022")
                for title, company, current in member.positions
            ],
            education=[archives.school(school) for school in member.schools],
            skills=[archives.skill(skill) for skill in member.skills],
            profile=archives.profile(me, summary=member.summary),
        )
        return archives.write_zip(folder / f"Basic_LinkedInDataExport_{self.archived_on:%m-%d-%Y}.zip", files)

    def _named(self, key: str) -> Someone:
        return (self.people | self.members)[key].someone

    def _ties(self, member: DemoMember) -> Iterator[Row]:
        everybody: dict[str, DemoPerson] = {**self.people, **self.members}
        for number, key in enumerate(member.knows):
            person = everybody[key]
            on = self.archived_on - timedelta(days=90 + 37 * number)
            yield archives.connection(person.someone, on, company=person.company, position=person.position)

    def _fillers(self, key: str, count: int) -> Iterator[Row]:
        for number in range(count):
            first, last = _FIRST[number % 10], _LAST[(number // 10 + number) % 10]
            someone = Someone(first, last, f"{_URL}{first}-{last}-{key}-{number}-example".lower())
            yield archives.connection(someone, self.archived_on - timedelta(days=400 + number))

    def _messages(self, member: DemoMember) -> Iterator[Row]:
        for key, count in member.sent.items():
            to = self._named(key)
            for number in range(count):
                sent_at = self._at(0) - _SENT_WITHIN * (number / count)
                yield archives.message(member.someone, [to], sent_at, f"Hello {to.first}, this is line {number}.")

    def _at(self, days_before: int) -> datetime:
        return datetime.combine(self.archived_on, time(18), UTC) - timedelta(days=days_before)


def settle(workspace: DemoWorkspace, whylocked: Whylocked, folder: Path) -> None:
    """Import, state and record everything, as the members themselves would."""
    for key, member in workspace.members.items():
        who = workspace.who(key)
        stated = [("name", member.name), ("url", _URL + member.slug)]
        stated += [(field, value) for field, _, value in (pair.partition("=") for pair in member.states)]
        whylocked.state(who, stated, workspace.now)
        whylocked.import_archive(who, workspace.archive(key, folder))
        if member.standing is not None:
            given = member.standing
            standing = Standing(given.kind, given.reason, given.since, given.until)
            whylocked.record_standing(who, standing, workspace.now)
