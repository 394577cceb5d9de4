"""The words of every name that a member's archives and statements hold, so that a question looks up what it names.

A word leads to names as `name_key` has them; whether a person of that name may be found, and by whom, is decided over
the rows themselves (`bot.store.persons`), so that consent taken back counts at once.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from sqlite_utils import Database

from bot.people import words_of
from bot.store.who import Who


class Names:
    """The words of names."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def keys(self, who: Who, words: Collection[str]) -> list[tuple[str, str]]:
        """The words that names in the member's own network or in one that shares names have, each with such a name."""
        return list(self._db.execute(KEYS, {**who.key, "words": json.dumps(list(words))}))

    def words(self, team: str, shortest: int, longest: int) -> list[str]:
        """The words of so many letters in all names of the workspace, whoever may find them."""
        rows = self._db.execute(
            "SELECT word FROM known_words WHERE team = ? AND letters BETWEEN ? AND ?", [team, shortest, longest]
        )
        return [word for (word,) in rows]

    def beginning(self, who: Who, start: str, most: int) -> tuple[list[str], list[str]]:
        """The names that have a word which begins so: in the member's own rows, and in networks that share names.

        Args:
            most: how many of each are looked at; there may be thousands.
        """
        fields = {**who.key, "start": start, "end": f"{start}{_LAST}", "most": most}
        own, shared = (self._db.execute(query, fields) for query in (BEGINNING, BEGINNING_ELSEWHERE))
        return [key for (key,) in own], [key for (key,) in shared]

    def changed(self, who: Who, before: Collection[str], after: Collection[str]) -> None:
        """Keep step with the member's rows.

        Args:
            who: the member.
            before: the names of rows that were there and may have gone.
            after: the names of rows that are there now, and perhaps were before.
        """
        kept = set(before)
        self._db.conn.executemany(
            "INSERT OR IGNORE INTO name_words (team, user, word, name_key) VALUES (?, ?, ?, ?)",
            sorted(_rows(who, set(after) - kept)),  # in the order of the table, which is much faster
        )
        gone = kept.difference(after)
        gone -= {key for (key,) in self._db.execute(STILL_THERE, {**who.key, "keys": json.dumps(list(gone))})}
        self._db.conn.executemany(
            "DELETE FROM name_words WHERE team = ? AND user = ? AND word = ? AND name_key = ?",
            sorted(_rows(who, gone)),
        )


_LAST = "\U0010ffff"
"""Comes behind every letter, so that it ends what begins with the same letters."""


def _rows(who: Who, keys: Iterable[str]) -> list[tuple[str, str, str, str]]:
    return [(who.team, who.user, word, key) for key in keys for word in words_of(key)]


# Most words of a message are in nobody's name, which one look at the workspace's words tells.
KEYS = """
SELECT known.word, name_words.name_key
  FROM json_each(:words) AS asked
 CROSS JOIN known_words AS known
 CROSS JOIN members AS owner
 CROSS JOIN name_words
 WHERE known.team = :team AND known.letters = length(asked.value) AND known.word = asked.value
   AND owner.team = :team AND (owner.user = :user OR owner.share = 'names')
   AND name_words.team = :team AND name_words.user = owner.user AND name_words.word = known.word
"""

STILL_THERE = """
SELECT value FROM json_each(:keys)
 WHERE EXISTS (SELECT 1 FROM connections WHERE team = :team AND user = :user AND name_key = value)
    OR EXISTS (SELECT 1 FROM invitations WHERE team = :team AND user = :user AND name_key = value)
    OR EXISTS (SELECT 1 FROM correspondents WHERE team = :team AND user = :user AND name_key = value)
    OR EXISTS (SELECT 1 FROM stated_shared WHERE team = :team AND user = :user AND name_key = value)
"""

BEGINNING = """
SELECT DISTINCT name_key FROM name_words
 WHERE team = :team AND user = :user AND word >= :start AND word < :end LIMIT :most
"""
BEGINNING_ELSEWHERE = """
SELECT DISTINCT name_words.name_key
  FROM members AS owner CROSS JOIN name_words
 WHERE owner.team = :team AND owner.user != :user AND owner.share = 'names'
   AND name_words.team = :team AND name_words.user = owner.user
   AND name_words.word >= :start AND name_words.word < :end LIMIT :most
"""
