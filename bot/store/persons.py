"""Whom a member may find by name: one person for everything that archives, members and statements tell of them.

Nearest circle first, nobody twice (spec, section 4): own connections, invitations and correspondents; then the
workspace's members; then the networks of members who share names; last, whom the member stated something about.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlite_utils import Database

from bot.people import Circle, Person
from bot.store.days import day_of
from bot.store.who import Who

Place = tuple[int, str, str, int]
"""Where somebody stands among everybody: by circle, and in it by whose network it is, by URL, by row."""


class _Row(NamedTuple):
    """What one row tells of a person."""

    place: Place
    name: str
    key: str
    url: str | None
    company: str | None
    position: str | None
    since: str | None
    user: str | None


def named(db: Database, who: Who, keys: Collection[str]) -> list[tuple[Place, Person]]:
    """Everybody whom the member may find and who bears one of the names, nearest first, each with their place."""
    rows = sorted(_rows(db, NAMED, who, keys))
    # A URL is one person, whatever the name beside it: who comes first has it, even under another name.
    urls = {row.url for row in rows if row.url is not None}
    first: dict[str | None, Place] = {}
    for row in _rows(db, AT_URL, who, urls):
        first[row.url] = min(row.place, first.get(row.url, row.place))
    return _merged(row for row in rows if row.url is None or row.place == first[row.url])


def key_at(db: Database, who: Who, url: str) -> str | None:
    """The key of the name under which the member finds the person at `url`; None when nobody there can be found."""
    return min(((row.place, row.key) for row in _rows(db, AT_URL, who, [url])), default=(None, None))[1]


def everybody(db: Database, who: Who) -> list[Person]:
    """Everybody whom the member may find, nearest first."""
    keys = {key for (key,) in db.execute(ALL_KEYS, who.key)}
    return [person for _, person in named(db, who, keys)]


def _rows(db: Database, query: str, who: Who, wanted: Iterable[str]) -> list[_Row]:
    found = db.execute(query, {**who.key, "wanted": json.dumps(list(wanted))})
    return [_Row((circle, whose, order, row), *told) for circle, whose, order, row, *told in found]


def _merged(rows: Iterable[_Row]) -> list[tuple[Place, Person]]:
    """The persons that rows tell of, in order, given all rows of their names and each URL once."""
    known: set[str] = set()
    without_url: defaultdict[str, list[int]] = defaultdict(list)
    persons: list[tuple[Place, Person]] = []
    for row in rows:
        circle = row.place[0]
        if row.url is None:
            # A record without URL is somebody new only where nobody of that name is known: an old connection list.
            if circle != _CONNECTION and row.key in known:
                continue
            without_url[row.key].append(len(persons))
        elif circle in _OTHER_OWN and len(without_url[row.key]) == 1:
            # The invitations and messages beside an old connection list tell the URL that it lacks.
            at = without_url.pop(row.key)[0]
            place, person = persons[at]
            persons[at] = place, person._replace(url=row.url)
            continue
        known.add(row.key)
        since = day_of(row.since)
        person = Person(row.name, row.key, row.url, row.company, row.position, since, _CIRCLES[circle], row.user)
        persons.append((row.place, person))
    return persons


_CONNECTION, *_OTHER_OWN = range(3)
_CIRCLES = (Circle.OWN, Circle.OWN, Circle.OWN, Circle.MEMBER, Circle.COLLEAGUES, Circle.STATED)


def _query(column: str, by: str) -> str:
    """All rows that the member may see and whose `column` is one of those wanted, with what places them."""
    mine = f"team = :team AND user = :user AND {column} = wanted.value"
    return f"""
SELECT iif(c.user = :user, 0, 4), c.user, coalesce(c.url, ''), c.id,
       c.name, c.name_key, c.url, c.company, c.position, iif(c.user = :user, c.connected_on, NULL), NULL
  FROM json_each(:wanted) AS wanted CROSS JOIN connections AS c INDEXED BY connections_{by} CROSS JOIN members AS owner
 WHERE c.team = :team AND c.{column} = wanted.value AND owner.team = :team AND owner.user = c.user
   AND (c.user = :user OR owner.share = 'names' AND (
        c.url IS NULL OR c.url IS NOT (SELECT url FROM members WHERE team = :team AND user = :user)))
UNION ALL
SELECT 1, '', '', invitations.id, name, name_key, url, NULL, NULL, NULL, NULL
  FROM json_each(:wanted) AS wanted CROSS JOIN invitations WHERE {mine}
UNION ALL
SELECT 2, '', '', correspondents.id, name, name_key, url, NULL, NULL, NULL, NULL
  FROM json_each(:wanted) AS wanted CROSS JOIN correspondents WHERE {mine}
UNION ALL
SELECT 3, user, '', 0, name, name_key, url, NULL, NULL, NULL, user
  FROM json_each(:wanted) AS wanted CROSS JOIN members INDEXED BY members_{by}
 WHERE team = :team AND user != :user AND name IS NOT NULL AND {column} = wanted.value
UNION ALL
SELECT 5, person, '', 0, name, name_key, url, NULL, NULL, NULL, NULL
  FROM stated_shared WHERE team = :team AND user = :user AND {column} IN (SELECT value FROM json_each(:wanted))
"""


NAMED = _query("name_key", "by_name")
AT_URL = _query("url", "by_url")
# More than the member may see; what is not for the member, `NAMED` leaves out.
ALL_KEYS = """
SELECT name_key FROM connections WHERE team = :team
UNION SELECT name_key FROM invitations WHERE team = :team AND user = :user
UNION SELECT name_key FROM correspondents WHERE team = :team AND user = :user
UNION SELECT name_key FROM members WHERE team = :team AND name_key IS NOT NULL
UNION SELECT name_key FROM stated_shared WHERE team = :team AND user = :user
"""
