"""Who can introduce a member to somebody: ties that may be shown by name, and no other (spec, section 4).

A tie P-X is shown only out of a network whose owner shares names: that of X, or that of P. A profile URL that the asker
merely stated may be somebody else's, so it opens no network that is shared as a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from bot.people import Circle, Person, person_key
from bot.store.days import day_of
from bot.store.who import Who


@dataclass(frozen=True, slots=True)
class Introducer:
    """Somebody who knows the person asked about, and may be named.

    Attributes:
        person: with company and position as far as the member may see them; `since` is the day of the tie with the
            member.
        colleague: whether this is a member of the workspace.
        yours: whether this is a connection of the member; None when that is not known.
        knows_since: the day of the tie with the person asked about; None when no network tells it.
    """

    person: Person
    colleague: bool
    yours: bool | None
    knows_since: date | None


class Introducers:
    """Ties between people, as far as they may be shown by name."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, who: Who, url: str, most: int) -> list[Introducer]:
        """Those who can introduce the member to the person at `url`, best first.

        Best are colleagues who are connections of the member, since they can be asked across the table; then other
        connections; then colleagues who are not connected with the member yet. Among equals, whoever has known the
        person longest: a tie of years carries an introduction further than one of last week. Ties without a day come
        behind; the last word has the name.
        """
        return [
            Introducer(
                Person(
                    name,
                    person_key(name),
                    at,
                    company,
                    position,
                    day_of(since),
                    Circle.MEMBER if user is not None else Circle.OWN,
                    user,
                ),
                colleague=user is not None,
                yours=bool(yours),
                knows_since=day_of(knows_since),
            )
            for name, at, user, company, position, since, knows_since, yours in self._db.execute(
                INTRODUCERS, {**who.key, "url": url, "most": most}
            )
        ]

    def connections(self, who: Who, url: str) -> int:
        """How many connections of the member can be named among them, however many they are."""
        return int(self._db.execute(CONNECTIONS, {**who.key, "url": url}).fetchone()[0])

    def knows(self, who: Who, knower: Person, url: str) -> bool:
        """Whether a network that shares names shows a tie between a person and the one at `url`."""
        given = {**who.key, "url": url, "knower": knower.url, "knower_user": knower.user}
        return bool(self._db.execute(KNOWS, given).fetchone()[0])


# `back` are members whose archives show a tie with the asker: named where they share names, or where the asker's own
# archive bears the URL out. `x` is the person asked about, where that is a member who shares names;
# `shared` are those whom both that person's archive and the asker's hold.
_WITH = """
WITH me AS MATERIALIZED (
    SELECT members.url, json_extract(proof.value, '$') IS members.url AS proved
      FROM members LEFT JOIN archive_facts AS proof
        ON proof.team = members.team AND proof.user = members.user AND proof.field = 'url'
     WHERE members.team = :team AND members.user = :user
),
back AS MATERIALIZED (
    SELECT p.user, p.url, min(b.connected_on) AS since
      FROM me CROSS JOIN connections AS b INDEXED BY connections_by_url CROSS JOIN members AS p
     WHERE b.team = :team AND b.url = me.url AND b.user != :user AND p.team = :team AND p.user = b.user
       AND (p.share = 'names' OR (p.share != 'off' AND me.proved))
     GROUP BY p.user
),
x AS MATERIALIZED (
    SELECT user FROM members INDEXED BY members_by_url
     WHERE team = :team AND url = :url AND user != :user AND share = 'names'
),
shared AS MATERIALIZED (
    SELECT c.id, c.url FROM x CROSS JOIN connections AS c INDEXED BY connections_by_member
     WHERE c.team = :team AND c.user = x.user AND c.url IS NOT NULL
       AND EXISTS (SELECT 1 FROM connections AS m WHERE m.team = :team AND m.user = :user AND m.url = c.url)
)
"""

