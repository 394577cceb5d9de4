"""Networks: whom a member is tied to, whom the member may find by name, and what two networks have in common."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlite_utils import Database

from bot.people import Circle, Person
from bot.store.days import day_of
from bot.store.names import Names
from bot.store.overlap import Overlap, overlap
from bot.store.persons import Place, everybody, key_at, named
from bot.store.watches import Watches
from bot.store.who import Who


@dataclass(frozen=True, slots=True)
class Tie:
    """That two people are connected: since when, and the day the archive that shows it speaks for."""

    since: date | None
    as_of: date


@dataclass(frozen=True, slots=True)
class Written:
    """How often the member and a person wrote to each other, and when last."""

    sent: int
    last_sent: date | None
    received: int
    last_received: date | None


class StatedShared(NamedTuple):
    """How many connections the member said to share with somebody, and when.

    Attributes:
        person: what tells the person from others: the URL, else the name.
        stated_at: the moment as the store has it, ISO 8601.
    """

    person: str
    name: str
    name_key: str
    url: str | None
    shared: int
    stated_at: str


class Network:
    """Ties between members and people on LinkedIn."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def persons(self, who: Who) -> list[Person]:
        """Everybody the member may find by name, nearest circle first, nobody twice.

        Own connections, invitations and correspondents; then the workspace's members; then the networks of members
        who share names (spec, section 4); last, whom the member stated something about.
        """
        return everybody(self._db, who)

    def named(self, who: Who, keys: Collection[str]) -> list[tuple[Place, Person]]:
        """Those of them who bear one of the names, each with their place among all."""
        return named(self._db, who, keys)

    def key_at(self, who: Who, url: str) -> str | None:
        """The name by which the member finds the person at `url`, as a key; None when the member finds nobody."""
        return key_at(self._db, who, url)

    def members(self, team: str) -> list[Person]:
        """The workspace's members who have a name or a URL, by Slack user id."""
        rows = self._db.execute(
            "SELECT user, coalesce(name, user), coalesce(name_key, ''), url FROM members"
            " WHERE team = ? AND (name IS NOT NULL OR url IS NOT NULL)",
            [team],
        )
        return [Person(name, key, url, circle=Circle.MEMBER, user=user) for user, name, key, url in rows]

    def newest(self, who: Who, most: int) -> list[Person]:
        """Whom the member connected with last, the last first; only ties whose day is known."""
        rows = self._db.execute(NEWEST, {**who.key, "most": most})
        return [
            Person(name, key, url, company, position, day_of(since))
            for name, key, url, company, position, since in rows
        ]

    def tie(self, who: Who, person: Person) -> Tie | None:
        """The member's own tie to a person, from the member's archive."""
        row = self._db.execute(
            "SELECT connected_on, as_of FROM connections JOIN archive_kinds USING (team, user)"
            " WHERE kind = 'connections' AND " + _of_person("connections") + " ORDER BY url, id LIMIT 1",
            {**who.key, **_person(person)},
        ).fetchone()
        return None if row is None else Tie(day_of(row[0]), date.fromisoformat(row[1]))

    def tie_from_other_side(self, who: Who, person: Person) -> Tie | None:
        """The same tie as the archive of the person shows it, when the person is a member who lets it be counted.

        Only for a URL that the member's own archive bears out, or where the person shares names: a URL that was
        merely stated may be somebody else's, and would tell whom that one knows.
        """
        row = self._db.execute(
            """SELECT theirs.connected_on, archive_kinds.as_of
               FROM members AS me
               JOIN members AS them ON them.team = me.team AND them.url = :url AND them.share != 'off'
               JOIN connections AS theirs ON theirs.team = them.team AND theirs.user = them.user AND theirs.url = me.url
               JOIN archive_kinds ON archive_kinds.team = them.team AND archive_kinds.user = them.user
                    AND archive_kinds.kind = 'connections'
               LEFT JOIN archive_facts AS proof ON proof.team = me.team AND proof.user = me.user AND proof.field = 'url'
               WHERE me.team = :team AND me.user = :user AND them.user != me.user
                     AND (them.share = 'names' OR json_extract(proof.value, '$') = me.url) LIMIT 1""",
            {**who.key, **_person(person)},
        ).fetchone()
        return None if row is None else Tie(day_of(row[0]), date.fromisoformat(row[1]))

    def invitation(self, who: Who, person: Person) -> tuple[str, date | None] | None:
        """The newest invitation between the member and a person: its direction and day."""
        row = self._db.execute(
            "SELECT direction, sent_on FROM invitations WHERE "
            + _of_person("invitations", _NO_OTHER)
            + " ORDER BY sent_on DESC LIMIT 1",
            {**who.key, **_person(person)},
        ).fetchone()
        return None if row is None else (row[0], day_of(row[1]))

    def written(self, who: Who, person: Person) -> Written | None:
        """How often both wrote to each other; None when the archive shows no message between them."""
        row = self._db.execute(
            "SELECT sum(sent), max(last_sent), sum(received), max(last_received) FROM correspondents WHERE "
            + _of_person("correspondents", _NO_OTHER),
            {**who.key, **_person(person)},
        ).fetchone()
        return None if row[0] is None else Written(int(row[0]), day_of(row[1]), int(row[2]), day_of(row[3]))

    def url_of_name(self, who: Who, name_key: str) -> str | None:
        """The URL of the one person of that full name in networks that may be counted; None for none or several.

        For counting only: a network shared as a number answers for a target identified by full name, and neither
        the URL nor the name found here may be shown.
        """
        rows = self._db.execute(URL_OF_NAME, {**who.key, "key": name_key}).fetchall()
        return rows[0][0] if len(rows) == 1 else None

    def overlap(self, who: Who, url: str) -> Overlap | None:
        """Shared connections of the member and the person at `url`; None when networks prove nothing."""
        return overlap(self._db, who, url)

    def state_shared(self, who: Who, person: Person, shared: int | None, at: datetime) -> list[StatedShared]:
        """Keep how many connections the member says to share with a person; None takes it back.

        Returns:
            What was said before of the same person.
        """
        told = StatedShared(
            person.url or f"name:{person.key}", person.name, person.key, person.url, shared or 0, at.isoformat()
        )
        return self.replace_shared(who, person, [] if shared is None else [told])

    def replace_shared(self, who: Who, person: Person, told: Collection[StatedShared]) -> list[StatedShared]:
        """Keep other statements in place of those of shared connections with a person, and give those back.

        Whatever was said of the same person goes, also what was said when only the name was known.
        """
        gone = self._db.execute(
            "DELETE FROM stated_shared WHERE team = :team AND user = :user AND "
            + _IS_PERSON
            + " RETURNING person, name, name_key, url, shared, stated_at",
            {**who.key, **_person(person)},
        )
        before = [StatedShared(*row) for row in gone.fetchall()]
        Watches(self._db).look_again(who.team, who.user)
        self._db.conn.executemany(
            "INSERT INTO stated_shared (team, user, person, name, name_key, url, shared, stated_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(who.team, who.user, *one) for one in told],
        )
        Names(self._db).changed(who, {one.name_key for one in before}, {one.name_key for one in told})
        return before

    def stated_shared(self, who: Who, person: Person) -> tuple[int, datetime] | None:
        """How many connections the member says to share with a person, and when it was said."""
        row = self._db.execute(
            "SELECT shared, stated_at FROM stated_shared WHERE team = :team AND user = :user AND "
            + _IS_PERSON
            + " ORDER BY stated_at DESC LIMIT 1",
            {**who.key, **_person(person)},
        ).fetchone()
        return None if row is None else (int(row[0]), datetime.fromisoformat(row[1]))


