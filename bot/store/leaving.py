"""Leaving: everything that is stored of one member, to hand over, to count, to delete.

The tables are found in the schema, never listed, so that no table that comes later can be left out: whatever has the
columns `team` and `user` is the member's own and goes with the member. A row that has to outlive a member (of an audit,
say) therefore must not be keyed by one.
"""

from __future__ import annotations

from sqlite_utils import Database

from bot.store.who import Who

Rows = dict[str, list[dict[str, object]]]
"""The rows of a member by table, each by column, without the two columns that say whose they are."""


class Leaving:
    """All rows of a member, whatever their table."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def everything(self, who: Who) -> Rows:
        """Every row of the member's; a table without one is there, too."""
        return {
            table: [
                {column: value for column, value in row.items() if column not in who.key}
                for row in self._db.query(f"SELECT * FROM {table} WHERE {_THEIRS}", who.key)
            ]
            for table in self._tables()
        }

    def counts(self, who: Who) -> dict[str, int]:
        """How many rows the member has in each table."""
        return {
            table: int(self._db.execute(f"SELECT count(*) FROM {table} WHERE {_THEIRS}", who.key).fetchone()[0])
            for table in self._tables()
        }

    def delete(self, who: Who) -> dict[str, int]:
        """Delete every row of the member's, and note that the file itself has to be cleaned.

        Returns:
            How many rows the member had in each table.
        """
        counts = self.counts(who)
        self._db.execute("PRAGMA secure_delete = ON")
        # Tables refer to each other; that everything went together is looked at once it did.
        self._db.execute("PRAGMA defer_foreign_keys = ON")
        for table in self._tables():
            self._db.execute(f"DELETE FROM {table} WHERE {_THEIRS}", who.key)
        self._db.execute(
            "INSERT INTO traces (team) VALUES (?) ON CONFLICT DO UPDATE SET number = number + 1, lie_in = 'pages'",
            [who.team],
        )
        return counts

    def _tables(self) -> list[str]:
        return [table for (table,) in self._db.execute(TABLES)]


_THEIRS = "team = :team AND user = :user"
TABLES = """
SELECT name FROM sqlite_master
 WHERE type = 'table'
   AND 2 = (SELECT count(*) FROM pragma_table_info(sqlite_master.name) AS columns
             WHERE columns.name IN ('team', 'user'))
 ORDER BY rootpage
"""
ROOTS = f"""
SELECT name FROM ({TABLES})
 WHERE NOT EXISTS (SELECT 1 FROM pragma_foreign_key_list(name) AS refers WHERE refers."table" = 'members')
"""
"""The same without those whose rows need a row in `members`: whoever has any row at all has one in these."""
