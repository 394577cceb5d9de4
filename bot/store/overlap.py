"""What two networks have in common, counted in one query over indexed ties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from bot.store.who import Who


@dataclass(frozen=True, slots=True)
class Overlap:
    """Shared connections as far as networks show them.

    Attributes:
        count: how many are seen.
        complete: whether both networks are known, so that `count` is all of them.
        as_of: the oldest day that a network used for it speaks for, the member's own among them.
    """

    count: int
    complete: bool
    as_of: date


def overlap(db: Database, who: Who, url: str) -> Overlap | None:
    """Shared connections of the member and the person at `url`.

    P counts with the ties member-P and P-person, each from the member's archive, the person's archive (a member
    who imported one) or P's own (a member), as far as their owners let them be counted. None when networks that
    may be counted show no such P and are not complete either: that proves nothing.

    That somebody else's archive shows the tie member-P is told by the member's profile URL. One that is merely stated
    may be somebody else's: with it, numbers would tell one by one whom that person knows. So it leads only to ties
    in networks that are shared by name, and takes nobody out of the count; what the member's own archive bears out
    counts everywhere.
    """
    count, complete, as_of = db.execute(OVERLAP, {**who.key, "url": url}).fetchone()
    return Overlap(int(count), bool(complete), date.fromisoformat(as_of)) if count or complete else None


OVERLAP = """
WITH me AS MATERIALIZED (
    SELECT members.url, json_extract(proof.value, '$') IS members.url AS proved
      FROM members LEFT JOIN archive_facts AS proof
        ON proof.team = members.team AND proof.user = members.user AND proof.field = 'url'
     WHERE members.team = :team AND members.user = :user
),
countable AS (SELECT team, user, url, share FROM members WHERE team = :team AND user != :user AND share != 'off'),
back AS (
    SELECT p.url FROM connections AS c JOIN countable AS p USING (team, user)
     WHERE c.team = :team AND c.url = (SELECT url FROM me) AND p.url IS NOT NULL
       AND (p.share = 'names' OR (SELECT proved FROM me))
),
theirs AS (
    SELECT c.url, x.user FROM connections AS c JOIN countable AS x USING (team, user)
     WHERE x.url = :url AND c.url IS NOT NULL
    UNION
    SELECT p.url, p.user FROM connections AS c JOIN countable AS p USING (team, user)
     WHERE c.team = :team AND c.url = :url AND p.url IS NOT NULL
),
-- Whom the person knows are mostly few, whom the member knows may be very many: each of the few is looked up.
both AS MATERIALIZED (
    SELECT url, user FROM theirs
     WHERE EXISTS (SELECT 1 FROM connections WHERE team = :team AND user = :user AND url = theirs.url)
        OR url IN back
)
SELECT (SELECT count(DISTINCT url) FROM both WHERE url != :url AND url IS NOT (SELECT url FROM me WHERE proved)),
       EXISTS (SELECT 1 FROM archive_kinds WHERE team = :team AND user = :user AND kind = 'connections')
       AND EXISTS (SELECT 1 FROM archive_kinds JOIN countable AS x USING (team, user)
                    WHERE x.url = :url AND kind = 'connections')
       -- An old connection list has no URLs: whom it names cannot be told from people of the same name.
       AND NOT EXISTS (SELECT 1 FROM connections WHERE team = :team AND user = :user AND url IS NULL)
       AND NOT EXISTS (SELECT 1 FROM connections AS c JOIN countable AS x USING (team, user)
                        WHERE x.url = :url AND c.url IS NULL),
       (SELECT min(as_of) FROM archive_kinds WHERE team = :team AND kind = 'connections'
         AND (user = :user
              OR user IN (SELECT user FROM both)
              OR user IN (SELECT user FROM countable WHERE url = :url)))
"""