# A person with a URL is that URL; a record or a person without one is known by the name alone...
_IS_PERSON = "(url = :url OR ((:url IS NULL OR url IS NULL) AND name_key = :name_key))"
# ...and where the member has several connections of that name, a record without URL may be about any of them.
_NO_OTHER = """AND 2 > (SELECT count(*) FROM connections AS same
     WHERE same.team = :team AND same.user = :user AND same.name_key = :name_key)"""


def _of_person(table: str, unless: str = "") -> str:
    """The same for the member's rows in a large table, by its indexes: an OR would go through all of them."""
    mine = f"SELECT id FROM {table} WHERE team = :team AND user = :user"
    return f"""id IN ({mine} AND url = :url UNION ALL
                      {mine} AND name_key = :name_key AND (:url IS NULL OR url IS NULL) {unless})"""


NEWEST = """
SELECT name, name_key, url, company, position, connected_on FROM connections INDEXED BY connections_by_day
 WHERE team = :team AND user = :user AND connected_on IS NOT NULL ORDER BY connected_on DESC, id LIMIT :most
"""

# Left to itself, SQLite would go through all of a workspace to save sorting a handful of rows.
URL_OF_NAME = """
SELECT DISTINCT connections.url FROM connections INDEXED BY connections_by_name JOIN members USING (team, user)
 WHERE team = :team AND connections.name_key = :key AND (share != 'off' OR user = :user)
 LIMIT 2
"""


def _person(person: Person) -> dict[str, str | None]:
    return {"url": person.url, "name_key": person.key}
