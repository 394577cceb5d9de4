"""Where the people of networks work: the companies of a member, who works at one, and spellings near a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from bot.companies import company_key
from bot.people import Circle, Person
from bot.store.days import day_of
from bot.store.who import Who


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody at a company whom colleagues know and the member does not.

    Attributes:
        known_by: the names of up to three members who share names and are connected with the person.
    """

    person: Person
    known_by: tuple[str, ...]


class Employers:
    """The companies that the people of networks work for. Companies compare by `bot.companies.company_key`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def keep(self, who: Who, companies: Iterable[str | None]) -> None:
        """Keep the companies of the member's connections, one a connection, in place of earlier ones."""
        for table in ("employers", "company_words"):
            self._db.execute(f"DELETE FROM {table} WHERE team = :team AND user = :user", who.key)
        counted = sorted(Counter(company for company in companies if company).items())
        keyed = [(company, company_key(company), people) for company, people in counted]
        self._db.conn.executemany(
            "INSERT INTO employers (team, user, company, company_key, people) VALUES (?, ?, ?, ?, ?)",
            [(who.team, who.user, *row) for row in keyed],
        )
        self._db.conn.executemany(
            "INSERT INTO company_words (team, user, word, company) VALUES (?, ?, ?, ?)",
            sorted((who.team, who.user, word, company) for company, key, _ in keyed for word in set(key.split())),
        )

    def employs(self, who: Who, company: str) -> bool:
        """Whether somebody in the networks that the member may look through works for a company of this name.

        Args:
            company: as typed: the whole name, or whole words of it.
        """
        key = company_key(company)
        wanted = {"word": key.partition(" ")[0], "wanted": f" {key} "}
        return bool(key) and bool(self._db.execute(EMPLOYS, {**who.key, **wanted}).fetchone()[0])

    def top(self, who: Who, most: int) -> list[tuple[str, int]]:
        """The companies where most of the member's connections work, with how many; spellings of one are one."""
        return [(company, int(people)) for company, people, _ in self._db.execute(TOP, {**who.key, "most": most})]

    def own(self, who: Who, company: str, most: int) -> tuple[int, list[Person]]:
        """The member's connections at a company of that name, or with it in its name, the newest first, and how many.

        Args:
            company: as typed; one without a letter or digit is nobody's.
            most: how many are given; all of them are counted.
        """
        rows = self._at(OWN_AT, who, company, most)
        persons = [
            Person(name, key, url, company, position, day_of(since))
            for name, key, url, company, position, since, _ in rows
        ]
        return (int(rows[0][-1]) if rows else 0), persons

    def of_colleagues(self, who: Who, company: str, most: int) -> tuple[int, list[Contact]]:
        """The same of those whom colleagues who share names know and the member does not.

        Networks that are shared as numbers answer about somebody who is named, never about a company.
        """
        rows = self._at(COLLEAGUES_AT, who, company, most)
        contacts = [
            Contact(
                Person(name, key, url, company, position, circle=Circle.COLLEAGUES),
                tuple(each.removeprefix(",") for each in (known_by or "").split("\n")[:-1])[:_KNOWN_BY],
            )
            for name, key, url, company, position, known_by, _ in rows
        ]
        return (int(rows[0][-1]) if rows else 0), contacts

    def beginning(self, who: Who, start: str, most: int) -> list[str]:
        """Companies with a word that begins so, in the networks that the member may look through, largest first."""
        rows = self._db.execute(BEGINNING, {**who.key, **_range(start), "most": most})
        return [company for company, *_ in rows]

    def _at(self, query: str, who: Who, company: str, most: int) -> list[tuple[str, ...]]:
        key = company_key(company)
        if not key:
            return []
        # "Tarn" stands for Tarnow, too; of an "HP" nobody wants every word that begins so.
        whole = len(key) < _SHORT
        given = {**_range(key.split()[0], whole=whole), "wanted": f" {key} " if whole else f" {key}", "most": most}
        return list(self._db.execute(query, {**who.key, **given}))