INTRODUCERS = f"""{_WITH},
known AS (
    SELECT p.url, p.user, p.share, p.name, c.company, c.position, c.connected_on AS since
      FROM x CROSS JOIN members AS p CROSS JOIN connections AS c INDEXED BY connections_by_member
     WHERE p.team = :team AND p.user != :user AND p.url != :url
       AND c.team = :team AND c.user = x.user AND c.url = p.url
    UNION ALL
    SELECT p.url, p.user, p.share, p.name, NULL, NULL, c.connected_on
      FROM connections AS c INDEXED BY connections_by_url CROSS JOIN members AS p
     WHERE c.team = :team AND c.url = :url AND c.user != :user AND p.team = :team AND p.user = c.user
       AND p.share = 'names' AND p.url IS NOT :url
    UNION ALL
    SELECT * FROM (
        SELECT c.url, NULL, NULL, c.name, c.company, c.position, c.connected_on
          FROM shared CROSS JOIN connections AS c
         WHERE c.id = shared.id AND c.url != :url AND c.url IS NOT (SELECT url FROM me)
           AND NOT EXISTS (SELECT 1 FROM members AS p WHERE p.team = :team AND p.url = c.url)
         ORDER BY c.connected_on IS NULL, c.connected_on, c.name LIMIT :most)
),
named AS (
    SELECT max(known.url) AS url, max(known.user) AS user,
           coalesce(iif(known.user IS NULL, max(mine.name), NULL), max(known.name), max(known.user)) AS name,
           coalesce(max(mine.company), max(known.company)) AS company,
           coalesce(max(mine.position), max(known.position)) AS position,
           coalesce(min(mine.connected_on), min(back.since)) AS since, min(known.since) AS knows_since,
           max(mine.id IS NOT NULL OR back.user IS NOT NULL) AS yours
      FROM known
      LEFT JOIN connections AS mine INDEXED BY connections_by_member
        ON mine.team = :team AND mine.user = :user AND mine.url = known.url
      LEFT JOIN back ON back.user = known.user
     WHERE known.url IS NULL OR known.url IS NOT (SELECT url FROM me)
     GROUP BY coalesce('user:' || known.user, known.url)
    HAVING yours OR max(known.share) = 'names'
     ORDER BY yours DESC, max(known.user) IS NULL, knows_since IS NULL, knows_since, name LIMIT :most
)
SELECT name, url, user,
       coalesce(company, (SELECT c.company FROM connections AS c INDEXED BY connections_by_url
                            JOIN members AS owner USING (team, user)
                           WHERE c.team = :team AND c.url = named.url AND owner.share = 'names'
                             AND c.company IS NOT NULL LIMIT 1)),
       coalesce(position, (SELECT c.position FROM connections AS c INDEXED BY connections_by_url
                             JOIN members AS owner USING (team, user)
                            WHERE c.team = :team AND c.url = named.url AND owner.share = 'names'
                              AND c.position IS NOT NULL LIMIT 1)),
       since, knows_since, yours
  FROM named
"""

CONNECTIONS = f"""{_WITH}
SELECT count(*) FROM (
    SELECT url FROM shared
    UNION
    SELECT back.url FROM x CROSS JOIN back CROSS JOIN connections AS c INDEXED BY connections_by_member
     WHERE c.team = :team AND c.user = x.user AND c.url = back.url
    UNION
    SELECT p.url FROM connections AS t INDEXED BY connections_by_url CROSS JOIN members AS p CROSS JOIN me
     WHERE t.team = :team AND t.url = :url AND t.user != :user AND p.team = :team AND p.user = t.user
       AND p.share = 'names' AND p.url IS NOT NULL
       AND (p.user IN (SELECT user FROM back)
            OR EXISTS (SELECT 1 FROM connections AS m WHERE m.team = :team AND m.user = :user AND m.url = p.url))
) WHERE url != :url AND url IS NOT (SELECT url FROM me)
"""

KNOWS = """
SELECT EXISTS (SELECT 1 FROM members AS x CROSS JOIN connections AS c
                WHERE x.team = :team AND x.url = :url AND x.user != :user AND x.share = 'names'
                  AND c.team = :team AND c.user = x.user AND c.url = :knower)
    OR EXISTS (SELECT 1 FROM members AS p CROSS JOIN connections AS c
                WHERE p.team = :team AND (p.user = :knower_user OR p.url = :knower) AND p.user != :user
                  AND p.share = 'names' AND c.team = :team AND c.user = p.user AND c.url = :url)
"""