_KNOWN_BY = 3
_SHORT = 3
"""A name of fewer letters has to be a whole word of the company's."""


def _range(start: str, *, whole: bool = False) -> dict[str, str]:
    """All words that begin so, or that one word, as an index finds them."""
    return {"first": start, "last": start + ("\x01" if whole else chr(0x10FFFF))}


EMPLOYS = """
SELECT EXISTS (
    SELECT 1 FROM members AS owner CROSS JOIN company_words AS words CROSS JOIN employers
     WHERE owner.team = :team AND (owner.user = :user OR owner.share = 'names')
       AND words.team = :team AND words.user = owner.user AND words.word = :word
       AND employers.team = :team AND employers.user = owner.user AND employers.company = words.company
       AND instr(' ' || employers.company_key || ' ', :wanted))
"""

TOP = """
SELECT company, sum(people) AS everybody, max(people) FROM employers
 WHERE team = :team AND user = :user GROUP BY company_key ORDER BY everybody DESC, company LIMIT :most
"""

# Companies are found by the first word; the rest of the name stands behind it. A company has several words that begin
# alike now and then, hence DISTINCT.
OWN_AT = """
WITH asked AS MATERIALIZED (
    SELECT DISTINCT employers.company FROM company_words AS words CROSS JOIN employers
     WHERE words.team = :team AND words.user = :user AND words.word >= :first AND words.word < :last
       AND employers.team = :team AND employers.user = :user AND employers.company = words.company
       AND instr(' ' || employers.company_key || ' ', :wanted)
)
SELECT c.name, c.name_key, c.url, c.company, c.position, c.connected_on, count(*) OVER ()
  FROM asked CROSS JOIN connections AS c INDEXED BY connections_by_company
 WHERE c.team = :team AND c.user = :user AND c.company = asked.company
 ORDER BY c.connected_on IS NULL, c.connected_on DESC, c.name, c.id LIMIT :most
"""

COLLEAGUES_AT = """
WITH me AS MATERIALIZED (SELECT url FROM members WHERE team = :team AND user = :user),
asked AS MATERIALIZED (
    SELECT DISTINCT owner.user, owner.name, employers.company
      FROM members AS owner CROSS JOIN company_words AS words CROSS JOIN employers
     WHERE owner.team = :team AND owner.user != :user AND owner.share = 'names'
       AND words.team = :team AND words.user = owner.user AND words.word >= :first AND words.word < :last
       AND employers.team = :team AND employers.user = owner.user AND employers.company = words.company
       AND instr(' ' || employers.company_key || ' ', :wanted)
)
SELECT c.name, c.name_key, c.url, c.company, c.position, group_concat(DISTINCT asked.name || char(10)),
       count(*) OVER ()
  FROM asked CROSS JOIN connections AS c INDEXED BY connections_by_company
 WHERE c.team = :team AND c.user = asked.user AND c.company = asked.company
   AND (c.url IS NULL OR c.url IS NOT (SELECT url FROM me))
   AND NOT EXISTS (SELECT 1 FROM connections AS mine WHERE mine.team = :team AND mine.user = :user AND mine.url = c.url)
   AND NOT EXISTS (SELECT 1 FROM connections AS mine WHERE mine.team = :team AND mine.name_key = c.name_key
                      AND mine.user = :user AND (mine.url IS NULL OR c.url IS NULL))
 GROUP BY coalesce(c.url, c.name_key) ORDER BY count(*) DESC, c.name LIMIT :most
"""

BEGINNING = """
SELECT employers.company, sum(employers.people) AS everybody, max(employers.people)
  FROM members AS owner CROSS JOIN company_words AS words CROSS JOIN employers
 WHERE owner.team = :team AND (owner.user = :user OR owner.share = 'names')
   AND words.team = :team AND words.user = owner.user AND words.word >= :first AND words.word < :last
   AND employers.team = :team AND employers.user = owner.user AND employers.company = words.company
 GROUP BY employers.company_key ORDER BY everybody DESC, employers.company LIMIT :most
"""
